//! Any bytes as a ledger entry, a turnover: read or refused, and what is read reads the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::books::ledger::{Entry, Turnover};
use rollbook::store::Stored;

fuzz_target!(|bytes: &[u8]| {
    if let Some(entry) = Entry::decode(bytes) {
        assert_eq!(Entry::decode(&entry.encode()), Some(entry));
    }
    if let Some(turnover) = Turnover::decode(bytes) {
        assert_eq!(turnover.encode(), bytes);
    }
});
