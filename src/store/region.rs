//! The region's compilation on disk: compiled from the proposals received, written atomically, verified by being compiled again.

use std::io;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

use super::campagne::Campagne;
use super::diagnostic::Diagnostic;
use super::fichier::{self, dossier_de};
use super::journal;
use super::recueil::{chercher, lire, relatif};
use super::resultat::{OCTETS, autres_octets, comparer, ouvrir};
use super::{atomic, yaml_writer};
use crate::domain::region::{CODE, FORMAT, Recue, Region, Reglages};
use crate::domain::resultat::Tete;
use crate::domain::seance::Seance;

/// Where the compilation of a campaign is written.
pub fn chemin(campagne: &Campagne) -> PathBuf {
    campagne.resultats().join("region.yaml")
}

/// What was received, and where it was looked for, as seen from the campaign's folder.
pub fn recevoir(
    campagne: &Campagne,
    donnes: &[PathBuf],
) -> Result<(Vec<Recue>, Vec<String>), String> {
    let pieces = chercher(campagne, donnes)?;
    let mut sources: Vec<String> = donnes
        .iter()
        .map(|donne| relatif(&campagne.racine, donne))
        .collect();
    sources.sort();
    sources.dedup();
    Ok((lire(campagne, &pieces), sources))
}

/// What the region has said, as its journal tells it; nothing without a journal. An altered journal is not followed.
pub fn dit(campagne: &Campagne) -> Result<(Seance, Reglages), String> {
    if !journal::existe(&campagne.journal(CODE)).map_err(|e| e.to_string())? {
        return Ok((Seance::default(), Reglages::default()));
    }
    let lecture = campagne.lire_journal(CODE).map_err(|e| e.to_string())?;
    if let Some(anomalie) = lecture.anomalie() {
        return Err(format!("journal de la région : {anomalie}"));
    }
    let seance = Seance::replay(lecture.enregistrements().iter().cloned());
    let lus = lecture.enregistrements().len() as u64;
    let tete = lecture.empreinte(lus.saturating_sub(1)).map(|h| Tete {
        enregistrements: lus,
        tete: h.to_owned(),
    });
    let reglages = Reglages::replay(&seance, tete);
    Ok((seance, reglages))
}

/// Compiles these files and folders, or the campaign's own `resultats` when none is named, with what the region has said.
pub fn compiler(campagne: &Campagne, donnes: &[PathBuf]) -> Result<Region, String> {
    let (_, reglages) = dit(campagne)?;
    let (recues, sources) = recevoir(campagne, donnes)?;
    Ok(Region::compiler(&campagne.ami, recues, &reglages, sources))
}

/// Writes a compilation: whole or not at all, the previous one kept as `.bak`. `rapport`: lines of the report beside it.
pub fn write(campagne: &Campagne, region: &Region, rapport: &[String]) -> io::Result<PathBuf> {
    let chemin = chemin(campagne);
    super::resultat::ecrire_texte(&chemin.with_extension("md"), rapport)?;
    let texte = yaml_writer::to_string(region).map_err(io::Error::other)?;
    fichier::creer_dossier(dossier_de(&chemin))?;
    let precedent = if fichier::existe(&chemin)? {
        Some(fichier::lire(&chemin, OCTETS)?)
    } else {
        None
    };
    atomic::replace(&chemin, texte.as_bytes(), precedent.as_deref())?;
    Ok(chemin)
}

/// Whether this name is a compilation's.
pub fn est_compilation(chemin: &Path) -> bool {
    let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
    nom.starts_with("region.yaml")
}

/// Compiles again what a compilation was made from: every difference, in French; none means « conforme ».
pub fn verify(campagne: &Campagne, chemin: &Path) -> Result<Vec<String>, Vec<Diagnostic>> {
    let nom = chemin.display().to_string();
    let refus = |message: String| vec![Diagnostic::whole(&nom, message)];
    let (document, ecrit) = ouvrir(chemin, FORMAT)?;
    let sources = ecrit.get("provenance").and_then(|p| p.get("sources"));
    let sources = sources.and_then(Value::as_sequence).ok_or_else(|| {
        refus("provenance.sources absent : ce n'est pas une compilation régionale".into())
    })?;
    let sources: Vec<PathBuf> = sources
        .iter()
        .filter_map(Value::as_str)
        .map(|source| campagne.racine.join(source))
        .collect();
    let recompilee = compiler(campagne, &sources).map_err(refus)?;
    let valeur = serde_yaml::to_value(&recompilee).map_err(|e| refus(e.to_string()))?;
    let mut differences = Vec::new();
    comparer("", &ecrit, &valeur, &mut differences);
    if differences.is_empty() {
        let attendu = yaml_writer::to_string(&recompilee).map_err(|e| refus(e.to_string()))?;
        differences.extend(autres_octets(&document, &attendu));
    }
    Ok(differences)
}
