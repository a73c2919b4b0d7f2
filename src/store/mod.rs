//! Where the books are kept: an [`Engine`] of two verbs, typed [`Table`]s over it, the [`Draft`] that a
//! rule writes into, and the [`journal`] that everything goes through.

mod draft;
mod engine;
mod error;
pub mod journal;
mod key;
mod memory;
mod redb_engine;
mod table;

#[cfg(test)]
mod conformance;

pub use draft::{Draft, Writes};
pub use engine::{Batch, Direction, Engine, Read, Row, Snapshot};
pub use error::StoreError;
pub use key::{Key, Newest, successor};
pub use memory::Memory;
pub use redb_engine::{Redb, STORE_FILE};
pub(crate) use table::versioned;
pub use table::{Keeping, Plain, Stored, Table};

/// The format of what is kept, counted up when an older program could no longer read it.
pub const FORMAT: u32 = 3;
