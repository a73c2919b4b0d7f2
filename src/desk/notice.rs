//! Change notices: after each commit, what changed, to whoever watches.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::books::Areas;

/// That something was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The last journal entry of the commit.
    pub seq: u64,
    /// What changed.
    pub areas: Areas,
}

/// Who watches.
#[derive(Clone, Default)]
pub struct Watchers(Arc<Mutex<Vec<Watcher>>>);

struct Watcher {
    to: SyncSender<Notice>,
    /// What a full queue could not take: it goes out, merged, with the next notice.
    missed: Areas,
}

/// Notices that may wait for a watcher; later ones are merged.
const WAITING_MAX: usize = 64;

impl Watchers {
    /// One watcher more.
    pub fn add(&self) -> Receiver<Notice> {
        let (to, from) = sync_channel(WAITING_MAX);
        let watcher = Watcher { to, missed: Areas::default() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(watcher);
        from
    }

    /// Tells everyone; a watcher that is gone is forgotten, and one that is slow delays nobody.
    pub fn tell(&self, notice: Notice) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain_mut(|watcher| {
            let areas = watcher.missed.and(notice.areas);
            match watcher.to.try_send(Notice { areas, ..notice }) {
                Ok(()) => watcher.missed = Areas::default(),
                Err(TrySendError::Full(_)) => watcher.missed = areas,
                Err(TrySendError::Disconnected(_)) => return false,
            }
            true
        });
    }
}
