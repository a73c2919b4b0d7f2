//! What is shipped with the program: procedures, triggers, text modules, commands that a decision may carry
//! out, and what a spot check looks at. All of it stands in sops.toml; none of it holds a word.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sop::{Field, Sop};
use super::trigger::ShippedRule;
use crate::base::Say;

/// A text module that is shipped: called by `queue-words-<key>`, its text `queue-words-<key>-text`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShippedWords {
    /// Its key.
    pub key: String,
    /// The kind of ticket that it is for; empty for all.
    #[serde(default)]
    pub kind: String,
}

/// A command that a decision may carry out, with what it has to be told: called by `sop-deed-<key>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// Its key.
    pub key: String,
    /// The command's stable name.
    pub act: String,
    /// Its fields; `"{x}"` is filled in from the ticket.
    pub body: Value,
    /// What has to be asked for it.
    pub fields: Vec<Field>,
}

impl Deed {
    /// What it is called.
    pub fn title(&self) -> Say {
        Say { key: format!("sop-deed-{}", self.key).into(), with: Vec::new() }
    }
}

/// What a spot check looks at, as it is shipped: called by `queue-criterion-<key>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippedCriterion {
    /// Its key.
    pub key: String,
    /// Points at the most.
    pub points: u16,
}

/// What sops.toml holds.
#[derive(Debug, Default, Deserialize)]
pub struct Shipped {
    /// Procedures.
    #[serde(rename = "sop")]
    pub sops: Vec<Sop>,
    /// Triggers.
    #[serde(rename = "rule")]
    pub rules: Vec<ShippedRule>,
    /// Triggers as they once were: sweeps of that time are run again by them.
    #[serde(rename = "past_rule")]
    pub past_rules: Vec<ShippedRule>,
    /// Text modules.
    pub words: Vec<ShippedWords>,
    /// Commands for decisions.
    #[serde(rename = "deed")]
    pub deeds: Vec<Deed>,
    /// What a spot check looks at.
    #[serde(rename = "criterion")]
    pub criteria: Vec<ShippedCriterion>,
}

/// What is shipped. A test reads the file, so that it is never empty.
pub fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| toml::from_str(include_str!("sops.toml")).unwrap_or_default())
}
