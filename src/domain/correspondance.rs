//! Which rows of the priority table a fiche answers: same public, a common field, common communes.

use chrono::NaiveDate;

use super::ami::Ami;
use super::cadre::{Cadre, Dossier};
use super::priorite::{ConventionCej, LignePriorite, TablePriorites};
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

/// Every row the fiche answers in `zone`, best rank first, for a convention that starts on `debut`.
pub fn chercher(
    fiche: &Fiche,
    zone: &Communes,
    debut: NaiveDate,
    ami: &Ami,
    table: &TablePriorites,
    referentiel: &Referentiel,
) -> Vec<Correspondance> {
    let couvertes = conventions(table, debut).map(|c| referentiel.communes_de(&c.territoire));
    let ouverte_aux_jeunes = couvertes.fold(zone.clone(), |zone, couverte| zone.sauf(&couverte));
    table
        .priorites
        .iter()
        .filter(|ligne| fiche.publics.contains(&ligne.public))
        .filter_map(|ligne| {
            let jeunes = ami.public(&ligne.public).is_some_and(|p| p.jeunes);
            let zone = if jeunes { &ouverte_aux_jeunes } else { zone };
            let visees = referentiel
                .communes_de(&ligne.territoire)
                .intersection(&referentiel.departement(&table.territoire));
            repondre(fiche, zone, ligne, &visees, referentiel)
        })
        .collect()
}

/// The communes where a candidature works for the public of a row.
pub fn couverture(cadre: &Cadre, dossier: &Dossier, ligne: &LignePriorite) -> Communes {
    let fiche = dossier.fiche();
    let referentiel = &cadre.referentiel;
    let zone = referentiel.zone_de_fiche(fiche.zone.as_ref(), &fiche.territoire);
    let jeunes = cadre.ami.public(&ligne.public).is_some_and(|p| p.jeunes);
    conventions(&cadre.table, dossier.projet.debut)
        .filter(|_| jeunes)
        .map(|c| referentiel.communes_de(&c.territoire))
        .fold(zone, |zone, couverte| zone.sauf(&couverte))
}

/// The CEJ-JR conventions that count for a project: one that ended before its start does not.
pub fn conventions(
    table: &TablePriorites,
    debut: NaiveDate,
) -> impl Iterator<Item = &ConventionCej> {
    let conventions = table.conventions_cej_jr.iter();
    conventions.filter(move |c| c.fin.is_none_or(|fin| fin >= debut))
}

/// `visees`: the communes of the row, inside the territory of its table.
fn repondre(
    fiche: &Fiche,
    zone: &Communes,
    ligne: &LignePriorite,
    visees: &Communes,
    referentiel: &Referentiel,
) -> Option<Correspondance> {
    let couvertes = zone.intersection(visees);
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
