//! Typed tables: a name, a byte, and what the keys and values are.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Direction, Draft, Key, Read, StoreError, successor};

/// A value as it is kept. Its first byte is its version; a version that is known reads for ever.
pub trait Stored: Sized {
    /// The bytes to keep.
    fn encode(&self) -> Vec<u8>;
    /// Reads what any past version wrote; `None` when it is no such value.
    fn decode(bytes: &[u8]) -> Option<Self>;
}

/// A value that is kept with its field names (MessagePack maps): it may grow fields with defaults,
/// and an older program passes over those that it does not know. See [`versioned!`].
pub trait Plain: Serialize + DeserializeOwned {
    /// Counted up when a field changes its meaning; [`Plain::older`] then reads the past ones.
    const VERSION: u8;

    /// Reads a past version.
    fn older(_version: u8, _bytes: &[u8]) -> Option<Self> {
        None
    }
}

impl<T: Plain> Stored for T {
    fn encode(&self) -> Vec<u8> {
        let mut out = vec![T::VERSION];
        // Writing to memory fails only for types that MessagePack has no form for; none is kept here.
        if let Err(error) = rmp_serde::encode::write_named(&mut out, self) {
            unreachable!("a stored type has no MessagePack form: {error}");
        }
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (version, rest) if *version == T::VERSION => rmp_serde::from_slice(rest).ok(),
            (version, rest) => T::older(*version, rest),
        }
    }
}

/// Declares that types are kept with their field names: `versioned!(Student = 1, Guardian = 1)`.
macro_rules! versioned {
    ($($type:ty = $version:literal),* $(,)?) => {$(
        impl $crate::store::Plain for $type { const VERSION: u8 = $version; }
    )*};
}
pub(crate) use versioned;

/// How a table's rows take part in undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Rows are the state of things: what a command changed can be put back as it was.
    Record,
    /// Rows are the ledger's: never put back, only countered by a reverse transfer.
    Ledger,
    /// Counters, series, the journal, what points at it: they only go forward.
    Forward,
}

/// A table of `K` to `V`.
pub struct Table<K, V> {
    /// The byte that names it in the store; never given to another table.
    pub id: u8,
    /// Its name in messages and docs.
    pub name: &'static str,
    of: PhantomData<fn(K) -> V>,
}

impl<K: Key, V: Stored> Table<K, V> {
    /// Declares a table.
    pub const fn new(id: u8, name: &'static str) -> Table<K, V> {
        Table { id, name, of: PhantomData }
    }

    /// The value at a key.
    ///
    /// # Errors
    /// When the store fails or the row is damaged.
    pub fn get(&self, from: &dyn Read, key: &K) -> Result<Option<V>, StoreError> {
        let key = key.bytes();
        match from.get(self.id, &key)? {
            None => Ok(None),
            Some(bytes) => match V::decode(&bytes) {
                Some(value) => Ok(Some(value)),
                None => Err(StoreError::bad_row(self.name, &key)),
            },
        }
    }

    /// Puts a value; returns nothing, since a draft never fails to be written to.
    pub fn put(&self, into: &mut Draft<'_>, key: &K, value: &V) {
        into.put(self.id, key.bytes(), value.encode());
    }

    /// Removes a value.
    pub fn delete(&self, from: &mut Draft<'_>, key: &K) {
        from.delete(self.id, key.bytes());
    }

    /// At most `limit` rows whose key begins with `prefix` (any shorter tuple, or `()` for all).
    ///
    /// # Errors
    /// When the store fails or a row is damaged.
    pub fn scan<P: Key>(
        &self,
        from: &dyn Read,
        prefix: &P,
        way: Direction,
        limit: usize,
    ) -> Result<Vec<(K, V)>, StoreError> {
        let start = prefix.bytes();
        let end = successor(&start);
        self.rows(from, &start, &end, way, limit)
    }

    /// All rows whose key begins with `prefix`, lowest first.
    ///
    /// # Errors
    /// As [`Table::scan`].
    pub fn all<P: Key>(&self, from: &dyn Read, prefix: &P) -> Result<Vec<(K, V)>, StoreError> {
        self.scan(from, prefix, Direction::Up, usize::MAX)
    }

    /// At most `limit` rows with `low <= key < high`; each bound any key or shorter tuple.
    ///
    /// # Errors
    /// As [`Table::scan`].
    pub fn range<P: Key, Q: Key>(
        &self,
        from: &dyn Read,
        low: &P,
        high: &Q,
        way: Direction,
        limit: usize,
    ) -> Result<Vec<(K, V)>, StoreError> {
        self.rows(from, &low.bytes(), &high.bytes(), way, limit)
    }

    fn rows(
        &self,
        from: &dyn Read,
        low: &[u8],
        high: &[u8],
        way: Direction,
        limit: usize,
    ) -> Result<Vec<(K, V)>, StoreError> {
        let rows = from.scan(self.id, low, high, way, limit)?;
        rows.into_iter()
            .map(|(key, value)| {
                let mut rest = key.as_slice();
                match (K::read(&mut rest), V::decode(&value)) {
                    (Some(k), Some(v)) if rest.is_empty() => Ok((k, v)),
                    _ => Err(StoreError::bad_row(self.name, &key)),
                }
            })
            .collect()
    }
}

impl Stored for u64 {
    fn encode(&self) -> Vec<u8> {
        self.to_be_bytes().to_vec()
    }
    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(u64::from_be_bytes)
    }
}

impl Stored for () {
    fn encode(&self) -> Vec<u8> {
        Vec::new()
    }
    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.is_empty().then_some(())
    }
}
