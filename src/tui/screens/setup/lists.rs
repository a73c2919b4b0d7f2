//! The plain catalogues: terms, courses, rooms, staff, rewards, teams.

use super::fields::{count, day_field, name_field, name_of, pointer, whole, whole_of};
use super::section::{Head, Names, Shown, name_in};
use crate::base::{Day, Prose};
use crate::desk::register::{Course, Reward, Role, Room, Staff, Team, Term};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::posts;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Values};

impl Shown for Term {
    const TITLE: &'static str = "setup-terms";
    const COLUMNS: &'static [Head] =
        &[Head::rest("setup-name"), Head::words("setup-from", 12), Head::words("setup-until", 12)];

    fn cells(&self, _: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), self.from.to_string(), self.until.to_string()]
    }
    fn fields(&self, _: &Names, _: &Look) -> Vec<Field> {
        let now = |day: Day| (day != Day::default()).then_some(day);
        vec![
            name_field(&self.name),
            day_field("from", say!("setup-from"), now(self.from)).required(),
            day_field("until", say!("setup-until"), now(self.until)).required(),
        ]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let from = values.day("from").unwrap_or_default();
        let until = values.day("until").unwrap_or_default();
        if until < from {
            return Err(Complaint::wrong("until", say!("register-days-wrong")));
        }
        Ok(Term { name: name_of(values), from, until, ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Term { retired, ..self }
    }
}

impl Shown for Course {
    const TITLE: &'static str = "setup-courses";
    const COLUMNS: &'static [Head] =
        &[Head::rest("setup-name"), Head::words("setup-code", 10), Head::words("setup-about", 24)];

    fn cells(&self, _: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), self.code.to_string(), self.about.replace('\n', " ")]
    }
    fn fields(&self, _: &Names, _: &Look) -> Vec<Field> {
        let about = Field::new("about", say!("setup-about"), FieldKind::Text { most: 1_000 });
        vec![
            name_field(&self.name),
            Field::text("code", say!("setup-code")).value(&self.code),
            about.value(&self.about.replace('\n', " ")),
        ]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let code = values.text("code").unwrap_or_default();
        let about = Prose::new(values.text("about").unwrap_or_default().as_str());
        Ok(Course { name: name_of(values), code, about, ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Course { retired, ..self }
    }
}

impl Shown for Room {
    const TITLE: &'static str = "setup-rooms";
    const COLUMNS: &'static [Head] = &[Head::rest("setup-name"), Head::number("setup-seats", 8)];

    fn cells(&self, _: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), count(self.seats)]
    }
    fn fields(&self, _: &Names, _: &Look) -> Vec<Field> {
        vec![name_field(&self.name), whole("seats", say!("setup-seats"), 9_999, self.seats.into())]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        Ok(Room { name: name_of(values), seats: whole_of(values, "seats"), ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Room { retired, ..self }
    }
}

impl Shown for Staff {
    const TITLE: &'static str = "setup-staff";
    const COLUMNS: &'static [Head] = &[
        Head::rest("setup-name"),
        Head::words("setup-roles", 20),
        Head::words("setup-phone", 14),
        Head::words("setup-away", 6),
    ];

    fn cells(&self, _: &Names, look: &Look) -> Vec<String> {
        let away = if self.away { look.text("setup-is-away").into_owned() } else { String::new() };
        vec![self.name.to_string(), posts::named(&self.roles, look), self.phone.to_string(), away]
    }
    fn fields(&self, _: &Names, look: &Look) -> Vec<Field> {
        let roles = posts::named(&Role::ALL, look);
        vec![
            name_field(&self.name),
            Field::text("roles", say!("setup-roles"))
                .required()
                .hint(say!("setup-roles-hint", roles = roles))
                .value(&posts::named(&self.roles, look)),
            Field::text("phone", say!("setup-phone")).value(&self.phone),
            Field::yes_no("away", say!("setup-away"), self.away),
        ]
    }
    fn read(self, values: &Values, look: &Look) -> Result<Self, Complaint> {
        let roles = posts::read(&values.text("roles").unwrap_or_default(), look);
        let roles = roles.map_err(|reason| Complaint::wrong("roles", reason))?;
        let phone = values.text("phone").unwrap_or_default();
        Ok(Staff { name: name_of(values), roles, phone, away: values.yes("away"), ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Staff { retired, ..self }
    }
}

impl Shown for Reward {
    const TITLE: &'static str = "setup-rewards";
    const COLUMNS: &'static [Head] =
        &[Head::rest("setup-name"), Head::number("setup-cost", 8), Head::number("setup-limit", 8)];

    fn cells(&self, _: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), self.cost.to_string(), count(self.limit)]
    }
    fn fields(&self, _: &Names, _: &Look) -> Vec<Field> {
        vec![
            name_field(&self.name),
            whole("cost", say!("setup-cost"), 1_000_000, self.cost).required(),
            whole("limit", say!("setup-limit"), 9_999, self.limit.into()).hint(say!("setup-limit-hint")),
        ]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let (cost, limit) = (whole_of(values, "cost"), whole_of(values, "limit"));
        Ok(Reward { name: name_of(values), cost, limit, ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Reward { retired, ..self }
    }
}

impl Shown for Team {
    const TITLE: &'static str = "setup-teams";
    const COLUMNS: &'static [Head] = &[Head::rest("setup-name"), Head::words("setup-class", 24)];

    fn cells(&self, names: &Names, _: &Look) -> Vec<String> {
        vec![self.name.to_string(), name_in(&names.classes, Some(self.class))]
    }
    fn fields(&self, names: &Names, _: &Look) -> Vec<Field> {
        let now = (self.class.0 != 0).then_some(self.class);
        vec![name_field(&self.name), pointer("class", say!("setup-class"), &names.classes, now)]
    }
    fn read(self, values: &Values, _: &Look) -> Result<Self, Complaint> {
        let class = values.id("class").ok_or_else(|| Complaint::wrong("class", say!("error-required")))?;
        Ok(Team { name: name_of(values), class, ..self })
    }
    fn with_retired(self, retired: bool) -> Self {
        Team { retired, ..self }
    }
}
