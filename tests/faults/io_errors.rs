//! A disk that is full or fails at any operation: what it could not keep is not acknowledged, the reason
//! is said, and the store opens again with all that was.

use std::sync::Arc;

use rollbook::base::Kind;
use rollbook::store::Redb;

use super::disk::Disk;
use super::school;

const COMMANDS: u64 = 3;

/// Works on a disk that fails at that operation; gives what was acknowledged, or nothing when it was not
/// reached.
fn work(disk: &Disk, number: u64, for_good: bool) -> Option<Vec<String>> {
    disk.fail_at(number, for_good);
    let mut acknowledged = Vec::new();
    if let Ok(store) = Redb::on(disk.backend()) {
        let desk = school::desk(Arc::new(store));
        let session = desk.session(school::MANAGER, "test");
        for n in 0..COMMANDS {
            let request = format!("r-{n}");
            match session.submit_as(request.clone(), school::award(n + 1)) {
                Ok(_) => acknowledged.push(request),
                Err(refused) => {
                    assert_eq!(refused.kind, Kind::Storage, "operation {number}: {refused:?}");
                    assert!(refused.hint.is_some(), "operation {number}: {refused:?}");
                }
            }
        }
    }
    disk.failed().then_some(acknowledged)
}

fn at_every_operation(for_good: bool) {
    let disk = Disk::default();
    school::open(&school::desk(Arc::new(Redb::on(disk.backend()).unwrap())), 4);
    let image = disk.image();
    let mut number = 0;
    loop {
        let disk = Disk::of(image.clone());
        let Some(acknowledged) = work(&disk, number, for_good) else { break };
        let store =
            Arc::new(Redb::on(Disk::of(disk.image()).backend()).unwrap_or_else(|e| panic!("{number}: {e}")));
        let kept = school::requests(&*store);
        assert!(acknowledged.iter().all(|request| kept.contains(request)), "operation {number}");
        let desk = school::desk(store);
        school::sound(&desk, number);
        // Asked again, everything is there once.
        let session = desk.session(school::MANAGER, "test");
        for n in 0..COMMANDS {
            let request = format!("r-{n}");
            let answer = session.submit_as(request.clone(), school::award(n + 1)).unwrap();
            assert_eq!(answer.repeated, kept.contains(&request), "operation {number}");
        }
        number += 1;
    }
    assert!(number > 30, "only {number} operations");
}

#[test]
fn once_the_disk_has_room_again_the_same_desk_goes_on() {
    let disk = Disk::default();
    let desk = school::desk(Arc::new(Redb::on(disk.backend()).unwrap()));
    school::open(&desk, 4);
    let session = desk.session(school::MANAGER, "test");
    for number in 0..20 {
        disk.fail_at(number, true);
        let refused = session.submit_as(format!("r-{number}"), school::award(1));
        disk.mend();
        match refused {
            Ok(_) => assert!(!disk.failed(), "operation {number} failed and was acknowledged"),
            Err(refused) => assert_eq!(refused.kind, Kind::Storage, "operation {number}: {refused:?}"),
        }
        // Asked again on a disk that works, it is there once.
        session.submit_as(format!("r-{number}"), school::award(1)).unwrap();
    }
    assert_eq!(desk.verify().unwrap().findings, vec![]);
    assert_eq!(school::requests(&**desk.engine()).iter().filter(|id| id.starts_with("r-")).count(), 20);
}

#[test]
fn an_operation_that_fails_once_loses_nothing_that_was_acknowledged() {
    at_every_operation(false);
}

#[test]
fn a_disk_that_is_full_for_good_loses_nothing_that_was_acknowledged() {
    at_every_operation(true);
}
