//! What the region adds up, carried by the outcome so that it needs no other file; absent from earlier outcomes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Resultat;
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::carte::lignes_couvertes;
use crate::domain::projet::{Projet, Volet};
use crate::domain::tableau::Tableau;

/// The fiche of a candidature, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FicheResultat {
    /// Titles of its publics.
    pub publics: Vec<String>,
    /// Asked over the convention, in euros.
    pub demande: i64,
    /// Asked, by volet, in euros.
    pub demande_par_volet: BTreeMap<Volet, i64>,
    /// The whole form.
    pub projet: ProjetResultat,
}

/// The form a fiche belongs to, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjetResultat {
    /// Territories of its fiches, in its order.
    pub territoires: Vec<String>,
    /// Grant declared for the whole project, in euros; null when the form declares none.
    pub demande: Option<i64>,
}

/// A row of the priority table and what it receives, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LigneDeTable {
    /// Rank.
    pub rang: u32,
    /// Title of the public.
    pub public: String,
    /// Place, as the call words it.
    pub territoire: String,
    /// Communes of the row.
    pub communes: usize,
    /// Communes where a candidature proposed to be retained works.
    pub communes_couvertes: usize,
    /// Inhabitants of the row's communes.
    pub population: u64,
    /// Inhabitants of the communes covered.
    pub population_couverte: u64,
    /// Candidatures that answer it, retained or not.
    pub reponses: usize,
    /// Candidatures proposed to be retained that answer it.
    pub retenues: usize,
}

impl Resultat {
    /// The same as an earlier program of this format wrote it, before the region's additions.
    #[must_use]
    pub fn sans_ajouts(mut self) -> Self {
        self.table = None;
        for classee in &mut self.classement {
            classee.fiche = None;
        }
        for non_classee in &mut self.non_classees {
            non_classee.fiche = None;
        }
        self
    }
}

/// The fiche of a candidature.
pub fn fiche(cadre: &Cadre, dossier: &Dossier) -> FicheResultat {
    let fiche = dossier.fiche();
    let publics = fiche.publics.iter().filter_map(|id| cadre.ami.public(id));
    let par_volet = fiche.budget.iter().map(|(volet, annees)| {
        let demandes = annees.values().filter_map(|m| m.demande);
        (*volet, demandes.fold(0, i64::saturating_add))
    });
    FicheResultat {
        publics: publics.map(|p| p.intitule.clone()).collect(),
        demande: fiche.demande(),
        demande_par_volet: par_volet.collect(),
        projet: projet(&dossier.projet),
    }
}

fn projet(projet: &Projet) -> ProjetResultat {
    let mut declares = projet.total.values().filter_map(|m| m.demande).peekable();
    let declare = declares.peek().is_some();
    ProjetResultat {
        territoires: projet.fiches.iter().map(|f| f.territoire.clone()).collect(),
        demande: declare.then(|| declares.fold(0, i64::saturating_add)),
    }
}

/// The rows of the table.
pub fn table(cadre: &Cadre, tableau: &Tableau) -> Vec<LigneDeTable> {
    let lignes = lignes_couvertes(cadre, tableau).into_iter();
    lignes
        .map(|l| LigneDeTable {
            rang: l.rang,
            public: cadre
                .ami
                .public(&l.public)
                .map_or(l.public, |p| p.intitule.clone()),
            territoire: l.lieu,
            communes: l.communes.1,
            communes_couvertes: l.communes.0,
            population: l.population.1,
            population_couverte: l.population.0,
            reponses: l.reponses,
            retenues: l.retenues.len(),
        })
        .collect()
}
