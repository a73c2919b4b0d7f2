//! What a decision's command is told: `"{x}"` in its fields is filled in from the ticket.

use serde_json::{Map, Value};

use super::sop::Sop;
use super::ticket::Ticket;
use crate::base::{Prose, Refused, TicketId};
use crate::books::register::School;

/// The ticket that it is filled in from.
pub(super) struct Source<'a> {
    pub id: TicketId,
    pub ticket: &'a Ticket,
    pub sop: &'a Sop,
    pub school: &'a School,
}

/// Fills in a command's fields. A text that is nothing but `"{x}"` becomes the value itself (a number
/// stays one); a field whose value the ticket lacks is left out.
///
/// # Errors
/// When a field of the ticket does not read.
pub(super) fn fill(template: &Value, from: &Source<'_>, text: &Prose) -> Result<Value, Refused> {
    let look = |name: &str| value_of(name, from, text);
    Ok(filled(template, &look)?.unwrap_or(Value::Null))
}

type Look<'a> = &'a dyn Fn(&str) -> Result<Option<Value>, Refused>;

fn filled(template: &Value, look: Look<'_>) -> Result<Option<Value>, Refused> {
    Ok(match template {
        Value::String(text) => words(text, look)?,
        Value::Array(items) => {
            let items = items.iter().map(|item| filled(item, look)).collect::<Result<Vec<_>, _>>()?;
            Some(Value::Array(items.into_iter().flatten().collect()))
        }
        Value::Object(fields) => {
            let mut found = Map::new();
            for (key, item) in fields {
                if let Some(value) = filled(item, look)? {
                    found.insert(key.clone(), value);
                }
            }
            Some(Value::Object(found))
        }
        other => Some(other.clone()),
    })
}

fn words(text: &str, look: Look<'_>) -> Result<Option<Value>, Refused> {
    let whole = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    if let Some(name) = whole.filter(|name| !name.contains(['{', '}'])) {
        return look(name);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(before);
        match look(name)? {
            Some(Value::String(text)) => out.push_str(&text),
            Some(other) => out.push_str(&other.to_string()),
            None => {}
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(Some(Value::String(out.trim().to_owned())))
}

fn value_of(name: &str, from: &Source<'_>, text: &Prose) -> Result<Option<Value>, Refused> {
    let ticket = from.ticket;
    Ok(match name {
        "ticket" => Some(from.id.to_string().into()),
        "student" => ticket.student.map(|id| id.to_string().into()),
        "requester" => Some(ticket.opened_by.to_string().into()),
        "title" => (!ticket.title.is_empty()).then(|| ticket.title.as_str().into()),
        "text" => (!text.is_empty()).then(|| text.as_str().into()),
        field => match (ticket.fields.get(field), from.sop.all_fields().find(|asked| asked.key == field)) {
            (Some(value), Some(asked)) => Some(asked.read(value, from.school)?),
            _ => None,
        },
    })
}

/// The names that a template speaks of.
pub(super) fn names(template: &Value) -> Vec<String> {
    match template {
        Value::String(text) => {
            let opened = text.split('{').skip(1);
            opened.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
        }
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(fields) => fields.values().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// Names that every ticket can fill in.
pub(super) const ALWAYS: &[&str] = &["ticket", "student", "requester", "title", "text"];
