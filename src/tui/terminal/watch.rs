//! A thread that sleeps until a signal or a dead terminal: it gives the screen back, then ends or stops the program.

use std::fs;
use std::io::{self, Read, stdin, stdout};
use std::mem;
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, getpgid, getpgrp, getppid, getsid};
use rustix::termios::{OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGTTOU, SIGWINCH,
};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::raise;

/// Signals that end the program, with 128 more as its code.
const DEADLY: [i32; 4] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT];

/// Alternate screen, bracketed paste.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";

/// End of a frame that was cut, bracketed paste off, plain style, cursor, first screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

/// How long a frozen terminal, or a fact on its way to the disk, is waited for.
const PATIENCE: Duration = Duration::from_millis(300);

/// Held by whoever writes to the disk or to the screen.
static BUSY: Mutex<()> = Mutex::new(());

/// Whether the terminal is in our hands.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether all is to be drawn again.
static REDRAW: AtomicBool = AtomicBool::new(false);

/// Starts the watch, for the life of the program.
pub fn start() -> io::Result<()> {
    let (read, write) = UnixStream::pair()?;
    let signals = DEADLY.into_iter().chain([SIGTSTP, SIGCONT]);
    let signals = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
    thread::Builder::new().spawn(move || watch(signals))?;
    Ok(())
}

/// Waits for the right to write.
pub fn busy() -> MutexGuard<'static, ()> {
    BUSY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the terminal in our modes; a failure leaves it as it was.
pub fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    write(ENTER).inspect_err(|_| {
        give_back();
    })
}

/// Gives the terminal back, if it was taken; errors have nowhere to go, and a frozen terminal is not waited for.
pub fn give_back() -> bool {
    let taken = TAKEN.swap(false, Ordering::SeqCst);
    if taken {
        // Out of the foreground, a change of mode would stop us.
        if in_foreground() {
            let _ = disable_raw_mode();
        }
        write_briefly(LEAVE);
    }
    taken
}

/// Asks for all to be drawn again: something was written over the screen.
pub fn ask_redraw() {
    REDRAW.store(true, Ordering::SeqCst);
}

/// Whether the screen was lost since this was last asked.
pub fn redraw_asked() -> bool {
    REDRAW.swap(false, Ordering::SeqCst)
}

/// Keys that came together with a change of size are lost to crossterm, which is told of new keys alone, until something
/// happens on the line: its modes are set again, unchanged.
pub fn wake_waiting_keys() {
    let input = stdin();
    let mut sources = [PollFd::new(&input, PollFlags::IN)];
    if poll(&mut sources, Some(&Timespec::default())) == Ok(1)
        && let Ok(modes) = tcgetattr(&input)
    {
        let _ = tcsetattr(&input, OptionalActions::Now, &modes);
    }
}

/// Waits for keys, a change of size, or something to read elsewhere; whether it is one of the first two.
pub fn keys_or(other: Option<BorrowedFd>, patience: Option<Duration>) -> io::Result<bool> {
    let sizes = sizes()?;
    let input = stdin();
    let mut sources = vec![
        PollFd::new(&input, PollFlags::IN),
        PollFd::new(sizes, PollFlags::IN),
    ];
    sources.extend(other.map(|other| PollFd::from_borrowed_fd(other, PollFlags::IN)));
    let patience = patience.and_then(|patience| patience.try_into().ok());
    match poll(&mut sources, patience.as_ref()) {
        Ok(_) => {
            let ready = sources[..2].iter().any(|s| !s.revents().is_empty());
            let _ = (&mut &*sizes).read(&mut [0; 64]);
            Ok(ready)
        }
        Err(Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Readable after each change of size, whichever thread the signal fell on.
fn sizes() -> io::Result<&'static UnixStream> {
    static SIZES: OnceLock<UnixStream> = OnceLock::new();
    if let Some(sizes) = SIZES.get() {
        return Ok(sizes);
    }
    let (read, write) = UnixStream::pair()?;
    read.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(SIGWINCH, write)?;
    Ok(SIZES.get_or_init(|| read))
}

/// Ctrl-Z: what the terminal would have done itself, out of raw mode.
pub fn suspend() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Writes to the terminal, whole.
pub fn write(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Another program made this description non-blocking.
            Err(Errno::AGAIN) => {
                let _ = poll(&mut [PollFd::new(&stdout(), PollFlags::OUT)], None);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// An error of a dead terminal is its end, not an error.
pub fn or_hang_up<T>(result: io::Result<T>) -> io::Result<T> {
    if result.is_err() && is_dead(Some(Duration::ZERO), None) {
        process::exit(128 + SIGHUP);
    }
    result
}

fn watch(mut signals: SignalDelivery<UnixStream, SignalOnly>) {
    let mut stopped = None;
    let mut late = Vec::new();
    loop {
        let dead = late.is_empty() && is_dead(None, Some(signals.get_read()));
        let mut received: Vec<i32> = mem::take(&mut late);
        received.extend(signals.pending());
        let deadly = received.iter().find(|signal| DEADLY.contains(signal));
        if let Some(signal) = deadly.copied().or(dead.then_some(SIGHUP)) {
            let _busy = stopped.or_else(busy_briefly);
            give_back();
            process::exit(128 + signal);
        }
        if received.contains(&SIGTSTP) && can_be_resumed() {
            stopped = stopped.or_else(busy_briefly);
            give_back();
            // Whoever has just asked us to go on, or to end, has been heard: no stop behind that.
            late.extend(signals.pending());
            if late.is_empty() {
                let _ = raise(SIGSTOP);
            }
        }
        if received.contains(&SIGCONT) {
            if in_foreground() {
                let _busy = stopped.take().or_else(busy_briefly);
                take_again();
                // This signal wakes whoever waits for a key.
                ask_redraw();
                let _ = raise(SIGWINCH);
            } else {
                let _ = raise(SIGTTOU);
            }
        }
    }
}

/// Waits for a signal or the end of the terminal; whether it is the end.
fn is_dead(timeout: Option<Duration>, signals: Option<&UnixStream>) -> bool {
    let (input, output) = (stdin(), stdout());
    // No event is asked of the terminal: a hang-up is told unasked, and keys wake nobody here.
    let mut sources = vec![
        PollFd::new(&input, PollFlags::empty()),
        PollFd::new(&output, PollFlags::empty()),
    ];
    sources.extend(signals.map(|signals| PollFd::new(signals, PollFlags::IN)));
    let timeout = timeout.and_then(|timeout| timeout.try_into().ok());
    let polled = poll(&mut sources, timeout.as_ref());
    let end = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    polled.is_ok() && sources[..2].iter().any(|s| s.revents().intersects(end))
}

/// The right to write, if it comes soon.
fn busy_briefly() -> Option<MutexGuard<'static, ()>> {
    let start = Instant::now();
    loop {
        match BUSY.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Writes from a thread of its own, which a terminal that reads nothing blocks alone.
fn write_briefly(bytes: &'static [u8]) {
    let (done, wait) = mpsc::channel();
    let writer = thread::Builder::new().spawn(move || done.send(write(bytes)));
    if writer.is_ok() {
        let _ = wait.recv_timeout(PATIENCE);
    }
}

/// After a stop: whoever had the terminal in between may have changed its modes.
fn take_again() {
    let _ = disable_raw_mode();
    let _ = enable_raw_mode();
    TAKEN.store(true, Ordering::SeqCst);
    write_briefly(ENTER);
}

fn in_foreground() -> bool {
    tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
}

/// Whether a shell of this session can resume us; else a stop would be for ever, and the system too refuses it.
fn can_be_resumed() -> bool {
    let Ok(session) = getsid(None) else {
        return false;
    };
    let mut parent = getppid();
    while let Some(pid) = parent {
        if getsid(Some(pid)) != Ok(session) {
            return false;
        }
        if getpgid(Some(pid)) != Ok(getpgrp()) {
            return true;
        }
        parent = parent_of(pid);
    }
    false
}

/// The parent of a process, read after the name, which may hold anything.
fn parent_of(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_pid())).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    Pid::from_raw(fields.split_whitespace().nth(1)?.parse().ok()?)
}
