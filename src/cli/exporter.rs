//! `instruire exporter`: the proposal for spreadsheets.

use std::path::Path;

use color_eyre::eyre::Result;

use super::arguments::{NomDeFeuille, Tableur};
use super::sorties::Vers;
use super::{Arguments, lire_sain};
use crate::exchange::feuille::Feuille;
use crate::exchange::{classeur, csv_writer, xlsx_writer};
use crate::store::resultat;

/// Writes the sheets of a territory, or one of them.
pub fn run(
    arguments: &Arguments,
    territoire: &str,
    format: Tableur,
    feuille: Option<NomDeFeuille>,
    vers: Option<&Path>,
) -> Result<u8> {
    let lue = match lire_sain(
        arguments,
        territoire,
        "rien n'est exporté d'après ce journal",
    ) {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    let proposition = resultat::etablir(&lue.campagne, &lue.cadre, &lue.lecture, &lue.seance);
    let feuilles = classeur::feuilles(&lue.cadre, &proposition);
    let une = feuille.map_or(0, |feuille| feuille as usize);
    let (nom, voulues): (&str, &[Feuille]) = match feuille {
        None if format == Tableur::Xlsx => ("proposition", &feuilles),
        _ => (classeur::NOMS[une], &feuilles[une..=une]),
    };
    let nom = format!("{territoire}-{nom}");
    let vers = Vers::lire(vers, format == Tableur::Csv);
    let (extension, octets) = match format {
        Tableur::Xlsx => {
            let titre = classeur::titre(&proposition);
            ("xlsx", xlsx_writer::classeur(&titre, voulues)?)
        }
        Tableur::Csv => ("csv", csv_writer::feuille(&voulues[0])?),
    };
    let ecrit = vers.remettre(&lue.campagne, (&nom, extension), &octets)?;
    Ok(ecrit.max(lue.signaler_changees()))
}
