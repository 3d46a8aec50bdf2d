//! A page to read, scrolled by rows.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, deplacer};

/// A page to read.
pub struct Page {
    /// Title.
    pub titre: String,
    /// Lines, harmless and not wrapped.
    pub lignes: Vec<String>,
    /// First line shown.
    pub defilement: usize,
}

impl Page {
    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        let dernier = self.lignes.len().saturating_sub(1);
        match evenement.code {
            KeyCode::Enter | KeyCode::Char('q' | 'g' | '?') | KeyCode::F(1) => return Issue::Ferme,
            code => deplacer(&mut self.defilement, code, dernier, 15),
        }
        Issue::Reste
    }
}
