//! Classes and their weekly times.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::catalogue;
use super::{Course, Listed, Room, Staff};
use crate::base::{ClassId, ClockTime, CourseId, Credits, Day, Refused, RoomId, RuleId, Say, StaffId, Text};
use crate::books::Books;

/// A weekly time at which a class meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WeeklyTime {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// From.
    pub from: ClockTime,
    /// Until.
    pub until: ClockTime,
    /// Where, if not in the class's own room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
}

/// A class 班级: whom a course is taught to, by whom, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Class {
    /// What it is called.
    pub name: Text,
    /// What is taught.
    #[serde(default)]
    pub course: Option<CourseId>,
    /// Who teaches.
    #[serde(default)]
    pub teacher: Option<StaffId>,
    /// Where.
    #[serde(default)]
    pub room: Option<RoomId>,
    /// When, every week.
    #[serde(default)]
    pub times: Vec<WeeklyTime>,
    /// Its first day; lessons are made from then.
    #[serde(default)]
    pub from: Option<Day>,
    /// Its last day.
    #[serde(default)]
    pub until: Option<Day>,
    /// How many it takes; 0 for no limit.
    #[serde(default)]
    pub seats: u16,
    /// Lesson credits that one lesson takes, in hundredths.
    #[serde(default = "one_lesson")]
    pub credits: Credits,
    /// The point rules on its number keys, in order; empty for the school's own.
    #[serde(default)]
    pub keys: Vec<RuleId>,
    /// No longer taught.
    #[serde(default)]
    pub retired: bool,
}

fn one_lesson() -> Credits {
    Credits::lessons(1)
}

impl Default for Class {
    fn default() -> Self {
        Class {
            name: Text::default(),
            course: None,
            teacher: None,
            room: None,
            times: Vec::new(),
            from: None,
            until: None,
            seats: 0,
            credits: one_lesson(),
            keys: Vec::new(),
            retired: false,
        }
    }
}

catalogue!(Class: ClassId, CLASSES "classes", Class, "class.save", "class.list", "noun-class", check check;
example Class {
    name: "周六绘画一班".into(),
    course: Some(CourseId(1)),
    teacher: Some(StaffId(2)),
    times: vec![WeeklyTime { weekday: 6, from: ClockTime::hm(14, 0), until: ClockTime::hm(15, 30), room: None }],
    ..Class::default()
});

fn check(class: &Class, _: Option<ClassId>, books: &Books<'_>) -> Result<(), Refused> {
    let wrong = |t: &WeeklyTime| !(1..=7).contains(&t.weekday) || t.from >= t.until;
    if class.times.iter().any(wrong) || class.credits.0 < 0 {
        return Err(Refused::input(Say::new("register-times-wrong")));
    }
    if class.from.zip(class.until).is_some_and(|(from, until)| from > until) {
        return Err(Refused::input(Say::new("register-days-wrong")));
    }
    exists::<Course>(books, class.course)?;
    exists::<Staff>(books, class.teacher)?;
    exists::<Room>(books, class.room)
}

fn exists<T: Listed>(books: &Books<'_>, id: Option<T::Id>) -> Result<(), Refused> {
    match id {
        Some(id) if T::TABLE.get(&books.draft, &id)?.is_none() => Err(Refused::missing(T::NOUN, id)),
        _ => Ok(()),
    }
}
