//! What is sold: at the fee desk, and with an enrolment. What its price goes by, and what it comes to, line by line
//! before it is agreed to. The sum is computed, never typed.

use std::cell::Cell;

use super::meant;
use crate::base::{CourseId, DiscountId, Money, PriceId, Refused, Say, StudentId};
use crate::desk::ledger::fees::{FeeAccount, FeeQuote, Line, Offer, Quote, Step};
use crate::desk::register::{List, Listing, Price};
use crate::say;
use crate::tui::app::Cx;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

const USE: &str = "use";
const LEAVE: &str = "leave";

/// The items that are offered: one that was picked before, or the price list to choose from.
enum Items {
    One(PriceId),
    List(Vec<Listing<Price>>),
}

/// A discount that is taken off unless someone leaves it out, and the items that it is taken off.
struct Automatic {
    id: DiscountId,
    said: Say,
    prices: Vec<String>,
}

impl Automatic {
    /// The name of the field in which it is taken or left out.
    fn field(&self) -> String {
        format!("discount-{}", self.id)
    }
}

/// What may be sold, and the total that stood on the screen last.
pub struct Charge {
    /// To whom; none for one who is only just taken in.
    to: Option<StudentId>,
    items: Items,
    automatic: Vec<Automatic>,
    /// What the student's vouchers are good for.
    voucher: Money,
    seen: Cell<Money>,
}

impl Charge {
    /// One item of the price list.
    ///
    /// # Errors
    /// When it is not sold, or the desk refuses.
    pub fn of(student: StudentId, price: PriceId, cx: &Cx) -> Result<Charge, Refused> {
        let first = cx.ask(&FeeQuote { offer: Offer::of(student, price) })?;
        let charge = Charge::offering(Some(student), Items::One(price), &[price], cx);
        charge.seen.set(first.total);
        Ok(charge)
    }

    /// The price list as it holds today, or nothing yet; what is for that course comes first.
    ///
    /// # Errors
    /// When the desk refuses.
    pub fn with_enrolment(
        to: Option<StudentId>,
        course: Option<CourseId>,
        cx: &Cx,
    ) -> Result<Charge, Refused> {
        let mut prices = cx.ask(&List::<Price>::live())?;
        prices.retain(|price| price.value.sold_on(cx.look.shown.today));
        prices.sort_by_key(|price| course.is_none() || price.value.course != course);
        let ids: Vec<PriceId> = prices.iter().map(|price| price.id).collect();
        Ok(Charge::offering(to, Items::List(prices), &ids, cx))
    }

    fn offering(to: Option<StudentId>, items: Items, prices: &[PriceId], cx: &Cx) -> Charge {
        // Who may not see an account uses no vouchers of it.
        let good_for =
            |student| cx.ask(&FeeAccount { student, used_up: false }).map(|account| account.voucher);
        let voucher = to.and_then(|student| good_for(student).ok()).unwrap_or_default();
        let mut automatic: Vec<Automatic> = Vec::new();
        for price in prices {
            for (id, said) in by_itself(offer(to, *price), cx) {
                match automatic.iter_mut().find(|known| known.id == id) {
                    Some(known) => known.prices.push(price.to_string()),
                    None => automatic.push(Automatic { id, said, prices: vec![price.to_string()] }),
                }
            }
        }
        Charge { to, items, automatic, voucher, seen: Cell::new(Money(0)) }
    }

    /// The item, unless it was picked before; and what its price goes by, which is asked once there is an item. No
    /// fields where there is no price list.
    pub fn fields(&self, cx: &Cx) -> Vec<Field> {
        let mut fields = match &self.items {
            Items::One(_) => Vec::new(),
            Items::List(prices) if prices.is_empty() => return Vec::new(),
            Items::List(prices) => vec![item_field(prices)],
        };
        let count = FieldKind::Number { least: 1, most: 99 };
        let count = Field::new("count", say!("fees-count-of"), count).value("1").required();
        fields.push(count.only_with("price"));
        for automatic in &self.automatic {
            let both = vec![(USE.to_owned(), say!("fees-use")), (LEAVE.to_owned(), say!("fees-leave"))];
            let field = Field::choice(automatic.field(), automatic.said.clone(), both);
            fields.push(field.only_with_choice("price", automatic.prices.clone()));
        }
        fields.push(Field::text("coupon", say!("fees-coupon")).only_with("price"));
        if self.voucher.0 > 0 {
            let money = FieldKind::Money { digits: cx.look.shown.currency.digits() };
            let hint = say!("fees-voucher-hint", have = self.voucher);
            fields.push(Field::new("voucher", say!("fees-voucher"), money).hint(hint).only_with("price"));
        }
        for (name, label) in [("sibling", say!("fees-sibling")), ("friend", say!("fees-friend"))] {
            fields.push(Field::text(name, label).hint(say!("fees-other-hint")).only_with("price"));
        }
        fields
    }

    /// What the fields offer; none when nothing is sold.
    ///
    /// # Errors
    /// At the field of a student who is not found.
    pub fn offer(&self, values: &Values, cx: &Cx) -> Result<Option<Offer>, Complaint> {
        let chosen = match self.items {
            Items::One(price) => Some(price),
            Items::List(_) => values.choice("price").and_then(|id| id.parse().ok()),
        };
        let Some(price) = chosen else { return Ok(None) };
        let other = |field: &'static str| -> Result<Option<StudentId>, Complaint> {
            let found = values.text(field).map(|typed| meant(cx, &typed)).transpose();
            found.map_err(|no| Complaint::from(no).at(field))
        };
        let left = |one: &&Automatic| values.choice(&one.field()).as_deref() == Some(LEAVE);
        Ok(Some(Offer {
            count: values.number("count").and_then(|count| u16::try_from(count).ok()).unwrap_or(1),
            coupon: values.text("coupon"),
            voucher: values.money("voucher").unwrap_or_default(),
            sibling: other("sibling")?,
            friend: other("friend")?,
            without: self.automatic.iter().filter(left).map(|one| one.id).collect(),
            ..offer(self.to, price)
        }))
    }

    /// What the fields come to, line by line, or what stands against it; nothing when nothing is sold.
    pub fn explain(&self, values: &Values, cx: &Cx) -> Option<Say> {
        let quote = match self.offer(values, cx) {
            Ok(offer) => cx.ask(&FeeQuote { offer: offer? }).map_err(Complaint::from),
            Err(complaint) => Err(complaint),
        };
        match quote {
            Ok(quote) => {
                self.seen.set(quote.total);
                Some(explained(&quote))
            }
            Err(complaint) => Some(complaint.reason),
        }
    }

    /// The total that stood on the screen: a sale is refused if the rules come to another by then.
    pub fn seen(&self) -> Money {
        self.seen.get()
    }
}

fn offer(to: Option<StudentId>, price: PriceId) -> Offer {
    to.map_or_else(|| Offer::to_newcomer(price), |student| Offer::of(student, price))
}

/// The discounts that are taken off without being asked for, also those that only come in once another is left out.
fn by_itself(mut offer: Offer, cx: &Cx) -> Vec<(DiscountId, Say)> {
    let mut found = Vec::new();
    while let Ok(quote) = cx.ask(&FeeQuote { offer: offer.clone() }) {
        if quote.discounts.is_empty() {
            break;
        }
        // The first line is the item; those of the discounts follow in their order.
        for ((id, _), line) in quote.discounts.iter().zip(quote.lines.iter().skip(1)) {
            offer.without.push(*id);
            found.push((*id, line.say.clone()));
        }
    }
    found
}

fn item_field(prices: &[Listing<Price>]) -> Field {
    let none = (String::new(), say!("roster-charge-none"));
    let item = |price: &Listing<Price>| {
        let text = say!("roster-charge-item", name = &price.value.name, price = price.value.price);
        (price.id.to_string(), text)
    };
    let items = std::iter::once(none).chain(prices.iter().map(item)).collect();
    Field::choice("price", say!("roster-charge"), items).hint(say!("roster-charge-hint"))
}

/// Why a student is sold nothing and gets no place: what is owed, and since when. It is said before anything is
/// asked; who may not see money is told by the command itself.
pub fn blocked(student: StudentId, cx: &Cx) -> Option<Refused> {
    let account = cx.ask(&FeeAccount { student, used_up: false }).ok()?;
    let arrear = account.arrear.filter(|_| account.dunning == Some(Step::Block))?;
    let say = say!("fee-blocked", name = &account.name, owed = arrear.owed, days = arrear.age);
    Some(Refused::input(say).hint(say!("fee-blocked-hint")))
}

/// A refusal of what is sold, at the field that it is about.
pub fn at_field(no: Refused, values: &Values) -> Complaint {
    let field = match no.reason.key.as_ref() {
        "price-coupon-not-taken" => "coupon",
        "price-voucher-not-taken" | "price-voucher-short" => "voucher",
        "price-other-not-student" if values.text("sibling").is_none() => "friend",
        "price-other-not-student" => "sibling",
        "price-count-zero" => "count",
        "fee-due-past" => "due",
        _ => return no.into(),
    };
    Complaint::from(no).at(field)
}

/// A quote line by line, its total, and what one should know before signing.
pub fn explained(quote: &Quote) -> Say {
    let lines = quote.lines.iter().map(line);
    let total = say!("fees-line-total", total = quote.total);
    below(lines.chain([total]).chain(quote.warnings.iter().cloned()))
}

/// A line of an explanation, with its amount if it has one.
pub fn line(line: &Line) -> Say {
    if line.amount.0 == 0 {
        return say!("fees-line-bare", what = line.say.clone());
    }
    say!("fees-line", what = line.say.clone(), amount = line.amount)
}

/// Sentences one below the other.
pub fn below(lines: impl Iterator<Item = Say>) -> Say {
    let below = |first, second| say!("fees-below", first = first, second = second);
    lines.reduce(below).unwrap_or_else(|| say!("fee-nothing-open"))
}
