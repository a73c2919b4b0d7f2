//! A new ticket.

use std::cell::Cell;
use std::rc::Rc;

use super::asked;
use crate::base::{Prose, Say, TicketId};
use crate::desk::queue::sop::{Field as Asks, FieldKind as Holds};
use crate::desk::queue::{ListRow, OpenTicket, Priority, QueueView, SopList, SopRow, TicketList};
use crate::desk::register::AskCard;
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::shared::student::meant;
use crate::tui::symbol::DOT;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, Form, Item, Picker, Values};

/// Where a form leaves the number of the ticket that it opened.
pub type Made = Rc<Cell<Option<TicketId>>>;

/// A new ticket: its kind is picked, then what the kind asks for.
pub fn new(made: &Made, cx: &mut Cx) -> Effect {
    let sops = match cx.ask(&SopList { retired: false }) {
        Ok(sops) => sops,
        Err(no) => return refused(no),
    };
    let item = |row: &SopRow| Item::new(cx.look.say(&row.title)).words(row.sop.kind.clone());
    let items = sops.iter().map(item).collect();
    let title = cx.look.text("tickets-new-kind").into_owned();
    let made = Rc::clone(made);
    let take = move |index: usize, cx: &mut Cx| match sops.get(index) {
        Some(row) => Effect::Open(Box::new(open(row, Rc::clone(&made), cx))),
        None => Effect::Done,
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn open(row: &SopRow, made: Made, cx: &Cx) -> Form {
    let kind = row.sop.kind.clone();
    let asks: Vec<(Asks, Say)> = row.sop.fields.iter().map(|field| (field.clone(), field.title())).collect();
    let (asked, more) = asked::fields(&asks, &|_| None, cx);
    // Where the kind asks for what it is about, nothing more has to be said.
    let tells = |kind: Holds| matches!(kind, Holds::Text | Holds::Lesson | Holds::Class);
    let speaks = asks.iter().any(|(field, _)| field.required && tells(field.kind));
    let about = Field::text("title", say!("tickets-about"));
    let mut all = vec![
        Field::text("who", say!("class-guest-who")).hint(say!("class-guest-who-hint")),
        Field::text("contact", say!("tickets-contact")),
        if speaks { about } else { about.required() },
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
            who.map(|who| meant(cx, &who)).transpose().map_err(|no| Complaint::from(no).at("who"))?;
        let urgent = typed.choice("priority").as_deref() == Some("urgent");
        let act = OpenTicket {
            kind: kind.clone(),
            title: typed.text("title").unwrap_or_default(),
            student,
            contact: typed.text("contact").unwrap_or_default(),
            text: Prose::new(typed.text("text").unwrap_or_default().as_str()),
            priority: if urgent { Priority::Urgent } else { Priority::Normal },
            fields: asked::values(&asked, typed, student, cx)?,
            ..OpenTicket::default()
        };
        let receipt = cx.session.submit(act)?;
        made.set(receipt.made.first().and_then(|id| id.parse().ok()));
        Ok(done(receipt))
    })
    .remark(|typed, cx| who_is_meant(typed, cx))
}

/// Who is meant by what is typed, and what is open about them already.
fn who_is_meant(typed: &Values, cx: &Cx) -> Option<Say> {
    let typed = typed.text("who").filter(|who| !who.is_empty())?;
    let student = Some(meant(cx, &typed).ok()?);
    let name = cx.ask(&AskCard { id: student? }).ok()?.student.name;
    let open = cx.ask(&TicketList { view: QueueView::All, student, ..TicketList::default() }).ok()?.rows;
    let one = |row: &ListRow| say!("tickets-open-one", ticket = row.id, title = row.title.clone());
    let open: Vec<String> = open.iter().map(|row| cx.look.say(&one(row))).collect();
    Some(match open.is_empty() {
        true => say!("tickets-means", name = &name),
        false => say!("tickets-means-open", name = &name, open = open.join(DOT)),
    })
}
