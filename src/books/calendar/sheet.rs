//! What the class screen and the Today screen ask of the calendar.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guest::{GuestKind, Participant, participants};
use super::lesson::{Lesson, lesson, lessons_on};
use super::mark::{Mark, mark_of};
use super::number::Numbers;
use crate::base::{Credits, Day, LessonId, Points, Refused, RuleId, StudentId, TeamId, Text};
use crate::books::ledger::fees::{Step, dunning};
use crate::books::ledger::{Account, Span, balance, credits, turnover};
use crate::books::register::{
    Class, Course, Listed, Room, Rule, RuleValue, Staff, Standing, name_of, pinyin, place, student,
};
use crate::books::{Ask, View};

/// Asks for everything that the class screen shows of one lesson.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LessonSheet {
    /// Which lesson.
    pub lesson: LessonId,
}

/// A lesson as the class screen shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The lesson.
    pub lesson: DayLesson,
    /// Credits that one lesson takes.
    pub credits: Credits,
    /// Credits at or below which a row warns.
    pub low_credits: Credits,
    /// The rules on the number keys in their order, then those that have none.
    pub rules: Vec<SheetRule>,
    /// Who belongs in it.
    pub rows: Vec<SheetRow>,
}

/// A point rule that may be given in the lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRule {
    /// Its id.
    pub id: RuleId,
    /// What it is called.
    pub name: Text,
    /// What it gives.
    pub value: RuleValue,
    /// Its number key, 1 to 9; 0 for none.
    #[serde(default)]
    pub key: u8,
}

/// One student on the sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Who.
    pub student: StudentId,
    /// Name.
    pub name: Text,
    /// What one may type for the name: its readings and initials, in Latin letters.
    pub typed: Vec<String>,
    /// Seat; 0 for none.
    pub seat: u16,
    /// Team.
    pub team: Option<TeamId>,
    /// How they stand to the class on that day.
    pub standing: Standing,
    /// Why they are here without a place.
    pub guest: Option<GuestKind>,
    /// Their mark.
    pub mark: Option<Mark>,
    /// Points in this class on the lesson's day.
    pub points_today: Points,
    /// Points in this class in the lesson's month.
    pub points_month: Points,
    /// Points to spend.
    pub points_balance: Points,
    /// Credits left on the lesson's day, less what is owed.
    pub credits: Credits,
    /// The last day of the lot that expires first, when it has one.
    pub expires: Option<Day>,
    /// How many lessons of this class before this one were missed in a row.
    pub missed: u8,
    /// How far dunning has come today: from `suspend` on no lesson should be given.
    #[serde(default)]
    pub dunning: Option<Step>,
}

impl Ask for LessonSheet {
    const NAME: &'static str = "lesson.sheet";
    type Answer = Sheet;

    fn answer(&self, view: &View<'_>) -> Result<Sheet, Refused> {
        let found = lesson(view.read, self.lesson)?;
        let class = Class::TABLE.get(view.read, &found.class)?.unwrap_or_default();
        let mut rows = Vec::new();
        for Participant { who, standing, guest } in participants(view.read, self.lesson, &found)? {
            rows.push(row(view, self.lesson, &found, who, standing, guest)?);
        }
        let lesson = day_lesson(view, self.lesson, found, &mut Numbers::default())?;
        let rules = rules(view, &class)?;
        let low_credits = Credits(view.school.low_credits);
        Ok(Sheet { lesson, credits: class.credits, low_credits, rules, rows })
    }

    fn example() -> Self {
        LessonSheet { lesson: LessonId(99) }
    }
}

/// The rules that may be given by hand: on the class's own number keys, or else on the rules'; then the rest. A key
/// that two rules claim is the older one's.
fn rules(view: &View<'_>, class: &Class) -> Result<Vec<SheetRule>, Refused> {
    let mut rules: Vec<SheetRule> = Vec::new();
    for (id, rule) in Rule::TABLE.all(view.read, &())?.into_iter().filter(|(_, rule)| !rule.retired) {
        let own = class.keys.iter().position(|key| *key == id).and_then(|at| u8::try_from(at + 1).ok());
        let wanted = if class.keys.is_empty() { rule.key } else { own.unwrap_or(0) };
        let key = if rules.iter().any(|other| other.key == wanted) { 0 } else { wanted };
        if key > 0 || rule.auto.is_none() {
            rules.push(SheetRule { id, name: rule.name, value: rule.value, key });
        }
    }
    rules.sort_by_key(|rule| if rule.key == 0 { u8::MAX } else { rule.key });
    Ok(rules)
}

fn row(
    view: &View<'_>,
    id: LessonId,
    found: &Lesson,
    who: StudentId,
    standing: Standing,
    guest: Option<GuestKind>,
) -> Result<SheetRow, Refused> {
    let read = view.read;
    let account = Account::points(who);
    let class = Some(found.class.0);
    let held = place(read, found.class, who)?.unwrap_or_default();
    let lots = credits::lots(read, who, false)?;
    let expires = lots.iter().filter(|(_, _, left)| left.0 > 0).filter_map(|(_, lot, _)| lot.expires).min();
    let name = student(read, who)?.name;
    let (readings, initials) = pinyin::ways(&pinyin::units(&name));
    Ok(SheetRow {
        student: who,
        name,
        typed: initials.into_iter().chain(readings).collect(),
        seat: held.seat,
        team: held.team,
        standing,
        guest,
        mark: mark_of(read, who, found.day, id)?,
        points_today: turnover(read, account, Span::Days(found.day, found.day), class)?.into,
        points_month: turnover(read, account, Span::month(found.day), class)?.into,
        points_balance: balance(read, account)?,
        credits: credits::credits_left(read, who, found.day)?,
        expires,
        missed: missed_before(view, found, who)?,
        dunning: dunning(read, &view.school.fees, who, view.today())?,
    })
}

/// How far back misses in a row are counted, in days.
const MISSES_BACK: u64 = 60;

/// How many lessons of the same class just before this one a student missed in a row, within
/// [`MISSES_BACK`] days.
///
/// # Errors
/// When the store fails.
pub fn missed_before(view: &View<'_>, found: &Lesson, who: StudentId) -> Result<u8, Refused> {
    use super::mark::{Presence, marks_of};
    let Some(first) = found.day.checked_sub_days(chrono::Days::new(MISSES_BACK)) else { return Ok(0) };
    let Some(last) = found.day.pred_opt() else { return Ok(0) };
    let mut missed = 0u8;
    for (_, lesson_id, mark) in marks_of(view.read, who, first, last)?.into_iter().rev() {
        if lesson(view.read, lesson_id)?.class != found.class {
            continue;
        }
        match mark.presence {
            Presence::Absent => missed = missed.saturating_add(1),
            _ => break,
        }
    }
    Ok(missed)
}

/// Asks for the lessons of some days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LessonsOn {
    /// First day; today when not given.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day; the first when not given.
    #[serde(default)]
    pub until: Option<Day>,
}

/// The lessons of some days, in order of time.
pub type DayAnswer = Vec<DayLesson>;

/// A lesson with the names that go with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayLesson {
    /// Its id.
    pub id: LessonId,
    /// The lesson, with its [number](super::Numbers) as it is now.
    pub lesson: Lesson,
    /// The class's name.
    pub class: Text,
    /// The course's name.
    pub course: Text,
    /// The teacher's name.
    pub teacher: Text,
    /// The room's name.
    pub room: Text,
}

fn day_lesson(
    view: &View<'_>,
    id: LessonId,
    lesson: Lesson,
    numbers: &mut Numbers,
) -> Result<DayLesson, Refused> {
    let read = view.read;
    let lesson = Lesson { no: numbers.of(read, id, lesson.class)?, ..lesson };
    let class = Class::TABLE.get(read, &lesson.class)?.unwrap_or_default();
    let named = |name: Option<Result<Text, Refused>>| name.transpose().map(Option::unwrap_or_default);
    Ok(DayLesson {
        id,
        course: named(class.course.map(|course| name_of::<Course>(read, course)))?,
        teacher: named(lesson.teacher.map(|teacher| name_of::<Staff>(read, teacher)))?,
        room: named(lesson.room.map(|room| name_of::<Room>(read, room)))?,
        class: class.name,
        lesson,
    })
}

impl Ask for LessonsOn {
    const NAME: &'static str = "lesson.list";
    type Answer = DayAnswer;

    fn answer(&self, view: &View<'_>) -> Result<DayAnswer, Refused> {
        let from = self.from.unwrap_or_else(|| view.today());
        let rows = lessons_on(view.read, from, self.until.unwrap_or(from))?;
        let mut numbers = Numbers::default();
        rows.into_iter().map(|(id, lesson)| day_lesson(view, id, lesson, &mut numbers)).collect()
    }

    fn example() -> Self {
        LessonsOn { from: None, until: None }
    }
}
