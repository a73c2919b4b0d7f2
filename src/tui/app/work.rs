//! Work that would keep keys waiting: done in a thread of its own. Whoever asked for it has a channel of its own
//! for the outcome, and is woken to look there.

use std::sync::mpsc::SyncSender;
use std::thread;

use super::{App, Cx, Effect, Tone};
use crate::base::Say;
use crate::tui::event::Event;

/// Something to be done beside the loop; what it returns is said when it is done, wherever one is by then.
pub type Job = Box<dyn FnOnce() -> Option<(Say, Tone)> + Send>;

/// Wakes the loop when work has ended, also by a panic.
struct Wakes {
    events: SyncSender<Event>,
    said: Option<(Say, Tone)>,
}

impl Drop for Wakes {
    fn drop(&mut self) {
        // Nobody listens when the program has ended meanwhile.
        let _ = self.events.send(Event::Finished(self.said.take()));
    }
}

impl App {
    /// From now on work is done in threads that wake the loop by that channel. Without it (in tests) it is done
    /// on the spot.
    pub fn work_beside(&mut self, events: SyncSender<Event>) {
        self.wake = Some(events);
    }

    pub(super) fn begin(&mut self, job: Job) {
        let Some(events) = self.wake.clone() else {
            let said = job();
            return self.on_finished(said);
        };
        let wakes = Wakes { events, said: None };
        let work = move || {
            let mut wakes = wakes;
            wakes.said = job();
        };
        // Where no thread can be had the job is dropped, and its asker sees that there is no outcome.
        let _ = thread::Builder::new().name("work".into()).spawn(work);
    }

    pub(super) fn on_finished(&mut self, said: Option<(Say, Tone)>) {
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        let mut effect = Effect::Done;
        let open = self.left.iter_mut().map(|(_, open)| open).chain(&mut self.trail);
        for open in open {
            // The one that is seen comes last, and it alone has a say.
            effect = open.screen.on_finished(&mut cx);
        }
        self.follow(effect);
        if let Some((say, tone)) = said {
            self.tell(say, tone);
        }
        self.dirty = true;
    }
}
