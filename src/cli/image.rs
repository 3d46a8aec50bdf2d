//! `instruire image DOSSIER`: the pictures of the documentation, made by really using the program on the example. Each
//! `nom.touches` of the folder is a script of keys, and `nom.svg` the screen it leads to.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use color_eyre::eyre::{Result, WrapErr, bail, eyre};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{BON, dire, refuser, systeme};
use crate::store::campagne::Campagne;
use crate::store::embarque;
use crate::tui::app::App;
use crate::tui::script::jouer;
use crate::tui::svg;
use crate::tui::theme::Theme;
use crate::tui::view::view;

/// Columns and rows of a picture that names none.
const TAILLE: (u16, u16) = (120, 36);

/// Draws every script of a folder, or the one picture named.
pub fn run(chemin: &Path) -> Result<u8> {
    let images = if chemin.is_dir() {
        scripts(chemin)?
    } else {
        vec![chemin.with_extension("touches")]
    };
    for script in images {
        let texte = match fs::read_to_string(&script) {
            Ok(texte) => texte,
            Err(erreur) => {
                let (script, raison) = (script.display(), systeme(&erreur));
                return Ok(refuser(&format!("{script} : {raison}")));
            }
        };
        let image = script.with_extension("svg");
        if let Err(erreur) = fs::write(&image, picture(&texte)?) {
            let (image, raison) = (image.display(), systeme(&erreur));
            return Ok(refuser(&format!("{image} : non écrit, {raison}")));
        }
        dire(&format!("{} : écrit", image.display()))?;
    }
    Ok(BON)
}

/// The scripts of a folder, sorted.
fn scripts(dossier: &Path) -> Result<Vec<PathBuf>> {
    let entrees = fs::read_dir(dossier).wrap_err_with(|| dossier.display().to_string())?;
    let chemins = entrees.filter_map(|entree| Some(entree.ok()?.path()));
    let mut scripts: Vec<PathBuf> = chemins
        .filter(|chemin| chemin.extension().is_some_and(|e| e == "touches"))
        .collect();
    scripts.sort();
    Ok(scripts)
}

/// The screen that a script leads to; the same bytes at each call. Lines `#` are comments, `#! taille 80x24` and
/// `#! theme clair` say how it is drawn.
pub fn picture(script: &str) -> Result<String> {
    let dossier = tempfile::tempdir()?;
    let racine = embarque::copier(dossier.path())?;
    let Some(campagne) = Campagne::load(&racine).campagne else {
        bail!("campagne d'exemple inutilisable")
    };
    let consigne = |mot: &str| {
        let consignes = script.lines().filter_map(|l| l.strip_prefix("#! "));
        let mut valeurs = consignes.filter_map(|l| l.strip_prefix(mot));
        valeurs.next().map(str::trim)
    };
    let theme = consigne("theme").unwrap_or("defaut");
    let theme = Theme::load(theme).map_err(|_| eyre!("thème « {theme} » inutilisable"))?;
    let taille = consigne("taille").and_then(|t| t.split_once('x'));
    let taille = taille.and_then(|(c, r)| Some((c.parse().ok()?, r.parse().ok()?)));
    let (colonnes, rangees) = taille.unwrap_or(TAILLE);
    let mut app = App::new(campagne, instant, "comite-63".into());
    app.ecran(colonnes, rangees);
    app.ouvrir("63");
    for ligne in script.lines().filter(|ligne| !ligne.starts_with('#')) {
        jouer(&mut app, ligne);
    }
    let mut terminal = Terminal::new(TestBackend::new(colonnes, rangees))?;
    terminal.draw(|frame| view(&app.model, &theme, frame))?;
    Ok(svg::dessiner(terminal.backend().buffer()))
}

/// The scenes take place at one instant.
fn instant() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-10-02T14:02:11+02:00").unwrap_or_default()
}
