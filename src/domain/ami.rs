//! The call (« appel à manifestation d'intérêt »): calendar, rules, families of avis, criteria, ranking parameters, territories.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use super::probleme::{Probleme, citer, inconnu};
use super::projet::{Ages, MONTANT_MAXIMAL, Volet};
use super::recevabilite::{self, Severite};

/// `ami.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ami {
    /// Version of the file format; 1 today.
    pub format: u32,
    /// Identifier of the call, as `o2r-ara-2024`.
    pub id: String,
    /// Title of the call.
    pub intitule: String,
    /// The region that publishes the call.
    pub region: Region,
    /// The document the facts come from.
    pub source: String,
    /// Dates of the call.
    pub calendrier: Calendrier,
    /// Thresholds and compulsory parts.
    pub regles: Regles,
    /// Who gives avis, by family.
    pub familles: Vec<Famille>,
    /// Criteria of the arrêté du 26 juin 2024, each appreciated from 0 to 4.
    pub criteres: Vec<Critere>,
    /// How candidatures are ranked.
    pub classement: ParametresClassement,
    /// Members present or represented that the committee takes; nothing is shown when null, since nobody published one.
    pub quorum: Option<u32>,
    /// Publics that tables and fiches may name.
    pub publics: Vec<Public>,
    /// Territories of the call.
    pub territoires: Vec<Territoire>,
}

/// The region and its service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// INSEE code, a string.
    pub code: String,
    /// Name.
    pub nom: String,
    /// The State service that runs the call.
    pub service: String,
}

/// Dates of the call, on the wall clock of Paris.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendrier {
    /// Publication of the call.
    pub publication: NaiveDate,
    /// Declaration of intent: encouraged, without effect, never counted.
    pub intention: NaiveDate,
    /// Last second at which a complete file may be filed.
    pub depot: NaiveDateTime,
    /// Earliest start; no expense before.
    pub demarrage: NaiveDate,
    /// Length of a convention, in months.
    pub duree_mois: u32,
}

/// Thresholds and compulsory parts of the call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regles {
    /// Smallest grant on a full calendar year, in euros, for the whole project.
    pub subvention_annuelle_minimale: i64,
    /// Length of a beneficiary's parcours.
    pub duree_parcours: DureeParcours,
    /// Volets every fiche must hold.
    pub volets_obligatoires: Vec<Volet>,
    /// Pieces every file must hold; empty while their list is not published.
    #[serde(default)]
    pub pieces: Vec<String>,
    /// Ages of the young public (présentation); no bound is checked when null.
    pub ages_jeunes: Option<Ages>,
    /// Last day of the CEJ-JR conventions on which the sources contradict each other; none when null.
    pub fin_cej_jr_a_verifier: Option<NaiveDate>,
    /// Severities that replace the defaults, by rule id.
    #[serde(default)]
    pub severites: BTreeMap<String, Severite>,
}

/// Length of a parcours, in months.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DureeParcours {
    /// Usual shortest and longest.
    pub usuelle: (u32, u32),
    /// Longest admitted.
    pub maximum: u32,
}

/// A family of institutions that give avis.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Famille {
    /// Identifier.
    pub id: String,
    /// Title, as « Conférence des financeurs ».
    pub intitule: String,
    /// Short title for the screen, as « Financeurs ».
    pub court: String,
    /// Its institutions, in the order they are asked.
    pub institutions: Vec<Institution>,
}

/// One institution: one avis, equal weight.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Identifier, unique across families.
    pub id: String,
    /// Name on screen.
    pub nom: String,
}

/// A criterion of the arrêté.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Critere {
    /// Identifier.
    pub id: String,
    /// Title.
    pub intitule: String,
    /// Short title for the screen.
    pub court: String,
    /// Whole weight; 1 by default since the arrêté weighs none.
    pub poids: u32,
    /// What the arrêté says to look at.
    #[serde(default)]
    pub reperes: Vec<String>,
}

/// How candidatures are ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParametresClassement {
    /// The key.
    pub methode: Methode,
    /// When unfavourable avis set a candidature last.
    pub veto: Veto,
    /// Fewer expressed avis than this is said in the outcome; it changes no rank.
    pub quorum_avis: u32,
    /// Whether candidatures below the line form an ordered waiting list.
    pub liste_complementaire: bool,
}

/// The ranking key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Methode {
    /// Veto, priority, majority judgment, criteria.
    Paliers,
    /// Majority judgment, priority, criteria.
    AvisDAbord,
    /// Weighted sum on fixed scales.
    Somme,
}

impl Methode {
    /// The three, the default first.
    pub const TOUTES: [Self; 3] = [Self::Paliers, Self::AvisDAbord, Self::Somme];

    /// In words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Paliers => "paliers",
            Self::AvisDAbord => "avis d'abord",
            Self::Somme => "somme",
        }
    }
}

/// The veto of unfavourable avis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Veto {
    /// At least half of the expressed avis are unfavourable.
    Moitie,
    /// No veto.
    Aucun,
}

/// A public that tables and fiches may name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// Identifier.
    pub id: String,
    /// Title, as the table words it.
    pub intitule: String,
    /// Whether it is a young public, concerned by CEJ-JR conventions.
    pub jeunes: bool,
    /// Whether it is refugees, concerned by AGIR.
    pub refugies: bool,
    /// Whether it is only the subsidiary public (registered job seekers); null is no.
    pub subsidiaire: Option<bool>,
}

/// A territory of the call: a department, or one of the two parts of Rhône.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territoire {
    /// Code, a string: `63`, `69D`, `69M`.
    pub code: String,
    /// Name.
    pub nom: String,
    /// What stands before the name: « du », « de l' », « de la ».
    pub article: String,
    /// The State service that examines.
    pub service: String,
    /// Money available over the convention, in euros; unpublished when null.
    pub enveloppe: Option<i64>,
}

impl Ami {
    /// The territory of this code.
    pub fn territoire(&self, code: &str) -> Option<&Territoire> {
        self.territoires.iter().find(|t| t.code == code)
    }

    /// The territories that a declared code names: itself, or its parts (`69`: `69D` and `69M`).
    pub fn territoires_de<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Territoire> {
        let exact = self.territoire(code).is_some();
        self.territoires.iter().filter(move |t| {
            t.code == code || (!exact && t.code.strip_prefix(code).is_some_and(est_partie))
        })
    }

    /// The public of this id.
    pub fn public(&self, id: &str) -> Option<&Public> {
        self.publics.iter().find(|p| p.id == id)
    }

    /// Every institution with its family, in order.
    pub fn institutions(&self) -> impl Iterator<Item = (&Famille, &Institution)> {
        self.familles
            .iter()
            .flat_map(|famille| famille.institutions.iter().map(move |i| (famille, i)))
    }

    /// The institution of this id.
    pub fn institution(&self, id: &str) -> Option<&Institution> {
        self.institutions()
            .map(|(_, institution)| institution)
            .find(|institution| institution.id == id)
    }

    /// The criterion of this id.
    pub fn critere(&self, id: &str) -> Option<&Critere> {
        self.criteres.iter().find(|c| c.id == id)
    }

    /// Whether a file was filed in time, on the wall clock of Paris, whole seconds (présentation, « Calendrier »).
    pub fn depose_a_temps(&self, depose_le: DateTime<FixedOffset>) -> bool {
        let a_paris = depose_le
            .with_timezone(&chrono_tz::Europe::Paris)
            .naive_local();
        a_paris.with_nanosecond(0).unwrap_or(a_paris) <= self.calendrier.depot
    }

    /// Everything in the call that contradicts itself.
    pub fn problemes(&self) -> Vec<Probleme> {
        let mut problemes = Vec::new();
        doublons(
            "territoires",
            "code",
            self.territoires.iter().map(|t| &t.code),
            &mut problemes,
        );
        doublons(
            "publics",
            "id",
            self.publics.iter().map(|p| &p.id),
            &mut problemes,
        );
        doublons(
            "criteres",
            "id",
            self.criteres.iter().map(|c| &c.id),
            &mut problemes,
        );
        doublons(
            "familles",
            "id",
            self.familles.iter().map(|f| &f.id),
            &mut problemes,
        );
        self.institutions_en_double(&mut problemes);
        self.listes_vides(&mut problemes);
        self.bornes(&mut problemes);
        if !self.criteres.is_empty() && self.criteres.iter().all(|c| c.poids == 0) {
            problemes.push(Probleme::new(
                "criteres",
                "au moins un critère doit avoir un poids supérieur à 0",
            ));
        }
        for (rang, critere) in self.criteres.iter().enumerate() {
            if critere.poids > 1000 {
                problemes.push(Probleme::new(
                    format!("criteres[{rang}].poids"),
                    format!("poids entre 0 et 1000 attendu, lu {}", critere.poids),
                ));
            }
        }
        for regle in self.regles.severites.keys() {
            if recevabilite::regle(regle).is_none() {
                let connues = recevabilite::REGLES.iter().map(|r| r.id);
                problemes.push(Probleme::new(
                    format!("regles.severites.{regle}"),
                    inconnu("identifiant de règle", regle, connues),
                ));
            }
        }
        problemes
    }

    fn listes_vides(&self, problemes: &mut Vec<Probleme>) {
        let listes = [
            (
                self.territoires.is_empty(),
                "territoires",
                "au moins un territoire est attendu",
            ),
            (
                self.publics.is_empty(),
                "publics",
                "au moins un public est attendu",
            ),
            (
                self.criteres.is_empty(),
                "criteres",
                "au moins un critère est attendu",
            ),
            (
                self.familles.is_empty(),
                "familles",
                "au moins une famille d'avis est attendue",
            ),
        ];
        for (_, chemin, message) in listes.into_iter().filter(|(vide, ..)| *vide) {
            problemes.push(Probleme::new(chemin, message));
        }
        for (rang, famille) in self.familles.iter().enumerate() {
            if famille.institutions.is_empty() {
                problemes.push(Probleme::new(
                    format!("familles[{rang}].institutions"),
                    "au moins une institution est attendue",
                ));
            }
        }
    }

    fn bornes(&self, problemes: &mut Vec<Probleme>) {
        let mut montant = |chemin: String, montant: i64| {
            if !(0..=MONTANT_MAXIMAL).contains(&montant) {
                problemes.push(Probleme::new(
                    chemin,
                    format!("montant en euros entre 0 et un milliard attendu, lu {montant}"),
                ));
            }
        };
        montant(
            "regles.subvention_annuelle_minimale".into(),
            self.regles.subvention_annuelle_minimale,
        );
        for (rang, territoire) in self.territoires.iter().enumerate() {
            if let Some(enveloppe) = territoire.enveloppe {
                montant(format!("territoires[{rang}].enveloppe"), enveloppe);
            }
        }
        for (rang, territoire) in self.territoires.iter().enumerate() {
            let code = &territoire.code;
            if !(1..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
                problemes.push(Probleme::new(
                    format!("territoires[{rang}].code"),
                    format!(
                        "code de 1 à 4 chiffres ou lettres sans accent attendu (il nomme des fichiers), lu {}",
                        citer(code)
                    ),
                ));
            }
        }
        let membres = self.institutions().count();
        if let Some(quorum) = self.quorum
            && !(1..=membres).contains(&(quorum as usize))
        {
            problemes.push(Probleme::new(
                "quorum",
                format!(
                    "nombre entre 1 et {membres}, celui des institutions, attendu, lu {quorum}"
                ),
            ));
        }
        let mois = self.calendrier.duree_mois;
        if !(1..=120).contains(&mois) {
            problemes.push(Probleme::new(
                "calendrier.duree_mois",
                format!("durée de 1 à 120 mois attendue, lu {mois}"),
            ));
        }
        let DureeParcours {
            usuelle: (courte, longue),
            maximum,
        } = self.regles.duree_parcours;
        if courte > longue || longue > maximum {
            problemes.push(Probleme::new(
                "regles.duree_parcours",
                format!("durées croissantes attendues (usuelles puis maximum), lu {courte}, {longue} et {maximum} mois"),
            ));
        }
    }

    fn institutions_en_double(&self, problemes: &mut Vec<Probleme>) {
        let mut vues = BTreeSet::new();
        for (f, famille) in self.familles.iter().enumerate() {
            for (i, institution) in famille.institutions.iter().enumerate() {
                if !vues.insert(&institution.id) {
                    problemes.push(Probleme::new(
                        format!("familles[{f}].institutions[{i}].id"),
                        format!("{} figure déjà plus haut", citer(&institution.id)),
                    ));
                }
            }
        }
    }
}

/// What tells apart the parts of a department: letters, as in `69D`.
fn est_partie(suite: &str) -> bool {
    !suite.is_empty() && suite.bytes().all(|b| b.is_ascii_alphabetic())
}

fn doublons<'a>(
    liste: &str,
    cle: &str,
    ids: impl Iterator<Item = &'a String>,
    problemes: &mut Vec<Probleme>,
) {
    let mut vus = BTreeSet::new();
    for (rang, id) in ids.enumerate() {
        if !vus.insert(id) {
            problemes.push(Probleme::new(
                format!("{liste}[{rang}].{cle}"),
                format!("{} figure déjà plus haut", citer(id)),
            ));
        }
    }
}
