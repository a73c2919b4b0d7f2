//! A file that was read and held against the books: its rows as a list, and which of them are seen.

use std::sync::Arc;

use crate::base::{Refused, Text};
use crate::desk::Session;
use crate::desk::register::{Comparison, RowState};
use crate::exchange::columns::{Column, Field};
use crate::exchange::intake::{self, Content, Opened, Origin, Plan, RefusedRow, Source, samples};
use crate::exchange::table::Sheet;
use crate::tui::files::Files;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A row that can go in, by its place.
    Good(usize),
    /// A row that can't, or a fault of a set, by its place.
    Refused(usize),
}

/// Which rows are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// All, those that want a decision first.
    #[default]
    All,
    /// Students not known yet.
    New,
    /// Students of whom something changes.
    Changed,
    /// Students of whom nothing changes.
    Unchanged,
    /// What can't go in.
    Refused,
}

impl View {
    /// Every view, in the order in which a key turns them.
    pub const ALL: [View; 5] = [View::All, View::New, View::Changed, View::Unchanged, View::Refused];

    /// The next view, or the one before.
    pub fn turned(self, forward: bool) -> View {
        let at = View::ALL.iter().position(|view| *view == self).unwrap_or(0);
        let by = if forward { 1 } else { View::ALL.len() - 1 };
        View::ALL[(at + by) % View::ALL.len()]
    }
}

/// Values kept of each column, for its detail.
const SAMPLES_MOST: usize = 12;

/// A file that was read, and what its import would do.
pub struct Tried {
    /// The file.
    pub opened: Arc<Opened>,
    /// How it was read; none for a set.
    pub plan: Option<Plan>,
    /// What it asks for.
    pub source: Source,
    /// What that would do; its rows stand in the order of the source's.
    pub found: Comparison,
    /// Every line of the list.
    entries: Vec<Entry>,
    /// The first values of each column, in the order of [`Tried::columns`].
    pub samples: Vec<Vec<Text>>,
    /// What each line is searched by.
    words: Vec<String>,
}

/// Reads a file, finds out what its columns hold, and tries it.
///
/// # Errors
/// When it can't be read.
pub fn read(path: &str, files: &dyn Files, session: &Session, digits: u8) -> Result<Tried, Refused> {
    let opened = Arc::new(files.open(path)?);
    let plan = opened.plan(None, &files.saved());
    let plan = plan.or_else(|error| opened.guess(None).map(Some).ok_or(error))?;
    attempt(opened, plan, session, digits)
}

/// Tries a file that is open, read so.
///
/// # Errors
/// When the operator may not ask.
pub fn attempt(
    opened: Arc<Opened>,
    plan: Option<Plan>,
    session: &Session,
    digits: u8,
) -> Result<Tried, Refused> {
    let mut source = opened.take(plan.as_ref(), digits);
    let found = intake::compare(session, &mut source)?;
    let refused = (0..source.refused.len()).map(Entry::Refused);
    let mut good: Vec<usize> = (0..found.rows.len()).collect();
    // The eye goes first to what wants a decision.
    good.sort_by_key(|at| match found.rows[*at].state {
        RowState::Changed => 0,
        RowState::New => 1,
        RowState::Unchanged => 2,
    });
    let entries: Vec<Entry> = refused.chain(good.into_iter().map(Entry::Good)).collect();
    let mut tried = Tried { opened, plan, source, found, entries, samples: Vec::new(), words: Vec::new() };
    tried.words = tried.entries.iter().map(|entry| tried.words_of(*entry)).collect();
    tried.samples = tried.first_values();
    Ok(tried)
}

impl Tried {
    /// The list's line of that place.
    pub fn entry(&self, id: usize) -> Option<Entry> {
        self.entries.get(id).copied()
    }

    /// Places of the lines that are seen.
    pub fn ids(&self, view: View, typed: &str) -> Vec<usize> {
        let typed = typed.to_lowercase();
        let fits = |entry: &Entry| match (view, entry) {
            (View::All, _) | (View::Refused, Entry::Refused(_)) => true,
            (_, Entry::Refused(_)) => false,
            (view, Entry::Good(at)) => {
                self.found.rows[*at].state
                    == match view {
                        View::New => RowState::New,
                        View::Changed => RowState::Changed,
                        View::Unchanged => RowState::Unchanged,
                        View::All | View::Refused => return false,
                    }
            }
        };
        let lines = self.entries.iter().zip(&self.words).enumerate();
        lines
            .filter(|(_, (entry, words))| fits(entry) && (typed.is_empty() || words.contains(&typed)))
            .map(|(at, _)| at)
            .collect()
    }

    fn words_of(&self, entry: Entry) -> String {
        match entry {
            Entry::Good(at) => {
                let row = &self.source.import.rows[at];
                let places = row.places.iter().map(|place| &place.class);
                let classes: Vec<&str> = row.classes.iter().chain(places).map(Text::as_str).collect();
                let classes = classes.join(" ");
                format!("{} {} {} {} {classes}", row.row, row.number, row.name, row.phone)
            }
            Entry::Refused(at) => {
                let no = &self.source.refused[at];
                format!("{} {} {} {}", no.row, no.place(), no.value, self.name_in(no))
            }
        }
        .to_lowercase()
    }

    /// The sheet that is read; a set has none.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.opened.sheets().get(self.plan.as_ref()?.sheet)
    }

    /// The columns of the sheet, from left to right, with what each is read as.
    pub fn columns(&self) -> Vec<(Column, Option<Field>)> {
        let Some(plan) = &self.plan else { return Vec::new() };
        let read = plan.mapping.columns.iter().map(|(field, column)| (column.clone(), Some(*field)));
        let unread = plan.mapping.unmapped.iter().map(|column| (column.clone(), None));
        let mut columns: Vec<_> = read.chain(unread).collect();
        columns.sort_by_key(|(column, _)| column.index);
        columns
    }

    fn first_values(&self) -> Vec<Vec<Text>> {
        let (Some(sheet), Some(plan)) = (self.sheet(), &self.plan) else { return Vec::new() };
        let of = |(column, _): (Column, _)| samples(sheet, &plan.mapping, column.index, SAMPLES_MOST);
        self.columns().into_iter().map(of).collect()
    }

    /// The same plan with a column read as something else, or as nothing.
    pub fn with(&self, column: &Column, field: Option<Field>) -> Option<Plan> {
        let mut plan = self.plan.clone()?;
        let before = plan.mapping.columns.iter().find(|(_, one)| one.index == column.index);
        if let Some(before) = before.map(|(field, _)| *field) {
            plan.mapping.set(before, None);
        }
        if let Some(field) = field {
            plan.mapping.set(field, Some(column.clone()));
        }
        plan.origin = Origin::Given;
        Some(plan)
    }

    /// Whose row a refused one is, as far as the file names someone there.
    pub fn name_in(&self, no: &RefusedRow) -> Text {
        let name = |field| {
            let column = self.plan.as_ref()?.mapping.column(field)?.index;
            Some(self.sheet()?.row(no.row)?.cell(column).shown())
        };
        name(Field::Name).or_else(|| name(Field::GivenName)).unwrap_or_default()
    }

    /// Whether nobody can go in before someone says which column names the students.
    pub fn is_nameless(&self) -> bool {
        let names = [Field::Name, Field::GivenName, Field::FamilyName];
        self.plan.as_ref().is_some_and(|plan| names.iter().all(|name| plan.mapping.column(*name).is_none()))
    }

    /// Whether the file is a OneRoster set.
    pub fn is_set(&self) -> bool {
        matches!(self.opened.content, Content::Set(_))
    }
}
