//! What the day holds for the one who asks: lessons and due tickets in order of time, then what wants a call, a word, or a look.
//!
//! It reads all four books and belongs to none. Nothing here grows with the years: it looks at the
//! lessons of a few days and at who is expected in today's, at what is due by tonight, at open charges,
//! and at the last drawer of each who may have one.

use std::collections::BTreeMap;

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{
    DayLesson, Lesson, LessonState, LessonsOn, Presence, lessons_on, mark_of, missed_before,
};
use super::ledger::credits::credits_left;
use super::ledger::fees::{DrawerState, FeeArrears, arrears};
use super::queue::{ListRow, TodayDue};
use super::register::{Listed, Role, Staff, Standing, born_on, roll, student};
use super::{Ask, View};
use crate::base::{ClassId, ClockTime, Credits, Day, Money, Refused, StaffId, StudentId, Text};

/// Asks what the day holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TodayList {}

/// Something that the day holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TodayItem {
    /// A lesson.
    Lesson(DayLesson),
    /// A ticket that is due by tonight or overdue: the asker's own, or nobody's and theirs to take.
    Ticket(ListRow),
    /// A drawer that is open: one's own of today, or one whose day-end was not done.
    Drawer {
        /// Whose.
        cashier: StaffId,
        /// Their name.
        name: Text,
        /// The day that it was opened for.
        day: Day,
    },
    /// What students owe that is due.
    Arrears {
        /// How many students.
        count: usize,
        /// All of it.
        owed: Money,
    },
    /// Someone was absent without a word: call.
    Call {
        /// Who.
        student: StudentId,
        /// Name.
        name: Text,
        /// Whom to call.
        guardian: Text,
        /// Where.
        phone: Text,
        /// From which class.
        class: Text,
        /// On which day.
        day: Day,
        /// How many lessons in a row by now.
        missed: u8,
    },
    /// Lesson credits run low for someone who comes today.
    Low {
        /// Who.
        student: StudentId,
        /// Name.
        name: Text,
        /// What is left; below zero is owed.
        left: Credits,
    },
    /// A birthday.
    Birthday {
        /// Whose.
        student: StudentId,
        /// Name.
        name: Text,
        /// The new age in years.
        turns: i32,
    },
}

/// For so many days an absence is worth a call.
const CALL_WITHIN_DAYS: u64 = 2;

impl Ask for TodayList {
    const NAME: &'static str = "today.list";
    type Answer = Vec<TodayItem>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<TodayItem>, Refused> {
        let mut lessons = LessonsOn { from: None, until: None }.answer(view)?;
        lessons.retain(|lesson| concerns(view, &lesson.lesson));
        let low = low_today(view, &lessons)?;
        let mut items: Vec<TodayItem> = lessons.into_iter().map(TodayItem::Lesson).collect();
        items.extend(tickets(view)?);
        items.sort_by_key(|item| begins(view, item));
        items.extend(drawers(view)?);
        items.extend(owing(view)?);
        items.extend(calls(view)?);
        items.extend(low);
        items.extend(birthdays(view)?);
        Ok(items)
    }

    fn example() -> Self {
        TodayList {}
    }
}

/// Whether a lesson is the asker's concern: who only teaches has their own, everyone else looks after all.
fn concerns(view: &View<'_>, lesson: &Lesson) -> bool {
    let teaches_only = view.roles.iter().all(|role| *role == Role::Teacher);
    !teaches_only || lesson.teacher == Some(view.operator)
}

/// When today something is to be done; what was due on an earlier day comes first.
fn begins(view: &View<'_>, item: &TodayItem) -> Option<ClockTime> {
    match item {
        TodayItem::Lesson(lesson) => Some(lesson.lesson.from),
        TodayItem::Ticket(row) => {
            let due = row.due.filter(|due| view.school.zone.day(*due) == view.today())?;
            Some(view.school.zone.clock(due))
        }
        _ => None,
    }
}

fn tickets(view: &View<'_>) -> Result<Vec<TodayItem>, Refused> {
    if !view.may::<TodayDue>() {
        return Ok(Vec::new());
    }
    let due = TodayDue {}.answer(view)?;
    Ok(due.mine.into_iter().chain(due.free).map(TodayItem::Ticket).collect())
}

/// Drawers that are open: one's own, and for whoever looks after the house every one of an earlier day.
fn drawers(view: &View<'_>) -> Result<Vec<TodayItem>, Refused> {
    if !view.may::<DrawerState>() {
        return Ok(Vec::new());
    }
    let house = view.holds(&[Role::Manager, Role::Supervisor]);
    let mut items = Vec::new();
    for (cashier, who) in Staff::TABLE.all(view.read, &())? {
        if cashier != view.operator && !house {
            continue;
        }
        let state = DrawerState { cashier: Some(cashier) }.answer(view)?;
        let open = state.drawer.is_some_and(|drawer| drawer.closed.is_none());
        let day = state.day.filter(|day| open && (cashier == view.operator || *day < view.today()));
        items.extend(day.map(|day| TodayItem::Drawer { cashier, name: who.name, day }));
    }
    Ok(items)
}

fn owing(view: &View<'_>) -> Result<Option<TodayItem>, Refused> {
    if !view.may::<FeeArrears>() {
        return Ok(None);
    }
    let found = arrears(view.read, view.today())?;
    let owed = Money(found.iter().map(|arrear| arrear.owed.0).sum());
    Ok((!found.is_empty()).then_some(TodayItem::Arrears { count: found.len(), owed }))
}

fn calls(view: &View<'_>) -> Result<Vec<TodayItem>, Refused> {
    let today = view.today();
    let since = today.checked_sub_days(chrono::Days::new(CALL_WITHIN_DAYS)).unwrap_or(today);
    let mut found: BTreeMap<(StudentId, ClassId), TodayItem> = BTreeMap::new();
    for (id, lesson) in lessons_on(view.read, since, today)? {
        if lesson.state == LessonState::Cancelled || !concerns(view, &lesson) {
            continue;
        }
        for row in roll(view.read, lesson.class, lesson.day)? {
            let key = (row.student, lesson.class);
            match mark_of(view.read, row.student, lesson.day, id)?.map(|mark| mark.presence) {
                Some(Presence::Absent) => {
                    let who = student(view.read, row.student)?;
                    let first = who.guardians.first();
                    let guardian = first.map(|g| g.name.clone()).unwrap_or_default();
                    let theirs = first.map(|g| g.phone.clone()).filter(|phone| !phone.is_empty());
                    let class = super::register::name_of::<super::register::Class>(view.read, lesson.class)?;
                    let missed = missed_before(view, &lesson, row.student)?.saturating_add(1);
                    let phone = theirs.unwrap_or(who.phone);
                    let (student, name, day) = (row.student, who.name, lesson.day);
                    found.insert(key, TodayItem::Call { student, name, guardian, phone, class, day, missed });
                }
                // Whoever came since needs no call.
                Some(Presence::Present | Presence::Late) => drop(found.remove(&key)),
                _ => {}
            }
        }
    }
    Ok(found.into_values().collect())
}

fn low_today(view: &View<'_>, lessons: &[DayLesson]) -> Result<Vec<TodayItem>, Refused> {
    let mut low: BTreeMap<StudentId, Credits> = BTreeMap::new();
    for lesson in lessons.iter().filter(|lesson| lesson.lesson.state != LessonState::Cancelled) {
        for row in roll(view.read, lesson.lesson.class, lesson.lesson.day)? {
            if row.standing == Standing::Active && !low.contains_key(&row.student) {
                let left = credits_left(view.read, row.student, lesson.lesson.day)?;
                if left.0 <= view.school.low_credits {
                    low.insert(row.student, left);
                }
            }
        }
    }
    let mut low: Vec<(StudentId, Credits)> = low.into_iter().collect();
    low.sort_by_key(|(id, left)| (*left, *id));
    let item = |(id, left)| {
        let who = student(view.read, id)?;
        Ok((who.left.is_none()).then_some(TodayItem::Low { student: id, name: who.name, left }))
    };
    low.into_iter().filter_map(|one| item(one).transpose()).collect()
}

fn birthdays(view: &View<'_>) -> Result<Vec<TodayItem>, Refused> {
    let today = view.today();
    let born = born_on(view.read, today.month(), today.day())?;
    let item = |id| {
        let who = student(view.read, id)?;
        let turns = who.born.map_or(0, |born| today.year() - born.year());
        Ok((who.left.is_none()).then_some(TodayItem::Birthday { student: id, name: who.name, turns }))
    };
    born.into_iter().filter_map(|id| item(id).transpose()).collect()
}
