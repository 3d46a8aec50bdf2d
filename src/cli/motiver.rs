//! `instruire motiver`: the sheet of CRPA R. 311-3-1-2 for one candidature, to be copied into a letter.

use color_eyre::eyre::Result;

use super::{Arguments, BON, charger, livrer, refuser};
use crate::domain::motivation;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::store::journal;

/// Prints the sheet of a candidature as the journal of the territory tells it.
pub fn run(arguments: &Arguments, territoire: &str, numero: &str) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let Some(cadre) = campagne.cadre(territoire) else {
        return Ok(refuser(&format!(
            "territoire « {} » absent de l'appel",
            visible(territoire)
        )));
    };
    let lecture = match journal::read(&campagne.journal(territoire)) {
        Ok(lecture) => lecture,
        Err(erreur) => return Ok(refuser(&erreur.to_string())),
    };
    let seance = Seance::replay(lecture.enregistrements().iter().cloned());
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
