//! The reason of a place, in one line of French: the first part of the key that sets it apart from its reference.

use std::cmp::Ordering;

use super::avis::Decompte;
use super::cadre::Cadre;
use super::classement::{Classe, Evaluation, Fraction, Part, classe};
use super::coupe::Statut;
use super::francais::{compte, enumeration, jour, ordinal};
use super::seance::{NOTE_MAXIMALE, Seance};
use super::tableau::{Place, regle};
use super::texte::visible;

/// The reason of the place at `index`.
pub fn motif(cadre: &Cadre, seance: &Seance, places: &[Place], index: usize) -> String {
    let place = &places[index];
    let regle = regle(cadre);
    let evaluation = &place.rangee.evaluation;
    let d = evaluation.decompte;
    if regle.veto(evaluation) {
        return format!(
            "Non proposé : {} sur {} exprimés (la moitié au moins).",
            compte(d.d as usize, "avis défavorable", "avis défavorables"),
            d.exprimes()
        );
    }
    if let Some(vote) = place.departage.then(|| vote(seance, place)).flatten() {
        return vote;
    }
    let Some(reference) = reference(places, index) else {
        return format!(
            "Seule candidature classée : {}.",
            Cadre::nom_priorite(evaluation.priorite)
        );
    };
    let nom = nomme(cadre, places, index, reference);
    let rang = ordinal(place.rangee.rang);
    let Some((part, ordre)) = regle.compare(evaluation, &reference.rangee.evaluation) else {
        let demande = match place.statut {
            Statut::ADepartager => " ; à départager par un vote",
            _ => "",
        };
        return format!("Ex æquo avec {nom} sur tous les critères publiés{demande}.");
    };
    let autre = &reference.rangee.evaluation;
    match part {
        Part::Veto if ordre == Ordering::Less => {
            format!("Classé {rang} : {nom} est écarté par ses avis défavorables.")
        }
        Part::Veto => format!("Classé {rang}, après {nom}."),
        Part::Priorite => priorite(&rang, evaluation, autre, &nom, places),
        Part::Avis => avis(evaluation, autre, &nom),
        Part::Criteres => {
            let points = |e: &Evaluation| points(cadre, e.criteres);
            format!(
                "À priorité et avis équivalents, {} points sur {} contre {} pour {nom}.",
                points(evaluation),
                points_maximum(cadre),
                points(autre)
            )
        }
        Part::Somme => format!(
            "Classé {rang} : {} contre {} pour {nom}.",
            regle.somme(evaluation),
            regle.somme(autre)
        ),
    }
}

/// The place it is compared with: the last retained above it, else the next above, else the next below.
fn reference(places: &[Place], index: usize) -> Option<&Place> {
    let retenue = places[index].statut == Statut::Retenu;
    let dernier_retenu = places[..index].iter().rfind(|p| p.statut == Statut::Retenu);
    match index {
        0 => places.get(1),
        _ if !retenue && dernier_retenu.is_some() => dernier_retenu,
        _ => places.get(index - 1),
    }
}

fn nomme(cadre: &Cadre, places: &[Place], index: usize, reference: &Place) -> String {
    if places[index].statut != Statut::Retenu && reference.statut == Statut::Retenu {
        return "le dernier retenu".into();
    }
    let nom = cadre
        .dossier(reference.numero())
        .map_or_else(String::new, |d| visible(&d.projet.nom));
    format!("« {nom} »")
}

fn priorite(
    rang: &str,
    evaluation: &Evaluation,
    autre: &Evaluation,
    nom: &str,
    places: &[Place],
) -> String {
    let sienne = match evaluation.priorite {
        Some(rang) => format!("priorité {rang} du département"),
        None => "hors priorité".into(),
    };
    if nom == "le dernier retenu" {
        let mut retenues: Vec<Option<u32>> = places
            .iter()
            .filter(|p| p.statut == Statut::Retenu)
            .map(|p| p.rangee.evaluation.priorite)
            .collect();
        retenues.dedup();
        let numeros: Vec<String> = retenues.iter().flatten().map(ToString::to_string).collect();
        let relevent = match numeros.len() {
            0 => String::new(),
            1 => format!(
                " ; les projets retenus relèvent de la priorité {}",
                numeros[0]
            ),
            _ => format!(
                " ; les projets retenus relèvent des priorités {}",
                enumeration(&numeros)
            ),
        };
        return format!("Classé {rang} : {sienne}{relevent}.");
    }
    let autre = match autre.priorite {
        Some(rang) => format!("relève de la priorité {rang}"),
        None => "est hors priorité".into(),
    };
    format!("Classé {rang} : {sienne} ; {nom} {autre}.")
}

fn avis(evaluation: &Evaluation, autre: &Evaluation, nom: &str) -> String {
    let (a, b) = (evaluation.decompte, autre.decompte);
    let debut = match evaluation.priorite {
        Some(rang) if evaluation.priorite == autre.priorite => {
            format!("À priorité égale ({rang}), ")
        }
        None if autre.priorite.is_none() => "Hors priorité tous deux, ".into(),
        _ => String::new(),
    };
    let (mot, mots, nombre): (&str, &str, fn(Decompte) -> u64) = if parle_des_favorables(a, b) {
        ("avis favorable", "avis favorables", |d| d.f)
    } else {
        ("avis défavorable", "avis défavorables", |d| d.d)
    };
    let sur = |d: Decompte| match d.exprimes() {
        0 => "aucun avis exprimé".to_owned(),
        n => format!("{} sur {n}", nombre(d)),
    };
    let siens = match a.exprimes() {
        0 => "aucun avis exprimé".to_owned(),
        n => format!("{} sur {n}", compte(nombre(a) as usize, mot, mots)),
    };
    majuscule(&format!("{debut}{siens}, contre {} pour {nom}.", sur(b)))
}

/// Which of the two shares sets them apart: the favorable ones unless the order came from the unfavourable.
fn parle_des_favorables(a: Decompte, b: Decompte) -> bool {
    let part = |avis: u64, d: Decompte| Fraction::new(avis.into(), d.exprimes().max(1).into());
    let p_differe = part(a.f, a) != part(b.f, b);
    let q_differe = part(a.d, a) != part(b.d, b);
    let d_abord_q =
        classe(a) == classe(b) && matches!(classe(a), Classe::ReserveMoins | Classe::Defavorable);
    p_differe && !(d_abord_q && q_differe)
}

fn vote(seance: &Seance, place: &Place) -> Option<String> {
    let vote = seance
        .etat()
        .votes
        .iter()
        .rev()
        .find(|v| v.projets.iter().any(|n| n == place.numero()))?;
    let date = seance.etat().date.map(jour).unwrap_or_default();
    let (pour, contre, abstentions) = vote.voix;
    Some(format!(
        "Ex æquo sur tous les critères publiés ; départagé par vote du comité du {date} ({pour} pour, {contre} contre, {}), motif : {}.",
        compte(abstentions as usize, "abstention", "abstentions"),
        visible(vote.motif.trim().trim_end_matches('.'))
    ))
}

/// The criteria in points: weighted notes, not reduced.
fn points(cadre: &Cadre, criteres: Fraction) -> String {
    (criteres * i128::from(points_maximum(cadre))).to_string()
}

/// Points a candidature may have: 4 per unit of weight.
pub fn points_maximum(cadre: &Cadre) -> u32 {
    cadre.ami.criteres.iter().map(|c| c.poids).sum::<u32>() * u32::from(NOTE_MAXIMALE)
}

fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_uppercase().chain(lettres).collect(),
        None => String::new(),
    }
}
