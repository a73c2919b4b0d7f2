//! Selling: an item of the price list, with the discounts that the rules allow. The sum is computed and
//! explained line by line, never typed.

use std::rc::Rc;

use crate::base::{PriceId, Refused, StudentId};
use crate::desk::ledger::fees::{ChargeOther, FeeAccount, Sell};
use crate::desk::register::{List, Price};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::input::Action;
use crate::tui::shared::student::charge::{self, Charge};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker};

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

fn due_field() -> Field {
    Field::new("due", say!("fees-due"), FieldKind::Day).hint(say!("fees-due-hint"))
}

/// Material, an exam, a uniform.
fn other(who: StudentId, cx: &Cx) -> Form {
    let digits = cx.look.shown.currency.digits();
    let fields = vec![
        Field::text("name", say!("fees-other-name")).required(),
        Field::new("amount", say!("fees-amount"), FieldKind::Money { digits }).required(),
        due_field(),
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

fn sale(who: StudentId, price: PriceId, cx: &mut Cx) -> Effect {
    if let Some(no) = charge::blocked(who, cx) {
        return refused(no);
    }
    let account = cx.ask(&FeeAccount { student: who, used_up: false });
    let (charge, account) = match Charge::of(who, price, cx).and_then(|charge| Ok((charge, account?))) {
        Ok((charge, account)) => (Rc::new(charge), account),
        Err(no) => return refused(no),
    };
    let mut fields = charge.fields(cx);
    fields.push(due_field());
    let title = say!("fees-sell-to", name = &account.name);
    let asked = Rc::clone(&charge);
    let form = Form::new(title, fields, move |values, cx| {
        let Some(offer) = charge.offer(values, cx)? else { return Ok(Effect::Done) };
        let act = Sell { offer, due: values.day("due"), expect: Some(charge.seen()) };
        let sold = cx.session.submit(act).map_err(|no| charge::at_field(no, values))?;
        Ok(then_collect(done(sold)))
    });
    Effect::Open(Box::new(form.remark(move |values, cx| asked.explain(values, cx)).remarked(cx)))
}
