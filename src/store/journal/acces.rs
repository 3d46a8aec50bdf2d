//! How the file of a journal is opened: without following a link, one name only, a bounded size.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::{ErreurJournal, illisible};
use crate::store::fichier::{dossier_de, drapeaux, ouvert_a_tous};

/// Largest journal read, in bytes.
const OCTETS: u64 = 512 * 1024 * 1024;

/// To append.
pub fn ecriture() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .append(true)
        .mode(0o600)
        .custom_flags(drapeaux());
    options
}

/// To read only, its nature checked.
pub fn ouvrir_en_lecture(chemin: &Path) -> Result<File, ErreurJournal> {
    let fichier = OpenOptions::new()
        .read(true)
        .custom_flags(drapeaux())
        .open(chemin)
        .map_err(|erreur| illisible(&erreur))?;
    verifier_nature(&fichier)?;
    Ok(fichier)
}

/// A regular file with one name: a link could make us write elsewhere.
pub fn verifier_nature(fichier: &File) -> Result<(), ErreurJournal> {
    let refus = |raison: String| Err(ErreurJournal::Illisible(raison));
    let metadata = fichier.metadata().map_err(|erreur| illisible(&erreur))?;
    if !metadata.is_file() {
        return refus("ce n'est pas un fichier ordinaire".into());
    }
    if metadata.nlink() > 1 {
        return refus("le fichier a plusieurs noms (lien), refusé".into());
    }
    if metadata.len() > OCTETS {
        return refus(format!("fichier trop gros ({} octets)", metadata.len()));
    }
    Ok(())
}

/// Whether the file is still the one that bears this name.
pub fn porte_ce_nom(fichier: &File, chemin: &Path) -> bool {
    let lieu = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (fichier.metadata(), fs::symlink_metadata(chemin)) {
        (Ok(ouvert), Ok(nomme)) => lieu(ouvert) == lieu(nomme),
        _ => false,
    }
}

/// Every byte, from the first.
pub fn lire(fichier: &File) -> Result<Vec<u8>, ErreurJournal> {
    let mut octets = Vec::new();
    let mut fichier = fichier;
    fichier.rewind().map_err(|erreur| illisible(&erreur))?;
    fichier
        .take(OCTETS)
        .read_to_end(&mut octets)
        .map_err(|erreur| illisible(&erreur))?;
    Ok(octets)
}

/// Why a journal must not be written where it is: its folder, or the one above, is anyone's.
pub fn expose(chemin: &Path) -> Option<String> {
    let seances = dossier_de(chemin);
    ouvert_a_tous(seances).or_else(|| ouvert_a_tous(dossier_de(seances)))
}
