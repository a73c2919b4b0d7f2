//! What the roster asks: which students, in what order, and the rows that are seen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lines::owing;
use super::place::{Standing, classes_of, roll};
use super::student::STUDENTS;
use super::{Class, Guardian, Stage, name_of};
use crate::base::{ClassId, Credits, Day, Money, Points, Prose, Refused, StudentId, Text};
use crate::books::ledger::{Account, balance, credits};
use crate::books::{Ask, View};

/// The order of the roster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RosterSort {
    /// By the school's own number.
    #[default]
    Number,
    /// By name, as it is read.
    Name,
    /// Fewest lesson credits first.
    Credits,
    /// Whoever owes most first.
    Owing,
    /// Most points first.
    Points,
}

/// Asks for the students that fit all of what is given, in order, with the rows of one page. Where a text
/// is given, its best matches stand first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RosterList {
    /// A piece of the name, its pinyin or initials, a phone, a number.
    pub text: Text,
    /// With a place in this class today.
    pub class: Option<ClassId>,
    /// In this stage.
    pub stage: Option<Stage>,
    /// Who owe money.
    pub owing: bool,
    /// Whose lesson credits are at or below the school's low mark.
    pub low_credits: bool,
    /// With this label.
    pub tag: Option<Text>,
    /// Those who left the school, instead of those who are with it.
    pub left: bool,
    /// In which order.
    pub sort: RosterSort,
    /// The first row of the page.
    pub offset: usize,
    /// How many rows the page has; at most 500.
    pub limit: usize,
}

/// What a roster's lines are chosen and sorted by.
pub struct Wanted<'a> {
    /// What was typed.
    pub text: &'a str,
    /// Whoever is on the roll of the class, where one is given.
    pub class: Option<&'a [StudentId]>,
    /// The stage.
    pub stage: Option<Stage>,
    /// Who owe.
    pub owing: bool,
    /// Whose credits are no more than that.
    pub credits_at_most: Option<i64>,
    /// The label.
    pub tag: Option<&'a Text>,
    /// Those who left.
    pub left: bool,
    /// The order.
    pub sort: RosterSort,
    /// Today.
    pub day: Day,
}

impl Wanted<'_> {
    /// Whether the ledger has to be looked at.
    pub fn needs_figures(&self) -> bool {
        let by_figures = matches!(self.sort, RosterSort::Credits | RosterSort::Owing | RosterSort::Points);
        by_figures || self.owing || self.credits_at_most.is_some()
    }
}

/// The students that fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RosterPage {
    /// How many there are.
    pub total: usize,
    /// All of them, in order.
    pub ids: Vec<StudentId>,
    /// The rows of the page.
    pub rows: Vec<RosterRow>,
}

/// A class on a roster's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RosterClass {
    /// The class.
    pub id: ClassId,
    /// What it is called.
    pub name: Text,
    /// How the student stands to it today.
    pub standing: Standing,
}

/// A student on the roster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RosterRow {
    /// Id.
    pub id: StudentId,
    /// The school's own number.
    pub number: Text,
    /// Name.
    pub name: Text,
    /// The family's phone.
    pub phone: Text,
    /// Whom to call.
    pub guardians: Vec<Guardian>,
    /// Born on.
    pub born: Option<Day>,
    /// With the school since.
    pub joined: Option<Day>,
    /// Left on.
    pub left: Option<Day>,
    /// Classes with a place today, also a paused one or one that begins later.
    pub classes: Vec<RosterClass>,
    /// Lesson credits left today, less what is owed.
    pub credits: Credits,
    /// Whether these are at or below the school's low mark.
    pub low: bool,
    /// Money owed; below zero: paid ahead.
    pub owing: Money,
    /// Points to spend.
    pub points: Points,
    /// Stage.
    pub stage: Stage,
    /// Labels.
    pub tags: Vec<Text>,
    /// What one should know.
    pub note: Prose,
}

/// No page is longer.
const PAGE_MAX: usize = 500;

impl Ask for RosterList {
    const NAME: &'static str = "roster.list";
    type Answer = RosterPage;

    fn answer(&self, view: &View<'_>) -> Result<RosterPage, Refused> {
        let day = view.today();
        let roll = match self.class {
            Some(class) => Some(roll(view.read, class, day)?.into_iter().map(|row| row.student).collect()),
            None => None,
        };
        let roll: Option<Vec<StudentId>> = roll;
        let wanted = Wanted {
            text: &self.text,
            class: roll.as_deref(),
            stage: self.stage,
            owing: self.owing,
            credits_at_most: self.low_credits.then_some(view.school.low_credits),
            tag: self.tag.as_ref(),
            left: self.left,
            sort: self.sort,
            day,
        };
        let ids = view.index.list(view.read, &wanted)?;
        let page = ids.iter().skip(self.offset).take(self.limit.min(PAGE_MAX));
        let rows = rows(view, page)?;
        Ok(RosterPage { total: ids.len(), ids, rows })
    }

    fn example() -> Self {
        RosterList { text: "dhw".into(), limit: 20, ..RosterList::default() }
    }
}

/// Asks for the roster's rows of some students; those who are not there are left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RosterRows {
    /// Whose; at most 500.
    pub ids: Vec<StudentId>,
}

impl Ask for RosterRows {
    const NAME: &'static str = "roster.rows";
    type Answer = Vec<RosterRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<RosterRow>, Refused> {
        rows(view, self.ids.iter().take(PAGE_MAX))
    }

    fn example() -> Self {
        RosterRows { ids: vec![StudentId(3)] }
    }
}

/// Asks for the labels in use.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RosterTags {}

impl Ask for RosterTags {
    const NAME: &'static str = "roster.tags";
    /// Each label with how many students bear it, most first.
    type Answer = Vec<(Text, usize)>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        view.index.tags(view.read)
    }

    fn example() -> Self {
        RosterTags {}
    }
}

fn rows<'a>(view: &View<'_>, ids: impl Iterator<Item = &'a StudentId>) -> Result<Vec<RosterRow>, Refused> {
    ids.filter_map(|id| row(view, *id).transpose()).collect()
}

fn row(view: &View<'_>, id: StudentId) -> Result<Option<RosterRow>, Refused> {
    let Some(student) = STUDENTS.get(view.read, &id)? else { return Ok(None) };
    let day = view.today();
    let mut classes = Vec::new();
    for (class, place) in classes_of(view.read, id)? {
        let standing = place.standing(day);
        if standing != Standing::Gone {
            classes.push(RosterClass { id: class, name: name_of::<Class>(view.read, class)?, standing });
        }
    }
    let credits = credits::credits_left(view.read, id, day)?;
    Ok(Some(RosterRow {
        id,
        number: student.number,
        name: student.name,
        phone: student.phone,
        guardians: student.guardians,
        born: student.born,
        joined: student.joined,
        left: student.left,
        low: credits.0 <= view.school.low_credits && !classes.is_empty(),
        classes,
        credits,
        owing: owing(view.read, id)?,
        points: balance(view.read, Account::points(id))?,
        stage: student.stage,
        tags: student.tags,
        note: student.note,
    }))
}
