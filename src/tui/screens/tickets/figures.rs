//! The figures that a manager is judged by, now and over time; by person, kind and cause; spot checks; churn.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use chrono::Months;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::figures_rows as rows;
use crate::base::{Day, Refused, Say};
use crate::desk::queue::{
    CheckDraw, CheckList, CheckResults, CheckRow, CheckScore, Churn, ChurnAnswer, Figures, GetRubric, Month,
    QueueFigures, QueueTrend, ResultsAnswer,
};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Field, FieldKind, Form, Line, ListState, Table};

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The four figures by month.
    Four,
    /// A month by person.
    People,
    /// A month by kind and category.
    Kinds,
    /// What complaints of a month came from.
    Causes,
    /// Spot checks.
    Checks,
    /// Whom the school lost in a month.
    Churn,
}

/// The views in the order in which a key turns them.
const VIEWS: [(View, &str); 6] = [
    (View::Four, "figures-four"),
    (View::People, "figures-people"),
    (View::Kinds, "figures-kinds"),
    (View::Causes, "figures-causes"),
    (View::Checks, "figures-checks"),
    (View::Churn, "figures-churn"),
];

/// Months that the four figures are told over.
const MONTHS: u8 = 12;

/// What was read for the view that is shown.
pub enum Data {
    /// Nothing.
    Nothing,
    /// Nothing yet: it is being read.
    Reading,
    /// The four figures.
    Four(Vec<Month>),
    /// A month's figures.
    Month(Figures),
    /// Spot checks, and what those of the month came to.
    Checks(Vec<CheckRow>, ResultsAnswer),
    /// Whom the school lost.
    Churn(ChurnAnswer),
}

/// The figures screen.
pub struct FiguresScreen {
    view: usize,
    /// How many months back from the present one.
    ago: u32,
    data: Data,
    /// What is being read beside the loop.
    work: Option<Receiver<Found>>,
    ids: Vec<usize>,
    state: ListState<usize>,
    trouble: Option<Refused>,
}

/// Whom the school lost, and in which span.
type Found = ((Day, Day), Result<ChurnAnswer, Refused>);

/// The first and last day of the month so many months back.
fn month(today: Day, ago: u32) -> (Day, Day) {
    let first = chrono::Datelike::with_day(&today, 1).unwrap_or(today);
    let first = first.checked_sub_months(Months::new(ago)).unwrap_or(first);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    (first, next.pred_opt().unwrap_or(first))
}

impl FiguresScreen {
    pub fn new(cx: &mut Cx) -> FiguresScreen {
        let mut screen = FiguresScreen {
            view: 0,
            ago: 0,
            data: Data::Nothing,
            work: None,
            ids: Vec::new(),
            state: ListState::default(),
            trouble: None,
        };
        // The first view is read here and now.
        drop(screen.refresh(cx));
        screen
    }

    fn view(&self) -> View {
        VIEWS[self.view].0
    }

    fn refresh(&mut self, cx: &mut Cx) -> Effect {
        if self.view() == View::Churn {
            self.put(Ok(Data::Reading));
            return self.read_beside(cx);
        }
        let read = self.read(cx);
        self.put(read);
        Effect::Done
    }

    fn put(&mut self, read: Result<Data, Refused>) {
        match read {
            Ok(data) => (self.data, self.trouble) = (data, None),
            Err(no) => (self.data, self.trouble) = (Data::Nothing, Some(no)),
        }
        self.ids = (0..rows::count(self.view(), &self.data)).collect();
        self.state.settle(&self.ids);
    }

    /// Who was lost is found by looking at every student, so no key waits for it. One such look is under way at a
    /// time; whichever month is shown when it ends is looked at next.
    fn read_beside(&mut self, cx: &Cx) -> Effect {
        if self.work.is_some() {
            return Effect::Done;
        }
        let (send, found) = channel();
        self.work = Some(found);
        let (span, session) = (month(cx.look.shown.today, self.ago), cx.session.clone());
        Effect::Work(Box::new(move || {
            let (from, until) = span;
            // Nobody waits for it where the screen was left meanwhile.
            let _ = send.send((span, session.ask(&Churn { from, until })));
            None
        }))
    }

    /// Takes up what was read beside the loop, if it has come.
    fn take_up(&mut self, cx: &Cx) -> Effect {
        let Some(work) = &self.work else { return Effect::Done };
        let found = match work.try_recv() {
            Err(TryRecvError::Empty) => return Effect::Done,
            found => found.ok(),
        };
        self.work = None;
        if self.view() != View::Churn {
            return Effect::Done;
        }
        match found {
            Some((span, found)) if span == month(cx.look.shown.today, self.ago) => {
                self.put(found.map(Data::Churn));
                Effect::Done
            }
            _ => self.read_beside(cx),
        }
    }

    fn read(&self, cx: &Cx) -> Result<Data, Refused> {
        let (from, until) = month(cx.look.shown.today, self.ago);
        Ok(match self.view() {
            View::Four => Data::Four(cx.ask(&QueueTrend { months: MONTHS, person: None })?),
            View::People | View::Kinds | View::Causes => {
                Data::Month(cx.ask(&QueueFigures { from, until, kind: String::new() })?)
            }
            View::Checks => {
                Data::Checks(cx.ask(&CheckList::default())?, cx.ask(&CheckResults { from, until })?)
            }
            View::Churn => Data::Reading,
        })
    }

    fn turn(&mut self, by: usize, cx: &mut Cx) -> Effect {
        self.view = (self.view + by) % VIEWS.len();
        self.state = ListState::default();
        self.refresh(cx)
    }

    fn go(&mut self, ago: Option<u32>, cx: &mut Cx) -> Effect {
        let Some(ago) = ago.filter(|ago| *ago < 120) else { return Effect::Done };
        self.ago = ago;
        self.refresh(cx)
    }

    fn open(&self) -> Effect {
        let Some(index) = self.state.selected() else { return Effect::Done };
        match &self.data {
            Data::Checks(checks, _) => {
                checks.get(index).map_or(Effect::Done, |row| Effect::Go(Place::Ticket(row.ticket)))
            }
            Data::Churn(churn) => {
                churn.rows.get(index).map_or(Effect::Done, |row| Effect::Go(Place::Card(row.student)))
            }
            _ => Effect::Done,
        }
    }

    fn score(&self, cx: &mut Cx) -> Effect {
        let found = match (&self.data, self.state.selected()) {
            (Data::Checks(checks, _), Some(index)) => checks.get(index),
            _ => None,
        };
        found.map_or(Effect::Tell(say!("figures-nothing-to-score"), Tone::Quiet), |row| score(row, cx))
    }
}

/// Draws a sample of the month: how many is asked, chance comes from the clock.
fn draw(from: Day, until: Day) -> Effect {
    let fields = vec![
        Field::new("count", say!("figures-draw-count"), FieldKind::Number { least: 1, most: 200 })
            .required()
            .value("5"),
        Field::new("from", say!("figures-draw-from"), FieldKind::Day).required().value(&from.to_string()),
        Field::new("until", say!("figures-draw-until"), FieldKind::Day).required().value(&until.to_string()),
    ];
    Effect::Open(Box::new(Form::new(say!("figures-draw"), fields, |values, cx| {
        let act = CheckDraw {
            from: values.day("from").unwrap_or_default(),
            until: values.day("until").unwrap_or_default(),
            count: values.number("count").and_then(|count| u16::try_from(count).ok()).unwrap_or(0),
            seed: cx.now.timestamp_micros().unsigned_abs(),
            kind: "".into(),
            solved: true,
        };
        Ok(done(cx.session.submit(act)?))
    })))
}

/// Names of form fields by place.
const NAMES: [&str; 9] = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"];

fn score(row: &CheckRow, cx: &mut Cx) -> Effect {
    let rubric = match cx.ask(&GetRubric {}) {
        Ok(rubric) => rubric,
        Err(no) => return refused(no),
    };
    let mut fields: Vec<Field> = rubric
        .criteria
        .iter()
        .zip(NAMES)
        .enumerate()
        .map(|(index, (one, name))| {
            let most = one.criterion.points;
            let kind = FieldKind::Number { least: 0, most: most.into() };
            let field = Field::new(name, one.title.clone(), kind).required();
            let field = field.hint(say!("figures-score-hint", most = u32::from(most)));
            match row.points.get(index).filter(|_| row.scored.is_some() && row.rubric == rubric.version) {
                Some(points) => field.value(&points.to_string()),
                None => field,
            }
        })
        .collect();
    fields.push(Field::text("note", say!("tickets-remark")).value(&row.note));
    let (ticket, count, version) = (row.ticket, rubric.criteria.len(), rubric.version);
    let title = say!("figures-score-title", ticket = ticket, name = &row.of_name);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let given = NAMES.iter().take(count).map(|name| values.number(name));
        let points = given.map(|n| n.and_then(|n| u16::try_from(n).ok()).unwrap_or(0)).collect();
        let note = values.text("note").unwrap_or_default().as_str().into();
        Ok(done(cx.session.submit(CheckScore { ticket, points, rubric: Some(version), note })?))
    })))
}

impl Layer for FiguresScreen {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Figures, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::FiguresNext => self.turn(1, cx),
            Action::FiguresPrevious => self.turn(VIEWS.len() - 1, cx),
            Action::FiguresEarlier => self.go(self.ago.checked_add(1), cx),
            Action::FiguresLater => self.go(self.ago.checked_sub(1), cx),
            Action::FiguresDraw => {
                let (from, until) = month(cx.look.shown.today, self.ago);
                draw(from, until)
            }
            Action::FiguresScore => self.score(cx),
            Action::ListOpen => self.open(),
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        // Who was lost stays as it was read: it changes with the day, and takes long.
        if self.view() != View::Churn && areas.any(&[Area::Queue, Area::Setup]) {
            drop(self.refresh(cx));
        }
    }

    fn on_finished(&mut self, cx: &mut Cx) -> Effect {
        self.take_up(cx)
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        match action {
            Action::FiguresDraw | Action::FiguresScore if self.view() != View::Checks => {
                Some(say!("figures-checks-only"))
            }
            Action::FiguresEarlier | Action::FiguresLater if self.view() == View::Four => {
                Some(say!("figures-months-all"))
            }
            Action::FiguresLater if self.ago == 0 => Some(say!("figures-latest")),
            Action::ListOpen if !matches!(self.data, Data::Checks(..) | Data::Churn(_)) => {
                Some(say!("figures-nothing-to-open"))
            }
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![
            Action::FiguresNext,
            Action::FiguresEarlier,
            Action::FiguresLater,
            Action::ListOpen,
            Action::FiguresDraw,
            Action::FiguresScore,
            Action::Back,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let mut x = area.x + 1;
        for (index, (_, key)) in VIEWS.iter().enumerate() {
            let role = if index == self.view { Role::Tab } else { Role::Muted };
            let text = format!(" {} ", look.text(key));
            x = put(buf, x, area.y, &text, look.style(role), area.right().saturating_sub(x)) + 1;
        }
        let foot = rows::foot(self.view(), &self.data, look);
        let high = area.height.saturating_sub(2);
        let below = (foot.len() as u16 + u16::from(!foot.is_empty())).min(high);
        let body = Rect { y: area.y + 2.min(area.height), height: high - below, ..area };
        if self.ids.is_empty() {
            let text = match &self.trouble {
                Some(no) => look.say(&no.reason),
                None if matches!(self.data, Data::Reading) => look.text("figures-reading").into_owned(),
                None => look.text(rows::empty(self.view())).into_owned(),
            };
            let room = body.width.saturating_sub(6);
            for (y, line) in (body.y..body.bottom()).zip(wrap(&text, usize::from(room))) {
                put(buf, body.x + 3, y, &line, look.style(Role::Muted), room);
            }
        } else {
            let columns = rows::columns(self.view(), &self.data, look);
            let row = |index: usize| rows::row(self.view(), &self.data, index, look);
            let mut state = self.state.clone();
            Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut state);
            self.state = state;
        }
        let inside = Rect {
            x: area.x + 3,
            y: body.bottom() + 1,
            width: area.width.saturating_sub(4),
            height: below.saturating_sub(1),
        };
        pane::lines(&foot, inside.intersection(area), buf, look);
        None
    }
}

impl Screen for FiguresScreen {
    fn place(&self) -> Place {
        Place::Figures
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let mut left = Line::of(look.text("figures-title").into_owned(), Role::Title);
        if self.view() != View::Four {
            let (first, _) = month(look.shown.today, self.ago);
            left = left.and(DOT, Role::Muted).and(rows::month_name(first), Role::Title);
        }
        (left, rows::headline(&self.data, look))
    }
}
