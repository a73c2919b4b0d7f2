//! What is counted: money in minor units, lesson credits in hundredths, points in ones.
//! Never a float; sums that would overflow are refused by the ledger, not wrapped.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::plain_digits;

/// Money in minor units (fen, cents) of the school's currency.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Money(pub i64);

/// Lesson credits 课时 in hundredths: 47.5 lessons are `Credits(4750)`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Credits(pub i64);

/// Points 积分.
pub type Points = i64;

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a number at all.
    #[error("not an amount")]
    NotANumber,
    /// More decimals than the unit has.
    #[error("too many decimals")]
    TooFine,
    /// More than the largest amount that is kept.
    #[error("too large")]
    TooLarge,
}

/// The largest amount that a text may name: ten thousand million, far from overflow when summed.
const LARGEST: i64 = 1_000_000_000_000;

impl Money {
    /// The largest amount that one charge, price or payment may have: so that sums stay far from overflow.
    pub const MOST: Money = Money(LARGEST);

    /// Reads what people type: `1280.5`, `￥1，280．50`, `3600元`. `digits` is the currency's count of decimals.
    ///
    /// # Errors
    /// When it is no number, has more decimals than the currency, or is beyond ten thousand million.
    pub fn parse(text: &str, digits: u8) -> Result<Money, AmountError> {
        let plain = plain_digits(text);
        let plain = plain.trim().trim_start_matches(['¥', '￥', '$', '€', '£']);
        let plain = plain.trim_end_matches('元').trim_end_matches('圆');
        decimal(plain, digits).map(Money)
    }

    /// Writes the amount with separators and the currency's decimals, without a symbol: `1,280.50`.
    pub fn plain(self, digits: u8) -> String {
        let unit = 10u64.pow(u32::from(digits));
        let (whole, part) = (self.0.unsigned_abs() / unit, self.0.unsigned_abs() % unit);
        let sign = if self.0 < 0 { "−" } else { "" };
        let grouped = group(whole);
        match digits {
            0 => format!("{sign}{grouped}"),
            _ => format!("{sign}{grouped}.{part:0width$}", width = usize::from(digits)),
        }
    }
}

impl Credits {
    /// The largest amount that is granted at once, so that sums stay far from overflow.
    pub const MOST: Credits = Credits(LARGEST);

    /// Reads what people type: `48`, `47.5`, `8课时`, `24节`.
    ///
    /// # Errors
    /// When it is no number, is finer than a hundredth, or too large.
    pub fn parse(text: &str) -> Result<Credits, AmountError> {
        let plain = plain_digits(text);
        let plain = plain.trim().trim_end_matches("课时").trim_end_matches(['节', '次']);
        decimal(plain.trim(), 2).map(Credits)
    }

    /// Whole lessons as credits.
    pub const fn lessons(count: i64) -> Credits {
        Credits(count * 100)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "−" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}"),
            p if p % 10 == 0 => write!(f, "{sign}{whole}.{}", p / 10),
            p => write!(f, "{sign}{whole}.{p:02}"),
        }
    }
}

fn group(whole: u64) -> String {
    let digits = whole.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A decimal with at most `digits` places, scaled to an integer. Separators may stand in the whole part.
fn decimal(text: &str, digits: u8) -> Result<i64, AmountError> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start().trim_start_matches(['¥', '￥'])),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: String = whole.chars().filter(|c| *c != ',' && *c != ' ').collect();
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !all_digits(&whole) || !all_digits(part) {
        return Err(AmountError::NotANumber);
    }
    let part = part.trim_end_matches('0');
    if part.len() > usize::from(digits) {
        return Err(AmountError::TooFine);
    }
    if whole.len() > 13 {
        return Err(AmountError::TooLarge);
    }
    let scaled: i64 = format!("0{whole}{part:0<width$}", width = usize::from(digits))
        .parse()
        .map_err(|_| AmountError::TooLarge)?;
    if scaled > LARGEST {
        return Err(AmountError::TooLarge);
    }
    Ok(if negative { -scaled } else { scaled })
}

/// The school's currency: its ISO 4217 code decides symbol and decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Currency(pub String);

impl Currency {
    /// Accepts three capital letters.
    pub fn new(code: &str) -> Option<Currency> {
        let code = code.trim().to_ascii_uppercase();
        (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(Currency(code))
    }

    /// Decimals of the minor unit, by ISO 4217.
    pub fn digits(&self) -> u8 {
        match self.0.as_str() {
            "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "KWD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
            _ => 2,
        }
    }

    /// The sign put in front of an amount.
    pub fn symbol(&self) -> &str {
        match self.0.as_str() {
            "CNY" | "JPY" => "¥",
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "HKD" => "HK$",
            "TWD" => "NT$",
            "KRW" => "₩",
            "SGD" => "S$",
            _ => &self.0,
        }
    }

    /// An amount with its symbol: `¥1,280.50`, `−¥200.00`.
    pub fn show(&self, amount: Money) -> String {
        let plain = amount.plain(self.digits());
        match plain.strip_prefix('−') {
            Some(rest) => format!("−{}{rest}", self.symbol()),
            None => format!("{}{plain}", self.symbol()),
        }
    }
}

impl Default for Currency {
    fn default() -> Self {
        Currency("CNY".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_reads_what_offices_write() {
        for (text, fen) in [
            ("3600", 360_000),
            ("¥3,600.00", 360_000),
            ("￥１，２８０．５", 128_050),
            ("99.99元", 9_999),
            ("-200", -20_000),
            (".5", 50),
            ("1.500", 150),
        ] {
            assert_eq!(Money::parse(text, 2), Ok(Money(fen)), "{text}");
        }
        assert_eq!(Money::parse("1.005", 2), Err(AmountError::TooFine));
        assert_eq!(Money::parse("12a", 2), Err(AmountError::NotANumber));
        assert_eq!(Money::parse("", 2), Err(AmountError::NotANumber));
        assert_eq!(Money::parse("99999999999999999999", 2), Err(AmountError::TooLarge));
    }

    #[test]
    fn credits_count_in_hundredths() {
        assert_eq!(Credits::parse("47.5"), Ok(Credits(4750)));
        assert_eq!(Credits::parse("８课时"), Ok(Credits(800)));
        assert_eq!(Credits(4750).to_string(), "47.5");
        assert_eq!(Credits(-25).to_string(), "−0.25");
        assert_eq!(Credits(800).to_string(), "8");
    }

    proptest! {
        #[test]
        fn money_reads_back_what_it_shows(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&Money(fen).plain(2), 2), Ok(Money(fen)));
        }

        #[test]
        fn no_text_panics_the_reader(text in ".{0,40}", digits in 0u8..4) {
            let _ = Money::parse(&text, digits);
            let _ = Credits::parse(&text);
        }
    }
}
