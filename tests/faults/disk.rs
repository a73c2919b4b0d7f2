//! A disk in memory that remembers in which order it was written, can lose what was not synced, and can
//! fail.

use std::io;
use std::sync::{Arc, Mutex};

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use redb::StorageBackend;

/// What reaches a disk whole.
const SECTOR_BYTES: usize = 512;

/// Something that was done to the disk.
#[derive(Clone, Debug)]
pub enum Op {
    Write(u64, Vec<u8>),
    Len(u64),
    Sync,
    /// So many commands had been acknowledged by then.
    Acknowledged(usize),
}

#[derive(Debug, Default)]
struct Inner {
    now: Vec<u8>,
    log: Vec<Op>,
    done: u64,
    /// Fails from this operation on.
    fails_at: Option<u64>,
    /// … and not only then, but for good.
    for_good: bool,
    failed: bool,
}

/// The disk; clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Mutex<Inner>>);

impl Disk {
    /// A disk that holds this.
    pub fn of(image: Vec<u8>) -> Disk {
        Disk(Arc::new(Mutex::new(Inner { now: image, ..Inner::default() })))
    }

    /// What a store opens it by, again and again.
    pub fn backend(&self) -> impl Fn() -> Disk + Send + Sync + 'static {
        let disk = self.clone();
        move || disk.clone()
    }

    /// What it holds, synced or not.
    pub fn image(&self) -> Vec<u8> {
        self.0.lock().unwrap().now.clone()
    }

    /// What was done to it so far.
    pub fn log(&self) -> Vec<Op> {
        self.0.lock().unwrap().log.clone()
    }

    /// Notes that so many commands are acknowledged.
    pub fn acknowledged(&self, count: usize) {
        self.0.lock().unwrap().log.push(Op::Acknowledged(count));
    }

    /// Fails at the operation of that number, counted from now; once, or from then on.
    pub fn fail_at(&self, number: u64, for_good: bool) {
        let mut inner = self.0.lock().unwrap();
        (inner.done, inner.fails_at, inner.for_good, inner.failed) = (0, Some(number), for_good, false);
    }

    /// Works again.
    pub fn mend(&self) {
        self.0.lock().unwrap().fails_at = None;
    }

    /// Whether it came to that.
    pub fn failed(&self) -> bool {
        self.0.lock().unwrap().failed
    }

    fn step(&self) -> io::Result<std::sync::MutexGuard<'_, Inner>> {
        let mut inner = self.0.lock().unwrap();
        let number = inner.done;
        inner.done += 1;
        let fails = inner.fails_at.is_some_and(|at| if inner.for_good { number >= at } else { number == at });
        if fails {
            inner.failed = true;
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on the test disk"));
        }
        Ok(inner)
    }
}

fn write(image: &mut Vec<u8>, offset: u64, data: &[u8]) {
    let start = offset as usize;
    if image.len() < start + data.len() {
        image.resize(start + data.len(), 0);
    }
    image[start..start + data.len()].copy_from_slice(data);
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.step()?.now.len() as u64)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let inner = self.step()?;
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let end = start.checked_add(out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(inner.now.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut inner = self.step()?;
        inner.now.resize(len as usize, 0);
        inner.log.push(Op::Len(len));
        Ok(())
    }
    fn sync_data(&self) -> io::Result<()> {
        self.step()?.log.push(Op::Sync);
        Ok(())
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut inner = self.step()?;
        write(&mut inner.now, offset, data);
        inner.log.push(Op::Write(offset, data.to_vec()));
        Ok(())
    }
}

/// What the disk holds when the power fails after these operations: all that was synced, and of the rest
/// some, in any order, some of it torn. A lying disk says that it synced and did not.
pub fn after_power_loss(before: &[u8], log: &[Op], lying: bool, dice: &mut impl Rng) -> Vec<u8> {
    let mut image = before.to_vec();
    let mut waiting: Vec<&Op> = Vec::new();
    for op in log {
        match op {
            Op::Sync if !lying => waiting.drain(..).for_each(|op| apply(&mut image, op)),
            Op::Sync | Op::Acknowledged(_) => {}
            op => waiting.push(op),
        }
    }
    waiting.shuffle(dice);
    for op in waiting {
        match (dice.random_range(0..4), op) {
            (0, _) => {}
            (1, Op::Write(offset, data)) => {
                for (n, sector) in data.chunks(SECTOR_BYTES).enumerate() {
                    if dice.random_bool(0.5) {
                        write(&mut image, offset + (n * SECTOR_BYTES) as u64, sector);
                    }
                }
            }
            // What was written beyond the new end is there: a file is not made shorter by a late resize.
            (_, Op::Len(len)) if (*len as usize) < image.len() => {}
            (_, op) => apply(&mut image, op),
        }
    }
    image
}

fn apply(image: &mut Vec<u8>, op: &Op) {
    match op {
        Op::Write(offset, data) => write(image, *offset, data),
        Op::Len(len) => image.resize(*len as usize, 0),
        Op::Sync | Op::Acknowledged(_) => {}
    }
}
