//! Amounts of money and of lessons, with the words that offices write around them.

use super::{AmountError, Cell, Cleaned, Credits, Money, Say, words};

/// What says that nothing is owed.
const PAID: [&str; 21] = [
    "已缴清",
    "缴清",
    "已交清",
    "交清",
    "已结清",
    "结清",
    "已付清",
    "付清",
    "已缴",
    "已交",
    "已清",
    "无欠费",
    "未欠费",
    "不欠费",
    "不欠",
    "清",
    "paid",
    "paid up",
    "fully paid",
    "settled",
    "cleared",
];
const CURRENCIES: [&str; 8] = ["cny", "rmb", "人民币", "¥", "￥", "$", "€", "£"];
const MONEY_UNITS: [&str; 8] = ["cny", "rmb", "元整", "整", "元", "圆", "块钱", "块"];
const LESSON_UNITS: [&str; 16] = [
    "lessons",
    "lesson",
    "sessions",
    "session",
    "credits",
    "credit",
    "classes",
    "class",
    "left",
    "remaining",
    "课时",
    "课次",
    "课",
    "节",
    "次",
    "个",
];
const LEFT: [&str; 5] = ["还剩", "剩余", "剩", "余", ":"];

/// Money that is not negative, in minor units of a currency with that many decimals.
pub fn money(cell: &Cell, digits: u8) -> Cleaned<Money> {
    let Some(text) = words(cell)? else { return Ok(None) };
    if let Cell::Number(n) = cell {
        return not_negative(scaled(*n, digits).map(Money), |m| m.0, "import-bad-money");
    }
    let lower = text.to_lowercase();
    if PAID.contains(&lower.as_str()) {
        return Ok(None);
    }
    let bare = strip_front(strip_front(&lower, &["欠"]), &CURRENCIES);
    let bare = strip_back(bare, &MONEY_UNITS);
    // A sheet that keeps accounts writes nothing as "¥ -", and what is negative in brackets.
    if matches!(bare, "-" | "–" | "—") {
        return Ok(None);
    }
    if let Some(inside) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
        && Money::parse(inside, digits).is_ok()
    {
        return Err(Say::new("import-negative"));
    }
    let (bare, digits) = match bare.strip_suffix('万') {
        Some(bare) => (bare, digits + 4),
        None => (bare, digits),
    };
    let amount = grouped(bare).and_then(|()| Money::parse(bare, digits));
    not_negative(amount, |m| m.0, "import-bad-money")
}

/// Lesson credits that are not negative.
pub fn credits(cell: &Cell) -> Cleaned<Credits> {
    let Some(text) = words(cell)? else { return Ok(None) };
    if let Cell::Number(n) = cell {
        return not_negative(scaled(*n, 2).map(Credits), |c| c.0, "import-bad-lessons");
    }
    let lower = text.to_lowercase();
    let bare = strip_back(strip_front(&lower, &LEFT), &LESSON_UNITS);
    let amount = grouped(bare).and_then(|()| Credits::parse(bare));
    not_negative(amount, |c| c.0, "import-bad-lessons")
}

fn strip_front<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text.trim();
    while let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest.trim_start();
    }
    text
}

fn strip_back<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text.trim();
    while let Some(rest) = words.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest.trim_end();
    }
    text
}

fn not_negative<T>(
    amount: Result<T, AmountError>,
    count: impl Fn(&T) -> i64,
    not_a_number: &'static str,
) -> Cleaned<T> {
    match amount {
        Ok(amount) if count(&amount) < 0 => Err(Say::new("import-negative")),
        Ok(amount) => Ok(Some(amount)),
        Err(AmountError::NotANumber) => Err(Say::new(not_a_number)),
        Err(AmountError::TooFine) => Err(Say::new("import-too-fine")),
        Err(AmountError::TooLarge) => Err(Say::new("import-too-large")),
    }
}

/// Commas part thousands, or ten thousands; anything else (`99,50`) may mean something else.
fn grouped(text: &str) -> Result<(), AmountError> {
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups =
        whole.split([',', ' ']).skip(1).map(|g| g.chars().take_while(char::is_ascii_digit).count());
    let Some(first) = groups.next() else { return Ok(()) };
    match (first == 3 || first == 4) && groups.all(|length| length == first) {
        true => Ok(()),
        false => Err(AmountError::NotANumber),
    }
}

/// A float as a count of minor units, if it is one but for the noise of its last digits.
fn scaled(number: f64, digits: u8) -> Result<i64, AmountError> {
    let units = number * 10f64.powi(i32::from(digits));
    if !units.is_finite() || units.abs() > 1e12 {
        return Err(AmountError::TooLarge);
    }
    match (units - units.round()).abs() < 1e-4 {
        true => Ok(units.round() as i64),
        false => Err(AmountError::TooFine),
    }
}
