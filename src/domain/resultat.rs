//! The outcome, « proposition de classement »: everything needed to recompute it and to answer a candidate.

mod etablir;
mod fermete;
mod fiche;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ami::ParametresClassement;
use super::avis::{Decompte, Reception};
use super::coupe::Statut;
use super::fait::Empreinte;
use super::presence::Qualite;
use super::projet::Volet;
use super::recevabilite::Severite;

pub use fermete::{BasculeResultat, MethodeResultat, RobustesseResultat, TenueResultat};
pub use fiche::{FicheResultat, LigneDeTable, ProjetResultat};

/// Version of the outcome format.
pub const FORMAT: u32 = 1;

/// `resultats/63.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resultat {
    /// Version of the format.
    pub format: u32,
    /// « proposition de classement »: the department proposes, the préfet de région decides.
    pub nature: String,
    /// True while the séance is not closed.
    pub projet: bool,
    /// The call.
    pub ami: AmiResultat,
    /// The territory.
    pub territoire: TerritoireResultat,
    /// The séance.
    pub seance: SeanceResultat,
    /// Method and every parameter applied.
    pub parametres: ParametresResultat,
    /// Where the line falls.
    pub ligne: LigneResultat,
    /// How firmly the ranking holds.
    pub robustesse: RobustesseResultat,
    /// Ranked candidatures, in order.
    pub classement: Vec<Classee>,
    /// The others, with their reason.
    pub non_classees: Vec<NonClasseeResultat>,
    /// Reserves, which become conditions.
    pub reserves: Vec<Reserve>,
    /// What a reader must know.
    pub avertissements: Vec<String>,
    /// Rows of the priority table and what they receive; left out by earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Vec<LigneDeTable>>,
    /// What it was computed from.
    pub provenance: Provenance,
}

/// The call, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmiResultat {
    /// Identifier.
    pub id: String,
    /// Title.
    pub intitule: String,
    /// The document its facts come from.
    pub source: String,
}

/// The territory, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerritoireResultat {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// The State service that examined.
    pub service: String,
}

/// The séance, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeanceResultat {
    /// Its date.
    pub date: Option<NaiveDate>,
    /// When it was closed, by the journal.
    pub levee_le: Option<DateTime<FixedOffset>>,
    /// Who presides, by name; left out when it was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presidence: Option<String>,
    /// Institutions present, by name.
    pub presents: Vec<String>,
    /// In what quality some of them sit; left out when it was not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualites: Vec<QualiteResultat>,
    /// Mandates; left out when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandats: Vec<MandatResultat>,
    /// Quorum of the committee: a parameter that nobody published.
    pub quorum: Option<u32>,
    /// Members present or represented; left out without a quorum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presents_ou_representes: Option<usize>,
    /// Votes that order ex æquo, as they stand.
    pub votes: Vec<VoteResultat>,
}

/// In what quality an institution sits, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualiteResultat {
    /// Name of the institution.
    pub institution: String,
    /// Its quality.
    pub qualite: Qualite,
}

/// A mandate, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandatResultat {
    /// Name of the institution represented.
    pub de: String,
    /// Name of the one that represents it.
    pub a: String,
}

/// A vote between ex æquo, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteResultat {
    /// Its record in the journal.
    pub fait: u64,
    /// Platform numbers, first served at the head.
    pub ordre: Vec<String>,
    /// Votes for this order.
    pub pour: u32,
    /// Votes against.
    pub contre: u32,
    /// Abstentions.
    pub abstentions: u32,
    /// Whether the chair's casting vote made the majority.
    pub voix_preponderante: bool,
    /// Why.
    pub motif: String,
}

/// Parameters, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParametresResultat {
    /// Method, veto, quorum of avis, waiting list.
    pub classement: ParametresClassement,
    /// Criteria and weights.
    pub criteres: Vec<CriterePondere>,
    /// Rows of the priority table.
    pub lignes_de_priorite: usize,
    /// Envelope, in euros.
    pub enveloppe: Option<i64>,
    /// Where the envelope comes from.
    pub enveloppe_origine: String,
    /// What is proposed to be retained, in euros; the committee is not bound by the line.
    pub propose: i64,
    /// Smallest yearly grant, in euros.
    pub subvention_annuelle_minimale: i64,
}

/// The line, in an outcome: amounts in euros, on what the envelope covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LigneResultat {
    /// The one calendar year it covers; null for the whole convention.
    pub annee: Option<u16>,
    /// Served, in the order retained.
    pub engage: i64,
    /// What is left; null without an envelope.
    pub reste: Option<i64>,
    /// Floor of the call over what the envelope covers.
    pub plancher: i64,
    /// Whether what is left reaches the floor, so that an amount may be negotiated.
    pub negociable: bool,
    /// Numbers that would be served besides if the first that does not fit were skipped.
    pub saut: Vec<String>,
}

/// A criterion and its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterePondere {
    /// Identifier.
    pub id: String,
    /// Title.
    pub intitule: String,
    /// Whole weight.
    pub poids: u32,
}

/// A ranked candidature, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classee {
    /// Rank by the rule, shared by the ex æquo.
    pub rang_calcule: usize,
    /// Rank the committee retains.
    pub rang_retenu: usize,
    /// Why, when the committee gave it.
    pub rang_motif: Option<String>,
    /// Numbers that share the rank.
    pub ex_aequo: Vec<String>,
    /// The candidature.
    #[serde(flatten)]
    pub identite: Identite,
    /// What the line makes of it.
    pub statut_calcule: Statut,
    /// What the committee proposes.
    pub statut_propose: String,
    /// Why, when the committee changed it.
    pub statut_motif: Option<String>,
    /// The one-line reason of the place.
    pub motif: String,
    /// The priority row retained.
    pub priorite: PrioriteResultat,
    /// Expressed avis.
    pub decompte: Decompte,
    /// Expressed avis by family.
    pub decompte_par_famille: BTreeMap<String, Decompte>,
    /// Every institution, in the order of the call.
    pub avis: Vec<AvisResultat>,
    /// Every criterion, in the order of the call.
    pub criteres: Vec<CritereResultat>,
    /// Points of the criteria, over their maximum.
    pub points: String,
    /// Observation on the whole candidature.
    pub observation: Option<String>,
    /// Complements asked for and not come; left out when the file is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complements_demandes: Option<String>,
    /// Amounts, in euros.
    pub montants: MontantsResultat,
    /// Publics, amounts by volet, the whole form; left out by earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiche: Option<FicheResultat>,
    /// How firmly it holds its place.
    pub robustesse: Option<TenueResultat>,
    /// What the rules found.
    pub constats: Vec<ConstatResultat>,
}

/// Which candidature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identite {
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: String,
    /// Whether it is an invented example.
    pub fictif: bool,
}

/// The priority row retained, with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrioriteResultat {
    /// Rank; null when hors priorité.
    pub rang: Option<u32>,
    /// Public of the row.
    pub public: Option<String>,
    /// « en particulier… ».
    pub precisions: Vec<String>,
    /// Fields of the row.
    pub champs: Vec<Volet>,
    /// Place of the row.
    pub territoire: Option<String>,
    /// How far the fiche answers the row; null when it does not.
    pub couverture: Option<Couverture>,
    /// Rank the tool proposed.
    pub rang_propose: Option<u32>,
    /// Why the committee changed it.
    pub motif: Option<String>,
}

/// How far a fiche answers a row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Couverture {
    /// Every field, in every commune.
    pub pleinement: bool,
    /// Fields of the row that the fiche covers.
    pub champs_couverts: usize,
    /// Communes of the row where the fiche works.
    pub communes_couvertes: usize,
    /// Communes of the row.
    pub communes: usize,
    /// Inhabitants of the communes covered.
    pub population_couverte: u64,
    /// Inhabitants of the row's communes.
    pub population: u64,
}

/// What an institution said, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvisResultat {
    /// Id of the family.
    pub famille: String,
    /// Name of the institution.
    pub institution: String,
    /// Its avis, or why there is none; null when nothing was recorded.
    pub avis: Option<String>,
    /// The reserve or the reason.
    pub texte: Option<String>,
    /// How it was received.
    pub recu: Option<Reception>,
}

/// An appreciation, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CritereResultat {
    /// Identifier.
    pub id: String,
    /// From 0 to 4.
    pub note: Option<u8>,
    /// Observation.
    pub observation: Option<String>,
}

/// Amounts of a candidature on the territory, in euros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MontantsResultat {
    /// Asked over the convention.
    pub demande: i64,
    /// Asked, by year.
    pub demande_par_annee: BTreeMap<u16, i64>,
    /// Proposed by the committee, when it is not the amount asked.
    pub propose: Option<i64>,
    /// Why.
    pub motif: Option<String>,
    /// What the line counts.
    pub ligne: i64,
    /// From the first place to this one.
    pub cumul: i64,
}

/// A constat, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstatResultat {
    /// Identifier of the rule.
    pub regle: String,
    /// Severity.
    pub severite: Severite,
    /// The evidence.
    pub message: String,
    /// `confirme` or `leve`, once a person has settled a motif of inadmissibility.
    pub tranche: Option<String>,
    /// Why.
    pub motif: Option<String>,
}

/// A candidature without a rank, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonClasseeResultat {
    /// The candidature.
    #[serde(flatten)]
    pub identite: Identite,
    /// `irrecevable`, `ajourné`, `non examinée` or `incomplète`.
    pub statut: String,
    /// Why.
    pub motif: Option<String>,
    /// Complements asked for and not come; left out when the file is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complements_demandes: Option<String>,
    /// Publics, amounts by volet, the whole form; left out by earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiche: Option<FicheResultat>,
    /// Every institution that said something, in the order of the call.
    pub avis: Vec<AvisResultat>,
    /// What the rules found.
    pub constats: Vec<ConstatResultat>,
}

/// A reserve, which becomes a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserve {
    /// Platform number.
    pub numero: String,
    /// Name of the institution; null for the committee itself (« retenu sous réserve »).
    pub institution: Option<String>,
    /// Its text.
    pub texte: String,
}

/// What an outcome was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Every input with its sha-256.
    pub entrees: Vec<Empreinte>,
    /// The journal it was computed from.
    pub journal: Tete,
}

/// The head of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tete {
    /// Records read, from record 0.
    pub enregistrements: u64,
    /// sha-256 of the last one.
    pub tete: String,
}
