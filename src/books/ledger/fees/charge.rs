//! Charges 应收: for what, until when. What is open of one is the balance of its account.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Move, above_zero, shift};
use crate::base::{ChargeId, Day, LotId, Money, Prose, Refused, Say, StaffId, StudentId, Text};
use crate::books::ledger::{Account, AccountKind, Why, balance, entries, open};
use crate::books::register::student;
use crate::books::{Act, Books, Counter, Done, next_number, tables};
use crate::store::{Read, Table, versioned};

/// Charges by student.
pub const CHARGES: Table<(StudentId, ChargeId), Charge> = Table::new(tables::CHARGES, "charges");

/// One line of an explanation: what, and how much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What.
    pub say: Say,
    /// How much; negative for what lowers the sum.
    pub amount: Money,
}

/// What a student was charged with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// What it is called: the item of the price list, the material.
    pub name: Text,
    /// Its lines; their sum is the total.
    pub lines: Vec<Line>,
    /// What was charged.
    pub total: Money,
    /// The day of the charge.
    pub day: Day,
    /// The day on which it is due.
    pub due: Day,
    /// Who charged it.
    pub by: StaffId,
    /// The lots of lesson credits that it sold, the gifts among them.
    #[serde(default)]
    pub lots: Vec<LotId>,
}

versioned!(Charge = 1);

/// A student's charge.
///
/// # Errors
/// When there is none of that id.
pub fn charge(read: &dyn Read, who: StudentId, id: ChargeId) -> Result<Charge, Refused> {
    CHARGES.get(read, &(who, id))?.ok_or_else(|| Refused::missing("fee-noun-charge", id))
}

/// Something that a student owes.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// The charge; none for what was owed when the books were opened.
    pub charge: Option<ChargeId>,
    /// Where it stands in the ledger.
    pub account: Account,
    /// What it is called; empty for what was owed when the books were opened.
    pub name: Text,
    /// The day on which it was due.
    pub due: Day,
    /// What is open of it; above zero.
    pub open: Money,
}

/// What one student owes, the oldest due first.
///
/// # Errors
/// When the store fails.
pub fn owed(read: &dyn Read, who: StudentId) -> Result<Vec<Owed>, Refused> {
    let mut found = open(read, AccountKind::Receivable, Some(who.0))?;
    found.extend(open(read, AccountKind::Charge, Some(who.0))?);
    let mut owed =
        found.into_iter().filter_map(|row| one(read, row).transpose()).collect::<Result<Vec<_>, _>>()?;
    owed.sort_by_key(|row| (row.due, row.charge));
    Ok(owed)
}

/// What all students owe, in order of student.
///
/// # Errors
/// When the store fails.
pub fn owed_all(read: &dyn Read) -> Result<Vec<(StudentId, Owed)>, Refused> {
    let mut rows = open(read, AccountKind::Receivable, None)?;
    rows.extend(open(read, AccountKind::Charge, None)?);
    rows.sort_by_key(|(account, _)| (account.a, account.kind, account.b));
    let mut found = Vec::new();
    for row in rows {
        let who = StudentId(row.0.a);
        found.extend(one(read, row)?.map(|owed| (who, owed)));
    }
    Ok(found)
}

fn one(read: &dyn Read, (account, open): (Account, i64)) -> Result<Option<Owed>, Refused> {
    if open <= 0 {
        return Ok(None);
    }
    let open = Money(open);
    if account.kind == AccountKind::Receivable {
        let due = since(read, account)?;
        return Ok(Some(Owed { charge: None, account, name: Text::default(), due, open }));
    }
    let id = ChargeId(account.b);
    let row = charge(read, StudentId(account.a), id)?;
    Ok(Some(Owed { charge: Some(id), account, name: row.name, due: row.due, open }))
}

/// Since when an account has been above zero.
fn since(read: &dyn Read, account: Account) -> Result<Day, Refused> {
    let mut since = Day::MAX;
    for (_, entry) in entries(read, account, None, usize::MAX)? {
        since = since.min(entry.day);
        if entry.balance - entry.effect() <= 0 {
            break;
        }
    }
    Ok(since)
}

/// What was paid for a charge and not given back since.
pub(super) fn paid_for(read: &dyn Read, who: StudentId, id: ChargeId) -> Result<Money, Refused> {
    let mut paid = 0;
    for (_, entry) in entries(read, Account::charge(who, id), None, usize::MAX)? {
        match entry.why {
            Why::Payment => paid -= entry.effect(),
            Why::Refund if entry.into => paid -= entry.amount,
            _ => {}
        }
    }
    Ok(Money(paid))
}

/// What a student paid ahead and may use for a charge.
pub(super) fn ahead(read: &dyn Read, who: StudentId) -> Result<Money, Refused> {
    Ok(Money((-balance(read, Account::receivable(who))?).max(0)))
}

/// Writes a charge down and books it against `from`, one account and amount after another.
pub(super) fn put_charge(
    books: &mut Books<'_>,
    who: StudentId,
    id: ChargeId,
    row: &Charge,
    from: Account,
    why: (Why, u64),
) -> Result<(), Refused> {
    CHARGES.put(&mut books.draft, &(who, id), row);
    let to = Account::charge(who, id);
    let step = Move { from, to, amount: row.total.0, day: row.day, why: why.0, subject: why.1, tag: 0 };
    shift(books, step)
}

/// The day on which what is charged today is due.
pub(super) fn due(books: &Books<'_>, given: Option<Day>) -> Result<Day, Refused> {
    let today = books.today();
    let usual = today.checked_add_days(chrono::Days::new(books.school.fees.due_days.into())).unwrap_or(today);
    match given {
        Some(day) if day < today => Err(Refused::input(Say::new("fee-due-past"))),
        given => Ok(given.unwrap_or(usual)),
    }
}

/// Charges something that is not a course: material, an exam, a uniform.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChargeOther {
    /// Whom.
    pub student: StudentId,
    /// What for.
    pub name: Text,
    /// How much.
    pub amount: Money,
    /// Due on; as the settings say when not given.
    #[serde(default)]
    pub due: Option<Day>,
}

impl Act for ChargeOther {
    const NAME: &'static str = "fee.charge";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        if self.name.is_empty() {
            return Err(Refused::input(Say::new("fee-charge-needs-name")));
        }
        above_zero(self.amount)?;
        let id = ChargeId(next_number(books, Counter::Charge)?);
        let say = Say::new("fee-line-other").with("name", &self.name);
        let row = Charge {
            name: self.name.clone(),
            lines: vec![Line { say, amount: self.amount }],
            total: self.amount,
            day: books.today(),
            due: due(books, self.due)?,
            by: books.cx.operator,
            lots: Vec::new(),
        };
        let income = Account::new(AccountKind::OtherIncome, 0, 0);
        put_charge(books, self.student, id, &row, income, (Why::Charge, id.0))?;
        let say = Say::new("fee-charged").with("name", &who.name).with("what", &self.name);
        Ok(Done::said(say.with("amount", self.amount).with("due", row.due)).made(id))
    }

    fn example() -> Self {
        ChargeOther { student: StudentId(3), name: "画材费".into(), amount: Money(12_000), due: None }
    }
}

/// Writes off what will not be paid: of one charge, or (with none named) of what was owed when the
/// books were opened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WriteOff {
    /// Whose.
    pub student: StudentId,
    /// Which charge.
    #[serde(default)]
    pub charge: Option<ChargeId>,
    /// How much; all that is open when not given.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Why.
    pub reason: Prose,
}

impl Act for WriteOff {
    const NAME: &'static str = "fee.write_off";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        let account = match self.charge {
            Some(id) => {
                charge(&books.draft, self.student, id)?;
                Account::charge(self.student, id)
            }
            None => Account::receivable(self.student),
        };
        let open = Money(balance(&books.draft, account)?);
        let amount = self.amount.unwrap_or(open);
        if amount.0 <= 0 {
            return Err(Refused::input(Say::new("fee-nothing-open")));
        }
        if amount > open {
            return Err(Refused::input(Say::new("fee-over-open").with("amount", amount).with("open", open)));
        }
        let step = Move {
            from: account,
            to: Account::new(AccountKind::WrittenOff, 0, 0),
            amount: amount.0,
            day: books.today(),
            why: Why::WriteOff,
            subject: account.b,
            tag: 0,
        };
        shift(books, step)?;
        Ok(Done::said(Say::new("fee-written-off").with("name", &who.name).with("amount", amount)))
    }

    fn example() -> Self {
        WriteOff { student: StudentId(3), charge: Some(ChargeId(7)), amount: None, reason: "失联".into() }
    }
}
