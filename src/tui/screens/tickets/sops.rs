//! SOPs 流程: which kinds of tickets there are, and their steps. Changes are made on a draft: steps are added,
//! moved, removed and changed, with what that would touch and what is wrong said all the while; saved, it is
//! one new version. Tickets under way keep the version that they began with.

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::sop_draft::{self as draft, Shared};
use super::sop_forms;
use crate::base::{Refused, Say};
use crate::desk::queue::sop::{Sop, Step};
use crate::desk::queue::{SopList, SopRow};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, refused};
use crate::tui::input::{Action, Context};
use crate::tui::shared::due;
use crate::tui::shared::pane;
use crate::tui::shared::posts;
use crate::tui::symbol::{DOT, MARKER};
use crate::tui::theme::Role;
use crate::tui::widgets::text::wrap;
use crate::tui::widgets::{Column, Confirm, Line, ListState, Row, Table, rule};

/// Rows below the list: a rule, and the selected step.
const FOOT: u16 = 6;

/// Which step of which kind.
type RowId = (usize, usize);

/// The SOP screen: every step of every kind, a row each.
pub struct Sops {
    kept: Vec<SopRow>,
    /// As they are shown: with the draft in its place.
    shown: Vec<SopRow>,
    ids: Vec<RowId>,
    state: ListState<RowId>,
    draft: Shared,
    /// Whether kinds that are no longer opened are shown too.
    retired: bool,
    trouble: Option<Refused>,
}

impl Sops {
    pub fn new(cx: &mut Cx) -> Sops {
        let mut sops = Sops {
            kept: Vec::new(),
            shown: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            draft: Rc::default(),
            retired: false,
            trouble: None,
        };
        sops.refresh(cx);
        sops
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&SopList { retired: self.retired }) {
            Ok(sops) => (self.kept, self.trouble) = (sops, None),
            Err(refused) => self.trouble = Some(refused),
        }
        self.settle();
    }

    /// Lays the draft over what is kept.
    fn settle(&mut self) {
        self.shown.clone_from(&self.kept);
        if let Some(draft) = &*self.draft.borrow() {
            let row = SopRow { title: draft.sop.title(), sop: draft.sop.clone(), ..draft.base.clone() };
            match self.shown.iter_mut().find(|one| one.sop.kind == draft.sop.kind) {
                Some(one) => *one = row,
                None => self.shown.push(row),
            }
        }
        // A kind without any step is a row all the same: something can be added to it.
        let steps = |(kind, row): (usize, &SopRow)| (0..row.sop.steps.len().max(1)).map(move |s| (kind, s));
        self.ids = self.shown.iter().enumerate().flat_map(steps).collect();
        self.state.settle(&self.ids);
        let gone_to = self.draft.borrow_mut().as_mut().and_then(|draft| {
            let at = draft.at.take()?;
            Some((draft.sop.kind.clone(), at))
        });
        if let Some((kind, at)) = gone_to
            && let Some(place) = self.shown.iter().position(|row| row.sop.kind == kind)
        {
            self.state.select((place, at), &self.ids);
        }
    }

    fn selected(&self) -> Option<(&SopRow, usize)> {
        let (kind, step) = self.state.selected()?;
        self.shown.get(kind).map(|row| (row, step))
    }

    fn is_draft(&self, row: &SopRow) -> bool {
        self.draft.borrow().as_ref().is_some_and(|draft| draft.sop.kind == row.sop.kind)
    }

    /// The selected kind as it is kept, as it stands now, and which step; refused while another is unsaved.
    fn at_hand(&self) -> Result<(SopRow, Sop, usize), Say> {
        let (row, step) = self.selected().ok_or_else(|| say!("sops-none"))?;
        match &*self.draft.borrow() {
            Some(draft) if draft.sop.kind == row.sop.kind => {
                Ok((draft.base.clone(), draft.sop.clone(), step))
            }
            Some(draft) => Err(say!("sops-other-draft", kind = draft.sop.title())),
            None => Ok((row.clone(), row.sop.clone(), step)),
        }
    }

    /// Changes the selected kind at once.
    fn change(&mut self, cx: &Cx, change: impl FnOnce(&mut Sop, usize) -> Option<usize>) -> Effect {
        let (base, mut sop, step) = match self.at_hand() {
            Ok(found) => found,
            Err(say) => return Effect::Tell(say, Tone::Quiet),
        };
        let Some(to) = change(&mut sop, step) else {
            return Effect::Tell(say!("sops-stays-there"), Tone::Quiet);
        };
        let effect = draft::keep(&self.draft, &base, sop, Some(to), cx).unwrap_or_else(refused);
        self.settle();
        effect
    }

    /// Opens a form of the selected kind.
    fn form(&self, open: impl FnOnce(&Shared, SopRow, Sop, usize) -> Effect) -> Effect {
        match self.at_hand() {
            Ok((base, sop, step)) => open(&self.draft, base, sop, step),
            Err(say) => Effect::Tell(say, Tone::Quiet),
        }
    }

    fn on_key(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => {
                self.form(|draft, base, sop, step| sop_forms::step(draft, base, sop, step, cx))
            }
            Action::SopsAdd => self.form(|draft, base, mut sop, step| {
                let at = (step + 1).min(sop.steps.len());
                let new = draft::new_step(&sop);
                sop.steps.insert(at, new);
                sop_forms::step(draft, base, sop, at, cx)
            }),
            Action::SopsRemove => self.change(cx, |sop, step| {
                (step < sop.steps.len()).then(|| sop.steps.remove(step))?;
                Some(step.min(sop.steps.len().saturating_sub(1)))
            }),
            Action::SopsUp | Action::SopsDown => self.change(cx, |sop, step| {
                let (changed, to) = draft::moved(sop, step, action == Action::SopsDown)?;
                *sop = changed;
                Some(to)
            }),
            Action::SopsFields => {
                self.form(|draft, base, sop, step| sop_forms::fields(draft, base, sop, step, cx))
            }
            Action::SopsTimes => self.form(|draft, base, sop, _| sop_forms::times(draft, base, sop, cx)),
            Action::SopsCategories => {
                self.form(|draft, base, sop, _| sop_forms::categories(draft, base, sop, cx))
            }
            Action::SopsNewKind => {
                let taken: Vec<String> = self.shown.iter().map(|row| row.sop.kind.clone()).collect();
                self.form(|draft, _, sop, _| sop_forms::new_kind(draft, sop, taken, cx.look))
            }
            Action::SopsRetire => {
                let effect = self.change(cx, |sop, step| {
                    sop.retired = !sop.retired;
                    Some(step)
                });
                // Nothing else is to be filled in: whether to save is asked at once.
                match effect {
                    Effect::Done if self.draft.borrow().is_some() => draft::save(&self.draft, cx.look),
                    effect => effect,
                }
            }
            Action::SopsRetired => {
                self.retired = !self.retired;
                self.refresh(cx);
                Effect::Done
            }
            Action::SopsSave => draft::save(&self.draft, cx.look),
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            action if leaves(action) && self.draft.borrow().is_some() => self.drop_first(action),
            _ => Effect::Pass,
        }
    }

    /// A draft is dropped on a yes only; then the key does what it does.
    fn drop_first(&self, action: Action) -> Effect {
        let draft = Rc::clone(&self.draft);
        let drop = move |_: &mut Cx| {
            *draft.borrow_mut() = None;
            // The first Esc takes the draft away and stays here, like one that clears a filter.
            if action == Action::Back { Effect::Done } else { Effect::Do(action) }
        };
        let consequence = say!("sops-drop-hint");
        Effect::Open(Box::new(Confirm::new(say!("sops-drop"), drop).consequence(consequence)))
    }
}

fn leaves(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        Back | NextTab
            | PreviousTab
            | GoToday
            | GoRoster
            | GoClass
            | GoBoard
            | GoTickets
            | GoFees
            | GoSetup
            | Undo
            | Redo
            | Quit
    )
}

impl Layer for Sops {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Sops, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        self.settle();
        self.on_key(action, cx)
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Queue, Area::Setup]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        (action == Action::SopsSave && self.draft.borrow().is_none()).then(|| say!("sops-nothing-to-save"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints = Vec::new();
        if self.draft.borrow().is_some() {
            hints.extend([Action::SopsSave, Action::Back]);
        }
        hints.extend([
            Action::ListOpen,
            Action::SopsAdd,
            Action::SopsRemove,
            Action::SopsUp,
            Action::SopsDown,
            Action::SopsFields,
            Action::SopsTimes,
            Action::SopsCategories,
            Action::SopsNewKind,
            Action::SopsRetire,
            Action::SopsRetired,
        ]);
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        self.settle();
        let body = Rect { height: area.height.saturating_sub(FOOT), ..area };
        let columns = [
            Column::fixed(look.text("sops-kind"), 14),
            Column::flexible(look.text("sops-step"), 14, 2),
            Column::flexible(look.text("sops-roles"), 14, 2),
            Column::fixed(look.text("sops-within"), 9).right(),
            Column::flexible(look.text("sops-fields"), 14, 2).from_width(pane::FROM_WIDTH),
        ];
        let row = |index: usize| self.step_row(self.ids[index], look);
        let mut state = self.state.clone();
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut state);
        self.state = state;
        let foot = Rect { y: body.bottom(), height: area.height - body.height, ..area };
        rule(foot, buf, &look.theme);
        if let Some((row, step)) = self.selected() {
            let inside = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width.saturating_sub(2), ..foot };
            let told = self.told(row, step, usize::from(inside.width), look);
            pane::lines(&told, inside.intersection(foot), buf, look);
        }
        None
    }
}

impl Sops {
    /// The selected step in full, for what the columns cut; what its kind promises; what the draft would do.
    fn told(&self, row: &SopRow, index: usize, cells: usize, look: &Look) -> Vec<Line> {
        let mut all = Vec::new();
        if let Some(step) = row.sop.steps.get(index) {
            let name = look.say(&row.sop.step_title(step));
            let work = look.text(sop_forms::work_key(step.work)).into_owned();
            let mut first = Line::of(name.clone(), Role::Title);
            for text in [work, whose(step, look), sop_forms::deed_name(step, look)] {
                if !text.is_empty() && text != name {
                    first = first.and(DOT, Role::Muted).and(text, Role::Text);
                }
            }
            all.push(first);
            let asked: Vec<String> =
                sop_forms::asked(&row.sop, index).iter().map(|field| look.say(&field.title())).collect();
            if !asked.is_empty() {
                let label = format!("{}  ", look.text("sops-fields"));
                all.push(Line::of(label, Role::Label).and(asked.join(DOT), Role::Text));
            }
        }
        let span = |minutes: u32| match minutes {
            0 => look.text("sops-no-limit").into_owned(),
            minutes => due::span(i64::from(minutes), look),
        };
        let (first, solve) = (span(row.sop.first), span(row.sop.solve));
        let standard = say!("sops-standard", first = first, solve = solve, cap = u32::from(row.sop.cap));
        let version = say!("sops-version", kind = row.title.clone(), version = row.version);
        let told = Line::of(look.say(&version), Role::Muted).and(DOT, Role::Muted);
        all.push(told.and(look.say(&standard), Role::Muted));
        let draft = self.draft.borrow();
        if let Some(draft) = draft.as_ref().filter(|_| self.is_draft(row)) {
            all.extend(unsaved(draft, cells, look));
        }
        all
    }

    fn step_row(&self, (kind, index): RowId, look: &Look) -> Row {
        let Some(row) = self.shown.get(kind) else { return Row::default() };
        let changed = self.is_draft(row);
        let mut title = if index == 0 { look.say(&row.title) } else { String::new() };
        if index == 0 && changed {
            title = format!("{MARKER}{title}");
        }
        let quiet = row.sop.retired;
        let role = |role: Role| if quiet { Role::Muted } else { role };
        let head = Line::of(title, if changed { Role::Warn } else { role(Role::Title) });
        let Some(step) = row.sop.steps.get(index) else {
            return Row::of([head, Line::of(look.text("sops-no-step").into_owned(), Role::Bad)]);
        };
        let asked: Vec<String> =
            sop_forms::asked(&row.sop, index).iter().map(|field| look.say(&field.title())).collect();
        Row::of([
            head,
            Line::of(format!("{} {}", index + 1, look.say(&row.sop.step_title(step))), role(Role::Text)),
            Line::of(whose(step, look), Role::Muted),
            Line::of(within(step, look), role(Role::Text)),
            Line::of(asked.join(DOT), Role::Muted),
        ])
    }
}

/// What a draft would touch, or what keeps it from being saved.
fn unsaved(draft: &draft::Draft, cells: usize, look: &Look) -> Vec<Line> {
    let (text, role) = match draft.seen.problems.first() {
        Some(problem) => {
            let say = say!("app-refused-hint", reason = problem.reason.clone(), hint = problem.hint.clone());
            (look.say(&say), Role::Bad)
        }
        None => (look.say(&say!("sops-unsaved", count = draft.seen.under_way.len())), Role::Warn),
    };
    wrap(&text, cells).into_iter().map(|line| Line::of(line, role)).collect()
}

fn whose(step: &Step, look: &Look) -> String {
    if step.by_category {
        return look.text("sops-by-category").into_owned();
    }
    posts::named(&step.roles, look)
}

fn within(step: &Step, look: &Look) -> String {
    if step.minutes == 0 { String::new() } else { due::span(i64::from(step.minutes), look) }
}

impl Screen for Sops {
    fn place(&self) -> Place {
        Place::Sops
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let right = match (&self.trouble, &*self.draft.borrow()) {
            (Some(refused), _) => Line::of(look.say(&refused.reason), Role::Bad),
            (None, Some(draft)) => {
                Line::of(look.say(&say!("sops-draft", kind = draft.sop.title())), Role::Warn)
            }
            (None, None) => Line::new(),
        };
        (Line::of(look.text("sops-title").into_owned(), Role::Title), right)
    }
}
