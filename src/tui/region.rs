//! « Région » as the screen holds it: what was received, what the region has said, the compilation, the display and the row
//! selected.

use std::sync::Arc;

use super::dialogue::Regionale;
use crate::domain::ami::Ami;
use crate::domain::coupe::Statut;
use crate::domain::fait::Enregistrement;
use crate::domain::francais::{compte, enumeration, euros, heure};
use crate::domain::region::{
    FicheMultiple, FichierRefuse, LigneCouverteRegion, ProjetMultiple, Rangee, Recue, Region,
    Reglages, Scenario, TerritoireCompile, texte,
};
use crate::domain::resultat::Tete;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;

/// A display of the compilation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Affichage {
    /// Territories and refused files, envelopes side by side.
    #[default]
    Territoires,
    /// One order.
    Fusion,
    /// All the firsts, then all the seconds.
    Tour,
    /// Forms of several territories.
    Multiples,
    /// Rows of the tables, the unanswered first.
    Priorites,
}

impl Affichage {
    /// Every display, in the order of Tab.
    pub const TOUS: [Self; 5] = [
        Self::Territoires,
        Self::Fusion,
        Self::Tour,
        Self::Multiples,
        Self::Priorites,
    ];

    /// Its title.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Territoires => "Enveloppes côte à côte",
            Self::Fusion => "Ordre fusionné",
            Self::Tour => "Tour de rôle",
            Self::Multiples => "Projets de plusieurs territoires",
            Self::Priorites => "Priorités",
        }
    }

    fn suivant(self) -> Self {
        let rang = Self::TOUS.iter().position(|a| *a == self).unwrap_or(0);
        Self::TOUS[(rang + 1) % Self::TOUS.len()]
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy)]
pub enum Sujet<'a> {
    /// A territory.
    Territoire(&'a TerritoireCompile),
    /// A file refused.
    Refus(&'a FichierRefuse),
    /// Something to know.
    Remarque(&'a str),
    /// A candidature.
    Candidature(&'a Rangee),
    /// A fiche of a form of several territories.
    Fiche(&'a ProjetMultiple, &'a FicheMultiple),
    /// A row of a table.
    Ligne(&'a LigneCouverteRegion),
}

/// The compilation on screen.
pub struct RegionMontree {
    /// What was received and what was said, compiled.
    pub region: Region,
    /// What the region has said.
    pub dit: Seance,
    /// The display.
    pub affichage: Affichage,
    /// Row selected.
    pub ligne: usize,
    /// A question answered in part, left by Esc.
    pub brouillon: Option<Regionale>,
    /// Why nothing can be recorded, when nothing can.
    pub lecture_seule: Option<String>,
    ami: Arc<Ami>,
    recues: Vec<Recue>,
    sources: Vec<String>,
    /// Positions in the merged order, by tour.
    tours: Vec<usize>,
    /// Forms and fiches, by position.
    fiches: Vec<(usize, usize)>,
    /// Rows of the tables, the unanswered first.
    lignes: Vec<usize>,
}

impl RegionMontree {
    /// The compilation of what was received, with what the region has said.
    pub fn new(
        ami: Arc<Ami>,
        recues: Vec<Recue>,
        sources: Vec<String>,
        dit: Seance,
        tete: Option<Tete>,
    ) -> Self {
        let reglages = Reglages::replay(&dit, tete);
        let region = Region::compiler(&ami, recues.clone(), &reglages, sources.clone());
        let mut montree = Self {
            region,
            dit,
            affichage: Affichage::default(),
            ligne: 0,
            brouillon: None,
            lecture_seule: None,
            ami,
            recues,
            sources,
            tours: Vec::new(),
            fiches: Vec::new(),
            lignes: Vec::new(),
        };
        montree.indexer();
        montree
    }

    /// What the journal tells once it is held: someone else may have spoken since.
    pub fn redire(&mut self, dit: Seance, tete: Option<Tete>) {
        self.dit = dit;
        self.recompiler(tete);
    }

    /// Adds records that are on disk; says what they changed.
    pub fn enregistre(
        &mut self,
        enregistrements: Vec<Enregistrement>,
        tete: Option<Tete>,
    ) -> String {
        let avant = self.region.clone();
        let choisie = self.nom_choisi();
        let mut echo = String::new();
        for enregistrement in enregistrements {
            let phrase = avant.phrase(&enregistrement.fait, &self.dit);
            echo = format!("Enregistré {} · {phrase}", heure(enregistrement.le));
            self.dit.apply(enregistrement);
        }
        self.recompiler(tete);
        if let Some(rang) = (0..self.nombre()).find(|rang| self.nom(*rang) == choisie) {
            self.ligne = rang;
        }
        for mouvement in self.mouvements(&avant) {
            echo.push_str(" · ");
            echo.push_str(&mouvement);
        }
        echo
    }

    fn recompiler(&mut self, tete: Option<Tete>) {
        let reglages = Reglages::replay(&self.dit, tete);
        let recues = self.recues.clone();
        self.region = Region::compiler(&self.ami, recues, &reglages, self.sources.clone());
        self.indexer();
    }

    fn indexer(&mut self) {
        let region = &self.region;
        let servies = (0..region.classement.len()).filter(|i| region.classement[*i].tour.is_some());
        self.tours = servies.collect();
        // A stable sort: the merged order holds inside a tour.
        self.tours.sort_by_key(|i| region.classement[*i].tour);
        let projets = region.projets_multiples.iter().enumerate();
        self.fiches = projets
            .flat_map(|(rang, projet)| (0..projet.fiches.len()).map(move |fiche| (rang, fiche)))
            .collect();
        self.lignes = (0..region.couverture.len()).collect();
        self.lignes
            .sort_by_key(|i| region.couverture[*i].ligne.retenues > 0);
        self.ligne = self.ligne.min(self.nombre().saturating_sub(1));
    }

    /// Who is served now that was not, and the reverse: in the territories, then in the merged order.
    fn mouvements(&self, avant: &Region) -> Vec<String> {
        let mut dits = Vec::new();
        for (territoire, ancien) in self.region.territoires.iter().zip(&avant.territoires) {
            let (Some(apres), Some(avant)) = (&territoire.proposition, &ancien.proposition) else {
                continue;
            };
            let nouvelles: Vec<String> = apres
                .promues
                .iter()
                .filter(|n| !avant.promues.contains(n))
                .map(|n| self.nom_de(&territoire.code, n))
                .collect();
            if !nouvelles.is_empty() {
                let noms = enumeration(&nouvelles);
                let verbe = if nouvelles.len() > 1 {
                    "entrent"
                } else {
                    "entre"
                };
                dits.push(format!(
                    "{} : {noms} {verbe} dans l'enveloppe",
                    territoire.code
                ));
            }
        }
        let entrent = self.region.servies_de_plus(avant, false);
        if !entrent.is_empty() {
            dits.push(format!(
                "ordre fusionné : {} au-dessus de la ligne",
                enumeration(&entrent)
            ));
        }
        if dits.is_empty() && self.region.ligne.reste != avant.ligne.reste {
            dits.push("personne de plus n'est servi".into());
        }
        dits
    }

    fn nom_de(&self, territoire: &str, numero: &str) -> String {
        let rangee = self
            .region
            .classement
            .iter()
            .find(|r| r.candidature.territoire == territoire && r.candidature.numero == numero);
        rangee.map_or_else(
            || visible(numero),
            |r| format!("« {} »", visible(&r.candidature.nom)),
        )
    }

    /// Rows of the display.
    pub fn nombre(&self) -> usize {
        let region = &self.region;
        match self.affichage {
            Affichage::Territoires => {
                region.territoires.len() + region.refus.len() + region.remarques.len()
            }
            Affichage::Fusion => region.classement.len(),
            Affichage::Tour => self.tours.len(),
            Affichage::Multiples => self.fiches.len(),
            Affichage::Priorites => self.lignes.len(),
        }
    }

    /// What row `rang` of the display is about.
    pub fn sujet(&self, rang: usize) -> Option<Sujet<'_>> {
        let region = &self.region;
        Some(match self.affichage {
            Affichage::Territoires => {
                let (territoires, refus) = (region.territoires.len(), region.refus.len());
                if rang < territoires {
                    Sujet::Territoire(&region.territoires[rang])
                } else if rang < territoires + refus {
                    Sujet::Refus(&region.refus[rang - territoires])
                } else {
                    Sujet::Remarque(region.remarques.get(rang - territoires - refus)?)
                }
            }
            Affichage::Fusion => Sujet::Candidature(region.classement.get(rang)?),
            Affichage::Tour => Sujet::Candidature(&region.classement[*self.tours.get(rang)?]),
            Affichage::Multiples => {
                let (projet, fiche) = *self.fiches.get(rang)?;
                let projet = &region.projets_multiples[projet];
                Sujet::Fiche(projet, &projet.fiches[fiche])
            }
            Affichage::Priorites => Sujet::Ligne(&region.couverture[*self.lignes.get(rang)?]),
        })
    }

    /// Territory and number of the candidature of the row selected, with its name; nothing on another row, nor without a rank.
    pub fn candidature(&self) -> Option<(String, String, String)> {
        let (territoire, numero) = self.nom(self.ligne)?;
        let nom = self.nom_de(&territoire, &numero);
        Some((territoire, numero, nom))
    }

    fn nom_choisi(&self) -> Option<(String, String)> {
        self.nom(self.ligne)
    }

    fn nom(&self, rang: usize) -> Option<(String, String)> {
        match self.sujet(rang)? {
            Sujet::Candidature(r) => Some((
                r.candidature.territoire.clone(),
                r.candidature.numero.clone(),
            )),
            Sujet::Fiche(projet, fiche) => {
                fiche.rang?;
                Some((fiche.territoire.clone(), projet.numero.clone()))
            }
            _ => None,
        }
    }

    /// The next display.
    pub fn tourner(&mut self) {
        self.affichage = self.affichage.suivant();
        self.ligne = 0;
    }

    /// The statut that the display shows of a candidature.
    pub fn statut(&self, rangee: &Rangee) -> Statut {
        match self.affichage {
            Affichage::Tour => rangee.statut_au_tour,
            _ => rangee.statut,
        }
    }

    /// What the row selected says, whole: a title, then lines.
    pub fn detail(&self) -> Option<(String, Vec<String>)> {
        Some(match self.sujet(self.ligne)? {
            Sujet::Territoire(t) => (
                format!("{} {}", t.code, visible(&t.nom)),
                texte::territoire(t),
            ),
            Sujet::Refus(r) => (
                format!("Refusé : {}", visible(&r.fichier)),
                r.raisons.iter().map(|raison| visible(raison)).collect(),
            ),
            Sujet::Remarque(phrase) => ("À savoir".into(), vec![visible(phrase)]),
            Sujet::Candidature(rangee) => detail(rangee),
            Sujet::Fiche(projet, _) => (
                format!("« {} »", visible(&projet.nom)),
                texte::multiple(projet),
            ),
            Sujet::Ligne(l) => (
                format!("{} · priorité {}", l.territoire, l.ligne.rang),
                vec![
                    visible(&l.ligne.public),
                    visible(&l.ligne.territoire),
                    format!(
                        "{} sur {}, {} communes sur {}",
                        compte(l.ligne.retenues, "retenue", "retenues"),
                        compte(l.ligne.reponses, "réponse", "réponses"),
                        l.ligne.communes_couvertes,
                        l.ligne.communes
                    ),
                ],
            ),
        })
    }

    /// The line with a tenth less and a tenth more.
    pub fn scenarios(&self) -> Vec<String> {
        let tete = self.region.provenance.journal.clone();
        let scenarios = self.region.scenarios(|enveloppe| {
            let mut reglages = Reglages::replay(&self.dit, tete.clone());
            let annee = self.region.ligne.annee;
            reglages.enveloppe = Some((Some(enveloppe), annee, "scénario".into()));
            Region::compiler(&self.ami, self.recues.clone(), &reglages, Vec::new())
        });
        if scenarios.is_empty() {
            return vec!["Pas d'enveloppe régionale : m la fixe.".into()];
        }
        scenarios.iter().flat_map(phrases).collect()
    }
}

fn phrases(scenario: &Scenario) -> Vec<String> {
    let signe = if scenario.part < 100 { '−' } else { '+' };
    let ecart = (scenario.part - 100).abs();
    let mut lignes = vec![format!(
        "Enveloppe {signe}{ecart} % : {}",
        euros(scenario.enveloppe)
    )];
    let mut noter = |quoi: &str, noms: &[String]| {
        let noms = match noms {
            [] => "aucune".into(),
            noms => enumeration(noms),
        };
        lignes.push(format!("  {quoi} : {noms}"));
    };
    noter("ordre fusionné, entrent", &scenario.entrent);
    noter("ordre fusionné, sortent", &scenario.sortent);
    noter("tour de rôle, entrent", &scenario.entrent_au_tour);
    noter("tour de rôle, sortent", &scenario.sortent_au_tour);
    lignes
}

fn detail(rangee: &Rangee) -> (String, Vec<String>) {
    let c = &rangee.candidature;
    let mut lignes = vec![
        format!("{}, {}", visible(&c.numero), visible(&c.porteur)),
        format!(
            "Territoire {} : rang {}, proposé {}.",
            c.territoire,
            c.rang_retenu,
            visible(&c.statut_propose)
        ),
        visible(&c.motif),
        format!(
            "Rang régional {}{}, {} à la ligne régionale ; tour {}, {} au tour de rôle ; {} sur l'enveloppe du territoire.",
            rangee.rang,
            if rangee.ex_aequo > 1 { " ex æquo" } else { "" },
            rangee.statut.nom(),
            rangee.tour.map_or_else(|| "–".into(), |t| t.to_string()),
            rangee.statut_au_tour.nom(),
            rangee.statut_au_territoire.nom()
        ),
        format!(
            "{} favorables, {} avec réserves, {} défavorables ; {} points ; {} demandés, {} comptés.",
            c.decompte.f,
            c.decompte.r,
            c.decompte.d,
            c.points,
            euros(c.demande),
            euros(rangee.cout)
        ),
    ];
    let committee = [
        c.rang_motif
            .as_ref()
            .map(|m| ("Rang donné par le comité", m)),
        c.statut_motif
            .as_ref()
            .map(|m| ("Issue proposée par le comité", m)),
        rangee.hors_ligne.as_ref().map(|m| ("Jamais servie", m)),
    ];
    let committee = committee.into_iter().flatten();
    lignes.extend(committee.map(|(quoi, motif)| format!("{quoi} : {}", visible(motif))));
    (format!("« {} »", visible(&c.nom)), lignes)
}
