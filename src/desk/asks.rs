//! Every question by its stable name.

use std::sync::LazyLock;

use serde_json::Value;

use super::door::{Shape, misread};
use super::{Desk, Schema};
use crate::base::{Kind, Refused, Say, StaffId};
use crate::books::ledger::fees;
use crate::books::ledger::points;
use crate::books::register::{Class, Course, Discount, List, Price, Reward, Room, Rule, Staff, Team, Term};
use crate::books::{Ask, View, calendar, ledger, queue, register, support, today, undo};

/// What is known of a kind of question.
pub struct AskInfo {
    /// Its stable name.
    pub name: &'static str,
    /// The schema of its fields.
    pub schema: Schema,
    /// One that means something.
    pub example: fn() -> Value,
    shape: Shape,
    answer: fn(Value, &View<'_>) -> Result<Value, Refused>,
}

const fn info<Q: Ask>() -> AskInfo {
    AskInfo {
        name: Q::NAME,
        schema: || schemars::schema_for!(Q),
        example: || serde_json::to_value(Q::example()).unwrap_or(Value::Null),
        shape: Shape::new(|| schemars::schema_for!(Q)),
        answer: |body, view| {
            let question: Q = serde_json::from_value(body).map_err(|error| misread(Q::NAME, &error))?;
            serde_json::to_value(question.answer(view)?)
                .map_err(|e| Refused::new(Kind::Ours, Say::new("error-ours").with("detail", e.to_string())))
        },
    }
}

/// Every question, grouped by book.
pub fn asks() -> &'static [AskInfo] {
    static ASKS: LazyLock<Vec<AskInfo>> = LazyLock::new(|| {
        vec![
            info::<register::GetSchool>(),
            info::<register::FindStudents>(),
            info::<register::RosterList>(),
            info::<register::RosterRows>(),
            info::<register::RosterTags>(),
            info::<register::AskCard>(),
            info::<register::CheckDuplicates>(),
            info::<register::FindClasses>(),
            info::<List<Staff>>(),
            info::<List<Course>>(),
            info::<List<Room>>(),
            info::<List<Class>>(),
            info::<List<Term>>(),
            info::<List<Rule>>(),
            info::<List<Reward>>(),
            info::<List<Team>>(),
            info::<register::CompareRoster>(),
            info::<register::ExportRoster>(),
            info::<calendar::ListAttendance>(),
            info::<ledger::ListPoints>(),
            info::<ledger::RankPoints>(),
            info::<ledger::ListTransfers>(),
            info::<ledger::ListAccounts>(),
            info::<calendar::LessonsOn>(),
            info::<calendar::LessonSheet>(),
            info::<today::TodayList>(),
            info::<List<Price>>(),
            info::<List<Discount>>(),
            info::<fees::FeeAccount>(),
            info::<fees::FeeQuote>(),
            info::<fees::FeeStatement>(),
            info::<fees::FeeReckon>(),
            info::<fees::FeeArrears>(),
            info::<fees::FeeDay>(),
            info::<fees::DrawerState>(),
            info::<fees::SafeState>(),
            info::<fees::GetReceipt>(),
            info::<fees::FeeTrialBalance>(),
            info::<fees::FeeIncome>(),
            info::<fees::FeeJournal>(),
            info::<fees::FeeFigures>(),
            info::<fees::FeeLifetime>(),
            info::<queue::TicketList>(),
            info::<queue::ExportTickets>(),
            info::<queue::TicketCard>(),
            info::<queue::TicketWords>(),
            info::<queue::TodayDue>(),
            info::<queue::QueueFigures>(),
            info::<queue::QueueTrend>(),
            info::<queue::QueueDue>(),
            info::<queue::CheckList>(),
            info::<queue::CheckResults>(),
            info::<queue::GetRubric>(),
            info::<queue::Churn>(),
            info::<queue::TriggerRules>(),
            info::<queue::SopList>(),
            info::<queue::SopPreview>(),
            info::<List<queue::Trigger>>(),
            info::<List<queue::Words>>(),
            info::<points::board::PointsBoard>(),
            info::<points::statement::PointsStatement>(),
            info::<points::report::RulesReport>(),
            info::<support::PointsSupport>(),
            info::<points::RewardStock>(),
            info::<undo::LastAction>(),
        ]
    });
    &ASKS
}

/// Asks a question by its name.
///
/// # Errors
/// When there is no such question, its fields don't read, or as [`Desk::ask`].
pub fn answer_named(desk: &Desk, asker: StaffId, name: &str, body: Value) -> Result<Value, Refused> {
    let info = asks().iter().find(|info| info.name == name).ok_or_else(|| {
        Refused::new(Kind::Missing, Say::new("error-no-question").with("name", name))
            .hint(Say::new("error-no-command-hint"))
    })?;
    desk.view(asker, info.name, |view| {
        info.shape.fits(name, &body)?;
        (info.answer)(body, view)
    })
}
