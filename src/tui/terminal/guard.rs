//! The terminal's one way back. What was done to it stands in one static, so that leaving, a panic, a signal and a
//! suspension all undo exactly that, once.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use ratatui::crossterm::terminal as raw;

/// What has been done to the terminal and not yet undone.
static DONE: AtomicU8 = AtomicU8::new(0);
const RAW: u8 = 1;
const SCREEN: u8 = 2;
const PASTE: u8 = 4;
const MOUSE: u8 = 8;

/// The thread that draws: a panic of it ends the program, a panic of another must not touch the live screen.
static DRAWS: Mutex<Option<ThreadId>> = Mutex::new(None);
/// What other threads panicked with while the screen was live.
static FAULTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static FAULTED: AtomicBool = AtomicBool::new(false);

/// What is wanted of the terminal beyond the necessary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Report mouse clicks and the wheel. Takes the terminal's own selection away, hence off by default.
    pub mouse: bool,
}

/// Holds the terminal in raw mode on its alternate screen until dropped.
#[derive(Debug)]
pub struct Guard {
    options: Options,
}

impl Guard {
    /// Takes the terminal. From here on the calling thread is the one that draws.
    ///
    /// # Errors
    /// When standard output is no terminal; what was done by then is undone.
    pub fn enter(options: Options) -> io::Result<Guard> {
        hook_panics();
        *DRAWS.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        let guard = Guard { options };
        guard.take()?;
        Ok(guard)
    }

    fn take(&self) -> io::Result<()> {
        raw::enable_raw_mode()?;
        DONE.fetch_or(RAW, Ordering::SeqCst);
        // The old screen is kept aside, and typed text comes in one piece when it is pasted.
        for (done, bytes) in [(SCREEN, "\x1b[?1049h\x1b[?25l"), (PASTE, "\x1b[?2004h")] {
            write(bytes.as_bytes())?;
            DONE.fetch_or(done, Ordering::SeqCst);
        }
        if self.options.mouse {
            write(b"\x1b[?1000h\x1b[?1006h")?;
            DONE.fetch_or(MOUSE, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Gives the terminal back, stops the process until it is continued, and takes the terminal again.
    /// `false` where there is no shell to go back to: then nothing happened. Draw everything anew afterwards.
    ///
    /// # Errors
    /// When the terminal can't be taken again.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<bool> {
        let leads_session = rustix::process::getsid(None).is_ok_and(|sid| sid == rustix::process::getpid());
        if leads_session {
            return Ok(false);
        }
        restore();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.take()?;
        Ok(true)
    }

    /// Suspension is a Unix thing.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn suspend(&self) -> io::Result<bool> {
        Ok(false)
    }

    /// Takes the terminal again if something else had it: the process was stopped from outside, and the shell set
    /// its own modes. While it is still ours nothing happens, for between giving and taking a key would be lost.
    ///
    /// # Errors
    /// When the terminal can't be taken.
    pub fn retake(&self) -> io::Result<()> {
        if is_raw() {
            return Ok(());
        }
        restore();
        self.take()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
        *DRAWS.lock().unwrap_or_else(PoisonError::into_inner) = None;
        while let Some(fault) = take_fault() {
            eprintln!("{fault}");
        }
    }
}

/// Undoes what was done, last first. Does nothing the second time. Errors are for nobody: the terminal may be gone.
pub(super) fn restore() {
    let done = DONE.swap(0, Ordering::SeqCst);
    if done & MOUSE != 0 {
        let _ = write(b"\x1b[?1006l\x1b[?1000l");
    }
    if done & PASTE != 0 {
        let _ = write(b"\x1b[?2004l");
    }
    if done & SCREEN != 0 {
        let _ = write(b"\x1b[0m\x1b[?25h\x1b[?1049l");
    }
    if done & RAW != 0 {
        let _ = raw::disable_raw_mode();
    }
}

/// What a thread other than the drawing one panicked with, the oldest first.
pub fn take_fault() -> Option<String> {
    if !FAULTED.load(Ordering::Relaxed) {
        return None;
    }
    let mut faults = FAULTS.lock().unwrap_or_else(PoisonError::into_inner);
    if faults.is_empty() {
        FAULTED.store(false, Ordering::Relaxed);
        return None;
    }
    Some(faults.remove(0))
}

fn hook_panics() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if crate::base::is_catching() {
                return;
            }
            let live = DONE.load(Ordering::SeqCst) != 0;
            let draws = DRAWS.try_lock().ok().and_then(|id| *id) == Some(thread::current().id());
            if live && !draws {
                let mut faults = FAULTS.lock().unwrap_or_else(PoisonError::into_inner);
                // A thread that fails in a loop must not fill memory.
                if faults.len() < 16 {
                    faults.push(panic.to_string());
                    FAULTED.store(true, Ordering::Relaxed);
                }
                return;
            }
            restore();
            before(panic);
        }));
    });
}

/// Whether keys still come one by one, as we set it.
#[cfg(unix)]
fn is_raw() -> bool {
    use rustix::termios::{LocalModes, tcgetattr};
    tcgetattr(rustix::stdio::stdin()).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::ICANON))
}

/// Only Unix takes a terminal away.
#[cfg(not(unix))]
fn is_raw() -> bool {
    true
}

/// Whether a write failed because there is no terminal any more: the line dropped, the window was closed.
pub fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    if [rustix::io::Errno::IO, rustix::io::Errno::NXIO]
        .iter()
        .any(|gone| error.raw_os_error() == Some(gone.raw_os_error()))
    {
        return true;
    }
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Writes to the terminal itself, past every lock and buffer that a panic may have left held.
#[cfg(unix)]
pub(in crate::tui) fn write(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = &bytes[n..],
            Err(rustix::io::Errno::INTR) => {}
            // A terminal shared with a program that left it non-blocking: wait until it takes more.
            Err(rustix::io::Errno::AGAIN) => wait_writable()?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn wait_writable() -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    let out = rustix::stdio::stdout();
    match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Writes to the terminal itself.
#[cfg(not(unix))]
pub(in crate::tui) fn write(bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
