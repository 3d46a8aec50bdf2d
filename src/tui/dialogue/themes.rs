//! Themes, tried as one moves: the screen behind shows the one selected.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, deplacer};
use crate::tui::theme::Theme;

/// Themes to choose from.
pub struct Themes {
    /// Each, and what it is for.
    pub themes: Vec<(Theme, String)>,
    /// The one selected.
    pub curseur: usize,
    /// The one that was used.
    pub avant: Option<Theme>,
}

impl Themes {
    /// The theme selected.
    pub fn choisi(&self) -> Option<&Theme> {
        self.themes.get(self.curseur).map(|(theme, _)| theme)
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        if evenement.code == KeyCode::Enter {
            return Issue::Theme;
        }
        let dernier = self.themes.len().saturating_sub(1);
        deplacer(&mut self.curseur, evenement.code, dernier, 10);
        Issue::Reste
    }
}
