//! Which rows of the priority table a fiche answers: same public, a common field, common communes.

use super::ami::Ami;
use super::priorite::{LignePriorite, TablePriorites};
use super::projet::Fiche;
use super::territoire::{Communes, Referentiel};

/// A row answered by a fiche.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondance {
    /// Rank of the row.
    pub rang: u32,
    /// Fields of the row that the fiche covers.
    pub champs_couverts: usize,
    /// Fields of the row.
    pub champs: usize,
    /// Inhabitants of the row's communes where the fiche works.
    pub population_couverte: u64,
    /// Inhabitants of the row's communes.
    pub population: u64,
    /// Communes of the row where the fiche works.
    pub communes_couvertes: usize,
    /// Communes of the row.
    pub communes: usize,
}

impl Correspondance {
    /// « pleinement »: every field, everywhere; else « partiellement ».
    pub fn pleine(&self) -> bool {
        self.champs_couverts == self.champs && self.communes_couvertes == self.communes
    }

    /// Share of the population covered, in whole percent, rounded down for display; 0 is said only of nothing.
    pub fn part_population(&self) -> u64 {
        match (100 * self.population_couverte).checked_div(self.population) {
            Some(0) if self.population_couverte > 0 => 1,
            Some(part) => part,
            None => 0,
        }
    }
}

/// Every row the fiche answers, best rank first.
pub fn chercher(
    fiche: &Fiche,
    ami: &Ami,
    table: &TablePriorites,
    referentiel: &Referentiel,
) -> Vec<Correspondance> {
    let zone = referentiel.zone_de_fiche(fiche.zone.as_ref(), &fiche.territoire);
    table
        .priorites
        .iter()
        .filter(|ligne| fiche.publics.contains(&ligne.public))
        .filter_map(|ligne| {
            let zone = eligible(&zone, ligne, ami, table, referentiel);
            repondre(fiche, &zone, ligne, referentiel)
        })
        .collect()
}

/// Where the fiche may answer the row: the young covered by a CEJ-JR convention are not eligible there.
fn eligible(
    zone: &Communes,
    ligne: &LignePriorite,
    ami: &Ami,
    table: &TablePriorites,
    referentiel: &Referentiel,
) -> Communes {
    if !ami
        .public(&ligne.public)
        .is_some_and(|public| public.jeunes)
    {
        return zone.clone();
    }
    table
        .conventions_cej_jr
        .iter()
        .fold(zone.clone(), |zone, convention| {
            zone.sauf(&referentiel.resoudre(&convention.territoire, "", &mut Vec::new()))
        })
}

fn repondre(
    fiche: &Fiche,
    zone: &Communes,
    ligne: &LignePriorite,
    referentiel: &Referentiel,
) -> Option<Correspondance> {
    let visees = referentiel.resoudre(&ligne.territoire, "", &mut Vec::new());
    let couvertes = zone.intersection(&visees);
    let champs_couverts = ligne
        .champs
        .iter()
        .filter(|c| fiche.volets.contains(c))
        .count();
    (champs_couverts > 0 && !couvertes.est_vide()).then(|| Correspondance {
        rang: ligne.rang,
        champs_couverts,
        champs: ligne.champs.len(),
        population_couverte: couvertes.population(referentiel),
        population: visees.population(referentiel),
        communes_couvertes: couvertes.nombre(),
        communes: visees.nombre(),
    })
}
