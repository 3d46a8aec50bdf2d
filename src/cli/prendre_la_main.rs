//! `instruire prendre-la-main`: asks our own program that holds a séance, elsewhere on this machine, to leave it.

use std::time::Duration;

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, cadre, charger, dire, refuser};
use crate::domain::region::CODE;
use crate::store::journal::{self, Main};

/// How long a program that was asked to end is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Frees the séance of a territory; opens nothing.
pub fn run(arguments: &Arguments, territoire: &str) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    if territoire != CODE
        && let Err(code) = cadre(&campagne, territoire)
    {
        return Ok(code);
    }
    let chemin = campagne.journal(territoire);
    let existe = journal::existe(&chemin);
    if matches!(existe, Ok(false)) {
        return Ok(refuser("aucune séance n'a été ouverte pour ce territoire"));
    }
    let (phrase, code) = match existe.and_then(|_| journal::liberer(&chemin, PATIENCE)) {
        Ok(Main::Libre) => ("La séance est libre : personne ne la tient.".into(), BON),
        Ok(Main::Rendue(qui)) => (
            format!(
                "La séance est libre : {qui}, le programme qui la tenait s'est arrêté. Ouvrez-la : instruire --territoire {territoire}"
            ),
            BON,
        ),
        Ok(Main::Gardee(qui)) => (
            format!(
                "La séance est toujours tenue : {qui}. L'arrêt a été demandé, il n'est pas encore fait ; réessayez."
            ),
            CONSTAT,
        ),
        Ok(Main::Refusee(raison)) => (
            format!(
                "La main n'est pas prise : {raison}. Demandez à cette personne de quitter (q)."
            ),
            CONSTAT,
        ),
        Err(erreur) => return Ok(refuser(&erreur.to_string())),
    };
    dire(&phrase)?;
    Ok(code)
}
