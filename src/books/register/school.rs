//! The school itself and its settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::check_unchanged;
use super::staff::{Role, Staff};
use super::{Listed, Save};
use crate::base::{ClockTime, Currency, Day, Kind, Refused, Say, StaffId, Text, Zone};
use crate::books::{Act, Ask, Books, Done, View, tables};
use crate::store::{Read, Stored, Table, journal, versioned};

const SCHOOL: Table<(), School> = Table::new(tables::SCHOOL, "school");

/// Which lots of lesson credits are used first; among equals the one that expires first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhichFirst {
    /// Paid lots before gifts.
    #[default]
    Paid,
    /// Gifts before paid lots.
    Gift,
}

/// When the school is open on one day of the week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OpenHours {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// From.
    pub from: ClockTime,
    /// Until.
    pub until: ClockTime,
}

/// A tier 等级: reached at that many points earned in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tier {
    /// What it is called.
    pub name: Text,
    /// Points earned in all from which it is held.
    pub from: i64,
}

/// The school and its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct School {
    /// What it is called.
    pub name: Text,
    /// Its time zone: school days begin at its midnight.
    pub zone: Zone,
    /// Its currency, ISO 4217.
    pub currency: Currency,
    /// When it is open, for deadlines in working time. A weekday may stand twice (a midday break).
    pub hours: Vec<OpenHours>,
    /// Days on which it is closed.
    pub holidays: Vec<Day>,
    /// Which lots of lesson credits are used first.
    pub first: WhichFirst,
    /// Whether an unexcused absence takes the lesson's credits.
    pub absent_takes_credits: bool,
    /// Lesson credits at or below which a student's row warns, in hundredths.
    pub low_credits: i64,
    /// For how many days a lesson missed with leave may be made up.
    pub make_up_days: u16,
    /// The tiers, lowest first.
    pub tiers: Vec<Tier>,
    /// How the projector names students: `full`, `initials` or `given`.
    pub board_names: BoardNames,
    /// How many ranks the projector shows; 0 for all.
    pub board_top: u16,
    /// What holds at the fee desk.
    pub fees: FeePolicy,
}

/// What holds at the fee desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FeePolicy {
    /// Days from a sale to the day on which it is due.
    pub due_days: u16,
    /// Days overdue from which a family is reminded; 0 for never, as with the steps below.
    pub remind_days: u16,
    /// Days overdue from which it is reminded again.
    pub again_days: u16,
    /// Days overdue from which lessons are suspended.
    pub suspend_days: u16,
    /// Days overdue from which nothing new is sold and no place is given.
    pub block_days: u16,
    /// A charge ahead for more months than this is warned of; 0 for never.
    pub warn_months: u16,
    /// A charge ahead for more lessons than this is warned of; 0 for never.
    pub warn_lessons: u16,
    /// The receipt printer springs the drawer open when cash is taken.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub spring_drawer: bool,
}

impl Default for FeePolicy {
    fn default() -> Self {
        FeePolicy {
            due_days: 0,
            remind_days: 7,
            again_days: 14,
            suspend_days: 30,
            block_days: 45,
            warn_months: 3,
            warn_lessons: 60,
            spring_drawer: false,
        }
    }
}

/// How the projector names students.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoardNames {
    /// The full name.
    #[default]
    Full,
    /// The family name and a mark for each further character: 董〇〇.
    Masked,
}

impl Default for School {
    fn default() -> Self {
        let day = |weekday| {
            [(9, 0, 12, 0), (13, 30, 18, 0)].map(|(h, m, h2, m2)| OpenHours {
                weekday,
                from: ClockTime::hm(h, m),
                until: ClockTime::hm(h2, m2),
            })
        };
        School {
            name: Text::default(),
            zone: Zone::default(),
            currency: Currency::default(),
            hours: (1..=7).flat_map(day).collect(),
            holidays: Vec::new(),
            first: WhichFirst::Paid,
            absent_takes_credits: true,
            low_credits: 300,
            make_up_days: 30,
            tiers: Vec::new(),
            board_names: BoardNames::Full,
            board_top: 0,
            fees: FeePolicy::default(),
        }
    }
}

versioned!(School = 1);

impl School {
    /// The tier held with so many points earned in all, and its place from 1; none below the first.
    pub fn tier(&self, earned: i64) -> Option<(usize, &Tier)> {
        let reached = self.tiers.iter().enumerate().filter(|(_, tier)| tier.from <= earned);
        reached.max_by_key(|(_, tier)| tier.from).map(|(index, tier)| (index + 1, tier))
    }

    /// The next tier above so many points earned in all.
    pub fn next_tier(&self, earned: i64) -> Option<&Tier> {
        self.tiers.iter().filter(|tier| tier.from > earned).min_by_key(|tier| tier.from)
    }

    /// A student's name as the projector shows it.
    pub fn public_name(&self, name: &Text) -> Text {
        match self.board_names {
            BoardNames::Full => name.clone(),
            BoardNames::Masked => masked(name),
        }
    }
}

/// 董〇〇, 欧阳〇〇; Ada L.
fn masked(name: &str) -> Text {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c);
    if name.chars().next().is_some_and(is_han) {
        // A name of four characters has a surname of two.
        let count = name.chars().count();
        let family = if count >= 4 { 2 } else { 1 };
        let given = name.chars().skip(family).map(|_| '〇');
        return Text::new(name.chars().take(family).chain(given).collect::<String>());
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    let initials = words.filter_map(|word| word.chars().next()).map(|c| format!(" {c}."));
    Text::new(first + &initials.collect::<String>())
}

/// The school's settings; the defaults before `school.init`.
///
/// # Errors
/// When the store fails.
pub fn school(read: &dyn Read) -> Result<School, Refused> {
    Ok(SCHOOL.get(read, &())?.unwrap_or_default())
}

/// Opens the books: the school, and its first operator, who is its manager.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InitSchool {
    /// What the school is called.
    pub name: Text,
    /// Its time zone, an IANA name.
    pub zone: Zone,
    /// Its currency, ISO 4217.
    pub currency: Currency,
    /// What the first operator is called.
    pub operator: Text,
    /// The tiers of points, lowest first.
    #[serde(default)]
    pub tiers: Vec<Tier>,
}

impl Act for InitSchool {
    const NAME: &'static str = "school.init";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if SCHOOL.get(&books.draft, &())?.is_some() {
            return Err(Refused::new(Kind::Conflict, Say::new("register-school-exists")));
        }
        if self.name.is_empty() || self.operator.is_empty() {
            return Err(Refused::input(Say::new("register-needs-name")));
        }
        let school = School {
            name: self.name.clone(),
            zone: self.zone,
            currency: self.currency.clone(),
            tiers: self.tiers.clone(),
            ..School::default()
        };
        SCHOOL.put(&mut books.draft, &(), &school);
        let operator = Staff { name: self.operator.clone(), roles: vec![Role::Manager], ..Staff::default() };
        let made = Save { id: None, expect: None, value: operator }.run(books)?;
        let mut done = Done::said(Say::new("register-school-opened").with("name", &self.name));
        done.made = made.made;
        Ok(done)
    }

    fn example() -> Self {
        InitSchool {
            name: "启明星".into(),
            zone: Zone::default(),
            currency: Currency::default(),
            operator: "周主管".into(),
            tiers: Vec::new(),
        }
    }
}

/// Changes the school's settings; all of them are given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EditSchool {
    /// The print of the settings that the change was made on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<u64>,
    /// The settings.
    #[serde(flatten)]
    pub school: School,
}

impl Act for EditSchool {
    const NAME: &'static str = "school.edit";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let now = SCHOOL.get(&books.draft, &())?.ok_or_else(|| Refused::missing("noun-school", ""))?;
        check_unchanged(self.expect, &now.encode())?;
        if self.school.name.is_empty() {
            return Err(Refused::input(Say::new("register-needs-name")));
        }
        if self.school.currency != now.currency && !super::super::ledger::is_empty(&books.draft)? {
            return Err(Refused::input(Say::new("register-currency-fixed")));
        }
        let wrong = |h: &OpenHours| h.from >= h.until || !(1..=7).contains(&h.weekday);
        if self.school.hours.iter().any(wrong) {
            return Err(Refused::input(Say::new("register-hours-wrong")));
        }
        SCHOOL.put(&mut books.draft, &(), &self.school);
        Ok(Done::said(Say::new("register-school-changed")))
    }

    fn example() -> Self {
        EditSchool { expect: None, school: School { name: "启明星".into(), ..School::default() } }
    }
}

/// Asks for the school's settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetSchool {}

/// The school's settings, and whether its books were opened yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolAnswer {
    /// Whether `school.init` was done.
    pub open: bool,
    /// The print of the settings.
    pub expect: u64,
    /// The asker.
    pub operator: StaffId,
    /// The asker's name.
    pub operator_name: Text,
    /// The settings.
    pub school: School,
}

impl Ask for GetSchool {
    const NAME: &'static str = "school.get";
    type Answer = SchoolAnswer;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let kept = SCHOOL.get(view.read, &())?;
        let open = kept.is_some();
        let school = kept.unwrap_or_default();
        let name = Staff::TABLE.get(view.read, &view.operator)?.map(|s| s.name).unwrap_or_default();
        let expect = journal::print(Some(&school.encode()));
        Ok(SchoolAnswer { open, expect, operator: view.operator, operator_name: name, school })
    }

    fn example() -> Self {
        GetSchool {}
    }
}
