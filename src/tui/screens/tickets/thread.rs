//! A ticket in lines: where it stands, and what happened.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::{Instant, Money, Say};
use crate::desk::queue::sop::{FieldKind as Holds, Work};
use crate::desk::queue::{Card, CardEvent, CardField, Link, Outcome, State, What};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::due;
use crate::tui::shared::pane;
use crate::tui::shared::posts;
use crate::tui::shared::refund::explained;
use crate::tui::shared::student::charge::below;
use crate::tui::symbol::{self, DOT};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::wrap;

/// Where a ticket stands, and the last of what happened, in the room that there is.
pub fn summary(card: &Card, area: Rect, buf: &mut Buffer, look: &Look) {
    let cells = usize::from(area.width);
    let mut all = heads(card, cells, look);
    all.extend(brief(card, cells, look));
    draw(all, card, area, buf, look);
}

/// The same where a pane stands beside the list: what it is about comes first, and what was filled in.
pub fn pane(card: &Card, area: Rect, buf: &mut Buffer, look: &Look) {
    let cells = usize::from(area.width);
    let whole = |text: &str, role| wrap(text, cells).into_iter().map(move |line| Line::of(line, role));
    let mut all: Vec<Line> = whole(&look.say(&card.row.title), Role::Title).collect();
    all.extend(whole(&about(card), Role::Muted));
    all.extend(heads(card, cells, look));
    all.extend(filled(card, cells, look));
    all.push(Line::new());
    draw(all, card, area, buf, look);
}

fn draw(mut all: Vec<Line>, card: &Card, area: Rect, buf: &mut Buffer, look: &Look) {
    let room = usize::from(area.height).saturating_sub(all.len());
    let events = events(card, usize::from(area.width), look);
    all.extend(events.into_iter().rev().take(room).rev());
    pane::lines(&all, area, buf, look);
}

/// About whom it is, and whom to reach.
pub fn about(card: &Card) -> String {
    let mut who = vec![card.row.student_name.as_str(), card.contact.as_str()];
    who.retain(|text| !text.is_empty());
    who.dedup();
    who.join(DOT)
}

/// Which ticket, which step, whose, until when; the deadline takes a line of its own where it has to.
pub fn heads(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let row = &card.row;
    let mut first = Line::of(row.id.to_string(), Role::Title)
        .and(format!(" {}", look.say(&row.kind_name)), Role::Title)
        .and(DOT, Role::Muted);
    if let Some(category) = &row.category {
        first = first.and(look.say(category), Role::Text).and(DOT, Role::Muted);
    }
    let mut heads = Vec::new();
    if row.state == State::Done {
        let outcome = card.outcome.map_or("tickets-done", outcome_key);
        heads.push(first.and(look.text(outcome).into_owned(), Role::Muted));
    } else {
        let step = say!("tickets-step", step = row.step, steps = row.steps, name = row.step_name.clone());
        let mut first = first.and(look.say(&step), Role::Text);
        let due = due::line(row, look);
        if first.width() + DOT.chars().count() + due.width() <= cells {
            first = first.and(DOT, Role::Muted);
            first.0.extend(due.0);
            heads.push(first);
        } else {
            heads.extend([first, due]);
        }
    }
    if let Some(step) = card.step().filter(|step| step.by_another) {
        let text = format!("{}{DOT}{}", look.text("tickets-by-another"), posts::named(&step.roles, look));
        heads.extend(wrap(&text, cells.max(8)).into_iter().map(|line| Line::of(line, Role::Warn)));
    }
    if let Some(rule) = &card.rule {
        heads.push(Line::of(look.say(&say!("tickets-by-rule", rule = rule.clone())), Role::Muted));
    }
    if row.state == State::Waiting {
        heads.push(Line::of(look.say(&say!("tickets-waits-for", what = &card.waiting_for)), Role::Muted));
    }
    heads
}

pub fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "tickets-outcome-granted",
        Outcome::Denied => "tickets-outcome-denied",
        Outcome::Solved => "tickets-outcome-solved",
        Outcome::Withdrawn => "tickets-outcome-withdrawn",
        Outcome::Merged => "tickets-outcome-merged",
    }
}

/// What happened, oldest first, wrapped to the width. What went of itself with what someone did stands behind it.
pub fn events(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let mut deeds: Vec<(String, String, Role)> = Vec::new();
    for event in &card.history {
        let Some((text, role)) = words(card, event, look) else { continue };
        let head = format!("{} {}", look.lang.moment(event.event.at, &look.shown), event.by);
        match deeds.last_mut() {
            Some((before, said, Role::Muted)) if *before == head && role == Role::Muted => {
                said.push_str(DOT);
                said.push_str(&text);
            }
            _ => deeds.push((head, text, role)),
        }
    }
    let mut all = Vec::new();
    for (mut head, text, role) in deeds {
        for (index, line) in wrap(&format!("{head} {text}"), cells.max(8)).into_iter().enumerate() {
            // Who and when are quiet; what was said is what one reads.
            let part = if index == 0 { line.strip_prefix(&head).map(str::to_owned) } else { None };
            all.push(match part {
                Some(rest) => Line::of(std::mem::take(&mut head), Role::Muted).and(rest, role),
                None => Line::of(line, role),
            });
        }
    }
    all
}

fn told_of(card: &Card, event: &CardEvent, look: &Look) -> Option<String> {
    Some(format!("{} {}", event.by, words(card, event, look)?.0))
}

/// What was said or done last, in one line; empty when nothing but passing it on was.
pub fn latest(card: &Card, look: &Look) -> String {
    let told = |event: &CardEvent| match words(card, event, look) {
        Some((_, Role::Muted)) | None => None,
        Some(_) => told_of(card, event, look),
    };
    card.history.iter().rev().find_map(told).unwrap_or_default()
}

/// All that happened since one had seen so many events.
pub fn since(card: &Card, seen: u32, look: &Look) -> String {
    let told: Vec<String> = card.since(seen).iter().filter_map(|event| told_of(card, event, look)).collect();
    told.join(DOT)
}

fn words(card: &Card, event: &CardEvent, look: &Look) -> Option<(String, Role)> {
    let said =
        |key: &'static str, text: &str| look.say(&Say::new(key).with("text", text)).trim_end().to_owned();
    let told = |key: &'static str, text: &str| match text {
        "" => look.text(key).into_owned(),
        text => look.say(&say!("tickets-event-words", what = Say::new(key), text = text)),
    };
    Some(match &event.event.what {
        What::Opened(text) => {
            (told("tickets-event-opened", text), if text.is_empty() { Role::Muted } else { Role::Text })
        }
        What::Claimed => (look.text("tickets-event-claimed").into_owned(), Role::Muted),
        What::Assigned(None, text) => (said("tickets-event-released", text), Role::Muted),
        What::Assigned(Some(_), text) => {
            let say = say!("tickets-event-assigned", to = &event.to, text = text.as_str());
            (look.say(&say).trim_end().to_owned(), Role::Muted)
        }
        What::Classified(key) => {
            let name = card.categories.iter().find(|(other, _)| other == key).map(|(_, name)| look.say(name));
            (told("tickets-event-classified", &name.unwrap_or_else(|| key.clone())), Role::Muted)
        }
        What::Answered(text) => (told("tickets-event-answered", text), Role::Text),
        What::Noted(text) => (told("tickets-event-noted", text), Role::Excused),
        What::Waited(text) => (told("tickets-event-waited", text), Role::Muted),
        What::Resumed => (look.text("tickets-event-resumed").into_owned(), Role::Muted),
        What::Did(key, _) if event.filled.is_empty() && says_itself(card, key) => return None,
        What::Did(key, _) => {
            let name = event.step.as_ref().map_or_else(|| key.clone(), |step| look.say(step));
            let filled: Vec<String> = event.filled.iter().map(|value| look.say(value)).collect();
            let text = match filled.is_empty() {
                true => name,
                false => look.say(&say!("tickets-event-words", what = name, text = filled.join(" / "))),
            };
            (said("tickets-event-did", &text), Role::Text)
        }
        What::Began(_) => return None,
        What::Decided(outcome, did) => {
            let mut text = look.text(outcome_key(*outcome)).into_owned();
            for say in did {
                text.push_str(DOT);
                text.push_str(&look.say(say));
            }
            let role = if *outcome == Outcome::Granted { Role::Ok } else { Role::Bad };
            (format!("{} {text}", if role == Role::Ok { symbol::PRESENT } else { symbol::ABSENT }), role)
        }
        // What was decided is solved by that, and how it ended stands above.
        What::Solved if matches!(card.outcome, Some(Outcome::Granted | Outcome::Denied)) => return None,
        What::Ended(Outcome::Solved | Outcome::Granted | Outcome::Denied) => return None,
        What::Solved => (look.text("tickets-event-solved").into_owned(), Role::Ok),
        What::Scored(score, text) => {
            let say = say!("tickets-event-scored", score = i64::from(*score), text = text.as_str());
            (look.say(&say).trim_end().to_owned(), if *score >= 4 { Role::Ok } else { Role::Warn })
        }
        What::Reopened(text) => (told("tickets-event-reopened", text), Role::Warn),
        What::TookIn(other) => (said("tickets-event-took-in", &other.to_string()), Role::Muted),
        What::WentInto(other) => (said("tickets-event-went-into", &other.to_string()), Role::Muted),
        What::About(who) => (said("tickets-event-linked", &who.to_string()), Role::Muted),
        What::Linked(link) => (said("tickets-event-linked", &link_text(link)), Role::Muted),
        What::Ended(outcome) => (look.text(outcome_key(*outcome)).into_owned(), Role::Muted),
    })
}

/// Whether what completes that step is told anyway: the claim, the answer, the decision.
fn says_itself(card: &Card, step: &str) -> bool {
    let work = card.steps.iter().find(|other| other.key == step).map(|step| step.work);
    work.is_some_and(|work| !matches!(work, Work::Task | Work::Review))
}

/// What a link points to, by its number.
pub fn link_text(link: &Link) -> String {
    match link {
        Link::Lesson(id) => id.to_string(),
        Link::Charge(id) => id.to_string(),
        Link::Entry(seq) => format!("#{seq}"),
        Link::Receipt(number) => number.to_string(),
        Link::Ticket(id) => id.to_string(),
    }
}

/// What was filled in, what it is linked to, how long it took.
pub fn filled(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let mut all = Vec::new();
    for one in told(card) {
        let mut label = Line::of(format!("{}  ", look.say(&one.title)), Role::Label);
        let indent = label.width();
        for line in wrap(&look.say(&one.shown), cells.saturating_sub(indent).max(8)) {
            all.push(
                std::mem::replace(&mut label, Line::of(" ".repeat(indent), Role::Text)).and(line, Role::Text),
            );
        }
    }
    all.extend(refund(card, cells, look));
    if !card.links.is_empty() {
        let links: Vec<String> = card.links.iter().map(link_text).collect();
        let label = format!("{}  ", look.text("tickets-links"));
        all.push(Line::of(label, Role::Label).and(links.join(DOT), Role::Text));
    }
    let clock = clock(card, look).join(DOT);
    all.extend(
        wrap(&clock, cells.max(8))
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| Line::of(line, Role::Muted)),
    );
    all
}

/// By when first answer and solution are promised, or how long they took.
fn clock(card: &Card, look: &Look) -> Vec<String> {
    let done = card.row.state == State::Done;
    let part = |took: &'static str, minutes: Option<u32>, by: &'static str, due: Option<Instant>| {
        if let Some(minutes) = minutes {
            let time = due::span(i64::from(minutes), look);
            return Some(look.say(&Say::new(took).with("time", time)));
        }
        due.filter(|_| !done).map(|due| look.say(&Say::new(by).with("due", due)))
    };
    let first = part("tickets-first-took", card.first_minutes, "tickets-first-by", card.first_due);
    let solve = part("tickets-solve-took", card.solve_minutes, "tickets-solve-by", card.solve_due);
    first.into_iter().chain(solve).collect()
}

/// What was filled in, but for the lots of a refund that is worked out line by line.
fn told(card: &Card) -> impl Iterator<Item = &CardField> {
    card.fields.iter().filter(|one| card.refund.is_none() || one.field.kind != Holds::Data)
}

/// The same in a line or two, for where there is little room: of a refund what it comes to.
fn brief(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let mut parts: Vec<String> =
        told(card).map(|one| format!("{} {}", look.say(&one.title), look.say(&one.shown))).collect();
    let role = match &card.refund {
        Some(Ok(sum)) => {
            parts.insert(0, look.say(&say!("tickets-refund-back", total = sum.total)));
            Role::Title
        }
        Some(Err(no)) => {
            parts.insert(0, look.say(no));
            Role::Bad
        }
        None => Role::Text,
    };
    let lines = wrap(&parts.join(DOT), cells.max(8));
    lines.into_iter().filter(|line| !line.is_empty()).take(2).map(|line| Line::of(line, role)).collect()
}

/// The arithmetic of a refund, its amounts below each other.
fn refund(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let sum = match &card.refund {
        Some(Ok(sum)) => sum,
        Some(Err(no)) => {
            return wrap(&look.say(no), cells.max(8)).into_iter().map(|l| Line::of(l, Role::Bad)).collect();
        }
        None => return Vec::new(),
    };
    let amount = |money: Money| look.say(&say!("sop-own", text = money));
    let mut rows: Vec<(String, String, Role)> =
        sum.lines.iter().map(|line| (look.say(&line.say), amount(line.amount), Role::Text)).collect();
    rows.push((look.text("tickets-refund-sum").into_owned(), amount(sum.total), Role::Title));
    let wide = |text: &str| Line::of(text, Role::Text).width();
    let most =
        rows.iter().map(|(what, amount, _)| wide(what) + 2 + wide(amount)).max().unwrap_or(0).min(cells);
    let mut all = Vec::new();
    for (what, amount, role) in rows {
        let mut parts = wrap(&what, most.saturating_sub(wide(&amount) + 2).max(8));
        let last = parts.pop().unwrap_or_default();
        all.extend(parts.into_iter().map(|part| Line::of(part, role)));
        let gap = most.saturating_sub(wide(&last) + wide(&amount)).max(1);
        all.push(Line::of(format!("{last}{}{amount}", " ".repeat(gap)), role));
    }
    all
}

/// What a grant is asked for and what it carries out, line by line.
pub fn asked_for(card: &Card) -> Say {
    let (kind, title) = (card.row.kind_name.clone(), card.row.title.clone());
    let title = if kind == title { kind } else { say!("tickets-asked", kind = kind, title = title) };
    let deed = card.step().and_then(|step| step.deed.clone());
    let fields =
        told(card).map(|one| say!("fees-line", what = one.title.clone(), amount = one.shown.clone()));
    let refund = card.refund.as_ref().map(|sum| match sum {
        Ok(sum) => explained(sum),
        Err(no) => no.clone(),
    });
    let does = deed.map(|deed| say!("tickets-grant-does", what = deed));
    below(std::iter::once(title).chain(fields).chain(refund).chain(does))
}
