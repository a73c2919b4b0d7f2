//! Classes and their weekly times.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::{catalogue, exists, item};
use super::{Course, Listed, Room, Rule, Staff};
use crate::base::{ClassId, ClockTime, CourseId, Credits, Day, Refused, RoomId, RuleId, Say, StaffId, Text};
use crate::books::{Act, Books, Done};

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
    /// The point rules on its number keys from 1 on, 0 where a key is free; empty for the rules' own keys.
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
    exists::<Course>(&books.draft, class.course)?;
    exists::<Staff>(&books.draft, class.teacher)?;
    exists::<Room>(&books.draft, class.room)
}

/// So many number keys there are.
const KEYS_MOST: usize = 9;

/// Puts point rules on a class's number keys.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetKeys {
    /// The class.
    pub class: ClassId,
    /// The rules from key 1 on, `P0` where a key is free; none for the rules' own keys.
    #[serde(default)]
    pub keys: Vec<RuleId>,
}

impl Act for SetKeys {
    const NAME: &'static str = "class.keys";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let class: Class = item(&books.draft, self.class)?;
        let free = |key: &RuleId| key.0 == 0;
        let last = self.keys.iter().rposition(|key| !free(key)).map_or(0, |last| last + 1);
        let keys = &self.keys[..last];
        if keys.len() > KEYS_MOST {
            return Err(Refused::input(Say::new("register-rule-key")));
        }
        for (at, key) in keys.iter().enumerate().filter(|(_, key)| !free(key)) {
            let rule: Rule = item(&books.draft, *key)?;
            if rule.retired || keys[..at].contains(key) {
                let wrong = if rule.retired { "register-key-retired" } else { "register-key-twice" };
                return Err(Refused::input(Say::new(wrong).with("rule", &rule.name)));
            }
        }
        let said = if keys.is_empty() { "register-keys-school" } else { "register-keys-own" };
        let say = Say::new(said).with("class", &class.name);
        Class::TABLE.put(&mut books.draft, &self.class, &Class { keys: keys.to_vec(), ..class });
        Ok(Done::said(say))
    }

    fn example() -> Self {
        SetKeys { class: ClassId(1), keys: vec![RuleId(2), RuleId(5)] }
    }
}
