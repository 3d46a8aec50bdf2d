//! The lock, on the journal's own descriptor: a separate lock file, once deleted, lets two holders in.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::occupant::Occupant;
use super::{ErreurJournal, acces, illisible};
use crate::store::fichier::dire;

/// Why a journal could not be taken to write.
pub enum Prise {
    /// It can still be read.
    Ailleurs(String),
    /// It cannot be opened at all.
    Impossible(ErreurJournal),
}

/// Opens to append and takes the lock; with it, why there is none when one goes on without.
pub fn prendre(chemin: &Path, sans_verrou: bool) -> Result<(File, Option<String>), Prise> {
    let fichier = match acces::ecriture().open(chemin) {
        Ok(fichier) => fichier,
        Err(erreur)
            if matches!(
                erreur.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            return Err(Prise::Ailleurs(dire(&erreur)));
        }
        Err(erreur) => return Err(Prise::Impossible(illisible(&erreur))),
    };
    acces::verifier_nature(&fichier).map_err(Prise::Impossible)?;
    let manque = verrouiller(&fichier, chemin, sans_verrou).map_err(|erreur| match erreur {
        ErreurJournal::LectureSeule(raison) => Prise::Ailleurs(raison),
        autre => Prise::Impossible(autre),
    })?;
    // A repair may have put another file under this name while we waited.
    if !acces::porte_ce_nom(&fichier, chemin) {
        return Err(Prise::Impossible(ErreurJournal::Change(
            "le journal a été remplacé pendant l'ouverture".into(),
        )));
    }
    Ok((fichier, manque))
}

/// Takes the lock, and proves that it keeps another descriptor out.
pub fn verrouiller(
    fichier: &File,
    chemin: &Path,
    sans_verrou: bool,
) -> Result<Option<String>, ErreurJournal> {
    let raison = match essayer(fichier) {
        Ok(()) => match exclut(chemin) {
            Ok(true) => return Ok(None),
            Ok(false) => "un second verrou y est accordé".to_owned(),
            Err(erreur) => dire(&erreur),
        },
        Err(TryLockError::WouldBlock) => {
            return Err(ErreurJournal::LectureSeule(occupee(chemin)));
        }
        Err(TryLockError::Error(erreur)) => dire(&erreur),
    };
    if sans_verrou {
        return Ok(Some(raison));
    }
    Err(ErreurJournal::LectureSeule(format!(
        "ce dossier ne sait pas verrouiller ({raison}) ; travaillez sur un disque local, ou, seul à ouvrir cette séance, relancez avec --sans-verrou"
    )))
}

/// One try, whatever signal comes meanwhile.
pub fn essayer(fichier: &File) -> Result<(), TryLockError> {
    loop {
        match fichier.try_lock() {
            Err(TryLockError::Error(erreur)) if erreur.kind() == io::ErrorKind::Interrupted => {}
            reponse => return reponse,
        }
    }
}

/// Whether our lock refuses a second descriptor of the same file.
fn exclut(chemin: &Path) -> io::Result<bool> {
    let second = acces::ecriture().open(chemin)?;
    match essayer(&second) {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(erreur)) => Err(erreur),
    }
}

/// « séance ouverte par jdupont depuis… », and the command that takes it over where it can.
fn occupee(chemin: &Path) -> String {
    let Some(occupant) = Occupant::load(chemin) else {
        return "séance ouverte par quelqu'un d'autre".into();
    };
    let qui = occupant.phrase();
    match occupant.processus() {
        Some(_) => format!(
            "séance ouverte par {qui} ; c'est votre compte, ici : instruire prendre-la-main {}",
            territoire(chemin)
        ),
        None => format!("séance ouverte par {qui}"),
    }
}

/// « 63 » of `63.journal.yaml`.
pub fn territoire(chemin: &Path) -> String {
    let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
    nom.split('.').next().unwrap_or_default().to_owned()
}
