//! Which row names the columns, and which column is which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::synonyms::{ALONE, EXACT, OLD_FORMS, PAPERS, PARTS};
use super::table::{Cell, Row, Sheet};
use super::{ReadError, clean};
use crate::base::{Say, Text, plain_digits};

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Student number 学号.
    Number,
    /// Name 姓名.
    Name,
    /// Given name, where it stands apart from the family name.
    GivenName,
    /// Family name, where it stands apart.
    FamilyName,
    /// A second name: English, or a nickname.
    OtherName,
    /// Sex 性别.
    Sex,
    /// Day of birth 出生日期.
    Born,
    /// The guardian's name 家长.
    Guardian,
    /// Telephone 联系电话.
    Phone,
    /// Classes 班级.
    Class,
    /// Courses 课程.
    Course,
    /// Day of enrolment 报名日期.
    Joined,
    /// Lesson credits left 剩余课时.
    LessonsLeft,
    /// Money owing 欠费.
    Owing,
    /// The day school 学校.
    School,
    /// The grade there 年级.
    Grade,
    /// Remarks 备注.
    Note,
}

impl Field {
    /// All fields, in the order in which a form lists them.
    pub const ALL: [Field; 17] = [
        Field::Number,
        Field::Name,
        Field::GivenName,
        Field::FamilyName,
        Field::OtherName,
        Field::Sex,
        Field::Born,
        Field::Guardian,
        Field::Phone,
        Field::Class,
        Field::Course,
        Field::Joined,
        Field::LessonsLeft,
        Field::Owing,
        Field::School,
        Field::Grade,
        Field::Note,
    ];

    /// What the field is called.
    pub fn say(self) -> Say {
        Say::new(match self {
            Field::Number => "import-field-number",
            Field::Name => "import-field-name",
            Field::GivenName => "import-field-given-name",
            Field::FamilyName => "import-field-family-name",
            Field::OtherName => "import-field-other-name",
            Field::Sex => "import-field-sex",
            Field::Born => "import-field-born",
            Field::Guardian => "import-field-guardian",
            Field::Phone => "import-field-phone",
            Field::Class => "import-field-class",
            Field::Course => "import-field-course",
            Field::Joined => "import-field-joined",
            Field::LessonsLeft => "import-field-lessons-left",
            Field::Owing => "import-field-owing",
            Field::School => "import-field-school",
            Field::Grade => "import-field-grade",
            Field::Note => "import-field-note",
        })
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place, from 0.
    pub index: usize,
    /// Its name in the header row, as it stands there.
    pub title: Text,
}

impl Column {
    /// The letters by which a spreadsheet calls the column: A, B, … Z, AA.
    pub fn letters(&self) -> String {
        let mut rest = self.index + 1;
        let mut letters = Vec::new();
        while rest > 0 {
            letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

/// Which column holds which field. It can be edited, saved, and fitted to the next file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The (last) row that names the columns, from 1.
    pub header_row: u32,
    /// The columns that are read.
    pub columns: BTreeMap<Field, Column>,
    /// The columns that are not read.
    #[serde(default)]
    pub unmapped: Vec<Column>,
}

/// Rows at the top among which the header is looked for.
const HEADER_WITHIN: usize = 50;

impl Mapping {
    /// Finds the header row and maps its columns by what offices call them.
    ///
    /// # Errors
    /// [`ReadError::NoHeader`] when no row names a column for students' names.
    pub fn find(sheet: &Sheet) -> Result<Mapping, ReadError> {
        let mut best: Option<(usize, Mapping)> = None;
        let top = &sheet.rows[..sheet.rows.len().min(HEADER_WITHIN)];
        for (at, row) in top.iter().enumerate() {
            let titles = titles(row);
            let single = judge(row.number, &titles);
            let double = top
                .get(at + 1)
                .filter(|below| below.number == row.number + 1)
                .and_then(|below| two_storeys(&titles, below));
            for (score, mapping) in single.into_iter().chain(double) {
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((score, mapping));
                }
            }
        }
        best.map(|(_, mapping)| mapping).ok_or(ReadError::NoHeader)
    }

    /// Finds the sheet of a file whose header names most fields.
    ///
    /// # Errors
    /// [`ReadError::NoHeader`] when none has a header.
    pub fn find_sheet(sheets: &[Sheet]) -> Result<(usize, Mapping), ReadError> {
        let found = sheets.iter().enumerate().filter_map(|(at, s)| Some((at, Mapping::find(s).ok()?)));
        // Of equals the last is taken, and the first sheet is meant.
        let best = found.rev().max_by_key(|(_, mapping)| mapping.columns.len());
        best.ok_or(ReadError::NoHeader)
    }

    /// Fits a saved mapping to another file by the names of its columns.
    ///
    /// # Errors
    /// When no row at the top names all of them.
    pub fn fit(&self, sheet: &Sheet) -> Result<Mapping, ReadError> {
        let mut missing = None;
        for row in sheet.rows.iter().take(HEADER_WITHIN) {
            let titles = titles(row);
            match self.place(row.number, &titles) {
                Ok(mapping) => return Ok(mapping),
                Err(title) => {
                    // The row that comes nearest tells what is missing.
                    let named = self.columns.values().filter(|c| titles.iter().any(|t| t.title == c.title));
                    let count = named.count();
                    if missing.as_ref().is_none_or(|(most, _)| count > *most) {
                        missing = Some((count, title));
                    }
                }
            }
        }
        Err(missing.map_or(ReadError::NoHeader, |(_, title)| ReadError::NoColumn(title)))
    }

    fn place(&self, header_row: u32, titles: &[Column]) -> Result<Mapping, String> {
        let mut rest = titles.to_vec();
        let mut columns = BTreeMap::new();
        for (field, wanted) in &self.columns {
            let same = |c: &&Column| c.title == wanted.title;
            // Of several columns with one name the one in the old place is meant.
            let found = rest
                .iter()
                .find(|c| same(c) && c.index == wanted.index)
                .or_else(|| rest.iter().find(same))
                .cloned()
                .ok_or_else(|| wanted.title.to_string())?;
            rest.retain(|c| c.index != found.index);
            columns.insert(*field, found);
        }
        Ok(Mapping { header_row, columns, unmapped: rest })
    }

    /// Reads a field from another column, or from none. A column serves one field.
    pub fn set(&mut self, field: Field, column: Option<Column>) {
        if let Some(old) = self.columns.remove(&field) {
            self.unmapped.push(old);
        }
        if let Some(column) = column {
            self.columns.retain(|_, c| c.index != column.index);
            self.unmapped.retain(|c| c.index != column.index);
            self.columns.insert(field, column);
        }
        self.unmapped.sort_by_key(|c| c.index);
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.get(&field)
    }
}

fn titles(row: &Row) -> Vec<Column> {
    let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    cells.map(|(index, cell)| Column { index, title: cell.shown() }).collect()
}

/// Maps the columns of a row, with a score, if it can be a header: it must name the students.
fn judge(header_row: u32, titles: &[Column]) -> Option<(usize, Mapping)> {
    let mut best: BTreeMap<Field, (usize, &Column)> = BTreeMap::new();
    for column in titles {
        if let Some((field, rank)) = recognise(&column.title)
            && !ruled_out(field, &column.title, titles)
            && best.get(&field).is_none_or(|(other, _)| rank < *other)
        {
            best.insert(field, (rank, column));
        }
    }
    // A row in which only the students' names are known must call them by their full name.
    let sure = best.get(&Field::Name).is_some_and(|(rank, _)| *rank < PART_RANK);
    let named = best.contains_key(&Field::Name) || best.contains_key(&Field::GivenName);
    if !named || best.len() < 2 && !sure {
        return None;
    }
    let score = best.values().map(|(rank, _)| if *rank < PART_RANK { 2 } else { 1 }).sum();
    let columns: BTreeMap<Field, Column> = best.into_iter().map(|(f, (_, c))| (f, c.clone())).collect();
    let mapped = |c: &&Column| !columns.values().any(|m| m.index == c.index);
    let unmapped = titles.iter().filter(mapped).cloned().collect();
    Some((score, Mapping { header_row, columns, unmapped }))
}

/// Whether another column says that a title means something else than it would alone.
fn ruled_out(field: Field, title: &str, titles: &[Column]) -> bool {
    let word = squeeze(&without_brackets(title));
    ALONE.iter().any(|(of, names, beside)| {
        *of == field
            && names.contains(&word.as_str())
            && titles.iter().any(|other| beside.iter().any(|part| squeeze(&other.title).contains(part)))
    })
}

/// Whether a cell is a name of that field: such cells make a header, not a student.
pub(super) fn names(field: Field, cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if exact(text).is_some_and(|(named, _)| named == field))
}

/// A header of two rows: 家长 stands merged over 姓名 and 电话. Most names in the lower row must be known,
/// or it is a row of students.
fn two_storeys(upper: &[Column], below: &Row) -> Option<(usize, Mapping)> {
    let lower = titles(below);
    let over = |index: usize| upper.iter().rev().find(|c| c.index <= index);
    let mut joined: Vec<Column> =
        upper.iter().filter(|u| !lower.iter().any(|l| l.index == u.index)).cloned().collect();
    let (mut known, all) = (0, lower.len());
    for column in lower {
        let both = over(column.index).map(|u| Text::new(format!("{}{}", u.title, column.title)));
        let title = both.filter(|title| exact(title).is_some()).unwrap_or_else(|| column.title.clone());
        known += usize::from(exact(&title).is_some());
        joined.push(Column { index: column.index, title });
    }
    if known == 0 || known * 2 < all {
        return None;
    }
    joined.sort_by_key(|c| c.index);
    judge(below.number, &joined)
}

/// Ranks from here on are names that only contain a known part.
const PART_RANK: usize = 1_000;

/// The field that a title means, and how well it fits: less is better.
fn recognise(title: &str) -> Option<(Field, usize)> {
    if odd_unit(title) || PAPERS.iter().any(|word| squeeze(title).contains(word)) {
        return None;
    }
    exact(title).or_else(|| {
        let whole = squeeze(title);
        let fits = |words: &[&str]| words.iter().any(|word| whole.contains(word));
        // A sentence that happens to hold a known word is no title.
        let short = whole.chars().count() <= 24;
        let found = PARTS.iter().find(|(_, parts, not)| short && fits(parts) && !fits(not));
        found.map(|(field, ..)| (*field, PART_RANK))
    })
}

/// The title without remarks in brackets, each of its two languages, and without "student" before it.
fn exact(title: &str) -> Option<(Field, usize)> {
    let bare = squeeze(&without_brackets(title));
    let chinese: String = bare.chars().filter(|c| clean::is_han(*c)).collect();
    let latin: String = bare.chars().filter(char::is_ascii_alphanumeric).collect();
    let prefixed = STUDENT.iter().find_map(|word| bare.strip_prefix(word));
    // What stands in brackets may belong to the name: 家长(电话), Balance (lessons).
    let whole = squeeze(title);
    let forms = [Some(whole.as_str()), Some(&bare), Some(&chinese), Some(&latin), prefixed];
    for (place, form) in forms.into_iter().enumerate() {
        let form = form.filter(|form| !form.is_empty());
        let found = EXACT.iter().find_map(|(field, names)| {
            names.iter().position(|name| Some(*name) == form).map(|at| (*field, at + 100 * place))
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What stands before a title in a sheet that speaks of guardians too.
const STUDENT: [&str; 8] = ["学员", "学生", "孩子", "宝贝", "student", "pupil", "learner", "child"];

/// Amounts in other units than ours would be read wrongly without a word.
fn odd_unit(title: &str) -> bool {
    let plain = plain_digits(title).to_lowercase();
    let inside = plain.split_once(['(', '[', '【']).map_or("", |(_, inside)| inside);
    ["万", "千", "角", "分", "小时", "hour", "minute", "k)"].iter().any(|unit| inside.contains(unit))
}

fn without_brackets(title: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in plain_digits(title).chars() {
        match c {
            '(' | '[' | '【' | '〔' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Letters and digits only, in lower case and in today's characters; `Student's` is `student`, `#` is `no`.
pub(super) fn squeeze(title: &str) -> String {
    let plain = plain_digits(title).to_lowercase().replace(['’', '`'], "'").replace("'s", "");
    let plain = plain.replace(['#', '№'], "no");
    plain.chars().filter(|c| c.is_alphanumeric()).map(new_form).collect()
}

fn new_form(c: char) -> char {
    let mut forms = OLD_FORMS.chars();
    while let (Some(old), Some(new)) = (forms.next(), forms.next()) {
        if old == c {
            return new;
        }
    }
    c
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
