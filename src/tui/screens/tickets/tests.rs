//! The counter driven by keys: what whoever answers parents relies on.

use std::sync::Arc;

use crate::base::{
    ClassId, ClockTime, Credits, Instant, Money, PriceId, StaffId, StudentId, Text, TicketId, Zone,
};
use crate::desk::calendar::AddLesson;
use crate::desk::ledger::fees::{Offer, OpenDrawer, Sell};
use crate::desk::queue::{
    AnswerTicket, Card, NoteTicket, OpenTicket, Outcome, QueueView, State, TicketCard, TicketList, WaitTicket,
};
use crate::desk::register::{
    AddStudent, Class, EditStudent, Guardian, InitSchool, Listed, Price, Role, Save, Staff, Student,
};
use crate::desk::{Act, Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look};
use crate::tui::screens::program;
use crate::tui::screens::sample::is_sound;

pub(super) const MANAGER: StaffId = StaffId(1);
pub(super) const SUPERVISOR: StaffId = StaffId(2);
pub(super) const ADVISOR: StaffId = StaffId(3);
pub(super) const AGENT: StaffId = StaffId(4);
pub(super) const RECEPTION: StaffId = StaffId(5);

pub(super) struct House {
    pub clock: Arc<FixedClock>,
    pub desk: Desk,
}

pub(super) fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap();
    Zone::default().instant(day.parse().unwrap(), time.parse().unwrap())
}

/// 启明星 on Thursday, 12 November 2026, 9:00: five colleagues, four students of whom one has left.
pub(super) fn early() -> House {
    let clock = Arc::new(FixedClock::at(at("2026-11-12 09:00")));
    let desk = Desk::in_memory(Arc::clone(&clock) as Arc<dyn crate::desk::Clock>);
    let manager = desk.session(MANAGER, "test");
    let init = InitSchool { name: "启明星".into(), operator: "李老师".into(), ..InitSchool::example() };
    manager.submit(init).unwrap();
    fn save<T: Listed>(session: &Session, value: T) {
        session.submit(Save { id: None, expect: None, value }).unwrap();
    }
    for (name, role) in [
        ("周主管", Role::Supervisor),
        ("陈顾问", Role::Advisor),
        ("小林", Role::Agent),
        ("何前台", Role::Reception),
    ] {
        save(&manager, Staff { name: name.into(), roles: vec![role], ..Staff::default() });
    }
    save(&manager, Class { name: "书法".into(), ..Class::default() });
    for name in ["董涵雯", "曹庆子", "欧阳子涵", "贺宇"] {
        let guardian =
            Guardian { name: "何强俊".into(), phone: "13612310077".into(), ..Guardian::default() };
        let student = Student { name: name.into(), guardians: vec![guardian], ..Student::default() };
        manager.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
    }
    let left = Student { name: "贺宇".into(), left: "2026-11-01".parse().ok(), ..Student::default() };
    manager.submit(EditStudent { id: StudentId(4), expect: None, student: left }).unwrap();
    House { clock, desk }
}

/// The same two days later, on Saturday at 14:07.
pub(super) fn house() -> House {
    let house = early();
    house.clock.set(at("2026-11-14 14:07"));
    house
}

impl House {
    pub fn session(&self, who: StaffId) -> Session {
        self.desk.session(who, "test")
    }

    pub fn open(
        &self,
        who: StaffId,
        kind: &str,
        title: &str,
        student: u64,
        fields: &[(&str, &str)],
    ) -> TicketId {
        let act = OpenTicket {
            kind: kind.into(),
            title: title.into(),
            student: Some(StudentId(student)),
            contact: "何强俊 13612310077".into(),
            fields: fields.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect(),
            ..OpenTicket::default()
        };
        self.session(who).submit(act).unwrap().made[0].parse().unwrap()
    }

    /// At the ticket list, as that operator.
    pub fn driver(&self, who: StaffId) -> Driver {
        self.driver_in(who, Tongue::ZhCn)
    }

    pub fn driver_in(&self, who: StaffId, tongue: Tongue) -> Driver {
        let mut driver = Driver::new(program(self.session(who), test_look(tongue)), 80, 24);
        driver.keys("5").unwrap();
        driver.count();
        driver
    }

    pub fn card(&self, id: u64) -> Card {
        self.session(MANAGER).ask(&TicketCard { ticket: TicketId(id) }).unwrap()
    }

    pub fn points(&self, student: u64) -> i64 {
        let ask = crate::desk::register::AskCard { id: StudentId(student) };
        self.session(MANAGER).ask(&ask).unwrap().points.balance
    }

    pub fn sound(&self) {
        assert!(is_sound(&self.session(MANAGER)));
    }
}

/// A queue as on a Saturday afternoon: overdue, due today, later, waiting, done.
pub(super) fn busy() -> House {
    let house = early();
    house.clock.set(at("2026-11-12 09:10"));
    let done = house.open(AGENT, "enquiry", "寒假班几号开", 2, &[]);
    house.clock.set(at("2026-11-12 10:20"));
    let expect = house.card(done.0).expect;
    let answer = AnswerTicket { ticket: done, text: "元月十八日".into(), expect, goes_on: false };
    house.session(ADVISOR).submit(answer).unwrap();
    house.clock.set(at("2026-11-13 15:20"));
    house.open(AGENT, "refund", "搬家，退剩余课时", 1, &[("reason", "搬到杭州")]);
    house.open(RECEPTION, "follow-up", "连续缺课 2 次", 3, &[]);
    house.clock.set(at("2026-11-14 12:50"));
    house.open(RECEPTION, "complaint", "老师临时换课没有通知", 2, &[]);
    house.open(SUPERVISOR, "appeal", "课堂扣分有异议", 2, &[("points", "8"), ("class", "C1")]);
    let waits = house.open(RECEPTION, "enquiry", "转班要不要补差价", 3, &[]);
    let wait = WaitTicket { ticket: waits, text: "等财务回复".into(), resume: false };
    house.session(ADVISOR).submit(wait).unwrap();
    house.clock.set(at("2026-11-14 14:07"));
    house
}

pub(super) fn operator(driver: &mut Driver, name: &str) {
    driver.keys("ctrl-o").unwrap().typed(name).keys("enter").unwrap();
}

#[test]
fn the_queue_in_both_languages_and_sizes() {
    let house = busy();
    for tongue in Tongue::ALL {
        let name = format!("tickets-{}", tongue.name());
        let mut driver = house.driver_in(SUPERVISOR, tongue);
        insta::assert_snapshot!(name.as_str(), driver.screen());
        driver.resize(120, 40);
        insta::assert_snapshot!(format!("{name}-120"), driver.screen());
        driver.keys("down enter").unwrap();
        insta::assert_snapshot!(format!("{name}-one-120"), driver.screen());
        driver.resize(80, 24);
        driver.keys("m enter").unwrap();
        insta::assert_snapshot!(format!("{name}-answer"), driver.screen());
        driver.keys("esc esc p down").unwrap();
        insta::assert_snapshot!(format!("{name}-sops"), driver.screen());
        driver.keys("down down down enter").unwrap();
        insta::assert_snapshot!(format!("{name}-sop-step"), driver.screen());
    }
    house.sound();
}

/// Two lessons today, a drawer left open yesterday, and a sale that nobody has paid.
fn with_money(house: &House) {
    let manager = house.session(MANAGER);
    for (from, until) in [(9, 10), (16, 17)] {
        let day = "2026-11-14".parse().unwrap();
        let (from, until) = (ClockTime::hm(from, 0), ClockTime::hm(until, 30));
        manager.submit(AddLesson { day, from, until, ..AddLesson::example() }).unwrap();
    }
    let price = Price {
        name: "书法 10 节".into(),
        credits: Credits::lessons(10),
        price: Money(80_000),
        ..Price::default()
    };
    manager.submit(Save { id: None, expect: None, value: price }).unwrap();
    let offer = Offer::of(StudentId(1), PriceId(1));
    let due = "2026-11-14".parse().ok();
    manager.submit(Sell { offer, due, expect: None }).unwrap();
    house.session(RECEPTION).submit(OpenDrawer { float: Money(20_000) }).unwrap();
    house.clock.set(at("2026-11-15 09:05"));
    house.session(RECEPTION).submit(NoteTicket { ticket: TicketId(2), text: "已打电话".into() }).unwrap();
}

#[test]
fn today_holds_what_is_due_for_me_between_the_lessons_and_the_money_for_whom_it_concerns() {
    let house = busy();
    with_money(&house);
    let lesson = AddLesson {
        day: "2026-11-15".parse().unwrap(),
        from: ClockTime::hm(10, 0),
        until: ClockTime::hm(11, 30),
        ..AddLesson::example()
    };
    house.session(MANAGER).submit(lesson).unwrap();
    house.open(RECEPTION, "suggestion", "多开周末班", 3, &[]);
    for tongue in Tongue::ALL {
        let mut driver = house.driver_in(SUPERVISOR, tongue);
        driver.keys("1").unwrap();
        insta::assert_snapshot!(format!("today-tickets-{}", tongue.name()), driver.screen());
    }
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("1 home enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Ticket(TicketId(5))), "{}", driver.screen());
    let teacher = Staff { name: "王老师".into(), roles: vec![Role::Teacher], ..Staff::default() };
    house.session(MANAGER).submit(Save { id: None, expect: None, value: teacher }).unwrap();
    let mut driver = house.driver(StaffId(6));
    driver.keys("1").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("书法") && !screen.contains("欠") && !screen.contains("钱箱"), "{screen}");
    house.sound();
}

#[test]
fn a_new_complaint_is_claimed_and_classified_in_four_keys() {
    let house = house();
    for id in [SUPERVISOR, AGENT, RECEPTION] {
        let list = house.session(MANAGER).ask(&crate::desk::register::List::<Staff>::live()).unwrap();
        let value = list.into_iter().find(|one| one.id == id).unwrap().value;
        let away = Save { id: Some(id), expect: None, value: Staff { away: true, ..value } };
        house.session(MANAGER).submit(away).unwrap();
    }
    house.open(MANAGER, "complaint", "换课没有通知", 1, &[]);
    assert_eq!(house.card(1).row.owner, None, "nobody was there");
    let mut driver = house.driver(MANAGER);
    driver.keys("c space enter").unwrap();
    assert!(driver.count() <= 4);
    let card = house.card(1);
    assert_eq!((card.row.step, card.row.owner), (3, Some(ADVISOR)), "{}", driver.screen());
    assert!(card.row.category.is_some());
    house.sound();
}

#[test]
fn an_answer_with_a_text_module_takes_six_keys() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("m enter enter").unwrap();
    assert!(driver.count() <= 6);
    let card = house.card(1);
    assert_eq!(card.outcome, Some(Outcome::Solved), "{}", driver.screen());
    assert!(driver.screen().contains("已答复 T1"));
    house.sound();
}

#[test]
fn a_complaint_goes_its_five_steps_on_screen() {
    let house = house();
    let mut driver = house.driver(RECEPTION);
    driver.keys("n").unwrap().typed("投诉").keys("enter").unwrap();
    driver.typed("董涵雯").keys("tab tab").unwrap().typed("换课没有通知").keys("enter").unwrap();
    assert!(driver.screen().contains("已建投诉工单 T1"), "{}", driver.screen());
    assert_eq!((house.card(1).row.step, house.card(1).row.student), (2, Some(StudentId(1))));
    driver.keys("g enter").unwrap();
    operator(&mut driver, "陈顾问");
    driver.keys("space a").unwrap().typed("已向家长道歉").keys("enter d enter").unwrap();
    assert!(house.card(1).solve_minutes.is_some(), "{}", driver.screen());
    driver.keys("space").unwrap().typed("5").keys("enter").unwrap();
    assert_eq!((house.card(1).row.step, house.card(1).row.score), (5, Some(5)), "{}", driver.screen());
    operator(&mut driver, "周主管");
    driver.keys("space").unwrap().typed("排课没有通知").keys("enter").unwrap();
    let card = house.card(1);
    assert_eq!((card.row.state, card.outcome), (State::Done, Some(Outcome::Solved)), "{}", driver.screen());
    driver.keys("v enter").unwrap();
    assert!(driver.screen().contains("已向家长道歉"), "{}", driver.screen());
    house.sound();
}

#[test]
fn an_appeal_is_granted_by_another_operator_and_posts_the_points() {
    let house = house();
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("n").unwrap().typed("申诉").keys("enter").unwrap().typed("曹庆子");
    driver.keys("tab tab").unwrap().typed("扣分有异议").keys("tab tab tab").unwrap().typed("8");
    driver.keys("enter y enter").unwrap();
    assert!(driver.screen().contains("审批须由另一人"), "{}", driver.screen());
    assert_eq!(house.points(2), 0);
    driver.keys("esc").unwrap();
    operator(&mut driver, "李老师");
    driver.keys("y enter").unwrap();
    assert_eq!(house.points(2), 8, "{}", driver.screen());
    assert_eq!(house.card(1).outcome, Some(Outcome::Granted));
    driver.keys("u").unwrap();
    assert_eq!((house.points(2), house.card(1).row.state), (0, State::Open), "{}", driver.screen());
    house.sound();
}

#[test]
fn two_answers_do_not_cross_unseen_and_what_was_written_stays() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("a").unwrap().typed("周三开课");
    let seen = house.card(1).expect;
    let other =
        AnswerTicket { ticket: TicketId(1), text: "正在问教务".into(), expect: seen, goes_on: true };
    house.session(MANAGER).submit(other).unwrap();
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("刚有新的进展：李老师 答复：正在问教务"), "{screen}");
    assert!(screen.contains("周三开课") && screen.contains("再按回车"), "{screen}");
    assert_eq!(house.card(1).row.state, State::Open);
    driver.keys("enter").unwrap();
    assert_eq!(house.card(1).row.state, State::Done, "{}", driver.screen());
    house.sound();
}

#[test]
fn nothing_is_opened_for_a_student_who_left_but_what_may_be() {
    let house = house();
    let mut driver = house.driver(RECEPTION);
    driver.keys("n").unwrap().typed("请假").keys("enter").unwrap().typed("贺宇");
    driver.keys("tab tab").unwrap().typed("病假").keys("tab tab tab").unwrap().typed("L1");
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("贺宇已离校，不能再建请假") && screen.contains("投诉、退费"), "{screen}");
    driver.keys("esc n").unwrap().typed("投诉").keys("enter").unwrap().typed("贺宇");
    driver.keys("tab tab").unwrap().typed("证书没给").keys("enter").unwrap();
    assert_eq!(house.card(1).row.student, Some(StudentId(4)), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_leave_is_asked_for_by_its_date_and_granting_it_excuses_the_lesson() {
    let house = house();
    let lesson = |class: u64, from: u16| AddLesson {
        class: ClassId(class),
        day: "2026-11-21".parse().unwrap(),
        from: ClockTime::hm(from, 0),
        until: ClockTime::hm(from + 1, 0),
        ..AddLesson::example()
    };
    let manager = house.session(MANAGER);
    let other = Class { name: "绘画".into(), ..Class::default() };
    manager.submit(Save { id: None, expect: None, value: other }).unwrap();
    manager.submit(lesson(2, 9)).unwrap();
    manager.submit(lesson(1, 14)).unwrap();
    let mut driver = house.driver(RECEPTION);
    driver.keys("n").unwrap().typed("请假").keys("enter").unwrap().typed("董涵雯");
    driver.keys("tab tab").unwrap().typed("发烧").keys("tab tab tab").unwrap().typed("12-24");
    driver.keys("enter").unwrap();
    assert!(driver.screen().contains("没有课"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("11-21").keys("enter y enter").unwrap();
    assert_eq!(house.card(1).outcome, Some(Outcome::Granted), "{}", driver.screen());
    assert!(driver.screen().contains("已记：董涵雯 请假"), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_ticket_is_handed_over_waits_goes_on_ends_and_is_opened_again() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("t").unwrap().typed("小林").keys("enter").unwrap();
    assert_eq!(house.card(1).row.owner, Some(AGENT), "{}", driver.screen());
    operator(&mut driver, "小林");
    driver.keys("w").unwrap().typed("等教务").keys("enter").unwrap();
    assert_eq!(house.card(1).row.state, State::Waiting, "{}", driver.screen());
    assert!(driver.screen().contains("等待：等教务"), "{}", driver.screen());
    driver.keys("w").unwrap();
    assert_eq!(house.card(1).row.state, State::Open);
    driver.keys("i").unwrap().typed("家长很急").keys("enter d tab").unwrap().typed("电话里说清了");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(1).outcome, Some(Outcome::Solved), "{}", driver.screen());
    driver.keys("v r").unwrap().typed("4").keys("enter o").unwrap().typed("又来问").keys("enter").unwrap();
    let card = house.card(1);
    assert_eq!((card.row.state, card.row.score), (State::Open, Some(4)), "{}", driver.screen());
    house.sound();
}

#[test]
fn two_tickets_on_one_matter_become_one_and_a_nameless_one_finds_its_student() {
    let house = house();
    house.open(RECEPTION, "complaint", "换课没有通知", 1, &[]);
    house.open(RECEPTION, "complaint", "还是换课的事", 1, &[]);
    let unnamed =
        OpenTicket { kind: "suggestion".into(), title: "多开周末班".into(), ..OpenTicket::default() };
    house.session(RECEPTION).submit(unnamed).unwrap();
    let mut driver = house.driver(RECEPTION);
    driver.keys("M enter").unwrap();
    assert_eq!(house.card(1).merged_into, Some(TicketId(2)), "{}", driver.screen());
    driver.keys("end l").unwrap().typed("nobody").keys("enter").unwrap();
    assert!(driver.screen().contains("nobody"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("曹庆子").keys("enter").unwrap();
    assert_eq!(house.card(3).row.student, Some(StudentId(2)), "{}", driver.screen());
    house.sound();
}

#[test]
fn the_tab_counts_my_tickets_that_are_due() {
    let house = busy();
    let mut driver = house.driver(AGENT);
    let first = |driver: &mut Driver| driver.screen().lines().next().unwrap_or_default().to_owned();
    assert!(first(&mut driver).contains("工单·1"), "{}", first(&mut driver));
    driver.keys("down g enter").unwrap();
    assert!(!first(&mut driver).contains("工单·"), "{}", first(&mut driver));
    house.sound();
}

#[test]
fn what_comes_due_by_itself_appears_while_the_program_is_open() {
    let house = house();
    let mut driver = house.driver(ADVISOR);
    driver.app.sweep();
    let joined =
        Student { name: "董涵雯".into(), joined: "2026-11-15".parse().ok(), ..Student::default() };
    let edit = EditStudent { id: StudentId(1), expect: None, student: joined };
    house.session(MANAGER).submit(edit).unwrap();
    let all = TicketList { view: QueueView::All, ..TicketList::default() };
    let count = || house.session(MANAGER).ask(&all).unwrap().rows.len();
    assert_eq!(count(), 0);
    house.clock.set(at("2026-11-23 09:00"));
    driver.app.tick();
    driver.app.sweep();
    assert!(count() > 0);
    let opened = count();
    let said = driver.app.message().map(|say| say.key.to_string());
    assert_eq!(said.as_deref(), Some("queue-swept"));
    let screen = driver.screen();
    assert!(screen.contains("触发规则新建了") && !screen.contains("期限"), "{screen}");
    driver.app.sweep();
    house.clock.set(at("2026-11-23 09:11"));
    driver.app.tick();
    driver.app.sweep();
    assert_eq!(count(), opened, "once per occasion, and having nothing to do is no error to show");
    assert_eq!(driver.app.message().map(|say| say.key.to_string()), said);
    house.sound();
}

#[test]
fn a_text_of_several_lines_keeps_its_cursor_where_the_next_character_goes() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("a").unwrap();
    let cursor = |driver: &mut Driver| driver.frame().1.map(|at| (at.x, at.y)).unwrap();
    let (x, y) = cursor(&mut driver);
    driver.typed("您好ok");
    assert_eq!(cursor(&mut driver), (x + 6, y), "a wide character takes two cells");
    driver.keys("left left left").unwrap();
    assert_eq!(cursor(&mut driver), (x + 2, y));
    driver.keys("end ctrl-n").unwrap();
    assert_eq!(cursor(&mut driver), (x, y + 1));
    driver.typed(&"好".repeat(40));
    let (wrapped, below) = cursor(&mut driver);
    assert_eq!(below, y + 2, "what does not fit goes on in the next line\n{}", driver.screen());
    assert!(wrapped > x && wrapped < 76);
    driver.keys("ctrl-t").unwrap().typed("已受理").keys("enter").unwrap();
    assert!(driver.screen().contains("我们已受理"), "{}", driver.screen());
    driver.keys("enter").unwrap();
    let text = house.card(1).history.iter().find_map(|event| match &event.event.what {
        crate::desk::queue::What::Answered(text) => Some(text.to_string()),
        _ => None,
    });
    assert!(text.unwrap_or_default().starts_with("您好ok\n好好"), "{}", driver.screen());
    house.sound();
}

#[test]
fn an_empty_answer_is_not_sent_and_says_so() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("a enter").unwrap();
    assert!(driver.screen().contains("请写上内容"), "{}", driver.screen());
    house.sound();
}
