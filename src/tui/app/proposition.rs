//! Writing the outcome: never on files that are no longer those the committee saw.

use super::App;
use crate::domain::motivation;
use crate::domain::resultat::Resultat;
use crate::store::campagne::{Campagne, changees};
use crate::store::{fichier, resultat};
use crate::tui::dialogue::{Dialogue, Page};
use crate::tui::model::Notice;

impl App {
    /// Writes the outcome as it stands.
    pub(super) fn ecrire(&mut self) {
        let (Some(ouverte), Some(journal)) = (&self.model.ouverte, &self.journal) else {
            return;
        };
        // What may be altered, or is said by another hand, is not what this séance proposes.
        if let Some(raison) = &ouverte.lecture_seule {
            self.model.notice =
                Notice::Erreur(format!("Proposition non écrite. Lecture seule : {raison}"));
            return;
        }
        let territoire = &ouverte.cadre.territoire.code;
        if let Some(raison) = self.entrees_changees() {
            self.model.notice = Notice::Erreur(format!("Proposition non écrite. {raison}"));
            return;
        }
        let (enregistrements, tete) = journal.head();
        let provenance = resultat::provenance(&self.campagne, territoire, enregistrements, tete);
        let proposition = Resultat::etablir(&ouverte.cadre, &ouverte.seance, provenance);
        let chemin = self.campagne.resultat(territoire);
        let ecrite = resultat::write(&self.campagne, &proposition, (self.horloge)());
        self.model.notice = match ecrite {
            Ok(garde) => {
                let quoi = if proposition.projet {
                    "Projet de proposition écrit"
                } else {
                    "Séance levée. Proposition écrite"
                };
                let gardee = garde.map_or_else(String::new, |garde| {
                    format!(
                        ". La précédente ne se recalcule plus (retouchée, ou établie sur d'autres fichiers) : gardée sous {}",
                        garde.display()
                    )
                });
                Notice::Info(format!("{quoi} : {}{gardee}", chemin.display()))
            }
            Err(erreur) => Notice::Erreur(format!(
                "Proposition non écrite ({}) : {}. Rien n'est perdu, E réessaie.",
                fichier::dire(&erreur),
                chemin.display()
            )),
        };
    }

    /// Why the inputs on disk are no longer those of the séance, when they are not.
    pub(super) fn entrees_changees(&self) -> Option<String> {
        let ouverte = self.model.ouverte.as_ref()?;
        let relue = Campagne::load(&self.campagne.racine).campagne;
        let territoire = &ouverte.cadre.territoire.code;
        let entrees = relue
            .map(|campagne| campagne.entrees(territoire))
            .unwrap_or_default();
        let changees = changees(&ouverte.entrees, &entrees);
        (!changees.is_empty()).then(|| {
            let fichiers = changees.join(", ");
            format!("Changés depuis l'ouverture : {fichiers}. Rouvrez la séance (Échap, puis Entrée) pour les accepter.")
        })
    }

    /// Writes the sheet to communicate to a candidate beside the outcomes, and shows it.
    pub(super) fn motiver(&mut self, numero: &str) {
        let Some(ouverte) = &self.model.ouverte else {
            return;
        };
        let Some(lignes) = motivation::fiche(&ouverte.cadre, &ouverte.seance, numero) else {
            return;
        };
        let chemin = self
            .campagne
            .motivation(&ouverte.cadre.territoire.code, numero);
        self.model.notice = match resultat::ecrire_texte(&chemin, &lignes) {
            Ok(()) => Notice::Info(format!("Écrit : {}", chemin.display())),
            Err(erreur) => Notice::Erreur(format!("Non écrit ({erreur}) : {}", chemin.display())),
        };
        self.model.dialogue = Some(Dialogue::Lire(Page {
            titre: format!("Éléments à communiquer · {numero}"),
            lignes,
            defilement: 0,
            suite: None,
        }));
    }
}
