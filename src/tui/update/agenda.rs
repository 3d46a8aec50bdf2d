//! The agenda: choose the candidature to examine.

use super::{Reponse, deplacer};
use crate::tui::action::Action;
use crate::tui::dialogue::Dialogue;
use crate::tui::model::{Place, SeanceEnCours};
use crate::tui::pages;

pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    match action {
        Action::Valider if ouverte.dossier().is_some() => Reponse::Aller(Place::Candidature),
        Action::Valider => Reponse::Info("Aucune candidature sur ce territoire.".into()),
        Action::SuivanteIncomplete => match ouverte.incomplete_apres(ouverte.courante) {
            Some(index) => {
                ouverte.situer(index);
                Reponse::Aller(Place::Candidature)
            }
            None => rien_ne_manque(),
        },
        Action::Fiche => lire_fiche(ouverte),
        _ => {
            let mut choisie = ouverte.courante;
            deplacer(
                &mut choisie,
                action,
                ouverte.cadre.dossiers.len().saturating_sub(1),
            );
            if choisie != ouverte.courante {
                ouverte.situer(choisie);
            }
            Reponse::Rien
        }
    }
}

pub(super) fn rien_ne_manque() -> Reponse {
    Reponse::Info("Toutes les candidatures sont examinées et complètes. C : clôture.".into())
}

pub(super) fn lire_fiche(ouverte: &SeanceEnCours) -> Reponse {
    match ouverte.dossier() {
        Some(dossier) => Reponse::Dialogue(Dialogue::Lire(pages::fiche(
            &ouverte.cadre,
            dossier,
            ouverte.seance.examen(dossier.numero()),
        ))),
        None => Reponse::Rien,
    }
}
