//! The manifest: which version a set has, and which of its files count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::parse::Rows;
use super::schema::{OTHER_TABLES, Table, Version};
use super::{Faults, Files};
use crate::base::Say;

/// The manifest's file name.
pub const FILE: &str = "manifest.csv";

/// How a file is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It holds all there is.
    Bulk,
    /// It holds what has changed.
    Delta,
}

/// What the manifest says, as far as it holds.
pub struct Manifest {
    /// The version.
    pub version: Version,
    /// The tables that count.
    pub modes: BTreeMap<Table, Mode>,
    /// Files of the format that we have no use for.
    pub unread: Vec<String>,
}

impl Manifest {
    /// How a table is meant; `None` when it is absent.
    pub fn mode_of(&self, table: Table) -> Option<Mode> {
        self.modes.get(&table).copied()
    }
}

/// Reads the manifest and holds it against the files. Without one the set is a bulk set of 1.0.
pub fn read(files: &Files, faults: &mut Faults) -> Manifest {
    let Some(bytes) = files.get(FILE) else { return without(files, faults) };
    let lines = properties(bytes, faults);
    let value = |name: &str| lines.iter().find(|(_, n, _)| n == name).map(|(line, _, v)| (*line, v.as_str()));
    match value("manifest.version") {
        Some((_, "1" | "1.0")) => {}
        Some((line, other)) => {
            faults.add(FILE, line, "value", other, Say::new("import-or-manifest-version"), false);
        }
        None => {
            let reason = Say::new("import-or-no-property").with("name", "manifest.version");
            faults.add(FILE, 0, "propertyName", "", reason, false);
        }
    }
    let version = match value("oneroster.version") {
        Some((_, "1.1" | "1.1.1")) => Version::V1_1,
        Some((_, "1.2" | "1.2.0" | "1.2.1")) => Version::V1_2,
        Some((line, other)) => {
            faults.add(FILE, line, "value", other, Say::new("import-or-version"), false);
            guess_version(files)
        }
        None => {
            let reason = Say::new("import-or-no-property").with("name", "oneroster.version");
            faults.add(FILE, 0, "propertyName", "", reason, false);
            guess_version(files)
        }
    };
    let mut manifest = Manifest { version, modes: BTreeMap::new(), unread: Vec::new() };
    for (line, name, value) in &lines {
        if let Some(file) = name.strip_prefix("file.") {
            announced(&mut manifest, files, faults, *line, file, value);
        } else if !KNOWN.contains(&name.as_str()) {
            faults.add(FILE, *line, "propertyName", name, Say::new("import-or-unknown-property"), false);
        }
    }
    for name in files.keys().filter(|name| *name != FILE) {
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        if value(&format!("file.{stem}")).is_none() {
            faults.add(name, 0, "", "", Say::new("import-or-not-in-manifest"), true);
        }
    }
    manifest
}

const KNOWN: [&str; 4] = ["manifest.version", "oneroster.version", "source.systemName", "source.systemCode"];

fn guess_version(files: &Files) -> Version {
    if files.contains_key("roles.csv") { Version::V1_2 } else { Version::V1_1 }
}

fn without(files: &Files, faults: &mut Faults) -> Manifest {
    let mut manifest = Manifest { version: Version::V1_0, modes: BTreeMap::new(), unread: Vec::new() };
    for name in files.keys() {
        let known = Table::ALL.into_iter().filter(|t| *t != Table::Roles).find(|t| t.file_name() == *name);
        match known {
            Some(table) => {
                manifest.modes.insert(table, Mode::Bulk);
            }
            None => faults.add(name, 0, "", "", Say::new("import-or-unknown-file"), true),
        }
    }
    manifest
}

/// A manifest has some thirty lines.
const PROPERTIES_MAX: usize = 500;

/// The lines of the manifest: line, property, value.
fn properties(bytes: &[u8], faults: &mut Faults) -> Vec<(u32, String, String)> {
    let mut lines: Vec<(u32, String, String)> = Vec::new();
    let Some(mut rows) = Rows::open(FILE, bytes, faults) else { return lines };
    let Some((_, header)) = rows.next() else {
        faults.add(FILE, 0, "", "", Say::new("import-or-no-header"), true);
        return lines;
    };
    if header.iter().ne(["propertyName", "value"]) {
        let shown: Vec<&str> = header.iter().take(8).collect();
        faults.add(FILE, 1, "", &shown.join(","), Say::new("import-or-manifest-header"), false);
    }
    while let Some((line, fields)) = rows.next() {
        let (name, value) = (fields.get(0).unwrap_or_default(), fields.get(1).unwrap_or_default());
        if fields.len() != 2 {
            let reason = Say::new("import-or-field-count").with("got", fields.len()).with("want", 2usize);
            faults.add(FILE, line, "", name, reason, true);
        } else if lines.iter().any(|(_, earlier, _)| earlier == name) {
            faults.add(FILE, line, "propertyName", name, Say::new("import-or-property-twice"), true);
        } else if lines.len() < PROPERTIES_MAX {
            lines.push((line, name.to_owned(), value.to_owned()));
        }
    }
    lines
}

/// Takes what the manifest announces of a file, and holds it against what is there.
fn announced(
    manifest: &mut Manifest,
    files: &Files,
    faults: &mut Faults,
    line: u32,
    file: &str,
    value: &str,
) {
    let version = manifest.version;
    let table =
        Table::ALL.into_iter().find(|t| t.name() == file && (*t != Table::Roles || version >= Version::V1_2));
    let other = OTHER_TABLES.iter().any(|(name, since)| *name == file && version >= *since);
    if table.is_none() && !other {
        faults.add(FILE, line, "propertyName", file, Say::new("import-or-unknown-property"), false);
        return;
    }
    let there = files.contains_key(&format!("{file}.csv"));
    let mode = match value {
        "bulk" => Some(Mode::Bulk),
        "delta" => Some(Mode::Delta),
        "absent" => None,
        wrong => {
            faults.add(FILE, line, "value", wrong, Say::new("import-or-mode"), false);
            there.then_some(Mode::Bulk)
        }
    };
    match (mode, there) {
        (Some(_), false) => faults.add(
            FILE,
            line,
            "value",
            value,
            Say::new("import-or-missing-file").with("file", format!("{file}.csv")),
            true,
        ),
        (None, true) => {
            faults.add(&format!("{file}.csv"), 0, "", "", Say::new("import-or-said-absent"), true)
        }
        (Some(mode), true) => match table {
            Some(table) => {
                manifest.modes.insert(table, mode);
            }
            None => manifest.unread.push(format!("{file}.csv")),
        },
        (None, false) => {}
    }
}
