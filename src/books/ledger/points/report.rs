//! The balance report 积分平衡 (docs/requirements.md P9): how often each rule fires and by whom, how points grow
//! against the rewards, and who stands out.
//!
//! It reads the span's entries of every student who has a place: some ten thousand for a month of a school
//! of 320. It is asked for now and then, so nothing is kept for it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::board::{BoardSpan, Period};
use crate::base::{Day, LessonId, Points, Refused, RewardId, RuleId, StaffId, StudentId, Text, Weeks};
use crate::books::ledger::{Account, AccountKind, Entry, Span, Why, accounts, entries, total, turnover};
use crate::books::register::{Listed, PLACES, Reward, Rule, Staff, name_of, student};
use crate::books::{Ask, View};
use crate::store::Read;

/// Asks how the point rules are used.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RulesReport {
    /// Over which days.
    pub span: BoardSpan,
    /// A day of the span; today when not given.
    pub day: Option<Day>,
}

/// How the point rules are used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesAnswer {
    /// The first and the last day; none for ever.
    pub days: Option<(Day, Day)>,
    /// Rules that were used, the one that gives most first.
    pub rules: Vec<RuleUse>,
    /// Rules on offer that nobody used.
    pub unused: Vec<Text>,
    /// Who gives by hand, the most a lesson first.
    pub givers: Vec<Giver>,
    /// What stands out.
    pub outliers: Vec<Outlier>,
    /// Points issued by rules in the span.
    pub issued: Points,
    /// Points issued in the span before; none for ever.
    pub issued_before: Option<Points>,
    /// Points redeemed in the span.
    pub redeemed: Points,
    /// Points that students may still spend.
    pub outstanding: Points,
    /// What the rewards on the shelf cost together.
    pub on_shelf: Points,
}

/// How one rule is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleUse {
    /// The rule.
    pub rule: RuleId,
    /// What it is called.
    pub name: Text,
    /// How often it was given.
    pub times: usize,
    /// Points given by it, deductions negative.
    pub points: Points,
    /// How many students got any.
    pub students: usize,
    /// How many gave it.
    pub givers: usize,
    /// The share, in hundredths, that whoever gave most of it gave.
    pub top_giver_share: u8,
    /// The share, in hundredths, that the tenth of its students who got most got.
    pub top_tenth_share: u8,
    /// Given by itself for attendance.
    pub automatic: bool,
    /// How often it was given in each of the eight weeks up to the span's last day or today, that week last.
    #[serde(default)]
    pub weeks: [u32; WEEKS],
}

/// Someone who gives points by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Giver {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: Text,
    /// How often.
    pub times: usize,
    /// How many points.
    pub points: Points,
    /// In how many lessons.
    pub lessons: usize,
    /// Points a lesson.
    pub per_lesson: Points,
}

/// Something that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlier {
    /// Gives so many points a lesson where the others give so many on average: three times or more.
    Generous {
        /// Who.
        name: Text,
        /// Points a lesson.
        gives: Points,
        /// What the others give a lesson.
        others: Points,
    },
    /// Earns by one rule alone, beside attendance.
    OneRule {
        /// The student.
        student: StudentId,
        /// Name.
        name: Text,
        /// The rule.
        rule: Text,
        /// Points by it.
        points: Points,
    },
}

/// Weeks of a rule's trend.
const WEEKS: usize = 8;
/// A teacher who gives so many times what the others give stands out.
const GENEROUS_TIMES: Points = 3;
/// A student with at least so many awards by one rule and none by another stands out.
const ONE_RULE_LEAST: usize = 5;

/// One award, as the report counts it.
struct Award {
    rule: RuleId,
    by: StaffId,
    student: StudentId,
    points: Points,
    lesson: Option<LessonId>,
    day: Day,
}

impl Ask for RulesReport {
    const NAME: &'static str = "points.rules_report";
    type Answer = RulesAnswer;

    fn answer(&self, view: &View<'_>) -> Result<RulesAnswer, Refused> {
        let read = view.read;
        let day = self.day.unwrap_or_else(|| view.today());
        let period = Period::of(read, self.span, day)?;
        let last = period.days.map_or(day, |(_, last)| last.min(view.today()));
        let weeks = Weeks::until(last.week(chrono::Weekday::Mon).last_day());
        let rules: BTreeMap<RuleId, Rule> = Rule::TABLE.all(read, &())?.into_iter().collect();
        let students: BTreeSet<StudentId> =
            PLACES.all(read, &())?.into_iter().map(|((_, student), _)| student).collect();
        let mut recent = Vec::new();
        let mut outstanding = 0;
        for student in &students {
            awards_of(
                read,
                *student,
                period.days.map(|(first, last)| (first.min(weeks.first), last)),
                &mut recent,
            )?;
            outstanding += total(read, Account::points(*student))?.balance();
        }
        let in_span =
            |award: &&Award| period.days.is_none_or(|(first, last)| (first..=last).contains(&award.day));
        let awards: Vec<&Award> = recent.iter().filter(in_span).collect();
        let by_hand: Vec<&Award> = awards
            .iter()
            .copied()
            .filter(|a| rules.get(&a.rule).is_none_or(|rule| rule.auto.is_none()))
            .collect();
        let givers = givers(read, &by_hand)?;
        let mut outliers = generous(&givers);
        outliers.extend(one_rule(read, &by_hand)?);
        let mut used = uses(read, &awards, &rules)?;
        for rule in &mut used {
            rule.weeks = weekly(weeks, recent.iter().filter(|award| award.rule == rule.rule));
        }
        let unused = rules.iter().filter(|(id, rule)| !rule.retired && used.iter().all(|u| u.rule != **id));
        let span = |days: Option<(Day, Day)>| days.map_or(Span::All, |(first, last)| Span::Days(first, last));
        let moved = |kind, span| -> Result<Points, Refused> {
            accounts(read, kind)?
                .into_iter()
                .try_fold(0, |sum, (account, _)| Ok(sum - turnover(read, account, span, None)?.balance()))
        };
        let before = period.days_before();
        Ok(RulesAnswer {
            unused: unused.map(|(_, rule)| rule.name.clone()).collect(),
            rules: used,
            givers,
            outliers,
            issued: moved(AccountKind::PointsIssued, span(period.days))?,
            issued_before: match before {
                Some(days) => Some(moved(AccountKind::PointsIssued, span(Some(days)))?),
                None => None,
            },
            redeemed: -moved(AccountKind::PointsRedeemed, span(period.days))?,
            outstanding,
            on_shelf: on_shelf(read)?,
            days: period.days,
        })
    }

    fn example() -> Self {
        RulesReport { span: BoardSpan::Month, day: None }
    }
}

/// How often it was given in each of the weeks.
fn weekly<'a>(weeks: Weeks<WEEKS>, awards: impl Iterator<Item = &'a Award>) -> [u32; WEEKS] {
    let mut counts = [0; WEEKS];
    for week in awards.filter_map(|award| weeks.of(award.day)) {
        counts[week] += 1;
    }
    counts
}

/// Awards in the span that stand; what was taken back cancels out by its number.
fn awards_of(
    read: &dyn Read,
    student: StudentId,
    days: Option<(Day, Day)>,
    awards: &mut Vec<Award>,
) -> Result<(), Refused> {
    let mut before = None;
    let mut gone: BTreeSet<u64> = BTreeSet::new();
    loop {
        let page = entries(read, Account::points(student), before, 256)?;
        for (number, entry) in &page {
            if gone.contains(number) {
                continue;
            }
            if entry.reverses != 0 {
                gone.insert(entry.reverses);
                continue;
            }
            let counts = days.is_none_or(|(first, last)| (first..=last).contains(&entry.day));
            if entry.why == Why::Award && counts {
                awards.push(award(student, entry));
            }
        }
        // Entries stand in the order in which they were made; nothing is made before the day that it counts for.
        match page.last() {
            Some((number, entry))
                if page.len() == 256 && days.is_none_or(|(first, _)| entry_made(entry, first)) =>
            {
                before = Some(*number);
            }
            _ => return Ok(()),
        }
    }
}

/// Whether an entry was made so late that older ones may still count for days from `first` on: a lesson may be
/// marked some days ahead.
fn entry_made(entry: &Entry, first: Day) -> bool {
    entry.at.date_naive() >= first - chrono::Duration::days(7)
}

fn award(student: StudentId, entry: &Entry) -> Award {
    Award {
        rule: RuleId(entry.subject),
        by: entry.operator,
        student,
        points: entry.effect(),
        lesson: entry.lesson,
        day: entry.day,
    }
}

fn share(part: Points, whole: Points) -> u8 {
    if whole <= 0 { 0 } else { u8::try_from((part * 100 / whole).clamp(0, 100)).unwrap_or(100) }
}

fn uses(read: &dyn Read, awards: &[&Award], rules: &BTreeMap<RuleId, Rule>) -> Result<Vec<RuleUse>, Refused> {
    let mut by_rule: BTreeMap<RuleId, Vec<&Award>> = BTreeMap::new();
    for &award in awards {
        by_rule.entry(award.rule).or_default().push(award);
    }
    let mut found = Vec::new();
    for (rule, given) in by_rule {
        let (mut by, mut to) = (BTreeMap::<StaffId, Points>::new(), BTreeMap::<StudentId, Points>::new());
        for award in &given {
            *by.entry(award.by).or_default() += award.points.abs();
            *to.entry(award.student).or_default() += award.points.abs();
        }
        let whole: Points = by.values().sum();
        let mut got: Vec<Points> = to.values().copied().collect();
        got.sort_unstable_by(|a, b| b.cmp(a));
        let top_tenth: Points = got.iter().take(got.len().div_ceil(10)).sum();
        found.push(RuleUse {
            rule,
            name: name_of::<Rule>(read, rule)?,
            times: given.len(),
            points: given.iter().map(|award| award.points).sum(),
            students: to.len(),
            givers: by.len(),
            top_giver_share: share(by.values().copied().max().unwrap_or(0), whole),
            top_tenth_share: share(top_tenth, whole),
            automatic: rules.get(&rule).is_some_and(|rule| rule.auto.is_some()),
            weeks: [0; WEEKS],
        });
    }
    found.sort_by_key(|rule| std::cmp::Reverse(rule.points.abs()));
    Ok(found)
}

fn givers(read: &dyn Read, awards: &[&Award]) -> Result<Vec<Giver>, Refused> {
    let mut by: BTreeMap<StaffId, (usize, Points, BTreeSet<LessonId>)> = BTreeMap::new();
    for award in awards {
        let (times, points, lessons) = by.entry(award.by).or_default();
        *times += 1;
        *points += award.points;
        lessons.extend(award.lesson);
    }
    let mut found = Vec::new();
    for (staff, (times, points, lessons)) in by {
        let name = name_of::<Staff>(read, staff)?;
        let per_lesson = points / (lessons.len().max(1) as Points);
        found.push(Giver { staff, name, times, points, lessons: lessons.len(), per_lesson });
    }
    found.sort_by_key(|giver| std::cmp::Reverse(giver.per_lesson));
    Ok(found)
}

fn generous(givers: &[Giver]) -> Vec<Outlier> {
    let others = |one: &Giver| {
        let rest = givers.iter().filter(|giver| giver.staff != one.staff);
        let (sum, count) = rest.fold((0, 0), |(sum, count), giver| (sum + giver.per_lesson, count + 1));
        (count > 0).then(|| sum / count)
    };
    let stands_out = |giver: &Giver| {
        let others = others(giver).filter(|others| *others > 0)?;
        (giver.per_lesson >= GENEROUS_TIMES * others).then(|| Outlier::Generous {
            name: giver.name.clone(),
            gives: giver.per_lesson,
            others,
        })
    };
    givers.iter().filter_map(stands_out).collect()
}

fn one_rule(read: &dyn Read, awards: &[&Award]) -> Result<Vec<Outlier>, Refused> {
    let mut by: BTreeMap<StudentId, BTreeMap<RuleId, (usize, Points)>> = BTreeMap::new();
    for award in awards.iter().filter(|award| award.points > 0) {
        let (times, points) = by.entry(award.student).or_default().entry(award.rule).or_default();
        *times += 1;
        *points += award.points;
    }
    let mut found = Vec::new();
    for (id, rules) in by {
        let mut rules = rules.into_iter();
        if let (Some((rule, (times, points))), None) = (rules.next(), rules.next())
            && times >= ONE_RULE_LEAST
        {
            let (name, rule) = (student(read, id)?.name, name_of::<Rule>(read, rule)?);
            found.push((points, Outlier::OneRule { student: id, name, rule, points }));
        }
    }
    found.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    Ok(found.into_iter().map(|(_, outlier)| outlier).collect())
}

fn on_shelf(read: &dyn Read) -> Result<Points, Refused> {
    let mut worth = 0;
    for (id, reward) in Reward::TABLE.all(read, &())? {
        let id: RewardId = id;
        let stock = total(read, Account::new(AccountKind::Stock, id.0, 0))?.balance();
        worth += stock * reward.cost;
    }
    Ok(worth)
}
