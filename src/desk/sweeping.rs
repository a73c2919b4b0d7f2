//! What comes due by itself, done a little at a time: a question looks at some of the students, and only what it
//! finds becomes a command.

use super::{Receipt, Session};
use crate::base::{Refused, StudentId};
use crate::books::queue::{Found, QueueDue, Sweep};

/// How far a sweep has come.
#[derive(Clone, Debug, Default)]
pub struct Sweeping {
    after: Option<StudentId>,
    over: bool,
}

impl Sweeping {
    /// Whether all was looked at.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Looks at some more students, and opens what is due for them. `None`: nothing was.
    ///
    /// # Errors
    /// As the question and the command.
    pub fn step(&mut self, session: &Session) -> Result<Option<Receipt>, Refused> {
        let due = session.ask(&QueueDue { after: self.after, ..QueueDue::default() })?;
        (self.after, self.over) = (due.next, due.next.is_none());
        if due.found == Found::default() {
            return Ok(None);
        }
        match session.submit(Sweep { found: Some(due.found), ..Sweep::default() }) {
            Ok(receipt) => Ok(Some(receipt)),
            Err(refused) if refused.reason.key == "queue-nothing-due" => Ok(None),
            Err(refused) => Err(refused),
        }
    }

    /// Looks at everyone, here and now; gives what was opened.
    ///
    /// # Errors
    /// As [`Sweeping::step`].
    pub fn whole(session: &Session) -> Result<Vec<Receipt>, Refused> {
        let mut sweeping = Sweeping::default();
        let mut receipts = Vec::new();
        while !sweeping.is_over() {
            receipts.extend(sweeping.step(session)?);
        }
        Ok(receipts)
    }
}
