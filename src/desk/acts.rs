//! Every command by its stable name: the list that scripts, the journal's replay and docs/commands.md
//! go by.

use std::sync::LazyLock;

use serde_json::Value;

use super::door::{Shape, misread};
use crate::base::{Kind, Refused, Say};
use crate::books::ledger::fees;
use crate::books::register::{Class, Course, Discount, Price, Reward, Room, Rule, Save, Staff, Team, Term};
use crate::books::{Act, calendar, ledger, queue, register, undo};

pub use crate::books::AnyAct;

/// Makes the schema of a command's or question's fields.
pub type Schema = fn() -> schemars::Schema;

/// What is known of a kind of command.
pub struct ActInfo {
    /// Its stable name.
    pub name: &'static str,
    /// The schema of its fields.
    pub schema: Schema,
    /// One that means something.
    pub example: fn() -> Value,
    pub(super) shape: Shape,
    /// As it stands in the journal.
    read: fn(Value) -> Result<AnyAct, Refused>,
    /// As it is meant when it comes in.
    take: fn(Value) -> Result<AnyAct, Refused>,
}

fn read<A: Act>(body: Value) -> Result<A, Refused> {
    serde_json::from_value(body).map_err(|error| misread(A::NAME, &error))
}

const fn info<A: Act>() -> ActInfo {
    ActInfo {
        name: A::NAME,
        schema: || schemars::schema_for!(A),
        example: || serde_json::to_value(A::example()).unwrap_or(Value::Null),
        shape: Shape::new(|| schemars::schema_for!(A)),
        read: |body| AnyAct::of(read::<A>(body)?),
        take: |body| AnyAct::of(read::<A>(body)?.meant_today()),
    }
}

/// Every command, grouped by book.
pub fn acts() -> &'static [ActInfo] {
    static ACTS: LazyLock<Vec<ActInfo>> = LazyLock::new(|| {
        vec![
            info::<register::InitSchool>(),
            info::<register::EditSchool>(),
            info::<Save<Staff>>(),
            info::<Save<Course>>(),
            info::<Save<Room>>(),
            info::<Save<Class>>(),
            info::<register::SetKeys>(),
            info::<Save<Term>>(),
            info::<Save<Rule>>(),
            info::<Save<Reward>>(),
            info::<Save<Team>>(),
            info::<Save<Price>>(),
            info::<Save<Discount>>(),
            info::<register::AddStudent>(),
            info::<register::EditStudent>(),
            info::<register::TagStudents>(),
            info::<register::TakeIn>(),
            info::<register::ImportRoster>(),
            info::<register::Enrol>(),
            info::<register::Leave>(),
            info::<register::Transfer>(),
            info::<register::Pause>(),
            info::<register::Seat>(),
            info::<calendar::PlanLessons>(),
            info::<calendar::AddLesson>(),
            info::<calendar::ChangeLesson>(),
            info::<calendar::CancelLesson>(),
            info::<calendar::Invite>(),
            info::<calendar::MarkLesson>(),
            info::<calendar::Pick>(),
            info::<ledger::points::Award>(),
            info::<ledger::points::AdjustPoints>(),
            info::<ledger::points::Redeem>(),
            info::<ledger::points::SupplyReward>(),
            info::<ledger::credits::GiveCredits>(),
            info::<fees::MoveCredits>(),
            info::<fees::LapseCredits>(),
            info::<fees::ValueLot>(),
            info::<fees::GiveVoucher>(),
            info::<fees::Sell>(),
            info::<fees::ChargeOther>(),
            info::<fees::Pay>(),
            info::<fees::RefundFees>(),
            info::<fees::WriteOff>(),
            info::<fees::OpenDrawer>(),
            info::<fees::MoveCash>(),
            info::<fees::CountDrawer>(),
            info::<fees::CloseDrawer>(),
            info::<fees::OpenSafe>(),
            info::<fees::BankCash>(),
            info::<fees::CountSafe>(),
            info::<fees::CopyReceipt>(),
            info::<queue::OpenTicket>(),
            info::<queue::ClassifyTicket>(),
            info::<queue::ClaimTicket>(),
            info::<queue::AnswerTicket>(),
            info::<queue::NoteTicket>(),
            info::<queue::HandOver>(),
            info::<queue::WaitTicket>(),
            info::<queue::AdvanceTicket>(),
            info::<queue::DecideTicket>(),
            info::<queue::ResolveTicket>(),
            info::<queue::RevisitTicket>(),
            info::<queue::ReopenTicket>(),
            info::<queue::MergeTicket>(),
            info::<queue::LinkTicket>(),
            info::<queue::SaveSop>(),
            info::<Save<queue::Trigger>>(),
            info::<Save<queue::Words>>(),
            info::<queue::Sweep>(),
            info::<queue::RequestRefund>(),
            info::<queue::SaveRubric>(),
            info::<queue::CheckDraw>(),
            info::<queue::CheckScore>(),
            info::<undo::Undo>(),
        ]
    });
    &ACTS
}

/// Reads a command from its name and fields, as the journal and SOPs keep them.
///
/// # Errors
/// When there is no such command, or its fields don't read.
pub fn decode(name: &str, body: Value) -> Result<AnyAct, Refused> {
    (find(name)?.read)(body)
}

/// Reads a command that comes from outside: its fields must be its own, and within bounds.
///
/// # Errors
/// As [`decode`]; and when a field is unknown or out of bounds.
pub fn take_in(name: &str, body: Value) -> Result<AnyAct, Refused> {
    let info = find(name)?;
    // Fields that don't read are better told by whoever reads them.
    let act = (info.take)(body.clone())?;
    info.shape.fits(name, &body)?;
    Ok(act)
}

/// What is known of the command of that name.
pub(super) fn find(name: &str) -> Result<&'static ActInfo, Refused> {
    acts().iter().find(|info| info.name == name).ok_or_else(|| {
        Refused::new(Kind::Missing, Say::new("error-no-command").with("name", name))
            .hint(Say::new("error-no-command-hint"))
    })
}
