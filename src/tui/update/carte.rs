//! The map of answers: move among publics and territories, read what a cell says.

use super::{Reponse, deplacer};
use crate::tui::action::Action;
use crate::tui::carte::CarteMontree;
use crate::tui::dialogue::{Dialogue, Page};

pub(super) fn agir(carte: &mut CarteMontree, action: Action) -> Reponse {
    let territoires = carte.carte.colonnes.len().saturating_sub(1);
    match action {
        Action::Gauche => carte.colonne = carte.colonne.saturating_sub(1),
        Action::Droite => carte.colonne = (carte.colonne + 1).min(territoires),
        Action::Valider => {
            let detail = carte.detail();
            if let Some((titre, phrases)) = detail.split_first() {
                let page = Page::new(titre.clone(), &phrases.join("\n"));
                return Reponse::Dialogue(Dialogue::Lire(page));
            }
        }
        _ => {
            let dernier = carte.rangees().saturating_sub(1);
            deplacer(&mut carte.rang, action, dernier);
        }
    }
    Reponse::Rien
}
