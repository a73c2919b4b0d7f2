//! Everything that a student's card shows, in one answer.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Days};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lines::owing;
use super::place::{Spell, Standing, classes_of};
use super::student::student;
use super::timeline::{Event, timeline};
use super::{Class, Course, FoundStudent, Listed, Reward, Rule, Staff, Student, find_class, name_of};
use crate::base::{ClassId, Credits, Day, LessonId, LotId, Money, Points, Refused, StudentId, Text};
use crate::books::calendar::{Lesson, Presence, lesson, marks_of};
use crate::books::ledger::{self, Account, Why, balance, credits};
use crate::books::{Ask, View};
use crate::store::{Stored, journal};

/// Asks for a student's card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AskCard {
    /// Whose.
    pub id: StudentId,
}

/// A student's card 档案.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudentCard {
    /// Id.
    pub id: StudentId,
    /// The print of what is known, to send back with a change.
    pub expect: u64,
    /// What is known.
    pub student: Student,
    /// The advisor's name.
    pub advisor: Text,
    /// The name of who brought them.
    pub referrer: Text,
    /// Classes that they have or had a place in; those of today first.
    pub classes: Vec<CardClass>,
    /// Marks of the last 26 weeks, oldest first.
    pub marks: Vec<CardMark>,
    /// How often which mark in these weeks.
    pub counts: CardCounts,
    /// Points.
    pub points: CardPoints,
    /// Lesson credits.
    pub credits: CardCredits,
    /// Money owed; below zero: paid ahead.
    pub owing: Money,
    /// What happened, newest first.
    pub timeline: Vec<Event>,
    /// Students of the same family: one of their phones is one of this student's.
    pub siblings: Vec<FoundStudent>,
}

/// A class on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardClass {
    /// The class.
    pub id: ClassId,
    /// Its name.
    pub name: Text,
    /// The course's name.
    pub course: Text,
    /// The teacher's name.
    pub teacher: Text,
    /// How the student stands to it today.
    pub standing: Standing,
    /// The spell that the standing speaks of: of the place, or of its pause.
    pub spell: Option<Spell>,
    /// The lesson that is on or comes next; else the last one.
    pub lesson: Option<(LessonId, Lesson)>,
}

/// A mark on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardMark {
    /// The day.
    pub day: Day,
    /// The lesson.
    pub lesson: LessonId,
    /// The class's name.
    pub class: Text,
    /// How they attended.
    pub presence: Presence,
    /// How late, in minutes.
    pub minutes: u16,
}

/// How often which mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCounts {
    /// 到.
    pub present: usize,
    /// 迟到.
    pub late: usize,
    /// 缺勤.
    pub absent: usize,
    /// 请假.
    pub excused: usize,
}

/// A tier, and from how many points earned it is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardTier {
    /// What it is called.
    pub name: Text,
    /// Points earned in all from which it is held.
    pub from: Points,
}

/// Points on a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardPoints {
    /// To spend.
    pub balance: Points,
    /// Earned in all.
    pub earned: Points,
    /// The tier that is held.
    pub tier: Option<CardTier>,
    /// The tier after it.
    pub next: Option<CardTier>,
    /// The last entries, newest first; what was taken back, and its reversal, are left out.
    pub entries: Vec<CardPoint>,
}

/// A line of a points statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardPoint {
    /// The day.
    pub day: Day,
    /// Up or down.
    pub points: Points,
    /// Why.
    pub why: Why,
    /// The rule or reward.
    pub name: Text,
    /// The balance after it.
    pub balance: Points,
}

/// Lesson credits on a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardCredits {
    /// Left today, less what is owed.
    pub left: Credits,
    /// Taught without a credit; at or above zero.
    pub owed: Credits,
    /// Credits at or below which it warns.
    pub low: Credits,
    /// Lots with something left, oldest first.
    pub lots: Vec<CardLot>,
}

/// A lot of lesson credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardLot {
    /// Its id.
    pub id: LotId,
    /// What it is called.
    pub label: Text,
    /// Paid for, or given.
    pub paid: bool,
    /// With how many it began.
    pub credits: Credits,
    /// How many are left.
    pub left: Credits,
    /// The last day on which it may be used.
    pub expires: Option<Day>,
    /// The course that may use it; empty for any.
    pub course: Text,
}

/// So many weeks of marks.
const WEEKS: u64 = 26;
/// So many lines of the points statement.
const POINTS_SHOWN: usize = 20;
/// So many lines of the timeline.
const EVENTS_SHOWN: usize = 40;

impl Ask for AskCard {
    const NAME: &'static str = "student.card";
    type Answer = StudentCard;

    fn answer(&self, view: &View<'_>) -> Result<StudentCard, Refused> {
        let id = self.id;
        let student = student(view.read, id)?;
        let advisor = student.advisor.map(|advisor| name_of::<Staff>(view.read, advisor)).transpose()?;
        let referrer = match student.referrer {
            Some(referrer) => super::STUDENTS.get(view.read, &referrer)?.map(|found| found.name),
            None => None,
        };
        let (marks, counts) = marks(view, id)?;
        Ok(StudentCard {
            id,
            expect: journal::print(Some(&student.encode())),
            advisor: advisor.unwrap_or_default(),
            referrer: referrer.unwrap_or_default(),
            classes: classes(view, id)?,
            marks,
            counts,
            points: points(view, id)?,
            credits: lots(view, id)?,
            owing: owing(view.read, id)?,
            timeline: timeline(view, id, EVENTS_SHOWN)?,
            siblings: siblings(view, id, &student)?,
            student,
        })
    }

    fn example() -> Self {
        AskCard { id: StudentId(3) }
    }
}

fn classes(view: &View<'_>, id: StudentId) -> Result<Vec<CardClass>, Refused> {
    let today = view.today();
    let mut found = Vec::new();
    for (class_id, place) in classes_of(view.read, id)? {
        let class = Class::TABLE.get(view.read, &class_id)?.unwrap_or_default();
        let standing = place.standing(today);
        let spell = match standing {
            Standing::Paused => place.pauses.iter().find(|pause| pause.holds(today)),
            Standing::Active => place.spells.iter().find(|spell| spell.holds(today)),
            Standing::NotYet => place.spells.iter().find(|spell| spell.from > today),
            Standing::Gone => place.spells.last(),
        };
        let course = class.course.map(|course| name_of::<Course>(view.read, course)).transpose()?;
        let teacher = class.teacher.map(|teacher| name_of::<Staff>(view.read, teacher)).transpose()?;
        let gone = standing == Standing::Gone;
        found.push(CardClass {
            id: class_id,
            name: class.name,
            course: course.unwrap_or_default(),
            teacher: teacher.unwrap_or_default(),
            standing,
            spell: spell.copied(),
            lesson: if gone { None } else { find_class::near(view, class_id)? },
        });
    }
    found.sort_by_key(|class| (class.standing == Standing::Gone, class.id.0));
    Ok(found)
}

fn marks(view: &View<'_>, id: StudentId) -> Result<(Vec<CardMark>, CardCounts), Refused> {
    let today = view.today();
    let back = WEEKS * 7 - 7 + u64::from(today.weekday().num_days_from_monday());
    let first = today.checked_sub_days(Days::new(back)).unwrap_or(today);
    let mut names: BTreeMap<ClassId, Text> = BTreeMap::new();
    let mut marks = Vec::new();
    let mut counts = CardCounts::default();
    for (day, lesson_id, mark) in marks_of(view.read, id, first, today)? {
        let class = lesson(view.read, lesson_id)?.class;
        let name = match names.get(&class) {
            Some(name) => name.clone(),
            None => name_of::<Class>(view.read, class)?,
        };
        names.insert(class, name.clone());
        match mark.presence {
            Presence::Present => counts.present += 1,
            Presence::Late => counts.late += 1,
            Presence::Absent => counts.absent += 1,
            Presence::Excused => counts.excused += 1,
        }
        let (presence, minutes) = (mark.presence, mark.minutes);
        marks.push(CardMark { day, lesson: lesson_id, class: name, presence, minutes });
    }
    Ok((marks, counts))
}

fn points(view: &View<'_>, id: StudentId) -> Result<CardPoints, Refused> {
    let account = Account::points(id);
    let total = ledger::total(view.read, account)?;
    let tiers = &view.school.tiers;
    let tier = |tier: &super::Tier| CardTier { name: tier.name.clone(), from: tier.from };
    let mut reversed = HashSet::new();
    let mut entries = Vec::new();
    // Twice as many as are shown: a reversal and what it reverses take two lines and show none.
    for (number, entry) in ledger::entries(view.read, account, None, POINTS_SHOWN * 2)? {
        if entry.reverses != 0 {
            reversed.insert(entry.reverses);
        }
        if entry.reverses != 0 || reversed.contains(&number) || entries.len() == POINTS_SHOWN {
            continue;
        }
        let name = match entry.why {
            Why::Award => name_of::<Rule>(view.read, entry.subject.into())?,
            Why::Redemption => name_of::<Reward>(view.read, entry.subject.into())?,
            _ => Text::default(),
        };
        let (points, balance) = (entry.effect(), entry.balance);
        entries.push(CardPoint { day: entry.day, points, why: entry.why, name, balance });
    }
    Ok(CardPoints {
        balance: total.balance(),
        earned: total.into,
        tier: tiers.iter().rfind(|tier| tier.from <= total.into).map(tier),
        next: tiers.iter().find(|tier| tier.from > total.into).map(tier),
        entries,
    })
}

fn lots(view: &View<'_>, id: StudentId) -> Result<CardCredits, Refused> {
    let mut lots = Vec::new();
    for (lot_id, lot, left) in credits::lots(view.read, id, false)? {
        let course = lot.course.map(|course| name_of::<Course>(view.read, course)).transpose()?;
        lots.push(CardLot {
            id: lot_id,
            label: lot.label,
            paid: lot.paid,
            credits: lot.credits,
            left,
            expires: lot.expires,
            course: course.unwrap_or_default(),
        });
    }
    Ok(CardCredits {
        left: credits::credits_left(view.read, id, view.today())?,
        owed: Credits(-balance(view.read, credits::owed(id))?),
        low: Credits(view.school.low_credits),
        lots,
    })
}

fn siblings(view: &View<'_>, id: StudentId, student: &Student) -> Result<Vec<FoundStudent>, Refused> {
    let phones = std::iter::once(&student.phone).chain(student.guardians.iter().map(|g| &g.phone));
    let mut found: Vec<FoundStudent> = Vec::new();
    for phone in phones.filter(|phone| !phone.is_empty()) {
        for (other, _) in view.index.similar(view.read, "", phone, None)? {
            if other == id || found.iter().any(|known| known.id == other) {
                continue;
            }
            let Some(row) = super::STUDENTS.get(view.read, &other)? else { continue };
            let guardian = row.guardians.first().map(|g| g.name.clone()).unwrap_or_default();
            let (name, number, phone) = (row.name, row.number, row.phone);
            found.push(FoundStudent { id: other, name, number, phone, guardian });
        }
    }
    Ok(found)
}
