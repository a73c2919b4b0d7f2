//! Whatever is handed in: every command there is, with fields made up from its schema, in any order, taken back
//! and done again, while days go by. Nothing is the program's fault, every question is still answered, and the
//! books hold. A command that is added is tried here without anybody thinking of it.

use std::sync::Arc;

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::base::{Kind, Refused, StaffId, Text};
use rollbook::books::register::{Role, roles_of};
use rollbook::desk::{Clock, Desk, Envelope, FixedClock, acts, answer_named, asks, decode};
use rollbook::store::Memory;
use serde_json::{Value, json};

use super::{school, seeds};

const STEPS: usize = 600;
/// Commands that are given more often than others: those on which others follow.
const OFTEN: &[&str] = &[
    "undo",
    "undo",
    "undo",
    "lesson.mark",
    "lesson.mark",
    "fee.sell",
    "fee.pay",
    "refund.request",
    "credits.move",
    "credits.give",
    "place.transfer",
    "drawer.open",
    "roster.import",
    "student.add",
    "points.award",
    "place.enrol",
];
/// Zones with a clock change, half hours, and the day before ours.
const ZONES: &[&str] = &[
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kolkata",
];

/// Makes up values that a schema allows, near what an example says.
struct Maker<'a, R: Rng> {
    dice: &'a mut R,
    defs: Value,
    /// The last journal entry.
    last: u64,
    today: chrono::NaiveDate,
}

impl<R: Rng> Maker<'_, R> {
    fn make(&mut self, schema: &Value, example: &Value, depth: u8) -> Value {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            let (name, def) = (name.to_owned(), self.defs[name].clone());
            return match name.as_str() {
                name if name.ends_with("Id") => self.id(example),
                "Money" | "Credits" => self.amount(example),
                _ => self.make(&def, example, depth),
            };
        }
        let any = schema["anyOf"].as_array().or(schema["oneOf"].as_array()).cloned();
        if let Some(any) = any {
            let keep = !example.is_null() && self.dice.random_bool(0.6);
            let one = any.choose(self.dice).cloned().unwrap_or_default();
            return if keep && !any.iter().any(|one| one["$ref"].is_string()) {
                example.clone()
            } else {
                self.make(&one, example, depth)
            };
        }
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if let Some(some) = schema["enum"].as_array() {
            return some.choose(self.dice).cloned().unwrap_or_default();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.choose(self.dice).cloned().unwrap_or_default(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => self.object(schema, example, depth),
            Some("array") => self.array(schema, example, depth),
            Some("boolean") => Value::Bool(self.dice.random_bool(0.4)),
            Some("integer") => self.whole(schema, example),
            Some("string") if schema["format"] == "date" => self.day(example),
            Some("string") => self.text(example),
            _ => example.clone(),
        }
    }

    fn object(&mut self, schema: &Value, example: &Value, depth: u8) -> Value {
        let Some(fields) = schema["properties"].as_object().filter(|_| depth < 6) else {
            return example.clone();
        };
        let needed = schema["required"].as_array().cloned().unwrap_or_default();
        let mut made = serde_json::Map::new();
        for (name, field) in fields {
            let given = example.get(name);
            let wanted = needed.iter().any(|one| one == name.as_str());
            if wanted || given.is_some() || self.dice.random_bool(0.2) {
                let value = match name.as_str() {
                    "seq" => {
                        json!(self.dice.random_range(self.last.saturating_sub(25).max(1)..=self.last + 1))
                    }
                    "expect" if self.dice.random_bool(0.9) => Value::Null,
                    _ => self.make(field, given.unwrap_or(&Value::Null), depth + 1),
                };
                made.insert(name.clone(), value);
            }
        }
        Value::Object(made)
    }

    fn array(&mut self, schema: &Value, example: &Value, depth: u8) -> Value {
        if schema.get("prefixItems").is_some() {
            return example.clone();
        }
        let given = example.as_array().cloned().unwrap_or_default();
        let count = if self.dice.random_bool(0.7) { given.len() } else { self.dice.random_range(0..3) };
        let each = |n: usize| given.get(n).or(given.first()).cloned().unwrap_or_default();
        (0..count).map(|n| self.make(&schema["items"], &each(n), depth + 1)).collect()
    }

    fn id(&mut self, example: &Value) -> Value {
        match self.dice.random_range(0..20) {
            0 => json!(self.dice.random_range(0..40)),
            1..4 if !example.is_null() => example.clone(),
            4 => json!(u64::MAX),
            _ => json!(self.dice.random_range(1..=5)),
        }
    }

    fn amount(&mut self, example: &Value) -> Value {
        let some = [0, 1, -1, 50, 99, 100, 333, 1_000, 12_345, 1_000_000, i64::MAX, i64::MIN];
        match example {
            Value::Number(_) if self.dice.random_bool(0.5) => example.clone(),
            _ => json!(some.choose(self.dice)),
        }
    }

    fn whole(&mut self, schema: &Value, example: &Value) -> Value {
        match schema["format"].as_str() {
            Some("int64") => self.amount(example),
            _ if self.dice.random_bool(0.6) && !example.is_null() => example.clone(),
            Some("uint8") => json!(self.dice.random_range(0..=9)),
            Some("uint16") => json!([0, 1, 2, 9, 60, 300, 65_535].choose(self.dice)),
            _ => json!(self.dice.random_range(0..50)),
        }
    }

    fn day(&mut self, example: &Value) -> Value {
        let far = ["1900-01-01", "2999-12-31", "9999-12-31", "-0001-01-01", "+262142-12-31", "2028-02-29"];
        match self.dice.random_range(0..30) {
            0 => json!(far.choose(self.dice)),
            1..8 if !example.is_null() => example.clone(),
            _ => json!(self.today + chrono::Duration::days(self.dice.random_range(-20..40))),
        }
    }

    fn text(&mut self, example: &Value) -> Value {
        let some = ["", "why", "王小明", "T1", "2026-11-21", "\u{1b}[31m", "complaint", "refund"];
        match example {
            Value::String(_) if self.dice.random_bool(0.85) => example.clone(),
            _ => json!(some.choose(self.dice)),
        }
    }
}

fn made_up(schema: &Value, example: &Value, dice: &mut impl Rng, desk: &Desk, last: u64) -> Value {
    let today = desk.now().date_naive();
    Maker { dice, defs: schema["$defs"].clone(), last, today }.make(schema, example, 0)
}

/// What is a fault of the program, whoever asked for what.
fn not_ours(refused: &Refused, seed: u64, what: &str, body: &Value) {
    let ours = matches!(refused.kind, Kind::Ours | Kind::Storage | Kind::Busy | Kind::Config);
    assert!(!ours, "seed {seed}: {what} {body}: {refused:?}");
}

/// Questions that name nothing must be answered, to a manager, whatever stands in the books.
fn every_question_is_answered(desk: &Desk, dice: &mut impl Rng, seed: u64, last: u64) {
    let manager = manager(desk);
    for ask in asks() {
        let (schema, example) = ((ask.schema)().to_value(), (ask.example)());
        let made = made_up(&schema, &example, dice, desk, last);
        for body in [example, made] {
            match answer_named(desk, manager, ask.name, body.clone()) {
                Err(refused) => {
                    not_ours(&refused, seed, ask.name, &body);
                    let empty = body.as_object().is_none_or(|fields| fields.values().all(Value::is_null));
                    assert!(!empty, "seed {seed}: {} {refused:?}", ask.name);
                }
                Ok(_) => continue,
            }
        }
        if let Err(refused) = answer_named(desk, manager, ask.name, json!({})) {
            let asks_for_more = refused.reason.key == "error-bad-fields" || ask.name == "roster.compare";
            assert!(asks_for_more, "seed {seed}: {} {{}}: {refused:?}", ask.name);
        }
    }
}

#[test]
fn whatever_is_handed_in_the_books_hold_and_every_question_is_answered() {
    for seed in seeds(3) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let clock = Arc::new(FixedClock::at(school::now()));
        let desk = Desk::over(Arc::new(Memory::new()), Arc::clone(&clock) as Arc<dyn Clock>);
        school::open_in(&desk, 5, ZONES[seed as usize % ZONES.len()]);
        let (mut last, mut kept) = (requests(&desk), 0);
        for step in 0..STEPS {
            let often = OFTEN.choose(&mut dice).filter(|_| dice.random_bool(0.5));
            let act = match often {
                Some(name) => acts().iter().find(|act| act.name == *name),
                None => acts().choose(&mut dice),
            };
            let act = act.unwrap();
            let body = made_up(&(act.schema)().to_value(), &(act.example)(), &mut dice, &desk, last);
            let Ok(any) = decode(act.name, body.clone()) else { continue };
            let operator =
                if dice.random_bool(0.8) { manager(&desk) } else { StaffId(dice.random_range(1..5)) };
            let envelope = Envelope {
                request: format!("{seed}-{step}"),
                operator,
                terminal: Text::new("test"),
                act: any,
            };
            match desk.submit(envelope) {
                Ok(receipt) => (last, kept) = (receipt.seq, kept + 1),
                Err(refused) => not_ours(&refused, seed, act.name, &body),
            }
            if dice.random_bool(0.03) {
                clock.set(desk.now() + chrono::Duration::minutes(dice.random_range(1..3_000)));
            }
            if step % 100 == 99 {
                every_question_is_answered(&desk, &mut dice, seed, last);
            }
        }
        assert!(kept > STEPS / 6, "seed {seed}: only {kept} were accepted");
        school::sound(&desk, seed);
    }
}

/// Somebody always is.
fn manager(desk: &Desk) -> StaffId {
    let snapshot = desk.engine().snapshot().unwrap();
    (1..50).map(StaffId).find(|id| roles_of(&*snapshot, *id).unwrap().contains(&Role::Manager)).unwrap()
}

fn requests(desk: &Desk) -> u64 {
    school::requests(&**desk.engine()).len() as u64
}
