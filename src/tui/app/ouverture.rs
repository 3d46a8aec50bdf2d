//! Opening a séance, and what the first screen knows of each.

use super::App;
use crate::domain::cadre::Cadre;
use crate::domain::fait::{Enregistrement, Fait};
use crate::domain::pendule;
use crate::domain::priorite::StatutTable;
use crate::domain::seance::Seance;
use crate::store::campagne::changees;
use crate::store::journal;
use crate::store::position;
use crate::tui::dialogue::{Dialogue, Presence};
use crate::tui::effect::Suite;
use crate::tui::model::{EtatSeance, Notice, Place, Resume, SeanceEnCours};

impl App {
    pub(super) fn perform_ouvrir(&mut self, territoire: &str, faits: &[Fait]) {
        let Some(cadre) = self.campagne.cadre(territoire) else {
            self.model.notice =
                Notice::Erreur(format!("Territoire « {territoire} » absent de l'appel."));
            return;
        };
        let chemin = self.campagne.journal(territoire);
        let nouvelle = match journal::existe(&chemin) {
            Ok(existe) => !existe,
            Err(erreur) => {
                self.model.notice = Notice::Erreur(erreur.to_string());
                return;
            }
        };
        if nouvelle && faits.is_empty() {
            self.demander_presence(&cadre);
            return;
        }
        let entrees = self.campagne.entrees(territoire);
        let ouvert = self
            .campagne
            .prendre_journal(territoire, (self.horloge)(), &self.auteur);
        let (journal, enregistrements) = match ouvert {
            Ok(ouvert) => ouvert,
            Err(erreur) => {
                self.model.notice = Notice::Erreur(erreur.to_string());
                return;
            }
        };
        let lecture_seule = journal.lecture_seule().map(str::to_owned);
        let seance = Seance::replay(enregistrements);
        let position = position::load(&chemin);
        let mut ouverte =
            SeanceEnCours::new(cadre, seance, entrees, lecture_seule, position.as_deref());
        ouverte.resultat = self.campagne.resultat(territoire).display().to_string();
        let gardes = self.retrouver_brouillons(&mut ouverte);
        let reprise = match (&ouverte.lecture_seule, gardes) {
            (Some(raison), _) => Some(Notice::Erreur(format!("Lecture seule : {raison}"))),
            (None, Some(gardes)) => Some(Notice::Info(format!("{} {gardes}", reprise(&ouverte)))),
            (None, None) => (!nouvelle).then(|| Notice::Info(reprise(&ouverte))),
        };
        let a_ouvrir = ouverte.seance.etat().date.is_none() && ouverte.lecture_seule.is_none();
        let changees = changees(&ouverte.seance.etat().entrees, &ouverte.entrees);
        if a_ouvrir && faits.is_empty() {
            self.demander_presence(&ouverte.cadre);
            return;
        }
        self.model.place = if position.is_some() {
            Place::Candidature
        } else {
            Place::Agenda
        };
        self.model.dialogue = None;
        self.model.ouverte = Some(ouverte);
        self.journal = Some(journal);
        let reprise = self.regarder_l_heure(reprise);
        if a_ouvrir {
            // In order: what is refused leaves what precedes it said, and tells why.
            let dits = faits.iter().all(|fait| self.dire(fait, Suite::Rester));
            if let (true, Notice::Info(echo), 2..) = (dits, &mut self.model.notice, faits.len()) {
                *echo = format!("{} faits enregistrés · {echo}", faits.len());
            }
        }
        self.annoncer(reprise, changees);
    }

    /// Who is present? The séance takes its date from the clock, which is looked at before.
    fn demander_presence(&mut self, cadre: &Cadre) {
        let presence = Presence::ouverture(cadre, (self.horloge)().date_naive());
        self.model.dialogue = Some(Dialogue::Presence(Box::new(presence)));
        let publication = cadre.ami.calendrier.publication;
        if let Some(heure) = pendule::invraisemblable((self.horloge)(), publication) {
            self.model.notice = Notice::Erreur(heure);
        }
    }

    /// Adds what is wrong with the clock to how the séance was taken up.
    fn regarder_l_heure(&mut self, reprise: Option<Notice>) -> Option<Notice> {
        let maintenant = (self.horloge)();
        let publication = self.campagne.ami.calendrier.publication;
        let dits = self
            .model
            .ouverte
            .as_ref()
            .map_or(&[][..], |o| o.seance.enregistrements());
        let heure = pendule::invraisemblable(maintenant, publication).or_else(|| {
            let recul = pendule::recul(dits, maintenant)?;
            self.recul_dit = true;
            Some(format!("Attention : {recul}."))
        });
        match (reprise, heure) {
            (reprise, None) => reprise,
            (Some(Notice::Erreur(raison)), Some(heure)) => {
                Some(Notice::Erreur(format!("{raison}. {heure}")))
            }
            (Some(Notice::Info(reprise)), Some(heure)) => {
                Some(Notice::Info(format!("{reprise} {heure}")))
            }
            (_, Some(heure)) => Some(Notice::Erreur(heure)),
        }
    }

    /// Says how the séance was taken up, and which inputs changed since they were accepted.
    fn annoncer(&mut self, reprise: Option<Notice>, changees: Vec<String>) {
        let levee = self
            .model
            .ouverte
            .as_ref()
            .is_some_and(|o| o.seance.etat().levee);
        let fichiers = changees.join(", ");
        match reprise {
            Some(Notice::Erreur(raison)) if !changees.is_empty() => {
                self.model.notice =
                    Notice::Erreur(format!("{raison}. Changés depuis : {fichiers}"));
            }
            _ if !changees.is_empty() && levee => {
                self.model.notice = Notice::Info(format!(
                    "Changés depuis la levée : {fichiers}. La proposition écrite reste celle d'alors."
                ));
            }
            _ if !changees.is_empty() => self.model.dialogue = Some(Dialogue::Entrees(changees)),
            Some(reprise) => self.model.notice = reprise,
            None => {}
        }
    }

    pub(super) fn resumer(&mut self) {
        self.model.territoires = self
            .campagne
            .ami
            .territoires
            .iter()
            .map(|t| self.resume(&t.code, &t.nom))
            .collect();
    }

    fn resume(&self, code: &str, nom: &str) -> Resume {
        let chemin = self.campagne.journal(code);
        let etat = match journal::existe(&chemin) {
            Ok(false) => EtatSeance::Aucune,
            Ok(true) => match self.campagne.lire_journal(code) {
                Ok(lecture) => match lecture.anomalie() {
                    Some(anomalie) => EtatSeance::Illisible(anomalie.to_owned()),
                    None => en_cours(lecture.enregistrements()),
                },
                Err(erreur) => EtatSeance::Illisible(erreur.to_string()),
            },
            Err(erreur) => EtatSeance::Illisible(erreur.to_string()),
        };
        Resume {
            code: code.to_owned(),
            nom: nom.to_owned(),
            table_saisie: self
                .campagne
                .table(code)
                .is_some_and(|t| t.statut == StatutTable::Saisie),
            candidatures: self
                .campagne
                .projets
                .iter()
                .filter(|p| p.fiche(code).is_some())
                .count(),
            etat,
        }
    }
}

fn en_cours(enregistrements: &[Enregistrement]) -> EtatSeance {
    let seance = Seance::replay(enregistrements.iter().cloned());
    EtatSeance::EnCours {
        examinees: seance.etat().examinees(),
        dernier: enregistrements.last().map(|e| e.le),
        levee: seance.etat().levee,
    }
}

/// « Séance reprise : 47 faits, dernier à 14:02:11. »
fn reprise(ouverte: &SeanceEnCours) -> String {
    let faits = ouverte.seance.enregistrements();
    let dernier = faits
        .last()
        .map(|e| e.le.format("le %d/%m/%Y à %H:%M:%S").to_string())
        .unwrap_or_default();
    format!(
        "Séance reprise : {} faits enregistrés, dernier {dernier}.",
        faits.len()
    )
}
