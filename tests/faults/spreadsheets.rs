//! Hostile spreadsheets: each is read, or refused with a reason; nothing panics, hangs or asks for all
//! memory. More of them stand beside the readers (src/exchange/hostile_tests.rs).

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::exchange::columns::Mapping;
use rollbook::exchange::table::read_bytes;
use rollbook::exchange::{oneroster, roster};

use super::seeds;

/// What each file may take at the most (FAULTS.md).
const PATIENCE: Duration = Duration::from_secs(10);

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// The parts of a workbook, but for its sheet.
pub const PARTS: [(&str, &str); 4] = [
    ("[Content_Types].xml", TYPES),
    ("_rels/.rels", ROOT),
    ("xl/workbook.xml", BOOK),
    ("xl/_rels/workbook.xml.rels", RELS),
];

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let own = [("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", shared)];
    let parts: Vec<(&str, &[u8])> =
        PARTS.into_iter().chain(own).map(|(name, text)| (name, text.as_bytes())).collect();
    zipped(&parts)
}

/// A sheet of these rows.
pub fn rows(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    workbook(&sheet, "<sst count=\"1\" uniqueCount=\"1\"><si><t>姓名</t></si></sst>")
}

pub fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let deep = "<a>".repeat(200_000);
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>\
        <worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&d;</t></is></c></row></sheetData></worksheet>";
    let zeros = vec![b'0'; 64 << 20];
    vec![
        ("elements in elements", rows(&deep)),
        ("text in text", workbook("<worksheet/>", &format!("<sst><si>{}", "<r><t>x".repeat(100_000)))),
        ("entities of entities", workbook(laughs, "<sst/>")),
        ("a shared text that is not there", rows("<row><c r=\"A1\" t=\"s\"><v>4294967295</v></c></row>")),
        ("a shared text before the first", rows("<row><c r=\"A1\" t=\"s\"><v>-1</v></c></row>")),
        ("a cell at the far end", rows("<row r=\"1\"><c r=\"A1\"/><c r=\"XFD1048576\"><v>1</v></c></row>")),
        (
            "a cell past the far end",
            rows("<row r=\"9999999999\"><c r=\"ZZZZZZ99999999999\"><v>1</v></c></row>"),
        ),
        ("a cell without a name", rows("<row><c r=\"\"><v>1</v></c><c r=\"1A\"><v>1</v></c></row>")),
        (
            "row after row backwards",
            rows("<row r=\"9\"><c><v>1</v></c></row><row r=\"1\"><c><v>2</v></c></row>"),
        ),
        ("numbers that are none", rows("<row><c><v>NaN</v></c><c><v>1e999</v></c><c><v>--1</v></c></row>")),
        ("days beyond the calendar", rows("<row><c t=\"d\"><v>999999-99-99</v></c><c><v>1e15</v></c></row>")),
        (
            "shared texts by the billion",
            workbook("<worksheet/>", "<sst count=\"4000000000\" uniqueCount=\"4000000000\"/>"),
        ),
        ("a part that unpacks to 64 MiB", workbook("<worksheet/>", std::str::from_utf8(&zeros).unwrap())),
        ("a zip in a zip", zipped(&[("a.zip", &zipped(&[("b.zip", b"PK")]))])),
        ("names that climb", zipped(&[("../../etc/passwd", b"x"), ("/xl/workbook.xml", BOOK.as_bytes())])),
        ("a quotation that never ends", [b"name,phone\n\"".as_slice(), &zeros[..16 << 20]].concat()),
        ("one line of 16 MiB", zeros[..16 << 20].to_vec()),
        ("separators alone", b",;\t|\n".repeat(400_000)),
        ("lines alone", b"\r\n\n\r".repeat(1_000_000)),
        ("quotation marks alone", b"\"".repeat(1_000_001)),
        ("a byte order mark alone", b"\xef\xbb\xbf".to_vec()),
        ("the other byte order", b"\xff\xfen\0a\0m\0e\0\n\0".to_vec()),
        ("GB18030 cut in a character", b"\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\xd5\xc5\xc8\xfd,\x81".to_vec()),
        ("a header without rows", "姓名,电话,班级\n".as_bytes().to_vec()),
        ("the same header twice", "姓名,姓名,姓名\n张三,李四,王五\n".as_bytes().to_vec()),
    ]
}

/// The whole way from bytes to students, and as a OneRoster set.
fn through(bytes: Vec<u8>, what: &str) {
    let start = Instant::now();
    let _ = oneroster::from_zip(&bytes);
    if let Ok(sheets) = read_bytes(bytes)
        && let Ok((at, mapping)) = Mapping::find_sheet(&sheets)
    {
        roster::read(&sheets[at], &mapping, 2);
    }
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
}

#[test]
fn hostile_files_are_read_or_refused() {
    corpus().into_iter().for_each(|(what, bytes)| through(bytes, what));
}

#[test]
fn mutations_of_hostile_files_are_read_or_refused() {
    let small: Vec<_> = corpus().into_iter().filter(|(_, bytes)| bytes.len() < 4_096).collect();
    for seed in seeds(400) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let (what, bytes) = small[dice.random_range(0..small.len())].clone();
        through(mutated(bytes, &mut dice), &format!("seed {seed}: {what}"));
    }
}

/// The same with a few bytes changed, taken out, or put in.
pub fn mutated(mut bytes: Vec<u8>, dice: &mut ChaCha8Rng) -> Vec<u8> {
    for _ in 0..dice.random_range(1..9) {
        let at = dice.random_range(0..bytes.len());
        match dice.random_range(0..3) {
            0 => bytes[at] = dice.random(),
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, dice.random()),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}
