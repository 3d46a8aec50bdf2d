//! `instruire journal`: what was recorded, one fact a line.

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, Lue, dire, lire, signaler};
use crate::domain::phrase::phrase_situee;
use crate::domain::texte::visible;

/// Prints the journal of a territory.
pub fn run(arguments: &Arguments, territoire: &str) -> Result<u8> {
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
