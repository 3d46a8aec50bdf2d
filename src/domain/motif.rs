//! The reason of a place, in one line of French: the first part of the key that sets it apart from its reference.

use super::ami::Methode;
use super::avis::Decompte;
use super::cadre::Cadre;
use super::classement::{
    Classe, Evaluation, Fraction, Part, classe, defavorables, favorables, jugement_majoritaire,
};
use super::coupe::Statut;
use super::francais::{compte, enumeration, euros, jour, nombre, ordinal};
use super::phrase::{decompte_des_voix, nom_projet};
use super::seance::{NOTE_MAXIMALE, Seance, Vote};
use super::tableau::{Place, Tableau, regle};
use super::texte::visible;

/// The reason of the place at `index`.
pub fn motif(cadre: &Cadre, seance: &Seance, tableau: &Tableau, index: usize) -> String {
    let place = &tableau.places[index];
    let raison = raison(cadre, seance, tableau, index);
    match (tableau.reste, place.statut) {
        (Some(reste), Statut::ListeComplementaire | Statut::NonRetenu)
            if arrete_la_ligne(tableau, index) =>
        {
            let raison = raison.trim_end_matches('.');
            format!(
                "{raison} ; {} demandés, {} restants.",
                euros(place.cout),
                euros(reste)
            )
        }
        _ => raison,
    }
}

/// The reason once the committee has given ranks: what the rule says is told as the rule's, then what the committee did.
pub fn apres_le_comite(cadre: &Cadre, tableau: &Tableau, index: usize) -> String {
    let place = &tableau.places[index];
    let selon_la_regle = minuscule(&place.motif);
    if let Some((_, motif)) = &place.rang_comite {
        let rang = ordinal(place.rang_retenu);
        let motif = visible(motif.trim().trim_end_matches('.'));
        return format!("Placé {rang} par le comité : {motif}. Selon la règle, {selon_la_regle}");
    }
    let devant: Vec<String> = tableau.places[..index]
        .iter()
        .filter(|p| p.rang_comite.is_some() && p.rangee.rang >= place.rangee.rang)
        .map(|p| nom_projet(cadre, p.numero()))
        .collect();
    if devant.is_empty() {
        return format!("Selon la règle, {selon_la_regle}");
    }
    let devant = enumeration(&devant);
    format!("Selon la règle, {selon_la_regle} Le comité a placé {devant} avant lui.")
}

fn minuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_lowercase().chain(lettres).collect(),
        None => String::new(),
    }
}

/// Whether this is the candidature that the envelope could not serve: all before it are retained.
fn arrete_la_ligne(tableau: &Tableau, index: usize) -> bool {
    let retenue = |p: &Place| p.statut == Statut::Retenu;
    let trop_chere = tableau
        .reste
        .is_some_and(|reste| tableau.places[index].cout > reste);
    trop_chere && tableau.places[..index].iter().all(retenue)
}

fn raison(cadre: &Cadre, seance: &Seance, tableau: &Tableau, index: usize) -> String {
    let places = &tableau.places;
    let place = &places[index];
    let regle = regle(cadre);
    let evaluation = &place.rangee.evaluation;
    if regle.veto(evaluation) {
        return veto(place);
    }
    if let Some(vote) = &place.vote {
        return departage(seance, vote);
    }
    if place.statut == Statut::ADepartager {
        let autres: Vec<String> = place
            .ex_aequo
            .iter()
            .map(|n| nom_projet(cadre, n))
            .collect();
        let autres = enumeration(&autres);
        return format!(
            "Ex æquo avec {autres} sur tous les critères publiés ; à départager par un vote."
        );
    }
    let Some(reference) = reference(places, index) else {
        return format!(
            "Seule candidature classée : {}.",
            Cadre::nom_priorite(evaluation.priorite)
        );
    };
    let autre = &reference.rangee.evaluation;
    let nom = nomme(cadre, place, reference);
    let rang = ordinal(place.rangee.rang);
    let Some((part, _)) = regle.compare(evaluation, autre) else {
        return format!("Ex æquo avec {nom} sur tous les critères publiés.");
    };
    match part {
        Part::Veto => {
            format!(
                "Classé {rang} : {nom} est classé après, ses avis étant défavorables pour moitié au moins."
            )
        }
        Part::Priorite if cadre.ami.classement.methode == Methode::AvisDAbord => format!(
            "À avis équivalents, {}, contre {} pour {nom}.",
            Cadre::nom_priorite(evaluation.priorite),
            Cadre::nom_priorite(autre.priorite)
        ),
        Part::Priorite => priorite(&rang, evaluation, autre, &nom, places),
        Part::Avis => avis(cadre, evaluation, autre, &nom),
        Part::Criteres => format!(
            "À priorité et avis équivalents, {} sur {} contre {} pour {nom}.",
            compte(points(cadre, evaluation), "point", "points"),
            points_maximum(cadre),
            points(cadre, autre)
        ),
        Part::Somme => format!(
            "Classé {rang} : {} contre {} pour {nom}.",
            regle.somme(evaluation),
            regle.somme(autre)
        ),
    }
}

fn veto(place: &Place) -> String {
    let d = place.rangee.evaluation.decompte;
    let defavorables = compte_avis(d.d, "avis défavorable", "avis défavorables");
    let exprimes = compte_avis(d.exprimes(), "exprimé", "exprimés");
    let debut = if place.retenue() {
        format!("Classé {} par la règle", ordinal(place.rangee.rang))
    } else {
        "Non proposé".into()
    };
    format!("{debut} : {defavorables} sur {exprimes} (la moitié au moins).")
}

fn departage(seance: &Seance, vote: &Vote) -> String {
    format!(
        "Ex æquo sur tous les critères publiés ; départagé par vote du comité du {} ({}), motif : {}.",
        seance.etat().date.map(jour).unwrap_or_default(),
        decompte_des_voix(vote.voix, vote.voix_preponderante),
        visible(vote.motif.trim().trim_end_matches('.'))
    )
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

fn nomme(cadre: &Cadre, place: &Place, reference: &Place) -> String {
    if place.statut != Statut::Retenu && reference.statut == Statut::Retenu {
        return "le dernier retenu".into();
    }
    nom_projet(cadre, reference.numero())
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
    if nom != "le dernier retenu" {
        let autre = match autre.priorite {
            Some(rang) => format!("relève de la priorité {rang}"),
            None => "est hors priorité".into(),
        };
        return format!("Classé {rang} : {sienne} ; {nom} {autre}.");
    }
    let retenues: Vec<Option<u32>> = places
        .iter()
        .filter(|p| p.statut == Statut::Retenu)
        .map(|p| p.rangee.evaluation.priorite)
        .collect();
    let mut numeros: Vec<u32> = retenues.iter().flatten().copied().collect();
    numeros.sort_unstable();
    numeros.dedup();
    let numeros: Vec<String> = numeros.iter().map(ToString::to_string).collect();
    let sujet = match retenues.len() {
        1 => "le projet retenu relève",
        _ => "les projets retenus relèvent",
    };
    match numeros.as_slice() {
        [seul] => format!("Classé {rang} : {sienne} ; {sujet} de la priorité {seul}."),
        _ => format!(
            "Classé {rang} : {sienne} ; {sujet} des priorités {}.",
            enumeration(&numeros)
        ),
    }
}

fn avis(cadre: &Cadre, evaluation: &Evaluation, autre: &Evaluation, nom: &str) -> String {
    let (a, b) = (evaluation.decompte, autre.decompte);
    let paliers = cadre.ami.classement.methode == Methode::Paliers;
    let debut = match evaluation.priorite {
        _ if !paliers => String::new(),
        Some(rang) => format!("À priorité égale ({rang}), "),
        None => "Hors priorité l'un et l'autre, ".into(),
    };
    let (mot, mots, nombre): (_, _, fn(Decompte) -> u64) = if parle_des_favorables(a, b) {
        ("avis favorable", "avis favorables", |d| d.f)
    } else {
        ("avis défavorable", "avis défavorables", |d| d.d)
    };
    let siens = match a.exprimes() {
        0 => "aucun avis exprimé".to_owned(),
        n => format!("{} sur {n}", compte_avis(nombre(a), mot, mots)),
    };
    let autres = match (a.exprimes(), b.exprimes()) {
        (_, 0) => "aucun exprimé".to_owned(),
        (0, n) => format!("{} sur {n}", compte_avis(nombre(b), mot, mots)),
        (_, n) => format!("{} sur {n}", nombre(b)),
    };
    majuscule(&format!("{debut}{siens}, contre {autres} pour {nom}."))
}

/// Which of the two shares to tell: the one that the order followed first, and that argues in its sense.
fn parle_des_favorables(a: Decompte, b: Decompte) -> bool {
    let ordre = jugement_majoritaire(a, b);
    let p_argue = favorables(b).cmp(&favorables(a)) == ordre;
    let q_argue = defavorables(a).cmp(&defavorables(b)) == ordre;
    let q_d_abord =
        classe(a) == classe(b) && matches!(classe(a), Classe::ReserveMoins | Classe::Defavorable);
    p_argue && !(q_d_abord && q_argue)
}

/// The criteria in points: weighted notes, a whole number.
pub fn points(cadre: &Cadre, evaluation: &Evaluation) -> usize {
    let points = evaluation.criteres * Fraction::from(i128::from(points_maximum(cadre)));
    usize::try_from(points.to_integer()).unwrap_or(0)
}

/// Points a candidature may have: 4 per unit of weight.
pub fn points_maximum(cadre: &Cadre) -> u32 {
    let poids: u32 = cadre.ami.criteres.iter().map(|c| c.poids).sum();
    poids * u32::from(NOTE_MAXIMALE)
}

fn compte_avis(n: u64, mot: &str, mots: &str) -> String {
    let chiffre = nombre(i64::try_from(n).unwrap_or(i64::MAX));
    format!("{chiffre} {}", if n < 2 { mot } else { mots })
}

fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_uppercase().chain(lettres).collect(),
        None => String::new(),
    }
}
