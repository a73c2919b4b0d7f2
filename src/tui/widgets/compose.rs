//! Several lines of text in an overlay: Enter sends, Alt-Enter begins a line, and text modules can be
//! put in at the cursor.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::form::Complaint;
use super::popup::popup;
use super::text::{cut, put, wrap};
use super::{Item, Picker};
use crate::base::{Prose, Say};
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;

type Send = Box<dyn FnMut(Prose, &mut Cx) -> Result<Effect, Complaint>>;
/// Text modules: what each is called, and its text.
type Modules = Box<dyn FnMut(&mut Cx) -> Vec<(String, String)>>;

/// A text that is being written.
pub struct Compose {
    title: Say,
    area: TextArea<'static>,
    send: Send,
    modules: Option<Modules>,
    /// What was picked among the modules, until it is put in.
    picked: Rc<RefCell<Vec<String>>>,
    /// What it is an answer to; read, not written.
    above: Vec<String>,
    complaint: Vec<Say>,
}

/// Rows that are kept for what is written.
const LEAST_ROWS: u16 = 4;
/// Characters that a text may have.
const LONGEST: usize = 4_000;

impl Compose {
    /// A text to write; `send` is given it. When that succeeds the overlay closes and its effect follows.
    pub fn new(
        title: Say,
        send: impl FnMut(Prose, &mut Cx) -> Result<Effect, Complaint> + 'static,
    ) -> Compose {
        let mut area = TextArea::default();
        area.set_wrap_mode(WrapMode::Glyph);
        let (send, picked) = (Box::new(send), Rc::default());
        Compose { title, area, send, modules: None, picked, above: Vec::new(), complaint: Vec::new() }
    }

    /// The same below what it is an answer to, a line each.
    pub fn above(mut self, lines: impl IntoIterator<Item = String>) -> Compose {
        self.above = lines.into_iter().filter(|line| !line.is_empty()).collect();
        self
    }

    /// The same with text modules to put in.
    pub fn modules(mut self, modules: impl FnMut(&mut Cx) -> Vec<(String, String)> + 'static) -> Compose {
        self.modules = Some(Box::new(modules));
        self
    }

    /// The overlay, with the list of modules open on top of it.
    pub fn with_modules_open(mut self, cx: &mut Cx) -> Effect {
        match self.pick(cx) {
            Some(picker) => Effect::Many(vec![Effect::Open(Box::new(self)), Effect::Open(picker)]),
            None => Effect::Open(Box::new(self)),
        }
    }

    fn pick(&mut self, cx: &mut Cx) -> Option<Box<dyn Layer>> {
        let modules = self.modules.as_mut()?(cx);
        let item = |(name, text): &(String, String)| Item::new(name.clone()).detail(text.replace('\n', " "));
        let items = modules.iter().map(item).collect();
        let picked = Rc::clone(&self.picked);
        let take = move |index: usize, _: &mut Cx| {
            if let Some((_, text)) = modules.get(index) {
                picked.borrow_mut().push(text.clone());
            }
            Effect::Done
        };
        let title = cx.look.text("app-compose-modules").into_owned();
        Some(Box::new(Picker::of(title, items, take, cx)))
    }

    /// Puts in what was picked since.
    fn put_in(&mut self) {
        for text in self.picked.borrow_mut().drain(..) {
            self.area.insert_str(Prose::new(text).as_str());
        }
    }

    fn text(&self) -> Prose {
        Prose::new(self.area.lines().join("\n"))
    }

    fn edit(&mut self, action: Action) -> bool {
        let area = &mut self.area;
        match action {
            Action::TextLeft => area.move_cursor(CursorMove::Back),
            Action::TextRight => area.move_cursor(CursorMove::Forward),
            Action::TextWordLeft => area.move_cursor(CursorMove::WordBack),
            Action::TextWordRight => area.move_cursor(CursorMove::WordForward),
            Action::TextStart => area.move_cursor(CursorMove::Head),
            Action::TextEnd => area.move_cursor(CursorMove::End),
            Action::FormPrevious => area.move_cursor(CursorMove::Up),
            Action::FormNext => area.move_cursor(CursorMove::Down),
            Action::ComposeNewline => area.insert_newline(),
            Action::TextDeleteBack => drop(area.delete_char()),
            Action::TextDeleteForward => drop(area.delete_next_char()),
            Action::TextDeleteWord => drop(area.delete_word()),
            Action::TextClear => drop(area.delete_line_by_head()),
            _ => return false,
        }
        true
    }

    fn room(&self) -> usize {
        LONGEST.saturating_sub(self.area.lines().iter().map(|line| line.chars().count() + 1).sum())
    }
}

impl Layer for Compose {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Text, Context::Compose, Context::Form]
    }

    fn typing(&self) -> bool {
        true
    }

    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        self.put_in();
        self.complaint.clear();
        if self.room() > 0 {
            self.area.insert_char(c);
        }
        Effect::Done
    }

    fn on_paste(&mut self, text: &str, _: &mut Cx) -> Effect {
        self.put_in();
        let fits: String = text.chars().take(self.room()).collect();
        self.area.insert_str(Prose::new(fits).as_str());
        Effect::Done
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        self.put_in();
        match action {
            Action::FormSubmit => {
                let text = self.text();
                match (self.send)(text, cx) {
                    Ok(effect) => Effect::Many(vec![Effect::Close, effect]),
                    Err(complaint) => {
                        self.complaint = std::iter::once(complaint.reason).chain(complaint.hint).collect();
                        Effect::Done
                    }
                }
            }
            Action::FormCancel => Effect::Close,
            Action::ComposeModules => self.pick(cx).map_or(Effect::Done, Effect::Open),
            action if self.edit(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints = vec![Action::FormSubmit, Action::ComposeNewline, Action::FormCancel];
        if self.modules.is_some() {
            hints.insert(1, Action::ComposeModules);
        }
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        self.put_in();
        let wide = area.width.saturating_sub(4).min(72);
        let room = usize::from(wide.saturating_sub(4));
        let foot: Vec<String> = self.complaint.iter().flat_map(|say| wrap(&look.say(say), room)).collect();
        let above = self.above.len() as u16;
        let high = (10 + above + foot.len() as u16).min(area.height);
        let inside = popup(area, buf, &look.theme, &look.say(&self.title), wide, high);
        if inside.is_empty() {
            return None;
        }
        let rows = (foot.len() as u16).min(inside.height / 2);
        let ground = look.style(Role::Text).patch(look.style(Role::Popup));
        // What is written comes first where there is little room.
        let head = above.min((inside.height - rows).saturating_sub(LEAST_ROWS));
        let quiet = ground.patch(look.style(Role::Muted));
        for (y, line) in (inside.y..inside.y + head).zip(&self.above) {
            put(buf, inside.x, y, &cut(line, room), quiet, inside.width);
        }
        let body = Rect { y: inside.y + head, height: inside.height - rows - head, ..inside };
        self.area.set_style(ground);
        self.area.set_cursor_style(ground);
        self.area.set_cursor_line_style(ground);
        (&self.area).render(body, buf);
        for (y, line) in (body.bottom()..inside.bottom()).zip(&foot) {
            put(buf, inside.x, y, line, ground.patch(look.style(Role::Bad)), inside.width);
        }
        let cursor = self.area.screen_cursor();
        let (top, left) = self.area.scroll_offset();
        let x = body.x + (cursor.col as u16).saturating_sub(left).min(body.width.saturating_sub(1));
        let y = body.y + (cursor.row as u16).saturating_sub(top).min(body.height.saturating_sub(1));
        Some(Position::new(x, y))
    }
}
