//! Texts typed and not recorded, beside the journal: they outlive a killed program, never reach the journal, and prove nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::document::{Document, Limites};
use super::fichier;
use super::yaml_writer;

/// Largest file of drafts read, in bytes.
const OCTETS: u64 = 8 * 1024 * 1024;

/// Replaces the drafts of a journal. Not synced: a program that is killed loses none of them, a power cut may.
pub fn save<T: Serialize>(journal: &Path, brouillons: &T) -> io::Result<()> {
    let texte = yaml_writer::to_string(brouillons).map_err(io::Error::other)?;
    fichier::remplacer(&chemin(journal), texte.as_bytes())
}

/// Nothing is a draft any more.
pub fn remove(journal: &Path) -> io::Result<()> {
    match fs::remove_file(chemin(journal)) {
        Err(erreur) if erreur.kind() != io::ErrorKind::NotFound => Err(erreur),
        _ => Ok(()),
    }
}

/// The drafts kept, nothing when there are none. What cannot be read is set aside under another name, which is the error.
pub fn load<T: DeserializeOwned>(journal: &Path) -> Result<Option<T>, PathBuf> {
    let chemin = chemin(journal);
    // A power cut may leave a file without its bytes.
    if fs::symlink_metadata(&chemin).map_or(true, |m| m.is_file() && m.len() == 0) {
        return Ok(None);
    }
    lire(&chemin).map(Some).ok_or_else(|| {
        let ecarte = chemin.with_extension("yaml.illisible");
        let _ = fs::rename(&chemin, &ecarte);
        ecarte
    })
}

/// What the file says, once proven harmless.
fn lire<T: DeserializeOwned>(chemin: &Path) -> Option<T> {
    let octets = fichier::lire(chemin, OCTETS).ok()?;
    Document::from_bytes("brouillons", octets.clone(), &Limites::default()).ok()?;
    serde_yaml::from_slice(&octets).ok()
}

fn chemin(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("brouillons.yaml")
}
