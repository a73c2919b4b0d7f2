//! The shell driven by keys, with a list and a form for screens.

use std::cell::Cell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::{App, Cx, Effect, Finder, Found, Layer, Look, Place, Screen, Tab, Tone};
use super::driver::{Driver, test_look, test_session};
use super::event::{End, Event};
use super::input::{Action, Context, Keymap};
use super::theme::Role;
use super::widgets::filter::Filtered;
use super::widgets::{Column, Confirm, Field, Filter, Form, Line, ListState, Row, Table, rule};
use crate::base::{Say, StudentId, Text};
use crate::desk::register::{AddStudent, Student};
use crate::desk::{Area, Areas};
use crate::lang::Tongue;
use crate::say;

const NAMES: [&str; 6] = ["廖梅仇", "曹庆子", "董涵雯", "欧阳子涵", "贺宇", "莫强兰"];

/// A list that filters, opens cards, edits in a form and asks before it clears.
struct Names {
    place: Place,
    ids: Vec<u64>,
    state: ListState<u64>,
    filter: Filter,
    changes: Rc<Cell<usize>>,
}

impl Names {
    fn narrow(&mut self, filtered: Filtered) -> Effect {
        match filtered {
            Filtered::Pass => return Effect::Pass,
            Filtered::Same => {}
            Filtered::Changed => {
                let wanted = |id: &u64| NAMES[*id as usize].contains(self.filter.text());
                self.ids = (0..NAMES.len() as u64).filter(wanted).collect();
            }
        }
        Effect::Done
    }
}

fn name_form() -> Form {
    Form::new(say!("app-tab-roster"), vec![Field::text("name", say!("app-name")).required()], |values, _| {
        let name = values.text("name").unwrap_or_default();
        Ok(Effect::Tell(say!("app-config-theme", name = &name), Tone::Ok))
    })
}

impl Layer for Names {
    fn contexts(&self) -> &'static [Context] {
        if self.filter.typing() { Filter::CONTEXTS } else { &[Context::Roster, Context::List] }
    }
    fn typing(&self) -> bool {
        self.filter.typing()
    }
    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        let filtered = self.filter.on_text(c);
        self.narrow(filtered)
    }
    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        let filtered = self.filter.on_action(action);
        match (filtered, action) {
            (Filtered::Pass, Action::ListOpen) => match self.state.selected() {
                Some(id) => Effect::Go(Place::Card(StudentId(id))),
                None => Effect::Done,
            },
            (Filtered::Pass, Action::GoSetup) => Effect::Open(Box::new(name_form())),
            (Filtered::Pass, Action::GoFees) => Effect::Open(Box::new(
                Confirm::new(say!("app-tab-fees"), |_| Effect::Tell(say!("app-tab-board"), Tone::Ok))
                    .consequence(say!("app-tab-setup")),
            )),
            (Filtered::Pass, action) if self.state.on_action(action, &self.ids) => Effect::Done,
            (filtered, _) => self.narrow(filtered),
        }
    }
    fn on_change(&mut self, _: Areas, _: &mut Cx) {
        self.changes.set(self.changes.get() + 1);
    }
    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        (action == Action::ListLast).then(|| say!("app-picker-empty"))
    }
    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ListOpen, Action::ListFilter, Action::ListLast, Action::Undo]
    }
    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let columns =
            [Column::fixed("座", 4), Column::flexible("学员", 8, 1), Column::fixed("积分", 6).right()];
        let low = Rect { height: area.height.saturating_sub(2), ..area };
        let ids = &self.ids;
        let row = |i: usize| Row::of([format!("{:02}", ids[i]).as_str(), NAMES[ids[i] as usize], "47.5"]);
        Table { columns: &columns, ids, row: &row }.draw(low, buf, &look.theme, &mut self.state);
        let foot = Rect { y: low.bottom(), height: area.height - low.height, ..area };
        rule(foot, buf, &look.theme);
        self.filter.draw(
            Rect { y: foot.bottom().saturating_sub(1), height: foot.height.min(1), ..foot },
            buf,
            look,
        )
    }
}

impl Screen for Names {
    fn place(&self) -> Place {
        self.place
    }
    fn headline(&self, _: &Look) -> (Line, Line) {
        (Line::of("周六绘画一班 · 第12课", Role::Title), Line::of(format!("共{}", self.ids.len()), Role::Ok))
    }
    fn whole(&self) -> bool {
        matches!(self.place, Place::Projector(_))
    }
}

struct ByInitials;
impl Finder for ByInitials {
    fn find(&self, typed: &str, _: usize, _: &mut Cx) -> Vec<Found> {
        let place = Place::Card(StudentId(3));
        let found = Found { label: "欧阳子涵".into(), detail: "S3".into(), place };
        if "oyzh".starts_with(typed) { vec![found] } else { Vec::new() }
    }
}

fn driver_with(look: Look, width: u16, height: u16) -> (Driver, Rc<Cell<usize>>) {
    let changes: Rc<Cell<usize>> = Rc::default();
    let counted = changes.clone();
    let opener = move |place: &Place, _: &mut Cx| -> Box<dyn Screen> {
        let (state, filter) = (ListState::default(), Filter::default());
        Box::new(Names { place: *place, ids: (0..6).collect(), state, filter, changes: counted.clone() })
    };
    let mut app = App::new(test_session().unwrap(), look, Box::new(opener), Place::Today);
    app.set_badges(vec![(Tab::Tickets, 3)]);
    (Driver::new(app.finders(vec![Rc::new(ByInitials)]), width, height), changes)
}

fn driver(tongue: Tongue) -> Driver {
    driver_with(test_look(tongue), 80, 24).0
}

#[test]
fn the_frame_says_where_what_and_which_keys() {
    let mut driver = driver(Tongue::ZhCn);
    driver.keys("3 down").unwrap();
    let screen = driver.screen();
    let lines: Vec<_> = screen.lines().collect();
    assert_eq!(lines.len(), 24);
    assert_eq!(lines[0], " 今日  名册 ▌上课▐ 积分榜  工单·3  收费            启明星 · 李老师 · 周六 14:07");
    assert!(lines[1].starts_with(" 周六绘画一班 · 第12课") && lines[1].ends_with("共6"), "{}", lines[1]);
    assert!(lines[2].chars().all(|c| c == '─'));
    assert_eq!(lines[3].split_whitespace().collect::<Vec<_>>(), ["座", "学员", "积分"]);
    assert!(lines[5].starts_with(" ▸ 01    曹庆子") && lines[5].ends_with("47.5"), "{}", lines[5]);
    assert_eq!(lines[23], " 回车 打开  / 筛选  u 撤销  ? 按键");
}

#[test]
fn a_tab_is_found_as_it_was_left_and_back_leaves_a_card() {
    let mut driver = driver(Tongue::En);
    driver.keys("2 down down enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(2))));
    driver.keys("esc").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
    driver.keys("3 2").unwrap();
    assert!(driver.screen().contains("▸ 02"), "the selection is where it was");
    driver.keys("tab shift-tab").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
}

#[test]
fn digits_and_letters_are_typed_into_an_open_filter() {
    let mut driver = driver(Tongue::ZhCn);
    driver.keys("2 /").unwrap().typed("子q");
    assert!(driver.screen().contains("共0"));
    assert!(driver.frame().1.is_some(), "the real cursor stands in the filter");
    driver.keys("backspace enter").unwrap();
    assert!(driver.screen().contains("共2"));
    assert_eq!(driver.app.place(), Some(Place::Roster));
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("共6"));
}

#[test]
fn chinese_punctuation_commands_as_the_key_that_it_stands_on() {
    let mut driver = driver(Tongue::ZhCn);
    driver.typed("？");
    assert!(driver.screen().contains("首行"), "{}", driver.screen());
}

#[test]
fn a_form_takes_the_keys_and_tells_what_came_of_it() {
    let mut driver = driver(Tongue::En);
    driver.keys("7").unwrap().typed("1 u廖").keys("enter").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("app-config-theme"));
    assert!(driver.screen().contains("there is no theme 1 u廖"));
    assert_eq!(driver.app.place(), Some(Place::Today), "digits were typed, not obeyed");
}

#[test]
fn a_question_is_modal_and_says_what_a_yes_will_do() {
    let mut driver = driver(Tongue::En);
    driver.keys("6 3").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Today));
    assert!(driver.screen().contains("Set-up"));
    driver.keys("y").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("app-tab-board"));
}

#[test]
fn a_disabled_action_says_why_and_is_not_offered() {
    let mut driver = driver(Tongue::En);
    driver.keys("end").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("app-picker-empty"));
    assert!(!driver.screen().contains("last row"));
}

#[test]
fn the_palette_finds_students_before_actions_and_does_both() {
    let mut driver = driver(Tongue::ZhCn);
    driver.keys(":").unwrap().typed("oy").keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(3))));
    assert!(driver.count() <= 5, "a student's card is open within five keys");
    driver.keys("ctrl-p").unwrap().typed("退出").keys("enter").unwrap();
    assert_eq!(driver.app.ended(), Some(End::Quit));
}

#[test]
fn a_pending_chord_shows_what_may_follow_and_esc_drops_it() {
    let mut look = test_look(Tongue::ZhCn);
    let own = "[roster]\nclear = true\n\"g g\" = \"list.first\"\n\"g t\" = \"global.today\"";
    look.keymap = Keymap::default_keys().overlay("own", own).0;
    let (mut driver, _) = driver_with(look, 80, 24);
    driver.keys("2 down g").unwrap();
    assert!(driver.screen().ends_with(" g 之后：  g 首行  t 今日\n"), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("▸ 01"));
    driver.keys("g g").unwrap();
    assert!(driver.screen().contains("▸ 00"));
    driver.keys("g x").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("app-key-unknown"));
}

#[test]
fn help_lists_the_keys_that_work_here() {
    let mut driver = driver(Tongue::En);
    driver.keys("2 ?").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("Lists") && screen.contains("k  ↑"), "{screen}");
    driver.keys("page-down page-down page-down").unwrap();
    assert!(driver.screen().contains("quit"), "{}", driver.screen());
    driver.keys("?").unwrap();
    assert!(!driver.screen().contains("quit"));
}

#[test]
fn one_key_takes_the_last_action_back_and_another_does_it_again() {
    let mut driver = driver(Tongue::ZhCn);
    let student = Student { name: Text::new("廖梅仇"), ..Student::default() };
    driver.app.session().submit(AddStudent { classes: vec![], student }).unwrap();
    driver.keys("u").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("undo-done"));
    driver.keys("ctrl-r").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("undo-redone"));
}

#[test]
fn a_covered_screen_asks_again_when_it_is_seen() {
    let (mut driver, changes) = driver_with(test_look(Tongue::En), 80, 24);
    driver.keys("2").unwrap();
    driver.app.on_event(Event::Changed(Areas::default().with(Area::Students)));
    assert_eq!(changes.get(), 1, "only the seen screen asks");
    driver.keys("1").unwrap();
    assert_eq!(changes.get(), 2);
    driver.keys("2").unwrap();
    assert_eq!(changes.get(), 2, "nothing changed meanwhile");
}

#[test]
fn a_frame_is_due_only_when_something_changed() {
    let mut driver = driver(Tongue::En);
    driver.screen();
    assert!(!driver.app.is_dirty());
    driver.app.tick();
    assert!(!driver.app.is_dirty(), "the same minute");
    driver.keys("down").unwrap();
    assert!(driver.app.is_dirty());
}

#[test]
fn a_small_terminal_is_told_so_in_words() {
    let mut driver = driver(Tongue::ZhCn);
    driver.resize(40, 10);
    assert!(driver.screen().replace('\n', "").contains("窗口太小"), "{}", driver.screen());
}

#[test]
fn a_plain_console_gets_plain_signs() {
    let mut look = test_look(Tongue::En);
    look.plain = true;
    let (mut driver, _) = driver_with(look, 80, 24);
    let screen = driver.keys("? ").unwrap().screen();
    assert!(!screen.chars().any(|c| "─│┌┐▸▌▐·●".contains(c)), "{screen}");
}

fn any_key() -> impl Strategy<Value = String> {
    let named = prop::sample::select(vec![
        "esc",
        "enter",
        "tab",
        "shift-tab",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "page-up",
        "page-down",
        "space",
        "backspace",
        "delete",
        "ctrl-p",
        "ctrl-r",
        "ctrl-w",
        "ctrl-u",
        "f1",
        "u",
        "/",
        "?",
        ":",
        "y",
        "n",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "alt-3",
    ]);
    prop_oneof![
        4 => named.prop_map(str::to_owned),
        1 => any::<char>().prop_filter("a key", |c| !c.is_control() && !c.is_whitespace()).prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_keys_at_any_size_never_panic(
        steps in proptest::collection::vec((proptest::collection::vec(any_key(), 0..12), size()), 1..8),
    ) {
        let mut driver = driver(Tongue::ZhCn);
        for (keys, (width, height)) in steps {
            driver.resize(width, height);
            for key in keys {
                driver.keys(&key).unwrap();
            }
            let (frame, cursor) = driver.frame();
            prop_assert!(cursor.is_none_or(|at| frame.area.contains(at)), "{:?}", cursor);
        }
    }
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![3 => (0u16..130, 0u16..50), 1 => (0u16..=500, 0u16..=200), 1 => (0u16..6, 0u16..6)]
}
