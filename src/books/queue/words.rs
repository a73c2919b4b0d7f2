//! Text modules 话术: words with fields of student and ticket, picked while answering.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::shipped;
use super::ticket::{Ticket, ticket};
use crate::base::{Prose, Refused, Say, Text, TicketId, WordsId};
use crate::books::register::catalogue::catalogue;
use crate::books::register::{Listed, Staff, name_of, student};
use crate::books::{Ask, View};

/// A text module of the school's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// What it is called.
    pub name: Text,
    /// The kind of ticket that it is for; empty for all.
    #[serde(default)]
    pub kind: Text,
    /// The words. `{student}`, `{guardian}`, `{ticket}`, `{due}` and `{operator}` are filled in.
    pub text: Prose,
    /// No longer offered.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Words: WordsId, WORDS "words", Words, "words.save", "words.list", "queue-noun-words";
example Words {
    name: "约回访时间".into(),
    kind: "follow-up".into(),
    text: "{guardian}您好，我是{operator}，想了解{student}最近的学习情况。".into(),
    retired: false,
});

/// Asks for the text modules that fit a ticket, filled in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TicketWords {
    /// The ticket.
    pub ticket: TicketId,
}

/// A text module, filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordsLine {
    /// What it is called.
    pub name: Say,
    /// The words.
    pub text: Say,
}

impl Ask for TicketWords {
    const NAME: &'static str = "ticket.words";
    type Answer = Vec<WordsLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let found = ticket(view.read, self.ticket)?;
        let names = Names::of(view, self.ticket, &found)?;
        let fits = |kind: &str| kind.is_empty() || kind == found.kind;
        let mut lines = Vec::new();
        for (_, words) in Words::TABLE.all(view.read, &())? {
            if !words.retired && fits(&words.kind) {
                let name = Say::new("sop-own").with("text", &words.name);
                lines.push(WordsLine { name, text: names.own(&words.text, view) });
            }
        }
        for words in shipped().words.iter().filter(|words| fits(&words.kind)) {
            let key = format!("queue-words-{}", words.key);
            let text = names.shipped(format!("{key}-text"));
            lines.push(WordsLine { name: Say { key: key.into(), with: Vec::new() }, text });
        }
        Ok(lines)
    }

    fn example() -> Self {
        TicketWords { ticket: TicketId(891) }
    }
}

/// What the fields of a text module are filled in with.
struct Names {
    student: Text,
    guardian: Text,
    ticket: TicketId,
    due: Option<crate::base::Instant>,
    operator: Text,
}

impl Names {
    fn of(view: &View<'_>, id: TicketId, found: &Ticket) -> Result<Names, Refused> {
        let about = found.student.map(|who| student(view.read, who)).transpose()?.unwrap_or_default();
        let guardian = about.guardians.first().map(|guardian| guardian.name.clone()).unwrap_or_default();
        Ok(Names {
            guardian: if guardian.is_empty() { about.name.clone() } else { guardian },
            student: about.name,
            ticket: id,
            due: found.sla.due(),
            operator: name_of::<Staff>(view.read, view.operator)?,
        })
    }

    fn shipped(&self, key: String) -> Say {
        let due = self.due.map_or_else(|| Say::new("queue-words-soon").into(), crate::base::Arg::from);
        let say = Say { key: key.into(), with: Vec::new() };
        let say = say.with("student", &self.student).with("guardian", &self.guardian);
        say.with("ticket", self.ticket).with("due", due).with("operator", &self.operator)
    }

    /// The school's own words are in one language, so their due time is written plainly.
    fn own(&self, text: &Prose, view: &View<'_>) -> Say {
        let zone = view.school.zone;
        let due = self.due.map(|due| format!("{} {}", zone.day(due), zone.clock(due))).unwrap_or_default();
        let values = [
            ("{student}", self.student.to_string()),
            ("{guardian}", self.guardian.to_string()),
            ("{ticket}", self.ticket.to_string()),
            ("{due}", due),
            ("{operator}", self.operator.to_string()),
        ];
        // In one pass: a name that looks like a field stays a name.
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            match values.iter().find(|(field, _)| rest.starts_with(field)) {
                Some((field, value)) => {
                    out.push_str(value);
                    rest = &rest[field.len()..];
                }
                None => {
                    out.push('{');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        Say::new("sop-own").with("text", out)
    }
}
