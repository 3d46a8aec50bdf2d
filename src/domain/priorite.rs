//! The priority table of a territory: decreasing rows, each a public, fields and a place.

use serde::Deserialize;

use super::ami::Ami;
use super::francais::{compte, jour};
use super::probleme::{Probleme, inconnu};
use super::projet::Volet;
use super::recevabilite::Severite;
use super::territoire::{Communes, Referentiel, Zone};

/// `priorites/63.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePriorites {
    /// Version of the file format; 1 today.
    pub format: u32,
    /// Code of the territory.
    pub territoire: String,
    /// Whether the published table has been entered.
    pub statut: StatutTable,
    /// The document the table comes from.
    pub source: Option<String>,
    /// CEJ-JR conventions: the young they cover are not eligible there.
    #[serde(default)]
    pub conventions_cej_jr: Vec<ConventionCej>,
    /// Rows, in decreasing priority.
    #[serde(default)]
    pub priorites: Vec<LignePriorite>,
}

/// Whether a table has been entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatutTable {
    /// Entered.
    Saisie,
    /// Published elsewhere and not entered yet.
    ASaisir,
}

/// A CEJ-JR convention (contrat d'engagement jeune, jeunes en rupture).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConventionCej {
    /// Where it applies.
    pub territoire: Zone,
    /// Its last day, when known.
    pub fin: Option<chrono::NaiveDate>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LignePriorite {
    /// 1 is the highest.
    pub rang: u32,
    /// Id of the public.
    pub public: String,
    /// « en particulier… ».
    #[serde(default)]
    pub precisions: Vec<String>,
    /// Fields of activity.
    pub champs: Vec<Volet>,
    /// Where.
    pub territoire: Zone,
    /// Why, when published; attached to the public, never to a number.
    pub motivation: Option<String>,
}

/// Something to know of a table that can be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarque {
    /// An alert, or information.
    pub severite: Severite,
    /// Where and what.
    pub probleme: Probleme,
}

impl TablePriorites {
    /// The row of this rank.
    pub fn ligne(&self, rang: u32) -> Option<&LignePriorite> {
        self.priorites.iter().find(|l| l.rang == rang)
    }

    /// What is wrong in the table: ranks, publics, fields, places.
    pub fn problemes(&self, ami: &Ami, referentiel: &Referentiel) -> Vec<Probleme> {
        let mut problemes = Vec::new();
        if ami.territoire(&self.territoire).is_none() {
            let codes = ami.territoires.iter().map(|t| t.code.as_str());
            problemes.push(Probleme::new(
                "territoire",
                inconnu("territoire", &self.territoire, codes),
            ));
        }
        if self.statut == StatutTable::Saisie && self.priorites.is_empty() {
            problemes.push(Probleme::new(
                "priorites",
                "table saisie sans aucune ligne ; sinon statut: a_saisir",
            ));
        }
        for (rang, convention) in self.conventions_cej_jr.iter().enumerate() {
            let chemin = format!("conventions_cej_jr[{rang}].territoire");
            zone(&convention.territoire, &chemin, referentiel, &mut problemes);
        }
        for (index, ligne) in self.priorites.iter().enumerate() {
            let chemin = format!("priorites[{index}]");
            let attendu = index as u32 + 1;
            if ligne.rang != attendu {
                problemes.push(Probleme::new(
                    format!("{chemin}.rang"),
                    format!(
                        "rang {attendu} attendu (de 1 en 1, sans trou ni doublon), lu {}",
                        ligne.rang
                    ),
                ));
            }
            if ami.public(&ligne.public).is_none() {
                problemes.push(Probleme::new(
                    format!("{chemin}.public"),
                    inconnu(
                        "public",
                        &ligne.public,
                        ami.publics.iter().map(|p| p.id.as_str()),
                    ),
                ));
            }
            if ligne.champs.is_empty() {
                problemes.push(Probleme::new(
                    format!("{chemin}.champs"),
                    "au moins un champ d'activités est attendu",
                ));
            }
            if ligne.champs.contains(&Volet::Coordination) {
                problemes.push(Probleme::new(
                    format!("{chemin}.champs"),
                    "la coordination n'est jamais un champ prioritaire (présentation)",
                ));
            }
            let chemin = format!("{chemin}.territoire");
            zone(&ligne.territoire, &chemin, referentiel, &mut problemes);
        }
        problemes
    }

    /// What deserves a second look without making the table unusable: overlaps of publics, places out of the territory,
    /// motivations and source left out. For a table without [`Self::problemes`].
    pub fn remarques(&self, ami: &Ami, referentiel: &Referentiel) -> Vec<Remarque> {
        let mut remarques = Vec::new();
        let mut dire = |severite, chemin: String, message: String| {
            remarques.push(Remarque {
                severite,
                probleme: Probleme::new(chemin, message),
            });
        };
        let departement = referentiel.departement(&self.territoire);
        let dehors = |communes: &Communes| communes.sauf(&departement).nombre();
        if self.statut == StatutTable::ASaisir && !self.priorites.is_empty() {
            let message = "des lignes sont saisies, le statut dit encore a_saisir";
            dire(Severite::Alerte, "statut".into(), message.into());
        }
        if self.statut == StatutTable::Saisie && self.source.is_none() {
            let message = "document d'origine non renseigné";
            dire(Severite::Information, "source".into(), message.into());
        }
        for (rang, convention) in self.conventions_cej_jr.iter().enumerate() {
            let chemin = format!("conventions_cej_jr[{rang}].territoire");
            let communes = referentiel.communes_de(&convention.territoire);
            if communes.intersection(&departement).est_vide() {
                let message = format!("aucune commune du territoire {}", self.territoire);
                dire(Severite::Alerte, chemin, message);
            }
            if let Some(fin) = convention.fin.filter(|f| *f < ami.calendrier.demarrage) {
                let message = format!("convention finie le {}, avant tout démarrage", jour(fin));
                let chemin = format!("conventions_cej_jr[{rang}].fin");
                dire(Severite::Information, chemin, message);
            }
        }
        for (index, ligne) in self.priorites.iter().enumerate() {
            let communes = referentiel.communes_de(&ligne.territoire);
            let lieu = format!("priorites[{index}].territoire");
            if communes.intersection(&departement).est_vide() {
                let message = format!(
                    "aucune commune du territoire {} : personne ne peut répondre à cette ligne",
                    self.territoire
                );
                dire(Severite::Alerte, lieu, message);
            } else if dehors(&communes) > 0 {
                let communes = compte(dehors(&communes), "commune", "communes");
                let message = format!(
                    "{communes} hors du territoire {}, sans effet ici",
                    self.territoire
                );
                dire(Severite::Information, lieu, message);
            }
            for autre in &self.priorites[..index] {
                let communes = referentiel
                    .communes_de(&autre.territoire)
                    .intersection(&communes);
                if autre.public == ligne.public && !communes.est_vide() {
                    let message = format!(
                        "même public que la priorité {}, sur {} en commun",
                        autre.rang,
                        compte(communes.nombre(), "commune", "communes")
                    );
                    dire(
                        Severite::Alerte,
                        format!("priorites[{index}].public"),
                        message,
                    );
                }
            }
            if ligne
                .motivation
                .as_deref()
                .is_none_or(|m| m.trim().is_empty())
            {
                let message = "motivation non renseignée";
                let chemin = format!("priorites[{index}]");
                dire(Severite::Information, chemin, message.into());
            }
        }
        remarques
    }
}

/// A place of a table names at least one commune.
fn zone(zone: &Zone, chemin: &str, referentiel: &Referentiel, problemes: &mut Vec<Probleme>) {
    let connus = problemes.len();
    let communes = referentiel.resoudre(zone, chemin, problemes);
    if zone.exclut_sans_inclure() {
        problemes.push(Probleme::new(
            format!("{chemin}.exclut"),
            "exclut sans inclut : nommez d'abord ce que la zone inclut, comme dep:63",
        ));
    } else if communes.est_vide() && problemes.len() == connus {
        problemes.push(Probleme::new(
            chemin,
            "aucune commune : vérifiez inclut et exclut",
        ));
    }
}
