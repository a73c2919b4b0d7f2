//! What a user's own keymap and theme files have in common: every fault is listed with its line, and what is
//! right in them still counts.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::Say;
use crate::say;

/// A configuration file's text and what is wrong with it.
#[derive(Debug)]
pub struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// Sentences, one a fault, each naming file and line.
    pub problems: Vec<Say>,
}

impl<'a> Reader<'a> {
    /// A reader of that text; `file` is what its problems call it.
    pub fn new(file: &'a str, text: &'a str) -> Reader<'a> {
        Reader { file, text, problems: Vec::new() }
    }

    /// The file's tables, as far as it can be read.
    pub fn tables(&mut self) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let reason = say!("app-config-syntax", detail = error.message());
            self.problem(error.span().unwrap_or(0..0), reason);
        }
        table.into_inner()
    }

    /// Notes what is wrong at a place.
    pub fn problem(&mut self, at: Range<usize>, reason: Say) {
        let line = self.line(at.start);
        self.problems.push(say!("app-config-line", file = self.file, line = line, reason = reason));
    }

    /// The line, from 1, of an offset.
    pub fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
    }

    /// That value as a table; anything else is noted.
    pub fn table<'v>(&mut self, value: &'v Spanned<DeValue<'a>>) -> Option<&'v DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.problem(value.span(), say!("app-config-not-a-table"));
        }
        table
    }
}
