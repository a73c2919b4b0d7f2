use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn key<T: std::fmt::Debug>(cleaned: Cleaned<T>) -> String {
    cleaned.unwrap_err().key.into_owned()
}

#[test]
fn nothing_is_written_in_many_ways() {
    for nothing in
        ["", " ", "\u{3000}", "\u{a0}", "-", "－", "—", "无", "/", "N/A", "none", "\u{feff}", "\u{200b}"]
    {
        let cell = text(nothing);
        assert_eq!(phone(&cell), Ok(None), "{nothing:?}");
        assert_eq!(money(&cell, 2), Ok(None), "{nothing:?}");
        assert_eq!(day(&cell, &Orders::default()), Ok(None), "{nothing:?}");
        assert_eq!(name(&cell), Ok(None), "{nothing:?}");
        assert_eq!(names(&cell), Ok(vec![]), "{nothing:?}");
    }
}

#[test]
fn phones_as_offices_write_them() {
    for (written, digits) in [
        ("13800000001", "13800000001"),
        ("１３８００００００１１", "13800000011"),
        ("138-0000-0001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("138\u{a0}0000\u{3000}0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("+8613800000001", "13800000001"),
        ("0086-138-0000-0001", "13800000001"),
        ("(+86)13800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("13800000001.0", "13800000001"),
        ("1.3800000001E10", "13800000001"),
        ("1.3800000001E+10", "13800000001"),
        ("13800000001（妈妈）", "13800000001"),
        ("'13800000001", "13800000001"),
        ("010-62345678", "01062345678"),
        ("(0755) 8234567", "07558234567"),
        ("62345678", "62345678"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 9123 4567", "+85291234567"),
        ("(950) 336 6601", "9503366601"),
    ] {
        assert_eq!(phone(&text(written)), Ok(Some(Text::new(digits))), "{written}");
    }
    assert_eq!(phone(&Cell::Number(13_800_000_001.0)), Ok(Some(Text::new("13800000001"))));
    for wrong in ["138000000011", "1380000000", "12345", "12000000000", "手机", "=1+1"] {
        assert_eq!(key(phone(&text(wrong))), "import-bad-phone", "{wrong}");
    }
    assert_eq!(key(phone(&text("1.38E+10"))), "import-digits-lost");
    assert_eq!(key(phone(&Cell::Number(1.5))), "import-digits-lost");
    assert_eq!(key(phone(&Cell::Error("#REF!".into()))), "import-bad-formula");
}

#[test]
fn numbers_keep_their_zeros_and_letters() {
    for (written, number_) in [
        ("20250001", "20250001"),
        ("20250001.0", "20250001"),
        ("００７", "007"),
        (" A-017 ", "A-017"),
        ("2025 0001", "20250001"),
        ("2.0250001E7", "20250001"),
        ("12E4", "12E4"),
        ("'20250001", "20250001"),
    ] {
        assert_eq!(number(&text(written)), Ok(Some(Text::new(number_))), "{written}");
    }
    assert_eq!(number(&Cell::Number(20_250_001.0)), Ok(Some(Text::new("20250001"))));
    assert_eq!(key(number(&text("2.025E+07"))), "import-digits-lost");
    assert_eq!(key(number(&Cell::Number(2025.5))), "import-digits-lost");
    assert_eq!(key(number(&Cell::Number(1e17))), "import-digits-lost");
}

#[test]
fn days_in_every_notation() {
    let want = NaiveDate::from_ymd_opt(2016, 1, 16);
    for written in [
        "2016-01-16",
        "2016/1/16",
        "2016.01.16",
        "2016年1月16日",
        "20160116",
        "２０１６－０１－１６",
        "2016-01-16 00:00:00",
        "2016-01-16T08:30:00",
        "42385",
        "16 Jan 2016",
        "January 16, 2016",
        "16-Jan-2016",
    ] {
        assert_eq!(day(&text(written), &Orders::default()), Ok(want), "{written}");
    }
    assert_eq!(day(&Cell::Number(42_385.0), &Orders::default()), Ok(want));
    assert_eq!(day(&Cell::Number(42_385.75), &Orders::default()), Ok(want));
    assert_eq!(day(&Cell::Number(20_160_116.0), &Orders::default()), Ok(want));
    assert_eq!(day(&Cell::Date(want.unwrap().and_hms_opt(23, 59, 0).unwrap()), &Orders::default()), Ok(want));
    for wrong in [
        "2012-13-45",
        "2012-02-30",
        "03/04/2026",
        "12-3-4",
        "2012",
        "2012年3月",
        "明天",
        "16 Foo 2016",
        "1850-01-01",
    ] {
        assert_eq!(key(day(&text(wrong), &Orders::default())), "import-bad-day", "{wrong}");
    }
}

#[test]
fn amounts_as_offices_write_them() {
    for (written, fen) in [
        ("3600", 360_000),
        ("¥3,600.00", 360_000),
        ("￥ 3，600．00", 360_000),
        ("3600.00元", 360_000),
        ("3600元整", 360_000),
        ("RMB 3,600", 360_000),
        ("人民币3600", 360_000),
        ("1280.5", 128_050),
        ("1,234,567.89", 123_456_789),
        ("1,0000", 1_000_000),
        ("0", 0),
    ] {
        assert_eq!(money(&text(written), 2), Ok(Some(Money(fen))), "{written}");
    }
    assert_eq!(money(&Cell::Number(99.989_999_999_999), 2), Ok(Some(Money(9_999))));
    assert_eq!(money(&Cell::Number(0.1 + 0.2), 2), Ok(Some(Money(30))));
    for (wrong, why) in [
        ("三千", "import-bad-money"),
        ("99,50", "import-bad-money"),
        ("1,23,456", "import-bad-money"),
        ("-200", "import-negative"),
        ("12.345", "import-too-fine"),
        ("99999999999999", "import-too-large"),
        ("36OO", "import-bad-money"),
    ] {
        assert_eq!(key(money(&text(wrong), 2)), why, "{wrong}");
    }
    assert_eq!(key(money(&Cell::Number(12.345), 2)), "import-too-fine");
    assert_eq!(key(money(&Cell::Number(f64::NAN), 2)), "import-too-large");
    assert_eq!(key(money(&Cell::Number(-1.0), 2)), "import-negative");
}

#[test]
fn lessons_as_offices_write_them() {
    for (written, hundredths) in [
        ("8课时", 800),
        ("8 课时", 800),
        ("47.5课时", 4_750),
        ("４７．５", 4_750),
        ("24节", 2_400),
        ("24 节课", 2_400),
        ("24次", 2_400),
        ("12 lessons", 1_200),
        ("0", 0),
    ] {
        assert_eq!(credits(&text(written)), Ok(Some(Credits(hundredths))), "{written}");
    }
    assert_eq!(credits(&Cell::Number(47.5)), Ok(Some(Credits(4_750))));
    assert_eq!(key(credits(&text("-3"))), "import-negative");
    assert_eq!(key(credits(&Cell::Number(-3.0))), "import-negative");
    assert_eq!(key(credits(&text("很多"))), "import-bad-lessons");
    assert_eq!(key(credits(&text("1.125"))), "import-too-fine");
}

#[test]
fn names_lose_padding_and_nothing_else() {
    for (written, clean) in [
        ("\u{3000}王小明\u{a0}", "王小明"),
        ("王\u{3000}明", "王明"),
        ("O'Brien  Ruby", "O'Brien Ruby"),
        ("买买提·阿不都", "买买提·阿不都"),
        ("𠮷田 一", "𠮷田一"),
        ("Anna-Lena Müller", "Anna-Lena Müller"),
        ("王 Amy", "王 Amy"),
        ("=1+1", "=1+1"),
        ("a\u{1b}[31m", "a␛[31m"),
    ] {
        assert_eq!(name(&text(written)), Ok(Some(Text::new(clean))), "{written}");
    }
    assert_eq!(key(name(&Cell::Number(5.0))), "import-bad-name");
    assert_eq!(key(name(&text(&"长".repeat(61)))), "import-too-long");
    assert_eq!(
        names(&text("英语进阶B班、书法（晚）\n英语进阶B班")).unwrap(),
        [Text::new("英语进阶B班"), Text::new("书法（晚）")]
    );
    assert_eq!(names(&text("Scratch 编程 3 班")).unwrap(), [Text::new("Scratch 编程 3 班")]);
}

#[test]
fn a_telephone_cell_may_hold_several_numbers_and_words_about_them() {
    for (written, first, count) in [
        ("13800000001/13900000002", "13800000001", 2),
        ("13800000001、13900000002", "13800000001", 2),
        ("13800000001 13900000002", "13800000001", 2),
        ("妈妈13800000001", "13800000001", 1),
        ("13800000001（妈）13900000002（爸）", "13800000001", 2),
        ("手机：138 0000 0001；座机：010-62345678", "13800000001", 2),
        ("Tel: 13800000001", "13800000001", 1),
        ("\u{202d}13800000001\u{202c}", "13800000001", 1),
        ("013800000001", "13800000001", 1),
        ("+86 10 8888 6666", "01088886666", 1),
        ("+86-755-8234-5678", "075582345678", 1),
        ("010-88886666-801", "01088886666-801", 1),
        ("010-88886666转801", "01088886666-801", 1),
    ] {
        let all = phones(&text(written)).unwrap();
        assert_eq!((all[0].as_str(), all.len()), (first, count), "{written}");
    }
    for wrong in [
        "13800000001/1390000000",
        "138****0001",
        "微信 abc123",
        "王妈妈13800000001",
        "妈妈",
        "13800000001-12",
    ] {
        assert_eq!(key(phones(&text(wrong)).map(Some)), "import-bad-phone", "{wrong}");
    }
}

#[test]
fn a_column_of_days_settles_the_order_of_its_numbers() {
    let read = |title: &str, column: &[&str]| -> Vec<String> {
        let cells: Vec<Cell> = column.iter().map(|written| text(written)).collect();
        let orders = Orders::of(title, cells.iter());
        let show = |cell| match day(cell, &orders) {
            Ok(Some(day)) => day.to_string(),
            _ => "?".to_owned(),
        };
        cells.iter().map(show).collect()
    };
    // One day that fits only one order settles the others; one that can't be at all settles nothing.
    assert_eq!(read("DOB", &["03/08/2015", "13/08/2015", "45/45/2015"]), ["2015-08-03", "2015-08-13", "?"]);
    assert_eq!(read("DOB", &["03/08/2015", "08/13/2015"]), ["2015-03-08", "2015-08-13"]);
    // Without such a day only what is the same either way is sure, unless the title tells.
    assert_eq!(read("DOB", &["03/08/2015", "05/05/2015"]), ["?", "2015-05-05"]);
    assert_eq!(read("DOB (DD/MM/YYYY)", &["03/08/2015"]), ["2015-08-03"]);
    // A column that contradicts itself is read cell by cell.
    assert_eq!(read("DOB", &["13/08/2015", "08/13/2015", "03/04/2015"]), ["2015-08-13", "2015-08-13", "?"]);
    // Two digits for the year: year first in Chinese, unless it comes from an English spreadsheet.
    assert_eq!(
        read("生日", &["15-3-8", "98.12.31", "15年3月8日"]),
        ["2015-03-08", "1998-12-31", "2015-03-08"]
    );
    assert_eq!(read("生日", &["3/28/15", "3/8/15"]), ["2015-03-28", "2015-03-08"]);
    assert_eq!(read("生日", &["2015年03月08号", "2015年3月8日 星期日", "2015 - 3 - 8"]), ["2015-03-08"; 3]);
    assert_eq!(
        read("Born", &["8th of March, 2015", "Sun 8 Mar 2015", "8-Mar-15", "8.3.2015"]),
        ["2015-03-08"; 4]
    );
}

#[test]
fn amounts_have_words_around_them() {
    for (written, fen) in [
        ("1.2万", 1_200_000),
        ("3,600 RMB", 360_000),
        ("欠200元", 20_000),
        ("200块", 20_000),
        ("CNY 3,600", 360_000),
    ] {
        assert_eq!(money(&text(written), 2), Ok(Some(Money(fen))), "{written}");
    }
    for nothing in ["已缴清", "Paid", "¥ -", "¥-"] {
        assert_eq!(money(&text(nothing), 2), Ok(None), "{nothing}");
    }
    assert_eq!(key(money(&text("(200)"), 2)), "import-negative");
    for wrong in ["3 600,00", "100元/月", "=100+200"] {
        assert_eq!(key(money(&text(wrong), 2)), "import-bad-money", "{wrong}");
    }
    for written in ["剩8课时", "还剩 8 节", "8 sessions", "8个课时", "余 8"] {
        assert_eq!(credits(&text(written)), Ok(Some(Credits(800))), "{written}");
    }
    for wrong in ["8/40", "8小时", "八课时", "100%"] {
        assert_eq!(key(credits(&text(wrong))), "import-bad-lessons", "{wrong}");
    }
}

#[test]
fn marks_without_width_are_no_part_of_a_name() {
    for written in ["\u{200b}王小明\u{200b}", "王\u{200b}小\u{feff}明", "\u{202d}王小明\u{202c}"] {
        assert_eq!(name(&text(written)), Ok(Some(Text::new("王小明"))), "{written:?}");
    }
    // What turns the reading round stays, to be seen.
    assert_eq!(name(&text("王\u{202e}明")), Ok(Some(Text::new("王⟨U+202E⟩明"))));
    assert_eq!(key(name(&text("13800000001"))), "import-bad-name");
    assert_eq!(names(&text("一班/二班")).unwrap(), [Text::new("一班"), Text::new("二班")]);
    assert_eq!(names(&text("A/B班")).unwrap(), [Text::new("A/B班")]);
}

#[test]
fn sexes_in_both_languages() {
    for (written, want) in [
        ("男", Sex::Male),
        ("M", Sex::Male),
        ("女生", Sex::Female),
        ("female", Sex::Female),
        ("Ｆ", Sex::Female),
    ] {
        assert_eq!(sex(&text(written)), Ok(Some(want)), "{written}");
    }
    assert_eq!(sex(&text("未知")), Ok(None));
    assert_eq!(key(sex(&text("猫"))), "import-bad-sex");
}

proptest! {
    #[test]
    fn no_cell_panics_a_reader(written in ".{0,40}", n in any::<f64>()) {
        for cell in [Cell::Text(written), Cell::Number(n)] {
            let _ = (number(&cell), name(&cell), names(&cell), sex(&cell), day(&cell, &Orders::default()), phone(&cell));
            let _ = (money(&cell, 2), credits(&cell), prose(&cell), line(&cell));
        }
    }

    #[test]
    fn a_phone_is_found_however_it_is_written(
        digits in "1[3-9][0-9]{9}",
        prefix in prop::sample::select(vec!["", "+86", "+86 ", "0086", "86"]),
        gap in prop::sample::select(vec!["", " ", "-", "\u{3000}"]),
        wide in any::<bool>(),
    ) {
        let parts = [&digits[..3], &digits[3..7], &digits[7..]];
        let mut written = format!("{prefix}{}", parts.join(gap));
        if wide {
            written = written.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect();
        }
        prop_assert_eq!(phone(&text(&written)), Ok(Some(Text::new(&digits))));
    }
}
