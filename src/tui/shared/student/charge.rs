//! What is sold with an enrolment: an item of the price list, what it goes by, and what it comes to, line by line
//! before it is agreed to.

use std::cell::Cell;

use super::meant;
use crate::base::{CourseId, Money, Refused, Say, StudentId};
use crate::desk::ledger::fees::{FeeQuote, Line, Offer, Quote};
use crate::desk::register::{List, Listing, Price};
use crate::say;
use crate::tui::app::Cx;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

/// What may be sold, and the total that stood on the screen last.
pub struct Charge {
    prices: Vec<Listing<Price>>,
    seen: Cell<Money>,
}

impl Charge {
    /// Reads the price list as it holds today; what is for that course comes first.
    ///
    /// # Errors
    /// When the desk refuses.
    pub fn read(course: Option<CourseId>, cx: &Cx) -> Result<Charge, Refused> {
        let mut prices = cx.ask(&List::<Price>::live())?;
        prices.retain(|price| price.value.sold_on(cx.look.shown.today));
        prices.sort_by_key(|price| course.is_none() || price.value.course != course);
        Ok(Charge { prices, seen: Cell::new(Money(0)) })
    }

    /// The item, or nothing yet; and what its price goes by, which is asked once there is an item. No fields where
    /// there is no price list.
    pub fn fields(&self) -> Vec<Field> {
        if self.prices.is_empty() {
            return Vec::new();
        }
        let none = (String::new(), say!("roster-charge-none"));
        let item = |price: &Listing<Price>| {
            let text = say!("roster-charge-item", name = &price.value.name, price = price.value.price);
            (price.id.to_string(), text)
        };
        let items = std::iter::once(none).chain(self.prices.iter().map(item)).collect();
        let count = FieldKind::Number { least: 1, most: 99 };
        let hint = || say!("roster-charge-other-hint");
        vec![
            Field::choice("price", say!("roster-charge"), items).hint(say!("roster-charge-hint")),
            Field::new("count", say!("roster-charge-count"), count).value("1").required().only_with("price"),
            Field::text("sibling", say!("roster-charge-sibling")).hint(hint()).only_with("price"),
            Field::text("friend", say!("roster-charge-friend")).hint(hint()).only_with("price"),
            Field::text("coupon", say!("roster-charge-coupon")).only_with("price"),
        ]
    }

    /// What the fields offer, to a student or (`None`) to one who is only just taken in; none when nothing is sold.
    ///
    /// # Errors
    /// At the field of a student who is not found.
    pub fn offer(&self, values: &Values, to: Option<StudentId>, cx: &Cx) -> Result<Option<Offer>, Complaint> {
        let Some(price) = values.choice("price").and_then(|id| id.parse().ok()) else { return Ok(None) };
        let other = |field: &'static str| -> Result<Option<StudentId>, Complaint> {
            let found = values.text(field).map(|typed| meant(cx, &typed)).transpose();
            found.map_err(|no| Complaint::from(no).at(field))
        };
        let offer = to.map_or_else(|| Offer::to_newcomer(price), |student| Offer::of(student, price));
        Ok(Some(Offer {
            count: values.number("count").and_then(|count| u16::try_from(count).ok()).unwrap_or(1),
            coupon: values.text("coupon"),
            sibling: other("sibling")?,
            friend: other("friend")?,
            ..offer
        }))
    }

    /// What the fields come to, line by line, or what stands against it; nothing when nothing is sold.
    pub fn explain(&self, values: &Values, to: Option<StudentId>, cx: &Cx) -> Option<Say> {
        let quote = match self.offer(values, to, cx) {
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

/// A refusal of what is sold, at the field that it is about.
pub fn at_field(no: Refused) -> Complaint {
    let field = match no.reason.key.as_ref() {
        "price-coupon-not-taken" => "coupon",
        "price-voucher-not-taken" | "price-voucher-short" => "voucher",
        "price-other-not-student" => "sibling",
        "price-count-zero" => "count",
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
        return line.say.clone();
    }
    say!("fees-line", what = line.say.clone(), amount = line.amount)
}

/// Sentences one below the other.
pub fn below(lines: impl Iterator<Item = Say>) -> Say {
    let below = |first, second| say!("fees-below", first = first, second = second);
    lines.reduce(below).unwrap_or_else(|| say!("fee-nothing-open"))
}
