//! A text for people, before it becomes Markdown or a word processor's file: titles, paragraphs, lists, tables.

use crate::domain::francais::typographier;

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ecrit {
    /// Its title.
    pub titre: String,
    /// Its parts, in order.
    pub blocs: Vec<Bloc>,
}

/// A part of a text. Words may hold line breaks, and anything else: whoever writes them makes them harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bloc {
    /// A title, of a chapter (1) or of what it holds (2).
    Titre(u8, String),
    /// A paragraph.
    Paragraphe(String),
    /// A list.
    Liste(Vec<String>),
    /// A table: its header, then its rows, of as many cells.
    Tableau(Vec<String>, Vec<Vec<String>>),
}

impl Ecrit {
    /// A text with nothing under its title.
    pub fn new(titre: &str) -> Self {
        Self {
            titre: typographier(titre),
            blocs: Vec::new(),
        }
    }

    /// Begins a chapter.
    pub fn chapitre(&mut self, titre: &str) {
        self.blocs.push(Bloc::Titre(1, typographier(titre)));
    }

    /// Begins a part of a chapter.
    pub fn partie(&mut self, titre: &str) {
        self.blocs.push(Bloc::Titre(2, typographier(titre)));
    }

    /// Adds a paragraph.
    pub fn dire(&mut self, phrase: &str) {
        self.blocs.push(Bloc::Paragraphe(typographier(phrase)));
    }

    /// Adds a list; nothing when it is empty.
    pub fn lister(&mut self, points: impl IntoIterator<Item = String>) {
        let points: Vec<String> = points.into_iter().map(|p| typographier(&p)).collect();
        if !points.is_empty() {
            self.blocs.push(Bloc::Liste(points));
        }
    }

    /// Adds a table; nothing when it has no row.
    pub fn tabler<const N: usize>(
        &mut self,
        entete: [&str; N],
        rangees: impl IntoIterator<Item = [String; N]>,
    ) {
        let rangee = |r: [String; N]| r.iter().map(|c| typographier(c)).collect();
        let rangees: Vec<Vec<String>> = rangees.into_iter().map(rangee).collect();
        if !rangees.is_empty() {
            let entete = entete.map(typographier).to_vec();
            self.blocs.push(Bloc::Tableau(entete, rangees));
        }
    }
}
