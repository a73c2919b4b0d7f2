//! Answer, solution and deadlines as a pure function of a ticket's history: they can be reckoned again
//! at any time, and a change of opening hours or deadlines changes no fact.

use serde::{Deserialize, Serialize};

use super::ticket::{Event, What};
use super::working_time::WorkingTime;
use crate::base::Instant;

/// Deadlines in working minutes; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Until the first answer.
    pub first: u32,
    /// Until the solution.
    pub solve: u32,
    /// For the step that is under way.
    pub step: u32,
}

/// What a history says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sla {
    /// When the student was first answered.
    pub answered: Option<Instant>,
    /// When the solution was given.
    pub solved: Option<Instant>,
    /// Since when it waits for someone outside.
    pub waiting: Option<Instant>,
    /// Working minutes that the first answer took.
    pub first_minutes: Option<u32>,
    /// Working minutes that the solution took.
    pub solve_minutes: Option<u32>,
    /// When the first answer is due, were the clock to run on.
    pub first_due: Option<Instant>,
    /// When the solution is due.
    pub solve_due: Option<Instant>,
    /// When the step is due.
    pub step_due: Option<Instant>,
}

impl Sla {
    /// What is due next of what is still to be done.
    pub fn due(&self) -> Option<Instant> {
        let first = self.first_due.filter(|_| self.answered.is_none());
        let solve = self.solve_due.filter(|_| self.solved.is_none());
        [first, solve, self.step_due].into_iter().flatten().min()
    }
}

/// A clock that stops and goes on: the stretches in which it ran.
#[derive(Default)]
struct StopClock {
    ran: Vec<(Instant, Instant)>,
    since: Option<Instant>,
    /// Where it goes on from when nothing else is known.
    last: Option<Instant>,
}

impl StopClock {
    fn start(&mut self, at: Instant) {
        self.since = self.since.or(Some(at));
        self.last = Some(at);
    }

    fn stop(&mut self, at: Instant) {
        if let Some(since) = self.since.take() {
            self.ran.push((since, at));
        }
        self.last = Some(at);
    }

    fn reset(&mut self, at: Instant) {
        let running = self.since.is_some();
        *self = StopClock { since: running.then_some(at), last: Some(at), ran: Vec::new() };
    }

    /// Whole working minutes in which it ran, once it stands.
    fn minutes(&self, time: &WorkingTime) -> u32 {
        let millis: i64 = self.ran.iter().map(|(from, until)| time.millis(*from, *until)).sum();
        u32::try_from(millis / 60_000).unwrap_or(u32::MAX)
    }

    /// When a target is reached; while it stands, as if it went on from where it stopped.
    fn due(&self, time: &WorkingTime, minutes: u32) -> Option<Instant> {
        let mut left = i64::from(minutes) * 60_000;
        if minutes == 0 {
            return None;
        }
        for (from, until) in &self.ran {
            let spent = time.millis(*from, *until);
            if spent >= left {
                return Some(time.add_millis(*from, left));
            }
            left -= spent;
        }
        self.since.or(self.last).map(|from| time.add_millis(from, left))
    }
}

/// Reckons what a history says. Waiting stops every clock; between a solution and a
/// reopening the solution's clock stands, too.
pub fn reckon(history: &[Event], targets: Targets, time: &WorkingTime) -> Sla {
    let mut sla = Sla::default();
    let (mut first, mut solve, mut step) = (StopClock::default(), StopClock::default(), StopClock::default());
    for event in history {
        let at = event.at;
        match &event.what {
            What::Opened(_) => [&mut first, &mut solve, &mut step].into_iter().for_each(|c| c.start(at)),
            What::Began(_) => step.reset(at),
            What::Waited(_) => {
                sla.waiting = Some(at);
                [&mut first, &mut solve, &mut step].into_iter().for_each(|clock| clock.stop(at));
            }
            What::Resumed => {
                sla.waiting = None;
                step.start(at);
                if sla.answered.is_none() {
                    first.start(at);
                }
                if sla.solved.is_none() {
                    solve.start(at);
                }
            }
            What::Answered(_) => {
                sla.answered = sla.answered.or(Some(at));
                first.stop(at);
            }
            What::Solved => {
                // A solution answers, too.
                sla.answered = sla.answered.or(Some(at));
                sla.solved = Some(at);
                first.stop(at);
                solve.stop(at);
            }
            What::Reopened(_) => {
                sla.solved = None;
                solve.start(at);
                step.start(at);
                if sla.answered.is_none() {
                    first.start(at);
                }
            }
            What::Ended(_) => {
                sla.waiting = None;
                [&mut first, &mut solve, &mut step].into_iter().for_each(|clock| clock.stop(at));
            }
            _ => {}
        }
    }
    sla.first_minutes = sla.answered.map(|_| first.minutes(time));
    sla.solve_minutes = sla.solved.map(|_| solve.minutes(time));
    sla.first_due = first.due(time, targets.first);
    sla.solve_due = solve.due(time, targets.solve);
    sla.step_due = step.due(time, targets.step);
    sla
}
