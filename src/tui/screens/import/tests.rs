use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};

use insta::assert_snapshot;

use crate::base::StaffId;
use crate::desk::register::{EditStudent, FindStudents, Student};
use crate::desk::{Desk, FixedClock, Session};
use crate::exchange::columns::Field;
use crate::lang::Tongue;
use crate::store::Memory;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::event::Event;
use crate::tui::screens::sample::{TestFiles, is_sound, school};
use crate::tui::screens::{Outside, program_with};

fn open(tongue: Tongue, width: u16, height: u16) -> (Driver, Session, Arc<TestFiles>) {
    let session = school().unwrap();
    let files = Arc::new(TestFiles::default());
    let outside = Outside { files: files.clone(), paper: None };
    let mut driver = Driver::new(program_with(session.clone(), test_look(tongue), outside), width, height);
    driver.keys("7 i").unwrap();
    (driver, session, files)
}

fn said(driver: &Driver) -> String {
    driver.app.message().map(|say| say.key.to_string()).unwrap_or_default()
}

fn names(session: &Session) -> usize {
    session.ask(&FindStudents { text: "单雪梅".into(), limit: 5 }).unwrap().len()
}

#[test]
fn a_file_is_found_looked_at_and_brought_in_and_undo_takes_it_back() {
    let (mut driver, session, files) = open(Tongue::ZhCn, 80, 24);
    assert_snapshot!("path_zh", driver.screen());
    driver.typed("/data/r").keys("tab").unwrap();
    assert_snapshot!("completed", driver.screen());
    // Tab again goes through what is offered, Enter takes it.
    driver.keys("tab tab enter").unwrap();
    assert_snapshot!("review_zh", driver.screen());
    driver.keys("y").unwrap();
    assert_snapshot!("agreed_zh", driver.screen());
    assert_eq!(names(&session), 0, "nothing goes in before the yes");
    driver.keys("y").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
    assert_eq!(names(&session), 1);
    // The refused row lies beside the source, and it is said where.
    assert_eq!(*files.kept.lock().unwrap(), ["/data/roster.refused.csv 1"]);
    assert_snapshot!("taken_zh", driver.screen());
    driver.keys("u").unwrap();
    assert_eq!(names(&session), 0);
    assert!(is_sound(&session));
}

#[test]
fn rows_are_told_apart_and_a_changed_one_shows_its_fields() {
    let (mut driver, session, _) = open(Tongue::En, 120, 40);
    driver.typed("/data/roster.csv").keys("enter y y").unwrap();
    let id = session.ask(&FindStudents { text: "单雪梅".into(), limit: 5 }).unwrap()[0].id;
    let student = Student {
        number: "900".into(),
        name: "单雪梅".into(),
        phone: "13900000000".into(),
        ..Student::default()
    };
    session.submit(EditStudent { id, expect: None, student }).unwrap();
    driver.keys("7 i").unwrap().typed("/data/roster.csv").keys("enter").unwrap();
    assert_snapshot!("all_en", driver.screen());
    // new, changed: the number that the file has stands beside the one in the books.
    driver.keys("v v").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("13900000000") && screen.contains("13612310077"), "{screen}");
    assert_snapshot!("changed_en", screen);
    driver.keys("v").unwrap();
    assert!(driver.screen().contains("仇敏") && !driver.screen().contains("单雪梅"), "{}", driver.screen());
    driver.keys("v").unwrap();
    assert!(driver.screen().contains("902"), "the row as it stands in the file: {}", driver.screen());
    // Esc goes back to all; / narrows; a known student's card opens and Esc comes back.
    driver.keys("esc /").unwrap().typed("单雪").keys("enter enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(id)));
    driver.keys("esc").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Import));
}

#[test]
fn a_column_is_read_as_something_else_and_that_is_saved_and_offered_again() {
    let (mut driver, session, files) = open(Tongue::ZhCn, 80, 24);
    driver.typed("/data/odd.csv").keys("enter").unwrap();
    assert_snapshot!("nameless_zh", driver.screen());
    driver.keys("y").unwrap();
    assert_eq!(said(&driver), "intake-nameless");
    driver.keys("enter").unwrap();
    assert_snapshot!("targets_zh", driver.screen());
    driver.typed("姓名").keys("enter").unwrap();
    driver.keys("down c").unwrap().typed("联系电话").keys("enter").unwrap();
    assert_snapshot!("mapped_zh", driver.screen());
    driver.keys("s").unwrap();
    let saved = files.saved.lock().unwrap()[0].mapping.clone();
    assert_eq!(saved.columns[&Field::Name].title.as_str(), "宝贝大名");
    // The same header again is read so by itself.
    driver.keys("esc enter").unwrap();
    assert!(driver.screen().contains("照保存的"), "{}", driver.screen());
    driver.keys("y").unwrap();
    assert_eq!(names(&session), 1);
    assert!(is_sound(&session));
}

#[test]
fn of_several_sheets_the_one_that_tells_most_is_read_and_another_is_chosen() {
    let (mut driver, _, _) = open(Tongue::En, 80, 24);
    driver.typed("/data/terms.xlsx").keys("enter").unwrap();
    assert!(driver.screen().contains("秋季") && driver.screen().contains("单雪梅"), "{}", driver.screen());
    driver.keys("o").unwrap();
    assert_snapshot!("sheets_en", driver.screen());
    driver.typed("春").keys("enter").unwrap();
    assert!(driver.screen().contains("春季") && driver.screen().contains("旧人"), "{}", driver.screen());
    // One without a header says what is missing instead of leaving.
    driver.keys("o").unwrap().typed("说").keys("enter").unwrap();
    assert!(driver.screen().contains("names"), "{}", driver.screen());
    driver.keys("y").unwrap();
    assert_eq!(said(&driver), "intake-nameless");
}

#[test]
fn a_set_lists_every_fault_and_waits_for_a_yes() {
    let (mut driver, session, files) = open(Tongue::En, 120, 40);
    driver.typed("/data/set").keys("enter").unwrap();
    assert_snapshot!("set_en", driver.screen());
    driver.keys("c").unwrap();
    assert_eq!(said(&driver), "intake-no-mapping");
    driver.keys("y n").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Import), "no leaves everything as it is");
    driver.keys("y y").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
    assert_eq!(files.kept.lock().unwrap().len(), 1);
    assert!(is_sound(&session));
    let (mut driver, _, _) = open(Tongue::ZhCn, 80, 24);
    driver.typed("/data/set").keys("enter").unwrap();
    assert_snapshot!("set_zh", driver.screen());
}

#[test]
fn what_can_not_be_read_says_so_where_it_was_typed() {
    let (mut driver, _, _) = open(Tongue::En, 80, 24);
    driver.typed("/nowhere").keys("enter").unwrap();
    assert_snapshot!("missing", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("/data/photos/").keys("enter").unwrap();
    assert!(driver.screen().contains("OneRoster"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("/closed/").keys("tab").unwrap();
    assert!(driver.screen().contains("permissions"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("/x").keys("tab").unwrap();
    assert!(driver.screen().contains("No file begins so"), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Setup));
}

#[test]
fn keys_work_while_a_file_is_read_and_esc_gives_it_up() {
    let (mut driver, _, files) = open(Tongue::En, 80, 24);
    let (events, inbox) = sync_channel(8);
    driver.app.work_beside(events);
    let (open_gate, gate) = channel();
    *files.gate.lock().unwrap() = Some(gate);
    driver.typed("/data/roster.csv").keys("enter").unwrap();
    assert!(driver.screen().contains("Reading"), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("/data/roster.csv"), "{}", driver.screen());
    // What was given up comes to an end by itself, and nothing is shown of it.
    open_gate.send(()).unwrap();
    driver.app.on_event(inbox.recv().unwrap());
    assert!(!driver.screen().contains("单雪梅"), "{}", driver.screen());
    // Asked again it is shown once it is there.
    driver.keys("enter").unwrap();
    open_gate.send(()).unwrap();
    let done = inbox.recv().unwrap();
    assert_eq!(done, Event::Finished(None));
    driver.app.on_event(done);
    assert!(driver.screen().contains("单雪梅"), "{}", driver.screen());
    // Brought in from another place: it is said there.
    driver.keys("y y 4").unwrap();
    driver.app.on_event(inbox.recv().unwrap());
    assert_eq!(driver.app.place(), Some(Place::Board));
    assert_eq!(said(&driver), "intake-taken");
}

#[test]
fn the_first_run_opens_the_books_and_asks_for_a_roster() {
    for (tongue, name) in [(Tongue::ZhCn, "first_zh"), (Tongue::En, "first_en")] {
        let desk = Desk::over(Arc::new(Memory::new()), Arc::new(FixedClock::at(test_now())));
        let session = desk.session(StaffId(1), "test");
        let mut driver = Driver::new(
            program_with(
                session.clone(),
                test_look(tongue),
                Outside { files: Arc::new(TestFiles::default()), paper: None },
            ),
            80,
            24,
        );
        assert_snapshot!(name, driver.screen());
        driver.keys("2").unwrap();
        assert_eq!(said(&driver), "start-first");
        driver.keys("enter").unwrap().typed("启明星").keys("tab").unwrap().typed("周主管");
        driver.keys("tab ctrl-u").unwrap().typed("Mars/Base").keys("enter").unwrap();
        assert_snapshot!(format!("{name}_form"), driver.screen());
        driver.keys("ctrl-u").unwrap().typed("Asia/Shanghai").keys("enter").unwrap();
        assert_eq!(driver.app.place(), Some(Place::Today));
        assert!(driver.screen().contains("周主管"), "{}", driver.screen());
        driver.keys("y").unwrap();
        assert_eq!(driver.app.place(), Some(Place::Import));
        assert!(is_sound(&session));
    }
}
