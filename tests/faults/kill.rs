//! The real program, killed while it keeps awards: what it had answered is there, and a request that is
//! handed in again has one effect.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::base::StudentId;
use rollbook::books::ledger::{Account, balance};
use rollbook::desk::Desk;
use rollbook::store::Redb;
use serde_json::{Value, json};

use super::{school, seeds};

const COMMANDS: usize = 40;
const POINTS: i64 = 3;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
    command.arg("--data").arg(folder).args(["--lang", "en", "do"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn lines(round: u64) -> String {
    let line = |n| {
        json!({ "do": "points.award", "request": format!("k-{round}-{n}"), "rule": 2, "students": [1] })
            .to_string()
            + "\n"
    };
    (0..COMMANDS).map(line).collect()
}

/// Hands in the round's commands and kills the program after so many answers.
fn killed(folder: &Path, round: u64, after: usize) -> Vec<Value> {
    let mut child = program(folder).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let all = lines(round);
    // The program may be gone before it has read all of it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(all.as_bytes())));
    let mut answers = Vec::new();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    while answers.len() < after {
        let Some(Ok(line)) = out.next() else { break };
        answers.push(serde_json::from_str(&line).unwrap());
    }
    child.kill().unwrap();
    child.wait().unwrap();
    writer.join().unwrap();
    // Answers that were on their way when it died count too; the last line may be cut.
    answers.extend(out.map_while(Result::ok).filter_map(|line| serde_json::from_str(&line).ok()));
    answers
}

fn points(folder: &Path) -> i64 {
    let desk = Desk::open(folder).unwrap();
    school::sound(&desk, 0);
    let snapshot = desk.engine().snapshot().unwrap();
    balance(&*snapshot, Account::points(StudentId(1))).unwrap()
}

#[test]
fn a_program_that_is_killed_keeps_what_it_answered_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    school::open(&Desk::open(folder.path()).unwrap(), 1);
    let mut had = 0;
    for round in seeds(12) {
        let mut dice = ChaCha8Rng::seed_from_u64(round);
        let answers = killed(folder.path(), round, dice.random_range(0..COMMANDS));
        assert!(answers.iter().all(|answer| answer["repeated"] == json!(false)), "round {round}");
        // The same again, to the end.
        let mut child = program(folder.path()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let all = lines(round);
        let writer = std::thread::spawn(move || stdin.write_all(all.as_bytes()).unwrap());
        let done = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert!(done.status.success(), "round {round}");
        let out = String::from_utf8(done.stdout).unwrap();
        let again: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(again.len(), COMMANDS, "round {round}");
        for (first, second) in answers.iter().zip(&again) {
            assert_eq!(second["repeated"], json!(true), "round {round}: an answered command was lost");
            assert_eq!(first["seq"], second["seq"], "round {round}");
        }
        had += COMMANDS as i64 * POINTS;
        assert_eq!(points(folder.path()), had, "round {round}");
    }
}

/// The lock of a program that was killed is gone with it.
#[test]
fn a_store_that_is_held_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let held = Redb::open(folder.path()).unwrap();
    school::open(&school::desk(std::sync::Arc::new(held)), 1);
    let held = Redb::open(folder.path()).unwrap();
    let child = program(folder.path()).stderr(Stdio::piped()).output().unwrap();
    drop(held);
    assert_eq!(child.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&child.stderr).contains("in use"));
}
