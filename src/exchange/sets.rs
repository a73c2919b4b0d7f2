//! OneRoster sets and the school: what a set brings in, and the set that a school is written as.
//!
//! The format asks for a course and a session of every class. Where the school has none, a record
//! named [`NONE`] stands in on the way out, and is passed over on the way in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::clean::{self, is_han};
use super::oneroster::{
    Class as SetClass, Course as SetCourse, Demographics, Enrollment, Org, Role, Session, Set, User,
};
use super::table::Cell;
use crate::base::{Day, StaffId, Text};
use crate::books::register::{
    Class, Course, ImportClass, ImportPlace, ImportRoster, ImportRow, Listing, RosterLine, School, Sex,
    Staff, Term,
};

/// The id of records that stand in for what the school does not have, and their name.
const NONE: &str = "rollbook-none";
/// The id of the school in a set of ours.
const OURS: &str = "rollbook-school";
/// A half of a name that there is not: the format asks for both.
const NO_NAME: &str = ".";

/// The import that a set asks for: its students, and the terms, courses and classes around them.
pub fn of_set(source: &str, set: &Set) -> ImportRoster {
    let courses: BTreeMap<&Text, &Text> = set
        .courses
        .iter()
        .filter(|course| !course.deleted && course.id.as_str() != NONE)
        .map(|course| (&course.id, &course.title))
        .collect();
    let classes = class_names(set);
    let mut taken = BTreeSet::new();
    let students = set.users.iter().filter(|user| !user.deleted && is(user, "student"));
    ImportRoster {
        source: Text::new(source),
        rows: (2..).zip(students).map(|(line, user)| row(line, user, set, &classes)).collect(),
        courses: courses.values().map(|title| (*title).clone()).collect(),
        classes: set
            .classes
            .iter()
            .filter(|class| !class.deleted)
            .map(|class| ImportClass {
                name: classes.get(&class.id).cloned().unwrap_or_default(),
                course: courses.get(&class.course).map(|title| (*title).clone()).unwrap_or_default(),
                from: None,
                until: None,
            })
            .collect(),
        terms: terms(set).filter(|term| taken.insert(term.name.clone())).collect(),
    }
}

fn is(user: &User, what: &str) -> bool {
    user.roles.iter().any(|role| role.role.as_str() == what)
}

/// What each class is called; those that share a title are told apart by their ids.
fn class_names(set: &Set) -> BTreeMap<Text, Text> {
    let mut count: BTreeMap<&Text, usize> = BTreeMap::new();
    let present = || set.classes.iter().filter(|class| !class.deleted);
    present().for_each(|class| *count.entry(&class.title).or_default() += 1);
    let name = |class: &SetClass| match count.get(&class.title) {
        Some(1) => class.title.clone(),
        _ => Text::new(format!("{} ({})", class.title, class.id)),
    };
    present().map(|class| (class.id.clone(), name(class))).collect()
}

/// Terms and semesters; where a set has none, its school years.
fn terms(set: &Set) -> impl Iterator<Item = Term> {
    let present = |session: &&Session| !session.deleted && session.id.as_str() != NONE;
    let part = |session: &&Session| matches!(session.kind.as_str(), "term" | "semester");
    let parts = set.sessions.iter().filter(present).any(|session| part(&session));
    let wanted = set.sessions.iter().filter(present).filter(move |session| part(session) == parts);
    wanted.filter(|session| session.kind.as_str() != "gradingPeriod").map(|session| Term {
        name: session.title.clone(),
        from: session.start,
        until: session.end.pred_opt().unwrap_or(session.end),
        retired: false,
    })
}

fn row(line: u32, user: &User, set: &Set, classes: &BTreeMap<Text, Text>) -> ImportRow {
    let enrolled = set.enrollments.iter().filter(|one| !one.deleted && one.user == user.id);
    let places: Vec<ImportPlace> = enrolled
        .filter(|one| one.role.as_str() == "student")
        .filter_map(|one| {
            let until = one.end.and_then(|end| end.pred_opt());
            Some(ImportPlace { class: classes.get(&one.class)?.clone(), from: one.begin, until })
        })
        .collect();
    let birth = set.demographics.iter().find(|one| !one.deleted && one.user == user.id);
    let ours = set.orgs.iter().any(|org| org.id.as_str() == OURS);
    let guardian = user.agents.iter().find_map(|id| set.users.iter().find(|agent| agent.id == *id));
    ImportRow {
        row: line,
        // Other systems know their students by these ids; ours are no numbers that a school gave.
        number: match user.identifier.is_empty() && !ours {
            true => user.id.clone(),
            false => user.identifier.clone(),
        },
        name: full_name(user),
        sex: birth.and_then(|birth| match birth.sex.as_str() {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        }),
        born: birth.and_then(|birth| birth.born),
        phone: phone(user),
        guardian: guardian.map(full_name).unwrap_or_default(),
        joined: places.iter().filter_map(|place| place.from).min(),
        places,
        grade: Text::new(user.grades.iter().map(|grade| grade.as_str()).collect::<Vec<_>>().join(" ")),
        ..ImportRow::default()
    }
}

fn full_name(user: &User) -> Text {
    let halves: Vec<&str> = [&user.given, &user.family]
        .into_iter()
        .map(|half| half.as_str())
        .filter(|half| !half.is_empty() && *half != NO_NAME)
        .collect();
    let chinese = halves.iter().all(|half| half.chars().all(is_han));
    match (halves.as_slice(), chinese) {
        ([given, family], true) => Text::new(format!("{family}{given}")),
        _ => Text::new(halves.join(" ")),
    }
}

/// The telephone in our own form where it can be read, else as it stands.
fn phone(user: &User) -> Text {
    let raw = if user.sms.is_empty() { &user.phone } else { &user.sms };
    match clean::phone(&Cell::Text(raw.to_string())) {
        Ok(phone) => phone.unwrap_or_default(),
        Err(_) => raw.clone(),
    }
}

/// A school as it is asked for from the desk.
pub struct Whole<'a> {
    pub school: &'a School,
    pub today: Day,
    pub terms: Vec<Listing<Term>>,
    pub courses: Vec<Listing<Course>>,
    pub classes: Vec<Listing<Class>>,
    pub staff: Vec<Listing<Staff>>,
    pub students: Vec<RosterLine>,
}

/// The set that a school is written as.
pub fn set_of(whole: &Whole<'_>) -> Set {
    let school = Text::new(OURS);
    let org =
        Org { id: school.clone(), name: whole.school.name.clone(), kind: "school".into(), ..Org::default() };
    let teachers: BTreeSet<StaffId> = whole.classes.iter().filter_map(|class| class.value.teacher).collect();
    let staff = whole.staff.iter().filter(|one| teachers.contains(&one.id));
    let staff = staff.map(|one| user(one.id.to_string(), &one.value.name, "teacher", &school));
    let mut users: Vec<User> = staff.collect();
    for student in &whole.students {
        users.extend(student_users(student, &school));
    }
    let mut enrollments = Vec::new();
    for class in &whole.classes {
        if let Some(teacher) = class.value.teacher {
            let mut one = enrollment(class.id.to_string(), teacher.to_string(), "teacher", &school);
            one.primary = Some(true);
            enrollments.push(one);
        }
    }
    for student in &whole.students {
        for (no, place) in student.places.iter().enumerate() {
            let mut one = enrollment(place.class.to_string(), student.id.to_string(), "student", &school);
            one.id = Text::new(format!("{}-{no}", one.id));
            one.begin = Some(place.spell.from);
            one.end = place.spell.until.and_then(|until| until.succ_opt());
            enrollments.push(one);
        }
    }
    Set {
        orgs: vec![org],
        sessions: sessions(whole),
        courses: courses(whole, &school),
        classes: classes(whole, &school),
        demographics: whole.students.iter().filter_map(demographics).collect(),
        users,
        enrollments,
        ..Set::default()
    }
}

fn sessions(whole: &Whole<'_>) -> Vec<Session> {
    let session = |id: String, title: Text, start: Day, until: Day| Session {
        id: Text::new(id),
        title,
        kind: "term".into(),
        start,
        end: until.succ_opt().unwrap_or(until),
        school_year: Text::new(until.year().to_string()),
        ..Session::default()
    };
    if whole.terms.is_empty() {
        let (first, last) = (whole.today.with_ordinal(1), Day::from_ymd_opt(whole.today.year(), 12, 31));
        let (first, last) = (first.unwrap_or(whole.today), last.unwrap_or(whole.today));
        return vec![session(NONE.into(), NONE.into(), first, last)];
    }
    let terms = whole.terms.iter();
    terms.map(|t| session(t.id.to_string(), t.value.name.clone(), t.value.from, t.value.until)).collect()
}

fn courses(whole: &Whole<'_>, school: &Text) -> Vec<SetCourse> {
    let course = |id: String, title: Text, code: Text| SetCourse {
        id: Text::new(id),
        title,
        code,
        org: school.clone(),
        ..SetCourse::default()
    };
    let kept = whole.courses.iter();
    let mut courses: Vec<_> =
        kept.map(|c| course(c.id.to_string(), c.value.name.clone(), c.value.code.clone())).collect();
    if whole.classes.iter().any(|class| class.value.course.is_none()) {
        courses.push(course(NONE.into(), NONE.into(), Text::default()));
    }
    courses
}

fn classes(whole: &Whole<'_>, school: &Text) -> Vec<SetClass> {
    let terms: Vec<Text> = sessions(whole).into_iter().map(|session| session.id).collect();
    let class = |class: &Listing<Class>| SetClass {
        id: Text::new(class.id.to_string()),
        title: class.value.name.clone(),
        course: Text::new(class.value.course.map_or(NONE.to_owned(), |course| course.to_string())),
        kind: "scheduled".into(),
        school: school.clone(),
        terms: terms.clone(),
        ..SetClass::default()
    };
    whole.classes.iter().map(class).collect()
}

fn user(id: String, name: &Text, role: &str, school: &Text) -> User {
    let (given, family) = halves(name);
    let role = Role {
        id: Text::new(format!("{id}-{role}")),
        role: role.into(),
        primary: true,
        org: school.clone(),
        ..Role::default()
    };
    let id = Text::new(id);
    User { username: id.clone(), id, enabled: true, roles: vec![role], given, family, ..User::default() }
}

/// A name in the two halves that the format asks for: 王小明 is 小明 and 王, Ada Lovelace Ada and Lovelace.
fn halves(name: &Text) -> (Text, Text) {
    if name.chars().all(is_han) && name.chars().count() > 1 {
        let given: String = name.chars().skip(1).collect();
        return (Text::new(given), Text::new(name.chars().take(1).collect::<String>()));
    }
    match name.rsplit_once(' ') {
        Some((given, family)) => (Text::new(given), Text::new(family)),
        None => (name.clone(), NO_NAME.into()),
    }
}

fn student_users(student: &RosterLine, school: &Text) -> Vec<User> {
    let mut one = user(student.id.to_string(), &student.name, "student", school);
    one.identifier = student.number.clone();
    one.phone = student.phone.clone();
    one.grades = Some(student.grade.clone()).filter(|grade| !grade.is_empty()).into_iter().collect();
    if student.guardian.is_empty() {
        return vec![one];
    }
    let guardian = user(format!("{}-G", student.id), &student.guardian, "guardian", school);
    one.agents = vec![guardian.id.clone()];
    vec![guardian, one]
}

fn enrollment(class: String, user: String, role: &str, school: &Text) -> Enrollment {
    Enrollment {
        id: Text::new(format!("{class}-{user}")),
        class: Text::new(class),
        user: Text::new(user),
        role: role.into(),
        school: school.clone(),
        ..Enrollment::default()
    }
}

fn demographics(student: &RosterLine) -> Option<Demographics> {
    let sex = match student.sex {
        Some(Sex::Female) => "female",
        Some(Sex::Male) => "male",
        None => "",
    };
    let known = student.born.is_some() || student.sex.is_some();
    known.then(|| Demographics {
        user: Text::new(student.id.to_string()),
        born: student.born,
        sex: sex.into(),
        ..Demographics::default()
    })
}
