//! What a change is, and what its handler works with.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::register::{Role, School};
use crate::base::{Day, Instant, Kind, Refused, Say, StaffId, StudentId, Text, TicketId, Zone};
use crate::store::Draft;

/// The version of the rules that commands are carried out by. The journal names it with each entry, since
/// entries are replayed: a handler that comes to give something else for the same command counts this up
/// and goes on giving the old outcome where [`Context::rules`] is lower. The store's format is counted up with
/// it, so that no earlier program writes on in a store whose rules it doesn't know.
pub const RULES: u16 = 2;

/// A change to the books. Handlers are deterministic: whatever they need beyond the books (the time,
/// a random number) stands in the command or its [`Context`], so that replaying the journal gives
/// the same rows, byte for byte.
pub trait Act: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The stable name, `noun.verb`.
    const NAME: &'static str;

    /// Writes the change into the draft, or refuses with a reason; a refused draft is dropped.
    ///
    /// # Errors
    /// What the command may be refused for.
    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused>;

    /// One that means something, for docs/commands.md.
    fn example() -> Self;

    /// The same command as it is meant today, when it comes in. What old entries of the journal leave unsaid goes by
    /// the rules of their time; what comes in now says that it goes by today's.
    fn meant_today(self) -> Self
    where
        Self: Sized,
    {
        self
    }
}

/// A command of any kind, with the JSON that the journal keeps of it.
pub struct AnyAct {
    /// Its stable name.
    pub name: &'static str,
    /// Its fields.
    pub body: Value,
    run: Handler,
}

type Handler = Box<dyn Fn(&mut Books<'_>) -> Result<Done, Refused> + Send>;

impl AnyAct {
    /// A command as any command.
    ///
    /// # Errors
    /// When its fields have no JSON form, which is a fault of the program.
    pub fn of<A: Act>(act: A) -> Result<AnyAct, Refused> {
        let body = serde_json::to_value(&act).map_err(|error| {
            Refused::new(Kind::Ours, Say::new("error-no-json").with("detail", error.to_string()))
        })?;
        Ok(AnyAct { name: A::NAME, body, run: Box::new(move |books| act.run(books)) })
    }

    /// Runs it.
    ///
    /// # Errors
    /// What the command may be refused for.
    pub fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        (self.run)(books)
    }
}

/// What a command did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// What happened, in sentences for the person who did it.
    pub said: Vec<Say>,
    /// Ids and numbers that were made.
    pub made: Vec<String>,
}

impl Done {
    /// Done, in one sentence.
    pub fn said(say: Say) -> Done {
        Done { said: vec![say], made: Vec::new() }
    }

    /// Also made this id or number.
    pub fn made(mut self, id: impl std::fmt::Display) -> Done {
        self.made.push(id.to_string());
        self
    }

    /// With one sentence more.
    pub fn and(mut self, say: Say) -> Done {
        self.said.push(say);
        self
    }
}

/// Under which circumstances a command runs; all of it stands in the journal.
#[derive(Clone, Debug)]
pub struct Context {
    /// The number that its journal entry will have.
    pub seq: u64,
    /// When it was accepted, UTC.
    pub at: Instant,
    /// Who gave it.
    pub operator: StaffId,
    /// The posts that this operator holds.
    pub roles: Vec<Role>,
    /// Where from.
    pub terminal: Text,
    /// The version of the rules to go by: [`RULES`], or an older one when an old entry is replayed.
    pub rules: u16,
    /// Whether the journal is being replayed. Only what refuses may look at it: whatever stands in the journal was
    /// accepted, so a refusal that was thought of later is passed over then.
    pub replayed: bool,
}

/// The ticket whose decision carries out a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The ticket.
    pub ticket: TicketId,
    /// Whom it is about.
    pub student: Option<StudentId>,
}

/// The books as one command sees and changes them.
pub struct Books<'a> {
    /// Where it writes; reads its own writes.
    pub draft: Draft<'a>,
    /// Under which circumstances.
    pub cx: Context,
    /// The school's settings as they were when the command began.
    pub school: School,
    /// Ledger entries that it posted: the account's bytes and the entry's number.
    pub posted: Vec<(Vec<u8>, u64)>,
    /// What grants the command; nothing for one that was handed in by itself.
    pub grant: Option<Grant>,
    /// Reads a command from its name and fields, so that a decision can carry out what an SOP names.
    pub decode: fn(&str, Value) -> Result<AnyAct, Refused>,
}

impl Books<'_> {
    /// The school day on which the command runs.
    pub fn today(&self) -> Day {
        self.school.zone.day(self.cx.at)
    }

    /// The school's time zone.
    pub fn zone(&self) -> Zone {
        self.school.zone
    }
}
