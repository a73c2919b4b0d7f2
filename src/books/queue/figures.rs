//! The figures a manager is judged by (docs/requirements.md S5, S6, S9), reckoned from the tickets' histories.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sla::{Targets, reckon};
use super::sop;
use super::ticket::{Event, NOBODY, Outcome, Ticket, What, history, opened_within, ticket};
use super::working_time::WorkingTime;
use crate::base::{ClockTime, Day, Refused, Say, StaffId, Text};
use crate::books::register::{Staff, name_of};
use crate::books::{Ask, View};

/// Asks for the figures of the tickets that were opened in a span of days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QueueFigures {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// Only this kind; empty for all.
    #[serde(default)]
    pub kind: String,
}

/// Counts and sums; the means and shares follow from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Tickets opened; those merged or withdrawn don't count.
    pub opened: u32,
    /// Of those with a deadline for the first answer: answered, or overdue with it.
    pub first_judged: u32,
    /// Answered in time.
    pub first_on_time: u32,
    /// Answered.
    pub answered: u32,
    /// Working minutes that the first answers took, in all.
    pub first_minutes: u64,
    /// Solved.
    pub solved: u32,
    /// Of those with a deadline for the solution: solved, or overdue with it.
    pub solve_judged: u32,
    /// Solved in time.
    pub solve_on_time: u32,
    /// Working minutes that the solutions took, in all.
    pub solve_minutes: u64,
    /// Minutes by the calendar from opening to solution, in all.
    pub cycle_minutes: u64,
    /// Scored by the student.
    pub scored: u32,
    /// The scores, in all.
    pub score_sum: u32,
    /// Scores of 4 and 5.
    pub satisfied: u32,
}

fn permille(part: u32, whole: u32) -> Option<u32> {
    (whole > 0).then(|| (u64::from(part) * 1000 / u64::from(whole)) as u32)
}

fn mean(sum: u64, count: u32) -> Option<u32> {
    (count > 0).then(|| u32::try_from(sum / u64::from(count)).unwrap_or(u32::MAX))
}

impl Line {
    /// First answers in time, in thousandths.
    pub fn first_permille(&self) -> Option<u32> {
        permille(self.first_on_time, self.first_judged)
    }
    /// Mean working minutes until the first answer.
    pub fn first_mean(&self) -> Option<u32> {
        mean(self.first_minutes, self.answered)
    }
    /// Solved, in thousandths of what was opened.
    pub fn solved_permille(&self) -> Option<u32> {
        permille(self.solved, self.opened)
    }
    /// Mean working minutes until the solution.
    pub fn solve_mean(&self) -> Option<u32> {
        mean(self.solve_minutes, self.solved)
    }
    /// Mean minutes by the calendar until the solution.
    pub fn cycle_mean(&self) -> Option<u32> {
        mean(self.cycle_minutes, self.solved)
    }
    /// Satisfied of those who gave a score, in thousandths.
    pub fn satisfied_permille(&self) -> Option<u32> {
        permille(self.satisfied, self.scored)
    }
}

/// The figures of a span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// All tickets.
    pub all: Line,
    /// Complaints alone: their cycle is one of the four figures.
    pub complaints: Line,
    /// By kind.
    pub kinds: Vec<(Say, Line)>,
    /// By category, where tickets have one.
    pub categories: Vec<(Say, Line)>,
    /// By person: first answers to who gave them, the rest to who closed the ticket, or holds it.
    pub people: Vec<(StaffId, Text, Line)>,
    /// Tickets per head of those who dealt with any, in hundredths.
    pub per_head: Option<u32>,
    /// What complaints came from, as the reviews have it: the most frequent first.
    pub causes: Vec<Cause>,
}

/// A cause of complaints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// The category of the complaints; none where they have none.
    pub category: Option<Say>,
    /// The cause; empty for those that were not reviewed yet.
    pub cause: Text,
    /// What is done about it, as last said.
    pub improve: Text,
    /// How many.
    pub count: u32,
}

impl Ask for QueueFigures {
    const NAME: &'static str = "queue.figures";
    type Answer = Figures;

    fn answer(&self, view: &View<'_>) -> Result<Figures, Refused> {
        if self.until < self.from {
            return Err(Refused::input(Say::new("queue-span-wrong")));
        }
        let zone = view.school.zone;
        let end = self.until.succ_opt().unwrap_or(self.until);
        let (first, end) = (zone.instant(self.from, ClockTime(0)), zone.instant(end, ClockTime(0)));
        let time = WorkingTime::of(view.school);
        let mut sums = Sums::default();
        for id in opened_within(view.read, first, end)? {
            let found = ticket(view.read, id)?;
            let aside = matches!(found.outcome, Some(Outcome::Merged | Outcome::Withdrawn));
            if aside || !self.kind.is_empty() && found.kind != self.kind {
                continue;
            }
            sums.count(view, &time, &found, &history(view.read, id)?)?;
        }
        sums.figures(view)
    }

    fn example() -> Self {
        let day = |d| Day::from_ymd_opt(2026, 11, d).unwrap_or_default();
        QueueFigures { from: day(1), until: day(30), kind: String::new() }
    }
}

/// The field in which a review says what a complaint came from.
const CAUSE: &str = "cause";

#[derive(Default)]
struct Sums {
    all: Line,
    complaints: Line,
    kinds: BTreeMap<String, (Say, Line)>,
    categories: BTreeMap<String, (Say, Line)>,
    people: BTreeMap<StaffId, Line>,
    causes: BTreeMap<(String, Text), Cause>,
}

impl Sums {
    /// Tickets of a procedure that has a cause reviewed are what is learnt from.
    fn learn(&mut self, found: &Ticket, sop: &sop::Sop) {
        if !sop.all_fields().any(|field| field.key == CAUSE) {
            return;
        }
        let of = |key: &str| found.fields.get(key).cloned().unwrap_or_default();
        let cause = Text::new(of(CAUSE).trim());
        let row = self.causes.entry((found.category.clone(), cause.clone())).or_insert_with(|| Cause {
            category: sop.category(&found.category).map(|category| category.title()),
            cause,
            improve: Text::default(),
            count: 0,
        });
        row.count += 1;
        if !of("improve").is_empty() {
            row.improve = of("improve");
        }
    }

    fn count(
        &mut self,
        view: &View<'_>,
        time: &WorkingTime,
        found: &Ticket,
        events: &[Event],
    ) -> Result<(), Refused> {
        let sop = sop::version(view.read, &found.kind, found.version)?;
        let line = judge(view, time, found, events, Targets { first: sop.first, solve: sop.solve, step: 0 });
        self.all.add(&line);
        self.learn(found, &sop);
        if found.kind == "complaint" {
            self.complaints.add(&line);
        }
        self.kinds.entry(found.kind.clone()).or_insert_with(|| (sop.title(), Line::default())).1.add(&line);
        if let Some(category) = sop.category(&found.category) {
            let row = self.categories.entry(category.key.clone());
            row.or_insert_with(|| (category.title(), Line::default())).1.add(&line);
        }
        // One ticket is counted once: what it took to answer goes to who answered, the rest to who solved it.
        let who = |what: fn(&What) -> bool| events.iter().find(|e| what(&e.what)).map(|e| e.operator);
        let holder = found.owner.unwrap_or(NOBODY);
        let answered = who(|what| matches!(what, What::Answered(_) | What::Solved)).unwrap_or(holder);
        let solved = events.iter().rev().find(|e| e.what == What::Solved).map_or(holder, |e| e.operator);
        let (first, rest) = line.split();
        self.people.entry(answered).or_default().add(&first);
        self.people.entry(solved).or_default().add(&rest);
        Ok(())
    }

    fn figures(mut self, view: &View<'_>) -> Result<Figures, Refused> {
        self.people.remove(&NOBODY);
        self.people.retain(|_, line| *line != Line::default());
        let heads = self.people.len() as u32;
        let mut people = Vec::new();
        for (id, line) in self.people {
            people.push((id, name_of::<Staff>(view.read, id)?, line));
        }
        let mut causes: Vec<Cause> = self.causes.into_values().collect();
        causes.sort_by_key(|row| (row.cause.is_empty(), std::cmp::Reverse(row.count)));
        Ok(Figures {
            causes,
            all: self.all,
            complaints: self.complaints,
            kinds: self.kinds.into_values().collect(),
            categories: self.categories.into_values().collect(),
            people,
            per_head: mean(u64::from(self.all.opened) * 100, heads),
        })
    }
}

/// What one ticket counts for.
fn judge(view: &View<'_>, time: &WorkingTime, found: &Ticket, events: &[Event], targets: Targets) -> Line {
    let sla = reckon(events, targets, time);
    let late =
        |due: Option<crate::base::Instant>| due.is_some_and(|due| due < view.at) && sla.waiting.is_none();
    let mut line = Line { opened: 1, ..Line::default() };
    if let Some(minutes) = sla.first_minutes {
        line.answered = 1;
        line.first_minutes = u64::from(minutes);
    }
    if targets.first > 0 && (sla.answered.is_some() || late(sla.first_due)) {
        line.first_judged = 1;
        let in_time = sla.answered.zip(sla.first_due).is_some_and(|(at, due)| at <= due);
        line.first_on_time = u32::from(in_time);
    }
    if let Some((minutes, at)) = sla.solve_minutes.zip(sla.solved) {
        line.solved = 1;
        line.solve_minutes = u64::from(minutes);
        line.cycle_minutes = u64::try_from((at - found.opened).num_minutes()).unwrap_or(0);
    }
    if targets.solve > 0 && (sla.solved.is_some() || late(sla.solve_due)) {
        line.solve_judged = 1;
        let in_time = sla.solved.zip(sla.solve_due).is_some_and(|(at, due)| at <= due);
        line.solve_on_time = u32::from(in_time);
    }
    if let Some(score) = found.score {
        line.scored = 1;
        line.score_sum = u32::from(score);
        line.satisfied = u32::from(score >= 4);
    }
    line
}

impl Line {
    fn add(&mut self, other: &Line) {
        self.opened += other.opened;
        self.first_judged += other.first_judged;
        self.first_on_time += other.first_on_time;
        self.answered += other.answered;
        self.first_minutes += other.first_minutes;
        self.solved += other.solved;
        self.solve_judged += other.solve_judged;
        self.solve_on_time += other.solve_on_time;
        self.solve_minutes += other.solve_minutes;
        self.cycle_minutes += other.cycle_minutes;
        self.scored += other.scored;
        self.score_sum += other.score_sum;
        self.satisfied += other.satisfied;
    }

    /// What the first answer counts for, and the rest.
    fn split(&self) -> (Line, Line) {
        let first = Line {
            first_judged: self.first_judged,
            first_on_time: self.first_on_time,
            answered: self.answered,
            first_minutes: self.first_minutes,
            ..Line::default()
        };
        let rest = Line { first_judged: 0, first_on_time: 0, answered: 0, first_minutes: 0, ..*self };
        (first, rest)
    }
}
