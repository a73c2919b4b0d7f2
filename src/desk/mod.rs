//! The one door to the books: commands in, receipts out; questions in, answers out; notices to
//! whoever watches. Who may do what is checked here and nowhere else.

mod acts;
mod anchor;
mod asks;
mod door;
mod head;
mod notice;
mod request;
pub mod roles;
mod sweeping;
mod verify;
mod writer;

#[cfg(test)]
pub(crate) mod fee_tests;
#[cfg(test)]
mod queue_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod undo_tests;

use std::path::Path;
use std::sync::{Arc, mpsc};

pub use acts::{AnyAct, Schema, acts, decode, take_in};
pub use anchor::Anchor;
pub use asks::{answer_named, asks};
pub use notice::{Notice, Watchers};
pub use request::{Clock, Envelope, FixedClock, Receipt, SystemClock};
pub use sweeping::Sweeping;
pub use verify::{Finding, Report, verify};

use head::LastHead;
use writer::Writer;

use crate::base::{Instant, Kind, Refused, Say, StaffId, Text};
use crate::books::View;
use crate::books::register::{StudentIndex, roles_of, school};
pub use crate::books::{Act, Area, Areas, Ask, calendar, ledger, queue, register, support, today, undo};
use crate::store::{Engine, Memory, Redb, StoreError, journal};

/// The desk: cheap to clone, one writer behind all clones.
#[derive(Clone)]
pub struct Desk {
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
    watchers: Watchers,
    head: LastHead,
    index: Arc<StudentIndex>,
    writer: mpsc::SyncSender<writer::Job>,
    _stop: Arc<writer::Join>,
}

/// Commands that may wait for the writer before the next sender has to.
const WAITING_MAX: usize = 256;

impl Desk {
    /// The desk over the store in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// Held by another process, of a newer format, damaged, or the disk said no.
    pub fn open(folder: &Path) -> Result<Desk, StoreError> {
        Ok(Desk::over(Arc::new(Redb::open(folder)?), Arc::new(SystemClock)))
    }

    /// A desk over books of its own that are kept in memory only: to try things out, and for tests.
    pub fn in_memory(clock: Arc<dyn Clock>) -> Desk {
        Desk::over(Arc::new(Memory::new()), clock)
    }

    /// The desk over an engine, with a clock.
    pub fn over(engine: Arc<dyn Engine>, clock: Arc<dyn Clock>) -> Desk {
        let (watchers, head) = (Watchers::default(), LastHead::default());
        let (writer, jobs) = mpsc::sync_channel(WAITING_MAX);
        let writes = Writer::new(Arc::clone(&engine), Arc::clone(&clock), watchers.clone(), head.clone());
        let join = writes.start(jobs);
        Desk { engine, clock, watchers, head, index: Arc::default(), writer, _stop: Arc::new(join) }
    }

    /// The time by the desk's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Where the books are kept.
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// A fresh request id: unique, and it says behind which entry of the journal its own is found.
    pub fn request_id(&self) -> String {
        let seq = match self.head.seen() {
            0 => self.engine.snapshot().and_then(|view| self.head.read(&*view)).map(|(seq, _)| seq),
            seq => Ok(seq),
        };
        // On a store that fails the command itself will be told why.
        seq.map_or_else(|_| request::unique(), |seq| journal::request_after(seq, &request::unique()))
    }

    /// Hands in a command and waits until it is kept.
    ///
    /// # Errors
    /// When it is refused; nothing has changed then. After a refusal of kind `Storage` it may have been
    /// kept all the same: hand in the same envelope again, and the stored answer comes back.
    pub fn submit(&self, envelope: Envelope) -> Result<Receipt, Refused> {
        let (reply, answer) = mpsc::sync_channel(1);
        let gone = || Refused::new(Kind::Ours, Say::new("error-desk-gone"));
        self.writer.send(writer::Job { envelope, reply }).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Asks a question.
    ///
    /// # Errors
    /// When the asker may not, what is asked about does not exist, or the store fails.
    pub fn ask<Q: Ask>(&self, asker: StaffId, question: &Q) -> Result<Q::Answer, Refused> {
        self.view(asker, Q::NAME, |view| question.answer(view))
    }

    /// Runs `read` on a view of the books for that asker, who must be allowed to ask `name`.
    fn view<T>(
        &self,
        asker: StaffId,
        name: &str,
        read: impl FnOnce(&View<'_>) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let snapshot = self.engine.snapshot()?;
        let school = school(&*snapshot)?;
        let roles = roles_of(&*snapshot, asker)?;
        roles::may_ask(name, &roles)?;
        let view = View {
            read: &*snapshot,
            at: self.now(),
            operator: asker,
            roles: &roles,
            school: &school,
            index: &self.index,
            may_ask: |name, roles| roles::may_ask(name, roles).is_ok(),
        };
        read(&view)
    }

    /// Watches: a notice comes after each commit.
    pub fn watch(&self) -> mpsc::Receiver<Notice> {
        self.watchers.add()
    }

    /// A session of one operator at one terminal.
    pub fn session(&self, operator: StaffId, terminal: impl Into<Text>) -> Session {
        Session { desk: self.clone(), operator, terminal: terminal.into() }
    }

    /// Checks the journal's chain and that replaying it gives the same tables.
    ///
    /// # Errors
    /// When the store fails; what does not hold is in the report.
    pub fn verify(&self) -> Result<Report, Refused> {
        verify(&*self.engine)
    }
}

/// One operator at one terminal: what screens and scripts hold.
#[derive(Clone)]
pub struct Session {
    /// The desk.
    pub desk: Desk,
    /// Who is signed on.
    pub operator: StaffId,
    /// Where.
    pub terminal: Text,
}

impl Session {
    /// Hands in a command under a fresh request id.
    ///
    /// # Errors
    /// As [`Desk::submit`].
    pub fn submit<A: Act>(&self, act: A) -> Result<Receipt, Refused> {
        self.submit_as(self.desk.request_id(), act)
    }

    /// Hands in a command under a request id of the sender's.
    ///
    /// # Errors
    /// As [`Desk::submit`].
    pub fn submit_as<A: Act>(&self, request: String, act: A) -> Result<Receipt, Refused> {
        self.desk.submit(Envelope {
            request,
            operator: self.operator,
            terminal: self.terminal.clone(),
            act: AnyAct::of(act.meant_today())?,
        })
    }

    /// Whether the operator's posts allow that command, so that nobody fills in a form for nothing.
    ///
    /// # Errors
    /// When not, or when the store fails.
    pub fn may<A: Act>(&self) -> Result<(), Refused> {
        let snapshot = self.desk.engine.snapshot()?;
        roles::may_do(A::NAME, &roles_of(&*snapshot, self.operator)?)
    }

    /// Asks a question.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub fn ask<Q: Ask>(&self, question: &Q) -> Result<Q::Answer, Refused> {
        self.desk.ask(self.operator, question)
    }
}
