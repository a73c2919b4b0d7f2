//! One suite over every engine: what the books rely on, against a model.

use proptest::prelude::*;

use super::*;

type Model = std::collections::BTreeMap<(u8, Vec<u8>), Vec<u8>>;

#[derive(Clone, Debug)]
enum Step {
    Commit(Vec<(u8, Vec<u8>, Option<Vec<u8>>)>),
    Get(u8, Vec<u8>),
    Scan(u8, Vec<u8>, Vec<u8>, bool, usize),
    Idle,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let table = prop_oneof![Just(0u8), Just(1), Just(7), Just(u8::MAX)];
    let key = prop::collection::vec(prop_oneof![Just(0u8), Just(1), Just(254), Just(255)], 0..4);
    let value = prop::option::weighted(0.7, prop::collection::vec(any::<u8>(), 0..5));
    let write = (table.clone(), key.clone(), value);
    let step = prop_oneof![
        3 => prop::collection::vec(write, 1..6).prop_map(Step::Commit),
        2 => (table.clone(), key.clone()).prop_map(|(t, k)| Step::Get(t, k)),
        4 => (table, key.clone(), key, any::<bool>(), 0usize..6)
            .prop_map(|(t, a, b, up, n)| Step::Scan(t, a, b, up, n)),
        1 => Just(Step::Idle),
    ];
    prop::collection::vec(step, 1..30)
}

fn model_scan(model: &Model, table: u8, from: &[u8], to: &[u8], way: Direction, limit: usize) -> Vec<Row> {
    let inside = |key: &[u8]| key >= from && (to.is_empty() || key < to);
    let mut rows: Vec<Row> = model
        .iter()
        .filter(|((t, key), _)| *t == table && inside(key))
        .map(|((_, key), value)| (key.clone(), value.clone()))
        .collect();
    if way == Direction::Down {
        rows.reverse();
    }
    rows.truncate(limit);
    rows
}

fn behaves(engine: &dyn Engine, steps: &[Step]) {
    let mut model = Model::new();
    let mut draft_writes = Writes::new();
    let before = engine.snapshot().unwrap();
    for step in steps {
        match step {
            Step::Commit(writes) => {
                let batch: Batch = writes.iter().map(|(t, k, v)| ((*t, k.clone()), v.clone())).collect();
                for (key, value) in &batch {
                    match value {
                        Some(value) => model.insert(key.clone(), value.clone()),
                        None => model.remove(key),
                    };
                }
                // The same writes through a draft must read the same before they are committed.
                draft_writes.extend(batch.clone());
                engine.commit(&batch).unwrap();
            }
            Step::Get(table, key) => {
                let wanted = model.get(&(*table, key.clone())).cloned();
                assert_eq!(engine.snapshot().unwrap().get(*table, key).unwrap(), wanted);
                assert_eq!(Draft::resume(&*before, draft_writes.clone()).get(*table, key).unwrap(), wanted);
            }
            Step::Scan(table, from, to, up, limit) => {
                let way = if *up { Direction::Up } else { Direction::Down };
                let wanted = model_scan(&model, *table, from, to, way, *limit);
                let view = engine.snapshot().unwrap();
                assert_eq!(view.scan(*table, from, to, way, *limit).unwrap(), wanted);
                let draft = Draft::resume(&*before, draft_writes.clone());
                assert_eq!(draft.scan(*table, from, to, way, *limit).unwrap(), wanted);
            }
            Step::Idle => engine.commit(&Batch::new()).unwrap(),
        }
    }
    // What was kept when the snapshot was taken is what it still shows: nothing.
    assert!(before.scan(1, &[], &[], Direction::Up, 9).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_memory_engine_conforms(steps in steps()) {
        behaves(&Memory::new(), &steps);
    }

    #[test]
    fn the_redb_engine_conforms(steps in steps()) {
        behaves(&Redb::on(redb::backends::InMemoryBackend::new).unwrap(), &steps);
    }
}

#[test]
fn a_second_opener_is_told_that_the_store_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let held = Redb::open(folder.path()).unwrap();
    assert!(matches!(Redb::open(folder.path()), Err(StoreError::Held(_))));
    drop(held);
    assert!(Redb::open(folder.path()).is_ok());
}

#[test]
fn a_file_that_is_no_store_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(STORE_FILE), vec![7u8; 8192]).unwrap();
    assert!(matches!(Redb::open(folder.path()), Err(StoreError::Corrupt(_))));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let _held = Redb::open(folder.path()).unwrap();
    let mode = std::fs::metadata(Redb::file(folder.path())).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
