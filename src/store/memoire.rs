//! The proposals as they were last checked, kept beside them so that a region opens at once: believed only while not one
//! byte that they rest on has changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::empreinte::sha256;
use super::fichier;
use crate::domain::region::{CODE, Recue};

/// Its name in `resultats/`.
pub const NOM: &str = ".region-memoire.json";

/// Largest file read, in bytes.
const OCTETS: u64 = 256 * 1024 * 1024;

/// What is kept.
#[derive(Serialize, Deserialize)]
struct Memoire {
    /// Everything that was read, and the program that read it.
    empreinte: String,
    /// What was received.
    recues: Vec<Recue>,
}

/// The proposals kept; nothing when a file, or the program, is no longer the same.
pub fn relire(racine: &Path) -> Option<Vec<Recue>> {
    let octets = fichier::lire(&chemin(racine), OCTETS).ok()?;
    // The first line seals the rest: a slip of an editor is no proposal.
    let fin = octets.iter().position(|b| *b == b'\n')?;
    let (sceau, suite) = (&octets[..fin], &octets[fin + 1..]);
    if sha256(suite).as_bytes() != sceau {
        return None;
    }
    let memoire: Memoire = serde_json::from_slice(suite).ok()?;
    let empreinte = empreinte(racine).ok()?;
    (memoire.empreinte == empreinte).then_some(memoire.recues)
}

/// Keeps the proposals received from the campaign's own `resultats`; what cannot be kept is only read again.
pub fn garder(racine: &Path, recues: &[Recue]) {
    let garde = || -> Option<()> {
        let memoire = Memoire {
            empreinte: empreinte(racine).ok()?,
            recues: recues.to_vec(),
        };
        let suite = serde_json::to_vec(&memoire).ok()?;
        let octets = [sha256(&suite).as_bytes(), b"\n", &suite].concat();
        fichier::remplacer(&chemin(racine), &octets).ok()
    };
    let _ = garde();
}

fn chemin(racine: &Path) -> PathBuf {
    racine.join("resultats").join(NOM)
}

/// sha-256 of the name and the bytes of every file that a check rests on, and of what identifies the program.
fn empreinte(racine: &Path) -> io::Result<String> {
    let mut fichiers = vec![racine.join("ami.yaml")];
    let regional = format!("{CODE}.");
    for (dossier, extension) in [
        ("priorites", "yaml"),
        ("projets", "yaml"),
        ("projets", "yml"),
        ("seances", "yaml"),
        ("seances", "tete"),
        ("resultats", "yaml"),
        ("../reference", "csv"),
    ] {
        let entrees = match fs::read_dir(racine.join(dossier)) {
            Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => continue,
            autre => autre?,
        };
        for entree in entrees {
            let entree = entree?;
            let nom = entree.file_name();
            let nom = nom.to_string_lossy();
            // What the region itself writes changes no proposal.
            if nom.ends_with(&format!(".{extension}")) && !nom.starts_with(&regional) {
                fichiers.push(entree.path());
            }
        }
    }
    fichiers.sort();
    let mut lus = programme();
    for chemin in fichiers {
        let octets = fichier::lire(&chemin, OCTETS)?;
        lus.push_str(&chemin.display().to_string());
        lus.push_str(&sha256(&octets));
    }
    Ok(sha256(lus.as_bytes()))
}

/// The version, and the file of the program: another build may check otherwise.
fn programme() -> String {
    let fichier = std::env::current_exe().and_then(fs::metadata);
    let date = fichier.and_then(|f| Ok((f.len(), f.modified()?)));
    format!("{} {:?}", env!("CARGO_PKG_VERSION"), date.ok())
}
