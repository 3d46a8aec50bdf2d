//! `instruire demo-region`: a fictitious region, whole, so that anyone can try the compilation, and at any scale.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use color_eyre::eyre::Result;

use super::{BON, dire, refuser};
use crate::domain::francais::compte;
use crate::store::demo::{Taille, creer};

/// Makes the region in `dossier`; progress goes where errors go, when a person looks.
pub fn run(dossier: &Path, taille: Taille) -> Result<u8> {
    let total = taille.territoires;
    let mut faits = 0;
    let vu = io::stderr().is_terminal();
    let avance = |code: &str| {
        faits += 1;
        if vu {
            // Where progress cannot go, the work goes on.
            let _ = write!(io::stderr().lock(), "\r{code}  {faits}/{total} ");
        }
    };
    let cree = creer(dossier, taille, avance);
    if vu {
        let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
    }
    match cree {
        Err(message) => Ok(refuser(&message)),
        Ok(racine) => {
            dire(&format!(
                "région fictive, {} de {}, graine {} : {}",
                compte(total as usize, "territoire", "territoires"),
                compte(taille.candidatures as usize, "candidature", "candidatures"),
                taille.graine,
                racine.display()
            ))?;
            dire(&format!(
                "essayez : instruire --campagne {} region",
                racine.display()
            ))?;
            Ok(BON)
        }
    }
}
