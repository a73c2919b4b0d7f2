//! The sweep: what comes due by itself. It opens what the triggers say, gives back what absent owners
//! hold, finds someone for what nobody has, and sets deadlines by the present opening hours.
//!
//! Looking through the students is a question, some of them at a time ([`QueueDue`]), and leaves nothing in
//! the journal; the command is told what was found, and makes sure of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::open::{OpenTicket, open_ticket};
use super::sla::reckon;
use super::sop;
use super::ticket::{TICKETS, history, open_tickets};
use super::trigger::{InForce, OnDay, When, in_force, number, once_in_force};
use super::work::InHand;
use super::working_time::WorkingTime;
use super::{AS_SENT, assign};
use crate::base::{ClassId, Day, Kind, Prose, Refused, Say, StudentId, TicketId};
use crate::books::ledger::fees::arrears;
use crate::books::register::{Listed, STUDENTS, Staff, Student, roll, student};
use crate::books::{Act, Ask, Books, Done, View, tables};
use crate::store::{Direction, Read, Table, versioned};

/// Which ticket an occasion opened: by rule, student and what makes the occasion.
const FIRED: Table<(String, StudentId, u64), u64> = Table::new(tables::FIRED, "fired");
const SWEPT: Table<(), Swept> = Table::new(tables::SWEPT, "swept");

/// Since when there have been sweeps, and the day on which triggers were last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Swept {
    began: Day,
    last: Day,
    /// The present rules hold; before, sweeps went by those of the past.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    present: bool,
}

versioned!(Swept = 1);

/// Students that are read at a time.
const PAGE: usize = 1024;
/// Students that a question looks through unless it says otherwise.
const USUAL: usize = 200;

/// Does what is due by itself. Triggers are looked at once a school day (with `all`, now); what fell due
/// while the program was closed is made good, and no occasion opens two tickets. Refused when there is
/// nothing to do, so that looking leaves nothing in the journal.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Sweep {
    /// Look at the triggers again today.
    #[serde(default)]
    pub all: bool,
    /// What `queue.due` found; without it all students are looked through here and now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
    /// By the present rules; before, a first sweep without `found` went by those of the past.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schemars(skip)]
    pub present: bool,
}

/// What `queue.due` found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// The occasions.
    pub occasions: Vec<Occasion>,
    /// Nobody is left to look at today.
    pub last: bool,
}

/// A rule that has something to say of a student.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Occasion {
    /// The rule's key, or its id where the school made it.
    #[serde(deserialize_with = "sop::key")]
    pub rule: String,
    /// Of whom.
    pub student: StudentId,
}

impl Act for Sweep {
    const NAME: &'static str = "queue.sweep";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let today = books.today();
        let before = SWEPT.get(&books.draft, &())?;
        let daily = before.is_none_or(|swept| swept.last < today);
        let present = self.present || self.found.is_some() || before.is_some_and(|swept| swept.present);
        let began = before.map_or(today, |swept| swept.began);
        let last = self.found.as_ref().is_none_or(|found| found.last);
        let moved = if last { tend(books, daily)? } else { 0 };
        let opened = match &self.found {
            Some(found) => open_found(books, began, &found.occasions)?,
            None if daily || self.all => fire(books, began, present)?,
            None => Vec::new(),
        };
        if last && (daily || self.all) {
            SWEPT.put(&mut books.draft, &(), &Swept { began, last: today, present });
        }
        if opened.is_empty() && moved == 0 && !(last && daily) {
            return Err(Refused::new(Kind::Conflict, Say::new("queue-nothing-due")));
        }
        let say = Say::new("queue-swept").with("opened", opened.len()).with("moved", moved);
        Ok(Done { said: vec![say], made: opened.iter().map(TicketId::to_string).collect() })
    }

    fn example() -> Self {
        let occasion = Occasion { rule: "first-talk".into(), student: StudentId(3) };
        Sweep { found: Some(Found { occasions: vec![occasion], last: true }), ..Sweep::default() }
    }

    fn meant_today(self) -> Self {
        // What was found says so itself.
        Sweep { present: self.found.is_none(), ..self }
    }
}

/// Asks for what the triggers say, some students at a time: the answer says where to go on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct QueueDue {
    /// Go on behind this student.
    #[serde(default)]
    pub after: Option<StudentId>,
    /// How many students at the most; 0 for 200.
    #[serde(default)]
    pub most: usize,
    /// Also when the triggers were looked at today.
    #[serde(default)]
    pub all: bool,
}

/// What the triggers say of some students.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DueAnswer {
    /// What was found; goes into `queue.sweep` as it is.
    pub found: Found,
    /// Behind whom to go on, while somebody is left.
    pub next: Option<StudentId>,
}

impl Ask for QueueDue {
    const NAME: &'static str = "queue.due";
    type Answer = DueAnswer;

    fn answer(&self, view: &View<'_>) -> Result<DueAnswer, Refused> {
        let day = OnDay::asked(view);
        let swept = SWEPT.get(view.read, &())?;
        let mut found = Found { occasions: Vec::new(), last: true };
        if !self.all && swept.is_some_and(|swept| swept.last >= day.today) {
            return Ok(DueAnswer { found, next: None });
        }
        let rules = in_force(view.read, swept.map_or(day.today, |swept| swept.began))?;
        let most = if self.most == 0 { USUAL } else { self.most };
        let low = StudentId(self.after.map_or(0, |after| after.0.saturating_add(1)));
        let page = STUDENTS.range(view.read, &low, &(), Direction::Up, most)?;
        for (id, student) in &page {
            for rule in rules.iter().filter(|rule| rule.when.of_students()) {
                note(&day, rule, *id, student, &mut found.occasions)?;
            }
        }
        let next = page.last().map(|(id, _)| *id).filter(|_| page.len() == most);
        found.last = next.is_none();
        if found.last {
            of_few(&day, &rules, &mut found.occasions)?;
        }
        Ok(DueAnswer { found, next })
    }

    fn example() -> Self {
        QueueDue::default()
    }
}

/// Notes a rule that has something to say of a student which it has not said yet.
fn note(
    day: &OnDay<'_>,
    rule: &InForce,
    id: StudentId,
    who: &Student,
    into: &mut Vec<Occasion>,
) -> Result<(), Refused> {
    for occasion in day.occasions(rule, id, who)? {
        if !has_fired(day.read, rule, id, occasion)? && !is_told(day, rule, id, occasion)? {
            into.push(Occasion { rule: rule.rule.clone(), student: id });
            break;
        }
    }
    Ok(())
}

/// What is found by looking at few: at what is owed, and at classes that are about to begin.
fn of_few(day: &OnDay<'_>, rules: &[InForce], into: &mut Vec<Occasion>) -> Result<(), Refused> {
    let owing = rules.iter().filter_map(|rule| Some((rule, rule.when.owed_days(day.school)?)));
    let owing: Vec<_> = owing.collect();
    if !owing.is_empty() {
        for arrear in arrears(day.read, day.today)? {
            for (rule, days) in &owing {
                if arrear.age >= i64::from(*days) {
                    note(day, rule, arrear.student, &student(day.read, arrear.student)?, into)?;
                }
            }
        }
    }
    for rule in rules {
        let When::BeforeClass(before) = rule.when else { continue };
        for class in day.beginning(before)? {
            for row in roll(day.read, class, day.today)? {
                note(day, rule, row.student, &student(day.read, row.student)?, into)?;
            }
        }
    }
    Ok(())
}

/// Opens what was found, as far as it still holds.
fn open_found(books: &mut Books<'_>, began: Day, found: &[Occasion]) -> Result<Vec<TicketId>, Refused> {
    let rules = in_force(&books.draft, began)?;
    let mut opened = Vec::new();
    for one in found {
        let Some(rule) = rules.iter().find(|rule| rule.rule == one.rule) else { continue };
        let Some(who) = STUDENTS.get(&books.draft, &one.student)? else { continue };
        for occasion in OnDay::of(books).occasions(rule, one.student, &who)? {
            opened.extend(open_once(books, rule, one.student, &who, occasion)?);
        }
    }
    Ok(opened)
}

/// Looks after what is open; gives how many tickets went to someone else or got another deadline.
fn tend(books: &mut Books<'_>, daily: bool) -> Result<usize, Refused> {
    let time = WorkingTime::of(&books.school);
    let mut moved = 0;
    for id in open_tickets(&books.draft, usize::MAX)? {
        let mut hand = InHand::take(books, id)?;
        let owner = match hand.ticket.owner {
            Some(owner) => Staff::TABLE.get(&books.draft, &owner)?,
            None => None,
        };
        let gone = owner.as_ref().is_none_or(|who| who.retired);
        let away = owner.is_some_and(|who| who.away);
        let noticed = hand.ticket.away_since;
        hand.ticket.away_since = away.then(|| noticed.unwrap_or(books.cx.at));
        let long = noticed.is_some_and(|since| time.between(since, books.cx.at) >= hand.sop.back);
        let mut changed = noticed != hand.ticket.away_since;
        if gone || away && (long || hand.sop.back == 0) {
            let to = assign::choose(books, &hand)?;
            changed |= to != hand.ticket.owner;
            hand.give(books, to, Prose::default());
        }
        if (daily || books.cx.rules >= AS_SENT) && !changed {
            // Opening hours or holidays may have been changed since.
            changed = reckon(&history(&books.draft, id)?, hand.targets(), &time) != hand.ticket.sla;
        }
        if changed {
            hand.put_back(books)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// Opens what the triggers say, looking through all students.
fn fire(books: &mut Books<'_>, began: Day, present: bool) -> Result<Vec<TicketId>, Refused> {
    let rules = if present { in_force(&books.draft, began) } else { once_in_force(&books.draft, began) }?;
    let mut opened = Vec::new();
    let mut low = StudentId(0);
    loop {
        let page = STUDENTS.range(&books.draft, &low, &(), Direction::Up, PAGE)?;
        let Some((last, _)) = page.last() else { break };
        low = StudentId(last.0 + 1);
        for (id, student) in &page {
            for rule in rules.iter().filter(|rule| rule.when.of_students()) {
                for occasion in OnDay::of(books).occasions(rule, *id, student)? {
                    opened.extend(open_once(books, rule, *id, student, occasion)?);
                }
            }
        }
    }
    let mut few = Vec::new();
    of_few(&OnDay::of(books), &rules, &mut few)?;
    for one in few {
        let who = student(&books.draft, one.student)?;
        let Some(rule) = rules.iter().find(|rule| rule.rule == one.rule) else { continue };
        for occasion in OnDay::of(books).occasions(rule, one.student, &who)? {
            opened.extend(open_once(books, rule, one.student, &who, occasion)?);
        }
    }
    Ok(opened)
}

/// Whether an occasion opened a ticket, by this rule or by one whose place it took.
fn has_fired(read: &dyn Read, rule: &InForce, id: StudentId, occasion: u64) -> Result<bool, Refused> {
    for key in std::iter::once(&rule.rule).chain(&rule.also) {
        if FIRED.get(read, &(key.clone(), id, occasion))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether it was told since the day that makes the occasion. A mark or a day that is put right makes another occasion
/// of what was told already: of lessons missed in a row, of joining, of graduating.
fn is_told(day: &OnDay<'_>, rule: &InForce, id: StudentId, first: u64) -> Result<bool, Refused> {
    if !matches!(rule.when, When::Absences(_) | When::AfterJoining(_) | When::AfterGraduation(_)) {
        return Ok(false);
    }
    for key in std::iter::once(&rule.rule).chain(&rule.also) {
        for (_, made) in FIRED.all(day.read, &(key.clone(), id))? {
            let told = TICKETS.get(day.read, &TicketId(made))?;
            if told.and_then(|ticket| number(day.school.zone.day(ticket.opened))) >= Some(first) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn open_once(
    books: &mut Books<'_>,
    rule: &InForce,
    id: StudentId,
    who: &Student,
    occasion: u64,
) -> Result<Option<TicketId>, Refused> {
    let fired = has_fired(&books.draft, rule, id, occasion)?;
    if fired || books.cx.rules >= AS_SENT && is_told(&OnDay::of(books), rule, id, occasion)? {
        return Ok(None);
    }
    let mut ask = OpenTicket {
        kind: rule.kind.clone(),
        title: rule.title.clone(),
        student: Some(id),
        contact: who.phone.clone(),
        ..OpenTicket::default()
    };
    let asks_class = |key: &str| {
        let current = sop::current(&books.draft, &ask.kind);
        current.is_ok_and(|(_, sop)| sop.fields.iter().any(|field| field.key == key))
    };
    if matches!(rule.when, When::BeforeClass(_)) && asks_class("class") {
        ask.fields.insert("class".into(), ClassId(occasion).to_string().into());
    }
    let made = match open_ticket(books, &ask, &rule.rule) {
        Ok(made) => made,
        // A kind that was retired or now asks for a form must not stop the other rules.
        Err(refused) if refused.kind == Kind::Input => return Ok(None),
        Err(refused) => return Err(refused),
    };
    FIRED.put(&mut books.draft, &(rule.rule.clone(), id, occasion), &made.0);
    Ok(Some(made))
}
