//! Where one was: the candidature on screen, so that a restart comes back to it. A convenience, never a truth.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::domain::projet::est_numero;

/// Remembers a candidature; a failure only costs the comfort of coming back to it.
pub fn save(journal: &Path, numero: &str) {
    let ouvert = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(fichier(journal));
    if let Ok(mut ouvert) = ouvert {
        let _ = writeln!(ouvert, "{numero}");
    }
}

/// The candidature remembered.
pub fn load(journal: &Path) -> Option<String> {
    let texte = fs::read_to_string(fichier(journal)).ok()?;
    let numero = texte.trim();
    est_numero(numero).then(|| numero.to_owned())
}

fn fichier(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("place")
}
