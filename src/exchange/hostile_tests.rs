//! Files that mean harm, or nothing: each ends with a reason, within bounds, and nothing panics.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use proptest::prelude::*;

use super::columns::Mapping;
use super::kind::{Source, judge, judge_bytes};
use super::table::{COLUMNS_MAX, ROWS_MAX, read, read_bytes};
use super::{ReadError, oneroster, roster};
use crate::base::{Kind, Refused};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn workbook(rows: &str, shared: Option<&str>) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(shared) = shared {
        parts.push(("xl/sharedStrings.xml", shared.as_bytes()));
    }
    zipped(&parts)
}

fn cell(name: &str) -> String {
    format!("<c r=\"{name}\"><v>1</v></c>")
}

#[test]
fn a_plain_workbook_made_by_hand_is_read() {
    let rows = format!("<row r=\"1\">{}</row>", cell("B1"));
    assert_eq!(read_bytes(workbook(&rows, None)).unwrap()[0].rows[0].cells.len(), 2);
}

#[test]
fn cells_far_apart_cost_nothing() {
    let rows = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", cell("A1"), cell("XFD1048576"));
    assert_eq!(read_bytes(workbook(&rows, None)), Err(ReadError::TooManyRows(ROWS_MAX)));
    let rows = format!("<row r=\"1\">{}</row>", cell("XFD1"));
    assert_eq!(read_bytes(workbook(&rows, None)), Err(ReadError::TooManyColumns(COLUMNS_MAX as u32)));
    let rows: String =
        (1..20_000).map(|row| format!("<row r=\"{row}\">{}</row>", cell(&format!("IV{row}")))).collect();
    assert_eq!(read_bytes(workbook(&rows, None)), Err(ReadError::TooMuch));
}

#[test]
fn promises_and_names_beyond_all_bounds_are_refused() {
    for promise in ["99999999999", "18446744073709551615", "000000000000000000000009000000"] {
        let shared = format!("<sst uniqueCount=\"{promise}\"></sst>");
        assert_eq!(read_bytes(workbook(&cell("A1"), Some(&shared))), Err(ReadError::TooMuch), "{promise}");
    }
    let shared = format!("<!--{}--><sst uniqueCount=\"99999999999\"></sst>", "x".repeat(70_000));
    assert_eq!(read_bytes(workbook("", Some(&shared))), Err(ReadError::TooMuch));
    let rows = format!("<row r=\"1\">{}</row>", cell("ZZZZZZZZZZZZZZZZZZZZ1"));
    assert!(read_bytes(workbook(&rows, None)).is_err());
    let rows =
        format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", "长".repeat(40_000));
    assert!(matches!(read_bytes(workbook(&rows, None)), Err(ReadError::LongCell { row: 1, .. })));
}

#[test]
fn a_part_that_unpacks_without_end_is_refused() {
    let bomb = vec![b' '; 200 << 20];
    let bytes = zipped(&[("xl/workbook.xml", BOOK), ("xl/worksheets/sheet1.xml", &bomb)]);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(read_bytes(bytes), Err(ReadError::TooMuch));
    let bytes = zipped(&[("users.csv", &bomb[..50 << 20])]);
    assert_eq!(oneroster::from_zip(&bytes), Err(ReadError::TooBig(48)));
}

#[test]
fn one_line_of_commas_is_refused() {
    assert_eq!(read_bytes(vec![b','; 1 << 20]), Err(ReadError::TooManyColumns(COLUMNS_MAX as u32)));
    let files = [("users.csv".to_owned(), vec![b','; 1 << 20])].into();
    let keys: Vec<String> =
        oneroster::read_files(&files).faults.iter().map(|f| f.reason.key.to_string()).collect();
    assert_eq!(keys, ["import-or-wide"]);
}

#[test]
fn what_is_no_table_says_what_it_is() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let compound =
        |name: &str| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 600], wide(name)].concat();
    for (bytes, error) in [
        (b"".to_vec(), ReadError::Empty),
        (b" \r\n\t".to_vec(), ReadError::Empty),
        (b"\xef\xbb\xbf".to_vec(), ReadError::Empty),
        (b"%PDF-1.7 ...".to_vec(), ReadError::OtherKind("PDF")),
        (b"\x89PNG\r\n".to_vec(), ReadError::OtherKind("PNG")),
        (b"\xff\xd8\xff\xe0".to_vec(), ReadError::OtherKind("JPEG")),
        (b"<html><table>".to_vec(), ReadError::OtherKind("HTML")),
        (compound("Workbook"), ReadError::OldExcel),
        (compound("EncryptedPackage"), ReadError::Encrypted),
        (compound("WordDocument"), ReadError::OtherKind("Word")),
        (zipped(&[("word/document.xml", b"x")]), ReadError::OtherKind("Word")),
        (zipped(&[("content.xml", b"x")]), ReadError::OtherKind("OpenDocument")),
        (zipped(&[("a.txt", b"x")]), ReadError::OtherKind("zip")),
        (zipped(&[]), ReadError::Empty),
        (b"PK\x03\x04 and no more".to_vec(), ReadError::Damaged),
        (b"a,b\n\0\0".to_vec(), ReadError::Binary),
    ] {
        assert_eq!(judge_bytes(&bytes), Err(error.clone()), "{:?}", &bytes[..bytes.len().min(20)]);
    }
    assert_eq!(judge_bytes(&zipped(&[("set/users.csv", b"x")])), Ok(Source::OneRoster));
    assert_eq!(judge(&fixture("oneroster-1.1")), Ok(Source::OneRoster));
    assert_eq!(judge(&fixture("import")), Err(ReadError::Folder));
    assert_eq!(judge(&fixture("import/roster-zh.xlsx")), Ok(Source::Workbook));
    assert_eq!(read(&fixture("nowhere.csv")), Err(ReadError::NotFound));
    assert_eq!(read(&fixture("import")), Err(ReadError::Folder));
    assert_eq!(Refused::from(ReadError::NotFound).kind, Kind::Missing);
}

/// The whole way from bytes to students.
fn through(bytes: Vec<u8>) {
    if let Ok(sheets) = read_bytes(bytes)
        && let Ok((at, mapping)) = Mapping::find_sheet(&sheets)
    {
        roster::read(&sheets[at], &mapping, 2);
    }
}

fn mutated(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_bytes_panic_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        through([b"PK\x03\x04".as_slice(), &bytes].concat());
        let _ = oneroster::from_zip(&bytes);
        through(bytes);
    }

    #[test]
    fn no_mutation_of_a_text_panics_the_reader(
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..20),
    ) {
        through(mutated(std::fs::read(fixture("import/roster-en.csv")).unwrap(), &changes));
    }

    #[test]
    fn no_mutation_of_a_workbook_panics_the_reader(
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..8),
    ) {
        let bytes = workbook(&format!("<row r=\"1\">{}{}</row>", cell("A1"), cell("B1")), Some("<sst uniqueCount=\"1\"><si><t>x</t></si></sst>"));
        through(mutated(bytes, &changes));
    }

    #[test]
    fn no_mutation_of_a_sheet_panics_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"<>\"/=rcvtA1Z9 ".to_vec())), 1..12),
    ) {
        let rows = format!("<row r=\"1\">{}{}</row><row>{}</row>", cell("A1"), cell("B1"), cell("ZZ99"));
        let rows = mutated(rows.into_bytes(), &changes);
        through(workbook(&String::from_utf8(rows).unwrap(), Some("<sst uniqueCount=\"1\"><si><t>x</t></si></sst>")));
    }
}
