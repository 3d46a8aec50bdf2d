//! `instruire verifier`: every file of the campaign, or one outcome computed again.

use std::path::Path;

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, charger, dire, dossier, marque, montrer, refuser};
use crate::domain::francais::compte;
use crate::domain::priorite::StatutTable;
use crate::domain::recevabilite::Severite;
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, Chargement};
use crate::store::diagnostic::Diagnostic;
use crate::store::{journal, resultat};

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
    if !diagnostics.is_empty() {
        return Ok(refuser(&compte(
            diagnostics.len(),
            "problème dans les fichiers",
            "problèmes dans les fichiers",
        )));
    }
    Ok(if anomalies { CONSTAT } else { BON })
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
    let chemin = campagne.journal(code);
    if !chemin.exists() {
        dire(&ligne)?;
        return Ok(false);
    }
    let (journal, altere) = etat_du_journal(&chemin);
    dire(&format!("{ligne} ; journal : {journal}"))?;
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
fn etat_du_journal(chemin: &Path) -> (String, bool) {
    match journal::read(chemin) {
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
    // An outcome lies in `resultats/` of its campaign, unless another is named.
    let voisine = fichier
        .parent()
        .and_then(Path::parent)
        .filter(|d| d.join("ami.yaml").exists());
    let campagne = match (&arguments.campagne, voisine) {
        (None, Some(dossier)) => charger(&Arguments::pour(dossier.to_owned())),
        _ => charger(arguments),
    };
    let campagne = match campagne {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    match resultat::verify(&campagne, fichier) {
        Ok(differences) if differences.is_empty() => {
            dire(&format!("{} : conforme", fichier.display()))?;
            Ok(BON)
        }
        Ok(differences) => {
            for difference in &differences {
                dire(&format!("{} : {}", fichier.display(), visible(difference)))?;
            }
            dire(&format!(
                "{} : non conforme, {}",
                fichier.display(),
                compte(differences.len(), "différence", "différences")
            ))?;
            Ok(CONSTAT)
        }
        Err(diagnostics) => {
            montrer(&diagnostics);
            Ok(refuser("proposition invérifiable"))
        }
    }
}
