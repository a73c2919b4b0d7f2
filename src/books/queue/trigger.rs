//! Triggers 触发: days and numbers that open a ticket by themselves, once per occasion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::{self, Sop, shipped};
use super::ticket::{ticket, tickets_of};
use crate::base::{ClassId, Credits, Day, Refused, Say, StudentId, Text, TriggerId};
use crate::books::calendar::{MARKS, Presence};
use crate::books::ledger::credits::{self, LOTS};
use crate::books::ledger::fees::{Step, arrear};
use crate::books::register::catalogue::catalogue;
use crate::books::register::{Class, Listed, School, Stage, Standing, Student, classes_of};
use crate::books::{Books, View};
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
    /// Something owed for as long as the fee desk's settings say for this step; once for the oldest charge.
    Dunning(Step),
    /// So many days before the first day of a class in which the student has a place; once per class.
    BeforeClass(u16),
}

impl When {
    /// Whether students are looked through for it. What is owed and which classes begin is few, and read by
    /// itself.
    pub(super) fn of_students(self) -> bool {
        !matches!(self, When::Arrears(_) | When::Dunning(_) | When::BeforeClass(_))
    }

    /// From how many days on something owed opens a ticket, where it does at all.
    pub(super) fn owed_days(self, school: &School) -> Option<u16> {
        match self {
            When::Arrears(days) => Some(days),
            When::Dunning(step) => Some(step.days(&school.fees)).filter(|days| *days > 0),
            _ => None,
        }
    }
}

/// A trigger that the school made, or its change of a shipped one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// What it is called: the title of the tickets that it opens.
    pub name: Text,
    /// The shipped trigger that it takes the place of; retired, it switches that one off.
    #[serde(default, deserialize_with = "sop::key")]
    pub replaces: String,
    /// When.
    pub when: When,
    /// The kind of ticket that it opens.
    #[serde(deserialize_with = "sop::key")]
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
    let known =
        |key: &str| shipped().rules.iter().any(|rule| rule.key == key || rule.was.iter().any(|k| k == key));
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
    /// What the same rule was called before.
    #[serde(default)]
    pub was: Vec<String>,
}

impl ShippedRule {
    /// What it is called.
    pub fn title(&self) -> Say {
        Say { key: format!("queue-rule-{}", self.key).into(), with: Vec::new() }
    }

    /// Whether the school's own trigger takes its place.
    pub(super) fn is_replaced_by(&self, own: &Trigger) -> bool {
        own.replaces == self.key || self.was.contains(&own.replaces)
    }
}

/// What a ticket is called that a rule opened and that has no title of its own.
pub(super) fn title_of(rule: &str, sop: &Sop) -> Say {
    let known = shipped().rules.iter().chain(&shipped().past_rules).find(|known| known.key == rule);
    known.map_or_else(|| sop.title(), ShippedRule::title)
}

/// A rule in force.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    /// Its key, or its id where the school made it.
    pub rule: String,
    /// Keys of the rules whose place it took: what they opened, it doesn't open again.
    pub also: Vec<String>,
    /// The title of its tickets; empty for a shipped one.
    pub title: Text,
    pub when: When,
    pub kind: String,
    /// The first day that counts.
    pub from: Day,
}

/// The rules in force: what is shipped, as far as the school didn't replace it, and the school's own.
pub(super) fn in_force(read: &dyn Read, began: Day) -> Result<Vec<InForce>, Refused> {
    let mut rules = with(read, began, &shipped().rules)?;
    for rule in &mut rules {
        let took = |one: &&ShippedRule| {
            one.key == rule.rule || rule.also.iter().any(|key| *key == one.key || one.was.contains(key))
        };
        let found = shipped().rules.iter().filter(took);
        let keys: Vec<String> = found.flat_map(|one| one.was.iter().chain([&one.key]).cloned()).collect();
        rule.also.extend(keys);
        rule.also.retain(|key| *key != rule.rule);
    }
    Ok(rules)
}

/// The rules as they once were, for journals of that time.
pub(super) fn once_in_force(read: &dyn Read, began: Day) -> Result<Vec<InForce>, Refused> {
    let mut rules = with(read, began, &shipped().past_rules)?;
    rules.iter_mut().for_each(|rule| rule.also.clear());
    Ok(rules)
}

fn with(read: &dyn Read, began: Day, known: &[ShippedRule]) -> Result<Vec<InForce>, Refused> {
    let own = Trigger::TABLE.all(read, &())?;
    let mut rules: Vec<InForce> = known
        .iter()
        .filter(|rule| !own.iter().any(|(_, trigger)| rule.is_replaced_by(trigger)))
        .map(|rule| InForce {
            rule: rule.key.clone(),
            also: Vec::new(),
            title: Text::default(),
            when: rule.when,
            kind: rule.kind.clone(),
            from: began,
        })
        .collect();
    rules.extend(own.into_iter().filter(|(_, trigger)| !trigger.retired).map(|(id, trigger)| InForce {
        rule: id.to_string(),
        also: Some(trigger.replaces).filter(|key| !key.is_empty()).into_iter().collect(),
        title: trigger.name,
        when: trigger.when,
        kind: trigger.kind,
        from: trigger.from.unwrap_or(began),
    }));
    Ok(rules)
}

/// The books on a day, as rules look at them.
#[derive(Clone, Copy)]
pub(super) struct OnDay<'a> {
    pub read: &'a dyn Read,
    pub school: &'a School,
    pub today: Day,
}

impl<'a> OnDay<'a> {
    pub fn of(books: &'a Books<'_>) -> OnDay<'a> {
        OnDay { read: &books.draft, school: &books.school, today: books.today() }
    }

    pub fn asked(view: &'a View<'_>) -> OnDay<'a> {
        OnDay { read: view.read, school: view.school, today: view.today() }
    }

    /// What makes each occasion of a rule different from the next, for those that there are for this student.
    pub fn occasions(&self, rule: &InForce, id: StudentId, student: &Student) -> Result<Vec<u64>, Refused> {
        if let Some(days) = rule.when.owed_days(self.school) {
            let owes = arrear(self.read, id, self.today)?.filter(|owes| owes.age >= i64::from(days));
            return Ok(owes.and_then(|owes| number(owes.oldest)).into_iter().collect());
        }
        if let When::BeforeClass(before) = rule.when {
            let mut found = Vec::new();
            for (class, place) in classes_of(self.read, id)? {
                let stands = matches!(place.standing(self.today), Standing::Active | Standing::NotYet);
                let taught = Class::TABLE.get(self.read, &class)?.filter(|_| stands);
                found.extend(taught.filter(|one| self.begins(one, before)).map(|_| class.0));
            }
            return Ok(found);
        }
        Ok(self.occasion(rule, id, student)?.into_iter().collect())
    }

    /// Whether a class begins within so many days, and has not begun.
    fn begins(&self, class: &Class, within: u16) -> bool {
        let last = self.today.checked_add_days(chrono::Days::new(u64::from(within)));
        !class.retired && class.from.is_some_and(|from| self.today < from && Some(from) <= last)
    }

    /// The classes that begin within so many days.
    pub fn beginning(&self, within: u16) -> Result<Vec<ClassId>, Refused> {
        let all = Class::TABLE.all(self.read, &())?;
        Ok(all.into_iter().filter(|(_, class)| self.begins(class, within)).map(|(id, _)| id).collect())
    }

    fn occasion(&self, rule: &InForce, id: StudentId, student: &Student) -> Result<Option<u64>, Refused> {
        let (read, today) = (self.read, self.today);
        let here = student.left.is_none_or(|left| left > today);
        let since = |day: Option<Day>, after: u16| {
            let due = day?.checked_add_days(chrono::Days::new(u64::from(after)))?;
            (rule.from <= due && due <= today).then(|| number(day?)).flatten()
        };
        Ok(match rule.when {
            When::AfterJoining(after) if here => since(student.joined, after),
            When::AfterGraduation(after) if student.stage >= Stage::Graduation => since(student.left, after),
            When::AfterContact(after) if here => since(self.last_contact(id, student)?, after),
            When::CreditsBelow(least) if here => match LOTS.scan(read, &(id,), Direction::Down, 1)?.first() {
                Some(((_, lot), _)) if credits::credits_left(read, id, today)? < Credits(least) => {
                    Some(lot.0)
                }
                _ => None,
            },
            When::Absences(least) if here => missed_since(read, id, least)?.and_then(number),
            _ => None,
        })
    }

    fn last_contact(&self, id: StudentId, student: &Student) -> Result<Option<Day>, Refused> {
        Ok(match tickets_of(self.read, id, 1)?.first() {
            Some(last) => Some(self.school.zone.day(ticket(self.read, *last)?.opened)),
            None => student.joined,
        })
    }
}

/// A day as what makes an occasion.
pub(super) fn number(day: Day) -> Option<u64> {
    u64::try_from(chrono::Datelike::num_days_from_ce(&day)).ok()
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
