use insta::assert_snapshot;

use crate::base::{LessonId, RuleId, StudentId};
use crate::desk::Session;
use crate::desk::ledger::points::Award;
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look};
use crate::tui::screens::program;
use crate::tui::screens::sample::{is_sound, school};

fn open(tongue: Tongue, width: u16, height: u16) -> (Driver, Session) {
    let session = school().unwrap();
    let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, height);
    driver.keys("4").unwrap();
    (driver, session)
}

#[test]
fn ranks_of_the_month_with_movement_in_chinese() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    assert_snapshot!(driver.screen());
    assert!(is_sound(&session));
}

#[test]
fn ranks_of_the_month_beside_a_statement_in_english() {
    let (mut driver, _) = open(Tongue::En, 120, 40);
    driver.keys("down").unwrap();
    assert_snapshot!(driver.screen());
}

#[test]
fn ranks_in_chinese_on_a_wide_screen_and_in_english_on_a_narrow_one() {
    assert_snapshot!("wide_zh", open(Tongue::ZhCn, 120, 40).0.screen());
    assert_snapshot!("narrow_en", open(Tongue::En, 80, 24).0.screen());
}

#[test]
fn spans_turn_and_periods_before_are_found_again() {
    let (mut driver, _) = open(Tongue::En, 80, 24);
    driver.keys("[").unwrap();
    let october = driver.screen();
    assert!(october.contains("01 Oct–31 Oct") && october.contains("27 pts"), "{october}");
    driver.keys("] ]").unwrap();
    assert!(driver.screen().contains("01 Nov–30 Nov"), "not past today's: {}", driver.screen());
    driver.keys("left").unwrap();
    assert!(driver.screen().contains("▌Week▐"));
    driver.keys("right right").unwrap();
    assert!(driver.screen().contains("2026 秋"));
    driver.keys("right").unwrap();
    assert!(driver.screen().contains("▌All time▐"));
}

#[test]
fn who_earned_the_same_shares_a_rank() {
    let (mut driver, _) = open(Tongue::En, 80, 24);
    let screen = driver.screen();
    let line = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap().to_owned();
    // 曹庆子 and 欧阳子涵 both earned 11 this month; 莫强兰 and Ada both 8 come after both.
    assert!(line("曹庆子").trim_start().starts_with('2'), "{screen}");
    assert!(line("欧阳子涵").trim_start().starts_with('2'), "{screen}");
    assert!(line("莫强兰").trim_start().starts_with('4'), "{screen}");
}

#[test]
fn a_class_counts_only_what_was_earned_there_and_teams_stand_against_each_other() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    driver.keys("o").unwrap().typed("zssf").keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("周三书法班") && !screen.contains("董涵雯"), "{screen}");
    driver.keys("o").unwrap().typed("小组对抗").keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("红队") && screen.contains("2 组"), "{screen}");
    driver.keys("w").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("board-not-a-student"));
    driver.keys("enter").unwrap();
    assert!(driver.screen().contains("3 人"), "{}", driver.screen());
    assert!(is_sound(&session));
}

#[test]
fn a_reward_is_redeemed_in_five_keys_and_the_rank_stays() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    driver.count();
    driver.keys("w").unwrap();
    assert_snapshot!("redeem", driver.screen());
    driver.keys("enter").unwrap();
    assert_snapshot!("redeem_confirm", driver.screen());
    driver.keys("y").unwrap();
    assert!(driver.count() <= 5);
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("points-redeemed"));
    let screen = driver.screen();
    assert!(screen.lines().any(|line| line.contains("▸    1") && line.contains("董涵雯")), "{screen}");
    assert!(screen.contains("兑换 20"), "{screen}");
    driver.keys("w enter").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("board-cannot-short"));
    driver.keys("u").unwrap();
    assert!(driver.screen().contains("兑换 0"), "{}", driver.screen());
    assert!(is_sound(&session));
}

#[test]
fn stock_is_taken_in() {
    let (mut driver, session) = open(Tongue::En, 80, 24);
    driver.keys("= tab").unwrap().typed("5").keys("enter").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("points-supplied"));
    driver.keys("w").unwrap();
    assert!(driver.screen().contains("7 in stock"), "{}", driver.screen());
    assert!(is_sound(&session));
}

#[test]
fn the_statement_folds_what_was_taken_back() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    let award = Award {
        rule: RuleId(1),
        students: vec![StudentId(3)],
        lesson: Some(LessonId(3)),
        class: None,
        points: None,
    };
    session.submit(award).unwrap();
    driver.keys("u enter").unwrap();
    assert_snapshot!(driver.screen());
    driver.keys("end esc").unwrap();
    assert!(driver.screen().contains("董涵雯 · 余"));
    assert!(is_sound(&session));
}

#[test]
fn the_balance_report_says_how_rules_are_used() {
    let (mut driver, _) = open(Tongue::ZhCn, 80, 24);
    driver.keys("b").unwrap();
    assert_snapshot!("report_zh", driver.screen());
    let (mut driver, _) = open(Tongue::En, 120, 40);
    driver.keys("b").unwrap();
    assert_snapshot!("report_en", driver.screen());
}

#[test]
fn a_filter_finds_by_initials() {
    let (mut driver, _) = open(Tongue::En, 80, 24);
    driver.keys("/").unwrap().typed("oyzh");
    let screen = driver.screen();
    assert!(screen.contains("欧阳子涵") && !screen.contains("董涵雯"), "{screen}");
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("董涵雯"));
}
