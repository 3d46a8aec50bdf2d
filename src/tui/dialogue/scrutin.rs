//! A vote between ex æquo: an order for all of them, the votes, the casting vote.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, Texte, chiffre, deplacer};
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// A vote between ex æquo.
pub struct Scrutin {
    /// Number and name of each, in the order proposed to the vote.
    pub ordre: Vec<(String, String)>,
    /// For, against, abstentions.
    pub voix: [u32; 3],
    /// Casting vote.
    pub preponderante: bool,
    /// Line selected: the candidatures, three counts, the casting vote.
    pub ligne: usize,
}

impl Scrutin {
    /// Lines of the form.
    pub fn lignes(&self) -> usize {
        self.ordre.len() + self.voix.len() + 1
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let saisie = Saisie::Vote {
                    projets: self
                        .ordre
                        .iter()
                        .map(|(numero, _)| numero.clone())
                        .collect(),
                    voix: self.voix.into(),
                    preponderante: self.preponderante,
                };
                // The votes are judged before their reason is asked for.
                return match ouverte
                    .seance
                    .check(&saisie.fait("motif".into()), &ouverte.cadre)
                {
                    Ok(()) => Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, ""))),
                    Err(refus) => Issue::Refus(refus.to_string()),
                };
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
            code => {
                let derniere = self.lignes() - 1;
                deplacer(&mut self.ligne, code, derniere, 5);
            }
        }
        Issue::Reste
    }

    /// On a candidature, moves it before or after; on a count, one vote less or more.
    fn changer(&mut self, pas: i32) {
        if self.ligne < self.ordre.len() {
            let vers = self
                .ligne
                .saturating_add_signed(pas as isize)
                .min(self.ordre.len() - 1);
            self.ordre.swap(self.ligne, vers);
            self.ligne = vers;
        } else if let Some(voix) = self.voix_choisie() {
            *voix = voix.saturating_add_signed(pas).min(999);
        } else {
            self.preponderante = !self.preponderante;
        }
    }

    fn voix_choisie(&mut self) -> Option<&mut u32> {
        self.voix.get_mut(self.ligne.checked_sub(self.ordre.len())?)
    }
}
