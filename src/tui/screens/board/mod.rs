//! Leaderboard 积分榜: who earned how much, by class, course, team or school, over a week, a month, a term or ever.

mod redeem;
mod report;
mod rows;
mod statement;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::statement::StatementView;
use crate::base::{ClassId, Day, Refused, Say, StudentId};
use crate::desk::ledger::points::board::{BoardAnswer, BoardScope, BoardSpan, PointsBoard, Ranked};
use crate::desk::ledger::points::statement::{PointsStatement, Statement};
use crate::desk::register::{Class, Course, List, Team};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, refused};
use crate::tui::input::{Action, Context};
use crate::tui::widgets::text::is_meant;
use crate::tui::widgets::{Filter, Item, Line, ListState, Picker};

/// So many ranks are shown of a large school; a class is always shown whole.
const RANKS_MOST: usize = 1_000;
/// Lines of the statement beside the list.
const BESIDE_LINES: usize = 40;
/// The spans, in the order of their chips.
const SPANS: [BoardSpan; 4] = [BoardSpan::Week, BoardSpan::Month, BoardSpan::Term, BoardSpan::All];

/// The leaderboard screen.
pub struct Board {
    scope: BoardScope,
    span: usize,
    /// A day of the period that is shown; none for the current one.
    day: Option<Day>,
    answer: Option<BoardAnswer>,
    /// Places of the rows that pass the filter, and whose they are.
    shown: Vec<usize>,
    ids: Vec<Ranked>,
    state: ListState<Ranked>,
    filter: Filter,
    /// The selected student's lines.
    beside: Option<(StudentId, Statement)>,
    trouble: Option<Refused>,
    /// What was picked last, until it is taken up.
    chosen: Rc<Cell<Option<BoardScope>>>,
}

impl Board {
    pub fn new(cx: &mut Cx) -> Board {
        let mut board = Board {
            scope: BoardScope::School,
            span: 1,
            day: None,
            answer: None,
            shown: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            filter: Filter::default(),
            beside: None,
            trouble: None,
            chosen: Rc::default(),
        };
        board.refresh(cx);
        board
    }

    fn refresh(&mut self, cx: &mut Cx) {
        let question = PointsBoard {
            scope: self.scope,
            span: SPANS[self.span],
            day: self.day,
            limit: RANKS_MOST,
            public: false,
        };
        match cx.ask(&question) {
            Ok(answer) => (self.answer, self.trouble) = (Some(answer), None),
            Err(no) => (self.answer, self.trouble) = (None, Some(no)),
        }
        self.beside = None;
        self.narrow(cx);
    }

    fn narrow(&mut self, cx: &mut Cx) {
        let typed = self.filter.text().to_lowercase();
        let rows = self.answer.iter().flat_map(|answer| &answer.rows).enumerate();
        let wanted = rows.filter(|(_, row)| is_meant(&row.name, &typed));
        (self.shown, self.ids) = wanted.map(|(index, row)| (index, row.who)).unzip();
        self.state.settle(&self.ids);
        self.follow_selection(cx);
    }

    /// Reads the lines of whoever is selected now.
    fn follow_selection(&mut self, cx: &mut Cx) {
        let wanted = self.student();
        if self.beside.as_ref().map(|(id, _)| *id) == wanted {
            return;
        }
        let ask = |id| cx.ask(&PointsStatement { student: id, before: None, limit: BESIDE_LINES }).ok();
        self.beside = wanted.and_then(|id| Some((id, ask(id)?)));
    }

    /// The selected student; none on a team.
    fn student(&self) -> Option<StudentId> {
        match self.state.selected()? {
            Ranked::Student(id) => Some(id),
            Ranked::Team(_) => None,
        }
    }

    fn turn_span(&mut self, by: usize, cx: &mut Cx) -> Effect {
        self.span = (self.span + by) % SPANS.len();
        self.day = None;
        self.refresh(cx);
        Effect::Done
    }

    /// The week, month or term before or after the one that is shown; not past today's.
    fn step(&mut self, later: bool, cx: &mut Cx) -> Effect {
        let today = cx.look.shown.today;
        let days = self.answer.as_ref().and_then(|answer| answer.days);
        let Some((first, last)) = days else { return Effect::Tell(say!("board-span-all"), Tone::Quiet) };
        let before = self.day;
        // Later than today is today's own again.
        self.day = if later { last.succ_opt().filter(|day| *day < today) } else { first.pred_opt() };
        self.refresh(cx);
        match self.trouble.clone() {
            // There is no term before that one: stay.
            Some(no) => {
                self.day = before;
                self.refresh(cx);
                refused(no)
            }
            None => Effect::Done,
        }
    }

    fn choose_scope(&mut self, cx: &mut Cx) -> Effect {
        if let Some(scope) = self.chosen.take() {
            self.scope = scope;
            self.refresh(cx);
            return Effect::Done;
        }
        match scopes(cx) {
            Ok((items, scopes)) => {
                let title = cx.look.text("board-scope-title").into_owned();
                // The picker closes first; the same action then finds what was chosen.
                let chosen = Rc::clone(&self.chosen);
                let take = move |index: usize, _: &mut Cx| {
                    chosen.set(scopes.get(index).copied());
                    Effect::Do(Action::BoardScope)
                };
                Effect::Open(Box::new(Picker::of(title, items, take, cx)))
            }
            Err(no) => refused(no),
        }
    }

    fn open(&mut self, cx: &mut Cx) -> Effect {
        match self.state.selected() {
            Some(Ranked::Student(id)) => match StatementView::new(id, cx) {
                Ok(view) => Effect::Open(Box::new(view)),
                Err(no) => refused(no),
            },
            Some(Ranked::Team(id)) => {
                self.scope = BoardScope::Team(id);
                self.refresh(cx);
                Effect::Done
            }
            None => Effect::Done,
        }
    }
}

impl Layer for Board {
    fn contexts(&self) -> &'static [Context] {
        self.filter.contexts(&[Context::Board, Context::List])
    }

    fn typing(&self) -> bool {
        self.filter.typing()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        self.filter.on_text(c).then(|| self.narrow(cx)).unwrap_or(Effect::Pass)
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if let Some(effect) = self.filter.on_action(action).then(|| self.narrow(cx)) {
            return effect;
        }
        match action {
            Action::BoardSpanNext => self.turn_span(1, cx),
            Action::BoardSpanPrevious => self.turn_span(SPANS.len() - 1, cx),
            Action::BoardLater => self.step(true, cx),
            Action::BoardEarlier => self.step(false, cx),
            Action::BoardScope => self.choose_scope(cx),
            Action::BoardProjector => Effect::Go(Place::Projector(self.class())),
            Action::BoardSupport => Effect::Go(Place::Support(self.class())),
            Action::BoardReport => match report::ReportView::new(SPANS[self.span], self.span_key(), cx) {
                Ok(view) => Effect::Open(Box::new(view)),
                Err(no) => refused(no),
            },
            Action::BoardRedeem => match (self.student(), &self.beside) {
                (Some(student), Some((_, statement))) => redeem::pick(student, statement, cx),
                _ => Effect::Tell(say!("board-nobody"), Tone::Quiet),
            },
            Action::BoardSupply => redeem::supply(cx),
            Action::ListOpen => self.open(cx),
            action if self.state.on_action(action, &self.ids) => {
                self.follow_selection(cx);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Ledger]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        match (action, self.state.selected()) {
            (Action::BoardRedeem, Some(Ranked::Team(_))) => Some(say!("board-not-a-student")),
            (Action::BoardRedeem, None) => Some(say!("board-nobody")),
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if let Some(hints) = self.filter.hints() {
            return hints;
        }
        vec![
            Action::BoardSpanNext,
            Action::BoardScope,
            Action::ListOpen,
            Action::BoardRedeem,
            Action::BoardProjector,
            Action::ListFilter,
            Action::BoardSupport,
            Action::BoardReport,
            Action::BoardEarlier,
            Action::BoardSupply,
            Action::Undo,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Board {
    /// The class that is shown, where it is one.
    fn class(&self) -> Option<ClassId> {
        match self.scope {
            BoardScope::Class(class) | BoardScope::Teams(class) => Some(class),
            _ => None,
        }
    }

    fn span_key(&self) -> &'static str {
        view::SPAN_KEYS[self.span]
    }
}

impl Screen for Board {
    fn place(&self) -> Place {
        Place::Board
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self, look)
    }
}

/// Everyone whose leaderboard there is: the school, classes, courses, teams.
fn scopes(cx: &mut Cx) -> Result<(Vec<Item>, Vec<BoardScope>), Refused> {
    let classes = cx.ask(&List::<Class>::live())?;
    let courses = cx.ask(&List::<Course>::live())?;
    let teams = cx.ask(&List::<Team>::live())?;
    let look = cx.look;
    let item = |name: &str, kind: &str| Item::new(name).detail(look.text(kind).into_owned());
    let mut items = vec![Item::new(look.text("board-school").into_owned())];
    let mut scopes = vec![BoardScope::School];
    for class in &classes {
        items.push(item(&class.value.name, "board-scope-class"));
        scopes.push(BoardScope::Class(class.id));
        let its = teams.iter().filter(|team| team.value.class == class.id);
        if its.clone().next().is_some() {
            let against = look.say(&say!("board-scope-teams", class = &class.value.name));
            items.push(Item::new(against));
            scopes.push(BoardScope::Teams(class.id));
        }
        for team in its {
            let name = format!("{} {}", class.value.name, team.value.name);
            items.push(item(&name, "board-scope-team"));
            scopes.push(BoardScope::Team(team.id));
        }
    }
    for course in &courses {
        items.push(item(&course.value.name, "board-scope-course"));
        scopes.push(BoardScope::Course(course.id));
    }
    Ok((items, scopes))
}
