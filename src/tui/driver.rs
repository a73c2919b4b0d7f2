//! Drives the real program with key strings, at a given size, and prints what it shows: for tests, and for the
//! pictures in the docs.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::app::{App, Look};
use super::event::Event;
use super::input::Keymap;
use super::input::key::{Key, NoKey};
use super::theme::Theme;
use crate::base::{ClockTime, Currency, Instant, Refused, StaffId, Zone};
use crate::desk::Act;
use crate::desk::register::InitSchool;
use crate::desk::{Desk, FixedClock, Notice, Session};
use crate::lang::{Lang, Shown, Tongue};

/// The program, its size, and how many keys were pressed.
pub struct Driver {
    /// The program.
    pub app: App,
    width: u16,
    height: u16,
    pressed: usize,
    notices: Receiver<Notice>,
}

impl Driver {
    /// Drives that program at that size.
    pub fn new(app: App, width: u16, height: u16) -> Driver {
        let notices = app.session().desk.watch();
        Driver { app, width, height, pressed: 0, notices }
    }

    /// Presses keys, named as a keymap names them, with blanks between: `3 l space u`.
    ///
    /// # Errors
    /// Names the first word that is no key.
    pub fn keys(&mut self, keys: &str) -> Result<&mut Driver, NoKey> {
        for word in keys.split_whitespace() {
            self.press(word.parse()?);
        }
        Ok(self)
    }

    /// Types a text, a key press a character.
    pub fn typed(&mut self, text: &str) -> &mut Driver {
        text.chars().for_each(|c| self.press(Key::plain(super::input::Code::Char(c))));
        self
    }

    /// Presses one key.
    pub fn press(&mut self, key: Key) {
        self.pressed += 1;
        self.app.on_event(Event::Key(key));
        // What the loop's thread would pass on; a notice waits before its receipt is given.
        while let Ok(notice) = self.notices.try_recv() {
            self.app.on_event(Event::Changed(notice.areas));
        }
    }

    /// How many keys were pressed since the last time this was asked.
    pub fn count(&mut self) -> usize {
        std::mem::take(&mut self.pressed)
    }

    /// Another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (width, height);
        self.app.on_event(Event::Resize);
    }

    /// A fresh frame of what is shown, and where the cursor stands.
    pub fn frame(&mut self) -> (Buffer, Option<Position>) {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.width, self.height));
        let cursor = self.app.draw(&mut buf);
        (buf, cursor)
    }

    /// What is shown, as text.
    pub fn screen(&mut self) -> String {
        print(&self.frame().0)
    }
}

/// A frame as text, a line a row, without the blanks at the ends. The second half of a wide character is no cell.
pub fn print(buf: &Buffer) -> String {
    let mut text = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let symbol = buf[(x, y)].symbol();
            line.push_str(symbol);
            x = x.saturating_add(symbol.width().max(1) as u16);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Saturday, 14 November 2026, 14:07 in Shanghai: the moment of the sketches.
pub fn test_now() -> Instant {
    let day = NaiveDate::from_ymd_opt(2026, 11, 14).unwrap_or_default();
    Zone::default().instant(day, ClockTime::hm(14, 7))
}

/// A session at a desk over a school of its own, in memory, with a clock that stands at [`test_now`]: the school is
/// 启明星, the operator 李老师.
///
/// # Errors
/// When the desk refuses, which it has no reason to.
pub fn test_session() -> Result<Session, Refused> {
    let desk = Desk::in_memory(Arc::new(FixedClock::at(test_now())));
    let session = desk.session(StaffId(1), "test");
    session.submit(InitSchool {
        name: "启明星".into(),
        operator: "李老师".into(),
        ..InitSchool::example()
    })?;
    Ok(session)
}

/// The default keys and colours in that language, at [`test_now`].
pub fn test_look(tongue: Tongue) -> Look {
    let zone = Zone::default();
    let shown = Shown { currency: Currency::default(), zone, today: zone.day(test_now()) };
    let (theme, keymap) = (Theme::default(), Keymap::default_keys());
    Look { lang: Lang::new(tongue), shown, theme, keymap, plain: false }
}
