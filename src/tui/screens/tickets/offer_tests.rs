//! What the keys are about to do, who may do it, and what is told before and after.

use super::tests::{ADVISOR, AGENT, House, MANAGER, RECEPTION, SUPERVISOR, at, busy, house, operator};
use crate::base::{ClassId, StudentId, TicketId};
use crate::desk::Act;
use crate::desk::calendar::AddLesson;
use crate::desk::queue::{AnswerTicket, NoteTicket, Outcome, State, WaitTicket};
use crate::tui::driver::Driver;

fn footer(driver: &mut Driver) -> String {
    let screen = driver.screen();
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len() - 2..].join(" ")
}

fn complaint(house: &House) -> Driver {
    house.open(RECEPTION, "complaint", "换课没有通知", 1, &[]);
    house.driver(AGENT)
}

#[test]
fn the_footer_names_what_space_is_about_to_do_at_every_step() {
    let house = house();
    let mut driver = complaint(&house);
    assert!(footer(&mut driver).contains("空格 归类"), "{}", driver.screen());
    driver.keys("space enter").unwrap();
    operator(&mut driver, "陈顾问");
    assert!(footer(&mut driver).contains("空格 领取"), "{}", driver.screen());
    driver.keys("space").unwrap();
    assert!(footer(&mut driver).contains("空格 答复"), "an answer comes first\n{}", driver.screen());
    driver.keys("space").unwrap().typed("马上查").keys("enter").unwrap();
    assert!(footer(&mut driver).contains("空格 办结"), "then the solution\n{}", driver.screen());
    driver.keys("space enter").unwrap();
    assert!(footer(&mut driver).contains("空格 回访"), "then the revisit\n{}", driver.screen());
    driver.keys("space").unwrap().typed("4").keys("enter").unwrap();
    assert!(driver.screen().contains("下一步归因改进：周主管"), "{}", driver.screen());
    assert!(!footer(&mut driver).contains("空格"), "the review is the supervisor's\n{}", driver.screen());
    operator(&mut driver, "周主管");
    assert!(footer(&mut driver).contains("空格 归因改进"), "{}", driver.screen());
    house.sound();
}

#[test]
fn whose_step_it_is_not_is_told_before_anything_is_typed() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("a").unwrap();
    assert!(driver.screen().contains("“答复”由学习顾问"), "{}", driver.screen());
    assert!(!driver.screen().contains("答复 T1"), "nothing opened\n{}", driver.screen());
    house.sound();
}

#[test]
fn whoever_asked_is_told_at_once_that_another_person_decides() {
    let house = house();
    house.open(SUPERVISOR, "appeal", "扣分有异议", 2, &[("points", "8"), ("class", "C1")]);
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("y").unwrap();
    assert!(driver.screen().contains("须由另一人"), "{}", driver.screen());
    operator(&mut driver, "李老师");
    driver.keys("space").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("同意后执行：补记积分") && screen.contains("曹庆子"), "{screen}");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(1).outcome, Some(Outcome::Granted), "{}", driver.screen());
    assert!(driver.screen().contains("办结"), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_new_ticket_is_the_selected_one_and_what_is_open_about_the_student_is_told_first() {
    let house = busy();
    let mut driver = house.driver(RECEPTION);
    driver.keys("n").unwrap().typed("投诉").keys("enter").unwrap().typed("曹庆子");
    assert!(driver.screen().contains("未结的有") && driver.screen().contains("T4"), "{}", driver.screen());
    driver.keys("tab tab").unwrap().typed("教室太冷").keys("enter").unwrap();
    assert!(driver.screen().contains("▸ T7"), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_kind_that_asks_for_what_it_is_about_wants_no_subject_besides() {
    let house = house();
    let day = "2026-11-21".parse().unwrap();
    house.session(MANAGER).submit(AddLesson { class: ClassId(1), day, ..AddLesson::example() }).unwrap();
    house.open(RECEPTION, "leave", "", 1, &[("lesson", "L1"), ("reason", "发烧")]);
    let mut driver = house.driver(RECEPTION);
    assert!(
        driver.screen().contains("请假  书法 11-21"),
        "the lesson, not the kind again\n{}",
        driver.screen()
    );
    driver.keys("/").unwrap().typed("请假").keys("enter").unwrap();
    assert!(driver.screen().contains("▸ T1"), "found by its kind\n{}", driver.screen());
    driver.keys("/ ctrl-u").unwrap().typed("投诉").keys("enter").unwrap();
    assert!(driver.screen().contains("没有符合“投诉”的工单"), "{}", driver.screen());
    driver.keys("esc").unwrap();
    let wanted = |driver: &mut Driver, kind: &str| {
        driver.keys("n").unwrap().typed(kind).keys("enter").unwrap();
        let screen = driver.screen();
        driver.keys("esc").unwrap();
        screen.lines().any(|line| line.contains("事由") && line.contains("必填"))
    };
    assert!(!wanted(&mut driver, "请假"), "the lesson says it");
    assert!(wanted(&mut driver, "积分"), "points alone say nothing");
    house.sound();
}

#[test]
fn all_that_was_said_meanwhile_is_shown_before_an_answer_goes_out() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("a").unwrap().typed("周三开课");
    let (ticket, expect) = (TicketId(1), house.card(1).expect);
    let other = AnswerTicket { ticket, text: "正在问教务".into(), expect, goes_on: true };
    house.session(MANAGER).submit(other).unwrap();
    house.session(AGENT).submit(NoteTicket { ticket, text: "教务说周五".into() }).unwrap();
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(
        screen.contains("李老师 答复：正在问教务") && screen.contains("小林 备注：教务说周五"),
        "{screen}"
    );
    assert_eq!(house.card(1).row.state, State::Open);
    driver.keys("esc").unwrap();
    house.sound();
}

#[test]
fn a_ticket_goes_on_in_one_that_is_open_about_the_same_student() {
    let house = house();
    let done = house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let expect = house.card(done.0).expect;
    let answer = AnswerTicket { ticket: done, text: "周三".into(), expect, goes_on: false };
    house.session(ADVISOR).submit(answer).unwrap();
    house.open(RECEPTION, "complaint", "换课没有通知", 1, &[]);
    house.open(RECEPTION, "complaint", "还是换课的事", 1, &[]);
    let mut driver = house.driver(RECEPTION);
    driver.keys("M").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("T3 投诉 · 还是换课的事") && !screen.contains("T1"), "{screen}");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(2).merged_into, Some(TicketId(3)), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_ticket_that_waits_offers_to_go_on_and_one_that_is_done_only_what_is_left() {
    let house = house();
    let id = house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let wait = WaitTicket { ticket: id, text: "等教务".into(), resume: false };
    house.session(ADVISOR).submit(wait).unwrap();
    let mut driver = house.driver(ADVISOR);
    assert!(footer(&mut driver).contains("w 继续"), "{}", driver.screen());
    house.clock.set(at("2026-11-14 15:00"));
    driver.keys("d enter v").unwrap();
    assert_eq!(house.card(1).row.student, Some(StudentId(1)));
    let done = footer(&mut driver);
    assert!(done.contains("重开") && !done.contains("答复") && !done.contains("办结"), "{}", driver.screen());
    driver.keys("w").unwrap();
    assert!(driver.screen().contains("T1 已经办结"), "{}", driver.screen());
    house.sound();
}
