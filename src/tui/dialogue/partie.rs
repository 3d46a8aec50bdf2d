//! A part of a fiche that is no number: a text typed in place, or a public or a place found by search.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::{Issue, Quete};
use crate::tui::fiche::Retouche;

/// Longest description, in characters: several pages.
const TEXTE_MAXIMAL: usize = 20_000;

/// A text of a fiche being typed.
pub struct TexteDeFiche {
    /// What is asked.
    pub titre: &'static str,
    /// The text.
    pub zone: Box<TextArea<'static>>,
    /// Whether it has several lines.
    pub long: bool,
    vers: fn(String) -> Retouche,
}

impl TexteDeFiche {
    /// The description, from what it is.
    pub fn description(depart: &str) -> Self {
        Self::new("Description", depart, true, Retouche::Description)
    }

    /// The words for the place, from what they are.
    pub fn libelle(depart: &str) -> Self {
        Self::new("Zone, en mots", depart, false, Retouche::Libelle)
    }

    fn new(titre: &'static str, depart: &str, long: bool, vers: fn(String) -> Retouche) -> Self {
        let mut zone = TextArea::from(depart.lines());
        zone.set_wrap_mode(WrapMode::WordOrGlyph);
        if !long {
            zone.move_cursor(CursorMove::End);
        }
        Self {
            titre,
            zone: Box::new(zone),
            long,
            vers,
        }
    }

    /// What was typed, for the fiche: leaving never loses it.
    pub(super) fn rendre(&self) -> Issue {
        Issue::Fiche((self.vers)(self.texte()))
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        let modifiee = evenement
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        match evenement.code {
            KeyCode::Enter if !modifiee || !self.long => return self.rendre(),
            KeyCode::Enter => self.zone.insert_newline(),
            KeyCode::Char('j') if evenement.modifiers.contains(KeyModifiers::CONTROL) => {
                if self.long {
                    self.zone.insert_newline();
                }
            }
            KeyCode::Char(_) if self.texte().chars().count() >= TEXTE_MAXIMAL => {}
            _ => {
                self.zone.input(evenement);
            }
        }
        Issue::Reste
    }

    /// Adds a text that was pasted; how many characters did not fit.
    pub(super) fn coller(&mut self, texte: &str) -> usize {
        let place = TEXTE_MAXIMAL.saturating_sub(self.texte().chars().count());
        let texte = texte.replace("\r\n", "\n").replace('\r', "\n");
        let texte = if self.long {
            texte
        } else {
            texte.replace('\n', " ")
        };
        self.zone
            .insert_str(texte.chars().take(place).collect::<String>());
        texte.chars().count().saturating_sub(place)
    }

    fn texte(&self) -> String {
        self.zone.lines().join("\n")
    }
}

/// A search for a public or a place of a fiche.
pub struct ChoixDeFiche {
    /// What is asked.
    pub titre: &'static str,
    /// What it looks among: id, name.
    pub choix: Vec<(String, String)>,
    /// The search.
    pub quete: Quete,
    vers: fn(String) -> Retouche,
}

impl ChoixDeFiche {
    /// A search among `choix`; `vers` says what is done with the one found.
    pub fn new(
        titre: &'static str,
        choix: Vec<(String, String)>,
        vers: fn(String) -> Retouche,
    ) -> Self {
        Self {
            titre,
            quete: Quete::new(None, &choix),
            choix,
            vers,
        }
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        match self.quete.touche(evenement.code, &self.choix) {
            None => Issue::Reste,
            Some(None) => Issue::Ferme,
            Some(Some((id, _))) => Issue::Fiche((self.vers)(id)),
        }
    }
}
