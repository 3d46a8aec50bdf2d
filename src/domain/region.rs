//! The region: the proposals of its territories compiled into one order, three displays, and what must be arbitrated.

mod compiler;
mod departement;
mod fusion;
mod multiples;
mod statistiques;
mod suivi;
pub mod texte;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ami::ParametresClassement;
use super::coupe::Statut;
use super::projet::Volet;
use super::recevabilite::Severite;
use super::resultat::{AmiResultat, CriterePondere, LigneDeTable, Tete};

pub use compiler::{Reglages, Retouche};
pub use departement::{Candidature, Controle, Departement, NonClassee, etrangere, incoherences};
pub use fusion::{Ligne, LigneTerritoire, Ordre};
pub use suivi::Scenario;

/// Version of the format of `resultats/region.yaml`.
pub const FORMAT: u32 = 1;
/// What stands for a territory's code in the name and the header of the regional journal.
pub const CODE: &str = "region";
/// What the file says it is.
pub const NATURE: &str = "compilation régionale des propositions de classement";

/// A file received from a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recue {
    /// Its name, as shown.
    pub fichier: String,
    /// sha-256 of its bytes; empty when they could not be read.
    pub sha256: String,
    /// The proposal it holds, or why it is refused.
    pub contenu: Result<Departement, Refus>,
}

/// Why a file is not compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refus {
    /// The territory it says it is about, when it says one of the call.
    pub territoire: Option<String>,
    /// Sentences, each with what to do when there is something to do.
    pub raisons: Vec<String>,
}

/// `resultats/region.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Version of the format.
    pub format: u32,
    /// [`NATURE`].
    pub nature: String,
    /// The call.
    pub ami: AmiResultat,
    /// The region and its service.
    pub region: Service,
    /// What every proposal compiled shares.
    pub parametres: ParametresRegion,
    /// Every territory of the call, in its order: compiled, absent or refused; envelopes side by side.
    pub territoires: Vec<TerritoireCompile>,
    /// Files refused, by name.
    pub refus: Vec<FichierRefuse>,
    /// What a reader must know.
    pub remarques: Vec<String>,
    /// The line drawn through the merged order.
    pub ligne: LigneRegion,
    /// The line drawn through the tour de rôle.
    pub tour_de_role: LigneRegion,
    /// Pairs of one territory that the merged order would reverse: 0, always.
    pub inversions: usize,
    /// The merged order.
    pub classement: Vec<Rangee>,
    /// Candidatures without a rank, by territory and number.
    pub non_classees: Vec<NonClassee>,
    /// Forms that concern several territories.
    pub projets_multiples: Vec<ProjetMultiple>,
    /// Sums.
    pub totaux: Totaux,
    /// Why candidatures are not proposed to be retained, and what the rules found.
    pub motifs: Motifs,
    /// Rows of the tables, with what the candidatures proposed to be retained cover.
    pub couverture: Vec<LigneCouverteRegion>,
    /// What was said by the region.
    pub retouches: Vec<RetoucheResultat>,
    /// What it was compiled from.
    pub provenance: ProvenanceRegion,
}

/// A place and its State service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Service.
    pub service: String,
}

/// What every proposal compiled shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParametresRegion {
    /// Method, veto, quorum of avis, waiting list.
    pub classement: ParametresClassement,
    /// Criteria and weights.
    pub criteres: Vec<CriterePondere>,
    /// Smallest yearly grant, in euros.
    pub subvention_annuelle_minimale: i64,
}

/// What became of a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// Its proposal is in the compilation.
    Compile,
    /// No file of it was received.
    Absent,
    /// A file was received, and refused.
    Refuse,
}

impl Etat {
    /// In words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Compile => "compilé",
            Self::Absent => "absent",
            Self::Refuse => "refusé",
        }
    }
}

/// A territory, in the compilation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerritoireCompile {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Compiled, absent or refused.
    pub etat: Etat,
    /// Its proposal, when compiled.
    pub proposition: Option<PropositionCompilee>,
}

/// The proposal of a territory, in the compilation: amounts in euros, on what its envelope covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropositionCompilee {
    /// The file.
    pub fichier: String,
    /// How it was checked.
    pub controle: Controle,
    /// True while its séance is not closed.
    pub projet: bool,
    /// Date of the séance.
    pub seance: Option<chrono::NaiveDate>,
    /// Rows of its table.
    pub lignes_de_priorite: usize,
    /// Candidatures ranked.
    pub classees: usize,
    /// Candidatures without a rank.
    pub non_classees: usize,
    /// Its envelope.
    pub enveloppe: Option<i64>,
    /// The one year it covers; null for the convention.
    pub annee: Option<u16>,
    /// Served, in its order, the region's retouches being applied.
    pub engage: i64,
    /// What is left.
    pub reste: Option<i64>,
    /// What it proposes to retain, as received.
    pub propose: i64,
    /// Whether what is left reaches the floor.
    pub negociable: bool,
    /// Numbers served now that were not as received: promoted by a desistment, an amount or an envelope.
    pub promues: Vec<String>,
    /// Numbers no longer served that were as received.
    pub sorties: Vec<String>,
    /// Numbers astride its line, which a vote must order.
    pub a_departager: Vec<String>,
}

/// A file refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FichierRefuse {
    /// Its name.
    pub fichier: String,
    /// The territory it says it is about.
    pub territoire: Option<String>,
    /// Why.
    pub raisons: Vec<String>,
}

/// A regional line, in euros.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LigneRegion {
    /// The regional envelope; null when it is not known.
    pub enveloppe: Option<i64>,
    /// Where it comes from.
    pub origine: String,
    /// The one year it covers; null for the convention.
    pub annee: Option<u16>,
    /// Served, in order.
    pub engage: i64,
    /// What is left.
    pub reste: Option<i64>,
    /// Floor of the call over what the envelope covers.
    pub plancher: i64,
    /// Whether what is left reaches the floor.
    pub negociable: bool,
    /// What would be served besides if the first that does not fit were skipped, as `63/19483920`.
    pub saut: Vec<String>,
}

/// A place in the merged order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rangee {
    /// Regional rank, shared by the ex æquo.
    pub rang: usize,
    /// How many share it, itself included.
    pub ex_aequo: usize,
    /// What the regional line makes of it in the merged order; `non_retenu` when it is never served.
    pub statut: Statut,
    /// Its tour: 1 for the first of its territory; null when it is never served.
    pub tour: Option<usize>,
    /// Its rank in the tour de rôle.
    pub rang_au_tour: Option<usize>,
    /// What the regional line makes of it in the tour de rôle.
    pub statut_au_tour: Statut,
    /// What its territory's own line makes of it, the region's retouches being applied.
    pub statut_au_territoire: Statut,
    /// Euros that the regional line counts.
    pub cout: i64,
    /// Why it is never served, when it is not.
    pub hors_ligne: Option<String>,
    /// As its territory proposes it.
    pub candidature: Candidature,
}

/// A form that concerns several territories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjetMultiple {
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: String,
    /// Its fiches, by territory, in the order of the call.
    pub fiches: Vec<FicheMultiple>,
    /// Territories of the form whose proposal is not compiled.
    pub manquants: Vec<String>,
    /// Whether some territories propose to retain it and others do not.
    pub divergent: bool,
    /// Asked by the fiches compiled, over the convention, in euros.
    pub demande: i64,
    /// Asked by the whole project as declared; null when it declares none, or when the proposals do not say.
    pub demande_du_projet: Option<i64>,
    /// What the territories propose to retain, over the convention, in euros.
    pub propose: i64,
    /// What must be arbitrated, in one line; null when nothing must.
    pub a_arbitrer: Option<String>,
}

/// A fiche of such a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FicheMultiple {
    /// Territory.
    pub territoire: String,
    /// Rank in its territory; null when it has none.
    pub rang: Option<usize>,
    /// What its territory proposes.
    pub statut: String,
    /// Whether that is to retain it.
    pub retenue: bool,
    /// Asked over the convention, in euros; null when the proposal does not say.
    pub demande: Option<i64>,
    /// Amount over the convention that its territory counts, in euros.
    pub montant: Option<i64>,
    /// What the region retouched, in words.
    pub arbitrage: Option<String>,
}

/// Sums over the candidatures, in euros over the convention. « Retenu » is what the territories propose to retain, the
/// region's retouches being applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totaux {
    /// Everything.
    pub region: Somme,
    /// By territory.
    pub par_territoire: BTreeMap<String, Somme>,
    /// By calendar year; an amount proposed is spread as the amounts asked are, to the euro below.
    pub par_annee: BTreeMap<u16, Montant>,
    /// By volet, spread likewise.
    pub par_volet: BTreeMap<Volet, Montant>,
    /// By public of the fiche: a fiche for two publics counts in both.
    pub par_public: BTreeMap<String, Somme>,
    /// By priority row, as `63/1`; `63/hors priorité`.
    pub par_priorite: BTreeMap<String, Somme>,
}

/// A count and its amounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Somme {
    /// Candidatures ranked.
    pub candidatures: usize,
    /// Of which proposed to be retained.
    pub retenues: usize,
    /// Asked by the candidatures ranked.
    pub demande: i64,
    /// Of those proposed to be retained.
    pub retenu: i64,
}

/// Amounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Montant {
    /// Asked by the candidatures ranked.
    pub demande: i64,
    /// Of those proposed to be retained.
    pub retenu: i64,
}

/// Why candidatures are not proposed to be retained, and what the rules found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motifs {
    /// Ranked and not retained, by cause.
    pub non_retenues: BTreeMap<String, usize>,
    /// Without a rank, by status.
    pub non_classees: BTreeMap<String, usize>,
    /// Constats, by rule.
    pub constats: Vec<ConstatCompte>,
}

/// How often a rule found something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstatCompte {
    /// The rule.
    pub regle: String,
    /// Its severity.
    pub severite: Severite,
    /// Candidatures concerned.
    pub candidatures: usize,
    /// Of which a person confirmed it.
    pub confirmes: usize,
}

/// A row of a table, in the compilation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LigneCouverteRegion {
    /// Territory.
    pub territoire: String,
    /// The row; without a candidature retained when `retenues` is 0.
    pub ligne: LigneDeTable,
}

/// What the region said of a candidature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetoucheResultat {
    /// Territory.
    pub territoire: String,
    /// Platform number.
    pub numero: String,
    /// In words.
    pub quoi: String,
    /// Why.
    pub motif: String,
}

/// What a compilation was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenanceRegion {
    /// Version of the program.
    pub version: String,
    /// Files and folders compiled, when they are not the campaign's own `resultats`.
    pub sources: Vec<String>,
    /// sha-256 of every file received, refused ones included, by name.
    pub propositions: Vec<super::fait::Empreinte>,
    /// The regional journal; null when there is none.
    pub journal: Option<Tete>,
}

impl Region {
    /// Whether a check found something: a territory that is not compiled, a file refused, a draft.
    pub fn a_regarder(&self) -> bool {
        !self.refus.is_empty()
            || self.inversions > 0
            || self.territoires.iter().any(|t| {
                let projet = t.proposition.as_ref().is_some_and(|p| p.projet);
                t.etat != Etat::Compile || projet
            })
    }

    /// The rows that no candidature proposed to be retained answers.
    pub fn sans_reponse(&self) -> impl Iterator<Item = &LigneCouverteRegion> {
        self.couverture.iter().filter(|l| l.ligne.retenues == 0)
    }

    /// The territories in this state.
    pub fn en_etat(&self, etat: Etat) -> impl Iterator<Item = &TerritoireCompile> {
        self.territoires.iter().filter(move |t| t.etat == etat)
    }
}
