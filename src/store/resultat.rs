//! Outcomes on disk: computed from the journal and the inputs, written atomically, verified by being computed again.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde_yaml::Value;

use super::campagne::{Campagne, changees};
use super::diagnostic::Diagnostic;
use super::document::{Document, Limites};
use super::empreinte::sha256;
use super::fichier::{self, dossier_de};
use super::journal::Lecture;
use super::{atomic, yaml_writer};
use crate::domain::cadre::Cadre;
use crate::domain::francais::compte;
use crate::domain::refus::check_valeurs;
use crate::domain::resultat::{FORMAT, Provenance, Resultat, Tete};
use crate::domain::seance::Seance;

/// Largest outcome read back, in bytes.
pub(super) const OCTETS: u64 = 256 * 1024 * 1024;

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

/// The outcome that a journal tells, at its head.
pub fn etablir(campagne: &Campagne, cadre: &Cadre, lecture: &Lecture, seance: &Seance) -> Resultat {
    let nombre = lecture.enregistrements().len() as u64;
    let tete = lecture.empreinte(nombre.saturating_sub(1));
    let territoire = &cadre.territoire.code;
    let provenance = provenance(campagne, territoire, nombre, tete.unwrap_or_default());
    Resultat::etablir(cadre, seance, provenance)
}

/// Writes an outcome: whole or not at all, the previous one kept as `.bak`. A previous one that no longer recomputes
/// (retouched, or made from other files) is also kept under a dated name, which is given back.
pub fn write(
    campagne: &Campagne,
    resultat: &Resultat,
    le: DateTime<FixedOffset>,
) -> io::Result<Option<PathBuf>> {
    let chemin = campagne.resultat(&resultat.territoire.code);
    let texte = yaml_writer::to_string(resultat).map_err(io::Error::other)?;
    fichier::creer_dossier(dossier_de(&chemin))?;
    let precedent = if fichier::existe(&chemin)? {
        Some(fichier::lire(&chemin, OCTETS)?)
    } else {
        None
    };
    let mut garde = None;
    if let Some(octets) = &precedent
        && octets != texte.as_bytes()
        && !est_de_notre_main(campagne, &chemin)
    {
        let suffixe = le.format(".modifie-%Y%m%d-%H%M%S").to_string();
        garde = Some(atomic::keep_beside(&chemin, &suffixe, octets)?);
    }
    atomic::replace(&chemin, texte.as_bytes(), precedent.as_deref())?;
    Ok(garde)
}

/// Whether the outcome on disk is what its own position in the journal gives.
fn est_de_notre_main(campagne: &Campagne, chemin: &Path) -> bool {
    recalculer(campagne, chemin).is_ok_and(|constat| constat.differences.is_empty())
}

/// What computing an outcome again found.
struct Constat {
    /// Of the outcome itself, and of what it was computed from.
    differences: Vec<String>,
    /// Facts of the journal after the position that the outcome declares.
    de_plus: usize,
}

/// Writes lines of text beside the outcomes, whole or not at all.
pub fn ecrire_texte(chemin: &Path, lignes: &[String]) -> io::Result<()> {
    fichier::creer_dossier(fichier::dossier_de(chemin))?;
    let mut texte = lignes.join("\n");
    texte.push('\n');
    atomic::replace(chemin, texte.as_bytes(), None)
}

/// Computes the outcome again from the journal and the inputs: every difference, in French; none means « conforme ».
pub fn verify(campagne: &Campagne, chemin: &Path) -> Result<Vec<String>, Vec<Diagnostic>> {
    let Constat {
        mut differences,
        de_plus,
    } = recalculer(campagne, chemin)?;
    if de_plus > 0 {
        differences.push(format!(
            "le journal a {} de plus que cette proposition : écrivez-la de nouveau (E)",
            compte(de_plus, "fait", "faits")
        ));
    }
    Ok(differences)
}

/// A file that this program wrote, with its values; one of a later `format` is refused.
pub(super) fn ouvrir(chemin: &Path, format: u32) -> Result<(Document, Value), Vec<Diagnostic>> {
    let nom = chemin.display().to_string();
    let limites = Limites {
        octets: OCTETS,
        noeuds: usize::MAX,
        ..Limites::default()
    };
    let document = Document::open(chemin, &nom, &limites)?;
    let ecrit: Value = document.decode()?;
    let lu = ecrit.get("format").and_then(Value::as_u64);
    if let Some(lu) = lu.filter(|lu| *lu > u64::from(format)) {
        let message = format!(
            "écrite par une version plus récente du programme (format {lu}, lu ici jusqu'au format {format})"
        );
        return Err(vec![Diagnostic::whole(&nom, message)]);
    }
    Ok((document, ecrit))
}

fn recalculer(campagne: &Campagne, chemin: &Path) -> Result<Constat, Vec<Diagnostic>> {
    let nom = chemin.display().to_string();
    let refus = |message: String| vec![Diagnostic::whole(&nom, message)];
    let (document, ecrit) = ouvrir(chemin, FORMAT)?;
    let champ = |chemin: &[&str]| chemin.iter().try_fold(&ecrit, |v, cle| v.get(*cle));
    let territoire = champ(&["territoire", "code"])
        .and_then(Value::as_str)
        .ok_or_else(|| {
            refus("territoire.code absent : ce n'est pas une proposition de classement".into())
        })?;
    let cadre = campagne
        .cadre(territoire)
        .ok_or_else(|| refus(format!("territoire « {territoire} » absent de la campagne")))?;
    let lecture = campagne
        .lire_journal(territoire)
        .map_err(|erreur| refus(erreur.to_string()))?;

    let mut differences = Vec::new();
    differences.extend(mal_nommee(chemin, territoire));
    let declares = champ(&["provenance", "journal", "enregistrements"]).and_then(Value::as_u64);
    let seance = rejouer(&lecture, declares, &mut differences);
    let lus = seance.enregistrements().len();
    differences.extend(
        changees(&seance.etat().entrees, &campagne.entrees(territoire))
            .into_iter()
            .map(|entree| {
                format!("entrée qui n'est pas celle que le journal a acceptée : {entree}")
            }),
    );
    let tete = lecture
        .empreinte((lus as u64).saturating_sub(1))
        .unwrap_or_default();
    let provenance = provenance(campagne, territoire, lus as u64, tete);
    let mut recalcule = Resultat::etablir(&cadre, &seance, provenance);
    if ecrit.get("table").is_none() {
        // Written by a program that did not carry the region's additions yet.
        recalcule = recalcule.sans_ajouts();
    }
    let valeur = serde_yaml::to_value(&recalcule).map_err(|erreur| refus(erreur.to_string()))?;
    let avant = differences.len();
    comparer("", &ecrit, &valeur, &mut differences);
    if differences.len() == avant {
        let attendu =
            yaml_writer::to_string(&recalcule).map_err(|erreur| refus(erreur.to_string()))?;
        differences.extend(autres_octets(&document, &attendu));
    }
    Ok(Constat {
        differences,
        de_plus: lecture.enregistrements().len() - lus,
    })
}

/// `63.yaml`, or a copy of it such as `63.yaml.bak`, holds the outcome of 63.
fn mal_nommee(chemin: &Path, territoire: &str) -> Option<String> {
    let nom = chemin.file_name()?.to_string_lossy();
    let attendu = format!("{territoire}.yaml");
    let suite = nom.strip_prefix(&attendu);
    let bon = suite.is_some_and(|suite| suite.is_empty() || suite.starts_with('.'));
    (!bon).then(|| format!("nom du fichier : {nom}, alors que le territoire est {territoire}"))
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
    let gardes = lecture.enregistrements().iter().take(gardes);
    for enregistrement in gardes.clone() {
        if let Err(refus) = check_valeurs(&enregistrement.fait) {
            let phrase = refus.to_string();
            differences.push(format!(
                "journal, fait {} : ce programme ne l'aurait pas admis ({})",
                enregistrement.n,
                phrase.trim_end_matches('.')
            ));
        }
    }
    Seance::replay(gardes.cloned())
}

/// Adds every place where two values differ.
pub(super) fn comparer(
    chemin: &str,
    ecrit: &Value,
    recalcule: &Value,
    differences: &mut Vec<String>,
) {
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

/// The values are the same, the bytes are not.
pub(super) fn autres_octets(document: &Document, attendu: &str) -> Option<String> {
    if document.sha256() == sha256(attendu.as_bytes()) {
        return None;
    }
    let ecrit = document.text();
    if ecrit == attendu {
        return Some("une marque UTF-8 (BOM) a été ajoutée en tête par un autre outil".into());
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
