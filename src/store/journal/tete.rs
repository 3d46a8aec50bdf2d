//! The head file: `n:h` of the last record, replaced after each fact, not synced. It may lag, never lead.
//! It alone shows a journal cut at its end, or coherently rewritten.

use std::path::{Path, PathBuf};

use super::record::Record;
use crate::store::fichier;

/// What the head file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tete {
    /// There is none.
    Absente,
    /// There is one, not whole: it says nothing of the facts.
    Illisible,
    /// The last record known, and its hash.
    Sue(u64, String),
}

/// Replaces the head; a failure only costs this check.
pub fn save(journal: &Path, n: u64, h: &str) {
    let _ = fichier::remplacer(&chemin(journal), format!("{n}:{h}\n").as_bytes());
}

/// The head, believed only when whole. To be read before the journal: a live writer moves the journal first.
pub fn load(journal: &Path) -> Tete {
    let tete = chemin(journal);
    if !fichier::existe(&tete).unwrap_or(true) {
        return Tete::Absente;
    }
    fichier::texte(&tete)
        .and_then(|texte| sue(&texte))
        .unwrap_or(Tete::Illisible)
}

/// Where the head of a journal is kept.
pub fn chemin(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("tete")
}

impl Tete {
    /// Whether the records contain the head last known; else the end was cut or rewritten.
    pub fn tenue(&self, records: &[Record]) -> bool {
        match self {
            Self::Absente | Self::Illisible => true,
            Self::Sue(n, h) => usize::try_from(*n)
                .ok()
                .and_then(|n| records.get(n))
                .is_some_and(|record| record.h == *h),
        }
    }
}

fn sue(texte: &str) -> Option<Tete> {
    let (n, h) = texte.strip_suffix('\n')?.split_once(':')?;
    let entier = h.len() == 64 && h.bytes().all(|b| b.is_ascii_hexdigit());
    entier.then_some(())?;
    Some(Tete::Sue(n.parse().ok()?, h.to_owned()))
}
