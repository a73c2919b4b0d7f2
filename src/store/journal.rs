//! The journal: every accepted command in order, each entry bound to the one before by its hash.
//!
//! An entry also keeps what undo needs: the rows of record that the command changed, as they were
//! before (with a print of what they became, so that a later change is noticed), and which ledger
//! entries it posted.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Batch, Direction, Draft, Read, StoreError, Stored, Table};
use crate::base::{Instant, Say, StaffId, Text};

/// Entries by their number, from 1 without gaps.
pub const ENTRIES: Table<u64, Sealed> = Table::new(1, "journal");
/// Which entry answered a request, where the request's id doesn't say where to look ([`after`]).
const REQUESTS: Table<String, u64> = Table::new(2, "requests");
/// Which entry took an entry back.
pub const UNDONE: Table<u64, u64> = Table::new(3, "undone");

/// A blake3 hash.
pub type Hash = [u8; 32];
/// Number and hash of the last entry; `(0, zeros)` of an empty journal.
pub type Head = (u64, Hash);

/// An accepted command, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number, from 1 without gaps.
    pub seq: u64,
    /// When it was accepted, UTC.
    pub at: Instant,
    /// Who gave it.
    pub operator: StaffId,
    /// Where from.
    pub terminal: Text,
    /// The version of the rules that it was carried out by; 1 where none is named.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub rules: u16,
    /// The sender's own id of the request; a repeat gets the stored answer.
    pub request: String,
    /// The command's stable name.
    pub act: String,
    /// The command, as JSON.
    pub body: Value,
    /// What it did, in sentences.
    pub said: Vec<Say>,
    /// Ids and numbers that it made.
    pub made: Vec<String>,
    /// Rows of record that it changed.
    #[serde(default)]
    pub changed: Vec<Change>,
    /// Ledger entries that it posted: the account's bytes and the entry's number there.
    #[serde(default)]
    pub posted: Vec<(Vec<u8>, u64)>,
}

const fn first() -> u16 {
    1
}

// By reference, as serde asks for it.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_first(rules: &u16) -> bool {
    *rules == 1
}

/// An entry, but for what it takes to do it again or to take it back.
#[derive(Deserialize)]
struct Brief {
    seq: u64,
    at: Instant,
    operator: StaffId,
    terminal: Text,
    #[serde(default = "first")]
    rules: u16,
    request: String,
    act: String,
    said: Vec<Say>,
    made: Vec<String>,
}

/// A row as it was before a command, and a print of what it became.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The table's byte.
    pub table: u8,
    /// The row's key.
    pub key: Vec<u8>,
    /// The value before; none when there was no row.
    pub before: Option<Vec<u8>>,
    /// The first eight bytes of the hash of the value after; zero when the row was deleted.
    pub after: u64,
}

/// The print of a row that [`Change::after`] compares by.
pub fn print(value: Option<&[u8]>) -> u64 {
    value.map_or(0, |bytes| {
        let hash = blake3::hash(bytes);
        u64::from_be_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default()) | 1
    })
}

/// An entry as it is kept: its bytes, the hash before, and the hash over both.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// Hash of the entry before; zero for the first.
    pub previous: Hash,
    /// Hash over the previous hash and the length-framed bytes.
    pub hash: Hash,
    /// The entry, as MessagePack with names.
    pub bytes: Vec<u8>,
}

const VERSION: u8 = 1;

impl Stored for Sealed {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(65 + self.bytes.len());
        out.push(VERSION);
        out.extend_from_slice(&self.previous);
        out.extend_from_slice(&self.hash);
        out.extend_from_slice(&self.bytes);
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (previous, rest) = rest.split_at_checked(32)?;
        let (hash, body) = rest.split_at_checked(32)?;
        (*version == VERSION).then_some(Sealed {
            previous: previous.try_into().ok()?,
            hash: hash.try_into().ok()?,
            bytes: body.to_vec(),
        })
    }
}

impl Sealed {
    /// Seals an entry behind the one whose hash is given.
    ///
    /// # Errors
    /// When the command's fields have no MessagePack form.
    pub fn seal(entry: &Entry, previous: Hash) -> Result<Sealed, StoreError> {
        let bytes =
            rmp_serde::to_vec_named(entry).map_err(|e| StoreError::Corrupt(format!("journal: {e}")))?;
        Ok(Sealed { previous, hash: chain(&previous, &bytes), bytes })
    }

    /// Whether the hash is that of these bytes behind that previous hash.
    pub fn holds(&self) -> bool {
        chain(&self.previous, &self.bytes) == self.hash
    }

    /// The entry.
    ///
    /// # Errors
    /// When the bytes are no entry.
    pub fn open(&self) -> Result<Entry, StoreError> {
        self.read()
    }

    /// The entry without its command, the rows that it changed and its postings: for one of many thousand
    /// rows, far less work than all of it.
    ///
    /// # Errors
    /// When the bytes are no entry.
    pub fn brief(&self) -> Result<Entry, StoreError> {
        let Brief { seq, at, operator, terminal, rules, request, act, said, made } = self.read()?;
        let (body, changed, posted) = (Value::Null, Vec::new(), Vec::new());
        Ok(Entry { seq, at, operator, terminal, rules, request, act, body, said, made, changed, posted })
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        rmp_serde::from_slice(&self.bytes).map_err(|e| StoreError::Corrupt(format!("journal: {e}")))
    }
}

fn chain(previous: &Hash, bytes: &[u8]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"rollbook journal 1");
    hasher.update(previous);
    hasher.update(&(bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
    *hasher.finalize().as_bytes()
}

/// The journal's head, where there are entries behind that one; its own bytes, which may be a whole school's
/// where it brought one in, are not copied for that.
///
/// # Errors
/// When the store fails.
pub fn head_behind(from: &dyn Read, seq: u64) -> Result<Option<Head>, StoreError> {
    let last = ENTRIES.range(from, &seq.saturating_add(1), &(), Direction::Down, 1)?;
    Ok(last.first().map(|(seq, sealed)| (*seq, sealed.hash)))
}

/// The journal's head.
///
/// # Errors
/// When the store fails.
pub fn head(from: &dyn Read) -> Result<Head, StoreError> {
    Ok(head_behind(from, 0)?.unwrap_or_default())
}

/// The entries behind `after`, up to and with `until`, oldest first.
///
/// # Errors
/// When the store fails; an item is an error where its entry is damaged.
pub fn entries(
    from: &dyn Read,
    after: u64,
    until: u64,
) -> Result<impl Iterator<Item = Result<Entry, StoreError>>, StoreError> {
    let (low, high) = (after.saturating_add(1), until.saturating_add(1));
    let rows = ENTRIES.range(from, &low, &high, Direction::Up, usize::MAX)?;
    Ok(rows.into_iter().map(|(_, sealed)| sealed.open()))
}

/// The entry of that number.
///
/// # Errors
/// When the store fails or the entry is damaged.
pub fn entry(from: &dyn Read, seq: u64) -> Result<Option<Entry>, StoreError> {
    ENTRIES.get(from, &seq)?.map(|sealed| sealed.open()).transpose()
}

/// The id of a request that is made when the journal ends with that entry: `~`, its number in hexadecimal, a dot, and
/// what makes it unlike any other. Its own entry can only come later, and as a rule comes next.
pub fn request_after(seq: u64, unique: &str) -> String {
    format!("~{seq:x}.{unique}")
}

/// The entry behind which that of a request is looked for, if the id says so.
fn after(request: &str) -> Option<u64> {
    let (seq, _) = request.strip_prefix('~')?.split_once('.')?;
    u64::from_str_radix(seq, 16).ok()
}

/// The entry that answered a request, in a journal that ends with entry `head`.
///
/// # Errors
/// When the store fails or an entry is damaged.
pub fn answered(from: &dyn Read, head: u64, request: &str) -> Result<Option<u64>, StoreError> {
    /// Entries that are read at a time; as a rule there is none.
    const PAGE: usize = 64;
    if let Some(seq) = REQUESTS.get(from, &request.to_owned())? {
        return Ok(Some(seq));
    }
    let Some(mut last) = after(request) else { return Ok(None) };
    // As a rule nothing came since the id was made, and nothing is read.
    while last < head {
        let page = ENTRIES.range(from, &(last + 1), &(), Direction::Up, PAGE)?;
        let Some((end, _)) = page.last() else { break };
        if *end <= last {
            return Err(StoreError::bad_row("journal", &end.to_be_bytes()));
        }
        last = *end;
        for (seq, sealed) in &page {
            if sealed.brief()?.request == request {
                return Ok(Some(*seq));
            }
        }
    }
    Ok(None)
}

/// Writes an entry and remembers its request. Most ids say themselves where their entry is: a row for each would
/// be the one place of a commit that lies far from all others.
///
/// # Errors
/// As [`Sealed::seal`].
pub fn append(draft: &mut Draft<'_>, entry: &Entry, previous: Hash) -> Result<Hash, StoreError> {
    let sealed = Sealed::seal(entry, previous)?;
    ENTRIES.put(draft, &entry.seq, &sealed);
    if after(&entry.request).is_none_or(|after| after >= entry.seq) {
        REQUESTS.put(draft, &entry.request, &entry.seq);
    }
    Ok(sealed.hash)
}

/// What the writes of a command change in tables of record, as they were before.
///
/// # Errors
/// When the store fails.
pub fn changes(
    before: &dyn Read,
    writes: &Batch,
    record: impl Fn(u8) -> bool,
) -> Result<Vec<Change>, StoreError> {
    let mut changed = Vec::new();
    for ((table, key), after) in writes.iter().filter(|((table, _), _)| record(*table)) {
        let was = before.get(*table, key)?;
        if was != *after {
            let after = print(after.as_deref());
            changed.push(Change { table: *table, key: key.clone(), before: was, after });
        }
    }
    Ok(changed)
}
