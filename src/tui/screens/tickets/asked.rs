//! A step's fields as fields of a form: what can be chosen is chosen, and lessons and classes are typed as one
//! says them.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::base::{ClassId, Day, LessonId, Refused, Say, StudentId, Text, parse_day};
use crate::desk::calendar::{DayLesson, LessonState, LessonsOn};
use crate::desk::ledger::fees::Method;
use crate::desk::queue::sop::{Field as Asks, FieldKind as Holds};
use crate::desk::register::{AskCard, FindClasses, List, Staff, Standing};
use crate::say;
use crate::tui::app::Cx;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

/// A field that was asked: its key, its name in the form, what it holds.
pub struct Asked {
    key: String,
    name: &'static str,
    holds: Holds,
    /// Something was filled in before: left empty, it is cleared.
    before: bool,
}

/// Names of form fields by place: a form knows its fields by names that live as long as the program.
const NAMES: [&str; 12] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11"];

/// The fields as a form asks them, with what was filled in before. What another part of the program puts
/// there is not asked.
pub fn fields(
    asks: &[(Asks, Say)],
    filled: &dyn Fn(&str) -> Option<Text>,
    cx: &Cx,
) -> (Vec<Asked>, Vec<Field>) {
    let wanted = asks.iter().filter(|(field, _)| field.kind != Holds::Data);
    wanted
        .zip(NAMES)
        .map(|((field, title), name)| {
            let mut asked = Field::new(name, title.clone(), kind(field, cx));
            if field.required {
                asked = asked.required();
            }
            if field.kind == Holds::Lesson {
                asked = asked.hint(say!("tickets-lesson-hint"));
            }
            let before = filled(&field.key);
            if let Some(before) = &before {
                asked = asked.value(before);
            }
            (Asked { key: field.key.clone(), name, holds: field.kind, before: before.is_some() }, asked)
        })
        .unzip()
}

fn kind(field: &Asks, cx: &Cx) -> FieldKind {
    let choices: Vec<(String, Say)> = match field.kind {
        Holds::Number => return FieldKind::Number { least: i64::MIN, most: i64::MAX },
        Holds::Day => return FieldKind::Day,
        Holds::Flag => {
            vec![("false".into(), say!("tickets-no")), ("true".into(), say!("tickets-yes"))]
        }
        Holds::Method => Method::ALL.iter().map(|method| (serial(*method), method.say())).collect(),
        Holds::Staff => {
            let staff = cx.ask(&List::<Staff>::live()).unwrap_or_default();
            staff.iter().map(|one| (one.id.to_string(), say!("sop-own", text = &one.value.name))).collect()
        }
        // Money, credits and what is typed as one says it are read later.
        _ => return FieldKind::Text { most: 400 },
    };
    let none = (String::new(), say!("tickets-none"));
    let may_be_empty = !field.required && field.kind != Holds::Flag;
    FieldKind::Choice(may_be_empty.then_some(none).into_iter().chain(choices).collect())
}

/// A way of paying as commands write it.
fn serial(method: Method) -> String {
    serde_json::to_value(method).ok().and_then(|value| Some(value.as_str()?.to_owned())).unwrap_or_default()
}

/// What was filled in, by the keys of the step's fields.
///
/// # Errors
/// At the field, when there is no such lesson or class, or several.
pub fn values(
    asked: &[Asked],
    values: &Values,
    student: Option<StudentId>,
    cx: &Cx,
) -> Result<BTreeMap<String, Text>, Complaint> {
    let mut all = BTreeMap::new();
    for one in asked {
        let text = values.text(one.name).map(|text| match one.holds {
            Holds::Lesson => lesson(&text, student, cx),
            Holds::Class => class(&text, cx),
            _ => Ok(text),
        });
        let text = text.transpose().map_err(|no| Complaint::from(no).at(one.name))?;
        let chosen = || values.choice(one.name).filter(|value| !value.is_empty()).map(Text::new);
        let day = || values.day(one.name).map(|day| Text::new(day.to_string()));
        let number = || values.number(one.name).map(|number| Text::new(number.to_string()));
        let cleared = || one.before.then(Text::default);
        if let Some(value) = text.or_else(chosen).or_else(day).or_else(number).or_else(cleared) {
            all.insert(one.key.clone(), value);
        }
    }
    Ok(all)
}

/// A lesson by its number, or by its day and, where the student has not just one then, its class.
fn lesson(typed: &Text, student: Option<StudentId>, cx: &Cx) -> Result<Text, Refused> {
    if typed.parse::<LessonId>().is_ok() {
        return Ok(typed.clone());
    }
    let (day, class) = typed.trim().split_once(' ').unwrap_or((typed.trim(), ""));
    let Some(on) = day_of(day, cx.look.shown.today) else {
        return Err(
            Refused::input(say!("tickets-no-lesson", typed = typed)).hint(say!("tickets-lesson-hint"))
        );
    };
    let mut all = cx.ask(&LessonsOn { from: Some(on), until: Some(on) })?;
    all.retain(|one| one.lesson.state != LessonState::Cancelled);
    let theirs: Vec<ClassId> = match student {
        Some(id) if class.is_empty() => {
            let classes = cx.ask(&AskCard { id })?.classes;
            classes.iter().filter(|one| one.standing != Standing::Gone).map(|one| one.id).collect()
        }
        _ => Vec::new(),
    };
    let meant = |one: &&DayLesson| match class {
        "" => theirs.contains(&one.lesson.class),
        class => one.class.contains(class.trim()),
    };
    let found: Vec<&DayLesson> = all.iter().filter(meant).collect();
    match found.as_slice() {
        [one] => Ok(Text::new(one.id.to_string())),
        _ => {
            let shown = |one: &DayLesson| format!("{} {} {}", one.id, one.class, one.lesson.from);
            let list: Vec<String> = all.iter().take(6).map(shown).collect();
            let say = match list.is_empty() {
                true => say!("tickets-no-lessons-then", day = on),
                false => say!("tickets-which-lesson", day = on, lessons = list.join(" / ")),
            };
            Err(Refused::input(say).hint(say!("tickets-lesson-hint")))
        }
    }
}

/// A day in full, or month and day of this year.
fn day_of(typed: &str, today: Day) -> Option<Day> {
    parse_day(typed).or_else(|| parse_day(&format!("{}-{typed}", today.year())))
}

/// A class by its id, or by its name.
fn class(typed: &Text, cx: &Cx) -> Result<Text, Refused> {
    if typed.parse::<ClassId>().is_ok() {
        return Ok(typed.clone());
    }
    let found = cx.ask(&FindClasses { text: typed.clone(), limit: 6 })?;
    let exact = found.iter().find(|one| one.name == *typed);
    match (exact, found.as_slice()) {
        (Some(one), _) | (None, [one]) => Ok(Text::new(one.id.to_string())),
        (None, []) => Err(Refused::input(say!("tickets-no-class", typed = typed))),
        (None, several) => {
            let list: Vec<String> = several.iter().map(|one| format!("{} {}", one.id, one.name)).collect();
            Err(Refused::input(say!("tickets-which-class", classes = list.join(" / "))))
        }
    }
}
