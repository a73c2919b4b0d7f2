//! XML looked through byte by byte before it is parsed: a parser keeps names of open elements, whole texts and whole
//! tags, so that depth, length and number have to be bounded beforehand.

use super::ReadError;

/// The longest text, tag, or remark, in bytes: a cell's text with every character written as an entity.
const RUN_MAX: usize = 1 << 20;
/// The most elements within one another.
const DEPTH_MAX: u32 = 256;

/// The most elements of a name, where a parser keeps each. What programs write stays far below.
const COUNT_MAX: &[(&[u8], u32)] = &[
    (b"si", 1_000_000),
    (b"mergeCell", 50_000),
    (b"xf", 70_000),
    (b"numFmt", 20_000),
    (b"font", 20_000),
    (b"fill", 20_000),
    (b"border", 20_000),
    (b"dxf", 20_000),
    (b"sheet", 1_000),
    (b"definedName", 50_000),
    (b"Relationship", 20_000),
    (b"Override", 50_000),
];

/// Bytes of a name that are kept; a longer one is none of those above.
const NAME_MAX: usize = 16;

/// What stands at a place of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Text,
    /// Behind `<`.
    Opening,
    /// In a tag; the quotation mark that is open, or 0.
    Tag {
        quote: u8,
    },
    /// In a closing tag.
    Closing,
    /// Behind `<!`.
    Declared,
    /// In what ends with these bytes before `>`: a remark, raw text, an instruction.
    Until(u8),
}

/// A look through a document.
pub struct Markup {
    at: At,
    run: usize,
    depth: u32,
    before: [u8; 2],
    name: [u8; NAME_MAX],
    named: usize,
    naming: bool,
    counts: [u32; COUNT_MAX.len()],
}

impl Default for Markup {
    fn default() -> Markup {
        Markup {
            at: At::Text,
            run: 0,
            depth: 0,
            before: [0; 2],
            name: [0; NAME_MAX],
            named: 0,
            naming: false,
            counts: [0; COUNT_MAX.len()],
        }
    }
}

impl Markup {
    /// Looks through the next bytes.
    ///
    /// # Errors
    /// Longer, deeper or more than any spreadsheet has; or what no spreadsheet has, such as entities of its own.
    pub fn look(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        for &byte in bytes {
            self.run += 1;
            if self.run > RUN_MAX {
                return Err(ReadError::TooMuch);
            }
            // Characters that XML forbids could hide all of this in another encoding.
            if byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r' {
                return Err(ReadError::Damaged);
            }
            self.step(byte)?;
            self.before = [self.before[1], byte];
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) -> Result<(), ReadError> {
        self.at = match (self.at, byte) {
            (At::Text, b'<') => {
                (self.run, self.named, self.naming) = (0, 0, true);
                At::Opening
            }
            (At::Text, _) => At::Text,
            (At::Opening, b'/') => At::Closing,
            (At::Opening, b'!') => At::Declared,
            (At::Opening, b'?') => At::Until(b'?'),
            (At::Opening | At::Tag { quote: 0 }, b'>') => self.close()?,
            (At::Opening, _) => {
                self.take_name(byte);
                At::Tag { quote: 0 }
            }
            (At::Tag { quote: 0 }, b'"' | b'\'') => At::Tag { quote: byte },
            (At::Tag { quote: 0 }, _) => {
                self.take_name(byte);
                self.at
            }
            (At::Tag { quote }, _) if quote == byte => At::Tag { quote: 0 },
            (At::Tag { .. }, _) => self.at,
            (At::Closing, b'>') => {
                self.depth = self.depth.saturating_sub(1);
                self.end()
            }
            (At::Closing, _) => At::Closing,
            (At::Declared, b'-') => At::Until(b'-'),
            (At::Declared, b'[') => At::Until(b']'),
            (At::Declared, _) => return Err(ReadError::Damaged),
            (At::Until(b'?'), b'>') if self.before[1] == b'?' => self.end(),
            (At::Until(mark), b'>') if self.before == [mark, mark] && self.run > 4 => self.end(),
            (At::Until(_), _) => self.at,
        };
        Ok(())
    }

    fn end(&mut self) -> At {
        self.run = 0;
        At::Text
    }

    /// The end of an opening tag.
    fn close(&mut self) -> Result<At, ReadError> {
        if self.before[1] != b'/' {
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return Err(ReadError::TooMuch);
            }
        }
        let name = self.name.get(..self.named).unwrap_or_default();
        for ((wanted, most), count) in COUNT_MAX.iter().zip(&mut self.counts) {
            if *wanted == name {
                *count += 1;
                if *count > *most {
                    return Err(ReadError::TooMuch);
                }
            }
        }
        Ok(self.end())
    }

    /// Takes the next byte of a tag into its name, as long as that lasts; a prefix is none of it.
    fn take_name(&mut self, byte: u8) {
        match byte {
            _ if !self.naming => {}
            b':' => self.named = 0,
            b' ' | b'\t' | b'\n' | b'\r' | b'/' => self.naming = false,
            _ => {
                if let Some(place) = self.name.get_mut(self.named) {
                    *place = byte;
                }
                self.named += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str) -> Result<(), ReadError> {
        // In pieces as they come, of one byte too.
        for piece in [1, 7, text.len().max(1)] {
            let mut markup = Markup::default();
            text.as_bytes().chunks(piece).try_for_each(|bytes| markup.look(bytes))?;
        }
        Ok(())
    }

    #[test]
    fn what_programs_write_passes() {
        let part = "<?xml version=\"1.0\"?><!-- it's <a> --><x:sst a=\"/>\" b='\"'><si><t>&lt;a</t></si>\
            <si/><![CDATA[<a><a>]]></x:sst>\n";
        assert_eq!(look(part), Ok(()));
        assert_eq!(look(&format!("<a>{}</a>", "<b><c/></b>".repeat(2_000))), Ok(()));
    }

    #[test]
    fn depth_is_counted_whatever_stands_between() {
        for open in
            ["<a>", "<a x=\"/>\">", "<a><!-- </a> -->", "<a><![CDATA[</a>]]>", "<a><?x </a>?>", "<p:a />"]
        {
            let deep = look(&open.repeat(1_000));
            let expected = if open == "<p:a />" { Ok(()) } else { Err(ReadError::TooMuch) };
            assert_eq!(deep, expected, "{open}");
        }
    }

    #[test]
    fn too_many_too_long_and_entities_are_refused() {
        assert_eq!(look(&"<sheet/>".repeat(2_000)), Err(ReadError::TooMuch));
        assert_eq!(look(&"<x:sheet a='1'></x:sheet>".repeat(2_000)), Err(ReadError::TooMuch));
        assert_eq!(look(&"<sheets/>".repeat(2_000)), Ok(()));
        assert_eq!(look(&format!("<t>{}", "x".repeat(RUN_MAX + 1))), Err(ReadError::TooMuch));
        assert_eq!(look(&format!("<t {}", "x".repeat(RUN_MAX + 1))), Err(ReadError::TooMuch));
        assert_eq!(look("<!DOCTYPE x>"), Err(ReadError::Damaged));
        assert_eq!(look("<a>\0</a>"), Err(ReadError::Damaged));
    }
}
