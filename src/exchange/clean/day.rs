//! Days as offices write them, and the order in which a column writes day, month and year.

use super::{Cell, Cleaned, Day, Say, parse_day, plain_digits, words};
use crate::exchange::table::serial_moment;

/// The order in which three numbers are a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Ymd,
    Dmy,
    Mdy,
}

/// The orders that a column may have: `03/08/2015` alone can't be told, beside `13/08/2015` it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orders {
    left: Vec<Order>,
    chinese: bool,
}

impl Default for Orders {
    fn default() -> Self {
        Orders { left: vec![Order::Ymd, Order::Dmy, Order::Mdy], chinese: false }
    }
}

impl Orders {
    /// What a column's title and all its cells leave open. Where its cells contradict each other,
    /// each is read by itself.
    pub fn of<'a>(title: &str, cells: impl Iterator<Item = &'a Cell>) -> Orders {
        let chinese = title.chars().any(super::is_han);
        let orders = Orders { chinese, ..Orders::default() };
        let letters: String = title.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        let named = [("ddmmy", Order::Dmy), ("dmy", Order::Dmy), ("mmddy", Order::Mdy), ("mdy", Order::Mdy)];
        if let Some((_, order)) = named.iter().find(|(form, _)| letters.contains(form)) {
            return Orders { left: vec![*order], chinese };
        }
        let mut left = orders.left.clone();
        for cell in cells {
            if let Cell::Text(text) = cell
                && let Some(three) = Three::of(&plain_digits(text))
            {
                let fitting: Vec<Order> = orders.days(&three).into_iter().map(|(order, _)| order).collect();
                // A day that can't be at all says nothing about the others.
                if !fitting.is_empty() {
                    left.retain(|order| fitting.contains(order));
                }
            }
        }
        if left.is_empty() { orders } else { Orders { left, chinese } }
    }

    /// Takes the order of the sheet's other column of days where this one leaves it open.
    pub fn like(self, other: &Orders) -> Orders {
        match other.left.as_slice() {
            [order] if self.left.len() > 1 && self.left.contains(order) => {
                Orders { left: vec![*order], ..self }
            }
            _ => self,
        }
    }

    fn days(&self, three: &Three) -> Vec<(Order, Day)> {
        let day = |order: &Order| Some((*order, three.day(*order, self.chinese)?));
        self.left.iter().filter_map(day).collect()
    }

    /// The day that three numbers are, if all orders that are left agree on it.
    fn settle(&self, text: &str) -> Option<Day> {
        let days = self.days(&Three::of(text)?);
        let (_, first) = days.first()?;
        days.iter().all(|(_, day)| day == first).then_some(*first)
    }
}

/// Three numbers that may be a day whose year does not stand in front in four digits.
struct Three {
    numbers: [u32; 3],
    /// Whether the last has four digits; else all have one or two.
    year_last: bool,
    sign: char,
    /// Whether signs say what is what: 15年3月8日.
    marked: bool,
}

impl Three {
    fn of(plain: &str) -> Option<Three> {
        let text = without_time(plain.trim());
        let marked = text.contains('年') && text.contains('月');
        let sign = text.chars().find(|c| !c.is_ascii_digit())?;
        let signs = ['-', '/', '.', ',', ' ', '年', '月', '日', '号'];
        let parts: Vec<&str> = text.split(signs).filter(|part| !part.is_empty()).collect();
        let [a, b, c] = parts.as_slice() else { return None };
        let short = |part: &str| part.len() <= 2;
        if !short(a) || !short(b) || !short(c) && c.len() != 4 {
            return None;
        }
        let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?;
        Some(Three { numbers: [number(a)?, number(b)?, number(c)?], year_last: !short(c), sign, marked })
    }

    /// The day in that order, if there is one and people who write so mean that.
    fn day(&self, order: Order, chinese: bool) -> Option<Day> {
        let [a, b, c] = self.numbers;
        let (year, month, day) = match order {
            Order::Ymd => (a, b, c),
            Order::Dmy => (c, b, a),
            Order::Mdy => (c, a, b),
        };
        let usual = match (order, self.year_last) {
            (Order::Ymd, true) => false,
            _ if self.marked => order == Order::Ymd,
            (Order::Mdy, _) if self.sign == '.' => false,
            (_, true) => true,
            // Two digits for the year: 15.3.8 in Chinese, 8/3/15 in English; slashes come from
            // spreadsheet programs that speak English.
            (Order::Ymd, false) => chinese,
            (Order::Mdy, false) => !chinese || self.sign == '/',
            (Order::Dmy, false) => !chinese,
        };
        let year = if self.year_last { year } else { century(year) };
        usual.then(|| Day::from_ymd_opt(i32::try_from(year).ok()?, month, day))?
    }
}

/// A year of two digits: those up to 49 are of this century.
fn century(year: u32) -> u32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// A day: five notations, each with or without a time, serial numbers, moments, English months, and
/// three numbers in an order that the column settles.
pub fn day(cell: &Cell, orders: &Orders) -> Cleaned<Day> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let found = match cell {
        Cell::Date(at) => Some(at.date()),
        Cell::Number(n) => serial_moment(*n).map(|at| at.date()).or_else(|| parse_day(&text)),
        _ => parse_day(&text)
            .or_else(|| serial_text(&text))
            .or_else(|| year_first(&text))
            .or_else(|| english_day(&text))
            .or_else(|| orders.settle(&text)),
    };
    let within = found.filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)));
    within.map(Some).ok_or_else(|| Say::new("import-bad-day"))
}

/// The text without the time behind a day, and without the weekday behind a Chinese one.
fn without_time(text: &str) -> &str {
    let text = match text.find(['日', '号']) {
        Some(at) if text.contains('月') => &text[..at],
        _ => text,
    };
    let text = text.find(':').and_then(|at| text[..at].rfind(['T', ' '])).map_or(text, |at| &text[..at]);
    let end = [" 星期", " 周", " 上午", " 下午", "(", "星期"].iter().filter_map(|mark| text.find(mark)).min();
    text[..end.unwrap_or(text.len())].trim()
}

/// A year of four digits in front, with signs, blanks and endings of other kinds than the usual.
fn year_first(text: &str) -> Option<Day> {
    let signs = ['-', '/', '.', ',', ' ', '年', '月'];
    let parts: Vec<&str> = without_time(text).split(signs).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => parse_day(&format!("{year}-{month}-{day}")),
        _ => None,
    }
}

/// A serial number that was saved as text: five digits, years 1927 to 2173.
fn serial_text(text: &str) -> Option<Day> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let digits = whole.len() == 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let serial: f64 = digits.then(|| text.parse().ok())??;
    (serial >= 10_000.0).then(|| serial_moment(serial)).flatten().map(|at| at.date())
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day whose month is a word: `8 Mar 2015`, `Mar 8th, 2015`, `Sun, 8-Mar-15`.
fn english_day(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let named = |names: &[&str], word: &str| {
        names.iter().position(|name| {
            word.len() >= 3 && name.starts_with(word) || word == "sept" && *name == "september"
        })
    };
    let (mut month, mut numbers) = (None, Vec::new());
    for word in without_time(&lower).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        match (bare.parse::<u32>(), named(&MONTHS, word)) {
            (Ok(number), _) => numbers.push((number, bare.len())),
            (_, Some(at)) if month.is_none() => month = Some(at as u32 + 1),
            _ if word == "of" || word == "the" || named(&WEEKDAYS, word).is_some() => {}
            _ => return None,
        }
    }
    let (year, day) = match numbers.as_slice() {
        [(year, 4), (day, 1..=2)] | [(day, 1..=2), (year, 4)] => (*year, *day),
        [(day, 1..=2), (year, 2)] => (century(*year), *day),
        _ => return None,
    };
    Day::from_ymd_opt(i32::try_from(year).ok()?, month?, day)
}
