//! A procedure's forms: a step, what a step asks for, and the deadlines of the whole. Each ends in the same
//! question: what the change would touch, and whether to save it as a new version.

use crate::base::{Refused, Say, Text};
use crate::desk::queue::sop::{Field as Asks, FieldKind as Holds, Sop, Work};
use crate::desk::queue::{SaveSop, SopPreview, SopRow};
use crate::desk::register::Role as Post;
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Tone, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Confirm, Field, FieldKind, Form, Item, Picker, Values};

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

/// What a post is called.
pub fn name(post: Post, look: &Look) -> String {
    look.text(crate::desk::roles::key(post)).into_owned()
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

/// Changes a step: its name, whose it is, until when.
pub fn step(row: &SopRow, index: usize, look: &Look) -> Effect {
    let Some(step) = row.sop.steps.get(index) else { return Effect::Done };
    let posts: Vec<String> = step.roles.iter().map(|post| name(*post, look)).collect();
    let fields = vec![
        Field::text("name", say!("sops-name")).value(&look.say(&row.sop.step_title(step))).required(),
        Field::text("roles", say!("sops-roles")).value(&posts.join(" ")).hint(say!("sops-roles-hint")),
        minutes("minutes", "sops-minutes", step.minutes),
    ];
    let (sop, version) = (row.sop.clone(), row.version);
    let shown = look.say(&row.sop.step_title(step));
    let title = say!("sops-edit-title", kind = row.title.clone(), step = shown.as_str());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let mut changed = sop.clone();
        if let Some(step) = changed.steps.get_mut(index) {
            let typed = values.text("name").unwrap_or_default();
            // The shipped name stays shipped, so that it reads in either language.
            if typed.as_str() != shown {
                step.name = typed;
            }
            let posts = posts_of(&values.text("roles").unwrap_or_default(), cx.look);
            step.roles = posts.map_err(|no| Complaint::from(no).at("roles"))?;
            step.minutes = typed_minutes(values, "minutes");
        }
        preview(changed, version, cx)
    })))
}

fn minutes(field: &'static str, label: &'static str, value: u32) -> Field {
    Field::new(field, Say::new(label), FieldKind::Number { least: 0, most: 100_000 })
        .value(&value.to_string())
        .hint(say!("sops-minutes-hint"))
}

fn typed_minutes(values: &Values, field: &str) -> u32 {
    values.number(field).and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
}

/// Posts by their names in the language, blanks or commas between.
fn posts_of(typed: &str, look: &Look) -> Result<Vec<Post>, Refused> {
    let mut posts = Vec::new();
    let mut rest = typed.trim();
    while !rest.is_empty() {
        let known = Post::ALL.iter().find_map(|post| Some((*post, rest.strip_prefix(&name(*post, look))?)));
        let Some((post, after)) = known else {
            return Err(Refused::input(say!("sops-no-post", typed = rest)).hint(say!("sops-roles-hint")));
        };
        posts.push(post);
        rest = after.trim_start_matches([' ', ',', '，', '、']);
    }
    Ok(posts)
}

/// Changes the deadlines of the whole, and how many tickets one person holds.
pub fn times(row: &SopRow) -> Effect {
    let sop = row.sop.clone();
    let version = row.version;
    let fields = vec![
        minutes("first", "sops-first", sop.first),
        minutes("solve", "sops-solve", sop.solve),
        Field::new("cap", say!("sops-cap"), FieldKind::Number { least: 1, most: 999 })
            .value(&sop.cap.to_string())
            .required(),
        minutes("back", "sops-back", sop.back),
    ];
    let title = say!("sops-times-title", kind = row.title.clone());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let cap = values.number("cap").and_then(|cap| u16::try_from(cap).ok()).unwrap_or(sop.cap);
        let changed = Sop {
            first: typed_minutes(values, "first"),
            solve: typed_minutes(values, "solve"),
            back: typed_minutes(values, "back"),
            cap,
            ..sop.clone()
        };
        preview(changed, version, cx)
    })))
}

/// Picks one of the fields that a step asks for, or a new one.
pub fn fields(row: &SopRow, step: usize, cx: &mut Cx) -> Effect {
    let Some(of) = row.sop.steps.get(step) else { return Effect::Done };
    if !matches!(of.work, Work::Receive | Work::Task | Work::Decide | Work::Review) {
        return Effect::Tell(say!("sop-asks-nowhere", step = row.sop.step_title(of)), Tone::Quiet);
    }
    let asks = asked(&row.sop, step);
    let mut items: Vec<Item> = asks
        .iter()
        .map(|field| Item::new(cx.look.say(&field.title())).detail(cx.look.say(&how(field))))
        .collect();
    items.push(Item::new(cx.look.text("sops-field-new")));
    let title = cx.look.say(&say!("sops-fields-title", step = row.sop.step_title(of)));
    let row = row.clone();
    let take = move |index: usize, cx: &mut Cx| Effect::Open(Box::new(field(&row, step, index, cx.look)));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// What a field holds, and whether it must be filled in.
fn how(field: &Asks) -> Say {
    let holds = HOLDS.iter().find(|(_, _, kind)| *kind == field.kind).map_or("sops-holds-text", |row| row.1);
    let key = if field.required { "sops-field-must" } else { "sops-field-may" };
    Say::new(key).with("holds", Say::new(holds))
}

/// One field of a step, at that place; past the last one it is a new one.
fn field(row: &SopRow, step: usize, index: usize, look: &Look) -> Form {
    let before = asked(&row.sop, step).get(index).cloned();
    let is_new = before.is_none();
    let before = before.unwrap_or_default();
    let shown = if is_new { String::new() } else { look.say(&before.title()) };
    // Only what another part of the program put there holds data: nobody types it.
    let kinds = HOLDS.iter().filter(|(_, _, kind)| *kind != Holds::Data || before.kind == Holds::Data);
    let kinds: Vec<(String, Say)> = kinds.map(|(value, key, _)| ((*value).into(), Say::new(key))).collect();
    let kind = HOLDS.iter().find(|(_, _, kind)| *kind == before.kind).map_or("text", |row| row.0);
    let yes_or_no = vec![("no".into(), say!("sops-may")), ("yes".into(), say!("sops-must"))];
    let mut fields = vec![
        Field::text("key", say!("sops-field-key"))
            .value(&before.key)
            .required()
            .hint(say!("sops-field-key-hint")),
        Field::text("name", say!("sops-field-name")).value(&shown),
        Field::choice("kind", say!("sops-field-kind"), kinds).value(kind),
        Field::choice("must", say!("sops-field-required"), yes_or_no).value(if before.required {
            "yes"
        } else {
            "no"
        }),
    ];
    if !is_new {
        let keep = vec![("keep".into(), say!("sops-keep")), ("remove".into(), say!("sops-remove"))];
        fields.push(Field::choice("keep", say!("sops-field-keep"), keep));
    }
    let (sop, version) = (row.sop.clone(), row.version);
    Form::new(say!("sops-field-title"), fields, move |values, cx| {
        let mut changed = sop.clone();
        let Some(all) = asked_mut(&mut changed, step) else { return Ok(Effect::Done) };
        if values.choice("keep").as_deref() == Some("remove") {
            all.remove(index);
        } else {
            let field = typed(values, &before, &shown);
            match all.get_mut(index) {
                Some(place) => *place = field,
                None => all.push(field),
            }
        }
        preview(changed, version, cx)
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

/// Says what the change would touch; a yes saves it as a new version.
fn preview(sop: Sop, version: u32, cx: &mut Cx) -> Result<Effect, Complaint> {
    let seen = cx.ask(&SopPreview { sop: sop.clone() })?;
    if let Some(problem) = seen.problems.first() {
        return Err(Refused::input(problem.clone()).into());
    }
    let touched: Vec<String> = seen.under_way.iter().take(8).map(|one| one.ticket.to_string()).collect();
    let consequence = match touched.as_slice() {
        [] => say!("sops-touches-none"),
        some => say!("sops-touches", count = seen.under_way.len(), tickets = some.join(" ")),
    };
    let save = move |cx: &mut Cx| match cx.session.submit(SaveSop { expect: Some(version), sop }) {
        Ok(receipt) => done(receipt),
        Err(no) => refused(no),
    };
    Ok(Effect::Open(Box::new(Confirm::new(say!("sops-save"), save).consequence(consequence))))
}
