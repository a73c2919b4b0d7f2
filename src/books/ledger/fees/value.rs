//! What was paid for lessons that were brought along when the books were opened. The import knows how many are
//! left and not what they cost, so until the office says it they are worth nothing: refunded, they give nothing
//! back, and taught, they are no income.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Move, ONLY_PAID, shift};
use crate::base::{Credits, LotId, Money, Prose, Refused, Say, StudentId};
use crate::books::ledger::credits::{LOTS, Lot, share, unit_price};
use crate::books::ledger::{Account, AccountKind, Why, balance, entries};
use crate::books::register::student;
use crate::books::{Act, Books, Done};
use crate::store::Read;

/// States what the lessons that are left of an opening lot were paid with. Stated again, the last word holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ValueLot {
    /// Whose.
    pub student: StudentId,
    /// Which lot; one that was brought in when the books were opened.
    pub lot: LotId,
    /// What was paid for all that is left of it.
    pub value: Money,
    /// Where that is known from.
    pub reason: Prose,
}

/// Whether a lot was brought in when the books were opened.
pub(super) fn is_opening(read: &dyn Read, who: StudentId, lot: LotId) -> Result<bool, Refused> {
    let first = entries(read, Account::lot(who, lot), None, usize::MAX)?.pop();
    Ok(first.is_some_and(|(_, entry)| entry.why == Why::Opening))
}

impl Act for ValueLot {
    const NAME: &'static str = "lot.value";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        if self.value.0 < 0 {
            return Err(Refused::input(Say::new("error-negative")));
        }
        if self.value > Money::MOST {
            return Err(Refused::input(Say::new("error-too-large")));
        }
        let key = (self.student, self.lot);
        let lot = LOTS.get(&books.draft, &key)?.ok_or_else(|| Refused::missing("fee-noun-lot", self.lot))?;
        if !is_opening(&books.draft, self.student, self.lot)? {
            return Err(Refused::input(Say::new("fee-value-sold")).hint(Say::new("fee-value-sold-hint")));
        }
        let left = balance(&books.draft, Account::lot(self.student, self.lot))?;
        if left <= 0 {
            return Err(Refused::input(Say::new("fee-value-used-up")));
        }
        let deferred = Account::deferred(self.student, self.lot);
        let now = -balance(&books.draft, deferred)?;
        if now == self.value.0 {
            return Err(Refused::input(Say::new("fee-value-same").with("value", self.value)));
        }
        let step = Move {
            from: deferred,
            to: Account::new(AccountKind::MoneyOpening, 0, 0),
            amount: self.value.0 - now,
            day: books.today(),
            why: Why::Opening,
            subject: self.lot.0,
            tag: 0,
        };
        shift(books, step)?;
        // What all of it cost follows from what the rest of it cost.
        let whole = i128::from(self.value.0) * i128::from(lot.credits.0) / i128::from(left);
        let whole = Money(i64::try_from(whole).unwrap_or(self.value.0).max(self.value.0));
        LOTS.put(&mut books.draft, &key, &Lot { value: whole, ..lot });
        let unit = match books.cx.rules < ONLY_PAID {
            true => Money(share(self.value.0, 100, left.max(100))),
            false => unit_price(self.value, Credits(left)),
        };
        let say = Say::new("fee-lot-valued").with("name", &who.name).with("value", self.value);
        Ok(Done::said(say.with("credits", Credits(left)).with("unit", unit)))
    }

    fn example() -> Self {
        ValueLot {
            student: StudentId(3),
            lot: LotId(1),
            value: Money(64_000),
            reason: "旧系统收据 2025-0917".into(),
        }
    }
}
