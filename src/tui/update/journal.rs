//! The journal: undo or redo any fact, not only the last.

use super::{Reponse, deplacer, dire};
use crate::domain::fait::Fait;
use crate::domain::phrase::phrase_situee;
use crate::tui::action::Action;
use crate::tui::effect::Suite;
use crate::tui::model::SeanceEnCours;

pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let faits = ouverte.seance.enregistrements();
    if action == Action::Valider {
        match faits.get(ouverte.ligne) {
            Some(e) if e.fait.annulable() && !ouverte.seance.est_annule(e.n) => {
                dire(Fait::Annule { cible: e.n }, Suite::Rester)
            }
            Some(e) if e.fait.annulable() => {
                let annulation = faits.iter().rev().find(|a| {
                    matches!(a.fait, Fait::Annule { cible } if cible == e.n)
                        && !ouverte.seance.est_annule(a.n)
                });
                match annulation {
                    Some(a) => dire(Fait::Annule { cible: a.n }, Suite::Rester),
                    None => Reponse::Rien,
                }
            }
            Some(e) => Reponse::Refus(format!(
                "Ce fait ne s'annule pas : {}.",
                phrase_situee(&e.fait, &ouverte.cadre)
            )),
            None => Reponse::Rien,
        }
    } else {
        let dernier = faits.len().saturating_sub(1);
        deplacer(&mut ouverte.ligne, action, dernier);
        Reponse::Rien
    }
}
