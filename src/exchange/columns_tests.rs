use super::*;

fn sheet(rows: &[&[&str]]) -> Sheet {
    let row = |(at, cells): (usize, &&[&str])| Row {
        number: at as u32 + 1,
        cells: cells.iter().map(|text| Cell::Text((*text).into())).collect(),
    };
    Sheet {
        name: Text::default(),
        rows: rows.iter().enumerate().map(row).filter(|row| !row.is_blank()).collect(),
    }
}

fn map(titles: &[&str]) -> Vec<Option<Field>> {
    let mapping = Mapping::find(&sheet(&[titles])).unwrap();
    let at = |index| mapping.columns.iter().find(|(_, c)| c.index == index).map(|(f, _)| *f);
    (0..titles.len()).map(at).collect()
}

#[test]
fn columns_are_known_by_many_names() {
    use Field::*;
    for (titles, fields) in [
        (
            vec![
                "学员编号",
                "学员姓名",
                "手机号码",
                "所在班级",
                "生日",
                "入学日期",
                "剩余课时数",
                "欠费金额(元)",
                "监护人",
            ],
            vec![Number, Name, Phone, Class, Born, Joined, LessonsLeft, Owing, Guardian],
        ),
        (
            vec![
                "Student ID",
                "FULL NAME",
                "Parent Phone",
                "Class Name",
                "Date of Birth",
                "Enrollment Date",
                "Remaining Lessons",
                "Amount Due",
                "Parent/Guardian",
            ],
            vec![Number, Name, Phone, Class, Born, Joined, LessonsLeft, Owing, Guardian],
        ),
        (
            vec![
                "姓 名",
                "＊学号：",
                "欠费（元）",
                "剩余课时（节）",
                "姓别",
                "联系电话(家长)",
                "备注/Remarks",
                "班级 Class",
                "Ｓｅｘ",
            ],
            vec![Name, Number, Owing, LessonsLeft, Note, Phone, Note, Class, Sex],
        ),
    ] {
        let mut want: Vec<Option<Field>> = fields.into_iter().map(Some).collect();
        if let Some(at) = titles.iter().position(|t| *t == "姓别") {
            want[at] = None;
        }
        assert_eq!(map(&titles), want, "{titles:?}");
    }
}

#[test]
fn columns_are_known_by_parts_of_their_names() {
    use Field::*;
    assert_eq!(
        map(&[
            "Name",
            "Parent's phone",
            "Fees outstanding",
            "Date of enrolment",
            "Guardian's name",
            "Birth date (Y-M-D)"
        ]),
        [Name, Phone, Owing, Joined, Guardian, Born].map(Some)
    );
    assert_eq!(
        map(&[
            "姓名",
            "联系人电话",
            "尚欠学费",
            "就读班级/课程",
            "学员出生年月日",
            "紧急联系电话",
            "姓名拼音",
            "出生地"
        ]),
        [Some(Name), Some(Phone), Some(Owing), Some(Class), Some(Born), None, None, None]
    );
}

#[test]
fn the_better_name_wins_and_the_rest_is_listed() {
    use Field::*;
    assert_eq!(
        map(&[
            "序号",
            "学生电话",
            "家长电话",
            "家长姓名",
            "姓名",
            "班主任老师电话",
            "课程",
            "总课时",
            "剩余课时"
        ]),
        [None, None, Some(Phone), Some(Guardian), Some(Name), None, Some(Course), None, Some(LessonsLeft)]
    );
    assert_eq!(map(&["姓名", "欠费(万元)", "剩余课时(小时)"]), [Some(Name), None, None]);
    let mapping = Mapping::find(&sheet(&[&["姓名", "学号", "微信"]])).unwrap();
    assert_eq!(mapping.unmapped, [Column { index: 2, title: Text::new("微信") }]);
}

#[test]
fn the_header_stands_under_titles() {
    let rows: &[&[&str]] = &[
        &["启明星培训中心学员花名册（2025—2026学年）"],
        &[""],
        &["制表：教务处", "", "日期：2026-09-01"],
        &["", "姓名", "学号", "性别"],
        &["", "王小明", "1", "男"],
    ];
    let mapping = Mapping::find(&sheet(rows)).unwrap();
    assert_eq!(mapping.header_row, 4);
    assert_eq!(mapping.column(Field::Name).map(Column::letters).as_deref(), Some("B"));
    assert_eq!(Mapping::find(&sheet(&[&["a", "b"], &["1", "2"]])), Err(ReadError::NoHeader));
}

#[test]
fn a_header_of_two_rows_is_read_as_one() {
    let rows: &[&[&str]] = &[
        &["学号", "学员", "家长", "", "课时"],
        &["", "姓名", "姓名", "电话", "剩余"],
        &["1", "王小明", "王大明", "13800000001", "8"],
    ];
    let mapping = Mapping::find(&sheet(rows)).unwrap();
    assert_eq!(mapping.header_row, 2);
    let at = |field| mapping.column(field).map(|c| c.index);
    use Field::*;
    assert_eq!(
        [Number, Name, Guardian, Phone, LessonsLeft].map(at),
        [Some(0), Some(1), Some(2), Some(3), Some(4)]
    );
}

#[test]
fn a_mapping_is_edited_saved_and_fitted_to_the_next_file() {
    let mut mapping = Mapping::find(&sheet(&[&["姓名", "代码", "电话"]])).unwrap();
    let code = mapping.unmapped[0].clone();
    mapping.set(Field::Number, Some(code));
    mapping.set(Field::Phone, None);
    assert_eq!(mapping.unmapped, [Column { index: 2, title: Text::new("电话") }]);
    let saved = toml::to_string(&mapping).unwrap();
    let mapping: Mapping = toml::from_str(&saved).unwrap();
    let next = sheet(&[&["花名册"], &["电话", "代码", "姓名"], &["1", "2", "3"]]);
    let fitted = mapping.fit(&next).unwrap();
    assert_eq!(fitted.header_row, 2);
    assert_eq!(fitted.columns[&Field::Number].index, 1);
    assert_eq!(fitted.columns[&Field::Name].index, 2);
    assert_eq!(fitted.unmapped.len(), 1);
    let other = sheet(&[&["姓名", "电话"]]);
    assert_eq!(mapping.fit(&other), Err(ReadError::NoColumn("代码".into())));
}

#[test]
fn every_field_has_its_own_name_and_no_two_synonyms_clash() {
    let mut seen = BTreeMap::new();
    for (field, names) in EXACT {
        for name in *names {
            assert_eq!(squeeze(name), *name);
            assert_eq!(seen.insert(*name, *field), None, "{name}");
        }
    }
    let keys: std::collections::BTreeSet<_> = Field::ALL.iter().map(|f| f.say().key).collect();
    assert_eq!(keys.len(), Field::ALL.len());
}

#[test]
fn titles_as_other_offices_write_them() {
    use Field::*;
    for (titles, fields) in [
        (
            vec!["学號", "學員姓名", "性別", "聯絡電話", "班級", "報名日期", "剩餘課時", "欠費", "備註"],
            vec![Number, Name, Sex, Phone, Class, Joined, LessonsLeft, Owing, Note],
        ),
        (
            vec![
                "Student #",
                "Student’s Name",
                "Mother's name",
                "Current class",
                "Balance (lessons)",
                "Unpaid fees",
            ],
            vec![Number, Name, Guardian, Class, LessonsLeft, Owing],
        ),
        (
            vec!["会员卡号", "宝宝姓名", "家长(电话)", "所报班级", "入班日期", "还剩课时", "应收"],
            vec![Number, Name, Phone, Class, Joined, LessonsLeft, Owing],
        ),
    ] {
        let want: Vec<Option<Field>> = fields.into_iter().map(Some).collect();
        assert_eq!(map(&titles), want, "{titles:?}");
    }
}

#[test]
fn titles_that_only_look_like_ours_are_left_alone() {
    use Field::*;
    assert_eq!(
        map(&[
            "姓名",
            "身份证号 ID",
            "是否欠费",
            "农历生日",
            "剩余学费",
            "家长微信",
            "紧急联系电话",
            "赠送课时"
        ]),
        [Some(Name), None, None, None, None, None, None, None]
    );
    assert_eq!(
        map(&["Name", "Class teacher", "Enrolment status", "Guardian email", "Classes attended"]),
        [Some(Name), None, None, None, None]
    );
    // What is to be paid is what is owed, unless the sheet tells what was paid.
    assert_eq!(map(&["姓名", "应收金额"])[1], Some(Owing));
    assert_eq!(map(&["姓名", "应收金额", "实收金额"]), [Some(Name), None, None]);
}

#[test]
fn a_header_of_two_rows_may_name_what_we_do_not_know() {
    let rows: &[&[&str]] = &[
        &["学号", "学员", "", "家长", "", "课时", ""],
        &["", "姓名", "性别", "姓名", "电话", "总课时", "剩余课时"],
        &["1", "王小明", "男", "王大明", "13800000001", "48", "8"],
    ];
    let mapping = Mapping::find(&sheet(rows)).unwrap();
    let at = |field| mapping.column(field).map(|c| c.index);
    use Field::*;
    assert_eq!([Name, Guardian, Phone, LessonsLeft].map(at), [Some(1), Some(3), Some(4), Some(6)]);
    assert_eq!(mapping.header_row, 2);
}
