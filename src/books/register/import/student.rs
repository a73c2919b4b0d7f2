//! One row and the student that it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use super::opening;
use super::{Change, ComparedRow, ImportRow, RowState};
use crate::base::{Arg, ClassId, Day, Kind, Refused, Say, StudentId, Text};
use crate::books::register::place::{Leave, PLACES, PLACES_OF, Spell, Standing, classes_of, enrol_one};
use crate::books::register::{Class, Guardian, Listed, NUMBERS, STUDENTS, Student, name_of, put_student};
use crate::books::{Act, Books, Counter, next_number};
use crate::store::Read;

/// The students that were known before the file was read, and those that it has spoken of so far.
pub struct Known {
    by_name: BTreeMap<(Text, Text), Vec<StudentId>>,
    spoken_of: BTreeSet<StudentId>,
}

impl Known {
    /// Those in the books.
    pub fn find(read: &dyn Read) -> Result<Known, Refused> {
        let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, student) in STUDENTS.all(read, &())? {
            by_name.entry((student.name, student.phone)).or_default().push(id);
        }
        Ok(Known { by_name, spoken_of: BTreeSet::new() })
    }

    /// Whom a row speaks of: by number, else by name and telephone, unless number or birth speak against it.
    fn of(&self, read: &dyn Read, row: &ImportRow) -> Result<Option<StudentId>, Refused> {
        if !row.number.is_empty()
            && let Some(id) = NUMBERS.get(read, &row.number.to_string())?
        {
            return Ok(Some(id));
        }
        let key = (row.name.clone(), row.phone.clone());
        for id in self.by_name.get(&key).into_iter().flatten() {
            let Some(student) = STUDENTS.get(read, id)? else { continue };
            let other_number = !row.number.is_empty() && !student.number.is_empty();
            let other_birth = row.born.is_some() && student.born.is_some() && row.born != student.born;
            if !other_number && !other_birth && !self.spoken_of.contains(id) {
                return Ok(Some(*id));
            }
        }
        Ok(None)
    }
}

/// Brings one row in. Refused, it has changed nothing but the draft, which is dropped.
pub fn bring_in(
    books: &mut Books<'_>,
    row: &ImportRow,
    known: &mut Known,
    classes: &BTreeMap<Text, ClassId>,
) -> Result<ComparedRow, Refused> {
    let found = known.of(&books.draft, row)?;
    if let Some(id) = found.filter(|id| known.spoken_of.contains(id)) {
        let say = Say::new("roster-row-twice").with("name", &row.name).with("id", id);
        return Err(Refused::new(Kind::Conflict, say));
    }
    let id = match found {
        Some(id) => id,
        None => StudentId(next_number(books, Counter::Student)?),
    };
    let before = STUDENTS.get(&books.draft, &id)?;
    let mut student = before.clone().unwrap_or_default();
    let mut changes = Changes(Vec::new());
    changes.merge(&mut student, row);
    if before.is_none() {
        student.joined = student.joined.or(Some(books.today()));
    }
    if before.is_none() {
        put_student(books, id, &student)?;
    }
    changes.classes(books, id, row, classes, student.joined.filter(|_| before.is_none()))?;
    changes.places(books, id, row, classes)?;
    opening::lessons(books, id, &mut student, row, &mut changes.0)?;
    opening::owing(books, id, &mut student, row, &mut changes.0)?;
    if before.as_ref() != Some(&student) {
        put_student(books, id, &student)?;
    }
    known.spoken_of.insert(id);
    let state = match (&before, changes.0.is_empty()) {
        (None, _) => RowState::New,
        (Some(_), false) => RowState::Changed,
        (Some(_), true) => RowState::Unchanged,
    };
    let changes = if state == RowState::New { Vec::new() } else { changes.0 };
    Ok(ComparedRow { row: row.row, state, student: id, name: student.name, changes })
}

struct Changes(Vec<Change>);

impl Changes {
    /// Lays what the row says over what is known. What it says nothing of stays.
    fn merge(&mut self, student: &mut Student, row: &ImportRow) {
        self.text("import-field-number", &mut student.number, &row.number);
        self.text("import-field-name", &mut student.name, &row.name);
        self.text("import-field-phone", &mut student.phone, &row.phone);
        self.text("import-field-school", &mut student.school, &row.school);
        self.text("import-field-grade", &mut student.grade, &row.grade);
        self.day("import-field-born", &mut student.born, row.born);
        self.day("import-field-joined", &mut student.joined, row.joined);
        if row.sex.is_some() && row.sex != student.sex {
            let word = |sex| Arg::Say(Box::new(super::super::student::sex(sex)));
            self.note("import-field-sex", student.sex.map(word), row.sex.map(word));
            student.sex = row.sex;
        }
        if !row.note.is_empty() && row.note != student.note {
            let before = (!student.note.is_empty()).then(|| Arg::Text(student.note.to_string()));
            self.note("import-field-note", before, Some(Arg::Text(row.note.to_string())));
            student.note = row.note.clone();
        }
        if !row.guardian.is_empty() && student.guardians.iter().all(|g| g.name != row.guardian) {
            let before = student.guardians.first().map(|g| Arg::from(&g.name));
            self.note("import-field-guardian", before, Some(Arg::from(&row.guardian)));
            match student.guardians.first_mut() {
                Some(first) => first.name = row.guardian.clone(),
                None => {
                    student.guardians.push(Guardian { name: row.guardian.clone(), ..Guardian::default() });
                }
            }
        }
    }

    fn note(&mut self, field: &'static str, from: Option<Arg>, to: Option<Arg>) {
        if let Some(to) = to {
            self.0.push(Change { field: Say::new(field), from, to });
        }
    }

    fn text(&mut self, field: &'static str, now: &mut Text, file: &Text) {
        if !file.is_empty() && now != file {
            let before = (!now.is_empty()).then(|| Arg::from(&*now));
            self.note(field, before, Some(Arg::from(file)));
            *now = file.clone();
        }
    }

    fn day(&mut self, field: &'static str, now: &mut Option<Day>, file: Option<Day>) {
        if file.is_some() && *now != file {
            self.note(field, now.map(Arg::from), file.map(Arg::from));
            *now = file;
        }
    }

    /// Gives places in the classes that the row names, and ends those in other classes that the file
    /// speaks of: who stands under another class now has moved, but a list of one class is silent on the others.
    fn classes(
        &mut self,
        books: &mut Books<'_>,
        id: StudentId,
        row: &ImportRow,
        classes: &BTreeMap<Text, ClassId>,
        since: Option<Day>,
    ) -> Result<(), Refused> {
        if row.classes.is_empty() {
            return Ok(());
        }
        let today = books.today();
        let wanted: BTreeSet<ClassId> =
            row.classes.iter().filter_map(|name| classes.get(name).copied()).collect();
        let places = classes_of(&books.draft, id)?.into_iter();
        let held: BTreeSet<ClassId> =
            places.filter(|(_, p)| p.standing(today) != Standing::Gone).map(|(class, _)| class).collect();
        let before = names(books, &held)?;
        let mut now = held.clone();
        for class in held.iter().filter(|c| !wanted.contains(c) && classes.values().any(|of| of == *c)) {
            Leave { class: *class, student: id, on: Some(today) }.run(books)?;
            now.remove(class);
        }
        for class in wanted.difference(&held) {
            enrol_one(books, *class, id, since.unwrap_or(today))?;
            now.insert(*class);
        }
        if now != held {
            let to = names(books, &now)?;
            self.note("import-field-class", (!held.is_empty()).then_some(before), Some(to));
        }
        Ok(())
    }

    /// Gives or ends places by the days that the file tells.
    fn places(
        &mut self,
        books: &mut Books<'_>,
        id: StudentId,
        row: &ImportRow,
        classes: &BTreeMap<Text, ClassId>,
    ) -> Result<(), Refused> {
        for told in &row.places {
            let Some(class) = classes.get(&told.class).copied() else {
                return Err(Refused::missing(Class::NOUN, &told.class));
            };
            let mut place = PLACES.get(&books.draft, &(class, id))?.unwrap_or_default();
            let from = told.from.or(row.joined).unwrap_or_else(|| books.today());
            if told.until.is_some_and(|until| until < from) {
                return Err(Refused::input(Say::new("register-days-wrong")));
            }
            let before = place.clone();
            match place.spells.iter_mut().find(|spell| told.from.is_none() || spell.from == from) {
                Some(spell) => spell.until = told.until,
                None => place.spells.push(Spell { from, until: told.until }),
            }
            if place != before {
                PLACES.put(&mut books.draft, &(class, id), &place);
                PLACES_OF.put(&mut books.draft, &(id, class), &());
                self.note("import-field-class", None, Some(Arg::from(&told.class)));
            }
        }
        Ok(())
    }
}

fn names(books: &Books<'_>, classes: &BTreeSet<ClassId>) -> Result<Arg, Refused> {
    let names: Result<Vec<_>, _> = classes.iter().map(|id| name_of::<Class>(&books.draft, *id)).collect();
    Ok(Arg::Text(names?.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("、")))
}
