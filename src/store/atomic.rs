//! A file replaced whole: at every instant its name is the old file or the new one, never a half.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::fichier::{self, TEMPORAIRE, dossier_de};

/// Writes `bytes` beside `path`, syncs, reads back, keeps the previous file as `.bak`, renames, syncs the folder.
pub fn replace(path: &Path, bytes: &[u8], previous: Option<&[u8]>) -> io::Result<()> {
    let folder = dossier_de(path);
    fichier::balayer(folder);
    let temporary = written(folder, bytes)?;
    if let Some(previous) = previous {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".bak");
        persist(written(folder, previous)?, &folder.join(name))?;
    }
    persist(temporary, path)?;
    fichier::synchroniser(folder)
}

/// Replaces an input: the previous one is kept as `.bak`, and its rights stay; 0600 for a first one.
pub fn replace_input(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let rights = fs::metadata(path).map(|metadata| metadata.permissions());
    fichier::creer_dossier(dossier_de(path))?;
    let previous = fs::read(path).ok();
    replace(path, bytes, previous.as_deref())?;
    match rights {
        Ok(rights) => fs::set_permissions(path, rights),
        Err(_) => Ok(()),
    }
}

/// Writes a copy beside `path`, its name followed by `suffix`, by a number more when that is taken; gives its place.
pub fn keep_beside(path: &Path, suffix: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    let base = path.with_file_name(name);
    let mut free = base.clone();
    for rank in 2.. {
        match create(&free, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let mut other = base.clone().into_os_string();
                other.push(format!("-{rank}"));
                free = other.into();
            }
            other => return other.map(|()| free),
        }
    }
    Ok(free)
}

/// Writes a file under a name that must be free, and puts it on disk.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = dossier_de(path);
    written(folder, bytes)?
        .persist_noclobber(path)
        .map_err(|error| error.error)?;
    fichier::synchroniser(folder)
}

/// A temporary file that holds `bytes`, on disk and read back: unpredictable name, `O_EXCL`, 0600, removed when unused.
pub fn written(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORAIRE)
        .tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    if fs::read(temporary.path())? != bytes {
        return Err(io::Error::other(
            "le fichier relu n'est pas celui qui a été écrit",
        ));
    }
    Ok(temporary)
}

fn persist(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary
        .persist(path)
        .map(drop)
        .map_err(|error| error.error)
}
