//! First run: a folder without a school. Four answers open its books; then comes a roster from a file, or nobody yet.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{Currency, Say, Text, Zone};
use crate::desk::register::InitSchool;
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, done};
use crate::tui::files::Files;
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Confirm, Field, Form, Line};

/// The first-run screen.
pub struct Start {
    files: Arc<dyn Files>,
}

impl Start {
    pub fn new(files: Arc<dyn Files>) -> Start {
        Start { files }
    }

    fn form(&self) -> Form {
        let files = Arc::clone(&self.files);
        let fields = vec![
            Field::text("name", say!("start-name")).required(),
            Field::text("operator", say!("start-operator")).required().hint(say!("start-operator-hint")),
            Field::text("zone", say!("start-zone"))
                .required()
                .hint(say!("start-zone-hint"))
                .value(Zone::default().0.name()),
            Field::text("currency", say!("start-currency"))
                .required()
                .hint(say!("start-currency-hint"))
                .value(&Currency::default().0),
        ];
        Form::new(say!("start-title"), fields, move |values, cx| {
            let text = |field: &str| values.text(field).unwrap_or_default();
            let init = InitSchool {
                name: text("name"),
                operator: text("operator"),
                zone: Zone::named(&text("zone"))
                    .ok_or_else(|| Complaint::wrong("zone", say!("start-bad-zone")))?,
                currency: Currency::new(&text("currency"))
                    .ok_or_else(|| Complaint::wrong("currency", say!("start-bad-currency")))?,
                tiers: Vec::new(),
            };
            let receipt = files.open_school(cx.session, init, &cx.look.lang)?;
            let question = Confirm::new(say!("start-import-ask"), |_| Effect::Go(Place::Import))
                .consequence(say!("start-import-later"));
            Ok(Effect::Many(vec![Effect::Go(Place::Today), done(receipt), Effect::Open(Box::new(question))]))
        })
    }
}

impl Layer for Start {
    fn contexts(&self) -> &'static [Context] {
        &[Context::List]
    }

    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => Effect::Open(Box::new(self.form())),
            _ => Effect::Pass,
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let leaves = matches!(
            action,
            Action::NextTab
                | Action::PreviousTab
                | Action::GoToday
                | Action::GoRoster
                | Action::GoClass
                | Action::GoBoard
                | Action::GoTickets
                | Action::GoFees
                | Action::GoSetup
                | Action::Undo
                | Action::Redo
        );
        leaves.then(|| say!("start-first"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ListOpen, Action::Quit]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let room = usize::from(area.width.saturating_sub(6)).min(66);
        let mut lines: Vec<(String, Role)> = vec![(look.text("start-welcome").into_owned(), Role::Title)];
        lines.push((String::new(), Role::Text));
        for (key, role) in
            [("start-what", Role::Text), ("start-shipped", Role::Muted), ("start-begin", Role::Accent)]
        {
            lines.extend(wrap(&look.text(key), room).into_iter().map(|line| (line, role)));
            lines.push((String::new(), Role::Text));
        }
        for (y, (line, role)) in (area.y + 2..area.bottom()).zip(&lines) {
            put(buf, area.x + 3, y, line, look.style(*role), area.width.saturating_sub(4));
        }
        None
    }
}

impl Screen for Start {
    fn place(&self) -> Place {
        Place::Start
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        (
            Line::of(look.text("start-headline").into_owned(), Role::Title),
            Line::of(Text::default().to_string(), Role::Muted),
        )
    }
}
