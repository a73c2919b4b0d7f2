//! The same rows in SQLite, a table for each kind of row.

use std::path::Path;

use rollbook::store::Batch;
use rusqlite::Connection;

/// A table for each kind of row, clustered by its key as ours are, so that an award reads and writes the same
/// facts there. The rows' bytes are ours, so that it has less to do.
pub struct Lite {
    pub db: Connection,
}

/// Which SQLite table a row goes to: the journal and the requests by their own keys, the ledger by
/// account and what comes after it, all else by table and key.
const SCHEMA: &str = "
    create table journal (seq integer primary key, entry blob not null);
    create table request (id blob primary key, seq blob not null) without rowid;
    create table ledger (account blob, part blob, row blob not null, primary key (account, part)) without rowid;
    create table other (t integer, key blob, row blob not null, primary key (t, key)) without rowid;";
pub const JOURNAL: u8 = 1;
pub const REQUESTS: u8 = 2;
pub const LEDGER: u8 = 64;
pub const ACCOUNT_BYTES: usize = 17;

impl Lite {
    /// An empty store that is written without care for the disk.
    pub fn make(path: &Path) -> Lite {
        let db = Connection::open(path).expect("SQLite");
        db.execute_batch("pragma journal_mode=off; pragma synchronous=off;").expect("set");
        db.execute_batch(SCHEMA).expect("tables");
        db.set_prepared_statement_cache_capacity(64);
        Lite { db }
    }

    /// Writes all of it in one transaction, after what is read in it first.
    pub fn commit(&self, batch: &Batch, read: impl FnOnce()) {
        self.db.execute_batch("begin immediate").expect("begun");
        read();
        for ((table, key), value) in batch {
            self.put(*table, key, value.as_deref().unwrap_or_default());
        }
        self.db.execute_batch("commit").expect("kept");
    }

    fn put(&self, table: u8, key: &[u8], value: &[u8]) {
        let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
            self.db.prepare_cached(sql).expect("sql").execute(params).expect("written");
        };
        match table {
            JOURNAL => run("insert or replace into journal values (?,?)", &[&seq(key), &value]),
            REQUESTS => run("insert or replace into request values (?,?)", &[&key, &value]),
            LEDGER => {
                let (account, part) = key.split_at(ACCOUNT_BYTES);
                run("insert or replace into ledger values (?,?,?)", &[&account, &part, &value]);
            }
            _ => run("insert or replace into other values (?,?,?)", &[&table, &key, &value]),
        }
    }
}

/// A journal entry's number, which is its key.
pub fn seq(key: &[u8]) -> i64 {
    key.try_into().map_or(0, i64::from_be_bytes)
}
