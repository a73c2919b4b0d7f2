//! The tables of OneRoster: which columns, in which order, and what may stand in them.

use serde::{Deserialize, Serialize};

/// A version of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Version {
    /// 1.0, which has no manifest.
    V1_0,
    /// 1.1
    #[default]
    V1_1,
    /// 1.2, which tells roles apart from users.
    V1_2,
}

/// A table that we read and write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Table {
    /// Schools and what they belong to.
    Orgs,
    /// School years, terms.
    AcademicSessions,
    /// Courses.
    Courses,
    /// Classes.
    Classes,
    /// People.
    Users,
    /// What people are, and where; since 1.2.
    Roles,
    /// Who is in which class.
    Enrollments,
    /// Births and the like.
    Demographics,
}

impl Table {
    /// All tables; each refers only to itself and earlier ones.
    pub const ALL: [Table; 8] = [
        Table::Orgs,
        Table::AcademicSessions,
        Table::Courses,
        Table::Classes,
        Table::Users,
        Table::Roles,
        Table::Enrollments,
        Table::Demographics,
    ];

    /// The name by which manifests call the table.
    pub fn name(self) -> &'static str {
        match self {
            Table::Orgs => "orgs",
            Table::AcademicSessions => "academicSessions",
            Table::Courses => "courses",
            Table::Classes => "classes",
            Table::Users => "users",
            Table::Roles => "roles",
            Table::Enrollments => "enrollments",
            Table::Demographics => "demographics",
        }
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.csv", self.name())
    }
}

/// Tables of the format that we have no use for, with the version that brought them.
pub const OTHER_TABLES: [(&str, Version); 13] = [
    ("categories", Version::V1_1),
    ("classResources", Version::V1_1),
    ("courseResources", Version::V1_1),
    ("lineItems", Version::V1_1),
    ("resources", Version::V1_1),
    ("results", Version::V1_1),
    ("lineItemLearningObjectiveIds", Version::V1_2),
    ("lineItemScoreScales", Version::V1_2),
    ("resultLearningObjectiveIds", Version::V1_2),
    ("resultScoreScales", Version::V1_2),
    ("scoreScales", Version::V1_2),
    ("userProfiles", Version::V1_2),
    ("userResources", Version::V1_2),
];

/// What may stand in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// The record's own id.
    Id,
    /// `active` or `tobedeleted`; blank in bulk files.
    Status,
    /// When it was last changed; blank in bulk files.
    Stamp,
    /// Any text.
    Text,
    /// Texts, apart by commas.
    List,
    /// A day, `2026-09-01`.
    Day,
    /// `true` or `false`.
    Bool,
    /// Four digits.
    Year,
    /// One of these words (since 1.2 also `ext:` and a word of one's own).
    OneOf(&'static [&'static str]),
    /// The id of a record of that table.
    Ref(Table),
    /// Ids of records of that table, apart by commas.
    Refs(Table),
}

/// How much a column is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// Column and values must be there.
    Required,
    /// The column must be there, its values may be blank.
    Optional,
    /// The column may be missing: an addendum to the version brought it.
    Addendum,
    /// The column stands there in the sets of some profiles. It is passed over, and never written.
    Profile,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spec {
    /// Its name in the header row of that version.
    pub header: &'static str,
    /// Its name in version 1.1, or that of a later one which brought it: what our code calls it.
    pub key: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// How much it is needed.
    pub need: Need,
}

const fn col(header: &'static str, kind: Kind, need: Need) -> Spec {
    Spec { header, key: header, kind, need }
}
const fn must(header: &'static str, kind: Kind) -> Spec {
    col(header, kind, Need::Required)
}
const fn may(header: &'static str, kind: Kind) -> Spec {
    col(header, kind, Need::Optional)
}
const fn text(header: &'static str) -> Spec {
    may(header, Kind::Text)
}
const fn profile(header: &'static str) -> Spec {
    col(header, Kind::Text, Need::Profile)
}
const fn was(header: &'static str, now: Spec) -> Spec {
    Spec { header, ..now }
}

const ID: Spec = must("sourcedId", Kind::Id);
const STATUS: Spec = may("status", Kind::Status);
const STAMP: Spec = may("dateLastModified", Kind::Stamp);

const ORG_TYPES: Kind = Kind::OneOf(&["department", "school", "district", "local", "state", "national"]);
const SESSION_TYPES: Kind = Kind::OneOf(&["gradingPeriod", "semester", "schoolYear", "term"]);
const CLASS_TYPES: Kind = Kind::OneOf(&["homeroom", "scheduled"]);
const USER_ROLES: Kind = Kind::OneOf(&[
    "administrator",
    "aide",
    "guardian",
    "parent",
    "proctor",
    "relative",
    "student",
    "teacher",
]);
const ROLES_SINCE_1_2: Kind = Kind::OneOf(&[
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
]);
const ENROLLED_AS: Kind = Kind::OneOf(&["administrator", "aide", "proctor", "student", "teacher"]);
const SEXES: Kind = Kind::OneOf(&["male", "female"]);
const SEXES_SINCE_1_2: Kind = Kind::OneOf(&["male", "female", "unspecified", "other"]);

const ORGS: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("name", Kind::Text),
    must("type", ORG_TYPES),
    text("identifier"),
    may("parentSourcedId", Kind::Ref(Table::Orgs)),
];
const ORGS_1_0: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    ORGS[3],
    ORGS[4],
    ORGS[5],
    profile("metadata.classification"),
    profile("metadata.gender"),
    profile("metadata.boarding"),
    ORGS[6],
];
const SESSIONS: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("title", Kind::Text),
    must("type", SESSION_TYPES),
    must("startDate", Kind::Day),
    must("endDate", Kind::Day),
    may("parentSourcedId", Kind::Ref(Table::AcademicSessions)),
    must("schoolYear", Kind::Year),
];
const SESSIONS_1_0: &[Spec] =
    &[ID, STATUS, STAMP, SESSIONS[3], SESSIONS[4], SESSIONS[5], SESSIONS[6], SESSIONS[7]];
const COURSES: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    may("schoolYearSourcedId", Kind::Ref(Table::AcademicSessions)),
    must("title", Kind::Text),
    text("courseCode"),
    may("grades", Kind::List),
    must("orgSourcedId", Kind::Ref(Table::Orgs)),
    may("subjects", Kind::List),
    may("subjectCodes", Kind::List),
];
const COURSES_1_0: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    was("schoolYearId", COURSES[3]),
    profile("metadata.duration"),
    COURSES[4],
    COURSES[5],
    was("grade", COURSES[6]),
    COURSES[7],
    COURSES[8],
];
const CLASSES: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("title", Kind::Text),
    may("grades", Kind::List),
    must("courseSourcedId", Kind::Ref(Table::Courses)),
    text("classCode"),
    must("classType", CLASS_TYPES),
    text("location"),
    must("schoolSourcedId", Kind::Ref(Table::Orgs)),
    must("termSourcedIds", Kind::Refs(Table::AcademicSessions)),
    may("subjects", Kind::List),
    may("subjectCodes", Kind::List),
    may("periods", Kind::List),
];
const CLASSES_1_0: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    CLASSES[3],
    was("grade", CLASSES[4]),
    CLASSES[5],
    CLASSES[6],
    CLASSES[7],
    CLASSES[8],
    CLASSES[9],
    was("termSourcedId", CLASSES[10]),
    CLASSES[11],
];
const USERS: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("enabledUser", Kind::Bool),
    must("orgSourcedIds", Kind::Refs(Table::Orgs)),
    must("role", USER_ROLES),
    must("username", Kind::Text),
    may("userIds", Kind::List),
    must("givenName", Kind::Text),
    must("familyName", Kind::Text),
    text("middleName"),
    text("identifier"),
    text("email"),
    text("sms"),
    text("phone"),
    may("agentSourcedIds", Kind::Refs(Table::Users)),
    may("grades", Kind::List),
    text("password"),
];
const USERS_1_0: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    USERS[4],
    USERS[5],
    USERS[6],
    was("userId", USERS[7]),
    USERS[8],
    USERS[9],
    USERS[11],
    USERS[12],
    USERS[13],
    USERS[14],
    was("agents", USERS[15]),
];
const USERS_1_2: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    USERS[3],
    USERS[6],
    USERS[7],
    USERS[8],
    USERS[9],
    USERS[10],
    USERS[11],
    USERS[12],
    USERS[13],
    USERS[14],
    USERS[15],
    USERS[16],
    USERS[17],
    text("userMasterIdentifier"),
    profile("resourceSourcedIds"),
    text("preferredGivenName"),
    text("preferredMiddleName"),
    text("preferredFamilyName"),
    may("primaryOrgSourcedId", Kind::Ref(Table::Orgs)),
    col("pronouns", Kind::Text, Need::Addendum),
];
const ROLES: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("userSourcedId", Kind::Ref(Table::Users)),
    must("roleType", Kind::OneOf(&["primary", "secondary"])),
    must("role", ROLES_SINCE_1_2),
    may("beginDate", Kind::Day),
    may("endDate", Kind::Day),
    must("orgSourcedId", Kind::Ref(Table::Orgs)),
    text("userProfileSourcedId"),
];
const ENROLLMENTS: &[Spec] = &[
    ID,
    STATUS,
    STAMP,
    must("classSourcedId", Kind::Ref(Table::Classes)),
    must("schoolSourcedId", Kind::Ref(Table::Orgs)),
    must("userSourcedId", Kind::Ref(Table::Users)),
    must("role", ENROLLED_AS),
    may("primary", Kind::Bool),
    may("beginDate", Kind::Day),
    may("endDate", Kind::Day),
];
const ENROLLMENTS_1_0: &[Spec] =
    &[ID, ENROLLMENTS[3], ENROLLMENTS[4], ENROLLMENTS[5], ENROLLMENTS[6], STATUS, STAMP, ENROLLMENTS[7]];
const OWN_ID: Spec = must("sourcedId", Kind::Ref(Table::Users));
const DEMOGRAPHICS: &[Spec] = &demographics(OWN_ID, "birthDate", SEXES);
const DEMOGRAPHICS_1_0: &[Spec] = &demographics(was("userSourcedId", OWN_ID), "birthdate", SEXES);
const DEMOGRAPHICS_1_2: &[Spec] = &demographics(OWN_ID, "birthDate", SEXES_SINCE_1_2);

const fn demographics(id: Spec, birth: &'static str, sexes: Kind) -> [Spec; 16] {
    [
        id,
        STATUS,
        STAMP,
        was(birth, may("birthDate", Kind::Day)),
        may("sex", sexes),
        may("americanIndianOrAlaskaNative", Kind::Bool),
        may("asian", Kind::Bool),
        may("blackOrAfricanAmerican", Kind::Bool),
        may("nativeHawaiianOrOtherPacificIslander", Kind::Bool),
        may("white", Kind::Bool),
        may("demographicRaceTwoOrMoreRaces", Kind::Bool),
        may("hispanicOrLatinoEthnicity", Kind::Bool),
        text("countryOfBirthCode"),
        text("stateOfBirthAbbreviation"),
        text("cityOfBirth"),
        text("publicSchoolResidenceStatus"),
    ]
}

/// The columns of a table in the order of that version; none if the version has no such table.
pub fn columns(table: Table, version: Version) -> &'static [Spec] {
    match (table, version) {
        (Table::Orgs, Version::V1_0) => ORGS_1_0,
        (Table::Orgs, _) => ORGS,
        (Table::AcademicSessions, Version::V1_0) => SESSIONS_1_0,
        (Table::AcademicSessions, _) => SESSIONS,
        (Table::Courses, Version::V1_0) => COURSES_1_0,
        (Table::Courses, _) => COURSES,
        (Table::Classes, Version::V1_0) => CLASSES_1_0,
        (Table::Classes, _) => CLASSES,
        (Table::Users, Version::V1_0) => USERS_1_0,
        (Table::Users, Version::V1_1) => USERS,
        (Table::Users, Version::V1_2) => USERS_1_2,
        (Table::Roles, Version::V1_2) => ROLES,
        (Table::Roles, _) => &[],
        (Table::Enrollments, Version::V1_0) => ENROLLMENTS_1_0,
        (Table::Enrollments, _) => ENROLLMENTS,
        (Table::Demographics, Version::V1_0) => DEMOGRAPHICS_1_0,
        (Table::Demographics, Version::V1_1) => DEMOGRAPHICS,
        (Table::Demographics, Version::V1_2) => DEMOGRAPHICS_1_2,
    }
}
