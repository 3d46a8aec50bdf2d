//! Facts: what was said in a séance, one by one, in the words that the journal keeps.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::avis::{Position, Reception, Sens, Silence};
use super::presence::Presence;

/// A fact with its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enregistrement {
    /// Position in the journal, from 0; order is by `n`, never by time.
    pub n: u64,
    /// When, on the wall clock of Paris with its offset.
    pub le: DateTime<FixedOffset>,
    /// The account that recorded it.
    pub par: String,
    /// What was said.
    pub fait: Fait,
}

/// The sha-256 of an input at the opening.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empreinte {
    /// Path inside the campaign.
    pub fichier: String,
    /// Hexadecimal sha-256 of its bytes.
    pub sha256: String,
}

/// What the committee proposes for a candidature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposition {
    /// Retained.
    Retenu,
    /// Retained under reserves.
    RetenuSousReserve,
    /// On the ordered waiting list.
    ListeComplementaire,
    /// Put off.
    Ajourne,
    /// Not retained.
    NonRetenu,
    /// Inadmissible, said by a human.
    Irrecevable,
}

impl Proposition {
    /// Every proposition, in the order of the screens.
    pub const TOUTES: [Self; 6] = [
        Self::Retenu,
        Self::RetenuSousReserve,
        Self::ListeComplementaire,
        Self::Ajourne,
        Self::NonRetenu,
        Self::Irrecevable,
    ];

    /// The reserved words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Retenu => "retenu",
            Self::RetenuSousReserve => "retenu sous réserve",
            Self::ListeComplementaire => "liste complémentaire",
            Self::Ajourne => "ajourné",
            Self::NonRetenu => "non retenu",
            Self::Irrecevable => "irrecevable",
        }
    }

    /// Whether it proposes money.
    pub fn retient(self) -> bool {
        matches!(self, Self::Retenu | Self::RetenuSousReserve)
    }

    /// Whether it takes the candidature out of the ranking.
    pub fn hors_classement(self) -> bool {
        matches!(self, Self::Ajourne | Self::Irrecevable)
    }
}

/// One thing said in a séance, or done to its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fait", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fait {
    /// Record 0 of every journal.
    JournalCree {
        /// Version of the journal format.
        format: u32,
        /// Id of the call.
        ami: String,
        /// Code of the territory.
        territoire: String,
        /// Version of the program.
        version: String,
        /// The inputs read.
        entrees: Vec<Empreinte>,
    },
    /// The séance opens.
    SeanceOuverte {
        /// Its date.
        date: NaiveDate,
        /// Ids of the institutions present.
        presents: Vec<String>,
    },
    /// Who sits and when, said whole: it replaces what the opening or a former one said.
    PresenceNotee {
        /// Date of the séance.
        date: NaiveDate,
        /// Who sits.
        presence: Presence,
    },
    /// Inputs changed since they were last accepted; the committee goes on with these.
    EntreesAcceptees {
        /// The inputs read now.
        entrees: Vec<Empreinte>,
    },
    /// An institution gives its avis.
    AvisRendu {
        /// Number of the candidature.
        projet: String,
        /// Id of the institution.
        institution: String,
        /// Value.
        sens: Sens,
        /// Text of the reserve, or reason of an unfavourable avis.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        texte: Option<String>,
        /// How it was received.
        recu: Reception,
    },
    /// An institution was not asked, or did not answer.
    SilenceConstate {
        /// Number of the candidature.
        projet: String,
        /// Id of the institution.
        institution: String,
        /// Which of the two.
        etat: Silence,
    },
    /// A member has a personal interest (CGFP L122-1).
    DeportDeclare {
        /// Number of the candidature.
        projet: String,
        /// Id of the institution.
        institution: String,
    },
    /// What was said of an institution is taken back.
    AvisRetire {
        /// Number of the candidature.
        projet: String,
        /// Id of the institution.
        institution: String,
    },
    /// A criterion is appreciated.
    CritereApprecie {
        /// Number of the candidature.
        projet: String,
        /// Id of the criterion.
        critere: String,
        /// From 0 to 4.
        note: u8,
    },
    /// An observation, on a criterion or on the whole candidature.
    ObservationNotee {
        /// Number of the candidature.
        projet: String,
        /// Id of the criterion.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        critere: Option<String>,
        /// Empty to take it away.
        texte: String,
    },
    /// The committee retains a priority row for the candidature.
    CorrespondanceRetenue {
        /// Number of the candidature.
        projet: String,
        /// Rank of the row; null when hors priorité.
        priorite: Option<u32>,
        /// Id of the row's public: a rank alone would change its meaning with the table.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        public: Option<String>,
        /// Why, when it is not the row proposed by the tool.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        motif: Option<String>,
    },
    /// A motif of inadmissibility is confirmed by a person.
    ConstatConfirme {
        /// Number of the candidature.
        projet: String,
        /// Id of the rule.
        regle: String,
        /// Why.
        motif: String,
    },
    /// A motif of inadmissibility is lifted by a person.
    ConstatLeve {
        /// Number of the candidature.
        projet: String,
        /// Id of the rule.
        regle: String,
        /// Why.
        motif: String,
    },
    /// The file is incomplete: complements are asked for. Distinct from inadmissible, it blocks nothing by itself.
    ComplementsDemandes {
        /// Number of the candidature.
        projet: String,
        /// Which.
        motif: String,
    },
    /// The complements asked for have come.
    ComplementsRecus {
        /// Number of the candidature.
        projet: String,
        /// Which.
        motif: String,
    },
    /// The committee proposes another amount than the one asked.
    MontantPropose {
        /// Number of the candidature.
        projet: String,
        /// Euros over the convention; null to go back to the amount asked.
        montant: Option<i64>,
        /// Why.
        motif: String,
    },
    /// The committee changes the proposition.
    PropositionChangee {
        /// Number of the candidature.
        projet: String,
        /// Null to go back to the computed one.
        proposition: Option<Proposition>,
        /// Why.
        motif: String,
    },
    /// The committee gives a candidature another rank than the computed one.
    RangChange {
        /// Number of the candidature.
        projet: String,
        /// From 1; null to go back to the computed one.
        rang: Option<u32>,
        /// Why.
        motif: String,
    },
    /// The region notes that a porteur gives up, on one territory.
    DesistementNote {
        /// Code of the territory.
        territoire: String,
        /// Number of the candidature.
        projet: String,
        /// Why, or from whom it is known.
        motif: String,
    },
    /// The region arbitrates what is proposed for a candidature on one territory.
    ArbitrageNote {
        /// Code of the territory.
        territoire: String,
        /// Number of the candidature.
        projet: String,
        /// Null to go back to the territory's.
        proposition: Option<Proposition>,
        /// Why.
        motif: String,
    },
    /// The region arbitrates an amount on one territory.
    MontantArbitre {
        /// Code of the territory.
        territoire: String,
        /// Number of the candidature.
        projet: String,
        /// Euros over the convention; null to go back to the territory's.
        montant: Option<i64>,
        /// Why.
        motif: String,
    },
    /// A vote orders candidatures that are ex æquo.
    VoteTenu {
        /// Numbers, the one to serve first at the head.
        projets: Vec<String>,
        /// Votes for this order.
        pour: u32,
        /// Votes against.
        contre: u32,
        /// Abstentions.
        abstentions: u32,
        /// Whether the chair's casting vote made the majority.
        voix_preponderante: bool,
        /// Why.
        motif: String,
    },
    /// The committee has finished with a candidature, or takes it up again.
    ProjetExamine {
        /// Number of the candidature.
        projet: String,
        /// False to take it up again.
        examine: bool,
    },
    /// The envelope is set.
    EnveloppeFixee {
        /// Euros over the convention, or over the year named; null for none.
        montant: Option<i64>,
        /// The one calendar year it covers.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        annee: Option<u16>,
        /// Where it comes from.
        motif: String,
    },
    /// A record is undone; undoing an undoing redoes.
    Annule {
        /// Its `n`.
        cible: u64,
    },
    /// The séance closes.
    SeanceLevee {},
    /// The séance is taken up again.
    SeanceRouverte {
        /// Why.
        motif: String,
    },
    /// A torn tail, never confirmed, is set aside.
    Reprise {
        /// Its length.
        octets: u64,
        /// Its sha-256.
        sha256: String,
    },
    /// An altered end was set aside by a person; the file it stands at the end of is kept whole.
    Reparation {
        /// Its length.
        octets: u64,
        /// Its sha-256.
        sha256: String,
        /// Why.
        motif: String,
    },
    /// The file system cannot lock, and a person chose to go on: nothing keeps a second writer out.
    SansVerrou {
        /// What the system answered.
        raison: String,
    },
}

impl Fait {
    /// The candidature a fact is about.
    pub fn projet(&self) -> Option<&str> {
        match self {
            Self::AvisRendu { projet, .. }
            | Self::SilenceConstate { projet, .. }
            | Self::DeportDeclare { projet, .. }
            | Self::AvisRetire { projet, .. }
            | Self::CritereApprecie { projet, .. }
            | Self::ObservationNotee { projet, .. }
            | Self::CorrespondanceRetenue { projet, .. }
            | Self::ConstatConfirme { projet, .. }
            | Self::ConstatLeve { projet, .. }
            | Self::ComplementsDemandes { projet, .. }
            | Self::ComplementsRecus { projet, .. }
            | Self::MontantPropose { projet, .. }
            | Self::PropositionChangee { projet, .. }
            | Self::RangChange { projet, .. }
            | Self::DesistementNote { projet, .. }
            | Self::ArbitrageNote { projet, .. }
            | Self::MontantArbitre { projet, .. }
            | Self::ProjetExamine { projet, .. } => Some(projet),
            _ => None,
        }
    }

    /// Where it puts an institution; `None` for the facts that put none anywhere.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::AvisRendu {
                sens, texte, recu, ..
            } => Some(Position::Avis {
                sens: *sens,
                texte: texte.clone(),
                recu: *recu,
            }),
            Self::SilenceConstate { etat, .. } => Some(Position::Silence(*etat)),
            Self::DeportDeclare { .. } => Some(Position::Deport),
            _ => None,
        }
    }

    /// Whether it may change what a candidature is ranked on.
    pub fn change_la_cle(&self) -> bool {
        matches!(
            self,
            Self::AvisRendu { .. }
                | Self::SilenceConstate { .. }
                | Self::DeportDeclare { .. }
                | Self::AvisRetire { .. }
                | Self::CritereApprecie { .. }
                | Self::CorrespondanceRetenue { .. }
        )
    }

    /// Whether it tells what happened to the journal itself: the program says it, nobody else.
    pub fn est_du_journal(&self) -> bool {
        matches!(
            self,
            Self::JournalCree { .. }
                | Self::Reprise { .. }
                | Self::Reparation { .. }
                | Self::SansVerrou { .. }
        )
    }

    /// Whether the region says it, never a committee.
    pub fn est_regional(&self) -> bool {
        matches!(
            self,
            Self::DesistementNote { .. } | Self::ArbitrageNote { .. } | Self::MontantArbitre { .. }
        )
    }

    /// Whether the committee said it, so that it may be undone.
    pub fn annulable(&self) -> bool {
        self.projet().is_some()
            || matches!(
                self,
                Self::VoteTenu { .. } | Self::EnveloppeFixee { .. } | Self::PresenceNotee { .. }
            )
    }
}
