//! The queue: who must do what by when. Everything that waits for someone is a ticket 工单; its SOP 流程
//! says which steps it goes through, whose they are, by when, and what a decision carries out.

mod assign;
mod card;
mod churn;
mod close;
mod figures;
mod filled;
mod list;
mod open;
mod quality;
mod refund;
mod rests;
mod rubric;
mod rules;
mod shipped;
mod sla;
pub mod sop;
mod sop_edit;
mod sweep;
mod talk;
mod template;
mod ticket;
mod trend;
mod trigger;
mod words;
mod work;
pub mod working_time;

/// Since these rules a ticket says just what was sent last: what is sent empty is cleared, what is worked out or opened
/// again begins afresh, and deadlines go by the hours of now. docs/data.md tells each.
const AS_SENT: u16 = 2;

pub use card::{Card, CardEvent, CardStep, TicketCard};
pub use churn::{Churn, ChurnAnswer, ChurnRow, Gone};
pub(in crate::books) use close::may_be_redone;
pub use close::{DecideTicket, MergeTicket, ReopenTicket, ResolveTicket, RevisitTicket};
pub use figures::{Cause, Figures, Line, QueueFigures};
pub use filled::CardField;
pub use list::{
    Counts, ExportTickets, ListRow, QueueView, TicketList, TicketListAnswer, TodayAnswer, TodayDue,
};
pub use open::{ClassifyTicket, OpenTicket, open_ticket};
pub use quality::{CheckDraw, CheckLine, CheckList, CheckResults, CheckRow, CheckScore, ResultsAnswer};
pub use refund::RequestRefund;
pub(in crate::books) use rests::{goes_by_what_is_there, is_gone_by};
pub use rubric::{Criterion, CriterionRow, GetRubric, RubricAnswer, SaveRubric};
pub use rules::{OpenedBy, RuleRow, TriggerRules};
pub use sla::{Sla, Targets, reckon};
pub use sop_edit::{Problem, SaveSop, SopList, SopPreview, SopPreviewAnswer, SopRow, UnderWay};
pub use sweep::{DueAnswer, Found, Occasion, QueueDue, Sweep};
pub use talk::{AdvanceTicket, AnswerTicket, ClaimTicket, HandOver, LinkTicket, NoteTicket, WaitTicket};
pub use ticket::{
    Event, Link, NOBODY, Outcome, Priority, Queue, State, TICKETS, Ticket, What, due_before, held_by,
    history, open_tickets, opened_within, ticket, tickets_of,
};
pub use trend::{Month, QueueTrend};
pub use trigger::{Trigger, When};
pub use words::{TicketWords, Words, WordsLine};
pub use working_time::WorkingTime;
