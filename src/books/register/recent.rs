//! Whom the latest journal entries concern, in memory: so that a card's timeline asks for its own entries
//! only. Further back it goes by the ledger, where each entry names the journal entry that posted it.

use std::collections::VecDeque;

use super::lines::concerned;
use crate::base::{Refused, StudentId};
use crate::store::journal::ENTRIES;
use crate::store::{Direction, Read};

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
    /// Reads the entries up to `head`.
    pub fn catch_up(&mut self, read: &dyn Read, head: u64) -> Result<(), Refused> {
        if self.seq >= head {
            return Ok(());
        }
        let from = (self.seq + 1).max((head + 1).saturating_sub(KNOWN_MAX));
        for (seq, sealed) in ENTRIES.range(read, &from, &(head + 1), Direction::Up, usize::MAX)? {
            let whom = concerned(read, &sealed.open()?)?;
            self.entries.push_back((seq, whom.into_iter().collect()));
        }
        while self.entries.len() as u64 > KNOWN_MAX {
            self.entries.pop_front();
        }
        self.seq = head;
        Ok(())
    }

    /// The entries up to `head` that concern a student, newest first.
    pub fn of(&self, id: StudentId, head: u64) -> Vec<u64> {
        let mine = self.entries.iter().rev().filter(|(seq, whom)| *seq <= head && whom.contains(&id));
        mine.map(|(seq, _)| *seq).collect()
    }
}
