//! Arrears, charges, lots and receipts as rows. Plain data in, cells out.

use crate::base::{ChargeId, Day, LotId, Money, TicketId};
use crate::desk::ledger::fees::{
    AccountAnswer, ArrearsRow, ChargeState, DrawerAnswer, FeeStatementRow, LotState, ReceiptState, Series,
    Step, VoucherState,
};
use crate::desk::queue::ListRow;
use crate::desk::register::FoundStudent;
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::due;
use crate::tui::symbol::{self, DOT};
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::text::{Align, cut, fit, width};
use crate::tui::widgets::{Column, Item, Line, Row};

/// An amount without its sign of currency, for columns.
pub fn plain(amount: Money, look: &Look) -> String {
    amount.plain(look.shown.currency.digits())
}

pub fn arrears_columns(look: &Look) -> Vec<Column> {
    vec![
        Column::flexible(look.text("fees-student"), 10, 2),
        Column::fixed(look.text("fees-phone"), 13),
        Column::fixed(look.text("fees-oldest"), 10),
        Column::fixed(look.text("fees-age"), 8).right(),
        Column::fixed(look.text("fees-owed"), 12).right(),
        Column::flexible(look.text("fees-step"), 12, 1),
    ]
}

pub fn arrear(row: &ArrearsRow, look: &Look) -> Row {
    let (sign, key, role) = step(row.step);
    let next = match key {
        Some(key) => Line::of(sign, role).and(format!(" {}", look.text(key)), role),
        None => Line::new(),
    };
    let age = look.say(&say!("fees-days", days = row.arrear.age));
    Row {
        cells: vec![
            Line::of(row.name.to_string(), Role::Text),
            Line::of(grouped(&row.phone), Role::Muted),
            Line::of(look.lang.day(row.arrear.oldest, &look.shown), Role::Muted),
            Line::of(age, Role::Muted),
            Line::of(plain(row.arrear.owed, look), Role::Text),
            next,
        ],
        chosen: false,
    }
}

/// Someone whom a filter finds and who owes nothing that is due.
pub fn not_due(found: &FoundStudent, look: &Look) -> Row {
    let quiet = |text: String| Line::of(text, Role::Muted);
    Row {
        cells: vec![
            Line::of(found.name.to_string(), Role::Text),
            quiet(grouped(&found.phone)),
            Line::new(),
            Line::new(),
            Line::new(),
            quiet(look.text("fees-not-due").into_owned()),
        ],
        chosen: false,
    }
}

/// Sign, word and colour of how far dunning has come.
fn step(step: Option<Step>) -> (&'static str, Option<&'static str>, Role) {
    match step {
        None => (symbol::UNMARKED, None, Role::Text),
        Some(Step::Remind) => (symbol::LATE, Some("fees-step-remind"), Role::Late),
        Some(Step::RemindAgain) => (symbol::LATE, Some("fees-step-again"), Role::Late),
        Some(Step::Suspend) => (symbol::ABSENT, Some("fees-step-suspend"), Role::Bad),
        Some(Step::Block) => (symbol::ABSENT, Some("fees-step-block"), Role::Bad),
    }
}

/// Whether the operator's day-end is done: nothing more is taken or paid today.
pub fn is_closed(answer: &DrawerAnswer, look: &Look) -> bool {
    let closed = answer.drawer.as_ref().is_some_and(|drawer| drawer.closed.is_some());
    closed && answer.day == Some(look.shown.today)
}

/// How the drawer stands, for the headline.
pub fn drawer_status(answer: &DrawerAnswer, look: &Look) -> Line {
    let today = look.shown.today;
    match (&answer.drawer, answer.day) {
        (Some(drawer), Some(day)) if drawer.closed.is_none() && day < today => {
            Line::of(look.say(&say!("fees-drawer-not-closed", day = day)), Role::Bad)
        }
        (Some(drawer), Some(_)) if drawer.closed.is_none() => {
            let at = look.shown.zone.clock(drawer.opened);
            let said = match answer.expected {
                Some(cash) => say!("fees-drawer-open-cash", at = at, float = drawer.float, cash = cash),
                None => say!("fees-drawer-open", at = at, float = drawer.float),
            };
            Line::of(look.say(&said), Role::Muted)
        }
        _ if is_closed(answer, look) => Line::of(look.text("fees-drawer-closed").into_owned(), Role::Muted),
        _ => Line::of(look.text("fees-drawer-none").into_owned(), Role::Warn),
    }
}

/// What a row of an account is about; stays the same when others come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowId {
    /// What was owed when the books were opened.
    Opening,
    /// A charge.
    Charge(ChargeId),
    /// A lot of credits.
    Lot(LotId),
    /// Vouchers with that last day.
    Voucher(Option<Day>),
    /// A ticket that is under way.
    Ticket(TicketId),
}

/// Cells of the columns at the right: amount or unit price, total or credits left, settled or value, open or expiry.
pub const RIGHT_CELLS: [u16; 4] = [10, 10, 10, 12];

/// A line of an account.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// What it is about; none for heads and blank lines.
    pub id: Option<RowId>,
    /// Text at the left.
    pub left: Line,
    /// Numbers at the right, in the columns of [`RIGHT_CELLS`].
    pub right: [(String, Role); 4],
}

fn blank() -> [(String, Role); 4] {
    std::array::from_fn(|_| (String::new(), Role::Text))
}

fn head(keys: [&str; 5], look: &Look) -> AccountLine {
    let [left, right @ ..] = keys.map(|key| match key {
        "" => String::new(),
        key => look.text(key).into_owned(),
    });
    AccountLine { id: None, left: Line::of(left, Role::Title), right: right.map(|text| (text, Role::Label)) }
}

/// An account, line by line: what is charged, then the lessons that it bought.
pub fn account(answer: &AccountAnswer, tickets: &[ListRow], look: &Look) -> Vec<AccountLine> {
    let mut lines = Vec::new();
    let words = ["fees-paid", "fees-given"].map(|key| width(&look.text(key)));
    let dates = date_cells(answer.charges.iter().map(|charge| charge.charge.day), look);
    let cells = words.into_iter().fold(dates, usize::max);
    if answer.opening.0 > 0 || !answer.charges.is_empty() {
        let columns = ["fees-charges", "fees-amount", "fees-total", "fees-settled", "fees-open"];
        lines.push(head(columns, look));
    }
    if answer.opening.0 > 0 {
        let text = look.text("receipt-line-opening").into_owned();
        let mut right = blank();
        right[3] = (plain(answer.opening, look), Role::Bad);
        let left = behind("", cells, Role::Muted).and(text, Role::Text);
        lines.push(AccountLine { id: Some(RowId::Opening), left, right });
    }
    answer.charges.iter().for_each(|charge| charge_lines(charge, cells, look, &mut lines));
    if !answer.lots.is_empty() {
        apart(&mut lines);
        lines.push(head(["fees-lots", "fees-unit", "fees-left", "fees-value", "fees-expires"], look));
        lines.extend(answer.lots.iter().map(|lot| lot_line(lot, cells, look)));
    }
    if !answer.vouchers.is_empty() {
        apart(&mut lines);
        lines.push(head(["fees-vouchers", "", "", "fees-value", "fees-expires"], look));
        lines.extend(answer.vouchers.iter().map(|voucher| voucher_line(voucher, cells, look)));
    }
    if !tickets.is_empty() {
        apart(&mut lines);
        lines.push(head(["fees-tickets", "", "", "", ""], look));
        lines.extend(tickets.iter().map(|ticket| ticket_line(ticket, cells, look)));
    }
    lines
}

/// A blank line below what stands there.
fn apart(lines: &mut Vec<AccountLine>) {
    if !lines.is_empty() {
        lines.push(AccountLine { id: None, left: Line::new(), right: blank() });
    }
}

/// Cells that the longest of some dates takes.
fn date_cells(days: impl Iterator<Item = Day>, look: &Look) -> usize {
    days.map(|day| width(&look.lang.date(day, &look.shown))).max().unwrap_or(0)
}

/// A text behind a short word or a date of so many cells.
fn behind(first: &str, cells: usize, role: Role) -> Line {
    Line::of(format!("{}  ", fit(first, cells, Align::Left)), role)
}

/// A charge that is open is explained line by line, one that is settled is one quiet line.
fn charge_lines(charge: &ChargeState, cells: usize, look: &Look, lines: &mut Vec<AccountLine>) {
    let id = Some(RowId::Charge(charge.id));
    let day = look.lang.date(charge.charge.day, &look.shown);
    let total = plain(charge.charge.total, look);
    if charge.open.0 == 0 {
        let left = behind(&day, cells, Role::Muted).and(charge.charge.name.to_string(), Role::Muted);
        let done = (symbol::CHOSEN.to_owned(), Role::Muted);
        let right = [
            (String::new(), Role::Muted),
            (total, Role::Muted),
            (plain(charge.settled, look), Role::Muted),
            done,
        ];
        lines.push(AccountLine { id, left, right });
        return;
    }
    // Due today is not late yet, as in the headline.
    let late = charge.charge.due < look.shown.today;
    let last = charge.charge.lines.len().saturating_sub(1);
    for (index, line) in charge.charge.lines.iter().enumerate() {
        let date = if index == 0 { day.as_str() } else { "" };
        let mut right = blank();
        if line.amount.0 != 0 {
            right[0] = (plain(line.amount, look), Role::Text);
        }
        if index == last {
            right[1] = (total.clone(), Role::Text);
            right[2] = (plain(charge.settled, look), Role::Muted);
            right[3] = (plain(charge.open, look), if late { Role::Bad } else { Role::Warn });
        }
        let left = behind(date, cells, Role::Muted).and(look.say(&line.say), Role::Text);
        lines.push(AccountLine { id, left, right });
    }
}

/// What a lot is called; what was brought along when the books were opened has no name of its own.
pub fn lot_name(lot: &LotState, look: &Look) -> String {
    match lot.opening && lot.lot.label.is_empty() {
        true => look.text("fees-lot-opening").into_owned(),
        false => lot.lot.label.to_string(),
    }
}

fn lot_line(lot: &LotState, cells: usize, look: &Look) -> AccountLine {
    let (key, role) = if lot.lot.paid { ("fees-paid", Role::Label) } else { ("fees-given", Role::Excused) };
    let used_up = lot.left.0 == 0;
    let quiet = if used_up { Role::Muted } else { Role::Text };
    // What was brought along when the books were opened has no price before the office states it.
    let unpriced = lot.opening && lot.lot.value.0 == 0;
    let name = lot_name(lot, look);
    let left = behind(&look.text(key), cells, role).and(name, quiet);
    let expires = lot.lot.expires.map(|day| look.lang.date(day, &look.shown)).unwrap_or_default();
    let past = lot.lot.expires.is_some_and(|day| day < look.shown.today);
    let right = [
        (if unpriced { String::new() } else { plain(lot.unit, look) }, Role::Muted),
        (lot.left.to_string(), quiet),
        match unpriced {
            true => (look.text("fees-unpriced").into_owned(), Role::Label),
            false => (plain(lot.value, look), Role::Muted),
        },
        (expires, if past && !used_up { Role::Bad } else { Role::Muted }),
    ];
    AccountLine { id: Some(RowId::Lot(lot.id)), left, right }
}

fn voucher_line(voucher: &VoucherState, cells: usize, look: &Look) -> AccountLine {
    let left = behind("", cells, Role::Muted).and(look.text("fees-voucher-of"), Role::Text);
    let expires = voucher.expires.map(|day| look.lang.date(day, &look.shown)).unwrap_or_default();
    let mut right = blank();
    right[2] = (plain(voucher.left, look), Role::Ok);
    right[3] = (expires, Role::Muted);
    AccountLine { id: Some(RowId::Voucher(voucher.expires)), left, right }
}

/// What is under way, at which step, and by when.
fn ticket_line(ticket: &ListRow, cells: usize, look: &Look) -> AccountLine {
    let step = [&ticket.kind_name, &ticket.step_name].map(|say| look.say(say)).join(DOT);
    let mut left =
        behind(&ticket.id.to_string(), cells, Role::Muted).and(step, Role::Text).and(DOT, Role::Muted);
    left.0.extend(due::line(ticket, look).0);
    let said = [ticket.owner_name.to_string(), look.say(&ticket.title)];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    let left = left.and(format!("{DOT}{}", said.join(DOT)), Role::Muted);
    AccountLine { id: Some(RowId::Ticket(ticket.id)), left, right: blank() }
}

/// Receipts, each in one line: day, number, amount (below zero for what was paid out), void.
pub fn receipts(rows: &[ReceiptState], look: &Look) -> Vec<Line> {
    let cells = date_cells(rows.iter().map(|row| row.day), look);
    rows.iter().map(|row| receipt(row, cells, look)).collect()
}

fn receipt(row: &ReceiptState, cells: usize, look: &Look) -> Line {
    let amount = match row.number.series {
        Series::Payment => row.total,
        Series::Refund => Money(-row.total.0),
    };
    let role = if row.void { Role::Muted } else { Role::Text };
    let line = behind(&look.lang.date(row.day, &look.shown), cells, Role::Muted)
        .and(format!("{}", row.number), role)
        .and(fit(&plain(amount, look), 10, Align::Right), role);
    if row.void {
        return line.and(format!("  {} {}", symbol::ABSENT, look.text("receipt-void")), Role::Muted);
    }
    let methods: Vec<String> = row.methods.iter().map(|method| look.say(&method.say())).collect();
    line.and(format!(" {}", methods.join("+")), Role::Muted)
}

/// Cells of a line of a statement before its amounts.
const STATEMENT_CELLS: usize = 34;

/// How an account came about, each in one line: day, what, the amount, what was owed after it.
pub fn statement(rows: &[FeeStatementRow], look: &Look) -> Vec<Item> {
    let cells = date_cells(rows.iter().map(|row| row.day), look);
    let item = |row: &FeeStatementRow| {
        let day = fit(&look.lang.date(row.day, &look.shown), cells, Align::Left);
        let amounts = [row.amount, row.owed].map(|amount| fit(&plain(amount, look), 11, Align::Right));
        let text = format!("{day}  {}", look.say(&row.what));
        Item::new(cut(&text, STATEMENT_CELLS)).detail(amounts.concat())
    };
    rows.iter().map(item).collect()
}

/// Cells of a headline on the narrowest screen, less the gap between its halves.
const HEADLINE_CELLS: usize = 76;

/// Who it is, as far as there is room beside what is owed: the class goes first, then the guardian's name.
fn who(answer: &AccountAnswer, room: usize, look: &Look) -> Line {
    let phone = grouped(&answer.phone);
    let call = match answer.guardian.is_empty() {
        true => phone.clone(),
        false => look.say(&say!("fees-guardian", name = &answer.guardian, phone = phone.as_str())),
    };
    let class = answer.classes.first().map(ToString::to_string).unwrap_or_default();
    let id = answer.student.to_string();
    let of = |facts: &[&String]| {
        let facts: Vec<&str> =
            facts.iter().map(|fact| fact.as_str()).filter(|fact| !fact.is_empty()).collect();
        Line::of(answer.name.to_string(), Role::Title).and(format!(" {}", facts.join(DOT)), Role::Muted)
    };
    let tries = [of(&[&id, &class, &call]), of(&[&id, &call]), of(&[&id, &phone])];
    tries.into_iter().find(|line| line.width() <= room).unwrap_or_else(|| of(&[&id]))
}

/// Who it is, and how much is owed: the headline of an account.
pub fn headline(answer: &AccountAnswer, look: &Look) -> (Line, Line) {
    let stands = stands(answer, look);
    (who(answer, HEADLINE_CELLS.saturating_sub(stands.width()), look), stands)
}

/// What is owed, since when, and what follows from it.
fn stands(answer: &AccountAnswer, look: &Look) -> Line {
    if answer.owed.0 == 0 {
        return Line::of(look.text("fees-nothing-owed").into_owned(), Role::Muted);
    }
    let late = answer.arrear.as_ref().filter(|arrear| arrear.age > 0);
    let role = if late.is_some() { Role::Bad } else { Role::Warn };
    let mut right = Line::of(look.say(&say!("fees-owes", owed = answer.owed)), role);
    if let Some(arrear) = late {
        right = right.and(format!("{DOT}{}", look.say(&say!("fees-overdue", days = arrear.age))), role);
    }
    if let (sign, Some(key), role) = step(answer.dunning.filter(|step| *step >= Step::Suspend)) {
        right = right.and(format!("{DOT}{sign} {}", look.text(key)), role);
    }
    right
}
