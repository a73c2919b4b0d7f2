//! What screens and overlays are to the program: they get actions and text, return effects, and draw.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Job, Place};
use crate::base::{Instant, Refused, Say, StaffId};
use crate::desk::{Act, Areas, Ask};
use crate::desk::{Receipt, Session};
use crate::lang::{Lang, Shown};
use crate::say;
use crate::tui::input::{Action, Context, Key, Keymap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::Line;

/// How things look and read: language, colours, keys. The same for every screen.
#[derive(Debug)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Currency, zone and today.
    pub shown: Shown,
    /// Colours.
    pub theme: Theme,
    /// Keys.
    pub keymap: Keymap,
    /// Only signs that any console has: for locales that are not UTF-8, and by setting.
    pub plain: bool,
}

impl Look {
    /// A sentence in the language.
    pub fn say(&self, say: &Say) -> String {
        self.lang.say(say, &self.shown)
    }

    /// A text that takes no arguments.
    pub fn text<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.lang.text(key)
    }

    /// A chord as people write it: `空格`, `g g`, `Ctrl-P`.
    pub fn chord(&self, chord: &[Key]) -> String {
        let one = |key: &Key| {
            let bare = Key::plain(key.code).to_string();
            let name = match self.lang.text(&format!("app-key-{bare}")) {
                // A character as it is; `F1` as it stands on the key.
                name if name.starts_with("app-key-") && bare.chars().nth(1).is_none() => bare,
                name if name.starts_with("app-key-") => bare.to_uppercase(),
                name => name.into_owned(),
            };
            let held = [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")];
            held.iter()
                .filter(|(held, _)| *held)
                .map(|(_, name)| *name)
                .chain([name.as_str()])
                .collect::<String>()
        };
        chord.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }
}

/// What a layer may use while it answers a key.
pub struct Cx<'a> {
    /// Language, colours, keys.
    pub look: &'a Look,
    /// The desk, as the operator who is signed on: the only way to data.
    pub session: &'a Session,
    /// The time, by the desk's clock.
    pub now: Instant,
}

impl Cx<'_> {
    /// Asks the desk.
    ///
    /// # Errors
    /// When the operator may not ask, what is asked about does not exist, or the store fails.
    pub fn ask<Q: Ask>(&self, question: &Q) -> Result<Q::Answer, Refused> {
        self.session.ask(question)
    }

    /// Hands a command in; the effect tells what came of it, or why it was refused.
    pub fn submit<A: Act>(&self, act: A) -> Effect {
        match self.session.submit(act) {
            Ok(receipt) => done(receipt),
            Err(refused) => super::refused(refused),
        }
    }
}

/// Tells what an accepted command did.
pub fn done(receipt: Receipt) -> Effect {
    let join = |first: Say, second: Say| say!("app-said", first = first, second = second);
    receipt.said.into_iter().reduce(join).map_or(Effect::Done, |said| Effect::Tell(said, Tone::Ok))
}

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Ok,
    /// Done, but look.
    Warn,
    /// Not done.
    Bad,
    /// By the way.
    Quiet,
}

/// What a layer asks of the program.
pub enum Effect {
    /// Not my key: the program may know it.
    Pass,
    /// Mine, and done.
    Done,
    /// Open that place.
    Go(Place),
    /// Back to the screen before.
    Back,
    /// Put an overlay on top.
    Open(Box<dyn Layer>),
    /// Take the topmost overlay away.
    Close,
    /// One sentence on the message line.
    Tell(Say, Tone),
    /// Another operator goes on at this terminal.
    SignOn(StaffId),
    /// As if the key of that action had been pressed.
    Do(Action),
    /// Do this in a thread of its own, and wake every screen when it is done.
    Work(Job),
    /// Several, in order.
    Many(Vec<Effect>),
    /// End the program.
    Quit,
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Effect::Pass => f.write_str("Pass"),
            Effect::Done => f.write_str("Done"),
            Effect::Go(place) => write!(f, "Go({place:?})"),
            Effect::Back => f.write_str("Back"),
            Effect::Open(_) => f.write_str("Open"),
            Effect::Close => f.write_str("Close"),
            Effect::Tell(say, tone) => write!(f, "Tell({}, {tone:?})", say.key),
            Effect::SignOn(operator) => write!(f, "SignOn({operator})"),
            Effect::Do(action) => write!(f, "Do({action:?})"),
            Effect::Work(_) => f.write_str("Work"),
            Effect::Many(effects) => f.debug_list().entries(effects).finish(),
            Effect::Quit => f.write_str("Quit"),
        }
    }
}

/// A screen or an overlay.
pub trait Layer {
    /// The contexts of its keys, the narrowest first; the global one follows by itself.
    fn contexts(&self) -> &'static [Context];

    /// Whether it is being typed into: then printable keys come to [`on_text`](Layer::on_text) before any keymap.
    fn typing(&self) -> bool {
        false
    }

    /// A key asked for this.
    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect;

    /// A character was typed.
    fn on_text(&mut self, _: char, _: &mut Cx) -> Effect {
        Effect::Pass
    }

    /// Text was pasted. Ignored unless the layer is typed into, then typed.
    fn on_paste(&mut self, text: &str, cx: &mut Cx) -> Effect {
        if self.typing() {
            for c in text.chars().take(200) {
                self.on_text(if c.is_whitespace() { ' ' } else { c }, cx);
            }
        }
        Effect::Done
    }

    /// Data of these areas changed: ask again if they are shown.
    fn on_change(&mut self, _: Areas, _: &mut Cx) {}

    /// Work that was asked for has ended, here or elsewhere: look whether it is one's own.
    fn on_finished(&mut self, _: &mut Cx) -> Effect {
        Effect::Done
    }

    /// Why that action can't be done now; the reason is shown when its key is pressed, and the footer leaves it out.
    fn why_not(&self, _: Action, _: &Look) -> Option<Say> {
        None
    }

    /// What that action would do just now, where its own name says too little; the footer shows it.
    fn label(&self, _: Action, _: &Look) -> Option<String> {
        None
    }

    /// What the footer offers, the most wanted first.
    fn hints(&self, _: &Look) -> Vec<Action> {
        Vec::new()
    }

    /// Draws; says where the cursor is to stand if something is typed into. Must bear any size.
    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position>;
}

/// A layer that is a place of its own.
pub trait Screen: Layer {
    /// Which place it is.
    fn place(&self) -> Place;

    /// The second line: what this is (left) and how it stands (right).
    fn headline(&self, look: &Look) -> (Line, Line);

    /// Whether it wants the whole terminal, without tabs, status and footer.
    fn whole(&self) -> bool {
        false
    }
}
