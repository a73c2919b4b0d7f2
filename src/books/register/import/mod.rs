//! Students brought in from files. The rows come cleaned; here they meet the books: known students are
//! found again, classes are made where they are missing, balances become ledger entries. One file is
//! one command, so that one undo takes it back; a dry run is the same work on a draft that is dropped.

mod classes;
mod opening;
mod student;

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Sex, Term};
use crate::base::{Arg, Credits, Day, Money, Prose, Refused, Say, StudentId, Text};
use crate::books::{Act, Ask, Books, Context, Done, RULES, View};
use crate::store::Draft;

pub use classes::ImportClass;
use student::Known;

/// A student as a file tells of them. What is left out, the file says nothing of; it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImportRow {
    /// The row in the file, from 1: refusals name it.
    pub row: u32,
    /// The school's own number 学号.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub number: Text,
    /// Name.
    pub name: Text,
    /// Sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Born on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<Day>,
    /// How to reach the family.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub phone: Text,
    /// The guardian's name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub guardian: Text,
    /// Classes by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Text>,
    /// Places with their days, where the file tells them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<ImportPlace>,
    /// Courses by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<Text>,
    /// With the school since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<Day>,
    /// Lesson credits left, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lessons_left: Option<Credits>,
    /// Money owing, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owing: Option<Money>,
    /// The school that the child goes to.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub school: Text,
    /// The year there.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub grade: Text,
    /// What one should know.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: Prose,
}

/// A place in a class, past, present or to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImportPlace {
    /// The class by name; it stands among the import's classes.
    pub class: Text,
    /// First day; that of joining when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day, counted; open when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// Brings students in from a file. A student is known by number, else by name and telephone. Classes
/// and courses are found by name and made where they are missing; a student leaves a class for another
/// only when the file speaks of both. Lessons left and money owing become opening entries of the
/// ledger; the same file again changes nothing, and one with another figure brings the balance to it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImportRoster {
    /// The file's name.
    pub source: Text,
    /// The students.
    pub rows: Vec<ImportRow>,
    /// Courses that the file lists by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<Text>,
    /// Classes that the file lists by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ImportClass>,
    /// Terms that the file lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
}

/// Something that an import changes about a student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What: one of the `import-field-…` sentences.
    pub field: Say,
    /// What it was; none where there was nothing.
    pub from: Option<Arg>,
    /// What it becomes.
    pub to: Arg,
}

/// What an import does with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// The student is not known yet.
    New,
    /// The student is known, and something changes.
    Changed,
    /// The student is known as the row says.
    Unchanged,
}

/// A row that can go in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedRow {
    /// The row in the file.
    pub row: u32,
    /// What it does.
    pub state: RowState,
    /// The student that it was found to speak of; for a new one the id that it would have.
    pub student: StudentId,
    /// The student's name.
    pub name: Text,
    /// What changes; empty for a new student.
    pub changes: Vec<Change>,
}

/// A row that the books refuse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefusedImport {
    /// The row in the file.
    pub row: u32,
    /// Why.
    pub refused: Refused,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Students who are not known yet.
    pub new: usize,
    /// Students of whom something changes.
    pub changed: usize,
    /// Students of whom nothing changes.
    pub unchanged: usize,
    /// Courses, classes and terms that are made or changed.
    pub setup: usize,
    /// Every row that can go in.
    pub rows: Vec<ComparedRow>,
    /// The rows that the books refuse.
    pub refused: Vec<RefusedImport>,
}

impl Comparison {
    /// Whether importing would change nothing.
    pub fn is_idle(&self) -> bool {
        self.new + self.changed + self.setup == 0
    }

    fn count(&mut self, row: ComparedRow) {
        match row.state {
            RowState::New => self.new += 1,
            RowState::Changed => self.changed += 1,
            RowState::Unchanged => self.unchanged += 1,
        }
        self.rows.push(row);
    }
}

impl ImportRoster {
    /// Does it, row by row; what is refused is told, and leaves no trace.
    fn try_rows(&self, books: &mut Books<'_>) -> Result<Comparison, Refused> {
        let mut out = Comparison::default();
        let classes = classes::prepare(books, self, &mut out.setup)?;
        let mut known = Known::find(&books.draft)?;
        for row in &self.rows {
            let (outcome, writes, posted) = {
                let mut inner = Books {
                    grant: None,
                    draft: Draft::over(&books.draft),
                    cx: books.cx.clone(),
                    school: books.school.clone(),
                    posted: Vec::new(),
                    decode: books.decode,
                };
                let outcome = student::bring_in(&mut inner, row, &mut known, &classes);
                (outcome, inner.draft.into_writes(), inner.posted)
            };
            match outcome {
                Ok(row) => {
                    books.draft.absorb(writes);
                    books.posted.extend(posted);
                    out.count(row);
                }
                Err(refused) => out.refused.push(RefusedImport { row: row.row, refused }),
            }
        }
        Ok(out)
    }
}

impl Act for ImportRoster {
    const NAME: &'static str = "roster.import";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let found = self.try_rows(books)?;
        if let Some(first) = found.refused.into_iter().next() {
            let say = Say::new("roster-row-refused").with("row", first.row).with("why", first.refused.reason);
            let refused = Refused::new(first.refused.kind, say);
            return Err(refused.hint(Say::new("roster-row-refused-hint")));
        }
        let say = Say::new("roster-imported").with("source", &self.source).with("new", found.new);
        let mut done = Done::said(say.with("changed", found.changed).with("unchanged", found.unchanged));
        done.made = new_ids(&found.rows);
        Ok(done)
    }

    fn example() -> Self {
        let row = ImportRow {
            row: 2,
            number: "20250001".into(),
            name: "董涵雯".into(),
            phone: "13612310077".into(),
            classes: vec!["周六绘画一班".into()],
            lessons_left: Some(Credits(4750)),
            owing: Some(Money(128_050)),
            ..ImportRow::default()
        };
        ImportRoster { source: "名册.xlsx".into(), rows: vec![row], ..ImportRoster::default() }
    }
}

fn new_ids(rows: &[ComparedRow]) -> Vec<String> {
    rows.iter().filter(|row| row.state == RowState::New).map(|row| row.student.to_string()).collect()
}

/// Asks what importing these rows would do. Nothing changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompareRoster {
    /// What would be imported.
    #[serde(flatten)]
    pub import: ImportRoster,
}

impl Ask for CompareRoster {
    const NAME: &'static str = "roster.compare";
    type Answer = Comparison;

    fn answer(&self, view: &View<'_>) -> Result<Comparison, Refused> {
        let cx = Context {
            seq: 0,
            at: view.at,
            operator: view.operator,
            roles: view.roles.to_vec(),
            terminal: Text::default(),
            rules: RULES,
            replayed: false,
        };
        let draft = Draft::over(view.read);
        // Bringing students in carries out no other command.
        let decode = |name: &str, _| {
            Err(Refused::new(crate::base::Kind::Missing, crate::say!("error-no-command", name = name)))
        };
        let mut books =
            Books { draft, cx, school: view.school.clone(), posted: Vec::new(), grant: None, decode };
        self.import.try_rows(&mut books)
    }

    fn example() -> Self {
        CompareRoster { import: ImportRoster::example() }
    }
}
