//! Text from outside passes one constructor; nothing else reaches the terminal.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::ops::Deref;

/// One line of display text. Blanks at the ends are gone; what a terminal would obey, or an eye
/// could not see (control, bidirectional and invisible characters), stands there as a visible mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("maxLength" = 200))]
pub struct Text(String);

/// Several lines of display text: a [`Text`] that may also hold line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("maxLength" = 10_000))]
pub struct Prose(String);

macro_rules! display_text {
    ($name:ident, $breaks:literal) => {
        impl $name {
            /// Makes outside text fit to be shown. Idempotent.
            pub fn new(outside: impl AsRef<str>) -> Self {
                $name(visible(outside.as_ref(), $breaks))
            }
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(outside: &str) -> Self {
                $name::new(outside)
            }
        }
        impl From<String> for $name {
            fn from(outside: String) -> Self {
                $name::new(outside)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Ok($name::new(std::borrow::Cow::<'de, str>::deserialize(d)?))
            }
        }
    };
}

display_text!(Text, false);
display_text!(Prose, true);

fn visible(outside: &str, breaks: bool) -> String {
    let outside = outside.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut out = String::with_capacity(outside.len());
    let mut chars = outside.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if breaks => out.push('\n'),
            '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('\u{2421}'),
            '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => out.push(' '),
            c if is_hidden(c) => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Characters that a terminal may obey or an eye can't see: C1 controls, bidirectional marks and
/// embeddings, zero-width characters, tags, variation selectors, line separators, private use.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Full-width digits, letters and signs as their plain forms (`１３８` is `138`, `￥` stays), every kind
/// of blank as one space, invisible characters dropped: for reading numbers and dates, not for names.
pub fn plain_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| match c {
            '。' => '.',
            '、' => ',',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(Text::new("a\u{1b}[31mb").as_str(), "a␛[31mb");
        assert_eq!(Text::new("a\u{202e}b").as_str(), "a⟨U+202E⟩b");
        assert_eq!(Text::new("\u{3000}王 小明\u{a0}\n").as_str(), "王 小明");
        assert_eq!(Prose::new("one\r\ntwo\u{7}").as_str(), "one\ntwo␇");
        assert_eq!(Text::new("one\ntwo").as_str(), "one␊two");
    }

    proptest! {
        #[test]
        fn nothing_hidden_passes_and_twice_is_once(outside in any::<String>()) {
            let text = Text::new(&outside);
            prop_assert!(!text.chars().any(|c| c.is_control() || is_hidden(c)));
            prop_assert_eq!(Text::new(text.as_str()), text);
        }
    }
}
