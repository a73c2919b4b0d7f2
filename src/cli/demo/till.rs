//! The fee desk of the demo school: what is sold, paid in full, in part or not, taken back, written off,
//! lapsed, and counted at the end of each day.

use super::maker::{ADVISOR, CASHIER, MANAGER, Maker, RECEPTION, SUPERVISOR};
use super::prices::{LARGE, SINGLE, TERM, USUAL};
use crate::base::{Kind, LotId, Money, Prose, Refused, StudentId, Text};
use crate::books::ledger::fees::{
    BankCash, ChargeOther, CloseDrawer, CountSafe, DrawerState, FeeAccount, FeeArrears, FeeQuote,
    GiveVoucher, Keep, LapseCredits, Method, MoveCash, MoveWith, Offer, OpenDrawer, OpenSafe, Part, Pay,
    SafeState, Sell, Step, WriteOff,
};
use crate::books::register::ExportRoster;
use crate::books::undo::Undo;

const FLOAT: Money = Money(50_000);
/// What is in the safe when the books are opened.
const SAFE: Money = Money(200_000);
/// What is at the bank then.
const BANK: Money = Money(5_200_000);
/// From so few lessons on a family is asked to buy again.
const FEW: i64 = 800;

/// What the fee desk knows of the weeks so far.
#[derive(Default)]
pub struct Till {
    /// Those with enough, as of the last look round.
    others: Vec<StudentId>,
    /// Those with few lessons left who will buy again.
    few: Vec<StudentId>,
    sales: u32,
    /// Packages that were sold and paid in full.
    pub paid: Vec<(StudentId, LotId)>,
}

/// States what was in the safe and at the bank before the first day.
pub fn begin(maker: &mut Maker) -> Result<(), Refused> {
    maker.submit(MANAGER, OpenSafe { of: Keep::Safe, amount: SAFE })?;
    maker.submit(MANAGER, OpenSafe { of: Keep::Bank, amount: BANK }).map(drop)
}

/// Once a week the safe is counted, and what it need not hold goes to the bank, in whole hundreds.
fn to_bank(maker: &mut Maker, no: u32) -> Result<(), Refused> {
    let left = maker.ask(&SafeState::default())?.left.unwrap_or_default();
    let counted = Some(Money(left.0.max(0)));
    maker.submit(CASHIER, CountSafe { of: Keep::Safe, counted, reason: Prose::default() })?;
    let over = left.0 - SAFE.0;
    let amount = Money(over / 10_000 * 10_000);
    if amount.0 <= 0 {
        return Ok(());
    }
    let slip = Text::new(format!("{:07}", 42_000 + no));
    maker.submit(CASHIER, BankCash { amount, slip, reason: Prose::default() }).map(drop)
}

/// Opens the drawer.
pub fn open(maker: &mut Maker) -> Result<(), Refused> {
    maker.submit(CASHIER, OpenDrawer { float: FLOAT }).map(drop)
}

/// Counts and closes it. Once, halfway, a note is missing.
pub fn close(maker: &mut Maker, no: u32) -> Result<(), Refused> {
    let state = maker.ask(&DrawerState { cashier: Some(CASHIER) })?;
    let expected = state.expected.unwrap_or_default();
    let missing = no == maker.size.weeks * 7 / 2;
    let counted = Money(expected.0 - if missing { 1_000 } else { 0 });
    let reason = if missing { "找零时多找了十元" } else { "" };
    maker
        .submit(
            CASHIER,
            CloseDrawer { counted: Some(counted), reason: reason.into(), ..CloseDrawer::default() },
        )
        .map(drop)
}

impl Till {
    /// The trade of a day, the `no`th.
    pub fn trade(&mut self, maker: &mut Maker, no: u32) -> Result<(), Refused> {
        if no.is_multiple_of(7) {
            self.look_round(maker)?;
        }
        for _ in 0..=maker.size.students / 150 {
            self.renew(maker)?;
        }
        collect(maker)?;
        match no % 7 {
            1 => self.material(maker)?,
            3 => maker
                .submit(
                    CASHIER,
                    MoveCash { amount: Money(-3_500), with: MoveWith::Petty, reason: "买粉笔".into() },
                )
                .map(drop)?,
            5 => lapse(maker)?,
            6 => to_bank(maker, no)?,
            _ => {}
        }
        if no == maker.size.weeks * 7 * 3 / 4 {
            write_off(maker)?;
        }
        Ok(())
    }

    fn look_round(&mut self, maker: &Maker) -> Result<(), Refused> {
        let roster = maker.ask(&ExportRoster { left: false })?;
        // Of those with few lessons left, not every one will buy again.
        let (few, enough): (Vec<_>, Vec<_>) = roster.iter().partition(|line| line.lessons_left.0 < FEW);
        let few = few.into_iter().filter(|line| !line.id.0.is_multiple_of(3));
        self.few = few.map(|line| line.id).collect();
        self.others = enough.into_iter().map(|line| line.id).collect();
        Ok(())
    }

    /// Someone buys again: mostly who has few lessons left.
    fn renew(&mut self, maker: &mut Maker) -> Result<(), Refused> {
        let student = if maker.percent(60) && !self.few.is_empty() {
            let at = maker.below(self.few.len());
            Some(self.few.remove(at))
        } else {
            maker.one_of(&self.others)
        };
        let Some(student) = student.filter(|id| !maker.gone.contains(id)) else { return Ok(()) };
        let items = [LARGE, LARGE, USUAL, USUAL, USUAL, TERM, SINGLE];
        let mut offer = Offer::of(student, maker.one_of(&items).unwrap_or(USUAL));
        if maker.percent(6) {
            offer.sibling =
                maker.one_of(&self.others).filter(|other| *other != student && !maker.gone.contains(other));
        }
        self.sell(maker, offer)
    }

    /// Sells to someone who has just come; who brought them earns a voucher.
    pub fn enrol(
        &mut self,
        maker: &mut Maker,
        student: StudentId,
        friend: Option<StudentId>,
    ) -> Result<(), Refused> {
        if let Some(friend) = friend {
            let give = GiveVoucher {
                student: friend,
                amount: Money(20_000),
                brought: Some(student),
                expires: None,
                reason: "转介绍".into(),
            };
            maker.submit(SUPERVISOR, give)?;
        }
        self.sell(maker, Offer { friend, ..Offer::of(student, USUAL) })
    }

    fn sell(&mut self, maker: &mut Maker, mut offer: Offer) -> Result<(), Refused> {
        let student = offer.student;
        let account = maker.ask(&FeeAccount { student, used_up: false })?;
        if account.dunning >= Some(Step::Block) {
            return Ok(());
        }
        if offer.price != SINGLE {
            offer.voucher = account.voucher;
        }
        let total = maker.ask(&FeeQuote { offer: offer.clone() })?.total;
        let by = if maker.percent(50) { ADVISOR } else { RECEPTION };
        let sold = maker.submit(by, Sell { offer, due: None, expect: Some(total) })?;
        let open = Money(account.owed.0 + total.0);
        self.sales += 1;
        // In turn: most pay at once, some in two ways, some a part, some not yet.
        match self.sales % 10 {
            2 => mistaken(maker, student, open)?,
            3 => mixed(maker, student, open)?,
            4 | 9 => return pay(maker, student, Money(open.0 * 2 / 5)),
            6 => return Ok(()),
            _ => pay(maker, student, open)?,
        }
        // The charge comes first, then its lots.
        if let Some(lot) = sold.made.get(1).and_then(|id| id.parse().ok()) {
            self.paid.push((student, lot));
        }
        Ok(())
    }

    fn material(&mut self, maker: &mut Maker) -> Result<(), Refused> {
        let student = maker.one_of(&self.others).filter(|id| !maker.gone.contains(id));
        let Some(student) = student else { return Ok(()) };
        let charge = ChargeOther { student, name: "画材费".into(), amount: Money(12_000), due: None };
        maker.submit(RECEPTION, charge)?;
        if maker.percent(60) { pay(maker, student, Money(12_000)) } else { Ok(()) }
    }
}

/// Takes a payment by one method.
fn pay(maker: &mut Maker, student: StudentId, amount: Money) -> Result<(), Refused> {
    use Method::{Alipay, Bank, Card, Cash, Cheque, Wechat};
    let methods = [Wechat, Wechat, Wechat, Wechat, Alipay, Alipay, Cash, Cash, Card, Bank, Cheque];
    let method = maker.one_of(&methods).unwrap_or(Wechat);
    let parts = vec![part(maker, method, amount)];
    take(maker, student, parts).map(drop)
}

/// Keyed in wrongly, taken back, and taken once more.
fn mistaken(maker: &mut Maker, student: StudentId, amount: Money) -> Result<(), Refused> {
    let wrong = take(maker, student, vec![Part::of(Method::Alipay, amount)])?;
    maker.submit(CASHIER, Undo { seq: wrong, reason: "付款方式选错".into() })?;
    take(maker, student, vec![Part::of(Method::Wechat, amount)]).map(drop)
}

/// Half of it in cash.
fn mixed(maker: &mut Maker, student: StudentId, amount: Money) -> Result<(), Refused> {
    let cash = Money(amount.0 / 20_000 * 10_000);
    if cash.0 == 0 {
        return pay(maker, student, amount);
    }
    let rest = Money(amount.0 - cash.0);
    let parts = vec![Part::of(Method::Cash, cash), Part::of(Method::Wechat, rest)];
    take(maker, student, parts).map(drop)
}

fn part(maker: &mut Maker, method: Method, amount: Money) -> Part {
    let reference = match method {
        Method::Bank | Method::Cheque => Text::new(format!("{:08}", maker.below(100_000_000))),
        _ => Text::default(),
    };
    Part { method, amount, reference }
}

/// Cash is handed over in notes of a hundred.
fn take(maker: &mut Maker, student: StudentId, parts: Vec<Part>) -> Result<u64, Refused> {
    let cash: i64 = parts.iter().filter(|part| part.method == Method::Cash).map(|part| part.amount.0).sum();
    let tendered = (cash > 0).then_some(Money((cash + 9_999) / 10_000 * 10_000));
    let pay = Pay { student, parts, tendered, charges: Vec::new(), prepay: false };
    Ok(maker.submit(CASHIER, pay)?.seq)
}

/// Some of those who owe come by and pay, or pay something.
fn collect(maker: &mut Maker) -> Result<(), Refused> {
    for row in maker.ask(&FeeArrears::default())? {
        let (student, owed) = (row.arrear.student, row.arrear.owed);
        match maker.below(100) {
            0..=3 => pay(maker, student, owed)?,
            4 if owed.0 > 20_000 => pay(maker, student, Money(10_000))?,
            _ => {}
        }
    }
    Ok(())
}

/// What can't be had any more: the oldest arrears.
fn write_off(maker: &mut Maker) -> Result<(), Refused> {
    let Some(row) = maker.ask(&FeeArrears::default())?.into_iter().next() else { return Ok(()) };
    let student = row.arrear.student;
    let account = maker.ask(&FeeAccount { student, used_up: true })?;
    let oldest = account.charges.iter().rev().find(|charge| charge.open.0 > 0);
    // What was owed when the books were opened comes before every charge.
    let charge = oldest.filter(|_| account.opening.0 == 0).map(|charge| charge.id);
    maker.submit(MANAGER, WriteOff { student, charge, amount: None, reason: "家长失联".into() }).map(drop)
}

fn lapse(maker: &mut Maker) -> Result<(), Refused> {
    match maker.submit(SUPERVISOR, LapseCredits::default()) {
        // Nothing ran out this week.
        Err(refused) if refused.kind == Kind::Input => Ok(()),
        other => other.map(drop),
    }
}
