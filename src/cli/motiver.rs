//! `instruire motiver`: the sheet of CRPA R. 311-3-1-2 for one candidature, to be copied into a letter.

use color_eyre::eyre::Result;

use super::{Arguments, BON, Lue, lire_sain, livrer, refuser};
use crate::domain::motivation;
use crate::domain::texte::visible;

/// Prints the sheet of a candidature as the journal of the territory tells it.
pub fn run(arguments: &Arguments, territoire: &str, numero: &str) -> Result<u8> {
    let refus = "rien n'est communiqué d'après ce journal";
    let Lue { cadre, seance, .. } = match lire_sain(arguments, territoire, refus) {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    match motivation::fiche(&cadre, &seance, numero) {
        Some(lignes) => {
            livrer(&lignes.join("\n"))?;
            Ok(BON)
        }
        None => Ok(refuser(&format!(
            "candidature « {} » absente du territoire {territoire}",
            visible(numero)
        ))),
    }
}
