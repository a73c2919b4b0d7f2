//! Anchors: the number and hash of a journal entry, noted outside of the store. A journal that was cut
//! short, or written anew from some entry on, may be whole in itself; it does not meet its anchor.

use std::fmt;
use std::str::FromStr;

use super::{Finding, Report};
use crate::base::{Refused, Say};
use crate::store::Engine;
use crate::store::journal::ENTRIES;

/// A journal entry's number and its hash in hexadecimal: `118:9f86…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The entry's number; 0 for the empty journal.
    pub seq: u64,
    /// The entry's hash, in lower-case hexadecimal.
    pub hash: String,
}

impl Anchor {
    /// What a report says of the journal's end.
    pub fn of(report: &Report) -> Anchor {
        Anchor { seq: report.entries, hash: report.head.clone() }
    }

    /// What does not hold when this anchor is held against the journal; nothing when it is met.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missed(&self, engine: &dyn Engine) -> Result<Option<Finding>, Refused> {
        let kept = ENTRIES.get(&*engine.snapshot()?, &self.seq)?;
        let met = match kept {
            Some(sealed) => hex(&sealed.hash) == self.hash,
            None => self.seq == 0,
        };
        let finding =
            || Finding { seq: Some(self.seq), what: Say::new("verify-anchor").with("seq", self.seq) };
        Ok((!met).then(finding))
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Anchor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (seq, hash) = text.split_once(':').ok_or("SEQ:HASH")?;
        let seq = seq.trim().parse().map_err(|_| "SEQ")?;
        let hash = hash.trim().to_ascii_lowercase();
        match hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            true => Ok(Anchor { seq, hash }),
            false => Err("HASH"),
        }
    }
}
