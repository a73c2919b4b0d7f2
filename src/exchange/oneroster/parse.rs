//! One table of a set: its quoting, its header, and each value by what its column may hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::DateTime;

use super::Faults;
use super::manifest::Mode;
use super::schema::{Kind, Need, Spec, Table, Version, columns};
use crate::base::{Day, Say, Text};
use crate::exchange::rfc4180::{Breach, breaches};

/// The tables of a set by kind.
pub type Tables = BTreeMap<Table, Vec<Record>>;

/// A record whose values have passed.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Whether it says of itself that it is gone.
    pub deleted: bool,
    /// Values by the column's key; blank ones are left out.
    pub values: HashMap<&'static str, Text>,
    /// Columns of one's own; blank ones are left out.
    pub metadata: BTreeMap<Text, Text>,
}

/// The rows of a csv file, one by one.
pub struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
    counted: usize,
    line: usize,
}

impl<'a> Rows<'a> {
    /// Opens a file, if it is text at all. Breaches of the quoting rules are listed.
    pub fn open(file: &str, bytes: &'a [u8], faults: &mut Faults) -> Option<Rows<'a>> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            faults.add(file, line, "", "", Say::new("import-or-not-utf8"), true);
            return None;
        }
        let mut usable = true;
        breaches(bytes, b',', |breach| {
            let (line, key, fatal) = match breach {
                Breach::Stray(line) => (line, "import-or-stray-quote", false),
                Breach::AfterQuote(line) => (line, "import-or-after-quote", false),
                Breach::Open(line) => (line, "import-or-open-quote", true),
                Breach::Wide(line) => (line, "import-or-wide", true),
                Breach::Long(line) => (line, "import-or-long", true),
            };
            usable &= !fatal;
            faults.add(file, line, "", "", Say::new(key), fatal);
        });
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let record = csv::StringRecord::new();
        usable.then_some(Rows { bytes, reader, record, counted: 0, line: 1 })
    }

    /// The next row with its line.
    pub fn next(&mut self) -> Option<(u32, &csv::StringRecord)> {
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        // The position of a record may lie before the end of the line above it.
        let start = self.record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        let breaks = self.bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let upto = start + breaks;
        self.line += self.bytes[self.counted..upto].iter().filter(|b| **b == b'\n').count();
        self.counted = upto;
        Some((u32::try_from(self.line).unwrap_or(u32::MAX), &self.record))
    }
}

/// The most records that are taken of a table.
const RECORDS_MAX: usize = 100_000;

/// Reads a table: every fault is listed, and the records that can be had are kept.
pub fn table(table: Table, version: Version, mode: Mode, bytes: &[u8], faults: &mut Faults) -> Vec<Record> {
    let file = table.file_name();
    let Some(mut rows) = Rows::open(&file, bytes, faults) else { return Vec::new() };
    let Some((line, titles)) = rows.next() else {
        faults.add(&file, 0, "", "", Say::new("import-or-no-header"), true);
        return Vec::new();
    };
    let titles: Vec<String> = titles.iter().map(str::to_owned).collect();
    let specs = columns(table, version);
    let Some(header) = header(&file, line, &titles, specs, faults) else { return Vec::new() };
    let mut reader = Reader { file: &file, version, mode, faults, ids: HashSet::new() };
    let mut records = Vec::new();
    while let Some((line, fields)) = rows.next() {
        if records.len() == RECORDS_MAX {
            let reason = Say::new("import-or-too-many").with("limit", RECORDS_MAX);
            reader.faults.add(&file, line, "", "", reason, true);
            break;
        }
        records.extend(reader.record(line, fields, &header));
    }
    records
}

/// What a column of the file is.
enum Place {
    Known(&'static Spec),
    Metadata(Text),
    Unknown,
}

/// Holds the header row against the table. `None` when a column that must be there is missing.
fn header(
    file: &str,
    line: u32,
    titles: &[String],
    specs: &'static [Spec],
    faults: &mut Faults,
) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut found: Vec<usize> = Vec::new();
    let mut say = |title: &str, key: &'static str, dropped| {
        faults.add(file, line, title, title, Say::new(key).with("column", title), dropped);
    };
    let mut in_order = true;
    for title in titles {
        let exact = specs.iter().position(|s| s.header == title);
        let at = exact.or_else(|| specs.iter().position(|s| s.header.eq_ignore_ascii_case(title)));
        places.push(match at {
            Some(at) if found.contains(&at) => {
                say(title, "import-or-column-twice", false);
                Place::Unknown
            }
            Some(at) => {
                if exact.is_none() {
                    say(title, "import-or-column-case", false);
                }
                let behind_own = places.iter().any(|p| matches!(p, Place::Metadata(_)));
                if in_order && (found.last().is_some_and(|last| *last > at) || behind_own) {
                    in_order = false;
                    say(title, "import-or-column-order", false);
                }
                found.push(at);
                Place::Known(&specs[at])
            }
            None if title.starts_with("metadata.") => Place::Metadata(Text::new(title)),
            None => {
                say(title, "import-or-unknown-column", false);
                Place::Unknown
            }
        });
    }
    let mut whole = true;
    for (at, spec) in
        specs.iter().enumerate().filter(|(_, s)| matches!(s.need, Need::Required | Need::Optional))
    {
        if !found.contains(&at) {
            let needed = spec.need == Need::Required;
            say(spec.header, "import-or-no-column", needed);
            whole &= !needed;
        }
    }
    whole.then_some(places)
}

struct Reader<'a> {
    file: &'a str,
    version: Version,
    mode: Mode,
    faults: &'a mut Faults,
    ids: HashSet<Text>,
}

impl Reader<'_> {
    fn record(&mut self, line: u32, fields: &csv::StringRecord, header: &[Place]) -> Option<Record> {
        if fields.len() != header.len() {
            // Blank fields too many lose nothing; a field too few may have shifted all others.
            let harmless = fields.len() > header.len() && fields.iter().skip(header.len()).all(str::is_empty);
            let reason =
                Say::new("import-or-field-count").with("got", fields.len()).with("want", header.len());
            let shown: Vec<&str> = fields.iter().take(32).collect();
            self.faults.add(self.file, line, "", &shown.join(","), reason, !harmless);
            if !harmless {
                return None;
            }
        }
        let mut record = Record { line, deleted: false, values: HashMap::new(), metadata: BTreeMap::new() };
        let mut keep = true;
        for (place, field) in header.iter().zip(fields) {
            let value = Text::new(field);
            match place {
                Place::Known(spec) => keep &= self.value(&mut record, spec, value),
                Place::Metadata(title) if !value.is_empty() => {
                    record.metadata.insert(title.clone(), value);
                }
                Place::Metadata(_) | Place::Unknown => {}
            }
        }
        keep &= self.span(&record, "startDate", "endDate") && self.span(&record, "beginDate", "endDate");
        if let Some(id) = record.values.get("sourcedId").filter(|_| keep)
            && !self.ids.insert(id.clone())
        {
            self.faults.add(self.file, line, "sourcedId", id, Say::new("import-or-id-twice"), true);
            keep = false;
        }
        keep.then_some(record)
    }

    /// Takes a value into the record if it may stand there. Tells whether the record can be kept.
    fn value(&mut self, record: &mut Record, spec: &'static Spec, value: Text) -> bool {
        let needed = match spec.kind {
            Kind::Status | Kind::Stamp => self.mode == Mode::Delta,
            _ => spec.need == Need::Required,
        };
        if value.is_empty() {
            if needed {
                self.faults.add(self.file, record.line, spec.header, "", Say::new("import-or-blank"), true);
            }
            return !needed;
        }
        match fault(spec.kind, &value, self.version, self.mode) {
            None => {
                record.deleted |= spec.kind == Kind::Status && &*value == "tobedeleted";
                record.values.insert(spec.key, value);
                true
            }
            Some(key) => {
                let reason = Say::new(key).with("column", spec.header);
                self.faults.add(self.file, record.line, spec.header, &value, reason, needed);
                !needed
            }
        }
    }

    /// Whether a span ends after it begins; its end is the day after its last.
    fn span(&mut self, record: &Record, from: &str, to: &str) -> bool {
        let day = |key: &str| record.values.get(key).and_then(|text| iso_day(text));
        match (day(from), day(to)) {
            (Some(begin), Some(end)) if end <= begin => {
                let value = record.values.get(to).cloned().unwrap_or_default();
                self.faults.add(self.file, record.line, to, &value, Say::new("import-or-span"), true);
                false
            }
            _ => true,
        }
    }
}

/// What is wrong with a value that is there.
fn fault(kind: Kind, value: &str, version: Version, mode: Mode) -> Option<&'static str> {
    let right = match kind {
        Kind::Status | Kind::Stamp if mode == Mode::Bulk => return Some("import-or-not-bulk"),
        Kind::Status => matches!(value, "active" | "tobedeleted"),
        Kind::Stamp => DateTime::parse_from_rfc3339(value).is_ok() || iso_day(value).is_some(),
        Kind::Id | Kind::Ref(_) => value.chars().count() <= 255,
        Kind::Day => iso_day(value).is_some(),
        Kind::Bool => matches!(value, "true" | "false"),
        Kind::Year => value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit()),
        Kind::OneOf(words) => words.contains(&value) || version >= Version::V1_2 && value.starts_with("ext:"),
        Kind::Text | Kind::List | Kind::Refs(_) => true,
    };
    let key = match kind {
        Kind::Status => "import-or-bad-status",
        Kind::Stamp => "import-or-bad-stamp",
        Kind::Id | Kind::Ref(_) => "import-or-bad-id",
        Kind::Day => "import-or-bad-day",
        Kind::Bool => "import-or-bad-bool",
        Kind::Year => "import-or-bad-year",
        _ => "import-or-bad-word",
    };
    (!right).then_some(key)
}

/// A day as the format writes it, and in no other way.
pub fn iso_day(text: &str) -> Option<Day> {
    (text.len() == 10).then(|| Day::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

/// The items of a list in a field: apart by commas, those with a comma in quotation marks.
pub fn items(list: &str) -> Vec<Text> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(list.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(Text::new).filter(|item| !item.is_empty()).collect(),
        _ => Vec::new(),
    }
}
