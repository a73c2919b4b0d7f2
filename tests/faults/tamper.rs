//! Tampering with the file's rows: `verify` says so, and names the journal's first entry that does not
//! hold. What the journal alone can't know (that its end was cut off) shows by an outside anchor.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::desk::{Anchor, verify};
use rollbook::store::journal::ENTRIES;
use rollbook::store::{Batch, Draft, Engine, Memory, Row};

use super::{school, seeds};

fn engine_of(rows: &[(u8, Vec<Row>)]) -> Memory {
    let engine = Memory::new();
    let mut batch = Batch::new();
    for (table, rows) in rows {
        batch.extend(rows.iter().map(|(key, value)| ((*table, key.clone()), Some(value.clone()))));
    }
    engine.commit(&batch).unwrap();
    engine
}

fn whole() -> Vec<(u8, Vec<Row>)> {
    let engine = Memory::new();
    let desk = school::desk(std::sync::Arc::new(engine.clone()));
    let session = school::open(&desk, 3);
    (1..=3).for_each(|n| drop(session.submit(school::award(n)).unwrap()));
    drop(session);
    drop(desk);
    school::rows(&*engine.snapshot().unwrap())
}

/// The first entry that a report names; `None` when all holds.
fn first(engine: &Memory) -> Option<Option<u64>> {
    match verify(engine) {
        Ok(report) => report.findings.first().map(|finding| finding.seq),
        Err(_) => Some(None),
    }
}

#[test]
fn any_row_that_is_flipped_deleted_swapped_or_doubled_is_found() {
    let whole = whole();
    assert_eq!(first(&engine_of(&whole)), None);
    for seed in seeds(200) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut rows = whole.clone();
        let at = dice.random_range(0..rows.len());
        let (table, rows_of) = &mut rows[at];
        let n = dice.random_range(0..rows_of.len());
        let how = dice.random_range(0..4);
        match how {
            0 if !rows_of[n].1.is_empty() => {
                let value = &mut rows_of[n].1;
                let bit = dice.random_range(0..value.len());
                value[bit] ^= 1 << dice.random_range(0..8);
            }
            1 => drop(rows_of.remove(n)),
            2 if rows_of.len() > 1 => {
                let other = (n + 1) % rows_of.len();
                let (a, b) = (rows_of[n].1.clone(), rows_of[other].1.clone());
                if a == b {
                    continue;
                }
                (rows_of[n].1, rows_of[other].1) = (b, a);
            }
            _ => {
                // The row once more, under a key of its own behind the last.
                let (mut key, value) = rows_of.last().unwrap().clone();
                let Some(end) = key.last_mut() else { continue };
                *end ^= 0x80;
                if rows_of.iter().any(|(other, _)| *other == key) {
                    continue;
                }
                rows_of.push((key, value));
            }
        }
        let named = *table == ENTRIES.id && how == 0;
        let found = first(&engine_of(&rows));
        assert!(found.is_some(), "seed {seed}: not found");
        if named {
            let seq = n as u64 + 1;
            assert_eq!(found, Some(Some(seq)), "seed {seed}: entry {seq} was flipped");
        }
    }
}

/// A journal whose last entries are cut off, and with them all that they did, is whole in itself.
#[test]
fn a_journal_that_was_cut_short_shows_by_an_anchor_alone() {
    let engine = Memory::new();
    let desk = school::desk(std::sync::Arc::new(engine.clone()));
    let session = school::open(&desk, 3);
    let early = school::rows(&*engine.snapshot().unwrap());
    session.submit(school::award(1)).unwrap();
    let report = desk.verify().unwrap();
    let anchor = Anchor::of(&report);
    assert_eq!(anchor.missed(&engine).unwrap(), None, "the anchor of the whole");
    let cut = engine_of(&early);
    let report = verify(&cut).unwrap();
    assert_eq!(report.findings, vec![]);
    assert!(anchor.missed(&cut).unwrap().is_some(), "the cut does not show");
}

/// Sealing the journal anew after a change gives another hash: the anchor shows it.
#[test]
fn a_journal_that_was_written_anew_shows_by_an_anchor() {
    let engine = Memory::new();
    let desk = school::desk(std::sync::Arc::new(engine.clone()));
    let session = school::open(&desk, 3);
    let anchor = Anchor::of(&desk.verify().unwrap());
    session.submit(school::award(1)).unwrap();
    assert_eq!(anchor.missed(&engine).unwrap(), None, "an older anchor holds");
    let snapshot = engine.snapshot().unwrap();
    let mut sealed = ENTRIES.get(&*snapshot, &anchor.seq).unwrap().unwrap();
    sealed.hash[0] ^= 1;
    let mut draft = Draft::over(&*snapshot);
    ENTRIES.put(&mut draft, &anchor.seq, &sealed);
    let writes = draft.into_writes();
    drop(snapshot);
    engine.commit(&writes).unwrap();
    assert!(anchor.missed(&engine).unwrap().is_some());
}
