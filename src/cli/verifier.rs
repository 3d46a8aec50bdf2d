//! `instruire verifier`: every file of the campaign, or one outcome computed again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, charger, dire, dossier, marque, montrer, refuser};
use crate::domain::francais::compte;
use crate::domain::priorite::StatutTable;
use crate::domain::recevabilite::Severite;
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, Chargement};
use crate::store::diagnostic::Diagnostic;
use crate::store::fichier;
use crate::store::{journal, region, resultat};

/// Checks the campaign, or the outcome in `fichier`.
pub fn run(arguments: &Arguments, fichier: Option<&Path>) -> Result<u8> {
    match fichier {
        None => campagne(arguments),
        Some(fichier) => proposition(arguments, fichier),
    }
}

fn campagne(arguments: &Arguments) -> Result<u8> {
    let dossier = match dossier(arguments) {
        Ok(dossier) => dossier,
        Err(message) => return Ok(refuser(&message)),
    };
    let Chargement {
        campagne,
        diagnostics,
        remarques,
    } = Campagne::load(&dossier);
    montrer(&diagnostics);
    let Some(campagne) = campagne else {
        return Ok(refuser(&format!(
            "campagne inutilisable : {}",
            dossier.display()
        )));
    };
    let mut anomalies = false;
    for territoire in &campagne.ami.territoires {
        anomalies |= dire_territoire(&campagne, &territoire.code)?;
        anomalies |= dire_table(&remarques, &territoire.code)?;
    }
    let propositions = match propositions(&campagne) {
        Ok(propositions) => propositions,
        Err(erreur) => {
            return Ok(refuser(&format!(
                "{} : {}",
                campagne.resultats().display(),
                fichier::dire(&erreur)
            )));
        }
    };
    for proposition in &propositions {
        anomalies |= dire_proposition(&campagne, proposition)? != BON;
    }
    if !diagnostics.is_empty() {
        return Ok(refuser(&compte(
            diagnostics.len(),
            "problème dans les fichiers",
            "problèmes dans les fichiers",
        )));
    }
    Ok(if anomalies { CONSTAT } else { BON })
}

/// The outcomes present, by name; copies kept (`.bak`) are not outcomes.
fn propositions(campagne: &Campagne) -> io::Result<Vec<PathBuf>> {
    let entrees = match fs::read_dir(campagne.resultats()) {
        Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        autre => autre?,
    };
    let mut chemins: Vec<PathBuf> = entrees
        .map(|entree| Ok(entree?.path()))
        .collect::<io::Result<_>>()?;
    chemins.retain(|chemin| chemin.extension().is_some_and(|e| e == "yaml"));
    chemins.sort();
    Ok(chemins)
}

/// One line per territory and per journal; whether a journal is altered.
fn dire_territoire(campagne: &Campagne, code: &str) -> Result<bool> {
    let Some(cadre) = campagne.cadre(code) else {
        return Ok(false);
    };
    let constats = |severite| {
        cadre
            .dossiers
            .iter()
            .flat_map(|d| &d.constats)
            .filter(|c| c.severite == severite)
            .count()
    };
    let table = match cadre.table.statut {
        StatutTable::Saisie => compte(cadre.table.priorites.len(), "priorité", "priorités"),
        StatutTable::ASaisir => "table à saisir".into(),
    };
    let ligne = format!(
        "{} {} : {table}, {}, {}, {}",
        code,
        visible(&cadre.territoire.nom),
        compte(cadre.dossiers.len(), "candidature", "candidatures"),
        compte(
            constats(Severite::Motif),
            "motif d'irrecevabilité à confirmer",
            "motifs d'irrecevabilité à confirmer"
        ),
        compte(constats(Severite::Alerte), "alerte", "alertes"),
    );
    let (journal, altere) = match journal::existe(&campagne.journal(code)) {
        Ok(false) => {
            dire(&ligne)?;
            return Ok(false);
        }
        Ok(true) => etat_du_journal(campagne, code),
        Err(erreur) => (erreur.to_string(), true),
    };
    dire(&format!("{ligne} ; journal : {}", visible(&journal)))?;
    Ok(altere)
}

/// What deserves a second look in a table, a line each; whether something is more than information.
fn dire_table(remarques: &[(Severite, Diagnostic)], code: &str) -> Result<bool> {
    let fichier = format!("priorites/{code}.yaml");
    let mut alertes = false;
    for (severite, remarque) in remarques.iter().filter(|(_, r)| r.fichier == fichier) {
        alertes |= *severite != Severite::Information;
        dire(&format!(
            "  {} {}",
            marque(*severite),
            visible(&remarque.to_string())
        ))?;
    }
    Ok(alertes)
}

/// How many facts a journal holds, and whether something is wrong with it.
fn etat_du_journal(campagne: &Campagne, code: &str) -> (String, bool) {
    match campagne.lire_journal(code) {
        Ok(lecture) => {
            let faits = compte(lecture.enregistrements().len(), "fait", "faits");
            match lecture.anomalie() {
                Some(anomalie) => (format!("{faits}, {anomalie}"), true),
                None => (faits, false),
            }
        }
        Err(erreur) => (erreur.to_string(), true),
    }
}

fn proposition(arguments: &Arguments, fichier: &Path) -> Result<u8> {
    if matches!(fichier::existe(fichier), Ok(false)) {
        return Ok(refuser(&format!(
            "{} : fichier absent, proposition invérifiable",
            fichier.display()
        )));
    }
    // An outcome lies in `resultats/` of its campaign, unless another is named.
    let voisine = fichier
        .parent()
        .and_then(Path::parent)
        .filter(|d| d.join("ami.yaml").exists());
    let campagne = match (&arguments.campagne, voisine) {
        (None, Some(dossier)) => {
            let mut voisine = Arguments::pour(dossier.to_owned());
            voisine.ecarter_illisibles = arguments.ecarter_illisibles;
            charger(&voisine)
        }
        _ => charger(arguments),
    };
    match campagne {
        Ok(campagne) => dire_proposition(&campagne, fichier),
        Err(code) => Ok(code),
    }
}

/// « conforme », or every difference.
fn dire_proposition(campagne: &Campagne, fichier: &Path) -> Result<u8> {
    let nom = visible(&fichier.display().to_string());
    let verifiee = if region::est_compilation(fichier) {
        region::verify(campagne, fichier)
    } else {
        resultat::verify(campagne, fichier)
    };
    match verifiee {
        Ok(differences) if differences.is_empty() => {
            dire(&format!("{nom} : conforme"))?;
            Ok(BON)
        }
        Ok(differences) => {
            for difference in &differences {
                dire(&format!("{nom} : {}", visible(difference)))?;
            }
            dire(&format!(
                "{nom} : non conforme, {}",
                compte(differences.len(), "différence", "différences")
            ))?;
            Ok(CONSTAT)
        }
        Err(diagnostics) => {
            montrer(&diagnostics);
            Ok(refuser(&format!("{nom} : proposition invérifiable")))
        }
    }
}
