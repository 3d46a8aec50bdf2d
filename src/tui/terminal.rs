//! The real terminal: taken, drawn on in one write a frame, read with what has already arrived, given back whatever happens.

mod watch;

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write, stdin, stdout};
use std::mem;
use std::os::fd::BorrowedFd;
use std::rc::Rc;
use std::sync::MutexGuard;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use color_eyre::eyre::Result;
use crossterm::event::{self, Event};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, TerminalOptions, Viewport};

pub use watch::{give_back, suspend};

/// Largest screen drawn, in columns and rows: a frame of 65,535² cells exhausts the memory.
const LARGEST: (u16, u16) = (500, 300);

/// The screen of a line that does not know its size.
const USUAL: (u16, u16) = (80, 24);

/// Events taken at once, at most.
const BATCH: usize = 4096;

/// What follows a paste within this delay was sent with it.
const PASTE_TAIL: Duration = Duration::from_millis(30);

/// What the disk may take before the screen says that it is waited for.
const SLOW: Duration = Duration::from_millis(300);

/// Does what may wait for the disk. Where that lasts, the row of messages says « Enregistrement… »; nothing else is said of a
/// fact before it is there. The thread that watches lives as long as the wait, so that an idle program has none.
pub fn announced(work: &mut dyn FnMut()) {
    let (done, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let watch = move || {
            if wait.recv_timeout(SLOW) == Err(RecvTimeoutError::Timeout) {
                let row = drawn(measure()).1.saturating_sub(1);
                let said = format!("\x1b7\x1b[{row};1H\x1b[0m Enregistrement…\x1b[K\x1b8");
                let _ = watch::write(said.as_bytes());
                watch::ask_redraw();
            }
        };
        let _ = thread::Builder::new().spawn_scoped(scope, watch);
        work();
        drop(done);
    });
}

/// Whether there is a screen to take: nothing is ever written to what is not one.
pub fn est_un_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

/// A terminal in our hands; dropping it gives it back.
pub struct Terminal {
    screen: ratatui::Terminal<CrosstermBackend<Canvas>>,
    canvas: Canvas,
    /// Bytes of the last frame.
    last: Vec<u8>,
    /// The screen no longer shows what we drew.
    stale: bool,
    /// Columns and rows that the terminal says it has.
    measured: (u16, u16),
    /// Held but while waiting: a signal never cuts a fact or a frame in two.
    busy: Option<MutexGuard<'static, ()>>,
}

impl Terminal {
    /// Takes the terminal; a failure half-way leaves it as it was.
    pub fn take() -> Result<Self> {
        watch::start()?;
        let busy = Some(watch::busy());
        watch::take()?;
        // From here on changes of size are events; one that came before is read just below.
        let opened = event::poll(Duration::ZERO).and_then(|_| {
            let canvas = Canvas::default();
            Ok((screen(&canvas, drawn(measure()))?, canvas))
        });
        let (screen, canvas) = opened.inspect_err(|_| {
            give_back();
        })?;
        Ok(Self {
            screen,
            canvas,
            last: Vec::new(),
            stale: true,
            measured: measure(),
            busy,
        })
    }

    /// Columns and rows that are drawn.
    pub fn size(&self) -> (u16, u16) {
        drawn(self.measured)
    }

    /// Reads the size again, and draws all of the next frame: the terminal may have lost what it showed.
    pub fn resize(&mut self) -> (u16, u16) {
        self.measured = measure();
        self.stale = true;
        self.size()
    }

    /// Draws once, in one write inside synchronized output; a frame that changes nothing writes nothing.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, BeginSynchronizedUpdate)?;
        if mem::take(&mut self.stale) | watch::redraw_asked() {
            self.screen = screen(&self.canvas, self.size())?;
            self.canvas.take();
            self.last.clear();
            queue!(bytes, Clear(ClearType::All))?;
        }
        self.screen.draw(view)?;
        let frame = self.canvas.take();
        // A frame without a changed cell is the end of the one before: reset, cursor.
        if !self.last.is_empty() && self.last.ends_with(&frame) {
            return Ok(());
        }
        bytes.extend_from_slice(&frame);
        self.last = frame;
        queue!(bytes, EndSynchronizedUpdate)?;
        watch::or_hang_up(watch::write(&bytes))
    }

    /// Waits for an event, then takes all that have already arrived: a held key never queues draws.
    pub fn events(&mut self) -> io::Result<Vec<Event>> {
        watch::wake_waiting_keys();
        self.busy = None;
        let first = event::read();
        self.busy = Some(watch::busy());
        self.arrived(watch::or_hang_up(first)?)
    }

    /// The same, or nothing once `other` has something to read, or this long has passed.
    pub fn events_or(
        &mut self,
        other: Option<BorrowedFd>,
        patience: Option<Duration>,
    ) -> io::Result<Vec<Event>> {
        watch::wake_waiting_keys();
        self.busy = None;
        let keys = watch::keys_or(other, patience);
        self.busy = Some(watch::busy());
        if watch::or_hang_up(keys)? && watch::or_hang_up(event::poll(Duration::ZERO))? {
            let first = watch::or_hang_up(event::read())?;
            return self.arrived(first);
        }
        let measured = measure();
        let resized = watch::redraw_asked() || measured != self.measured;
        Ok(resized
            .then_some(Event::Resize(measured.0, measured.1))
            .into_iter()
            .collect())
    }

    /// The first event, and all that have already arrived behind it.
    fn arrived(&mut self, first: Event) -> io::Result<Vec<Event>> {
        let mut events = vec![first];
        let mut pasted = false;
        while events.len() < BATCH {
            pasted |= matches!(events.last(), Some(Event::Paste(_)));
            let patience = if pasted { PASTE_TAIL } else { Duration::ZERO };
            if !watch::or_hang_up(event::poll(patience))? {
                break;
            }
            events.push(watch::or_hang_up(event::read())?);
        }
        // crossterm loses a change of size that comes together with a key.
        let measured = measure();
        if watch::redraw_asked() || measured != self.measured {
            events.push(Event::Resize(measured.0, measured.1));
        }
        Ok(events)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Columns and rows that the terminal says it has; none when it does not answer.
fn measure() -> (u16, u16) {
    rustix::termios::tcgetwinsize(stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row))
}

/// The part of a screen that is drawn.
fn drawn((columns, rows): (u16, u16)) -> (u16, u16) {
    let or = |read: u16, usual: u16| if read == 0 { usual } else { read };
    (
        or(columns, USUAL.0).min(LARGEST.0),
        or(rows, USUAL.1).min(LARGEST.1),
    )
}

/// A blank screen: a fixed viewport asks the terminal nothing and is never resized behind our back.
fn screen(
    canvas: &Canvas,
    (columns, rows): (u16, u16),
) -> io::Result<ratatui::Terminal<CrosstermBackend<Canvas>>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    ratatui::Terminal::with_options(
        CrosstermBackend::new(canvas.clone()),
        TerminalOptions { viewport },
    )
}

/// Where ratatui writes: a frame is sent whole, by us.
#[derive(Clone, Default)]
struct Canvas(Rc<RefCell<Vec<u8>>>);

impl Canvas {
    fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
