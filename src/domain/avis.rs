//! What an institution says of a candidature, and how the expressed avis are counted.

use serde::{Deserialize, Serialize};

/// The value of an avis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sens {
    /// Favorable.
    Favorable,
    /// Favorable with reserves; their text is compulsory.
    FavorableAvecReserves,
    /// Unfavourable; its reason is compulsory.
    Defavorable,
    /// Does not take a position: in no count.
    NeSePrononcePas,
}

/// A state that is not an avis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Not asked.
    NonSollicite,
    /// Asked, no answer.
    SansReponse,
}

/// How an avis reached the committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reception {
    /// Said in the meeting.
    EnSeance,
    /// Received in writing.
    ParEcrit,
}

/// Where one institution stands on one candidature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// An avis was given.
    Avis {
        /// Its value.
        sens: Sens,
        /// The reserve or the reason.
        texte: Option<String>,
        /// How it was received.
        recu: Reception,
    },
    /// Not asked, or no answer.
    Silence(Silence),
    /// Personal interest of its member (CGFP L122-1): recorded, never counted.
    Deport,
}

impl Sens {
    /// The words of the call.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Favorable => "favorable",
            Self::FavorableAvecReserves => "favorable avec réserves",
            Self::Defavorable => "défavorable",
            Self::NeSePrononcePas => "ne se prononce pas",
        }
    }

    /// What the text is called when this avis must carry one.
    pub fn texte_obligatoire(self) -> Option<&'static str> {
        match self {
            Self::FavorableAvecReserves => Some("réserve"),
            Self::Defavorable => Some("motif"),
            Self::Favorable | Self::NeSePrononcePas => None,
        }
    }
}

impl Silence {
    /// The words of the call.
    pub fn nom(self) -> &'static str {
        match self {
            Self::NonSollicite => "non sollicité",
            Self::SansReponse => "sollicité, sans réponse",
        }
    }
}

impl Position {
    /// The words of the call.
    pub fn nom(&self) -> &'static str {
        match self {
            Self::Avis { sens, .. } => sens.nom(),
            Self::Silence(silence) => silence.nom(),
            Self::Deport => "déport",
        }
    }

    /// The reserve or the reason, when there is one.
    pub fn texte(&self) -> Option<&str> {
        match self {
            Self::Avis { texte, .. } => texte.as_deref(),
            _ => None,
        }
    }
}

/// Expressed avis: the rest is in neither numerator nor denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decompte {
    /// Favorable.
    pub f: u64,
    /// Favorable with reserves.
    pub r: u64,
    /// Unfavourable.
    pub d: u64,
}

impl Decompte {
    /// Counts positions.
    pub fn des<'a>(positions: impl IntoIterator<Item = &'a Position>) -> Self {
        let mut decompte = Self::default();
        for position in positions {
            match position {
                Position::Avis {
                    sens: Sens::Favorable,
                    ..
                } => decompte.f += 1,
                Position::Avis {
                    sens: Sens::FavorableAvecReserves,
                    ..
                } => decompte.r += 1,
                Position::Avis {
                    sens: Sens::Defavorable,
                    ..
                } => decompte.d += 1,
                _ => {}
            }
        }
        decompte
    }

    /// Number of expressed avis.
    pub fn exprimes(self) -> u64 {
        self.f + self.r + self.d
    }
}
