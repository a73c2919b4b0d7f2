//! Arrears 欠费 and what follows from their age. Nothing is kept: a step holds while the oldest overdue
//! charge is that old, and lifts by itself when it is paid.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::ahead;
use super::{owed, owed_all};
use crate::base::{Day, Money, Refused, Say, StudentId, Text};
use crate::books::Books;
use crate::books::register::FeePolicy;
use crate::store::Read;

/// How far dunning has come; each step includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Remind 提醒.
    Remind,
    /// Remind again 再次提醒.
    RemindAgain,
    /// Lessons are suspended 停课; the class screen shows it.
    Suspend,
    /// Nothing new is sold, and no place is given 停止报名.
    Block,
}

impl Step {
    /// The steps, the last one first.
    const DOWN: [Step; 4] = [Step::Block, Step::Suspend, Step::RemindAgain, Step::Remind];

    /// From how many days on it holds; 0 for never. The ages stand in the settings and nowhere else: what is
    /// withheld at the desk and which tickets are opened go by the same days.
    pub fn days(self, policy: &FeePolicy) -> u16 {
        match self {
            Step::Remind => policy.remind_days,
            Step::RemindAgain => policy.again_days,
            Step::Suspend => policy.suspend_days,
            Step::Block => policy.block_days,
        }
    }

    /// Sets from how many days on it holds.
    pub fn set_days(self, policy: &mut FeePolicy, days: u16) {
        match self {
            Step::Remind => policy.remind_days = days,
            Step::RemindAgain => policy.again_days = days,
            Step::Suspend => policy.suspend_days = days,
            Step::Block => policy.block_days = days,
        }
    }

    /// The step for arrears of that age in days.
    pub fn at(age: i64, policy: &FeePolicy) -> Option<Step> {
        let holds = |step: &Step| step.days(policy) > 0 && age >= i64::from(step.days(policy));
        Step::DOWN.into_iter().find(holds)
    }
}

/// What a student owes that is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrear {
    /// Who.
    pub student: StudentId,
    /// What is due of it.
    pub owed: Money,
    /// The oldest day on which something of it was due.
    pub oldest: Day,
    /// How many days ago that was; 0 on the day itself.
    pub age: i64,
}

impl Arrear {
    fn add(into: &mut Option<Arrear>, student: StudentId, row: &super::Owed, day: Day) {
        if row.due > day {
            return;
        }
        let sum = into.as_ref().map_or(0, |a| a.owed.0) + row.open.0;
        let oldest = into.as_ref().map_or(row.due, |a| a.oldest.min(row.due));
        let age = (day - oldest).num_days();
        *into = Some(Arrear { student, owed: Money(sum), oldest, age });
    }
}

/// Everyone who owes what was due by that day, in order of student. It costs a step for each open charge.
///
/// # Errors
/// When the store fails.
pub fn arrears(read: &dyn Read, day: Day) -> Result<Vec<Arrear>, Refused> {
    let mut found: Vec<Arrear> = Vec::new();
    for (student, row) in owed_all(read)? {
        let mut arrear = found.pop_if(|last| last.student == student);
        Arrear::add(&mut arrear, student, &row, day);
        found.extend(arrear);
    }
    Ok(found)
}

/// What one student owes that was due by that day.
///
/// # Errors
/// When the store fails.
pub fn arrear(read: &dyn Read, student: StudentId, day: Day) -> Result<Option<Arrear>, Refused> {
    let mut arrear = None;
    for row in owed(read, student)? {
        Arrear::add(&mut arrear, student, &row, day);
    }
    Ok(arrear)
}

/// How far dunning of a student has come on a day.
///
/// # Errors
/// When the store fails.
pub fn dunning(
    read: &dyn Read,
    policy: &FeePolicy,
    student: StudentId,
    day: Day,
) -> Result<Option<Step>, Refused> {
    Ok(arrear(read, student, day)?.and_then(|arrear| Step::at(arrear.age, policy)))
}

/// Refuses what is new to a student who has owed for too long.
///
/// # Errors
/// When dunning has come to its last step.
pub fn not_blocked(books: &Books<'_>, student: StudentId, name: &Text) -> Result<(), Refused> {
    let Some(arrear) = arrear(&books.draft, student, books.today())? else { return Ok(()) };
    // What lies paid ahead covers it: nobody is turned away for not having said what it is for.
    let covered = ahead(&books.draft, student)? >= arrear.owed;
    if covered || Step::at(arrear.age, &books.school.fees) < Some(Step::Block) {
        return Ok(());
    }
    let say = Say::new("fee-blocked").with("name", name).with("owed", arrear.owed).with("days", arrear.age);
    Err(Refused::input(say).hint(Say::new("fee-blocked-hint")))
}
