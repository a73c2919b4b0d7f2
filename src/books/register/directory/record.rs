//! One entry's part of the blob, and how well a typed text fits it.
//!
//! A record is its fields, its units and its name, one behind the other: phones first, then numbers,
//! then what the name is and how it is read, so that neither digits nor letters need be looked for
//! in all of it. Each field begins with a byte that says what it is, so that a find's neighbours tell its worth: a field's beginning, its
//! end, both (the whole field) or neither.

use memchr::memmem::Finder;

use crate::books::register::pinyin::{self, Unit};

use super::Entry;

const NAME: u8 = 1;
const READING: u8 = 2;
const INITIALS: u8 = 3;
const PHONE: u8 = 4;
const NUMBER: u8 = 5;
const END: u8 = 6;
const UNIT: u8 = 0x10;
const ALTERNATIVE: u8 = 0x11;

const PHONES_MAX: usize = 8;
const NUMBERS_MAX: usize = 4;
const FIELD_CHARS_MAX: usize = 32;
/// The units search counts places of the typed text in one machine word.
const TYPED_BYTES_MAX: usize = 63;

/// How well a text fits, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The letters stand there in that order, with others between.
    Loose,
    /// Somewhere inside.
    Inner,
    /// A later character or word of the name begins so.
    Later,
    /// The name begins so, characters, readings and initials mixed: `张s`, `zhangsf`.
    Mixed,
    NumberBegins,
    PhoneBegins,
    PhoneEnds,
    ReadingBegins,
    InitialsBegin,
    Initials,
    NameBegins,
    Number,
    Reading,
    Name,
}

/// Which letters and digits occur in a text, a bit each; other characters share 28 bits.
pub fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, c| mask | bit(c))
}

fn bit(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (c as u32 - 'a' as u32),
        '0'..='9' => 1 << (26 + c as u32 - '0' as u32),
        c if c < ' ' => 0,
        // Neighbours in the code table are often of one radical: stir before sharing out.
        c => 1 << (36 + (c as u32).wrapping_mul(0x9e37_79b1).rotate_left(8) % 28),
    }
}

/// A phone number's digits, without China's own country code.
pub fn phone_digits(phone: &str) -> String {
    let digits: String = pinyin::counted(phone).map(|(_, c)| c).filter(char::is_ascii_digit).collect();
    let home = digits.strip_prefix("00").unwrap_or(&digits).strip_prefix("86");
    match home {
        Some(mobile) if mobile.len() == 11 && mobile.starts_with('1') => mobile.to_owned(),
        _ => digits,
    }
}

/// Letters and digits with which something begins, a [`mask`] each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts {
    /// The characters and words of the name, in every reading.
    pub units: u64,
    /// The name, its readings and initials as wholes; and a number that is one digit.
    pub name: u64,
    /// Any of these, a phone or a number.
    pub any: u64,
}

/// Where a record's parts end, in bytes from its beginning.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ends {
    /// Phones.
    pub phones: usize,
    /// The last field that may hold digits.
    pub digits: usize,
    /// All fields.
    pub fields: usize,
    /// Units.
    pub units: usize,
}

/// A record on its way into the blob.
#[derive(Default)]
pub struct Record {
    pub text: String,
    pub ends: Ends,
    pub mask: u64,
    pub starts: Starts,
    /// How many characters and words the name has.
    pub length: u8,
}

impl Record {
    pub fn of(entry: &Entry<'_>) -> Record {
        let end =
            entry.name.char_indices().nth(pinyin::NAME_CHARS_MAX).map_or(entry.name.len(), |(at, _)| at);
        let shown = &entry.name[..end];
        let units = pinyin::units(shown);
        let name = pinyin::plain(shown);
        let mut record = Record::default();
        for phone in entry.phones.iter().take(PHONES_MAX) {
            record.field(PHONE, &phone_digits(phone));
        }
        record.ends.phones = record.text.len();
        for number in entry.numbers.iter().take(NUMBERS_MAX) {
            record.field(NUMBER, &pinyin::plain(number));
        }
        // The byte at which the next field begins, or all end, shows where the last number does.
        record.ends.digits = record.text.len() + 1;
        record.named(&name, &units);
        record.text.push(char::from(END));
        record.ends.fields = record.text.len();
        if name.contains(|c: char| c.is_ascii_digit()) {
            record.ends.digits = record.ends.fields;
        }
        record.mask = mask(&record.text);
        units.iter().for_each(|unit| record.unit(unit));
        record.ends.units = record.text.len();
        record.starts.any |= record.starts.name | record.starts.units;
        record.text.push_str(shown);
        record.length = u8::try_from(units.len()).unwrap_or(u8::MAX);
        record
    }

    fn named(&mut self, name: &str, units: &[Unit]) {
        let (readings, initials) = pinyin::ways(units);
        self.field(NAME, name);
        readings.iter().filter(|reading| *reading != name).for_each(|reading| self.field(READING, reading));
        initials.iter().for_each(|initials| self.field(INITIALS, initials));
    }

    fn field(&mut self, lead: u8, text: &str) {
        let Some(first) = text.chars().next() else { return };
        let is_name = matches!(lead, NAME | READING | INITIALS);
        self.text.push(char::from(lead));
        // A name is short enough already, and its readings are as long as they are.
        self.text.extend(text.chars().take(if is_name { usize::MAX } else { FIELD_CHARS_MAX }));
        self.starts.any |= bit(first);
        if is_name || text.len() == 1 {
            self.starts.name |= bit(first);
        }
    }

    fn unit(&mut self, unit: &Unit) {
        self.text.push(char::from(UNIT));
        if !unit.is_word() {
            self.text.push_str(&unit.text);
            self.starts.units |= unit.text.chars().next().map_or(0, bit);
        }
        for reading in &unit.readings {
            self.text.push(char::from(ALTERNATIVE));
            self.text.push_str(reading);
            self.starts.units |= reading.chars().next().map_or(0, bit);
        }
    }
}

/// What is looked for.
pub struct Typed {
    pub text: String,
    pub mask: u64,
    first: u64,
    rest: u64,
    chars: usize,
    ascii: bool,
    finder: Finder<'static>,
}

impl Typed {
    /// Reads what was typed: case, width, blanks and marks make no difference.
    pub fn new(typed: &str) -> Typed {
        let home = typed.trim().strip_prefix(['+', '＋']).and_then(|rest| rest.strip_prefix("86"));
        let plain = pinyin::plain(home.unwrap_or(typed));
        let text: String = plain.chars().take(pinyin::NAME_CHARS_MAX).collect();
        Typed {
            mask: mask(&text),
            first: text.chars().next().map_or(0, bit),
            rest: text.chars().skip(1).fold(0, |mask, c| mask | bit(c)),
            chars: text.chars().count(),
            ascii: text.is_ascii(),
            finder: Finder::new(text.as_bytes()).into_owned(),
            text,
        }
    }

    /// What one letter or digit is worth to an entry that has it: too little to read the record for.
    /// `None` for any other text.
    pub fn one_letter(&self, starts: &Starts) -> Option<Rank> {
        let is_one = self.chars == 1 && self.ascii;
        is_one.then_some(match () {
            () if starts.name & self.first != 0 => Rank::InitialsBegin,
            () if starts.units & self.first != 0 => Rank::Later,
            () => Rank::Inner,
        })
    }

    /// Long enough to be a word mistyped, and of letters only.
    pub fn is_word(&self) -> bool {
        self.chars >= 3 && self.text.bytes().all(|b| b.is_ascii_lowercase())
    }

    fn is_digits(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether characters and words that begin so may give the text between them. Of two plain
    /// letters, all that they can give stands in a reading or in the initials as it is; and where
    /// no later letter begins one, one must have given them all.
    fn is_mixable(&self, starts: &Starts) -> bool {
        let parts = !self.ascii || self.chars >= 3 && starts.units & self.rest != 0;
        parts && starts.units & self.first != 0 && self.text.len() <= TYPED_BYTES_MAX
    }
}

/// A record in the blob.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Fields and units.
    pub bytes: &'a [u8],
    pub ends: Ends,
    pub starts: &'a Starts,
}

impl<'a> View<'a> {
    /// How well the text fits; `None` if it does not, or only loosely.
    pub fn rank(&self, typed: &Typed) -> Option<Rank> {
        let digits = typed.is_digits();
        let begins = self.starts.any & typed.first != 0;
        let from = if digits { 0 } else { self.ends.phones };
        let fields = &self.bytes[from..if digits { self.ends.digits } else { self.ends.fields }];
        let mut best = None;
        for at in typed.finder.find_iter(fields) {
            best = best.max(Some(rank_at(fields, at, typed.text.len())));
            // Only digits gain by a field's end; without a beginning, one find is as good as another.
            if !begins && !digits || best == Some(Rank::Name) {
                break;
            }
        }
        if best < Some(Rank::Mixed) && typed.is_mixable(self.starts) {
            best = best.max(self.mixed(typed.text.as_bytes()));
        }
        best
    }

    fn units(&self) -> &'a [u8] {
        &self.bytes[self.ends.fields..]
    }

    /// Fits the text to units one after the other, each giving itself or a beginning of a reading.
    /// Bit n of a set says that the first n bytes of the text are accounted for.
    fn mixed(&self, typed: &[u8]) -> Option<Rank> {
        let whole = 1u64 << typed.len();
        let (mut from_first, mut from_any) = (1u64, 1u64);
        let mut found = None;
        for unit in self.units().split(|&b| b == UNIT).skip(1) {
            let (first, any) = step(unit, typed, from_first, from_any);
            if first & whole != 0 {
                return Some(Rank::Mixed);
            }
            if any & whole != 0 {
                found = Some(Rank::Later);
            }
            (from_first, from_any) = (first, any | 1);
            if from_first == 0 && found.is_some() {
                break;
            }
        }
        found
    }

    /// The name or the reading in which the letters of the text stand in their order, if one of its
    /// characters or words begins like the text; letters only.
    pub fn loosely(&self, typed: &Typed) -> Option<&'a str> {
        if self.starts.units & typed.first == 0 {
            return None;
        }
        let letters = typed.text.as_bytes();
        let fields = &self.bytes[self.ends.phones..self.ends.fields];
        // The commonest of all tests: one pass over the bytes, no field by field.
        let (mut from, mut taken, mut reads) = (0, 0, false);
        for (at, &byte) in fields.iter().enumerate() {
            match byte {
                INITIALS => return None,
                ..=END => (from, taken, reads) = (at + 1, 0, byte != NUMBER),
                _ if reads && byte == letters[taken] => {
                    taken += 1;
                    if taken == letters.len() {
                        let length = fields[from..].iter().position(|&b| b <= END)?;
                        return std::str::from_utf8(&fields[from..from + length]).ok();
                    }
                }
                _ => reads &= byte.is_ascii(),
            }
        }
        None
    }

    /// Whether one of the phones is just this.
    pub fn has_phone(&self, digits: &str) -> bool {
        let mut phones = self.fields(0).take_while(|(lead, _)| *lead == PHONE);
        phones.any(|(_, text)| text == digits.as_bytes())
    }

    /// Whether the name is just this, in [`pinyin::plain`] form.
    pub fn has_name(&self, name: &str) -> bool {
        self.fields(self.ends.phones).any(|(lead, text)| lead == NAME && text == name.as_bytes())
    }

    /// Whether the name is written or may be read like this.
    pub fn sounds(&self, reading: &str) -> bool {
        let mut fields = self.fields(self.ends.phones);
        fields.any(|(lead, text)| matches!(lead, NAME | READING) && text == reading.as_bytes())
    }

    /// Fields with their kinds, from the one that begins there on.
    fn fields(&self, from: usize) -> impl Iterator<Item = (u8, &'a [u8])> + use<'a> {
        let fields = &self.bytes[from..self.ends.fields];
        let mut lead = fields.first().copied().unwrap_or(END);
        fields.get(1..).unwrap_or_default().split_inclusive(|&b| b <= END).filter_map(move |field| {
            let (&next, text) = field.split_last()?;
            Some((std::mem::replace(&mut lead, next), text))
        })
    }
}

fn rank_at(fields: &[u8], at: usize, length: usize) -> Rank {
    let before = at.checked_sub(1).and_then(|i| fields.get(i)).copied().unwrap_or(END);
    let ends = fields.get(at + length).is_none_or(|&b| b <= END);
    match (before, ends) {
        (NAME, true) => Rank::Name,
        (READING, true) => Rank::Reading,
        (INITIALS, true) => Rank::Initials,
        (PHONE | NUMBER, true) => Rank::Number,
        (NAME, false) => Rank::NameBegins,
        (READING, false) => Rank::ReadingBegins,
        (INITIALS, false) => Rank::InitialsBegin,
        (PHONE, false) => Rank::PhoneBegins,
        (NUMBER, false) => Rank::NumberBegins,
        _ => match fields[..at].iter().rfind(|&&b| b <= END) {
            Some(&INITIALS) => Rank::Later,
            Some(&PHONE) if ends => Rank::PhoneEnds,
            _ => Rank::Inner,
        },
    }
}

fn step(unit: &[u8], typed: &[u8], from_first: u64, from_any: u64) -> (u64, u64) {
    let mut alternatives = unit.split(|&b| b == ALTERNATIVE);
    let literal = alternatives.next().unwrap_or_default();
    // A character that the dictionary lacks may be left out by who types letters.
    let (mut first, mut any) = if literal.len() == unit.len() { (from_first, from_any) } else { (0, 0) };
    let mut places = from_first | from_any;
    while places != 0 {
        let at = places.trailing_zeros() as usize;
        places &= places - 1;
        let rest = &typed[at..];
        let mut reach = 0u64;
        if !literal.is_empty() && rest.starts_with(literal) {
            reach |= 1 << (at + literal.len());
        }
        for reading in alternatives.clone() {
            let common = reading.iter().zip(rest).take_while(|(a, b)| a == b).count();
            // Any beginning of the reading will do: bits at+1 to at+common.
            reach |= ((1u64 << common) - 1) << (at + 1);
        }
        first |= if from_first >> at & 1 == 1 { reach } else { 0 };
        any |= if from_any >> at & 1 == 1 { reach } else { 0 };
    }
    (first, any)
}
