//! The path: typed, completed by Tab, or picked from what lies in a folder.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::Refused;
use crate::say;
use crate::tui::app::Look;
use crate::tui::files::{Files, Offer};
use crate::tui::input::Action;
use crate::tui::symbol::MARKER;
use crate::tui::theme::Role;
use crate::tui::widgets::Edit;
use crate::tui::widgets::text::{put, wrap};

/// The field for a file's path.
#[derive(Default)]
pub struct Path {
    edit: Edit,
    offers: Vec<Offer>,
    /// The offer that is picked.
    picked: Option<usize>,
    /// The path that an offer stands for, which the field may show in another way than it is.
    meant: Option<String>,
    /// Why the file, or the folder, could not be read.
    pub trouble: Option<Refused>,
}

impl Path {
    /// The path that is meant.
    pub fn value(&self) -> &str {
        self.meant.as_deref().unwrap_or(self.edit.value())
    }

    /// Types a character.
    pub fn push(&mut self, c: char) {
        self.edit.push(c);
        self.forget();
    }

    /// Edits the text. `false`: it is no such action.
    pub fn on_action(&mut self, action: Action) -> bool {
        let edited = self.edit.on_action(action);
        if edited && !matches!(action, Action::TextLeft | Action::TextRight) {
            self.forget();
        }
        edited
    }

    fn forget(&mut self) {
        self.offers.clear();
        (self.picked, self.meant, self.trouble) = (None, None, None);
    }

    fn set(&mut self, path: &str) {
        self.edit = Edit::with(path);
        self.meant = Some(path.to_owned());
    }

    /// Completes as far as all that begins so agree; from there on goes through them one by one.
    pub fn complete(&mut self, forward: bool, files: &dyn Files) {
        if !self.offers.is_empty() {
            let last = self.offers.len() - 1;
            self.picked = Some(match (self.picked, forward) {
                (None, true) => 0,
                (None, false) => last,
                (Some(at), true) => {
                    if at == last {
                        0
                    } else {
                        at + 1
                    }
                }
                (Some(at), false) => at.checked_sub(1).unwrap_or(last),
            });
            return;
        }
        self.list(files);
        // As far as all of them agree.
        let agree = self.offers.iter().map(|offer| offer.path.clone()).reduce(|common, other| {
            let same = common.chars().zip(other.chars()).take_while(|(a, b)| a == b);
            same.map(|(a, _)| a).collect()
        });
        match agree {
            Some(agree) if agree.len() >= self.value().len() => self.set(&agree),
            Some(_) => {}
            None if self.trouble.is_none() => {
                self.trouble = Some(Refused::input(say!("intake-nothing-there")));
            }
            None => {}
        }
        if let [only] = self.offers.as_slice() {
            // In a folder one goes on.
            let folder = only.folder;
            self.offers.clear();
            if folder {
                self.list(files);
            }
        }
    }

    fn list(&mut self, files: &dyn Files) {
        (self.picked, self.trouble) = (None, None);
        match files.complete(self.value()) {
            Ok(offers) => self.offers = offers,
            Err(no) => self.trouble = Some(no),
        }
    }

    /// Takes the picked offer into the field. `true`: a file to read; a folder is opened and listed instead.
    pub fn take(&mut self, files: &dyn Files) -> bool {
        let picked = self.picked.and_then(|at| self.offers.get(at)).cloned();
        let Some(offer) = picked else { return true };
        self.set(&offer.path);
        if offer.folder {
            self.list(files);
        } else {
            (self.offers, self.picked) = (Vec::new(), None);
        }
        !offer.folder
    }

    /// Tells why the path could not be read; of a folder it shows what lies in it.
    pub fn fail(&mut self, no: Refused, files: &dyn Files) {
        if no.reason.key == "import-folder" {
            let path = self.value();
            let slash = if path.ends_with(['/', '\\']) { "" } else { "/" };
            self.set(&format!("{path}{slash}"));
            self.list(files);
        }
        self.trouble = Some(no);
    }

    /// Draws field, trouble or hint, and what is offered.
    pub fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let room = area.width.saturating_sub(6);
        put(buf, area.x + 3, area.y + 1, &look.text("intake-path"), look.style(Role::Label), room);
        let field = Rect { x: area.x + 3, y: area.y + 2, width: room, height: 1 };
        let cursor = self.edit.draw(field, buf, look.style(Role::FieldActive));
        let mut lines: Vec<(String, Role)> = Vec::new();
        let mut say = |text: &str, role| {
            lines.extend(wrap(text, usize::from(room)).into_iter().map(|line| (line, role)));
        };
        if let Some(no) = &self.trouble {
            let says = std::iter::once(&no.reason).chain(&no.hint);
            says.zip([Role::Bad, Role::Muted]).for_each(|(one, role)| say(&look.say(one), role));
        } else if self.offers.is_empty() {
            say(&look.text("intake-path-hint"), Role::Muted);
            say("", Role::Muted);
            say(&look.text("intake-path-sets"), Role::Muted);
        }
        let mut y = area.y + 4;
        for (line, role) in &lines {
            put(buf, area.x + 3, y, line, look.style(*role), room);
            y = y.saturating_add(1);
        }
        let list = Rect { y: y + u16::from(!lines.is_empty()), ..area }.intersection(area);
        self.draw_offers(Rect { height: area.bottom().saturating_sub(list.y), ..list }, buf, look);
        cursor.filter(|_| self.picked.is_none())
    }

    fn draw_offers(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let rows = usize::from(area.height);
        // The picked one is in sight, and the last row says how many more there are.
        let fit = if self.offers.len() > rows { rows.saturating_sub(1) } else { rows };
        let first = self.picked.map_or(0, |at| (at + 1).saturating_sub(fit.max(1)));
        let room = area.width.saturating_sub(6);
        for (y, (at, offer)) in (area.y..).zip(self.offers.iter().enumerate().skip(first).take(fit)) {
            let role = if offer.folder { Role::Accent } else { Role::Text };
            let slash = if offer.folder { "/" } else { "" };
            let mut style = look.style(role);
            if self.picked == Some(at) {
                let ground = look.style(Role::Selection);
                buf.set_style(Rect { y, height: 1, ..area }, ground);
                put(buf, area.x + 1, y, MARKER, ground.patch(look.style(Role::Accent)), 1);
                style = ground.patch(style);
            }
            put(buf, area.x + 3, y, &format!("{}{slash}", offer.name), style, room);
        }
        let left = self.offers.len().saturating_sub(first + fit);
        if left > 0 && rows > 0 {
            let more = look.say(&say!("intake-more", count = left));
            put(buf, area.x + 3, area.bottom() - 1, &more, look.style(Role::Muted), room);
        }
    }
}
