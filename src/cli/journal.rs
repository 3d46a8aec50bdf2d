//! `instruire journal`: what was recorded, one fact a line.

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, Lue, charger, dire, lire, refuser, signaler};
use crate::domain::phrase::phrase_situee;
use crate::domain::region::CODE;
use crate::domain::texte::visible;
use crate::store::region;

/// Prints the journal of a territory.
pub fn run(arguments: &Arguments, territoire: &str) -> Result<u8> {
    if territoire == CODE {
        return de_la_region(arguments);
    }
    let Lue {
        cadre,
        lecture,
        seance,
        ..
    } = match lire(arguments, territoire) {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    let lignes: Vec<String> = seance
        .enregistrements()
        .iter()
        .map(|e| {
            let annule = if seance.est_annule(e.n) {
                "annulé · "
            } else {
                ""
            };
            let le = e.le.format("%d/%m/%Y %H:%M:%S");
            format!(
                "{} · {le} · {} · {annule}{}",
                e.n,
                visible(&e.par),
                phrase_situee(&e.fait, &cadre)
            )
        })
        .collect();
    dire(&lignes.join("\n"))?;
    match lecture.anomalie() {
        Some(anomalie) => {
            signaler(&format!("instruire : {anomalie}"));
            Ok(CONSTAT)
        }
        None => Ok(BON),
    }
}

/// Prints what the region has said.
fn de_la_region(arguments: &Arguments) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let lus =
        region::dit(&campagne).and_then(|(dit, _)| Ok((region::compiler(&campagne, &[])?, dit)));
    match lus {
        Ok((region, dit)) => {
            dire(&region.journal(&dit).join("\n"))?;
            Ok(BON)
        }
        Err(raison) => Ok(refuser(&raison)),
    }
}
