//! A vote between ex æquo.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, Texte, chiffre, deplacer};
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// A vote between ex æquo.
pub struct Scrutin {
    /// Number and name of each.
    pub candidats: Vec<(String, String)>,
    /// Served first.
    pub premier: usize,
    /// For, against, abstentions.
    pub voix: [u32; 3],
    /// Casting vote.
    pub preponderante: bool,
    /// Line selected.
    pub ligne: usize,
}

impl Scrutin {
    /// Lines of the form: who comes first, three counts, casting vote.
    pub const LIGNES: usize = 5;

    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let saisie = Saisie::Vote {
                    projets: self.ordre(),
                    voix: self.voix.into(),
                    preponderante: self.preponderante,
                };
                return Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")));
            }
            KeyCode::Left => self.changer(-1),
            KeyCode::Right | KeyCode::Char(' ') => self.changer(1),
            KeyCode::Backspace => {
                if let Some(voix) = self.voix_choisie() {
                    *voix /= 10;
                }
            }
            KeyCode::Char(lettre) if chiffre(lettre).is_some() => {
                let valeur = chiffre(lettre).and_then(|c| c.to_digit(10)).unwrap_or(0);
                if let Some(voix) = self.voix_choisie() {
                    *voix = (*voix % 100) * 10 + valeur;
                }
            }
            code => deplacer(&mut self.ligne, code, Self::LIGNES - 1, 5),
        }
        Issue::Reste
    }

    fn changer(&mut self, pas: i32) {
        let nombre = self.candidats.len();
        match self.ligne {
            0 if pas < 0 => self.premier = (self.premier + nombre - 1) % nombre.max(1),
            0 => self.premier = (self.premier + 1) % nombre.max(1),
            4 => self.preponderante = !self.preponderante,
            _ => {
                if let Some(voix) = self.voix_choisie() {
                    *voix = voix.saturating_add_signed(pas).min(999);
                }
            }
        }
    }

    fn voix_choisie(&mut self) -> Option<&mut u32> {
        self.voix.get_mut(self.ligne.checked_sub(1)?)
    }

    /// Numbers, the chosen one first, the others as they stood.
    fn ordre(&self) -> Vec<String> {
        let mut ordre: Vec<String> = self
            .candidats
            .iter()
            .map(|(numero, _)| numero.clone())
            .collect();
        if self.premier < ordre.len() {
            ordre[..=self.premier].rotate_right(1);
        }
        ordre
    }
}
