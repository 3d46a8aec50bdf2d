//! What the rules found, one by one; motifs of inadmissibility are confirmed or lifted here, by a person, with a reason.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, Texte, deplacer};
use crate::domain::recevabilite::Severite;
use crate::tui::effect::Effect;
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// The constats of the candidature on screen.
#[derive(Default)]
pub struct Constats {
    /// Line selected.
    pub curseur: usize,
}

impl Constats {
    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        let Some(dossier) = ouverte.dossier() else {
            return Issue::Ferme;
        };
        let confirme = match evenement.code {
            KeyCode::Char('c') => true,
            KeyCode::Char('l') => false,
            KeyCode::Enter | KeyCode::Char('y') => return Issue::Ferme,
            KeyCode::Char('X') => return Issue::Effet(Effect::Exporter),
            code => {
                deplacer(
                    &mut self.curseur,
                    code,
                    dossier.constats.len().saturating_sub(1),
                    10,
                );
                return Issue::Reste;
            }
        };
        match dossier.constats.get(self.curseur) {
            Some(constat) if constat.severite == Severite::Motif => {
                let saisie = Saisie::Constat {
                    projet: dossier.numero().to_owned(),
                    regle: constat.regle.to_owned(),
                    confirme,
                };
                Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")))
            }
            _ => Issue::Reste,
        }
    }
}
