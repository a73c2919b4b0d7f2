//! The sweep: what comes due by itself. It opens what the triggers say, gives back what absent owners
//! hold, finds someone for what nobody has, and sets deadlines by the present opening hours.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assign;
use super::open::{OpenTicket, open_ticket};
use super::sla::reckon;
use super::ticket::{history, open_tickets};
use super::trigger::{InForce, When, in_force, number, occasion};
use super::work::InHand;
use super::working_time::WorkingTime;
use crate::base::{Day, Kind, Prose, Refused, Say, StudentId, TicketId};
use crate::books::ledger::fees::arrears;
use crate::books::register::{Listed, STUDENTS, Staff, Student, student};
use crate::books::{Act, Books, Done, tables};
use crate::store::{Direction, Table, versioned};

/// Which ticket an occasion opened: by rule, student and what makes the occasion.
const FIRED: Table<(String, StudentId, u64), u64> = Table::new(tables::FIRED, "fired");
const SWEPT: Table<(), Swept> = Table::new(tables::SWEPT, "swept");

/// Since when there have been sweeps, and the day on which triggers were last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Swept {
    began: Day,
    last: Day,
}

versioned!(Swept = 1);

/// Students that are read at a time.
const PAGE: usize = 1024;

/// Does what is due by itself. Triggers are looked at once a school day (with `all`, now); what fell due
/// while the program was closed is made good, and no occasion opens two tickets. Refused when there is
/// nothing to do, so that looking leaves nothing in the journal.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Sweep {
    /// Look at the triggers again today.
    #[serde(default)]
    pub all: bool,
}

impl Act for Sweep {
    const NAME: &'static str = "queue.sweep";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let today = books.today();
        let before = SWEPT.get(&books.draft, &())?;
        let daily = before.is_none_or(|swept| swept.last < today);
        let moved = tend(books, daily)?;
        let mut opened = Vec::new();
        if daily || self.all {
            let swept = Swept { began: before.map_or(today, |swept| swept.began), last: today };
            opened = fire(books, swept.began)?;
            SWEPT.put(&mut books.draft, &(), &swept);
        }
        if opened.is_empty() && moved == 0 && !daily {
            return Err(Refused::new(Kind::Conflict, Say::new("queue-nothing-due")));
        }
        let say = Say::new("queue-swept").with("opened", opened.len()).with("moved", moved);
        Ok(Done { said: vec![say], made: opened.iter().map(TicketId::to_string).collect() })
    }

    fn example() -> Self {
        Sweep { all: true }
    }
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
        if daily && !changed {
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

/// Opens what the triggers say.
fn fire(books: &mut Books<'_>, began: Day) -> Result<Vec<TicketId>, Refused> {
    let today = books.today();
    let rules = in_force(&books.draft, began)?;
    let mut opened = Vec::new();
    let mut low = StudentId(0);
    loop {
        let page = STUDENTS.range(&books.draft, &low, &(), Direction::Up, PAGE)?;
        let Some((last, _)) = page.last() else { break };
        low = StudentId(last.0 + 1);
        for (id, student) in &page {
            for rule in &rules {
                if let Some(occasion) = occasion(books, rule, *id, student)? {
                    opened.extend(open_once(books, rule, *id, student, occasion)?);
                }
            }
        }
    }
    for arrear in arrears(&books.draft, today)? {
        let who = student(&books.draft, arrear.student)?;
        for rule in &rules {
            if matches!(rule.when, When::Arrears(days) if arrear.age >= i64::from(days)) {
                let occasion = number(arrear.oldest).unwrap_or(0);
                opened.extend(open_once(books, rule, arrear.student, &who, occasion)?);
            }
        }
    }
    Ok(opened)
}

fn open_once(
    books: &mut Books<'_>,
    rule: &InForce,
    id: StudentId,
    who: &Student,
    occasion: u64,
) -> Result<Option<TicketId>, Refused> {
    let key = (rule.rule.clone(), id, occasion);
    if FIRED.get(&books.draft, &key)?.is_some() {
        return Ok(None);
    }
    let ask = OpenTicket {
        kind: rule.kind.clone(),
        title: rule.title.clone(),
        student: Some(id),
        contact: who.phone.clone(),
        ..OpenTicket::default()
    };
    let made = match open_ticket(books, &ask, &rule.rule) {
        Ok(made) => made,
        // A kind that was retired or now asks for a form must not stop the other rules.
        Err(refused) if refused.kind == Kind::Input => return Ok(None),
        Err(refused) => return Err(refused),
    };
    FIRED.put(&mut books.draft, &key, &made.0);
    Ok(Some(made))
}
