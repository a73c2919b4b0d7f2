//! Who wants support 低分关注 (docs/requirements.md P7, P10): whose points lie far below the class's, or fall, with the
//! attendance and the lessons left beside them, and the follow-up that is open about it.
//!
//! It reads all four books and belongs to none. It costs a short scan for each student who has a place; marks,
//! credits and tickets are read for those who are found.

use chrono::Days;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{Presence, lesson, marks_of};
use super::ledger::credits::credits_left;
use super::ledger::{Account, daily};
use super::queue::{ticket, tickets_of};
use super::register::{Class, Listed, Place, Staff, Standing, item, name_of, roll, student};
use super::{Ask, View};
use crate::base::{ClassId, Credits, Day, Points, Refused, StudentId, Text, TicketId, Weeks};

/// Weeks that are looked at: four, and the four before them.
const WEEKS: usize = 8;
/// Of a student's tickets the newest so many are looked through for one that is open.
const TICKETS_BACK: usize = 20;
/// The kind of ticket that leads to support.
pub const FOLLOW_UP: &str = "follow-up";

/// Asks whose points lie far below those of the class, or fall. Looked at are the last four weeks and the four
/// before; whoever has not had a place in the class for four weeks, or is paused, is left out. Someone is *low* who
/// earned less than half of the class's median, and *falls* who earned less than the median and less than half of
/// what it was in the four weeks before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PointsSupport {
    /// Of this class only.
    pub class: Option<ClassId>,
    /// The last day; today when not given.
    pub day: Option<Day>,
}

/// Whose points lie far below those of the class, or fall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportAnswer {
    /// The class; empty for the school.
    pub of: Text,
    /// The first and the last day of the four weeks.
    pub days: (Day, Day),
    /// How many places were looked at.
    pub people: usize,
    /// Those found, the furthest below the median first.
    pub rows: Vec<SupportRow>,
}

/// Someone whose points are low or fall, in one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportRow {
    /// Who.
    pub student: StudentId,
    /// Name.
    pub name: Text,
    /// In which class.
    pub class: ClassId,
    /// What it is called.
    pub class_name: Text,
    /// Earned there in the four weeks.
    pub earned: Points,
    /// Earned there in the four weeks before.
    pub before: Points,
    /// The median of the class in the four weeks.
    pub median: Points,
    /// Less than half of the median.
    pub low: bool,
    /// Less than half of the four weeks before.
    pub falls: bool,
    /// Earned there in each of the last eight weeks, the latest last.
    pub trend: [Points; WEEKS],
    /// Lessons of the class in the four weeks that the student was marked in.
    pub lessons: usize,
    /// In how many of them the student was there.
    pub came: usize,
    /// Lesson credits left.
    pub credits: Credits,
    /// The student's advisor; empty for none.
    pub advisor: Text,
    /// The follow-up that is open about the student.
    pub ticket: Option<TicketId>,
    /// Who holds it; empty for nobody.
    pub holder: Text,
}

/// What someone earned in a class.
struct Earner {
    student: StudentId,
    trend: [Points; WEEKS],
    earned: Points,
    before: Points,
}

impl Ask for PointsSupport {
    const NAME: &'static str = "points.support";
    type Answer = SupportAnswer;

    fn answer(&self, view: &View<'_>) -> Result<SupportAnswer, Refused> {
        let last = self.day.unwrap_or_else(|| view.today());
        let first = last.checked_sub_days(Days::new(27)).unwrap_or(last);
        let mut found =
            SupportAnswer { of: Text::default(), days: (first, last), people: 0, rows: Vec::new() };
        if let Some(only) = self.class {
            found.of = item::<Class>(view.read, only)?.name;
        }
        for (class, taught) in Class::TABLE.all(view.read, &())? {
            if !taught.retired && self.class.is_none_or(|only| only == class) {
                look_at(view, class, &taught.name, &mut found)?;
            }
        }
        let share = |row: &SupportRow| row.earned * 100 / row.median.max(1);
        found.rows.sort_by_key(|row| (share(row), row.student, row.class));
        Ok(found)
    }

    fn example() -> Self {
        PointsSupport { class: Some(ClassId(1)), day: None }
    }
}

/// Adds those of a class who are low or fall.
fn look_at(view: &View<'_>, class: ClassId, name: &Text, found: &mut SupportAnswer) -> Result<(), Refused> {
    let (first, last) = found.days;
    let mut earners = Vec::new();
    for row in roll(view.read, class, last)? {
        if row.standing == Standing::Active && since(&row.place, last) <= Some(first) {
            earners.push(earner(view, class, row.student, last)?);
        }
    }
    found.people += earners.len();
    let median = median(earners.iter().map(|earner| earner.earned).collect());
    for earner in earners {
        let low = earner.earned * 2 < median;
        let falls = earner.earned < median && earner.earned * 2 < earner.before;
        if low || falls {
            found.rows.push(row(view, (class, name), earner, median, (low, falls), found.days)?);
        }
    }
    Ok(())
}

/// Since when the place is held that is held on a day.
fn since(place: &Place, day: Day) -> Option<Day> {
    place.spells.iter().find(|spell| spell.holds(day)).map(|spell| spell.from)
}

fn earner(view: &View<'_>, class: ClassId, student: StudentId, last: Day) -> Result<Earner, Refused> {
    let mut trend = [0; WEEKS];
    let weeks = Weeks::<WEEKS>::until(last);
    for (day, tag, turnover) in daily(view.read, Account::points(student), weeks.first, last)? {
        if let Some(week) = weeks.of(day).filter(|_| tag == class.0) {
            trend[week] += turnover.into;
        }
    }
    let (before, now) = trend.split_at(WEEKS / 2);
    Ok(Earner { student, earned: now.iter().sum(), before: before.iter().sum(), trend })
}

/// The one in the middle, of two the mean; 0 of nobody.
fn median(mut points: Vec<Points>) -> Points {
    points.sort_unstable();
    match points.len() {
        0 => 0,
        n if n % 2 == 1 => points[n / 2],
        n => (points[n / 2 - 1] + points[n / 2]) / 2,
    }
}

fn row(
    view: &View<'_>,
    (class, class_name): (ClassId, &Text),
    earner: Earner,
    median: Points,
    (low, falls): (bool, bool),
    (first, last): (Day, Day),
) -> Result<SupportRow, Refused> {
    let read = view.read;
    let who = student(read, earner.student)?;
    let (mut lessons, mut came) = (0, 0);
    for (_, id, mark) in marks_of(read, earner.student, first, last)? {
        if lesson(read, id)?.class == class {
            lessons += 1;
            came += usize::from(matches!(mark.presence, Presence::Present | Presence::Late));
        }
    }
    let (mut open, mut holder) = (None, Text::default());
    for id in tickets_of(read, earner.student, TICKETS_BACK)? {
        let ticket = ticket(read, id)?;
        if ticket.kind == FOLLOW_UP && !ticket.is_done() {
            open = Some(id);
            holder = ticket.owner.map(|owner| name_of::<Staff>(read, owner)).transpose()?.unwrap_or_default();
            break;
        }
    }
    Ok(SupportRow {
        student: earner.student,
        name: who.name,
        class,
        class_name: class_name.clone(),
        earned: earner.earned,
        before: earner.before,
        median,
        low,
        falls,
        trend: earner.trend,
        lessons,
        came,
        credits: credits_left(read, earner.student, view.today())?,
        advisor: who.advisor.map(|advisor| name_of::<Staff>(read, advisor)).transpose()?.unwrap_or_default(),
        ticket: open,
        holder,
    })
}
