//! A file replaced whole: at every instant its name is the old file or the new one, never a half.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes `bytes` beside `path`, syncs, reads back, keeps the previous file as `.bak`, renames, syncs the folder.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // tempfile: unpredictable name, O_EXCL, 0600, removed when anything below fails.
    let mut temporary = tempfile::Builder::new()
        .prefix(".instruire-")
        .tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    if fs::read(temporary.path())? != bytes {
        return Err(io::Error::other(
            "le fichier relu n'est pas celui qui a été écrit",
        ));
    }
    if path.exists() {
        keep_previous(path, folder)?;
    }
    temporary.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// A second name for the previous file, put in place in one step.
fn keep_previous(path: &Path, folder: &Path) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".bak");
    let copy = tempfile::Builder::new()
        .prefix(".instruire-")
        .tempfile_in(folder)?;
    fs::write(copy.path(), fs::read(path)?)?;
    copy.persist(folder.join(name))
        .map_err(|error| error.error)?;
    Ok(())
}
