//! `instruire image FICHIER`: the picture of the README, made by really using the program on the example.

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use color_eyre::eyre::{Result, bail, eyre};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{BON, dire};
use crate::store::campagne::Campagne;
use crate::store::embarque;
use crate::tui::app::App;
use crate::tui::script::jouer;
use crate::tui::svg;
use crate::tui::theme::Theme;
use crate::tui::view::view;

/// A few candidatures examined, one under discussion.
const SCENE: &str = include_str!("../../docs/ecran.touches");

/// Columns and rows of the picture.
const TAILLE: (u16, u16) = (120, 36);

/// Writes the picture.
pub fn run(fichier: &Path) -> Result<u8> {
    fs::write(fichier, picture()?)?;
    dire(&format!("{} : écrit", fichier.display()))?;
    Ok(BON)
}

/// The picture; the same bytes at each call.
pub fn picture() -> Result<String> {
    let dossier = tempfile::tempdir()?;
    let racine = embarque::copier(dossier.path())?;
    let Some(campagne) = Campagne::load(&racine).campagne else {
        bail!("campagne d'exemple inutilisable")
    };
    let theme = Theme::load("defaut").map_err(|_| eyre!("thème « defaut » inutilisable"))?;
    let mut app = App::new(campagne, instant, "comite-63".into());
    app.ouvrir("63");
    for ligne in SCENE.lines().filter(|ligne| !ligne.starts_with('#')) {
        jouer(&mut app, ligne);
    }
    let mut terminal = Terminal::new(TestBackend::new(TAILLE.0, TAILLE.1))?;
    terminal.draw(|frame| view(&app.model, &theme, frame))?;
    Ok(svg::dessiner(terminal.backend().buffer()))
}

/// The scene takes place at one instant.
fn instant() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-10-02T14:02:11+02:00").unwrap_or_default()
}
