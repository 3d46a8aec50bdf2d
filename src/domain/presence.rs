//! Who sits, in what quality, who presides, who stands for whom (CRPA R. 133-5 to -13): institutions, never persons.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ami::Ami;
use super::cadre::Cadre;
use super::texte::visible;

/// Names the State service of the territory where an institution could stand: it may preside.
pub const SERVICE: &str = "service";

/// Who sits at a séance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Who presides: the id of an institution present, or [`SERVICE`]; null when it is not said.
    pub presidence: Option<String>,
    /// Institutions present.
    pub presents: Vec<Present>,
    /// Those who are not there and gave a mandate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandats: Vec<Mandat>,
}

/// An institution present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Present {
    /// Its id.
    pub institution: String,
    /// In what quality it sits; left out when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualite: Option<Qualite>,
}

/// In what quality an institution sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualite {
    /// By its member.
    Titulaire,
    /// By the deputy of its member (CRPA R. 133-6).
    Suppleant,
    /// Heard, without a seat: never counted in the quorum.
    Invite,
}

/// A mandate: one who is not there is represented by one who is (CRPA R. 133-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandat {
    /// Id of the institution represented.
    pub de: String,
    /// Id of the one that represents it.
    pub a: String,
}

/// How far the quorum is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    /// Members present or represented.
    pub comptes: usize,
    /// How many it takes, by the call.
    pub attendus: usize,
}

impl Qualite {
    /// In the order of the screens.
    pub const TOUTES: [Self; 3] = [Self::Titulaire, Self::Suppleant, Self::Invite];

    /// In words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Titulaire => "titulaire",
            Self::Suppleant => "suppléant",
            Self::Invite => "invité",
        }
    }
}

impl Quorum {
    /// Whether it is reached.
    pub fn atteint(self) -> bool {
        self.comptes >= self.attendus
    }

    /// « Quorum atteint : 7 présents ou représentés, 6 attendus ».
    pub fn phrase(self) -> String {
        let etat = if self.atteint() {
            "atteint"
        } else {
            "non atteint"
        };
        let (comptes, attendus) = (self.comptes, self.attendus);
        format!("Quorum {etat} : {comptes} présents ou représentés, {attendus} attendus")
    }
}

impl Presence {
    /// Institutions present of which nothing else is said.
    pub fn simple(presents: Vec<String>) -> Self {
        let presents = presents.into_iter().map(|institution| Present {
            institution,
            qualite: None,
        });
        Self {
            presents: presents.collect(),
            ..Self::default()
        }
    }

    /// Ids of the institutions present.
    pub fn institutions(&self) -> impl Iterator<Item = &str> {
        self.presents.iter().map(|p| p.institution.as_str())
    }

    /// Whether an institution is present.
    pub fn siege(&self, id: &str) -> bool {
        self.institutions().any(|present| present == id)
    }

    /// Members present or represented.
    pub fn comptes(&self) -> usize {
        let membres = self.presents.iter();
        let membres = membres.filter(|p| p.qualite != Some(Qualite::Invite));
        membres.count() + self.mandats.len()
    }

    /// The quorum; nothing when the call asks for none.
    pub fn quorum(&self, ami: &Ami) -> Option<Quorum> {
        Some(Quorum {
            comptes: self.comptes(),
            attendus: ami.quorum? as usize,
        })
    }

    /// Holders of more than one mandate: the law admits it only where a text says so (CRPA R. 133-9).
    pub fn cumuls(&self) -> Vec<&str> {
        let mut vus = BTreeSet::new();
        let titulaires = self.mandats.iter().map(|m| m.a.as_str());
        let cumuls: BTreeSet<&str> = titulaires.filter(|a| !vus.insert(*a)).collect();
        cumuls.into_iter().collect()
    }

    /// What contradicts itself, whatever the call.
    pub fn contradiction(&self) -> Option<&'static str> {
        let mut vus = BTreeSet::new();
        if !self.institutions().all(|id| vus.insert(id)) {
            return Some("une institution n'est présente qu'une fois");
        }
        let membre = |id: &str| {
            let present = self.presents.iter().find(|p| p.institution == id);
            present.is_some_and(|p| p.qualite != Some(Qualite::Invite))
        };
        let preside = |id: &String| id == SERVICE || membre(id);
        if !self.presidence.iter().all(preside) {
            return Some("la présidence revient à un membre présent, ou au service instructeur");
        }
        let mut mandants = BTreeSet::new();
        if !self.mandats.iter().all(|m| mandants.insert(&m.de)) {
            return Some("une institution ne donne qu'un mandat");
        }
        if self.mandats.iter().any(|m| self.siege(&m.de)) {
            return Some("une institution présente ne donne pas de mandat");
        }
        if !self.mandats.iter().all(|m| membre(&m.a)) {
            return Some("un mandat se donne à un membre présent");
        }
        None
    }

    /// Every id that must be an institution of the call.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        let mandats = self.mandats.iter().flat_map(|m| [&*m.de, &*m.a]);
        let presidence = self.presidence.as_deref().filter(|id| *id != SERVICE);
        self.institutions().chain(mandats).chain(presidence)
    }

    /// « présidence DDETS du Puy-de-Dôme, 9 institutions présentes, 1 mandat ».
    pub fn phrase(&self, cadre: &Cadre) -> String {
        use super::francais::compte;
        let presidence = self.presidence.as_deref();
        let presidence = presidence.map(|id| format!("présidence {}", qui(id, cadre)));
        let presents = compte(
            self.presents.len(),
            "institution présente",
            "institutions présentes",
        );
        let mandats = compte(self.mandats.len(), "mandat", "mandats");
        let mandats = (!self.mandats.is_empty()).then_some(mandats);
        let mots = presidence.into_iter().chain([presents]).chain(mandats);
        mots.collect::<Vec<_>>().join(", ")
    }
}

/// The name of an institution, or of the service; an unknown id as it is.
pub fn qui(id: &str, cadre: &Cadre) -> String {
    if id == SERVICE {
        return visible(&cadre.territoire.service);
    }
    let institution = cadre.ami.institution(id);
    institution.map_or_else(|| visible(id), |i| visible(&i.nom))
}
