//! The program on screen: a trail of screens, overlays on top, one message line; keys in, a frame out.
//! It owns no terminal and no thread, so that tests drive the very same thing.

mod frame;
mod help;
mod layer;
mod operator;
mod palette;
mod place;
mod run;
mod status;
mod undo;
mod work;

use std::rc::Rc;
use std::sync::mpsc::SyncSender;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::event::{End, Event};
use super::input::{Action, Code, Context, Key, Lookup};
use super::widgets::Picker;
use crate::base::{Refused, Say};
use crate::desk::{Area, Areas};
use crate::desk::{Session, Sweeping};
use crate::say;

pub use frame::{LEAST_HEIGHT, LEAST_WIDTH};
pub use layer::{Cx, Effect, Layer, Look, Screen, Tone, done};
pub use palette::{Finder, Found};
pub use place::{Place, Tab};
pub use run::{Channel, channel, run};
use status::Status;
pub use work::Job;

/// Makes the screen of a place.
pub type Opener = Box<dyn FnMut(&Place, &mut Cx) -> Box<dyn Screen>>;

/// A screen on the trail, and what changed while it was covered.
struct Open {
    screen: Box<dyn Screen>,
    stale: Areas,
}

/// The program on screen.
pub struct App {
    look: Look,
    session: Session,
    opener: Opener,
    finders: Vec<Rc<dyn Finder>>,
    status: Status,
    badges: Vec<(Tab, usize)>,
    /// From the tab's own screen to the one that is seen; never empty once the first place was opened.
    trail: Vec<Open>,
    /// Screens of the other tabs, as they were left.
    left: Vec<(Tab, Open)>,
    overlays: Vec<Box<dyn Layer>>,
    pending: Vec<Key>,
    message: Option<(Say, Tone)>,
    /// Whether lessons may be others than the status line knows.
    lessons_changed: bool,
    /// The minute on the status line when last drawn.
    minute: i64,
    /// The minute in which it was last looked what comes due by itself.
    swept: Option<i64>,
    /// How far it was looked since.
    sweeping: Option<Sweeping>,
    dirty: bool,
    redraw: bool,
    suspend: bool,
    end: Option<End>,
    /// Where threads that work beside the loop tell that they are done; none does the work on the spot.
    wake: Option<SyncSender<Event>>,
}

impl App {
    /// The program with its first place open. What `look.shown` holds follows the school's settings and the desk's
    /// clock from here on.
    pub fn new(session: Session, look: Look, opener: Opener, first: Place) -> App {
        let mut app = App {
            look,
            session,
            opener,
            finders: Vec::new(),
            status: Status::default(),
            badges: Vec::new(),
            trail: Vec::new(),
            left: Vec::new(),
            overlays: Vec::new(),
            pending: Vec::new(),
            message: None,
            lessons_changed: true,
            minute: 0,
            swept: None,
            sweeping: None,
            dirty: true,
            redraw: false,
            suspend: false,
            end: None,
            wake: None,
        };
        app.ask_status();
        app.tick();
        app.ask_badges();
        app.go(first);
        app
    }

    /// The same program whose palette also finds these.
    pub fn finders(mut self, finders: Vec<Rc<dyn Finder>>) -> App {
        self.finders = finders;
        self
    }

    /// How many things wait behind each tab; zero shows nothing.
    pub fn set_badges(&mut self, badges: Vec<(Tab, usize)>) {
        self.dirty |= self.badges != badges;
        self.badges = badges;
    }

    /// Another operator goes on at this terminal. Every screen asks anew as that operator; what was open stays open.
    pub fn set_session(&mut self, session: Session) {
        self.session = session;
        self.overlays.clear();
        self.on_change(Areas::ALL);
    }

    /// The desk, as the operator who is signed on.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Puts an overlay on top.
    pub fn show(&mut self, make: impl FnOnce(&mut Cx) -> Box<dyn Layer>) {
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        let overlay = make(&mut cx);
        self.overlays.push(overlay);
        self.dirty = true;
    }

    /// Says something on the message line.
    pub fn tell(&mut self, say: Say, tone: Tone) {
        self.message = Some((say, tone));
        self.dirty = true;
    }

    /// What the message line says.
    pub fn message(&self) -> Option<&Say> {
        self.message.as_ref().map(|(say, _)| say)
    }

    /// Where one is.
    pub fn place(&self) -> Option<Place> {
        self.trail.last().map(|open| open.screen.place())
    }

    /// Why the program is to end, once it is.
    pub fn ended(&self) -> Option<End> {
        self.end
    }

    /// Whether the next frame differs from the last.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Something happened.
    pub fn on_event(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.on_key(key),
            Event::Paste(text) => {
                let effect = self.with_top(|top, cx| top.on_paste(&text, cx));
                self.follow(effect);
            }
            Event::Wheel(down) => self.act(if down { Action::ListDown } else { Action::ListUp }),
            Event::Resize => self.dirty = true,
            Event::Changed(areas) => self.on_change(areas),
            Event::Suspend => self.suspend = true,
            Event::Continued => self.redraw = true,
            Event::Finished(said) => self.on_finished(said),
            Event::End(end) => self.end = Some(end),
        }
    }

    /// The clock moved. Drawn anew only when the status line shows another minute.
    pub fn tick(&mut self) {
        let now = self.session.desk.now();
        let minute = now.timestamp().div_euclid(60);
        if minute == self.minute {
            return;
        }
        (self.minute, self.dirty) = (minute, true);
        let today = self.look.shown.zone.day(now);
        // With the day everything may read otherwise; with the minute, what goes by the time.
        let is_new_day = std::mem::replace(&mut self.look.shown.today, today) != today;
        self.on_change(if is_new_day { Areas::ALL } else { Areas::default().with(Area::Clock) });
        if self.lessons_changed {
            self.ask_lessons();
        }
    }

    fn on_change(&mut self, areas: Areas) {
        if areas.any(&[Area::Setup]) {
            self.ask_status();
        }
        self.lessons_changed |= areas.any(&[Area::Calendar, Area::Setup]);
        if areas.any(&[Area::Queue, Area::Setup]) {
            self.ask_badges();
        }
        let open = self.left.iter_mut().map(|(_, open)| open).chain(&mut self.trail);
        open.for_each(|open| open.stale = open.stale.and(areas));
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        self.overlays.iter_mut().for_each(|overlay| overlay.on_change(areas, &mut cx));
        self.freshen();
    }

    /// The seen screen asks again for what changed since it last did.
    fn freshen(&mut self) {
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        if let Some(open) = self.trail.last_mut()
            && open.stale != Areas::default()
        {
            open.screen.on_change(std::mem::take(&mut open.stale), &mut cx);
        }
        self.dirty = true;
    }

    fn on_key(&mut self, key: Key) {
        self.dirty = true;
        let typing = self.top().is_some_and(|top| top.typing());
        if self.pending.is_empty()
            && typing
            && let Some(c) = key.typed()
        {
            let effect = self.with_top(|top, cx| top.on_text(c, cx));
            // What is not taken as text is a key after all.
            if !matches!(effect, Effect::Pass) {
                return self.follow(effect);
            }
        }
        if !self.pending.is_empty() && key == Key::plain(Code::Esc) {
            self.pending.clear();
            return;
        }
        self.pending.push(key.command());
        match self.look.keymap.look_up(&self.contexts(), &self.pending) {
            Lookup::Pending(_) => {}
            Lookup::Action(action) => {
                self.pending.clear();
                self.act(action);
            }
            Lookup::Nothing => {
                let keys = self.look.chord(&std::mem::take(&mut self.pending));
                let help = self.look.keymap.chord(&[Context::Global], Action::Help);
                let help = help.map(|chord| self.look.chord(chord));
                if !typing {
                    let help = help.unwrap_or_default();
                    self.tell(say!("app-key-unknown", keys = keys, help = help), Tone::Quiet);
                }
            }
        }
    }

    /// Contexts that hold now, the narrowest first.
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.top().map(|top| top.contexts().to_vec()).unwrap_or_default();
        contexts.push(Context::Global);
        contexts
    }

    /// Whoever gets the keys: the topmost overlay, else the screen.
    fn top(&self) -> Option<&dyn Layer> {
        match self.overlays.last() {
            Some(overlay) => Some(&**overlay),
            None => self.trail.last().map(|open| &*open.screen as &dyn Layer),
        }
    }

    fn with_top(&mut self, ask: impl FnOnce(&mut dyn Layer, &mut Cx) -> Effect) -> Effect {
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        match (self.overlays.last_mut(), self.trail.last_mut()) {
            (Some(overlay), _) => ask(&mut **overlay, &mut cx),
            (None, Some(open)) => ask(&mut *open.screen, &mut cx),
            (None, None) => Effect::Pass,
        }
    }

    /// Does an action: who has the keys first, then the program itself.
    pub fn act(&mut self, action: Action) {
        self.dirty = true;
        if let Some(reason) = self.top().and_then(|top| top.why_not(action, &self.look)) {
            return self.tell(reason, Tone::Bad);
        }
        let effect = self.with_top(|top, cx| top.on_action(action, cx));
        match effect {
            Effect::Pass => self.act_global(action),
            effect => self.follow(effect),
        }
    }

    fn act_global(&mut self, action: Action) {
        // An overlay is modal: only what does not leave it passes.
        let anywhere = matches!(action, Action::Quit | Action::Suspend | Action::Redraw | Action::Help);
        if !self.overlays.is_empty() && !anywhere {
            return;
        }
        match action {
            Action::Quit => self.end = Some(End::Quit),
            Action::Suspend => self.suspend = true,
            Action::Redraw => self.redraw = true,
            Action::Help => {
                let help = help::Help::new(&self.contexts(), &self.look);
                self.overlays.push(Box::new(help));
            }
            Action::Palette => self.open_palette(),
            Action::Back => self.back(),
            Action::NextTab => self.turn_tab(1),
            Action::PreviousTab => self.turn_tab(Tab::ALL.len() - 1),
            Action::Undo | Action::Redo => {
                let effect = self.with_top(|_, cx| undo::take_back(action == Action::Redo, cx));
                self.follow(effect);
            }
            Action::SwitchOperator => {
                let effect = self.with_top(|_, cx| operator::choose(cx));
                self.follow(effect);
            }
            action => {
                if let Some(tab) = Tab::ALL.iter().find(|tab| tab.action() == action) {
                    self.go(tab.place());
                }
            }
        }
    }

    fn open_palette(&mut self) {
        let contexts = self.contexts();
        let can = |action: &Action| self.top().is_none_or(|top| top.why_not(*action, &self.look).is_none());
        let actions: Vec<Action> = palette::actions(&contexts).filter(can).collect();
        let source = palette::Palette::new(&actions, &contexts, self.finders.clone(), &self.look);
        let title = self.look.text("app-palette-title").into_owned();
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        let picker = Picker::from(title, "app-palette-empty", Box::new(source), &mut cx);
        self.overlays.push(Box::new(picker));
    }

    /// Follows what a layer asked for.
    fn follow(&mut self, effect: Effect) {
        match effect {
            Effect::Pass | Effect::Done => {}
            Effect::Many(effects) => effects.into_iter().for_each(|effect| self.follow(effect)),
            Effect::Go(place) => self.go(place),
            Effect::Back => self.back(),
            Effect::Open(layer) => self.overlays.push(layer),
            Effect::Close => drop(self.overlays.pop()),
            Effect::Tell(say, tone) => self.tell(say, tone),
            Effect::Do(action) => self.act(action),
            Effect::Work(job) => self.begin(job),
            Effect::SignOn(operator) => self.sign_on(operator),
            Effect::Quit => self.end = Some(End::Quit),
        }
    }

    /// Opens a place: a tab's own place leaves the trail, any other is put on it.
    fn go(&mut self, place: Place) {
        self.overlays.clear();
        self.message = None;
        self.dirty = true;
        if self.place().as_ref() == Some(&place) {
            return;
        }
        let Some(tab) = Tab::of(&place).filter(|tab| tab.place() == place) else {
            let screen = self.open(&place);
            self.trail.push(Open { screen, stale: Areas::default() });
            return;
        };
        self.trail.truncate(1);
        if let Some(open) = self.trail.pop()
            && let Some(tab) = Tab::of(&open.screen.place())
        {
            self.left.retain(|(other, _)| *other != tab);
            self.left.push((tab, open));
        }
        let kept = self.left.iter().position(|(other, _)| *other == tab);
        let open = match kept {
            Some(index) => self.left.swap_remove(index).1,
            None => Open { screen: self.open(&place), stale: Areas::default() },
        };
        self.trail.push(open);
        self.freshen();
    }

    fn open(&mut self, place: &Place) -> Box<dyn Screen> {
        let mut cx = Cx { look: &self.look, session: &self.session, now: self.session.desk.now() };
        (self.opener)(place, &mut cx)
    }

    fn back(&mut self) {
        if self.trail.len() > 1 {
            self.trail.pop();
            self.message = None;
            self.freshen();
        }
    }

    fn turn_tab(&mut self, by: usize) {
        let here = self.place().and_then(|place| Tab::of(&place)).unwrap_or(Tab::Today);
        let index = Tab::ALL.iter().position(|tab| *tab == here).unwrap_or(0);
        self.go(Tab::ALL[(index + by) % Tab::ALL.len()].place());
    }

    /// Draws the whole frame; says where the cursor is to stand.
    pub fn draw(&mut self, buf: &mut Buffer) -> Option<Position> {
        self.dirty = false;
        frame::draw(self, buf)
    }
}

/// A refusal on the message line: what is wrong, and what to do.
pub fn refused(refused: Refused) -> Effect {
    let say = match refused.hint {
        Some(hint) => say!("app-refused-hint", reason = refused.reason, hint = hint),
        None => refused.reason,
    };
    Effect::Tell(say, Tone::Bad)
}
