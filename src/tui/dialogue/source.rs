//! The document a priority table comes from, typed on one line.

use crossterm::event::{KeyCode, KeyEvent};

use super::Issue;
use crate::domain::edition::Edition;
use crate::tui::effect::Effect;

/// Longest text, in characters.
const MAXIMUM: usize = 500;

/// A source being typed.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// What was typed.
    pub texte: String,
}

impl Source {
    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let source = self.texte.trim().to_owned();
                return Issue::Effet(Effect::Table(Edition::Source(source)));
            }
            KeyCode::Char(lettre) => {
                self.ecrire(&lettre.to_string());
            }
            KeyCode::Backspace => {
                self.texte.pop();
            }
            _ => {}
        }
        Issue::Reste
    }

    /// Adds to the text; how many characters did not fit.
    pub(super) fn ecrire(&mut self, ajout: &str) -> usize {
        let place = MAXIMUM.saturating_sub(self.texte.chars().count());
        let une_ligne = ajout.replace(['\r', '\n', '\t'], " ");
        let visibles: Vec<char> = une_ligne.chars().filter(|c| !c.is_control()).collect();
        self.texte.extend(visibles.iter().take(place));
        visibles.len().saturating_sub(place)
    }
}
