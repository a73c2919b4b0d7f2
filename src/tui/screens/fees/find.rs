//! Finding a student by a few letters.

use crate::base::StudentId;
use crate::desk::register::FindStudents;
use crate::tui::app::{Cx, Effect, Place};
use crate::tui::widgets::picker::Source;
use crate::tui::widgets::{Item, Picker};

/// Students that are offered at once.
const MOST: usize = 30;

struct Students(Vec<StudentId>);

impl Source for Students {
    fn find(&mut self, typed: &str, cx: &mut Cx) -> Vec<Item> {
        let found = cx.ask(&FindStudents { text: typed.into(), limit: MOST }).unwrap_or_default();
        self.0 = found.iter().map(|student| student.id).collect();
        let item = |student: &crate::desk::register::FoundStudent| {
            Item::new(student.name.to_string())
                .detail(format!("{}  {} {}", student.id, student.guardian, student.phone).trim().to_owned())
        };
        found.iter().map(item).collect()
    }

    fn take(&mut self, index: usize, _: &mut Cx) -> Effect {
        self.0.get(index).map_or(Effect::Done, |id| Effect::Go(Place::Fees(Some(*id))))
    }
}

/// Picks a student and opens the account.
pub fn pick(cx: &mut Cx) -> Effect {
    let title = cx.look.text("fees-find").into_owned();
    Effect::Open(Box::new(Picker::from(title, "fees-find-nobody", Box::new(Students(Vec::new())), cx)))
}
