//! How far something is scrolled: a page that is read, a form or a list of which one row stays in sight.

use std::ops::{Range, RangeInclusive};

use crate::tui::input::Action;

/// How far lines are scrolled, and how many were seen of how many when they were last drawn.
#[derive(Clone, Copy, Debug)]
pub struct Scroll {
    offset: usize,
    height: usize,
    count: usize,
}

impl Default for Scroll {
    fn default() -> Self {
        Scroll { offset: 0, height: 10, count: 0 }
    }
}

impl Scroll {
    /// Scrolls by one of a list's actions. `false`: it is none of them.
    pub fn on_action(&mut self, action: Action) -> bool {
        let to = self.step(action, self.offset, self.count.saturating_sub(self.height));
        self.offset = to.unwrap_or(self.offset);
        to.is_some()
    }

    /// Where one of a list's actions leads from line `at`, no further than `last`. `None`: it is none of them.
    pub fn step(&self, action: Action, at: usize, last: usize) -> Option<usize> {
        Some(match action {
            Action::ListUp => at.saturating_sub(1),
            Action::ListDown => (at + 1).min(last),
            Action::ListPageUp => at.saturating_sub(self.height),
            Action::ListPageDown => (at + self.height).min(last),
            Action::ListFirst => 0,
            Action::ListLast => last,
            _ => return None,
        })
    }

    /// The lines to draw, of so many, where `height` fit.
    pub fn visible(&mut self, height: usize, count: usize) -> Range<usize> {
        (self.height, self.count) = (height.max(1), count);
        self.offset = self.offset.min(count.saturating_sub(self.height));
        self.offset..(self.offset + self.height).min(count)
    }

    /// The lines to draw, scrolled just so far that these are among them.
    pub fn visible_with(
        &mut self,
        lines: RangeInclusive<usize>,
        height: usize,
        count: usize,
    ) -> Range<usize> {
        let enough = (lines.end() + 1).saturating_sub(height.max(1));
        self.offset = self.offset.max(enough).min(*lines.start());
        self.visible(height, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_as_far_as_its_last_line() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.visible(4, 10), 0..4);
        assert!(scroll.on_action(Action::ListPageDown) && scroll.on_action(Action::ListPageDown));
        assert_eq!(scroll.visible(4, 10), 6..10);
        assert!(scroll.on_action(Action::ListUp));
        assert_eq!(scroll.visible(4, 10), 5..9);
        assert_eq!(scroll.visible(20, 10), 0..10);
        assert!(!scroll.on_action(Action::Quit));
    }

    #[test]
    fn what_must_be_seen_is_seen_and_nothing_moves_further() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.visible_with(5..=6, 4, 10), 3..7);
        assert_eq!(scroll.visible_with(4..=4, 4, 10), 3..7);
        assert_eq!(scroll.visible_with(1..=2, 4, 10), 1..5);
        // What is higher than the room shows its beginning.
        assert_eq!(scroll.visible_with(2..=8, 4, 10), 2..6);
    }
}
