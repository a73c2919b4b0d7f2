//! SOPs 流程: how a kind of ticket is dealt with, as data. What is shipped stands in sops.toml; a school
//! edits copies, of which every version is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub use super::shipped::{Deed, Shipped, ShippedWords, shipped};
use crate::base::{Kind, Refused, Say, Text};
use crate::books::ledger::fees::{Method, RefundCharge, RefundLot};
use crate::books::register::{Role, School};
use crate::books::tables;
use crate::store::{Direction, Read, Table, versioned};

/// Edited copies by kind and version, from 1. Version 0 is what is shipped.
pub const SOPS: Table<(String, u32), Sop> = Table::new(tables::SOPS, "sops");

/// A key as it comes from outside: like any text, with what can't be seen made visible.
pub(super) fn key<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Text::deserialize(from).map(|text| text.to_string())
}

/// What completes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Opening the ticket.
    Receive,
    /// Naming its category, which decides whose it is.
    Classify,
    /// Someone of that post taking it.
    Claim,
    /// An answer to the student.
    Answer,
    /// Its fields, filled in.
    Task,
    /// A grant or a denial.
    Decide,
    /// A score, asked of the student; the solution is given by then.
    Revisit,
    /// Its fields, filled in after the solution: causes, improvements.
    Review,
}

impl Work {
    /// Whether the step comes after the solution.
    pub fn closes(self) -> bool {
        matches!(self, Work::Revisit | Work::Review)
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Number,
    /// Money in the school's currency.
    Money,
    /// Lesson credits.
    Credits,
    /// A day.
    Day,
    /// A lesson's id.
    Lesson,
    /// A class's id.
    Class,
    /// A member of staff's id.
    Staff,
    /// `true` or `false`.
    Flag,
    /// A way of paying, as `wechat`.
    Method,
    /// JSON that another part of the program put there.
    Data,
}

/// A field that is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Field {
    /// Its key: letters, digits, `-`.
    #[serde(deserialize_with = "key")]
    pub key: String,
    /// What the school calls it; empty for the shipped name.
    pub name: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub required: bool,
}

/// The command that a grant carries out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its stable name.
    #[serde(deserialize_with = "key")]
    pub act: String,
    /// Its fields; `"{x}"` in a text is filled in from the ticket.
    pub body: Value,
}

impl Decision {
    /// The shipped command that it carries out, when it is one of them.
    pub fn deed(&self) -> Option<&'static Deed> {
        shipped().deeds.iter().find(|deed| deed.act == self.act && deed.body == self.body)
    }
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Its key within the SOP: letters, digits, `-`.
    #[serde(deserialize_with = "key")]
    pub key: String,
    /// What the school calls it; empty for the shipped name.
    #[serde(default)]
    pub name: Text,
    /// What completes it.
    pub work: Work,
    /// Whose it is; assigned to the first of these posts that has someone free.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// It is the category's department's instead.
    #[serde(default)]
    pub by_category: bool,
    /// The student's own advisor comes first.
    #[serde(default)]
    pub advisor: bool,
    /// Working minutes for it; 0 for no deadline of its own.
    #[serde(default)]
    pub minutes: u32,
    /// What is asked in it.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Decided by nobody who opened the ticket or worked on it.
    #[serde(default)]
    pub by_another: bool,
    /// The command that a grant carries out.
    #[serde(default)]
    pub decision: Option<Decision>,
}

/// A category of tickets, and whose department it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Category {
    /// Its key: letters, digits, `-`.
    #[serde(deserialize_with = "key")]
    pub key: String,
    /// What the school calls it; empty for the shipped name.
    #[serde(default)]
    pub name: Text,
    /// Whose department.
    pub roles: Vec<Role>,
}

/// How a kind of ticket is dealt with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sop {
    /// The kind's key: letters, digits, `-`.
    #[serde(deserialize_with = "key")]
    pub kind: String,
    /// What the school calls it; empty for the shipped name.
    #[serde(default)]
    pub name: Text,
    /// Working minutes until the first answer; 0 for no such deadline.
    #[serde(default)]
    pub first: u32,
    /// Working minutes until the solution; 0 for no such deadline.
    #[serde(default)]
    pub solve: u32,
    /// How many open tickets one person holds before it passes them by.
    #[serde(default = "usual_cap")]
    pub cap: u16,
    /// After how many working minutes what an absent owner holds goes back.
    #[serde(default = "usual_back")]
    pub back: u32,
    /// May also be about a student who has left.
    #[serde(default)]
    pub left_too: bool,
    /// What is asked when it is opened.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Categories to choose from.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// No longer opened.
    #[serde(default)]
    pub retired: bool,
}

versioned!(Sop = 1);

fn usual_cap() -> u16 {
    12
}

fn usual_back() -> u32 {
    120
}

/// The school's own name for something, or else the shipped one.
fn named(own: &Text, shipped: String) -> Say {
    if own.is_empty() {
        Say { key: shipped.into(), with: Vec::new() }
    } else {
        Say::new("sop-own").with("text", own)
    }
}

impl Sop {
    /// What it is called.
    pub fn title(&self) -> Say {
        named(&self.name, format!("sop-{}", self.kind))
    }

    /// What a step is called; its hint is the message's `doc`.
    pub fn step_title(&self, step: &Step) -> Say {
        named(&step.name, format!("sop-{}-{}", self.kind, step.key))
    }

    /// The category of that key.
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.key == key)
    }

    /// Whose a step is; that of the category's department where the step says so.
    pub fn roles(&self, step: &Step, category: &str) -> Vec<Role> {
        if !step.by_category {
            return step.roles.clone();
        }
        self.category(category).map(|category| category.roles.clone()).unwrap_or_default()
    }

    /// With what the program itself fills in for a decision, as the shipped SOP of the kind has it: a school's copy
    /// that is older than such a field asks for it beside the others of its step, and tells its command of it.
    /// Fields that people fill in are the school's own business.
    fn completed(mut self, origin: &Sop) -> Sop {
        let ours = |step: &&Step| step.fields.iter().any(|field| field.kind == FieldKind::Data);
        for step in origin.steps.iter().filter(ours) {
            let data: Vec<&Field> =
                step.fields.iter().filter(|field| field.kind == FieldKind::Data).collect();
            let asked = |key: &str| self.all_fields().any(|field| field.key == key);
            let missing: Vec<Field> =
                data.iter().filter(|field| !asked(&field.key)).map(|field| (*field).clone()).collect();
            let fellow =
                |own: &Field| data.iter().any(|field| field.key == own.key && field.kind == own.kind);
            let beside = |own: &&mut Step| own.fields.iter().any(fellow);
            let Some(own) = self.steps.iter_mut().find(beside) else { continue };
            own.fields.extend(missing.iter().cloned());
            for decision in origin.steps.iter().filter_map(|step| step.decision.as_ref()) {
                self.tell(decision, &missing);
            }
        }
        self
    }

    /// Lets every decision that carries out the same command be told of these fields.
    fn tell(&mut self, shipped: &Decision, fields: &[Field]) {
        let names = |value: &Value, field: &Field| value.as_str() == Some(&format!("{{{}}}", field.key));
        let told = shipped.body.as_object().into_iter().flatten();
        let told: Vec<_> = told.filter(|(_, value)| fields.iter().any(|field| names(value, field))).collect();
        let decisions = self.steps.iter_mut().filter_map(|step| step.decision.as_mut());
        for own in decisions.filter(|own| own.act == shipped.act) {
            let Some(body) = own.body.as_object_mut() else { continue };
            for (key, value) in &told {
                body.entry(key.as_str()).or_insert_with(|| (*value).clone());
            }
        }
    }

    /// Every field that it may ask for, in order.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.steps.iter().flat_map(|step| &step.fields))
    }
}

impl Field {
    /// What it is called.
    pub fn title(&self) -> Say {
        named(&self.name, format!("sop-field-{}", self.key))
    }

    /// Reads a value that was typed into it, as the JSON that a command takes.
    ///
    /// # Errors
    /// When it is no such value.
    pub fn read(&self, text: &str, school: &School) -> Result<Value, Refused> {
        let whole = |text: &str| crate::base::plain_digits(text).trim().parse::<i64>().ok();
        let id = |ok: bool| ok.then(|| Value::from(text));
        let value = match self.kind {
            FieldKind::Text => Some(Value::from(text)),
            FieldKind::Number => whole(text).map(Value::from),
            FieldKind::Money => {
                crate::base::Money::parse(text, school.currency.digits()).ok().map(|money| money.0.into())
            }
            FieldKind::Credits => crate::base::Credits::parse(text).ok().map(|credits| credits.0.into()),
            FieldKind::Day => crate::base::parse_day(text).map(|day| day.to_string().into()),
            FieldKind::Lesson => id(text.parse::<crate::base::LessonId>().is_ok()),
            FieldKind::Class => id(text.parse::<crate::base::ClassId>().is_ok()),
            FieldKind::Staff => id(text.parse::<crate::base::StaffId>().is_ok()),
            FieldKind::Flag => text.parse::<bool>().ok().map(Value::from),
            FieldKind::Method => {
                Some(Value::from(text)).filter(|name| serde_json::from_value::<Method>(name.clone()).is_ok())
            }
            FieldKind::Data => serde_json::from_str(text).ok(),
        };
        value.ok_or_else(|| self.wrong(text))
    }

    /// Refuses a value that no command takes: less than nothing, or a list of what is no list.
    ///
    /// # Errors
    /// When it is such a value.
    pub(super) fn may_hold(&self, value: &Value) -> Result<(), Refused> {
        let fits = match self.kind {
            FieldKind::Money | FieldKind::Credits => value.as_i64().is_some_and(|amount| amount >= 0),
            FieldKind::Data if self.key == super::refund::LOTS => {
                serde_json::from_value::<Vec<RefundLot>>(value.clone()).is_ok()
            }
            FieldKind::Data if self.key == super::refund::CHARGES => {
                serde_json::from_value::<Vec<RefundCharge>>(value.clone()).is_ok()
            }
            _ => true,
        };
        if fits { Ok(()) } else { Err(self.wrong(&value.to_string())) }
    }

    fn wrong(&self, value: &str) -> Refused {
        Refused::input(Say::new("ticket-field-wrong").with("field", self.title()).with("value", value))
    }
}

impl Category {
    /// What it is called.
    pub fn title(&self) -> Say {
        named(&self.name, format!("sop-category-{}", self.key))
    }
}

/// The version of a kind's SOP that new tickets begin with.
///
/// # Errors
/// When there is no such kind, or the store fails.
pub fn current(read: &dyn Read, kind: &str) -> Result<(u32, Sop), Refused> {
    let edited = SOPS.scan(read, &(kind.to_owned(),), Direction::Down, 1)?.pop();
    match edited {
        Some(((_, at), _)) => version(read, kind, at).map(|sop| (at, sop)),
        None => version(read, kind, 0).map(|sop| (0, sop)),
    }
}

/// A version of a kind's SOP.
///
/// # Errors
/// When there is none, or the store fails.
pub fn version(read: &dyn Read, kind: &str, version: u32) -> Result<Sop, Refused> {
    let origin = shipped().sops.iter().find(|sop| sop.kind == kind);
    let found = match (version, origin) {
        (0, origin) => origin.cloned(),
        (n, Some(origin)) => SOPS.get(read, &(kind.to_owned(), n))?.map(|sop| sop.completed(origin)),
        (n, None) => SOPS.get(read, &(kind.to_owned(), n))?,
    };
    found.ok_or_else(|| Refused::missing("sop-noun", kind))
}

/// Every kind's SOP that new tickets begin with: shipped kinds first, then the school's own.
///
/// # Errors
/// When the store fails.
pub fn all(read: &dyn Read) -> Result<Vec<(u32, Sop)>, Refused> {
    let mut kinds: Vec<String> = shipped().sops.iter().map(|sop| sop.kind.clone()).collect();
    for ((kind, _), _) in SOPS.all(read, &())? {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.iter().map(|kind| current(read, kind)).collect()
}

/// The refusal of a change that was made on another version than the present one.
pub(super) fn changed_since(seen: Option<u32>, now: u32) -> Result<(), Refused> {
    match seen {
        Some(seen) if seen != now => {
            Err(Refused::new(Kind::Conflict, Say::new("sop-changed-since").with("version", now))
                .hint(Say::new("sop-changed-since-hint")))
        }
        _ => Ok(()),
    }
}
