//! The real terminal: taken, given back whatever happens, read key by key with what has already arrived.

use std::io::{self, IsTerminal, Write, stdout};
use std::time::Duration;

use color_eyre::eyre::Result;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::{DefaultTerminal, Frame};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

/// Whether there is a screen to take: nothing is ever written to what is not one.
pub fn est_un_terminal() -> bool {
    io::stdin().is_terminal() && stdout().is_terminal()
}

/// A terminal in our hands; dropping it gives it back.
pub struct Terminal {
    terminal: DefaultTerminal,
}

impl Terminal {
    /// Takes the terminal.
    pub fn take() -> Result<Self> {
        let terminal = ratatui::try_init()?;
        execute!(stdout(), EnableBracketedPaste)?;
        let mut signaux = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT])?;
        std::thread::spawn(move || {
            if let Some(signal) = signaux.forever().next() {
                give_back();
                std::process::exit(128 + signal);
            }
        });
        Ok(Self { terminal })
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }

    /// Draws once, inside synchronized output.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        execute!(stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(view)?;
        execute!(stdout(), EndSynchronizedUpdate)?;
        stdout().flush()
    }

    /// Waits for an event, then takes all that have already arrived: a held key never queues draws.
    pub fn events(&self) -> io::Result<Vec<Event>> {
        let mut evenements = vec![event::read()?];
        while evenements.len() < 4096 && event::poll(Duration::ZERO)? {
            evenements.push(event::read()?);
        }
        Ok(evenements)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back; errors have nowhere to go.
fn give_back() {
    let _ = execute!(stdout(), DisableBracketedPaste);
    ratatui::restore();
}
