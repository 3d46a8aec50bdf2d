//! Places as sets of communes: « Puy-de-Dôme hors Clermont Auvergne Métropole » is 464 − 21 communes.

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
    presentes: Vec<bool>,
}

impl Communes {
    /// Whether no commune is in the set.
    pub fn est_vide(&self) -> bool {
        !self.presentes.contains(&true)
    }

    /// Number of communes.
    pub fn nombre(&self) -> usize {
        self.presentes.iter().filter(|p| **p).count()
    }

    /// Communes in both sets.
    #[must_use]
    pub fn intersection(&self, autre: &Self) -> Self {
        let presentes = self.presentes.iter().zip(&autre.presentes);
        Self {
            presentes: presentes.map(|(a, b)| *a && *b).collect(),
        }
    }

    /// Communes in either set.
    #[must_use]
    pub fn reunion(&self, autre: &Self) -> Self {
        let presentes = self.presentes.iter().zip(&autre.presentes);
        Self {
            presentes: presentes.map(|(a, b)| *a || *b).collect(),
        }
    }

    /// Communes of this set that the other lacks.
    #[must_use]
    pub fn sauf(&self, autre: &Self) -> Self {
        let presentes = self.presentes.iter().zip(&autre.presentes);
        Self {
            presentes: presentes.map(|(a, b)| *a && !*b).collect(),
        }
    }

    /// Inhabitants of the set.
    pub fn population(&self, referentiel: &Referentiel) -> u64 {
        let communes = referentiel.communes.iter().zip(&self.presentes);
        communes
            .filter(|(_, presente)| **presente)
            .map(|(commune, _)| u64::from(commune.population))
            .sum()
    }
}

impl Referentiel {
    /// The communes of one territory.
    pub fn departement(&self, code: &str) -> Communes {
        self.communes_ou(|commune| commune.territoire == code)
    }

    /// The communes of a zone; each reference that names nothing is added to `problemes` under `chemin`.
    pub fn resoudre(&self, zone: &Zone, chemin: &str, problemes: &mut Vec<Probleme>) -> Communes {
        let inclut = self.union(&zone.inclut, &format!("{chemin}.inclut"), problemes);
        let exclut = self.union(&zone.exclut, &format!("{chemin}.exclut"), problemes);
        inclut.sauf(&exclut)
    }

    /// The communes of a zone; a reference that names nothing adds none.
    pub fn communes_de(&self, zone: &Zone) -> Communes {
        self.resoudre(zone, "", &mut Vec::new())
    }

    /// The communes where a fiche works: its zone inside its territory, or the whole territory.
    pub fn zone_de_fiche(&self, zone: Option<&Zone>, territoire: &str) -> Communes {
        let departement = self.departement(territoire);
        match zone {
            None => departement,
            Some(zone) => self.communes_de(zone).intersection(&departement),
        }
    }

    fn union(
        &self,
        references: &[String],
        chemin: &str,
        problemes: &mut Vec<Probleme>,
    ) -> Communes {
        let mut presentes = vec![false; self.communes.len()];
        for (rang, reference) in references.iter().enumerate() {
            match self.reference(reference) {
                Ok(communes) => {
                    for (presente, ajoutee) in presentes.iter_mut().zip(&communes.presentes) {
                        *presente |= ajoutee;
                    }
                }
                Err(message) => problemes.push(Probleme::new(format!("{chemin}[{rang}]"), message)),
            }
        }
        Communes { presentes }
    }

    fn reference(&self, reference: &str) -> Result<Communes, String> {
        let (nature, communes, connus): (_, _, Vec<&str>) = match reference.split_once(':') {
            Some(("dep", code)) => (
                "territoire",
                self.departement(code),
                self.communes
                    .iter()
                    .map(|c| c.territoire.as_str())
                    .collect(),
            ),
            Some(("epci", code)) => (
                "EPCI",
                self.communes_ou(|commune| commune.epci == code),
                self.epci.iter().map(|e| e.code.as_str()).collect(),
            ),
            Some(("commune", code)) => (
                "code de commune",
                self.communes_ou(|commune| commune.code == code),
                self.communes.iter().map(|c| c.code.as_str()).collect(),
            ),
            _ => {
                return Err(format!(
                    "référence attendue comme dep:63, epci:246300701 ou commune:63113, lu {}",
                    citer(reference)
                ));
            }
        };
        if communes.est_vide() {
            let code = reference.split_once(':').map_or("", |(_, code)| code);
            return Err(inconnu(nature, code, connus));
        }
        Ok(communes)
    }

    fn communes_ou(&self, retenue: impl Fn(&Commune) -> bool) -> Communes {
        Communes {
            presentes: self.communes.iter().map(retenue).collect(),
        }
    }
}
