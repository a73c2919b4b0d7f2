//! docs/commands.md, written from the types of the commands and questions.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::books::register::Role;
use crate::desk::{acts, asks, roles};

/// The page: every command and question with its fields, who may use it, and an example; then the
/// types that fields are made of.
pub fn commands_page() -> String {
    let mut page = String::from(HEAD);
    let mut types = BTreeMap::new();
    page.push_str("\n# Commands\n\n`rollbook do` takes one a line.\n");
    for act in acts() {
        let schema = Value::from((act.schema)());
        let allowed = roles::MAY_DO.iter().find(|(name, _)| *name == act.name).map(|(_, roles)| *roles);
        let who = who(Some(allowed.unwrap_or_default()));
        entry(&mut page, act.name, &schema, &who, &mut types);
        let mut example = Map::from_iter([("do".to_owned(), act.name.into())]);
        example.extend((act.example)().as_object().cloned().unwrap_or_default());
        let _ = writeln!(page, "\n```json\n{}\n```", Value::Object(example));
    }
    page.push_str("\n# Questions\n\n`rollbook ask NAME [JSON]` answers in JSON.\n");
    for ask in asks() {
        let schema = Value::from((ask.schema)());
        let allowed = roles::MAY_ASK.iter().find(|(name, _)| *name == ask.name).map(|(_, roles)| *roles);
        entry(&mut page, ask.name, &schema, &who(allowed), &mut types);
        let _ = writeln!(page, "\n```sh\nrollbook ask {} '{}'\n```", ask.name, (ask.example)());
    }
    page.push_str("\n# Types\n");
    for (name, schema) in &types {
        let _ = writeln!(page, "\n## {name}\n\n{}", sentence(schema));
        fields(&mut page, schema);
    }
    page
}

const HEAD: &str = "\
<!-- Generated from the types of the program: UPDATE_DOCS=1 cargo test --test docs -->

Everything that a screen can do, a script can do, by the same names. A command is a JSON object: `do` names it,
`request` may carry an id of your own (sent again, it is not done twice and the first answer comes back), the rest
are its fields. A receipt tells `seq`, the journal entry; `said`, what happened; `made`, new ids. A refusal tells
`kind`, `reason` and `hint` in the language that is spoken, and `reason_key`, `hint_key`, which never change.

Money is in the currency's minor units, lesson credits in hundredths of a lesson, days are `2026-11-21` and times of
day `14:05` in the school's own zone. Ids carry a letter: S student, O operator, K course, C class, M room, L lesson,
P point rule, W reward, A team, E term, B lot of credits, T ticket, X price, H charge.
";

/// Which posts may use it; `None` for everyone.
fn who(roles: Option<&[Role]>) -> String {
    let Some(roles) = roles else { return "everyone".into() };
    let word = |role: &Role| serde_json::to_value(role).ok().and_then(|v| v.as_str().map(str::to_owned));
    let others = roles.iter().filter_map(word);
    std::iter::once("manager".to_owned()).chain(others).collect::<Vec<_>>().join(", ")
}

fn entry(page: &mut String, name: &str, schema: &Value, who: &str, types: &mut BTreeMap<String, Value>) {
    if let Some(defs) = schema.get("$defs").and_then(Value::as_object) {
        types.extend(defs.iter().map(|(name, def)| (name.clone(), def.clone())));
    }
    let _ = writeln!(page, "\n## {name}\n\n{}\n\nFor: {who}.", sentence(schema));
    fields(page, schema);
}

/// The description in one line.
fn sentence(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The fields of an object as a table, the words of an enumeration as a list.
fn fields(page: &mut String, schema: &Value) {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if let Some(properties) = schema.get("properties").and_then(Value::as_object).filter(|p| !p.is_empty()) {
        page.push_str("\n| field | type | needed | meaning |\n|---|---|---|---|\n");
        for (name, field) in properties {
            let needed = if required.contains(&name.as_str()) { "yes" } else { "" };
            let _ = writeln!(page, "| `{name}` | {} | {needed} | {} |", kind(field), sentence(field));
        }
    }
    let variants = schema.get("oneOf").or(schema.get("anyOf")).and_then(Value::as_array);
    for variant in variants.into_iter().flatten() {
        let _ = writeln!(page, "- {}: {}", kind(variant), sentence(variant));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let _ = writeln!(page, "\nOne of {}.", words.join(", "));
    }
    if schema.get("type").and_then(Value::as_str).is_some_and(|kind| kind != "object") {
        let _ = writeln!(page, "\nWritten as {}.", kind(schema));
    }
}

/// What a value is, in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(word) = schema.get("const") {
        return format!("`{word}`");
    }
    if let Some(several) = ["anyOf", "oneOf", "allOf"].iter().find_map(|of| schema.get(of)?.as_array()) {
        let kinds = several.iter().filter(|one| one.get("type") != Some(&"null".into())).map(kind);
        return kinds.collect::<Vec<_>>().join(" or ");
    }
    let types = match schema.get("type") {
        Some(Value::Array(types)) => {
            types.iter().filter_map(Value::as_str).filter(|t| *t != "null").collect()
        }
        Some(Value::String(one)) => vec![one.as_str()],
        _ => vec!["anything"],
    };
    match types.as_slice() {
        ["array"] => match (schema.get("items"), schema.get("prefixItems").and_then(Value::as_array)) {
            (_, Some(items)) => format!("[{}]", items.iter().map(kind).collect::<Vec<_>>().join(", ")),
            (Some(items), None) => format!("list of {}", kind(items)),
            _ => "list".into(),
        },
        ["object"] => match schema.get("properties").and_then(Value::as_object) {
            Some(fields) => {
                let field = |(name, field): (&String, &Value)| format!("`{name}`: {}", kind(field));
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            None => "object".into(),
        },
        ["string"] => match schema.get("format").and_then(Value::as_str) {
            Some("date") => "day".into(),
            Some("date-time") => "moment".into(),
            _ => "text".into(),
        },
        ["integer"] => "whole number".into(),
        ["boolean"] => "yes or no".into(),
        others => others.join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_question_is_told_and_every_field_has_its_meaning() {
        let page = commands_page();
        for name in acts().iter().map(|act| act.name).chain(asks().iter().map(|ask| ask.name)) {
            assert!(page.contains(&format!("\n## {name}\n")), "{name}");
        }
        let bare: Vec<&str> =
            page.lines().filter(|line| line.starts_with("| `") && line.ends_with("|  |")).collect();
        assert!(bare.is_empty(), "fields without a meaning: {bare:#?}");
        assert_eq!(page, commands_page());
    }
}
