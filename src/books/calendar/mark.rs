//! Attendance marks 出勤. A mark carries what follows from it: the credits that it took and the points
//! that it gave, as ledger entries. Marking again reverses those and posts what the new mark needs, so
//! that only differences change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guest::{GuestKind, Participant, participants};
use super::lesson::{Lesson, LessonState, Taught, lesson, put_lesson};
use crate::base::{Credits, Day, Kind, LessonId, Prose, Refused, RuleId, Say, StudentId};
use crate::books::ledger::{self, Account, credits, points};
use crate::books::register::{Class, Listed, PLACES, Rule, RuleAuto, Standing, student};
use crate::books::{Act, Books, Done, tables};
use crate::store::{Direction, Key, Read, Table, versioned};

/// Marks by student and day: a student's attendance is one scan.
pub const MARKS: Table<(StudentId, Day, LessonId), Mark> = Table::new(tables::MARKS, "marks");
/// How a student attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// 到.
    Present,
    /// 迟到.
    Late,
    /// 缺勤.
    Absent,
    /// 请假.
    Excused,
}

/// One student's mark in one lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// How they attended.
    pub presence: Presence,
    /// How late, in minutes.
    #[serde(default)]
    pub minutes: u16,
    /// Credits taken, in hundredths.
    #[serde(default)]
    pub credits: Credits,
    /// The ledger entries that took credits: account and number.
    #[serde(default)]
    #[schemars(skip)]
    pub took: Vec<(Account, u64)>,
    /// The ledger entries that gave points.
    #[serde(default)]
    #[schemars(skip)]
    pub gave: Vec<(Account, u64)>,
    /// The last day on which a lesson missed with leave may be made up.
    #[serde(default)]
    pub make_up_until: Option<Day>,
    /// Why it was corrected after the day.
    #[serde(default)]
    pub reason: Prose,
}

versioned!(Mark = 1);

/// A student's mark in a lesson.
///
/// # Errors
/// When the store fails.
pub fn mark_of(read: &dyn Read, who: StudentId, day: Day, id: LessonId) -> Result<Option<Mark>, Refused> {
    Ok(MARKS.get(read, &(who, day, id))?)
}

/// A student's marks from `first` to `last`, oldest first.
///
/// # Errors
/// When the store fails.
pub fn marks_of(
    read: &dyn Read,
    who: StudentId,
    first: Day,
    last: Day,
) -> Result<Vec<(Day, LessonId, Mark)>, Refused> {
    let end = last.succ_opt().unwrap_or(last);
    let rows = MARKS.range(read, &(who, first), &(who, end), Direction::Up, usize::MAX)?;
    Ok(rows.into_iter().map(|((_, day, id), mark)| (day, id, mark)).collect())
}

/// Who is on leave from a lesson to come. Leave goes with its lesson; where anyone is marked otherwise, also who has
/// left the class since, or the day is past, the lesson was given and stands.
///
/// # Errors
/// When the lesson stands.
pub(super) fn only_leave(books: &Books<'_>, id: LessonId) -> Result<Vec<(StudentId, Mark)>, Refused> {
    let read = &books.draft;
    let found = lesson(read, id)?;
    let mut on_leave: Vec<(StudentId, Mark)> = Vec::new();
    let mut people: Vec<_> = participants(read, id, &found)?.into_iter().map(|one| one.who).collect();
    if !books.cx.replayed {
        people.extend(PLACES.all(read, &(found.class,))?.into_iter().map(|((_, who), _)| who));
    }
    for who in people {
        let Some(mark) = mark_of(read, who, found.day, id)? else { continue };
        if mark.presence != Presence::Excused || found.day < books.today() {
            return Err(Refused::input(Say::new("lesson-already-taken")));
        }
        if on_leave.iter().all(|(other, _)| *other != who) {
            on_leave.push((who, mark));
        }
    }
    Ok(on_leave)
}

/// Takes leave from a lesson on its day back, and gives it for another day where the lesson goes there.
pub(super) fn move_leave(
    books: &mut Books<'_>,
    id: LessonId,
    on_leave: &[(StudentId, Mark)],
    (from, to): (Day, Option<Day>),
) {
    for (who, mark) in on_leave {
        MARKS.delete(&mut books.draft, &(*who, from, id));
        if let Some(to) = to {
            let mark = Mark { make_up_until: make_up_until(books, to), ..mark.clone() };
            MARKS.put(&mut books.draft, &(*who, to, id), &mark);
        }
    }
}

/// Until when a lesson missed with leave on that day may be made up.
fn make_up_until(books: &Books<'_>, day: Day) -> Option<Day> {
    day.checked_add_days(chrono::Days::new(u64::from(books.school.make_up_days)))
}

/// One student's mark, as it is to be.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MarkOne {
    /// Who.
    pub student: StudentId,
    /// How they attended.
    pub presence: Presence,
    /// How late, in minutes.
    #[serde(default)]
    pub minutes: u16,
}

/// Marks students in a lesson, and with `rest` everyone else who is expected as present. Marks,
/// credits, attendance points and the teacher's hours are one commit; marked again, only differences
/// change. After the lesson's day a reason is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MarkLesson {
    /// Which lesson.
    pub lesson: LessonId,
    /// Marks to set.
    #[serde(default)]
    pub marks: Vec<MarkOne>,
    /// Also mark everyone else present who has a place, is not paused, and has no mark yet.
    #[serde(default)]
    pub rest: bool,
    /// Why, for a correction after the day.
    #[serde(default)]
    pub reason: Prose,
}

impl Act for MarkLesson {
    const NAME: &'static str = "lesson.mark";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let found = lesson(&books.draft, self.lesson)?;
        check_time(books, &found, self)?;
        let people = participants(&books.draft, self.lesson, &found)?;
        let class = Class::TABLE.get(&books.draft, &found.class)?.unwrap_or_default();
        let mut marks = self.marks.clone();
        for one in &marks {
            if !people.iter().any(|other| other.who == one.student) {
                let name = student(&books.draft, one.student)?.name;
                return Err(Refused::input(Say::new("mark-not-here").with("name", &name)));
            }
        }
        if self.rest {
            for Participant { who, standing, .. } in &people {
                let given = marks.iter().any(|one| one.student == *who);
                let marked = mark_of(&books.draft, *who, found.day, self.lesson)?.is_some();
                if *standing == Standing::Active && !given && !marked {
                    marks.push(MarkOne { student: *who, presence: Presence::Present, minutes: 0 });
                }
            }
        }
        if marks.is_empty() {
            return Err(Refused::new(Kind::Conflict, Say::new("mark-nothing-left")));
        }
        let marking =
            Marking { id: self.lesson, lesson: &found, class: &class, auto: auto_rule(books, &found)? };
        let mut taken = 0;
        let mut short = Vec::new();
        for one in &marks {
            let guest = people.iter().find(|other| other.who == one.student).and_then(|other| other.guest);
            let outcome = set(books, &marking, one, guest, &self.reason)?;
            taken += outcome.credits.0;
            if outcome.owed.0 > 0 {
                short.push(one.student);
            }
        }
        close_when_full(books, self.lesson, &found, &people)?;
        tell(books, &marks, Credits(taken), &short, found.day)
    }

    fn example() -> Self {
        let late = MarkOne { student: StudentId(3), presence: Presence::Late, minutes: 6 };
        MarkLesson { lesson: LessonId(99), marks: vec![late], rest: true, reason: "".into() }
    }
}

fn check_time(books: &Books<'_>, found: &Lesson, ask: &MarkLesson) -> Result<(), Refused> {
    if found.state == LessonState::Cancelled {
        return Err(Refused::input(Say::new("mark-lesson-cancelled")));
    }
    if found.day > books.today() {
        let excuse_only = !ask.rest && ask.marks.iter().all(|one| one.presence == Presence::Excused);
        if !excuse_only {
            return Err(Refused::input(Say::new("mark-too-early").with("day", found.day)));
        }
    }
    let closed = found.state == LessonState::Taken && found.day < books.today();
    if closed && ask.reason.is_empty() {
        return Err(Refused::input(Say::new("mark-needs-reason")).hint(Say::new("mark-needs-reason-hint")));
    }
    Ok(())
}

/// The rule that attending this lesson gives points by.
fn auto_rule(books: &Books<'_>, lesson: &Lesson) -> Result<Option<(RuleId, Rule)>, Refused> {
    let wanted = if lesson.key { RuleAuto::AttendKey } else { RuleAuto::Attend };
    let rules = Rule::TABLE.all(&books.draft, &())?;
    Ok(rules.into_iter().find(|(_, rule)| rule.auto == Some(wanted) && !rule.retired))
}

struct Marking<'a> {
    id: LessonId,
    lesson: &'a Lesson,
    class: &'a Class,
    auto: Option<(RuleId, Rule)>,
}

struct Outcome {
    credits: Credits,
    owed: Credits,
}

/// Sets one mark and everything that follows from it.
fn set(
    books: &mut Books<'_>,
    marking: &Marking<'_>,
    one: &MarkOne,
    guest: Option<GuestKind>,
    reason: &Prose,
) -> Result<Outcome, Refused> {
    let key = (one.student, marking.lesson.day, marking.id);
    let before = MARKS.get(&books.draft, &key)?;
    let takes = match (guest, one.presence) {
        (Some(GuestKind::Trial), _) | (_, Presence::Excused) => Credits(0),
        (_, Presence::Absent) if !books.school.absent_takes_credits => Credits(0),
        _ => marking.class.credits,
    };
    let attends = matches!(one.presence, Presence::Present | Presence::Late);
    let mut mark = Mark {
        presence: one.presence,
        minutes: if one.presence == Presence::Late { one.minutes } else { 0 },
        credits: takes,
        took: Vec::new(),
        gave: Vec::new(),
        make_up_until: None,
        reason: reason.clone(),
    };
    if one.presence == Presence::Excused {
        mark.make_up_until = make_up_until(books, marking.lesson.day);
    }
    let mut outcome = Outcome { credits: Credits(0), owed: Credits(0) };
    match &before {
        Some(old) if old.credits == takes => mark.took.clone_from(&old.took),
        _ => {
            reverse_all(books, before.as_ref().map(|old| &old.took))?;
            ledger::owed::give_back(books, one.student)?;
            outcome = take(books, marking, one.student, takes, &mut mark)?;
            outcome.credits.0 -= before.as_ref().map_or(0, |old| old.credits.0);
        }
    }
    match &before {
        Some(old) if old.gave.is_empty() != attends => mark.gave.clone_from(&old.gave),
        _ => {
            reverse_all(books, before.as_ref().map(|old| &old.gave))?;
            if attends {
                award(books, marking, one.student, &mut mark)?;
            }
        }
    }
    MARKS.put(&mut books.draft, &key, &mark);
    Ok(outcome)
}

fn reverse_all(books: &mut Books<'_>, posted: Option<&Vec<(Account, u64)>>) -> Result<(), Refused> {
    for (account, number) in posted.into_iter().flatten() {
        ledger::reverse(books, *account, *number)?;
    }
    Ok(())
}

/// What was posted since `from`, as accounts and numbers.
fn posted_since(books: &Books<'_>, from: usize) -> Vec<(Account, u64)> {
    let new = books.posted[from..].iter();
    new.filter_map(|(bytes, number)| Some((Account::read(&mut bytes.as_slice())?, *number))).collect()
}

fn take(
    books: &mut Books<'_>,
    marking: &Marking<'_>,
    who: StudentId,
    amount: Credits,
    mark: &mut Mark,
) -> Result<Outcome, Refused> {
    let from = books.posted.len();
    let mut owed = Credits(0);
    if amount.0 > 0 {
        let what = credits::Use {
            student: who,
            class: marking.lesson.class,
            lesson: marking.id,
            day: marking.lesson.day,
            credits: amount,
        };
        owed = credits::take(books, &what)?;
    }
    mark.took = posted_since(books, from);
    Ok(Outcome { credits: amount, owed })
}

fn award(
    books: &mut Books<'_>,
    marking: &Marking<'_>,
    who: StudentId,
    mark: &mut Mark,
) -> Result<(), Refused> {
    let Some((rule, value)) = marking.auto.as_ref().map(|(id, rule)| (*id, rule)) else { return Ok(()) };
    let from = books.posted.len();
    let gift = points::Gift {
        rule,
        points: value.value.usual(),
        day: marking.lesson.day,
        class: marking.lesson.class,
        lesson: Some(marking.id),
    };
    match points::give(books, who, &gift, value.cap) {
        // A cap that is reached keeps the points back, never the mark.
        Err(refused) if refused.kind == Kind::Input => {}
        other => other?,
    }
    mark.gave = posted_since(books, from);
    Ok(())
}

/// A lesson in which everyone expected is marked is taken: it counts for the teacher's hours.
fn close_when_full(
    books: &mut Books<'_>,
    id: LessonId,
    found: &Lesson,
    people: &[Participant],
) -> Result<(), Refused> {
    if found.state == LessonState::Taken {
        return Ok(());
    }
    for Participant { who, standing, .. } in people {
        if *standing == Standing::Active && mark_of(&books.draft, *who, found.day, id)?.is_none() {
            return Ok(());
        }
    }
    let minutes = found.until.0.saturating_sub(found.from.0);
    let taught = Taught { by: found.teacher, minutes, at: books.cx.at };
    let after = Lesson { state: LessonState::Taken, taught: Some(taught), ..found.clone() };
    put_lesson(books, id, &after)
}

fn tell(
    books: &Books<'_>,
    marks: &[MarkOne],
    taken: Credits,
    short: &[StudentId],
    day: Day,
) -> Result<Done, Refused> {
    let done = match marks {
        [one] => {
            let name = student(&books.draft, one.student)?.name;
            let left = credits::credits_left(&books.draft, one.student, day)?;
            let key = match taken.0.signum() {
                1 => "mark-one-takes",
                -1 => "mark-one-returns",
                _ => "mark-one",
            };
            let say = Say::new(key).with("name", &name).with("presence", presence(one.presence, one.minutes));
            Done::said(say.with("credits", Credits(taken.0.abs())).with("left", left))
        }
        many => Done::said(Say::new("mark-many").with("count", many.len()).with("credits", taken)),
    };
    Ok(match short.first() {
        Some(first) => {
            let name = student(&books.draft, *first)?.name;
            done.and(Say::new("mark-short").with("count", short.len()).with("name", &name))
        }
        None => done,
    })
}

/// The words for how someone attended.
pub fn presence(presence: Presence, minutes: u16) -> Say {
    match presence {
        Presence::Present => Say::new("presence-present"),
        Presence::Late if minutes > 0 => Say::new("presence-late-minutes").with("minutes", minutes),
        Presence::Late => Say::new("presence-late"),
        Presence::Absent => Say::new("presence-absent"),
        Presence::Excused => Say::new("presence-excused"),
    }
}
