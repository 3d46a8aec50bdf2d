//! What the region says of a candidature or of its envelope: a choice or an amount, then the reason. Esc keeps the draft.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, chiffre, deplacer};
use crate::domain::fait::{Fait, Proposition};
use crate::tui::effect::Effect;

/// Longest reason typed here, in characters.
const MAXIMUM: usize = 500;

/// Most digits of an amount.
const CHIFFRES: usize = 10;

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The porteur gives up: territory, number.
    Desistement(String, String),
    /// What is proposed instead: territory, number.
    Arbitrage(String, String),
    /// Amount instead: territory, number.
    Montant(String, String),
    /// The regional envelope.
    Enveloppe,
}

/// What is being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etape {
    /// One proposition.
    Choix,
    /// Euros.
    Chiffres,
    /// Why.
    Motif,
}

/// A question of the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regionale {
    /// What is asked.
    pub titre: String,
    /// What it is about.
    pub question: Question,
    /// What is being answered.
    pub etape: Etape,
    /// Line selected among [`Self::choix`].
    pub curseur: usize,
    /// Digits typed.
    pub chiffres: String,
    /// Reason typed.
    pub motif: String,
}

impl Regionale {
    /// A question, at its first step.
    pub fn new(titre: String, question: Question) -> Self {
        let etape = match question {
            Question::Desistement(..) => Etape::Motif,
            Question::Arbitrage(..) => Etape::Choix,
            Question::Montant(..) | Question::Enveloppe => Etape::Chiffres,
        };
        Self {
            titre,
            question,
            etape,
            curseur: 0,
            chiffres: String::new(),
            motif: String::new(),
        }
    }

    /// The propositions, the territory's last.
    pub fn choix() -> Vec<String> {
        let toutes = Proposition::TOUTES
            .iter()
            .map(|p| format!("proposé : {}", p.nom()));
        let retour = std::iter::once("revenir à la proposition du territoire".to_owned());
        toutes.chain(retour).collect()
    }

    /// Euros typed; `None` when empty.
    pub fn montant(&self) -> Option<i64> {
        self.chiffres.parse().ok()
    }

    /// What an empty amount means.
    pub fn vide(&self) -> &'static str {
        match self.question {
            Question::Enveloppe => "vide : la somme des enveloppes des territoires",
            _ => "vide : le montant du territoire",
        }
    }

    fn fait(&self) -> Fait {
        let motif = self.motif.trim().to_owned();
        match self.question.clone() {
            Question::Desistement(territoire, projet) => Fait::DesistementNote {
                territoire,
                projet,
                motif,
            },
            Question::Arbitrage(territoire, projet) => Fait::ArbitrageNote {
                territoire,
                projet,
                proposition: Proposition::TOUTES.get(self.curseur).copied(),
                motif,
            },
            Question::Montant(territoire, projet) => Fait::MontantArbitre {
                territoire,
                projet,
                montant: self.montant(),
                motif,
            },
            Question::Enveloppe => Fait::EnveloppeFixee {
                montant: self.montant(),
                annee: None,
                motif,
            },
        }
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        match (self.etape, evenement.code) {
            (Etape::Motif, KeyCode::Enter) => {
                return Issue::Effet(Effect::DireRegion(self.fait()));
            }
            (_, KeyCode::Enter) => self.etape = Etape::Motif,
            (Etape::Choix, code) => {
                deplacer(&mut self.curseur, code, Proposition::TOUTES.len(), 10);
            }
            (Etape::Chiffres, KeyCode::Char(lettre)) => {
                if let Some(chiffre) = chiffre(lettre)
                    && self.chiffres.len() < CHIFFRES
                {
                    self.chiffres.push(chiffre);
                }
            }
            (Etape::Chiffres, KeyCode::Backspace | KeyCode::Delete) => {
                self.chiffres.pop();
            }
            (Etape::Motif, KeyCode::Char(lettre)) => {
                self.ecrire(&lettre.to_string());
            }
            (Etape::Motif, KeyCode::Backspace) => {
                self.motif.pop();
            }
            _ => {}
        }
        Issue::Reste
    }

    /// Adds to the reason; how many characters did not fit. `None` while something else is asked.
    pub(super) fn ecrire(&mut self, ajout: &str) -> Option<usize> {
        if self.etape != Etape::Motif {
            return None;
        }
        let place = MAXIMUM.saturating_sub(self.motif.chars().count());
        let une_ligne = ajout.replace(['\r', '\n', '\t'], " ");
        let visibles: Vec<char> = une_ligne.chars().filter(|c| !c.is_control()).collect();
        self.motif.extend(visibles.iter().take(place));
        Some(visibles.len().saturating_sub(place))
    }
}
