//! Churn 流失: who left, ran out of lessons or stopped coming in a span of days, told by stage, class and reason, with its
//! rate against the span before.

use std::collections::BTreeMap;

use chrono::Days;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ticket::{ticket, tickets_of};
use crate::base::{Day, Refused, StudentId, Text};
use crate::books::calendar::{MARKS, Presence};
use crate::books::ledger::credits::{LOTS, credits_left};
use crate::books::register::{Class, Place, STUDENTS, Stage, Standing, Student, classes_of, name_of};
use crate::books::{Ask, View};
use crate::store::{Direction, Read};

/// So many days without a lesson attended count as having stopped coming.
const SILENT_DAYS: u64 = 30;
/// So many days a family has to buy again before its lessons count as run out.
const RENEW_DAYS: u64 = 14;
/// So many of a student's latest tickets are looked through for a reason.
const TICKETS: usize = 20;
/// Students that are read at a time.
const PAGE: usize = 1024;

/// Asks whom the school lost in a span of days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Churn {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// How a student was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gone {
    /// Left the school, and not as a graduate.
    Left,
    /// Used up the lessons paid for, and bought none within 14 days.
    RanOut,
    /// Has lessons, and was at none for 30 days.
    StoppedComing,
}

/// A student who was lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChurnRow {
    /// Who.
    pub student: StudentId,
    /// Name.
    pub name: Text,
    /// How.
    pub gone: Gone,
    /// On which day: of leaving, or 14 or 30 days after the last lesson.
    pub on: Day,
    /// In which stage.
    pub stage: Stage,
    /// The classes that they had a place in last.
    pub classes: Vec<Text>,
    /// What the latest ticket gives as the reason: why money was wanted back, what a complaint came from.
    pub reason: Text,
    /// What the latest follow-up came to; it may tell more, and is no reason to be counted.
    pub talk: Text,
}

/// Whom the school lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChurnAnswer {
    /// Who, the latest first.
    pub rows: Vec<ChurnRow>,
    /// Students who were here when the span began.
    pub here: u32,
    /// Lost in the span before, which was as long.
    pub before: u32,
    /// Students who were here when that one began.
    pub here_before: u32,
    /// By class: how many were lost of it.
    pub classes: Vec<(Text, u32)>,
    /// By reason.
    pub reasons: Vec<(Text, u32)>,
}

fn permille(part: usize, whole: u32) -> Option<u32> {
    (whole > 0).then(|| ((part as u64 * 1000 + u64::from(whole) / 2) / u64::from(whole)) as u32)
}

impl ChurnAnswer {
    /// Lost of those who were here, in thousandths.
    pub fn rate(&self) -> Option<u32> {
        permille(self.rows.len(), self.here)
    }
    /// The same of the span before.
    pub fn rate_before(&self) -> Option<u32> {
        permille(self.before as usize, self.here_before)
    }
}

impl Ask for Churn {
    const NAME: &'static str = "student.churn";
    type Answer = ChurnAnswer;

    fn answer(&self, view: &View<'_>) -> Result<ChurnAnswer, Refused> {
        if self.until < self.from {
            return Err(Refused::input(crate::base::Say::new("queue-span-wrong")));
        }
        let long = Days::new((self.until - self.from).num_days().unsigned_abs() + 1);
        let earlier = self.from.checked_sub_days(long).unwrap_or(self.from);
        let mut answer = ChurnAnswer {
            rows: Vec::new(),
            here: 0,
            before: 0,
            here_before: 0,
            classes: Vec::new(),
            reasons: Vec::new(),
        };
        let mut low = StudentId(0);
        loop {
            let page = STUDENTS.range(view.read, &low, &(), Direction::Up, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            low = StudentId(last.0 + 1);
            for (id, who) in &page {
                let here = |day: Day| {
                    who.joined.is_none_or(|joined| joined < day) && who.left.is_none_or(|left| left >= day)
                };
                answer.here += u32::from(here(self.from));
                answer.here_before += u32::from(here(earlier));
                match gone(view, *id, who)? {
                    Some((gone, on)) if self.from <= on && on <= self.until => {
                        answer.rows.push(row(view.read, *id, who, gone, on)?);
                    }
                    Some((_, on)) if earlier <= on && on < self.from => answer.before += 1,
                    _ => {}
                }
            }
        }
        answer.rows.sort_by_key(|row| (std::cmp::Reverse(row.on), row.student));
        answer.classes = counted(answer.rows.iter().flat_map(|row| row.classes.clone()));
        answer.reasons = counted(answer.rows.iter().map(|row| row.reason.clone()));
        Ok(answer)
    }

    fn example() -> Self {
        let day = |d| Day::from_ymd_opt(2026, 11, d).unwrap_or_default();
        Churn { from: day(1), until: day(30) }
    }
}

/// How often each stands there, the most frequent first; nothing is not counted.
fn counted(all: impl Iterator<Item = Text>) -> Vec<(Text, u32)> {
    let mut count: BTreeMap<Text, u32> = BTreeMap::new();
    for one in all.filter(|one| !one.is_empty()) {
        *count.entry(one).or_default() += 1;
    }
    let mut rows: Vec<(Text, u32)> = count.into_iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows
}

/// How and when a student was lost, as the books stand now.
fn gone(view: &View<'_>, id: StudentId, who: &Student) -> Result<Option<(Gone, Day)>, Refused> {
    let today = view.today();
    if let Some(left) = who.left.filter(|left| *left <= today) {
        return Ok((who.stage < Stage::Graduation).then_some((Gone::Left, left)));
    }
    if who.stage >= Stage::Graduation || LOTS.scan(view.read, &(id,), Direction::Up, 1)?.is_empty() {
        return Ok(None);
    }
    let Some(last) = attended(view.read, id)? else { return Ok(None) };
    if credits_left(view.read, id, today)?.0 <= 0 {
        let lapsed = last.checked_add_days(Days::new(RENEW_DAYS)).unwrap_or(last);
        return Ok((lapsed <= today).then_some((Gone::RanOut, lapsed)));
    }
    let silent = last.checked_add_days(Days::new(SILENT_DAYS)).unwrap_or(last);
    Ok((silent <= today).then_some((Gone::StoppedComing, silent)))
}

/// The day of the last lesson that a student was at.
fn attended(read: &dyn Read, id: StudentId) -> Result<Option<Day>, Refused> {
    let was_there = |presence: Presence| !matches!(presence, Presence::Absent | Presence::Excused);
    let mut page = 4;
    loop {
        let marks = MARKS.scan(read, &(id,), Direction::Down, page)?;
        let found = marks.iter().find(|(_, mark)| was_there(mark.presence)).map(|((_, day, _), _)| *day);
        if found.is_some() || marks.len() < page {
            return Ok(found);
        }
        page *= 4;
    }
}

fn row(read: &dyn Read, id: StudentId, who: &Student, gone: Gone, on: Day) -> Result<ChurnRow, Refused> {
    let mut places = classes_of(read, id)?;
    let held = |place: &Place| place.standing(on) == Standing::Active;
    if places.iter().any(|(_, place)| held(place)) {
        places.retain(|(_, place)| held(place));
    } else {
        // Places mostly end with the student: the last ones held tell the class.
        let end = |place: &Place| place.spells.iter().filter_map(|spell| spell.until).max();
        let last = places.iter().filter_map(|(_, place)| end(place)).max();
        places.retain(|(_, place)| last.is_some() && end(place) == last);
    }
    let names = places.into_iter().map(|(class, _)| name_of::<Class>(read, class));
    let (reason, talk) = reason(read, id)?;
    Ok(ChurnRow {
        student: id,
        name: who.name.clone(),
        gone,
        on,
        stage: who.stage,
        classes: names.collect::<Result<_, Refused>>()?,
        reason,
        talk,
    })
}

/// The reason that the latest tickets give, and what the latest talk came to. Goes by fields, not kinds: a school's
/// own procedures ask for the same.
fn reason(read: &dyn Read, id: StudentId) -> Result<(Text, Text), Refused> {
    let (mut why, mut talk) = (Text::default(), Text::default());
    for one in tickets_of(read, id, TICKETS)? {
        let filled = ticket(read, one)?.fields;
        let given = ["reason", "cause"].iter().find_map(|key| filled.get(*key));
        // Why a lesson was missed is not why a family left.
        if let Some(given) = given.filter(|_| why.is_empty() && !filled.contains_key("lesson")) {
            why = given.clone();
        }
        if let Some(result) = filled.get("result").filter(|_| talk.is_empty()) {
            talk = result.clone();
        }
    }
    Ok((why, talk))
}
