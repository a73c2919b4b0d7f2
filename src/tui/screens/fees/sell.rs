//! Selling: an item of the price list, with the discounts that the rules allow. The sum is computed and
//! explained line by line, never typed.

use std::cell::Cell;
use std::rc::Rc;

use crate::base::{DiscountId, Money, PriceId, Refused, StudentId};
use crate::desk::ledger::fees::{ChargeOther, FeeAccount, FeeQuote, Offer, Quote, Sell};
use crate::desk::register::{List, Price};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::input::Action;
use crate::tui::shared::student::charge::{at_field, explained};
use crate::tui::shared::student::meant;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker, Values};

/// The name of the field in which a discount is taken or left away.
fn discount_field(id: DiscountId) -> String {
    format!("discount-{id}")
}

const USE: &str = "use";
const LEAVE: &str = "leave";

/// Picks what is sold: the price list, then anything else.
pub fn pick(who: StudentId, cx: &mut Cx) -> Effect {
    let mut prices = match cx.ask(&List::<Price>::live()) {
        Ok(prices) => prices,
        Err(no) => return refused(no),
    };
    prices.retain(|price| price.value.sold_on(cx.look.shown.today));
    let item = |price: &crate::desk::register::Listing<Price>| {
        let detail = say!("fees-price", price = price.value.price, credits = price.value.credits);
        Item::new(price.value.name.to_string()).detail(cx.look.say(&detail))
    };
    let mut items: Vec<Item> = prices.iter().map(item).collect();
    items.push(Item::new(cx.look.text("fees-other")));
    let ids: Vec<PriceId> = prices.iter().map(|price| price.id).collect();
    let title = cx.look.text("fees-sell").into_owned();
    let take = move |index: usize, cx: &mut Cx| match ids.get(index) {
        Some(price) => sale(who, *price, cx),
        None => Effect::Open(Box::new(other(who, cx))),
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// What follows a sale: it is paid at once, or not.
fn then_collect(told: Effect) -> Effect {
    Effect::Many(vec![told, Effect::Do(Action::AccountCollect)])
}

/// Material, an exam, a uniform.
fn other(who: StudentId, cx: &Cx) -> Form {
    let digits = cx.look.shown.currency.digits();
    let fields = vec![
        Field::text("name", say!("fees-other-name")).required(),
        Field::new("amount", say!("fees-amount"), FieldKind::Money { digits }).required(),
        Field::new("due", say!("fees-due"), FieldKind::Day).hint(say!("fees-due-hint")),
    ];
    Form::new(say!("fees-other"), fields, move |values, cx| {
        let act = ChargeOther {
            student: who,
            name: values.text("name").unwrap_or_default(),
            amount: values.money("amount").unwrap_or_default(),
            due: values.day("due"),
        };
        let about = |no: Refused| match no.reason.key.as_ref() {
            "fee-due-past" => Complaint::from(no).at("due"),
            _ => Complaint::from(no).at("amount"),
        };
        Ok(then_collect(done(cx.session.submit(act).map_err(about)?)))
    })
}

/// What the fields of a sale say beside the item and the discounts.
struct Terms {
    who: StudentId,
    price: PriceId,
    /// The discounts that applied to begin with, in the order of their fields.
    discounts: Vec<DiscountId>,
}

impl Terms {
    fn offer(&self, values: &Values, cx: &Cx) -> Result<Offer, Complaint> {
        let other = |field: &'static str| -> Result<Option<StudentId>, Complaint> {
            let found = values.text(field).map(|typed| meant(cx, &typed)).transpose();
            found.map_err(|no| Complaint::from(no).at(field))
        };
        let left =
            |id: &DiscountId| (values.choice(&discount_field(*id)).as_deref() == Some(LEAVE)).then_some(*id);
        Ok(Offer {
            count: values.number("count").and_then(|count| u16::try_from(count).ok()).unwrap_or(1),
            coupon: values.text("coupon"),
            voucher: values.money("voucher").unwrap_or_default(),
            sibling: other("sibling")?,
            friend: other("friend")?,
            without: self.discounts.iter().filter_map(left).collect(),
            ..Offer::of(self.who, self.price)
        })
    }

    fn quote(&self, values: &Values, cx: &Cx) -> Result<(Offer, Quote), Complaint> {
        let offer = self.offer(values, cx)?;
        match cx.ask(&FeeQuote { offer: offer.clone() }) {
            Ok(quote) => Ok((offer, quote)),
            Err(no) => Err(at_field(no)),
        }
    }
}

fn sale(who: StudentId, price: PriceId, cx: &mut Cx) -> Effect {
    let first = cx.ask(&FeeQuote { offer: Offer::of(who, price) });
    let account = cx.ask(&FeeAccount { student: who, used_up: false });
    let (first, account) = match first.and_then(|first| Ok((first, account?))) {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let fields = fields(&first, account.voucher, cx);
    let title = say!("fees-sell-to", name = &account.name);
    let terms = Rc::new(Terms { who, price, discounts: first.discounts.iter().map(|(id, _)| *id).collect() });
    // The total that stood on the screen: the sale is refused if the rules come to another by then.
    let seen = Rc::new(Cell::new(first.total));
    let form = {
        let (terms, seen) = (Rc::clone(&terms), Rc::clone(&seen));
        Form::new(title, fields, move |values, cx| {
            let offer = terms.offer(values, cx)?;
            let sold = cx.session.submit(Sell { offer, due: None, expect: Some(seen.get()) });
            Ok(then_collect(done(sold.map_err(at_field)?)))
        })
    };
    let form = form.remark(move |values, cx| match terms.quote(values, cx) {
        Ok((_, quote)) => {
            seen.set(quote.total);
            Some(explained(&quote))
        }
        Err(complaint) => Some(complaint.reason),
    });
    Effect::Open(Box::new(form.remarked(cx)))
}

fn fields(first: &Quote, voucher: Money, cx: &Cx) -> Vec<Field> {
    let digits = cx.look.shown.currency.digits();
    let count = FieldKind::Number { least: 1, most: 99 };
    let mut fields = vec![Field::new("count", say!("fees-count-of"), count).value("1").required()];
    // The first line is the item; those of the discounts follow in their order.
    for ((id, _), line) in first.discounts.iter().zip(first.lines.iter().skip(1)) {
        let choices = vec![(USE.to_owned(), say!("fees-use")), (LEAVE.to_owned(), say!("fees-leave"))];
        fields.push(Field::choice(discount_field(*id), line.say.clone(), choices));
    }
    fields.push(Field::text("coupon", say!("fees-coupon")));
    if voucher.0 > 0 {
        let hint = say!("fees-voucher-hint", have = voucher);
        fields.push(Field::new("voucher", say!("fees-voucher"), FieldKind::Money { digits }).hint(hint));
    }
    fields.push(Field::text("sibling", say!("fees-sibling")).hint(say!("fees-other-hint")));
    fields.push(Field::text("friend", say!("fees-friend")).hint(say!("fees-other-hint")));
    fields
}
