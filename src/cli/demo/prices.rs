//! The price list of the demo school, its discounts and its text modules.

use super::maker::{MANAGER, Maker};
use crate::base::{Money, PriceId, Refused};
use crate::books::register::{Cut, Discount, DiscountKind, Listed, Save};

/// The large package, the usual one, a single lesson, a term: as they stand in `demo.toml`.
pub const LARGE: PriceId = PriceId(1);
pub const USUAL: PriceId = PriceId(2);
pub const SINGLE: PriceId = PriceId(3);
pub const TERM: PriceId = PriceId(4);

/// How long early birds are rewarded, in days from the first.
const EARLY_DAYS: i64 = 10;

/// Puts them down.
pub fn list(maker: &mut Maker) -> Result<(), Refused> {
    let early = Discount {
        name: "早鸟减 300".into(),
        kind: DiscountKind::EarlyBird(maker.first + chrono::Duration::days(EARLY_DAYS)),
        cut: Cut::Amount(Money(30_000)),
        least: Money(300_000),
        order: 4,
        ..Discount::default()
    };
    save_all(maker, |parts| std::mem::take(&mut parts.prices))?;
    save_all(maker, |parts| std::mem::take(&mut parts.discounts))?;
    save_all(maker, |_| vec![early])?;
    save_all(maker, |parts| std::mem::take(&mut parts.words))
}

fn save_all<T: Listed>(
    maker: &mut Maker,
    take: impl FnOnce(&mut super::maker::Parts) -> Vec<T>,
) -> Result<(), Refused> {
    for value in take(&mut maker.parts) {
        maker.submit(MANAGER, Save { id: None, expect: None, value })?;
    }
    Ok(())
}
