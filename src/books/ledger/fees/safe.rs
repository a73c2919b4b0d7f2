//! The safe 保险柜 and the bank: what was there when the books were opened, cash that is brought to the bank and
//! fetched from there. Floats come from the safe, and the day-end brings cash back to it (see `drawer`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counted::{CountLine, Keep, is_blind, last_line};
use super::{Move, Movement, above_zero, shift};
use crate::base::{Day, Kind, Money, Prose, Refused, Say, Text};
use crate::books::ledger::{
    Account, AccountKind, Span, Turnover, Why, balance, entries, turnover, turnovers,
};
use crate::books::{Act, Ask, Books, Done, View};
use crate::store::{Read, journal};

/// Cash of the house that is in no drawer.
pub(super) const SAFE: Account = Account::new(AccountKind::Safe, 0, 0);
/// The school's account at the bank.
pub(super) const BANK: Account = Account::new(AccountKind::Bank, 0, 0);

/// States what is in the safe, or at the bank, as the books begin. It is stated once; taken back, it may be stated
/// again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenSafe {
    /// The safe, or the bank.
    #[serde(default, skip_serializing_if = "Keep::is_safe")]
    pub of: Keep,
    /// What was there, before the movements that the books know of.
    pub amount: Money,
}

impl Act for OpenSafe {
    const NAME: &'static str = "safe.open";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        above_zero(self.amount)?;
        let day = books.today();
        let (to, tag) = (self.of.account(), Movement::Opening as u64);
        let stated = stated(&books.draft, self.of)?;
        let (said, already) = match self.of {
            Keep::Safe => ("safe-opened", "safe-opened-already"),
            Keep::Bank => ("safe-bank-opened", "safe-bank-opened-already"),
        };
        if stated.0 != 0 {
            let say = Say::new(already).with("amount", stated);
            return Err(Refused::new(Kind::Conflict, say).hint(Say::new("safe-opened-already-hint")));
        }
        let from = Account::new(AccountKind::MoneyOpening, 0, 0);
        let amount = self.amount.0;
        shift(books, Move { from, to, amount, day, why: Why::Opening, subject: 0, tag })?;
        let left = Money(balance(&books.draft, to)?);
        Ok(Done::said(Say::new(said).with("amount", self.amount).with("left", left)))
    }

    fn example() -> Self {
        OpenSafe { of: Keep::Safe, amount: Money(500_000) }
    }
}

/// What was stated as the books began; nothing when it was not.
fn stated(read: &dyn Read, of: Keep) -> Result<Money, Refused> {
    Ok(Money(turnover(read, of.account(), Span::All, Some(Movement::Opening as u64))?.balance()))
}

/// Whether the safe is known to hold less. What it holds is known once it was stated.
pub(super) fn safe_lacks(read: &dyn Read, amount: Money) -> Result<bool, Refused> {
    Ok(stated(read, Keep::Safe)?.0 != 0 && amount.0 > balance(read, SAFE)?)
}

/// Brings cash from the safe to the bank, or (an amount below zero) fetches it from there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BankCash {
    /// How much; below zero from the bank into the safe.
    pub amount: Money,
    /// The number of the bank's slip.
    pub slip: Text,
    /// What else there is to say.
    #[serde(default)]
    pub reason: Prose,
}

impl Act for BankCash {
    const NAME: &'static str = "safe.bank";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let amount = Money(self.amount.0.saturating_abs());
        above_zero(amount)?;
        if self.slip.is_empty() {
            return Err(Refused::input(Say::new("safe-needs-slip")));
        }
        let out = self.amount.0 > 0;
        if out && amount.0 > balance(&books.draft, SAFE)? {
            return Err(Refused::input(Say::new("safe-short").with("amount", amount))
                .hint(Say::new("safe-short-hint")));
        }
        // What is left was told here before whoever counts the safe was no longer to know it.
        let tells = books.cx.rules < 2;
        let (from, to, say) = match (out, tells) {
            (true, true) => (SAFE, BANK, "safe-deposited"),
            (true, false) => (SAFE, BANK, "safe-brought"),
            (false, true) => (BANK, SAFE, "safe-withdrawn"),
            (false, false) => (BANK, SAFE, "safe-fetched"),
        };
        let (day, tag) = (books.today(), Movement::Bank as u64);
        shift(books, Move { from, to, amount: amount.0, day, why: Why::Bank, subject: 0, tag })?;
        let say = Say::new(say).with("amount", amount).with("slip", &self.slip);
        if tells {
            return Ok(Done::said(say.with("left", Money(balance(&books.draft, SAFE)?))));
        }
        Ok(Done::said(say))
    }

    fn example() -> Self {
        BankCash { amount: Money(300_000), slip: "0042317".into(), reason: Prose::default() }
    }
}

/// What went through the safe on a day: before + opening − floats + moved + banked −
/// deposited + over = left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeDay {
    /// What was in it at the end of the day before.
    pub before: Money,
    /// Stated as the books began.
    pub opening: Money,
    /// Given to drawers as floats.
    pub floats: Money,
    /// Out of drawers during the day (below zero: into them).
    pub moved: Money,
    /// Brought from drawers at the day-end.
    pub banked: Money,
    /// Brought to the bank (below zero: fetched from there).
    pub deposited: Money,
    /// What a count found over (below zero: missing).
    pub over: Money,
    /// What was in it at the end of the day.
    pub left: Money,
}

/// What went through the safe on a day, for those who may know it.
pub(super) fn told_day(view: &View<'_>, day: Day) -> Result<Option<SafeDay>, Refused> {
    if is_blind(view)? {
        return Ok(None);
    }
    safe_day(view.read, day, view.today()).map(Some)
}

/// What went through the safe on a day. Nothing is ever booked there for a day after today.
fn safe_day(read: &dyn Read, day: Day, today: Day) -> Result<SafeDay, Refused> {
    let since = match day.succ_opt().filter(|next| *next <= today) {
        Some(next) => turnover(read, SAFE, Span::Days(next, today), None)?.balance(),
        None => 0,
    };
    let left = Money(balance(read, SAFE)? - since);
    let found = turnovers(read, SAFE, Span::Days(day, day))?;
    let net = |movement: Movement| {
        let of = found.iter().find(|(tag, _)| *tag == movement as u64);
        of.map_or(Turnover::default(), |(_, turned)| *turned).balance()
    };
    let (opening, moved, banked) = (net(Movement::Opening), net(Movement::Moved), net(Movement::Banked));
    let over = net(Movement::Variance);
    let (floats, deposited) = (-net(Movement::Float), -net(Movement::Bank));
    let before = left.0 - (opening - floats + moved + banked - deposited + over);
    Ok(SafeDay {
        before: Money(before),
        opening: Money(opening),
        floats: Money(floats),
        moved: Money(moved),
        banked: Money(banked),
        deposited: Money(deposited),
        over: Money(over),
        left,
    })
}

/// Asks how the safe stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SafeState {
    /// The day whose movements are told; today when not given.
    #[serde(default)]
    pub day: Option<Day>,
}

/// How the safe stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SafeAnswer {
    /// What is in it now; not told to whoever has still to count it.
    pub left: Option<Money>,
    /// What is at the bank by the books.
    pub at_bank: Money,
    /// Whether what was in it as the books began was stated.
    pub stated: bool,
    /// Whether what was at the bank as the books began was stated.
    pub bank_stated: bool,
    /// What went through it on the day; not told to whoever has still to count it.
    pub day: Option<SafeDay>,
    /// When it was counted last.
    pub counted: Option<CountLine>,
    /// When the bank was held against its statement last.
    pub compared: Option<CountLine>,
    /// What was brought to the bank and fetched last, newest first.
    pub slips: Vec<SlipLine>,
}

/// A way to the bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlipLine {
    /// Its journal entry.
    pub seq: u64,
    /// Its day.
    pub day: Day,
    /// How much; below zero fetched, or taken back.
    pub amount: Money,
    /// The number of the bank's slip.
    pub slip: Text,
    /// It takes another back.
    pub reversal: bool,
}

/// Ways to the bank that are told.
const SLIPS_MOST: usize = 6;

impl Ask for SafeState {
    const NAME: &'static str = "safe.state";
    type Answer = SafeAnswer;

    fn answer(&self, view: &View<'_>) -> Result<SafeAnswer, Refused> {
        let read = view.read;
        let mut slips = Vec::new();
        let moved = entries(read, BANK, None, usize::MAX)?.into_iter().filter(|(_, e)| e.why == Why::Bank);
        for (_, entry) in moved.take(SLIPS_MOST) {
            slips.push(SlipLine {
                seq: entry.tx,
                day: entry.day,
                amount: Money(entry.effect()),
                slip: slip(read, entry.tx)?,
                reversal: entry.reverses != 0,
            });
        }
        let day = told_day(view, self.day.unwrap_or_else(|| view.today()))?;
        Ok(SafeAnswer {
            left: day.map(|_| balance(read, SAFE).map(Money)).transpose()?,
            at_bank: Money(balance(read, BANK)?),
            stated: stated(read, Keep::Safe)?.0 != 0,
            bank_stated: stated(read, Keep::Bank)?.0 != 0,
            day,
            counted: last_line(read, Keep::Safe)?,
            compared: last_line(read, Keep::Bank)?,
            slips,
        })
    }

    fn example() -> Self {
        SafeState::default()
    }
}

/// The slip's number as the command gave it; that of what was taken back for a reversal.
fn slip(read: &dyn Read, seq: u64) -> Result<Text, Refused> {
    let mut seq = seq;
    while let Some(entry) = journal::entry(read, seq)? {
        if let Some(slip) = entry.body.get("slip").and_then(serde_json::Value::as_str) {
            return Ok(slip.into());
        }
        match entry.body.get("seq").and_then(serde_json::Value::as_u64).filter(|of| *of < seq) {
            Some(of) => seq = of,
            None => break,
        }
    }
    Ok(Text::default())
}
