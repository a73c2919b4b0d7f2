//! The drawer 钱箱: opened with a float, counted blind, closed at the day-end 日结 with every difference
//! named and nothing left behind. One for each cashier and day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::safe::{SAFE, safe_lacks};
use super::{Move, Movement, ONLY_PAID, shift};
use crate::base::{Day, Instant, Kind, Money, Prose, Refused, Say, StaffId, Text};
use crate::books::ledger::{
    Account, AccountKind, Span, Turnover, Why, accounts, balance, daily, total, turnovers,
};
use crate::books::register::Role;
use crate::books::{Act, Ask, Books, Done, View, tables};
use crate::store::{Direction, Read, Table, versioned};

/// Drawers by cashier and day.
const DRAWERS: Table<(StaffId, Day), Drawer> = Table::new(tables::DRAWERS, "drawers");

/// A count of what is in the drawer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// When, UTC.
    pub at: Instant,
    /// What was counted.
    pub counted: Money,
    /// What should have been there.
    pub expected: Money,
}

impl Count {
    /// A count of what an account says should be there.
    pub(super) fn of(books: &Books<'_>, account: Account, counted: Money) -> Result<Count, Refused> {
        if counted.0 < 0 {
            return Err(Refused::input(Say::new("error-negative")));
        }
        let expected = Money(balance(&books.draft, account)?);
        Ok(Count { at: books.cx.at, counted, expected })
    }

    /// What is over; below zero: missing.
    pub(super) fn over(&self) -> Money {
        Money(self.counted.0 - self.expected.0)
    }

    /// Whether nothing moved since: what moved makes the count worthless.
    pub(super) fn holds(&self, books: &Books<'_>, account: Account) -> Result<bool, Refused> {
        Ok(balance(&books.draft, account)? == self.expected.0)
    }

    /// Refuses a difference that nobody gives a reason for.
    pub(super) fn named(&self, reason: &Prose) -> Result<(), Refused> {
        let over = self.over();
        if over.0 != 0 && reason.is_empty() {
            return Err(Refused::input(Say::new("drawer-name-difference").with("over", over))
                .hint(Say::new("drawer-name-difference-hint")));
        }
        Ok(())
    }
}

/// How a drawer was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    /// When, UTC.
    pub at: Instant,
    /// The count that it was closed with.
    pub counted: Money,
    /// What was over; below zero: missing.
    pub over: Money,
    /// What the difference comes from.
    pub reason: Prose,
}

/// A cashier's drawer on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawer {
    /// Where it stands.
    pub terminal: Text,
    /// When it was opened, UTC.
    pub opened: Instant,
    /// What it was opened with.
    pub float: Money,
    /// The counts.
    pub counts: Vec<Count>,
    /// How it was closed, if it was.
    pub closed: Option<Closing>,
}

versioned!(Drawer = 1);

/// A cashier's drawer of a day.
pub(super) fn drawer_of(read: &dyn Read, cashier: StaffId, day: Day) -> Result<Option<Drawer>, Refused> {
    Ok(DRAWERS.get(read, &(cashier, day))?)
}

/// Whether a cashier's day-end was done.
pub(super) fn is_closed(read: &dyn Read, cashier: StaffId, day: Day) -> Result<bool, Refused> {
    Ok(drawer_of(read, cashier, day)?.is_some_and(|drawer| drawer.closed.is_some()))
}

/// Refuses to take an opening back when cash went through the drawer since.
pub(super) fn untouched(books: &Books<'_>, cashier: StaffId, day: Day) -> Result<(), Refused> {
    let cash = Account::cash(cashier);
    let used = match books.cx.replayed {
        // What came in and went out again was not seen once.
        true => {
            let float = drawer_of(&books.draft, cashier, day)?.map_or(Money(0), |drawer| drawer.float);
            balance(&books.draft, cash)? != float.0
        }
        false => is_used(&books.draft, cashier, day)?,
    };
    if used {
        return Err(Refused::new(Kind::Conflict, Say::new("drawer-used")));
    }
    Ok(())
}

/// Whether anything but its float went through a drawer.
///
/// # Errors
/// When the store fails.
pub fn is_used(read: &dyn Read, cashier: StaffId, day: Day) -> Result<bool, Refused> {
    let mut turned = turnovers(read, Account::cash(cashier), Span::Days(day, day))?.into_iter();
    Ok(turned.any(|(tag, turned)| tag != Movement::Float as u64 && turned != Turnover::default()))
}

/// Whether somebody's drawer is still open.
///
/// # Errors
/// When the store fails.
pub fn has_open_drawer(read: &dyn Read, cashier: StaffId) -> Result<bool, Refused> {
    Ok(last(read, cashier)?.is_some_and(|(_, drawer)| drawer.closed.is_none()))
}

/// Whether money ever went through somebody's drawer or tills.
///
/// # Errors
/// When the store fails.
pub fn handled_money(read: &dyn Read, who: StaffId) -> Result<bool, Refused> {
    if last(read, who)?.is_some() || total(read, Account::cash(who))? != Turnover::default() {
        return Ok(true);
    }
    for (till, turned) in accounts(read, AccountKind::Till)? {
        if till.b == who.0 && turned != Turnover::default() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Drawers that cash went through on a day on which they were never opened. Empty when all is well.
///
/// # Errors
/// When the store fails.
pub(super) fn without_drawer(read: &dyn Read) -> Result<Vec<Account>, Refused> {
    let mut found = Vec::new();
    for (account, _) in accounts(read, AccountKind::Cash)? {
        let cashier = StaffId(account.a);
        for (day, _, turned) in daily(read, account, Day::MIN, Day::MAX)? {
            if turned != Turnover::default() && drawer_of(read, cashier, day)?.is_none() {
                found.push(account);
            }
        }
    }
    found.dedup();
    Ok(found)
}

/// The drawer that a cashier opened last.
fn last(read: &dyn Read, cashier: StaffId) -> Result<Option<(Day, Drawer)>, Refused> {
    let found = DRAWERS.scan(read, &(cashier,), Direction::Down, 1)?.pop();
    Ok(found.map(|((_, day), drawer)| (day, drawer)))
}

/// Refuses what may not go through the operator's tills now: after the day-end nothing, and cash only
/// through an open drawer of today.
pub(super) fn ready(books: &Books<'_>, cash: bool) -> Result<(), Refused> {
    ready_of(books, books.cx.operator, cash)
}

/// As [`ready`], of any cashier.
pub(super) fn ready_of(books: &Books<'_>, cashier: StaffId, cash: bool) -> Result<(), Refused> {
    let today = books.today();
    if is_closed(&books.draft, cashier, today)? {
        return Err(Refused::new(Kind::Conflict, Say::new("drawer-day-closed").with("day", today))
            .hint(Say::new("drawer-day-closed-hint")));
    }
    if !cash {
        return Ok(());
    }
    match last(&books.draft, cashier)? {
        Some((day, _)) if day == today => Ok(()),
        Some((day, Drawer { closed: None, .. })) => Err(not_closed(day)),
        _ => Err(Refused::input(Say::new("drawer-needed")).hint(Say::new("drawer-needed-hint"))),
    }
}

fn not_closed(day: Day) -> Refused {
    Refused::new(Kind::Conflict, Say::new("drawer-not-closed").with("day", day))
        .hint(Say::new("drawer-not-closed-hint"))
}

/// The open drawer, of whichever day, of a cashier: the operator's own, or for a manager also one whose cashier can't
/// close it any more.
fn open_one(books: &Books<'_>, of: Option<StaffId>) -> Result<(StaffId, Day, Drawer), Refused> {
    let cashier = of.unwrap_or(books.cx.operator);
    if cashier != books.cx.operator && !books.cx.roles.contains(&Role::Manager) {
        return Err(Refused::new(Kind::Forbidden, Say::new("drawer-not-yours")));
    }
    match last(&books.draft, cashier)? {
        Some((day, drawer)) if drawer.closed.is_none() => Ok((cashier, day, drawer)),
        Some((day, _)) if day == books.today() => {
            Err(Refused::new(Kind::Conflict, Say::new("drawer-closed-already").with("day", day)))
        }
        _ => Err(Refused::input(Say::new("drawer-needed")).hint(Say::new("drawer-needed-hint"))),
    }
}

/// Opens the operator's drawer for the day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenDrawer {
    /// The cash that it begins with 备用金.
    pub float: Money,
}

impl Act for OpenDrawer {
    const NAME: &'static str = "drawer.open";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let day = books.today();
        if self.float.0 < 0 {
            return Err(Refused::input(Say::new("error-negative")));
        }
        match last(&books.draft, books.cx.operator)? {
            Some((open, Drawer { closed: None, .. })) if open == day => {
                return Err(Refused::new(Kind::Conflict, Say::new("drawer-open-already")));
            }
            Some((open, Drawer { closed: None, .. })) => return Err(not_closed(open)),
            Some((open, _)) if open == day => {
                return Err(Refused::new(Kind::Conflict, Say::new("drawer-day-closed").with("day", day))
                    .hint(Say::new("drawer-day-closed-hint")));
            }
            _ => {}
        }
        if !books.cx.replayed && safe_lacks(&books.draft, self.float)? {
            return Err(Refused::input(Say::new("safe-short").with("amount", self.float))
                .hint(Say::new("safe-short-hint")));
        }
        let drawer = Drawer {
            terminal: books.cx.terminal.clone(),
            opened: books.cx.at,
            float: self.float,
            counts: Vec::new(),
            closed: None,
        };
        DRAWERS.put(&mut books.draft, &(books.cx.operator, day), &drawer);
        let (from, to) = (SAFE, Account::cash(books.cx.operator));
        let tag = Movement::Float as u64;
        shift(books, Move { from, to, amount: self.float.0, day, why: Why::Float, subject: 0, tag })?;
        Ok(Done::said(Say::new("drawer-opened").with("float", self.float)))
    }

    fn example() -> Self {
        OpenDrawer { float: Money(50_000) }
    }
}

/// Where cash that is put into or taken out of a drawer comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveWith {
    /// The safe or the bank.
    Safe,
    /// Small things bought.
    Petty,
}

/// Puts cash into the operator's open drawer, or (an amount below zero) takes it out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoveCash {
    /// How much; below zero out of the drawer.
    pub amount: Money,
    /// From where, or to where.
    pub with: MoveWith,
    /// Why.
    pub reason: Prose,
}

impl Act for MoveCash {
    const NAME: &'static str = "drawer.move";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        if self.amount.0 == 0 {
            return Err(Refused::input(Say::new("fee-not-positive")));
        }
        ready(books, true)?;
        let (day, drawer) = (books.today(), Account::cash(books.cx.operator));
        let have = Money(balance(&books.draft, drawer)?);
        let out = Money(self.amount.0.saturating_neg());
        if out > have {
            return Err(Refused::input(Say::new("drawer-short").with("amount", out)));
        }
        let other = match self.with {
            MoveWith::Safe => SAFE,
            MoveWith::Petty => Account::new(AccountKind::Petty, 0, 0),
        };
        let (from, to, say) = match out.0 > 0 {
            true => (drawer, other, Say::new("drawer-moved-out")),
            false => (other, drawer, Say::new("drawer-moved-in")),
        };
        let (amount, why, tag) = (out.0.abs(), Why::CashMove, Movement::Moved as u64);
        shift(books, Move { from, to, amount, day, why, subject: 0, tag })?;
        Ok(Done::said(say.with("amount", Money(amount))))
    }

    fn example() -> Self {
        MoveCash { amount: Money(-3_500), with: MoveWith::Petty, reason: "买粉笔".into() }
    }
}

/// Records a count of the operator's drawer. It is blind: what should be there is not said before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CountDrawer {
    /// What was counted.
    pub counted: Money,
    /// Whose drawer, where a manager counts for a cashier who can't; the operator's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashier: Option<StaffId>,
}

impl Act for CountDrawer {
    const NAME: &'static str = "drawer.count";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (cashier, day, mut drawer) = open_one(books, self.cashier)?;
        let count = Count::of(books, Account::cash(cashier), self.counted)?;
        let over = count.over();
        drawer.counts.push(count);
        DRAWERS.put(&mut books.draft, &(cashier, day), &drawer);
        let say = match over.0 {
            0 => Say::new("drawer-counted-right"),
            _ => Say::new("drawer-counted-off").with("over", over),
        };
        Ok(Done::said(say.with("counted", self.counted)))
    }

    fn example() -> Self {
        CountDrawer { counted: Money(178_050), cashier: None }
    }
}

/// Closes the operator's drawer 日结: the difference is named, and all cash goes to the safe.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CloseDrawer {
    /// What was counted; the last count when not given.
    #[serde(default)]
    pub counted: Option<Money>,
    /// What a difference comes from.
    #[serde(default)]
    pub reason: Prose,
    /// Whose drawer, where a manager closes it for a cashier who can't; the operator's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashier: Option<StaffId>,
}

impl Act for CloseDrawer {
    const NAME: &'static str = "drawer.close";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (cashier, day, mut drawer) = open_one(books, self.cashier)?;
        let cash = Account::cash(cashier);
        if let Some(counted) = self.counted {
            let count = Count::of(books, cash, counted)?;
            // What is off is noted before it is told by how much: a count comes first, and stays.
            let noted = drawer
                .counts
                .last()
                .is_some_and(|last| (last.counted, last.expected) == (count.counted, count.expected));
            if count.over().0 != 0 && self.reason.is_empty() && !noted && !books.cx.replayed {
                return Err(
                    Refused::input(Say::new("drawer-note-count")).hint(Say::new("drawer-count-first-hint"))
                );
            }
            if !noted || books.cx.rules < ONLY_PAID {
                drawer.counts.push(count);
            }
        }
        let count = match drawer.counts.last() {
            Some(count) if count.holds(books, cash)? => count,
            _ => {
                return Err(
                    Refused::input(Say::new("drawer-count-first")).hint(Say::new("drawer-count-first-hint"))
                );
            }
        };
        count.named(&self.reason)?;
        let (counted, over) = (count.counted, count.over());
        let odd = Account::new(AccountKind::CashOver, cashier.0, 0);
        let (from, to) = if over.0 > 0 { (odd, cash) } else { (cash, odd) };
        let (amount, tag) = (over.0.abs(), Movement::Variance as u64);
        shift(books, Move { from, to, amount, day, why: Why::Variance, subject: 0, tag })?;
        let (from, to, amount, tag) = (cash, SAFE, counted.0, Movement::Banked as u64);
        shift(books, Move { from, to, amount, day, why: Why::Banked, subject: 0, tag })?;
        let reason = self.reason.clone();
        drawer.closed = Some(Closing { at: books.cx.at, counted, over, reason });
        DRAWERS.put(&mut books.draft, &(cashier, day), &drawer);
        let say = match over.0 {
            0 => Say::new("drawer-closed-right"),
            _ => Say::new("drawer-closed-off").with("over", over),
        };
        Ok(Done::said(say.with("day", day).with("counted", counted)))
    }

    fn example() -> Self {
        CloseDrawer { counted: Some(Money(178_050)), ..CloseDrawer::default() }
    }
}

/// Asks how a cashier's drawer stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct DrawerState {
    /// Whose; the asker's own when not given.
    #[serde(default)]
    pub cashier: Option<StaffId>,
}

/// How a drawer stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawerAnswer {
    /// The day of the drawer that was opened last; none when none ever was.
    pub day: Option<Day>,
    /// That drawer.
    pub drawer: Option<Drawer>,
    /// Whether cash may be taken now: it is open and of today.
    pub takes_cash: bool,
    /// What should be in it; not told to its cashier before it was counted.
    pub expected: Option<Money>,
}

impl Ask for DrawerState {
    const NAME: &'static str = "drawer.state";
    type Answer = DrawerAnswer;

    fn answer(&self, view: &View<'_>) -> Result<DrawerAnswer, Refused> {
        let cashier = self.cashier.unwrap_or(view.operator);
        let Some((day, drawer)) = last(view.read, cashier)? else {
            return Ok(DrawerAnswer { day: None, drawer: None, takes_cash: false, expected: None });
        };
        let expected = Money(balance(view.read, Account::cash(cashier))?);
        let counted = drawer.counts.last().is_some_and(|count| count.expected == expected);
        let blind = drawer.closed.is_none() && !counted && cashier == view.operator;
        Ok(DrawerAnswer {
            day: Some(day),
            takes_cash: drawer.closed.is_none() && day == view.today(),
            expected: (!blind).then_some(expected),
            drawer: Some(drawer),
        })
    }

    fn example() -> Self {
        DrawerState::default()
    }
}
