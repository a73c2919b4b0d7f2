//! Power loss: every acknowledged command is there once, and the tables are what the journal says.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::store::Redb;

use super::disk::{Disk, Op, after_power_loss};
use super::{school, seeds};

const COMMANDS: usize = 24;

/// A school's disk before the run, and what was done to it in the run.
struct Run {
    before: Vec<u8>,
    log: Vec<Op>,
}

fn run() -> Run {
    let disk = Disk::default();
    {
        let desk = school::desk(Arc::new(Redb::on(disk.backend()).unwrap()));
        school::open(&desk, 4);
    }
    let before = disk.image();
    let disk = Disk::of(before.clone());
    {
        let desk = school::desk(Arc::new(Redb::on(disk.backend()).unwrap()));
        let session = desk.session(school::MANAGER, "test");
        for n in 0..COMMANDS {
            session.submit_as(request(n), school::award(n as u64 % 4 + 1)).unwrap();
            disk.acknowledged(n + 1);
        }
    }
    Run { before, log: disk.log() }
}

fn request(n: usize) -> String {
    format!("r-{n}")
}

fn acknowledged(log: &[Op]) -> usize {
    let last = log.iter().rev().find_map(|op| match op {
        Op::Acknowledged(count) => Some(*count),
        _ => None,
    });
    last.unwrap_or(0)
}

/// How many of the run's requests a store holds, each of them once.
fn kept(store: &Arc<Redb>, seed: u64) -> usize {
    let mut kept: Vec<_> =
        school::requests(&**store).into_iter().filter(|request| request.starts_with("r-")).collect();
    let all = kept.len();
    kept.sort();
    kept.dedup();
    assert_eq!(kept.len(), all, "seed {seed}: a request had two effects");
    all
}

#[test]
fn what_was_acknowledged_outlives_power_loss_also_during_repair() {
    let Run { before, log } = run();
    for seed in seeds(120) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let done = &log[..dice.random_range(0..=log.len())];
        let mut image = after_power_loss(&before, done, false, &mut dice);
        if dice.random_bool(0.3) {
            // The power fails again while the store is being opened.
            let disk = Disk::of(image.clone());
            drop(Redb::on(disk.backend()).unwrap_or_else(|e| panic!("seed {seed}: {e}")));
            let log = disk.log();
            let done = &log[..dice.random_range(0..=log.len())];
            image = after_power_loss(&image, done, false, &mut dice);
        }
        let store = Redb::on(Disk::of(image).backend()).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        let store = Arc::new(store);
        let (had, has) = (acknowledged(done), kept(&store, seed));
        assert!(has == had || has == had + 1, "seed {seed}: {had} were acknowledged, {has} are kept");
        let desk = school::desk(store.clone());
        school::sound(&desk, seed);
        // Whoever had no answer asks again, and has one effect.
        let again = desk.session(school::MANAGER, "test");
        let answer = again.submit_as(request(had), school::award(had as u64 % 4 + 1)).unwrap();
        assert_eq!(answer.repeated, has > had, "seed {seed}");
    }
}

/// Without this the test above might not be able to fail.
#[test]
fn a_disk_that_lies_about_syncing_does_lose() {
    let Run { before, log } = run();
    let lost = seeds(40).filter(|seed| {
        let mut dice = ChaCha8Rng::seed_from_u64(*seed);
        let done = &log[..dice.random_range(log.len() / 2..=log.len())];
        let image = after_power_loss(&before, done, true, &mut dice);
        match Redb::on(Disk::of(image).backend()) {
            Err(_) => true,
            Ok(store) => kept(&Arc::new(store), *seed) < acknowledged(done),
        }
    });
    assert!(lost.count() > 10);
}
