//! What can stop a fact from reaching the disk, in words an agent can act on.

use std::fmt;
use std::io;

use crate::store::fichier::dire;

/// Why a journal cannot be opened, or a fact recorded.
#[derive(Debug)]
pub enum ErreurJournal {
    /// The séance can only be read.
    LectureSeule(String),
    /// The record is longer than a record may be.
    TropLong(usize),
    /// The fact was not written; the same key works once this is repaired.
    NonEcrit(io::Error),
    /// The disk did not confirm; never retried.
    NonConfirme(io::Error),
    /// The file is not what we left.
    Change(String),
    /// The journal cannot be opened or read.
    Illisible(String),
    /// A fault of the program.
    Interne(String),
}

impl fmt::Display for ErreurJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LectureSeule(raison) => write!(f, "Lecture seule : {raison}"),
            Self::TropLong(octets) => write!(
                f,
                "Non enregistré : texte trop long ({octets} octets, un million admis). Raccourcissez-le."
            ),
            Self::NonEcrit(erreur) => write!(
                f,
                "Non enregistré : {}. Votre saisie est conservée ; réessayez après réparation.",
                dire(erreur)
            ),
            Self::NonConfirme(erreur) => write!(
                f,
                "Non enregistré : {}. La séance passe en lecture ; rouvrez-la, ailleurs si cela se répète.",
                dire(erreur)
            ),
            Self::Change(raison) => write!(
                f,
                "Non enregistré : {raison}. Rien n'est écrasé ; rouvrez la séance."
            ),
            Self::Illisible(raison) => write!(f, "Journal inutilisable : {raison}"),
            Self::Interne(raison) => write!(f, "Non enregistré : erreur interne ({raison})"),
        }
    }
}

impl std::error::Error for ErreurJournal {}
