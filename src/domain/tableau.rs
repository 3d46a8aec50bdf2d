//! The ranking as it stands: who is ranked, in which order, where the line falls, and why.

use super::avis::{Position, Sens};
use super::cadre::{Cadre, Dossier};
use super::classement::{Evaluation, Rangee, Regle, appreciation};
use super::coupe::{Coupe, Demande, Statut, couper, plancher};
use super::fait::Proposition;
use super::francais::typographier;
use super::motif;
use super::rang::{placer, rangs};
use super::robustesse::Voix;
use super::scene::{Scene, Situation};
use super::seance::{Examen, Manque, Seance, Vote};

/// The ranking of one territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tableau {
    /// Ranked candidatures, in the order retained.
    pub places: Vec<Place>,
    /// The others, with their reason, by number.
    pub non_classees: Vec<NonClassee>,
    /// Envelope, in euros, when known.
    pub enveloppe: Option<i64>,
    /// The one calendar year it covers; `None` for the whole convention.
    pub annee: Option<u16>,
    /// Euros of the candidatures above the line.
    pub engage: i64,
    /// Euros left of the envelope.
    pub reste: Option<i64>,
    /// Least worth negotiating of what is left, in euros: the floor of the call over what the envelope covers.
    pub plancher: i64,
    /// Numbers that would be served besides if the first that does not fit were skipped.
    pub saut: Vec<String>,
    /// Euros of the candidatures that the committee proposes to retain: it is not bound by the line.
    pub propose: i64,
}

/// A ranked candidature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Rank, shared by the ex æquo, and what it rests on.
    pub rangee: Rangee,
    /// What the line makes of it, the computed ranks being served.
    pub statut: Statut,
    /// What the line makes of it, the retained ranks being served.
    pub statut_retenu: Statut,
    /// The rank that the committee gave it, and why.
    pub rang_comite: Option<(u32, String)>,
    /// What the committee proposes instead, and why.
    pub proposition: Option<(Proposition, String)>,
    /// Euros on what the envelope covers: the amount proposed, else the amount asked.
    pub cout: i64,
    /// Euros from the first place to this one.
    pub cumul: i64,
    /// Other numbers with the same key.
    pub ex_aequo: Vec<String>,
    /// The vote that set it apart from them.
    pub vote: Option<Vote>,
    /// Rank retained: the computed one, but for the votes between ex æquo and the ranks given by the committee.
    pub rang_retenu: usize,
    /// The one-line reason.
    pub motif: String,
}

/// A candidature that has no rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonClassee {
    /// Platform number.
    pub numero: String,
    /// Why.
    pub raison: Raison,
}

/// Why a candidature has no rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raison {
    /// The committee proposes to put it off, or says it inadmissible.
    Ecartee(Proposition, String),
    /// The committee has not finished with it.
    NonExaminee,
    /// Examined, then something was taken back.
    Incomplete(Vec<Manque>),
}

/// What the ranking of a territory rests on.
pub struct Base<'a> {
    /// What is ranked, by index.
    pub scene: Scene<'a>,
    /// Expressed avis of each, by index.
    pub voix: Vec<Vec<Voix>>,
    /// The others, with their reason.
    pub non_classees: Vec<NonClassee>,
}

impl<'a> Base<'a> {
    /// The candidatures examined, and `aussi` as if it were.
    pub fn etablir(cadre: &'a Cadre, seance: &Seance, aussi: Option<&str>) -> Self {
        let mut evaluations = Vec::new();
        let mut non_classees = Vec::new();
        for dossier in &cadre.dossiers {
            match evaluer(cadre, seance, dossier, aussi) {
                Ok(evaluation) => evaluations.push(evaluation),
                Err(raison) => non_classees.push(NonClassee {
                    numero: dossier.numero().into(),
                    raison,
                }),
            }
        }
        let annee = seance.etat().enveloppe_annee;
        let couts = evaluations
            .iter()
            .map(|e| cout_sur(cadre, seance, &e.numero, annee))
            .collect();
        let voix = evaluations
            .iter()
            .map(|e| voix(cadre, seance.examen(&e.numero)))
            .collect();
        let index = |numero: &String| evaluations.iter().position(|e| e.numero == *numero);
        let votes = seance.etat().votes.iter();
        let votes = votes.map(|vote| vote.projets.iter().filter_map(index).collect());
        Self {
            scene: Scene {
                regle: regle(cadre),
                enveloppe: seance.enveloppe(cadre),
                votes: votes.collect(),
                couts,
                evaluations,
            },
            voix,
            non_classees,
        }
    }
}

impl Tableau {
    /// The ranking of the candidatures examined, and of `aussi` as if it were.
    pub fn etablir(cadre: &Cadre, seance: &Seance, aussi: Option<&str>) -> Self {
        Self::de(cadre, seance, Base::etablir(cadre, seance, aussi))
    }

    /// The ranking if the envelope were this one.
    pub fn si_enveloppe(cadre: &Cadre, seance: &Seance, enveloppe: i64) -> Self {
        let mut base = Base::etablir(cadre, seance, None);
        base.scene.enveloppe = Some(enveloppe);
        Self::de(cadre, seance, base)
    }

    fn de(cadre: &Cadre, seance: &Seance, base: Base) -> Self {
        let Base {
            scene,
            non_classees,
            ..
        } = base;
        let situation = scene.situation();
        let places = places(seance, &scene, &situation);
        let annee = seance.etat().enveloppe_annee;
        let (annuel, mois) = (
            cadre.ami.regles.subvention_annuelle_minimale,
            cadre.ami.calendrier.duree_mois,
        );
        let mut tableau = Self {
            places,
            non_classees,
            enveloppe: scene.enveloppe,
            annee,
            engage: situation.coupe.engage,
            reste: situation.coupe.reste,
            plancher: plancher(annuel, mois, annee.is_some()),
            saut: Vec::new(),
            propose: 0,
        };
        let motifs: Vec<String> = (0..tableau.places.len())
            .map(|index| typographier(&motif::motif(cadre, seance, &tableau, index)))
            .collect();
        for (place, motif) in tableau.places.iter_mut().zip(motifs) {
            place.motif = motif;
        }
        tableau.retenir(cadre);
        if tableau.places.iter().any(|p| p.rang_comite.is_some()) {
            let motifs: Vec<String> = (0..tableau.places.len())
                .map(|index| typographier(&motif::apres_le_comite(cadre, &tableau, index)))
                .collect();
            for (place, motif) in tableau.places.iter_mut().zip(motifs) {
                place.motif = motif;
            }
        }
        tableau
    }

    /// Puts the places in the order retained, and draws the line through it.
    fn retenir(&mut self, cadre: &Cadre) {
        let voulus: Vec<(usize, usize)> = (0..self.places.len())
            .filter_map(|index| Some((index, self.places[index].rang_comite.as_ref()?.0 as usize)))
            .collect();
        let ordre = rangs(&placer(&self.groupes(), &voulus));
        let demandes: Vec<Demande> = ordre
            .iter()
            .map(|(index, rang)| {
                let place = &self.places[*index];
                Demande {
                    rang: *rang,
                    cout: place.cout,
                    // A rank that the committee gave is its word on the avis too.
                    veto: place.rang_comite.is_none()
                        && regle(cadre).veto(&place.rangee.evaluation),
                    departage: place.vote.is_some(),
                }
            })
            .collect();
        let Coupe {
            statuts,
            engage,
            reste,
            saut,
        } = couper(
            &demandes,
            self.enveloppe,
            cadre.ami.classement.liste_complementaire,
        );
        let mut cumul: i64 = 0;
        let mut places = Vec::with_capacity(self.places.len());
        for ((index, rang), statut) in ordre.into_iter().zip(statuts) {
            let mut place = self.places[index].clone();
            cumul = cumul.saturating_add(place.cout);
            place.cumul = cumul;
            place.rang_retenu = rang;
            place.statut_retenu = statut;
            places.push(place);
        }
        self.places = places;
        (self.engage, self.reste) = (engage, reste);
        self.saut = saut
            .into_iter()
            .map(|place| self.places[place].numero().to_owned())
            .collect();
        let retenues = self.places.iter().filter(|p| p.retenue());
        self.propose = retenues.fold(0_i64, |somme, p| somme.saturating_add(p.cout));
    }

    /// Places served together: the ex æquo, but for those a vote has ordered.
    fn groupes(&self) -> Vec<Vec<usize>> {
        let indexes: Vec<usize> = (0..self.places.len()).collect();
        let ensemble = |a: &usize, b: &usize| {
            let (a, b) = (&self.places[*a], &self.places[*b]);
            a.rangee.rang == b.rangee.rang && a.vote.is_none() && b.vote.is_none()
        };
        indexes.chunk_by(ensemble).map(<[usize]>::to_vec).collect()
    }

    /// Ranks given by the committee.
    pub fn rangs_du_comite(&self) -> Vec<(String, usize)> {
        let donnes = self
            .places
            .iter()
            .filter_map(|p| Some((p.numero().to_owned(), p.rang_comite.as_ref()?.0 as usize)));
        donnes.collect()
    }

    /// The rank that a candidature would have if the committee gave these.
    pub fn rang_obtenu(&self, numero: &str, voulus: &[(String, usize)]) -> Option<usize> {
        let mut calcule = self.clone();
        calcule.places.sort_by_key(|p| {
            (
                p.rangee.rang,
                p.vote.as_ref().and_then(|v| v.place(p.numero())),
            )
        });
        let index = |n: &str| calcule.places.iter().position(|p| p.numero() == n);
        let voulus: Vec<(usize, usize)> = voulus
            .iter()
            .filter_map(|(n, rang)| Some((index(n)?, *rang)))
            .collect();
        let cible = index(numero)?;
        let rangs = rangs(&placer(&calcule.groupes(), &voulus));
        rangs.into_iter().find(|(i, _)| *i == cible).map(|(_, r)| r)
    }

    /// Whether what is left reaches the floor: an amount to negotiate with the first that does not fit.
    pub fn negociable(&self) -> bool {
        let vote_attendu = self.a_departager().next().is_some();
        let attend = !vote_attendu && self.places.iter().any(|p| !p.retenue());
        let assez = |reste: i64| reste > 0 && reste >= self.plancher;
        attend && self.reste.is_some_and(assez)
    }

    /// The place of a candidature.
    pub fn place(&self, numero: &str) -> Option<&Place> {
        self.places.iter().find(|p| p.numero() == numero)
    }

    /// Numbers astride the line, which a vote must order.
    pub fn a_departager(&self) -> impl Iterator<Item = &str> {
        self.places
            .iter()
            .filter(|p| [p.statut, p.statut_retenu].contains(&Statut::ADepartager))
            .map(Place::numero)
    }
}

impl Place {
    /// The platform number.
    pub fn numero(&self) -> &str {
        &self.rangee.evaluation.numero
    }

    /// Numbers that share its rank, its own included.
    pub fn groupe(&self) -> impl Iterator<Item = &str> {
        self.ex_aequo
            .iter()
            .map(String::as_str)
            .chain([self.numero()])
    }

    /// Whether it is proposed to be retained: the committee's word, else the line's.
    pub fn retenue(&self) -> bool {
        match &self.proposition {
            Some((proposition, _)) => proposition.retient(),
            None => matches!(self.statut_retenu, Statut::Retenu | Statut::Classe),
        }
    }

    /// The status proposed: the committee's word, else the line's.
    pub fn statut_propose(&self) -> &'static str {
        match &self.proposition {
            Some((proposition, _)) => proposition.nom(),
            None => self.statut_retenu.nom(),
        }
    }
}

/// The places in computed order, without their reasons.
fn places(seance: &Seance, scene: &Scene, situation: &Situation) -> Vec<Place> {
    let mut cumul: i64 = 0;
    let mut places = Vec::with_capacity(situation.suite.len());
    for (place, index) in situation.suite.iter().enumerate() {
        let evaluation = &scene.evaluations[*index];
        let examen = seance.examen(&evaluation.numero);
        let rang = situation.rangs[place];
        let ex_aequo = situation.suite.iter().zip(&situation.rangs);
        let ex_aequo = ex_aequo.filter(|(autre, r)| **r == rang && *autre != index);
        let vote = situation.votes[place].map(|vote| seance.etat().votes[vote].clone());
        cumul = cumul.saturating_add(scene.couts[*index]);
        places.push(Place {
            rangee: Rangee {
                rang,
                evaluation: evaluation.clone(),
            },
            statut: situation.coupe.statuts[place],
            statut_retenu: situation.coupe.statuts[place],
            rang_comite: examen.rang.clone(),
            proposition: examen.proposition.clone(),
            cout: scene.couts[*index],
            cumul,
            ex_aequo: ex_aequo
                .map(|(autre, _)| scene.evaluations[*autre].numero.clone())
                .collect(),
            rang_retenu: if vote.is_some() { place + 1 } else { rang },
            vote,
            motif: String::new(),
        });
    }
    places
}

/// The ranking rule of a territory.
pub fn regle(cadre: &Cadre) -> Regle<'_> {
    Regle {
        parametres: &cadre.ami.classement,
        lignes: cadre.table.priorites.len() as u32,
    }
}

/// What a candidature costs over the convention, in euros: the amount proposed, else the amount asked. A negative
/// amount in a file never adds to the envelope.
pub fn cout(cadre: &Cadre, seance: &Seance, numero: &str) -> i64 {
    let demande = || {
        cadre
            .dossier(numero)
            .map_or(0, |d| d.fiche().demande().max(0))
    };
    seance
        .examen(numero)
        .montant
        .as_ref()
        .map_or_else(demande, |(montant, _)| *montant)
}

/// What a candidature costs on what the envelope covers, in euros: the convention, or one year of it.
///
/// An amount proposed by the committee, over the convention, is spread as the amounts asked are, to the euro below; a
/// file that asks for nothing gives no way to spread it, and it counts whole.
pub fn cout_sur(cadre: &Cadre, seance: &Seance, numero: &str, annee: Option<u16>) -> i64 {
    let convention = cout(cadre, seance, numero);
    let (Some(annee), Some(dossier)) = (annee, cadre.dossier(numero)) else {
        return convention;
    };
    let fiche = dossier.fiche();
    let (total, cette_annee) = (fiche.demande(), fiche.demande_annee(annee).max(0));
    if seance.examen(numero).montant.is_none() {
        return cette_annee;
    }
    if total <= 0 {
        return convention;
    }
    let part = i128::from(convention) * i128::from(cette_annee) / i128::from(total);
    i64::try_from(part).unwrap_or(convention)
}

/// Expressed avis of the call's institutions, by their index.
fn voix(cadre: &Cadre, examen: &Examen) -> Vec<Voix> {
    let institutions = cadre.ami.institutions().enumerate();
    institutions
        .filter_map(|(index, (_, i))| match examen.positions.get(&i.id)? {
            Position::Avis { sens, .. } if *sens != Sens::NeSePrononcePas => Some((index, *sens)),
            _ => None,
        })
        .collect()
}

fn evaluer(
    cadre: &Cadre,
    seance: &Seance,
    dossier: &Dossier,
    aussi: Option<&str>,
) -> Result<Evaluation, Raison> {
    let numero = dossier.numero();
    let examen = seance.examen(numero);
    if let Some((proposition, motif)) = examen.hors_classement() {
        return Err(Raison::Ecartee(proposition, motif.into()));
    }
    if !examen.examine && aussi != Some(numero) {
        return Err(Raison::NonExaminee);
    }
    evaluation(cadre, numero, examen)
        .ok_or_else(|| Raison::Incomplete(seance.manques(numero, cadre)))
}

fn evaluation(cadre: &Cadre, numero: &str, examen: &Examen) -> Option<Evaluation> {
    Some(Evaluation {
        numero: numero.into(),
        decompte: examen.decompte(&cadre.ami),
        priorite: examen.priorite_valable(cadre)?.rang,
        criteres: appreciation(&cadre.ami.criteres, |id| examen.notes.get(id).copied())?,
    })
}
