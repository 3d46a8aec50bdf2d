//! `instruire`: the screen.

use std::path::PathBuf;

use color_eyre::eyre::Result;

use super::{Arguments, BON, apparence, charger, dossier, montrer, refuser, signaler};
use crate::store::campagne::Campagne;
use crate::store::{embarque, horloge, memoire};
use crate::tui::app::App;
use crate::tui::terminal::est_un_terminal;
use crate::tui::{self};

/// Opens the campaign, or the example, on the screen.
pub fn run(arguments: &Arguments) -> Result<u8> {
    if !est_un_terminal() {
        return Ok(refuser(
            "cette commande demande un terminal. Sans écran : instruire classer, journal, verifier",
        ));
    }
    let apparence = match apparence::lire(arguments) {
        Ok(apparence) => apparence,
        Err(diagnostics) => {
            montrer(&diagnostics);
            return Ok(refuser("thème inutilisable"));
        }
    };
    let demo = if arguments.demo { Some(demo()?) } else { None };
    let campagne = match &demo {
        Some(dossier) => charger(&Arguments::pour(dossier.clone())),
        None => charger(arguments),
    };
    let campagne = match campagne {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    if let Some(code) = &arguments.territoire
        && campagne.ami.territoire(code).is_none()
    {
        let connus: Vec<&str> = campagne
            .ami
            .territoires
            .iter()
            .map(|t| t.code.as_str())
            .collect();
        return Ok(refuser(&format!(
            "territoire « {code} » inconnu ; connus : {}",
            connus.join(", ")
        )));
    }
    let mut app = App::new(campagne, horloge::maintenant, horloge::compte());
    app.model.themes = apparence.themes;
    app.model.theme = Some(apparence.theme.clone());
    if let Some(code) = &arguments.territoire {
        app.ouvrir(code);
    }
    let non_lue = tui::run(app, &apparence.theme)?;
    if let Some(erreur) = non_lue {
        signaler(&format!("instruire : {erreur}"));
    }
    if let Some(dossier) = demo {
        signaler(&format!(
            "Démonstration : tout est dans {}",
            dossier.display()
        ));
    }
    Ok(BON)
}

/// Opens the region on the screen.
pub fn region(arguments: &Arguments, sources: &[PathBuf]) -> Result<u8> {
    let apparence = match apparence::lire(arguments) {
        Ok(apparence) => apparence,
        Err(diagnostics) => {
            montrer(&diagnostics);
            return Ok(refuser("thème inutilisable"));
        }
    };
    // Nothing has changed since the proposals were checked: the candidatures are not read.
    let dossier = dossier(arguments).ok().filter(|_| sources.is_empty());
    let gardees = dossier.as_ref().and_then(|dossier| {
        let recues = memoire::relire(dossier)?;
        Some((Campagne::load_sans_projets(dossier).campagne?, recues))
    });
    let (campagne, gardees) = match gardees {
        Some((mut campagne, recues)) => {
            campagne.sans_verrou = arguments.sans_verrou;
            (campagne, Some(recues))
        }
        None => match charger(arguments) {
            Ok(campagne) => (campagne, None),
            Err(code) => return Ok(code),
        },
    };
    let (horloge, compte) = (horloge::maintenant, horloge::compte());
    let mut app = App::region(campagne, horloge, compte, gardees, sources.to_vec());
    app.model.themes = apparence.themes;
    app.model.theme = Some(apparence.theme.clone());
    if let Some(erreur) = tui::run(app, &apparence.theme)? {
        signaler(&format!("instruire : {erreur}"));
    }
    Ok(BON)
}

/// A scratch copy of the example, kept after leaving so that nothing typed is lost.
fn demo() -> Result<PathBuf> {
    let dossier = tempfile::Builder::new()
        .prefix("instruire-demo-")
        .tempdir()?
        .keep();
    Ok(embarque::copier(&dossier)?)
}
