//! What is handed in, what comes back, and the clock that both go by.

use std::sync::Mutex;
use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::AnyAct;
use crate::base::{Instant, Say, StaffId, Text};
use crate::books::Areas;

/// A command on its way to the desk.
pub struct Envelope {
    /// The sender's own id of it; the same id again gets the stored answer, so that nothing is done twice.
    pub request: String,
    /// Who gives it.
    pub operator: StaffId,
    /// Where from.
    pub terminal: Text,
    /// The command.
    pub act: AnyAct,
}

/// The answer to an accepted command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its journal entry.
    pub seq: u64,
    /// When it was accepted, UTC.
    pub at: Instant,
    /// What happened, in sentences.
    pub said: Vec<Say>,
    /// Ids and numbers that it made.
    pub made: Vec<String>,
    /// What changed.
    pub areas: Areas,
    /// Whether this is the stored answer to a request that was done before.
    #[serde(default)]
    pub repeated: bool,
}

/// Where the desk has the time from.
pub trait Clock: Send + Sync {
    /// The time now, UTC.
    fn now(&self) -> Instant;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }
}

/// A clock that stands until it is set: for tests and for making a demo school.
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// A clock that stands at that time.
    pub fn at(instant: Instant) -> FixedClock {
        FixedClock(Mutex::new(instant))
    }

    /// Sets it.
    pub fn set(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What no other request id has: unique over processes and restarts.
pub fn unique() -> String {
    use std::collections::hash_map::RandomState;
    use std::hash::{BuildHasher, Hasher};
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    static RUN: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    // RandomState is seeded by the system for every process.
    let run = RUN.get_or_init(|| {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        hasher.finish()
    });
    let millis = chrono::Utc::now().timestamp_millis();
    format!("{millis:012x}-{run:016x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed))
}
