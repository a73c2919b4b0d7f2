//! What a supervisor looks at in the demo school: spot checks of the week, families that leave, and a class that is
//! about to begin.

use chrono::{Datelike, Duration};

use super::maker::{MANAGER, Maker, RECEPTION, SUPERVISOR};
use super::people;
use super::setup::Taught;
use crate::base::{ClassId, ClockTime, Prose, Refused, StudentId};
use crate::books::calendar::PlanLessons;
use crate::books::queue::{CheckDraw, CheckList, CheckScore};
use crate::books::register::{
    AskCard, Class, EditStudent, Enrol, ExportRoster, Leave, List, Save, WeeklyTime,
};

/// How many tickets of a week are looked at.
const CHECKED: u16 = 4;
/// How many join the class that is about to begin.
const JOINING: usize = 5;
/// Days between two families that leave.
const LEAVE_DAYS: u32 = 9;

/// Draws some of the week's tickets and scores them; of the last week one is left to be scored.
pub fn check(maker: &mut Maker, no: u32) -> Result<(), Refused> {
    let (from, until) = (maker.day - Duration::days(6), maker.day);
    let seed = maker.below(usize::MAX) as u64;
    let draw = CheckDraw { from, until, count: CHECKED, seed, kind: "".into(), solved: true };
    if maker.submit(SUPERVISOR, draw).is_err() {
        // Nothing was done in a quiet week.
        return Ok(());
    }
    let mut open = maker.ask(&CheckList::default())?;
    open.retain(|row| row.scored.is_none());
    if no + 7 >= maker.size.weeks * 7 {
        open.truncate(open.len().saturating_sub(1));
    }
    for row in open {
        let most: Vec<u16> = row.criteria.iter().map(|one| one.criterion.points).collect();
        let points = most.into_iter().map(|most| most - maker.below(usize::from(most) / 3 + 1) as u16);
        let points = points.collect();
        // Never one's own work.
        let by = if row.of == SUPERVISOR { MANAGER } else { SUPERVISOR };
        let score = CheckScore { ticket: row.ticket, points, rubric: None, note: Prose::default() };
        maker.submit(by, score)?;
    }
    Ok(())
}

/// Now and then a family leaves, the last one a few days ago.
pub fn leave(maker: &mut Maker, no: u32) -> Result<(), Refused> {
    let to_go = maker.size.weeks * 7 - no;
    if to_go % LEAVE_DAYS != 4 {
        return Ok(());
    }
    let id = StudentId(u64::from(to_go / LEAVE_DAYS) * 7 + 9);
    if id.0 > u64::from(maker.size.students - people::later(maker)) {
        return Ok(());
    }
    let card = maker.ask(&AskCard { id })?;
    for class in card.classes {
        let leave = Leave { class: class.id, student: id, on: None };
        // A place that ended before.
        let _ = maker.submit(RECEPTION, leave);
    }
    let mut student = card.student;
    student.left = Some(maker.day);
    maker.submit(RECEPTION, EditStudent { id, expect: None, student })?;
    maker.gone.insert(id);
    Ok(())
}

/// Two days before the school is opened a class is made that begins two days after: its families are to be told.
pub fn opening(maker: &mut Maker, classes: &[Taught], no: u32) -> Result<(), Refused> {
    if no + 2 != maker.size.weeks * 7 {
        return Ok(());
    }
    let all = maker.ask(&List::<Class>::live())?;
    let Some(like) = all.iter().find(|one| classes.first().is_some_and(|first| first.id == one.id)) else {
        return Ok(());
    };
    let begins = maker.today + Duration::days(2);
    let weekday = begins.weekday().number_from_monday() as u8;
    // At noon nothing else of the week's table is taught.
    let (from, until) = (ClockTime::hm(12, 0), ClockTime::hm(13, 0));
    let value = Class {
        name: "创意体验班".into(),
        times: vec![WeeklyTime { weekday, from, until, room: None }],
        from: Some(begins),
        ..like.value.clone()
    };
    let made = maker.submit(MANAGER, Save { id: None, expect: None, value })?.made;
    let class: ClassId = made.first().and_then(|id| id.parse().ok()).unwrap_or_default();
    let roster = maker.ask(&ExportRoster { left: false })?;
    let students = roster.iter().filter(|line| line.lessons_left.0 > 1_000).map(|line| line.id);
    let students = students.take(JOINING).collect();
    maker.submit(RECEPTION, Enrol { class, students, from: Some(begins) })?;
    let until = begins + Duration::days(19);
    maker.submit(MANAGER, PlanLessons { class: Some(class), from: Some(begins), until }).map(drop)
}
