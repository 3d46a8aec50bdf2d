//! Institutions present at a first opening.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, deplacer};
use crate::domain::cadre::Cadre;
use crate::tui::effect::Effect;

/// Institutions present.
pub struct Presence {
    /// Code of the territory.
    pub territoire: String,
    /// Id, name, ticked.
    pub institutions: Vec<(String, String, bool)>,
    /// Line selected.
    pub curseur: usize,
}

impl Presence {
    /// Nobody is ticked.
    pub fn new(cadre: &Cadre) -> Self {
        let institutions = cadre
            .ami
            .institutions()
            .map(|(_, i)| (i.id.clone(), i.nom.clone(), false));
        Self {
            territoire: cadre.territoire.code.clone(),
            institutions: institutions.collect(),
            curseur: 0,
        }
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let presents = self
                    .institutions
                    .iter()
                    .filter(|(_, _, presente)| *presente);
                return Issue::Effet(Effect::Ouvrir {
                    territoire: self.territoire.clone(),
                    presents: Some(presents.map(|(id, _, _)| id.clone()).collect()),
                });
            }
            KeyCode::Char(' ' | 'x') => {
                if let Some((_, _, presente)) = self.institutions.get_mut(self.curseur) {
                    *presente = !*presente;
                }
                deplacer(
                    &mut self.curseur,
                    KeyCode::Down,
                    self.institutions.len().saturating_sub(1),
                    10,
                );
            }
            KeyCode::Char('t') => {
                let toutes = self.institutions.iter().all(|(_, _, presente)| *presente);
                self.institutions
                    .iter_mut()
                    .for_each(|(_, _, presente)| *presente = !toutes);
            }
            code => deplacer(
                &mut self.curseur,
                code,
                self.institutions.len().saturating_sub(1),
                10,
            ),
        }
        Issue::Reste
    }
}
