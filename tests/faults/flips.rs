//! Flipped bits and a cut end in the closed file: refused with a reason, or found by `verify`; never a
//! panic, and never taken for whole when a row reads otherwise than it was written.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::store::{Engine, Redb};

use super::disk::Disk;
use super::{school, seeds};

/// What became of a damaged file.
#[derive(Debug, PartialEq)]
enum Outcome {
    Refused,
    Found,
    Harmless,
}

fn closed() -> Vec<u8> {
    let disk = Disk::default();
    {
        let desk = school::desk(Arc::new(Redb::on(disk.backend()).unwrap()));
        let session = school::open(&desk, 4);
        (1..=4).for_each(|n| drop(session.submit(school::award(n)).unwrap()));
    }
    disk.image()
}

fn outcome(image: Vec<u8>, whole: &[u8], seed: u64) -> Outcome {
    let Ok(store) = Redb::on(Disk::of(image).backend()) else { return Outcome::Refused };
    let store = Arc::new(store);
    let desk = school::desk(store.clone());
    match desk.verify() {
        Err(_) => Outcome::Refused,
        Ok(report) if !report.findings.is_empty() => Outcome::Found,
        Ok(_) => {
            let whole = Redb::on(Disk::of(whole.to_vec()).backend()).unwrap();
            let (was, is) = (whole.snapshot().unwrap(), store.snapshot().unwrap());
            assert_eq!(school::rows(&*is), school::rows(&*was), "seed {seed}: verified, but not the same");
            Outcome::Harmless
        }
    }
}

#[test]
fn a_flipped_bit_is_refused_found_or_harmless() {
    let whole = closed();
    // Most of a small file is empty room: aim at what is written.
    let written: Vec<usize> = whole
        .chunks(64)
        .enumerate()
        .filter(|(_, c)| c.iter().any(|b| *b != 0))
        .map(|(n, _)| n * 64)
        .collect();
    let mut caught = 0;
    for seed in seeds(250) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut image = whole.clone();
        let at = written[dice.random_range(0..written.len())] + dice.random_range(0..64);
        image[at] ^= 1 << dice.random_range(0..8);
        caught += u64::from(outcome(image, &whole, seed) != Outcome::Harmless);
    }
    assert!(caught > super::rounds(25), "only {caught} flips hit anything");
}

#[test]
fn a_file_that_was_cut_is_refused_or_found() {
    let whole = closed();
    for seed in seeds(60) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut image = whole.clone();
        image.truncate(dice.random_range(0..whole.len()));
        if image.is_empty() {
            continue;
        }
        outcome(image, &whole, seed);
    }
}
