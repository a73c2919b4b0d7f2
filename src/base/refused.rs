//! The one shape of "no": whose fault it is, what is wrong, and what to do about it.

use serde::{Deserialize, Serialize};

use super::Say;

/// Whose fault a refusal is, which decides what the person can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was asked can't be done: a wrong amount, a rule that forbids it.
    Input,
    /// What it speaks of does not exist.
    Missing,
    /// The operator's post may not do this.
    Forbidden,
    /// Someone else changed it meanwhile, or it was done already.
    Conflict,
    /// Held by another process or not answering; try again.
    Busy,
    /// A configuration file, a keymap, a theme, a flag.
    Config,
    /// The disk or the store.
    Storage,
    /// A fault of the program.
    Ours,
}

/// A refusal. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// Whose fault it is.
    pub kind: Kind,
    /// What is wrong.
    pub reason: Say,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Say>,
}

impl Refused {
    /// A refusal of that kind.
    pub fn new(kind: Kind, reason: Say) -> Refused {
        Refused { kind, reason, hint: None }
    }
    /// What was asked can't be done.
    pub fn input(reason: Say) -> Refused {
        Refused::new(Kind::Input, reason)
    }
    /// What it speaks of does not exist.
    pub fn missing(what: &'static str, id: impl std::fmt::Display) -> Refused {
        Refused::new(
            Kind::Missing,
            Say::new("error-missing").with("what", Say::new(what)).with("id", id.to_string()),
        )
    }
    /// The same refusal with advice.
    pub fn hint(mut self, hint: Say) -> Refused {
        self.hint = Some(hint);
        self
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.reason.key)
    }
}

impl std::error::Error for Refused {}
