//! Copies made for others: in the campaign's `exports/` under a dated name, or where a person says; 0600, whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::{atomic, fichier};

/// Largest file replaced, in bytes: it is read to be kept as `.bak`.
const OCTETS: u64 = 256 * 1024 * 1024;

/// Writes `exports/NOM-YYYYMMDD-HHMMSS.EXTENSION`; what was exported before, and perhaps written upon, is never replaced.
pub fn ecrire(
    racine: &Path,
    (nom, extension): (&str, &str),
    le: DateTime<FixedOffset>,
    octets: &[u8],
) -> io::Result<PathBuf> {
    let dossier = racine.join("exports");
    fichier::creer_dossier(&dossier)?;
    let base = format!("{nom}-{}", le.format("%Y%m%d-%H%M%S"));
    let mut chemin = dossier.join(format!("{base}.{extension}"));
    for rang in 2.. {
        match atomic::create(&chemin, octets) {
            Err(erreur) if erreur.kind() == io::ErrorKind::AlreadyExists => {
                chemin = dossier.join(format!("{base}-{rang}.{extension}"));
            }
            autre => return autre.map(|()| chemin),
        }
    }
    Ok(chemin)
}

/// Writes the file that a person names; a previous one is kept beside, as `.bak`.
pub fn ecrire_la(chemin: &Path, octets: &[u8]) -> io::Result<()> {
    let precedent = if fichier::existe(chemin)? {
        Some(fichier::lire(chemin, OCTETS)?)
    } else {
        None
    };
    atomic::replace(chemin, octets, precedent.as_deref())
}
