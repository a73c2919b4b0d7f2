//! What goes wrong, and what must then be true: short seeded runs in every `cargo test`, long ones by
//! `ROLLBOOK_SOAK=100 cargo test --release --test faults` (a hundred times as many; docs/testing.md).
//! A failure names its seed; `ROLLBOOK_SEED=n` begins with that one.

mod anything;
#[path = "../support/binary.rs"]
mod binary;
mod confined;
mod disk;
mod flips;
mod io_errors;
mod keys;
mod kill;
mod model;
mod money;
mod payloads;
mod power;
mod school;
mod spreadsheets;
mod tamper;

/// How many rounds: `few` in an ordinary test, times `ROLLBOOK_SOAK` in a soak.
fn rounds(few: u64) -> u64 {
    few * env("ROLLBOOK_SOAK").unwrap_or(1)
}

/// The seeds of so many rounds.
fn seeds(few: u64) -> std::ops::Range<u64> {
    let first = env("ROLLBOOK_SEED").unwrap_or(1);
    first..first + rounds(few)
}

fn env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
