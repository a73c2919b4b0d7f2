//! The demo school before anyone comes: staff, rules, rooms, courses, classes with their times.

use super::maker::{MANAGER, Maker};
use crate::base::{
    ClassId, ClockTime, CourseId, Currency, Day, Refused, RewardId, RoomId, StaffId, Text, Zone,
};
use crate::books::calendar::PlanLessons;
use crate::books::ledger::points::SupplyReward;
use crate::books::register::{
    Class, Course, InitSchool, Listed, Reward, Role, Room, Save, Staff, Term, WeeklyTime,
};
use crate::exchange::shipped;
use crate::lang::Lang;

/// How long lessons are made ahead, in days.
const AHEAD_DAYS: i64 = 21;
/// How many a class has on average.
const IN_CLASS: u32 = 14;

/// Opens the school.
pub fn school(maker: &mut Maker, lang: &Lang) -> Result<(), Refused> {
    let init = InitSchool {
        name: maker.parts.school.clone(),
        zone: Zone::default(),
        currency: Currency::default(),
        operator: maker.parts.manager.clone(),
        tiers: shipped::tiers(lang),
    };
    maker.submit(MANAGER, init)?;
    for rule in shipped::rules(lang) {
        add(maker, rule)?;
    }
    for part in std::mem::take(&mut maker.parts.staff) {
        add(maker, Staff { name: part.name, roles: part.roles, ..Staff::default() })?;
    }
    for (at, part) in (1..).zip(std::mem::take(&mut maker.parts.rewards)) {
        add(maker, Reward { name: part.name, cost: part.cost, limit: 0, retired: false })?;
        maker.submit(MANAGER, SupplyReward { reward: RewardId(at), count: part.stock })?;
    }
    super::prices::list(maker)?;
    terms(maker)
}

/// The term that the weeks lie in, and the one that follows.
fn terms(maker: &mut Maker) -> Result<(), Refused> {
    let (from, until) = (maker.first, maker.today + chrono::Duration::days(60));
    let name = |from: Day| {
        use chrono::Datelike;
        let half = if (2..8).contains(&from.month()) { "春" } else { "秋" };
        Text::new(format!("{} {half}", from.year()))
    };
    add(maker, Term { name: name(from), from, until, retired: false })
}

fn add<T: Listed>(maker: &mut Maker, value: T) -> Result<(), Refused> {
    maker.submit(MANAGER, Save { id: None, expect: None, value }).map(drop)
}

/// A class of the demo school.
pub struct Taught {
    pub id: ClassId,
    pub name: Text,
    /// Its places in the week's table: two classes clash when they share one.
    pub slots: Vec<usize>,
}

/// The times of a week: evenings, and the whole of Saturday and Sunday.
fn slots() -> Vec<(u8, ClockTime, ClockTime)> {
    let evenings = [(16, 40, 18, 10), (18, 30, 20, 0)];
    let all_day = [(8, 30, 10, 0), (10, 15, 11, 45), (13, 30, 15, 0), (15, 15, 16, 45), (17, 0, 18, 30)];
    let mut slots = Vec::new();
    for weekday in [6, 7, 1, 2, 3, 4, 5] {
        let times: &[_] = if weekday >= 6 { &all_day } else { &evenings };
        slots.extend(
            times.iter().map(|(h, m, h2, m2)| (weekday, ClockTime::hm(*h, *m), ClockTime::hm(*h2, *m2))),
        );
    }
    slots
}

/// Courses with their teachers, each teacher in a room of their own, and classes at times of theirs
/// that are still free.
pub fn classes(maker: &mut Maker) -> Result<Vec<Taught>, Refused> {
    let teachers = teachers(maker)?;
    let slots = slots();
    let wanted = (maker.size.students.div_ceil(IN_CLASS) as usize).clamp(3, teachers.len() * slots.len() / 2);
    let mut used = vec![0usize; teachers.len()];
    let mut classes = Vec::new();
    for at in 0..wanted {
        let (by, round) = (at % teachers.len(), at / teachers.len());
        let teacher = &teachers[by];
        let count = if maker.percent(40) { 2 } else { 1 };
        // Everyone begins at another place of the week, and goes on by steps that visit each place once.
        let mine: Vec<usize> = (0..count).map(|n| (by * 3 + (used[by] + n) * 7) % slots.len()).collect();
        used[by] += count;
        let name = Text::new(format!("{} {} 班", teacher.course_name, round * teachers.len() + by + 1));
        let times = mine.iter().map(|slot| {
            let (weekday, from, until) = slots[*slot];
            WeeklyTime { weekday, from, until, room: None }
        });
        let class = Class {
            name: name.clone(),
            course: Some(teacher.course),
            teacher: Some(teacher.id),
            room: Some(teacher.room),
            times: times.collect(),
            from: Some(maker.first),
            seats: 24,
            ..Class::default()
        };
        add(maker, class)?;
        classes.push(Taught { id: ClassId(at as u64 + 1), name, slots: mine });
    }
    Ok(classes)
}

struct Teacher {
    id: StaffId,
    course: CourseId,
    course_name: Text,
    room: RoomId,
}

fn teachers(maker: &mut Maker) -> Result<Vec<Teacher>, Refused> {
    let mut teachers: Vec<Teacher> = Vec::new();
    for (course, part) in (1..).map(CourseId).zip(std::mem::take(&mut maker.parts.courses)) {
        add(maker, Course { name: part.name.clone(), ..Course::default() })?;
        for name in part.teachers {
            let room = RoomId(teachers.len() as u64 + 1);
            add(maker, Room { name: Text::new(format!("{} 室", 100 + room.0)), seats: 24, retired: false })?;
            let staff = Staff { name, roles: vec![Role::Teacher], ..Staff::default() };
            let made = maker.submit(MANAGER, Save { id: None, expect: None, value: staff })?.made;
            let id = made.first().and_then(|id| id.parse().ok()).unwrap_or_default();
            teachers.push(Teacher { id, course, course_name: part.name.clone(), room });
        }
    }
    Ok(teachers)
}

/// Makes the lessons of the weeks, and some weeks ahead.
pub fn lessons(maker: &mut Maker) -> Result<(), Refused> {
    let (from, until) = (Some(maker.first), maker.today + chrono::Duration::days(AHEAD_DAYS));
    maker.submit(MANAGER, PlanLessons { class: None, from, until }).map(drop)
}
