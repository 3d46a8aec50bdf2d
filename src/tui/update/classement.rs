//! The ranking: envelope, votes between ex æquo, issues proposed.

use std::collections::BTreeSet;

use super::agenda::lire_fiche;
use super::candidature::choix_de_proposition;
use super::{Reponse, deplacer};
use crate::domain::cadre::Dossier;
use crate::domain::francais::{compte, ordinal_feminin};
use crate::domain::phrase::nom_projet;
use crate::domain::tableau::Place as Classee;
use crate::domain::texte::visible;
use crate::tui::action::Action;
use crate::tui::dialogue::{Choix, Dialogue, Figure, Objet, Scrutin};
use crate::tui::effect::Effect;
use crate::tui::model::{Place, SeanceEnCours};
use crate::tui::pages;

pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let nombre = ouverte.tableau.places.len() + ouverte.tableau.non_classees.len();
    let choisi = ligne_du_classement(ouverte);
    match action {
        Action::Proposition if !ouverte.marquees.is_empty() => proposer_en_bloc(ouverte),
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
            let annee = ouverte.seance.etat().enveloppe_annee;
            let annees: BTreeSet<u16> = ouverte
                .cadre
                .dossiers
                .iter()
                .flat_map(|d| d.fiche().annees())
                .collect();
            let annees: Vec<u16> = annees.into_iter().collect();
            Reponse::Dialogue(Dialogue::Figure(Figure::enveloppe(
                enveloppe, annee, &annees,
            )))
        }
        Action::Departager => departager(ouverte),
        Action::Rang => changer_de_rang(ouverte, choisi),
        Action::Marquer => marquer(ouverte, choisi),
        Action::Detail => match pages::detail(ouverte, ouverte.ligne) {
            Some(page) => Reponse::Dialogue(Dialogue::Lire(page)),
            None => Reponse::Refus("Cette candidature n'est pas classée.".into()),
        },
        Action::Scenarios if ouverte.tableau.enveloppe.is_none() => {
            Reponse::Refus("Sans enveloppe, pas de scénario : m la fixe.".into())
        }
        Action::Scenarios => Reponse::Dialogue(Dialogue::Lire(pages::scenarios(ouverte))),
        Action::Lectures => Reponse::Dialogue(Dialogue::Lire(pages::lectures(ouverte))),
        Action::Motiver => match choisi {
            Some(index) => {
                let numero = ouverte.cadre.dossiers[index].numero();
                Reponse::Effet(Effect::Motiver(numero.to_owned()))
            }
            None => Reponse::Rien,
        },
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

/// Marks the candidature selected, or takes its mark away, and goes to the next line.
fn marquer(ouverte: &mut SeanceEnCours, choisi: Option<usize>) -> Reponse {
    if let Some(index) = choisi {
        let numero = ouverte.cadre.dossiers[index].numero().to_owned();
        if !ouverte.marquees.remove(&numero) {
            ouverte.marquees.insert(numero);
        }
        let dernier = numeros(ouverte).count().saturating_sub(1);
        deplacer(&mut ouverte.ligne, Action::Bas, dernier);
    }
    let nombre = compte(
        ouverte.marquees.len(),
        "candidature marquée",
        "candidatures marquées",
    );
    Reponse::Info(format!("{nombre}. i : leur proposer une même issue."))
}

/// The marked candidatures are listed first, in the order of the ranking.
fn proposer_en_bloc(ouverte: &SeanceEnCours) -> Reponse {
    let projets: Vec<String> = numeros(ouverte)
        .filter(|n| ouverte.marquees.contains(*n))
        .map(str::to_owned)
        .collect();
    let noms = projets.iter().map(|numero| {
        let place = ouverte.tableau.place(numero);
        let issue = place.map_or("non classée", Classee::statut_propose);
        format!(
            "{} · aujourd'hui : {issue}",
            nom_projet(&ouverte.cadre, numero)
        )
    });
    let titre = format!("Même issue pour {} candidatures", projets.len());
    Reponse::Dialogue(Dialogue::Choix(Choix::bloc(titre, noms.collect(), projets)))
}

fn changer_de_rang(ouverte: &mut SeanceEnCours, choisi: Option<usize>) -> Reponse {
    let (Some(place), Some(index)) = (ouverte.tableau.places.get(ouverte.ligne), choisi) else {
        return Reponse::Refus("Cette candidature n'est pas classée.".into());
    };
    let numero = place.numero().to_owned();
    let mut rangs = Vec::new();
    let mut lignes = Vec::new();
    if place.rang_comite.is_some() {
        rangs.push(None);
        lignes.push(format!(
            "revenir au rang calculé ({})",
            ordinal_feminin(place.rangee.rang)
        ));
    }
    let curseur = ouverte.ligne + rangs.len();
    for (rang, occupante) in ouverte.tableau.places.iter().enumerate() {
        rangs.push(Some(rang as u32 + 1));
        let ici = if occupante.numero() == numero {
            "elle-même".to_owned()
        } else {
            format!(
                "place de {}",
                nom_projet(&ouverte.cadre, occupante.numero())
            )
        };
        lignes.push(format!("{} · {ici}", ordinal_feminin(rang + 1)));
    }
    ouverte.situer(index);
    Reponse::Dialogue(Dialogue::Choix(Choix {
        titre: format!(
            "{} : rang donné par le comité",
            nom_projet(&ouverte.cadre, &numero)
        ),
        entete: Vec::new(),
        lignes,
        curseur,
        objet: Objet::Rang(rangs),
    }))
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
