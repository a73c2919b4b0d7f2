//! The list of the keys that work here and now.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{Align, fit, put, width};
use crate::tui::widgets::{Scroll, popup};

enum HelpLine {
    Head(String),
    Key(String, String),
    Blank,
}

pub(super) struct Help {
    lines: Vec<HelpLine>,
    scroll: Scroll,
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
        Help { lines, scroll: Scroll::default() }
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
            Action::HelpClose | Action::Help => Effect::Close,
            action if self.scroll.on_action(action.of_list()) => Effect::Done,
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
        let seen = self.scroll.visible(usize::from(inside.height), self.lines.len());
        let ground = look.style(Role::Popup);
        for (y, line) in (inside.top()..inside.bottom()).zip(&self.lines[seen]) {
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
