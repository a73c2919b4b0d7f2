//! Lessons: one meeting of a class. No teacher, room or student twice at one time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::{ClassId, ClockTime, Day, Instant, Kind, LessonId, Refused, RoomId, Say, StaffId, Text};
use crate::books::register::{Class, Roll, Standing, item, name_of, roll, student};
use crate::books::{Act, Books, Counter, Done, next_number, tables};
use crate::store::{Direction, Read, Table, versioned};

/// Lessons by id.
pub const LESSONS: Table<LessonId, Lesson> = Table::new(tables::LESSONS, "lessons");
const LESSON_DAYS: Table<(Day, ClockTime, LessonId), ()> = Table::new(tables::LESSON_DAYS, "lesson_days");
const CLASS_LESSONS: Table<(ClassId, Day, LessonId), ()> = Table::new(tables::CLASS_LESSONS, "class_lessons");

/// How a lesson stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LessonState {
    /// To come, or not yet marked.
    #[default]
    Planned,
    /// Everyone on the roll was marked.
    Taken,
    /// Does not take place.
    Cancelled,
}

/// That a lesson was taught: a teacher's hours are the sum of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Taught {
    /// By whom.
    pub by: Option<StaffId>,
    /// How long, in minutes.
    pub minutes: u16,
    /// When it was marked, UTC.
    pub at: Instant,
}

/// A lesson 课次.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lesson {
    /// Of which class.
    pub class: ClassId,
    /// In an answer its [number](super::Numbers) within the class as it is now, 0 when it was cancelled. In the
    /// store the number that it was given when it was made, which nothing reads: kept so that a journal of
    /// format 1 replays to the same rows.
    pub no: u32,
    /// On which day.
    pub day: Day,
    /// From.
    pub from: ClockTime,
    /// Until.
    pub until: ClockTime,
    /// Where.
    #[serde(default)]
    pub room: Option<RoomId>,
    /// Who teaches.
    #[serde(default)]
    pub teacher: Option<StaffId>,
    /// A key lesson 重点课: attending it gives more points.
    #[serde(default)]
    pub key: bool,
    /// How it stands.
    #[serde(default)]
    pub state: LessonState,
    /// That it was taught.
    #[serde(default)]
    pub taught: Option<Taught>,
    /// Why it was moved or cancelled.
    #[serde(default)]
    pub note: Text,
}

versioned!(Lesson = 1);

impl Lesson {
    /// Whether two lessons are at one time.
    pub fn overlaps(&self, other: &Lesson) -> bool {
        self.day == other.day && self.from < other.until && other.from < self.until
    }
}

/// The lesson of that id.
///
/// # Errors
/// When there is none, or the store fails.
pub fn lesson(read: &dyn Read, id: LessonId) -> Result<Lesson, Refused> {
    LESSONS.get(read, &id)?.ok_or_else(|| Refused::missing("noun-lesson", id))
}

/// The lessons of the days from `first` to `last`, in order of time.
///
/// # Errors
/// When the store fails.
pub fn lessons_on(read: &dyn Read, first: Day, last: Day) -> Result<Vec<(LessonId, Lesson)>, Refused> {
    let end = last.succ_opt().unwrap_or(last);
    let rows = LESSON_DAYS.range(read, &(first,), &(end,), Direction::Up, usize::MAX)?;
    listed(read, rows.into_iter().map(|((_, _, id), ())| id))
}

/// A class's lessons from `first` to `last`, in order of days.
///
/// # Errors
/// When the store fails.
pub fn lessons_of_class(
    read: &dyn Read,
    class: ClassId,
    first: Day,
    last: Day,
) -> Result<Vec<(LessonId, Lesson)>, Refused> {
    let end = last.succ_opt().unwrap_or(last);
    let rows = CLASS_LESSONS.range(read, &(class, first), &(class, end), Direction::Up, usize::MAX)?;
    listed(read, rows.into_iter().map(|((_, _, id), ())| id))
}

/// Every lesson of a class, in order of days.
pub(super) fn all_of_class(read: &dyn Read, class: ClassId) -> Result<Vec<(LessonId, Lesson)>, Refused> {
    listed(read, CLASS_LESSONS.all(read, &(class,))?.into_iter().map(|((_, _, id), ())| id))
}

fn listed(read: &dyn Read, ids: impl Iterator<Item = LessonId>) -> Result<Vec<(LessonId, Lesson)>, Refused> {
    ids.map(|id| Ok((id, lesson(read, id)?))).collect()
}

/// The number that is kept with a class's next lesson.
pub(super) fn next_no(read: &dyn Read, class: ClassId) -> Result<u32, Refused> {
    let last = CLASS_LESSONS.scan(read, &(class,), Direction::Down, 1)?;
    match last.first() {
        Some(((_, _, id), ())) => Ok(lesson(read, *id)?.no + 1),
        None => Ok(1),
    }
}

/// Puts a lesson's row and keeps both indexes in step.
pub(super) fn put_lesson(books: &mut Books<'_>, id: LessonId, lesson: &Lesson) -> Result<(), Refused> {
    let draft = &mut books.draft;
    if let Some(before) = LESSONS.get(draft, &id)? {
        LESSON_DAYS.delete(draft, &(before.day, before.from, id));
        CLASS_LESSONS.delete(draft, &(before.class, before.day, id));
    }
    LESSON_DAYS.put(draft, &(lesson.day, lesson.from, id), &());
    CLASS_LESSONS.put(draft, &(lesson.class, lesson.day, id), &());
    LESSONS.put(draft, &id, lesson);
    Ok(())
}

/// Refuses a lesson whose teacher, room, class or one of whose students is taken at that time.
pub(super) fn check_free(read: &dyn Read, id: Option<LessonId>, new: &Lesson) -> Result<(), Refused> {
    if new.from >= new.until {
        return Err(Refused::input(Say::new("register-times-wrong")));
    }
    let mine: Vec<_> = roll(read, new.class, new.day)?;
    for (other_id, other) in lessons_on(read, new.day, new.day)? {
        if Some(other_id) == id || other.state == LessonState::Cancelled || !other.overlaps(new) {
            continue;
        }
        let class = name_of::<Class>(read, other.class)?;
        let clash = |key: &'static str| {
            let say = Say::new(key).with("class", &class).with("day", other.day).with("from", other.from);
            Err(Refused::new(Kind::Conflict, say.with("until", other.until)))
        };
        if other.class == new.class {
            return clash("lesson-clash-class");
        }
        if new.teacher.is_some() && new.teacher == other.teacher {
            return clash("lesson-clash-teacher");
        }
        if new.room.is_some() && new.room == other.room {
            return clash("lesson-clash-room");
        }
        let theirs = roll(read, other.class, new.day)?;
        let active = |row: &Roll| row.standing == Standing::Active;
        let there = |who| theirs.iter().any(|row| row.student == who && active(row));
        if let Some(both) = mine.iter().find(|row| active(row) && there(row.student)) {
            let name = student(read, both.student)?.name;
            let say = Say::new("lesson-clash-student").with("name", &name).with("class", &class);
            return Err(Refused::new(Kind::Conflict, say));
        }
    }
    Ok(())
}

/// Adds a lesson outside the weekly times.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddLesson {
    /// Of which class.
    pub class: ClassId,
    /// On which day.
    pub day: Day,
    /// From.
    pub from: ClockTime,
    /// Until.
    pub until: ClockTime,
    /// Where; the class's room when not given.
    #[serde(default)]
    pub room: Option<RoomId>,
    /// Who teaches; the class's teacher when not given.
    #[serde(default)]
    pub teacher: Option<StaffId>,
    /// A key lesson.
    #[serde(default)]
    pub key: bool,
}

impl Act for AddLesson {
    const NAME: &'static str = "lesson.add";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let class: Class = item(&books.draft, self.class)?;
        let lesson = Lesson {
            class: self.class,
            no: next_no(&books.draft, self.class)?,
            day: self.day,
            from: self.from,
            until: self.until,
            room: self.room.or(class.room),
            teacher: self.teacher.or(class.teacher),
            key: self.key,
            state: LessonState::Planned,
            taught: None,
            note: Text::default(),
        };
        check_free(&books.draft, None, &lesson)?;
        let id = LessonId(next_number(books, Counter::Lesson)?);
        put_lesson(books, id, &lesson)?;
        let say = Say::new("lesson-added").with("class", &class.name).with("day", self.day);
        Ok(Done::said(say.with("from", self.from)).made(id))
    }

    fn example() -> Self {
        AddLesson {
            class: ClassId(1),
            day: Day::from_ymd_opt(2026, 11, 28).unwrap_or_default(),
            from: ClockTime::hm(14, 0),
            until: ClockTime::hm(15, 30),
            room: None,
            teacher: None,
            key: false,
        }
    }
}

/// Moves a lesson, or has it taught elsewhere or by another; what is not given stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChangeLesson {
    /// Which.
    pub lesson: LessonId,
    /// To this day.
    #[serde(default)]
    pub day: Option<Day>,
    /// From.
    #[serde(default)]
    pub from: Option<ClockTime>,
    /// Until.
    #[serde(default)]
    pub until: Option<ClockTime>,
    /// Where.
    #[serde(default)]
    pub room: Option<RoomId>,
    /// By whom.
    #[serde(default)]
    pub teacher: Option<StaffId>,
    /// A key lesson, or no longer one.
    #[serde(default)]
    pub key: Option<bool>,
    /// Why.
    #[serde(default)]
    pub note: Text,
}

impl Act for ChangeLesson {
    const NAME: &'static str = "lesson.change";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let before = lesson(&books.draft, self.lesson)?;
        let moves = self.day.is_some_and(|day| day != before.day);
        // Where all are on leave, nobody was taught yet.
        let on_leave = match moves || before.state == LessonState::Taken {
            true => super::mark::only_leave(books, self.lesson)?,
            false => Vec::new(),
        };
        if before.state == LessonState::Taken && on_leave.is_empty() {
            return Err(Refused::input(Say::new("lesson-already-taken")));
        }
        let after = Lesson {
            day: self.day.unwrap_or(before.day),
            from: self.from.unwrap_or(before.from),
            until: self.until.unwrap_or(before.until),
            room: self.room.or(before.room),
            teacher: self.teacher.or(before.teacher),
            key: self.key.unwrap_or(before.key),
            state: LessonState::Planned,
            taught: None,
            note: self.note.clone(),
            ..before
        };
        check_free(&books.draft, Some(self.lesson), &after)?;
        put_lesson(books, self.lesson, &after)?;
        super::mark::move_leave(books, self.lesson, &on_leave, (before.day, Some(after.day)));
        let class = name_of::<Class>(&books.draft, after.class)?;
        let say = Say::new("lesson-changed").with("class", &class).with("day", after.day);
        let done = Done::said(say.with("from", after.from));
        Ok(match on_leave.len() {
            0 => done,
            count => done.and(Say::new("lesson-leave-goes-along").with("count", count)),
        })
    }

    fn example() -> Self {
        ChangeLesson {
            lesson: LessonId(99),
            day: None,
            from: Some(ClockTime::hm(16, 0)),
            until: Some(ClockTime::hm(17, 30)),
            room: None,
            teacher: None,
            key: None,
            note: "老师培训".into(),
        }
    }
}

/// Cancels a lesson: it does not take place, and takes nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CancelLesson {
    /// Which.
    pub lesson: LessonId,
    /// Why.
    #[serde(default)]
    pub note: Text,
}

impl Act for CancelLesson {
    const NAME: &'static str = "lesson.cancel";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let before = lesson(&books.draft, self.lesson)?;
        if before.state == LessonState::Cancelled {
            return Err(Refused::new(Kind::Conflict, Say::new("lesson-cancelled-already")));
        }
        let on_leave = super::mark::only_leave(books, self.lesson)?;
        let after = Lesson { state: LessonState::Cancelled, taught: None, note: self.note.clone(), ..before };
        put_lesson(books, self.lesson, &after)?;
        super::mark::move_leave(books, self.lesson, &on_leave, (after.day, None));
        let class = name_of::<Class>(&books.draft, after.class)?;
        let say = Say::new("lesson-cancelled").with("class", &class).with("day", after.day);
        let done = Done::said(say.with("from", after.from));
        Ok(match on_leave.len() {
            0 => done,
            count => done.and(Say::new("lesson-leave-falls-away").with("count", count)),
        })
    }

    fn example() -> Self {
        CancelLesson { lesson: LessonId(99), note: "台风".into() }
    }
}
