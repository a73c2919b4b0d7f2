//! Refunds 退费: worked out per lot. What was paid and what was given are never netted silently: each lot
//! has its line, and gifts of a sale that is wholly refunded are withdrawn and said.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::{ahead, charge, owed, paid_for};
use super::origin::{Sale, sale_of, sold, written_off};
use super::receipt::issue;
use super::{Line, Method, Move, Movement, ONLY_PAID, Part, Receipt, Series, drawer, shift};
use crate::base::{ChargeId, Credits, Kind, LotId, Money, Prose, Refused, Say, StaffId, StudentId, TicketId};
use crate::books::ledger::credits::{LOTS, Lot, lots, share, unit_price};
use crate::books::ledger::{Account, AccountKind, Why, balance};
use crate::books::register::{handles_money, is_operator, student};
use crate::books::{Act, Ask, Books, Done, RULES, View};
use crate::store::Read;

/// A lot to be refunded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RefundLot {
    /// Which.
    pub lot: LotId,
    /// How many of its credits; all that are left when not given.
    #[serde(default)]
    pub credits: Option<Credits>,
}

/// What was charged without lessons (material, an exam, a uniform), to be given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RefundCharge {
    /// Which.
    pub charge: ChargeId,
    /// How much of what was paid for it; all of it when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// Refunds paid credits that were not used, what was paid for other things and ahead, and pays it out. The decision on
/// a refund's ticket carries it out (`refund.request`, then `ticket.decide` by another person); handed in by itself
/// it is refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RefundFees {
    /// To whom.
    pub student: StudentId,
    /// Which lots.
    #[serde(default)]
    pub lots: Vec<RefundLot>,
    /// All paid lots that have credits left, instead of some.
    #[serde(default)]
    pub all: bool,
    /// Which charges without lessons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<RefundCharge>,
    /// How much of what was paid ahead.
    #[serde(default)]
    pub prepaid: Money,
    /// A handling fee that is kept 手续费.
    #[serde(default)]
    pub fee: Money,
    /// How it is paid out; `prepaid` keeps it on the account as paid ahead.
    pub method: Method,
    /// From whose drawer or till; the operator's own when not given.
    #[serde(default)]
    pub cashier: Option<StaffId>,
    /// Who asked for it.
    pub requested_by: StaffId,
    /// The ticket that asks for it: the one whose decision carries it out.
    #[serde(default)]
    pub ticket: Option<TicketId>,
    /// Leave the gifts of the sale with the student.
    #[serde(default)]
    pub keep_gifts: bool,
    /// Why.
    pub reason: Prose,
}

/// What a refund comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reckoning {
    /// Line by line; their sum is what is paid out.
    pub lines: Vec<Line>,
    /// What is paid out.
    pub total: Money,
    /// What each lot gives back.
    pub lots: Vec<LotShare>,
    /// Gifts that are withdrawn.
    pub gifts: Vec<(LotId, Credits)>,
    /// What each charge without lessons gives back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<(ChargeId, Money)>,
}

/// What a lot gives back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LotShare {
    /// The lot.
    pub lot: LotId,
    /// The credits that are taken out of it.
    pub credits: Credits,
    /// Their part of its price.
    pub value: Money,
    /// The charge that it was sold with, also where it was moved since.
    pub charge: Option<ChargeId>,
    /// Whose charge that is.
    #[serde(default)]
    pub charged: StudentId,
    /// How much of the value settles what is still open of that charge.
    pub settles: Money,
    /// How much of it is set against what was written off of that charge: it was never paid.
    #[serde(default)]
    pub written_off: Money,
}

impl RefundFees {
    /// Works it out, by the rules of that version.
    ///
    /// # Errors
    /// When more is asked for than was paid, a lot was given and not sold, or nothing is left.
    pub fn reckon(&self, read: &dyn Read, rules: u16) -> Result<Reckoning, Refused> {
        student(read, self.student)?;
        let mut sum = Reckoning::default();
        for wanted in self.wanted(read)? {
            self.reckon_lot((read, rules), &wanted, &mut sum)?;
        }
        for wanted in &self.charges {
            self.reckon_charge(read, wanted, &mut sum)?;
        }
        if self.prepaid.0 < 0 || self.fee.0 < 0 {
            return Err(Refused::input(Say::new("error-negative")));
        }
        let have = ahead(read, self.student)?;
        if self.prepaid > have {
            let say = Say::new("fee-prepaid-short").with("have", have).with("amount", self.prepaid);
            return Err(Refused::input(say));
        }
        if self.prepaid.0 > 0 {
            sum.lines.push(Line { say: Say::new("receipt-line-prepaid"), amount: self.prepaid });
        }
        if sum.lines.is_empty() {
            return Err(Refused::input(Say::new("fee-nothing-to-refund")));
        }
        let before_fee: i64 = sum.lines.iter().map(|line| line.amount.0).sum();
        if self.fee.0 > before_fee {
            return Err(Refused::input(Say::new("fee-fee-too-high").with("most", Money(before_fee))));
        }
        if self.fee.0 > 0 {
            sum.lines.push(Line { say: Say::new("fee-line-handling"), amount: Money(-self.fee.0) });
        }
        sum.total = Money(before_fee - self.fee.0);
        Ok(sum)
    }

    /// Refuses to pay out by way of somebody who has no till.
    ///
    /// # Errors
    /// When that is nobody, or nobody who handles money.
    pub fn has_till(&self, books: &Books<'_>) -> Result<(), Refused> {
        if self.method == Method::Prepaid || books.cx.replayed {
            return Ok(());
        }
        handles_money(&books.draft, self.cashier.unwrap_or(books.cx.operator))
    }

    /// Refuses what no ticket of this student's grants: where money goes back, one person asks and another approves.
    fn is_granted(&self, books: &Books<'_>) -> Result<(), Refused> {
        // Once it could be handed in by itself, and journals hold such.
        let by = books.grant.filter(|by| self.ticket == Some(by.ticket) && by.student == Some(self.student));
        if books.cx.replayed || by.is_some() {
            return Ok(());
        }
        Err(Refused::new(Kind::Forbidden, Say::new("fee-refund-by-ticket"))
            .hint(Say::new("fee-refund-by-ticket-hint")))
    }

    fn reckon_charge(
        &self,
        read: &dyn Read,
        wanted: &RefundCharge,
        sum: &mut Reckoning,
    ) -> Result<(), Refused> {
        let id = wanted.charge;
        let row = charge(read, self.student, id)?;
        if !row.lots.is_empty() {
            return Err(Refused::input(Say::new("fee-charge-with-lots").with("name", &row.name)));
        }
        let paid = paid_for(read, self.student, id)?;
        let amount = wanted.amount.unwrap_or(paid);
        let twice = sum.charges.iter().any(|(other, _)| *other == id);
        if twice || amount.0 <= 0 || amount > paid {
            let say = Say::new("fee-charge-refund-over").with("name", &row.name);
            return Err(Refused::input(say.with("amount", amount).with("paid", paid)));
        }
        sum.lines.push(Line { say: Say::new("fee-line-refund-other").with("name", &row.name), amount });
        sum.charges.push((id, amount));
        Ok(())
    }

    fn wanted(&self, read: &dyn Read) -> Result<Vec<RefundLot>, Refused> {
        if self.all {
            let found = lots(read, self.student, false)?;
            let paid = found.into_iter().filter(|(_, lot, left)| lot.paid && left.0 > 0);
            return Ok(paid.map(|(lot, ..)| RefundLot { lot, credits: None }).collect());
        }
        let mut ids: Vec<LotId> = self.lots.iter().map(|wanted| wanted.lot).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|two| two[0] == two[1]) {
            return Err(Refused::input(Say::new("fee-lot-twice").with("id", twice[0])));
        }
        Ok(self.lots.clone())
    }

    fn reckon_lot(
        &self,
        (read, rules): (&dyn Read, u16),
        wanted: &RefundLot,
        sum: &mut Reckoning,
    ) -> Result<(), Refused> {
        let id = wanted.lot;
        let lot = lot_of(read, self.student, id)?;
        if !lot.paid {
            return Err(Refused::input(Say::new("fee-gift-not-refunded").with("label", label_of(&lot))));
        }
        let left = Credits(balance(read, Account::lot(self.student, id))?);
        let credits = wanted.credits.unwrap_or(left);
        if credits.0 <= 0 || credits > left {
            let say = Say::new("fee-refund-over").with("credits", credits).with("left", left);
            return Err(Refused::input(say.with("label", label_of(&lot))));
        }
        let deferred = -balance(read, Account::deferred(self.student, id))?;
        let value = share(deferred, credits.0, left.0);
        let own = sold(read, self.student, id)?;
        let sale = if rules < ONLY_PAID { own.clone() } else { sale_of(read, self.student, id)? };
        let (settles, written_off) = match &sale {
            Some(sale) => unpaid(read, sale, value, sum, rules)?,
            None => (0, 0),
        };
        // What was brought along when the books were opened has no name.
        let say = match lot.label.is_empty() {
            true => Say::new("fee-line-refund-opening"),
            false => Say::new("fee-line-refund").with("label", &lot.label),
        };
        let say = say.with("credits", credits);
        // Less than a lesson was once said to cost what it costs, and not what a lesson would.
        let unit = match rules < ONLY_PAID {
            true => Money(share(deferred, 100, left.0)),
            false => unit_price(Money(deferred), left),
        };
        let say = say.with("unit", unit);
        sum.lines.push(Line { say, amount: Money(value) });
        if settles > 0 {
            sum.lines.push(Line { say: Say::new("fee-line-settles"), amount: Money(-settles) });
        }
        if written_off > 0 {
            sum.lines.push(Line { say: Say::new("fee-line-written-off"), amount: Money(-written_off) });
        }
        let gifts = own.as_ref().map(|own| own.row.lots.as_slice()).unwrap_or_default();
        self.reckon_gifts(read, gifts, (id, credits == left), sum)?;
        sum.lots.push(LotShare {
            lot: id,
            credits,
            value: Money(value),
            charge: sale.as_ref().map(|sale| sale.charge),
            charged: sale.map_or(self.student, |sale| sale.student),
            settles: Money(settles),
            written_off: Money(written_off),
        });
        Ok(())
    }

    /// What becomes of the gifts of a sale of which a lot goes back, wholly or in part.
    fn reckon_gifts(
        &self,
        read: &dyn Read,
        gifts: &[LotId],
        (id, wholly): (LotId, bool),
        sum: &mut Reckoning,
    ) -> Result<(), Refused> {
        for gift in gifts.iter().filter(|gift| **gift != id) {
            let left_given = Credits(balance(read, Account::lot(self.student, *gift))?);
            if left_given.0 <= 0 || lot_of(read, self.student, *gift)?.paid {
                continue;
            }
            let withdrawn = wholly && !self.keep_gifts;
            let say = match withdrawn {
                true => Say::new("fee-line-gift-withdrawn"),
                false => Say::new("fee-line-gift-kept"),
            };
            sum.lines.push(Line { say: say.with("credits", left_given), amount: Money(0) });
            if withdrawn {
                sum.gifts.push((*gift, left_given));
            }
        }
        Ok(())
    }

    /// Takes the credits and gifts out of their lots, and turns their price into what is owed back.
    fn withdraw(&self, books: &mut Books<'_>, sum: &Reckoning) -> Result<(), Refused> {
        let day = books.today();
        let why = Why::Refund;
        let ended = Account::new(AccountKind::CreditsEnded, 0, 0);
        let gifts = sum.gifts.iter().copied();
        let credits = sum.lots.iter().map(|share| (share.lot, share.credits)).chain(gifts);
        for (lot, credits) in credits {
            let from = Account::lot(self.student, lot);
            shift(books, Move { from, to: ended, amount: credits.0, day, why, subject: lot.0, tag: 0 })?;
        }
        for part in &sum.lots {
            let to = Account::deferred(self.student, part.lot);
            let subject = part.lot.0;
            if let Some(charge) = part.charge {
                let from = Account::charge(part.charged, charge);
                shift(books, Move { from, to, amount: part.settles.0, day, why, subject, tag: 0 })?;
                // By way of the charge, which tells how much is still to be set against.
                let (off, amount) = (Account::new(AccountKind::WrittenOff, 0, 0), part.written_off.0);
                let (why, subject) = (Why::WriteOff, charge.0);
                shift(books, Move { from: off, to: from, amount, day, why, subject, tag: 0 })?;
                let (why, subject) = (Why::Refund, part.lot.0);
                shift(books, Move { from, to, amount, day, why, subject, tag: 0 })?;
            }
            let amount = part.value.0 - part.settles.0 - part.written_off.0;
            let from = Account::receivable(self.student);
            shift(books, Move { from, to, amount, day, why, subject, tag: 0 })?;
        }
        let income = Account::new(AccountKind::OtherIncome, 0, 0);
        for (charge, amount) in &sum.charges {
            // By way of the charge, which tells what was paid for it and what of that went back.
            let (subject, amount) = (charge.0, amount.0);
            let charge = Account::charge(self.student, *charge);
            let from = Account::receivable(self.student);
            shift(books, Move { from, to: charge, amount, day, why, subject, tag: 0 })?;
            shift(books, Move { from: charge, to: income, amount, day, why, subject, tag: 0 })?;
        }
        let (from, to) = (income, Account::receivable(self.student));
        shift(books, Move { from, to, amount: self.fee.0, day, why, subject: 0, tag: 0 })
    }

    /// Pays out from the cashier's drawer or till.
    fn pay_out(&self, books: &mut Books<'_>, cashier: StaffId, amount: Money) -> Result<(), Refused> {
        let from = self.method.account(cashier, self.student);
        let to = Account::receivable(self.student);
        if from == to || amount.0 == 0 {
            return Ok(());
        }
        drawer::ready_of(books, cashier, self.method == Method::Cash)?;
        if self.method == Method::Cash && balance(&books.draft, from)? < amount.0 {
            return Err(Refused::input(Say::new("drawer-short").with("amount", amount)));
        }
        let (day, tag) = (books.today(), Movement::Refund as u64);
        shift(books, Move { from, to, amount: amount.0, day, why: Why::Refund, subject: 0, tag })
    }
}

/// How much of a value was never paid, of the sale that it comes from: what settles what is open, and what is set
/// against what was written off; less what the lots before it in the same refund have taken.
fn unpaid(
    read: &dyn Read,
    sale: &Sale,
    value: i64,
    sum: &Reckoning,
    rules: u16,
) -> Result<(i64, i64), Refused> {
    if rules < ONLY_PAID {
        return Ok((value.min(sale.open(read)?), 0));
    }
    let before =
        sum.lots.iter().filter(|part| (part.charged, part.charge) == (sale.student, Some(sale.charge)));
    let (settled, off) = before.fold((0, 0), |(s, w), part| (s + part.settles.0, w + part.written_off.0));
    let settles = value.min(sale.open(read)? - settled).max(0);
    let off = written_off(read, sale.student, sale.charge)? - off;
    Ok((settles, off.clamp(0, value - settles)))
}

/// What a lot is called; what was brought along when the books were opened has no name of its own.
fn label_of(lot: &Lot) -> Say {
    match lot.label.is_empty() {
        true => Say::new("fees-lot-opening"),
        false => Say::new("sop-own").with("text", &lot.label),
    }
}

fn lot_of(read: &dyn Read, who: StudentId, id: LotId) -> Result<Lot, Refused> {
    LOTS.get(read, &(who, id))?.ok_or_else(|| Refused::missing("fee-noun-lot", id))
}

impl Act for RefundFees {
    const NAME: &'static str = "fee.refund";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        self.is_granted(books)?;
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        if is_operator(books, self.requested_by)? {
            return Err(Refused::new(Kind::Forbidden, Say::new("fee-refund-own"))
                .hint(Say::new("fee-refund-own-hint")));
        }
        crate::books::register::staff(&books.draft, self.requested_by)?;
        let sum = self.reckon(&books.draft, books.cx.rules)?;
        self.has_till(books)?;
        let opening = Money(balance(&books.draft, Account::receivable(self.student))?.clamp(0, sum.total.0));
        self.withdraw(books, &sum)?;
        let cashier = self.cashier.unwrap_or(books.cx.operator);
        self.pay_out(books, cashier, sum.total)?;
        let left = Money(owed(&books.draft, self.student)?.iter().map(|row| row.open.0).sum());
        let receipt = Receipt {
            student: self.student,
            name: who.name.clone(),
            day: books.today(),
            at: books.cx.at,
            by: books.cx.operator,
            cashier,
            terminal: books.cx.terminal.clone(),
            lines: sum.lines,
            total: sum.total,
            parts: vec![Part::of(self.method, sum.total)],
            tendered: None,
            change: Money(0),
            left,
            reason: self.reason.clone(),
            seq: books.cx.seq,
        };
        let no = issue(books, Series::Refund, &receipt)?;
        let say = Say::new("fee-refunded").with("name", &who.name).with("amount", sum.total);
        let say = say.with("number", no.to_string()).with("method", self.method.say());
        let mut done = Done::said(say).made(no);
        if self.method == Method::Prepaid && opening.0 > 0 && books.cx.rules >= ONLY_PAID {
            done = done.and(Say::new("fee-refund-kept-opening").with("amount", opening));
        }
        for (_, credits) in &sum.gifts {
            done = done.and(Say::new("fee-line-gift-withdrawn").with("credits", *credits));
        }
        Ok(done)
    }

    fn example() -> Self {
        RefundFees {
            student: StudentId(3),
            lots: vec![RefundLot { lot: LotId(1), credits: Some(Credits::lessons(2)) }],
            all: false,
            charges: Vec::new(),
            prepaid: Money(0),
            fee: Money(0),
            method: Method::Cash,
            cashier: None,
            requested_by: StaffId(2),
            ticket: None,
            keep_gifts: false,
            reason: "搬家，退剩余课时".into(),
        }
    }
}

/// Asks what a refund would come to, before anybody approves it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeReckon {
    /// The refund.
    #[serde(flatten)]
    pub refund: RefundFees,
}

impl Ask for FeeReckon {
    const NAME: &'static str = "fee.reckon";
    type Answer = Reckoning;

    fn answer(&self, view: &View<'_>) -> Result<Reckoning, Refused> {
        self.refund.reckon(view.read, RULES)
    }

    fn example() -> Self {
        FeeReckon { refund: RefundFees::example() }
    }
}
