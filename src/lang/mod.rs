//! The two languages. Below this room everyone speaks in [`Say`]; here it becomes Chinese or English.
//!
//! A key's first word names its area, and an area is one file in each language. An area is parsed when
//! something first asks for it: a program that starts and shows one screen reads two or three files.

mod capital;
mod days;
mod tongue;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::base::{Arg, Currency, Day, Instant, Money, Prose, Say, Zone};

pub use tongue::{Tongue, environment_locale, is_utf8};

/// What an area is called, and its text in Chinese and in English.
struct Area {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
}

macro_rules! areas {
    ($($name:literal,)*) => {
        const AREAS: &[Area] = &[$(Area {
            name: $name,
            zh: include_str!(concat!("zh-CN/", $name, ".ftl")),
            en: include_str!(concat!("en/", $name, ".ftl")),
        },)*];
    };
}

areas! {
    "action",
    "app",
    "board",
    "card",
    "class",
    "cli",
    "credits",
    "drawer",
    "error",
    "fee",
    "fees",
    "figures",
    "import",
    "intake",
    "ledger",
    "lesson",
    "mark",
    "noun",
    "pick",
    "place",
    "points",
    "presence",
    "price",
    "queue",
    "receipt",
    "register",
    "role",
    "roster",
    "rules",
    "safe",
    "setup",
    "shipped",
    "sop",
    "sops",
    "stage",
    "start",
    "ticket",
    "tickets",
    "time",
    "today",
    "undo",
    "verify",
}

/// What decides how amounts and times read: the school's currency and zone, and the day that "today" means.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The school's currency.
    pub currency: Currency,
    /// The school's time zone.
    pub zone: Zone,
    /// The school day that it is now.
    pub today: Day,
}

/// One language, ready to speak.
pub struct Lang {
    tongue: Tongue,
    areas: Vec<OnceLock<FluentBundle<FluentResource>>>,
}

/// A sentence with its arguments in one breath: `say!("class-title", name = class.name, count = 6)`.
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::base::Say::new($key)$(.with(stringify!($name), $value))*
    };
}

impl Lang {
    /// That language. Nothing is read yet.
    pub fn new(tongue: Tongue) -> Lang {
        Lang { tongue, areas: AREAS.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Which language this is.
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// Whether that key has a text.
    pub fn has(&self, key: &str) -> bool {
        self.area(key).is_some_and(|bundle| bundle.has_message(key))
    }

    /// A text that takes no arguments. A key without a text is shown as itself.
    pub fn text<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.format(key, None)
    }

    /// What a text says of itself at more length (its `.doc`), or else the text.
    pub fn doc<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        let doc = |bundle: &'a FluentBundle<FluentResource>| {
            let pattern = bundle.get_message(key)?.get_attribute("doc")?.value();
            Some(bundle.format_pattern(pattern, None, &mut Vec::new()))
        };
        self.area(key).and_then(doc).unwrap_or_else(|| self.text(key))
    }

    /// The sentence in this language. Of a day `$day` is said in near words (`今日`, `周六`, `12-20`), and
    /// `$day-date` is the plain date; an instant is its near day and its time. Of an amount of money `$left-sign` is
    /// −1, 0 or 1, so that nothing can be said in words.
    pub fn say(&self, say: &Say, shown: &Shown) -> String {
        let mut args = FluentArgs::with_capacity(say.with.len());
        for (name, arg) in &say.with {
            match arg {
                Arg::Day(day) => args.set(format!("{name}-date"), self.date(*day, shown)),
                Arg::Money(money) => args.set(format!("{name}-sign"), money.0.signum()),
                _ => {}
            }
            args.set(name.as_ref(), self.value(arg, shown));
        }
        self.format(&say.key, Some(&args)).into_owned()
    }

    /// A day in near words: `今日`, `昨日`, `周六` within the week ahead, else `12-20` or `2027-12-20`.
    pub fn day(&self, day: Day, shown: &Shown) -> String {
        days::near(self, day, shown)
    }

    /// A day as a plain date: `12-20` within this year, else `2027-12-20`.
    pub fn date(&self, day: Day, shown: &Shown) -> String {
        days::plain(self, day, shown)
    }

    /// A moment as its near day and its time: `今日 15:20`.
    pub fn moment(&self, at: Instant, shown: &Shown) -> String {
        format!("{} {}", self.day(shown.zone.day(at), shown), shown.zone.clock(at))
    }

    /// An amount in words, as it stands on receipts beside the figures so that nobody adds a digit; only where that is
    /// the custom.
    pub fn capital(&self, amount: Money, currency: &Currency) -> Option<String> {
        let custom = self.tongue == Tongue::ZhCn && *currency == Currency::default();
        custom.then(|| capital::yuan(amount)).flatten()
    }

    /// A weekday in its short form; `n` counts from Monday, 1 to 7.
    pub fn weekday(&self, n: u32) -> String {
        let mut args = FluentArgs::new();
        args.set("n", i64::from(n));
        self.format("time-weekday", Some(&args)).into_owned()
    }

    fn value(&self, arg: &Arg, shown: &Shown) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => Prose::new(text).to_string().into(),
            Arg::Int(n) => whole(*n),
            Arg::Money(money) => shown.currency.show(*money).into(),
            Arg::Credits(credits) => FluentValue::from(credits.0 as f64 / 100.0),
            Arg::Day(day) => self.day(*day, shown).into(),
            Arg::Time(time) => time.to_string().into(),
            Arg::Instant(at) => self.moment(*at, shown).into(),
            Arg::Say(say) => self.say(say, shown).into(),
        }
    }

    fn format<'a>(&'a self, key: &'a str, args: Option<&FluentArgs>) -> Cow<'a, str> {
        let Some(bundle) = self.area(key) else { return Cow::Borrowed(key) };
        match bundle.get_message(key).and_then(|message| message.value()) {
            // A missing argument shows as its name in braces, which says enough.
            Some(pattern) => bundle.format_pattern(pattern, args, &mut Vec::new()),
            None => Cow::Borrowed(key),
        }
    }

    fn area(&self, key: &str) -> Option<&FluentBundle<FluentResource>> {
        let name = key.split('-').next().unwrap_or(key);
        let index = AREAS.iter().position(|area| area.name == name)?;
        Some(self.areas[index].get_or_init(|| self.parse(&AREAS[index])))
    }

    fn parse(&self, area: &Area) -> FluentBundle<FluentResource> {
        let source = match self.tongue {
            Tongue::ZhCn => area.zh,
            Tongue::En => area.en,
        };
        let mut bundle = FluentBundle::new_concurrent(vec![self.tongue.identifier()]);
        // Isolation marks are invisible characters, and terminals show them as rubbish.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) if n.value < 0.0 => Some(n.as_string().replacen('-', "−", 1)),
            _ => None,
        }));
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(good_part, _)| good_part);
        bundle.add_resource_overriding(resource);
        bundle
    }
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Lang").field(&self.tongue).finish()
    }
}

/// Numbers choose plurals as floats; one that a float can't hold is text.
fn whole(n: i64) -> FluentValue<'static> {
    const EXACT: u64 = 1 << 53;
    if n.unsigned_abs() <= EXACT { FluentValue::from(n) } else { n.to_string().into() }
}
