//! One award, durable, in a store of a million ledger entries: syncs and pages written, and the time
//! beside SQLite (WAL, synchronous=FULL) that keeps the same rows, on a disk that waits 2 ms for a sync.

#[path = "common/mod.rs"]
mod common;

use std::ffi::{c_char, c_int};
use std::fs::{self, OpenOptions};
use std::ops::Bound;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use redb::StorageBackend;
use redb::backends::FileBackend;
use rollbook::base::StaffId;
use rollbook::desk::{Desk, FixedClock};
use rollbook::store::{Batch, Direction, Engine, Read, Redb, STORE_FILE, Snapshot, StoreError};
use rusqlite::{Connection, ffi};

use common::lite::{ACCOUNT_BYTES, JOURNAL, LEDGER, Lite, REQUESTS, seq};

/// What the disk waits for each sync.
const WAIT: Duration = Duration::from_millis(2);
const PAGE_BYTES: u64 = 4096;
const ROUNDS: usize = 400;

#[derive(Debug, Default)]
struct Counts {
    syncs: AtomicU64,
    pages: AtomicU64,
}

impl Counts {
    fn take(&self) -> (u64, u64) {
        (self.syncs.swap(0, Relaxed), self.pages.swap(0, Relaxed))
    }
}

/// redb's own file backend, counted, with the wait of a disk.
#[derive(Debug)]
struct Slow {
    file: FileBackend,
    counts: Arc<Counts>,
}

impl StorageBackend for Slow {
    fn len(&self) -> std::io::Result<u64> {
        self.file.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.file.read(offset, out)
    }
    fn set_len(&self, len: u64) -> std::io::Result<()> {
        self.file.set_len(len)
    }
    fn sync_data(&self) -> std::io::Result<()> {
        self.counts.syncs.fetch_add(1, Relaxed);
        std::thread::sleep(WAIT);
        self.file.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.counts.pages.fetch_add((data.len() as u64).div_ceil(PAGE_BYTES), Relaxed);
        self.file.write(offset, data)
    }
    fn close(&self) -> std::io::Result<()> {
        self.file.close()
    }
    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, redb::BackendError> {
        self.file.try_lock_range(start, end)
    }
    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), redb::BackendError> {
        self.file.unlock_range(start, end)
    }
}

/// SQLite's syncs.
static LITE_SYNCS: AtomicU64 = AtomicU64::new(0);
static DEFAULT_VFS: OnceLock<usize> = OnceLock::new();
static DEFAULT_SYNC: OnceLock<Sync> = OnceLock::new();
/// Tables of methods with our sync, by the address of the one that each is a copy of: SQLite has one for
/// each way of locking.
static SLOW_IO: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

type Sync = unsafe extern "C" fn(*mut ffi::sqlite3_file, c_int) -> c_int;

/// Opens as SQLite's own VFS does, then puts our sync in the file's table of methods.
unsafe extern "C" fn slow_open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the default VFS lives as long as the program; the pointers are SQLite's own.
    unsafe {
        let vfs = *DEFAULT_VFS.get().expect("registered") as *mut ffi::sqlite3_vfs;
        let done = (*vfs).xOpen.expect("xOpen")(vfs, name, file, flags, out);
        let methods = (*file).pMethods;
        if done == ffi::SQLITE_OK && !methods.is_null() {
            let mut copies = SLOW_IO.lock().expect("one opener");
            let known = copies.iter().find(|(of, _)| *of == methods as usize).map(|(_, copy)| *copy);
            let copy = known.unwrap_or_else(|| {
                let mut io: ffi::sqlite3_io_methods = std::ptr::read(methods);
                DEFAULT_SYNC.get_or_init(|| io.xSync.expect("xSync"));
                io.xSync = Some(slow_sync);
                let copy = Box::leak(Box::new(io)) as *mut ffi::sqlite3_io_methods as usize;
                copies.push((methods as usize, copy));
                copy
            });
            (*file).pMethods = copy as *const ffi::sqlite3_io_methods;
        }
        done
    }
}

unsafe extern "C" fn slow_sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    LITE_SYNCS.fetch_add(1, Relaxed);
    std::thread::sleep(WAIT);
    // SAFETY: set by slow_open before any sync; all of the default VFS's files share it.
    unsafe { DEFAULT_SYNC.get().expect("opened")(file, flags) }
}

fn register_slow_vfs() {
    // SAFETY: a copy of the default VFS under another name, registered once and never freed.
    unsafe {
        let vfs = ffi::sqlite3_vfs_find(std::ptr::null());
        DEFAULT_VFS.get_or_init(|| vfs as usize);
        let mut slow = std::ptr::read(vfs);
        slow.zName = c"slow".as_ptr().cast::<c_char>();
        slow.xOpen = Some(slow_open);
        slow.pNext = std::ptr::null_mut();
        assert_eq!(ffi::sqlite3_vfs_register(Box::leak(Box::new(slow)), 0), ffi::SQLITE_OK);
    }
}

/// SQLite with the same rows, written in the same order, on the slow disk.
struct Lived(Lite);

impl Lived {
    fn open(path: &Path) -> Lived {
        let db = Connection::open_with_flags_and_vfs(path, rusqlite::OpenFlags::default(), "slow");
        let db = db.expect("SQLite on the slow disk");
        db.execute_batch("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-65536;")
            .expect("set");
        db.set_prepared_statement_cache_capacity(64);
        Lived(Lite { db })
    }

    fn get(&self, table: u8, key: &[u8]) -> Option<Vec<u8>> {
        let one = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
            let mut found = self.0.db.prepare_cached(sql).expect("sql");
            let mut rows = found.query(params).expect("asked");
            rows.next().expect("read").map(|row| row.get::<_, Vec<u8>>(0).expect("a blob"))
        };
        match table {
            JOURNAL => one("select entry from journal where seq=?", &[&seq(key)]),
            REQUESTS => one("select seq from request where id=?", &[&key]),
            LEDGER => {
                let (account, part) = key.split_at(ACCOUNT_BYTES);
                one("select row from ledger where account=? and part=?", &[&account, &part])
            }
            _ => one("select row from other where t=? and key=?", &[&table, &key]),
        }
    }

    /// Reads what the award read and writes what it wrote, in one transaction.
    fn again(&self, work: &Work) -> Duration {
        let start = Instant::now();
        self.0.commit(&work.written, || {
            for (table, key) in &work.read {
                std::hint::black_box(self.get(*table, key));
            }
        });
        start.elapsed()
    }
}

/// What a command read and wrote.
#[derive(Default)]
struct Work {
    read: Vec<(u8, Vec<u8>)>,
    written: Batch,
}

/// The engine under the desk, overheard: SQLite then does the same.
struct Heard {
    store: Redb,
    work: Arc<Mutex<Work>>,
}

struct HeardView {
    view: Box<dyn Snapshot>,
    work: Arc<Mutex<Work>>,
}

impl Read for HeardView {
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.work.lock().expect("one user").read.push((table, key.to_vec()));
        self.view.get(table, key)
    }
    fn scan(
        &self,
        table: u8,
        from: &[u8],
        to: &[u8],
        way: Direction,
        limit: usize,
    ) -> Result<Vec<rollbook::store::Row>, StoreError> {
        self.view.scan(table, from, to, way, limit)
    }
}

impl Engine for Heard {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let view = self.store.snapshot()?;
        Ok(Box::new(HeardView { view, work: Arc::clone(&self.work) }))
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.work.lock().expect("one user").written.clone_from(batch);
        self.store.commit(batch)
    }
}

fn main() {
    let source = common::million();
    let scratch = common::scratch();
    let path = scratch.path().join(STORE_FILE);
    fs::copy(source.join(STORE_FILE), &path).expect("a copy");

    register_slow_vfs();
    fs::copy(source.join(common::LITE_FILE), scratch.path().join(common::LITE_FILE)).expect("a copy");
    let lite = Lived::open(&scratch.path().join(common::LITE_FILE));

    let counts = Arc::new(Counts::default());
    let backend = {
        let counts = Arc::clone(&counts);
        move || {
            let file = OpenOptions::new().read(true).write(true).open(&path).expect("the store's file");
            Slow { file: FileBackend::new(file).expect("a backend"), counts: Arc::clone(&counts) }
        }
    };
    let work = Arc::default();
    let store = Heard { store: Redb::on(backend).expect("the store"), work: Arc::clone(&work) };
    let (_, last) = common::days();
    let clock = FixedClock::at(last.and_hms_opt(6, 0, 0).expect("a time").and_utc());
    let desk = Desk::over(Arc::new(store), Arc::new(clock));

    let mut dice = ChaCha8Rng::seed_from_u64(11);
    let (mut ours, mut theirs, mut pages, mut rows) = (vec![], vec![], vec![], vec![]);
    let (mut syncs, mut lite_syncs) = (0, 0);
    for round in 0..ROUNDS + 20 {
        let student = dice.random_range(1..=common::STUDENTS);
        let teacher = StaffId(2 + (student - 1) / common::CLASS % common::TEACHERS);
        let award = common::award(dice.random_range(1..=5), vec![student]);
        let session = desk.session(teacher, "bench");
        counts.take();
        LITE_SYNCS.store(0, Relaxed);
        let start = Instant::now();
        session.submit(award).expect("an award");
        let mine = start.elapsed();
        let (s, p) = counts.take();
        let work: Work = std::mem::take(&mut *work.lock().expect("one user"));
        let its = lite.again(&work);
        // The first ones fill the caches on both sides.
        if round < 20 {
            continue;
        }
        syncs += s;
        lite_syncs += LITE_SYNCS.load(Relaxed);
        ours.push(mine);
        theirs.push(its);
        pages.push(p);
        rows.push(work.written.len());
    }
    let each = |sum: u64| sum as f64 / ROUNDS as f64;
    let mean = |times: &[Duration]| times.iter().sum::<Duration>() / ROUNDS as u32;
    let means = (mean(&ours), mean(&theirs));
    let (mine, its) = (common::median(&mut ours), common::median(&mut theirs));
    pages.sort_unstable();
    println!("one award in a store of {} entries, {ROUNDS} rounds, a sync waits {WAIT:?}", common::ENTRIES);
    println!("  rows written      {}", rows[ROUNDS / 2]);
    println!("  syncs             {:.2} (SQLite {:.2})", each(syncs), each(lite_syncs));
    println!("  pages of 4 KiB    median {}, worst {}", pages[ROUNDS / 2], pages[ROUNDS - 1]);
    println!(
        "  time              {mine:?} beside SQLite's {its:?}: {:.2} ×",
        mine.as_secs_f64() / its.as_secs_f64()
    );
    println!(
        "  mean              {:?} beside SQLite's {:?}: {:.2} ×",
        means.0,
        means.1,
        means.0.as_secs_f64() / means.1.as_secs_f64()
    );
}
