//! The least a ratatui program can be: a line that says how many keys came. What ours costs beyond it is ours.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode};
use crossterm::execute;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::widgets::Paragraph;

/// What the harness waits for on its first frame.
pub const PREMIERE: &str = "touches : 0";

/// Runs until `q`. Keys that arrived together are answered by one frame, as in the program measured.
pub fn run() -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let mut touches = 0_usize;
    loop {
        execute!(io::stdout(), BeginSynchronizedUpdate)?;
        terminal.draw(|frame| {
            let texte = Paragraph::new(format!("touches : {touches}"));
            frame.render_widget(texte, frame.area());
        })?;
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        let mut evenement = event::read()?;
        loop {
            match evenement {
                Event::Key(touche) if touche.code == KeyCode::Char('q') => {
                    return ratatui::try_restore();
                }
                Event::Key(_) => touches += 1,
                _ => {}
            }
            if !event::poll(Duration::ZERO)? {
                break;
            }
            evenement = event::read()?;
        }
    }
}
