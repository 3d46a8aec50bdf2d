//! What each row of a table receives: the candidatures that answer it, how far, and the row the committee retained.

use super::cadre::{Cadre, Dossier};
use super::correspondance::Correspondance;
use super::francais::compte;
use super::priorite::{LignePriorite, TablePriorites};
use super::seance::Seance;
use super::territoire::Referentiel;

/// A candidature under a row.
#[derive(Debug, Clone, Copy)]
pub struct Reponse<'a> {
    /// The candidature.
    pub dossier: &'a Dossier,
    /// How far its fiche answers the row; `None` when only the committee put it there.
    pub correspondance: Option<&'a Correspondance>,
    /// What the committee has said of its row.
    pub dite: Dite,
}

/// What the committee has said of the row of a candidature, seen from one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dite {
    /// Nothing yet.
    Rien,
    /// This row.
    Ici,
    /// Another one, or none.
    Ailleurs(Option<u32>),
}

/// The candidatures that answer the row of this rank, or that the committee put there, by number.
pub fn de_la_ligne<'a>(cadre: &'a Cadre, seance: &Seance, rang: u32) -> Vec<Reponse<'a>> {
    let dossiers = cadre.dossiers.iter();
    dossiers
        .filter_map(|dossier| {
            let correspondance = dossier.correspondances.iter().find(|c| c.rang == rang);
            let dite = dite(cadre, seance, dossier, Some(rang));
            let reponse = Reponse {
                dossier,
                correspondance,
                dite,
            };
            (correspondance.is_some() || dite == Dite::Ici).then_some(reponse)
        })
        .collect()
}

/// The candidatures that answer no row, or that the committee put there, by number.
pub fn hors_priorite<'a>(cadre: &'a Cadre, seance: &Seance) -> Vec<Reponse<'a>> {
    let dossiers = cadre.dossiers.iter();
    dossiers
        .filter_map(|dossier| {
            let dite = dite(cadre, seance, dossier, None);
            let reponse = Reponse {
                dossier,
                correspondance: None,
                dite,
            };
            let sans = dossier.correspondances.is_empty() && dite == Dite::Rien;
            (sans || dite == Dite::Ici).then_some(reponse)
        })
        .collect()
}

fn dite(cadre: &Cadre, seance: &Seance, dossier: &Dossier, rang: Option<u32>) -> Dite {
    match seance.examen(dossier.numero()).priorite_valable(cadre) {
        None => Dite::Rien,
        Some(retenue) if retenue.rang == rang => Dite::Ici,
        Some(retenue) => Dite::Ailleurs(retenue.rang),
    }
}

/// How far a fiche answers a row, in words: « partiellement, champs 2/3, 17 % de la population ».
pub fn degre(correspondance: &Correspondance) -> String {
    if correspondance.pleine() {
        return "pleinement".into();
    }
    format!(
        "partiellement : champs {}/{}, {} % de la population",
        correspondance.champs_couverts,
        correspondance.champs,
        correspondance.part_population()
    )
}

/// Why nobody answers a row, in plain words; nothing when somebody does.
pub fn sans_reponse(cadre: &Cadre, seance: &Seance, ligne: &LignePriorite) -> Option<String> {
    if !de_la_ligne(cadre, seance, ligne.rang).is_empty() {
        return None;
    }
    let visent = cadre
        .dossiers
        .iter()
        .filter(|d| d.fiche().publics.contains(&ligne.public))
        .count();
    Some(match visent {
        0 => "Personne n'y répond : aucune candidature ne vise ce public.".into(),
        n => format!(
            "Personne n'y répond : {} ce public, mais pas dans ces champs ou pas là.",
            compte(n, "candidature vise", "candidatures visent")
        ),
    })
}

/// A row's place, as the call words it, with its communes and their inhabitants counted inside the territory.
pub fn lieu(
    ligne: &LignePriorite,
    table: &TablePriorites,
    referentiel: &Referentiel,
) -> (String, usize, u64) {
    let communes = referentiel
        .communes_de(&ligne.territoire)
        .intersection(&referentiel.departement(&table.territoire));
    let zone = &ligne.territoire;
    let libelle = zone.libelle.clone().unwrap_or_else(|| {
        let exclut = match zone.exclut.as_slice() {
            [] => String::new(),
            exclut => format!(" sauf {}", exclut.join(", ")),
        };
        zone.inclut.join(", ") + &exclut
    });
    (libelle, communes.nombre(), communes.population(referentiel))
}
