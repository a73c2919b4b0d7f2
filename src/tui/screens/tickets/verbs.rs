//! What can be done with a ticket: one set of verbs, for the list's selected ticket and for a ticket's own
//! screen alike.

use std::collections::BTreeMap;

use super::{asked, thread};
use crate::base::{Prose, Refused, Say, StaffId, Text, TicketId};
use crate::desk::queue::sop::Work;
use crate::desk::queue::{
    AdvanceTicket, AnswerTicket, Card, ClaimTicket, ClassifyTicket, DecideTicket, HandOver, LinkTicket,
    MergeTicket, NoteTicket, ReopenTicket, ResolveTicket, RevisitTicket, State, TicketWords, WaitTicket,
};
use crate::desk::register::{List, Staff};
use crate::say;
use crate::tui::app::{Cx, Effect, Place, Tone, done, refused};
use crate::tui::input::Action;
use crate::tui::shared::refund::{self, Stands};
use crate::tui::shared::student::meant;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Compose, Field, FieldKind, Form, Item, Picker, Values};

/// The verbs that the footer offers, the most wanted first.
pub fn hints(card: Option<&Card>) -> Vec<Action> {
    let Some(card) = card else { return Vec::new() };
    if card.row.state == State::Done {
        return vec![Action::TicketReopen, Action::TicketNote, Action::TicketStudent];
    }
    let mut hints =
        vec![Action::TicketNext, Action::TicketAnswer, Action::TicketWords, Action::TicketHandOver];
    if card.row.owner.is_none() {
        hints.insert(1, Action::TicketClaim);
    }
    hints.extend([Action::TicketWait, Action::TicketResolve, Action::TicketNote, Action::TicketStudent]);
    hints
}

/// Does a verb to a ticket; `None` when the action is none.
pub fn act(action: Action, card: &Card, cx: &mut Cx) -> Option<Effect> {
    let id = card.row.id;
    Some(match action {
        Action::TicketNext => next(card, cx),
        Action::TicketClaim => cx.submit(ClaimTicket { ticket: id }),
        Action::TicketClassify => classify(card, cx),
        Action::TicketAnswer => Effect::Open(Box::new(answer(card))),
        Action::TicketWords => answer(card).with_modules_open(cx),
        Action::TicketNote => note(id),
        Action::TicketHandOver => hand_over(id, cx),
        Action::TicketWait => wait(card, cx),
        Action::TicketDecide => decide(card, cx),
        Action::TicketResolve => resolve(card),
        Action::TicketRevisit => revisit(id),
        Action::TicketReopen => reopen(id),
        Action::TicketMerge => merge(card),
        Action::TicketLink => link(id),
        Action::TicketStudent => match card.row.student {
            Some(student) => Effect::Go(Place::Card(student)),
            None => Effect::Tell(say!("tickets-no-student"), Tone::Quiet),
        },
        _ => return None,
    })
}

/// The step that is to be done now, whatever its kind.
fn next(card: &Card, cx: &mut Cx) -> Effect {
    if card.row.state == State::Done {
        return Effect::Tell(say!("ticket-done"), Tone::Quiet);
    }
    let step = usize::from(card.row.step).checked_sub(1).and_then(|index| card.steps.get(index));
    match step.map(|step| step.work) {
        Some(Work::Classify) => classify(card, cx),
        Some(Work::Claim) => cx.submit(ClaimTicket { ticket: card.row.id }),
        Some(Work::Answer) => Effect::Open(Box::new(answer(card))),
        Some(Work::Decide) => decide(card, cx),
        Some(Work::Revisit) => revisit(card.row.id),
        Some(Work::Task | Work::Review) => advance(card, cx),
        Some(Work::Receive) | None => resolve(card),
    }
}

/// A refusal as a form of a ticket shows it: what another did meanwhile is told, and what was typed stays.
fn crossed(ticket: TicketId, seen: &mut u32, no: Refused, cx: &Cx) -> Complaint {
    crate::tui::shared::crossed::complaint(ticket, seen, thread::latest, no, cx)
}

fn classify(card: &Card, cx: &mut Cx) -> Effect {
    let (ticket, expect) = (card.row.id, Some(card.expect));
    if card.categories.is_empty() {
        return Effect::Tell(say!("tickets-no-categories"), Tone::Quiet);
    }
    let item = |(number, (key, name)): (usize, &(String, Say))| {
        Item::new(format!("{} {}", number + 1, cx.look.say(name))).words(key.clone())
    };
    let items = card.categories.iter().enumerate().map(item).collect();
    let keys: Vec<String> = card.categories.iter().map(|(key, _)| key.clone()).collect();
    let take = move |index: usize, cx: &mut Cx| match keys.get(index) {
        Some(category) => cx.submit(ClassifyTicket { ticket, category: category.clone(), expect }),
        None => Effect::Done,
    };
    let title = cx.look.text("tickets-classify").into_owned();
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn answer(card: &Card) -> Compose {
    let (ticket, mut expect) = (card.row.id, card.expect);
    let title = say!("tickets-answer-title", ticket = ticket, contact = &card.contact);
    let send = move |text: Prose, cx: &mut Cx| -> Result<Effect, Complaint> {
        match cx.session.submit(AnswerTicket { ticket, text, expect, goes_on: false }) {
            Ok(receipt) => Ok(done(receipt)),
            Err(no) => Err(crossed(ticket, &mut expect, no, cx)),
        }
    };
    Compose::new(title, send).modules(move |cx| {
        let lines = cx.ask(&TicketWords { ticket }).unwrap_or_default();
        lines.iter().map(|line| (cx.look.say(&line.name), cx.look.say(&line.text))).collect()
    })
}

fn note(ticket: TicketId) -> Effect {
    Effect::Open(Box::new(Compose::new(say!("tickets-note-title", ticket = ticket), move |text, cx| {
        Ok(done(cx.session.submit(NoteTicket { ticket, text })?))
    })))
}

fn hand_over(ticket: TicketId, cx: &mut Cx) -> Effect {
    let staff = match cx.ask(&List::<Staff>::live()) {
        Ok(staff) => staff,
        Err(no) => return refused(no),
    };
    let post = |role| cx.look.text(crate::desk::roles::key(role)).into_owned();
    let mut items = vec![Item::new(cx.look.text("tickets-nobody"))];
    let mut ids: Vec<Option<StaffId>> = vec![None];
    for one in staff.iter().filter(|one| !one.value.away) {
        let posts: Vec<String> = one.value.roles.iter().map(|role| post(*role)).collect();
        items.push(Item::new(one.value.name.to_string()).detail(posts.join(" ")));
        ids.push(Some(one.id));
    }
    let take = move |index: usize, cx: &mut Cx| match ids.get(index) {
        Some(to) => cx.submit(HandOver { ticket, to: *to, text: Prose::default() }),
        None => Effect::Done,
    };
    let title = cx.look.text("tickets-hand-over").into_owned();
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn wait(card: &Card, cx: &mut Cx) -> Effect {
    let ticket = card.row.id;
    if card.row.state == State::Waiting {
        return cx.submit(WaitTicket { ticket, text: Text::default(), resume: true });
    }
    let field = Field::text("text", say!("tickets-wait-for")).required();
    Effect::Open(Box::new(Form::new(
        say!("tickets-wait-title", ticket = ticket),
        vec![field],
        move |values, cx| {
            let text = values.text("text").unwrap_or_default();
            Ok(done(cx.session.submit(WaitTicket { ticket, text, resume: false })?))
        },
    )))
}

/// The fields of the present step, and what was filled in before.
fn step_fields(card: &Card, cx: &Cx) -> (Vec<asked::Asked>, Vec<Field>) {
    let step = usize::from(card.row.step).checked_sub(1).and_then(|index| card.steps.get(index));
    let filled = |key: &str| card.fields.iter().find(|one| one.field.key == key).map(|one| one.value.clone());
    asked::fields(step.map(|step| step.fields.as_slice()).unwrap_or_default(), &filled, cx)
}

fn advance(card: &Card, cx: &mut Cx) -> Effect {
    if let Some(student) = card.row.student
        && let Some(stands) = Stands::on(card, thread::latest)
    {
        return refund::form(student, Some(stands), cx);
    }
    let (ticket, student, mut expect) = (card.row.id, card.row.student, card.expect);
    let (asked, mut fields) = step_fields(card, cx);
    fields.push(Field::text("note", say!("tickets-remark")));
    let title = say!("tickets-step-title", ticket = ticket, step = card.row.step_name.clone());
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
    let (asked, more) = step_fields(card, cx);
    let choices = vec![("grant".into(), say!("tickets-grant")), ("deny".into(), say!("tickets-deny"))];
    let mut fields = vec![Field::choice("decision", say!("tickets-decision"), choices)];
    fields.extend(more);
    fields.push(Field::text("note", say!("tickets-remark")));
    let title = say!("tickets-step-title", ticket = ticket, step = card.row.step_name.clone());
    let form = Form::new(title, fields, move |values, cx| {
        let grant = values.choice("decision").as_deref() == Some("grant");
        let fields: BTreeMap<String, Text> = asked::values(&asked, values, student, cx)?;
        let text = remark(values, "note");
        let sent = cx.session.submit(DecideTicket { ticket, grant, text, fields, expect });
        sent.map(done).map_err(|no| crossed(ticket, &mut expect, no, cx))
    });
    let asked_for = thread::asked_for(card);
    Effect::Open(Box::new(form.remark(move |_, _| asked_for.clone()).remarked(cx)))
}

fn resolve(card: &Card) -> Effect {
    let (ticket, mut expect) = (card.row.id, card.expect);
    let choices =
        vec![("solved".into(), say!("tickets-solved")), ("withdrawn".into(), say!("tickets-withdrawn"))];
    let fields =
        vec![Field::choice("how", say!("tickets-how"), choices), Field::text("text", say!("tickets-remark"))];
    Effect::Open(Box::new(Form::new(
        say!("tickets-resolve-title", ticket = ticket),
        fields,
        move |values, cx| {
            let withdrawn = values.choice("how").as_deref() == Some("withdrawn");
            let text = remark(values, "text");
            let sent = cx.session.submit(ResolveTicket { ticket, text, withdrawn, expect: Some(expect) });
            sent.map(done).map_err(|no| crossed(ticket, &mut expect, no, cx))
        },
    )))
}

fn revisit(ticket: TicketId) -> Effect {
    let fields = vec![
        Field::new("score", say!("tickets-score"), FieldKind::Number { least: 1, most: 5 }).required(),
        Field::text("text", say!("tickets-remark")),
    ];
    Effect::Open(Box::new(Form::new(
        say!("tickets-revisit-title", ticket = ticket),
        fields,
        move |values, cx| {
            let score = values.number("score").and_then(|score| u8::try_from(score).ok()).unwrap_or(0);
            Ok(done(cx.session.submit(RevisitTicket { ticket, score, text: remark(values, "text") })?))
        },
    )))
}

fn reopen(ticket: TicketId) -> Effect {
    let field = Field::text("text", say!("app-reason")).required();
    Effect::Open(Box::new(Form::new(
        say!("tickets-reopen-title", ticket = ticket),
        vec![field],
        move |values, cx| Ok(done(cx.session.submit(ReopenTicket { ticket, text: remark(values, "text") })?)),
    )))
}

fn merge(card: &Card) -> Effect {
    let ticket = card.row.id;
    let other = card.others.first().map(ToString::to_string).unwrap_or_default();
    let field = Field::text("into", say!("tickets-merge-into")).required().value(&other);
    Effect::Open(Box::new(Form::new(
        say!("tickets-merge-title", ticket = ticket),
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

fn link(ticket: TicketId) -> Effect {
    let field = Field::text("who", say!("class-guest-who")).required().hint(say!("class-guest-who-hint"));
    Effect::Open(Box::new(Form::new(
        say!("tickets-link-title", ticket = ticket),
        vec![field],
        move |values, cx| {
            let typed = values.text("who").unwrap_or_default();
            let student = Some(meant(cx, &typed).map_err(|no| Complaint::from(no).at("who"))?);
            Ok(done(cx.session.submit(LinkTicket { ticket, link: None, student })?))
        },
    )))
}
