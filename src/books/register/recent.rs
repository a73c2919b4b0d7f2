//! Whom the latest journal entries concern, in memory: so that a card's timeline asks for its own entries
//! only. Further back it goes by the ledger, where each entry names the journal entry that posted it.

use std::collections::VecDeque;

use super::lines::concerned;
use crate::base::{Refused, StudentId};
use crate::store::{Read, journal};

/// So many entries are known: reading them once takes some hundredths of a second.
const KNOWN_MAX: u64 = 2_000;

/// The latest entries, oldest first.
#[derive(Default)]
pub struct Recent {
    /// The journal entry up to which it is in step.
    seq: u64,
    entries: VecDeque<(u64, Vec<StudentId>)>,
}

impl Recent {
    /// Reads the entries that came since.
    pub fn catch_up(&mut self, read: &dyn Read) -> Result<(), Refused> {
        let Some((head, _)) = journal::head_behind(read, self.seq)? else { return Ok(()) };
        for entry in journal::entries(read, self.seq.max(head.saturating_sub(KNOWN_MAX)), head)? {
            let entry = entry?;
            let whom = concerned(read, &entry)?;
            self.entries.push_back((entry.seq, whom.into_iter().collect()));
        }
        while self.entries.len() as u64 > KNOWN_MAX {
            self.entries.pop_front();
        }
        self.seq = head;
        Ok(())
    }

    /// The entries that concern a student, newest first.
    pub fn of(&self, id: StudentId) -> Vec<u64> {
        let mine = self.entries.iter().rev().filter(|(_, whom)| whom.contains(&id));
        mine.map(|(seq, _)| *seq).collect()
    }
}
