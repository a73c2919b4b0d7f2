//! Vouchers 抵扣: what a referral earns, and what lowers a later price. What they are good for is a balance by
//! student and last day; once that day is past, what is left is good for nothing, and nobody is owed it.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Move, above_zero, shift};
use crate::base::{ChargeId, Day, Money, Prose, Refused, Say, StudentId};
use crate::books::ledger::{Account, AccountKind, Why, accounts_of};
use crate::books::register::student;
use crate::books::{Act, Books, Done};
use crate::store::Read;

/// Vouchers of one student that have the same last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherState {
    /// The last day on which they may be used; without end when not given.
    pub expires: Option<Day>,
    /// What they are good for.
    pub left: Money,
}

fn account(who: StudentId, expires: Option<Day>) -> Account {
    let last = expires.map_or(0, |day| u64::try_from(day.num_days_from_ce()).unwrap_or_default());
    Account::new(AccountKind::Voucher, who.0, last)
}

fn last_day(account: Account) -> Option<Day> {
    let days = i32::try_from(account.b).ok().filter(|days| *days > 0)?;
    Day::from_num_days_from_ce_opt(days)
}

/// A student's vouchers that may be used on a day: those that end first come first.
///
/// # Errors
/// When the store fails.
pub fn vouchers(read: &dyn Read, who: StudentId, day: Day) -> Result<Vec<VoucherState>, Refused> {
    let found = accounts_of(read, AccountKind::Voucher, who.0)?;
    let state = |(account, total): (Account, crate::books::ledger::Turnover)| VoucherState {
        expires: last_day(account),
        left: Money(total.balance()),
    };
    let mut live: Vec<_> = found.into_iter().map(state).collect();
    live.retain(|voucher| voucher.left.0 > 0 && voucher.expires.is_none_or(|last| day <= last));
    live.sort_by_key(|voucher| voucher.expires.unwrap_or(Day::MAX));
    Ok(live)
}

/// What a student's vouchers are good for on a day.
pub(super) fn good_for(read: &dyn Read, who: StudentId, day: Day) -> Result<Money, Refused> {
    Ok(Money(vouchers(read, who, day)?.iter().map(|voucher| voucher.left.0).sum()))
}

/// Takes so much off a student's vouchers for a charge.
pub(super) fn spend(
    books: &mut Books<'_>,
    who: StudentId,
    amount: Money,
    charge: ChargeId,
) -> Result<(), Refused> {
    let day = books.today();
    let mut rest = amount.0;
    for voucher in vouchers(&books.draft, who, day)? {
        let step = voucher.left.0.min(rest);
        rest -= step;
        let (from, to) = (account(who, voucher.expires), Account::new(AccountKind::VoucherIssued, who.0, 0));
        let (why, subject) = (Why::Voucher, charge.0);
        shift(books, Move { from, to, amount: step, day, why, subject, tag: 0 })?;
    }
    match rest {
        0 => Ok(()),
        rest => {
            let have = Money(amount.0 - rest);
            Err(Refused::input(Say::new("price-voucher-short").with("have", have)))
        }
    }
}

/// Gives a student a voucher: what a referral 转介绍 earns. It lowers the price of a later sale.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GiveVoucher {
    /// To whom.
    pub student: StudentId,
    /// How much it is good for.
    pub amount: Money,
    /// Whom they brought.
    #[serde(default)]
    pub brought: Option<StudentId>,
    /// The last day on which it may be used; without end when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// Why.
    pub reason: Prose,
}

impl Act for GiveVoucher {
    const NAME: &'static str = "voucher.give";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        above_zero(self.amount)?;
        let day = books.today();
        if self.expires.is_some_and(|last| last < day) {
            return Err(Refused::input(Say::new("fee-voucher-past")));
        }
        if self.brought == Some(self.student) {
            return Err(Refused::input(Say::new("price-other-not-student").with("name", &who.name)));
        }
        let brought = self.brought.map(|id| student(&books.draft, id).map(|_| id.0)).transpose()?;
        let subject = brought.unwrap_or_default();
        let step = Move {
            from: Account::new(AccountKind::VoucherIssued, subject, 0),
            to: account(self.student, self.expires),
            amount: self.amount.0,
            day,
            why: Why::Voucher,
            subject,
            tag: 0,
        };
        shift(books, step)?;
        let have = good_for(&books.draft, self.student, day)?;
        let said = match self.expires {
            Some(last) => Say::new("fee-voucher-given-until").with("last", last),
            None => Say::new("fee-voucher-given"),
        };
        Ok(Done::said(said.with("name", &who.name).with("amount", self.amount).with("have", have)))
    }

    fn example() -> Self {
        GiveVoucher {
            student: StudentId(1),
            amount: Money(20_000),
            brought: Some(StudentId(3)),
            expires: Day::from_ymd_opt(2027, 6, 30),
            reason: "转介绍".into(),
        }
    }
}
