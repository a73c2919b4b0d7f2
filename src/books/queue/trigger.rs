//! Triggers 触发: days and numbers that open a ticket by themselves, once per occasion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::{self, Sop, shipped};
use super::ticket::{ticket, tickets_of};
use crate::base::{Credits, Day, Refused, Say, StudentId, Text, TriggerId};
use crate::books::Books;
use crate::books::calendar::{MARKS, Presence};
use crate::books::ledger::credits::{self, LOTS};
use crate::books::register::catalogue::catalogue;
use crate::books::register::{Listed, Stage, Student};
use crate::store::{Direction, Read};

/// What opens a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// So many days after the student joined.
    AfterJoining(u16),
    /// So many days after the student left as a graduate.
    AfterGraduation(u16),
    /// So many days after the student's last ticket was opened, or after joining where there was none.
    AfterContact(u16),
    /// Fewer lesson credits left than this, in hundredths; once per lot bought.
    CreditsBelow(i64),
    /// So many lessons missed in a row; once per row.
    Absences(u16),
    /// Something owed for so many days; once for the oldest charge that is unpaid.
    Arrears(u16),
}

/// A trigger that the school made, or its change of a shipped one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// What it is called: the title of the tickets that it opens.
    pub name: Text,
    /// The shipped trigger that it takes the place of; retired, it switches that one off.
    #[serde(default)]
    pub replaces: String,
    /// When.
    pub when: When,
    /// The kind of ticket that it opens.
    pub kind: String,
    /// Days before this one are past and open nothing; since the first sweep when not given.
    #[serde(default)]
    pub from: Option<Day>,
    /// Switched off.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Trigger: TriggerId, TRIGGERS "triggers", Trigger, "trigger.save", "trigger.list", "queue-noun-trigger",
check check;
example Trigger {
    name: "入学一个月回访".into(),
    replaces: String::new(),
    when: When::AfterJoining(30),
    kind: "follow-up".into(),
    from: None,
    retired: false,
});

fn check(trigger: &Trigger, _: Option<TriggerId>, books: &Books<'_>) -> Result<(), Refused> {
    let (_, sop) = sop::current(&books.draft, &trigger.kind)?;
    // What a trigger opens has nobody yet who could fill in a form.
    if sop.fields.iter().any(|field| field.required) {
        return Err(Refused::input(Say::new("queue-trigger-asks").with("kind", sop.title())));
    }
    let known = |key: &str| shipped().rules.iter().any(|rule| rule.key == key);
    if !trigger.replaces.is_empty() && !known(&trigger.replaces) {
        return Err(Refused::missing("queue-noun-trigger", Text::new(&trigger.replaces)));
    }
    Ok(())
}

/// A trigger that is shipped: called by `queue-rule-<key>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShippedRule {
    /// Its key.
    pub key: String,
    /// The kind of ticket that it opens.
    pub kind: String,
    /// When.
    pub when: When,
}

/// What a ticket is called that a rule opened and that has no title of its own.
pub(super) fn title_of(rule: &str, sop: &Sop) -> Say {
    match shipped().rules.iter().find(|known| known.key == rule) {
        Some(known) => Say { key: format!("queue-rule-{}", known.key).into(), with: Vec::new() },
        None => sop.title(),
    }
}

/// A rule in force.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    /// Its key, or its id where the school made it.
    pub rule: String,
    /// The title of its tickets; empty for a shipped one.
    pub title: Text,
    pub when: When,
    pub kind: String,
    /// The first day that counts.
    pub from: Day,
}

/// The rules in force: what is shipped, as far as the school didn't replace it, and the school's own.
pub(super) fn in_force(read: &dyn Read, began: Day) -> Result<Vec<InForce>, Refused> {
    let own = Trigger::TABLE.all(read, &())?;
    let mut rules: Vec<InForce> = shipped()
        .rules
        .iter()
        .filter(|rule| !own.iter().any(|(_, trigger)| trigger.replaces == rule.key))
        .map(|rule| InForce {
            rule: rule.key.clone(),
            title: Text::default(),
            when: rule.when,
            kind: rule.kind.clone(),
            from: began,
        })
        .collect();
    rules.extend(own.into_iter().filter(|(_, trigger)| !trigger.retired).map(|(id, trigger)| InForce {
        rule: id.to_string(),
        title: trigger.name,
        when: trigger.when,
        kind: trigger.kind,
        from: trigger.from.unwrap_or(began),
    }));
    Ok(rules)
}

/// What makes one occasion of a rule different from the next, when there is one for this student today.
pub(super) fn occasion(
    books: &Books<'_>,
    rule: &InForce,
    id: StudentId,
    student: &Student,
) -> Result<Option<u64>, Refused> {
    let (read, today) = (&books.draft, books.today());
    let here = student.left.is_none_or(|left| left > today);
    let since = |day: Option<Day>, after: u16| {
        let due = day?.checked_add_days(chrono::Days::new(u64::from(after)))?;
        (rule.from <= due && due <= today).then(|| number(day?)).flatten()
    };
    Ok(match rule.when {
        When::AfterJoining(after) if here => since(student.joined, after),
        When::AfterGraduation(after) if student.stage >= Stage::Graduation => since(student.left, after),
        When::AfterContact(after) if here => since(last_contact(books, id, student)?, after),
        When::CreditsBelow(least) if here => match LOTS.scan(read, &(id,), Direction::Down, 1)?.first() {
            Some(((_, lot), _)) if credits::credits_left(read, id, today)? < Credits(least) => Some(lot.0),
            _ => None,
        },
        When::Absences(least) if here => missed_since(read, id, least)?.and_then(number),
        _ => None,
    })
}

/// A day as what makes an occasion.
pub(super) fn number(day: Day) -> Option<u64> {
    u64::try_from(chrono::Datelike::num_days_from_ce(&day)).ok()
}

fn last_contact(books: &Books<'_>, id: StudentId, student: &Student) -> Result<Option<Day>, Refused> {
    Ok(match tickets_of(&books.draft, id, 1)?.first() {
        Some(last) => Some(books.zone().day(ticket(&books.draft, *last)?.opened)),
        None => student.joined,
    })
}

/// The first day of the lessons missed in a row up to the newest mark, when there are so many.
fn missed_since(read: &dyn Read, id: StudentId, least: u16) -> Result<Option<Day>, Refused> {
    let mut page = usize::from(least).max(4);
    loop {
        let marks = MARKS.scan(read, &(id,), Direction::Down, page)?;
        let missed = marks.iter().take_while(|(_, mark)| mark.presence == Presence::Absent);
        let days: Vec<Day> = missed.map(|((_, day, _), _)| *day).collect();
        if days.len() == page {
            page *= 4;
            continue;
        }
        return Ok(days.last().copied().filter(|_| days.len() >= usize::from(least)));
    }
}
