//! What makes the demo school: a desk over memory, a clock that is set, and chance from a seed.

use std::collections::BTreeSet;
use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::Size;
use super::names::Names;
use super::queue::Topic;
use crate::base::{ClockTime, Day, Refused, StaffId, StudentId, Text, Zone};
use crate::books::queue::Words;
use crate::books::register::{Discount, Price, Role};
use crate::books::{Act, Ask};
use crate::desk::{Clock, Desk, FixedClock, Receipt, Session};
use crate::store::Memory;

/// The terminal that a demo school's commands come from: by it such a school is known.
pub const TERMINAL: &str = "demo";

/// What the demo school is made of.
#[derive(Deserialize)]
pub struct Parts {
    pub school: Text,
    pub manager: Text,
    #[serde(flatten)]
    pub names: Names,
    pub schools: Vec<Text>,
    pub notes: Vec<Text>,
    pub channels: Vec<Text>,
    pub staff: Vec<StaffPart>,
    pub courses: Vec<CoursePart>,
    pub rewards: Vec<RewardPart>,
    pub prices: Vec<Price>,
    pub discounts: Vec<Discount>,
    pub words: Vec<Words>,
    pub topics: Vec<Topic>,
}

#[derive(Deserialize)]
pub struct StaffPart {
    pub name: Text,
    pub roles: Vec<Role>,
}

#[derive(Deserialize)]
pub struct CoursePart {
    pub name: Text,
    pub teachers: Vec<Text>,
}

#[derive(Deserialize)]
pub struct RewardPart {
    pub name: Text,
    pub cost: i64,
    pub stock: i64,
}

/// Makes the demo school, command by command.
pub struct Maker {
    pub parts: Parts,
    pub size: Size,
    /// The day on which the school will be opened.
    pub today: Day,
    /// The first day of teaching.
    pub first: Day,
    /// The day that it is.
    pub day: Day,
    pub chance: ChaCha8Rng,
    /// Those who left.
    pub gone: BTreeSet<StudentId>,
    desk: Desk,
    clock: Arc<FixedClock>,
    commands: u64,
}

/// The manager, who is the first of the staff.
pub const MANAGER: StaffId = StaffId(1);
/// The others of the staff, in the order of `demo.toml`.
pub const SUPERVISOR: StaffId = StaffId(2);
pub const RECEPTION: StaffId = StaffId(3);
pub const CASHIER: StaffId = StaffId(4);
pub const ADVISOR: StaffId = StaffId(5);
pub const AGENT: StaffId = StaffId(6);
pub const TECHNICAL: StaffId = StaffId(7);

impl Maker {
    pub fn new(engine: Memory, size: Size, seed: u64, today: Day) -> Maker {
        let first = today - chrono::Duration::weeks(i64::from(size.weeks));
        let before = first.pred_opt().unwrap_or(first);
        let clock = Arc::new(FixedClock::at(Zone::default().instant(before, ClockTime::hm(9, 0))));
        Maker {
            // The file is part of the program, and every test of the demo reads it.
            parts: toml::from_str(include_str!("demo.toml")).unwrap_or_else(|e| unreachable!("{e}")),
            size,
            today,
            first,
            day: before,
            chance: ChaCha8Rng::seed_from_u64(seed),
            gone: BTreeSet::new(),
            desk: Desk::over(Arc::new(engine), Arc::clone(&clock) as Arc<dyn Clock>),
            clock,
            commands: 0,
        }
    }

    /// Lets it be that day and time.
    pub fn at(&mut self, day: Day, time: ClockTime) {
        self.day = day;
        self.clock.set(Zone::default().instant(day, time));
    }

    /// Hands in a command. Its request id is counted, not drawn, so that the journal is the same too.
    pub fn submit<A: Act>(&mut self, operator: StaffId, act: A) -> Result<Receipt, Refused> {
        self.commands += 1;
        self.session(operator).submit_as(format!("demo-{}", self.commands), act)
    }

    /// Asks a question.
    pub fn ask<Q: Ask>(&self, question: &Q) -> Result<Q::Answer, Refused> {
        self.session(MANAGER).ask(question)
    }

    fn session(&self, operator: StaffId) -> Session {
        self.desk.session(operator, TERMINAL)
    }

    /// One of the students of the first day who is still there.
    pub fn student(&mut self) -> StudentId {
        let count = self.size.students - super::people::later(self);
        loop {
            let id = StudentId(self.below(count as usize) as u64 + 1);
            if !self.gone.contains(&id) {
                return id;
            }
        }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.chance.random_range(0..end.max(1) as u64) as usize
    }

    /// Whether something happens that happens so often in a hundred.
    pub fn percent(&mut self, often: u32) -> bool {
        self.chance.random_range(0..100u32) < often
    }

    /// One of them.
    pub fn one_of<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let at = self.below(list.len());
        list.get(at).cloned()
    }
}
