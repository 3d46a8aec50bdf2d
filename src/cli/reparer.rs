//! `instruire reparer`: sets the altered end of a journal aside, with a reason.

use color_eyre::eyre::Result;

use super::{Arguments, BON, cadre, charger, dire, refuser};
use crate::domain::francais::compte;
use crate::domain::region::CODE;
use crate::store::{horloge, journal};

/// Repairs the journal of a territory.
pub fn run(arguments: &Arguments, territoire: &str, motif: &str) -> Result<u8> {
    if motif.trim().is_empty() {
        return Ok(refuser(
            "le motif est obligatoire : dites pourquoi ce qui est altéré peut être mis de côté",
        ));
    }
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    if territoire != CODE
        && let Err(code) = cadre(&campagne, territoire)
    {
        return Ok(code);
    }
    let reparation = journal::reparer(
        &campagne.journal(territoire),
        horloge::maintenant(),
        &horloge::compte(),
        &campagne.premier_fait(territoire),
        motif,
    );
    match reparation {
        Ok(None) => dire("Le journal n'est pas altéré : rien à réparer.")?,
        Ok(Some(faite)) => {
            let gardes = usize::try_from(faite.gardes).unwrap_or(usize::MAX);
            dire(&format!(
                "Journal réparé : {}, {} de côté. Le fichier d'avant est gardé entier : {}\nCe qui a été dit ensuite est à redire.",
                compte(gardes, "fait gardé", "faits gardés"),
                compte(faite.octets, "octet mis", "octets mis"),
                faite.copie.display()
            ))?;
        }
        Err(erreur) => return Ok(refuser(&erreur.to_string())),
    }
    Ok(BON)
}
