//! The selected student's essentials: in one line below a narrow list, in a pane beside a wide one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::filters::stage_name;
use super::rows;
use crate::desk::register::{Guardian, RosterRow, Standing};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{grouped, wrap};

fn guardian(guardian: &Guardian) -> String {
    let phone = grouped(&guardian.phone);
    let parts = [guardian.name.as_str(), guardian.relation.as_str(), &phone];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whom to call, and what one should know, in one line.
pub fn line(row: &RosterRow, look: &Look) -> Line {
    let mut parts = vec![stage_name(row.stage, look)];
    parts.extend(row.guardians.first().map(guardian));
    parts.extend(row.tags.iter().map(|tag| format!("#{tag}")));
    parts.extend(row.note.lines().next().filter(|note| !note.is_empty()).map(str::to_owned));
    Line::of(row.name.to_string(), Role::Title).and(DOT, Role::Muted).and(parts.join(DOT), Role::Muted)
}

/// Draws the pane.
pub fn draw(row: &RosterRow, area: Rect, buf: &mut Buffer, look: &Look) {
    pane::lines(&lines(row, look, usize::from(area.width)), area, buf, look);
}

fn lines(row: &RosterRow, look: &Look, cells: usize) -> Vec<Line> {
    let label = |key: &'static str| Line::of(look.text(key).into_owned(), Role::Label);
    let fact = |key: &'static str, text: String, role| {
        Line::of(format!("{}  ", look.text(key)), Role::Label).and(text, role)
    };
    let mut lines = vec![
        Line::of(row.name.to_string(), Role::Title).and(format!("  {}", rows::number(row)), Role::Muted),
        Line::of(stage_name(row.stage, look), Role::Accent),
        Line::new(),
    ];
    if !row.phone.is_empty() {
        lines.push(fact("roster-phone", grouped(&row.phone), Role::Text));
    }
    if !row.guardians.is_empty() {
        lines.push(label("card-guardians"));
        lines.extend(row.guardians.iter().map(|g| Line::of(format!("  {}", guardian(g)), Role::Text)));
    }
    lines.push(Line::new());
    lines.push(label("roster-class"));
    for class in &row.classes {
        let line = Line::of(format!("  {}", class.name), Role::Text);
        lines.push(match class.standing {
            Standing::Paused => {
                line.and(DOT, Role::Muted).and(look.text("card-standing-paused"), Role::Excused)
            }
            Standing::NotYet => {
                line.and(DOT, Role::Muted).and(look.text("card-standing-not-yet"), Role::Muted)
            }
            Standing::Active | Standing::Gone => line,
        });
    }
    if row.classes.is_empty() {
        lines.push(Line::of(format!("  {}", look.text("card-no-class-yet")), Role::Muted));
    }
    lines.push(Line::new());
    lines.push(fact("roster-credits", row.credits.to_string(), rows::credits_role(row)));
    let owing = if row.owing.0 == 0 {
        Line::of(look.text("roster-settled"), Role::Muted)
    } else {
        rows::owing(row.owing, look)
    };
    let mut line = Line::of(format!("{}  ", look.text("roster-owing")), Role::Label);
    line.0.extend(owing.0);
    lines.push(line);
    lines.push(fact("roster-points", row.points.to_string(), Role::Text));
    lines.push(Line::new());
    if let Some(born) = row.born {
        let text = look.say(&say!("card-born-on", date = born.to_string(), years = years(born, look)));
        lines.push(fact("card-born", text, Role::Text));
    }
    if let Some(joined) = row.joined {
        lines.push(fact("card-joined", joined.to_string(), Role::Text));
    }
    if let Some(left) = row.left {
        lines.push(fact("card-left", left.to_string(), Role::Warn));
    }
    if !row.tags.is_empty() {
        let tags: Vec<String> = row.tags.iter().map(|tag| format!("#{tag}")).collect();
        lines.push(fact("roster-tags", tags.join(" "), Role::Accent));
    }
    lines.extend(wrap(&row.note, cells).into_iter().map(|line| Line::of(line, Role::Muted)));
    lines
}

fn years(born: crate::base::Day, look: &Look) -> i64 {
    look.shown.today.years_since(born).map_or(0, i64::from)
}
