use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::exchange::table;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn read_bytes(bytes: Vec<u8>) -> RosterSheet {
    let sheets = table::read_bytes(bytes).unwrap();
    let (at, mapping) = Mapping::find_sheet(&sheets).unwrap();
    read(&sheets[at], &mapping, 2)
}

fn read_csv(text: &str) -> RosterSheet {
    read_bytes(text.as_bytes().to_vec())
}

fn compare(file: &str, expected: &str) -> (Mapping, RosterSheet) {
    let expected: Value = serde_json::from_slice(&std::fs::read(fixture(expected)).unwrap()).unwrap();
    let sheets = table::read(&fixture(file)).unwrap();
    let (at, mapping) = Mapping::find_sheet(&sheets).unwrap();
    assert_eq!(u64::from(mapping.header_row), expected["header_row"].as_u64().unwrap());
    let roster = read(&sheets[at], &mapping, 2);
    let students = expected["students"].as_array().unwrap();
    assert_eq!(roster.students.len() as u64, expected["good"].as_u64().unwrap());
    assert_eq!(roster.refused.len() as u64, expected["bad"].as_u64().unwrap());
    for (got, want) in roster.students.iter().zip(students) {
        let text = |key: &str| want[key].as_str().unwrap();
        let show = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        let day = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(show(&got.number), text("number"), "{got:?}");
        assert_eq!(got.name.as_str(), text("name"), "{got:?}");
        assert_eq!(show(&got.phone), text("phone"), "{got:?}");
        assert_eq!(got.classes, [Text::new(text("class"))], "{got:?}");
        assert_eq!(day(got.born), text("born"), "{got:?}");
        assert_eq!(day(got.joined), text("joined"), "{got:?}");
        assert_eq!(show(&got.guardian), text("guardian"), "{got:?}");
        let lessons = got.lessons_left.unwrap_or_default().0;
        assert_eq!(lessons as f64, want["lessons_left"].as_f64().unwrap() * 100.0, "{got:?}");
        assert_eq!(got.owing.unwrap_or_default().0, want["owing_fen"].as_i64().unwrap(), "{got:?}");
    }
    (mapping, roster)
}

fn refusals(roster: &RosterSheet) -> Vec<(u32, &str, &str, &str)> {
    let row = |r: &'_ RefusedRow| {
        (r.row, r.column.as_str().to_owned(), r.value.to_string(), r.reason.key.to_string())
    };
    let leak = |s: String| -> &'static str { Box::leak(s.into_boxed_str()) };
    roster
        .refused
        .iter()
        .map(row)
        .map(|(n, c, v, k)| (n, leak(c) as &str, leak(v) as &str, leak(k) as &str))
        .collect()
}

#[test]
fn the_chinese_workbook_arrives_whole() {
    let (mapping, roster) = compare("roster-zh.xlsx", "roster-zh.expected.json");
    assert_eq!(mapping.unmapped, []);
    assert_eq!(
        refusals(&roster),
        [
            (327, "姓名", "", "import-no-name"),
            (328, "出生日期", "2012-13-45", "import-bad-day"),
            (329, "欠费", "三千", "import-bad-money"),
            (330, "学号", "20250001", "import-twice"),
        ]
    );
}

#[test]
fn the_english_csv_arrives_whole() {
    let (_, roster) = compare("roster-en.csv", "roster-en.expected.json");
    let keys: Vec<&str> = roster.refused.iter().map(|r| r.reason.key.as_ref()).collect();
    assert_eq!(keys, ["import-no-name", "import-bad-day", "import-bad-money", "import-twice"]);
    assert_eq!(roster.students[0].note.as_deref(), Some("=HYPERLINK(\"x\")"));
    assert_eq!(roster.students[20].note.as_deref(), Some("多\n行\n备注"));
    assert_eq!(roster.students[0].sex, Some(Sex::Male));
}

#[test]
fn other_orders_names_and_encodings_arrive_the_same() {
    let text = "花名册,,,,\n剩余课时,备注,姓 名,手机,学员编号,欠费（元）\n8课时,,王小明,138 0000 0001,007,\"¥3,600.00\"\n";
    let plain = read_csv(text);
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    assert_eq!(read_bytes(gb), plain);
    let student = &plain.students[0];
    assert_eq!((student.row, student.number.as_deref()), (3, Some("007")));
    assert_eq!(student.owing, Some(Money(360_000)));
    assert_eq!(student.lessons_left, Some(Credits::lessons(8)));
    assert_eq!(student.joined, None);
}

#[test]
fn every_bad_value_is_refused_with_row_column_and_value() {
    let roster = read_csv(
        "学号,姓名,性别,出生日期,手机,剩余课时,欠费\n\
         1,甲,男,2012-02-30,,,\n\
         2,乙,男,,138000000001,,\n\
         3,丙,男,,,-3,\n\
         4,丁,男,,,,12.345\n\
         5, ,男,,,,\n\
         6,戊,猫,,,,\n\
         7,己,男,,,,\n\
         7,庚,男,,,,\n",
    );
    assert_eq!(
        refusals(&roster),
        [
            (2, "出生日期", "2012-02-30", "import-bad-day"),
            (3, "手机", "138000000001", "import-bad-phone"),
            (4, "剩余课时", "-3", "import-negative"),
            (5, "欠费", "12.345", "import-too-fine"),
            (6, "姓名", "", "import-no-name"),
            (7, "性别", "猫", "import-bad-sex"),
            (9, "学号", "7", "import-twice"),
        ]
    );
    assert_eq!(roster.refused[6].reason, Say::new("import-twice").with("row", 8u32));
    assert_eq!(roster.students.len(), 1);
}

#[test]
fn sums_remarks_and_repeated_headers_are_no_students() {
    let roster = read_csv(
        "学号,姓名,班级,剩余课时\n1,王合计,一班,8\n,,,\n学号,姓名,班级,剩余课时\n2,李四,一班,8\n\
         合计,,,16\n,合计：2人,,16\n制表：教务处,,,\n本表仅供内部使用,,,\n,总计,,\n",
    );
    let rows: Vec<u32> = roster.students.iter().map(|s| s.row).collect();
    assert_eq!(rows, [2, 5]);
    assert_eq!(roster.refused, []);
    let skipped: Vec<(u32, &str)> = roster.skipped.iter().map(|s| (s.row, s.reason.key.as_ref())).collect();
    assert_eq!(skipped[0], (4, "import-skip-header"));
    assert!(skipped[1..].iter().all(|(_, key)| *key == "import-skip-footer"), "{skipped:?}");
    assert_eq!(skipped.len(), 6);
}

#[test]
fn a_name_in_two_columns_is_one_name() {
    let roster = read_csv("First name,Last name,Mobile\nAda,Lovelace,\n小明,王,\n,,13800000001\n");
    let names: Vec<&str> = roster.students.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Ada Lovelace", "王小明"]);
    assert_eq!(roster.refused.len(), 1);
}

#[test]
fn without_a_number_the_same_person_twice_is_refused() {
    let roster = read_csv("姓名,手机\n王小明,13800000001\n王小明,13800000002\n王小明,+86 13800000001\n");
    assert_eq!(roster.students.len(), 2);
    assert_eq!(refusals(&roster), [(4, "姓名", "王小明", "import-twice")]);
}

#[test]
fn merged_formula_and_float_cells_of_a_workbook_are_read_as_seen() {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "本表仅供内部使用").unwrap();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "花名册", &Format::new()).unwrap();
    for (at, title) in (0..).zip(["班级", "学号", "姓名", "手机", "欠费", "剩余课时"]) {
        sheet.write_string(2, at, title).unwrap();
    }
    for row in 3..6 {
        sheet.write_number(row, 1, 2025_0000.0 + f64::from(row)).unwrap();
        sheet.write_string(row, 2, format!("学员{}", ["甲", "乙", "丙"][row as usize - 3])).unwrap();
        sheet.write_number(row, 3, 13_800_000_000.0 + f64::from(row)).unwrap();
        sheet.write_formula(row, 4, Formula::new("=33.33*3").set_result("99.98999999999999")).unwrap();
    }
    sheet.write_formula(6, 5, Formula::new("=SUM(F4:F6)").set_result("0")).unwrap();
    sheet.write_string(6, 0, "合计").unwrap();
    sheet.merge_range(3, 0, 5, 0, "英语进阶B班", &Format::new()).unwrap();
    sheet.write_formula(5, 5, Formula::new("=NA()").set_result("#N/A")).unwrap();
    let roster = read_bytes(book.save_to_buffer().unwrap());
    let student = &roster.students[1];
    assert_eq!((student.row, student.number.as_deref()), (5, Some("20250004")));
    assert_eq!(student.classes, [Text::new("英语进阶B班")]);
    assert_eq!(student.phone.as_deref(), Some("13800000004"));
    assert_eq!(student.owing, Some(Money(9_999)));
    assert_eq!(roster.students.len(), 2, "{roster:?}");
    assert_eq!(refusals(&roster), [(6, "剩余课时", "#N/A", "import-bad-formula")]);
    assert_eq!(roster.skipped.len(), 1);
}

#[test]
fn sums_are_no_students_however_they_stand() {
    for under in [
        "合计,5人,,16,200",
        ",总计：5,,16,200",
        ",,,16,200",
        "平均,,,8,",
        "制表人：张三,审核：李四,,,",
        "以上学员信息截止到2026年9月1日,,,,",
        "Total,5,,16,200",
    ] {
        let text = format!("学号,姓名,班级,剩余课时,欠费\n1,王小明,一班,8,100\n{under}\n");
        let roster = read_csv(&text);
        let skipped = roster.skipped.iter().map(|s| s.reason.key.as_ref()).collect::<Vec<_>>();
        assert_eq!((roster.students.len(), skipped), (1, vec!["import-skip-footer"]), "{under}: {roster:?}");
    }
    // A class may well be called after such a word.
    let roster = read_csv("班级,姓名\n统计1班,王小明\n");
    assert_eq!(roster.students.len(), 1);
}

#[test]
fn a_second_language_under_the_header_is_no_student() {
    let roster = read_csv("学号,姓名,电话,班级\nStudent No.,Name,Mobile,Class\n1,王小明,13800000001,一班\n");
    assert_eq!((roster.students.len(), roster.refused.len()), (1, 0), "{roster:?}");
}

#[test]
fn a_row_for_each_class_makes_one_student() {
    let roster = read_csv(
        "学号,姓名,手机,班级,剩余课时\n\
         1,甲,13800000001,一班,8\n1,甲,,二班,\n\
         2,乙,13800000002,一班,8\n2,乙,13800000002,二班,9\n\
         3,丙,,一班,\n3,丙,,一班,\n",
    );
    assert_eq!(roster.students[0].classes, [Text::new("一班"), Text::new("二班")]);
    assert_eq!(roster.students.len(), 3);
    let refused: Vec<u32> = roster.refused.iter().map(|r| r.row).collect();
    assert_eq!(refused, [5, 7], "another balance, and the same row again");
}

#[test]
fn a_sheet_without_classes_teaches_each_course_in_one() {
    let roster = read_csv("姓名,课程\n王小明,围棋启蒙\n");
    assert_eq!(roster.students[0].classes, [Text::new("围棋启蒙")]);
    let roster = read_csv("姓名,课程,班级\n王小明,围棋启蒙,\n");
    assert_eq!(roster.students[0].classes, []);
}

#[test]
fn no_telephone_number_is_lost() {
    let roster = read_csv("姓名,电话,备注\n王小明,13800000001(妈) 13900000002(爸),花生过敏\n");
    let student = &roster.students[0];
    assert_eq!(student.phone.as_deref(), Some("13800000001"));
    let note = student.note.as_deref().unwrap();
    assert_eq!(note, "花生过敏\n电话: 13800000001(妈) 13900000002(爸)");
}

#[test]
fn the_other_column_of_days_settles_what_one_leaves_open() {
    let roster = read_csv("Name,DOB,Enrolled\nAnn,03/08/2015,25/12/2025\n");
    assert_eq!(roster.students[0].born, Day::from_ymd_opt(2015, 8, 3));
}

#[test]
fn values_that_a_spreadsheet_lost_are_refused_in_csv_too() {
    let roster = read_csv("姓名,班级\n甲,#N/A\n乙,########\n丙,一班\n");
    let keys: Vec<_> = refusals(&roster).into_iter().map(|r| (r.0, r.3)).collect();
    assert_eq!(keys, [(2, "import-bad-formula"), (3, "import-bad-formula")]);
}

#[test]
fn numbers_are_read_with_the_zeros_that_their_format_shows() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, title) in (0..).zip(["学号", "姓名"]) {
        sheet.write_string(0, at, title).unwrap();
    }
    sheet.write_number_with_format(1, 0, 7.0, &Format::new().set_num_format("000")).unwrap();
    sheet.write_string(1, 1, "甲").unwrap();
    sheet.write_number(2, 0, 8.0).unwrap();
    sheet.write_string(2, 1, "乙").unwrap();
    let roster = read_bytes(book.save_to_buffer().unwrap());
    let numbers: Vec<_> = roster.students.iter().map(|s| s.number.as_deref().unwrap()).collect();
    assert_eq!(numbers, ["007", "8"]);
}
