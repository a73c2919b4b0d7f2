//! Type a little, take one: the palette, and every choice among many.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::edit::Edit;
use super::popup::popup;
use super::table::ListState;
use super::text::{put, spelled, width, wrap};
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::symbol::MARKER;
use crate::tui::theme::Role;

/// Something to take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is called.
    pub label: String,
    /// What tells it from others of that name.
    pub detail: String,
    /// What else it is found by: its reading, its initials, a number. Lower case.
    pub words: String,
}

impl Item {
    /// An item of that name, found by it and by its reading in Latin letters.
    pub fn new(label: impl Into<String>) -> Item {
        let label = label.into();
        Item { words: spelled(&label), label, ..Item::default() }
    }

    /// The same item with what tells it from others.
    pub fn detail(self, detail: impl Into<String>) -> Item {
        Item { detail: detail.into(), ..self }
    }

    /// The same item, found by these words too.
    pub fn words(self, words: impl AsRef<str>) -> Item {
        Item { words: format!("{} {}", words.as_ref(), self.words), ..self }
    }
}

/// Where a picker's items come from.
pub trait Source {
    /// The items that match what was typed, best first. Of a long list some dozens are enough.
    fn find(&mut self, typed: &str, cx: &mut Cx) -> Vec<Item>;
    /// What taking one of the items last found does; `index` is its place among them.
    fn take(&mut self, index: usize, cx: &mut Cx) -> Effect;
}

/// Places of the items that match, best first: a piece of the text before letters that are strewn in it.
pub fn fuzzy(typed: &str, items: &[Item]) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return (0..items.len()).collect();
    }
    let matcher = SkimMatcherV2::default().ignore_case();
    let score = |item: &Item| {
        let text = format!("{} {} {}", item.label, item.words, item.detail).to_lowercase();
        match text.find(&typed) {
            Some(at) => Some(1_000_000 - at.min(1_000) as i64),
            None => matcher.fuzzy_match(&text, &typed),
        }
    };
    let mut found: Vec<(i64, usize)> =
        items.iter().enumerate().filter_map(|(i, item)| Some((score(item)?, i))).collect();
    found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    found.into_iter().map(|(_, index)| index).collect()
}

/// A fixed list of items.
struct Fixed<F> {
    items: Vec<Item>,
    found: Vec<usize>,
    take: F,
}

impl<F: FnMut(usize, &mut Cx) -> Effect> Source for Fixed<F> {
    fn find(&mut self, typed: &str, _: &mut Cx) -> Vec<Item> {
        self.found = fuzzy(typed, &self.items);
        self.found.iter().map(|index| self.items[*index].clone()).collect()
    }
    fn take(&mut self, index: usize, cx: &mut Cx) -> Effect {
        match self.found.get(index) {
            Some(index) => (self.take)(*index, cx),
            None => Effect::Done,
        }
    }
}

/// A list to pick from by typing.
pub struct Picker {
    title: String,
    empty: &'static str,
    edit: Edit,
    source: Box<dyn Source>,
    items: Vec<Item>,
    places: Vec<usize>,
    state: ListState<usize>,
}

impl Picker {
    /// Picks among given items; `take` is told the place of the one taken.
    pub fn of(
        title: impl Into<String>,
        items: Vec<Item>,
        take: impl FnMut(usize, &mut Cx) -> Effect + 'static,
        cx: &mut Cx,
    ) -> Picker {
        let source = Fixed { items, found: Vec::new(), take };
        Picker::from(title, "app-picker-empty", Box::new(source), cx)
    }

    /// Picks from a source; `empty` is the key of what an empty list says.
    pub fn from(
        title: impl Into<String>,
        empty: &'static str,
        source: Box<dyn Source>,
        cx: &mut Cx,
    ) -> Picker {
        let mut picker = Picker {
            title: title.into(),
            empty,
            edit: Edit::default(),
            source,
            items: Vec::new(),
            places: Vec::new(),
            state: ListState::default(),
        };
        picker.search(cx);
        picker
    }

    fn search(&mut self, cx: &mut Cx) {
        self.items = self.source.find(self.edit.value(), cx);
        self.places = (0..self.items.len()).collect();
        self.state = ListState::default();
        self.state.settle(&self.places);
    }
}

/// Rows for what doesn't fit behind the selected item's name.
const TOLD_ROWS: usize = 4;

impl Picker {
    /// What tells the selected item from others, where any item's doesn't fit behind its name; as many rows for each,
    /// so that the list stands still.
    fn told(&self, cells: usize) -> Vec<String> {
        let fits = |item: &Item| width(&item.label) + width(&item.detail) + 4 <= cells;
        if self.items.iter().all(fits) {
            return Vec::new();
        }
        let selected = self.state.selected().and_then(|place| self.items.get(place));
        let mut told = selected.map(|item| wrap(&item.detail, cells)).unwrap_or_default();
        told.resize(TOLD_ROWS, String::new());
        told
    }
}

impl Layer for Picker {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Text]
    }

    fn typing(&self) -> bool {
        true
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        self.edit.push(c);
        self.search(cx);
        Effect::Done
    }

    fn on_paste(&mut self, text: &str, cx: &mut Cx) -> Effect {
        self.edit.paste(text);
        self.search(cx);
        Effect::Done
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::PickerCancel => Effect::Close,
            Action::PickerTake => match self.state.selected() {
                Some(place) => Effect::Many(vec![Effect::Close, self.source.take(place, cx)]),
                None => Effect::Done,
            },
            action if self.edit.on_action(action) => {
                self.search(cx);
                Effect::Done
            }
            action if self.state.on_action(action.of_list(), &self.places) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::PickerTake, Action::PickerUp, Action::PickerDown, Action::PickerCancel]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let inside = popup(area, buf, &look.theme, &self.title, 64, area.height.saturating_sub(2).min(20));
        if inside.height < 2 {
            return None;
        }
        let ground = look.style(Role::Popup);
        let field = Rect { height: 1, ..inside };
        let cursor = self.edit.draw(field, buf, ground.patch(look.style(Role::FieldActive)));
        let told = self.told(usize::from(inside.width));
        let below = if told.is_empty() { 0 } else { told.len() as u16 + 1 };
        let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + below), ..inside };
        for (y, line) in (list.bottom() + 1..inside.bottom()).zip(&told) {
            put(buf, inside.x, y, line, ground.patch(look.style(Role::Muted)), inside.width);
        }
        if self.items.is_empty() {
            let style = ground.patch(look.style(Role::Muted));
            put(buf, list.x, list.y, &look.text(self.empty), style, list.width);
        }
        let seen = self.state.visible(usize::from(list.height), &self.places);
        for (y, index) in (list.top()..list.bottom()).zip(seen) {
            let line = Rect { y, height: 1, ..list };
            row(line, buf, look, ground, &self.items[index], self.state.selected() == Some(index));
        }
        cursor
    }
}

fn row(line: Rect, buf: &mut Buffer, look: &Look, ground: Style, item: &Item, selected: bool) {
    let ground = if selected { ground.patch(look.style(Role::Selection)) } else { ground };
    if selected {
        buf.set_style(line, ground);
        put(buf, line.x, line.y, MARKER, ground.patch(look.style(Role::Accent)), 1);
    }
    let text = Rect { x: line.x + 2.min(line.width), width: line.width.saturating_sub(2), ..line };
    let x = put(buf, text.x, line.y, &item.label, ground, text.width);
    let detail = width(&item.detail) as u16;
    if !item.detail.is_empty() && x + 2 + detail <= line.right() {
        let style = ground.patch(look.style(Role::Muted));
        put(buf, line.right() - detail, line.y, &item.detail, style, detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_better_than_strewn_letters() {
        let items = [Item::new("欧阳子涵"), Item::new("廖梅仇"), Item::new("李梅").words("S3")];
        assert_eq!(fuzzy("lmq", &items), [1]);
        assert_eq!(fuzzy("梅", &items), [1, 2]);
        assert_eq!(fuzzy("oyh", &items), [0]);
        assert_eq!(fuzzy("", &items), [0, 1, 2]);
        assert_eq!(fuzzy("xyz", &items), [0usize; 0]);
    }
}
