//! A page to read, scrolled by the rows that the screen shows.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, deplacer};
use crate::domain::texte::lignes;
use crate::tui::fit::replier;

/// A page to read.
pub struct Page {
    /// Title.
    pub titre: String,
    /// Lines, harmless and not wrapped.
    pub lignes: Vec<String>,
    /// First row shown.
    pub defilement: usize,
    /// Another page, one key (`r`) away.
    pub suite: Option<Suivante>,
}

/// A page that follows another: its name and how it is made.
pub type Suivante = (&'static str, fn() -> Page);

impl Page {
    /// A page of free text.
    pub fn new(titre: impl Into<String>, texte: &str) -> Self {
        Self {
            titre: titre.into(),
            lignes: lignes(texte).collect(),
            defilement: 0,
            suite: None,
        }
    }

    /// The rows of the page, wrapped to `colonnes`.
    pub fn rangees(&self, colonnes: usize) -> impl Iterator<Item = String> + '_ {
        self.lignes.iter().flat_map(move |l| replier(l, colonnes))
    }

    /// A key, on a page shown in `colonnes` × `rangees`.
    pub(super) fn touche(&mut self, evenement: KeyEvent, (colonnes, rangees): (u16, u16)) -> Issue {
        let visibles = usize::from(rangees);
        match evenement.code {
            KeyCode::Enter | KeyCode::Char('q' | 'g' | '?') | KeyCode::F(1) => return Issue::Ferme,
            KeyCode::Char('r') if self.suite.is_some() => {
                return match self.suite {
                    Some((_, page)) => Issue::Remplace(Dialogue::Lire(page())),
                    None => Issue::Reste,
                };
            }
            code => {
                let dernier = self
                    .rangees(colonnes.into())
                    .count()
                    .saturating_sub(visibles);
                let page = visibles.saturating_sub(1).max(1);
                deplacer(&mut self.defilement, code, dernier, page);
            }
        }
        Issue::Reste
    }
}
