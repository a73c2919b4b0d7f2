//! Sets on their way out: 1.1 and 1.2, bulk.
//!
//! These files go from machine to machine, so values stand as they are: no apostrophe guards a
//! text that looks like a formula, or it would not read back the same.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use super::entity::Entity;
use super::manifest;
use super::model::{Metadata, Role, Set, User};
use super::schema::{Need, OTHER_TABLES, Table, Version, columns};
use crate::base::{Refused, Say, Text};

/// Who wrote a set, for its manifest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The system's name.
    pub name: Text,
    /// The system's code.
    pub code: Text,
}

/// The files of a set, by name. 1.0 is no longer written; asked for, it is 1.1.
///
/// 1.1 has one role a person: the primary one, at every org where they have it. Records that are
/// gone, passwords, and what came with 1.2 (in a 1.1 set) are left out.
///
/// # Errors
/// When memory for it can't be had.
pub fn files(set: &Set, version: Version, origin: &Origin) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let mut files = vec![(manifest::FILE.to_owned(), csv_of(manifest_rows(version, origin))?)];
    for table in Table::ALL.into_iter().filter(|table| !columns(*table, version).is_empty()) {
        files.push((table.file_name(), csv_of(table_rows(set, table, version))?));
    }
    Ok(files)
}

/// A zip of files. The same files give the same bytes.
///
/// # Errors
/// When memory for it can't be had.
pub fn zip(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Refused> {
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let pack = || {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            out.start_file(name.as_str(), options)?;
            out.write_all(bytes)?;
        }
        out.finish()
    };
    pack().map(Cursor::into_inner).map_err(|error| not_written(error.to_string()))
}

/// A list in a field: items apart by commas, those with a comma or a mark in quotation marks.
pub fn list(items: &[Text]) -> String {
    let item = |text: &Text| match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_string(),
    };
    items.iter().map(item).collect::<Vec<_>>().join(",")
}

fn not_written(why: String) -> Refused {
    Refused::input(Say::new("import-not-written").with("why", why))
}

fn csv_of(rows: Vec<Vec<String>>) -> Result<Vec<u8>, Refused> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        out.write_record(row).map_err(|error| not_written(error.to_string()))?;
    }
    out.into_inner().map_err(|error| not_written(error.to_string()))
}

fn manifest_rows(version: Version, origin: &Origin) -> Vec<Vec<String>> {
    let number = if version == Version::V1_2 { "1.2" } else { "1.1" };
    let mut rows: Vec<(String, String)> = vec![
        ("propertyName".into(), "value".into()),
        ("manifest.version".into(), "1.0".into()),
        ("oneroster.version".into(), number.into()),
    ];
    let ours = Table::ALL.into_iter().filter(|table| !columns(*table, version).is_empty());
    rows.extend(ours.map(|table| (format!("file.{}", table.name()), "bulk".into())));
    let others = OTHER_TABLES.iter().filter(|(_, since)| *since <= version.max(Version::V1_1));
    rows.extend(others.map(|(name, _)| (format!("file.{name}"), "absent".into())));
    rows.push(("source.systemName".into(), origin.name.to_string()));
    rows.push(("source.systemCode".into(), origin.code.to_string()));
    rows.into_iter().map(|(name, value)| vec![name, value]).collect()
}

fn table_rows(set: &Set, table: Table, version: Version) -> Vec<Vec<String>> {
    match table {
        Table::Orgs => rows_of(&set.orgs, table, version),
        Table::AcademicSessions => rows_of(&set.sessions, table, version),
        Table::Courses => rows_of(&set.courses, table, version),
        Table::Classes => rows_of(&set.classes, table, version),
        Table::Enrollments => rows_of(&set.enrollments, table, version),
        Table::Demographics => rows_of(&set.demographics, table, version),
        Table::Users => {
            let users: Vec<UserRow> = set.users.iter().map(UserRow).collect();
            rows_of(&users, table, version)
        }
        Table::Roles => {
            let present = set.users.iter().filter(|user| !user.deleted);
            let roles: Vec<RoleRow> =
                present.flat_map(|user| user.roles.iter().map(move |role| RoleRow { user, role })).collect();
            rows_of(&roles, table, version)
        }
    }
}

fn rows_of<T: Entity>(records: &[T], table: Table, version: Version) -> Vec<Vec<String>> {
    let specs: Vec<_> = columns(table, version).iter().filter(|spec| spec.need != Need::Profile).collect();
    let present: Vec<&T> = records.iter().filter(|record| !record.deleted()).collect();
    let own: BTreeSet<&Text> = present.iter().flat_map(|record| record.metadata().keys()).collect();
    let header = specs.iter().map(|spec| spec.header.to_owned()).chain(own.iter().map(ToString::to_string));
    let mut rows = vec![header.collect()];
    rows.extend(present.iter().map(|record| {
        let cells = specs.iter().map(|spec| record.cell(spec.key).unwrap_or_default());
        let extra =
            own.iter().map(|key| record.metadata().get(*key).map(ToString::to_string).unwrap_or_default());
        cells.chain(extra).collect()
    }));
    rows
}

/// A person with the role that 1.1 has a column for.
struct UserRow<'a>(&'a User);

impl UserRow<'_> {
    fn main_role(&self) -> Option<&Role> {
        self.0.roles.iter().find(|role| role.primary).or(self.0.roles.first())
    }
}

impl Entity for UserRow<'_> {
    fn cell(&self, key: &str) -> Option<String> {
        let main = self.main_role();
        match key {
            "role" => main.map(|role| role_in_1_1(&role.role).to_owned()),
            "orgSourcedIds" => main.map(|main| {
                let rest = self.0.roles.iter().filter(|role| role.role == main.role && role.org != main.org);
                let mut orgs: Vec<Text> = Vec::new();
                for role in std::iter::once(main).chain(rest) {
                    if !orgs.contains(&role.org) {
                        orgs.push(role.org.clone());
                    }
                }
                list(&orgs)
            }),
            _ => self.0.cell(key),
        }
    }
    fn metadata(&self) -> &Metadata {
        &self.0.metadata
    }
    fn deleted(&self) -> bool {
        self.0.deleted
    }
}

/// 1.2 tells kinds of administrators apart that 1.1 has one word for, and the other way round.
fn role_in_1_1(role: &str) -> &str {
    match role {
        "districtAdministrator" | "siteAdministrator" | "systemAdministrator" | "principal" => {
            "administrator"
        }
        "counselor" => "aide",
        other => other,
    }
}

struct RoleRow<'a> {
    user: &'a User,
    role: &'a Role,
}

impl Entity for RoleRow<'_> {
    fn cell(&self, key: &str) -> Option<String> {
        let day = |day: Option<crate::base::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        Some(match key {
            "sourcedId" => self.role.id.to_string(),
            "userSourcedId" => self.user.id.to_string(),
            "roleType" => if self.role.primary { "primary" } else { "secondary" }.to_owned(),
            "role" if &*self.role.role == "administrator" => "siteAdministrator".to_owned(),
            "role" => self.role.role.to_string(),
            "orgSourcedId" => self.role.org.to_string(),
            "beginDate" => day(self.role.begin),
            "endDate" => day(self.role.end),
            _ => return None,
        })
    }
    fn metadata(&self) -> &Metadata {
        static NONE: Metadata = Metadata::new();
        &NONE
    }
    fn deleted(&self) -> bool {
        false
    }
}
