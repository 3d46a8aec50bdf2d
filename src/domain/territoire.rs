//! Places as sets of communes: « Puy-de-Dôme hors Clermont Auvergne Métropole » is 464 − 21 communes.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use serde::Deserialize;

use super::probleme::{Probleme, citer, inconnu};

/// A commune of the official code (COG 2024).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commune {
    /// INSEE code, a string.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Territory of the call: `63`, `69D`, `69M`.
    pub territoire: String,
    /// SIREN of its intercommunal body; empty for an isolated commune.
    pub epci: String,
    /// Inhabitants.
    pub population: u32,
}

/// An intercommunal body.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Epci {
    /// SIREN.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Kind: CC, CA, CU, METRO…
    #[serde(rename = "type")]
    pub nature: String,
}

/// Official codes of the region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Referentiel {
    /// Communes, in the order of the file.
    pub communes: Vec<Commune>,
    /// Intercommunal bodies.
    pub epci: Vec<Epci>,
    /// The communes of each reference, as positions in `communes`.
    lieux: HashMap<String, Vec<usize>>,
}

/// A place as written: references in, references out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// How the call words it.
    pub libelle: Option<String>,
    /// References: `dep:63`, `epci:246300701`, `commune:63113`.
    #[serde(default)]
    pub inclut: Vec<String>,
    /// References taken away.
    #[serde(default)]
    pub exclut: Vec<String>,
}

impl Zone {
    /// Whether places are taken away from nothing.
    pub fn exclut_sans_inclure(&self) -> bool {
        self.inclut.is_empty() && !self.exclut.is_empty()
    }
}

/// A set of communes of one [`Referentiel`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Communes {
    /// By position in the referential.
    presentes: FixedBitSet,
}

impl Communes {
    /// Whether no commune is in the set.
    pub fn est_vide(&self) -> bool {
        self.presentes.is_clear()
    }

    /// Number of communes.
    pub fn nombre(&self) -> usize {
        self.presentes.count_ones(..)
    }

    /// Communes in both sets.
    #[must_use]
    pub fn intersection(&self, autre: &Self) -> Self {
        let mut presentes = self.presentes.clone();
        presentes.intersect_with(&autre.presentes);
        Self { presentes }
    }

    /// Communes in either set.
    #[must_use]
    pub fn reunion(&self, autre: &Self) -> Self {
        let mut presentes = self.presentes.clone();
        presentes.union_with(&autre.presentes);
        Self { presentes }
    }

    /// Communes of this set that the other lacks.
    #[must_use]
    pub fn sauf(&self, autre: &Self) -> Self {
        let mut presentes = self.presentes.clone();
        presentes.difference_with(&autre.presentes);
        Self { presentes }
    }

    /// Inhabitants of the set.
    pub fn population(&self, referentiel: &Referentiel) -> u64 {
        let populations = self
            .presentes
            .ones()
            .map(|rang| referentiel.communes[rang].population);
        populations.map(u64::from).sum()
    }
}

impl Referentiel {
    /// The official codes, with every place they name found once.
    pub fn new(communes: Vec<Commune>, epci: Vec<Epci>) -> Self {
        let mut lieux: HashMap<String, Vec<usize>> = HashMap::new();
        for (rang, commune) in communes.iter().enumerate() {
            let mut ranger = |nature: &str, code: &str| {
                lieux
                    .entry(format!("{nature}:{code}"))
                    .or_default()
                    .push(rang);
            };
            ranger("commune", &commune.code);
            ranger("dep", &commune.territoire);
            if !commune.epci.is_empty() {
                ranger("epci", &commune.epci);
            }
        }
        Self {
            communes,
            epci,
            lieux,
        }
    }

    /// The communes of one territory.
    pub fn departement(&self, code: &str) -> Communes {
        self.lieux(&[format!("dep:{code}")])
    }

    /// The communes of a zone; each reference that names nothing is added to `problemes` under `chemin`.
    pub fn resoudre(&self, zone: &Zone, chemin: &str, problemes: &mut Vec<Probleme>) -> Communes {
        self.verifier(&zone.inclut, &format!("{chemin}.inclut"), problemes);
        self.verifier(&zone.exclut, &format!("{chemin}.exclut"), problemes);
        self.communes_de(zone)
    }

    /// The communes of a zone; a reference that names nothing adds none.
    pub fn communes_de(&self, zone: &Zone) -> Communes {
        self.lieux(&zone.inclut).sauf(&self.lieux(&zone.exclut))
    }

    /// The communes where a fiche works: its zone inside its territory, or the whole territory.
    pub fn zone_de_fiche(&self, zone: Option<&Zone>, territoire: &str) -> Communes {
        let departement = self.departement(territoire);
        match zone {
            None => departement,
            Some(zone) => self.communes_de(zone).intersection(&departement),
        }
    }

    /// The communes of these references; one that names nothing adds none.
    fn lieux(&self, references: &[String]) -> Communes {
        let mut presentes = FixedBitSet::with_capacity(self.communes.len());
        let connus = references.iter().filter_map(|r| self.lieux.get(r));
        presentes.extend(connus.flatten().copied());
        Communes { presentes }
    }

    fn verifier(&self, references: &[String], chemin: &str, problemes: &mut Vec<Probleme>) {
        for (rang, reference) in references.iter().enumerate() {
            if !self.lieux.contains_key(reference) {
                let message = self.reference_inconnue(reference);
                problemes.push(Probleme::new(format!("{chemin}[{rang}]"), message));
            }
        }
    }

    fn reference_inconnue(&self, reference: &str) -> String {
        let codes = |code: fn(&Commune) -> &str| self.communes.iter().map(code).collect();
        let (nature, code, connus): (_, _, Vec<&str>) = match reference.split_once(':') {
            Some(("dep", code)) => ("territoire", code, codes(|c| &c.territoire)),
            Some(("epci", code)) => {
                let connus = self.epci.iter().map(|e| e.code.as_str()).collect();
                ("EPCI", code, connus)
            }
            Some(("commune", code)) => ("code de commune", code, codes(|c| &c.code)),
            _ => {
                return format!(
                    "référence attendue comme dep:63, epci:246300701 ou commune:63113, lu {}",
                    citer(reference)
                );
            }
        };
        inconnu(nature, code, connus)
    }
}
