//! `instruire importer-table`: a priority table from a file, proven usable before it replaces the one in place.

use std::path::Path;

use color_eyre::eyre::Result;

use super::{Arguments, BON, dire, dossier, marque, montrer, refuser};
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::store::table::{self, Verrou};

/// Puts `fichier` in place as the table of `territoire`.
pub fn run(arguments: &Arguments, territoire: &str, fichier: &Path) -> Result<u8> {
    let dossier = match dossier(arguments) {
        Ok(dossier) => dossier,
        Err(message) => return Ok(refuser(&message)),
    };
    let code = visible(territoire);
    if territoire.is_empty() || !territoire.chars().all(char::is_alphanumeric) {
        return Ok(refuser(&format!("territoire « {code} » refusé")));
    }
    let journal = dossier.join(format!("seances/{territoire}.journal.yaml"));
    match table::verrou(&dossier, territoire) {
        None => {}
        Some(Verrou::Levee) => {
            return Ok(refuser(&format!(
                "la séance {code} est levée : sa table ne change plus"
            )));
        }
        Some(Verrou::Examinees(nombre)) => {
            let nombre = compte(nombre, "candidature", "candidatures");
            return Ok(refuser(&format!(
                "la séance {code} a déjà examiné {nombre} avec cette table : elle ne change plus"
            )));
        }
        Some(Verrou::Illisible(raison)) => {
            return Ok(refuser(&format!("journal de la séance {code} : {raison}")));
        }
    }
    let lue = match table::importer(&dossier, territoire, fichier) {
        Ok(lue) => lue,
        Err(diagnostics) => {
            montrer(&diagnostics);
            return Ok(refuser("table non importée, celle en place n'a pas changé"));
        }
    };
    for (severite, remarque) in &lue.remarques {
        let remarque = visible(&remarque.to_string());
        dire(&format!("{} {remarque}", marque(*severite)))?;
    }
    dire(&format!(
        "priorites/{code}.yaml : {}, écrite ; la précédente est à côté, en .bak",
        compte(lue.table.priorites.len(), "priorité", "priorités")
    ))?;
    if journal.exists() {
        dire("La séance déjà ouverte demandera d'accepter cette table à sa prochaine ouverture.")?;
    }
    Ok(BON)
}
