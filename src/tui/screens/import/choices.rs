//! What one chooses about an import: a column's meaning, a sheet, a mapping to keep, and a yes.

use std::rc::Rc;

use super::tried::Tried;
use super::{Import, Picked};
use crate::base::{Refused, Say};
use crate::exchange::columns::Field;
use crate::exchange::intake::{Origin, beside};
use crate::exchange::table::Sheet;
use crate::say;
use crate::tui::app::{Cx, Effect, Tone, refused};
use crate::tui::input::Action;
use crate::tui::widgets::{Confirm, Item, Picker};

impl Import {
    fn pick(
        &self,
        title: &Say,
        items: Vec<Item>,
        of: impl Fn(usize) -> Picked + 'static,
        cx: &mut Cx,
    ) -> Effect {
        let picked = Rc::clone(&self.picked);
        let take = move |index: usize, _: &mut Cx| {
            picked.set(Some(of(index)));
            Effect::Do(Action::ImportColumn)
        };
        Effect::Open(Box::new(Picker::of(cx.look.say(title), items, take, cx)))
    }

    /// What the selected column is read as; taken up once it was picked.
    pub(super) fn pick_target(&mut self, cx: &mut Cx) -> Effect {
        if let Some(picked) = self.picked.take() {
            return self.take_up(picked, cx);
        }
        let Some(tried) = &self.tried else { return Effect::Done };
        let columns = tried.columns();
        let Some((column, _)) = columns.get(self.columns.index()) else { return Effect::Done };
        let title = say!("intake-read-as", column = &column.title);
        let none = Item::new(cx.look.text("intake-unused").into_owned());
        let field = |field: &Field| {
            let item = Item::new(cx.look.say(&field.say()));
            let now = columns.iter().find(|(_, read)| *read == Some(*field));
            match now {
                Some((column, _)) => item.detail(format!("{} {}", column.letters(), column.title)),
                None => item,
            }
        };
        let items = std::iter::once(none).chain(Field::ALL.iter().map(field)).collect();
        let target =
            |index: usize| Picked::Target(index.checked_sub(1).and_then(|at| Field::ALL.get(at).copied()));
        self.pick(&title, items, target, cx)
    }

    /// Which sheet is read.
    pub(super) fn pick_sheet(&mut self, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        let item = |sheet: &Sheet| {
            let rows = cx.look.say(&say!("intake-sheet-rows", count = sheet.rows.len()));
            Item::new(sheet.name.to_string()).detail(rows)
        };
        let items = tried.opened.sheets().iter().map(item).collect();
        self.pick(&say!("intake-which-sheet"), items, Picked::Sheet, cx)
    }

    /// Saves what the columns are read as, for files with the same header.
    pub(super) fn save(&mut self) -> Effect {
        let Some(tried) = &mut self.tried else { return Effect::Done };
        let Some(plan) = &mut tried.plan else { return Effect::Done };
        match self.files.save(&tried.opened, plan) {
            Ok((name, file)) => {
                plan.origin = Origin::Saved(name);
                Effect::Tell(say!("intake-saved", file = file.display().to_string()), Tone::Ok)
            }
            Err(no) => refused(no),
        }
    }

    /// Writes the refused rows beside their source.
    pub(super) fn keep(&mut self, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        let words = (&cx.look.lang, &cx.look.shown);
        let kept = self.files.keep(&tried.opened, tried.plan.as_ref(), &tried.source, words);
        let (say, tone) = kept_say(kept, tried);
        Effect::Tell(say, tone)
    }

    /// Asks first where something can't go in.
    pub(super) fn ask_to_take(&mut self, cx: &mut Cx) -> Effect {
        if let Some(picked) = self.picked.take() {
            return self.take_up(picked, cx);
        }
        let Some(tried) = &self.tried else { return Effect::Done };
        if tried.source.refused.is_empty() {
            return self.take(cx);
        }
        let faults = tried.source.refused.len();
        let question = say!("intake-take-rest", refused = faults, good = tried.source.import.rows.len());
        let file = beside(&tried.opened.path).display().to_string();
        let consequence = match tried.is_set() {
            true => say!("intake-will-list", file = file),
            false => say!("intake-will-keep", file = file),
        };
        let picked = Rc::clone(&self.picked);
        let yes = move |_: &mut Cx| {
            picked.set(Some(Picked::Agreed));
            Effect::Do(Action::ImportTake)
        };
        Effect::Open(Box::new(Confirm::new(question, yes).consequence(consequence)))
    }
}

/// That the rest was brought in, and where the refused rows are: short, so that the path can be read.
pub fn taken_say(tried: &Tried) -> Say {
    let file = beside(&tried.opened.path).display().to_string();
    say!("intake-taken", count = tried.source.refused.len(), file = file)
}

/// That the refused rows were written, or could not be.
pub fn kept_say(kept: Result<(), Refused>, tried: &Tried) -> (Say, Tone) {
    let file = beside(&tried.opened.path).display().to_string();
    let count = tried.source.refused.len();
    match kept {
        Ok(()) => (say!("intake-kept", count = count, file = file), Tone::Ok),
        Err(no) => (say!("intake-not-kept", file = file, why = no.reason), Tone::Warn),
    }
}
