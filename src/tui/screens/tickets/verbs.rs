//! What can be done with a ticket: one set of verbs, for the list's selected ticket and for a ticket's own
//! screen alike.

use std::collections::BTreeMap;

use super::{asked, offers, owner as owner_of, thread};
use crate::base::{Prose, Refused, Say, StaffId, Text, TicketId};
use crate::desk::Receipt;
use crate::desk::queue::{
    AdvanceTicket, AnswerTicket, Card, ClaimTicket, ClassifyTicket, DecideTicket, HandOver, LinkTicket,
    ListRow, MergeTicket, NoteTicket, QueueView, ReopenTicket, ResolveTicket, RevisitTicket, State,
    TicketCard, TicketList, TicketWords, WaitTicket,
};
use crate::desk::register::{List, Listing, Staff};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Place, Tone, done, refused};
use crate::tui::input::Action;
use crate::tui::shared::posts;
use crate::tui::shared::refund::{self, Stands};
use crate::tui::shared::student::meant;
use crate::tui::symbol::DOT;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Compose, Field, FieldKind, Form, Item, Picker, Values};

/// Does a verb to a ticket; `None` when the action is none.
pub fn act(action: Action, card: &Card, cx: &mut Cx) -> Option<Effect> {
    let id = card.row.id;
    Some(match action {
        Action::TicketNext => next(card, cx),
        Action::TicketClaim => match cx.session.submit(ClaimTicket { ticket: id }) {
            Ok(receipt) => told(card, receipt, cx),
            Err(no) => refused(no),
        },
        Action::TicketClassify => classify(card, cx),
        Action::TicketAnswer => Effect::Open(Box::new(answer(card, cx.look))),
        Action::TicketWords => answer(card, cx.look).with_modules_open(cx),
        Action::TicketNote => note(card),
        Action::TicketHandOver => hand_over(card, cx),
        Action::TicketWait => wait(card, cx),
        Action::TicketDecide => decide(card, cx),
        Action::TicketResolve => resolve(card),
        Action::TicketRevisit => revisit(card),
        Action::TicketReopen => reopen(card),
        Action::TicketMerge => merge(card, cx),
        Action::TicketLink => link(card),
        Action::TicketStudent => {
            card.row.student.map_or(Effect::Done, |student| Effect::Go(Place::Card(student)))
        }
        _ => return None,
    })
}

/// The ticket and whom it is about, for what covers both.
fn named(card: &Card) -> String {
    format!("{} {}", card.row.id, card.row.student_name).trim_end().to_owned()
}

/// The step that is to be done now, whatever its kind.
fn next(card: &Card, cx: &mut Cx) -> Effect {
    match offers::next(card) {
        Some(Action::TicketNext) => advance(card, cx),
        next => next.and_then(|next| act(next, card, cx)).unwrap_or(Effect::Done),
    }
}

/// What was said of a deed, and what comes of it where that moved the ticket on: whose turn it is, or that it is done.
fn told(card: &Card, receipt: Receipt, cx: &Cx) -> Effect {
    let Ok(now) = cx.ask(&TicketCard { ticket: card.row.id }) else { return done(receipt) };
    let next = match now.step() {
        _ if (now.row.step, now.row.state) == (card.row.step, card.row.state) => None,
        None => Some(say!("tickets-ends")),
        Some(step) => {
            let owner = owner_of(&now.row, cx.look);
            Some(say!("tickets-goes-on", step = step.name.clone(), owner = owner))
        }
    };
    let said = receipt.said.into_iter().chain(next);
    let join = |first: Say, second: Say| say!("app-said", first = first, second = second);
    said.reduce(join).map_or(Effect::Done, |said| Effect::Tell(said, Tone::Ok))
}

/// A refusal as a form of a ticket shows it: what another did meanwhile is told, and what was typed stays.
fn crossed(ticket: TicketId, seen: &mut u32, no: Refused, cx: &Cx) -> Complaint {
    crate::tui::shared::crossed::complaint(ticket, seen, thread::since, no, cx)
}

fn classify(card: &Card, cx: &mut Cx) -> Effect {
    let (ticket, expect) = (card.row.id, Some(card.expect));
    let item = |(number, (key, name)): (usize, &(String, Say))| {
        Item::new(format!("{} {}", number + 1, cx.look.say(name))).words(key.clone())
    };
    let items = card.categories.iter().enumerate().map(item).collect();
    let keys: Vec<String> = card.categories.iter().map(|(key, _)| key.clone()).collect();
    let take = move |index: usize, cx: &mut Cx| match keys.get(index) {
        Some(category) => cx.submit(ClassifyTicket { ticket, category: category.clone(), expect }),
        None => Effect::Done,
    };
    let title = cx.look.say(&say!("tickets-classify", ticket = named(card)));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn answer(card: &Card, look: &Look) -> Compose {
    let (ticket, mut expect, before) = (card.row.id, card.expect, card.clone());
    let whom = [ticket.to_string(), thread::about(card)].join(DOT);
    let title = say!("tickets-answer-title", ticket = whom.trim_end_matches(DOT));
    let send = move |text: Prose, cx: &mut Cx| -> Result<Effect, Complaint> {
        match cx.session.submit(AnswerTicket { ticket, text, expect, goes_on: false }) {
            Ok(receipt) => Ok(told(&before, receipt, cx)),
            Err(no) => Err(crossed(ticket, &mut expect, no, cx)),
        }
    };
    let asked = [look.say(&card.row.title), thread::latest(card, look)];
    Compose::new(title, send).above(asked).modules(move |cx| {
        let lines = cx.ask(&TicketWords { ticket }).unwrap_or_default();
        lines.iter().map(|line| (cx.look.say(&line.name), cx.look.say(&line.text))).collect()
    })
}

fn note(card: &Card) -> Effect {
    let ticket = card.row.id;
    Effect::Open(Box::new(Compose::new(say!("tickets-note-title", ticket = named(card)), move |text, cx| {
        Ok(done(cx.session.submit(NoteTicket { ticket, text })?))
    })))
}

fn hand_over(card: &Card, cx: &mut Cx) -> Effect {
    let ticket = card.row.id;
    let staff = match cx.ask(&List::<Staff>::live()) {
        Ok(staff) => staff,
        Err(no) => return refused(no),
    };
    let wanted = card.step().map(|step| step.roles.as_slice()).unwrap_or_default();
    let (theirs, others): (Vec<_>, Vec<_>) = staff
        .iter()
        .filter(|one| !one.value.away && Some(one.id) != card.row.owner)
        .partition(|one| one.value.roles.iter().any(|role| wanted.contains(role)));
    let item = |one: &&Listing<Staff>| {
        let posts = posts::named(&one.value.roles, cx.look);
        (Item::new(one.value.name.to_string()).detail(posts), Some(one.id))
    };
    // Those whose step it is come first, and nobody before those whose it isn't.
    let nobody = (Item::new(cx.look.text("tickets-nobody")), None);
    let nobody = card.row.owner.map(|_| nobody);
    let all = theirs.iter().map(item).chain(nobody).chain(others.iter().map(item));
    let (items, ids): (Vec<Item>, Vec<Option<StaffId>>) = all.unzip();
    let take = move |index: usize, cx: &mut Cx| match ids.get(index) {
        Some(to) => cx.submit(HandOver { ticket, to: *to, text: Prose::default() }),
        None => Effect::Done,
    };
    let title = cx.look.say(&say!("tickets-hand-over", ticket = named(card)));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn wait(card: &Card, cx: &mut Cx) -> Effect {
    let ticket = card.row.id;
    if card.row.state == State::Waiting {
        return cx.submit(WaitTicket { ticket, text: Text::default(), resume: true });
    }
    let field = Field::text("text", say!("tickets-wait-for")).required();
    Effect::Open(Box::new(Form::new(
        say!("tickets-wait-title", ticket = named(card)),
        vec![field],
        move |values, cx| {
            let text = values.text("text").unwrap_or_default();
            Ok(done(cx.session.submit(WaitTicket { ticket, text, resume: false })?))
        },
    )))
}

/// The fields of the present step, and what was filled in before.
fn step_fields(card: &Card, cx: &Cx) -> (Vec<asked::Asked>, Vec<Field>) {
    let step = card.step();
    let filled = |key: &str| card.fields.iter().find(|one| one.field.key == key).map(|one| one.value.clone());
    asked::fields(step.map(|step| step.fields.as_slice()).unwrap_or_default(), &filled, cx)
}

fn advance(card: &Card, cx: &mut Cx) -> Effect {
    if let Some(student) = card.row.student
        && let Some(stands) = Stands::on(card, thread::since)
    {
        return refund::form(student, Some(stands), cx);
    }
    let (ticket, student, mut expect) = (card.row.id, card.row.student, card.expect);
    let (asked, mut fields) = step_fields(card, cx);
    fields.push(Field::text("note", say!("tickets-remark")));
    let title = say!("tickets-step-title", ticket = named(card), step = card.row.step_name.clone());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let (fields, text) = (asked::values(&asked, values, student, cx)?, remark(values, "note"));
        let sent = cx.session.submit(AdvanceTicket { ticket, fields, text, expect });
        sent.map(done).map_err(|no| crossed(ticket, &mut expect, no, cx))
    })))
}

fn remark(values: &Values, field: &str) -> Prose {
    Prose::new(values.text(field).unwrap_or_default().as_str())
}

fn decide(card: &Card, cx: &mut Cx) -> Effect {
    let (ticket, student, mut expect) = (card.row.id, card.row.student, card.expect);
    let before = card.clone();
    let (asked, more) = step_fields(card, cx);
    let choices = vec![("grant".into(), say!("tickets-grant")), ("deny".into(), say!("tickets-deny"))];
    let mut fields = vec![Field::choice("decision", say!("tickets-decision"), choices)];
    fields.extend(more);
    fields.push(Field::text("note", say!("tickets-remark")));
    let title = say!("tickets-step-title", ticket = named(card), step = card.row.step_name.clone());
    let form = Form::new(title, fields, move |values, cx| {
        let grant = values.choice("decision").as_deref() == Some("grant");
        let fields: BTreeMap<String, Text> = asked::values(&asked, values, student, cx)?;
        let text = remark(values, "note");
        match cx.session.submit(DecideTicket { ticket, grant, text, fields, expect }) {
            Ok(receipt) => Ok(told(&before, receipt, cx)),
            Err(no) => Err(crossed(ticket, &mut expect, no, cx)),
        }
    });
    let asked_for = thread::asked_for(card);
    Effect::Open(Box::new(form.remark(move |_, _| Some(asked_for.clone())).remarked(cx)))
}

fn resolve(card: &Card) -> Effect {
    let (ticket, mut expect) = (card.row.id, card.expect);
    let choices =
        vec![("solved".into(), say!("tickets-solved")), ("withdrawn".into(), say!("tickets-withdrawn"))];
    let mut fields =
        vec![Field::choice("how", say!("tickets-how"), choices), Field::text("text", say!("tickets-remark"))];
    if card.outcome.is_some() {
        // What is decided is not withdrawn any more.
        fields.remove(0);
    }
    Effect::Open(Box::new(Form::new(
        say!("tickets-resolve-title", ticket = named(card)),
        fields,
        move |values, cx| {
            let withdrawn = values.choice("how").as_deref() == Some("withdrawn");
            let text = remark(values, "text");
            let sent = cx.session.submit(ResolveTicket { ticket, text, withdrawn, expect: Some(expect) });
            sent.map(done).map_err(|no| crossed(ticket, &mut expect, no, cx))
        },
    )))
}

fn revisit(card: &Card) -> Effect {
    let (ticket, before) = (card.row.id, card.clone());
    let fields = vec![
        Field::new("score", say!("tickets-score"), FieldKind::Number { least: 1, most: 5 }).required(),
        Field::text("text", say!("tickets-remark")),
    ];
    Effect::Open(Box::new(Form::new(
        say!("tickets-revisit-title", ticket = named(card)),
        fields,
        move |values, cx| {
            let score = values.number("score").and_then(|score| u8::try_from(score).ok()).unwrap_or(0);
            let text = remark(values, "text");
            Ok(told(&before, cx.session.submit(RevisitTicket { ticket, score, text })?, cx))
        },
    )))
}

fn reopen(card: &Card) -> Effect {
    let ticket = card.row.id;
    let field = Field::text("text", say!("app-reason")).required();
    Effect::Open(Box::new(Form::new(
        say!("tickets-reopen-title", ticket = named(card)),
        vec![field],
        move |values, cx| Ok(done(cx.session.submit(ReopenTicket { ticket, text: remark(values, "text") })?)),
    )))
}

/// Picks among what else is open about the student; any other ticket is named by its number.
fn merge(card: &Card, cx: &mut Cx) -> Effect {
    let ticket = card.row.id;
    let ask = TicketList { view: QueueView::All, student: card.row.student, ..TicketList::default() };
    let mut open = match card.row.student {
        Some(_) => cx.ask(&ask).map(|found| found.rows).unwrap_or_default(),
        None => Vec::new(),
    };
    open.retain(|row| row.id != ticket);
    if open.is_empty() {
        return merge_by_number(card);
    }
    let item = |row: &ListRow| {
        let kind = cx.look.say(&row.kind_name);
        Item::new(format!("{} {kind}{DOT}{}", row.id, cx.look.say(&row.title)))
    };
    let mut items: Vec<Item> = open.iter().map(item).collect();
    items.push(Item::new(cx.look.text("tickets-merge-other")));
    let title = cx.look.say(&say!("tickets-merge-title", ticket = named(card)));
    let card = card.clone();
    let take = move |index: usize, cx: &mut Cx| match open.get(index) {
        Some(row) => cx.submit(MergeTicket { ticket, into: row.id }),
        None => merge_by_number(&card),
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn merge_by_number(card: &Card) -> Effect {
    let ticket = card.row.id;
    let field = Field::text("into", say!("tickets-merge-into")).required();
    Effect::Open(Box::new(Form::new(
        say!("tickets-merge-title", ticket = named(card)),
        vec![field],
        move |values, cx| {
            let typed = values.text("into").unwrap_or_default();
            let into = typed.parse().map_err(|_| {
                Complaint::from(Refused::input(say!("tickets-no-number", typed = &typed))).at("into")
            })?;
            Ok(done(cx.session.submit(MergeTicket { ticket, into })?))
        },
    )))
}

fn link(card: &Card) -> Effect {
    let ticket = card.row.id;
    let field = Field::text("who", say!("class-guest-who")).required().hint(say!("class-guest-who-hint"));
    Effect::Open(Box::new(Form::new(
        say!("tickets-link-title", ticket = named(card)),
        vec![field],
        move |values, cx| {
            let typed = values.text("who").unwrap_or_default();
            let student = Some(meant(cx, &typed).map_err(|no| Complaint::from(no).at("who"))?);
            Ok(done(cx.session.submit(LinkTicket { ticket, link: None, student })?))
        },
    )))
}
