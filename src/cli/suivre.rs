//! `instruire suivre`: a séance that another terminal writes, on this one, read-only.

use color_eyre::eyre::Result;

use super::{Arguments, BON, apparence, charger, montrer, refuser};
use crate::domain::texte::visible;
use crate::tui;
use crate::tui::suivi::Spectateur;
use crate::tui::terminal::est_un_terminal;

/// Follows the séance of a territory until one leaves.
pub fn run(arguments: &Arguments, territoire: &str, noms_caches: bool) -> Result<u8> {
    if !est_un_terminal() {
        return Ok(refuser(
            "cette commande demande un terminal. Sans écran : instruire journal, classer",
        ));
    }
    let apparence = match apparence::lire(arguments) {
        Ok(apparence) => apparence,
        Err(diagnostics) => {
            montrer(&diagnostics);
            return Ok(refuser("thème inutilisable"));
        }
    };
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let Some(spectateur) = Spectateur::new(campagne, territoire, noms_caches) else {
        let territoire = visible(territoire);
        return Ok(refuser(&format!(
            "territoire « {territoire} » absent de l'appel"
        )));
    };
    tui::suivre(spectateur, &apparence.theme)?;
    Ok(BON)
}
