//! Lessons are made ahead from the classes' weekly times.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lesson::{Lesson, LessonState, check_free, lessons_of_class, next_no, put_lesson};
use crate::base::{ClassId, Day, LessonId, Refused, Say, Text};
use crate::books::register::{Class, Listed, WeeklyTime};
use crate::books::{Act, Books, Counter, Done, next_number};

/// The furthest ahead that one command plans, in days.
const FURTHEST: i64 = 400;

/// Makes the lessons of one class or of all, by their weekly times, up to a day. Holidays are passed
/// over, and so are days on which the class has a lesson at that time already, so that planning twice
/// changes nothing. What would put a teacher, room or student in two places is left out and said.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlanLessons {
    /// The class; all when not given.
    #[serde(default)]
    pub class: Option<ClassId>,
    /// From this day; today when not given.
    #[serde(default)]
    pub from: Option<Day>,
    /// Up to this day.
    pub until: Day,
}

impl Act for PlanLessons {
    const NAME: &'static str = "lesson.plan";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let from = self.from.unwrap_or_else(|| books.today());
        if self.until < from || (self.until - from).num_days() > FURTHEST {
            return Err(Refused::input(Say::new("lesson-plan-span").with("days", FURTHEST)));
        }
        let classes = Class::TABLE.all(&books.draft, &())?;
        let mut made = 0usize;
        let mut clashes = Vec::new();
        for (id, class) in classes {
            if class.retired || self.class.is_some_and(|only| only != id) {
                continue;
            }
            made += plan_class(books, id, &class, from, self.until, &mut clashes)?;
        }
        let mut done = Done::said(Say::new("lesson-planned").with("count", made).with("until", self.until));
        if let Some(first) = clashes.first() {
            let say = Say::new("lesson-plan-clashes").with("count", clashes.len());
            done = done.and(say.with("first", first.reason.clone()));
        }
        Ok(done)
    }

    fn example() -> Self {
        PlanLessons { class: None, from: None, until: Day::from_ymd_opt(2027, 1, 17).unwrap_or_default() }
    }
}

fn plan_class(
    books: &mut Books<'_>,
    id: ClassId,
    class: &Class,
    from: Day,
    until: Day,
    clashes: &mut Vec<Refused>,
) -> Result<usize, Refused> {
    let from = class.from.map_or(from, |first| first.max(from));
    let until = class.until.map_or(until, |last| last.min(until));
    let existing = lessons_of_class(&books.draft, id, from, until)?;
    let mut no = next_no(&books.draft, id)?;
    let mut made = 0;
    for day in from.iter_days().take_while(|day| *day <= until) {
        if books.school.holidays.contains(&day) {
            continue;
        }
        let weekday = day.weekday().number_from_monday();
        for time in class.times.iter().filter(|time| u32::from(time.weekday) == weekday) {
            let lesson = from_time(id, class, time, day, no);
            // A lesson that was moved away from this day keeps its own day; one cancelled stays cancelled.
            if existing.iter().any(|(_, other)| other.overlaps(&lesson)) {
                continue;
            }
            match check_free(&books.draft, None, &lesson) {
                Ok(()) => {
                    let lesson_id = LessonId(next_number(books, Counter::Lesson)?);
                    put_lesson(books, lesson_id, &lesson)?;
                    no += 1;
                    made += 1;
                }
                Err(clash) if clash.kind == crate::base::Kind::Conflict => clashes.push(clash),
                Err(other) => return Err(other),
            }
        }
    }
    Ok(made)
}

fn from_time(id: ClassId, class: &Class, time: &WeeklyTime, day: Day, no: u32) -> Lesson {
    Lesson {
        class: id,
        no,
        day,
        from: time.from,
        until: time.until,
        room: time.room.or(class.room),
        teacher: class.teacher,
        key: false,
        state: LessonState::Planned,
        taught: None,
        note: Text::default(),
    }
}
