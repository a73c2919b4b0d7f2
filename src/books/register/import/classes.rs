//! The courses, classes and terms that a file names: found by name, made where they are missing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ImportRoster;
use crate::base::{ClassId, CourseId, Day, Refused, Text};
use crate::books::register::{Class, Course, Listed, Save, Term};
use crate::books::{Act, Books};

/// A class that a file lists by itself. One that is known by its name stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImportClass {
    /// What it is called.
    pub name: Text,
    /// Its course by name; empty where the file names none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub course: Text,
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// The classes that the file speaks of, by name. Counts in `made` what is made or changed.
pub fn prepare(
    books: &mut Books<'_>,
    import: &ImportRoster,
    made: &mut usize,
) -> Result<BTreeMap<Text, ClassId>, Refused> {
    let mut courses = named::<Course>(books)?;
    let row_courses = import.rows.iter().flat_map(|row| &row.courses);
    let class_courses = import.classes.iter().map(|class| &class.course).filter(|name| !name.is_empty());
    for name in import.courses.iter().chain(class_courses).chain(row_courses) {
        if !courses.contains_key(name) {
            let id = save(books, Course { name: name.clone(), ..Course::default() }, made)?;
            courses.insert(name.clone(), id);
        }
    }
    prepare_terms(books, import, made)?;
    prepare_classes(books, import, &courses, made)
}

fn prepare_classes(
    books: &mut Books<'_>,
    import: &ImportRoster,
    courses: &BTreeMap<Text, CourseId>,
    made: &mut usize,
) -> Result<BTreeMap<Text, ClassId>, Refused> {
    let known = named::<Class>(books)?;
    let mut spoken_of = BTreeMap::new();
    let of_rows = import.rows.iter().flat_map(|row| {
        // One course stands for all classes of the row; of several nobody knows which is which.
        let course = row.courses.first().filter(|_| row.courses.len() == 1).cloned().unwrap_or_default();
        row.classes.iter().map(move |name| ImportClass {
            name: name.clone(),
            course: course.clone(),
            ..ImportClass::default()
        })
    });
    for class in import.classes.iter().cloned().chain(of_rows) {
        if spoken_of.contains_key(&class.name) {
            continue;
        }
        let id = match known.get(&class.name) {
            Some(id) => *id,
            None => {
                let course = courses.get(&class.course).copied();
                let (from, until) = (class.from, class.until);
                let value = Class { name: class.name.clone(), course, from, until, ..Class::default() };
                save(books, value, made)?
            }
        };
        spoken_of.insert(class.name, id);
    }
    Ok(spoken_of)
}

fn prepare_terms(books: &mut Books<'_>, import: &ImportRoster, made: &mut usize) -> Result<(), Refused> {
    let known = named::<Term>(books)?;
    for term in &import.terms {
        let id = known.get(&term.name).copied();
        let now = id.map(|id| Term::TABLE.get(&books.draft, &id)).transpose()?.flatten();
        if now.as_ref() != Some(term) {
            Save { id, expect: None, value: term.clone() }.run(books)?;
            *made += 1;
        }
    }
    Ok(())
}

/// The items of a catalogue that are in use, by name; the oldest of those that share one.
fn named<T: Listed>(books: &Books<'_>) -> Result<BTreeMap<Text, T::Id>, Refused> {
    let rows = T::TABLE.all(&books.draft, &())?;
    Ok(rows.into_iter().rev().filter(|(_, v)| !v.retired()).map(|(id, v)| (v.name().clone(), id)).collect())
}

fn save<T: Listed>(books: &mut Books<'_>, value: T, made: &mut usize) -> Result<T::Id, Refused> {
    let name = value.name().clone();
    Save { id: None, expect: None, value }.run(books)?;
    *made += 1;
    let found = named::<T>(books)?.remove(&name);
    found.ok_or_else(|| Refused::missing(T::NOUN, name))
}
