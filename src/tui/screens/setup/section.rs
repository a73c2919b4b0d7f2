//! What a section of the set-up is: columns, rows, a form. Every catalogue is one and the same section, told apart
//! by [`Shown`] alone.

use std::marker::PhantomData;

use crate::base::{ClassId, CourseId, Refused, RoomId, Say, StaffId, Text};
use crate::desk::register::{Class, Course, List, Listed, Listing, Room, Save, Staff};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Place, Tone, done};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Column, Field, Form, Values};

/// A line of a section's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What tells it from the others.
    pub id: String,
    /// Cells, in the order of the columns.
    pub cells: Vec<String>,
    /// No longer in use: shown quietly, and only on demand.
    pub retired: bool,
}

/// A column: the key of its title, and how it takes its room.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    key: &'static str,
    /// Cells; 0 shares what is left over.
    cells: u16,
    is_number: bool,
}

impl Head {
    /// What is left over: names, which keep both their ends where they are too long.
    pub const fn rest(key: &'static str) -> Head {
        Head { key, cells: 0, is_number: false }
    }

    /// Words in so many cells.
    pub const fn words(key: &'static str, cells: u16) -> Head {
        Head { key, cells, is_number: false }
    }

    /// Numbers in so many cells, aligned to the right.
    pub const fn number(key: &'static str, cells: u16) -> Head {
        Head { key, cells, is_number: true }
    }

    /// The table's column.
    pub fn column(&self, look: &Look) -> Column {
        let title = look.text(self.key);
        match self {
            Head { cells: 0, .. } => Column::flexible(title, 10, 1).middle(),
            Head { is_number: true, .. } => Column::fixed(title, self.cells).right(),
            Head { .. } => Column::fixed(title, self.cells),
        }
    }
}

/// A section of the set-up.
pub trait Section {
    /// The key of its title.
    fn title(&self) -> &'static str;
    /// Its columns.
    fn columns(&self) -> &'static [Head];
    /// Its lines.
    ///
    /// # Errors
    /// When the desk refuses.
    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused>;
    /// The form of a line, or of a new one.
    ///
    /// # Errors
    /// When the desk refuses, or there can be no new one.
    fn form(&self, _: Option<&str>, _: &mut Cx) -> Result<Form, Refused> {
        Err(no_new())
    }
    /// Takes a line out of use, or brings it back; where there is nothing of that, it says so.
    ///
    /// # Errors
    /// When the desk refuses.
    fn retire(&self, _: &str, _: &mut Cx) -> Result<Effect, Refused> {
        Ok(Effect::Tell(say!("setup-stays"), Tone::Quiet))
    }
    /// The week, counted from this one, where the section shows one: turned by that many.
    fn turn(&mut self, _: i64) -> bool {
        false
    }
    /// The screen on which its lines are changed, where they have one of their own.
    fn goes(&self) -> Option<Place> {
        None
    }
    /// What else is said of the section: which week it shows.
    fn about(&self, _: &Look) -> String {
        String::new()
    }
}

/// A refusal: there is no new one of this.
pub fn no_new() -> Refused {
    Refused::input(say!("setup-no-new")).hint(say!("setup-edit-hint"))
}

/// Names of what other things point to.
#[derive(Clone, Default)]
pub struct Names {
    pub courses: Vec<(CourseId, Text)>,
    pub staff: Vec<(StaffId, Text)>,
    pub rooms: Vec<(RoomId, Text)>,
    pub classes: Vec<(ClassId, Text)>,
}

impl Names {
    /// Asks for all of them, the retired too: old things still name them.
    ///
    /// # Errors
    /// When the desk refuses.
    pub fn read(cx: &Cx) -> Result<Names, Refused> {
        fn named<T: Listed>(cx: &Cx) -> Result<Vec<(T::Id, Text)>, Refused> {
            let all = cx.ask(&List::<T>::all())?;
            Ok(all.into_iter().map(|one| (one.id, one.value.name().clone())).collect())
        }
        Ok(Names {
            courses: named::<Course>(cx)?,
            staff: named::<Staff>(cx)?,
            rooms: named::<Room>(cx)?,
            classes: named::<Class>(cx)?,
        })
    }
}

/// The name behind an id; nothing for none.
pub fn name_in<Id: PartialEq + Copy>(names: &[(Id, Text)], id: Option<Id>) -> String {
    let found = id.and_then(|id| names.iter().find(|(other, _)| *other == id));
    found.map(|(_, name)| name.to_string()).unwrap_or_default()
}

/// How a catalogue is shown and edited.
pub trait Shown: Listed + Default {
    /// The key of the section's title.
    const TITLE: &'static str;
    /// Its columns.
    const COLUMNS: &'static [Head];
    /// A line's cells.
    fn cells(&self, names: &Names, look: &Look) -> Vec<String>;
    /// The form's fields, filled with what it is now.
    fn fields(&self, names: &Names, look: &Look) -> Vec<Field>;
    /// What was typed, laid over what it was.
    ///
    /// # Errors
    /// What can't be read, at its field.
    fn read(self, values: &Values, look: &Look) -> Result<Self, Complaint>;
    /// The same, in use or not.
    fn with_retired(self, retired: bool) -> Self;
}

/// The section of a catalogue.
pub struct Of<T>(PhantomData<fn() -> T>);

impl<T> Default for Of<T> {
    fn default() -> Self {
        Of(PhantomData)
    }
}

impl<T: Shown> Of<T> {
    fn find(id: &str, cx: &Cx) -> Result<Listing<T>, Refused> {
        let all = cx.ask(&List::<T>::all())?;
        let found = all.into_iter().find(|one| one.id.to_string() == id);
        found.ok_or_else(|| Refused::missing(T::NOUN, id))
    }
}

impl<T: Shown> Section for Of<T> {
    fn title(&self) -> &'static str {
        T::TITLE
    }

    fn columns(&self) -> &'static [Head] {
        T::COLUMNS
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let names = Names::read(cx)?;
        let entry = |one: Listing<T>| Entry {
            id: one.id.to_string(),
            cells: one.value.cells(&names, cx.look),
            retired: one.value.retired(),
        };
        Ok(cx.ask(&List::<T>::all())?.into_iter().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        let names = Names::read(cx)?;
        let (key, expect, now) = match id {
            Some(id) => {
                let found = Self::find(id, cx)?;
                (Some(found.id), Some(found.expect), found.value)
            }
            None => (None, None, T::default()),
        };
        let noun = Say::new(T::NOUN);
        let title = match id {
            Some(_) => say!("setup-edit-title", noun = noun, name = now.name()),
            None => say!("setup-new-title", noun = noun),
        };
        let fields = now.fields(&names, cx.look);
        Ok(Form::new(title, fields, move |values, cx| {
            let value = now.clone().read(values, cx.look)?;
            Ok(done(cx.session.submit(Save { id: key, expect, value })?))
        }))
    }

    fn retire(&self, id: &str, cx: &mut Cx) -> Result<Effect, Refused> {
        let found = Self::find(id, cx)?;
        let retired = !found.value.retired();
        let value = found.value.with_retired(retired);
        Ok(cx.submit(Save { id: Some(found.id), expect: Some(found.expect), value }))
    }
}
