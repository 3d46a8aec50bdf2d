//! Who holds a journal, for the colleague who finds it taken. Information only: the lock is the kernel's.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
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
        let stat = fs::read_to_string("/proc/self/stat").ok();
        // Field 22; the name in parentheses may hold spaces, so count from its end.
        let demarrage = stat.and_then(|s| {
            s.rsplit(')')
                .next()?
                .split_whitespace()
                .nth(19)?
                .parse()
                .ok()
        });
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        Self {
            compte: compte.to_owned(),
            depuis,
            pid: std::process::id(),
            demarrage,
            boot: boot.map(|b| b.trim().to_owned()),
        }
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
