//! How text with separators is quoted (RFC 4180): what the csv crate forgives, told by line, and
//! records so wide that reading them would cost more than the file is worth.

use super::table::CELL_BYTES_MAX;

/// The most fields that a record may have, blank ones included: as many as Excel has columns.
pub const FIELDS_MAX: usize = 16_384;

/// The most bytes that a field may take in the file: twice those that a cell may hold, since each may be a mark
/// that is doubled.
pub const FIELD_BYTES_MAX: usize = 2 * CELL_BYTES_MAX + 2;

/// A breach of the quoting rules, with the line (from 1) in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// A quotation mark inside a field that does not begin with one.
    Stray(u32),
    /// Something between a closing quotation mark and the next separator.
    AfterQuote(u32),
    /// A quotation mark that is opened and never closed.
    Open(u32),
    /// More than [`FIELDS_MAX`] fields.
    Wide(u32),
    /// A field of more than [`FIELD_BYTES_MAX`] bytes, marks and all.
    Long(u32),
}

enum State {
    FieldStart,
    Plain,
    Quoted { since: u32 },
    Closed,
}

/// Tells each breach of the quoting rules, in order.
pub fn breaches(text: &[u8], delimiter: u8, mut tell: impl FnMut(Breach)) {
    let mut state = State::FieldStart;
    let mut line = 1;
    let mut fields = 1;
    let mut bytes = 0;
    for &byte in text {
        bytes += 1;
        state = match (state, byte) {
            (State::Quoted { .. }, b'"') => State::Closed,
            (quoted @ State::Quoted { .. }, _) => quoted,
            // Two marks in a row stand for one.
            (State::Closed, b'"') => State::Quoted { since: line },
            (_, b'\n' | b'\r') => {
                fields = 1;
                State::FieldStart
            }
            (_, b) if b == delimiter => {
                fields += 1;
                if fields == FIELDS_MAX + 1 {
                    tell(Breach::Wide(line));
                }
                State::FieldStart
            }
            (State::FieldStart, b'"') => State::Quoted { since: line },
            (State::Closed, _) => {
                tell(Breach::AfterQuote(line));
                State::Plain
            }
            (State::Plain, b'"') => {
                tell(Breach::Stray(line));
                State::Plain
            }
            (State::FieldStart | State::Plain, _) => State::Plain,
        };
        if let State::FieldStart = state {
            bytes = 0;
        } else if bytes == FIELD_BYTES_MAX + 1 {
            tell(Breach::Long(line));
        }
        if byte == b'\n' {
            line += 1;
        }
    }
    if let State::Quoted { since } = state {
        tell(Breach::Open(since));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &[u8]) -> Vec<Breach> {
        let mut found = Vec::new();
        breaches(text, b',', |breach| found.push(breach));
        found
    }

    #[test]
    fn breaches_are_told_by_line() {
        assert_eq!(list(b"a,\"b \"\"c\"\"\"\r\n\"x\ny\",z\r\n"), []);
        assert_eq!(list(b"a\nb\"c\n"), [Breach::Stray(2)]);
        assert_eq!(list(b"\"a\"b\n"), [Breach::AfterQuote(1)]);
        assert_eq!(list(b"a\n\"b\nc\n"), [Breach::Open(2)]);
        assert_eq!(list(&[b"a\n".as_slice(), &vec![b'x'; FIELD_BYTES_MAX + 1]].concat()), [Breach::Long(2)]);
        assert_eq!(list(&[b"a\n".as_slice(), &vec![b','; FIELDS_MAX]].concat()), [Breach::Wide(2)]);
    }
}
