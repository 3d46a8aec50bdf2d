//! Searches candidatures as one types.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, deplacer};
use crate::tui::model::SeanceEnCours;
use crate::tui::search::chercher;

/// Longest pattern, in characters: matching takes a time that grows with it.
pub(super) const MOTIF_MAXIMAL: usize = 64;

/// Searches candidatures.
#[derive(Default)]
pub struct Recherche {
    /// What was typed.
    pub motif: String,
    /// Indexes found, best first.
    pub trouves: Vec<usize>,
    /// Line selected.
    pub curseur: usize,
}

impl Recherche {
    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                return self
                    .trouves
                    .get(self.curseur)
                    .map_or(Issue::Ferme, |index| Issue::Aller(*index));
            }
            KeyCode::Char(_) if self.motif.chars().count() >= MOTIF_MAXIMAL => {}
            KeyCode::Char(lettre) => {
                self.motif.push(lettre);
                self.actualiser(ouverte);
            }
            KeyCode::Backspace => {
                self.motif.pop();
                self.actualiser(ouverte);
            }
            code => deplacer(
                &mut self.curseur,
                code,
                self.trouves.len().saturating_sub(1),
                10,
            ),
        }
        Issue::Reste
    }

    /// Searches again.
    pub fn actualiser(&mut self, ouverte: &SeanceEnCours) {
        self.curseur = 0;
        let textes = ouverte.cadre.dossiers.iter().map(|d| {
            let projet = &d.projet;
            format!("{} {} {}", projet.nom, projet.porteur.nom, projet.numero)
        });
        self.trouves = chercher(&self.motif, textes);
    }
}
