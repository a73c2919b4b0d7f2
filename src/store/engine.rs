//! The seam under the books: `snapshot` and `commit`, nothing else.
//!
//! An engine keeps ordered rows in tables that are named by one byte. The memory engine is a
//! `BTreeMap`; redb is the default; a server database would be a third implementation of two verbs.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::StoreError;

/// A key and a value.
pub type Row = (Vec<u8>, Vec<u8>);

/// Rows to put (`Some`) or delete (`None`), by table and key, in order: engines insert by cursor.
pub type Batch = BTreeMap<(u8, Vec<u8>), Option<Vec<u8>>>;

/// An end of a run of rows that are kept by table and key.
type Edge = Bound<(u8, Vec<u8>)>;

/// Bounds over rows that are kept by table and key: those of one table with `from <= key < to`, an empty
/// `to` meaning to the table's end.
pub(super) fn within(table: u8, from: &[u8], to: &[u8]) -> (Edge, Edge) {
    let upper = match (to, table.checked_add(1)) {
        ([], Some(next)) => Bound::Excluded((next, Vec::new())),
        ([], None) => Bound::Unbounded,
        (to, _) => Bound::Excluded((table, to.to_vec())),
    };
    (Bound::Included((table, from.to_vec())), upper)
}

/// Which way a scan goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the lowest key up.
    Up,
    /// From the highest key down.
    Down,
}

/// Something that rows can be read from: a snapshot, or a draft over one.
pub trait Read {
    /// The value at a key.
    ///
    /// # Errors
    /// When the disk or the store fails.
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `limit` rows with `from <= key < to`, in that direction. An empty `to` means: to the end.
    ///
    /// # Errors
    /// When the disk or the store fails.
    fn scan(
        &self,
        table: u8,
        from: &[u8],
        to: &[u8],
        way: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;
}

/// What the store held at one moment; later commits don't show. Keep it short: redb can't reuse the
/// pages that an open snapshot may still read.
pub trait Snapshot: Read + Send {}
impl<T: Read + Send> Snapshot for T {}

/// Where rows are kept.
pub trait Engine: Send + Sync {
    /// What is kept now.
    ///
    /// # Errors
    /// When the disk or the store fails.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Applies the whole batch or nothing; durable when it returns `Ok`. After an error the batch may
    /// or may not stand: ask by request id. An empty batch is an engine's chance to tidy up: it is
    /// given when nothing has been asked for a while.
    ///
    /// # Errors
    /// When the disk or the store fails.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;
}

impl<E: Engine + ?Sized> Engine for Arc<E> {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        (**self).snapshot()
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        (**self).commit(batch)
    }
}
