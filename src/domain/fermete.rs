//! How firmly the ranking of a territory holds, told by candidature numbers and institutions.

use super::cadre::Cadre;
use super::classement::Fraction;
use super::robustesse::{Robustesse, Tenue};
use super::seance::Seance;
use super::tableau::Base;

/// The robustness of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fermete {
    /// What was measured, by index.
    pub robustesse: Robustesse,
    /// Number of each candidature, by index.
    pub numeros: Vec<String>,
}

impl Fermete {
    /// Measures the candidatures examined, and `aussi` as if it were.
    pub fn etablir(cadre: &Cadre, seance: &Seance, aussi: Option<&str>) -> Self {
        let base = Base::etablir(cadre, seance, aussi);
        let numeros = base.scene.evaluations.iter().map(|e| e.numero.clone());
        Self {
            numeros: numeros.collect(),
            robustesse: Robustesse::mesurer(&base.scene, &base.voix),
        }
    }

    /// Index of a candidature.
    pub fn index(&self, numero: &str) -> Option<usize> {
        self.numeros.iter().position(|n| n == numero)
    }

    /// How firmly a candidature holds.
    pub fn tenue(&self, numero: &str) -> Option<&Tenue> {
        self.robustesse.tenues.get(self.index(numero)?)
    }

    /// `S_sel`: share of the neighbours in which it keeps its side; `None` without a line.
    pub fn selection(&self, tenue: &Tenue) -> Option<Fraction> {
        let gardee = tenue.selection.as_ref()?.gardee;
        Some(self.robustesse.part(gardee))
    }

    /// `S_rang`: share of the neighbours in which it keeps its rank.
    pub fn rang(&self, tenue: &Tenue) -> Fraction {
        self.robustesse.part(tenue.rang_garde)
    }
}

/// Names of institutions, by their indexes in the call.
pub fn institutions(cadre: &Cadre, indexes: &[usize]) -> Vec<String> {
    let toutes: Vec<&str> = cadre
        .ami
        .institutions()
        .map(|(_, i)| i.nom.as_str())
        .collect();
    let nommees = indexes.iter().filter_map(|index| toutes.get(*index));
    nommees.map(|nom| super::texte::visible(nom)).collect()
}
