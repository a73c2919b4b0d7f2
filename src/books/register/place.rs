//! Places: who is in which class, from when until when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::student::student;
use super::{Class, item};
use crate::base::{ClassId, Day, Kind, Refused, Say, StudentId, TeamId};
use crate::books::ledger::fees::not_blocked;
use crate::books::{Act, Books, Done, tables};
use crate::store::{Read, Table, versioned};

/// Places by class.
pub const PLACES: Table<(ClassId, StudentId), Place> = Table::new(tables::PLACES, "places");
/// Which classes a student has or had a place in.
pub const PLACES_OF: Table<(StudentId, ClassId), ()> = Table::new(tables::PLACES_OF, "places_of");

/// A span of days; open-ended without a last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spell {
    /// First day.
    pub from: Day,
    /// Last day, counted.
    #[serde(default)]
    pub until: Option<Day>,
}

impl Spell {
    /// Whether the day lies in the spell.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A student's place in a class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Place {
    /// When it was held.
    pub spells: Vec<Spell>,
    /// When it was paused 停课.
    pub pauses: Vec<Spell>,
    /// Seat number; 0 for none.
    pub seat: u16,
    /// Team within the class.
    pub team: Option<TeamId>,
}

versioned!(Place = 1);

/// How a student stands to a class on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Has a place.
    Active,
    /// Has a place, paused.
    Paused,
    /// The place begins later.
    NotYet,
    /// The place has ended, or there never was one.
    Gone,
}

impl Place {
    /// How the student stands to the class on that day.
    pub fn standing(&self, day: Day) -> Standing {
        if self.spells.iter().any(|spell| spell.holds(day)) {
            let paused = self.pauses.iter().any(|pause| pause.holds(day));
            return if paused { Standing::Paused } else { Standing::Active };
        }
        if self.spells.iter().any(|spell| spell.from > day) { Standing::NotYet } else { Standing::Gone }
    }
}

/// One line of a class's roll.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    /// The student.
    pub student: StudentId,
    /// The place.
    pub place: Place,
    /// How the student stands to the class on the day asked for.
    pub standing: Standing,
}

/// Who has a place in a class on a day (also paused, or beginning later), by seat, then by id.
///
/// # Errors
/// When the store fails.
pub fn roll(read: &dyn Read, class: ClassId, day: Day) -> Result<Vec<Roll>, Refused> {
    let mut rows: Vec<Roll> = PLACES
        .all(read, &(class,))?
        .into_iter()
        .map(|((_, student), place)| Roll { student, standing: place.standing(day), place })
        .filter(|row| row.standing != Standing::Gone)
        .collect();
    rows.sort_by_key(|row| (if row.place.seat == 0 { u16::MAX } else { row.place.seat }, row.student));
    Ok(rows)
}

/// A student's place in a class, if there ever was one.
///
/// # Errors
/// When the store fails.
pub fn place(read: &dyn Read, class: ClassId, student: StudentId) -> Result<Option<Place>, Refused> {
    Ok(PLACES.get(read, &(class, student))?)
}

/// The classes in which a student has or had a place.
///
/// # Errors
/// When the store fails.
pub fn classes_of(read: &dyn Read, student: StudentId) -> Result<Vec<(ClassId, Place)>, Refused> {
    let mut found = Vec::new();
    for ((_, class), ()) in PLACES_OF.all(read, &(student,))? {
        if let Some(place) = PLACES.get(read, &(class, student))? {
            found.push((class, place));
        }
    }
    Ok(found)
}

fn class_for(books: &Books<'_>, id: ClassId) -> Result<Class, Refused> {
    let class: Class = item(&books.draft, id)?;
    if class.retired {
        return Err(Refused::input(Say::new("place-class-retired").with("class", &class.name)));
    }
    Ok(class)
}

fn held(books: &Books<'_>, class: ClassId, student: StudentId, day: Day) -> Result<Place, Refused> {
    let found = PLACES.get(&books.draft, &(class, student))?;
    found
        .filter(|place| !matches!(place.standing(day), Standing::Gone))
        .ok_or_else(|| Refused::input(Say::new("place-none")))
}

/// Gives one student a place from a day on.
///
/// # Errors
/// When the class is full or retired, or the student has a place already.
pub fn enrol_one(books: &mut Books<'_>, class: ClassId, id: StudentId, from: Day) -> Result<(), Refused> {
    let found = class_for(books, class)?;
    let who = student(&books.draft, id)?;
    if who.left.is_some_and(|left| left < from) {
        return Err(Refused::input(Say::new("place-student-left").with("name", &who.name)));
    }
    not_blocked(books, id, &who.name)?;
    let mut place = PLACES.get(&books.draft, &(class, id))?.unwrap_or_default();
    if place.standing(from) != Standing::Gone {
        return Err(Refused::new(Kind::Conflict, Say::new("place-already").with("name", &who.name)));
    }
    if found.seats > 0 && roll(&books.draft, class, from)?.len() >= usize::from(found.seats) {
        let say = Say::new("place-full").with("class", &found.name).with("seats", found.seats);
        return Err(Refused::input(say).hint(Say::new("place-full-hint")));
    }
    place.spells.push(Spell { from, until: None });
    PLACES.put(&mut books.draft, &(class, id), &place);
    PLACES_OF.put(&mut books.draft, &(id, class), &());
    Ok(())
}

/// Ends the open spells of a place the day before `on`.
fn end(place: &mut Place, on: Day) {
    let last = on.pred_opt().unwrap_or(on);
    place.spells.retain(|spell| spell.from < on);
    for spell in &mut place.spells {
        if spell.until.is_none_or(|until| until > last) {
            spell.until = Some(last);
        }
    }
}

/// Gives students a place in a class.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enrol {
    /// The class.
    pub class: ClassId,
    /// The students.
    pub students: Vec<StudentId>,
    /// From this day on; today when not given.
    #[serde(default)]
    pub from: Option<Day>,
}

impl Act for Enrol {
    const NAME: &'static str = "place.enrol";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let from = self.from.unwrap_or_else(|| books.today());
        for student in &self.students {
            enrol_one(books, self.class, *student, from)?;
        }
        let class = class_for(books, self.class)?.name;
        let say = Say::new("place-enrolled").with("count", self.students.len()).with("class", &class);
        Ok(Done::said(say.with("from", from)))
    }

    fn example() -> Self {
        Enrol { class: ClassId(1), students: vec![StudentId(3)], from: None }
    }
}

/// Ends a place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Leave {
    /// The class.
    pub class: ClassId,
    /// The student.
    pub student: StudentId,
    /// The first day without the place; today when not given.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Act for Leave {
    const NAME: &'static str = "place.leave";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let on = self.on.unwrap_or_else(|| books.today());
        let mut place = held(books, self.class, self.student, on)?;
        end(&mut place, on);
        PLACES.put(&mut books.draft, &(self.class, self.student), &place);
        let name = student(&books.draft, self.student)?.name;
        Ok(Done::said(Say::new("place-left").with("name", &name).with("on", on)))
    }

    fn example() -> Self {
        Leave { class: ClassId(1), student: StudentId(3), on: None }
    }
}

/// Moves a student from one class to another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// The student.
    pub student: StudentId,
    /// The class to leave.
    pub from: ClassId,
    /// The class to join.
    pub to: ClassId,
    /// The first day in the new class; today when not given.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Act for Transfer {
    const NAME: &'static str = "place.transfer";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let on = self.on.unwrap_or_else(|| books.today());
        Leave { class: self.from, student: self.student, on: Some(on) }.run(books)?;
        enrol_one(books, self.to, self.student, on)?;
        let name = student(&books.draft, self.student)?.name;
        let to = class_for(books, self.to)?.name;
        Ok(Done::said(Say::new("place-moved").with("name", &name).with("class", &to).with("on", on)))
    }

    fn example() -> Self {
        Transfer { student: StudentId(3), from: ClassId(1), to: ClassId(2), on: None }
    }
}

/// Pauses a place 停课, or (with `resume`) ends the pause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pause {
    /// The class.
    pub class: ClassId,
    /// The student.
    pub student: StudentId,
    /// The first day of the pause, or the first day back; today when not given.
    #[serde(default)]
    pub from: Option<Day>,
    /// The last day of the pause, if known.
    #[serde(default)]
    pub until: Option<Day>,
    /// End the pause instead.
    #[serde(default)]
    pub resume: bool,
}

impl Act for Pause {
    const NAME: &'static str = "place.pause";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let from = self.from.unwrap_or_else(|| books.today());
        let mut place = held(books, self.class, self.student, from)?;
        let paused = place.standing(from) == Standing::Paused;
        if paused != self.resume {
            let key = if self.resume { "place-not-paused" } else { "place-paused-already" };
            return Err(Refused::new(Kind::Conflict, Say::new(key)));
        }
        if self.resume {
            let last = from.pred_opt().unwrap_or(from);
            place.pauses.retain(|pause| !(pause.holds(from) && pause.from > last));
            for pause in place.pauses.iter_mut().filter(|pause| pause.holds(from)) {
                pause.until = Some(last);
            }
        } else {
            if self.until.is_some_and(|until| until < from) {
                return Err(Refused::input(Say::new("register-days-wrong")));
            }
            place.pauses.push(Spell { from, until: self.until });
        }
        PLACES.put(&mut books.draft, &(self.class, self.student), &place);
        let name = student(&books.draft, self.student)?.name;
        let key = if self.resume { "place-resumed" } else { "place-paused" };
        Ok(Done::said(Say::new(key).with("name", &name).with("from", from)))
    }

    fn example() -> Self {
        Pause { class: ClassId(1), student: StudentId(3), from: None, until: None, resume: false }
    }
}

/// Sets seat and team of students in a class.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Seat {
    /// The class.
    pub class: ClassId,
    /// The students.
    pub students: Vec<StudentId>,
    /// Seat of the first student, the others following on; 0 takes seats away; not given leaves them.
    #[serde(default)]
    pub seat: Option<u16>,
    /// The team to put them in; not given leaves it.
    #[serde(default)]
    pub team: Option<TeamId>,
}

impl Act for Seat {
    const NAME: &'static str = "place.seat";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let today = books.today();
        for (offset, student) in (0u16..).zip(&self.students) {
            let mut place = held(books, self.class, *student, today)?;
            if let Some(first) = self.seat {
                place.seat = if first == 0 { 0 } else { first.saturating_add(offset) };
            }
            if let Some(team) = self.team {
                place.team = (team.0 != 0).then_some(team);
            }
            PLACES.put(&mut books.draft, &(self.class, *student), &place);
        }
        Ok(Done::said(Say::new("place-seated").with("count", self.students.len())))
    }

    fn example() -> Self {
        Seat { class: ClassId(1), students: vec![StudentId(3)], seat: Some(1), team: None }
    }
}
