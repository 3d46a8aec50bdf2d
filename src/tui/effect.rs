//! What an update asks the outside for; performed by the loop, the one imperative place.

use crate::domain::edition::Edition;
use crate::domain::fait::Fait;

/// Something to be done on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Opens the séance of a territory.
    Ouvrir {
        /// Code of the territory.
        territoire: String,
        /// What a first opening says: the séance, who sits, the déports; empty while nobody has been asked.
        faits: Vec<Fait>,
    },
    /// Records a fact, then moves the selection.
    Dire(Fait, Suite),
    /// Records several facts, all checked before the first is written.
    DireTout(Vec<Fait>),
    /// Writes the sheet to communicate to a candidate, and shows it.
    Motiver(String),
    /// Writes the list on screen for a spreadsheet.
    Exporter,
    /// Closes the séance and writes the outcome.
    Lever,
    /// Writes the outcome as it stands.
    Ecrire,
    /// Remembers the candidature on screen.
    Situer,
    /// Shows the priority table of a territory without opening its séance.
    Consulter(String),
    /// Reads every territory and shows the map of answers.
    Carte,
    /// Reads every proposal received and shows the region.
    Region,
    /// Records a fact of the region.
    DireRegion(Fait),
    /// Writes the compilation and its report.
    EcrireRegion,
    /// Changes the priority table on screen.
    Table(Edition),
    /// Writes the fiche on screen in its candidature's file.
    EcrireFiche,
    /// Leaves the séance for the list of territories.
    Fermer,
}

/// Where the selection goes once a fact is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// It stays.
    Rester,
    /// To the next institution of which nothing is said.
    InstitutionSuivante,
    /// To the next criterion without an appreciation.
    CritereSuivant,
}
