//! The ledger as lists: every transfer, every account, every point, and who has earned most.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountKind, Entry, Span, Turnover, Unit, Why, accounts, entries, turnover};
use crate::base::{
    ClassId, Day, Instant, LessonId, Points, Refused, RewardId, RuleId, StaffId, StudentId, Text, within,
};
use crate::books::register::{Class, Listed, Reward, Rule, STUDENTS, Staff, Student, name_of, roll};
use crate::books::{Ask, View};

/// Asks for every account with its turnover, by kind. Over all accounts of a unit the balances sum to zero.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccounts {}

/// An account as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountLine {
    /// The account: its kind and up to two ids.
    pub account: Account,
    /// What it counts.
    pub unit: Unit,
    /// What went in and out.
    #[serde(flatten)]
    pub total: Turnover,
    /// What is left: points in ones, credits in hundredths, money in minor units, stock in pieces.
    pub balance: i64,
}

impl Ask for ListAccounts {
    const NAME: &'static str = "ledger.accounts";
    type Answer = Vec<AccountLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let mut lines = Vec::new();
        for kind in AccountKind::ALL {
            let found = accounts(view.read, *kind)?.into_iter();
            lines.extend(found.map(|(account, total)| AccountLine {
                account,
                unit: kind.unit(),
                total,
                balance: total.balance(),
            }));
        }
        Ok(lines)
    }

    fn example() -> Self {
        ListAccounts {}
    }
}

/// Asks for the transfers of some days, in the order in which they were made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListTransfers {
    /// First day; from the beginning when not given.
    pub from: Option<Day>,
    /// Last day; to the end when not given.
    pub until: Option<Day>,
}

/// A transfer as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransferLine {
    /// The journal entry that posted it.
    pub entry: u64,
    /// When that was, UTC.
    pub at: Instant,
    /// The school day that it counts for.
    pub day: Day,
    /// What is counted.
    pub unit: Unit,
    /// Where it came from.
    pub from: Account,
    /// Where it went.
    pub to: Account,
    /// How much, in the unit's smallest parts; negative for what takes back.
    pub amount: i64,
    /// Why.
    pub why: Why,
    /// The student whom it concerns; empty where none.
    pub student: Text,
    /// Who did it.
    pub operator: Text,
    /// Whether it reverses another.
    pub reverses: bool,
}

impl Ask for ListTransfers {
    const NAME: &'static str = "ledger.transfers";
    type Answer = Vec<TransferLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let names = Names::of(view)?;
        let mut lines = Vec::new();
        for kind in AccountKind::ALL.iter().filter(|kind| kind.keeps_entries()) {
            for (account, _) in accounts(view.read, *kind)? {
                for (number, entry) in entries(view.read, account, None, usize::MAX)? {
                    // What both sides keep an entry of is told once, from the side that it left.
                    let twice = entry.into && entry.contra.kind.keeps_entries();
                    if !twice && within(self.from, self.until, entry.day) {
                        lines.push((entry.tx, number, names.transfer(account, &entry)));
                    }
                }
            }
        }
        lines.sort_by_key(|(tx, number, line)| (*tx, line.from, line.to, *number));
        Ok(lines.into_iter().map(|(_, _, line)| line).collect())
    }

    fn example() -> Self {
        ListTransfers { from: Day::from_ymd_opt(2026, 11, 1), until: None }
    }
}

/// Asks for every award, deduction, correction and redemption of some days, in the order in which they were made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListPoints {
    /// First day; from the beginning when not given.
    pub from: Option<Day>,
    /// Last day; to the end when not given.
    pub until: Option<Day>,
    /// Of this student only.
    pub student: Option<StudentId>,
}

/// An entry of a student's points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointsLine {
    /// The journal entry that posted it.
    pub entry: u64,
    /// When that was, UTC.
    pub at: Instant,
    /// The school day that it counts for.
    pub day: Day,
    /// The student.
    pub student: StudentId,
    /// The school's own number for them.
    pub number: Text,
    /// Their name.
    pub name: Text,
    /// What it did to the points.
    pub points: Points,
    /// Why.
    pub why: Why,
    /// The rule or the reward.
    pub what: Text,
    /// The class that it counts for.
    pub class: Text,
    /// The lesson in which it happened.
    pub lesson: Option<LessonId>,
    /// Who did it.
    pub operator: Text,
    /// Points left after it.
    pub balance: Points,
    /// Whether it reverses another.
    pub reverses: bool,
}

impl Ask for ListPoints {
    const NAME: &'static str = "points.entries";
    type Answer = Vec<PointsLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let names = Names::of(view)?;
        let mut lines = Vec::new();
        for (account, _) in accounts(view.read, AccountKind::Points)? {
            if self.student.is_some_and(|only| only.0 != account.a) {
                continue;
            }
            for (_, entry) in entries(view.read, account, None, usize::MAX)?.into_iter().rev() {
                if within(self.from, self.until, entry.day) {
                    lines.push(names.points(view, StudentId(account.a), &entry)?);
                }
            }
        }
        // Stable: what one command posted to one account stays in its order.
        lines.sort_by_key(|line| (line.entry, line.student));
        Ok(lines)
    }

    fn example() -> Self {
        ListPoints { student: Some(StudentId(3)), ..ListPoints::default() }
    }
}

struct Names {
    students: BTreeMap<StudentId, Student>,
    staff: BTreeMap<StaffId, Text>,
}

impl Names {
    fn of(view: &View<'_>) -> Result<Names, Refused> {
        let staff = Staff::TABLE.all(view.read, &())?.into_iter().map(|(id, one)| (id, one.name));
        Ok(Names { students: STUDENTS.all(view.read, &())?.into_iter().collect(), staff: staff.collect() })
    }

    fn operator(&self, id: StaffId) -> Text {
        self.staff.get(&id).cloned().unwrap_or_else(|| Text::new(id.to_string()))
    }

    fn transfer(&self, account: Account, entry: &Entry) -> TransferLine {
        use AccountKind::{CreditsOwed, Deferred, Lot, Points, Receivable};
        let (from, to) = if entry.into { (entry.contra, account) } else { (account, entry.contra) };
        let of_student = matches!(account.kind, Points | Lot | CreditsOwed | Receivable | Deferred);
        let student = self.students.get(&StudentId(account.a)).filter(|_| of_student);
        TransferLine {
            entry: entry.tx,
            at: entry.at,
            day: entry.day,
            unit: account.kind.unit(),
            from,
            to,
            amount: entry.amount,
            why: entry.why,
            student: student.map(|student| student.name.clone()).unwrap_or_default(),
            operator: self.operator(entry.operator),
            reverses: entry.reverses != 0,
        }
    }

    fn points(&self, view: &View<'_>, id: StudentId, entry: &Entry) -> Result<PointsLine, Refused> {
        let student = self.students.get(&id);
        let what = match entry.why {
            Why::Award => name_of::<Rule>(view.read, RuleId(entry.subject))?,
            Why::Redemption => name_of::<Reward>(view.read, RewardId(entry.subject))?,
            _ => Text::default(),
        };
        let class = match entry.tag {
            0 => Text::default(),
            tag => name_of::<Class>(view.read, ClassId(tag))?,
        };
        Ok(PointsLine {
            entry: entry.tx,
            at: entry.at,
            day: entry.day,
            student: id,
            number: student.map(|s| s.number.clone()).unwrap_or_default(),
            name: student.map(|s| s.name.clone()).unwrap_or_default(),
            points: entry.effect(),
            why: entry.why,
            what,
            class,
            lesson: entry.lesson,
            operator: self.operator(entry.operator),
            balance: entry.balance,
            reverses: entry.reverses != 0,
        })
    }
}

/// Asks who has earned most points, of a class or of the school, in some days or in all.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RankPoints {
    /// First day; from the beginning when not given.
    pub from: Option<Day>,
    /// Last day; today when not given.
    pub until: Option<Day>,
    /// In this class only: those on its roll, and what they earned in it.
    pub class: Option<ClassId>,
}

/// A student's place in a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankLine {
    /// From 1; those with equal points share a rank, and the ranks after it are passed over.
    pub rank: usize,
    /// The student.
    pub student: StudentId,
    /// The school's own number for them.
    pub number: Text,
    /// Their name.
    pub name: Text,
    /// Points earned, deductions taken off.
    pub earned: Points,
    /// Points to spend.
    pub balance: Points,
}

/// Before any school of ours was opened.
const FIRST: Day = match Day::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};

impl Ask for RankPoints {
    const NAME: &'static str = "points.ranking";
    type Answer = Vec<RankLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let today = view.today();
        let span = match (self.from, self.until) {
            (None, None) => Span::All,
            (from, until) => Span::Days(from.unwrap_or(FIRST), until.unwrap_or(today)),
        };
        let on_roll: Option<Vec<StudentId>> = match self.class {
            Some(class) => Some(roll(view.read, class, today)?.into_iter().map(|row| row.student).collect()),
            None => None,
        };
        let mut lines = Vec::new();
        for (id, student) in STUDENTS.all(view.read, &())? {
            let gone = student.left.is_some_and(|left| left < today);
            if gone || on_roll.as_ref().is_some_and(|roll| !roll.contains(&id)) {
                continue;
            }
            let account = Account::points(id);
            let earned = turnover(view.read, account, span, self.class.map(|class| class.0))?.into;
            let balance = super::balance(view.read, account)?;
            let (number, name) = (student.number, student.name);
            lines.push(RankLine { rank: 0, student: id, number, name, earned, balance });
        }
        lines.sort_by_key(|line| (std::cmp::Reverse(line.earned), line.student));
        for at in 0..lines.len() {
            let tied = at > 0 && lines[at].earned == lines[at - 1].earned;
            lines[at].rank = if tied { lines[at - 1].rank } else { at + 1 };
        }
        Ok(lines)
    }

    fn example() -> Self {
        RankPoints { class: Some(ClassId(1)), ..RankPoints::default() }
    }
}
