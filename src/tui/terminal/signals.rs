//! What the system tells a terminal program: to end, to stop, that it goes on, that the line is gone.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::SyncSender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::guard::restore;
use crate::tui::event::{End, Event};

/// Watches for signals and for the terminal's hang-up, each in a thread of its own, and tells the loop.
///
/// # Errors
/// When signals can't be watched.
pub fn watch(events: &SyncSender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT])?;
    let tell = events.clone();
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut asked_to_end = false;
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Continued,
                SIGHUP => Event::End(End::HungUp),
                _ => Event::End(End::Terminated),
            };
            if matches!(event, Event::End(_)) && std::mem::replace(&mut asked_to_end, true) {
                // Asked twice: whatever the loop waits for, the terminal is given back now.
                restore();
                signal_hook::low_level::exit(128 + signal);
            }
            if tell.send(event).is_err() {
                return;
            }
        }
    })?;
    let tell = events.clone();
    let terminal = terminal()?;
    thread::Builder::new().name("hang-up".into()).spawn(move || {
        // A line may go without a signal (no controlling terminal), and then reading it spins for ever.
        loop {
            let mut line = [PollFd::new(&terminal, PollFlags::empty())];
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            match poll(&mut line, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if !line[0].revents().intersects(gone) => {}
                _ => break,
            }
        }
        let _ = tell.send(Event::End(End::HungUp));
    })?;
    Ok(())
}

/// The terminal that keys come from: standard input, else the controlling one.
fn terminal() -> io::Result<OwnedFd> {
    let input = rustix::stdio::stdin();
    if rustix::termios::isatty(input) {
        return Ok(rustix::io::dup(input.as_fd())?);
    }
    Ok(std::fs::File::open("/dev/tty")?.into())
}
