//! The timetable of a week: lessons made ahead, moved, cancelled, added, taught by another. What would put a
//! teacher, a room or a student in two places is refused by the books, and the form says which.

use chrono::{Days, Duration};

use super::fields::{day_field, pointer};
use super::section::{Entry, Head, Names, Section};
use crate::base::{ClassId, ClockTime, Day, LessonId, Refused, Say};
use crate::desk::calendar::{
    AddLesson, CancelLesson, ChangeLesson, DayLesson, LessonState, LessonsOn, PlanLessons,
};
use crate::desk::register::{List, Term};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, done};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form};

/// Lessons of one week.
#[derive(Default)]
pub struct Timetable {
    /// Weeks after this one.
    week: i64,
}

impl Timetable {
    fn days(&self, today: Day) -> (Day, Day) {
        let day = today.checked_add_signed(Duration::weeks(self.week)).unwrap_or(today);
        let week = day.week(chrono::Weekday::Mon);
        (week.first_day(), week.last_day())
    }

    fn lessons(&self, cx: &Cx) -> Result<Vec<DayLesson>, Refused> {
        let (first, last) = self.days(cx.look.shown.today);
        cx.ask(&LessonsOn { from: Some(first), until: Some(last) })
    }
}

impl Section for Timetable {
    fn title(&self) -> &'static str {
        "setup-lessons"
    }

    fn columns(&self) -> &'static [Head] {
        const {
            &[
                Head::words("setup-day", 10),
                Head::words("setup-time", 11),
                Head::rest("setup-class"),
                Head::words("setup-teacher", 8),
                Head::words("setup-state", 10),
            ]
        }
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let look = cx.look;
        let entry = |one: DayLesson| {
            let weekday = chrono::Datelike::weekday(&one.lesson.day).number_from_monday();
            let state = match (one.lesson.state, one.lesson.note.is_empty()) {
                (LessonState::Cancelled, _) => look.text("setup-cancelled").into_owned(),
                (LessonState::Taken, _) => look.text("setup-taken").into_owned(),
                (LessonState::Planned, false) => one.lesson.note.to_string(),
                (LessonState::Planned, true) => String::new(),
            };
            let day = look.lang.date(one.lesson.day, &look.shown);
            Entry {
                id: one.id.to_string(),
                cells: vec![
                    format!("{day} {}", look.lang.weekday(weekday)),
                    format!("{}-{}", one.lesson.from, one.lesson.until),
                    one.class.to_string(),
                    one.teacher.to_string(),
                    state,
                ],
                retired: false,
            }
        };
        Ok(self.lessons(cx)?.into_iter().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        let names = Names::read(cx)?;
        match id {
            None => Ok(add_form(&names, self.days(cx.look.shown.today).0.max(cx.look.shown.today))),
            Some(id) => {
                let found = self.lessons(cx)?.into_iter().find(|one| one.id.to_string() == id);
                let found = found.ok_or_else(|| Refused::missing("noun-lesson", id))?;
                Ok(change_form(&names, &found))
            }
        }
    }

    fn retire(&self, id: &str, _: &mut Cx) -> Result<Effect, Refused> {
        let Ok(lesson) = id.parse::<LessonId>() else { return Ok(Effect::Done) };
        let field = Field::text("note", say!("setup-note")).required().hint(say!("setup-cancel-hint"));
        let form = Form::new(say!("setup-cancel-title"), vec![field], move |values, cx| {
            let note = values.text("note").unwrap_or_default();
            Ok(done(cx.session.submit(CancelLesson { lesson, note })?))
        });
        Ok(Effect::Open(Box::new(form)))
    }

    fn turn(&mut self, by: i64) -> bool {
        self.week = (self.week + by).clamp(-520, 520);
        true
    }

    fn about(&self, look: &Look) -> String {
        let (first, last) = self.days(look.shown.today);
        format!("{}–{}", look.lang.date(first, &look.shown), look.lang.date(last, &look.shown))
    }
}

fn time_field(field: &'static str, label: Say, now: Option<ClockTime>) -> Field {
    let text = now.map(|time| time.to_string()).unwrap_or_default();
    Field::new(field, label, FieldKind::Time).required().value(&text)
}

fn add_form(names: &Names, day: Day) -> Form {
    let fields = vec![
        pointer("class", say!("setup-class"), &names.classes, None),
        day_field("day", say!("setup-day"), Some(day)).required(),
        time_field("from", say!("setup-from-time"), None),
        time_field("until", say!("setup-until-time"), None),
        pointer("teacher", say!("setup-teacher"), &names.staff, None).hint(say!("setup-teacher-hint")),
        pointer("room", say!("setup-room"), &names.rooms, None).hint(say!("setup-room-hint")),
        Field::yes_no("key", say!("setup-key-lesson"), false),
    ];
    Form::new(say!("setup-add-lesson"), fields, |values, cx| {
        let class: ClassId =
            values.id("class").ok_or_else(|| Complaint::wrong("class", say!("error-required")))?;
        let act = AddLesson {
            class,
            day: values.day("day").unwrap_or_default(),
            from: values.time("from").unwrap_or_default(),
            until: values.time("until").unwrap_or_default(),
            room: values.id("room"),
            teacher: values.id("teacher"),
            key: values.yes("key"),
        };
        Ok(done(cx.session.submit(act)?))
    })
}

fn change_form(names: &Names, found: &DayLesson) -> Form {
    let lesson = &found.lesson;
    let fields = vec![
        day_field("day", say!("setup-day"), Some(lesson.day)).required(),
        time_field("from", say!("setup-from-time"), Some(lesson.from)),
        time_field("until", say!("setup-until-time"), Some(lesson.until)),
        pointer("teacher", say!("setup-teacher"), &names.staff, lesson.teacher),
        pointer("room", say!("setup-room"), &names.rooms, lesson.room),
        Field::yes_no("key", say!("setup-key-lesson"), lesson.key),
        Field::text("note", say!("setup-note")).value(&lesson.note),
    ];
    let id = found.id;
    let title = say!("setup-change-lesson", class = &found.class, no = lesson.no);
    Form::new(title, fields, move |values, cx| {
        let act = ChangeLesson {
            lesson: id,
            day: values.day("day"),
            from: values.time("from"),
            until: values.time("until"),
            room: values.id("room"),
            teacher: values.id("teacher"),
            key: Some(values.yes("key")),
            note: values.text("note").unwrap_or_default(),
        };
        Ok(done(cx.session.submit(act)?))
    })
}

/// Makes lessons ahead from the weekly times, of one class or of all.
pub fn plan_form(cx: &mut Cx) -> Result<Form, Refused> {
    let names = Names::read(cx)?;
    let today = cx.look.shown.today;
    let terms = cx.ask(&List::<Term>::live())?;
    let holds = terms.iter().find(|term| term.value.from <= today && today <= term.value.until);
    let until = holds.map(|term| term.value.until).or_else(|| today.checked_add_days(Days::new(8 * 7)));
    let fields = vec![
        pointer("class", say!("setup-class"), &names.classes, None).hint(say!("setup-plan-all")),
        day_field("until", say!("setup-plan-until"), until).required().hint(say!("setup-plan-hint")),
    ];
    Ok(Form::new(say!("setup-plan-title"), fields, |values, cx| {
        let until = values.day("until").unwrap_or_default();
        Ok(done(cx.session.submit(PlanLessons { class: values.id("class"), from: None, until })?))
    }))
}
