//! The students of the demo school. Those of the first day come from a file, as in any school that
//! begins with the program; the others are enrolled at reception on the way.

use super::maker::{MANAGER, Maker, RECEPTION};
use super::names;
use super::setup::Taught;
use super::till::Till;
use crate::base::{ClassId, Credits, Day, Money, Prose, Refused, StudentId, Text};
use crate::books::ledger::credits::GiveCredits;
use crate::books::register::{AddStudent, Guardian, ImportRoster, ImportRow, Sex, Student};

/// How many of a hundred join on the way.
const LATER_PERCENT: u32 = 8;
/// The channel of those whom another family brought.
const REFERRED: &str = "转介绍";

/// Those of the first day.
pub fn first(maker: &mut Maker, classes: &[Taught]) -> Result<(), Refused> {
    let count = maker.size.students - later(maker);
    let rows = (0..count).map(|at| row(maker, classes, at)).collect();
    let import = ImportRoster { source: "roster.xlsx".into(), rows, ..ImportRoster::default() };
    maker.submit(MANAGER, import)?;
    gifts(maker, count)
}

/// How many join on the way.
pub fn later(maker: &Maker) -> u32 {
    maker.size.students * LATER_PERCENT / 100
}

fn row(maker: &mut Maker, classes: &[Taught], at: u32) -> ImportRow {
    let (name, family) = names::child(maker);
    let joined = maker.first - chrono::Duration::days(maker.below(400) as i64 + 3);
    // Enough for the weeks for most; a few run out, and owe lessons.
    let taught = i64::from(maker.size.weeks) * 150;
    let lessons = [600, 1200, 2400, 3600, 4750, 1050, 900].map(|left| taught + left);
    let lessons = if at % 13 == 5 { [taught / 3; 7] } else { lessons };
    let owing = [128_050, 360_000, 9_999, 45_000];
    let owes = maker.percent(12);
    ImportRow {
        row: at + 2,
        number: Text::new(format!("2025{:04}", at + 1)),
        name,
        sex: Some(if maker.percent(50) { Sex::Female } else { Sex::Male }),
        born: Some(if at % 40 == 11 { birthday(maker) } else { born(maker) }),
        phone: names::phone(maker),
        guardian: names::guardian(maker, &family),
        classes: places(maker, classes, at).into_iter().map(|class| classes[class].name.clone()).collect(),
        places: Vec::new(),
        courses: Vec::new(),
        joined: Some(joined),
        lessons_left: maker.one_of(&lessons).map(Credits),
        owing: Some(Money(if owes { maker.one_of(&owing).unwrap_or(0) } else { 0 })),
        school: school(maker),
        grade: Text::default(),
        note: note(maker),
    }
}

fn born(maker: &mut Maker) -> Day {
    maker.today - chrono::Duration::days(365 * 6 + maker.below(365 * 9) as i64)
}

/// Someone who is a year older today.
fn birthday(maker: &mut Maker) -> Day {
    use chrono::Datelike;
    let year = maker.today.year() - 7 - maker.below(8) as i32;
    // On the 29th of February only every fourth year has it.
    maker.today.with_year(year).unwrap_or_else(|| born(maker))
}

fn school(maker: &mut Maker) -> Text {
    let schools = maker.parts.schools.clone();
    maker.one_of(&schools).unwrap_or_default()
}

fn note(maker: &mut Maker) -> Prose {
    let notes = maker.parts.notes.clone();
    let note = if maker.percent(10) { maker.one_of(&notes) } else { None };
    note.map(|note| Prose::new(note.as_str())).unwrap_or_default()
}

/// One class, in turn; for some a second one that meets at other times.
fn places(maker: &mut Maker, classes: &[Taught], at: u32) -> Vec<usize> {
    let first = at as usize % classes.len();
    let mut places = vec![first];
    let second = maker.below(classes.len());
    let clash = classes[second].slots.iter().any(|slot| classes[first].slots.contains(slot));
    if maker.percent(20) && second != first && !clash {
        places.push(second);
    }
    places
}

/// Some were given lessons that expire.
fn gifts(maker: &mut Maker, count: u32) -> Result<(), Refused> {
    for student in 1..=u64::from(count) {
        // Some run out before they are used.
        let soon = student % 20 == 1;
        if maker.percent(15) || soon {
            let days = if soon { 4 } else { maker.below(150) as i64 + 10 };
            let gift = GiveCredits {
                student: StudentId(student),
                credits: Credits::lessons(2),
                expires: Some(maker.first + chrono::Duration::days(days)),
                course: None,
                reason: "老学员赠课".into(),
            };
            maker.submit(MANAGER, gift)?;
        }
    }
    Ok(())
}

/// Enrols one more student at reception, the `turn`th; two of five were brought by another family.
pub fn join(maker: &mut Maker, turn: u32, classes: &[Taught], till: &mut Till) -> Result<(), Refused> {
    let (name, family) = names::child(maker);
    let channels = maker.parts.channels.clone();
    let guardian = Guardian { name: names::guardian(maker, &family), ..Guardian::default() };
    let referrer = (turn % 5 < 2).then(|| maker.student());
    let channel = match referrer {
        Some(_) => REFERRED.into(),
        None => maker.one_of(&channels).unwrap_or_default(),
    };
    let student = Student {
        name,
        born: Some(born(maker)),
        phone: names::phone(maker),
        guardians: vec![guardian],
        joined: Some(maker.day),
        school: school(maker),
        channel,
        referrer,
        ..Student::default()
    };
    let class: ClassId = classes[maker.below(classes.len())].id;
    let made = maker.submit(RECEPTION, AddStudent { classes: vec![class], student })?.made;
    let student = made.first().and_then(|id| id.parse().ok()).unwrap_or_default();
    till.enrol(maker, student, referrer)
}
