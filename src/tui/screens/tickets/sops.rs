//! SOPs 流程: which kinds of tickets there are, and their steps; steps are changed in a form, with what the
//! change would touch said before it is saved. Tickets under way keep the version that they began with.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::due;
use crate::base::Refused;
use crate::desk::queue::sop::{Sop, Step};
use crate::desk::queue::{SaveSop, SopList, SopPreview, SopRow};
use crate::desk::register::Role as Post;
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::{Column, Confirm, Field, FieldKind, Form, Line, ListState, Row, Table, rule};

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

    /// Changes the selected step: its name, whose it is, until when.
    fn edit(&self, look: &Look) -> Effect {
        let Some((row, index)) = self.selected() else { return Effect::Done };
        let Some(step) = row.sop.steps.get(index) else { return Effect::Done };
        let posts: Vec<String> = step.roles.iter().map(|post| name(*post, look)).collect();
        let fields = vec![
            Field::text("name", say!("sops-name")).value(&look.say(&row.sop.step_title(step))).required(),
            Field::text("roles", say!("sops-roles")).value(&posts.join(" ")).hint(say!("sops-roles-hint")),
            Field::new("minutes", say!("sops-minutes"), FieldKind::Number { least: 0, most: 100_000 })
                .value(&step.minutes.to_string())
                .hint(say!("sops-minutes-hint")),
        ];
        let (sop, version) = (row.sop.clone(), row.version);
        let shown = look.say(&row.sop.step_title(step));
        let title = say!("sops-edit-title", kind = row.title.clone(), step = shown.as_str());
        Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
            let mut changed = sop.clone();
            if let Some(step) = changed.steps.get_mut(index) {
                let typed = values.text("name").unwrap_or_default();
                // The shipped name stays shipped, so that it reads in either language.
                if typed.as_str() != shown {
                    step.name = typed;
                }
                step.roles = posts_of(&values.text("roles").unwrap_or_default(), cx.look)?;
                step.minutes = values.number("minutes").and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
            }
            Ok(preview(changed, version, cx))
        })))
    }
}

fn name(post: Post, look: &Look) -> String {
    look.text(crate::desk::roles::key(post)).into_owned()
}

/// Posts by their names in the language, blanks or commas between.
fn posts_of(typed: &str, look: &Look) -> Result<Vec<Post>, Refused> {
    let mut posts = Vec::new();
    let mut rest = typed.trim();
    while !rest.is_empty() {
        let known = Post::ALL.iter().find_map(|post| Some((*post, rest.strip_prefix(&name(*post, look))?)));
        let Some((post, after)) = known else {
            return Err(Refused::input(say!("sops-no-post", typed = rest)).hint(say!("sops-roles-hint")));
        };
        posts.push(post);
        rest = after.trim_start_matches([' ', ',', '，', '、']);
    }
    Ok(posts)
}

/// Says what the change would touch; a yes saves it as a new version.
fn preview(sop: Sop, version: u32, cx: &mut Cx) -> Effect {
    let seen = match cx.ask(&SopPreview { sop: sop.clone() }) {
        Ok(seen) => seen,
        Err(no) => return refused(no),
    };
    if let Some(problem) = seen.problems.first() {
        return Effect::Tell(problem.clone(), crate::tui::app::Tone::Bad);
    }
    let touched: Vec<String> = seen.under_way.iter().take(8).map(|one| one.ticket.to_string()).collect();
    let consequence = match touched.as_slice() {
        [] => say!("sops-touches-none"),
        some => say!("sops-touches", count = seen.under_way.len(), tickets = some.join(" ")),
    };
    let save = move |cx: &mut Cx| match cx.session.submit(SaveSop { expect: Some(version), sop }) {
        Ok(receipt) => done(receipt),
        Err(no) => refused(no),
    };
    Effect::Open(Box::new(Confirm::new(say!("sops-save"), save).consequence(consequence)))
}

impl Layer for Sops {
    fn contexts(&self) -> &'static [Context] {
        &[Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => self.edit(cx.look),
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
        vec![Action::ListOpen, Action::Undo, Action::Back]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let body = Rect { height: area.height.saturating_sub(2), ..area };
        let columns = [
            Column::fixed(look.text("sops-kind"), 14),
            Column::flexible(look.text("sops-step"), 14, 2),
            Column::flexible(look.text("sops-roles"), 14, 2),
            Column::fixed(look.text("sops-within"), 8).right(),
            Column::flexible(look.text("sops-fields"), 6, 1),
        ];
        let row = |index: usize| step_row(&self.sops, self.ids[index], look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut self.state);
        let foot = Rect { y: body.bottom(), height: area.height - body.height, ..area };
        rule(foot, buf, &look.theme);
        if let Some((row, _)) = self.selected() {
            let text = look.say(&say!("sops-version", kind = row.title.clone(), version = row.version));
            let line = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width.saturating_sub(2), height: 1 };
            Line::of(text, Role::Muted).draw(line.intersection(area), buf, &look.theme, Style::new());
        }
        None
    }
}

fn step_row(sops: &[SopRow], (kind, index): RowId, look: &Look) -> Row {
    let Some((row, step)) = sops.get(kind).and_then(|row| Some((row, row.sop.steps.get(index)?))) else {
        return Row::default();
    };
    let kind = if index == 0 { look.say(&row.title) } else { String::new() };
    let asked: Vec<String> = step.fields.iter().map(|field| look.say(&field.title())).collect();
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
    let posts: Vec<String> = step.roles.iter().map(|post| name(*post, look)).collect();
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
