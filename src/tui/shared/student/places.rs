//! A student's places in classes: enrol, transfer, pause, leave; and lesson credits as a gift.

use std::rc::Rc;

use super::charge::{self, Charge};
use crate::base::{Day, StudentId};
use crate::desk::ledger::credits::GiveCredits;
use crate::desk::register::{
    AskCard, CardClass, Class, Course, Enrol, Enrollee, Leave, List, Listing, Pause, Standing, TakeIn,
    Transfer,
};
use crate::say;
use crate::tui::app::{Cx, Effect, Tone, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker};

fn day_field(name: &'static str, label: crate::base::Say, day: Option<Day>) -> Field {
    let field = Field::new(name, label, FieldKind::Day).hint(say!("roster-day-hint"));
    match day {
        Some(day) => field.value(&day.to_string()),
        None => field,
    }
}

/// Picks a class and the first day, and gives the students a place; to one alone what is charged for it is offered
/// with it.
pub fn enrol(students: Vec<StudentId>, cx: &mut Cx) -> Effect {
    let count = students.len();
    let title = cx.look.say(&say!("roster-enrol-title", count = count));
    if let [one] = students[..] {
        return match charge::blocked(one, cx) {
            Some(no) => refused(no),
            None => match cx.ask(&AskCard { id: one }) {
                Ok(card) => pick_class(title, &card.classes, cx, move |class, cx| take_in(one, class, cx)),
                Err(no) => refused(no),
            },
        };
    }
    pick_class(title, &[], cx, move |class, cx| {
        let (id, students) = (class.id, students.clone());
        let fields = vec![day_field("from", say!("roster-first-day"), Some(cx.look.shown.today))];
        let title = say!("roster-enrol-into", count = count, class = &class.value.name);
        Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
            let from = values.day("from");
            Ok(done(cx.session.submit(Enrol { class: id, students: students.clone(), from })?))
        })))
    })
}

/// The form of one student's enrolment: the first day, and what is charged.
fn take_in(student: StudentId, class: &Listing<Class>, cx: &mut Cx) -> Effect {
    let known = cx.ask(&AskCard { id: student }).map(|card| card.student.name);
    let charge = Charge::with_enrolment(Some(student), class.value.course, cx);
    let (name, charge) = match known.and_then(|name| Ok((name, charge?))) {
        Ok((name, charge)) => (name, Rc::new(charge)),
        Err(no) => return refused(no),
    };
    let mut fields = vec![day_field("from", say!("roster-first-day"), Some(cx.look.shown.today))];
    fields.extend(charge.fields(cx));
    let title = say!("roster-enrol-one", name = &name, class = &class.value.name);
    let (id, asked) = (class.id, Rc::clone(&charge));
    let form = Form::new(title, fields, move |values, cx| {
        let sale = charge.offer(values, cx)?;
        let expect = sale.as_ref().map(|_| charge.seen());
        let who = Enrollee::Known(student);
        let act = TakeIn { who, classes: vec![id], from: values.day("from"), sale, expect };
        Ok(done(cx.session.submit(act).map_err(|no| charge::at_field(no, values))?))
    });
    Effect::Open(Box::new(form.remark(move |values, cx| asked.explain(values, cx))))
}

/// Picks a class among all that are taught, but for those in which one has a place.
fn pick_class(
    title: String,
    own: &[CardClass],
    cx: &mut Cx,
    mut then: impl FnMut(&Listing<Class>, &mut Cx) -> Effect + 'static,
) -> Effect {
    let (classes, items) = match super::classes(cx) {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let held = |id| own.iter().any(|own| own.id == id && own.standing != Standing::Gone);
    let kept = classes.into_iter().zip(items).filter(|(class, _)| !held(class.id));
    let (classes, items): (Vec<_>, Vec<Item>) = kept.unzip();
    if classes.is_empty() {
        return Effect::Tell(say!("roster-no-class"), Tone::Quiet);
    }
    let take = move |index: usize, cx: &mut Cx| match classes.get(index) {
        Some(class) => then(class, cx),
        None => Effect::Done,
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// Does something with the one class that the student is in; where there are several, picks one first.
fn with_own_class(
    title: &'static str,
    classes: &[CardClass],
    cx: &mut Cx,
    mut then: impl FnMut(&CardClass, &mut Cx) -> Effect + 'static,
) -> Effect {
    let held: Vec<CardClass> = classes.iter().filter(|c| c.standing != Standing::Gone).cloned().collect();
    match held.as_slice() {
        [] => Effect::Tell(say!("card-no-class"), Tone::Quiet),
        [one] => then(one, cx),
        several => {
            let item = |class: &CardClass| Item::new(class.name.as_str()).detail(class.teacher.as_str());
            let items = several.iter().map(item).collect();
            let title = cx.look.text(title).into_owned();
            let take = move |index: usize, cx: &mut Cx| match held.get(index) {
                Some(class) => then(class, cx),
                None => Effect::Done,
            };
            Effect::Open(Box::new(Picker::of(title, items, take, cx)))
        }
    }
}

/// Moves a student from one of their classes to another.
pub fn transfer(student: StudentId, classes: &[CardClass], cx: &mut Cx) -> Effect {
    let own = classes.to_vec();
    with_own_class("card-transfer-from", classes, cx, move |from, cx| {
        let from = from.clone();
        let title = cx.look.say(&say!("card-transfer-to", class = &from.name));
        pick_class(title, &own, cx, move |class, cx| {
            let (from_id, to) = (from.id, class.id);
            let fields = vec![day_field("on", say!("card-transfer-day"), Some(cx.look.shown.today))];
            let title = say!("card-transfer-title", from = &from.name, to = &class.value.name);
            Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
                let on = values.day("on");
                Ok(done(cx.session.submit(Transfer { student, from: from_id, to, on })?))
            })))
        })
    })
}

/// Pauses a place, or ends its pause.
pub fn pause(student: StudentId, classes: &[CardClass], cx: &mut Cx) -> Effect {
    with_own_class("card-pause-which", classes, cx, move |own, cx| {
        let class = own.id;
        let resume = own.standing == Standing::Paused;
        let today = Some(cx.look.shown.today);
        let (title, fields) = if resume {
            let title = say!("card-resume-title", class = &own.name);
            (title, vec![day_field("from", say!("card-resume-from"), today)])
        } else {
            let title = say!("card-pause-title", class = &own.name);
            let until = Field::new("until", say!("card-pause-until"), FieldKind::Day);
            let until = until.hint(say!("card-pause-until-hint"));
            (title, vec![day_field("from", say!("card-pause-from"), today), until])
        };
        Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
            let (from, until) = (values.day("from"), values.day("until"));
            let act = Pause { class, student, from, until, resume };
            cx.session.submit(act).map(done).map_err(|no| match no.reason.key.as_ref() {
                "register-days-wrong" => Complaint::from(no).at("until"),
                _ => Complaint::from(no),
            })
        })))
    })
}

/// Ends a place.
pub fn leave(student: StudentId, classes: &[CardClass], cx: &mut Cx) -> Effect {
    with_own_class("card-leave-which", classes, cx, move |own, cx| {
        let class = own.id;
        let fields = vec![day_field("on", say!("card-leave-on"), Some(cx.look.shown.today))];
        let title = say!("card-leave-title", class = &own.name);
        Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
            let on = values.day("on");
            Ok(done(cx.session.submit(Leave { class, student, on })?))
        })))
    })
}

/// Lesson credits as a gift, with the reason.
pub fn gift(student: StudentId, name: &str, cx: &mut Cx) -> Effect {
    let courses = match cx.ask(&List::<Course>::live()) {
        Ok(courses) => courses,
        Err(no) => return refused(no),
    };
    let named = courses.iter().map(|course| (course.id, say!("card-plain", text = &course.value.name)));
    let fields = vec![
        Field::new("credits", say!("card-gift-credits"), FieldKind::Credits).required().value("1"),
        Field::text("reason", say!("app-reason")).required().hint(say!("card-gift-reason-hint")),
        Field::new("expires", say!("card-gift-expires"), FieldKind::Day).hint(say!("card-gift-expires-hint")),
        Field::one_of("course", say!("card-gift-course"), named).or_none(say!("card-gift-any-course")),
    ];
    let title = say!("card-gift-title", name = name);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let act = GiveCredits {
            student,
            credits: values.credits("credits").unwrap_or_default(),
            expires: values.day("expires"),
            course: values.id("course"),
            reason: values.text("reason").unwrap_or_default(),
        };
        cx.session.submit(act).map(done).map_err(|no| match no.reason.key.as_ref() {
            "credits-bad-lot" => Complaint::from(no).at("credits"),
            _ => Complaint::from(no),
        })
    })))
}
