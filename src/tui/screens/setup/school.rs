//! The school's own settings: itself, its hours and holidays, its tiers. All are one record, changed as a whole.

use super::lists::{is_yes, whole, yes_no};
use super::notation::read_spans;
use super::section::{Entry, Head, Section, no_new, wrong};
use crate::base::{Credits, Currency, Refused, Say, Text, Zone, parse_day};
use crate::desk::register::{
    BoardNames, EditSchool, GetSchool, OpenHours, School, SchoolAnswer, Tier, WhichFirst,
};
use crate::say;
use crate::tui::app::{Cx, Effect, Tone, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

/// A form over the settings: `read` lays what was typed over them.
pub fn form(
    title: Say,
    fields: Vec<Field>,
    found: SchoolAnswer,
    read: impl Fn(School, &Values) -> Result<School, Complaint> + 'static,
) -> Form {
    Form::new(title, fields, move |values, cx| {
        let school = read(found.school.clone(), values)?;
        Ok(done(cx.session.submit(EditSchool { expect: Some(found.expect), school })?))
    })
}

/// Nothing here is ever taken out of use.
pub fn stays() -> Effect {
    Effect::Tell(say!("setup-stays"), Tone::Quiet)
}

/// The school itself.
pub struct Itself;

impl Section for Itself {
    fn title(&self) -> &'static str {
        "setup-school"
    }

    fn columns(&self) -> &'static [Head] {
        &[("setup-setting", 22), ("setup-is", 0)]
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let school = cx.ask(&GetSchool {})?.school;
        let text = |key: &str| cx.look.text(key).into_owned();
        let yes = |is: bool| text(if is { "setup-yes" } else { "setup-no" });
        let first = if school.first == WhichFirst::Paid { "setup-first-paid" } else { "setup-first-gift" };
        let names =
            if school.board_names == BoardNames::Full { "setup-names-full" } else { "setup-names-masked" };
        let top = if school.board_top == 0 { text("setup-all") } else { school.board_top.to_string() };
        let rows = [
            ("setup-name", school.name.to_string()),
            ("setup-zone", school.zone.0.name().to_owned()),
            ("setup-currency", school.currency.0.clone()),
            ("setup-first", text(first)),
            ("setup-absent-takes", yes(school.absent_takes_credits)),
            ("setup-low-credits", Credits(school.low_credits).to_string()),
            ("setup-make-up-days", school.make_up_days.to_string()),
            ("setup-board-names", text(names)),
            ("setup-board-top", top),
        ];
        let entry = |(key, value): (&str, String)| Entry {
            id: key.to_owned(),
            cells: vec![text(key), value],
            retired: false,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        if id.is_none() {
            return Err(no_new(say!("setup-edit-hint")));
        }
        let found = cx.ask(&GetSchool {})?;
        let fields = school_fields(&found.school);
        Ok(form(say!("setup-school"), fields, found, read_school))
    }

    fn retire(&self, _: &str, _: &mut Cx) -> Effect {
        stays()
    }
}

fn school_fields(school: &School) -> Vec<Field> {
    let choice = |field, label: Say, all: [(&str, &'static str); 2], now: &str| {
        let all = all.iter().map(|(word, key)| ((*word).to_owned(), Say::new(key))).collect();
        Field::choice(field, label, all).value(now)
    };
    let first = if school.first == WhichFirst::Paid { "paid" } else { "gift" };
    let names = if school.board_names == BoardNames::Full { "full" } else { "masked" };
    vec![
        Field::text("name", say!("setup-name")).required().value(&school.name),
        Field::text("zone", say!("setup-zone"))
            .required()
            .hint(say!("setup-zone-hint"))
            .value(school.zone.0.name()),
        Field::text("currency", say!("setup-currency"))
            .required()
            .hint(say!("setup-currency-hint"))
            .value(&school.currency.0),
        choice(
            "first",
            say!("setup-first"),
            [("paid", "setup-first-paid"), ("gift", "setup-first-gift")],
            first,
        ),
        yes_no("absent", say!("setup-absent-takes"), school.absent_takes_credits),
        Field::new("low", say!("setup-low-credits"), FieldKind::Credits)
            .value(&Credits(school.low_credits).to_string()),
        whole("make_up", say!("setup-make-up-days"), 999, school.make_up_days.into()),
        choice(
            "names",
            say!("setup-board-names"),
            [("full", "setup-names-full"), ("masked", "setup-names-masked")],
            names,
        ),
        whole("top", say!("setup-board-top"), 9_999, school.board_top.into())
            .hint(say!("setup-board-top-hint")),
    ]
}

/// The zone typed in a field.
pub fn zone(values: &Values) -> Result<Zone, Complaint> {
    let text = values.text("zone").unwrap_or_default();
    Zone::named(&text).ok_or_else(|| wrong("zone", say!("setup-bad-zone", text = &text)))
}

/// The currency typed in a field.
pub fn currency(values: &Values) -> Result<Currency, Complaint> {
    let text = values.text("currency").unwrap_or_default();
    Currency::new(&text).ok_or_else(|| wrong("currency", say!("setup-bad-currency", text = &text)))
}

fn read_school(now: School, values: &Values) -> Result<School, Complaint> {
    let small = |field: &str| values.number(field).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    Ok(School {
        name: values.text("name").unwrap_or_default(),
        zone: zone(values)?,
        currency: currency(values)?,
        first: if values.choice("first").as_deref() == Some("gift") {
            WhichFirst::Gift
        } else {
            WhichFirst::Paid
        },
        absent_takes_credits: is_yes(values, "absent"),
        low_credits: values.credits("low").unwrap_or_default().0,
        make_up_days: small("make_up"),
        board_names: match values.choice("names").as_deref() {
            Some("masked") => BoardNames::Masked,
            _ => BoardNames::Full,
        },
        board_top: small("top"),
        ..now
    })
}

/// Opening hours by weekday, and holidays.
pub struct Hours;

const DAYS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];
const HOLIDAYS: &str = "holidays";

fn spans(school: &School, weekday: u8) -> String {
    let of_day = school.hours.iter().filter(|hours| hours.weekday == weekday);
    of_day.map(|hours| format!("{}-{}", hours.from, hours.until)).collect::<Vec<_>>().join(" ")
}

fn holidays(school: &School) -> String {
    school.holidays.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl Section for Hours {
    fn title(&self) -> &'static str {
        "setup-hours"
    }

    fn columns(&self) -> &'static [Head] {
        &[("setup-weekday", 12), ("setup-open", 0)]
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let school = cx.ask(&GetSchool {})?.school;
        let entry = |id: &str, name: String, text: String| {
            let text = if text.is_empty() { cx.look.text("setup-closed").into_owned() } else { text };
            Entry { id: id.to_owned(), cells: vec![name, text], retired: false }
        };
        let mut entries: Vec<Entry> = (1u8..)
            .zip(DAYS)
            .map(|(n, id)| entry(id, cx.look.lang.weekday(n.into()), spans(&school, n)))
            .collect();
        let mut off = entry(HOLIDAYS, cx.look.text("setup-holidays").into_owned(), holidays(&school));
        if school.holidays.is_empty() {
            off.cells[1] = cx.look.text("setup-none").into_owned();
        }
        entries.push(off);
        Ok(entries)
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        let found = cx.ask(&GetSchool {})?;
        let weekday: u8 = match id {
            None => return Err(no_new(say!("setup-edit-hint"))),
            Some(HOLIDAYS) => return Ok(holiday_form(found)),
            Some(day) => day.parse().unwrap_or(1),
        };
        let field = Field::new("open", say!("setup-open"), FieldKind::Text { most: 200 })
            .hint(say!("setup-open-hint"))
            .value(&spans(&found.school, weekday));
        let title = say!("setup-hours-title", weekday = cx.look.lang.weekday(weekday.into()));
        Ok(form(title, vec![field], found, move |mut school, values| {
            let typed = values.text("open").unwrap_or_default();
            let open = read_spans(&typed).map_err(|reason| wrong("open", reason))?;
            school.hours.retain(|hours| hours.weekday != weekday);
            let hours = open.into_iter().map(|(from, until)| OpenHours { weekday, from, until });
            school.hours.extend(hours);
            school.hours.sort_by_key(|hours| (hours.weekday, hours.from));
            Ok(school)
        }))
    }

    fn retire(&self, _: &str, _: &mut Cx) -> Effect {
        stays()
    }
}

fn holiday_form(found: SchoolAnswer) -> Form {
    let field = Field::new("days", say!("setup-holidays"), FieldKind::Text { most: 2_000 })
        .hint(say!("setup-holidays-hint"))
        .value(&holidays(&found.school));
    form(say!("setup-holidays"), vec![field], found, |school, values| {
        let typed = values.text("days").unwrap_or_default();
        let mut days = Vec::new();
        for part in typed.split([' ', ',', '，', '、', ';', '；']).filter(|part| !part.is_empty()) {
            let day = parse_day(part).ok_or_else(|| wrong("days", say!("setup-bad-day", text = part)))?;
            days.push(day);
        }
        days.sort_unstable();
        days.dedup();
        Ok(School { holidays: days, ..school })
    })
}

/// The tiers of points.
pub struct Tiers;

impl Section for Tiers {
    fn title(&self) -> &'static str {
        "setup-tiers"
    }

    fn columns(&self) -> &'static [Head] {
        &[("setup-name", 0), ("setup-tier-from", 12)]
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let tiers = cx.ask(&GetSchool {})?.school.tiers;
        let entry = |(index, tier): (usize, &Tier)| Entry {
            id: index.to_string(),
            cells: vec![tier.name.to_string(), tier.from.to_string()],
            retired: false,
        };
        Ok(tiers.iter().enumerate().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        let found = cx.ask(&GetSchool {})?;
        let index: Option<usize> = id.and_then(|id| id.parse().ok());
        let now = index.and_then(|index| found.school.tiers.get(index).cloned());
        let (name, from) =
            now.map_or((Text::default(), String::new()), |tier| (tier.name, tier.from.to_string()));
        let fields = vec![
            Field::text("name", say!("setup-name")).required().value(&name),
            Field::new("from", say!("setup-tier-from"), FieldKind::Number { least: 0, most: 10_000_000 })
                .required()
                .hint(say!("setup-tier-hint"))
                .value(&from),
        ];
        Ok(form(say!("setup-tiers"), fields, found, move |mut school, values| {
            let tier = Tier {
                name: values.text("name").unwrap_or_default(),
                from: values.number("from").unwrap_or_default(),
            };
            match index.and_then(|index| school.tiers.get_mut(index)) {
                Some(now) => *now = tier,
                None => school.tiers.push(tier),
            }
            school.tiers.sort_by_key(|tier| tier.from);
            if school.tiers.windows(2).any(|pair| pair[0].from == pair[1].from) {
                return Err(wrong("from", say!("setup-tier-twice")));
            }
            Ok(school)
        }))
    }

    fn retire(&self, id: &str, cx: &mut Cx) -> Effect {
        match cx.ask(&GetSchool {}) {
            Ok(found) => {
                let mut school = found.school;
                if let Some(index) = id.parse::<usize>().ok().filter(|index| *index < school.tiers.len()) {
                    school.tiers.remove(index);
                }
                cx.submit(EditSchool { expect: Some(found.expect), school })
            }
            Err(no) => refused(no),
        }
    }
}
