//! The weeks of the demo school, day by day: lessons marked, points given and redeemed, people who come,
//! pause and leave, things taken back.

use super::maker::{MANAGER, Maker, RECEPTION};
use super::people;
use super::setup::Taught;
use crate::base::{ClockTime, Day, Refused, RewardId, RuleId, StaffId, StudentId};
use crate::books::calendar::{
    CancelLesson, DayLesson, LessonSheet, LessonState, LessonsOn, MarkLesson, MarkOne, Presence,
};
use crate::books::ledger::RankPoints;
use crate::books::ledger::points::{Award, Redeem};
use crate::books::register::{List, Listing, Pause, Reward, Rule, RuleAuto, Standing};
use crate::books::undo::Undo;

/// Walks from the first day to the one before today.
pub fn walk(maker: &mut Maker, classes: &[Taught]) -> Result<(), Refused> {
    let rules: Vec<Listing<Rule>> = maker.ask(&List::live())?;
    let rewards: Vec<Listing<Reward>> = maker.ask(&List::live())?;
    let later = people::later(maker);
    let days = maker.size.weeks * 7;
    let mut joined = 0;
    for (no, day) in (0..days).zip(maker.first.iter_days()) {
        maker.at(day, ClockTime::hm(8, 0));
        // Spread evenly over the days.
        while joined < later * (no + 1) / days {
            people::join(maker, classes, day)?;
            joined += 1;
        }
        if no % 9 == 4 {
            pause(maker, day)?;
        }
        let mut lessons = maker.ask(&LessonsOn { from: Some(day), until: None })?;
        lessons.sort_by_key(|lesson| (lesson.lesson.until, lesson.id));
        for lesson in lessons {
            teach(maker, &lesson, &rules)?;
        }
        if no % 7 == 6 {
            maker.at(day, ClockTime::hm(20, 30));
            redeem(maker, &rewards)?;
        }
    }
    Ok(())
}

/// One lesson: marked by exception, then points.
fn teach(maker: &mut Maker, lesson: &DayLesson, rules: &[Listing<Rule>]) -> Result<(), Refused> {
    let teacher = lesson.lesson.teacher.unwrap_or(MANAGER);
    if lesson.lesson.state != LessonState::Planned {
        return Ok(());
    }
    maker.at(lesson.lesson.day, lesson.lesson.from);
    if maker.percent(1) {
        let cancel = CancelLesson { lesson: lesson.id, note: "老师培训".into() };
        return maker.submit(MANAGER, cancel).map(drop);
    }
    let sheet = maker.ask(&LessonSheet { lesson: lesson.id })?;
    let expected: Vec<StudentId> =
        sheet.rows.iter().filter(|row| row.standing == Standing::Active).map(|row| row.student).collect();
    let mut marks = Vec::new();
    let mut here = Vec::new();
    for student in &expected {
        match exception(maker, *student) {
            Some((presence, minutes)) => {
                marks.push(MarkOne { student: *student, presence, minutes });
                if presence == Presence::Late {
                    here.push(*student);
                }
            }
            None => here.push(*student),
        }
    }
    if expected.is_empty() {
        return Ok(());
    }
    maker.submit(teacher, MarkLesson { lesson: lesson.id, marks, rest: true, reason: "".into() })?;
    award(maker, lesson, teacher, &here, rules)
}

/// How someone attends who is not simply there. Some come less and less: the advisor's concern.
fn exception(maker: &mut Maker, student: StudentId) -> Option<(Presence, u16)> {
    let slipping = student.0 % 29 == 7;
    let roll = maker.below(1000);
    match roll {
        0..=29 => Some((Presence::Absent, 0)),
        30..=69 => Some((Presence::Excused, 0)),
        70..=119 => Some((Presence::Late, maker.below(18) as u16 + 2)),
        120..=399 if slipping => Some((Presence::Absent, 0)),
        _ => None,
    }
}

fn award(
    maker: &mut Maker,
    lesson: &DayLesson,
    teacher: StaffId,
    here: &[StudentId],
    rules: &[Listing<Rule>],
) -> Result<(), Refused> {
    let mine: Vec<&Listing<Rule>> =
        rules.iter().filter(|rule| rule.value.key > 0 && rule.value.auto != Some(RuleAuto::Attend)).collect();
    if mine.is_empty() || here.is_empty() {
        return Ok(());
    }
    for _ in 0..maker.below(5) + 1 {
        // The first keys are pressed more often than the last.
        let first = maker.below(mine.len());
        let rule: RuleId = mine[maker.below(first + 1)].id;
        let one = maker.below(here.len());
        // Now and then to half the class.
        let students = if maker.percent(10) { here[one / 2..=one].to_vec() } else { vec![here[one]] };
        let award = Award { rule, students, lesson: Some(lesson.id), class: None, points: None };
        let done = maker.submit(teacher, award)?;
        if maker.percent(3) {
            maker.submit(teacher, Undo { seq: done.seq, reason: "".into() })?;
        }
    }
    Ok(())
}

/// Someone pauses for two weeks.
fn pause(maker: &mut Maker, day: Day) -> Result<(), Refused> {
    use crate::books::register::ExportRoster;
    let roster = maker.ask(&ExportRoster { left: false })?;
    let at = maker.below(roster.len());
    let Some(place) = roster.get(at).and_then(|line| line.places.first()) else { return Ok(()) };
    let pause = Pause {
        class: place.class,
        student: roster[at].id,
        from: Some(day),
        until: Some(day + chrono::Duration::days(13)),
        resume: false,
    };
    match maker.submit(RECEPTION, pause) {
        // Paused already: chance hit the same student twice.
        Err(refused) if refused.kind == crate::base::Kind::Conflict => Ok(()),
        other => other.map(drop),
    }
}

/// At the week's end those with many points spend some.
fn redeem(maker: &mut Maker, rewards: &[Listing<Reward>]) -> Result<(), Refused> {
    for line in maker.ask(&RankPoints::default())?.into_iter().take(25) {
        let affordable: Vec<RewardId> = rewards
            .iter()
            .filter(|reward| reward.value.cost <= line.balance)
            .map(|reward| reward.id)
            .collect();
        if !maker.percent(25) {
            continue;
        }
        if let Some(reward) = maker.one_of(&affordable) {
            let redeem = Redeem { student: line.student, reward, count: 1 };
            match maker.submit(RECEPTION, redeem) {
                // The shelf is empty.
                Err(refused) if refused.kind == crate::base::Kind::Input => {}
                other => other.map(drop)?,
            }
        }
    }
    Ok(())
}
