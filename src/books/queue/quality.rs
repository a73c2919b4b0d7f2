//! Spot checks 抽查: a fair sample of the tickets that were dealt with, each scored against the rubric.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rubric::{self, CriterionRow};
use super::sop;
use super::ticket::{NOBODY, Outcome, State, Ticket, What, history, opened_within, ticket};
use crate::base::{ClockTime, Day, Kind, Prose, Refused, Say, StaffId, Text, TicketId};
use crate::books::register::{STUDENTS, Staff, name_of};
use crate::books::{Act, Ask, Books, Done, View, tables};
use crate::store::{Direction, Read, Table, versioned};

/// Checks by the ticket that they look at.
pub(super) const CHECKS: Table<TicketId, Check> = Table::new(tables::CHECKS, "checks");

/// The most tickets of one sample.
const MOST: u16 = 200;

/// A ticket that was drawn, and how it was scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Check {
    /// When it was drawn.
    drawn: Day,
    /// Who drew it.
    drawn_by: StaffId,
    /// Whose work is looked at.
    of: StaffId,
    /// When it was scored.
    scored: Option<Day>,
    /// Who scored it.
    by: StaffId,
    /// The version of the rubric that it was scored by.
    rubric: u32,
    /// Points by criterion.
    points: Vec<u16>,
    /// What was seen.
    note: Prose,
}

versioned!(Check = 1);

impl Check {
    /// The version of the rubric that it was scored by, if it was.
    pub fn scored_by(&self) -> Option<u32> {
        self.scored.map(|_| self.rubric)
    }
}

/// A number as even as the one given, and the next to go on with (splitmix64): whoever has the seed draws
/// the same.
fn roll(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number below `n`, each as likely as any other: what would favour the low ones is thrown again.
fn below(n: u64, state: &mut u64) -> u64 {
    let fair = u64::MAX - u64::MAX % n.max(1);
    loop {
        let thrown = roll(state);
        if thrown < fair {
            return thrown % n.max(1);
        }
    }
}

/// Draws so many of these, each as likely as any other.
fn sample(mut all: Vec<TicketId>, count: usize, seed: u64) -> Vec<TicketId> {
    let mut state = seed;
    let count = count.min(all.len());
    for place in 0..count {
        let left = (all.len() - place) as u64;
        let taken = place + below(left, &mut state) as usize;
        all.swap(place, taken);
    }
    all.truncate(count);
    all.sort_unstable();
    all
}

/// Who is answerable for how a ticket was dealt with: whoever gave the solution, or else answered first.
fn answerable(read: &dyn Read, id: TicketId, found: &Ticket) -> Result<StaffId, Refused> {
    let events = history(read, id)?;
    let solved = events.iter().rev().find(|event| event.what == What::Solved);
    let answered = || events.iter().find(|event| matches!(event.what, What::Answered(_)));
    let who = solved.or_else(answered).map(|event| event.operator);
    Ok(who.or(found.owner).unwrap_or(NOBODY))
}

fn handled(found: &Ticket) -> bool {
    found.state == State::Done && !matches!(found.outcome, Some(Outcome::Merged | Outcome::Withdrawn))
}

/// Draws tickets to check, at random, among those that were dealt with in a span of days and are done. What was
/// drawn before is not drawn again. The seed stands in the command, so that replay draws the same.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckDraw {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// How many, from 1 to 200; all when there are fewer.
    pub count: u16,
    /// Any number, at random.
    pub seed: u64,
    /// Only this kind; empty for all.
    #[serde(default)]
    pub kind: Text,
    /// The span is that of the solutions; before, it was that in which the tickets were opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schemars(skip)]
    pub solved: bool,
}

/// Tickets are looked through that were opened so many days before the span in which they were solved, or less.
const SOLVED_WITHIN_DAYS: i64 = 366;

impl CheckDraw {
    /// What may be drawn, oldest first.
    fn candidates(&self, books: &Books<'_>) -> Result<Vec<TicketId>, Refused> {
        let zone = books.zone();
        let end = self.until.succ_opt().unwrap_or(self.until);
        let (from, end) = (zone.instant(self.from, ClockTime(0)), zone.instant(end, ClockTime(0)));
        let back = if self.solved { SOLVED_WITHIN_DAYS } else { 0 };
        let opened = from.checked_sub_signed(chrono::Duration::days(back)).unwrap_or(from);
        let mut all = Vec::new();
        for id in opened_within(&books.draft, opened, end)? {
            let found = ticket(&books.draft, id)?;
            let then = !self.solved || found.sla.solved.is_some_and(|at| from <= at && at < end);
            let wanted = self.kind.is_empty() || found.kind == self.kind.as_str();
            if then && wanted && handled(&found) && CHECKS.get(&books.draft, &id)?.is_none() {
                all.push(id);
            }
        }
        Ok(all)
    }
}

impl Act for CheckDraw {
    const NAME: &'static str = "check.draw";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.until < self.from {
            return Err(Refused::input(Say::new("queue-span-wrong")));
        }
        if !(1..=MOST).contains(&self.count) {
            return Err(Refused::input(Say::new("queue-check-count").with("most", MOST)));
        }
        let all = self.candidates(books)?;
        let (count, of) = (usize::from(self.count), all.len());
        let drawn = sample(all, count, self.seed);
        if drawn.is_empty() {
            return Err(Refused::input(Say::new("queue-check-none")).hint(Say::new("queue-check-none-hint")));
        }
        for id in &drawn {
            let found = ticket(&books.draft, *id)?;
            let of = answerable(&books.draft, *id, &found)?;
            let check = Check { drawn: books.today(), drawn_by: books.cx.operator, of, ..Check::default() };
            CHECKS.put(&mut books.draft, id, &check);
        }
        let say = Say::new("queue-check-drawn").with("count", drawn.len()).with("of", of);
        Ok(Done { said: vec![say], made: drawn.iter().map(ToString::to_string).collect() })
    }

    fn example() -> Self {
        let day = |d| Day::from_ymd_opt(2026, 11, d).unwrap_or_default();
        CheckDraw { from: day(1), until: day(30), count: 10, seed: 4_071, kind: "".into(), solved: false }
    }

    fn meant_today(self) -> Self {
        CheckDraw { solved: true, ..self }
    }
}

/// Scores a ticket that was drawn, criterion by criterion. Nobody scores their own work; scoring it again replaces the
/// score.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckScore {
    /// The ticket.
    pub ticket: TicketId,
    /// Points by criterion, in the rubric's order.
    pub points: Vec<u16>,
    /// The version of the rubric that they are by.
    #[serde(default)]
    pub rubric: Option<u32>,
    /// What was seen.
    #[serde(default)]
    pub note: Prose,
}

impl Act for CheckScore {
    const NAME: &'static str = "check.score";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let missing = || Refused::missing("queue-noun-check", self.ticket);
        let check = CHECKS.get(&books.draft, &self.ticket)?.ok_or_else(missing)?;
        if check.of == books.cx.operator {
            return Err(Refused::new(Kind::Forbidden, Say::new("queue-check-own"))
                .hint(Say::new("queue-check-own-hint")));
        }
        let now = rubric::current(&books.draft)?;
        sop::changed_since(self.rubric, now)?;
        let criteria = rubric::version(&books.draft, now)?;
        if criteria.len() != self.points.len() {
            return Err(Refused::input(Say::new("queue-check-points").with("count", criteria.len())));
        }
        if let Some((_, one)) = self.points.iter().zip(&criteria).find(|(given, one)| **given > one.points) {
            let say = Say::new("queue-check-over").with("name", one.title()).with("most", one.points);
            return Err(Refused::input(say));
        }
        let check = Check {
            scored: Some(books.today()),
            by: books.cx.operator,
            rubric: now,
            points: self.points.clone(),
            note: self.note.clone(),
            ..check
        };
        CHECKS.put(&mut books.draft, &self.ticket, &check);
        let most: u32 = criteria.iter().map(|one| u32::from(one.points)).sum();
        let sum: u32 = self.points.iter().map(|given| u32::from(*given)).sum();
        let say = Say::new("queue-check-scored").with("ticket", self.ticket);
        Ok(Done::said(say.with("sum", sum).with("most", most)))
    }

    fn example() -> Self {
        CheckScore { ticket: TicketId(887), points: vec![20, 15, 40, 10], rubric: None, note: "".into() }
    }
}

/// Asks for the tickets that were drawn, newest first; those that are not scored yet stand first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckList {
    /// How many at the most; 0 for 200.
    #[serde(default)]
    pub limit: usize,
}

/// A ticket that was drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRow {
    /// The ticket.
    pub ticket: TicketId,
    /// What its kind is called.
    pub kind: Say,
    /// What it is about.
    pub title: Say,
    /// The student.
    pub student: Text,
    /// Whose work is looked at.
    pub of: StaffId,
    /// Their name.
    pub of_name: Text,
    /// When it was drawn.
    pub drawn: Day,
    /// When it was scored.
    pub scored: Option<Day>,
    /// Points by criterion.
    pub points: Vec<u16>,
    /// The criteria that it was, or would be, scored by.
    pub criteria: Vec<CriterionRow>,
    /// The version of the rubric.
    pub rubric: u32,
    /// What was seen.
    pub note: Prose,
}

impl CheckRow {
    /// The points given, and the most that could be.
    pub fn sum(&self) -> Option<(u32, u32)> {
        self.scored?;
        let most = self.criteria.iter().map(|one| u32::from(one.criterion.points)).sum();
        Some((self.points.iter().map(|given| u32::from(*given)).sum(), most))
    }
}

/// Rows of a list that asks for no limit.
const LIMIT: usize = 200;

impl Ask for CheckList {
    const NAME: &'static str = "check.list";
    type Answer = Vec<CheckRow>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let limit = if self.limit == 0 { LIMIT } else { self.limit };
        let now = rubric::current(view.read)?;
        let mut rows = Vec::new();
        for (id, check) in CHECKS.scan(view.read, &(), Direction::Down, limit)? {
            let found = ticket(view.read, id)?;
            let sop = sop::version(view.read, &found.kind, found.version)?;
            let about = found.student.map(|who| STUDENTS.get(view.read, &who)).transpose()?.flatten();
            let rubric = if check.scored.is_some() { check.rubric } else { now };
            rows.push(CheckRow {
                ticket: id,
                kind: sop.title(),
                title: found.title(&sop),
                student: about.map_or_else(|| found.contact.clone(), |who| who.name),
                of: check.of,
                of_name: name_of::<Staff>(view.read, check.of)?,
                drawn: check.drawn,
                scored: check.scored,
                points: check.points,
                criteria: rubric::rows(rubric::version(view.read, rubric)?),
                rubric,
                note: check.note,
            });
        }
        rows.sort_by_key(|row| row.scored.is_some());
        Ok(rows)
    }

    fn example() -> Self {
        CheckList::default()
    }
}

/// Asks what the checks that were scored in a span of days came to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckResults {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// Checks, and the points that they gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    /// Tickets that were scored.
    pub checked: u32,
    /// Points given.
    pub points: u32,
    /// Points that could have been given.
    pub most: u32,
}

impl CheckLine {
    /// Points given in thousandths of those that could have been.
    pub fn permille(&self) -> Option<u32> {
        (self.most > 0).then(|| (u64::from(self.points) * 1000 / u64::from(self.most)) as u32)
    }

    fn add(&mut self, points: u32, most: u32) {
        self.checked += 1;
        self.points += points;
        self.most += most;
    }
}

/// What the checks came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultsAnswer {
    /// All of them.
    pub all: CheckLine,
    /// By person.
    pub people: Vec<(StaffId, Text, CheckLine)>,
    /// By criterion.
    pub criteria: Vec<(Say, CheckLine)>,
    /// By month: its first day.
    pub months: Vec<(Day, CheckLine)>,
}

impl Ask for CheckResults {
    const NAME: &'static str = "check.results";
    type Answer = ResultsAnswer;

    fn answer(&self, view: &View<'_>) -> Result<ResultsAnswer, Refused> {
        if self.until < self.from {
            return Err(Refused::input(Say::new("queue-span-wrong")));
        }
        let mut all = CheckLine::default();
        let mut people: BTreeMap<StaffId, CheckLine> = BTreeMap::new();
        let mut months: BTreeMap<Day, CheckLine> = BTreeMap::new();
        let mut criteria: Vec<(Say, CheckLine)> = Vec::new();
        for (_, check) in CHECKS.all(view.read, &())? {
            let Some(day) = check.scored.filter(|day| self.from <= *day && *day <= self.until) else {
                continue;
            };
            let of = rubric::version(view.read, check.rubric)?;
            let most = of.iter().map(|one| u32::from(one.points)).sum();
            let points = check.points.iter().map(|given| u32::from(*given)).sum();
            all.add(points, most);
            people.entry(check.of).or_default().add(points, most);
            months.entry(first_of(day)).or_default().add(points, most);
            for (one, given) in of.iter().zip(&check.points) {
                let title = one.title();
                let line = match criteria.iter().position(|(known, _)| *known == title) {
                    Some(place) => place,
                    None => {
                        criteria.push((title, CheckLine::default()));
                        criteria.len() - 1
                    }
                };
                criteria[line].1.add(u32::from(*given), u32::from(one.points));
            }
        }
        let named = |(id, line)| Ok((id, name_of::<Staff>(view.read, id)?, line));
        let people = people.into_iter().filter(|(id, _)| *id != NOBODY).map(named);
        Ok(ResultsAnswer {
            all,
            people: people.collect::<Result<_, Refused>>()?,
            criteria,
            months: months.into_iter().collect(),
        })
    }

    fn example() -> Self {
        let day = |d| Day::from_ymd_opt(2026, 11, d).unwrap_or_default();
        CheckResults { from: day(1), until: day(30) }
    }
}

/// The first day of a day's month.
pub(super) fn first_of(day: Day) -> Day {
    chrono::Datelike::with_day(&day, 1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_drawn_evenly_and_the_same_seed_draws_the_same() {
        let all: Vec<TicketId> = (1..=20).map(TicketId).collect();
        let mut drawn = [0u32; 21];
        for seed in 0..4_000 {
            let one = sample(all.clone(), 5, seed);
            assert_eq!(one, sample(all.clone(), 5, seed));
            assert_eq!((one.len(), one.windows(2).any(|two| two[0] == two[1])), (5, false));
            one.iter().for_each(|id| drawn[id.0 as usize] += 1);
        }
        // A quarter of 4,000 each; five times the spread of such a count is 137.
        assert!(drawn[1..].iter().all(|count| (863..=1137).contains(count)), "{drawn:?}");
        assert_eq!(sample(all.clone(), 99, 1), all, "all, when there are fewer");
    }
}
