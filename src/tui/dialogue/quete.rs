//! A search as one types among names: letters, then Enter on the one found.

use crossterm::event::KeyCode;

use super::deplacer;
use crate::tui::search::chercher;

/// Longest pattern, in characters.
const MOTIF_MAXIMAL: usize = 64;

/// A search.
#[derive(Debug, Clone, Default)]
pub struct Quete {
    /// What was typed.
    pub motif: String,
    /// Indexes found, best first.
    pub trouves: Vec<usize>,
    /// Line selected.
    pub curseur: usize,
}

impl Quete {
    /// A search among `choix` (id, name), begun with a letter or with none.
    pub fn new(lettre: Option<char>, choix: &[(String, String)]) -> Self {
        let mut quete = Self::default();
        quete.motif.extend(lettre.filter(|l| *l != ' '));
        quete.actualiser(choix);
        quete
    }

    /// What a key makes of it: `Some` once it ends, with what was found.
    pub fn touche(
        &mut self,
        code: KeyCode,
        choix: &[(String, String)],
    ) -> Option<Option<(String, String)>> {
        match code {
            KeyCode::Enter => {
                let choisi = self.trouves.get(self.curseur);
                return Some(choisi.and_then(|index| choix.get(*index).cloned()));
            }
            KeyCode::Char(lettre) => self.ecrire(&lettre.to_string(), choix),
            KeyCode::Backspace => {
                self.motif.pop();
                self.actualiser(choix);
            }
            code => deplacer(
                &mut self.curseur,
                code,
                self.trouves.len().saturating_sub(1),
                10,
            ),
        }
        None
    }

    /// Adds to what was typed.
    pub fn ecrire(&mut self, ajout: &str, choix: &[(String, String)]) {
        let place = MOTIF_MAXIMAL.saturating_sub(self.motif.chars().count());
        let visibles = ajout.chars().filter(|c| !c.is_control());
        self.motif.extend(visibles.take(place));
        self.actualiser(choix);
    }

    fn actualiser(&mut self, choix: &[(String, String)]) {
        let textes = choix.iter().map(|(id, nom)| format!("{nom} {id}"));
        self.trouves = chercher(&self.motif, textes);
        self.curseur = 0;
    }
}
