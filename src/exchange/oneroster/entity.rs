//! Between the rows of the tables and our records: the same names read and written in one place.

use std::collections::{BTreeMap, HashMap};

use super::manifest::Manifest;
use super::model::{Class, Course, Demographics, Enrollment, Metadata, Org, Role, Session, Set, User};
use super::parse::{Record, Tables, iso_day, items};
use super::schema::{Table, Version};
use super::write::list;
use crate::base::{Day, Text};

/// A record of ours as a row of a table, by the keys of its columns.
pub trait Entity {
    /// What stands in a column; `None` for one that the record knows nothing of.
    fn cell(&self, key: &str) -> Option<String>;
    /// Columns of one's own.
    fn metadata(&self) -> &Metadata;
    /// Whether the record is gone.
    fn deleted(&self) -> bool;
}

impl Record {
    fn text(&self, key: &str) -> Text {
        self.values.get(key).cloned().unwrap_or_default()
    }
    fn some(&self, key: &str) -> Option<Text> {
        self.values.get(key).cloned()
    }
    fn list(&self, key: &str) -> Vec<Text> {
        self.values.get(key).map(|text| items(text)).unwrap_or_default()
    }
    fn day(&self, key: &str) -> Option<Day> {
        self.values.get(key).and_then(|text| iso_day(text))
    }
    fn yes(&self, key: &str) -> Option<bool> {
        self.values.get(key).map(|text| &**text == "true")
    }
}

fn show_day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
fn show(text: &Option<Text>) -> String {
    text.as_deref().unwrap_or_default().to_owned()
}

/// Declares how a record of ours is read from and written to its table: field, column, and how its
/// value is told. Behind `else` stands the field that keeps other columns by name, behind `and` one
/// that is filled from another table.
macro_rules! entity {
    ($type:ident { $id:ident $(, $field:ident = $key:literal $as:ident)* $(,)? }
        $(else $map:ident $(and $later:ident)?)?) => {
        impl From<&Record> for $type {
            fn from(record: &Record) -> $type {
                $type {
                    $id: record.text("sourcedId"),
                    deleted: record.deleted,
                    $($field: entity!(@read record $key $as),)*
                    metadata: record.metadata.clone(),
                    $($map: BTreeMap::new(), $($later: Vec::new(),)?)?
                }
            }
        }
        impl Entity for $type {
            fn cell(&self, key: &str) -> Option<String> {
                match key {
                    "sourcedId" => Some(self.$id.to_string()),
                    $($key => Some(entity!(@write self $field $as)),)*
                    _ => None::<String>$(.or_else(|| self.$map.get(key).map(ToString::to_string)))?,
                }
            }
            fn metadata(&self) -> &Metadata {
                &self.metadata
            }
            fn deleted(&self) -> bool {
                self.deleted
            }
        }
    };
    (@read $r:ident $k:literal text) => { $r.text($k) };
    (@read $r:ident $k:literal some) => { $r.some($k) };
    (@read $r:ident $k:literal list) => { $r.list($k) };
    (@read $r:ident $k:literal day) => { $r.day($k) };
    (@read $r:ident $k:literal must_day) => { $r.day($k).unwrap_or_default() };
    (@read $r:ident $k:literal yes) => { $r.yes($k) };
    (@read $r:ident $k:literal must_yes) => { $r.yes($k).unwrap_or(true) };
    (@write $s:ident $f:ident text) => { $s.$f.to_string() };
    (@write $s:ident $f:ident some) => { show(&$s.$f) };
    (@write $s:ident $f:ident list) => { list(&$s.$f) };
    (@write $s:ident $f:ident day) => { show_day($s.$f) };
    (@write $s:ident $f:ident must_day) => { $s.$f.to_string() };
    (@write $s:ident $f:ident yes) => { $s.$f.map(|yes| yes.to_string()).unwrap_or_default() };
    (@write $s:ident $f:ident must_yes) => { $s.$f.to_string() };
}

entity!(Org { id, name = "name" text, kind = "type" text, identifier = "identifier" text, parent = "parentSourcedId" some });
entity!(Session {
    id, title = "title" text, kind = "type" text, start = "startDate" must_day, end = "endDate" must_day,
    parent = "parentSourcedId" some, school_year = "schoolYear" text,
});
entity!(Course {
    id, school_year = "schoolYearSourcedId" some, title = "title" text, code = "courseCode" text,
    grades = "grades" list, org = "orgSourcedId" text, subjects = "subjects" list,
    subject_codes = "subjectCodes" list,
});
entity!(Class {
    id, title = "title" text, grades = "grades" list, course = "courseSourcedId" text,
    code = "classCode" text, kind = "classType" text, location = "location" text,
    school = "schoolSourcedId" text, terms = "termSourcedIds" list, subjects = "subjects" list,
    subject_codes = "subjectCodes" list, periods = "periods" list,
});
entity!(User {
    id, enabled = "enabledUser" must_yes, username = "username" text, user_ids = "userIds" list,
    given = "givenName" text, family = "familyName" text, middle = "middleName" text,
    identifier = "identifier" text, email = "email" text, sms = "sms" text, phone = "phone" text,
    agents = "agentSourcedIds" list, grades = "grades" list,
} else since_1_2 and roles);
entity!(Enrollment {
    id, class = "classSourcedId" text, school = "schoolSourcedId" text, user = "userSourcedId" text,
    role = "role" text, primary = "primary" yes, begin = "beginDate" day, end = "endDate" day,
});
entity!(Demographics { user, born = "birthDate" day, sex = "sex" text } else others);

/// The columns of users that came with 1.2 and that we keep by name.
const SINCE_1_2: [&str; 6] = [
    "userMasterIdentifier",
    "preferredGivenName",
    "preferredMiddleName",
    "preferredFamilyName",
    "primaryOrgSourcedId",
    "pronouns",
];

/// Makes our records of the tables.
pub fn build(tables: &Tables, manifest: &Manifest) -> Set {
    let records = |table: Table| tables.get(&table).map(Vec::as_slice).unwrap_or_default();
    fn all<'a, T: From<&'a Record>>(records: &'a [Record]) -> Vec<T> {
        records.iter().map(T::from).collect()
    }
    let mut roles = roles(records(Table::Roles));
    let users = records(Table::Users).iter().map(|record| {
        let user = User::from(record);
        let roles = match manifest.version {
            Version::V1_2 => roles.remove(&user.id).unwrap_or_default(),
            Version::V1_0 | Version::V1_1 => own_roles(record, &user.id),
        };
        User { roles, since_1_2: kept(record, |key| SINCE_1_2.contains(&key)), ..user }
    });
    let users = users.collect();
    let demographics = records(Table::Demographics).iter().map(|record| {
        let named = ["sourcedId", "status", "dateLastModified", "birthDate", "sex"];
        Demographics { others: kept(record, |key| !named.contains(&key)), ..Demographics::from(record) }
    });
    Set {
        version: manifest.version,
        modes: manifest.modes.clone(),
        orgs: all(records(Table::Orgs)),
        sessions: all(records(Table::AcademicSessions)),
        courses: all(records(Table::Courses)),
        classes: all(records(Table::Classes)),
        users,
        enrollments: all(records(Table::Enrollments)),
        demographics: demographics.collect(),
    }
}

fn kept(record: &Record, wanted: impl Fn(&str) -> bool) -> BTreeMap<&'static str, Text> {
    record.values.iter().filter(|(key, _)| wanted(key)).map(|(key, value)| (*key, value.clone())).collect()
}

/// Before 1.2: one role at each org.
fn own_roles(record: &Record, user: &Text) -> Vec<Role> {
    let orgs = record.list("orgSourcedIds").into_iter().enumerate();
    orgs.map(|(at, org)| Role {
        id: Text::new(format!("{user}.{org}")),
        role: record.text("role"),
        primary: at == 0,
        org,
        begin: None,
        end: None,
    })
    .collect()
}

/// Since 1.2: the lines of roles.csv by person.
fn roles(records: &[Record]) -> HashMap<Text, Vec<Role>> {
    let mut by_user: HashMap<Text, Vec<Role>> = HashMap::new();
    for record in records.iter().filter(|record| !record.deleted) {
        by_user.entry(record.text("userSourcedId")).or_default().push(Role {
            id: record.text("sourcedId"),
            role: record.text("role"),
            primary: &*record.text("roleType") == "primary",
            org: record.text("orgSourcedId"),
            begin: record.day("beginDate"),
            end: record.day("endDate"),
        });
    }
    by_user
}
