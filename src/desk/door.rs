//! What is looked at as something comes in, and not when the journal is replayed: whether every field is one that
//! the command has, and whether texts, amounts and days are within what the books can bear. The schema that
//! docs/commands.md shows is what is gone by, so a new command needs nothing of its own.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::Schema;
use crate::base::{Money, Refused, Say};

/// What is told of fields that don't read.
pub fn misread(name: &str, error: &serde_json::Error) -> Refused {
    Refused::input(Say::new("error-bad-fields").with("name", name).with("detail", error.to_string()))
        .hint(Say::new("error-bad-fields-hint").with("name", name))
}

/// A schema that is made when it is first needed.
pub struct Shape {
    make: Schema,
    made: OnceLock<Value>,
}

impl Shape {
    /// The schema that this makes.
    pub const fn new(make: Schema) -> Shape {
        Shape { make, made: OnceLock::new() }
    }

    /// Refuses fields that it doesn't know, and values out of bounds.
    ///
    /// # Errors
    /// Names the first such field, or says what is out of bounds.
    pub fn fits(&self, name: &str, body: &Value) -> Result<(), Refused> {
        self.fault(body).map_or(Ok(()), |fault| Err(fault.refused(name)))
    }

    /// Refuses values out of bounds.
    ///
    /// # Errors
    /// Says what is out of bounds.
    pub fn bears(&self, name: &str, body: &Value) -> Result<(), Refused> {
        match self.fault(body) {
            // Fields of our own that the schema keeps quiet about.
            None | Some(Fault::Unknown(_)) => Ok(()),
            Some(fault) => Err(fault.refused(name)),
        }
    }

    fn fault(&self, body: &Value) -> Option<Fault> {
        let root = self.made.get_or_init(|| (self.make)().to_value());
        Walk { defs: &root["$defs"] }.fault(root, body, "")
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Unknown(String),
    Long { begins: String, most: u64 },
    Large,
    Day(String),
}

/// So much of a text is said again.
const BEGINNING: usize = 12;

impl Fault {
    fn refused(self, name: &str) -> Refused {
        match self {
            Fault::Unknown(field) => {
                Refused::input(Say::new("error-unknown-field").with("name", name).with("field", field))
                    .hint(Say::new("error-bad-fields-hint").with("name", name))
            }
            Fault::Long { begins, most } => {
                Refused::input(Say::new("error-text-too-long").with("begins", begins).with("most", most))
            }
            Fault::Large => Refused::input(Say::new("error-too-large")),
            Fault::Day(day) => Refused::input(Say::new("error-day-too-far").with("day", day)),
        }
    }
}

struct Walk<'a> {
    defs: &'a Value,
}

impl<'a> Walk<'a> {
    /// The first fault of a value.
    fn fault(&self, schema: &'a Value, value: &Value, path: &str) -> Option<Fault> {
        match value {
            Value::Object(fields) => self.object(schema, fields, path),
            Value::Array(all) => {
                let items = self.forms(schema).into_iter().find_map(|form| {
                    form.get("items").filter(|items| items.is_object()).or(form["prefixItems"].get(0))
                })?;
                all.iter().find_map(|one| self.fault(items, one, path))
            }
            Value::String(text) => self.text(schema, text),
            Value::Number(number) => self.number(schema, number.as_i64()?),
            Value::Null | Value::Bool(_) => None,
        }
    }

    /// Every form that a schema allows: behind its references, one by one of its alternatives.
    fn forms(&self, schema: &'a Value) -> Vec<&'a Value> {
        let mut forms = vec![schema];
        let mut next = 0;
        while let Some(form) = forms.get(next).copied() {
            next += 1;
            if let Some(name) = form["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
                forms.push(&self.defs[name]);
            }
            for key in ["anyOf", "oneOf", "allOf"] {
                forms.extend(form[key].as_array().into_iter().flatten());
            }
        }
        forms
    }

    /// A field is known when any form has it; it is at fault when it is in every form that does.
    fn object(&self, schema: &'a Value, fields: &Map<String, Value>, path: &str) -> Option<Fault> {
        let forms = self.forms(schema);
        let open =
            |form: &&Value| form.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
        let known: Vec<_> = forms.iter().filter_map(|form| form["properties"].as_object()).collect();
        let closed = !known.is_empty() || forms.iter().any(|form| form["type"] == "object");
        if forms.iter().any(open) || !closed {
            return None;
        }
        fields.iter().find_map(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let mut faults = known
                .iter()
                .filter_map(|properties| properties.get(name))
                .map(|form| self.fault(form, value, &path))
                .collect::<Vec<_>>();
            match faults.iter().position(Option::is_none) {
                Some(_) => None,
                None => Some(faults.pop().flatten().unwrap_or(Fault::Unknown(path))),
            }
        })
    }

    fn text(&self, schema: &'a Value, text: &str) -> Option<Fault> {
        let forms = self.forms(schema);
        let most = forms.iter().find_map(|form| form["maxLength"].as_u64());
        if let Some(most) = most.filter(|most| text.chars().count() as u64 > *most) {
            return Some(Fault::Long { begins: text.chars().take(BEGINNING).collect(), most });
        }
        let is_day = forms.iter().any(|form| matches!(form["format"].as_str(), Some("date" | "date-time")));
        // What reads as a day and is none of ours: a year of five figures, one before Christ.
        let near = text.split('-').next().and_then(|year| year.parse().ok()).is_some_and(is_near);
        (is_day && !near).then(|| Fault::Day(text.chars().take(BEGINNING).collect()))
    }

    fn number(&self, schema: &'a Value, number: i64) -> Option<Fault> {
        let signed = self.forms(schema).iter().any(|form| form["format"] == "int64");
        (signed && number.unsigned_abs() > Money::MOST.0.unsigned_abs()).then_some(Fault::Large)
    }
}

/// The years that a day may lie in, as [`crate::base::parse_day`] reads them.
fn is_near(year: u16) -> bool {
    (1900..3000).contains(&year)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::base::Refused;
    use crate::desk::{acts, answer_named, asks, take_in};
    use crate::tui::driver::test_session;

    fn key(refused: Result<impl Sized, Refused>) -> String {
        refused.map(|_| ()).map_or_else(|refused| refused.reason.key.to_string(), |()| "taken".into())
    }

    #[test]
    fn every_example_comes_in_and_with_a_field_more_at_any_depth_it_does_not() {
        for act in acts() {
            let example = (act.example)();
            assert_eq!(key(take_in(act.name, example.clone())), "taken", "{}", act.name);
            for (n, body) in with_one_more(&example).into_iter().enumerate() {
                let refused = key(take_in(act.name, body.clone()));
                let told = ["error-unknown-field", "error-bad-fields"].contains(&refused.as_str());
                assert!(told, "{} {n}: {refused}: {body}", act.name);
            }
        }
    }

    /// The body once for each of its objects, with a field more in it.
    fn with_one_more(body: &Value) -> Vec<Value> {
        let mut found = Vec::new();
        match body {
            Value::Object(fields) => {
                let mut more = fields.clone();
                more.insert("nmae".into(), json!("x"));
                found.push(Value::Object(more));
                // What a ticket's form asks is the SOP's own.
                for (name, value) in fields.iter().filter(|(name, _)| *name != "fields") {
                    for other in with_one_more(value) {
                        let mut whole = fields.clone();
                        whole.insert(name.clone(), other);
                        found.push(Value::Object(whole));
                    }
                }
            }
            Value::Array(all) => {
                for (n, one) in all.iter().enumerate().take(2) {
                    for other in with_one_more(one) {
                        let mut whole = all.clone();
                        whole[n] = other;
                        found.push(Value::Array(whole));
                    }
                }
            }
            _ => {}
        }
        found
    }

    #[test]
    fn a_question_refuses_a_field_that_it_does_not_have() {
        let session = test_session().unwrap();
        for ask in asks() {
            let mut body = (ask.example)();
            body["nmae"] = json!(1);
            let refused = answer_named(&session.desk, session.operator, ask.name, body).unwrap_err();
            assert_eq!(refused.reason.key, "error-unknown-field", "{}", ask.name);
        }
    }

    #[test]
    fn what_the_books_can_not_bear_is_refused_by_name() {
        let name = |n: usize| json!({"name": "王".repeat(n), "roles": []});
        assert_eq!(key(take_in("staff.save", name(200))), "taken");
        assert_eq!(key(take_in("staff.save", name(201))), "error-text-too-long");
        let gift = |credits: i64, day: &str| json!({"student": "S1", "credits": credits, "expires": day, "course": null, "reason": "x"});
        assert_eq!(key(take_in("credits.give", gift(1_000_000_000_000, "2999-12-31"))), "taken");
        assert_eq!(key(take_in("credits.give", gift(1_000_000_000_001, "2027-01-01"))), "error-too-large");
        assert_eq!(key(take_in("credits.give", gift(i64::MIN, "2027-01-01"))), "error-too-large");
        for day in ["+12027-01-01", "-0001-01-01", "1899-12-31", "9999-12-31"] {
            assert_eq!(key(take_in("credits.give", gift(100, day))), "error-day-too-far", "{day}");
        }
    }

    /// A screen hands its commands in without going through their JSON.
    #[test]
    fn the_writer_bears_no_more_than_the_door_does() {
        use crate::books::Act;
        use crate::books::ledger::credits::GiveCredits;
        let session = test_session().unwrap();
        let gift = GiveCredits { credits: crate::base::Credits(i64::MAX), ..GiveCredits::example() };
        assert_eq!(key(session.submit(gift)), "error-too-large");
        let long = GiveCredits { reason: "x".repeat(201).into(), ..GiveCredits::example() };
        assert_eq!(key(session.submit(long)), "error-text-too-long");
    }
}
