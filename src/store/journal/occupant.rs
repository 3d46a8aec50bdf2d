//! Who holds a journal, for the colleague who finds it taken. Information only: the lock is the kernel's.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rustix::process::{Pid, getuid};
use serde::{Deserialize, Serialize};

use crate::domain::texte::visible;
use crate::store::{fichier, yaml_writer};

/// `seances/63.occupant`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupant {
    /// Account.
    pub compte: String,
    /// Since when.
    pub depuis: DateTime<FixedOffset>,
    /// Process.
    pub pid: u32,
    /// Start of the process, in clock ticks since boot, as `/proc` tells it.
    pub demarrage: Option<u64>,
    /// Identifier of the machine's boot.
    pub boot: Option<String>,
}

impl Occupant {
    /// This process.
    pub fn nous(compte: &str, depuis: DateTime<FixedOffset>) -> Self {
        Self {
            compte: compte.to_owned(),
            depuis,
            pid: std::process::id(),
            demarrage: demarrage("self"),
            boot: boot(),
        }
    }

    /// The process, when its number, its start and the machine's boot still identify it, it is of our account, and not us.
    pub fn processus(&self) -> Option<Pid> {
        let nom = self.pid.to_string();
        let le_meme = self.pid != std::process::id()
            && self.boot.is_some()
            && self.boot == boot()
            && self.demarrage.is_some()
            && self.demarrage == demarrage(&nom);
        let compte = fs::metadata(format!("/proc/{nom}")).ok()?.uid();
        (le_meme && compte == getuid().as_raw()).then_some(())?;
        Pid::from_raw(self.pid.try_into().ok()?)
    }

    /// Whether the process has the journal open: this file is not trusted to name whom to end.
    pub fn tient(&self, journal: &Path) -> bool {
        let lieu = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
        let Ok(journal) = fs::symlink_metadata(journal).map(lieu) else {
            return false;
        };
        fs::read_dir(format!("/proc/{}/fd", self.pid)).is_ok_and(|ouverts| {
            ouverts
                .filter_map(|ouvert| fs::metadata(ouvert.ok()?.path()).ok())
                .any(|ouvert| lieu(ouvert) == journal)
        })
    }

    /// Writes who we are; a failure only costs the information.
    pub fn save(&self, journal: &Path) {
        let Ok(texte) = yaml_writer::to_string(self) else {
            return;
        };
        let _ = fichier::remplacer(&chemin(journal), texte.as_bytes());
    }

    /// Who was last known to hold the journal.
    pub fn load(journal: &Path) -> Option<Self> {
        serde_yaml::from_str(&fichier::texte(&chemin(journal))?).ok()
    }

    /// Forgets, on leaving.
    pub fn remove(journal: &Path) {
        let _ = fs::remove_file(chemin(journal));
    }

    /// « jdupont depuis le 02/10/2024 à 14:02 ».
    pub fn phrase(&self) -> String {
        format!(
            "{} depuis le {}",
            visible(&self.compte),
            self.depuis.format("%d/%m/%Y à %H:%M")
        )
    }
}

fn chemin(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("occupant")
}

/// When a process started, in clock ticks since boot: field 22, counted from the end of the name, which may hold anything.
fn demarrage(pid: &str) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, champs) = stat.rsplit_once(')')?;
    champs.split_whitespace().nth(19)?.parse().ok()
}

fn boot() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(boot.trim().to_owned())
}
