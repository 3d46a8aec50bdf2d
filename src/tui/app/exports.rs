//! The list on screen written for a spreadsheet, as a workbook and as csv. Nothing is recorded, nothing else changes.

use std::io;
use std::path::PathBuf;

use super::App;
use crate::exchange::feuille::Feuille;
use crate::exchange::{csv_writer, xlsx_writer};
use crate::store::{exports, fichier};
use crate::tui::model::Notice;
use crate::tui::view::listes;

impl App {
    /// Writes the list on screen under `exports/`, and says where.
    pub(super) fn exporter(&mut self) {
        let Some((nom, feuille)) = listes::liste(&self.model) else {
            self.model.notice = Notice::Info("Aucune liste à exporter ici.".into());
            return;
        };
        if feuille.rangees.is_empty() {
            self.model.notice = Notice::Info("La liste est vide : rien à exporter.".into());
            return;
        }
        self.model.notice = match self.ecrire_liste(&nom, &feuille) {
            Ok(chemin) => Notice::Info(format!("Liste écrite : {} (et .csv)", chemin.display())),
            Err(erreur) => Notice::Erreur(format!(
                "Liste non écrite ({}) : dossier exports de la campagne.",
                fichier::dire(&erreur)
            )),
        };
    }

    fn ecrire_liste(&self, nom: &str, feuille: &Feuille) -> io::Result<PathBuf> {
        let titre = listes::titre(&self.model);
        let classeur = xlsx_writer::classeur(&titre, std::slice::from_ref(feuille))?;
        let csv = csv_writer::feuille(feuille)?;
        let (racine, le) = (&self.campagne.racine, (self.horloge)());
        exports::ecrire(racine, (nom, "csv"), le, &csv)?;
        exports::ecrire(racine, (nom, "xlsx"), le, &classeur)
    }
}
