//! Notes and coins by currency, for a count piece by piece.

use crate::base::{Currency, Money};
use crate::tui::widgets::Values;

/// What is in use, the largest first, in whole units of the currency and parts of it.
const IN_USE: &[(&str, &str)] = &[
    ("CNY", "100 50 20 10 5 1 0.50 0.10"),
    ("USD", "100 50 20 10 5 2 1 0.50 0.25 0.10 0.05 0.01"),
    ("EUR", "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
    ("GBP", "50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
    ("HKD", "1000 500 100 50 20 10 5 2 1 0.50 0.20 0.10"),
    ("TWD", "2000 1000 500 200 100 50 20 10 5 1"),
    ("JPY", "10000 5000 2000 1000 500 100 50 10 5 1"),
    ("KRW", "50000 10000 5000 1000 500 100 50 10"),
    ("SGD", "1000 100 50 10 5 2 1 0.50 0.20 0.10 0.05"),
    ("MYR", "100 50 20 10 5 1 0.50 0.20 0.10 0.05"),
];

/// A note or coin, and the name of the field in which its pieces are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The name of its field.
    pub field: String,
    /// What one is worth.
    pub each: Money,
}

/// The notes and coins of a currency; none where the count is of the total only.
pub fn pieces(currency: &Currency) -> Vec<Piece> {
    let found = IN_USE.iter().find(|(code, _)| *code == currency.0);
    let each = found.into_iter().flat_map(|(_, all)| all.split(' '));
    each.filter_map(|each| {
        let money = Money::parse(each, currency.digits()).ok()?;
        Some(Piece { field: format!("piece-{each}"), each: money })
    })
    .collect()
}

/// What the pieces that were typed come to; none where none was.
pub fn sum(values: &Values, pieces: &[Piece]) -> Option<Money> {
    let counts: Vec<i64> = pieces
        .iter()
        .filter_map(|piece| Some(values.number(&piece.field)?.saturating_mul(piece.each.0)))
        .collect();
    (!counts.is_empty()).then(|| Money(counts.into_iter().fold(0, i64::saturating_add)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_counts_all_its_pieces_the_largest_first() {
        for (code, all) in IN_USE {
            let currency = Currency::new(code).unwrap();
            let pieces = pieces(&currency);
            assert_eq!(pieces.len(), all.split(' ').count(), "{code}");
            assert!(pieces.windows(2).all(|two| two[0].each > two[1].each), "{code}");
            assert!(pieces.iter().all(|piece| piece.each.0 > 0), "{code}");
        }
        assert_eq!(pieces(&Currency::new("JPY").unwrap())[0].each, Money(10_000), "yen have no parts");
        assert_eq!(
            pieces(&Currency::new("USD").unwrap())[0].each,
            Money(10_000),
            "a hundred dollars in cents"
        );
        assert_eq!(pieces(&Currency::new("CHF").unwrap()), []);
    }
}
