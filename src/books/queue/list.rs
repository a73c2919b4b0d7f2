//! What the ticket screen and the Today screen ask: tickets by what is due next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filled;
use super::sop;
use super::ticket::{
    NOBODY, Priority, Queue, State, Ticket, due_before, held_by, open_tickets, opened_within, ticket,
};
use super::working_time::WorkingTime;
use crate::base::{ClockTime, Day, Instant, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::books::register::{Listed, Role, STUDENTS, Staff};
use crate::books::{Ask, View};

/// Which tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueView {
    /// Those that the asker holds.
    #[default]
    Mine,
    /// Those that nobody holds.
    Unassigned,
    /// Those that are due by the end of today, or overdue.
    Due,
    /// Those that are overdue.
    Overdue,
    /// All that are not done.
    All,
    /// Those of the last days that are done, newest first.
    Done,
}

/// Asks for tickets in the order in which they are due.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TicketList {
    /// Which.
    #[serde(default)]
    pub view: QueueView,
    /// Only those whose number, title, student, contact or owner holds this text.
    #[serde(default)]
    pub filter: Text,
    /// Those of these kinds too, though they don't hold that text.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Only those of this kind; empty for all.
    #[serde(default)]
    pub kind: String,
    /// Only those about this student.
    #[serde(default)]
    pub student: Option<StudentId>,
    /// How many at the most; 0 for 200.
    #[serde(default)]
    pub limit: usize,
}

/// How many there are, whatever the filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Held by the asker.
    pub mine: usize,
    /// Held by nobody.
    pub unassigned: usize,
    /// Overdue.
    pub overdue: usize,
}

/// Tickets, and how many there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketListAnswer {
    /// The tickets.
    pub rows: Vec<ListRow>,
    /// Whether there are more than the limit let through.
    pub more: bool,
    /// How many there are in each view.
    pub counts: Counts,
}

/// A ticket as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRow {
    /// Its number.
    pub id: TicketId,
    /// Its kind's key.
    pub kind: String,
    /// What its kind is called.
    pub kind_name: Say,
    /// What it is about.
    pub title: Say,
    /// The student.
    pub student: Option<StudentId>,
    /// The student's name, or else the contact.
    pub student_name: Text,
    /// Who holds it.
    pub owner: Option<StaffId>,
    /// Their name; empty for nobody.
    pub owner_name: Text,
    /// How pressing it is.
    pub priority: Priority,
    /// How it stands.
    pub state: State,
    /// Where it stands in the queue; none when it is done.
    pub place: Option<Queue>,
    /// What is due next, if its clock runs.
    pub due: Option<Instant>,
    /// Working minutes left until then; negative when it is overdue.
    pub left: Option<i64>,
    /// The step that is to be done, from 1.
    pub step: u16,
    /// How many steps there are.
    pub steps: u16,
    /// What the step is called.
    pub step_name: Say,
    /// What its category is called, once it has one.
    pub category: Option<Say>,
    /// The score that the student gave.
    pub score: Option<u8>,
}

/// Most rows of a list that asks for no limit.
const LIMIT: usize = 200;
/// How far back tickets that are done are shown, in days.
const DONE_BACK: i64 = 90;

/// The row of a ticket.
pub(super) fn row(
    view: &View<'_>,
    time: &WorkingTime,
    id: TicketId,
    found: &Ticket,
) -> Result<ListRow, Refused> {
    let sop = sop::version(view.read, &found.kind, found.version)?;
    let about = found.student.map(|who| STUDENTS.get(view.read, &who)).transpose()?.flatten();
    let owner = found.owner.map(|who| Staff::TABLE.get(view.read, &who)).transpose()?.flatten();
    let running = !found.is_done() && found.state == State::Open;
    let due = found.sla.due().filter(|_| running);
    let step = sop.steps.get(usize::from(found.step));
    let steps = u16::try_from(sop.steps.len()).unwrap_or(u16::MAX);
    Ok(ListRow {
        id,
        kind: found.kind.clone(),
        kind_name: sop.title(),
        title: title(view, found, &sop)?,
        student: found.student,
        student_name: about.map_or_else(|| found.contact.clone(), |student| student.name),
        owner: found.owner,
        owner_name: owner.map(|who| who.name).unwrap_or_default(),
        priority: found.priority,
        state: found.state,
        place: found.place().map(|(band, _)| band),
        due,
        left: due.map(|due| time.left(view.at, due)),
        step: (found.step + 1).min(steps),
        steps,
        step_name: step.map_or_else(|| Say::new("ticket-done"), |step| sop.step_title(step)),
        category: sop.category(&found.category).map(sop::Category::title),
        score: found.score,
    })
}

/// What a ticket is about: its own words or its rule's, else the first thing that was filled in, as the lesson of a
/// leave; else its kind.
fn title(view: &View<'_>, found: &Ticket, sop: &sop::Sop) -> Result<Say, Refused> {
    let speaks = !found.title.is_empty() || !found.rule.is_empty();
    let mut fields = sop.all_fields().filter(|field| !speaks && field.kind != sop::FieldKind::Data);
    match fields.find_map(|field| Some((field, found.fields.get(&field.key)?))) {
        Some((field, value)) => filled::shown(view, found.student, field, value),
        None => Ok(found.title(sop)),
    }
}

/// The instant at which today ends.
fn tonight(view: &View<'_>) -> Instant {
    let tomorrow = view.today().succ_opt().unwrap_or(view.today());
    view.school.zone.instant(tomorrow, ClockTime(0))
}

fn wanted(view: &View<'_>, which: QueueView) -> Result<Vec<TicketId>, Refused> {
    Ok(match which {
        QueueView::Mine => held_by(view.read, view.operator)?,
        QueueView::Unassigned => held_by(view.read, NOBODY)?,
        QueueView::Due => due_before(view.read, tonight(view), usize::MAX)?,
        QueueView::Overdue => due_before(view.read, view.at, usize::MAX)?,
        QueueView::All => open_tickets(view.read, usize::MAX)?,
        QueueView::Done => {
            let from = view.at - chrono::Duration::days(DONE_BACK);
            let mut ids = opened_within(view.read, from, view.at + chrono::Duration::seconds(1))?;
            ids.reverse();
            ids
        }
    })
}

impl Ask for TicketList {
    const NAME: &'static str = "ticket.list";
    type Answer = TicketListAnswer;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let limit = if self.limit == 0 { LIMIT } else { self.limit };
        let mut found = Vec::new();
        for id in wanted(view, self.view)? {
            let one = ticket(view.read, id)?;
            let kind = self.kind.is_empty() || one.kind == self.kind;
            let student = self.student.is_none() || one.student == self.student;
            if kind && student && one.is_done() == (self.view == QueueView::Done) {
                found.push((id, one));
            }
        }
        // What one holds comes by number; a queue is read by what is due next.
        if self.view != QueueView::Done {
            found.sort_by_key(|(id, one)| (one.place(), *id));
        }
        let time = WorkingTime::of(view.school);
        let filter = self.filter.to_lowercase();
        let mut rows = Vec::new();
        let mut more = false;
        for (id, one) in &found {
            let row = row(view, &time, *id, one)?;
            if !filter.is_empty() && !self.kinds.contains(&one.kind) && !holds(&row, one, &filter) {
                continue;
            }
            if rows.len() == limit {
                more = true;
                break;
            }
            rows.push(row);
        }
        let counts = Counts {
            mine: held_by(view.read, view.operator)?.len(),
            unassigned: held_by(view.read, NOBODY)?.len(),
            overdue: due_before(view.read, view.at, usize::MAX)?.len(),
        };
        Ok(TicketListAnswer { rows, more, counts })
    }

    fn example() -> Self {
        TicketList { view: QueueView::All, ..TicketList::default() }
    }
}

fn holds(row: &ListRow, ticket: &Ticket, filter: &str) -> bool {
    let id = row.id.to_string();
    let words =
        [&ticket.title, &ticket.contact, &row.student_name, &row.owner_name].map(|text| text.to_lowercase());
    id.to_lowercase().contains(filter) || words.iter().any(|text| text.contains(filter))
}

/// Asks for every ticket, open or done, by when it was opened: the list that is written out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportTickets {
    /// Only those opened on this day or later.
    #[serde(default)]
    pub from: Option<Day>,
    /// Only those opened on this day or before.
    #[serde(default)]
    pub until: Option<Day>,
}

impl Ask for ExportTickets {
    const NAME: &'static str = "ticket.export";
    type Answer = Vec<ListRow>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let midnight = |day: Day| view.school.zone.instant(day, ClockTime(0));
        let from = self.from.map_or(Instant::UNIX_EPOCH, midnight);
        let end = self.until.and_then(|day| day.succ_opt()).map_or(Instant::MAX_UTC, midnight);
        let time = WorkingTime::of(view.school);
        let ids = opened_within(view.read, from, end)?.into_iter();
        ids.map(|id| row(view, &time, id, &ticket(view.read, id)?)).collect()
    }

    fn example() -> Self {
        ExportTickets { from: Day::from_ymd_opt(2026, 9, 1), until: None }
    }
}

/// Asks what is due for the asker today: what they hold, and what nobody holds and they might take.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TodayDue {}

/// What is due for someone today, in order of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TodayAnswer {
    /// What they hold that is due by tonight, or overdue.
    pub mine: Vec<ListRow>,
    /// What nobody holds, is due by then, and is theirs to take.
    pub free: Vec<ListRow>,
}

impl Ask for TodayDue {
    const NAME: &'static str = "today.due";
    type Answer = TodayAnswer;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let time = WorkingTime::of(view.school);
        let mut answer = TodayAnswer { mine: Vec::new(), free: Vec::new() };
        for id in due_before(view.read, tonight(view), usize::MAX)? {
            let found = ticket(view.read, id)?;
            if found.owner == Some(view.operator) {
                answer.mine.push(row(view, &time, id, &found)?);
            } else if found.owner.is_none() && theirs(view, &found)? {
                answer.free.push(row(view, &time, id, &found)?);
            }
        }
        Ok(answer)
    }

    fn example() -> Self {
        TodayDue {}
    }
}

/// Whether the present step is one that the asker may do.
fn theirs(view: &View<'_>, found: &Ticket) -> Result<bool, Refused> {
    let sop = sop::version(view.read, &found.kind, found.version)?;
    let Some(step) = sop.steps.get(usize::from(found.step)) else { return Ok(false) };
    let roles = sop.roles(step, &found.category);
    Ok(roles.is_empty() || view.holds(&[Role::Manager]) || view.holds(&roles))
}
