//! Text with separators as a grid: UTF-8, UTF-16 or GB18030; comma, semicolon, tab or upright stroke.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;
use super::rfc4180::{Breach, breaches};
use super::table::{Budget, CELL_BYTES_MAX, COLUMNS_MAX, Cell, Row, Sheet, place};
use super::write::unguarded;

/// Reads text with separators.
pub fn read(bytes: Vec<u8>) -> Result<Sheet, ReadError> {
    let text = decode(&bytes)?;
    drop(bytes);
    let delimiter = delimiter(&text);
    let mut unusable = None;
    breaches(text.as_bytes(), delimiter, |breach| match breach {
        Breach::Open(line) => unusable = Some(ReadError::OpenQuote(line)),
        Breach::Wide(_) => unusable = Some(ReadError::TooManyColumns(COLUMNS_MAX as u32)),
        Breach::Long(line) => unusable = Some(ReadError::LongCell { row: line, limit: CELL_BYTES_MAX }),
        Breach::Stray(_) | Breach::AfterQuote(_) => {}
    });
    if let Some(error) = unusable {
        return Err(error);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    let mut budget = Budget::default();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        let start = usize::try_from(reader.position().byte()).map_err(|_| ReadError::TooMuch)?;
        if !reader.read_record(&mut record).map_err(|_| ReadError::Damaged)? {
            return Ok(Sheet { name: Default::default(), rows });
        }
        // The csv crate passes over empty lines; a spreadsheet counts them as rows.
        number += empty_lines(text.as_bytes(), start);
        for (column, field) in record.iter().enumerate() {
            let cell = match field.trim() {
                "" => Cell::Blank,
                lost if is_lost(lost) => Cell::Error(lost.into()),
                _ => Cell::Text(unguarded(field).into()),
            };
            place(&mut rows, &mut budget, (number, column), cell)?;
        }
        number = number.saturating_add(1);
    }
}

/// Whether a spreadsheet has written down that it had no value: a formula gone wrong, or a column too
/// narrow for its numbers.
fn is_lost(text: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"];
    ERRORS.contains(&text) || text.len() > 2 && text.bytes().all(|b| b == b'#')
}

/// The empty lines that stand at a place of the text, behind the end of a record.
fn empty_lines(text: &[u8], start: usize) -> u32 {
    let mut rest = text.get(start..).unwrap_or_default();
    // The record ended with the CR of a CR LF.
    if start > 0 && text.get(start - 1) == Some(&b'\r') {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut count = 0;
    while let Some(after) = [b"\r\n".as_slice(), b"\n", b"\r"].iter().find_map(|end| rest.strip_prefix(*end))
    {
        rest = after;
        count += 1;
    }
    count
}

/// Finds the encoding: a byte order mark, else UTF-8 if it is that throughout, else what Chinese
/// offices save (GB18030), else what the letters' frequency suggests.
fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = &bytes[mark..];
        if encoding == UTF_8 {
            return String::from_utf8(body.to_vec()).map_err(|_| ReadError::Damaged);
        }
        debug_assert!(encoding == UTF_16LE || encoding == UTF_16BE);
        return exactly(encoding, body).ok_or(ReadError::Damaged);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    let first = if guess.is_single_byte() || guess == GBK { GB18030 } else { guess };
    [first, GB18030, guess].into_iter().find_map(|e| exactly(e, bytes)).ok_or(ReadError::Binary)
}

/// The text, if every byte of it means something in that encoding.
fn exactly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// The separator that stands most often outside quotation marks at the beginning of the text.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(1 << 16) {
        quoted ^= byte == b'"';
        if let Some(count) = counts.iter_mut().find(|(d, _)| *d == byte && !quoted) {
            count.1 += 1;
        }
    }
    // The first of equals: a comma.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(d, _)| *d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let sheet = read(bytes.to_vec()).unwrap();
        sheet.rows.iter().map(|r| (r.number, r.cells.iter().map(Cell::raw).collect())).collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "学号,姓名\n1,王小明\n";
        let want = texts(text.as_bytes());
        assert_eq!(want[1].1[1], "王小明");
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe".as_slice(), &utf16].concat(),
            GB18030.encode(text).0.into_owned(),
        ] {
            assert_eq!(texts(&bytes), want);
        }
        let rare = "姓名\n𠮷田㐱\n";
        assert_eq!(texts(&GB18030.encode(rare).0), texts(rare.as_bytes()));
    }

    #[test]
    fn separators_are_told_apart() {
        for text in ["a,b;c,d\n1,2,3\n", "a;b;c\n\"1,2,3,4\";2;3\n", "a\tb\tc\n1\t2\t3\n", "a|b|c\n1|2|3\n"] {
            assert_eq!(texts(text.as_bytes())[0].1.len(), 3, "{text}");
        }
        assert_eq!(delimiter("only one column"), b',');
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let rows = texts(b"\r\na,b\r\n\r\n\r\n\"x\r\ny\",2\r\nlast,3");
        let numbers: Vec<u32> = rows.iter().map(|r| r.0).collect();
        assert_eq!(numbers, [2, 5, 6]);
        let rows = texts(b"a,b\n\n\"x\n\ny\",2\n\n\nlast,3\n");
        let numbers: Vec<u32> = rows.iter().map(|r| r.0).collect();
        assert_eq!(numbers, [1, 3, 6]);
    }

    #[test]
    fn a_quotation_mark_that_swallows_the_rest_is_told() {
        assert_eq!(read(b"a,b\n1,\"2\n3,4\n".to_vec()), Err(ReadError::OpenQuote(2)));
    }
}
