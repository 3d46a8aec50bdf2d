//! `instruire themes`: those that are shipped; `instruire themes verifier`: what makes one unreadable.

use std::fmt::Write as _;

use color_eyre::eyre::Result;

use super::{BON, CONSTAT, dire, montrer, refuser};
use crate::domain::texte::visible;
use crate::tui::theme::{FOURNIS, Lu, Role, lire, virgule};

/// Lists the themes.
pub fn lister() -> Result<u8> {
    let lignes = FOURNIS.map(|(nom, _, usage)| format!("{nom:<10} {usage}"));
    dire(&lignes.join("\n"))?;
    Ok(BON)
}

/// Checks a theme, or all those that are shipped: every role, its colours, their contrast.
pub fn verifier(fichier: Option<&str>) -> Result<u8> {
    let noms: Vec<&str> = match fichier {
        Some(nom) => vec![nom],
        None => FOURNIS.iter().map(|(nom, ..)| *nom).collect(),
    };
    let mut code = BON;
    for nom in noms {
        match lire(nom) {
            Ok(lu) => {
                dire(&rapport(nom, &lu))?;
                if !lu.ecarts().is_empty() {
                    code = CONSTAT;
                }
            }
            Err(diagnostics) => {
                montrer(&diagnostics);
                return Ok(refuser("thème inutilisable"));
            }
        }
    }
    Ok(code)
}

/// One line for each role, then what is wrong.
fn rapport(nom: &str, lu: &Lu) -> String {
    let herite = lu.herite().map(|parent| format!(", hérite de {parent}"));
    let mut texte = format!(
        "{} « {} »{} : {} rôles",
        visible(nom),
        visible(&lu.titre),
        herite.unwrap_or_default(),
        Role::TOUS.len()
    );
    for mesure in lu.mesures() {
        let dit = match mesure.rapport {
            Some(rapport) => format!("contraste {:>4}", virgule(rapport)),
            None => "couleurs du terminal".into(),
        };
        // Writing to a String cannot fail.
        let _ = write!(texte, "\n  {:<12} {dit}", mesure.role.cle());
    }
    let ecarts = lu.ecarts();
    for ecart in &ecarts {
        let _ = write!(texte, "\n  ! {ecart}");
    }
    if ecarts.is_empty() {
        texte.push_str("\n  conforme");
    }
    texte
}
