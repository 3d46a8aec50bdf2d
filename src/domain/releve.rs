//! Constats gathered for a list: which candidature, on which territory, which rule, which evidence, where in the file.

use serde::Serialize;

use super::cadre::{Cadre, Dossier};
use super::recevabilite::Severite;

/// A constat with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConstatReleve {
    /// Code of the territory.
    pub territoire: String,
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Identifier of the rule.
    pub regle: &'static str,
    /// Severity.
    pub severite: Severite,
    /// The evidence.
    pub message: String,
    /// The candidature's file.
    pub fichier: String,
    /// Path in that file.
    pub chemin: String,
}

/// The constats of one candidature on one territory.
pub fn relever(cadre: &Cadre, dossier: &Dossier, fichier: &str) -> Vec<ConstatReleve> {
    let constats = dossier.constats.iter();
    constats
        .map(|constat| ConstatReleve {
            territoire: cadre.territoire.code.clone(),
            numero: dossier.numero().to_owned(),
            nom: dossier.projet.nom.clone(),
            regle: constat.regle,
            severite: constat.severite,
            message: constat.message.clone(),
            fichier: fichier.to_owned(),
            chemin: constat.chemin.clone(),
        })
        .collect()
}

/// Whether a list holds something to settle or to look at: information alone is nothing found.
pub fn a_regarder(releve: &[ConstatReleve]) -> bool {
    releve.iter().any(|c| c.severite != Severite::Information)
}
