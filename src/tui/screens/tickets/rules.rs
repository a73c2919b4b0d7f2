//! Triggers 触发规则: what opens a ticket by itself, whether it does, and which rule opened what for whom lately, and how
//! that ended.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::rule_forms;
use crate::base::{Refused, Say, TicketId};
use crate::desk::queue::{OpenedBy, Outcome, RuleRow, TriggerRules, When};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::shared::due;
use crate::tui::shared::pane;
use crate::tui::symbol::{DOT, PRESENT, UNMARKED};
use crate::tui::theme::Role;
use crate::tui::widgets::text::width;
use crate::tui::widgets::{Column, Item, Line, ListState, Picker, Row, Table, rule};

/// Rows below the list: a rule, and what the selected trigger opened.
const FOOT: u16 = 8;

/// The trigger screen.
pub struct Rules {
    rules: Vec<RuleRow>,
    ids: Vec<usize>,
    state: ListState<usize>,
    trouble: Option<Refused>,
}

/// When a rule opens a ticket, in words.
pub fn when(row: &RuleRow) -> Say {
    let days = |key: &'static str, days: u16| Say::new(key).with("days", days);
    match row.when {
        When::AfterJoining(n) => days("rules-after-joining", n),
        When::AfterGraduation(n) => days("rules-after-graduation", n),
        When::AfterContact(n) => days("rules-after-contact", n),
        When::CreditsBelow(n) => say!("rules-credits-below", credits = crate::base::Credits(n)),
        When::Absences(n) => Say::new("rules-absences").with("count", n),
        When::Arrears(n) => days("rules-arrears", n),
        When::BeforeClass(n) => days("rules-before-class", n),
        When::Dunning(_) => match row.days {
            Some(n) => days("rules-arrears", n),
            None => say!("rules-never"),
        },
    }
}

impl Rules {
    pub fn new(cx: &mut Cx) -> Rules {
        let mut rules =
            Rules { rules: Vec::new(), ids: Vec::new(), state: ListState::default(), trouble: None };
        rules.refresh(cx);
        rules
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&TriggerRules::default()) {
            Ok(rules) => (self.rules, self.trouble) = (rules, None),
            Err(refused) => self.trouble = Some(refused),
        }
        self.ids = (0..self.rules.len()).collect();
        self.state.settle(&self.ids);
    }

    fn selected(&self) -> Option<&RuleRow> {
        self.rules.get(self.state.selected()?)
    }
}

/// Picks among the tickets that a rule opened, to go there.
fn opened(row: &RuleRow, cx: &mut Cx) -> Effect {
    let item = |one: &OpenedBy| {
        let who = format!("{} {}", one.row.id, one.row.student_name);
        Item::new(who).detail(format!(
            "{}  {}",
            cx.look.lang.moment(one.at, &cx.look.shown),
            ended(one, cx.look)
        ))
    };
    let items = row.latest.iter().map(item).collect();
    let ids: Vec<TicketId> = row.latest.iter().map(|one| one.row.id).collect();
    let take = move |index: usize, _: &mut Cx| {
        ids.get(index).map_or(Effect::Done, |id| Effect::Go(Place::Ticket(*id)))
    };
    let title = cx.look.say(&row.title);
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// How a ticket that a rule opened stands, or how it ended.
fn ended(one: &OpenedBy, look: &Look) -> String {
    match one.outcome {
        Some(outcome) => look.text(super::thread::outcome_key(outcome)).into_owned(),
        None => due::line(&one.row, look).0.into_iter().map(|(text, _)| text).collect(),
    }
}

impl Layer for Rules {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Rules, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        let effect = match (action, self.selected().cloned()) {
            (Action::RulesNew, _) => rule_forms::new(cx),
            (Action::ListOpen, Some(row)) => rule_forms::edit(&row, cx),
            (Action::RulesSwitch, Some(row)) => rule_forms::switch(&row, cx),
            (Action::RulesOpened, Some(row)) => return opened(&row, cx),
            (action, _) if self.state.on_action(action, &self.ids) => return Effect::Done,
            _ => return Effect::Pass,
        };
        self.refresh(cx);
        effect
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Queue, Area::Setup]) {
            self.refresh(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![
            Action::ListOpen,
            Action::RulesNew,
            Action::RulesSwitch,
            Action::RulesOpened,
            Action::Undo,
            Action::Back,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let body = Rect { height: area.height.saturating_sub(FOOT), ..area };
        let columns = [
            Column::fixed("", 1),
            Column::flexible(look.text("rules-name"), 16, 2),
            Column::flexible(look.text("rules-when"), 16, 2),
            Column::fixed(look.text("rules-opens"), 16),
            Column::fixed(look.text("rules-opened"), 8).right(),
        ];
        let row = |index: usize| rule_row(&self.rules[index], look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut self.state);
        let foot = Rect { y: body.bottom(), height: area.height - body.height, ..area };
        rule(foot, buf, &look.theme);
        if let Some(row) = self.selected() {
            let inside = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width.saturating_sub(2), ..foot };
            pane::lines(&traced(row, look), inside.intersection(foot), buf, look);
        }
        None
    }
}

fn rule_row(row: &RuleRow, look: &Look) -> Row {
    let role = |role: Role| if row.on { role } else { Role::Muted };
    let opened = if row.opened == 0 { String::new() } else { row.opened.to_string() };
    Row::of([
        Line::of(if row.on { PRESENT } else { UNMARKED }, role(Role::Ok)),
        Line::of(look.say(&row.title), role(Role::Title)),
        Line::of(look.say(&when(row)), role(Role::Text)),
        Line::of(look.say(&row.kind_name), Role::Muted),
        Line::of(opened, role(Role::Text)),
    ])
}

/// What a rule opened lately: when, for whom, which ticket, how it ended.
fn traced(row: &RuleRow, look: &Look) -> Vec<Line> {
    let mut head = Line::of(look.say(&row.title), Role::Title).and(DOT, Role::Muted);
    let whose = match (&row.own, row.shipped.is_empty()) {
        (Some(_), true) => "rules-own",
        (Some(_), false) => "rules-changed",
        (None, _) => "rules-shipped",
    };
    head = head.and(look.text(whose).into_owned(), Role::Muted);
    if !row.on {
        head = head.and(DOT, Role::Muted).and(look.text("rules-off").into_owned(), Role::Warn);
    }
    let mut all = vec![head];
    if row.latest.is_empty() {
        all.push(Line::of(look.text("rules-opened-none").into_owned(), Role::Muted));
    }
    let shown = usize::from(FOOT) - 2;
    let latest = &row.latest[..row.latest.len().min(shown)];
    let moment = |one: &OpenedBy| look.lang.moment(one.at, &look.shown);
    let widest =
        |of: &dyn Fn(&OpenedBy) -> String| latest.iter().map(|one| width(&of(one))).max().unwrap_or(0);
    let (when, who) = (widest(&moment), widest(&|one| one.row.student_name.to_string()));
    let id = widest(&|one| one.row.id.to_string());
    for one in latest {
        let pad = |text: String, cells: usize| {
            let gap = cells.saturating_sub(width(&text)) + 2;
            text + &" ".repeat(gap)
        };
        let end = match one.outcome {
            Some(Outcome::Withdrawn | Outcome::Denied) => Role::Warn,
            Some(_) => Role::Ok,
            None => Role::Text,
        };
        let line = Line::of(pad(moment(one), when), Role::Muted)
            .and(pad(one.row.id.to_string(), id), Role::Muted)
            .and(pad(one.row.student_name.to_string(), who), Role::Text);
        all.push(line.and(ended(one, look), end));
    }
    all
}

impl Screen for Rules {
    fn place(&self) -> Place {
        Place::Rules
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let left = Line::of(look.text("rules-title").into_owned(), Role::Title);
        let right = match &self.trouble {
            Some(refused) => Line::of(look.say(&refused.reason), Role::Bad),
            None => {
                let on = self.rules.iter().filter(|row| row.on).count();
                Line::of(look.say(&say!("rules-count", on = on, all = self.rules.len())), Role::Muted)
            }
        };
        (left, right)
    }
}
