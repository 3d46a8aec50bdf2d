//! The example campaign and the official codes, carried inside the program.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

/// The example campaign's folder.
pub const EXEMPLE: &str = "o2r-ara-2024";

#[derive(RustEmbed)]
#[folder = "data"]
#[exclude = "*/seances/*"]
#[exclude = "*/resultats/*"]
#[exclude = "*/exports/*"]
struct Donnees;

/// The bytes of a carried file, as `reference/communes-ara.csv`.
pub fn lire(nom: &str) -> Option<Vec<u8>> {
    Donnees::get(nom).map(|fichier| fichier.data.into_owned())
}

/// Copies everything carried under `dossier` and returns the campaign's folder.
pub fn copier(dossier: &Path) -> io::Result<PathBuf> {
    for nom in Donnees::iter() {
        let cible = dossier.join(nom.as_ref());
        if let (Some(parent), Some(octets)) = (cible.parent(), lire(&nom)) {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(parent)?;
            let mut fichier = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&cible)?;
            io::Write::write_all(&mut fichier, &octets)?;
        }
    }
    Ok(dossier.join(EXEMPLE))
}
