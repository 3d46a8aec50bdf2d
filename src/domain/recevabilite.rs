//! Rules of the call as plain data.

use serde::Deserialize;

/// How serious a constat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severite {
    /// A motif of inadmissibility, detected; a human confirms.
    Motif,
    /// An alert.
    Alerte,
    /// Information.
    Information,
}

/// A rule.
#[derive(Debug)]
pub struct Regle {
    /// Identifier, as `BUD-02`.
    pub id: &'static str,
}

/// Every rule.
pub const REGLES: &[Regle] = &[];

/// The rule of this id.
pub fn regle(id: &str) -> Option<&'static Regle> {
    REGLES.iter().find(|r| r.id == id)
}
