//! Hostile spreadsheets through the real binary under a limit of memory: what the program needs to import an
//! innocent file, and 256 MiB more (FAULTS.md). Each file is refused with a reason; none ends the process otherwise,
//! and the store stays as it was.
#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::binary::{Ran, School, fixture, ran};
use super::seeds;
use super::spreadsheets::{corpus, mutated, rows, workbook, zipped};

/// How far the address space may grow beyond what an innocent file takes, in KiB.
const GROWTH_KIB: u64 = 256 << 10;
/// How finely that is found out, in KiB.
const STEP_KIB: u64 = 8 << 10;
/// What each file may take at the most (FAULTS.md).
const PATIENCE: Duration = Duration::from_secs(10);

/// The program under a limit of its address space, in KiB.
fn confined(school: &School, limit_kib: u64, args: &[&str]) -> Option<Ran> {
    let mut command = Command::new("sh");
    command.env_clear().env("HOME", school.home.path()).env("LANG", "C.UTF-8").stdin(Stdio::null());
    // Each thread would reserve 64 MiB for a heap of its own, and use none of it.
    command.env("MALLOC_ARENA_MAX", "1");
    let script = format!("ulimit -v {limit_kib}; exec \"$@\"");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_rollbook")]);
    command.args(["--data", school.path("data").to_str()?]).args(args);
    command.output().ok().map(|output| ran(&output))
}

/// The least memory under which an innocent file is tried, and what may be used beyond.
fn limit(school: &School) -> u64 {
    let innocent = school.file("innocent.csv", "姓名,电话\n王小明,13800000000\n");
    let works = |kib: u64| {
        let ran = confined(school, kib, &["import", &innocent, "--dry-run", "--json"]);
        ran.is_some_and(|ran| ran.code == Some(0))
    };
    let (mut low, mut high) = (0, 1 << 20);
    assert!(works(high), "an innocent file takes more than a GiB");
    while high - low > STEP_KIB {
        let middle = (low + high) / 2;
        if works(middle) { high = middle } else { low = middle }
    }
    high + GROWTH_KIB
}

/// Files that ask for more than anybody has, each of some hundred KiB.
fn greedy() -> Vec<(&'static str, Vec<u8>)> {
    let mib = |count: usize, byte: u8| vec![byte; count << 20];
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    let row = |cells: &str| format!("<row r=\"1\">{cells}</row>");
    let inline = |text: &str| row(&format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let merged = format!(
        "<worksheet><sheetData>{}</sheetData><mergeCells>{}</mergeCells></worksheet>",
        inline("x"),
        "<mergeCell ref=\"A1:A200000\"/>".repeat(4_000_000)
    );
    let claims = "<worksheet><dimension ref=\"A1:NTP1000000\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"1000000\"><c r=\"NTP1000000\"><v>1</v></c></row></sheetData></worksheet>";
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(8 << 20));
    let formats: String =
        (0..2_000_000).map(|n| format!("<numFmt numFmtId=\"{n}\" formatCode=\"0\"/>")).collect();
    let formats = format!("<styleSheet><numFmts>{formats}</numFmts></styleSheet>");
    let book = |part: &str, content: &str| {
        let base = workbook_parts(&sheet(&inline("x")));
        let mut parts: Vec<(&str, &[u8])> = base.iter().map(|(n, b)| (*n, b.as_bytes())).collect();
        parts.retain(|(name, _)| *name != part);
        parts.push((part, content.as_bytes()));
        zipped(&parts)
    };
    let many: Vec<(String, Vec<u8>)> = (0..5_000).map(|n| (format!("{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    vec![
        ("a million rows by ten thousand columns", workbook(claims, "<sst/>")),
        ("a sheet of 150 MiB of blanks in one cell", rows(&inline(&text(mib(150, b' '))))),
        ("a sheet of 150 MiB in one tag", rows(&format!("<row {}>", text(mib(150, b'a'))))),
        (
            "shared texts without number",
            workbook(&sheet(""), &format!("<sst>{}</sst>", "<si/>".repeat(6 << 20))),
        ),
        (
            "shared texts of a letter",
            workbook(&sheet(""), &format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(1_900_000))),
        ),
        (
            "one shared text of 31 MiB",
            workbook(&sheet(""), &format!("<sst><si><t>{}</t></si></sst>", text(mib(31, b'x')))),
        ),
        ("cells merged four million times", workbook(&merged, "<sst/>")),
        ("styles by the million", book("xl/styles.xml", &styles)),
        ("number formats by the million", book("xl/styles.xml", &formats)),
        ("sheets by the million", book("xl/workbook.xml", &sheets_by_the_million())),
        ("entries by the ten thousand", zipped(&many)),
        ("a deep tree", rows(&"<a>".repeat(20 << 20))),
        ("wide rows", format!("姓名{}\n", ",x".repeat(8 << 20)).into_bytes()),
        ("a set of 200 MiB", zipped(&[("users.csv", &mib(200, b'a')[..])])),
    ]
}

/// Files that ask for much, and may have it: also of what is read there is room for.
fn ample() -> Vec<(&'static str, Vec<u8>)> {
    let mib = |count: usize, byte: u8| vec![byte; count << 20];
    let blanks = format!("{}\n", ",".repeat(255)).repeat(30_000);
    let users: String =
        (0..10_000).map(|n| format!("u{n},,,true,o1,student,{n},,A{n},B,,,,,,,,\n")).collect();
    let students: String = (0..5_000).map(|n| format!("{n},学员{n},136{n:08},班{}\n", n % 99)).collect();
    let users = format!(
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,\
        middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n{users}"
    );
    vec![
        ("commas by the million", format!("姓名,电话\n{blanks}").into_bytes()),
        ("a set of quotes", zipped(&[("users.csv", &mib(40, b'"')[..]), ("orgs.csv", b"x")])),
        ("a set of blank lines", zipped(&[("users.csv", &mib(40, b'\n')[..])])),
        ("a set of ten thousand", zipped(&[("users.csv", users.as_bytes())])),
        ("five thousand students", format!("学号,姓名,电话,班级\n{students}").into_bytes()),
    ]
}

fn sheets_by_the_million() -> String {
    let one = "<sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/>";
    format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{}</sheets></workbook>",
        one.repeat(3_000_000)
    )
}

fn workbook_parts(sheet: &str) -> Vec<(&'static str, String)> {
    super::spreadsheets::PARTS
        .iter()
        .map(|(name, text)| (*name, (*text).to_owned()))
        .chain([("xl/worksheets/sheet1.xml", sheet.to_owned())])
        .collect()
}

/// Tries a file: read or refused with reason and advice, in time, and never ended from outside. What else it did.
fn fault(school: &School, limit: u64, bytes: &[u8], refused: bool) -> Option<String> {
    let file = school.file("hostile.xlsx", bytes);
    let start = Instant::now();
    let ran = confined(school, limit, &["--lang", "en", "import", &file, "--dry-run", "--json"])?;
    let took = start.elapsed();
    let told = ran.err.contains("hostile.xlsx") && ran.err.trim().lines().count() >= 2;
    let right = match ran.code {
        Some(0) => !refused,
        Some(1) => told,
        _ => false,
    };
    (!right || took > PATIENCE).then(|| format!("{:?} in {took:?}: {}{}", ran.code, ran.out, ran.err))
}

fn all_hold(files: impl IntoIterator<Item = (String, Vec<u8>)>, refused: bool) {
    let school = School::new();
    let before = school.run(&["verify", "--json"]).ok().json();
    let limit = limit(&school);
    let faults = files.into_iter().filter_map(|(what, bytes)| {
        let fault = fault(&school, limit, &bytes, refused)?;
        Some(format!("{what}: {fault}"))
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(school.run(&["verify", "--json"]).ok().json(), before);
}

#[test]
fn greedy_files_are_refused_within_256_mib() {
    all_hold(greedy().into_iter().map(|(what, bytes)| (what.to_owned(), bytes)), true);
}

#[test]
fn hostile_files_are_read_or_refused_within_256_mib() {
    all_hold(corpus().into_iter().chain(ample()).map(|(what, bytes)| (what.to_owned(), bytes)), false);
}

#[test]
fn mutated_files_are_read_or_refused_within_256_mib() {
    let real = ["roster-zh.xlsx", "roster-en.csv"].map(|name| std::fs::read(fixture(name)).unwrap());
    let small = corpus().into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < 4_096);
    let small: Vec<Vec<u8>> = small.chain(real).collect();
    let mutation = |seed| {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let bytes = small[dice.random_range(0..small.len())].clone();
        (format!("seed {seed}"), mutated(bytes, &mut dice))
    };
    all_hold(seeds(16).map(mutation), false);
}
