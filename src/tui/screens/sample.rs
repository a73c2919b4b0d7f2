//! A small school with points in it, for the tests of the screens that show them.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use crate::base::{
    ClassId, ClockTime, CourseId, Day, LessonId, Refused, RuleId, StaffId, StudentId, TeamId, Text,
};
use crate::desk::calendar::AddLesson;
use crate::desk::ledger::points::{AdjustPoints, Award, SupplyReward};
use crate::desk::register::InitSchool;
use crate::desk::register::{
    AddStudent, Class, Course, GetSchool, Reward, Role, Rule, RuleGroup, RuleValue, Save, Seat, Staff,
    Student, Team, Term, Tier,
};
use crate::desk::{Act, Session};
use crate::exchange::intake::{Content, Opened, Plan, Saved, Source, beside};
use crate::exchange::table::{self, Sheet};
use crate::exchange::{ReadError, oneroster};
use crate::lang::{Lang, Shown};
use crate::say;
use crate::tui::driver::test_session;
use crate::tui::files::{Files, Offer};

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

/// A disk in memory: what lies where, what was saved, and what was written beside a source.
#[derive(Default)]
pub struct TestFiles {
    pub saved: Mutex<Vec<Saved>>,
    pub kept: Mutex<Vec<String>>,
    /// Holds reading back until someone sends or lets go.
    pub gate: Mutex<Option<Receiver<()>>>,
}

/// A file of three students, one of whom can't be read.
pub const ROSTER: &str =
    "学号,姓名,手机,班级\n900,单雪梅,13612310077,周三书法班\n901,仇敏,13612310078,\n902,,,\n";

fn sheet(name: &str, text: &str) -> Sheet {
    let mut sheet = table::read_bytes(text.into()).unwrap_or_default().remove(0);
    sheet.name = name.into();
    sheet
}

impl Files for TestFiles {
    fn complete(&self, typed: &str) -> Result<Vec<Offer>, Refused> {
        if typed.starts_with("/closed/") {
            let no = say!("import-folder-unreadable", folder = "/closed", why = "…");
            return Err(Refused::input(no).hint(say!("import-hint-permission")));
        }
        let there = ["/data/photos/", "/data/roster-old.csv", "/data/roster.csv", "/data/terms.xlsx"];
        let name = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().into();
        let offer =
            |path: &&str| Offer { path: (*path).into(), name: name(path), folder: path.ends_with('/') };
        Ok(there.iter().filter(|path| path.starts_with(typed)).map(offer).collect())
    }

    fn open(&self, path: &str) -> Result<Opened, Refused> {
        if let Ok(gate) = self.gate.lock()
            && let Some(gate) = &*gate
        {
            let _ = gate.recv();
        }
        let content = match path {
            "/data/roster.csv" => Content::Sheets(vec![sheet("", ROSTER)]),
            "/data/odd.csv" => Content::Sheets(vec![sheet("", "宝贝大名,到哪找\n单雪梅,13612310077\n")]),
            "/data/terms.xlsx" => Content::Sheets(vec![
                sheet("说明", "说明\n请勿改动\n"),
                sheet("春季", "姓名,备注\n旧人,\n"),
                sheet("秋季", ROSTER),
            ]),
            "/data/set" => {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/oneroster-1.1");
                Content::Set(Box::new(oneroster::read(folder.as_ref())?))
            }
            "/data/photos/" => return Err(ReadError::Folder.into()),
            _ => return Err(ReadError::NotFound.into()),
        };
        Ok(Opened { path: path.into(), content })
    }

    fn saved(&self) -> Vec<Saved> {
        self.saved.lock().map(|saved| saved.clone()).unwrap_or_default()
    }

    fn save(&self, _: &Opened, plan: &Plan) -> Result<(Text, PathBuf), Refused> {
        let saved = Saved { name: "roster".into(), mapping: plan.mapping.clone() };
        self.saved.lock().map(|mut all| all.push(saved)).ok();
        Ok(("roster".into(), "/books/mappings/roster.json".into()))
    }

    fn keep(
        &self,
        opened: &Opened,
        _: Option<&Plan>,
        source: &Source,
        _: (&Lang, &Shown),
    ) -> Result<(), Refused> {
        let kept = format!("{} {}", beside(&opened.path).display(), source.refused.len());
        self.kept.lock().map(|mut all| all.push(kept)).ok();
        Ok(())
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
