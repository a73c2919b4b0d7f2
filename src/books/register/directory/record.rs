//! One entry's part of the blob, and how well a typed text fits it.
//!
//! A record is its fields, its units and its name, one behind the other. Each field begins with a
//! byte that says what it is, so that a find's neighbours tell its worth: a field's beginning, its
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

/// A record on its way into the blob.
pub struct Record {
    pub text: String,
    /// Where the fields end and the units begin.
    pub fields: usize,
    /// Where the units end and the name begins.
    pub units: usize,
    pub mask: u64,
    /// The letters with which a field, a character or a word begins.
    pub starts: u64,
    /// How many characters and words the name has.
    pub length: u8,
}

impl Record {
    pub fn of(entry: &Entry<'_>) -> Record {
        let end =
            entry.name.char_indices().nth(pinyin::NAME_CHARS_MAX).map_or(entry.name.len(), |(at, _)| at);
        let shown = &entry.name[..end];
        let units = pinyin::units(shown);
        let (readings, initials) = pinyin::ways(&units);
        let name = pinyin::plain(shown);
        let mut record = Record { text: String::new(), fields: 0, units: 0, mask: 0, starts: 0, length: 0 };
        record.field(NAME, &name);
        readings
            .iter()
            .filter(|reading| **reading != name)
            .for_each(|reading| record.field(READING, reading));
        initials.iter().for_each(|initials| record.field(INITIALS, initials));
        for phone in entry.phones.iter().take(PHONES_MAX) {
            record.field(PHONE, &phone_digits(phone));
        }
        for number in entry.numbers.iter().take(NUMBERS_MAX) {
            record.field(NUMBER, &pinyin::plain(number));
        }
        record.text.push(char::from(END));
        record.fields = record.text.len();
        record.mask = mask(&record.text);
        units.iter().for_each(|unit| record.unit(unit));
        record.units = record.text.len();
        record.text.push_str(shown);
        record.length = u8::try_from(units.len()).unwrap_or(u8::MAX);
        record
    }

    fn field(&mut self, lead: u8, text: &str) {
        let Some(first) = text.chars().next() else { return };
        self.text.push(char::from(lead));
        // A name is short enough already, and its readings are as long as they are.
        let most = if lead < PHONE { usize::MAX } else { FIELD_CHARS_MAX };
        self.text.extend(text.chars().take(most));
        self.starts |= bit(first);
    }

    fn unit(&mut self, unit: &Unit) {
        self.text.push(char::from(UNIT));
        if !unit.is_word() {
            self.text.push_str(&unit.text);
            self.starts |= unit.text.chars().next().map_or(0, bit);
        }
        for reading in &unit.readings {
            self.text.push(char::from(ALTERNATIVE));
            self.text.push_str(reading);
            self.starts |= reading.chars().next().map_or(0, bit);
        }
    }
}

/// What is looked for.
pub struct Typed {
    pub text: String,
    pub mask: u64,
    first: u64,
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
            chars: text.chars().count(),
            ascii: text.is_ascii(),
            finder: Finder::new(text.as_bytes()).into_owned(),
            text,
        }
    }

    /// One letter or digit: the masks alone know who has it.
    pub fn is_one_letter(&self) -> bool {
        self.chars == 1 && self.ascii
    }

    /// Long enough to be a word mistyped, and of letters only.
    pub fn is_word(&self) -> bool {
        self.chars >= 3 && self.text.bytes().all(|b| b.is_ascii_lowercase())
    }

    /// Whether something in an entry with these start letters can begin with the text.
    pub fn may_begin(&self, starts: u64) -> bool {
        starts & self.first != 0
    }

    fn is_digits(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Of two plain letters, every mixed reading stands in a reading or in the initials as it is.
    fn is_mixable(&self) -> bool {
        (self.chars >= 3 || !self.ascii) && self.text.len() <= TYPED_BYTES_MAX
    }
}

/// A record in the blob.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub fields: &'a [u8],
    pub units: &'a [u8],
    pub starts: u64,
}

impl<'a> View<'a> {
    /// How well the text fits; `None` if it does not, or only loosely.
    pub fn rank(&self, typed: &Typed) -> Option<Rank> {
        let begins = typed.may_begin(self.starts);
        let mut best = None;
        for at in typed.finder.find_iter(self.fields) {
            best = best.max(Some(self.rank_at(at, typed.text.len())));
            // Only digits gain by a field's end; without a beginning, one find is as good as another.
            if !begins && !typed.is_digits() || best == Some(Rank::Name) {
                break;
            }
        }
        if begins && best < Some(Rank::Mixed) && typed.is_mixable() {
            best = best.max(self.mixed(typed.text.as_bytes()));
        }
        best
    }

    fn rank_at(&self, at: usize, length: usize) -> Rank {
        let before = at.checked_sub(1).and_then(|i| self.fields.get(i)).copied().unwrap_or(END);
        let ends = self.fields.get(at + length).is_none_or(|&b| b <= END);
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
            _ => match self.fields[..at].iter().rfind(|&&b| b <= END) {
                Some(&INITIALS) => Rank::Later,
                Some(&PHONE) if ends => Rank::PhoneEnds,
                _ => Rank::Inner,
            },
        }
    }

    /// Fits the text to units one after the other, each giving itself or a beginning of a reading.
    /// Bit n of a set says that the first n bytes of the text are accounted for.
    fn mixed(&self, typed: &[u8]) -> Option<Rank> {
        let whole = 1u64 << typed.len();
        let (mut from_first, mut from_any) = (1u64, 1u64);
        let mut found = None;
        for unit in self.units.split(|&b| b == UNIT).skip(1) {
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

    /// The name or the reading in which the letters of the text stand in their order, from the
    /// first letter of a character or word on; letters only.
    pub fn loosely(&self, typed: &Typed) -> Option<&'a str> {
        if !typed.may_begin(self.starts) {
            return None;
        }
        let fields = self.fields.split_inclusive(|&b| b <= END);
        let mut lead = END;
        for field in fields {
            let text = field.split_last().map_or(field, |(_, text)| text);
            let named = matches!(lead, NAME | READING) && text.is_ascii();
            if named && is_within(typed.text.as_bytes(), text) {
                return std::str::from_utf8(text).ok();
            }
            lead = field.last().copied().unwrap_or(END);
        }
        None
    }

    /// Whether one of the phones is just this.
    pub fn has_phone(&self, digits: &str) -> bool {
        self.has(digits, |lead| lead == PHONE)
    }

    /// Whether the name is just this, in [`pinyin::plain`] form.
    pub fn has_name(&self, name: &str) -> bool {
        self.has(name, |lead| lead == NAME)
    }

    /// Whether the name is written or may be read like this.
    pub fn sounds(&self, reading: &str) -> bool {
        self.has(reading, |lead| matches!(lead, NAME | READING))
    }

    fn has(&self, text: &str, of: impl Fn(u8) -> bool) -> bool {
        let mut lead = END;
        self.fields.split_inclusive(|&b| b <= END).any(|field| {
            let found = of(lead) && field.split_last().is_some_and(|(_, t)| t == text.as_bytes());
            lead = field.last().copied().unwrap_or(END);
            found
        })
    }
}

fn is_within(letters: &[u8], text: &[u8]) -> bool {
    let mut rest = text.iter();
    letters.iter().all(|letter| rest.any(|b| b == letter))
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
