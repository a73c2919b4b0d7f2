use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::base::Day;

fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oneroster-1.1")
}

fn sample_with(change: impl Fn(&str, String) -> Option<String>) -> Reading {
    let files = from_folder(&sample()).unwrap();
    let changed = files.into_iter().filter_map(|(name, bytes)| {
        let text = change(&name, String::from_utf8(bytes).unwrap())?;
        Some((name, text.into_bytes()))
    });
    read_files(&changed.collect())
}

/// The faults but for the two that the sample itself has.
fn new_faults(reading: &Reading) -> Vec<(String, u32, String, String, String)> {
    let own =
        |f: &&Fault| !(&*f.file == "users.csv" && f.reason.key == "import-or-field-count" && !f.dropped);
    let plain = |f: &Fault| {
        (f.file.to_string(), f.line, f.column.to_string(), f.value.to_string(), f.reason.key.to_string())
    };
    reading.faults.iter().filter(own).map(plain).collect()
}

fn fault(
    file: &str,
    line: u32,
    column: &str,
    value: &str,
    key: &str,
) -> (String, u32, String, String, String) {
    (file.into(), line, column.into(), value.into(), format!("import-or-{key}"))
}

#[test]
fn the_public_sample_reads_and_its_two_long_lines_are_told() {
    let reading = read(&sample()).unwrap();
    let set = &reading.set;
    assert_eq!(set.version, Version::V1_1);
    assert_eq!((set.orgs.len(), set.sessions.len(), set.courses.len(), set.classes.len()), (2, 3, 2, 2));
    assert_eq!((set.users.len(), set.enrollments.len(), set.demographics.len()), (10, 24, 8));
    let lines: Vec<(&str, u32, bool)> =
        reading.faults.iter().map(|f| (&*f.file, f.line, f.dropped)).collect();
    assert_eq!(lines, [("users.csv", 10, false), ("users.csv", 11, false)]);
    assert_eq!(new_faults(&reading), []);
    let nash = &set.users[2];
    assert_eq!((&*nash.given, &*nash.middle, &*nash.roles[0].role), ("Peter", "Ivan", "student"));
    assert_eq!(set.classes[0].terms.len(), 2);
    assert_eq!(set.demographics[0].born, Day::from_ymd_opt(1997, 5, 30));
    assert_eq!(set.demographics[0].others["asian"], Text::new("true"));
}

#[test]
fn the_sample_writes_and_reads_back_in_both_versions() {
    let set = read(&sample()).unwrap().set;
    for version in [Version::V1_1, Version::V1_2] {
        let files = files(&set, version, &Origin::default()).unwrap();
        let reading = read_files(&from_zip(&zip(&files).unwrap()).unwrap());
        assert_eq!(reading.faults, [], "{version:?}");
        assert_eq!(reading.unread, [""; 0]);
        let again = Set { version: set.version, modes: set.modes.clone(), ..reading.set };
        assert_eq!(again, set, "{version:?}");
    }
}

#[test]
fn every_fault_is_told_by_file_line_and_column() {
    let reading = sample_with(|name, text| {
        Some(match name {
            "orgs.csv" => text.replace("district", "planet"),
            "academicSessions.csv" => {
                text.replace("2021-01-04", "04/01/2021").replace(",2020-12-18,", ",2020-08-17,")
            }
            "users.csv" => text.replacen(",,,true,", ",active,,yes,", 1).replace("604874,", "604863,"),
            "enrollments.csv" => text.replacen("status,dateLastModified", "dateLastModified,status", 1),
            "demographics.csv" => text.replacen("sex", "Sex", 1).replacen("604863,", "\"60\"4863,", 1),
            "courses.csv" => text.replacen("courseCode", "code", 1),
            _ => text,
        })
    });
    let faults = new_faults(&reading);
    for expected in [
        fault("orgs.csv", 2, "type", "planet", "bad-word"),
        fault("orgs.csv", 3, "parentSourcedId", "255901", "dangling"),
        fault("academicSessions.csv", 3, "endDate", "2020-08-17", "span"),
        fault("academicSessions.csv", 4, "startDate", "04/01/2021", "bad-day"),
        fault("users.csv", 2, "status", "active", "not-bulk"),
        fault("users.csv", 2, "enabledUser", "yes", "bad-bool"),
        fault("enrollments.csv", 1, "status", "status", "column-order"),
        fault("demographics.csv", 1, "Sex", "Sex", "column-case"),
        fault("demographics.csv", 2, "", "", "after-quote"),
        fault("courses.csv", 1, "code", "code", "unknown-column"),
        fault("courses.csv", 1, "courseCode", "courseCode", "no-column"),
        fault("classes.csv", 2, "termSourcedIds", "255901001_2021_2020-2021_Fall", "dangling"),
    ] {
        assert!(faults.contains(&expected), "{expected:?} not in {faults:#?}");
    }
    // What a dropped record was needed for is dropped with it, and told.
    assert!(faults.contains(&fault(
        "enrollments.csv",
        2,
        "classSourcedId",
        "25590100101Trad120ENG112011",
        "dangling"
    )));
    assert_eq!(reading.set.enrollments, []);
}

#[test]
fn a_record_twice_a_field_too_few_and_bytes_that_are_no_text_are_told() {
    let reading = sample_with(|name, text| {
        Some(match name {
            "demographics.csv" => text.replace("604874,", "604863,"),
            "orgs.csv" => format!("{text}\"x\ny\",,\n"),
            _ => text,
        })
    });
    let faults = new_faults(&reading);
    assert!(faults.contains(&fault("demographics.csv", 3, "sourcedId", "604863", "id-twice")), "{faults:?}");
    assert!(faults.contains(&fault("orgs.csv", 4, "", "x␊y,,", "field-count")), "{faults:?}");
    let mut files = from_folder(&sample()).unwrap();
    files.get_mut("users.csv").unwrap().extend(b"\nabc\xff");
    let faults = new_faults(&read_files(&files));
    assert!(faults.contains(&fault("users.csv", 12, "", "", "not-utf8")), "{faults:?}");
}

#[test]
fn the_manifest_is_held_against_the_files() {
    let reading = sample_with(|name, text| match name {
        "manifest.csv" => Some(
            text.replace("file.orgs,bulk", "file.orgs,whole")
                .replace("file.demographics,bulk", "file.demographics,absent")
                .replace("file.resources,absent", "file.resources,bulk")
                .replace("file.results,absent", "file.homework,absent"),
        ),
        _ => Some(text),
    });
    let faults = new_faults(&reading);
    for expected in [
        fault("manifest.csv", 7, "value", "whole", "mode"),
        fault("demographics.csv", 0, "", "", "said-absent"),
        fault("manifest.csv", 13, "value", "bulk", "missing-file"),
        fault("manifest.csv", 18, "propertyName", "homework", "unknown-property"),
    ] {
        assert!(faults.contains(&expected), "{expected:?} not in {faults:#?}");
    }
    assert_eq!(reading.set.demographics, []);
    assert_eq!(reading.set.orgs.len(), 2);
}

#[test]
fn a_delta_file_tells_what_changed_and_may_refer_to_what_it_does_not_hold() {
    let files: Files = [
        ("manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.orgs,delta\n"),
        (
            "orgs.csv",
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
             a,active,2026-09-01T00:00:00Z,A,school,,elsewhere\nb,tobedeleted,2026-09-01T00:00:00.000Z,B,school,,\n\
             c,,2026-09-01T00:00:00Z,C,school,,\nd,gone,yesterday,D,school,,\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into();
    let reading = read_files(&files);
    assert_eq!(reading.set.orgs.iter().map(|o| o.deleted).collect::<Vec<_>>(), [false, true]);
    assert_eq!(reading.set.orgs[0].parent, Some(Text::new("elsewhere")));
    assert_eq!(
        new_faults(&reading),
        [
            fault("orgs.csv", 4, "status", "", "blank"),
            fault("orgs.csv", 5, "status", "gone", "bad-status"),
            fault("orgs.csv", 5, "dateLastModified", "yesterday", "bad-stamp"),
        ]
    );
}

#[test]
fn without_a_manifest_a_set_is_1_0() {
    let files: Files = [
        ("orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no,,,School,school,,\n"),
        (
            "users.csv",
            "sourcedId,status,dateLastModified,orgSourcedIds,role,username,userId,givenName,familyName,identifier,email,sms,phone,agents\n\
             u,,,o,student,ada,,Ada,Lovelace,7,,,,\n",
        ),
        (
            "demographics.csv",
            "userSourcedId,status,dateLastModified,birthdate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\n\
             u,,,2015-12-10,female,,,,,,,,,,,\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into();
    let reading = read_files(&files);
    assert_eq!(reading.faults, []);
    assert_eq!(reading.set.version, Version::V1_0);
    assert_eq!(&*reading.set.users[0].given, "Ada");
    assert_eq!(reading.set.demographics[0].born, Day::from_ymd_opt(2015, 12, 10));
    // The sample without its manifest has the columns of another version: told, and read.
    let reading = sample_with(|name, text| (name != "manifest.csv").then_some(text));
    assert_eq!(reading.set.version, Version::V1_0);
    assert!(new_faults(&reading).contains(&fault(
        "users.csv",
        1,
        "enabledUser",
        "enabledUser",
        "unknown-column"
    )));
}

#[test]
fn people_of_1_2_have_their_roles_in_a_file_of_their_own() {
    let set = read(&sample()).unwrap().set;
    let mut files: Files = files(&set, Version::V1_2, &Origin::default()).unwrap().into_iter().collect();
    assert!(String::from_utf8_lossy(&files["users.csv"]).starts_with(
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,\
         identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,\
         preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\r\n"
    ));
    let roles = String::from_utf8(files["roles.csv"].clone()).unwrap();
    let shorter: Vec<&str> = roles.lines().filter(|line| !line.contains("604863")).collect();
    files.insert("roles.csv".into(), shorter.join("\r\n").into_bytes());
    let reading = read_files(&files);
    assert_eq!(new_faults(&reading), [fault("users.csv", 2, "sourcedId", "604863", "no-role")]);
    assert_eq!(reading.set.users[0].roles, []);
}

/// Any text that shows something.
fn word() -> impl Strategy<Value = Text> {
    "[a-z0-9][ -~王é🦀\u{202e}\n\"',=]{0,12}".prop_map(Text::new)
}
fn maybe_word() -> impl Strategy<Value = Text> {
    prop_oneof![Just(Text::default()), word()]
}
fn days() -> impl Strategy<Value = (Option<Day>, Option<Day>)> {
    let day = |n: i32| Day::from_num_days_from_ce_opt(n);
    prop_oneof![
        Just((None, None)),
        (730_000..740_000, 1..400).prop_map(move |(n, more)| (day(n), day(n + more)))
    ]
}
fn id(letter: &str, n: usize) -> Text {
    Text::new(format!("{letter}-{n}"))
}

prop_compose! {
    fn metadata()(extra in prop::collection::btree_map("[a-z]{1,4}", word(), 0..2)) -> std::collections::BTreeMap<Text, Text> {
        extra.into_iter().map(|(key, value)| (Text::new(format!("metadata.{key}")), value)).collect()
    }
}
prop_compose! {
    fn user(n: usize, since_1_2: bool)(
        words in prop::array::uniform9(maybe_word()),
        names in prop::array::uniform3(word()),
        lists in prop::array::uniform2(prop::collection::vec(word(), 0..3)),
        enabled in any::<bool>(),
        span in days(),
        role in prop::sample::select(vec!["student", "teacher", "guardian", "aide"]),
        pronouns in maybe_word(),
        metadata in metadata(),
    ) -> User {
        let [username, given, family] = names;
        let [middle, identifier, email, sms, phone, ..] = words;
        let [user_ids, grades] = lists;
        let (begin, end) = if since_1_2 { span } else { (None, None) };
        let roles = (0..2).map(|at| Role {
            id: Text::new(format!("{}.{}", id("u", n), id("o", at))),
            role: Text::new(role), primary: at == 0, org: id("o", at), begin, end,
        });
        let pronouns = Some(("pronouns", pronouns)).filter(|(_, p)| since_1_2 && !p.is_empty());
        User {
            id: id("u", n), deleted: false, enabled, roles: roles.collect(), username, user_ids, given, family,
            middle, identifier, email, sms, phone, grades, metadata,
            agents: (0..n).map(|m| id("u", m)).collect(),
            since_1_2: pronouns.into_iter().collect(),
        }
    }
}
prop_compose! {
    fn set(version: Version)(
        titles in prop::array::uniform8(word()),
        users in (user(0, version == Version::V1_2), user(1, version == Version::V1_2)),
        spans in prop::array::uniform2((730_000..740_000, 1..400)),
        enrolled in days(),
        primary in any::<Option<bool>>(),
        lists in prop::array::uniform4(prop::collection::vec(word(), 0..3)),
        metadata in metadata(),
        born in any::<bool>(),
    ) -> Set {
        let [t0, t1, t2, t3, t4, t5, t6, t7] = titles;
        let [grades, subjects, subject_codes, periods] = lists;
        let org = |n, name, parent| Org { id: id("o", n), name, kind: Text::new("school"), parent, ..Org::default() };
        let day = |n| Day::from_num_days_from_ce_opt(n).unwrap();
        let session = |n: usize, title, (from, more), parent| Session {
            id: id("s", n), title, kind: Text::new("term"), start: day(from), end: day(from + more), parent,
            school_year: Text::new("2027"), ..Session::default()
        };
        Set {
            version,
            modes: Table::ALL.into_iter().filter(|t| version == Version::V1_2 || *t != Table::Roles).map(|t| (t, Mode::Bulk)).collect(),
            orgs: vec![Org { metadata, ..org(0, t0, None) }, org(1, t1, Some(id("o", 0)))],
            sessions: vec![session(0, t2, spans[0], None), session(1, t3, spans[1], Some(id("s", 0)))],
            courses: vec![Course {
                id: id("k", 0), title: t4, code: t7.clone(), org: id("o", 1), school_year: Some(id("s", 0)),
                grades: grades.clone(), subjects: subjects.clone(), ..Course::default()
            }],
            classes: vec![Class {
                id: id("c", 0), title: t5, course: id("k", 0), kind: Text::new("scheduled"), location: t6,
                school: id("o", 0), terms: vec![id("s", 0), id("s", 1)], grades, subjects, subject_codes, periods,
                ..Class::default()
            }],
            users: vec![users.0, users.1],
            enrollments: vec![Enrollment {
                id: id("e", 0), class: id("c", 0), school: id("o", 0), user: id("u", 1), role: Text::new("student"),
                primary, begin: enrolled.0, end: enrolled.1, ..Enrollment::default()
            }],
            demographics: vec![Demographics {
                user: id("u", 0), born: born.then(|| day(735_000)), sex: Text::new("female"),
                others: [("cityOfBirth", t7)].into(), ..Demographics::default()
            }],
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_set_of_1_1_reads_back_the_same(set in set(Version::V1_1)) {
        let files = files(&set, Version::V1_1, &Origin::default()).unwrap().into_iter().collect();
        let reading = read_files(&files);
        prop_assert_eq!(reading.faults, []);
        prop_assert_eq!(reading.set, set);
    }

    #[test]
    fn a_set_of_1_2_reads_back_the_same(set in set(Version::V1_2)) {
        let files = files(&set, Version::V1_2, &Origin::default()).unwrap().into_iter().collect();
        let reading = read_files(&files);
        prop_assert_eq!(reading.faults, []);
        prop_assert_eq!(reading.set, set);
    }

    #[test]
    fn no_change_to_a_set_panics_the_reader(
        file in 0..8usize, at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..6),
    ) {
        let mut files = from_folder(&sample()).unwrap();
        let content = files.values_mut().nth(file).unwrap();
        let at = at.index(content.len());
        let upto = (at + bytes.len() / 2).min(content.len());
        content.splice(at..upto, bytes);
        let _ = read_files(&files);
    }
}

/// The columns of 1.0's orgs stand as that version prints them, and profiles of 1.2 have one more in users.
#[test]
fn columns_of_profiles_are_no_faults() {
    let orgs = "sourcedId,status,dateLastModified,name,type,identifier,metadata.classification,metadata.gender,\
                metadata.boarding,parentSourcedId\r\no1,,,A school,school,,private,,,\r\n";
    let files = Files::from([("orgs.csv".to_owned(), orgs.as_bytes().to_vec())]);
    let reading = read_files(&files);
    assert_eq!((reading.faults.len(), reading.set.orgs.len()), (0, 1), "{:?}", reading.faults);
    assert_eq!(reading.set.version, Version::V1_0);
    let set = read(&sample()).unwrap().set;
    let mut files: Files = files_of(&set, Version::V1_2);
    let users = String::from_utf8(files["users.csv"].clone()).unwrap();
    assert!(!users.contains("resourceSourcedIds"), "never written");
    let mut lines: Vec<String> = users.lines().map(str::to_owned).collect();
    lines[0] = lines[0].replace("userMasterIdentifier", "userMasterIdentifier,resourceSourcedIds");
    for line in &mut lines[1..] {
        // Every name of the sample stands before its 17 commas; the further columns are blank.
        let behind = line.match_indices(',').map(|(at, _)| at).nth(16).unwrap();
        line.insert(behind, ',');
    }
    files.insert("users.csv".into(), lines.join("\r\n").into_bytes());
    let reading = read_files(&files);
    assert_eq!((reading.faults.len(), reading.set.users.len()), (0, 10), "{:?}", reading.faults);
}

#[test]
fn records_that_are_gone_are_counted() {
    let reading = sample_with(|name, text| {
        Some(match name {
            "manifest.csv" => text.replace("file.orgs,bulk", "file.orgs,delta"),
            "orgs.csv" => {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                for line in &mut lines[1..] {
                    *line = line.replacen(",,", ",tobedeleted,2026-09-01", 1);
                }
                lines.join("\r\n")
            }
            _ => text,
        })
    });
    assert_eq!(reading.set.gone(), 2, "{:?}", reading.set.orgs);
}

fn files_of(set: &Set, version: Version) -> Files {
    files(set, version, &Origin::default()).unwrap().into_iter().collect()
}
