//! SOPs 流程: which kinds of tickets there are, and their steps; steps are changed in a form, with what the
//! change would touch said before it is saved. Tickets under way keep the version that they began with.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{SIDE_FROM_WIDTH, lines, sop_forms};
use crate::base::Refused;
use crate::desk::queue::sop::Step;
use crate::desk::queue::{SopList, SopRow};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::due;
use crate::tui::input::{Action, Context};
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::{Column, Line, ListState, Row, Table, rule};

/// Rows below the list: a rule, and the selected step.
const FOOT: u16 = 4;

/// Which step of which kind.
type RowId = (usize, usize);

/// The SOP screen: every step of every kind, a row each.
pub struct Sops {
    sops: Vec<SopRow>,
    ids: Vec<RowId>,
    state: ListState<RowId>,
    trouble: Option<Refused>,
}

impl Sops {
    pub fn new(cx: &mut Cx) -> Sops {
        let mut sops = Sops { sops: Vec::new(), ids: Vec::new(), state: ListState::default(), trouble: None };
        sops.refresh(cx);
        sops
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&SopList { retired: false }) {
            Ok(sops) => {
                let steps =
                    |(kind, row): (usize, &SopRow)| (0..row.sop.steps.len()).map(move |step| (kind, step));
                self.ids = sops.iter().enumerate().flat_map(steps).collect();
                self.sops = sops;
                self.trouble = None;
                self.state.settle(&self.ids);
            }
            Err(refused) => self.trouble = Some(refused),
        }
    }

    fn selected(&self) -> Option<(&SopRow, usize)> {
        let (kind, step) = self.state.selected()?;
        self.sops.get(kind).map(|row| (row, step))
    }

    fn with(&self, change: impl FnOnce(&SopRow, usize) -> Effect) -> Effect {
        self.selected().map_or(Effect::Done, |(row, step)| change(row, step))
    }
}

impl Layer for Sops {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Sops, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => self.with(|row, step| sop_forms::step(row, step, cx.look)),
            Action::SopsFields => self.with(|row, step| sop_forms::fields(row, step, cx)),
            Action::SopsTimes => self.with(|row, _| sop_forms::times(row)),
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Queue]) {
            self.refresh(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ListOpen, Action::SopsFields, Action::SopsTimes, Action::Undo, Action::Back]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let body = Rect { height: area.height.saturating_sub(FOOT), ..area };
        let columns = [
            Column::fixed(look.text("sops-kind"), 14),
            Column::flexible(look.text("sops-step"), 14, 2),
            Column::flexible(look.text("sops-roles"), 14, 2),
            Column::fixed(look.text("sops-within"), 9).right(),
            Column::flexible(look.text("sops-fields"), 14, 2).from_width(SIDE_FROM_WIDTH),
        ];
        let row = |index: usize| step_row(&self.sops, self.ids[index], look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut self.state);
        let foot = Rect { y: body.bottom(), height: area.height - body.height, ..area };
        rule(foot, buf, &look.theme);
        if let Some((row, step)) = self.selected() {
            let inside = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width.saturating_sub(2), ..foot };
            lines(&selected(row, step, look), inside.intersection(foot), buf, look);
        }
        None
    }
}

/// The selected step in full, for what the columns cut.
fn selected(row: &SopRow, index: usize, look: &Look) -> Vec<Line> {
    let version = look.say(&say!("sops-version", kind = row.title.clone(), version = row.version));
    let Some(step) = row.sop.steps.get(index) else { return Vec::new() };
    let name = look.say(&row.sop.step_title(step));
    let mut first = Line::of(name, Role::Title).and(DOT, Role::Muted).and(whose(step, look), Role::Text);
    if whose(step, look).is_empty() {
        first.0.truncate(1);
    }
    let asked: Vec<String> =
        sop_forms::asked(&row.sop, index).iter().map(|field| look.say(&field.title())).collect();
    let label = format!("{}  ", look.text("sops-fields"));
    let asked = match asked.is_empty() {
        true => Line::new(),
        false => Line::of(label, Role::Label).and(asked.join(DOT), Role::Text),
    };
    vec![first, asked, Line::of(version, Role::Muted)]
}

fn step_row(sops: &[SopRow], (kind, index): RowId, look: &Look) -> Row {
    let Some((row, step)) = sops.get(kind).and_then(|row| Some((row, row.sop.steps.get(index)?))) else {
        return Row::default();
    };
    let kind = if index == 0 { look.say(&row.title) } else { String::new() };
    let asked: Vec<String> =
        sop_forms::asked(&row.sop, index).iter().map(|field| look.say(&field.title())).collect();
    Row {
        cells: vec![
            Line::of(kind, Role::Title),
            Line::of(format!("{} {}", index + 1, look.say(&row.sop.step_title(step))), Role::Text),
            Line::of(whose(step, look), Role::Muted),
            Line::of(within(step, look), Role::Text),
            Line::of(asked.join(DOT), Role::Muted),
        ],
        chosen: false,
    }
}

fn whose(step: &Step, look: &Look) -> String {
    if step.by_category {
        return look.text("sops-by-category").into_owned();
    }
    let posts: Vec<String> = step.roles.iter().map(|post| sop_forms::name(*post, look)).collect();
    posts.join(" ")
}

fn within(step: &Step, look: &Look) -> String {
    if step.minutes == 0 { String::new() } else { due::span(i64::from(step.minutes), look) }
}

impl Screen for Sops {
    fn place(&self) -> Place {
        Place::Sops
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let trouble = self.trouble.as_ref().map(|refused| look.say(&refused.reason)).unwrap_or_default();
        (Line::of(look.text("sops-title").into_owned(), Role::Title), Line::of(trouble, Role::Bad))
    }
}
