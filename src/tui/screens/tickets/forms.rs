//! A step's fields as fields of a form, and a new ticket.

use std::collections::BTreeMap;

use super::verbs::student;
use crate::base::{Prose, Say, Text};
use crate::desk::queue::sop::{Field as Asks, FieldKind as Holds};
use crate::desk::queue::{OpenTicket, Priority, SopList, SopRow};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker, Values};

/// A field that was asked: its key, and its name in the form.
pub struct Asked {
    key: String,
    name: &'static str,
}

/// Names of form fields by place: a form knows its fields by names that live as long as the program.
const NAMES: [&str; 12] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11"];

/// The fields as a form asks them, with what was filled in before. What another part of the program puts
/// there is not asked.
pub fn fields(asks: &[(Asks, Say)], filled: &dyn Fn(&str) -> Option<Text>) -> (Vec<Asked>, Vec<Field>) {
    let wanted = asks.iter().filter(|(field, _)| field.kind != Holds::Data);
    wanted
        .zip(NAMES)
        .map(|((field, title), name)| {
            let kind = match field.kind {
                Holds::Number => FieldKind::Number { least: i64::MIN, most: i64::MAX },
                Holds::Day => FieldKind::Day,
                // Money, credits and ids are read by the rules, which know the currency and what exists.
                _ => FieldKind::Text { most: 400 },
            };
            let mut asked = Field::new(name, title.clone(), kind);
            if field.required {
                asked = asked.required();
            }
            if let Some(before) = filled(&field.key) {
                asked = asked.value(&before);
            }
            (Asked { key: field.key.clone(), name }, asked)
        })
        .unzip()
}

/// What was filled in, by the keys of the step's fields.
pub fn values(asked: &[Asked], values: &Values) -> BTreeMap<String, Text> {
    let value = |one: &Asked| {
        let text = values.text(one.name);
        let day = || values.day(one.name).map(|day| Text::new(day.to_string()));
        let number = || values.number(one.name).map(|number| Text::new(number.to_string()));
        Some((one.key.clone(), text.or_else(day).or_else(number)?))
    };
    asked.iter().filter_map(value).collect()
}

/// A new ticket: its kind is picked, then what the kind asks for.
pub fn new(cx: &mut Cx) -> Effect {
    let sops = match cx.ask(&SopList { retired: false }) {
        Ok(sops) => sops,
        Err(no) => return refused(no),
    };
    let item = |row: &SopRow| Item::new(cx.look.say(&row.title)).words(row.sop.kind.clone());
    let items = sops.iter().map(item).collect();
    let title = cx.look.text("tickets-new-kind").into_owned();
    let take = move |index: usize, _: &mut Cx| match sops.get(index) {
        Some(row) => Effect::Open(Box::new(open(row))),
        None => Effect::Done,
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn open(row: &SopRow) -> Form {
    let kind = row.sop.kind.clone();
    let asks: Vec<(Asks, Say)> = row.sop.fields.iter().map(|field| (field.clone(), field.title())).collect();
    let (asked, more) = fields(&asks, &|_| None);
    let mut all = vec![
        Field::text("who", say!("class-guest-who")).hint(say!("class-guest-who-hint")),
        Field::text("contact", say!("tickets-contact")),
        Field::text("title", say!("tickets-about")).required(),
        Field::text("text", say!("tickets-content")),
        Field::choice(
            "priority",
            say!("tickets-priority"),
            vec![("normal".into(), say!("tickets-normal")), ("urgent".into(), say!("tickets-urgent"))],
        ),
    ];
    all.extend(more);
    Form::new(say!("tickets-new-title", kind = row.title.clone()), all, move |typed, cx| {
        let who = typed.text("who").filter(|who| !who.is_empty());
        let student =
            who.map(|who| student(cx, &who)).transpose().map_err(|no| Complaint::from(no).at("who"))?;
        let urgent = typed.choice("priority").as_deref() == Some("urgent");
        let act = OpenTicket {
            kind: kind.clone(),
            title: typed.text("title").unwrap_or_default(),
            student,
            contact: typed.text("contact").unwrap_or_default(),
            text: Prose::new(typed.text("text").unwrap_or_default().as_str()),
            priority: if urgent { Priority::Urgent } else { Priority::Normal },
            fields: values(&asked, typed),
            ..OpenTicket::default()
        };
        Ok(done(cx.session.submit(act)?))
    })
}
