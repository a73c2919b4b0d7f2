//! A key, normalised once at the edge: a character carries its own shift, Shift+Tab is one thing however the
//! terminal says it, and releases are gone.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What was pressed, apart from the modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Code {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
}

/// One key press. `shift` is never set on a character: `A` is a character of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (or Esc before it) was held.
    pub alt: bool,
    /// Shift was held; only for keys that are not characters.
    pub shift: bool,
}

/// Names of the keys that are not one character, as a keymap writes them.
const NAMES: &[(&str, Code)] = &[
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("left", Code::Left),
    ("right", Code::Right),
    ("up", Code::Up),
    ("down", Code::Down),
    ("home", Code::Home),
    ("end", Code::End),
    ("page-up", Code::PageUp),
    ("page-down", Code::PageDown),
    ("minus", Code::Char('-')),
];

impl Key {
    /// That key with no modifier.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// The key of a terminal's event; releases, and keys that no keymap can name, are nothing.
    pub fn from_event(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) if c.is_control() => return None,
            KeyCode::Char(c) => Code::Char(c),
            KeyCode::F(n) => Code::F(n),
            KeyCode::BackTab => {
                shift = true;
                Code::Tab
            }
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab => Code::Tab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Insert => Code::Insert,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        Some(Key { code, ctrl, alt, shift }.normal())
    }

    /// A character carries its own shift; with Ctrl its case does not count.
    fn normal(self) -> Key {
        let Code::Char(c) = self.code else { return self };
        let c = match c {
            c if self.ctrl => c.to_ascii_lowercase(),
            c if self.shift => c.to_ascii_uppercase(),
            c => c,
        };
        Key { code: Code::Char(c), shift: false, ..self }
    }

    /// The character that this key types into a field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key as a command: what a Chinese input method sends for a key of the keyboard is that key.
    pub fn command(self) -> Key {
        let Code::Char(c) = self.code else { return self };
        let plain = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '。' => '.',
            '、' => '/',
            '【' => '[',
            '】' => ']',
            '《' => '<',
            '》' => '>',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '￥' => '$',
            '·' => '`',
            c => c,
        };
        Key { code: Code::Char(plain), ..self }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// A text that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called {0:?}")]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    /// Reads `ctrl-p`, `shift-tab`, `space`, `?`, `f1`, `alt-1`, `A`.
    fn from_str(text: &str) -> Result<Key, NoKey> {
        let no_key = || NoKey(text.to_owned());
        let mut key = Key::plain(Code::Esc);
        let mut rest = text;
        loop {
            let (held, after) = match rest {
                r if r.starts_with("ctrl-") => (&mut key.ctrl, &r[5..]),
                r if r.starts_with("alt-") => (&mut key.alt, &r[4..]),
                r if r.starts_with("shift-") => (&mut key.shift, &r[6..]),
                _ => break,
            };
            if std::mem::replace(held, true) {
                return Err(no_key());
            }
            rest = after;
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && !c.is_whitespace() => Code::Char(c),
            (Some('f'), Some(_)) if rest[1..].bytes().all(|b| b.is_ascii_digit()) => {
                Code::F(rest[1..].parse().ok().filter(|n| (1..=24).contains(n)).ok_or_else(no_key)?)
            }
            _ => NAMES.iter().find(|(name, _)| *name == rest).ok_or_else(no_key)?.1,
        };
        Ok(key.normal())
    }
}

/// Reads a chord: keys with blanks between, `g g` or `ctrl-x s`.
///
/// # Errors
/// Names the first word that is no key; an empty chord is an error too.
pub fn parse_chord(text: &str) -> Result<Vec<Key>, NoKey> {
    let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(NoKey(text.to_owned())) } else { Ok(keys) }
}

/// Writes a chord as [`parse_chord`] reads it.
pub fn show_chord(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        Key::from_event(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn terminals_say_one_key_in_many_ways() {
        let same = [
            (event(KeyCode::Char('?'), KeyModifiers::SHIFT), "?"),
            (event(KeyCode::Char('a'), KeyModifiers::SHIFT), "A"),
            (event(KeyCode::BackTab, KeyModifiers::NONE), "shift-tab"),
            (event(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab"),
            (event(KeyCode::Char('P'), KeyModifiers::CONTROL), "ctrl-p"),
            (event(KeyCode::Char(' '), KeyModifiers::NONE), "space"),
        ];
        for (key, name) in same {
            assert_eq!(key.map(|k| k.to_string()).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_released_key_is_nothing() {
        let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Key::from_event(event), None);
    }

    #[test]
    fn full_width_keys_command_but_type_themselves() {
        for (typed, command) in [('？', "?"), ('，', ","), ('／', "/"), ('、', "/"), ('ｌ', "l"), ('：', ":")]
        {
            let key = Key::plain(Code::Char(typed));
            assert_eq!(key.typed(), Some(typed));
            assert_eq!(key.command().to_string(), command);
        }
    }

    #[test]
    fn a_text_that_names_no_key_is_refused() {
        for wrong in ["", "ctrl-", "ctrl-ctrl-a", "hyper-x", "f0", "f25", "page", "\u{1b}"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong:?}");
        }
        assert!(parse_chord("  ").is_err());
    }

    proptest! {
        #[test]
        fn a_key_reads_back_what_it_writes(
            c in any::<char>(), f in 1u8..=24, named in 0..NAMES.len(), kind in 0..3,
            ctrl in any::<bool>(), alt in any::<bool>(), shift in any::<bool>(),
        ) {
            prop_assume!(!c.is_control() && (c == ' ' || !c.is_whitespace()));
            let code = match kind { 0 => Code::Char(c), 1 => Code::F(f), _ => NAMES[named].1 };
            let key = Key { code, ctrl, alt, shift }.normal();
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }
    }
}
