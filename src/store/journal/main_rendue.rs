//! « Prendre la main »: asks the process that holds a journal to end, when it is ours beyond doubt. The lock is never stolen.

use std::fs::TryLockError;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use super::occupant::Occupant;
use super::{ErreurJournal, acces, illisible, verrou};

/// Between two looks at the lock.
const PAS: Duration = Duration::from_millis(20);

/// What became of the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Main {
    /// Nobody held it.
    Libre,
    /// The holder, named, was asked to end and did.
    Rendue(String),
    /// The holder, named, was asked to end and still holds it.
    Gardee(String),
    /// The holder was not disturbed; why.
    Refusee(String),
}

/// Asks the holder of a journal to end, and waits for the lock, `patience` at most.
pub fn liberer(chemin: &Path, patience: Duration) -> Result<Main, ErreurJournal> {
    let fichier = acces::ecriture()
        .open(chemin)
        .map_err(|erreur| illisible(&erreur))?;
    acces::verifier_nature(&fichier)?;
    let libre = || match verrou::essayer(&fichier) {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(erreur)) => Err(illisible(&erreur)),
    };
    if libre()? {
        return Ok(Main::Libre);
    }
    let Some(occupant) = Occupant::load(chemin) else {
        return Ok(Main::Refusee("on ne sait pas qui la tient".into()));
    };
    let qui = occupant.phrase();
    let refus = || {
        Main::Refusee(format!(
            "ouverte par {qui}, elle n'est pas tenue d'ici par un programme de votre compte"
        ))
    };
    let Some(pid) = occupant.processus() else {
        return Ok(refus());
    };
    // From here on the descriptor names this very process: checked once more, a reused number cannot be hit.
    let Ok(processus) = pidfd_open(pid, PidfdFlags::empty()) else {
        return Ok(refus());
    };
    if occupant.processus().is_none() || !occupant.tient(chemin) {
        return Ok(refus());
    }
    if pidfd_send_signal(&processus, Signal::TERM).is_err() {
        return Ok(refus());
    }
    // A stopped program ends only once it goes on.
    let _ = pidfd_send_signal(&processus, Signal::CONT);
    let depart = Instant::now();
    while depart.elapsed() < patience {
        if libre()? {
            return Ok(Main::Rendue(qui));
        }
        thread::sleep(PAS);
    }
    Ok(Main::Gardee(qui))
}
