//! The real binary as scripts use it, in a data folder of its own, with a bare environment.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub struct School {
    pub home: TempDir,
}

pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {} / {}", self.out, self.err))
    }

    pub fn ok(self) -> Ran {
        assert_eq!(self.code, Some(0), "{} {}", self.out, self.err);
        self
    }

    /// Refused with that exit code, a reason and an advice in two lines, and nothing on stdout.
    pub fn refused(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{} {}", self.out, self.err);
        assert_eq!(self.out, "");
        assert!(self.err.trim().lines().count() >= 2, "a reason and a hint: {}", self.err);
        self
    }
}

impl School {
    pub fn none() -> School {
        School { home: tempfile::tempdir().unwrap() }
    }

    pub fn new() -> School {
        let school = School::none();
        school.run(&["init", "--name", "启明星", "--operator", "周主管"]).ok();
        school
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
        command.env_clear().env("HOME", self.home.path()).env("LANG", "C.UTF-8");
        command.args(["--data", self.path("data").to_str().unwrap()]).args(args);
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(&self.command(args).output().unwrap())
    }

    /// Runs with these lines on stdin.
    pub fn feed(&self, args: &[&str], lines: &str) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        ran(&child.wait_with_output().unwrap())
    }

    /// A file of the fixtures, in a folder that may be written to.
    pub fn fixture(&self, name: &str) -> String {
        let to = self.path(name);
        std::fs::copy(fixture(name), &to).unwrap();
        to.to_str().unwrap().to_owned()
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let to = self.path(name);
        std::fs::write(&to, content).unwrap();
        to.to_str().unwrap().to_owned()
    }

    pub fn sound(&self) {
        let report = self.run(&["verify", "--json"]).ok().json();
        assert_eq!(report["whole"], true, "{report}");
    }
}

pub fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

/// What the real hledger answers to the journal on its input; none where it is not installed, which is a fault
/// where the checks run for all (`CI` is set there).
pub fn hledger(journal: &str, args: &[&str]) -> Option<String> {
    let mut command = Command::new("hledger");
    command.args(["-f", "-"]).args(args).env("LANG", "C.UTF-8").env("LC_ALL", "C.UTF-8");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(e) if needed("hledger") => panic!("hledger is needed here: {e}"),
        Err(e) => {
            eprintln!("skipped: hledger does not start ({e})");
            return None;
        }
    };
    // It reads all of its input before it writes.
    child.stdin.take().unwrap().write_all(journal.as_bytes()).unwrap();
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(0), "hledger {args:?}: {}", ran.err);
    Some(ran.out)
}

/// The sum that hledger reports for the accounts under a name, in minor units.
pub fn sum(journal: &str, under: &str, more: &[&str]) -> Option<i64> {
    let args = [&["balance", "--flat", "--no-total", "--output-format=csv", under], more].concat();
    let minor = |line: &str| -> i64 {
        let amount = line.rsplit("\",\"").next().unwrap().trim_matches('"').trim_end_matches(" CNY");
        amount.replace('.', "").parse().unwrap_or_else(|_| if amount == "0" { 0 } else { panic!("{line}") })
    };
    Some(hledger(journal, &args)?.lines().skip(1).map(minor).sum())
}

/// Whether the tool has to be there: who runs the tests says so in `ROLLBOOK_NEEDS`; elsewhere what is missing is
/// passed over.
fn needed(tool: &str) -> bool {
    std::env::var("ROLLBOOK_NEEDS").is_ok_and(|tools| tools.split_whitespace().any(|one| one == tool))
}

/// Hands the books to the real bean-check, with what they have to come to (in minor units) as assertions behind
/// them; skipped where it is not installed, which is a fault where the checks run for all.
pub fn beancount(school: &School, books: &str, sums: &[(&str, i64)]) {
    let mut text = books.to_owned();
    for (account, sum) in sums {
        // What is summed under a name is an account of its own there, and has to be opened.
        if !text.contains(&format!(" open {account} ")) {
            text.push_str(&format!("1900-01-01 open {account}\n"));
        }
        let sign = if *sum < 0 { "-" } else { "" };
        let (whole, part) = (sum.abs() / 100, sum.abs() % 100);
        text.push_str(&format!("2999-01-01 balance {account}  {sign}{whole}.{part:02} CNY\n"));
    }
    let file = school.file("books.beancount", text);
    match Command::new("bean-check").args(["--no-cache", &file]).output() {
        Ok(output) => {
            let ran = ran(&output);
            assert_eq!(ran.code, Some(0), "bean-check: {} {}", ran.out, ran.err);
        }
        Err(e) if needed("bean-check") => panic!("bean-check is needed here: {e}"),
        Err(e) => eprintln!("skipped: bean-check does not start ({e})"),
    }
}
