//! The default engine: one redb file, one process at a time.
//!
//! All tables stand in ONE redb table, a logical table being the first byte of the key. What a commit
//! costs is the pages that it touches, and every further redb table adds a path of its own; in one
//! tree the upper pages are shared (docs/performance.md has the count).

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use redb::{
    Database, Durability, ReadOnlyTable, ReadTransaction, ReadableDatabase, StorageBackend, TableDefinition,
};

use super::{Batch, Direction, Engine, FORMAT, Read, Row, Snapshot, StoreError};
use crate::base::caught;

/// The store's file in the data folder.
pub const STORE_FILE: &str = "rollbook.redb";

const ROWS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("rows");
const META: TableDefinition<&str, u32> = TableDefinition::new("meta");

/// Plenty for a school of a hundred thousand; redb's own default is 1 GiB.
const CACHE_BYTES: usize = 64 << 20;

/// Opens the database, at first and after a disk that failed.
type Opener = Box<dyn Fn() -> Result<Database, StoreError> + Send + Sync>;

/// A store in a redb file.
///
/// After an I/O error redb answers nothing until it is opened anew, which also settles whether the commit
/// that failed stands. That is done at the next use, so that a disk that was full and has room again
/// needs no restart.
pub struct Redb {
    /// Gone while it has to be opened anew, and while this is being dropped.
    db: RwLock<Option<Database>>,
    opener: Opener,
}

impl Drop for Redb {
    fn drop(&mut self) {
        self.close();
    }
}

impl Redb {
    /// Opens the store in that folder, making both where they are missing; the file is readable by
    /// its owner only.
    ///
    /// # Errors
    /// Held by another process, of a newer format, damaged, or the disk said no.
    pub fn open(folder: &Path) -> Result<Redb, StoreError> {
        fs::create_dir_all(folder).map_err(|e| StoreError::Io(format!("{}: {e}", folder.display())))?;
        let path = folder.join(STORE_FILE);
        own_only(&path)?;
        Redb::by(Box::new(move || {
            let builder = &mut Database::builder();
            builder.set_cache_size(CACHE_BYTES).create(&path).map_err(|e| opening(e, &path))
        }))
    }

    /// Opens a store on any redb storage backend, which is made anew for each opening: what fault tests use.
    ///
    /// # Errors
    /// As [`Redb::open`].
    pub fn on<B: StorageBackend>(
        backend: impl Fn() -> B + Send + Sync + 'static,
    ) -> Result<Redb, StoreError> {
        Redb::by(Box::new(move || {
            let builder = &mut Database::builder();
            let db = builder.set_cache_size(CACHE_BYTES).create_with_backend(backend());
            db.map_err(|e| opening(e, Path::new("-")))
        }))
    }

    fn by(opener: Opener) -> Result<Redb, StoreError> {
        let db = whole(|| opener().and_then(prepared))?;
        Ok(Redb { db: RwLock::new(Some(db)), opener })
    }

    /// Runs on the database; opens it anew before, where it failed, and remembers that it did.
    fn using<T>(&self, run: impl FnOnce(&Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let answer = whole(|| {
            if self.reading().is_none() {
                let mut db = self.db.write().unwrap_or_else(PoisonError::into_inner);
                if db.is_none() {
                    *db = Some((self.opener)().and_then(prepared)?);
                }
            }
            run(self.reading().as_ref().ok_or_else(|| StoreError::Io("closed".into()))?)
        });
        // What is damaged stays as it is: opening it anew would have redb repair what it can't read.
        if matches!(answer, Err(StoreError::Io(_))) {
            self.close();
        }
        answer
    }

    fn reading(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.db.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        let db = self.db.write().unwrap_or_else(PoisonError::into_inner).take();
        // Closing tidies up, and so meets damage that nobody had read yet.
        let _ = caught(|| drop(db));
    }

    /// The file that holds the store of a folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(STORE_FILE)
    }
}

/// A database with its tables, of a format that is known.
fn prepared(db: Database) -> Result<Database, StoreError> {
    let found = {
        let read = db.begin_read().map_err(io)?;
        match read.open_table(META) {
            Ok(meta) => meta.get("format").map_err(io)?.map(|v| v.value()),
            Err(redb::TableError::TableDoesNotExist(_)) => None,
            Err(e) => return Err(io(e)),
        }
    };
    match found {
        Some(FORMAT) => {}
        Some(found) if found > FORMAT => return Err(StoreError::Newer { found, known: FORMAT }),
        // No earlier format has a row that would be written otherwise now; what is new is only added.
        Some(_) | None => keep(&db, &Batch::new(), true)?,
    }
    Ok(db)
}

/// Applies a batch in one durable commit; `stamped` writes the format too.
fn keep(db: &Database, batch: &Batch, stamped: bool) -> Result<(), StoreError> {
    let mut write = db.begin_write().map_err(io)?;
    write.set_durability(Durability::Immediate).map_err(io)?;
    // Given when idle: after a quick-repair commit, a crash opens again in a millisecond.
    write.set_quick_repair(batch.is_empty());
    {
        let mut rows = write.open_table(ROWS).map_err(io)?;
        for ((table, key), value) in batch {
            let full = full_key(*table, key);
            match value {
                Some(value) => rows.insert(full.as_slice(), value.as_slice()).map_err(io)?,
                None => rows.remove(full.as_slice()).map_err(io)?,
            };
        }
    }
    if stamped {
        write.open_table(META).map_err(io)?.insert("format", FORMAT).map_err(io)?;
    }
    write.commit().map_err(io)
}

/// Makes the file 0600 before redb writes to it: under a usual umask it would be readable by all.
fn own_only(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop).map_err(|e| StoreError::Io(format!("{}: {e}", path.display())))
}

fn opening(error: redb::DatabaseError, path: &Path) -> StoreError {
    match error {
        redb::DatabaseError::DatabaseAlreadyOpen => StoreError::Held(path.to_owned()),
        redb::DatabaseError::Storage(error) => io(error),
        other => StoreError::Corrupt(other.to_string()),
    }
}

fn io(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Corrupted(what) => StoreError::Corrupt(what),
        // A file that is no store at all: redb reports it as invalid data.
        redb::Error::Io(e)
            if matches!(e.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof) =>
        {
            StoreError::Corrupt(e.to_string())
        }
        other => StoreError::Io(other.to_string()),
    }
}

/// Runs what touches the file. Where a page is not what it should be, redb panics in places: that is a
/// damaged store, not a fault of ours, and is said as such.
fn whole<T>(run: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    caught(run).unwrap_or_else(|panic| Err(StoreError::Corrupt(panic)))
}

fn full_key(table: u8, key: &[u8]) -> Vec<u8> {
    let mut full = Vec::with_capacity(key.len() + 1);
    full.push(table);
    full.extend_from_slice(key);
    full
}

impl Engine for Redb {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.using(|db| Ok(Box::new(View::of(db)?) as Box<dyn Snapshot>))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.using(|db| keep(db, batch, false))
    }
}

/// Fields drop in order: the table before its transaction.
struct View {
    rows: ReadOnlyTable<&'static [u8], &'static [u8]>,
    _read: Arc<ReadTransaction>,
}

impl View {
    fn of(db: &Database) -> Result<View, StoreError> {
        let read = db.begin_read().map_err(io)?;
        Ok(View { rows: read.open_table(ROWS).map_err(io)?, _read: Arc::new(read) })
    }
}

impl Read for View {
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        whole(|| {
            let found = self.rows.get(full_key(table, key).as_slice()).map_err(io)?;
            Ok(found.map(|guard| guard.value().to_vec()))
        })
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
        let lower = full_key(table, from);
        let upper = match (to, table.checked_add(1)) {
            ([], Some(next)) => vec![next],
            ([], None) => vec![u8::MAX; 64],
            (to, _) => full_key(table, to),
        };
        whole(|| {
            let mut range = self.rows.range(lower.as_slice()..upper.as_slice()).map_err(io)?;
            let mut found = Vec::new();
            while found.len() < limit {
                let next = match way {
                    Direction::Up => range.next(),
                    Direction::Down => range.next_back(),
                };
                let Some(row) = next else { break };
                let (key, value) = row.map_err(io)?;
                let key = key.value();
                // A damaged branch leads anywhere; who steps from row to row must not be led in a circle.
                let follows = found.last().is_none_or(|(last, _): &Row| match way {
                    Direction::Up => key[1..] > last[..],
                    Direction::Down => key[1..] < last[..],
                });
                if key < lower.as_slice() || key >= upper.as_slice() || !follows {
                    return Err(StoreError::bad_row("rows", key));
                }
                found.push((key[1..].to_vec(), value.value().to_vec()));
            }
            Ok(found)
        })
    }
}
