//! A candidature as filed: one platform form, one fiche départementale per territory.

mod case;
mod problemes;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::territoire::Zone;

pub use case::{Case, Colonne, Mesure};

/// `projets/*.yaml`: one form of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projet {
    /// Version of the file format; 1 today.
    pub format: u32,
    /// Number given by the platform: digits, letters, `-` and `_`.
    pub numero: String,
    /// Whether this is an invented example.
    pub fictif: bool,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: Porteur,
    /// The consortium, when there is one.
    pub consortium: Option<Consortium>,
    /// When the form was filed.
    pub depose_le: DateTime<FixedOffset>,
    /// When the form was last modified.
    pub modifie_le: Option<DateTime<FixedOffset>>,
    /// Pieces joined: id of the piece, whether it is there.
    #[serde(default)]
    pub pieces: BTreeMap<String, bool>,
    /// What the porteur commits to; null is « non renseigné ».
    pub engagements: Engagements,
    /// First day of the convention.
    pub debut: NaiveDate,
    /// Last day of the convention.
    pub fin: NaiveDate,
    /// First expense of the project, when the file tells it.
    pub premiere_depense: Option<NaiveDate>,
    /// Length of a beneficiary's parcours.
    pub parcours_mois: ParcoursMois,
    /// Territories declared in the form, `69` for both parts of Rhône; empty is « non renseigné ».
    #[serde(default)]
    pub territoires: Vec<String>,
    /// Grant and cost declared for the whole project, by year.
    #[serde(default)]
    pub total: BTreeMap<u16, Montants>,
    /// What an import changed after a séance was opened, the oldest first.
    #[serde(default)]
    pub changements: Vec<Changement>,
    /// One fiche per territory.
    pub fiches: Vec<Fiche>,
}

/// What one import of the platform's export changed in a candidature already before a committee.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changement {
    /// When it was imported.
    pub le: DateTime<FixedOffset>,
    /// Paths of the fields that changed, as `fiches.63.etp`.
    pub champs: Vec<String>,
}

/// Who carries a project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Porteur {
    /// Name of the structure.
    pub nom: String,
    /// SIRET, 14 digits, a string; null is « non renseigné ».
    pub siret: Option<String>,
    /// `association`, `fondation`, `entreprise`, `collectivite`, `etablissement_public`, `gip` or `autre`.
    pub nature: Nature,
    /// Whether it is a member of the réseau pour l'emploi; null is « non renseigné ».
    pub membre_reseau: Option<bool>,
    /// Whether it describes an experience of repérage; null is « non renseigné ».
    pub experience_reperage: Option<bool>,
    /// Whether it was a laureate of the PIC; null is « non renseigné ».
    pub laureat_pic: Option<bool>,
    /// Last day of its convention PIC « 100 % inclusion », when it has one.
    pub fin_convention_pic: Option<NaiveDate>,
}

/// Legal nature of a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Association.
    Association,
    /// Foundation.
    Fondation,
    /// Company, cooperatives included.
    Entreprise,
    /// Local authority.
    Collectivite,
    /// Public establishment.
    EtablissementPublic,
    /// Groupement d'intérêt public.
    Gip,
    /// Anything else.
    Autre,
}

/// A consortium.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consortium {
    /// Name of the leading structure.
    pub chef_de_file: Option<String>,
    /// The members, leader left out.
    #[serde(default)]
    pub membres: Vec<Membre>,
    /// Whether FSE+ is in the financing plan; null is « non renseigné ».
    pub fse_plus: Option<bool>,
}

/// A member of a consortium.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membre {
    /// Name of the structure.
    pub nom: String,
    /// Whether it is a member of the réseau pour l'emploi; null is « non renseigné ».
    pub membre_reseau: Option<bool>,
    /// Analytical accounting; null is « non renseigné ».
    pub comptabilite_analytique: Option<bool>,
}

/// Commitments; `None` is « non renseigné ».
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engagements {
    /// Analytical accounting (compulsory: arrêté, criterion 5).
    pub comptabilite_analytique: Option<bool>,
    /// Contrat d'engagement républicain.
    pub contrat_republicain: Option<bool>,
    /// Partnership agreement or support letter from an actor of the réseau.
    pub soutien_reseau: Option<bool>,
    /// Agreement with the AGIR operator.
    pub accord_agir: Option<bool>,
}

/// Length of a beneficiary's parcours, in months.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParcoursMois {
    /// Usual length.
    pub usuel: Option<u32>,
    /// Longest length.
    pub maximum: Option<u32>,
    /// Why the usual length is long, when it is.
    pub motif: Option<String>,
}

/// Ages of the young, in whole years (`25` is « 25 ans révolus »); null is « non renseigné ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// Youngest.
    pub minimum: Option<u32>,
    /// Oldest.
    pub maximum: Option<u32>,
    /// Oldest, with a recognised handicap.
    pub maximum_handicap: Option<u32>,
}

/// Money beside the grant over the convention, in whole euros; null is « non renseigné ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ressources {
    /// Own resources.
    pub propres: Option<i64>,
    /// Co-financing.
    pub cofinancements: Option<i64>,
}

/// A fiche départementale (annex of the call).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fiche {
    /// Code of the territory.
    pub territoire: String,
    /// Ids of the publics.
    #[serde(default)]
    pub publics: Vec<String>,
    /// Ages of the young it is for.
    pub ages: Option<Ages>,
    /// Where the project works; the whole territory when null.
    pub zone: Option<Zone>,
    /// Activities, in the order of the fiche.
    #[serde(default)]
    pub volets: Vec<Volet>,
    /// Full-time equivalents, as written (`3.5`); null is « non renseigné ».
    pub etp: Option<Etp>,
    /// One page; null is « non renseignée ».
    pub description: Option<String>,
    /// Budget by volet, then by year.
    #[serde(default)]
    pub budget: BTreeMap<Volet, BTreeMap<u16, Montants>>,
    /// Totals as declared, by year; compared with the sums.
    #[serde(default)]
    pub total: BTreeMap<u16, Montants>,
    /// What pays for the rest of the cost.
    pub ressources: Option<Ressources>,
    /// Indicators by year.
    #[serde(default)]
    pub indicateurs: BTreeMap<u16, Indicateurs>,
}

/// An activity of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Volet {
    /// Compulsory.
    Reperage,
    /// Not compulsory.
    Remobilisation,
    /// May be shared with a member of the réseau.
    Accompagnement,
    /// Compulsory; never a priority field.
    Coordination,
}

impl Volet {
    /// Every volet, in the order of the fiche.
    pub const TOUS: [Self; 4] = [
        Self::Reperage,
        Self::Remobilisation,
        Self::Accompagnement,
        Self::Coordination,
    ];

    /// The word of the call.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Reperage => "repérage",
            Self::Remobilisation => "remobilisation",
            Self::Accompagnement => "accompagnement",
            Self::Coordination => "coordination",
        }
    }

    /// The key in the file.
    pub fn cle(self) -> &'static str {
        match self {
            Self::Reperage => "reperage",
            Self::Remobilisation => "remobilisation",
            Self::Accompagnement => "accompagnement",
            Self::Coordination => "coordination",
        }
    }
}

/// Full-time equivalents in hundredths, so that no float enters the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Etp(pub u32);

impl Etp {
    /// As a file writes it: `3` or `3.5`, two decimals at most.
    pub fn lire(texte: &str) -> Option<Self> {
        let (entier, decimales) = texte.split_once('.').unwrap_or((texte, ""));
        if decimales.len() > 2 || !texte.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let entier: u32 = entier.parse().ok().filter(|n| *n < 100_000)?;
        let centiemes: u32 = format!("{decimales:0<2}").parse().ok()?;
        Some(Self(entier * 100 + centiemes))
    }
}

impl fmt::Display for Etp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entier, centiemes) = (self.0 / 100, self.0 % 100);
        match centiemes {
            0 => write!(f, "{entier}"),
            c if c % 10 == 0 => write!(f, "{entier},{}", c / 10),
            c => write!(f, "{entier},{c:02}"),
        }
    }
}

impl<'de> Deserialize<'de> for Etp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read as text, so that `3.5` never passes through a float.
        let texte = String::deserialize(deserializer)?;
        Self::lire(&texte).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "nombre d'ETP attendu, comme 3 ou 3.5 (deux décimales au plus), lu « {texte} »"
            ))
        })
    }
}

/// Amounts of a line of budget, in whole euros; `None` is « non renseigné ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Montants {
    /// Staff.
    pub personnel: Option<i64>,
    /// Other expenses.
    pub autres: Option<i64>,
    /// Total cost.
    pub cout: Option<i64>,
    /// Grant asked.
    pub demande: Option<i64>,
}

/// Indicators of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicateurs {
    /// Beneficiaries, a whole number.
    pub beneficiaires: Option<i64>,
    /// Rate of exits to employment, in percent.
    pub emploi: Option<i64>,
    /// Of which lasting employment, in percent.
    pub emploi_durable: Option<i64>,
    /// Creation or takeover of a business, in percent.
    pub creation: Option<i64>,
    /// Certifying or qualifying training, in percent.
    pub formation: Option<i64>,
    /// Persons registered with France Travail, in percent.
    pub inscription_ft: Option<i64>,
}

/// Largest amount a line of budget may hold, in euros: above, it is a slip of the keyboard.
pub const MONTANT_MAXIMAL: i64 = 1_000_000_000;

impl Indicateurs {
    /// The rates, in percent: key in the file, name in the fiche, value.
    pub fn taux(&self) -> [(&'static str, &'static str, Option<i64>); 5] {
        [
            ("emploi", "taux de sortie en emploi", self.emploi),
            (
                "emploi_durable",
                "taux de sortie en emploi durable",
                self.emploi_durable,
            ),
            (
                "creation",
                "taux de création ou reprise d'entreprise",
                self.creation,
            ),
            (
                "formation",
                "taux de formation certifiante ou qualifiante",
                self.formation,
            ),
            (
                "inscription_ft",
                "taux d'inscription à France Travail",
                self.inscription_ft,
            ),
        ]
    }
}

impl Projet {
    /// The fiche of this territory.
    pub fn fiche(&self, territoire: &str) -> Option<&Fiche> {
        self.fiches.iter().find(|f| f.territoire == territoire)
    }

    /// Calendar years with a day of the convention, in order, twenty at most; none when it ends before it starts.
    pub fn annees_actives(&self) -> impl Iterator<Item = u16> + use<> {
        let (premiere, derniere) = (self.debut.year(), self.fin.year());
        let annees = premiere..=derniere.min(premiere.saturating_add(19));
        let active = self.debut <= self.fin;
        annees
            .filter(move |_| active)
            .filter_map(|annee| u16::try_from(annee).ok())
    }

    /// Calendar years that the convention holds whole.
    pub fn annees_pleines(&self) -> impl Iterator<Item = u16> + use<> {
        let (debut, fin) = (self.debut, self.fin);
        self.annees_actives().filter(move |annee| {
            let jour = |mois, jour| NaiveDate::from_ymd_opt(i32::from(*annee), mois, jour);
            jour(1, 1).is_some_and(|j| debut <= j) && jour(12, 31).is_some_and(|j| j <= fin)
        })
    }
}

impl Fiche {
    /// Grant asked over the convention, in euros: the declared totals, else the sum of the volets.
    pub fn demande(&self) -> i64 {
        somme(self.annees().map(|annee| self.demande_annee(annee)))
    }

    /// Grant asked on one year, in euros: the declared total, else the sum of the volets.
    pub fn demande_annee(&self, annee: u16) -> i64 {
        self.annee(annee, |m| m.demande)
    }

    /// Cost of one year, in euros: the declared total, else the sum of the volets.
    pub fn cout_annee(&self, annee: u16) -> i64 {
        self.annee(annee, |m| m.cout)
    }

    /// Cost over the convention, in euros.
    pub fn cout(&self) -> i64 {
        somme(self.annees().map(|annee| self.cout_annee(annee)))
    }

    /// Years that the budget or the totals name, in order.
    pub fn annees(&self) -> impl Iterator<Item = u16> + use<> {
        let annees: std::collections::BTreeSet<u16> = self
            .budget
            .values()
            .flat_map(BTreeMap::keys)
            .chain(self.total.keys())
            .copied()
            .collect();
        annees.into_iter()
    }

    /// Beneficiaries over the convention.
    pub fn beneficiaires(&self) -> i64 {
        somme(self.indicateurs.values().filter_map(|i| i.beneficiaires))
    }

    /// An amount of one year when it is known: the declared total, else the sum of the volets.
    pub fn montant_connu(
        &self,
        annee: u16,
        montant: impl Fn(&Montants) -> Option<i64>,
    ) -> Option<i64> {
        let declare = self.total.get(&annee).and_then(&montant);
        declare.or_else(|| self.somme_des_volets(annee, montant))
    }

    /// Sum of the volets on one year, in euros; none when no volet has a line, or when a line leaves the amount blank.
    pub fn somme_des_volets(
        &self,
        annee: u16,
        montant: impl Fn(&Montants) -> Option<i64>,
    ) -> Option<i64> {
        let lignes = self.budget.values().filter_map(|annees| annees.get(&annee));
        let montants: Vec<i64> = lignes.map(montant).collect::<Option<_>>()?;
        (!montants.is_empty()).then(|| somme(montants))
    }

    fn annee(&self, annee: u16, montant: impl Fn(&Montants) -> Option<i64>) -> i64 {
        let volets = || {
            somme(
                self.budget
                    .values()
                    .filter_map(|annees| annees.get(&annee).and_then(&montant)),
            )
        };
        self.total
            .get(&annee)
            .and_then(&montant)
            .unwrap_or_else(volets)
    }
}

/// A sum that stops at the largest number instead of overflowing.
fn somme(montants: impl IntoIterator<Item = i64>) -> i64 {
    montants.into_iter().fold(0, i64::saturating_add)
}

/// Whether a text may be a platform number: it names files and records, never a path.
pub fn est_numero(texte: &str) -> bool {
    (1..=64).contains(&texte.len())
        && texte
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && texte.as_bytes()[0].is_ascii_alphanumeric()
}
