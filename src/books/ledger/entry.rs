//! Entries and heads, at fixed width: what a statement's line holds, and an account's running totals.

use serde::{Deserialize, Serialize};

use super::{Account, Turnover};
use crate::base::{Day, Instant, LessonId, StaffId};
use crate::store::{Key, Stored};

macro_rules! whys {
    ($($(#[$doc:meta])* $name:ident = $byte:literal,)*) => {
        /// Why something was moved. The byte is part of the store's format; the words that a person
        /// gave stand in the journal entry that [`Entry::tx`] names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum Why { $($(#[$doc])* $name = $byte,)* }
        impl Why {
            /// Every reason.
            pub const ALL: &[Why] = &[$(Why::$name),*];
            /// Its name in the code, by which its words are found.
            pub const fn name(self) -> &'static str {
                match self { $(Why::$name => stringify!($name),)* }
            }
            fn of(byte: u8) -> Option<Why> {
                match byte { $($byte => Some(Why::$name),)* _ => None }
            }
        }
    };
}

whys! {
    /// Brought in when the books were opened.
    Opening = 1,
    /// Points by a rule; the subject is the rule.
    Award = 2,
    /// Points for a reward; the subject is the reward.
    Redemption = 3,
    /// A correction.
    Adjustment = 4,
    /// Credits of a sale; the subject is the lot.
    Sale = 5,
    /// Credits of a gift; the subject is the lot.
    Gift = 6,
    /// A lesson taught; the subject is the lot.
    Taught = 7,
    /// Credits that expired; the subject is the lot.
    Lapse = 8,
    /// Stock bought in.
    Supply = 9,
    /// Lessons owed, settled from a new lot.
    Settled = 10,
    /// Something else charged; the subject is the charge.
    Charge = 20,
    /// A payment; the subject is the charge, 0 for what is paid ahead.
    Payment = 21,
    /// A refund; the subject is the lot, 0 for what was paid ahead.
    Refund = 22,
    /// A charge that will not be paid; the subject is the charge.
    WriteOff = 23,
    /// Credits moved to another lot; the subject is the new lot.
    Move = 24,
    /// Cash put into a drawer when it is opened.
    Float = 25,
    /// Cash put into or taken out of an open drawer.
    CashMove = 26,
    /// Cash that a count found missing or over.
    Variance = 27,
    /// Cash brought back from a drawer at the day-end.
    Banked = 28,
    /// A voucher; the subject is the student who was brought, or the charge that it lowered.
    Voucher = 29,
    /// A discount used; the subject is the charge.
    Discount = 30,
    /// Cash brought to the bank, or fetched from there.
    Bank = 31,
}

/// One side of a transfer, under the account that it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The journal entry that posted it.
    pub tx: u64,
    /// When that was, UTC.
    pub at: Instant,
    /// The school day that it counts for.
    pub day: Day,
    /// Who did it.
    pub operator: StaffId,
    /// Whether this account is the one that it went to.
    pub into: bool,
    /// How much was moved; negative for what takes back.
    pub amount: i64,
    /// The account on the other side.
    pub contra: Account,
    /// What the turnovers are divided by; 0 for nothing.
    pub tag: u64,
    /// Why.
    pub why: Why,
    /// What `why` speaks of; 0 for none.
    pub subject: u64,
    /// The lesson in which it happened, if in one.
    pub lesson: Option<LessonId>,
    /// The number of the entry on this account that this one reverses; 0 for none.
    pub reverses: u64,
    /// The number of the other side's entry on the contra account; 0 where that keeps none.
    pub twin: u64,
    /// The account's balance after it.
    pub balance: i64,
}

impl Entry {
    /// What it did to this account's balance.
    pub fn effect(&self) -> i64 {
        if self.into { self.amount } else { -self.amount }
    }
}

const VERSION: u8 = 1;

impl Stored for Entry {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(112);
        out.push(VERSION);
        (self.tx, self.at, self.day).write(&mut out);
        (self.operator, u8::from(self.into), self.amount).write(&mut out);
        (self.contra, self.tag, self.why as u8).write(&mut out);
        (self.subject, self.lesson.unwrap_or_default()).write(&mut out);
        (self.reverses, self.twin, self.balance).write(&mut out);
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, mut rest) = bytes.split_first()?;
        let input = &mut rest;
        let (tx, at, day) = Key::read(input)?;
        let (operator, into, amount): (StaffId, u8, i64) = Key::read(input)?;
        let (contra, tag, why): (Account, u64, u8) = Key::read(input)?;
        let (subject, lesson): (u64, LessonId) = Key::read(input)?;
        let (reverses, twin, balance) = Key::read(input)?;
        (*version == VERSION && input.is_empty()).then_some(Entry {
            tx,
            at,
            day,
            operator,
            into: into == 1,
            amount,
            contra,
            tag,
            why: Why::of(why)?,
            subject,
            lesson: (lesson.0 != 0).then_some(lesson),
            reverses,
            twin,
            balance,
        })
    }
}

/// An account's running totals, and how many entries it has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Head {
    pub total: Turnover,
    pub count: u64,
}

impl Stored for Head {
    fn encode(&self) -> Vec<u8> {
        let mut out = self.total.encode();
        self.count.write(&mut out);
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (total, mut count) = bytes.split_at_checked(17)?;
        let head = Head { total: Turnover::decode(total)?, count: Key::read(&mut count)? };
        count.is_empty().then_some(head)
    }
}
