//! A draft: an overlay on what is kept that reads its own writes. A refused command's draft is
//! dropped, so nothing is half done; a draft may stand on another, so that the drafts of all waiting
//! commands go down in one commit.

use std::collections::BTreeMap;

use super::engine::within;
use super::{Batch, Direction, Read, Row, StoreError};

/// What a draft would change: the batch it commits as.
pub type Writes = Batch;

/// An overlay on a snapshot or on another draft.
pub struct Draft<'a> {
    base: &'a dyn Read,
    writes: Writes,
}

impl<'a> Draft<'a> {
    /// An empty draft over `base`.
    pub fn over(base: &'a dyn Read) -> Draft<'a> {
        Draft { base, writes: BTreeMap::new() }
    }

    /// A draft over `base` that already holds these writes.
    pub fn resume(base: &'a dyn Read, writes: Writes) -> Draft<'a> {
        Draft { base, writes }
    }

    /// What stands under this draft.
    pub fn base(&self) -> &'a dyn Read {
        self.base
    }

    /// What it would change so far.
    pub fn writes(&self) -> &Writes {
        &self.writes
    }

    /// What it would change, the draft ended.
    pub fn into_writes(self) -> Writes {
        self.writes
    }

    /// Puts a row.
    pub fn put(&mut self, table: u8, key: Vec<u8>, value: Vec<u8>) {
        self.writes.insert((table, key), Some(value));
    }

    /// Deletes a row.
    pub fn delete(&mut self, table: u8, key: Vec<u8>) {
        self.writes.insert((table, key), None);
    }

    /// Takes over what another draft over this one wrote.
    pub fn absorb(&mut self, writes: Writes) {
        self.writes.extend(writes);
    }
}

impl Read for Draft<'_> {
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.writes.get(&(table, key.to_vec())) {
            Some(written) => Ok(written.clone()),
            None => self.base.get(table, key),
        }
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
        let mine: BTreeMap<&[u8], &Option<Vec<u8>>> = self
            .writes
            .range(within(table, from, to))
            .map(|((_, key), value)| (key.as_slice(), value))
            .collect();
        // A row that this draft deletes takes a place in what the base gives, so ask for as many more.
        let deleted = mine.values().filter(|v| v.is_none()).count();
        let below = self.base.scan(table, from, to, way, limit.saturating_add(deleted))?;
        if mine.is_empty() {
            return Ok(below);
        }
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = below.into_iter().collect();
        for (key, value) in mine {
            match value {
                Some(value) => rows.insert(key.to_vec(), value.clone()),
                None => rows.remove(key),
            };
        }
        Ok(match way {
            Direction::Up => rows.into_iter().take(limit).collect(),
            Direction::Down => rows.into_iter().rev().take(limit).collect(),
        })
    }
}
