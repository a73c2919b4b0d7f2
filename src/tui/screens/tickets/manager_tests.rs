//! What a manager changes and reads: procedures, triggers, figures; and work that is not lost on the way.

use std::sync::mpsc::sync_channel;

use super::tests::{ADVISOR, AGENT, House, MANAGER, RECEPTION, SUPERVISOR, at, busy, house, operator};
use crate::base::{Credits, Money, PriceId, StudentId, TicketId};
use crate::desk::ledger::fees::{Method, Offer, Part, Pay, Sell};
use crate::desk::queue::{
    CheckList, GetRubric, NoteTicket, Outcome, QueueView, SopList, SopRow, State, TicketList, TriggerRules,
};
use crate::desk::register::{GetSchool, Price, Save};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::Driver;

fn sop(house: &House, kind: &str) -> SopRow {
    let all = house.session(MANAGER).ask(&SopList { retired: true }).unwrap();
    all.into_iter().find(|row| row.sop.kind == kind).unwrap()
}

fn steps(house: &House, kind: &str) -> Vec<String> {
    sop(house, kind).sop.steps.iter().map(|step| step.key.clone()).collect()
}

/// At the last step of enquiries, in the list of procedures.
fn at_enquiry(house: &House) -> Driver {
    let mut driver = house.driver(MANAGER);
    driver.keys("p end up up up").unwrap();
    assert!(driver.screen().contains("咨询 · 自带的版本"), "{}", driver.screen());
    driver
}

#[test]
fn keys_work_while_every_student_is_looked_at_and_the_month_that_is_shown_is_the_one_that_is_told() {
    let house = busy();
    let mut driver = house.driver(MANAGER);
    let (events, inbox) = sync_channel(8);
    driver.app.work_beside(events);
    driver.keys("f v v v v v").unwrap();
    assert!(driver.screen().contains("正在统计"), "{}", driver.screen());
    driver.keys("[").unwrap();
    driver.app.on_event(inbox.recv().unwrap());
    assert!(driver.screen().contains("正在统计"), "the month before is meant now\n{}", driver.screen());
    driver.app.on_event(inbox.recv().unwrap());
    let screen = driver.screen();
    assert!(screen.contains("2026-10") && !screen.contains("正在统计"), "{screen}");
    driver.keys("]").unwrap();
    driver.app.on_event(inbox.recv().unwrap());
    assert!(driver.screen().contains("贺宇"), "{}", driver.screen());
    house.sound();
}

#[test]
fn a_changed_procedure_is_for_new_tickets_and_a_field_more_is_asked_then() {
    let house = house();
    house.open(RECEPTION, "enquiry", "几号开课", 1, &[]);
    let mut driver = at_enquiry(&house);
    driver.keys("f").unwrap();
    assert!(driver.screen().contains("不填字段"), "{}", driver.screen());
    driver.keys("up f enter").unwrap().typed("从哪里知道我们").keys("tab tab right enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("从哪里知道") && screen.contains("办理中 1 张"), "{screen}");
    assert_eq!(sop(&house, "enquiry").version, 0, "nothing is kept before it is saved");
    driver.keys("w").unwrap();
    assert!(driver.screen().contains("T1"), "says which tickets keep the old version: {}", driver.screen());
    driver.keys("y").unwrap();
    assert_eq!((sop(&house, "enquiry").version, house.card(1).version), (1, 0), "{}", driver.screen());
    driver.keys("esc n").unwrap().typed("咨询").keys("enter").unwrap();
    driver.keys("tab tab").unwrap().typed("有没有试听").keys("enter").unwrap();
    assert!(driver.screen().contains("从哪里知道我们"), "{}", driver.screen());
    driver.typed("邻居介绍").keys("enter").unwrap();
    assert_eq!(house.card(2).version, 1, "{}", driver.screen());
    house.sound();
}

#[test]
fn steps_are_added_moved_changed_and_removed_and_saved_as_one_version() {
    let house = house();
    let mut driver = at_enquiry(&house);
    driver
        .keys("n")
        .unwrap()
        .typed("约试听")
        .keys("tab tab")
        .unwrap()
        .typed("学习顾问")
        .keys("enter")
        .unwrap();
    driver.keys("[").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("2 约试听"), "{screen}");
    driver.keys("[").unwrap();
    assert!(driver.screen().contains("不能移到那里"), "receiving comes first: {}", driver.screen());
    driver.keys("w y").unwrap();
    assert_eq!(steps(&house, "enquiry"), ["receive", "step-1", "answer"], "{}", driver.screen());
    assert_eq!(sop(&house, "enquiry").version, 1);
    driver.keys("d w y").unwrap();
    assert_eq!(steps(&house, "enquiry"), ["receive", "answer"], "{}", driver.screen());
    house.sound();
}

#[test]
fn what_would_make_a_procedure_unusable_is_told_with_a_hint_and_nothing_is_kept() {
    let house = house();
    let mut driver = at_enquiry(&house);
    driver.keys("d").unwrap();
    assert!(driver.screen().contains("在受理后面加一步"), "{}", driver.screen());
    driver.keys("d w").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("流程一步都没有") && screen.contains("可以停用"), "{screen}");
    driver
        .keys("n")
        .unwrap()
        .typed("答复")
        .keys("tab tab")
        .unwrap()
        .typed("技术支持")
        .keys("enter w")
        .unwrap();
    let screen = driver.screen();
    assert!(screen.contains("岗位现在没有人") && screen.contains("员工"), "{screen}");
    driver.keys("5").unwrap();
    assert!(driver.screen().contains("放弃没有保存的修改"), "{}", driver.screen());
    driver.keys("n esc y").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Sops));
    assert_eq!((steps(&house, "enquiry").len(), sop(&house, "enquiry").version), (2, 0));
    house.sound();
}

#[test]
fn a_kind_of_ones_own_is_a_copy_with_its_own_categories_and_a_decision_that_acts() {
    let house = house();
    let mut driver = house.driver(MANAGER);
    driver.keys("p N").unwrap().typed("家长会反馈").keys("enter").unwrap();
    // Nobody is technical support here, so that category would wait for ever.
    driver.keys("w").unwrap();
    assert!(driver.screen().contains("“技术”要求的岗位现在没有人"), "{}", driver.screen());
    driver.keys("g down enter tab tab right enter").unwrap();
    driver.keys("g down down enter").unwrap().typed("食堂").keys("tab").unwrap().typed("服务主管");
    driver.keys("enter end n").unwrap().typed("补偿").keys("tab right").unwrap();
    driver
        .keys("tab")
        .unwrap()
        .typed("服务主管")
        .keys("tab tab tab tab tab right right right right enter")
        .unwrap();
    driver.keys("[ [ w").unwrap();
    driver.keys("y").unwrap();
    let made = sop(&house, "own-1");
    assert_eq!(made.sop.categories.last().map(|one| one.name.as_str()), Some("食堂"), "{}", driver.screen());
    let deed = made.sop.steps.iter().find_map(|step| step.decision.clone()).unwrap();
    assert_eq!(deed.act, "credits.give");
    driver.keys("x y").unwrap();
    assert!(sop(&house, "own-1").sop.retired, "{}", driver.screen());
    assert!(!driver.screen().contains("家长会反馈 · 自己改的"), "no longer listed");
    driver.keys("v end").unwrap();
    assert!(driver.screen().contains("家长会反馈 · 自己改的第 2 版"), "{}", driver.screen());
    driver.keys("x y").unwrap();
    assert!(!sop(&house, "own-1").sop.retired);
    house.sound();
}

#[test]
fn triggers_are_switched_changed_and_made_and_the_ages_of_dunning_are_the_fee_desks() {
    let house = house();
    let rules = || house.session(MANAGER).ask(&TriggerRules::default()).unwrap();
    let mut driver = house.driver(MANAGER);
    driver.keys("P").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Rules));
    driver.keys("d").unwrap();
    assert!(!rules()[0].on, "{}", driver.screen());
    driver.keys("d").unwrap();
    assert!(rules()[0].on, "{}", driver.screen());
    driver.keys("down enter tab tab ctrl-u").unwrap().typed("10.5").keys("enter").unwrap();
    assert!(driver.screen().contains("是整数"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("10").keys("enter").unwrap();
    assert!(driver.screen().contains("入学 10 天后"), "{}", driver.screen());
    let dunning = rules().iter().position(|row| row.shipped == "dunning-remind").unwrap();
    driver.keys("home").unwrap();
    for _ in 0..dunning {
        driver.keys("down").unwrap();
    }
    driver.keys("enter ctrl-u").unwrap().typed("3").keys("enter").unwrap();
    let fees = house.session(MANAGER).ask(&GetSchool {}).unwrap().school.fees;
    assert_eq!((fees.remind_days, rules()[dunning].days), (3, Some(3)), "{}", driver.screen());
    driver.keys("n").unwrap().typed("满月问候").keys("enter").unwrap();
    assert!(
        rules().iter().any(|row| row.own.as_ref().is_some_and(|(.., own)| own.name.as_str() == "满月问候"))
    );
    house.sound();
}

#[test]
fn a_rule_tells_what_it_opened_for_whom_and_how_it_ended() {
    let house = house();
    for day in ["2026-11-14 15:00", "2026-11-23 09:00"] {
        house.clock.set(at(day));
        crate::desk::Sweeping::whole(&house.session(AGENT)).unwrap();
    }
    for tongue in Tongue::ALL {
        let mut driver = house.driver_in(SUPERVISOR, tongue);
        driver.keys("P down").unwrap();
        insta::assert_snapshot!(format!("rules-{}", tongue.name()), driver.screen());
        driver.resize(120, 40);
        driver.keys("enter").unwrap();
        insta::assert_snapshot!(format!("rules-{}-form-120", tongue.name()), driver.screen());
        driver.keys("esc o enter").unwrap();
        assert!(matches!(driver.app.place(), Some(Place::Ticket(_))), "{}", driver.screen());
    }
    house.sound();
}

/// What was dealt with in November, one of it a complaint with its cause.
fn november() -> House {
    let house = busy();
    let mut driver = house.driver(MANAGER);
    driver.keys("n").unwrap().typed("投诉").keys("enter").unwrap().typed("董涵雯").keys("tab tab").unwrap();
    driver.typed("换课没有通知").keys("enter").unwrap();
    let complaint = house
        .session(MANAGER)
        .ask(&TicketList { view: QueueView::All, filter: "换课没有".into(), ..TicketList::default() })
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id)
        .max()
        .unwrap();
    let mut driver = house.driver(MANAGER);
    driver.keys("/").unwrap().typed(&complaint.to_string()).keys("enter g enter").unwrap();
    driver.keys("space a").unwrap().typed("已道歉").keys("enter d enter space").unwrap().typed("4");
    driver.keys("enter space").unwrap().typed("排课没有通知").keys("tab").unwrap().typed("提前一天通知");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(complaint.0).row.state, State::Done, "{}", driver.screen());
    house
}

#[test]
fn the_figures_are_told_by_month_person_kind_and_cause_and_a_sample_is_scored() {
    let house = november();
    for tongue in Tongue::ALL {
        let mut driver = house.driver_in(SUPERVISOR, tongue);
        driver.keys("f").unwrap();
        for view in ["four", "people", "kinds", "causes", "checks", "churn"] {
            insta::assert_snapshot!(format!("figures-{}-{view}", tongue.name()), driver.screen());
            driver.keys("v").unwrap();
        }
    }
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("f V V n enter").unwrap();
    assert!(driver.screen().contains("待评"), "{}", driver.screen());
    let drawn = || house.session(MANAGER).ask(&CheckList::default()).unwrap();
    assert_eq!(drawn().len(), 2, "all that is done");
    driver.keys("s").unwrap();
    let count = house.session(MANAGER).ask(&GetRubric {}).unwrap().criteria.len();
    for _ in 0..count {
        driver.typed("15").keys("tab").unwrap();
    }
    driver.keys("enter").unwrap();
    assert_eq!(drawn().iter().filter_map(|row| row.sum()).next(), Some((60, 100)), "{}", driver.screen());
    insta::assert_snapshot!("figures-zh-CN-scored", driver.screen());
    house.sound();
}

/// A student who has paid for ten lessons.
fn paid(house: &House) {
    let manager = house.session(MANAGER);
    let price = Price {
        name: "书法 10 节".into(),
        credits: Credits::lessons(10),
        price: Money(80_000),
        gift: Credits::lessons(1),
        ..Price::default()
    };
    manager.submit(Save { id: None, expect: None, value: price }).unwrap();
    manager.submit(Sell { offer: Offer::of(StudentId(1), PriceId(1)), due: None, expect: None }).unwrap();
    let parts = vec![Part::of(Method::Wechat, Money(80_000))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: false };
    house.session(RECEPTION).submit(pay).unwrap();
}

#[test]
fn a_refund_that_waits_to_be_worked_out_is_got_on_with_on_its_ticket() {
    let house = house();
    paid(&house);
    let ticket = house.open(ADVISOR, "refund", "搬家", 1, &[("reason", "搬到杭州")]);
    assert_eq!(house.card(ticket.0).row.step, 2);
    let mut driver = house.driver(RECEPTION);
    driver.keys("enter space").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("书法 10 节") && screen.contains("搬到杭州"), "{screen}");
    driver.keys("tab tab right tab right").unwrap();
    assert!(driver.screen().contains("留给学员"), "{}", driver.screen());
    // Another notes something meanwhile: that is told, and what was filled in stays.
    let note = NoteTicket { ticket, text: "家长催了".into() };
    house.session(MANAGER).submit(note).unwrap();
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("家长催了") && screen.contains("留给学员"), "{screen}");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(ticket.0).row.step, 3, "{}", driver.screen());
    operator(&mut driver, "周主管");
    driver.keys("y enter").unwrap();
    assert_eq!(house.card(ticket.0).outcome, Some(Outcome::Granted), "{}", driver.screen());
    house.sound();
}

#[test]
fn what_is_typed_into_any_form_of_a_ticket_survives_that_another_was_quicker() {
    let house = house();
    let meanwhile = |ticket: TicketId, text: &str| {
        house.session(MANAGER).submit(NoteTicket { ticket, text: text.into() }).unwrap();
    };
    let appeal = house.open(RECEPTION, "appeal", "扣分有异议", 2, &[("points", "8")]);
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("y tab").unwrap().typed("已核实监控");
    meanwhile(appeal, "家长又来电");
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("家长又来电") && screen.contains("已核实监控"), "{screen}");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(appeal.0).outcome, Some(Outcome::Granted), "{}", driver.screen());
    let talk = house.open(RECEPTION, "follow-up", "回访", 3, &[]);
    let mut driver = house.driver(ADVISOR);
    driver.keys("space").unwrap().typed("适应得很好");
    meanwhile(talk, "改约周二");
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("改约周二") && screen.contains("适应得很好"), "{screen}");
    driver.keys("enter").unwrap();
    assert_eq!(house.card(talk.0).row.state, State::Done, "{}", driver.screen());
    let close = house.open(RECEPTION, "suggestion", "多开周末班", 3, &[]);
    let mut driver = house.driver(SUPERVISOR);
    driver.keys("d tab").unwrap().typed("下学期开");
    meanwhile(close, "家长问进度");
    driver.keys("enter").unwrap();
    assert!(driver.screen().contains("下学期开"), "{}", driver.screen());
    driver.keys("enter").unwrap();
    assert!(house.card(close.0).solve_minutes.is_some(), "{}", driver.screen());
    house.sound();
}

#[test]
fn looking_what_comes_due_goes_on_a_little_at_a_time() {
    let house = house();
    let mut driver = house.driver(AGENT);
    driver.app.sweep();
    assert!(!driver.app.is_sweeping(), "four students are looked at in one go");
    house.sound();
}
