//! The single writer: takes all commands that wait, runs each in a draft of its own over what the ones
//! before it left, and keeps them all in one durable commit; each then gets its own receipt.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::acts::find;
use super::head::LastHead;
use super::{AnyAct, Clock, Envelope, Notice, Receipt, Watchers, roles};
use crate::base::{Instant, Kind, Refused, Say};
use crate::books::register::{roles_of, school};
use crate::books::{Area, Areas, Books, Context, RULES, info};
use crate::store::journal::{self, Entry, Hash, Head};
use crate::store::{Batch, Draft, Engine, Keeping, Read, Writes};

/// A command on its way, and where its receipt goes.
pub struct Job {
    pub envelope: Envelope,
    pub reply: SyncSender<Result<Receipt, Refused>>,
}

/// Waits for the writer's thread when the last desk is dropped, so that the store is closed by then.
pub struct Join(Option<JoinHandle<()>>);

impl Drop for Join {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // The desk's sender is dropped before this (fields drop in order), so the thread is ending.
            let _ = thread.join();
        }
    }
}

/// Commands that one commit takes at the most.
const GROUP_MAX: usize = 64;
/// After so long without a command the engine may tidy up.
const IDLE: Duration = Duration::from_secs(2);

/// The writer.
pub struct Writer {
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
    watchers: Watchers,
    head: LastHead,
    /// The latest instant given: the journal's times never go back, even if the machine's clock does.
    latest: Option<Instant>,
}

impl Writer {
    /// A writer into that engine.
    pub fn new(engine: Arc<dyn Engine>, clock: Arc<dyn Clock>, watchers: Watchers, head: LastHead) -> Writer {
        Writer { engine, clock, watchers, head, latest: None }
    }

    /// Starts its thread.
    pub fn start(mut self, jobs: Receiver<Job>) -> Join {
        let run = move || self.run(&jobs);
        Join(std::thread::Builder::new().name("writer".into()).spawn(run).ok())
    }

    /// Takes commands until the last sender is gone.
    fn run(&mut self, jobs: &Receiver<Job>) {
        let mut tidy = true;
        loop {
            let first = if tidy {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                jobs.recv_timeout(IDLE)
            };
            match first {
                Ok(first) => {
                    let waiting = jobs.try_iter().take(GROUP_MAX - 1);
                    self.group(std::iter::once(first).chain(waiting).collect());
                    tidy = false;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.tidy();
                    tidy = true;
                }
                Err(RecvTimeoutError::Disconnected) if tidy => return,
                Err(RecvTimeoutError::Disconnected) => return self.tidy(),
            }
        }
    }

    /// Lets the engine tidy up. A failure here loses nothing, and the next command will meet and tell it.
    fn tidy(&self) {
        let _ = self.engine.commit(&Batch::new());
    }

    fn group(&mut self, jobs: Vec<Job>) {
        let mut writes = Writes::new();
        let mut outcomes = Vec::new();
        let mut areas = Areas::default();
        let prepared = self.engine.snapshot().map_err(Refused::from).and_then(|snapshot| {
            let mut head = self.head.read(&*snapshot)?;
            for job in &jobs {
                let now = self.tick();
                let base = Draft::resume(&*snapshot, std::mem::take(&mut writes));
                let outcome = catch_unwind(AssertUnwindSafe(|| one(&base, head, now, &job.envelope)))
                    .unwrap_or_else(|_| Err(Refused::new(Kind::Ours, Say::new("error-handler-panicked"))));
                writes = base.into_writes();
                outcomes.push(outcome.map(|step| match step {
                    Step::Repeated(receipt) => receipt,
                    Step::New { receipt, writes: more, hash } => {
                        writes.extend(more);
                        head = (receipt.seq, hash);
                        areas = areas.and(receipt.areas);
                        receipt
                    }
                }));
            }
            Ok(head)
        });
        let kept = prepared.and_then(|head| {
            if !writes.is_empty() {
                self.engine.commit(&writes)?;
                self.head.set(head);
                // Whoever has a receipt finds the notice waiting already.
                self.watchers.tell(Notice { seq: head.0, areas });
            }
            Ok(())
        });
        match kept {
            Ok(()) => {
                for (job, outcome) in jobs.iter().zip(outcomes) {
                    let _ = job.reply.send(outcome);
                }
            }
            Err(refused) => {
                for job in &jobs {
                    let _ = job.reply.send(Err(refused.clone()));
                }
            }
        }
    }

    fn tick(&mut self) -> Instant {
        let now = self.clock.now();
        // Milliseconds are what the journal keeps.
        let now = Instant::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now);
        let now = self.latest.map_or(now, |latest| latest.max(now));
        self.latest = Some(now);
        now
    }
}

enum Step {
    Repeated(Receipt),
    New { receipt: Receipt, writes: Writes, hash: Hash },
}

/// Runs one command over `base`.
fn one(base: &Draft<'_>, head: Head, now: Instant, envelope: &Envelope) -> Result<Step, Refused> {
    if envelope.request.is_empty() || envelope.request.len() > 200 {
        return Err(Refused::input(Say::new("error-bad-request-id")));
    }
    if let Some(seq) = journal::answered(base, head.0, &envelope.request)? {
        return repeated(base, seq, envelope).map(Step::Repeated);
    }
    let roles = roles_of(base, envelope.operator)?;
    // Nobody is on the staff before the school is opened.
    if envelope.act.name != "school.init" {
        roles::may_do(envelope.act.name, &roles)?;
    }
    find(envelope.act.name)?.shape.bears(envelope.act.name, &envelope.act.body)?;
    let cx = Context {
        seq: head.0 + 1,
        at: now,
        operator: envelope.operator,
        roles,
        terminal: envelope.terminal.clone(),
        rules: RULES,
        replayed: false,
    };
    let (entry, writes) = apply(base, cx, &envelope.act, envelope.request.clone())?;
    let mut last = Draft::resume(base, writes);
    let hash = journal::append(&mut last, &entry, head.1)?;
    let writes = last.into_writes();
    let receipt = Receipt {
        seq: entry.seq,
        at: entry.at,
        said: entry.said,
        made: entry.made,
        areas: areas_of(&writes),
        repeated: false,
    };
    Ok(Step::New { receipt, writes, hash })
}

/// Runs a command and gives its journal entry and what it would change: what the writer does, and
/// what replay does again.
pub fn apply(
    base: &Draft<'_>,
    cx: Context,
    act: &AnyAct,
    request: String,
) -> Result<(Entry, Writes), Refused> {
    let mut books = Books {
        draft: Draft::over(base),
        school: school(base)?,
        posted: Vec::new(),
        grant: None,
        // What a decision carries out comes in by the same door as what is handed in.
        decode: if cx.replayed { super::decode } else { super::take_in },
        cx: cx.clone(),
    };
    let done = act.run(&mut books)?;
    let posted = std::mem::take(&mut books.posted);
    let writes = books.draft.into_writes();
    let is_record = |table| info(table).is_some_and(|info| info.keeping == Keeping::Record);
    let changed = journal::changes(base, &writes, is_record)?;
    let entry = Entry {
        seq: cx.seq,
        at: cx.at,
        operator: cx.operator,
        terminal: cx.terminal,
        rules: cx.rules,
        request,
        act: act.name.to_owned(),
        body: act.body.clone(),
        said: done.said,
        made: done.made,
        changed,
        posted,
    };
    Ok((entry, writes))
}

/// The stored answer to a request that was done before; a conflict when it was another command.
fn repeated(base: &dyn Read, seq: u64, envelope: &Envelope) -> Result<Receipt, Refused> {
    let entry = journal::entry(base, seq)?.ok_or_else(|| Refused::missing("noun-entry", seq))?;
    if entry.act != envelope.act.name || entry.body != envelope.act.body {
        return Err(Refused::new(Kind::Conflict, Say::new("error-request-reused").with("seq", seq)));
    }
    Ok(Receipt {
        seq,
        at: entry.at,
        said: entry.said,
        made: entry.made,
        areas: Areas::default(),
        repeated: true,
    })
}

fn areas_of(writes: &Writes) -> Areas {
    let tables: std::collections::BTreeSet<u8> = writes.keys().map(|(table, _)| *table).collect();
    let areas = tables.into_iter().filter_map(|table| info(table).map(|info| info.area));
    areas.fold(Areas::default().with(Area::Journal), Areas::with)
}
