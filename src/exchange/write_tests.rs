use proptest::prelude::*;

use super::*;
use crate::exchange::table::{self, Cell};

fn table_of(texts: &[&str]) -> TableOut {
    TableOut {
        name: Text::new("名册"),
        columns: vec![
            ColumnOut { key: "note", title: Text::new("备注"), kind: ColumnKind::Text },
            ColumnOut { key: "owing", title: Text::new("欠费"), kind: ColumnKind::Money },
            ColumnOut { key: "lessons_left", title: Text::new("剩余课时"), kind: ColumnKind::Credits },
            ColumnOut { key: "born", title: Text::new("出生日期"), kind: ColumnKind::Day },
            ColumnOut { key: "count", title: Text::new("次数"), kind: ColumnKind::Int },
        ],
        rows: texts
            .iter()
            .map(|text| {
                vec![
                    Value::text(Some(text)),
                    Value::Money(Money(-128_050)),
                    Value::Credits(Credits(4_750)),
                    Value::Day(Day::from_ymd_opt(2016, 1, 16).unwrap()),
                    Value::Int(-5),
                ]
            })
            .collect(),
        digits: 2,
    }
}

/// Every beginning that a spreadsheet may execute, in its disguises.
const FORMULAS: [&str; 14] = [
    "=HYPERLINK(\"x\")",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "−1",
    "'=1",
    "''=1",
    "=cmd|' /C calc'!A0",
    "+86 13800000001",
    "=\"a\"\",b\nc",
];

#[test]
fn text_like_a_formula_is_guarded_in_csv_and_comes_back_as_it_was() {
    for first in ['=', '+', '-', '@', '\t', '\r', '\n'] {
        for text in [format!("{first}1"), format!("'{first}1"), format!("''{first}")] {
            assert_eq!(guarded(&text), format!("'{text}"), "{text:?}");
            assert_eq!(unguarded(&guarded(&text)), text, "{text:?}");
        }
    }
    for text in ["", "王小明", "O'Brien", "'quoted'", "1+1", " x"] {
        assert_eq!(guarded(text), text);
        assert_eq!(unguarded(text), text);
    }
    let bytes = csv(&table_of(&FORMULAS)).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    for line in text.split("\r\n").skip(1) {
        assert!(line.is_empty() || line.starts_with("\"'"), "{line:?}");
    }
    let sheet = &table::read_bytes(bytes).unwrap()[0];
    for (row, text) in sheet.rows[1..].iter().zip(FORMULAS) {
        assert_eq!(row.cell(0), &Cell::Text(text.into()));
    }
}

#[test]
fn numbers_are_typed_in_every_format() {
    let table = table_of(&["x"]);
    let text = String::from_utf8(csv(&table).unwrap()).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert!(text.ends_with("\r\n\"x\",-1280.50,47.5,\"2016-01-16\",-5\r\n"), "{text}");
    assert_eq!(
        json(&table).to_string(),
        r#"[{"note":"x","owing":-128050,"lessons_left":47.5,"born":"2016-01-16","count":-5}]"#
    );
    let sheets = table::read_bytes(xlsx(&table).unwrap()).unwrap();
    assert_eq!(&*sheets[0].name, "名册");
    let cells = &sheets[0].rows[1].cells;
    assert_eq!(cells[1..3], [Cell::Number(-1_280.5), Cell::Number(47.5)]);
    assert_eq!(cells[3].raw(), "2016-01-16");
    assert!(matches!(cells[3], Cell::Date(_)));
}

#[test]
fn a_workbook_holds_texts_as_texts_and_is_the_same_each_time() {
    let table = table_of(&FORMULAS);
    let bytes = xlsx(&table).unwrap();
    assert_eq!(bytes, xlsx(&table).unwrap());
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let part = parts.by_name("xl/worksheets/sheet1.xml").unwrap();
    assert!(!std::io::read_to_string(part).unwrap().contains("<f"));
    let sheet = &table::read_bytes(bytes).unwrap()[0];
    for (row, text) in sheet.rows[1..].iter().zip(FORMULAS) {
        assert_eq!(row.cell(0), &Cell::Text(text.into()));
    }
}

#[test]
fn whole_lessons_lists_and_blanks() {
    assert_eq!(plain_credits(Credits(4_800)), "48");
    assert_eq!(plain_credits(Credits(0)), "0");
    assert_eq!(plain_credits(Credits(-25)), "-0.25");
    assert_eq!(json_value(&Value::Credits(Credits(4_800))).to_string(), "48");
    assert_eq!(json_value(&Value::List(vec![Text::new("a"), Text::new("b")])).to_string(), r#"["a","b"]"#);
    assert_eq!(json_value(&Value::text(None::<&str>)), Json::Null);
    assert_eq!(decimal(5, 0), "5");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_comes_back_from_csv_and_workbook(text in "\\PC{1,30}") {
        let shown = Prose::new(&text);
        prop_assume!(!shown.is_empty());
        let table = table_of(&[&text]);
        for bytes in [csv(&table).unwrap(), xlsx(&table).unwrap()] {
            let sheet = &table::read_bytes(bytes).unwrap()[0];
            prop_assert_eq!(sheet.rows[1].cell(0), &Cell::Text(shown.to_string()));
        }
    }

    #[test]
    fn the_guard_loses_nothing(text in "['=+@a\\t-]{0,6}") {
        let guarded = guarded(&text);
        prop_assert_eq!(unguarded(&guarded), text);
    }
}
