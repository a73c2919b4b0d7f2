//! The price list and its discounts, and the text modules that tickets are answered with.

use super::fields::{count, name_field, name_of, pointer, whole, whole_of};
use super::section::{Head, Names, Shown, name_in};
use crate::base::{Credits, Money, Prose, Say, Text};
use crate::desk::queue::Words;
use crate::desk::register::{Cut, Discount, DiscountKind, Price, PriceKind};
use crate::say;
use crate::tui::app::Look;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

fn money(field: &'static str, label: Say, now: Money, look: &Look) -> Field {
    let digits = look.shown.currency.digits();
    let shown = if now.0 == 0 { String::new() } else { now.plain(digits) };
    Field::new(field, label, FieldKind::Money { digits }).value(&shown)
}

fn credits(field: &'static str, label: Say, now: Credits) -> Field {
    let shown = if now.0 == 0 { String::new() } else { now.to_string() };
    Field::new(field, label, FieldKind::Credits).value(&shown)
}

fn days(values: &Values, field: &str) -> Option<u16> {
    values.whole(field).filter(|days| *days > 0)
}

const PRICES: [(PriceKind, &str); 3] = [
    (PriceKind::Package, "setup-price-package"),
    (PriceKind::Term, "setup-price-term"),
    (PriceKind::Lesson, "setup-price-lesson"),
];

impl Shown for Price {
    const TITLE: &'static str = "setup-prices";
    const COLUMNS: &'static [Head] = &[
        Head::rest("setup-name"),
        Head::words("setup-course", 12),
        Head::number("setup-lessons-count", 9),
        Head::number("setup-price", 12),
        Head::number("setup-gift", 6),
    ];

    fn cells(&self, names: &Names, look: &Look) -> Vec<String> {
        let gift = if self.gift.0 == 0 { String::new() } else { self.gift.to_string() };
        vec![
            self.name.to_string(),
            name_in(&names.courses, self.course),
            self.credits.to_string(),
            self.price.plain(look.shown.currency.digits()),
            gift,
        ]
    }
    fn fields(&self, names: &Names, look: &Look) -> Vec<Field> {
        let most = i64::from(u16::MAX);
        vec![
            name_field(&self.name),
            pointer("course", say!("setup-course"), &names.courses, self.course),
            Field::among("kind", say!("setup-kind"), &PRICES, self.kind),
            credits("credits", say!("setup-lessons-count"), self.credits).required(),
            money("price", say!("setup-price"), self.price, look).required(),
            credits("gift", say!("setup-gift"), self.gift),
            whole("valid", say!("setup-valid-days"), most, self.valid_days.unwrap_or(0).into())
                .hint(say!("setup-valid-hint")),
            whole("gift_valid", say!("setup-gift-days"), most, self.gift_days.unwrap_or(0).into()),
        ]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        Ok(Price {
            name: name_of(values),
            course: values.id("course"),
            kind: values.among("kind", &PRICES).unwrap_or(PriceKind::Package),
            credits: values.credits("credits").unwrap_or_default(),
            price: values.money("price").unwrap_or_default(),
            gift: values.credits("gift").unwrap_or_default(),
            valid_days: days(values, "valid"),
            gift_days: days(values, "gift_valid"),
            ..self
        })
    }
    fn with_retired(self, retired: bool) -> Self {
        Price { retired, ..self }
    }
}

/// A cut as one types it: `5%`, `7.5%`, or an amount.
fn cut_text(cut: Cut, look: &Look) -> String {
    match cut {
        Cut::Percent(percent) => format!("{}%", Credits(i64::from(percent))),
        Cut::Amount(amount) => amount.plain(look.shown.currency.digits()),
    }
}

/// Reads a cut as one types it.
fn cut_of(typed: &str, look: &Look) -> Result<Cut, Complaint> {
    let no = || Complaint::wrong("cut", say!("setup-cut-wrong"));
    let plain = crate::base::plain_digits(typed);
    let plain = plain.trim();
    if let Some(percent) = plain.strip_suffix('%') {
        let percent = Credits::parse(percent).map_err(|_| no())?;
        return u16::try_from(percent.0).map(Cut::Percent).map_err(|_| no());
    }
    Money::parse(plain, look.shown.currency.digits()).map(Cut::Amount).map_err(|_| no())
}

impl Shown for Discount {
    const TITLE: &'static str = "setup-discounts";
    const COLUMNS: &'static [Head] = &[
        Head::rest("setup-name"),
        Head::words("setup-discount-kind", 14),
        Head::number("setup-cut", 10),
        Head::number("setup-order", 6),
        Head::number("setup-uses", 8),
    ];

    fn cells(&self, _: &Names, look: &Look) -> Vec<String> {
        let kind = look.text(kind_key(&self.kind)).into_owned();
        let kind = match &self.kind {
            DiscountKind::EarlyBird(until) => format!("{kind} {}", look.lang.date(*until, &look.shown)),
            DiscountKind::Coupon(code) => format!("{kind} {code}"),
            _ => kind,
        };
        let uses = if self.uses == 0 { String::new() } else { self.uses.to_string() };
        vec![self.name.to_string(), kind, cut_text(self.cut, look), count(self.order), uses]
    }
    fn fields(&self, _: &Names, look: &Look) -> Vec<Field> {
        let kinds = KINDS.iter().map(|(value, key)| ((*value).to_owned(), Say::new(key))).collect();
        let (until, code) = match &self.kind {
            DiscountKind::EarlyBird(until) => (until.to_string(), String::new()),
            DiscountKind::Coupon(code) => (String::new(), code.to_string()),
            _ => (String::new(), String::new()),
        };
        let now =
            KINDS.iter().find(|(_, key)| *key == kind_key(&self.kind)).map_or("renewal", |(value, _)| value);
        vec![
            name_field(&self.name),
            Field::choice("kind", say!("setup-discount-kind"), kinds).value(now),
            Field::text("cut", say!("setup-cut"))
                .value(&cut_text(self.cut, look))
                .hint(say!("setup-cut-hint")),
            Field::new("until", say!("setup-early-until"), FieldKind::Day).value(&until),
            Field::text("code", say!("setup-coupon-code")).value(&code),
            whole("order", say!("setup-order"), 9_999, self.order.into()).hint(say!("setup-order-hint")),
            money("limit", say!("setup-cut-limit"), self.limit, look),
            money("least", say!("setup-cut-least"), self.least, look),
            whole("uses", say!("setup-uses"), 1_000_000, self.uses.into()),
            whole("each", say!("setup-uses-each"), 1_000_000, self.uses_each.into()),
            Field::yes_no("alone", say!("setup-alone"), self.alone),
        ]
    }
    fn read(self, values: &Values, look: &Look) -> Result<Self, Complaint> {
        let kind = match values.choice("kind").as_deref() {
            Some("sibling") => DiscountKind::Sibling,
            Some("friend") => DiscountKind::Friend,
            Some("voucher") => DiscountKind::Voucher,
            Some("early") => DiscountKind::EarlyBird(
                values.day("until").ok_or_else(|| Complaint::wrong("until", say!("error-required")))?,
            ),
            Some("coupon") => DiscountKind::Coupon(
                values.text("code").ok_or_else(|| Complaint::wrong("code", say!("error-required")))?,
            ),
            _ => DiscountKind::Renewal,
        };
        Ok(Discount {
            name: name_of(values),
            kind,
            cut: cut_of(&values.text("cut").unwrap_or_default(), look)?,
            order: whole_of(values, "order"),
            limit: values.money("limit").unwrap_or_default(),
            least: values.money("least").unwrap_or_default(),
            uses: whole_of(values, "uses"),
            uses_each: whole_of(values, "each"),
            alone: values.yes("alone"),
            ..self
        })
    }
    fn with_retired(self, retired: bool) -> Self {
        Discount { retired, ..self }
    }
}

/// The kinds of discounts: as a form's value, and the key of the name.
const KINDS: [(&str, &str); 6] = [
    ("renewal", "setup-discount-renewal"),
    ("sibling", "setup-discount-sibling"),
    ("early", "setup-discount-early"),
    ("friend", "setup-discount-friend"),
    ("coupon", "setup-discount-coupon"),
    ("voucher", "setup-discount-voucher"),
];

fn kind_key(kind: &DiscountKind) -> &'static str {
    match kind {
        DiscountKind::Renewal => "setup-discount-renewal",
        DiscountKind::Sibling => "setup-discount-sibling",
        DiscountKind::EarlyBird(_) => "setup-discount-early",
        DiscountKind::Friend => "setup-discount-friend",
        DiscountKind::Coupon(_) => "setup-discount-coupon",
        DiscountKind::Voucher => "setup-discount-voucher",
    }
}

impl Shown for Words {
    const TITLE: &'static str = "setup-words";
    const COLUMNS: &'static [Head] = &[Head::words("setup-name", 16), Head::rest("setup-words-text")];

    fn cells(&self, _: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), self.text.replace('\n', " ")]
    }
    fn fields(&self, _: &Names, _: &Look) -> Vec<Field> {
        vec![
            name_field(&self.name),
            Field::new("text", say!("setup-words-text"), FieldKind::Text { most: 400 })
                .value(&self.text)
                .hint(say!("setup-words-hint"))
                .required(),
        ]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let text: Text = values.text("text").unwrap_or_default();
        Ok(Words { name: name_of(values), text: Prose::new(text.as_str()), ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Words { retired, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Tongue;
    use crate::tui::driver::test_look;

    #[test]
    fn a_cut_reads_back_what_it_shows() {
        let look = test_look(Tongue::ZhCn);
        for cut in [Cut::Percent(500), Cut::Percent(750), Cut::Percent(0), Cut::Amount(Money(20_000))] {
            assert_eq!(cut_of(&cut_text(cut, &look), &look).ok(), Some(cut));
        }
        assert_eq!(cut_of("５％", &look).ok(), Some(Cut::Percent(500)));
        assert!(cut_of("five", &look).is_err());
    }
}
