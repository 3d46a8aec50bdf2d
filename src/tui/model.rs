//! Everything the screen shows; nothing here is on its way to the disk.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::carte::CarteMontree;
use super::dialogue::{Dialogue, EditeurLigne};
use super::fiche::Fiches;
use super::region::RegionMontree;
use super::saisie::Saisie;
use super::theme::Theme;
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::coupe::Statut;
use crate::domain::fait::{Empreinte, Enregistrement};
use crate::domain::fermete::Fermete;
use crate::domain::francais::heure;
use crate::domain::phrase::{nom_projet, phrase};
use crate::domain::seance::Seance;
use crate::domain::tableau::{Place as Classee, Tableau};

/// Where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Territories of the campaign.
    Accueil,
    /// Candidatures in the order they are examined.
    Agenda,
    /// The candidature under discussion.
    Candidature,
    /// The ranking.
    Classement,
    /// What is missing, then closing.
    Cloture,
    /// What was recorded.
    Journal,
    /// The priority table and its candidatures.
    Priorites,
    /// What is answered, by territory.
    Carte,
    /// A fiche départementale being typed.
    Fiche,
    /// The proposals of the territories, compiled.
    Region,
}

/// Part of the candidature that the arrows move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Institutions.
    Avis,
    /// Criteria.
    Criteres,
}

/// A message under the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Nothing to say.
    Rien,
    /// Something was done, or is good to know.
    Info(String),
    /// Something could not be done; nothing was recorded.
    Erreur(String),
}

/// A territory on the first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Whether its priority table is entered.
    pub table_saisie: bool,
    /// Candidatures with a fiche here.
    pub candidatures: usize,
    /// Its séance.
    pub etat: EtatSeance,
}

/// How far a séance is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtatSeance {
    /// No journal.
    Aucune,
    /// A journal that cannot be read as ours.
    Illisible(String),
    /// Facts are recorded.
    EnCours {
        /// Candidatures examined.
        examinees: usize,
        /// Last fact.
        dernier: Option<DateTime<FixedOffset>>,
        /// Whether the séance is closed.
        levee: bool,
    },
}

/// A séance on screen.
pub struct SeanceEnCours {
    /// The call and its candidatures.
    pub cadre: Cadre,
    /// What was said.
    pub seance: Seance,
    /// The ranking of the candidatures examined.
    pub tableau: Tableau,
    /// The same, with the current candidature as if it were examined.
    pub apercu: Tableau,
    /// The ranking before the last fact.
    pub avant: Option<Tableau>,
    /// How firmly the ranking holds.
    pub fermete: Fermete,
    /// The same, with the current candidature as if it were examined.
    pub fermete_apercu: Fermete,
    /// Candidatures marked in the ranking, by number.
    pub marquees: BTreeSet<String>,
    /// Inputs as read now, with their sha-256.
    pub entrees: Vec<Empreinte>,
    /// Why nothing can be recorded, when nothing can.
    pub lecture_seule: Option<String>,
    /// Candidature under discussion.
    pub courante: usize,
    /// Where the arrows move.
    pub zone: Zone,
    /// Institution selected.
    pub institution: usize,
    /// Criterion selected.
    pub critere: usize,
    /// Appreciation being set, not recorded.
    pub note: Option<u8>,
    /// Line selected in the ranking, the closing or the journal.
    pub ligne: usize,
    /// Texts typed and not recorded.
    pub brouillons: BTreeMap<Saisie, String>,
    /// Where the outcome is written, as shown.
    pub resultat: String,
}

/// A territory looked at without opening its séance.
pub struct Consultee {
    /// The call and its candidatures.
    pub cadre: Cadre,
    /// What was said, as its journal tells it.
    pub seance: Seance,
    /// Whether it has a journal.
    pub journal: bool,
}

/// The whole screen.
pub struct Model {
    /// Columns and rows of the screen.
    pub ecran: (u16, u16),
    /// Where one is.
    pub place: Place,
    /// Title of the call.
    pub appel: String,
    /// Territories.
    pub territoires: Vec<Resume>,
    /// Territory selected.
    pub territoire: usize,
    /// Where Esc goes back to from the ranking, the closing or the journal.
    pub origine: Place,
    /// The séance that is open.
    pub ouverte: Option<SeanceEnCours>,
    /// The territory looked at, when no séance is open.
    pub consultee: Option<Consultee>,
    /// Row or candidature selected in the priority table.
    pub ligne_priorites: usize,
    /// A row of the table typed and not written.
    pub brouillon_ligne: Option<Box<EditeurLigne>>,
    /// Fiches being typed.
    pub fiches: Fiches,
    /// The map of answers.
    pub carte: CarteMontree,
    /// Where Esc goes back to from the map.
    pub avant_la_carte: Place,
    /// The compilation of the region.
    pub region: Option<RegionMontree>,
    /// Where Esc goes back to from the region.
    pub avant_la_region: Place,
    /// What covers the place.
    pub dialogue: Option<Dialogue>,
    /// Message.
    pub notice: Notice,
    /// Themes to choose from, each with what it is for.
    pub themes: Vec<(Theme, String)>,
    /// The theme chosen on screen, instead of the one the program was started with.
    pub theme: Option<Theme>,
    /// Whether to leave.
    pub fini: bool,
}

impl Model {
    /// The territory on screen: of the séance, else the one looked at.
    pub fn regard(&self) -> Option<(&Cadre, &Seance)> {
        let ouverte = self.ouverte.as_ref().map(|o| (&o.cadre, &o.seance));
        ouverte.or_else(|| self.consultee.as_ref().map(|c| (&c.cadre, &c.seance)))
    }
}

impl SeanceEnCours {
    /// Goes on with other inputs: the table has changed.
    pub fn changer_de_cadre(&mut self, cadre: Cadre, entrees: Vec<Empreinte>) {
        self.cadre = cadre;
        self.entrees = entrees;
        self.tableau = Tableau::etablir(&self.cadre, &self.seance, None);
        self.situer(self.courante);
    }

    /// A séance ready to be shown, at the candidature of this number.
    pub fn new(
        cadre: Cadre,
        seance: Seance,
        entrees: Vec<Empreinte>,
        lecture_seule: Option<String>,
        numero: Option<&str>,
    ) -> Self {
        let courante = numero
            .and_then(|n| cadre.dossiers.iter().position(|d| d.numero() == n))
            .unwrap_or(0);
        let tableau = Tableau::etablir(&cadre, &seance, None);
        let mut ouverte = Self {
            apercu: tableau.clone(),
            avant: None,
            fermete: Fermete::etablir(&cadre, &seance, None),
            fermete_apercu: Fermete::default(),
            marquees: BTreeSet::new(),
            tableau,
            cadre,
            seance,
            entrees,
            lecture_seule,
            courante,
            zone: Zone::Avis,
            institution: 0,
            critere: 0,
            note: None,
            ligne: 0,
            brouillons: BTreeMap::new(),
            resultat: String::new(),
        };
        ouverte.situer(courante);
        ouverte
    }

    /// The candidature under discussion.
    pub fn dossier(&self) -> Option<&Dossier> {
        self.cadre.dossiers.get(self.courante)
    }

    /// Its number; empty when there is none.
    pub fn numero(&self) -> &str {
        self.dossier().map_or("", Dossier::numero)
    }

    /// Goes to a candidature: the selection lands on what is still to be said.
    pub fn situer(&mut self, index: usize) {
        self.courante = index.min(self.cadre.dossiers.len().saturating_sub(1));
        self.zone = Zone::Avis;
        self.note = None;
        self.institution = self.muette_apres(0).unwrap_or(0);
        self.critere = self.sans_note_apres(0).unwrap_or(0);
        self.recalculer_apercu();
    }

    /// Adds a record that is on disk; says what it changed.
    pub fn enregistre(&mut self, enregistrement: Enregistrement) -> String {
        let mut echo = format!(
            "Enregistré {} · {}",
            heure(enregistrement.le),
            self.dire(&enregistrement)
        );
        self.seance.apply(enregistrement);
        let avant = std::mem::replace(
            &mut self.tableau,
            Tableau::etablir(&self.cadre, &self.seance, None),
        );
        self.fermete = Fermete::etablir(&self.cadre, &self.seance, None);
        self.recalculer_apercu();
        for mouvement in self.mouvements(&avant) {
            echo.push_str(" · ");
            echo.push_str(&mouvement);
        }
        self.avant = Some(avant);
        echo
    }

    /// Index of the first institution from `depuis`, round the list, of which nothing is said.
    pub fn muette_apres(&self, depuis: usize) -> Option<usize> {
        let positions = &self.seance.examen(self.numero()).positions;
        let ids: Vec<&str> = self
            .cadre
            .ami
            .institutions()
            .map(|(_, i)| i.id.as_str())
            .collect();
        tour(depuis, ids.len()).find(|i| !positions.contains_key(ids[*i]))
    }

    /// Index of the first criterion from `depuis`, round the list, without an appreciation.
    pub fn sans_note_apres(&self, depuis: usize) -> Option<usize> {
        let notes = &self.seance.examen(self.numero()).notes;
        let criteres = &self.cadre.ami.criteres;
        tour(depuis, criteres.len()).find(|i| !notes.contains_key(&criteres[*i].id))
    }

    /// Index of the next candidature not examined, or with an institution silent.
    pub fn incomplete_apres(&self, depuis: usize) -> Option<usize> {
        let dossiers = &self.cadre.dossiers;
        tour(depuis, dossiers.len()).find(|i| self.est_incomplete(dossiers[*i].numero()))
    }

    /// Whether something remains to be said of a candidature.
    pub fn est_incomplete(&self, numero: &str) -> bool {
        let examen = self.seance.examen(numero);
        let ecartee = examen.hors_classement().is_some();
        !ecartee
            && (!examen.examine
                || self
                    .seance
                    .institutions_muettes(numero, &self.cadre)
                    .next()
                    .is_some())
    }

    /// Candidatures the committee has finished with.
    pub fn examinees(&self) -> usize {
        let terminee = |d: &&Dossier| {
            let examen = self.seance.examen(d.numero());
            examen.examine || examen.hors_classement().is_some()
        };
        self.cadre.dossiers.iter().filter(terminee).count()
    }

    fn recalculer_apercu(&mut self) {
        let numero = Some(self.numero());
        let apercu = Tableau::etablir(&self.cadre, &self.seance, numero);
        self.fermete_apercu = if apercu == self.tableau {
            self.fermete.clone()
        } else {
            Fermete::etablir(&self.cadre, &self.seance, numero)
        };
        self.apercu = apercu;
    }

    fn dire(&self, enregistrement: &Enregistrement) -> String {
        use crate::domain::fait::Fait;
        let Fait::Annule { cible } = enregistrement.fait else {
            return phrase(&enregistrement.fait, &self.cadre);
        };
        match self.seance.enregistrement(cible).map(|e| &e.fait) {
            Some(Fait::Annule { cible }) => {
                let retabli = self
                    .seance
                    .enregistrement(*cible)
                    .map(|e| phrase(&e.fait, &self.cadre));
                format!("rétabli : {}", retabli.unwrap_or_default())
            }
            Some(fait) => format!("annulé : {}", phrase(fait, &self.cadre)),
            None => phrase(&enregistrement.fait, &self.cadre),
        }
    }

    /// Who changed side of the line, then who changed rank; the current candidature first.
    fn mouvements(&self, avant: &Tableau) -> Vec<String> {
        let ligne_tracee = avant.enveloppe.is_some() && self.tableau.enveloppe.is_some();
        let mut dits = Vec::new();
        for place in &self.tableau.places {
            let Some(ancienne) = avant.place(place.numero()) else {
                continue;
            };
            let nom = nom_projet(&self.cadre, place.numero());
            let retenue = |p: &Classee| p.statut_retenu == Statut::Retenu;
            match (retenue(ancienne), retenue(place)) {
                (true, false) if ligne_tracee => dits.push(format!("{nom} passe sous la ligne")),
                (false, true) if ligne_tracee => {
                    dits.push(format!("{nom} passe au-dessus de la ligne"));
                }
                _ if place.rang_retenu != ancienne.rang_retenu
                    && place.numero() == self.numero() =>
                {
                    let (de, a) = (ancienne.rang_retenu, place.rang_retenu);
                    dits.push(format!("{nom} : rang {de} → {a}"));
                }
                _ => {}
            }
        }
        dits
    }
}

/// Every index from `depuis`, once, round the list.
fn tour(depuis: usize, nombre: usize) -> impl Iterator<Item = usize> {
    (0..nombre).map(move |pas| (depuis + pas) % nombre.max(1))
}
