//! How ranks look: up or down since the time before, the colour of a tier, the spans as chips.

use super::line::Line;
use crate::tui::app::Look;
use crate::tui::symbol::{DOWN, TAB_LEFT, TAB_RIGHT, UNMARKED, UP};
use crate::tui::theme::Role;

/// `▲2`, `▼1`, a dot for who stayed; nothing where there was no rank before.
pub fn movement(rank: u32, before: Option<u32>) -> Line {
    match before {
        None => Line::new(),
        Some(before) if before > rank => Line::of(format!("{UP}{}", before - rank), Role::Ok),
        Some(before) if before < rank => Line::of(format!("{DOWN}{}", rank - before), Role::Late),
        Some(_) => Line::of(UNMARKED, Role::Muted),
    }
}

/// The colour of the tier at that place, from 1, among so many: the lowest is quiet, the highest is gold.
pub fn tier_role(place: usize, of: usize) -> Role {
    const RISING: [Role; 5] = [Role::Muted, Role::Text, Role::Ok, Role::Accent, Role::Warn];
    let top = RISING.len() - 1;
    let step = if of <= 1 { top } else { place.saturating_sub(1) * top / (of - 1) };
    RISING[step.min(top)]
}

/// Choices side by side, the chosen one marked as the open tab is.
pub fn chips(keys: &[&str], chosen: usize, look: &Look) -> Line {
    keys.iter()
        .enumerate()
        .fold(Line::new(), |line, (index, key)| chip(line, &look.text(key), index == chosen, Role::Muted))
}

/// One more choice; what is not chosen has a colour of its own.
pub fn chip(line: Line, text: &str, chosen: bool, role: Role) -> Line {
    match chosen {
        true => line.and(format!("{TAB_LEFT}{text}{TAB_RIGHT}"), Role::Tab),
        false => line.and(format!(" {text} "), role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tier_is_never_past_the_colours() {
        assert_eq!(tier_role(1, 5), Role::Muted);
        assert_eq!(tier_role(5, 5), Role::Warn);
        assert_eq!(tier_role(1, 1), Role::Warn);
        assert_eq!(tier_role(9, 3), Role::Warn);
    }

    #[test]
    fn who_comes_nearer_to_the_first_rank_goes_up() {
        assert_eq!(movement(3, Some(5)).0[0].0, "▲2");
        assert_eq!(movement(3, Some(2)).0[0].0, "▼1");
        assert_eq!(movement(3, None), Line::new());
    }
}
