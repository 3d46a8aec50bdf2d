//! Where one was: the candidature on screen, so that a restart comes back to it. A convenience, never a truth.

use std::path::{Path, PathBuf};

use super::fichier;
use crate::domain::projet::est_numero;

/// Remembers a candidature; a failure only costs the comfort of coming back to it.
pub fn save(journal: &Path, numero: &str) {
    let _ = fichier::remplacer(&chemin(journal), format!("{numero}\n").as_bytes());
}

/// The candidature remembered.
pub fn load(journal: &Path) -> Option<String> {
    let texte = fichier::texte(&chemin(journal))?;
    let numero = texte.trim();
    est_numero(numero).then(|| numero.to_owned())
}

fn chemin(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("place")
}
