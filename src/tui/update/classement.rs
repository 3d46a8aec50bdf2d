//! The ranking: envelope, votes between ex æquo, issues proposed.

use super::agenda::lire_fiche;
use super::candidature::choix_de_proposition;
use super::{Reponse, deplacer};
use crate::domain::cadre::Dossier;
use crate::domain::tableau::Place as Classee;
use crate::domain::texte::visible;
use crate::tui::action::Action;
use crate::tui::dialogue::{Dialogue, Figure, Scrutin};
use crate::tui::model::{Place, SeanceEnCours};

pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let nombre = ouverte.tableau.places.len() + ouverte.tableau.non_classees.len();
    let choisi = ligne_du_classement(ouverte);
    match action {
        Action::Valider | Action::Fiche | Action::Proposition => {
            let Some(index) = choisi else {
                return Reponse::Rien;
            };
            ouverte.situer(index);
            match action {
                Action::Fiche => lire_fiche(ouverte),
                Action::Proposition => choix_de_proposition(ouverte),
                _ => Reponse::Aller(Place::Candidature),
            }
        }
        Action::Montant => {
            let enveloppe = ouverte.seance.enveloppe(&ouverte.cadre);
            Reponse::Dialogue(Dialogue::Figure(Figure::new(
                "Enveloppe du territoire sur toute la convention (euros)",
                enveloppe,
                "vide : pas d'enveloppe, aucune ligne",
                None,
            )))
        }
        Action::Departager => departager(ouverte),
        _ => {
            deplacer(&mut ouverte.ligne, action, nombre.saturating_sub(1));
            Reponse::Rien
        }
    }
}

/// Index of the candidature on the selected line of the ranking.
pub fn ligne_du_classement(ouverte: &SeanceEnCours) -> Option<usize> {
    let numero = numeros(ouverte).nth(ouverte.ligne)?;
    let dossiers = &ouverte.cadre.dossiers;
    dossiers.iter().position(|d| d.numero() == numero)
}

/// Line of the ranking on which the candidature of this index stands.
pub fn rang_au_classement(ouverte: &SeanceEnCours, index: usize) -> usize {
    let numero = ouverte.cadre.dossiers.get(index).map(Dossier::numero);
    let ligne = numeros(ouverte).position(|n| Some(n) == numero);
    ligne.unwrap_or(0)
}

/// Numbers in the order of the lines: the ranked, then the others.
fn numeros(ouverte: &SeanceEnCours) -> impl Iterator<Item = &str> {
    let classees = ouverte.tableau.places.iter().map(Classee::numero);
    classees.chain(
        ouverte
            .tableau
            .non_classees
            .iter()
            .map(|n| n.numero.as_str()),
    )
}

fn departager(ouverte: &SeanceEnCours) -> Reponse {
    let Some(place) = ouverte
        .tableau
        .places
        .get(ouverte.ligne)
        .filter(|p| !p.ex_aequo.is_empty())
    else {
        return Reponse::Refus("Aucun ex æquo à cette place.".into());
    };
    let groupe = ouverte
        .tableau
        .places
        .iter()
        .filter(|p| p.rangee.rang == place.rangee.rang);
    let mut ordre: Vec<(String, String)> = groupe
        .map(|p| {
            let nom = ouverte
                .cadre
                .dossier(p.numero())
                .map(|d| visible(&d.projet.nom));
            (p.numero().to_owned(), nom.unwrap_or_default())
        })
        .collect();
    let choisie = ordre
        .iter()
        .position(|(numero, _)| numero == place.numero());
    ordre[..=choisie.unwrap_or(0)].rotate_right(1);
    Reponse::Dialogue(Dialogue::Vote(Scrutin {
        ordre,
        voix: [0; 3],
        preponderante: false,
        ligne: 0,
    }))
}
