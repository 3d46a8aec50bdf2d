//! How firmly each place holds: what one avis, one institution, one method would change. Exact, and one line on screen.
//!
//! - **R1** every data set got by moving exactly one expressed avis one step (F↔R↔D);
//! - **R2** every data set got by leaving one institution out everywhere;
//! - **R3** the fewest steps of a candidature's own avis that change its side of the line;
//! - **R5** how many methods retain it.

mod banc;

use super::ami::Methode;
use super::avis::{Decompte, Sens};
use super::classement::Fraction;
use super::coupe::Statut;
use super::scene::Scene;
use banc::Banc;

/// An expressed avis: which institution, by its index, and what it says.
pub type Voix = (usize, Sens);

/// How firmly a ranking holds. Candidatures and institutions are indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robustesse {
    /// |N₁|: data sets one step away.
    pub voisins: u64,
    /// Institutions that expressed an avis.
    pub institutions: usize,
    /// One per candidature, by index.
    pub tenues: Vec<Tenue>,
    /// Steps of one avis that make someone change side.
    pub bascules: Vec<Bascule>,
}

/// How firmly one candidature holds its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenue {
    /// Neighbours in which it keeps its rank.
    pub rang_garde: u64,
    /// Best and worst rank, here and one step away.
    pub intervalle: (usize, usize),
    /// Rank and status under each method, in the order of [`Methode::TOUTES`].
    pub methodes: Vec<(Methode, usize, Statut)>,
    /// Which side of the line; `None` when there is no line.
    pub selection: Option<Selection>,
}

/// How firmly a candidature holds its side of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Neighbours in which it keeps its side.
    pub gardee: u64,
    /// Institutions without which it would change side.
    pub pivots: Vec<usize>,
    /// R3; `None` is ∞: no avis of its own changes its side.
    pub marge: Option<u64>,
    /// The smallest change of one candidature's avis, its own or another's, that makes it change side.
    pub levier: Option<Levier>,
    /// In one word.
    pub badge: Badge,
}

/// A change of the avis of one candidature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levier {
    /// Steps.
    pub pas: u64,
    /// Whose avis change.
    pub projet: usize,
    /// What they would be.
    pub decompte: Decompte,
    /// Status that the candidature under discussion would have.
    pub statut: Statut,
    /// Its rank.
    pub rang: usize,
}

/// Moving one avis one step that makes someone change side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bascule {
    /// Whose avis.
    pub projet: usize,
    /// From.
    pub de: Sens,
    /// To.
    pub vers: Sens,
    /// Any of these institutions may move.
    pub institutions: Vec<usize>,
    /// Who changes side, with the new status.
    pub changent: Vec<(usize, Statut)>,
}

/// How firmly a candidature holds its side of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// No single avis, no institution, no method changes it.
    Solide,
    /// One avis or one institution changes it.
    Sensible,
    /// Only the method changes it.
    DependDeLaMethode,
}

/// A side of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cote {
    Dessus,
    ADepartager,
    Dessous,
}

impl Badge {
    /// In words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Solide => "solide",
            Self::Sensible => "sensible",
            Self::DependDeLaMethode => "dépend de la méthode",
        }
    }
}

impl Robustesse {
    /// Measures a ranking; `voix`: the expressed avis of each candidature, those that its evaluation counts.
    pub fn mesurer(scene: &Scene, voix: &[Vec<Voix>]) -> Self {
        let banc = Banc::new(scene);
        let selon = Methode::TOUTES.map(|m| (m, scene.selon(m).par_index()));
        let mut robustesse = Self {
            tenues: (0..voix.len())
                .map(|index| Tenue {
                    rang_garde: 0,
                    intervalle: (banc.base[index].0, banc.base[index].0),
                    methodes: selon
                        .iter()
                        .map(|(methode, s)| (*methode, s[index].0, s[index].1))
                        .collect(),
                    selection: scene.enveloppe.map(|_| Selection::neuve()),
                })
                .collect(),
            ..Self::default()
        };
        robustesse.un_avis(&banc, voix);
        robustesse.une_institution(&banc, voix);
        robustesse.marges(&banc);
        robustesse.conclure();
        robustesse
    }

    /// Share of the neighbours; 1 when there is none.
    pub fn part(&self, gardes: u64) -> Fraction {
        match self.voisins {
            0 => Fraction::ONE,
            n => Fraction::new(gardes.into(), n.into()),
        }
    }

    /// R1. Institutions that say the same of a candidature are the same neighbour, counted as many times.
    fn un_avis(&mut self, banc: &Banc, voix: &[Vec<Voix>]) {
        let mut essai = banc.essai();
        for (projet, voix) in voix.iter().enumerate() {
            essai.prendre(projet);
            for (de, vers) in PAS {
                let qui = voix.iter().filter(|(_, sens)| *sens == de);
                let institutions: Vec<usize> = qui.map(|(institution, _)| *institution).collect();
                let fois = institutions.len() as u64;
                if fois == 0 {
                    continue;
                }
                let mut decompte = banc.scene.evaluations[projet].decompte;
                *compteur(&mut decompte, de) -= 1;
                *compteur(&mut decompte, vers) += 1;
                let situations = essai.poser(decompte);
                self.voisins += fois;
                let changent = self.compter(banc, &situations, fois);
                if !changent.is_empty() {
                    self.bascules.push(Bascule {
                        projet,
                        de,
                        vers,
                        institutions,
                        changent,
                    });
                }
            }
        }
    }

    /// Adds `fois` times a neighbour to the counts; who changes side there.
    fn compter(
        &mut self,
        banc: &Banc,
        situations: &[(usize, Statut)],
        fois: u64,
    ) -> Vec<(usize, Statut)> {
        let mut changent = Vec::new();
        for (index, (rang, statut)) in situations.iter().enumerate() {
            let (base, tenue) = (banc.base[index], &mut self.tenues[index]);
            let (meilleur, pire) = &mut tenue.intervalle;
            *meilleur = (*meilleur).min(*rang);
            *pire = (*pire).max(*rang);
            if *rang == base.0 {
                tenue.rang_garde += fois;
            }
            if let Some(selection) = &mut tenue.selection {
                if cote(*statut) == cote(base.1) {
                    selection.gardee += fois;
                } else {
                    changent.push((index, *statut));
                }
            }
        }
        changent
    }

    /// R2, for the institutions that expressed something.
    fn une_institution(&mut self, banc: &Banc, voix: &[Vec<Voix>]) {
        let entendues = voix.iter().flatten().map(|(institution, _)| *institution);
        let entendues: std::collections::BTreeSet<usize> = entendues.collect();
        self.institutions = entendues.len();
        for institution in entendues {
            let retires = voix.iter().enumerate().flat_map(|(projet, voix)| {
                let siennes = voix.iter().filter(move |(qui, _)| *qui == institution);
                siennes.map(move |(_, sens)| (projet, *sens))
            });
            let situations = banc.sans(&retires.collect::<Vec<_>>());
            for (index, (_, statut)) in situations.into_iter().enumerate() {
                if let Some(selection) = &mut self.tenues[index].selection
                    && cote(statut) != cote(banc.base[index].1)
                {
                    selection.pivots.push(institution);
                }
            }
        }
    }

    /// R3, and the smallest change of any candidature's avis for every other.
    fn marges(&mut self, banc: &Banc) {
        let mut essai = banc.essai();
        for projet in 0..self.tenues.len() {
            essai.prendre(projet);
            for (pas, decompte) in essai.etats_utiles() {
                for (index, (rang, statut)) in essai.poser(decompte).into_iter().enumerate() {
                    let Some(selection) = &mut self.tenues[index].selection else {
                        continue;
                    };
                    if cote(statut) == cote(banc.base[index].1) {
                        continue;
                    }
                    if index == projet {
                        selection.marge = Some(selection.marge.map_or(pas, |m| m.min(pas)));
                    }
                    let levier = Levier {
                        pas,
                        projet,
                        decompte,
                        statut,
                        rang,
                    };
                    // At the same cost, its own avis rather than another's.
                    let poids = |l: &Levier| (l.pas, l.projet != index);
                    if selection
                        .levier
                        .as_ref()
                        .is_none_or(|l| poids(&levier) < poids(l))
                    {
                        selection.levier = Some(levier);
                    }
                }
            }
        }
    }

    fn conclure(&mut self) {
        let voisins = self.voisins;
        for tenue in &mut self.tenues {
            let retenue = |(_, _, statut): &&(Methode, usize, Statut)| *statut == Statut::Retenu;
            let methodes = tenue.methodes.iter().filter(retenue).count();
            if let Some(selection) = &mut tenue.selection {
                selection.badge = if selection.gardee < voisins || !selection.pivots.is_empty() {
                    Badge::Sensible
                } else if methodes == 0 || methodes == Methode::TOUTES.len() {
                    Badge::Solide
                } else {
                    Badge::DependDeLaMethode
                };
            }
        }
    }
}

impl Tenue {
    /// R5: methods that retain it.
    pub fn retenue_par(&self) -> usize {
        let retenue = |(_, _, statut): &&(Methode, usize, Statut)| *statut == Statut::Retenu;
        self.methodes.iter().filter(retenue).count()
    }
}

impl Selection {
    fn neuve() -> Self {
        Self {
            gardee: 0,
            pivots: Vec::new(),
            marge: None,
            levier: None,
            badge: Badge::Solide,
        }
    }
}

/// The steps of one avis.
const PAS: [(Sens, Sens); 4] = [
    (Sens::Favorable, Sens::FavorableAvecReserves),
    (Sens::FavorableAvecReserves, Sens::Favorable),
    (Sens::FavorableAvecReserves, Sens::Defavorable),
    (Sens::Defavorable, Sens::FavorableAvecReserves),
];

/// The count that an expressed avis falls in.
fn compteur(decompte: &mut Decompte, sens: Sens) -> &mut u64 {
    match sens {
        Sens::Favorable => &mut decompte.f,
        Sens::Defavorable => &mut decompte.d,
        Sens::FavorableAvecReserves | Sens::NeSePrononcePas => &mut decompte.r,
    }
}

fn cote(statut: Statut) -> Cote {
    match statut {
        Statut::Retenu | Statut::Classe => Cote::Dessus,
        Statut::ADepartager => Cote::ADepartager,
        Statut::ListeComplementaire | Statut::NonRetenu => Cote::Dessous,
    }
}
