//! The day-end's figures 日结: by method, and by drawer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::drawer::drawer_of;
use super::receipt::voids_of;
use super::safe::{SafeDay, told_day};
use super::{Drawer, Method, Movement, ReceiptNo};
use crate::base::{Day, Money, Refused, StaffId, Text};
use crate::books::ledger::{Account, AccountKind, Span, Turnover, accounts, turnovers};
use crate::books::register::{Listed, Role, Staff, name_of};
use crate::books::{Ask, View};
use crate::store::Read;
use crate::store::journal::{self, UNDONE};

/// Asks for a day's figures.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeeDay {
    /// Which day; today when not given.
    #[serde(default)]
    pub day: Option<Day>,
}

/// A day's figures. Cash of a drawer that its cashier has still to count is left out of what that
/// cashier is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayReport {
    /// The day.
    pub day: Day,
    /// By method; those that moved.
    pub methods: Vec<MethodDay>,
    /// By drawer.
    pub drawers: Vec<DrawerDay>,
    /// Taken by all methods.
    pub taken: Money,
    /// Paid out by all methods.
    pub refunded: Money,
    /// Receipts and refunds of the day that are void.
    pub voids: Vec<VoidLine>,
    /// What went through the safe.
    pub safe: Option<SafeDay>,
}

/// A receipt of the day that is void.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VoidLine {
    /// Its number, which stays.
    pub number: ReceiptNo,
    /// Whose account it was for.
    pub name: Text,
    /// What it was for.
    pub total: Money,
    /// The name of who voided it.
    pub by: Text,
    /// Why.
    pub reason: Text,
}

/// What moved by one method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodDay {
    /// The method.
    pub method: Method,
    /// Taken, what was taken back taken off.
    pub taken: Money,
    /// Paid out.
    pub refunded: Money,
}

/// What went through one drawer: float + taken − refunded + moved + over = banked, once it is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawerDay {
    /// Whose.
    pub cashier: StaffId,
    /// What they are called.
    pub name: Text,
    /// The drawer.
    pub drawer: Drawer,
    /// Its figures; none while its cashier has still to count.
    pub figures: Option<DrawerFigures>,
}

/// The figures of a drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerFigures {
    /// What it was opened with.
    pub float: Money,
    /// Taken in payments.
    pub taken: Money,
    /// Paid out in refunds.
    pub refunded: Money,
    /// Put in (or, below zero, taken out) otherwise.
    pub moved: Money,
    /// Found over (or, below zero, missing) at the count.
    pub over: Money,
    /// Brought to the safe at the day-end.
    pub banked: Money,
    /// What is in it now.
    pub left: Money,
}

fn by_movement(
    read: &dyn Read,
    account: Account,
    day: Day,
) -> Result<impl Fn(Movement) -> Turnover, Refused> {
    let found = turnovers(read, account, Span::Days(day, day))?;
    Ok(move |movement: Movement| {
        found.iter().find(|(tag, _)| *tag == movement as u64).map_or(Turnover::default(), |(_, t)| *t)
    })
}

fn figures(read: &dyn Read, cashier: StaffId, day: Day) -> Result<DrawerFigures, Refused> {
    let of = by_movement(read, Account::cash(cashier), day)?;
    let net = |movement| Money(of(movement).balance());
    let (float, taken, moved, over) =
        (net(Movement::Float), net(Movement::Payment), net(Movement::Moved), net(Movement::Variance));
    let (refunded, banked) = (Money(-net(Movement::Refund).0), Money(-net(Movement::Banked).0));
    let left = Money(float.0 + taken.0 - refunded.0 + moved.0 + over.0 - banked.0);
    Ok(DrawerFigures { float, taken, refunded, moved, over, banked, left })
}

/// What was voided of a day, each with the name and the reason that its undo gives.
fn voids(read: &dyn Read, day: Day) -> Result<Vec<VoidLine>, Refused> {
    let mut lines = Vec::new();
    for (number, receipt) in voids_of(read, day)? {
        // Voided, it may have been restored and voided again: the last word counts.
        let mut seq = receipt.seq;
        while let Some(undo) = UNDONE.get(read, &seq)? {
            seq = undo;
        }
        let undo = journal::entry(read, seq)?;
        let reason = undo.as_ref().and_then(|entry| entry.body.get("reason")?.as_str().map(Text::new));
        lines.push(VoidLine {
            number,
            name: receipt.name,
            total: receipt.total,
            by: undo.map_or(Ok(Text::default()), |entry| name_of::<Staff>(read, entry.operator))?,
            reason: reason.unwrap_or_default(),
        });
    }
    Ok(lines)
}

impl Ask for FeeDay {
    const NAME: &'static str = "fee.day";
    type Answer = DayReport;

    fn answer(&self, view: &View<'_>) -> Result<DayReport, Refused> {
        let (read, day) = (view.read, self.day.unwrap_or_else(|| view.today()));
        let mut methods: Vec<MethodDay> = Vec::new();
        let mut add = |method: Method, taken: i64, refunded: i64| {
            let found = methods.iter().position(|row| row.method == method).unwrap_or_else(|| {
                methods.push(MethodDay { method, taken: Money(0), refunded: Money(0) });
                methods.len() - 1
            });
            methods[found].taken.0 += taken;
            methods[found].refunded.0 += refunded;
        };
        let mut drawers = Vec::new();
        for (cashier, staff) in Staff::TABLE.all(read, &())? {
            let Some(drawer) = drawer_of(read, cashier, day)? else { continue };
            let uncounted = drawer.closed.is_none() && drawer.counts.is_empty();
            let senior = view.holds(&[Role::Manager, Role::Supervisor]);
            let blind = uncounted && cashier == view.operator && !senior;
            let figures = if blind { None } else { Some(figures(read, cashier, day)?) };
            if let Some(figures) = figures {
                add(Method::Cash, figures.taken.0, figures.refunded.0);
            }
            drawers.push(DrawerDay { cashier, name: staff.name, drawer, figures });
        }
        for (account, _) in accounts(read, AccountKind::Till)? {
            let Some(method) = Method::of_till(account) else { continue };
            let of = by_movement(read, account, day)?;
            add(method, of(Movement::Payment).balance(), -of(Movement::Refund).balance());
        }
        methods.retain(|row| row.taken.0 != 0 || row.refunded.0 != 0);
        methods.sort_by_key(|row| row.method);
        let taken = Money(methods.iter().map(|row| row.taken.0).sum());
        let refunded = Money(methods.iter().map(|row| row.refunded.0).sum());
        let safe = told_day(view, day)?;
        Ok(DayReport { day, methods, drawers, taken, refunded, voids: voids(read, day)?, safe })
    }

    fn example() -> Self {
        FeeDay::default()
    }
}
