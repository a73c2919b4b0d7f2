//! A procedure's forms: a step, what a step asks for, its categories, and the kind itself. Each lays its change
//! on the draft.

use std::rc::Rc;

use super::sop_draft::{self as draft, Shared};
use crate::base::{Say, Text};
use crate::desk::queue::SopRow;
use crate::desk::queue::sop::{Field as Asks, FieldKind as Holds, Sop, Step, Work, shipped};
use crate::desk::register::Role as Post;
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Tone};
use crate::tui::shared::due;
use crate::tui::shared::posts;
use crate::tui::shared::student::charge::below;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker, Values};

/// What a field may hold: its value in the form, what that is called.
const HOLDS: [(&str, &str, Holds); 11] = [
    ("text", "sops-holds-text", Holds::Text),
    ("number", "sops-holds-number", Holds::Number),
    ("money", "sops-holds-money", Holds::Money),
    ("credits", "sops-holds-credits", Holds::Credits),
    ("day", "sops-holds-day", Holds::Day),
    ("lesson", "sops-holds-lesson", Holds::Lesson),
    ("class", "sops-holds-class", Holds::Class),
    ("staff", "sops-holds-staff", Holds::Staff),
    ("flag", "sops-holds-flag", Holds::Flag),
    ("method", "sops-holds-method", Holds::Method),
    ("data", "sops-holds-data", Holds::Data),
];

/// What completes a step: its value in the form, what that is called.
const WORKS: [(&str, &str, Work); 8] = [
    ("receive", "sops-work-receive", Work::Receive),
    ("classify", "sops-work-classify", Work::Classify),
    ("claim", "sops-work-claim", Work::Claim),
    ("answer", "sops-work-answer", Work::Answer),
    ("task", "sops-work-task", Work::Task),
    ("decide", "sops-work-decide", Work::Decide),
    ("revisit", "sops-work-revisit", Work::Revisit),
    ("review", "sops-work-review", Work::Review),
];

/// The key of what completes a step.
pub fn work_key(work: Work) -> &'static str {
    WORKS.iter().find(|(.., other)| *other == work).map_or("sops-work-task", |(_, key, _)| key)
}

/// What a step's decision carries out; nothing when it does nothing.
pub fn deed_name(step: &Step, look: &Look) -> String {
    let Some(decision) = &step.decision else { return String::new() };
    let what = match decision.deed() {
        Some(deed) => look.say(&deed.title()),
        None => decision.act.clone(),
    };
    look.say(&say!("sops-carries-out", what = what))
}

/// What a step asks for; the first step's fields are those of opening a ticket.
pub fn asked(sop: &Sop, step: usize) -> &[Asks] {
    match sop.steps.get(step) {
        Some(step) if step.work == Work::Receive => &sop.fields,
        Some(step) => &step.fields,
        None => &[],
    }
}

fn asked_mut(sop: &mut Sop, step: usize) -> Option<&mut Vec<Asks>> {
    let step = sop.steps.get_mut(step)?;
    Some(if step.work == Work::Receive { &mut sop.fields } else { &mut step.fields })
}

fn yes_no(field: &'static str, label: Say, now: bool) -> Field {
    let both = vec![("no".to_owned(), say!("tickets-no")), ("yes".to_owned(), say!("tickets-yes"))];
    Field::choice(field, label, both).value(if now { "yes" } else { "no" })
}

fn is_yes(values: &Values, field: &str) -> bool {
    values.choice(field).as_deref() == Some("yes")
}

/// The commands that a decision may carry out; one that is none of them is kept as it is.
fn deed_field(step: &Step) -> Field {
    let mut choices = vec![(String::new(), say!("sops-deed-none"))];
    choices.extend(shipped().deeds.iter().map(|deed| (deed.key.clone(), deed.title())));
    let now = match &step.decision {
        None => String::new(),
        Some(decision) => decision.deed().map_or_else(|| "as-is".to_owned(), |deed| deed.key.clone()),
    };
    if let Some(decision) = step.decision.as_ref().filter(|_| now == "as-is") {
        choices.push(("as-is".to_owned(), say!("sops-deed-as-is", act = decision.act.as_str())));
    }
    Field::choice("deed", say!("sops-deed"), choices).hint(say!("sops-deed-hint")).value(&now)
}

/// Changes a step: its name, what completes it, whose it is, until when, what its decision carries out.
pub fn step(shared: &Shared, base: SopRow, sop: Sop, index: usize, cx: &mut Cx) -> Effect {
    let look = cx.look;
    let Some(step) = sop.steps.get(index) else { return Effect::Tell(say!("sops-none"), Tone::Quiet) };
    let is_new = base.sop.steps.iter().all(|other| other.key != step.key) && step.name.is_empty();
    let shown = if is_new { String::new() } else { look.say(&sop.step_title(step)) };
    let all = posts::named(&Post::ALL, look);
    let works = WORKS.iter().map(|(value, key, _)| ((*value).to_owned(), Say::new(key))).collect();
    let work = WORKS.iter().find(|(.., work)| *work == step.work).map_or("task", |row| row.0);
    let fields = vec![
        Field::text("name", say!("sops-name")).value(&shown).required(),
        Field::choice("work", say!("sops-work"), works).value(work),
        Field::text("roles", say!("sops-roles"))
            .value(&posts::named(&step.roles, look))
            .hint(say!("setup-roles-hint", roles = all)),
        yes_no("category", say!("sops-to-category"), step.by_category),
        yes_no("advisor", say!("sops-advisor-first"), step.advisor),
        yes_no("another", say!("sops-by-another"), step.by_another),
        minutes("minutes", "sops-minutes", step.minutes),
        deed_field(step),
    ];
    let title = match is_new {
        true => say!("sops-new-step", kind = sop.title()),
        false => say!("sops-edit-title", kind = sop.title(), step = shown.as_str()),
    };
    let shared = Rc::clone(shared);
    let form = Form::new(title, fields, move |values, cx| {
        let mut changed = sop.clone();
        if let Some(step) = changed.steps.get_mut(index) {
            read_step(step, values, &shown, cx.look)?;
        }
        let deed = values.choice("deed").unwrap_or_default();
        match shipped().deeds.iter().find(|known| known.key == deed) {
            Some(deed) => draft::carry_out(&mut changed, index, deed),
            None if deed.is_empty() => changed.steps[index].decision = None,
            None => {}
        }
        Ok(draft::keep(&shared, &base, changed, Some(index), cx)?)
    });
    let told = [("minutes", "sops-within")];
    Effect::Open(Box::new(form.remark(move |values, cx| in_words(&told, values, cx.look)).remarked(cx)))
}

fn read_step(step: &mut Step, values: &Values, shown: &str, look: &Look) -> Result<(), Complaint> {
    let typed = values.text("name").unwrap_or_default();
    // The shipped name stays shipped, so that it reads in either language.
    if typed.as_str() != shown {
        step.name = typed;
    }
    let work = values.choice("work").unwrap_or_default();
    step.work = WORKS.iter().find(|(value, ..)| *value == work).map_or(Work::Task, |(.., work)| *work);
    let posts = posts::read(&values.text("roles").unwrap_or_default(), look);
    step.roles = posts.map_err(|say| Complaint::wrong("roles", say))?;
    step.by_category = is_yes(values, "category");
    step.advisor = is_yes(values, "advisor");
    step.by_another = is_yes(values, "another");
    step.minutes = typed_minutes(values, "minutes");
    Ok(())
}

fn minutes(field: &'static str, label: &'static str, value: u32) -> Field {
    Field::new(field, Say::new(label), FieldKind::Number { least: 0, most: 100_000 })
        .value(&value.to_string())
        .hint(say!("sops-minutes-hint"))
}

fn typed_minutes(values: &Values, field: &str) -> u32 {
    values.number(field).and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
}

/// Deadlines as they are typed, in words.
fn in_words(fields: &[(&'static str, &'static str)], values: &Values, look: &Look) -> Option<Say> {
    let told = fields.iter().filter_map(|(field, label)| {
        let minutes = values.number(field).filter(|minutes| *minutes > 0)?;
        Some(say!("fees-line", what = Say::new(label), amount = due::span(minutes, look)))
    });
    let lines: Vec<Say> = told.collect();
    (!lines.is_empty()).then(|| below(lines.into_iter()))
}

/// Changes the kind itself: its name, its deadlines, and how many tickets one person holds.
pub fn times(shared: &Shared, base: SopRow, sop: Sop, cx: &mut Cx) -> Effect {
    let look = cx.look;
    let shown = look.say(&sop.title());
    let fields = vec![
        Field::text("name", say!("sops-kind-name")).value(&shown).required(),
        minutes("first", "sops-first", sop.first),
        minutes("solve", "sops-solve", sop.solve),
        Field::new("cap", say!("sops-cap"), FieldKind::Number { least: 1, most: 999 })
            .value(&sop.cap.to_string())
            .required(),
        minutes("back", "sops-back", sop.back),
        yes_no("left", say!("sops-left-too"), sop.left_too),
    ];
    let title = say!("sops-times-title", kind = sop.title());
    let shared = Rc::clone(shared);
    let form = Form::new(title, fields, move |values, cx| {
        let cap = values.number("cap").and_then(|cap| u16::try_from(cap).ok()).unwrap_or(sop.cap);
        let typed = values.text("name").unwrap_or_default();
        let changed = Sop {
            name: if typed.as_str() == shown { sop.name.clone() } else { typed },
            first: typed_minutes(values, "first"),
            solve: typed_minutes(values, "solve"),
            back: typed_minutes(values, "back"),
            left_too: is_yes(values, "left"),
            cap,
            ..sop.clone()
        };
        Ok(draft::keep(&shared, &base, changed, None, cx)?)
    });
    let told = [("first", "sops-first"), ("solve", "sops-solve"), ("back", "sops-back")];
    Effect::Open(Box::new(form.remark(move |values, cx| in_words(&told, values, cx.look)).remarked(cx)))
}

/// Makes a new kind: a copy of the selected one.
pub fn new_kind(shared: &Shared, of: Sop, taken: Vec<String>, look: &Look) -> Effect {
    let field = Field::text("name", say!("sops-kind-name")).required().hint(say!("sops-new-kind-hint"));
    let title = say!("sops-new-kind-title", kind = look.say(&of.title()));
    let shared = Rc::clone(shared);
    Effect::Open(Box::new(Form::new(title, vec![field], move |values, cx| {
        let key = draft::unused("own", |key| {
            taken.iter().any(|kind| kind == key) || shipped().sops.iter().any(|sop| sop.kind == key)
        });
        let sop = draft::copy(&of, values.text("name").unwrap_or_default(), key, cx.look);
        let base = SopRow { title: sop.title(), version: 0, sop: Sop::default() };
        Ok(draft::keep(&shared, &base, sop, Some(0), cx)?)
    })))
}

/// Picks one of the categories, or a new one.
pub fn categories(shared: &Shared, base: SopRow, sop: Sop, cx: &mut Cx) -> Effect {
    let mut items: Vec<Item> = sop
        .categories
        .iter()
        .map(|one| Item::new(cx.look.say(&one.title())).detail(posts::named(&one.roles, cx.look)))
        .collect();
    items.push(Item::new(cx.look.text("sops-category-new")));
    let title = cx.look.say(&say!("sops-categories-title", kind = sop.title()));
    let shared = Rc::clone(shared);
    let take = move |index: usize, cx: &mut Cx| {
        Effect::Open(Box::new(category(&shared, base.clone(), sop.clone(), index, cx.look)))
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// One category, at that place; past the last one it is a new one.
fn category(shared: &Shared, base: SopRow, sop: Sop, index: usize, look: &Look) -> Form {
    let known = sop.categories.get(index).cloned();
    let is_new = known.is_none();
    let before = known.unwrap_or_else(|| draft::new_category(&sop));
    let shown = if is_new { String::new() } else { look.say(&before.title()) };
    let mut fields = vec![
        Field::text("name", say!("sops-field-name")).value(&shown).required(),
        Field::text("roles", say!("sops-roles"))
            .value(&posts::named(&before.roles, look))
            .required()
            .hint(say!("setup-roles-hint", roles = posts::named(&Post::ALL, look))),
    ];
    fields.extend(keep_field(is_new));
    let shared = Rc::clone(shared);
    Form::new(say!("sops-category-title"), fields, move |values, cx| {
        let mut changed = sop.clone();
        let posts = posts::read(&values.text("roles").unwrap_or_default(), cx.look);
        let mut one = before.clone();
        one.roles = posts.map_err(|say| Complaint::wrong("roles", say))?;
        let typed = values.text("name").unwrap_or_default();
        if typed.as_str() != shown {
            one.name = typed;
        }
        place(&mut changed.categories, index, one, values);
        Ok(draft::keep(&shared, &base, changed, None, cx)?)
    })
}

/// Whether to keep something that is there.
fn keep_field(is_new: bool) -> Option<Field> {
    let both = vec![("keep".into(), say!("sops-keep")), ("remove".into(), say!("sops-remove"))];
    (!is_new).then(|| Field::choice("keep", say!("sops-field-keep"), both))
}

/// Puts something at its place, behind the others, or takes it away.
fn place<T>(all: &mut Vec<T>, index: usize, one: T, values: &Values) {
    match all.get_mut(index) {
        Some(_) if values.choice("keep").as_deref() == Some("remove") => drop(all.remove(index)),
        Some(place) => *place = one,
        None => all.push(one),
    }
}

/// Picks one of the fields that a step asks for, or a new one.
pub fn fields(shared: &Shared, base: SopRow, sop: Sop, step: usize, cx: &mut Cx) -> Effect {
    let Some(of) = sop.steps.get(step) else { return Effect::Tell(say!("sops-none"), Tone::Quiet) };
    if !matches!(of.work, Work::Receive | Work::Task | Work::Decide | Work::Review) {
        return Effect::Tell(say!("sop-asks-nowhere", step = sop.step_title(of)), Tone::Quiet);
    }
    let asks = asked(&sop, step);
    let mut items: Vec<Item> = asks
        .iter()
        .map(|field| Item::new(cx.look.say(&field.title())).detail(cx.look.say(&how(field))))
        .collect();
    items.push(Item::new(cx.look.text("sops-field-new")));
    let title = cx.look.say(&say!("sops-fields-title", step = sop.step_title(of)));
    let shared = Rc::clone(shared);
    let take = move |index: usize, cx: &mut Cx| {
        Effect::Open(Box::new(field(&shared, base.clone(), sop.clone(), (step, index), cx.look)))
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// What a field holds, and whether it must be filled in.
fn how(field: &Asks) -> Say {
    let holds = HOLDS.iter().find(|(_, _, kind)| *kind == field.kind).map_or("sops-holds-text", |row| row.1);
    let key = if field.required { "sops-field-must" } else { "sops-field-may" };
    Say::new(key).with("holds", Say::new(holds))
}

/// One field of a step, at that place; past the last one it is a new one.
fn field(shared: &Shared, base: SopRow, sop: Sop, (step, index): (usize, usize), look: &Look) -> Form {
    let known = asked(&sop, step).get(index).cloned();
    let is_new = known.is_none();
    let taken = |key: &str| sop.all_fields().any(|field| field.key == key);
    let before = known.unwrap_or_else(|| Asks { key: draft::unused("field", taken), ..Asks::default() });
    let shown = if is_new { String::new() } else { look.say(&before.title()) };
    // Only what another part of the program put there holds data: nobody types it.
    let kinds = HOLDS.iter().filter(|(_, _, kind)| *kind != Holds::Data || before.kind == Holds::Data);
    let kinds: Vec<(String, Say)> = kinds.map(|(value, key, _)| ((*value).into(), Say::new(key))).collect();
    let kind = HOLDS.iter().find(|(_, _, kind)| *kind == before.kind).map_or("text", |row| row.0);
    let yes_or_no = vec![("no".into(), say!("sops-may")), ("yes".into(), say!("sops-must"))];
    let must = if before.required { "yes" } else { "no" };
    let mut fields = vec![
        Field::text("name", say!("sops-field-name")).value(&shown).required(),
        Field::choice("kind", say!("sops-field-kind"), kinds).value(kind),
        Field::choice("must", say!("sops-field-required"), yes_or_no).value(must),
        Field::text("key", say!("sops-field-key"))
            .value(&before.key)
            .required()
            .hint(say!("sops-field-key-hint")),
    ];
    fields.extend(keep_field(is_new));
    let shared = Rc::clone(shared);
    Form::new(say!("sops-field-title"), fields, move |values, cx| {
        let mut changed = sop.clone();
        let Some(all) = asked_mut(&mut changed, step) else { return Ok(Effect::Done) };
        place(all, index, typed(values, &before, &shown), values);
        Ok(draft::keep(&shared, &base, changed, Some(step), cx)?)
    })
}

/// The field as it was typed; a name that was left as it is shipped stays shipped.
fn typed(values: &Values, before: &Asks, shown: &str) -> Asks {
    let name = values.text("name").unwrap_or_default();
    let kind = values.choice("kind").unwrap_or_default();
    let holds = HOLDS.iter().find(|(value, _, _)| *value == kind);
    Asks {
        key: values.text("key").unwrap_or_default().trim().to_owned(),
        name: if name.as_str() == shown { before.name.clone() } else { Text::new(name.as_str()) },
        kind: holds.map_or(Holds::Text, |(_, _, kind)| *kind),
        required: values.choice("must").as_deref() == Some("yes"),
    }
}
