//! What users type and whom they mean, and that no way of getting there changes the answer.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

type Row = (u64, &'static str, &'static str, &'static str);

const ROLL: &[Row] = &[
    (1001, "张三", "13800133800", "20250001"),
    (1002, "张三丰", "13900011002", "20250002"),
    (1003, "章思", "13700021003", "20250003"),
    (1004, "单晓燕", "+86 136-0003-1004", "20250004"),
    (1005, "曾华", "13500041005", "20250005"),
    (1006, "欧阳震华", "13400051006", "20250006"),
    (1007, "尉迟恭", "13300061007", "20250007"),
    (1008, "O'Brien Ruby", "13200071008", "20250008"),
    (1009, "阿卜杜拉·买买提", "13100081009", "20250009"),
    (1010, "吕女士", "13000091010", "20250010"),
    (1011, "\u{2ebef}小红", "18900101011", "20250011"),
    (1012, "张小明", "18800111012", "20250012"),
    (1013, "王小明", "18700121013", "20250013"),
    (1014, "歐陽娜娜", "18600131014", "20250014"),
    (1015, "解朴", "18500141015", "20250015"),
    (1042, "林冲", "18400151042", "20250042"),
];

fn entry(&(id, name, phone, number): &Row) -> Entry<'static> {
    let numbers = vec![format!("S{id}").into(), number.into()];
    Entry { id, name, phones: vec![phone.into()], numbers, born: None }
}

fn roll() -> Directory {
    Directory::build(ROLL.iter().map(entry))
}

fn ids(directory: &Directory, text: &str) -> Vec<u64> {
    directory.search(&mut Cursor::default(), text, 20).into_iter().map(|hit| hit.id).collect()
}

#[test]
fn what_is_typed_finds_whom_it_means() {
    let roll = roll();
    for (text, first) in [
        ("zs", &[1001, 1003][..]),
        ("zsf", &[1002]),
        ("zhangs", &[1001, 1003, 1002]),
        ("张s", &[1001, 1002]),
        ("张sf", &[1002]),
        ("z三", &[1001, 1002]),
        ("zhang三f", &[1002]),
        ("张", &[1001, 1002, 1012]),
        ("张三", &[1001, 1002]),
        ("小明", &[1012, 1013]),
        ("xm", &[1012, 1013]),
        ("zhangxm", &[1012]),
        ("3800", &[1001]),
        ("138 0013 3800", &[1001]),
        ("+86 13600031004", &[1004]),
        ("1390001", &[1002]),
        ("S1042", &[1042]),
        ("ｓ１０４２", &[1042]),
        ("20250001", &[1001]),
        ("ouyang", &[1006, 1014]),
        ("oyzh", &[1006]),
        ("ＯＹＮＮ", &[1014]),
        ("shanxy", &[1004]),
        ("danxy", &[1004]),
        ("zeng", &[1005]),
        ("ceng", &[1005]),
        ("yuchi", &[1007]),
        ("weichi", &[1007]),
        ("xiep", &[1015]),
        ("jiep", &[1015]),
        ("lvnv", &[1010]),
        ("lunu", &[1010]),
        ("LÜ", &[1010]),
        ("o'br", &[1008]),
        ("obrien ruby", &[1008]),
        ("RUBY", &[1008]),
        ("or", &[1008]),
        ("abdl", &[1009]),
        ("am", &[1009]),
        ("买买提", &[1009]),
        ("abudulamai", &[1009]),
        ("xiaohong", &[1011]),
        ("\u{2ebef}xh", &[1011]),
        ("zhngsanfng", &[1002]),
        ("linchog", &[1042]),
    ] {
        let found = ids(&roll, text);
        assert!(found.starts_with(first), "{text}: {found:?}");
    }
}

#[test]
fn what_nobody_is_called_finds_nobody() {
    let roll = roll();
    for text in ["赵", "99999999999", "qqq", "张q", "S9", "···", "'"] {
        assert_eq!(ids(&roll, text), [0u64; 0], "{text}");
    }
}

#[test]
fn a_blank_field_shows_everyone_up_to_the_limit() {
    let mut cursor = Cursor::default();
    assert_eq!(roll().search(&mut cursor, " ", 3).len(), 3);
    assert_eq!(roll().filter(&mut cursor, "").len(), ROLL.len());
    assert_eq!(roll().search(&mut cursor, "z", 2).len(), 2);
    assert_eq!(roll().search(&mut cursor, "z", 0), []);
}

#[test]
fn a_list_keeps_all_that_fit_and_no_chance_finds() {
    let mut cursor = Cursor::default();
    assert_eq!(roll().filter(&mut cursor, "zhang"), [1001, 1002, 1003, 1012]);
    assert_eq!(roll().filter(&mut cursor, "小明"), [1012, 1013]);
    assert_eq!(roll().filter(&mut cursor, "zhngsanfng"), [1002], "nothing fits better");
}

#[test]
fn a_find_shows_by_what_it_was_found() {
    let spans = |text: &str| roll().search(&mut Cursor::default(), text, 1).remove(0).spans;
    assert_eq!(spans("张s"), vec![std::ops::Range { start: 0, end: 6 }]);
    assert_eq!(spans("ruby"), vec![std::ops::Range { start: 8, end: 12 }]);
    assert!(spans("3800").is_empty());
}

#[test]
fn one_cursor_may_serve_two_directories_and_one_that_changes() {
    let (mut roll, empty) = (roll(), Directory::default());
    let mut cursor = Cursor::default();
    assert_eq!(roll.search(&mut cursor, "张", 9).len(), 3);
    assert_eq!(empty.search(&mut cursor, "张三", 9), []);
    assert_eq!(roll.search(&mut cursor, "张三", 9).len(), 2);
    assert!(roll.remove(1001));
    assert!(!roll.remove(1001));
    assert_eq!(roll.search(&mut cursor, "张三", 9).len(), 1);
    roll.put(&entry(&(1013, "张三多", "", "")));
    assert_eq!(roll.search(&mut cursor, "张三", 9).len(), 2);
    assert_eq!((roll.name(1013), roll.name(1001), roll.len()), (Some("张三多"), None, 15));
}

#[test]
fn likeness_is_noticed_while_typing() {
    let day = |d| Day::from_ymd_opt(2015, 5, d);
    let born = |id, name, phone, d| Entry { born: day(d), ..entry(&(id, name, phone, "")) };
    let roll = Directory::build([
        born(1, "张 伟", "138-0013-3800", 1),
        born(2, "章炜", "13900001111", 2),
        born(3, "单于飞", "110", 3),
    ]);
    use Likeness::*;
    assert_eq!(roll.similar("张伟", "", None), [(1, Name)]);
    assert_eq!(roll.similar("李四", "+86 13800133800", None), [(1, Phone)]);
    assert_eq!(roll.similar("张伟", "13800133800", day(1)), [(1, Name), (1, Phone)]);
    assert_eq!(roll.similar("张伟", "13900001111", day(2)), [(1, Name), (2, Phone), (2, SoundAndBirthday)]);
    assert_eq!(roll.similar("Zhang Wei", "", day(2)), [(2, SoundAndBirthday)]);
    assert_eq!(roll.similar("禅于飞", "", day(3)), [(3, SoundAndBirthday)]);
    assert_eq!(roll.similar("", "110", None), [], "too short to tell anyone by");
    assert_eq!(roll.similar("章伟", "", day(9)), []);
}

fn some_name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[张章单曾王李欧解][三思小晓和行][明红乐]?",
        1 => "(O'Brien|Lily|An na) ?[A-C]?",
        1 => "[\u{2ebef}张][·\u{20bb7}小a]{0,3}",
        1 => any::<String>(),
    ]
}

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[zhangsixomly]{1,6}",
        2 => "[张三小明][a-z]{0,3}",
        1 => "[0-9]{1,6}",
        1 => "s[0-9]{1,2}",
        1 => any::<String>(),
    ]
}

fn built(rows: &BTreeMap<u64, (String, u32)>) -> Directory {
    Directory::build(rows.iter().map(|(&id, (name, phone))| row(id, name, *phone)))
}

fn row(id: u64, name: &str, phone: u32) -> Entry<'_> {
    let (phones, numbers) = (vec![format!("138{phone}").into()], vec![format!("S{id}").into()]);
    Entry { id, name, phones, numbers, born: None }
}

fn some_rows() -> impl Strategy<Value = BTreeMap<u64, (String, u32)>> {
    prop::collection::btree_map(0..200u64, (some_name(), 0..99_999_999u32), 0..60)
}

/// The text as it is typed: its beginnings one by one, and back.
fn keys(text: &str) -> Vec<&str> {
    let there: Vec<&str> = text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]).collect();
    let back: Vec<&str> = there.iter().rev().copied().collect();
    [there, back].concat()
}

proptest! {
    #[test]
    fn key_by_key_finds_the_same_as_at_once(
        rows in some_rows(),
        texts in prop::collection::vec(some_text(), 1..4),
        limit in 1..30usize,
    ) {
        let directory = built(&rows);
        let mut cursor = Cursor::default();
        for text in texts.iter().flat_map(|text| keys(text)) {
            let afresh = directory.search(&mut Cursor::default(), text, limit);
            prop_assert_eq!(directory.search(&mut cursor, text, limit), afresh, "{}", text);
            let afresh = directory.filter(&mut Cursor::default(), text);
            prop_assert_eq!(directory.filter(&mut cursor, text), afresh, "{}", text);
        }
    }

    #[test]
    fn what_changed_is_found_as_if_built_anew(
        mut rows in some_rows(),
        changes in prop::collection::vec((0..200u64, prop::option::of((some_name(), 0..99u32))), 0..60),
        text in some_text(),
    ) {
        let mut directory = built(&rows);
        for (id, change) in changes {
            match change {
                Some((name, phone)) => {
                    directory.put(&row(id, &name, phone));
                    rows.insert(id, (name, phone));
                }
                None => prop_assert_eq!(directory.remove(id), rows.remove(&id).is_some()),
            }
        }
        let search = |directory: &Directory| directory.search(&mut Cursor::default(), &text, 20);
        prop_assert_eq!(search(&directory), search(&built(&rows)));
        directory.compact();
        prop_assert_eq!(search(&directory), search(&built(&rows)));
        prop_assert_eq!(directory.len(), rows.len());
    }

    #[test]
    fn whoever_is_there_is_found_by_the_whole_name(rows in some_rows()) {
        let directory = built(&rows);
        for (id, (name, _)) in &rows {
            let short = name.chars().count() <= pinyin::NAME_CHARS_MAX;
            if short && !pinyin::plain(name).is_empty() && !name.trim().starts_with("+86") {
                prop_assert!(directory.filter(&mut Cursor::default(), name).contains(id), "{}", name);
                prop_assert!(directory.similar(name, "", None).contains(&(*id, Likeness::Name)), "{}", name);
            }
        }
    }

    #[test]
    fn no_text_panics(name in any::<String>(), text in any::<String>(), phone in any::<String>()) {
        let entry = Entry { id: 1, name: &name, phones: vec![phone.as_str().into()], ..Entry::default() };
        let directory = Directory::build([entry]);
        directory.search(&mut Cursor::default(), &text, 5);
        directory.similar(&text, &phone, None);
    }
}

#[test]
fn a_long_day_of_changes_does_not_let_the_blob_grow() {
    let mut directory = roll();
    for round in 0..20_000 {
        directory.put(&entry(&ROLL[round % ROLL.len()]));
    }
    assert_eq!(directory.len(), ROLL.len());
    assert!(directory.slots.len() <= 2 * DEAD_MIN, "{}", directory.slots.len());
    assert_eq!(ids(&directory, "zs")[..2], [1001, 1003]);
}
