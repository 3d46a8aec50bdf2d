//! A number of euros.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, Texte, chiffre};
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// Most digits of an amount.
const CHIFFRES: usize = 10;

/// A number of euros.
pub struct Figure {
    /// What is asked.
    pub titre: String,
    /// Digits, as shown.
    pub chiffres: String,
    /// Whether a digit has been typed: the first one replaces the amount proposed.
    saisie: bool,
    /// What an empty figure means.
    pub vide: &'static str,
    /// Candidature, or the envelope when `None`.
    pub projet: Option<String>,
    /// What an envelope may cover, the choice first: the whole convention (`None`), or one year of it.
    pub couvre: VecDeque<Option<u16>>,
}

impl Figure {
    /// Starts from `montant`.
    pub fn new(
        titre: &str,
        montant: Option<i64>,
        vide: &'static str,
        projet: Option<String>,
    ) -> Self {
        Self {
            titre: titre.to_owned(),
            chiffres: montant.map(|m| m.to_string()).unwrap_or_default(),
            saisie: false,
            vide,
            projet,
            couvre: VecDeque::new(),
        }
    }

    /// An envelope, over the whole convention or over one of these years.
    pub fn enveloppe(montant: Option<i64>, annee: Option<u16>, annees: &[u16]) -> Self {
        let vide = "vide : pas d'enveloppe, aucune ligne";
        let mut figure = Self::new("Enveloppe du territoire (euros)", montant, vide, None);
        figure.couvre = [None]
            .into_iter()
            .chain(annees.iter().copied().map(Some))
            .collect();
        if let Some(rang) = figure.couvre.iter().position(|a| *a == annee) {
            figure.couvre.rotate_left(rang);
        }
        figure
    }

    /// The one year that the envelope covers; `None` for the whole convention.
    pub fn annee(&self) -> Option<u16> {
        self.couvre.front().copied().flatten()
    }

    /// Euros typed; `None` when empty.
    pub fn montant(&self) -> Option<i64> {
        self.chiffres.parse().ok()
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let montant = self.montant();
                let saisie = match &self.projet {
                    Some(projet) => Saisie::Montant {
                        projet: projet.clone(),
                        montant,
                    },
                    None => Saisie::Enveloppe {
                        montant,
                        annee: self.annee(),
                    },
                };
                return Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")));
            }
            KeyCode::Char(lettre) => {
                if let Some(chiffre) = chiffre(lettre) {
                    self.taper(chiffre);
                }
            }
            KeyCode::Backspace | KeyCode::Delete => {
                self.saisie = true;
                self.chiffres.pop();
            }
            KeyCode::Tab if !self.couvre.is_empty() => self.couvre.rotate_left(1),
            KeyCode::BackTab if !self.couvre.is_empty() => self.couvre.rotate_right(1),
            KeyCode::Up => self.ajouter(1_000),
            KeyCode::Down => self.ajouter(-1_000),
            KeyCode::Right | KeyCode::PageUp => self.ajouter(10_000),
            KeyCode::Left | KeyCode::PageDown => self.ajouter(-10_000),
            _ => {}
        }
        Issue::Reste
    }

    fn taper(&mut self, chiffre: char) {
        if !self.saisie {
            self.chiffres.clear();
        }
        self.saisie = true;
        if self.chiffres.len() < CHIFFRES {
            self.chiffres.push(chiffre);
        }
    }

    fn ajouter(&mut self, euros: i64) {
        self.chiffres = (self.montant().unwrap_or(0) + euros).max(0).to_string();
    }
}
