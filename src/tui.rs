//! The screen: a model, keys that become actions, actions that become facts on disk, one draw after each batch of keys.

pub mod action;
pub mod app;
pub mod carte;
pub mod dialogue;
pub mod effect;
pub mod fit;
pub mod keymap;
pub mod model;
pub mod pages;
pub mod priorites;
pub mod saisie;
pub mod script;
pub mod search;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

use color_eyre::eyre::Result;
use crossterm::event::{Event, KeyEventKind};

use app::App;
use terminal::Terminal;
use theme::Theme;

/// Runs until one leaves.
pub fn run(mut app: App, theme: &Theme) -> Result<()> {
    let mut terminal = Terminal::take()?;
    let (colonnes, rangees) = terminal.size()?;
    app.ecran(colonnes, rangees);
    while !app.model.fini {
        terminal.draw(|frame| view::view(&app.model, theme, frame))?;
        for evenement in terminal.events()? {
            match evenement {
                Event::Key(touche) if touche.kind != KeyEventKind::Release => app.touche(touche),
                Event::Paste(texte) => app.coller(&texte),
                Event::Resize(colonnes, rangees) => app.ecran(colonnes, rangees),
                _ => {}
            }
            if app.model.fini {
                break;
            }
        }
    }
    Ok(())
}
