//! What the benches share: a school with a million ledger entries, and figures in words.

pub mod lite;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::base::{ClassId, Day, Instant, RuleId, StaffId, StudentId, parse_day};
use rollbook::books::Act;
use rollbook::books::ledger::points::Award;
use rollbook::books::register::{
    AddStudent, Class, Course, InitSchool, Listed, Role, Rule, RuleGroup, RuleValue, Save, Staff, Student,
};
use rollbook::desk::{Clock, Desk, FixedClock, Session};
use rollbook::store::{Batch, Engine, FORMAT, Memory, Redb, STORE_FILE, Snapshot, StoreError};

use lite::Lite;

/// Students of the big school.
pub const STUDENTS: u64 = 2_000;
/// Students of one class; classes follow one another.
pub const CLASS: u64 = 40;
/// Its teachers, operators 2 to 11.
pub const TEACHERS: u64 = 10;
/// Ledger entries under accounts that keep entries.
pub const ENTRIES: usize = 1_000_000;
/// One in so many awards goes to a single student, the others to a class.
const SINGLES: usize = 200_000;

/// The middle one.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A folder that costs no disk time, where the machine has one: what is compared is given its waits.
pub fn scratch() -> tempfile::TempDir {
    let fast = Path::new("/dev/shm");
    let made = if fast.is_dir() { tempfile::tempdir_in(fast) } else { tempfile::tempdir() };
    made.expect("a scratch folder")
}

/// The first school day of the big school, and its last.
pub fn days() -> (Day, Day) {
    (parse_day("2024-01-01").expect("a day"), parse_day("2026-11-20").expect("a day"))
}

fn at(day: Day, second: u32) -> Instant {
    day.and_hms_opt(1 + second / 3600 % 12, second / 60 % 60, second % 60).expect("a time").and_utc()
}

/// An award of one point to these, for their class.
pub fn award(rule: u64, students: Vec<u64>) -> Award {
    let class = students.first().map(|id| ClassId((id - 1) / CLASS + 1));
    let students = students.into_iter().map(StudentId).collect();
    Award { rule: RuleId(rule), students, lesson: None, class, points: None }
}

/// Opens the big school: teachers, rules, classes, students.
pub fn open_school(session: &Session, students: u64) {
    let save = |done: Result<_, rollbook::base::Refused>| drop(done.expect("a kept command"));
    save(session.submit(InitSchool { operator: "周主管".into(), ..InitSchool::example() }));
    for n in 1..=TEACHERS {
        let value =
            Staff { name: format!("老师{n}").into(), roles: vec![Role::Teacher], ..Staff::default() };
        save(session.submit(Save { id: None, expect: None, value }));
    }
    let value = Course { name: "绘画".into(), ..Course::default() };
    save(session.submit(Save { id: None, expect: None, value }));
    for n in 1..=5u8 {
        let value = Rule {
            name: format!("规则{n}").into(),
            group: RuleGroup::Interaction,
            value: RuleValue::Fixed(1),
            cap: None,
            roles: vec![],
            key: n,
            auto: None,
            retired: false,
        };
        save(session.submit(Save { id: None, expect: None, value }));
    }
    for n in 0..students.div_ceil(CLASS) {
        let teacher = Some(StaffId(2 + n % TEACHERS));
        let value = Class { name: format!("班{n}").into(), teacher, ..Class::example() };
        save(session.submit(Save { id: None, expect: None, value }));
    }
    for n in 1..=students {
        let student = Student { name: format!("学员{n}").into(), ..Student::default() };
        save(session.submit(AddStudent { classes: vec![ClassId((n - 1) / CLASS + 1)], student }));
    }
}

/// An engine in memory whose rows also go to redb and to SQLite in the order in which they came: pages that
/// were written to for years are not as full as those of a bulk load.
struct Lived {
    rows: Memory,
    redb: Redb,
    lite: Mutex<Lite>,
    waiting: Mutex<(usize, Batch)>,
}

/// Commands whose rows go to the two stores in one commit.
const TOGETHER: usize = 100;

impl Lived {
    fn flush(&self) {
        let (_, batch) = std::mem::take(&mut *self.waiting.lock().expect("one writer"));
        self.redb.commit(&batch).expect("kept");
        self.lite.lock().expect("one writer").commit(&batch, || ());
    }
}

impl Engine for Lived {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.rows.snapshot()
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.rows.commit(batch)?;
        let full = {
            let mut waiting = self.waiting.lock().expect("one writer");
            waiting.0 += 1;
            waiting.1.extend(batch.clone());
            waiting.0 >= TOGETHER
        };
        if full {
            self.flush();
        }
        Ok(())
    }
}

/// Fills the engine with the big school, each entry through the desk.
fn fill(engine: Arc<Lived>) {
    let (first, last) = days();
    let clock = Arc::new(FixedClock::at(at(first, 0)));
    let desk = Desk::over(engine, Arc::clone(&clock) as Arc<dyn Clock>);
    open_school(&desk.session(StaffId(1), "bench"), STUDENTS);
    let mut dice = ChaCha8Rng::seed_from_u64(7);
    let classes = (ENTRIES - SINGLES) / CLASS as usize;
    let rounds = SINGLES + classes;
    let span = (last - first).num_days();
    for round in 0..rounds {
        let day = first + chrono::Days::new((span * round as i64 / rounds as i64).unsigned_abs());
        clock.set(at(day, (round % 40_000) as u32));
        let class = dice.random_range(0..STUDENTS / CLASS);
        let students = if round % (rounds / classes) == 0 {
            (1..=CLASS).map(|n| class * CLASS + n).collect()
        } else {
            vec![class * CLASS + dice.random_range(1..=CLASS)]
        };
        let teacher = StaffId(2 + class % TEACHERS);
        let session = desk.session(teacher, "bench");
        session.submit(award(dice.random_range(1..=5), students)).expect("an award");
    }
}

/// SQLite's file beside the big school's store.
pub const LITE_FILE: &str = "lite.db";

/// The folder of the big school's store, and of the same in SQLite; made on the first use (some minutes) and kept
/// beside the build.
pub fn million() -> PathBuf {
    // A store that an unfinished program of another format left doesn't replay by today's rules.
    let name = format!("school-of-a-million-entries-format-{FORMAT}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !folder.join("whole").exists() {
        let _ = fs::remove_dir_all(&folder);
        let start = std::time::Instant::now();
        let made = scratch();
        let engine = Arc::new(Lived {
            rows: Memory::new(),
            redb: Redb::open(made.path()).expect("a store"),
            lite: Mutex::new(Lite::make(&made.path().join(LITE_FILE))),
            waiting: Mutex::default(),
        });
        fill(Arc::clone(&engine));
        engine.flush();
        engine.redb.commit(&Batch::new()).expect("tidied");
        drop(engine);
        fs::create_dir_all(&folder).expect("a folder");
        for file in [STORE_FILE, LITE_FILE] {
            fs::copy(made.path().join(file), folder.join(file)).expect("a copy");
        }
        fs::write(folder.join("whole"), "").expect("noted");
        println!("made the store of {ENTRIES} entries in {:?}", start.elapsed());
    }
    folder
}
