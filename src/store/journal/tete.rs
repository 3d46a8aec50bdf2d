//! The head file: `n:h` of the last record, replaced after each fact, not synced. It may lag, never lead.
//! It alone shows a journal cut at its end, or coherently rewritten.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::record::Record;

/// Replaces the head; a failure only costs this check.
pub fn save(journal: &Path, n: u64, h: &str) {
    let Some(dossier) = journal.parent() else {
        return;
    };
    let ecrite = tempfile::Builder::new()
        .prefix(".instruire-")
        .tempfile_in(dossier)
        .and_then(|mut temporaire| {
            writeln!(temporaire, "{n}:{h}")?;
            temporaire
                .persist(fichier(journal))
                .map_err(|erreur| erreur.error)
        });
    drop(ecrite);
}

/// Whether the records contain the head last known; `false` means the end was cut or rewritten.
pub fn tenue(journal: &Path, records: &[Record]) -> bool {
    let Some((n, h)) = load(journal) else {
        return true;
    };
    records
        .iter()
        .any(|record| record.enregistrement.n == n && record.h == h)
}

/// The head, believed only when whole.
fn load(journal: &Path) -> Option<(u64, String)> {
    let texte = fs::read_to_string(fichier(journal)).ok()?;
    let (n, h) = texte.strip_suffix('\n')?.split_once(':')?;
    (h.len() == 64).then_some(())?;
    Some((n.parse().ok()?, h.to_owned()))
}

fn fichier(journal: &Path) -> PathBuf {
    journal.with_extension("").with_extension("tete")
}
