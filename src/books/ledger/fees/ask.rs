//! What the fee desk asks: a student's account, what a sale would come to, arrears by age.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::{CHARGES, ahead, paid_for};
use super::receipt::receipts_of;
use super::value::is_opening;
use super::{
    Arrear, Charge, Method, Offer, Quote, ReceiptNo, Step, VoucherState, arrear, arrears, owed, vouchers,
};
use crate::base::{ChargeId, Credits, Day, LotId, Money, PriceId, Refused, StudentId, Text};
use crate::books::ledger::credits::{Lot, lots, unit_price};
use crate::books::ledger::{self, balance};
use crate::books::register::{Class, Standing, Student, classes_of, name_of, student};
use crate::books::{Ask, RULES, View};

/// Asks for a student's account.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeAccount {
    /// Whose.
    pub student: StudentId,
    /// Also lots that are used up.
    #[serde(default)]
    pub used_up: bool,
}

/// A student's account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountAnswer {
    /// Whose.
    pub student: StudentId,
    /// What they are called.
    pub name: Text,
    /// Whom to call.
    pub phone: Text,
    /// The first guardian's name; empty when none is known.
    pub guardian: Text,
    /// The classes in which they have a place today.
    pub classes: Vec<Text>,
    /// What is owed in all.
    pub owed: Money,
    /// What is owed from before the books were opened; a part of `owed`.
    pub opening: Money,
    /// What was paid ahead.
    pub ahead: Money,
    /// What the student's vouchers are good for today.
    pub voucher: Money,
    /// Those vouchers, the ones that end first in front.
    pub vouchers: Vec<VoucherState>,
    /// What is due, and since when.
    pub arrear: Option<Arrear>,
    /// How far dunning has come.
    pub dunning: Option<Step>,
    /// All charges, newest first.
    pub charges: Vec<ChargeState>,
    /// Lots, oldest first.
    pub lots: Vec<LotState>,
    /// Receipts and refunds, newest first.
    pub receipts: Vec<ReceiptState>,
}

/// A charge, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeState {
    /// Its id.
    pub id: ChargeId,
    /// The charge.
    pub charge: Charge,
    /// What was settled: paid, refunded or written off.
    pub settled: Money,
    /// What is open.
    pub open: Money,
    /// What was paid for it and may be given back: of what was charged without lessons.
    pub back: Money,
}

/// A lot, and what is left in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LotState {
    /// Its id.
    pub id: LotId,
    /// The lot.
    pub lot: Lot,
    /// The credits left.
    pub left: Credits,
    /// What one lesson of it costs, rounded.
    pub unit: Money,
    /// What the credits left cost.
    pub value: Money,
    /// It was brought in when the books were opened: what it cost is what the office states.
    pub opening: bool,
}

/// A receipt in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptState {
    /// Its number.
    pub number: ReceiptNo,
    /// Its day.
    pub day: Day,
    /// How much was paid or paid out.
    pub total: Money,
    /// By which methods.
    pub methods: Vec<Method>,
    /// The payment was taken back.
    pub void: bool,
    /// The journal entry that gave it.
    pub seq: u64,
}

impl Ask for FeeAccount {
    const NAME: &'static str = "fee.account";
    type Answer = AccountAnswer;

    fn answer(&self, view: &View<'_>) -> Result<AccountAnswer, Refused> {
        let (read, who) = (view.read, self.student);
        let row = student(read, who)?;
        let today = view.today();
        let mut classes = Vec::new();
        for (class, place) in classes_of(read, who)? {
            if matches!(place.standing(today), Standing::Active | Standing::Paused) {
                classes.push(name_of::<Class>(read, class)?);
            }
        }
        let vouchers = vouchers(read, who, today)?;
        let owed = owed(read, who)?;
        let opening = owed.iter().filter(|row| row.charge.is_none()).map(|row| row.open.0).sum();
        let arrear = arrear(read, who, today)?;
        let dunning = arrear.as_ref().and_then(|arrear| Step::at(arrear.age, &view.school.fees));
        let mut charges = Vec::new();
        for ((_, id), charge) in CHARGES.all(read, &(who,))?.into_iter().rev() {
            let open = Money(balance(read, ledger::Account::charge(who, id))?);
            let back = if charge.lots.is_empty() { paid_for(read, who, id)? } else { Money(0) };
            charges.push(ChargeState { id, settled: Money(charge.total.0 - open.0), charge, open, back });
        }
        let mut found = Vec::new();
        for (id, lot, left) in lots(read, who, self.used_up)? {
            let value = Money(-balance(read, ledger::Account::deferred(who, id))?);
            let unit = unit_price(lot.value, lot.credits);
            let opening = lot.paid && is_opening(read, who, id)?;
            found.push(LotState { id, lot, left, unit, value, opening });
        }
        let receipts = receipts_of(read, who)?.into_iter().map(|(number, receipt, void)| ReceiptState {
            number,
            day: receipt.day,
            total: receipt.total,
            methods: receipt.parts.iter().map(|part| part.method).collect(),
            void,
            seq: receipt.seq,
        });
        let mut receipts: Vec<_> = receipts.collect();
        receipts.sort_by_key(|receipt| std::cmp::Reverse(receipt.seq));
        Ok(AccountAnswer {
            student: who,
            phone: call(&row),
            guardian: row.guardians.first().map(|guardian| guardian.name.clone()).unwrap_or_default(),
            name: row.name,
            classes,
            owed: Money(owed.iter().map(|row| row.open.0).sum()),
            opening: Money(opening),
            ahead: ahead(read, who)?,
            voucher: Money(vouchers.iter().map(|voucher| voucher.left.0).sum()),
            vouchers,
            arrear,
            dunning,
            charges,
            lots: found,
            receipts,
        })
    }

    fn example() -> Self {
        FeeAccount { student: StudentId(3), used_up: false }
    }
}

/// Asks what a sale would come to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeQuote {
    /// The sale.
    #[serde(flatten)]
    pub offer: Offer,
}

impl Ask for FeeQuote {
    const NAME: &'static str = "fee.quote";
    type Answer = Quote;

    fn answer(&self, view: &View<'_>) -> Result<Quote, Refused> {
        // Nobody by number is someone who is only just taken in.
        if self.offer.student != StudentId::default() {
            student(view.read, self.offer.student)?;
        }
        self.offer.quote(view.read, view.school, view.today(), RULES)
    }

    fn example() -> Self {
        FeeQuote { offer: Offer::of(StudentId(3), PriceId(1)) }
    }
}

/// Where to call a family: the student's own number, or else the first guardian's.
fn call(who: &Student) -> Text {
    match who.guardians.first() {
        Some(guardian) if who.phone.is_empty() => guardian.phone.clone(),
        _ => who.phone.clone(),
    }
}

/// Asks who owes what is due, the oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeeArrears {
    /// On which day; today when not given.
    #[serde(default)]
    pub day: Option<Day>,
}

/// Someone who owes what is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArrearsRow {
    /// What is due, and since when.
    pub arrear: Arrear,
    /// What the student is called.
    pub name: Text,
    /// Whom to call.
    pub phone: Text,
    /// How far dunning has come.
    pub step: Option<Step>,
}

impl Ask for FeeArrears {
    const NAME: &'static str = "fee.arrears";
    type Answer = Vec<ArrearsRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<ArrearsRow>, Refused> {
        let mut rows = Vec::new();
        for arrear in arrears(view.read, self.day.unwrap_or_else(|| view.today()))? {
            let who = student(view.read, arrear.student)?;
            let step = Step::at(arrear.age, &view.school.fees);
            rows.push(ArrearsRow { arrear, phone: call(&who), name: who.name, step });
        }
        rows.sort_by_key(|row| (row.arrear.oldest, row.arrear.student));
        Ok(rows)
    }

    fn example() -> Self {
        FeeArrears::default()
    }
}
