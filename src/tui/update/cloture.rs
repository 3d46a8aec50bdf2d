//! The closing: what stops it, then what it writes.

use super::{Reponse, deplacer};
use crate::domain::coupe::Statut;
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::tui::action::Action;
use crate::tui::dialogue::{Dialogue, Texte};
use crate::tui::effect::Effect;
use crate::tui::model::{Place, SeanceEnCours};
use crate::tui::pages::{self, dire_manques};
use crate::tui::saisie::Saisie;

/// A thing that stops the closing, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What is missing.
    pub texte: String,
    /// Index of the candidature; `None` sends to the ranking.
    pub dossier: Option<usize>,
}
pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let obstacles = obstacles(ouverte);
    match action {
        Action::Ecrire => Reponse::Effet(Effect::Ecrire),
        Action::Rouvrir if !ouverte.seance.etat().levee => {
            Reponse::Refus("La séance n'est pas levée.".into())
        }
        Action::Rouvrir => Reponse::Dialogue(Dialogue::Texte(Texte::new(
            Saisie::Reouverture,
            ouverte,
            "",
        ))),
        Action::Valider if ouverte.seance.etat().levee => Reponse::Info(
            "La séance est levée. E écrit de nouveau la proposition, R rouvre.".into(),
        ),
        Action::Valider => match obstacles.get(ouverte.ligne) {
            Some(Obstacle {
                dossier: Some(index),
                ..
            }) => {
                ouverte.situer(*index);
                Reponse::Aller(Place::Candidature)
            }
            Some(_) => {
                let premiere = |p: &crate::domain::tableau::Place| p.statut == Statut::ADepartager;
                ouverte.ligne = ouverte
                    .tableau
                    .places
                    .iter()
                    .position(premiere)
                    .unwrap_or(0);
                Reponse::Aller(Place::Classement)
            }
            None => Reponse::Dialogue(Dialogue::Cloture(pages::ce_qui_sera_ecrit(ouverte))),
        },
        _ => {
            deplacer(
                &mut ouverte.ligne,
                action,
                obstacles.len().saturating_sub(1),
            );
            Reponse::Rien
        }
    }
}

/// Everything that stops the closing.
pub fn obstacles(ouverte: &SeanceEnCours) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (index, dossier) in ouverte.cadre.dossiers.iter().enumerate() {
        let examen = ouverte.seance.examen(dossier.numero());
        let manques = ouverte.seance.manques(dossier.numero(), &ouverte.cadre);
        let nom = visible(&dossier.projet.nom);
        let quoi = match (
            manques.is_empty(),
            examen.examine || examen.hors_classement().is_some(),
        ) {
            (true, true) => continue,
            (true, false) => "à dire examinée (e)".to_owned(),
            (false, _) => format!("manque {}", dire_manques(&manques)),
        };
        obstacles.push(Obstacle {
            texte: format!("{nom} : {quoi}"),
            dossier: Some(index),
        });
    }
    let a_departager = ouverte.tableau.a_departager().count();
    if a_departager > 0 {
        let ex_aequo = compte(a_departager, "candidature ex æquo", "candidatures ex æquo");
        obstacles.push(Obstacle {
            texte: format!("{ex_aequo} sur la ligne : à départager par un vote (D)"),
            dossier: None,
        });
    }
    obstacles
}
