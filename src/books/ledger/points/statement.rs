//! A student's points, line by line 积分明细. What was taken back stands in one line with what took it back.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AdjustPoints;
use crate::base::{
    Day, Instant, LessonId, Points, Prose, Refused, RewardId, RuleId, StaffId, StudentId, Text,
};
use crate::books::calendar::{LESSONS, Numbers};
use crate::books::ledger::{Account, Entry, Why, entries, total};
use crate::books::register::{Class, Listed, Reward, Rule, Staff, name_of, student};
use crate::books::{Act, Ask, View};
use crate::store::Read;
use crate::store::journal;

/// Asks for the lines of a student's points, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PointsStatement {
    /// Whose.
    pub student: StudentId,
    /// Only lines before that number, to page on.
    #[serde(default)]
    pub before: Option<u64>,
    /// At most so many lines; 0 for all.
    #[serde(default)]
    pub limit: usize,
}

/// A student's points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Who.
    pub name: Text,
    /// Points to spend.
    pub balance: Points,
    /// Earned in all, deductions taken off.
    pub earned: Points,
    /// Redeemed in all.
    pub redeemed: Points,
    /// The tier held.
    pub tier: Option<Text>,
    /// The next tier, and how many points are missing.
    pub next: Option<(Text, Points)>,
    /// The lines, newest first.
    pub lines: Vec<StatementLine>,
    /// Whether older lines follow.
    pub more: bool,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementLine {
    /// Its number on the account.
    pub number: u64,
    /// The school day that it counts for.
    pub day: Day,
    /// When it was given, UTC.
    pub at: Instant,
    /// By whom.
    pub by: Text,
    /// Why.
    pub why: Why,
    /// The rule or the reward.
    pub what: Text,
    /// In which class; empty for none.
    pub class: Text,
    /// The number of the lesson in which it happened.
    pub lesson: Option<u32>,
    /// What it did to the balance, had it not been taken back.
    pub points: Points,
    /// The balance behind it.
    pub balance: Points,
    /// Taken back: by whom and when. It counts for nothing then.
    pub taken_back: Option<(Text, Instant)>,
    /// The words that were given with a correction.
    pub note: Prose,
}

impl Ask for PointsStatement {
    const NAME: &'static str = "points.statement";
    type Answer = Statement;

    fn answer(&self, view: &View<'_>) -> Result<Statement, Refused> {
        let name = student(view.read, self.student)?.name;
        let account = Account::points(self.student);
        let total = total(view.read, account)?;
        let limit = if self.limit == 0 { usize::MAX } else { self.limit };
        let (lines, more) = self.lines(view.read, account, total.balance(), limit)?;
        let school = view.school;
        Ok(Statement {
            name,
            balance: total.balance(),
            earned: total.into,
            redeemed: total.out,
            tier: school.tier(total.into).map(|(_, tier)| tier.name.clone()),
            next: school.next_tier(total.into).map(|tier| (tier.name.clone(), tier.from - total.into)),
            lines,
            more,
        })
    }

    fn example() -> Self {
        PointsStatement { student: StudentId(3), before: None, limit: 20 }
    }
}

/// Entries read at once.
const PAGE: usize = 128;

impl PointsStatement {
    /// From the newest on, since only newer entries tell what was taken back and what the balance was.
    fn lines(
        &self,
        read: &dyn Read,
        account: Account,
        balance: Points,
        limit: usize,
    ) -> Result<(Vec<StatementLine>, bool), Refused> {
        let mut lines = Vec::new();
        let mut running = balance;
        // What reverses an entry, by that entry's number: newer ones only, so known when it is met.
        let mut reversers: BTreeMap<u64, (u64, StaffId, Instant)> = BTreeMap::new();
        let mut before = None;
        let mut numbers = Numbers::default();
        loop {
            let page = entries(read, account, before, PAGE)?;
            for (number, entry) in &page {
                if entry.reverses != 0 {
                    reversers.insert(entry.reverses, (*number, entry.operator, entry.at));
                    continue;
                }
                let taken = taken_back(*number, &reversers);
                let wanted = self.before.is_none_or(|before| *number < before);
                if wanted && lines.len() == limit {
                    return Ok((lines, true));
                }
                if wanted {
                    lines.push(line(read, *number, entry, running, taken, &mut numbers)?);
                }
                if taken.is_none() {
                    running -= entry.effect();
                }
            }
            match page.last() {
                Some((number, _)) if page.len() == PAGE => before = Some(*number),
                _ => return Ok((lines, false)),
            }
        }
    }
}

/// Who took an entry back, unless that was taken back itself.
fn taken_back(number: u64, reversers: &BTreeMap<u64, (u64, StaffId, Instant)>) -> Option<(StaffId, Instant)> {
    let mut taken = None;
    let mut at = number;
    while let Some((next, by, when)) = reversers.get(&at) {
        taken = if taken.is_none() { Some((*by, *when)) } else { None };
        at = *next;
    }
    taken
}

fn line(
    read: &dyn Read,
    number: u64,
    entry: &Entry,
    balance: Points,
    taken: Option<(StaffId, Instant)>,
    numbers: &mut Numbers,
) -> Result<StatementLine, Refused> {
    let what = match entry.why {
        Why::Award => name_of::<Rule>(read, RuleId(entry.subject))?,
        Why::Redemption => name_of::<Reward>(read, RewardId(entry.subject))?,
        _ => Text::default(),
    };
    let class = match entry.tag {
        0 => Text::default(),
        tag => Class::TABLE.get(read, &tag.into())?.map(|class| class.name().clone()).unwrap_or_default(),
    };
    let no = |id: LessonId| -> Result<Option<u32>, Refused> {
        LESSONS.get(read, &id)?.map(|lesson| numbers.of(read, id, lesson.class)).transpose()
    };
    let taken = match taken {
        Some((by, at)) => Some((name_of::<Staff>(read, by)?, at)),
        None => None,
    };
    Ok(StatementLine {
        number,
        day: entry.day,
        at: entry.at,
        by: name_of::<Staff>(read, entry.operator)?,
        why: entry.why,
        what,
        class,
        lesson: entry.lesson.map(no).transpose()?.flatten(),
        points: entry.effect(),
        balance,
        taken_back: taken,
        note: if entry.why == Why::Adjustment { reason(read, entry.tx)? } else { Prose::default() },
    })
}

/// The reason that stands in the journal with a correction.
fn reason(read: &dyn Read, tx: u64) -> Result<Prose, Refused> {
    let given = journal::entry(read, tx)?.filter(|entry| entry.act == AdjustPoints::NAME);
    let text = given.and_then(|entry| entry.body.get("reason").and_then(|r| r.as_str()).map(Prose::new));
    Ok(text.unwrap_or_default())
}
