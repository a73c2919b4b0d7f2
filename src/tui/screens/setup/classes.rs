//! Classes with their weekly times, and point rules.

use super::fields::{count, day_field, name_field, name_of, pointer, whole, whole_of};
use super::notation::{read_times, read_value, write_times, write_value};
use super::section::{Head, Names, Shown, name_in};
use crate::base::Credits;
use crate::desk::register::{Cap, CapPer, Class, Role, Rule, RuleAuto, RuleGroup, WeeklyTime};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::posts;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

impl Shown for Class {
    const TITLE: &'static str = "setup-classes";
    const COLUMNS: &'static [Head] = &[
        Head::rest("setup-name"),
        Head::words("setup-times", 22),
        Head::words("setup-teacher", 10),
        Head::words("setup-room", 8),
    ];

    fn cells(&self, names: &Names, look: &Look) -> Vec<String> {
        vec![
            self.name.to_string(),
            write_times(&self.times, look),
            name_in(&names.staff, self.teacher),
            name_in(&names.rooms, self.room),
        ]
    }

    fn fields(&self, names: &Names, look: &Look) -> Vec<Field> {
        vec![
            name_field(&self.name),
            pointer("course", say!("setup-course"), &names.courses, self.course),
            pointer("teacher", say!("setup-teacher"), &names.staff, self.teacher),
            pointer("room", say!("setup-room"), &names.rooms, self.room),
            Field::new("times", say!("setup-times"), FieldKind::Text { most: 400 })
                .hint(say!("setup-times-hint"))
                .value(&write_times(&self.times, look)),
            day_field("from", say!("setup-from"), self.from),
            day_field("until", say!("setup-until"), self.until),
            whole("seats", say!("setup-seats"), 9_999, self.seats.into()).hint(say!("setup-seats-hint")),
            Field::new("credits", say!("setup-credits"), FieldKind::Credits).value(&self.credits.to_string()),
        ]
    }

    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let typed = values.text("times").unwrap_or_default();
        let times = read_times(&typed).map_err(|reason| Complaint::wrong("times", reason))?;
        // A time that stays keeps the room that it was given.
        let room = |time: &WeeklyTime| {
            let same = |old: &&WeeklyTime| (old.weekday, old.from) == (time.weekday, time.from);
            self.times.iter().find(same).and_then(|old| old.room)
        };
        let times = times.into_iter().map(|time| WeeklyTime { room: room(&time), ..time }).collect();
        Ok(Class {
            name: name_of(values),
            course: values.id("course"),
            teacher: values.id("teacher"),
            room: values.id("room"),
            times,
            from: values.day("from"),
            until: values.day("until"),
            seats: whole_of(values, "seats"),
            credits: values.credits("credits").unwrap_or(Credits(0)),
            ..self
        })
    }

    fn with_retired(self, retired: bool) -> Self {
        Class { retired, ..self }
    }
}

const GROUPS: [(RuleGroup, &str); 4] = [
    (RuleGroup::Learning, "setup-group-learning"),
    (RuleGroup::Interaction, "setup-group-interaction"),
    (RuleGroup::Contribution, "setup-group-contribution"),
    (RuleGroup::Own, "setup-group-own"),
];
const CAPS: [(CapPer, &str); 3] =
    [(CapPer::Lesson, "setup-per-lesson"), (CapPer::Day, "setup-per-day"), (CapPer::Week, "setup-per-week")];
const AUTOS: [(Option<RuleAuto>, &str); 3] = [
    (None, "setup-auto-none"),
    (Some(RuleAuto::Attend), "setup-auto-attend"),
    (Some(RuleAuto::AttendKey), "setup-auto-attend-key"),
];

impl Shown for Rule {
    const TITLE: &'static str = "setup-rules";
    const COLUMNS: &'static [Head] = &[
        Head::rest("setup-name"),
        Head::words("setup-group", 12),
        Head::number("setup-value", 8),
        Head::words("setup-cap", 12),
        Head::number("setup-key", 4),
    ];

    fn cells(&self, _: &Names, look: &Look) -> Vec<String> {
        let group = GROUPS.iter().find(|(group, _)| *group == self.group);
        let cap = self.cap.map(|cap| {
            let per = CAPS.iter().find(|(per, _)| *per == cap.per).map_or("", |(_, key)| key);
            format!("{} {}", cap.points, look.text(per))
        });
        vec![
            self.name.to_string(),
            group.map(|(_, key)| look.text(key).into_owned()).unwrap_or_default(),
            write_value(self.value),
            cap.unwrap_or_default(),
            count(self.key.into()),
        ]
    }

    fn fields(&self, _: &Names, look: &Look) -> Vec<Field> {
        let value = if self.name.is_empty() { String::new() } else { write_value(self.value) };
        let per = self.cap.map_or(CapPer::Lesson, |cap| cap.per);
        vec![
            name_field(&self.name),
            Field::among("group", say!("setup-group"), &GROUPS, self.group),
            Field::text("value", say!("setup-value")).required().hint(say!("setup-value-hint")).value(&value),
            whole("cap", say!("setup-cap"), 100_000, self.cap.map_or(0, |cap| cap.points))
                .hint(say!("setup-cap-hint")),
            Field::among("per", say!("setup-per"), &CAPS, per),
            whole("key", say!("setup-key"), 9, self.key.into()).hint(say!("setup-key-hint")),
            Field::among("auto", say!("setup-auto"), &AUTOS, self.auto),
            Field::text("roles", say!("setup-rule-roles"))
                .hint(say!("setup-rule-roles-hint", roles = posts::named(&Role::ALL, look)))
                .value(&posts::named(&self.roles, look)),
        ]
    }

    fn read(self, values: &Values, look: &Look) -> Result<Self, Complaint> {
        let value = read_value(&values.text("value").unwrap_or_default());
        let value = value.map_err(|reason| Complaint::wrong("value", reason))?;
        let roles = posts::read(&values.text("roles").unwrap_or_default(), look);
        let per = values.among("per", &CAPS).unwrap_or(CapPer::Lesson);
        let points = values.number("cap").filter(|points| *points > 0);
        Ok(Rule {
            name: name_of(values),
            group: values.among("group", &GROUPS).unwrap_or(RuleGroup::Own),
            value,
            cap: points.map(|points| Cap { points, per }),
            key: whole_of(values, "key"),
            auto: values.among("auto", &AUTOS).flatten(),
            roles: roles.map_err(|reason| Complaint::wrong("roles", reason))?,
            ..self
        })
    }

    fn with_retired(self, retired: bool) -> Self {
        Rule { retired, ..self }
    }
}
