//! The closing: what stops it, then what it writes.

use super::{Reponse, deplacer};
use crate::domain::cadre::Cadre;
use crate::domain::cloture::{self, Obstacle};
use crate::domain::francais::enumeration;
use crate::domain::phrase::nom_projet;
use crate::domain::tableau::Place as Classee;
use crate::tui::action::Action;
use crate::tui::dialogue::{Dialogue, Texte};
use crate::tui::effect::Effect;
use crate::tui::model::{Place, SeanceEnCours};
use crate::tui::pages::{self, dire_manques};
use crate::tui::saisie::Saisie;

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
            Some(Obstacle::Incomplete(numero, _) | Obstacle::NonExaminee(numero)) => {
                let index = ouverte
                    .cadre
                    .dossiers
                    .iter()
                    .position(|d| d.numero() == numero);
                ouverte.situer(index.unwrap_or(0));
                Reponse::Aller(Place::Candidature)
            }
            Some(Obstacle::ADepartager(numeros)) => {
                let premiere = |p: &Classee| numeros.iter().any(|n| n == p.numero());
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
    cloture::obstacles(&ouverte.cadre, &ouverte.seance, &ouverte.tableau)
}

/// A point to settle, in words.
pub fn dire_obstacle(obstacle: &Obstacle, cadre: &Cadre) -> String {
    match obstacle {
        Obstacle::Incomplete(numero, manques) => {
            format!("{} : {}", nom_projet(cadre, numero), dire_manques(manques))
        }
        Obstacle::NonExaminee(numero) => {
            format!("{} : à dire examinée (e)", nom_projet(cadre, numero))
        }
        Obstacle::ADepartager(numeros) => {
            let noms: Vec<String> = numeros.iter().map(|n| nom_projet(cadre, n)).collect();
            format!(
                "ex æquo sur la ligne, à départager par un vote (D) : {}",
                enumeration(&noms)
            )
        }
    }
}
