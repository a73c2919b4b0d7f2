//! Whose school this is, who is signed on and what waits for them, as the desk says it; and what the program
//! does by itself while it is open.

use super::{App, Tab, Tone};
use crate::base::{ClockTime, StaffId, Text};
use crate::desk::calendar::{DayLesson, LessonState, LessonsOn};
use crate::desk::queue::TodayDue;
use crate::desk::register::GetSchool;

/// What the status line says beside the clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Status {
    /// The school's name.
    pub school: Text,
    /// The operator's name.
    pub operator: Text,
    /// Today's lessons in order of time: which of them is on is told by the clock alone.
    pub lessons: Vec<Slot>,
}

/// A lesson of today.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    /// The class's name.
    pub class: Text,
    /// From.
    pub from: ClockTime,
    /// Until.
    pub until: ClockTime,
    /// Who teaches.
    pub teacher: Option<StaffId>,
}

/// The lesson that the status line names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    /// The class, with how many others there are of the school's.
    pub text: String,
    /// Whether it is on; else it comes next.
    pub on: bool,
}

impl Status {
    /// The lesson that is on at that time, or begins within the hour: the operator's own, else the school's.
    pub fn lesson(&self, now: ClockTime, operator: StaffId) -> Option<Named> {
        let on = |slot: &&Slot| slot.from <= now && now < slot.until;
        let soon = |slot: &&Slot| now < slot.from && slot.from.0 - now.0 <= SOON_MINUTES;
        let mine = |slot: &&Slot| slot.teacher == Some(operator);
        let all = || self.lessons.iter();
        let coming = |slot: &Slot, more: usize| Named { text: named(slot, more, true), on: false };
        if let Some(slot) = all().filter(mine).find(on) {
            return Some(Named { text: named(slot, 0, false), on: true });
        }
        if let Some(slot) = all().filter(mine).find(soon) {
            return Some(coming(slot, 0));
        }
        if let Some(slot) = all().find(on) {
            return Some(Named { text: named(slot, all().filter(on).count() - 1, false), on: true });
        }
        let next = all().find(soon)?;
        let others = all().filter(|slot| slot.from == next.from).count() - 1;
        Some(coming(next, others))
    }
}

/// A lesson as it is named: when it begins, unless it is on; and how many others there are.
fn named(slot: &Slot, more: usize, begins: bool) -> String {
    let from = if begins { format!("{} ", slot.from) } else { String::new() };
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!("{from}{}{more}", slot.class)
}

/// A lesson is named so many minutes before it begins.
const SOON_MINUTES: u16 = 60;

/// So many minutes lie between two looks at what comes due by itself.
const SWEEP_MINUTES: i64 = 10;

impl App {
    /// Does what is due by itself: at the first call, and again every ten minutes. The loop calls it after each
    /// frame, so that nobody waits for it to see the first; each call looks at some of the students only, so
    /// that nobody waits for it at all.
    pub fn sweep(&mut self) {
        if self.sweeping.is_none() {
            if self.swept.is_some_and(|minute| self.minute - minute < SWEEP_MINUTES) {
                return;
            }
            self.swept = Some(self.minute);
        }
        let mut sweeping = self.sweeping.take().unwrap_or_default();
        match sweeping.step(&self.session) {
            // Never in place of what the operator was just told.
            Ok(receipt) => {
                self.sweeping = Some(sweeping).filter(|sweeping| !sweeping.is_over());
                let opened = receipt.filter(|receipt| !receipt.made.is_empty() && self.message.is_none());
                let said = opened.into_iter().flat_map(|receipt| receipt.said).next();
                said.into_iter().for_each(|say| self.tell(say, Tone::Quiet));
            }
            Err(refused) => self.tell(refused.reason, Tone::Bad),
        }
    }

    /// Whether there are students left to look at.
    pub fn is_sweeping(&self) -> bool {
        self.sweeping.is_some()
    }

    /// Counts what waits behind the tabs: the operator's own tickets that are due today or overdue. What can't be
    /// counted is not shown; the screen behind the tab says why.
    pub(super) fn ask_badges(&mut self) {
        let due = self.session.ask(&TodayDue {}).map_or(0, |due| due.mine.len());
        self.set_badges(vec![(Tab::Tickets, due)]);
    }

    /// Asks for today's lessons. It is done with the minute, and only when lessons changed or a new day began.
    pub(super) fn ask_lessons(&mut self) {
        self.lessons_changed = false;
        let lessons = self.session.ask(&LessonsOn { from: None, until: None }).unwrap_or_default();
        let held = lessons.into_iter().filter(|one| one.lesson.state != LessonState::Cancelled);
        let slot = |one: DayLesson| Slot {
            class: one.class,
            from: one.lesson.from,
            until: one.lesson.until,
            teacher: one.lesson.teacher,
        };
        self.status.lessons = held.map(slot).collect();
    }

    /// Asks for the school and the operator, and shows amounts and days as the school counts them.
    pub(super) fn ask_status(&mut self) {
        match self.session.ask(&GetSchool {}) {
            Ok(answer) => {
                self.status.school = answer.school.name;
                self.status.operator = answer.operator_name;
                self.look.shown.currency = answer.school.currency;
                self.look.shown.zone = answer.school.zone;
                self.dirty = true;
            }
            Err(refused) => self.tell(refused.reason, Tone::Bad),
        }
    }
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
