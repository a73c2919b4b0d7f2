//! Selling an item of the price list: a charge for the family, a liability for the school, credits for
//! the student.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::{Charge, due, put_charge};
use super::lots::settled;
use super::{Facts, Move, ONLY_PAID, Quote, dunning, quote, shift, vouchers};
use crate::base::{ChargeId, Day, DiscountId, Kind, LotId, Money, PriceId, Refused, Say, StudentId, Text};
use crate::books::ledger::credits::{LOTS, Lot, grant};
use crate::books::ledger::{Account, AccountKind, Why, balance};
use crate::books::register::{Discount, DiscountKind, Listed, Price, School, student};
use crate::books::{Act, Books, Counter, Done, next_number};
use crate::store::Read;

/// What is to be sold, and what the discounts go by. The sum follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    /// To whom; left out for someone who is only just taken in, and has no number yet.
    #[serde(default)]
    pub student: StudentId,
    /// What.
    pub price: PriceId,
    /// How many of it.
    #[serde(default = "one")]
    pub count: u16,
    /// A coupon's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<Text>,
    /// How much of the student's vouchers to use.
    #[serde(default)]
    pub voucher: Money,
    /// A brother or sister who is a student here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sibling: Option<StudentId>,
    /// A friend who is a student here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub friend: Option<StudentId>,
    /// Discounts that are to be left away.
    #[serde(default)]
    pub without: Vec<DiscountId>,
}

fn one() -> u16 {
    1
}

impl Offer {
    /// An item for a student, with nothing but the discounts that apply by themselves.
    pub fn of(student: StudentId, price: PriceId) -> Offer {
        Offer {
            student,
            price,
            count: 1,
            coupon: None,
            voucher: Money(0),
            sibling: None,
            friend: None,
            without: vec![],
        }
    }

    /// An item for someone who is only just taken in.
    pub fn to_newcomer(price: PriceId) -> Offer {
        Offer::of(StudentId::default(), price)
    }

    /// What it comes to on a day, by the rules of that version.
    ///
    /// # Errors
    /// When the item is not sold, a code is none, more is asked of vouchers than they are good for, or
    /// a brother, sister or friend is no student.
    pub fn quote(&self, read: &dyn Read, school: &School, day: Day, by: u16) -> Result<Quote, Refused> {
        let price = self.price(read, day)?;
        let rules = Discount::TABLE.all(read, &())?;
        let facts = self.facts((read, by), day, &rules)?;
        let quote = quote(&price, self.count, &rules, &facts, &school.fees)?;
        let taken = |wanted: fn(&DiscountKind) -> bool| {
            quote.discounts.iter().any(|(id, _)| rules.iter().any(|(rule, d)| rule == id && wanted(&d.kind)))
        };
        if let Some(code) = &self.coupon
            && !taken(|kind| matches!(kind, DiscountKind::Coupon(_)))
        {
            return Err(Refused::input(Say::new("price-coupon-not-taken").with("code", code)));
        }
        if self.voucher.0 > 0 && !taken(|kind| *kind == DiscountKind::Voucher) {
            return Err(Refused::input(Say::new("price-voucher-not-taken")));
        }
        Ok(quote)
    }

    fn price(&self, read: &dyn Read, day: Day) -> Result<Price, Refused> {
        let price =
            Price::TABLE.get(read, &self.price)?.ok_or_else(|| Refused::missing(Price::NOUN, self.price))?;
        if !price.sold_on(day) {
            return Err(Refused::input(Say::new("price-not-sold").with("name", &price.name)));
        }
        Ok(price)
    }

    fn facts(
        &self,
        (read, by): (&dyn Read, u16),
        day: Day,
        rules: &[(DiscountId, Discount)],
    ) -> Result<Facts, Refused> {
        for other in self.sibling.iter().chain(&self.friend) {
            let found = student(read, *other)?;
            if *other == self.student || found.left.is_some_and(|left| left < day) {
                return Err(Refused::input(Say::new("price-other-not-student").with("name", &found.name)));
            }
        }
        if self.voucher.0 < 0 {
            return Err(Refused::input(Say::new("error-negative")));
        }
        let good_for = vouchers::good_for(read, self.student, day)?;
        if self.voucher > good_for {
            return Err(Refused::input(Say::new("price-voucher-short").with("have", good_for)));
        }
        let mut used = Vec::new();
        for (id, _) in rules {
            let of = |student| balance(read, Account::new(AccountKind::DiscountUsed, id.0, student));
            let own = if self.student == StudentId::default() { 0 } else { of(self.student.0)? };
            used.push((*id, -of(0)?, own));
        }
        let lots = LOTS.all(read, &(self.student,))?;
        Ok(Facts {
            day,
            renewal: lots.iter().any(|(_, lot)| lot.paid),
            sibling: self.sibling.is_some(),
            friend: self.friend.is_some(),
            coupon: self.coupon.clone(),
            voucher: self.voucher,
            used,
            without: self.without.clone(),
            rules: by,
        })
    }
}

/// Sells an item of the price list: charges the sum that the rules come to, and grants its credits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sell {
    /// What, to whom.
    #[serde(flatten)]
    pub offer: Offer,
    /// Due on; as the settings say when not given.
    #[serde(default)]
    pub due: Option<Day>,
    /// The total that was agreed to; when the rules now come to another, the sale is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Money>,
}

impl Act for Sell {
    const NAME: &'static str = "fee.sell";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let sold = sell(books, &self.offer, self.due, self.expect)?;
        let say = Say::new("fee-sold").with("name", &sold.name).with("what", &sold.what);
        let mut done = Done::said(say.with("total", sold.total).with("due", sold.due)).made(sold.charge);
        done.said.extend(sold.warnings);
        done.made.extend(sold.lots.iter().map(LotId::to_string));
        Ok(done)
    }

    fn example() -> Self {
        Sell { offer: Offer::of(StudentId(3), PriceId(1)), due: None, expect: Some(Money(364_800)) }
    }
}

/// What came of a sale.
pub(in crate::books) struct Sold {
    /// To whom.
    pub name: Text,
    /// What.
    pub what: Text,
    /// What is charged.
    pub total: Money,
    /// Due on.
    pub due: Day,
    /// The charge.
    pub charge: ChargeId,
    /// The lots that it grants.
    pub lots: Vec<LotId>,
    /// What one should know.
    pub warnings: Vec<Say>,
}

/// Sells what is offered, as [`Sell`] says.
///
/// # Errors
/// When the student is unknown or owes for too long, the offer can't be made, or it comes to another sum than
/// `expect`.
pub(in crate::books) fn sell(
    books: &mut Books<'_>,
    offer: &Offer,
    due_on: Option<Day>,
    expect: Option<Money>,
) -> Result<Sold, Refused> {
    let who = student(&books.draft, offer.student)?;
    let name = who.name;
    dunning::not_blocked(books, offer.student, &name)?;
    let today = books.today();
    let quote = offer.quote(&books.draft, &books.school, today, books.cx.rules)?;
    if expect.is_some_and(|expect| expect != quote.total) {
        return Err(Refused::new(Kind::Conflict, Say::new("price-changed").with("total", quote.total))
            .hint(Say::new("price-changed-hint")));
    }
    let price = offer.price(&books.draft, today)?;
    let charge = ChargeId(next_number(books, Counter::Charge)?);
    let due = due(books, due_on)?;
    let lots = grant_lots(books, offer.student, &price, &quote)?;
    let row = Charge {
        name: price.name.clone(),
        lines: quote.lines.clone(),
        total: quote.total,
        day: today,
        due,
        by: books.cx.operator,
        lots: lots.clone(),
    };
    let deferred = Account::deferred(offer.student, lots[0]);
    put_charge(books, offer.student, charge, &row, deferred, (Why::Sale, lots[0].0))?;
    settled(books, offer.student, lots[0], quote.credits, quote.total)?;
    count_uses(books, offer, charge, &quote)?;
    let mut warnings = quote.warnings;
    if let Some(left) = who.left.filter(|left| *left < today && books.cx.rules >= ONLY_PAID) {
        warnings.push(Say::new("fee-sold-left").with("name", &name).with("day", left));
    }
    Ok(Sold { name, what: price.name, total: quote.total, due, charge, lots, warnings })
}

/// The paid lot, and the gift's if there is one.
fn grant_lots(
    books: &mut Books<'_>,
    who: StudentId,
    price: &Price,
    quote: &Quote,
) -> Result<Vec<LotId>, Refused> {
    let paid = Lot {
        paid: true,
        credits: quote.credits,
        value: quote.total,
        expires: quote.expires,
        course: price.course,
        label: price.name.clone(),
        from: books.today(),
    };
    let gift = Lot {
        paid: false,
        credits: quote.gift,
        value: Money(0),
        expires: quote.gift_expires,
        ..paid.clone()
    };
    let mut lots = vec![grant(books, who, paid, Why::Sale)?];
    if quote.gift.0 > 0 {
        lots.push(grant(books, who, gift, Why::Gift)?);
    }
    Ok(lots)
}

/// Counts the discounts that were used, and takes vouchers down.
fn count_uses(books: &mut Books<'_>, offer: &Offer, id: ChargeId, quote: &Quote) -> Result<(), Refused> {
    let day = books.today();
    for (discount, off) in &quote.discounts {
        let account = |student| Account::new(AccountKind::DiscountUsed, discount.0, student);
        let (why, subject) = (Why::Discount, id.0);
        let step =
            Move { from: account(0), to: account(offer.student.0), amount: 1, day, why, subject, tag: 0 };
        shift(books, step)?;
        let is_voucher =
            Discount::TABLE.get(&books.draft, discount)?.is_some_and(|d| d.kind == DiscountKind::Voucher);
        if is_voucher {
            vouchers::spend(books, offer.student, *off, id)?;
        }
    }
    Ok(())
}
