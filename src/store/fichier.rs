//! Small files read and replaced without following a link, waiting on a pipe, or trusting a size.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::getuid;

/// What the temporary files of this program begin with.
pub const TEMPORAIRE: &str = ".instruire-";

/// No file takes that long to write: an older temporary has lost its writer.
const OUBLIE: Duration = Duration::from_secs(60);

/// Flags of every opening: a link is refused, a pipe does not block.
pub fn drapeaux() -> i32 {
    (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed()
}

/// The bytes of a regular file of at most `maximum` bytes.
pub fn lire(chemin: &Path, maximum: u64) -> io::Result<Vec<u8>> {
    let fichier = OpenOptions::new()
        .read(true)
        .custom_flags(drapeaux())
        .open(chemin)?;
    let metadata = fichier.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("ce n'est pas un fichier ordinaire"));
    }
    let trop_gros = |octets: u64| {
        io::Error::other(format!(
            "fichier trop gros ({octets} octets ; {maximum} admis)"
        ))
    };
    if metadata.len() > maximum {
        return Err(trop_gros(metadata.len()));
    }
    let mut octets = Vec::new();
    // One byte more than admitted, for a file that grows while it is read.
    fichier
        .take(maximum.saturating_add(1))
        .read_to_end(&mut octets)?;
    if octets.len() as u64 > maximum {
        return Err(trop_gros(octets.len() as u64));
    }
    Ok(octets)
}

/// The text of a small file, nothing when it cannot be had.
pub fn texte(chemin: &Path) -> Option<String> {
    String::from_utf8(lire(chemin, 4096).ok()?).ok()
}

/// Replaces a small file in one step, mode 0600; a link under that name is replaced, not followed.
pub fn remplacer(chemin: &Path, octets: &[u8]) -> io::Result<()> {
    let mut temporaire = tempfile::Builder::new()
        .prefix(TEMPORAIRE)
        .tempfile_in(dossier_de(chemin))?;
    temporaire.write_all(octets)?;
    temporaire.persist(chemin).map_err(|erreur| erreur.error)?;
    Ok(())
}

/// The folder of a file.
pub fn dossier_de(chemin: &Path) -> &Path {
    chemin
        .parent()
        .filter(|dossier| !dossier.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The folder, created 0700 when it is absent; its own name is then on disk.
pub fn creer_dossier(dossier: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(dossier) {
        Ok(()) => synchroniser(dossier_de(dossier)),
        Err(erreur) if erreur.kind() == io::ErrorKind::AlreadyExists && dossier.is_dir() => Ok(()),
        Err(erreur) => Err(erreur),
    }
}

/// Why nobody should write in a folder: anyone could replace what is there. Nothing when only its owner and group can.
pub fn ouvert_a_tous(dossier: &Path) -> Option<String> {
    let mode = fs::metadata(dossier).ok()?.mode();
    (mode & 0o002 != 0).then(|| {
        format!(
            "le dossier {} est modifiable par tous : n'importe qui pourrait y remplacer la séance. Retirez ce droit (chmod o-w) et rouvrez",
            dossier.display()
        )
    })
}

/// Removes the temporary files that a program of our account left when it was killed; one still being written is younger.
pub fn balayer(dossier: &Path) {
    let Ok(entrees) = fs::read_dir(dossier) else {
        return;
    };
    for entree in entrees.filter_map(Result::ok) {
        let nom = entree.file_name();
        let suite = nom.to_str().and_then(|nom| nom.strip_prefix(TEMPORAIRE));
        let a_nous =
            suite.is_some_and(|s| s.len() == 6 && s.bytes().all(|b| b.is_ascii_alphanumeric()));
        if let Ok(metadata) = entree.metadata()
            && a_nous
            && metadata.is_file()
            && metadata.uid() == getuid().as_raw()
            && metadata
                .modified()
                .is_ok_and(|le| le.elapsed().is_ok_and(|age| age > OUBLIE))
        {
            let _ = fs::remove_file(entree.path());
        }
    }
}

/// Puts the names of a folder on disk.
pub fn synchroniser(dossier: &Path) -> io::Result<()> {
    File::open(dossier)?.sync_all()
}

/// Whether something bears this name, be it a link to nothing.
pub fn existe(chemin: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(chemin) {
        Ok(_) => Ok(true),
        Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(erreur) => Err(erreur),
    }
}

/// A system error in plain French.
pub fn dire(erreur: &io::Error) -> String {
    let Some(code) = erreur.raw_os_error() else {
        return match erreur.kind() {
            io::ErrorKind::InvalidData => "ce n'est pas de l'UTF-8".into(),
            io::ErrorKind::UnexpectedEof => "fichier plus court qu'annoncé".into(),
            io::ErrorKind::WriteZero | io::ErrorKind::StorageFull => {
                "plus de place sur le disque".into()
            }
            // Said by `tempfile`, which keeps the kind and hides the number.
            io::ErrorKind::NotFound => "dossier introuvable".into(),
            io::ErrorKind::NotADirectory => {
                "un fichier se trouve là où un dossier est attendu".into()
            }
            io::ErrorKind::PermissionDenied => {
                "droits insuffisants sur le fichier ou son dossier".into()
            }
            io::ErrorKind::QuotaExceeded => "votre quota est atteint".into(),
            io::ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule".into(),
            // The others are written here, in French.
            _ => erreur.to_string(),
        };
    };
    let connu = match Errno::from_raw_os_error(code) {
        Errno::NOSPC => "plus de place sur le disque",
        Errno::DQUOT => "votre quota est atteint",
        Errno::FBIG => "taille de fichier limitée par le système",
        Errno::ROFS => "le disque est en lecture seule",
        Errno::ACCESS | Errno::PERM => "droits insuffisants sur le fichier ou son dossier",
        Errno::NOENT => "le dossier n'existe plus",
        Errno::EXIST => "un fichier de ce nom existe déjà",
        Errno::NOTDIR => "un fichier se trouve là où un dossier est attendu",
        Errno::ISDIR => "un dossier se trouve là où un fichier est attendu",
        Errno::IO => "le disque signale une erreur",
        Errno::LOOP => "lien symbolique refusé : mettez le fichier lui-même",
        Errno::NXIO | Errno::NODEV => "ce n'est pas un fichier ordinaire",
        Errno::MFILE | Errno::NFILE => "trop de fichiers ouverts sur ce poste",
        Errno::NAMETOOLONG => "nom de fichier trop long",
        Errno::STALE | Errno::TIMEDOUT => "le disque partagé ne répond plus",
        Errno::NOLCK | Errno::NOTSUP => "le disque ne sait pas faire cela",
        Errno::BUSY | Errno::TXTBSY => "le fichier est occupé",
        _ => return format!("erreur {code} du système"),
    };
    connu.to_owned()
}
