//! A small school with points in it, for the tests of the screens that show them.

use crate::base::{ClassId, ClockTime, CourseId, Day, LessonId, Refused, RuleId, StaffId, StudentId, TeamId};
use crate::desk::calendar::AddLesson;
use crate::desk::ledger::points::{AdjustPoints, Award, SupplyReward};
use crate::desk::register::{
    AddStudent, Class, Course, GetSchool, Reward, Role, Rule, RuleGroup, RuleValue, Save, Seat, Staff,
    Student, Team, Term, Tier,
};
use crate::desk::register::{ImportRoster, ImportRow, InitSchool};
use crate::desk::{Act, Session};
use crate::lang::Lang;
use crate::say;
use crate::tui::driver::test_session;
use crate::tui::files::{Files, RefusedRow, RosterFile};

pub const NAMES: [&str; 8] =
    ["廖梅仇", "曹庆子", "董涵雯", "欧阳子涵", "贺宇", "莫强兰", "Ada Lovelace", "𠮷田"];

pub fn day(month: u32, day: u32) -> Day {
    Day::from_ymd_opt(2026, month, day).unwrap_or_default()
}

fn save<T: crate::desk::register::Listed>(session: &Session, value: T) -> Result<(), Refused> {
    session.submit(Save { id: None, expect: None, value }).map(drop)
}

fn award(session: &Session, rule: u64, students: &[u64], lesson: u64) -> Result<(), Refused> {
    let students = students.iter().map(|n| StudentId(*n)).collect();
    let act =
        Award { rule: RuleId(rule), students, lesson: Some(LessonId(lesson)), class: None, points: None };
    session.submit(act).map(drop)
}

/// 启明星: two classes, eight students, two teams, three rules, two rewards, awards in October and November.
pub fn school() -> Result<Session, Refused> {
    let session = test_session()?;
    let found = session.ask(&GetSchool {})?;
    let tier = |name: &str, from| Tier { name: name.into(), from };
    let tiers = vec![tier("青铜", 0), tier("白银", 15), tier("黄金", 30)];
    let school = crate::desk::register::School { tiers, ..found.school };
    session.submit(crate::desk::register::EditSchool { expect: None, school })?;
    save(&session, Term { name: "2026 秋".into(), from: day(9, 1), until: day(12, 31), retired: false })?;
    save(&session, Staff { name: "王老师".into(), roles: vec![Role::Teacher], ..Staff::default() })?;
    save(&session, Course { name: "绘画".into(), ..Course::default() })?;
    for name in ["周六绘画一班", "周三书法班"] {
        let course = (name == "周六绘画一班").then_some(CourseId(1));
        save(&session, Class { name: name.into(), course, teacher: Some(StaffId(1)), ..Class::default() })?;
    }
    for (name, points) in [("举手", 3), ("作业", 8), ("提醒", -1)] {
        let rule = Rule {
            name: name.into(),
            group: RuleGroup::Interaction,
            value: RuleValue::Fixed(points),
            cap: None,
            roles: vec![],
            key: 0,
            auto: None,
            retired: false,
        };
        save(&session, rule)?;
    }
    for name in ["红队", "蓝队"] {
        save(&session, Team { name: name.into(), class: ClassId(1), retired: false })?;
    }
    for (name, cost) in [("绘本", 20), ("钢笔", 80)] {
        save(&session, Reward { name: name.into(), cost, ..Reward::default() })?;
    }
    for (n, name) in NAMES.iter().enumerate() {
        let student = Student { name: (*name).into(), joined: Some(day(9, 1)), ..Student::default() };
        let classes = if n < 6 { vec![ClassId(1)] } else { vec![ClassId(2)] };
        session.submit(AddStudent { classes, student })?;
    }
    for (team, students) in [(1, [1, 2, 3]), (2, [4, 5, 6])] {
        let students = students.map(StudentId).to_vec();
        session.submit(Seat { class: ClassId(1), students, seat: None, team: Some(TeamId(team)) })?;
    }
    for (class, on) in [(1, day(10, 24)), (1, day(11, 7)), (1, day(11, 14)), (2, day(11, 11))] {
        let (from, until) = (ClockTime::hm(14, 0), ClockTime::hm(15, 30));
        session.submit(AddLesson { class: ClassId(class), day: on, from, until, ..AddLesson::example() })?;
    }
    award(&session, 2, &[1, 2, 5], 1)?;
    award(&session, 1, &[3], 1)?;
    award(&session, 1, &[2, 3, 4], 2)?;
    award(&session, 2, &[3, 4], 2)?;
    award(&session, 2, &[3, 2, 6], 3)?;
    award(&session, 1, &[3], 3)?;
    award(&session, 2, &[7], 4)?;
    session.submit(SupplyReward { reward: crate::base::RewardId(1), count: 2 })?;
    session.submit(AdjustPoints {
        student: StudentId(3),
        points: 5,
        class: Some(ClassId(1)),
        reason: "上周漏记".into(),
    })?;
    Ok(session)
}

/// Whether the books hold.
pub fn is_sound(session: &Session) -> bool {
    session.desk.verify().is_ok_and(|report| report.findings.is_empty())
}

/// A file of three students, one of whom can't be read; the name is taken from the second column unless another is
/// chosen.
pub struct TestFiles;

impl Files for TestFiles {
    fn complete(&self, typed: &str) -> Vec<String> {
        let there = ["/data/roster.csv", "/data/roster-old.csv", "/data/photos/"];
        there.iter().filter(|path| path.starts_with(typed)).map(|path| (*path).to_owned()).collect()
    }

    fn read(&self, path: &str, chosen: Option<&[Option<usize>]>, _: u8) -> Result<RosterFile, Refused> {
        if path != "/data/roster.csv" {
            return Err(Refused::input(say!("import-not-found")).hint(say!("import-hint-path")));
        }
        let fields = [say!("import-field-number"), say!("import-field-name"), say!("import-field-phone")];
        let usual = [Some(0), Some(1), None];
        let chosen = chosen.unwrap_or(&usual);
        let phones = ["13612310077", "13612310078"];
        let row = |(n, name): (usize, &&str)| ImportRow {
            row: n as u32 + 2,
            number: format!("{}", 900 + n).into(),
            name: (**name).into(),
            phone: if chosen[2].is_some() { phones[n].into() } else { "".into() },
            ..ImportRow::default()
        };
        let rows = ["单雪梅", "仇敏"].iter().enumerate().map(row).collect();
        Ok(RosterFile {
            import: ImportRoster { source: "roster.csv".into(), rows, ..ImportRoster::default() },
            fields: fields.into_iter().zip(chosen.iter().copied()).collect(),
            columns: vec![(0, "学号".into()), (1, "姓名".into()), (2, "手机".into())],
            refused: vec![RefusedRow {
                row: 4,
                column: "姓名".into(),
                value: "".into(),
                reason: say!("import-no-name"),
            }],
        })
    }

    fn open_school(
        &self,
        session: &Session,
        init: InitSchool,
        _: &Lang,
    ) -> Result<crate::desk::Receipt, Refused> {
        session.submit(init)
    }
}
