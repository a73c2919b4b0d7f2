//! The list of the keys that work here and now.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{Align, fit, put, width};

enum HelpLine {
    Head(String),
    Key(String, String),
    Blank,
}

pub(super) struct Help {
    lines: Vec<HelpLine>,
    offset: usize,
    height: usize,
}

impl Help {
    /// The keys of these contexts, leaving out what a narrower one hides.
    pub(super) fn new(contexts: &[Context], look: &Look) -> Help {
        let mut lines = Vec::new();
        for context in contexts {
            let mut here = Vec::new();
            for action in Action::ALL {
                let keys: Vec<String> = look
                    .keymap
                    .bindings(*context)
                    .filter(|(_, a)| a == action)
                    .filter(|(chord, _)| reaches(look, contexts, chord, *action))
                    .map(|(chord, _)| look.chord(chord))
                    .collect();
                if !keys.is_empty() {
                    here.push(HelpLine::Key(keys.join("  "), look.lang.doc(&action.key()).into_owned()));
                }
            }
            if !here.is_empty() {
                if !lines.is_empty() {
                    lines.push(HelpLine::Blank);
                }
                lines.push(HelpLine::Head(look.text(&context.key()).into_owned()));
                lines.append(&mut here);
            }
        }
        Help { lines, offset: 0, height: 1 }
    }

    fn scroll(&mut self, to: usize) -> Effect {
        self.offset = to.min(self.lines.len().saturating_sub(self.height));
        Effect::Done
    }
}

fn reaches(look: &Look, contexts: &[Context], chord: &[crate::tui::input::Key], action: Action) -> bool {
    look.keymap.look_up(contexts, chord) == crate::tui::input::Lookup::Action(action)
}

impl Layer for Help {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        match action {
            Action::HelpUp => self.scroll(self.offset.saturating_sub(1)),
            Action::HelpDown => self.scroll(self.offset + 1),
            Action::HelpPageUp => self.scroll(self.offset.saturating_sub(self.height)),
            Action::HelpPageDown => self.scroll(self.offset + self.height),
            Action::HelpClose | Action::Help => Effect::Close,
            _ => Effect::Pass,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::HelpDown, Action::HelpPageDown, Action::HelpClose]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let keys = |line: &HelpLine| if let HelpLine::Key(keys, _) = line { width(keys) } else { 0 };
        let key_cells = self.lines.iter().map(keys).max().unwrap_or(0).min(28);
        let high = (self.lines.len() + 2).min(usize::from(area.height)) as u16;
        let title = look.text("app-help-title");
        let inside = popup(area, buf, &look.theme, &title, area.width.saturating_sub(4).min(70), high);
        self.height = usize::from(inside.height).max(1);
        self.scroll(self.offset);
        let ground = look.style(Role::Popup);
        for (y, line) in (inside.top()..inside.bottom()).zip(&self.lines[self.offset..]) {
            match line {
                HelpLine::Blank => {}
                HelpLine::Head(text) => {
                    put(buf, inside.x, y, text, ground.patch(look.style(Role::Title)), inside.width);
                }
                HelpLine::Key(keys, doc) => {
                    let keys = fit(keys, key_cells, Align::Left);
                    let x =
                        put(buf, inside.x + 1, y, &keys, ground.patch(look.style(Role::Key)), inside.width);
                    put(buf, x + 2, y, doc, ground, inside.right().saturating_sub(x + 2));
                }
            }
        }
        None
    }
}
