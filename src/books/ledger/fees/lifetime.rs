//! Lifetime value: what a student paid, and what those paid whom the student brought.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Movement;
use super::charge::CHARGES;
use crate::base::{Money, Refused, StudentId, Text};
use crate::books::ledger::{AccountKind, Span, accounts, turnovers};
use crate::books::register::STUDENTS;
use crate::books::{Ask, View};
use crate::store::Read;

/// Asks what each student who ever paid has been worth to the school.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeeLifetime {}

/// What students have been worth, and by which channel they came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifetimeAnswer {
    /// By student, the most valuable first.
    pub students: Vec<LifetimeRow>,
    /// By channel, the most valuable first: how many who paid, and how much.
    pub channels: Vec<(Text, usize, Money)>,
}

/// What one student has been worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LifetimeRow {
    /// Who.
    pub student: StudentId,
    /// What they are called.
    pub name: Text,
    /// How they came.
    pub channel: Text,
    /// What they paid, refunds taken off.
    pub paid: Money,
    /// How many sales of lessons they had; all but the first are renewals.
    pub sales: usize,
    /// What those paid whom they brought.
    pub brought: Money,
}

impl LifetimeRow {
    /// Both together.
    pub fn value(&self) -> Money {
        Money(self.paid.0 + self.brought.0)
    }
}

/// What came in and was not paid back, by student.
fn paid(read: &dyn Read) -> Result<BTreeMap<StudentId, i64>, Refused> {
    let mut paid: BTreeMap<StudentId, i64> = BTreeMap::new();
    for kind in [AccountKind::Charge, AccountKind::Receivable] {
        for (account, _) in accounts(read, kind)? {
            for (tag, turned) in turnovers(read, account, Span::All)? {
                // What was paid ahead and used later goes out of one account and into the other.
                if [Movement::Payment as u64, Movement::Refund as u64].contains(&tag) {
                    *paid.entry(StudentId(account.a)).or_default() -= turned.balance();
                }
            }
        }
    }
    Ok(paid)
}

impl Ask for FeeLifetime {
    const NAME: &'static str = "fee.lifetime";
    type Answer = LifetimeAnswer;

    fn answer(&self, view: &View<'_>) -> Result<LifetimeAnswer, Refused> {
        let paid = paid(view.read)?;
        let mut rows: BTreeMap<StudentId, LifetimeRow> = BTreeMap::new();
        for ((id, _), charge) in CHARGES.all(view.read, &())? {
            rows.entry(id).or_default().sales += usize::from(!charge.lots.is_empty());
        }
        let mut channels: BTreeMap<Text, (usize, i64)> = BTreeMap::new();
        for (id, sum) in &paid {
            let Some(student) = STUDENTS.get(view.read, id)? else { continue };
            let row = rows.entry(*id).or_default();
            (row.name, row.paid) = (student.name, Money(*sum));
            let channel = channels.entry(student.channel.clone()).or_default();
            *channel = (channel.0 + usize::from(*sum > 0), channel.1 + sum);
            row.channel = student.channel;
            if let Some(referrer) = student.referrer {
                rows.entry(referrer).or_default().brought.0 += sum;
            }
        }
        let mut students = Vec::new();
        for (id, mut row) in rows {
            row.student = id;
            if row.name.is_empty() {
                let found = STUDENTS.get(view.read, &id)?.unwrap_or_default();
                (row.name, row.channel) = (found.name, found.channel);
            }
            students.push(row);
        }
        students.sort_by_key(|row| std::cmp::Reverse(row.value()));
        let mut channels: Vec<_> =
            channels.into_iter().map(|(name, (count, sum))| (name, count, Money(sum))).collect();
        channels.sort_by_key(|(_, _, sum)| std::cmp::Reverse(*sum));
        Ok(LifetimeAnswer { students, channels })
    }

    fn example() -> Self {
        FeeLifetime {}
    }
}
