//! Receipts 收据: numbered without gaps when they are committed, never renumbered. A receipt is void when
//! the payment that it is for was taken back; nothing is written for that, it follows from the journal.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Line, Part, drawer};
use crate::base::{Day, Instant, Money, Prose, Refused, Say, StaffId, StudentId, Text};
use crate::books::register::{Staff, name_of};
use crate::books::{Act, Ask, Books, Done, View, tables, undo};
use crate::store::{Direction, Key, Read, Table, journal, versioned};

const RECEIPTS: Table<ReceiptNo, Receipt> = Table::new(tables::RECEIPTS, "receipts");
const RECEIPTS_OF: Table<(StudentId, ReceiptNo), ()> = Table::new(tables::RECEIPTS_OF, "receipts_of");
/// How often a receipt was printed again.
const COPIES: Table<ReceiptNo, u64> = Table::new(tables::COPIES, "copies");

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Series {
    /// Receipts 收据.
    Payment = b'R',
    /// Refunds 退费.
    Refund = b'F',
}

/// The number of a receipt: `R2026-000118`, of a refund: `F2026-000003`. Each year begins with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReceiptNo {
    /// What it is for.
    pub series: Series,
    /// The year of the school day.
    pub year: u16,
    /// Counted from 1 without gaps.
    pub number: u64,
}

impl fmt::Display for ReceiptNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:04}-{:06}", char::from(self.series as u8), self.year, self.number)
    }
}

impl FromStr for ReceiptNo {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a number such as R2026-000118";
        let series = match text.chars().next() {
            Some('R' | 'r') => Series::Payment,
            Some('F' | 'f') => Series::Refund,
            _ => return Err(WRONG),
        };
        let (year, number) = text[1..].split_once('-').ok_or(WRONG)?;
        let number = number.parse().map_err(|_| WRONG)?;
        Ok(ReceiptNo { series, year: year.parse().map_err(|_| WRONG)?, number })
    }
}

impl Serialize for ReceiptNo {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ReceiptNo {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for ReceiptNo {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReceiptNo".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[RF][0-9]{4}-[0-9]{6,}$" })
    }
}

impl Key for ReceiptNo {
    fn write(&self, out: &mut Vec<u8>) {
        (self.series as u8, self.year, self.number).write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        let (series, year, number): (u8, u16, u64) = Key::read(input)?;
        let series = match series {
            b'R' => Series::Payment,
            b'F' => Series::Refund,
            _ => return None,
        };
        Some(ReceiptNo { series, year, number })
    }
}

/// A receipt as it was given out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Whose account it is for.
    pub student: StudentId,
    /// What they were called.
    pub name: Text,
    /// The school day.
    pub day: Day,
    /// When, UTC.
    pub at: Instant,
    /// Who gave it.
    pub by: StaffId,
    /// Whose drawer and tills it went through.
    pub cashier: StaffId,
    /// Where.
    pub terminal: Text,
    /// What it was paid for (or refunded), line by line; their sum is the total.
    pub lines: Vec<Line>,
    /// What was paid (or paid out).
    pub total: Money,
    /// By which methods.
    pub parts: Vec<Part>,
    /// Cash that was handed over.
    #[serde(default)]
    pub tendered: Option<Money>,
    /// Cash that was handed back.
    #[serde(default)]
    pub change: Money,
    /// What the student still owed after it.
    pub left: Money,
    /// Why, where a reason was given.
    #[serde(default)]
    pub reason: Prose,
    /// The journal entry that gave it.
    pub seq: u64,
}

versioned!(Receipt = 1);

/// Keeps a receipt under the next number of its series. A refused command's draft is dropped, and the
/// number with it.
pub(super) fn issue(books: &mut Books<'_>, series: Series, receipt: &Receipt) -> Result<ReceiptNo, Refused> {
    let year = u16::try_from(receipt.day.year()).unwrap_or_default();
    let last = RECEIPTS.scan(&books.draft, &(series as u8, year), Direction::Down, 1)?;
    let number = last.first().map_or(0, |(no, _)| no.number) + 1;
    let no = ReceiptNo { series, year, number };
    RECEIPTS.put(&mut books.draft, &no, receipt);
    RECEIPTS_OF.put(&mut books.draft, &(receipt.student, no), &());
    Ok(no)
}

/// A student's receipts by number, each with whether it is void.
pub(super) fn receipts_of(
    read: &dyn Read,
    who: StudentId,
) -> Result<Vec<(ReceiptNo, Receipt, bool)>, Refused> {
    let mut found = Vec::new();
    for ((_, no), ()) in RECEIPTS_OF.all(read, &(who,))? {
        let receipt = receipt(read, no)?;
        let void = !undo::stands(read, receipt.seq)?;
        found.push((no, receipt, void));
    }
    Ok(found)
}

fn receipt(read: &dyn Read, no: ReceiptNo) -> Result<Receipt, Refused> {
    RECEIPTS.get(read, &no)?.ok_or_else(|| Refused::missing("receipt-noun", no))
}

/// The receipts and refunds of a day that are void, by number.
pub(super) fn voids_of(read: &dyn Read, day: Day) -> Result<Vec<(ReceiptNo, Receipt)>, Refused> {
    const PAGE: usize = 64;
    let year = u16::try_from(day.year()).unwrap_or_default();
    let mut found = Vec::new();
    for series in [Series::Payment, Series::Refund] {
        let first = ReceiptNo { series, year, number: 0 };
        let mut end = ReceiptNo { number: u64::MAX, ..first };
        // Numbers follow the days, so that one stops where an earlier day begins.
        loop {
            let rows = RECEIPTS.range(read, &first, &end, Direction::Down, PAGE)?;
            let Some((last, receipt)) = rows.last() else { break };
            let past = receipt.day < day || rows.len() < PAGE;
            end = *last;
            for (no, receipt) in rows.into_iter().filter(|(_, receipt)| receipt.day == day) {
                if !undo::stands(read, receipt.seq)? {
                    found.push((no, receipt));
                }
            }
            if past {
                break;
            }
        }
    }
    found.sort_by_key(|(no, _)| *no);
    Ok(found)
}

/// Numbers that are missing in a series, and receipts that no journal entry gave. Empty when all is well.
///
/// # Errors
/// When the store fails.
pub fn gaps(read: &dyn Read) -> Result<Vec<Say>, Refused> {
    let mut faults = Vec::new();
    let mut last: Option<ReceiptNo> = None;
    for (no, receipt) in RECEIPTS.all(read, &())? {
        let before = last.filter(|last| (last.series, last.year) == (no.series, no.year));
        let next = before.map_or(1, |last| last.number + 1);
        if no.number != next {
            let missing = ReceiptNo { number: next, ..no };
            faults.push(Say::new("receipt-gap").with("number", missing.to_string()));
        }
        let given = journal::entry(read, receipt.seq)?;
        if !given.is_some_and(|entry| entry.made.contains(&no.to_string())) {
            faults.push(Say::new("receipt-without-entry").with("number", no.to_string()));
        }
        last = Some(no);
    }
    Ok(faults)
}

/// Prints a receipt again: it is counted as a copy.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CopyReceipt {
    /// Which.
    pub number: ReceiptNo,
}

impl Act for CopyReceipt {
    const NAME: &'static str = "receipt.copy";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        receipt(&books.draft, self.number)?;
        let copies = COPIES.get(&books.draft, &self.number)?.unwrap_or(0) + 1;
        COPIES.put(&mut books.draft, &self.number, &copies);
        let say = Say::new("receipt-copied").with("number", self.number.to_string());
        Ok(Done::said(say.with("copies", copies)))
    }

    fn example() -> Self {
        CopyReceipt { number: ReceiptNo { series: Series::Payment, year: 2026, number: 118 } }
    }
}

/// Asks for a receipt.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetReceipt {
    /// Which.
    pub number: ReceiptNo,
}

/// A receipt, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptAnswer {
    /// Its number.
    pub number: ReceiptNo,
    /// The receipt.
    pub receipt: Receipt,
    /// The payment was taken back.
    pub void: bool,
    /// Its cashier's day-end is done: it can't be taken back any more.
    pub closed: bool,
    /// How often it was printed again.
    pub copies: u64,
    /// The school's name.
    pub school: Text,
    /// The name of who gave it.
    pub by_name: Text,
}

impl Ask for GetReceipt {
    const NAME: &'static str = "receipt.get";
    type Answer = ReceiptAnswer;

    fn answer(&self, view: &View<'_>) -> Result<ReceiptAnswer, Refused> {
        let receipt = receipt(view.read, self.number)?;
        Ok(ReceiptAnswer {
            number: self.number,
            void: !undo::stands(view.read, receipt.seq)?,
            closed: drawer::is_closed(view.read, receipt.cashier, receipt.day)?,
            copies: COPIES.get(view.read, &self.number)?.unwrap_or(0),
            school: view.school.name.clone(),
            by_name: name_of::<Staff>(view.read, receipt.by)?,
            receipt,
        })
    }

    fn example() -> Self {
        GetReceipt { number: ReceiptNo { series: Series::Payment, year: 2026, number: 118 } }
    }
}
