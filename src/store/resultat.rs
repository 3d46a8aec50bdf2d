//! Outcomes on disk: computed from the journal and the inputs, written atomically, verified by being computed again.

use std::io;
use std::path::Path;

use serde_yaml::Value;

use super::atomic;
use super::campagne::Campagne;
use super::diagnostic::Diagnostic;
use super::document::{Document, Limites};
use super::journal::{self, Lecture};
use super::yaml_writer;
use crate::domain::resultat::{FORMAT, Provenance, Resultat, Tete};
use crate::domain::seance::Seance;

/// Largest outcome read back, in bytes.
const OCTETS: u64 = 256 * 1024 * 1024;

/// Where the outcome of a journal comes from, at its head.
pub fn provenance(
    campagne: &Campagne,
    territoire: &str,
    enregistrements: u64,
    tete: &str,
) -> Provenance {
    Provenance {
        version: env!("CARGO_PKG_VERSION").into(),
        entrees: campagne.entrees(territoire),
        journal: Tete {
            enregistrements,
            tete: tete.into(),
        },
    }
}

/// Writes an outcome: whole or not at all, the previous one kept as `.bak`.
pub fn write(chemin: &Path, resultat: &Resultat) -> io::Result<()> {
    let texte = yaml_writer::to_string(resultat).map_err(io::Error::other)?;
    atomic::replace(chemin, texte.as_bytes())
}

/// Writes lines of text beside the outcomes, whole or not at all.
pub fn ecrire_texte(chemin: &Path, lignes: &[String]) -> io::Result<()> {
    if let Some(dossier) = chemin.parent() {
        std::fs::create_dir_all(dossier)?;
    }
    let mut texte = lignes.join("\n");
    texte.push('\n');
    atomic::replace(chemin, texte.as_bytes())
}

/// Computes the outcome again from the journal and the inputs: every difference, in French; none means « conforme ».
pub fn verify(campagne: &Campagne, chemin: &Path) -> Result<Vec<String>, Vec<Diagnostic>> {
    let nom = chemin.display().to_string();
    let refus = |message: String| {
        vec![Diagnostic {
            fichier: nom.clone(),
            ligne: None,
            chemin: String::new(),
            message,
        }]
    };
    let limites = Limites {
        octets: OCTETS,
        noeuds: usize::MAX,
        ..Limites::default()
    };
    let document = Document::open(chemin, &nom, &limites)?;
    let ecrit: Value = document.decode()?;
    let format = ecrit.get("format").and_then(Value::as_u64);
    if format.is_some_and(|f| f > u64::from(FORMAT)) {
        return Err(refus(format!(
            "format {FORMAT} attendu : une version plus récente du programme est nécessaire"
        )));
    }
    let champ = |chemin: [&str; 2]| {
        ecrit
            .get(chemin[0])
            .and_then(|v| v.get(chemin[1]))
            .and_then(Value::as_str)
    };
    let territoire = champ(["territoire", "code"]).ok_or_else(|| {
        refus("territoire.code absent : ce n'est pas une proposition de classement".into())
    })?;
    let cadre = campagne
        .cadre(territoire)
        .ok_or_else(|| refus(format!("territoire « {territoire} » absent de la campagne")))?;
    let lecture =
        journal::read(&campagne.journal(territoire)).map_err(|erreur| refus(erreur.to_string()))?;

    let mut differences = Vec::new();
    let declares = ecrit
        .get("provenance")
        .and_then(|p| p.get("journal"))
        .and_then(|j| j.get("enregistrements"))
        .and_then(Value::as_u64);
    let seance = rejouer(&lecture, declares, &mut differences);
    let lus = seance.enregistrements().len() as u64;
    let tete = lecture.empreinte(lus.saturating_sub(1)).unwrap_or_default();
    let mut provenance = provenance(campagne, territoire, lus, tete);
    if let Some(version) = champ(["provenance", "version"]) {
        version.clone_into(&mut provenance.version);
    }
    let recalcule = Resultat::etablir(&cadre, &seance, provenance);
    let valeur = serde_yaml::to_value(&recalcule).map_err(|erreur| refus(erreur.to_string()))?;
    comparer("", &ecrit, &valeur, &mut differences);
    if differences.is_empty() {
        let attendu =
            yaml_writer::to_string(&recalcule).map_err(|erreur| refus(erreur.to_string()))?;
        differences.extend(premiere_ligne_differente(document.text(), &attendu));
    }
    Ok(differences)
}

/// The séance at the record the outcome declares.
fn rejouer(lecture: &Lecture, declares: Option<u64>, differences: &mut Vec<String>) -> Seance {
    let presents = lecture.enregistrements().len() as u64;
    let voulus = declares.unwrap_or(presents);
    if voulus > presents {
        differences.push(format!(
            "journal : {presents} enregistrements lisibles, la proposition en déclare {voulus}"
        ));
    }
    if let Some(anomalie) = lecture.anomalie() {
        differences.push(format!("journal : {anomalie}"));
    }
    let gardes = usize::try_from(voulus).unwrap_or(usize::MAX);
    Seance::replay(lecture.enregistrements().iter().take(gardes).cloned())
}

/// Adds every place where two values differ.
fn comparer(chemin: &str, ecrit: &Value, recalcule: &Value, differences: &mut Vec<String>) {
    match (ecrit, recalcule) {
        (Value::Mapping(a), Value::Mapping(b)) => {
            for (cle, valeur) in b {
                let sous = joindre(chemin, cle);
                match a.get(cle) {
                    Some(ecrite) => comparer(&sous, ecrite, valeur, differences),
                    None => {
                        differences.push(format!("{sous} : absent, recalculé {}", montrer(valeur)));
                    }
                }
            }
            let en_trop = a.keys().filter(|cle| !b.contains_key(cle));
            differences.extend(en_trop.map(|cle| format!("{} : en trop", joindre(chemin, cle))));
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            if a.len() != b.len() {
                differences.push(format!(
                    "{chemin} : {} éléments écrits, {} recalculés",
                    a.len(),
                    b.len()
                ));
            }
            for (rang, (ecrite, recalculee)) in a.iter().zip(b).enumerate() {
                comparer(
                    &format!("{chemin}[{rang}]"),
                    ecrite,
                    recalculee,
                    differences,
                );
            }
        }
        _ if ecrit != recalcule => {
            differences.push(format!(
                "{chemin} : écrit {}, recalculé {}",
                montrer(ecrit),
                montrer(recalcule)
            ));
        }
        _ => {}
    }
}

fn joindre(chemin: &str, cle: &Value) -> String {
    let cle = match cle {
        Value::String(texte) => texte.clone(),
        autre => montrer(autre),
    };
    if chemin.is_empty() {
        cle
    } else {
        format!("{chemin}.{cle}")
    }
}

fn montrer(valeur: &Value) -> String {
    match valeur {
        Value::Null => "rien".into(),
        Value::Bool(true) => "oui".into(),
        Value::Bool(false) => "non".into(),
        Value::Number(nombre) => nombre.to_string(),
        Value::String(texte) => format!("« {texte} »"),
        Value::Sequence(elements) => format!("une liste de {}", elements.len()),
        Value::Mapping(_) | Value::Tagged(_) => "un ensemble de valeurs".into(),
    }
}

fn premiere_ligne_differente(ecrit: &str, attendu: &str) -> Option<String> {
    if ecrit == attendu {
        return None;
    }
    let egales = ecrit
        .split('\n')
        .zip(attendu.split('\n'))
        .take_while(|(a, b)| a == b)
        .count();
    Some(format!(
        "ligne {} : mêmes valeurs, mais le fichier a été réécrit ou retouché à la main",
        egales + 1
    ))
}
