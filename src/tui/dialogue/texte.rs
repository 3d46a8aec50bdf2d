//! A text typed in place; Esc keeps its draft.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::Issue;
use crate::tui::effect::{Effect, Suite};
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// Longest text a fact may carry, in characters.
pub(super) const TEXTE_MAXIMAL: usize = 20_000;

/// A text to type.
pub struct Texte {
    /// What for.
    pub saisie: Saisie,
    /// What is asked.
    pub titre: String,
    /// The text.
    pub zone: Box<TextArea<'static>>,
    /// What is recorded, from which it started.
    depart: String,
}

impl Texte {
    /// A text for `saisie`, starting from its draft or from `depart`.
    pub fn new(saisie: Saisie, ouverte: &SeanceEnCours, depart: &str) -> Self {
        let texte = ouverte
            .brouillons
            .get(&saisie)
            .map_or(depart, String::as_str);
        let mut zone = TextArea::from(texte.lines());
        zone.set_wrap_mode(WrapMode::WordOrGlyph);
        zone.move_cursor(CursorMove::Bottom);
        zone.move_cursor(CursorMove::End);
        let retrouve = ouverte
            .brouillons
            .get(&saisie)
            .is_some_and(|b| !b.trim().is_empty());
        let titre = saisie.titre(&ouverte.cadre);
        Self {
            titre: if retrouve {
                format!("Brouillon · {titre}")
            } else {
                titre
            },
            saisie,
            zone: Box::new(zone),
            depart: depart.lines().collect::<Vec<_>>().join("\n"),
        }
    }

    /// Keeps the text among drafts, when it is not what is recorded.
    pub fn garder(&self, brouillons: &mut BTreeMap<Saisie, String>) {
        let texte = self.texte();
        if texte == self.depart {
            brouillons.remove(&self.saisie);
        } else {
            brouillons.insert(self.saisie.clone(), texte);
        }
    }

    /// What was typed.
    pub fn texte(&self) -> String {
        self.zone.lines().join("\n")
    }
}

impl Texte {
    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        let modifiee = evenement
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        match evenement.code {
            KeyCode::Enter if !modifiee => {
                let suite = match self.saisie {
                    Saisie::Avis { .. } => Suite::InstitutionSuivante,
                    _ => Suite::Rester,
                };
                if matches!(self.saisie, Saisie::Bloc { .. }) {
                    let faits = self.saisie.faits(self.texte().trim());
                    return Issue::Effet(Effect::DireTout(faits));
                }
                return Issue::Effet(Effect::Dire(
                    self.saisie.fait(self.texte().trim().to_owned()),
                    suite,
                ));
            }
            KeyCode::Enter => self.zone.insert_newline(),
            KeyCode::Char('j') if evenement.modifiers.contains(KeyModifiers::CONTROL) => {
                self.zone.insert_newline();
            }
            KeyCode::Char(_) if self.texte().chars().count() >= TEXTE_MAXIMAL => {}
            _ => {
                self.zone.input(evenement);
            }
        }
        Issue::Reste
    }
}
