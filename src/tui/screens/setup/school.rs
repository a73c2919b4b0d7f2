//! The school's hours and holidays, and its tiers of points: lists within its one record.

use super::notation::read_spans;
use super::section::{Entry, Head, Section, no_new};
use super::settings::form;
use crate::base::{Refused, Text, parse_day};
use crate::desk::register::{EditSchool, GetSchool, OpenHours, School, SchoolAnswer, Tier};
use crate::say;
use crate::tui::app::{Cx, Effect};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form};

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
        const { &[Head::words("setup-weekday", 12), Head::rest("setup-open")] }
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
            None => return Err(no_new()),
            Some(HOLIDAYS) => return Ok(holiday_form(found)),
            Some(day) => day.parse().unwrap_or(1),
        };
        let field = Field::new("open", say!("setup-open"), FieldKind::Text { most: 200 })
            .hint(say!("setup-open-hint"))
            .value(&spans(&found.school, weekday));
        let title = say!("setup-hours-title", weekday = cx.look.lang.weekday(weekday.into()));
        Ok(form(title, vec![field], found, move |mut school, values| {
            let typed = values.text("open").unwrap_or_default();
            let open = read_spans(&typed).map_err(|reason| Complaint::wrong("open", reason))?;
            school.hours.retain(|hours| hours.weekday != weekday);
            let hours = open.into_iter().map(|(from, until)| OpenHours { weekday, from, until });
            school.hours.extend(hours);
            school.hours.sort_by_key(|hours| (hours.weekday, hours.from));
            Ok(school)
        }))
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
            let day = parse_day(part)
                .ok_or_else(|| Complaint::wrong("days", say!("setup-bad-day", text = part)))?;
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
        const { &[Head::rest("setup-name"), Head::number("setup-tier-from", 12)] }
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
                return Err(Complaint::wrong("from", say!("setup-tier-twice")));
            }
            Ok(school)
        }))
    }

    fn retire(&self, id: &str, cx: &mut Cx) -> Result<Effect, Refused> {
        let SchoolAnswer { mut school, expect, .. } = cx.ask(&GetSchool {})?;
        if let Some(index) = id.parse::<usize>().ok().filter(|index| *index < school.tiers.len()) {
            school.tiers.remove(index);
        }
        Ok(cx.submit(EditSchool { expect: Some(expect), school }))
    }
}
