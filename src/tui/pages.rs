//! Pages of text built from plain data: the whole fiche, the help, what closing will write.

mod classement;
mod fiche;
mod regard;

use super::dialogue::Page;
use super::keymap::{LIAISONS, liaisons};
use super::model::{Place, SeanceEnCours};
use crate::domain::avertissement::avertissements;
use crate::domain::francais::{compte, euros};
use crate::domain::projet::Projet;
use crate::domain::recevabilite::{Constat, Severite, catalogue};
use crate::domain::seance::Manque;
use crate::domain::texte::visible;

pub use classement::{detail, lectures, scenarios};
pub use fiche::fiche;
pub use regard::regard;

/// Every key: those of the place first, then the others.
pub fn aide(place: Place) -> Page {
    let ligne = |l: &super::keymap::Liaison| format!("{:<10} {}", l.touches(), l.aide);
    let mut texte = vec!["Ici".to_owned()];
    texte.extend(liaisons(place).map(ligne));
    texte.extend([String::new(), "Ailleurs".to_owned()]);
    texte.extend(
        LIAISONS
            .iter()
            .filter(|l| !l.places.is_empty() && !l.places.contains(&place))
            .map(ligne),
    );
    texte.extend([
        String::new(),
        "Dans un texte : Entrée enregistre, Alt+Entrée va à la ligne, Échap garde le brouillon."
            .to_owned(),
        "Rien n'est à sauvegarder : ce que l'écran montre est sur le disque.".to_owned(),
    ]);
    Page {
        titre: "Aide : les touches".into(),
        lignes: texte,
        defilement: 0,
        suite: Some(("règles de l'appel", regles)),
    }
}

/// Every rule: what it asks, its default severity, its source.
pub fn regles() -> Page {
    let mut texte = vec![
        "Une règle signale et montre ce qu'elle a trouvé ; elle ne rejette rien.".to_owned(),
        "Sévérités par défaut : ami.yaml peut les remplacer (regles.severites).".to_owned(),
    ];
    let mut famille = "";
    for regle in catalogue(None) {
        if regle.famille != famille {
            famille = regle.famille;
            texte.extend([String::new(), famille.to_uppercase()]);
        }
        let marque = marque(regle.severite);
        texte.push(format!(
            "{marque} {} {} ({})",
            regle.regle, regle.demande, regle.source
        ));
    }
    Page {
        titre: "Aide : les règles".into(),
        lignes: texte,
        defilement: 0,
        suite: None,
    }
}

/// Everything the rules find of a fiche being typed.
pub fn constats_de_fiche(projet: &Projet, constats: &[Constat]) -> Page {
    let dit = |c: &Constat| {
        let marque = marque(c.severite);
        format!("{marque} {} · {} ({})", c.regle, c.message, c.chemin)
    };
    let aucun = constats.is_empty().then(|| "aucun".to_owned());
    Page {
        titre: format!("Constats de la fiche tapée · {}", visible(&projet.numero)),
        lignes: constats.iter().map(dit).chain(aucun).collect(),
        defilement: 0,
        suite: None,
    }
}

/// A glyph for a severity: meaning never rests on colour alone.
pub fn marque(severite: Severite) -> &'static str {
    match severite {
        Severite::Motif => "‼",
        Severite::Alerte => "!",
        Severite::Information => "i",
    }
}

/// What closing writes, in a few lines.
pub fn ce_qui_sera_ecrit(ouverte: &SeanceEnCours) -> Vec<String> {
    let tableau = &ouverte.tableau;
    let mut texte = vec![format!(
        "{}, {}.",
        compte(
            tableau.places.len(),
            "candidature classée",
            "candidatures classées"
        ),
        compte(tableau.non_classees.len(), "non classée", "non classées"),
    )];
    let presence = ouverte.seance.etat().presence.phrase(&ouverte.cadre);
    texte.push(format!("Séance : {presence} (S)."));
    let mut par_statut: Vec<(&str, usize)> = Vec::new();
    for place in &tableau.places {
        let statut = place.statut_propose();
        match par_statut.iter_mut().find(|(connu, _)| *connu == statut) {
            Some((_, nombre)) => *nombre += 1,
            None => par_statut.push((statut, 1)),
        }
    }
    texte.extend(
        par_statut
            .iter()
            .map(|(statut, nombre)| format!("  {nombre} × proposé : {statut}")),
    );
    match (tableau.enveloppe, tableau.reste) {
        (Some(enveloppe), Some(reste)) => {
            texte.push(format!(
                "Enveloppe {}, reste {}.",
                euros(enveloppe),
                euros(reste)
            ));
        }
        _ => texte.push("Enveloppe non renseignée : aucune ligne n'est tracée.".into()),
    }
    let avertissements = avertissements(&ouverte.cadre, &ouverte.seance, tableau);
    if !avertissements.is_empty() {
        let nombre = compte(avertissements.len(), "avertissement", "avertissements");
        texte.push(format!("{nombre}, écrits dans la proposition :"));
        texte.extend(avertissements.iter().map(|a| format!("  {}", visible(a))));
    }
    texte.push(format!("Fichier : {}", visible(&ouverte.resultat)));
    texte
}

/// What is missing, with the key that says it: « priorité (t), 2 critères (c) ».
pub fn dire_manques(manques: &[Manque]) -> String {
    let nombre = |voulu: fn(&Manque) -> bool| manques.iter().filter(|m| voulu(m)).count();
    let motifs = nombre(|m| matches!(m, Manque::Motif(_)));
    let criteres = nombre(|m| matches!(m, Manque::Critere(_)));
    let mut mots = Vec::new();
    if motifs > 0 {
        mots.push(format!("{} (y)", compte(motifs, "motif", "motifs")));
    }
    if manques.contains(&Manque::Priorite) {
        mots.push("priorité (t)".to_owned());
    }
    if criteres > 0 {
        mots.push(format!("{} (c)", compte(criteres, "critère", "critères")));
    }
    if manques.contains(&Manque::Montant) {
        mots.push("montant (m)".to_owned());
    }
    mots.join(", ")
}
