//! A student's account as it came about 流水: what was charged, paid, paid back and written off, in the order in
//! which it was done, and what was owed after each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::receipt::receipts_of;
use super::{CHARGES, Receipt, ReceiptNo, Series};
use crate::base::{ChargeId, Day, Money, Refused, Say, StaffId, StudentId, Text};
use crate::books::ledger::credits::LOTS;
use crate::books::ledger::{Account, AccountKind, Entry, Why, entries};
use crate::books::register::{Staff, name_of, student};
use crate::books::{Ask, View};
use crate::store::Read;

/// Asks how a student's account came about.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeStatement {
    /// Whose.
    pub student: StudentId,
}

/// A student's account as it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeStatementAnswer {
    /// Who.
    pub name: Text,
    /// What was done, newest first.
    pub rows: Vec<FeeStatementRow>,
}

/// Something that was done to an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeStatementRow {
    /// The journal entry.
    pub entry: u64,
    /// The school day.
    pub day: Day,
    /// What.
    pub what: Say,
    /// How much was charged, paid or paid back, as `what` says; below zero for what takes back.
    pub amount: Money,
    /// What was owed after it; below zero: paid ahead.
    pub owed: Money,
    /// The receipt or refund that it gave or took back.
    pub receipt: Option<ReceiptNo>,
    /// It takes back what was done before.
    pub reverses: bool,
    /// Who did it.
    pub by: Text,
}

/// What one entry of the journal did to an account.
struct Done {
    day: Day,
    by: StaffId,
    why: Why,
    charge: ChargeId,
    /// By how much it changed what is owed.
    owed: i64,
    /// The entry of the journal that it takes back.
    reverses: Option<u64>,
}

impl Ask for FeeStatement {
    const NAME: &'static str = "fee.statement";
    type Answer = FeeStatementAnswer;

    fn answer(&self, view: &View<'_>) -> Result<FeeStatementAnswer, Refused> {
        let (read, who) = (view.read, self.student);
        let name = student(read, who)?.name;
        let mut done = BTreeMap::new();
        gather(read, Account::receivable(who), &mut done)?;
        for ((_, charge), _) in CHARGES.all(read, &(who,))? {
            gather(read, Account::charge(who, charge), &mut done)?;
        }
        // A refund that nothing was owed against moves only what was still to be taught.
        for ((_, lot), _) in LOTS.all(read, &(who,))? {
            gather(read, Account::deferred(who, lot), &mut done)?;
        }
        let receipts: BTreeMap<u64, (ReceiptNo, Receipt)> = receipts_of(read, who)?
            .into_iter()
            .map(|(no, receipt, _)| (receipt.seq, (no, receipt)))
            .collect();
        let (mut rows, mut owed) = (Vec::new(), 0);
        for (entry, one) in &done {
            owed += one.owed;
            let (root, back) = root(*entry, &done);
            let receipt = receipts.get(&root);
            let amount = match receipt {
                Some((_, receipt)) => Money(if back { -receipt.total.0 } else { receipt.total.0 }),
                None => Money(one.owed),
            };
            let what = self.what(read, &done[&root], receipt, back)?;
            rows.push(FeeStatementRow {
                entry: *entry,
                day: one.day,
                what,
                amount,
                owed: Money(owed),
                receipt: receipt.map(|(no, _)| *no),
                reverses: back,
                by: name_of::<Staff>(read, one.by)?,
            });
        }
        rows.reverse();
        Ok(FeeStatementAnswer { name, rows })
    }

    fn example() -> Self {
        FeeStatement { student: StudentId(3) }
    }
}

impl FeeStatement {
    fn what(
        &self,
        read: &dyn Read,
        done: &Done,
        receipt: Option<&(ReceiptNo, Receipt)>,
        back: bool,
    ) -> Result<Say, Refused> {
        if let Some((number, receipt)) = receipt {
            let key = match number.series {
                Series::Payment => "fee-statement-paid",
                Series::Refund => "fee-statement-refunded",
            };
            let say = Say::new(key).with("number", number.to_string());
            if back {
                return Ok(Say::new("fee-statement-void").with("what", say));
            }
            let ways = receipt.parts.iter().map(|part| part.method.say());
            let ways = ways.reduce(|first, second| {
                Say::new("fee-statement-ways").with("first", first).with("second", second)
            });
            return Ok(match ways {
                Some(ways) => Say::new("fee-statement-by").with("what", say).with("ways", ways),
                None => say,
            });
        }
        let charge = CHARGES.get(read, &(self.student, done.charge))?;
        let named = |key: &'static str| match &charge {
            Some(charge) => Say::new(key).with("name", &charge.name),
            None => Say::new(key).with("name", Say::new("receipt-line-opening")),
        };
        let what = match done.why {
            Why::Opening => Say::new("receipt-line-opening"),
            Why::WriteOff => named("fee-statement-written-off"),
            // A brother's or sister's lessons went back, which were moved from what was bought here.
            Why::Refund => named("fee-statement-settled"),
            _ => named("fee-statement-charged"),
        };
        Ok(if back { Say::new("fee-statement-back").with("what", what) } else { what })
    }
}

/// Adds what the entries of an account say to what is known of each entry of the journal.
fn gather(read: &dyn Read, account: Account, done: &mut BTreeMap<u64, Done>) -> Result<(), Refused> {
    let all = entries(read, account, None, usize::MAX)?;
    let taught = account.kind == AccountKind::Deferred;
    let by_number: BTreeMap<u64, u64> = all.iter().map(|(number, entry)| (*number, entry.tx)).collect();
    let wanted = |entry: &&(u64, Entry)| !taught || entry.1.why == Why::Refund;
    for (_, entry) in all.iter().filter(wanted) {
        let one = done.entry(entry.tx).or_insert_with(|| Done {
            day: entry.day,
            by: entry.operator,
            why: entry.why,
            charge: ChargeId(account.b),
            owed: 0,
            reverses: None,
        });
        if !taught {
            one.owed += entry.effect();
        }
        one.reverses = one.reverses.or_else(|| by_number.get(&entry.reverses).copied());
    }
    Ok(())
}

/// What an entry goes back to by what it takes back, and whether it stands against it: what takes back a taking
/// back does it again.
fn root(entry: u64, done: &BTreeMap<u64, Done>) -> (u64, bool) {
    let (mut at, mut back) = (entry, false);
    while let Some(before) = done.get(&at).and_then(|one| one.reverses).filter(|before| *before < at) {
        if !done.contains_key(&before) {
            break;
        }
        (at, back) = (before, !back);
    }
    (at, back)
}
