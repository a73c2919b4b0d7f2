//! The loop: threads put what happens into one bounded channel; all of it is taken, then one frame is drawn, and
//! only if something changed.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event as Raw, MouseEventKind};
use ratatui::crossterm::terminal::size;

use super::{App, Tone};
use crate::base::Text;
use crate::desk::register::{FindStudents, RosterList};
use crate::say;
use crate::tui::event::{End, Event};
use crate::tui::input::Key;
use crate::tui::terminal::{self, Guard, Options, Painter};

/// How many events may wait. Whoever pastes a book waits for the screen, not the other way round.
const EVENTS_MOST: usize = 1_024;

/// Between two looks at what comes due by itself.
const SWEEP_PAUSE: Duration = Duration::from_millis(5);

/// The terminal that the loop paints: taken, and remembered cell by cell.
struct Painted {
    guard: Guard,
    painter: Painter,
}

impl Painted {
    fn enter(options: Options) -> io::Result<Painted> {
        Ok(Painted { guard: Guard::enter(options)?, painter: Painter::default() })
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        let (width, height) = size()?;
        // A terminal may claim any size; beyond this there is nothing to see.
        let frame = self.painter.frame(width.min(500), height.min(200));
        let cursor = app.draw(frame);
        let bytes = self.painter.finish(cursor);
        if bytes.is_empty() { Ok(()) } else { terminal::write(bytes) }
    }
}

/// Reads keys in a thread of its own until the terminal is gone.
fn read_input(events: SyncSender<Event>) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        loop {
            let event = match event::read() {
                Ok(Raw::Key(key)) => Key::from_event(key).map(Event::Key),
                Ok(Raw::Paste(text)) => Some(Event::Paste(text)),
                Ok(Raw::Resize(..)) => Some(Event::Resize),
                Ok(Raw::Mouse(mouse)) => match mouse.kind {
                    MouseEventKind::ScrollDown => Some(Event::Wheel(true)),
                    MouseEventKind::ScrollUp => Some(Event::Wheel(false)),
                    _ => None,
                },
                Ok(_) => None,
                Err(_) => Some(Event::End(End::HungUp)),
            };
            let Some(event) = event else { continue };
            let last = matches!(event, Event::End(_));
            if events.send(event).is_err() || last {
                return;
            }
        }
    })?;
    Ok(())
}

/// Passes the desk's notices on, in a thread of its own.
fn watch_desk(app: &App, events: SyncSender<Event>) -> io::Result<()> {
    let notices = app.session.desk.watch();
    thread::Builder::new().name("notices".into()).spawn(move || {
        while let Ok(notice) = notices.recv() {
            if events.send(Event::Changed(notice.areas)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Builds what searching and the roster go by beside the first frame, so that no first key waits for it. A failure is
/// left to that key, which will meet and tell it.
fn warm(app: &App) -> io::Result<()> {
    let session = app.session.clone();
    thread::Builder::new().name("warm".into()).spawn(move || {
        let _ = session.ask(&FindStudents { text: Text::default(), limit: 1 });
        let _ = session.ask(&RosterList { limit: 1, ..RosterList::default() });
    })?;
    Ok(())
}

/// Both ends of the loop's one channel.
pub type Channel = (SyncSender<Event>, Receiver<Event>);

/// The channel of the loop, bounded.
pub fn channel() -> Channel {
    std::sync::mpsc::sync_channel(EVENTS_MOST)
}

/// Runs the program on a terminal until it ends; says why.
///
/// # Errors
/// When the terminal can't be taken or written to. It is given back in any case.
pub fn run(app: &mut App, options: Options, channel: &Channel) -> io::Result<End> {
    match frames(app, options, channel) {
        // With the hang-up comes a signal to go on, and either may be met first.
        Err(error) if terminal::is_gone(&error) || hung_up(&channel.1) => Ok(End::HungUp),
        ended => ended,
    }
}

fn frames(app: &mut App, options: Options, (events, inbox): &Channel) -> io::Result<End> {
    let mut painted = Painted::enter(options)?;
    #[cfg(unix)]
    terminal::watch(events)?;
    watch_desk(app, events.clone())?;
    app.work_beside(events.clone());
    read_input(events.clone())?;
    let mut cold = true;
    loop {
        if app.dirty && app.end.is_none() {
            painted.draw(app)?;
        }
        if std::mem::take(&mut cold) {
            warm(app)?;
        }
        app.sweep();
        match inbox.recv_timeout(until_next_minute(app)) {
            Ok(event) => app.on_event(event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(End::HungUp),
        }
        while app.end.is_none()
            && let Ok(event) = inbox.try_recv()
        {
            app.on_event(event);
        }
        app.tick();
        while let Some(fault) = terminal::take_fault() {
            app.tell(say!("app-worker-failed", detail = fault), Tone::Bad);
        }
        if let Some(end) = app.end {
            return Ok(end);
        }
        settle(app, &mut painted)?;
    }
}

/// Does what only the loop can: suspend, and draw everything anew.
fn settle(app: &mut App, painted: &mut Painted) -> io::Result<()> {
    if std::mem::take(&mut app.suspend) {
        if painted.guard.suspend()? {
            painted.painter.forget();
            app.dirty = true;
        } else {
            app.tell(say!("app-cannot-suspend"), Tone::Quiet);
        }
    }
    if std::mem::take(&mut app.redraw) {
        painted.guard.retake()?;
        painted.painter.forget();
        app.dirty = true;
    }
    Ok(())
}

/// Whether a failed write is explained by a hang-up that is on its way.
fn hung_up(inbox: &Receiver<Event>) -> bool {
    let wait = Duration::from_millis(200);
    while let Ok(event) = inbox.recv_timeout(wait) {
        if matches!(event, Event::End(_)) {
            return true;
        }
    }
    false
}

/// The only thing that moves by itself is the status line's minute; what was said since the frame is shown at once.
fn until_next_minute(app: &App) -> Duration {
    if app.dirty {
        return Duration::ZERO;
    }
    if app.is_sweeping() {
        // Keys come first: between two looks at some students there is room for them.
        return SWEEP_PAUSE;
    }
    let now = app.session.desk.now();
    let into_ms = now.timestamp_millis().rem_euclid(60_000);
    Duration::from_millis((60_000 - into_ms).unsigned_abs())
}
