//! The folder `projets/` replaced whole: at every instant it is the old one or the new one, never half of an import.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with, syncfs};
use rustix::io::Errno;

use super::atomic;
use super::fichier::{self, TEMPORAIRE};

/// The folder that holds what `projets/` was before the last import.
pub const AVANT: &str = "projets.avant-import";

/// What the platform said last time, kept beside the candidatures.
pub const BASE: &str = ".import.json";

/// A file to write in `projets/`.
#[derive(Debug, Clone)]
pub struct Ecrit {
    /// Its path in the campaign, as `projets/19480736.yaml`.
    pub fichier: String,
    /// What it held when the import was prepared; nothing when it was not there.
    pub avant: Option<Vec<u8>>,
    /// What it will hold.
    pub apres: String,
}

/// Puts these files in `projets/`, the others staying as they are; the folder as it was is kept as [`AVANT`].
pub fn remplacer(racine: &Path, ecrits: &[Ecrit], base: &str) -> io::Result<()> {
    let verrou = fs::File::open(racine)?;
    flock(&verrou, FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| io::Error::other("un autre import est en cours dans cette campagne"))?;
    oter_restes(racine)?;
    let (actuel, avant) = (racine.join("projets"), racine.join(AVANT));
    fichier::creer_dossier(&actuel)?;
    for ecrit in ecrits {
        let ici = match fs::read(racine.join(&ecrit.fichier)) {
            Ok(octets) => Some(octets),
            Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => None,
            Err(erreur) => return Err(erreur),
        };
        if ici != ecrit.avant {
            let message = format!("{} a changé pendant l'import : recommencez", ecrit.fichier);
            return Err(io::Error::other(message));
        }
    }
    let nouveau = tempfile::Builder::new()
        .prefix(&prefixe())
        .tempdir_in(racine)?;
    let prepare = nouveau.path().join("projets");
    copier(&actuel, &prepare)?;
    for ecrit in ecrits {
        let nom = Path::new(&ecrit.fichier).file_name().unwrap_or_default();
        fichier::remplacer(&prepare.join(nom), ecrit.apres.as_bytes())?;
    }
    fichier::remplacer(&prepare.join(BASE), base.as_bytes())?;
    // One sync for two thousand files, before any of them has its name.
    syncfs(fs::File::open(&prepare)?)?;
    echanger(&actuel, &prepare)?;
    // From here the import is done: what follows only puts the previous folder aside.
    fichier::synchroniser(racine)?;
    if avant.exists() {
        fs::remove_dir_all(&avant)?;
    }
    fs::rename(&prepare, &avant)?;
    fichier::synchroniser(racine)
}

/// What the platform said last time; nothing when there was no import.
pub fn base(racine: &Path) -> io::Result<Option<Vec<u8>>> {
    match fichier::lire(&racine.join("projets").join(BASE), 256 * 1024 * 1024) {
        Ok(octets) => Ok(Some(octets)),
        Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(erreur) => Err(erreur),
    }
}

/// Exchanges two folders in one step where the disk can; else by two renames, the first undone when the second fails.
fn echanger(actuel: &Path, prepare: &Path) -> io::Result<()> {
    match renameat_with(CWD, prepare, CWD, actuel, RenameFlags::EXCHANGE) {
        Ok(()) => return Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
        Err(erreur) => return Err(erreur.into()),
    }
    let cote: PathBuf = prepare.with_file_name("precedent");
    fs::rename(actuel, &cote)?;
    if let Err(erreur) = fs::rename(prepare, actuel) {
        fs::rename(&cote, actuel)?;
        return Err(erreur);
    }
    fs::rename(&cote, prepare)
}

/// Takes away what an import that was killed left behind; the lock says that none is under way.
fn oter_restes(racine: &Path) -> io::Result<()> {
    for entree in fs::read_dir(racine)? {
        let entree = entree?;
        let nom = entree.file_name();
        if nom.to_string_lossy().starts_with(&prefixe()) && entree.file_type()?.is_dir() {
            fs::remove_dir_all(entree.path())?;
        }
    }
    Ok(())
}

fn prefixe() -> String {
    format!("{TEMPORAIRE}projets-")
}

/// Copies a folder with what it holds: links stay links, anything else is refused before anything changes.
fn copier(de: &Path, vers: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(vers)?;
    fs::set_permissions(vers, fs::metadata(de)?.permissions())?;
    for entree in fs::read_dir(de)? {
        let entree = entree?;
        let (nature, cible) = (entree.file_type()?, vers.join(entree.file_name()));
        if nature.is_dir() {
            copier(&entree.path(), &cible)?;
        } else if nature.is_symlink() {
            symlink(fs::read_link(entree.path())?, cible)?;
        } else if nature.is_file() {
            fs::copy(entree.path(), cible)?;
        } else {
            let nom = entree.file_name().to_string_lossy().into_owned();
            return Err(io::Error::other(format!(
                "projets/{nom} n'est pas un fichier ordinaire"
            )));
        }
    }
    Ok(())
}

/// Writes the mapping that an import used, the one before kept as `.bak`.
pub fn garder_correspondance(racine: &Path, nom: &str, texte: &str) -> io::Result<()> {
    let chemin = racine.join(nom);
    let precedente = fs::read(&chemin).ok();
    if precedente.as_deref() == Some(texte.as_bytes()) {
        return Ok(());
    }
    atomic::replace(&chemin, texte.as_bytes(), precedente.as_deref())
}
