//! Accounts: a kind and up to two ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base::*;
use crate::store::Key;

/// What an account counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Points, in ones.
    Points,
    /// Lesson credits, in hundredths.
    Credits,
    /// Money, in minor units.
    Money,
    /// Things in stock, in pieces.
    Stock,
    /// What vouchers are still good for, in minor units. Not money: it lowers a price, nobody owes it.
    Vouchers,
    /// How often a discount was used, in ones.
    Uses,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $byte:literal $text:literal $unit:ident $entries:literal $floor:literal,)*) => {
        /// What an account is for. The byte is part of the store's format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum AccountKind { $($(#[$doc])* $name = $byte,)* }

        impl AccountKind {
            /// Every kind.
            pub const ALL: &[AccountKind] = &[$(AccountKind::$name),*];
            fn of(byte: u8) -> Option<AccountKind> {
                match byte { $($byte => Some(AccountKind::$name),)* _ => None }
            }
            /// Its name in exports: `points`, `lot`, `receivable`.
            pub const fn name(self) -> &'static str {
                match self { $(AccountKind::$name => $text,)* }
            }
            /// What it counts.
            pub const fn unit(self) -> Unit {
                match self { $(AccountKind::$name => Unit::$unit,)* }
            }
            /// Whether entries are written under it. Where not, its totals are the sum of the entries
            /// that name it as their contra account: a fact stands once.
            pub const fn keeps_entries(self) -> bool {
                match self { $(AccountKind::$name => $entries,)* }
            }
            /// Whether it may not go below zero.
            pub const fn has_floor(self) -> bool {
                match self { $(AccountKind::$name => $floor,)* }
            }
        }
    };
}

kinds! {
    /// A student's points: `a` the student. In: earned (deductions negative); out: redeemed.
    Points = 16 "points" Points true true,
    /// Points issued by a rule: `a` the rule, `b` who gave them.
    PointsIssued = 17 "points_issued" Points false false,
    /// Points redeemed for a reward: `a` the reward.
    PointsRedeemed = 18 "points_redeemed" Points false false,
    /// Points brought in when the books were opened, and corrections.
    PointsAdjusted = 19 "points_adjusted" Points false false,

    /// One lot of a student's lesson credits: `a` the student, `b` the lot.
    Lot = 32 "lot" Credits true true,
    /// Credits granted by sales and gifts: `a` the course, if for one.
    CreditsGranted = 33 "credits_granted" Credits false false,
    /// Credits taught: `a` the class.
    CreditsTaught = 34 "credits_taught" Credits false false,
    /// Credits lapsed, refunded or written off.
    CreditsEnded = 35 "credits_ended" Credits false false,
    /// Credits brought in when the books were opened.
    CreditsOpening = 36 "credits_opening" Credits false false,
    /// Lessons taught without a credit: `a` the student. At or below zero; the next lot settles it.
    CreditsOwed = 37 "credits_owed" Credits true false,

    /// What a student owes from before the books were opened: `a` the student. Below zero: paid ahead.
    Receivable = 48 "receivable" Money true false,
    /// Paid or owed, not yet taught, per lot: `a` the student, `b` the lot. A liability: in the red.
    Deferred = 49 "deferred" Money true false,
    /// Income from teaching: `a` the course.
    Income = 50 "income" Money false false,
    /// What was owed when the books were opened.
    MoneyOpening = 51 "money_opening" Money false false,

    /// What is open of a charge 应收: `a` the student, `b` the charge. No more is ever paid on it.
    Charge = 52 "charge" Money true true,
    /// Cash in a drawer 钱箱: `a` the cashier who answers for it. Empty after the day-end.
    Cash = 53 "cash" Money true true,
    /// Taken by another method: `a` the method, `b` who took it.
    Till = 54 "till" Money true false,
    /// Cash of the house that is in no drawer. Floats come from here, and the day-end brings it back.
    Safe = 55 "safe" Money true false,
    /// Cash that a count found missing or over: `a` the cashier.
    CashOver = 56 "cash_over" Money false false,
    /// Income from other charges: material, exams, fees.
    OtherIncome = 57 "other_income" Money false false,
    /// Income from credits that expired unused: `a` the course.
    Breakage = 58 "breakage" Money false false,
    /// Charges that will not be paid.
    WrittenOff = 59 "written_off" Money false false,
    /// Small things paid out of the drawer.
    Petty = 60 "petty" Money false false,
    /// What a student's vouchers are still good for: `a` the student, `b` their last day, 0 for none.
    Voucher = 61 "voucher" Vouchers true true,
    /// Vouchers given out: `a` whom they were given for bringing.
    VoucherIssued = 62 "voucher_issued" Vouchers false false,
    /// Uses of a discount: `a` the discount, `b` the student; with no student, all uses, in the red.
    DiscountUsed = 63 "discount_used" Uses true false,

    /// Pieces of a reward on the shelf: `a` the reward.
    Stock = 64 "stock" Stock true true,
    /// Pieces of a reward bought in: `a` the reward.
    StockBought = 65 "stock_bought" Stock false false,
    /// Pieces of a reward given out: `a` the reward.
    StockGiven = 66 "stock_given" Stock false false,

    /// The school's account at the bank: what was there as the books began, cash that was brought there from the
    /// safe, and what its statements said beyond that.
    Bank = 80 "bank" Money true false,
    /// What the bank's statements said beyond what the books know of.
    BankOther = 81 "bank_other" Money false false,
}

impl AccountKind {
    /// Whether its accounts are listed while they hold something, so that what is open (unpaid charges,
    /// lots with credits left) is found without passing over what is settled.
    pub const fn is_listed(self) -> bool {
        matches!(self, AccountKind::Receivable | AccountKind::Charge | AccountKind::Lot)
    }
}

/// An account: what it is for, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// What it is for.
    pub kind: AccountKind,
    /// The first id, as the kind says; 0 for none.
    pub a: u64,
    /// The second id, as the kind says; 0 for none.
    pub b: u64,
}

impl Account {
    /// An account of that kind.
    pub const fn new(kind: AccountKind, a: u64, b: u64) -> Account {
        Account { kind, a, b }
    }
    /// A student's points.
    pub const fn points(student: StudentId) -> Account {
        Account::new(AccountKind::Points, student.0, 0)
    }
    /// A lot of a student's lesson credits.
    pub const fn lot(student: StudentId, lot: LotId) -> Account {
        Account::new(AccountKind::Lot, student.0, lot.0)
    }
    /// What a student owes from before the books were opened; below zero: paid ahead.
    pub const fn receivable(student: StudentId) -> Account {
        Account::new(AccountKind::Receivable, student.0, 0)
    }
    /// What is open of a charge.
    pub const fn charge(student: StudentId, charge: ChargeId) -> Account {
        Account::new(AccountKind::Charge, student.0, charge.0)
    }
    /// The part of a lot's price that is not yet earned; a liability, so in the red.
    pub const fn deferred(student: StudentId, lot: LotId) -> Account {
        Account::new(AccountKind::Deferred, student.0, lot.0)
    }
    /// The cash in a cashier's drawer.
    pub const fn cash(cashier: StaffId) -> Account {
        Account::new(AccountKind::Cash, cashier.0, 0)
    }
}

impl Key for Account {
    fn write(&self, out: &mut Vec<u8>) {
        (self.kind as u8, self.a, self.b).write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        let (kind, a, b) = Key::read(input)?;
        Some(Account { kind: AccountKind::of(kind)?, a, b })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.kind.name(), self.a, self.b)
    }
}

impl FromStr for Account {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split(':').collect();
        let [name, a, b] = parts.as_slice() else { return Err("expected kind:id:id") };
        let kind =
            AccountKind::ALL.iter().find(|kind| kind.name() == *name).ok_or("no such kind of account")?;
        let id = |s: &str| s.parse().map_err(|_| "expected a number");
        Ok(Account::new(*kind, id(a)?, id(b)?))
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
