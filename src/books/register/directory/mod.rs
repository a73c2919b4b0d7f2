//! Looking people and things up by whatever of them is known: a piece of the name, its pinyin, its
//! initials, a phone number's end, a number.
//!
//! All entries stand in one flat text (*the blob*), each with a mask of the letters that occur in
//! it. A key pressed tests masks first, reads the records that are left, and when the text has only
//! grown reads no more than the last key's finds. It is kept in memory only, and built at start.

mod record;
mod search;
mod spans;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

pub use record::phone_digits;
use record::{Ends, Record, Starts, View};
pub use search::{Cursor, Hit};
use serde::{Deserialize, Serialize};

use super::pinyin;
use crate::base::Day;

/// Fewer digits than these are a placeholder, or an extension: no sign of the same person.
const SAME_PHONE_DIGITS_MIN: usize = 7;
/// Below this, compaction is not worth its while.
const DEAD_MIN: usize = 1024;

/// One that is to be found: a student, a class, a ticket.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// What a find answers with.
    pub id: u64,
    /// As it is shown. Of a longer name the first 64 characters count.
    pub name: &'a str,
    /// Own and guardians' phones, written as they may be. The first eight count.
    pub phones: Vec<Cow<'a, str>>,
    /// The id as it is shown (`S1042`), the school's own number. The first four count.
    pub numbers: Vec<Cow<'a, str>>,
    /// Day of birth, for telling namesakes.
    pub born: Option<Day>,
}

/// What makes an entry look like another that is being typed, the surest sign first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same name, blanks and marks aside.
    Name,
    /// The same phone.
    Phone,
    /// A name that may be read the same, and the same day of birth.
    SoundAndBirthday,
}

/// All entries of one sort, ready to be looked up.
#[derive(Clone, Debug)]
pub struct Directory {
    blob: String,
    slots: Vec<Slot>,
    /// Beside the slots, so that testing them all reads nothing else. A removed entry's is 0.
    masks: Vec<u64>,
    by_id: BTreeMap<u64, u32>,
    /// Changes with every change, and no two directories share one: it tells a cursor that what it
    /// remembers no longer holds.
    stamp: u64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    id: u64,
    at: usize,
    end: usize,
    ends: Ends,
    starts: Starts,
    born: Option<Day>,
    length: u8,
}

impl Default for Directory {
    fn default() -> Self {
        Directory {
            blob: String::new(),
            slots: Vec::new(),
            masks: Vec::new(),
            by_id: BTreeMap::new(),
            stamp: next_stamp(),
        }
    }
}

fn next_stamp() -> u64 {
    static STAMP: AtomicU64 = AtomicU64::new(0);
    STAMP.fetch_add(1, Ordering::Relaxed)
}

impl Directory {
    /// A directory of these. Of two with one id the later stays.
    pub fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Directory {
        let mut directory = Directory::default();
        entries.into_iter().for_each(|entry| directory.put(&entry));
        directory
    }

    /// Adds an entry, or puts it in the place of the one with its id.
    pub fn put(&mut self, entry: &Entry<'_>) {
        self.remove(entry.id);
        let Ok(slot) = u32::try_from(self.slots.len()) else { return };
        let Record { text, ends, mask, starts, length } = Record::of(entry);
        let at = self.blob.len();
        let end = at + text.len();
        self.slots.push(Slot { id: entry.id, at, end, ends, starts, born: entry.born, length });
        self.masks.push(mask);
        self.blob.push_str(&text);
        self.by_id.insert(entry.id, slot);
        self.stamp = next_stamp();
    }

    /// Takes an entry out; `false` if there was none.
    pub fn remove(&mut self, id: u64) -> bool {
        let Some(slot) = self.by_id.remove(&id) else { return false };
        self.masks[slot as usize] = 0;
        self.stamp = next_stamp();
        let dead = self.slots.len() - self.by_id.len();
        if dead > DEAD_MIN && dead > self.slots.len() / 2 {
            self.compact();
        }
        true
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The name of an entry, as far as it is kept.
    pub fn name(&self, id: u64) -> Option<&str> {
        self.by_id.get(&id).map(|&slot| self.name_at(slot))
    }

    /// Entries that may be the one being typed, by surest sign and then by id; one that shows
    /// several signs stands there several times.
    pub fn similar(&self, name: &str, phone: &str, born: Option<Day>) -> Vec<(u64, Likeness)> {
        let plain = pinyin::plain(name);
        let phone = phone_digits(phone);
        let (name_mask, phone_mask) = (record::mask(&plain), record::mask(&phone));
        let has_name = !plain.is_empty();
        let has_phone = phone.len() >= SAME_PHONE_DIGITS_MIN;
        let (mut readings, _) = pinyin::ways(&pinyin::units(name));
        readings.insert(plain.clone());
        let mut alike = Vec::new();
        for ((slot, own), &mask) in (0u32..).zip(&self.slots).zip(&self.masks).filter(|(_, mask)| **mask != 0)
        {
            let view = self.view(slot);
            if has_name && mask & name_mask == name_mask && view.has_name(&plain) {
                alike.push((own.id, Likeness::Name));
            } else if has_name
                && born.is_some()
                && own.born == born
                && readings.iter().any(|r| view.sounds(r))
            {
                alike.push((own.id, Likeness::SoundAndBirthday));
            }
            if has_phone && mask & phone_mask == phone_mask && view.has_phone(&phone) {
                alike.push((own.id, Likeness::Phone));
            }
        }
        alike.sort_unstable_by_key(|&(id, likeness)| (likeness, id));
        alike
    }

    fn view(&self, slot: u32) -> View<'_> {
        let slot = &self.slots[slot as usize];
        let bytes = &self.blob.as_bytes()[slot.at..slot.at + slot.ends.units];
        View { bytes, ends: slot.ends, starts: &slot.starts }
    }

    fn name_at(&self, slot: u32) -> &str {
        let slot = &self.slots[slot as usize];
        &self.blob[slot.at + slot.ends.units..slot.end]
    }

    fn compact(&mut self) {
        let mut lean = Directory { stamp: self.stamp, ..Directory::default() };
        let mut alive: Vec<u32> = self.by_id.values().copied().collect();
        alive.sort_unstable();
        for (fresh, slot) in (0u32..).zip(alive) {
            let old = &self.slots[slot as usize];
            let at = lean.blob.len();
            lean.slots.push(Slot { at, end: at + (old.end - old.at), ..*old });
            lean.masks.push(self.masks[slot as usize]);
            lean.blob.push_str(&self.blob[old.at..old.end]);
            lean.by_id.insert(old.id, fresh);
        }
        *self = lean;
    }
}
