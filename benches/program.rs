//! The program as an operator feels it: start to first frame on a store of a million entries beside
//! spawning a program that does nothing, and what one mark on the class screen writes.

#[path = "common/mod.rs"]
mod common;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rollbook::base::{Credits, StaffId, StudentId, parse_day};
use rollbook::books::Act;
use rollbook::books::calendar::PlanLessons;
use rollbook::books::ledger::credits::GiveCredits;
use rollbook::desk::{Clock, Desk, FixedClock};
use rollbook::lang::Tongue;
use rollbook::store::{Memory, Redb, STORE_FILE};
use rollbook::tui::driver::{Driver, test_look};
use rollbook::tui::screens::program;
use rollbook::tui::terminal::Painter;

const STARTS: usize = 41;
const SIZE: PtySize = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
/// The school's name stands in the status line of every frame.
const SCHOOL: &str = "启明星";

/// From the spawn to the first frame, or to the end of a program that draws none.
fn spawn(command: CommandBuilder, frame: bool) -> Duration {
    let pty = native_pty_system().openpty(SIZE).expect("a terminal");
    let mut reader = pty.master.try_clone_reader().expect("its other end");
    let start = Instant::now();
    let mut child = pty.slave.spawn_command(command).expect("spawned");
    drop(pty.slave);
    if !frame {
        child.wait().expect("ended");
        return start.elapsed();
    }
    let (mut seen, mut chunk) = (Vec::new(), [0; 65_536]);
    while !String::from_utf8_lossy(&seen).contains(SCHOOL) {
        match reader.read(&mut chunk) {
            Ok(n) if n > 0 => seen.extend_from_slice(&chunk[..n]),
            _ => panic!("ended before a frame: {}", String::from_utf8_lossy(&seen)),
        }
    }
    let took = start.elapsed();
    // Ended as a hang-up ends it, so that the next start finds a store that was closed.
    let rest = std::thread::spawn(move || while reader.read(&mut chunk).is_ok_and(|n| n > 0) {});
    if let Some(id) = child.process_id().and_then(|id| rustix::process::Pid::from_raw(id as i32)) {
        rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("told to end");
    }
    child.wait().expect("ended");
    drop(pty.master);
    rest.join().expect("read to the end");
    took
}

fn start(folder: &Path, what: &str) {
    let ours = || {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rollbook"));
        command.args(["--lang", "zh-CN", "--data"]);
        command.arg(folder);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command
    };
    let (mut mine, mut nothing) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        mine.push(spawn(ours(), true));
        nothing.push(spawn(CommandBuilder::new("/bin/true"), false));
    }
    let (mine, nothing) = (common::median(&mut mine), common::median(&mut nothing));
    let ratio = mine.as_secs_f64() / nothing.as_secs_f64();
    println!("start to first frame, {what}: {mine:?} beside {nothing:?} for /bin/true: {ratio:.2} ×");
}

/// The class screen of a class of 40 on its lesson.
fn class_screen(tongue: Tongue) -> Driver {
    let now = "2026-11-21T06:07:00Z".parse().expect("a time");
    let clock = Arc::new(FixedClock::at(now)) as Arc<dyn Clock>;
    let desk = Desk::over(Arc::new(Memory::new()), clock);
    let session = desk.session(StaffId(1), "bench");
    common::open_school(&session, common::CLASS);
    for student in 1..=common::CLASS {
        let student = StudentId(student);
        let credits = Credits::lessons(12);
        session.submit(GiveCredits { student, credits, ..GiveCredits::example() }).expect("credits");
    }
    let until = parse_day("2026-12-31").expect("a day");
    session.submit(PlanLessons { class: None, from: None, until }).expect("lessons");
    let mut driver = Driver::new(program(session, test_look(tongue)), 80, 24);
    driver.keys("3").expect("the class screen");
    driver
}

fn marks() {
    for tongue in Tongue::ALL {
        let mut driver = class_screen(tongue);
        let mut painter = Painter::default();
        let mut drawn = |driver: &mut Driver| {
            let cursor = driver.app.draw(painter.frame(80, 24));
            painter.finish(cursor).len()
        };
        drawn(&mut driver);
        println!("bytes on the class screen of 40, {tongue:?}, each in one write:");
        for (what, keys) in [
            ("move down", "down"),
            ("mark late", "l"),
            ("move down", "down"),
            ("another late", "l"),
            ("move down", "down"),
            ("mark absent", "a"),
            ("move down", "down"),
            ("another absent", "a"),
            ("award", "1"),
            ("award again", "1"),
        ] {
            driver.keys(keys).expect("a key");
            println!("  {what:<14} {}", drawn(&mut driver));
        }
        if std::env::var_os("ROLLBOOK_SHOW").is_some() {
            println!("{}", driver.screen());
        }
    }
}

fn main() {
    marks();
    let scratch = common::scratch();
    let (big, small) = (scratch.path().join("big"), scratch.path().join("small"));
    fs::create_dir_all(&big).expect("a folder");
    fs::copy(common::million().join(STORE_FILE), big.join(STORE_FILE)).expect("a copy");
    {
        let desk = Desk::open(&small).expect("a store");
        common::open_school(&desk.session(StaffId(1), "bench"), common::CLASS);
    }
    start(&small, "a school of 40");
    start(&big, "a store of a million entries");
    let open = Instant::now();
    let store = Redb::open(&big).expect("the store");
    println!("  of which opening the store: {:?}", open.elapsed());
    drop(store);
}
