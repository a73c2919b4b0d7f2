//! The memory engine: for tests, for replaying the journal, for trying an import before it is made.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::engine::within;
use super::{Batch, Direction, Engine, Read, Row, Snapshot, StoreError};

type Rows = BTreeMap<(u8, Vec<u8>), Vec<u8>>;

/// Rows in a `BTreeMap`. A snapshot shares the map; a commit copies it only while one is still held.
#[derive(Clone, Default)]
pub struct Memory {
    rows: Arc<Mutex<Arc<Rows>>>,
}

impl Memory {
    /// An empty engine.
    pub fn new() -> Memory {
        Memory::default()
    }

    fn shared(&self) -> Arc<Rows> {
        Arc::clone(&self.rows.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Engine for Memory {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(View(self.shared())))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = Arc::make_mut(&mut rows);
        for (key, value) in batch {
            match value {
                Some(value) => rows.insert(key.clone(), value.clone()),
                None => rows.remove(key),
            };
        }
        Ok(())
    }
}

struct View(Arc<Rows>);

impl Read for View {
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(&(table, key.to_vec())).cloned())
    }

    fn scan(
        &self,
        table: u8,
        from: &[u8],
        to: &[u8],
        way: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        if !to.is_empty() && from >= to {
            return Ok(Vec::new());
        }
        let range = self.0.range(within(table, from, to));
        let row = |((_, key), value): (&(u8, Vec<u8>), &Vec<u8>)| (key.clone(), value.clone());
        Ok(match way {
            Direction::Up => range.take(limit).map(row).collect(),
            Direction::Down => range.rev().take(limit).map(row).collect(),
        })
    }
}
