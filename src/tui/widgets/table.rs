//! A table of many rows, of which only those that are seen are made. The selection is kept by id, so that it
//! stays on its student when others come and go.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::line::Line;
use super::scroll::Scroll;
use super::text::{Align, fit, put};
use crate::tui::input::Action;
use crate::tui::symbol::MARKER;
use crate::tui::theme::{Role, Theme};

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    /// Cells; for a flexible column the least.
    width: u16,
    /// Share of the room that is left over; 0 is fixed.
    share: u16,
    align: Align,
    /// What is too long loses its middle, not its end: names that begin alike.
    middle: bool,
    /// Shown only where the table is at least so many cells wide.
    from_width: u16,
}

impl Column {
    /// A column of a fixed width.
    pub fn fixed(title: impl Into<String>, width: u16) -> Column {
        Column { title: title.into(), width, share: 0, align: Align::Left, middle: false, from_width: 0 }
    }

    /// A column of at least `least` cells that takes a share of what is left over.
    pub fn flexible(title: impl Into<String>, least: u16, share: u16) -> Column {
        Column { share, ..Column::fixed(title, least) }
    }

    /// The same column, aligned to the right: numbers.
    pub fn right(self) -> Column {
        Column { align: Align::Right, ..self }
    }

    /// The same column, where what is too long is cut in the middle: names that differ at their ends.
    pub fn middle(self) -> Column {
        Column { middle: true, ..self }
    }

    /// The same column, shown only in a table of at least that width.
    pub fn from_width(self, from_width: u16) -> Column {
        Column { from_width, ..self }
    }
}

/// A row: one line a column, and the ground of the whole row where it is not plain.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Cells, in the order of the columns.
    pub cells: Vec<Line>,
    /// Stands chosen among others (a selection of several).
    pub chosen: bool,
}

impl Row {
    /// A row of those cells.
    pub fn of<L: Into<Line>>(cells: impl IntoIterator<Item = L>) -> Row {
        Row { cells: cells.into_iter().map(Into::into).collect(), chosen: false }
    }
}

/// Which row is selected, and how far the list is scrolled.
#[derive(Clone, Debug)]
pub struct ListState<Id> {
    selected: Option<Id>,
    /// Where the selected row stood last: its neighbour takes over when it goes.
    index: usize,
    scroll: Scroll,
}

impl<Id> Default for ListState<Id> {
    fn default() -> Self {
        ListState { selected: None, index: 0, scroll: Scroll::default() }
    }
}

impl<Id: Copy + PartialEq> ListState<Id> {
    /// The selected row's id, as of the last [`settle`](Self::settle) or move.
    pub fn selected(&self) -> Option<Id> {
        self.selected
    }

    /// The selected row's place among the ids.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Selects that row.
    pub fn select(&mut self, id: Id, ids: &[Id]) {
        self.selected = Some(id);
        self.settle(ids);
    }

    /// Fits the selection to a list that may have changed: the same id if it is still there, else its neighbour.
    pub fn settle(&mut self, ids: &[Id]) {
        let stays = self.selected.filter(|id| ids.get(self.index) == Some(id));
        if stays.is_some() {
            return;
        }
        let found = self.selected.and_then(|id| ids.iter().position(|other| *other == id));
        self.index = found.unwrap_or(self.index).min(ids.len().saturating_sub(1));
        self.selected = ids.get(self.index).copied();
    }

    /// Moves by one of the list's actions. `false`: it is none of them.
    pub fn on_action(&mut self, action: Action, ids: &[Id]) -> bool {
        self.settle(ids);
        let Some(to) = self.scroll.step(action, self.index, ids.len().saturating_sub(1)) else {
            return false;
        };
        self.index = to;
        self.selected = ids.get(self.index).copied();
        true
    }

    /// The rows to show in a list of that height: scrolled just enough that the selected one is among them.
    pub fn visible(&mut self, height: usize, ids: &[Id]) -> std::ops::Range<usize> {
        self.settle(ids);
        self.scroll.visible_with(self.index..=self.index, height, ids.len())
    }
}

/// A table to draw: its columns, the ids of all its rows, and how a row is made.
pub struct Table<'a, Id> {
    /// Columns from left to right.
    pub columns: &'a [Column],
    /// Every row's id.
    pub ids: &'a [Id],
    /// Makes the row of that place; called for the rows that are seen.
    pub row: &'a dyn Fn(usize) -> Row,
}

/// Cells left of the first column: blank, marker, blank.
const MARGIN: u16 = 3;
/// Cells between columns.
const GAP: u16 = 2;

impl<Id: Copy + PartialEq> Table<'_, Id> {
    /// Draws head and visible rows.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme, state: &mut ListState<Id>) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let widths = widths(self.columns, area.width);
        let body = self.head(&widths, area, buf, theme);
        if body.is_empty() {
            return;
        }
        for (y, index) in (body.y..body.bottom()).zip(state.visible(usize::from(body.height), self.ids)) {
            let line = Rect { y, height: 1, ..body };
            let row = (self.row)(index);
            let selected = state.selected == Some(self.ids[index]);
            let ground = if selected { theme.style(Role::Selection) } else { Style::new() };
            if selected {
                buf.set_style(line, ground);
                put(buf, line.x + 1, y, MARKER, ground.patch(theme.style(Role::Accent)), 1);
            } else if row.chosen {
                put(buf, line.x + 1, y, crate::tui::symbol::CHOSEN, theme.style(Role::Accent), 1);
            }
            self.cells(&row.cells, &widths, line, buf, theme, ground);
        }
    }

    /// Draws head and first rows for reading: none is selected.
    pub fn draw_read_only(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let widths = widths(self.columns, area.width);
        let body = self.head(&widths, area, buf, theme);
        for (y, index) in (body.y..body.bottom()).zip(0..self.ids.len()) {
            let line = Rect { y, height: 1, ..body };
            self.cells(&(self.row)(index).cells, &widths, line, buf, theme, Style::new());
        }
    }

    /// Draws the head and says what is left for rows.
    fn head(&self, widths: &[Option<u16>], area: Rect, buf: &mut Buffer, theme: &Theme) -> Rect {
        let heads: Vec<Line> =
            self.columns.iter().map(|column| Line::of(column.title.clone(), Role::Label)).collect();
        self.cells(&heads, widths, Rect { height: 1, ..area }, buf, theme, Style::new());
        Rect { y: area.y + 1, height: area.height - 1, ..area }
    }

    fn cells(
        &self,
        cells: &[Line],
        widths: &[Option<u16>],
        line: Rect,
        buf: &mut Buffer,
        theme: &Theme,
        base: Style,
    ) {
        let mut x = line.x.saturating_add(MARGIN);
        for ((column, width), cell) in self.columns.iter().zip(widths).zip(cells) {
            let Some(width) = *width else { continue };
            if x >= line.right() {
                return;
            }
            let room = Rect { x, width: width.min(line.right() - x), ..line };
            let cut = column.middle.then(|| cell.cut_middle(usize::from(room.width)));
            let cell = cut.as_ref().unwrap_or(cell);
            match (column.align, cell.0.as_slice()) {
                (Align::Right, _) => cell.draw_right(room, buf, theme, base),
                (Align::Left, [(text, role)]) => {
                    let text = fit(text, usize::from(room.width), Align::Left);
                    put(buf, x, room.y, text.trim_end(), base.patch(theme.style(*role)), room.width);
                }
                (Align::Left, _) => {
                    cell.draw(room, buf, theme, base);
                }
            }
            x = x.saturating_add(width + GAP);
        }
    }
}

/// What each column gets of a table's width; nothing where the table is too narrow for it.
fn widths(columns: &[Column], width: u16) -> Vec<Option<u16>> {
    let shown = |column: &&Column| width >= column.from_width;
    let fixed: u32 =
        columns.iter().filter(shown).map(|column| u32::from(column.width) + u32::from(GAP)).sum();
    let shares: u32 = columns.iter().filter(shown).map(|column| u32::from(column.share)).sum();
    // Behind the last column one blank cell takes the gap's place.
    let over =
        u32::from(width).saturating_sub((fixed + u32::from(MARGIN) + 1).saturating_sub(u32::from(GAP)));
    columns
        .iter()
        .map(|column| {
            let more = (over * u32::from(column.share)).checked_div(shares).unwrap_or(0);
            shown(&column).then(|| column.width.saturating_add(u16::try_from(more).unwrap_or(0)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::driver::print;

    fn draw(ids: &[u32], state: &mut ListState<u32>, width: u16, height: u16) -> String {
        let columns = [
            Column::fixed("座", 2),
            Column::flexible("学员", 8, 1),
            Column::fixed("本月", 4).right(),
            Column::fixed("提示", 6).from_width(40),
        ];
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let row = |i: usize| Row::of([format!("{:02}", ids[i]).as_str(), "欧阳子涵", "86", "连缺"]);
        let table = Table { columns: &columns, ids, row: &row };
        table.draw(buf.area, &mut buf, &Theme::default(), state);
        print(&buf)
    }

    #[test]
    fn rows_stand_in_their_columns_and_narrow_tables_drop_some() {
        let mut state = ListState::default();
        state.select(2, &[1, 2]);
        assert_eq!(
            draw(&[1, 2], &mut state, 30, 3),
            "   座  学员              本月\n   01  欧阳子涵            86\n ▸ 02  欧阳子涵            86\n"
        );
        assert!(draw(&[1, 2], &mut state, 40, 3).contains("提示"));
    }

    #[test]
    fn the_selection_stays_with_its_id_and_passes_to_a_neighbour_when_that_goes() {
        let mut state = ListState::default();
        state.select(20, &[10, 20, 30]);
        state.settle(&[5, 10, 20, 30]);
        assert_eq!((state.selected(), state.index()), (Some(20), 2));
        state.settle(&[5, 10, 30]);
        assert_eq!(state.selected(), Some(30));
        state.settle(&[]);
        assert_eq!(state.selected(), None);
        state.settle(&[7]);
        assert_eq!(state.selected(), Some(7));
    }

    #[test]
    fn the_selected_row_is_always_in_sight() {
        let ids: Vec<u32> = (0..1000).collect();
        let mut state = ListState::default();
        assert_eq!(state.visible(5, &ids), 0..5);
        assert!(state.on_action(Action::ListLast, &ids));
        assert_eq!(state.visible(5, &ids), 995..1000);
        assert!(state.on_action(Action::ListPageUp, &ids));
        assert_eq!(state.selected(), Some(994));
        assert_eq!(state.visible(5, &ids), 994..999);
        assert!(!state.on_action(Action::Quit, &ids));
    }
}
