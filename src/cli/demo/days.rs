//! The weeks of the demo school, day by day: lessons marked, points given and redeemed, people who come,
//! pause and leave, things taken back.

use super::maker::{MANAGER, Maker, RECEPTION};
use super::people;
use super::quality;
use super::queue::{self, Queue};
use super::setup::Taught;
use super::till::{self, Till};
use crate::base::{ClockTime, Day, Kind, Refused, RewardId, RuleId, StaffId, StudentId};
use crate::books::calendar::{
    AddLesson, CancelLesson, DayLesson, LessonSheet, LessonState, LessonsOn, MarkLesson, MarkOne, Presence,
};
use crate::books::ledger::RankPoints;
use crate::books::ledger::points::{Award, Redeem};
use crate::books::register::{List, Listing, Pause, Reward, Rule, RuleAuto, Standing};
use crate::books::undo::Undo;

/// For so many days an absence is worth a call.
const CALL_WITHIN_DAYS: i64 = 2;

/// What a day is made of beside lessons, each at its time.
#[derive(Clone, Copy)]
enum Part {
    /// The triggers, the drawer, those who join.
    Morning,
    /// Families come with what they have at heart.
    Intake,
    /// The queue is worked on.
    Work,
    /// The fee desk trades.
    Trade,
    /// Points are spent, the drawer is counted.
    Evening,
    /// A lesson is taught: which of the day's.
    Lesson(usize),
}

const PARTS: [(ClockTime, Part); 7] = [
    (ClockTime::hm(8, 0), Part::Morning),
    (ClockTime::hm(9, 5), Part::Intake),
    (ClockTime::hm(9, 20), Part::Work),
    (ClockTime::hm(11, 0), Part::Trade),
    (ClockTime::hm(14, 30), Part::Work),
    (ClockTime::hm(17, 40), Part::Work),
    (ClockTime::hm(20, 30), Part::Evening),
];

/// What goes on from day to day.
struct Weeks<'a> {
    classes: &'a [Taught],
    rules: Vec<Listing<Rule>>,
    rewards: Vec<Listing<Reward>>,
    queue: Queue,
    till: Till,
    joined: u32,
}

/// Walks from the first day to the one before today.
pub fn walk(maker: &mut Maker, classes: &[Taught]) -> Result<(), Refused> {
    let (rules, rewards) = (maker.ask(&List::live())?, maker.ask(&List::live())?);
    let queue = Queue::new(maker);
    let mut weeks = Weeks { classes, rules, rewards, queue, till: Till::default(), joined: 0 };
    for (no, day) in (0..maker.size.weeks * 7).zip(maker.first.iter_days()) {
        let lessons = maker.ask(&LessonsOn { from: Some(day), until: Some(day) })?;
        let taught = (0..).zip(&lessons).map(|(at, lesson)| (lesson.lesson.from, Part::Lesson(at)));
        let mut parts: Vec<(ClockTime, Part)> = PARTS.into_iter().chain(taught).collect();
        parts.sort_by_key(|(time, _)| *time);
        for (time, part) in parts {
            maker.at(day, time);
            match part {
                Part::Lesson(at) => teach(maker, &lessons[at], &weeks.rules)?,
                other => weeks.go_on(maker, no, other)?,
            }
        }
    }
    Ok(())
}

impl Weeks<'_> {
    fn go_on(&mut self, maker: &mut Maker, no: u32, part: Part) -> Result<(), Refused> {
        match part {
            Part::Morning => {
                queue::sweep(maker)?;
                if no == 0 {
                    till::begin(maker)?;
                }
                till::open(maker)?;
                // Spread evenly over the days.
                while self.joined < people::later(maker) * (no + 1) / (maker.size.weeks * 7) {
                    people::join(maker, self.joined, self.classes, &mut self.till)?;
                    self.joined += 1;
                }
                quality::leave(maker, no)?;
                quality::opening(maker, self.classes, no)?;
                if no % 9 == 4 { pause(maker) } else { Ok(()) }
            }
            Part::Intake => self.queue.intake(maker, no, &self.till),
            Part::Work => self.queue.work(maker),
            Part::Trade => self.till.trade(maker, no),
            Part::Evening => {
                if no % 7 == 6 {
                    redeem(maker, &self.rewards)?;
                    quality::check(maker, no)?;
                }
                self.queue.evening(maker, no)?;
                till::close(maker, no)
            }
            Part::Lesson(_) => Ok(()),
        }
    }
}

/// Gives today a lesson at whatever hour the school is opened.
pub fn today(maker: &mut Maker, classes: &[Taught]) -> Result<(), Refused> {
    let today = maker.today;
    (0..).zip((8..22).step_by(2)).try_for_each(|(turn, hour)| meet(maker, classes, today, hour, turn))
}

/// Gives yesterday a lesson, so that there was someone to miss.
pub fn yesterday(maker: &mut Maker, classes: &[Taught]) -> Result<(), Refused> {
    let day = maker.today - chrono::Duration::days(1);
    meet(maker, classes, day, 18, 0)
}

/// Where the week's table leaves two hours free, a class that is free meets once more: the `turn`th or one
/// after it.
fn meet(maker: &mut Maker, classes: &[Taught], day: Day, hour: u16, turn: usize) -> Result<(), Refused> {
    let (from, until) = (ClockTime::hm(hour, 0), ClockTime::hm(hour + 2, 0));
    let lessons = maker.ask(&LessonsOn { from: Some(day), until: Some(day) })?;
    if lessons.iter().any(|lesson| lesson.lesson.from < until && from < lesson.lesson.until) {
        return Ok(());
    }
    for class in classes.iter().cycle().skip(turn).take(classes.len()) {
        let add = AddLesson { class: class.id, day, from, until, room: None, teacher: None, key: false };
        match maker.submit(RECEPTION, add) {
            // Its teacher, its room or one of its students is taken.
            Err(refused) if refused.kind == Kind::Conflict => {}
            other => return other.map(drop),
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
    let sheet = maker.ask(&LessonSheet { lesson: lesson.id })?;
    // A lesson in which leave was granted ahead is not cancelled: it has a mark.
    if maker.percent(1) && sheet.rows.iter().all(|row| row.mark.is_none()) {
        let cancel = CancelLesson { lesson: lesson.id, note: "老师培训".into() };
        return maker.submit(MANAGER, cancel).map(drop);
    }
    let expected: Vec<StudentId> = sheet
        .rows
        .iter()
        .filter(|row| row.standing == Standing::Active && row.mark.is_none())
        .map(|row| row.student)
        .collect();
    let mut marks = Vec::new();
    let mut here = Vec::new();
    for student in &expected {
        match exception(maker, *student).or_else(|| missed(maker, &expected, *student)) {
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

/// Someone did not come to the last lessons, so that there is a call to make.
fn missed(maker: &Maker, expected: &[StudentId], student: StudentId) -> Option<(Presence, u16)> {
    let late = maker.today - maker.day <= chrono::Duration::days(CALL_WITHIN_DAYS);
    (late && expected.first() == Some(&student)).then_some((Presence::Absent, 0))
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
fn pause(maker: &mut Maker) -> Result<(), Refused> {
    use crate::books::register::ExportRoster;
    let roster = maker.ask(&ExportRoster { left: false })?;
    let at = maker.below(roster.len());
    let Some(place) = roster.get(at).and_then(|line| line.places.first()) else { return Ok(()) };
    let pause = Pause {
        class: place.class,
        student: roster[at].id,
        from: Some(maker.day),
        until: Some(maker.day + chrono::Duration::days(13)),
        resume: false,
    };
    match maker.submit(RECEPTION, pause) {
        // Paused already: chance hit the same student twice.
        Err(refused) if refused.kind == Kind::Conflict => Ok(()),
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
                Err(refused) if refused.kind == Kind::Input => {}
                other => other.map(drop)?,
            }
        }
    }
    Ok(())
}
