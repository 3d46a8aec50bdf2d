//! The screen: a model, keys that become actions, actions that become facts on disk, one draw after each batch of keys.

pub mod action;
pub mod app;
pub mod carte;
pub mod dessin;
pub mod dialogue;
pub mod effect;
pub mod fiche;
pub mod fit;
pub mod glyphes;
pub mod keymap;
pub mod model;
pub mod pages;
pub mod priorites;
pub mod region;
pub mod saisie;
pub mod script;
pub mod search;
pub mod suivi;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

use std::collections::VecDeque;

use color_eyre::eyre::Result;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::store::veille::Veille;
use app::App;
use model::Notice;
use suivi::Spectateur;
use terminal::Terminal;
use theme::Theme;

/// Runs until one leaves; the error that leaving left no time to read.
pub fn run(mut app: App, theme: &Theme) -> Result<Option<String>> {
    let mut terminal = Terminal::take()?;
    let (colonnes, rangees) = terminal.size();
    app.ecran(colonnes, rangees);
    app.attente = terminal::announced;
    let mut lot = Lot::default();
    while !app.model.fini {
        terminal.draw(|frame| view::view(&app.model, theme, frame))?;
        if lot.reste.is_empty() {
            lot = Lot::arrive(terminal.events()?);
        }
        lot.traiter(&mut app, &mut terminal);
        app.garder_brouillons();
    }
    Ok(lot.erreur)
}

/// Shows a séance that another hand writes until one leaves. Woken by a key or by a fact, by nothing else.
pub fn suivre(mut spectateur: Spectateur, theme: &Theme) -> Result<()> {
    let mut terminal = Terminal::take()?;
    let mut veille = Veille::sur(spectateur.dossiers());
    // What was said between the reading and the watch.
    spectateur.relire();
    loop {
        terminal.draw(|frame| view::suivi(&spectateur, theme, frame))?;
        let evenements = terminal.events_or(veille.noyau(), veille.patience())?;
        for evenement in evenements {
            match evenement {
                Event::Key(touche) if touche.kind == KeyEventKind::Release => {}
                Event::Key(touche) if est_ctrl_z(touche) => terminal::suspend(),
                Event::Key(touche) => match touche.code {
                    KeyCode::Char('q') => return Ok(()),
                    KeyCode::Char('v') => spectateur.classement = !spectateur.classement,
                    KeyCode::Esc => spectateur.classement = false,
                    _ => {}
                },
                Event::Resize(..) => {
                    terminal.resize();
                }
                _ => {}
            }
        }
        veille.vider();
        spectateur.relire();
    }
}

/// What arrived at once: keys, pastes, sizes.
#[derive(Default)]
struct Lot {
    reste: VecDeque<Event>,
    /// The last error said since it arrived.
    erreur: Option<String>,
    /// A paste was in it: what follows was sent with it, and is text too, whatever marks the paste holds.
    colle: bool,
}

impl Lot {
    fn arrive(evenements: Vec<Event>) -> Self {
        Self {
            reste: evenements.into(),
            ..Self::default()
        }
    }

    /// Handles what arrived, up to an error that is not on screen yet.
    fn traiter(&mut self, app: &mut App, terminal: &mut Terminal) {
        while let Some(evenement) = self.reste.pop_front() {
            match evenement {
                Event::Key(touche) if touche.kind == KeyEventKind::Release => {}
                Event::Key(touche) if self.colle => self.coller_suite(app, touche),
                #[cfg(debug_assertions)]
                Event::Key(touche) if est_essai_de_panique(touche) => {
                    panic!("texte de candidature")
                }
                Event::Key(touche) if est_ctrl_z(touche) => terminal::suspend(),
                Event::Key(touche) => app.touche(touche),
                Event::Paste(texte) => {
                    self.colle = true;
                    app.coller(&texte);
                }
                Event::Resize(..) => {
                    let (colonnes, rangees) = terminal.resize();
                    app.ecran(colonnes, rangees);
                }
                _ => {}
            }
            if app.model.fini {
                return;
            }
            if let Notice::Erreur(erreur) = &app.model.notice
                && self.erreur.as_ref() != Some(erreur)
            {
                self.erreur = Some(erreur.clone());
                return;
            }
        }
        // Keys that had already arrived are no answer to the error: it stays.
        if let Some(erreur) = self.erreur.take() {
            app.model.notice = Notice::Erreur(erreur);
        }
    }

    /// Pastes a key and the keys behind it.
    fn coller_suite(&mut self, app: &mut App, premiere: KeyEvent) {
        let mut texte: String = lettre(premiere).into_iter().collect();
        while let Some(Event::Key(touche)) = self.reste.front() {
            texte.extend(lettre(*touche));
            self.reste.pop_front();
        }
        if !texte.is_empty() {
            app.coller(&texte);
        }
    }
}

fn est_ctrl_z(touche: KeyEvent) -> bool {
    touche.code == KeyCode::Char('z') && touche.modifiers == KeyModifiers::CONTROL
}

/// Tests of a debug build ask for a panic, to see what is left of the terminal and what is said.
#[cfg(debug_assertions)]
fn est_essai_de_panique(touche: KeyEvent) -> bool {
    touche.code == KeyCode::F(12) && std::env::var_os("INSTRUIRE_ESSAI_PANIQUE").is_some()
}

/// The character that a key types.
fn lettre(touche: KeyEvent) -> Option<char> {
    match touche.code {
        KeyCode::Char(lettre) if touche.modifiers.difference(KeyModifiers::SHIFT).is_empty() => {
            Some(lettre)
        }
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}
