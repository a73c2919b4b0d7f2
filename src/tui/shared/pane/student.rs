//! A student: whom to call, attendance as a calendar, lots, points.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::lines;
use crate::desk::register::StudentCard;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{self, DOT};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::figures::heat_map;
use crate::tui::widgets::text::{Align, fit, grouped, wrap};

/// Draws a student's pane.
pub fn student(card: &StudentCard, inside: Rect, buf: &mut Buffer, look: &Look) {
    let mut y = lines(&heads(card, look), inside, buf, look);
    let map = Rect { y, height: inside.bottom().saturating_sub(y).min(8), ..inside };
    let mark = |day| {
        let of_day = card.marks.iter().rfind(|mark| mark.day == day)?;
        Some(symbol::attended(of_day.presence))
    };
    heat_map(map, buf, look, look.shown.today, &mark);
    y = map.bottom() + 1;
    let rest = Rect { y: y.min(inside.bottom()), height: inside.bottom().saturating_sub(y), ..inside };
    lines(&figures(card, look, usize::from(inside.width)), rest, buf, look);
}

fn heads(card: &StudentCard, look: &Look) -> Vec<Line> {
    let number =
        if card.student.number.is_empty() { card.id.to_string() } else { card.student.number.to_string() };
    let mut heads =
        vec![Line::of(card.student.name.to_string(), Role::Title).and(format!("  {number}"), Role::Muted)];
    for guardian in card.student.guardians.iter().take(2) {
        let phone = grouped(&guardian.phone);
        let parts = [guardian.name.as_str(), guardian.relation.as_str(), &phone];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        heads.push(Line::of(parts.join(" "), Role::Text));
    }
    let reachable = card.student.guardians.iter().any(|guardian| !guardian.phone.is_empty());
    if !reachable && !card.student.phone.is_empty() {
        heads.push(Line::of(grouped(&card.student.phone), Role::Text));
    }
    let counts = &card.counts;
    let say = say!(
        "class-pane-counts",
        present = counts.present,
        late = counts.late,
        absent = counts.absent,
        excused = counts.excused
    );
    heads.extend([Line::new(), Line::of(look.say(&say), Role::Muted)]);
    heads
}

fn figures(card: &StudentCard, look: &Look, cells: usize) -> Vec<Line> {
    let mut all = vec![Line::of(look.text("class-pane-lots").into_owned(), Role::Label)];
    for lot in card.credits.lots.iter().filter(|lot| lot.left.0 != 0) {
        let kind = if lot.paid { "class-pane-paid" } else { "class-pane-given" };
        let mut line = Line::of(format!("{} ", fit(&lot.left.to_string(), 6, Align::Right)), Role::Text)
            .and(format!("{} {}", look.text(kind), lot.label), Role::Muted);
        if let Some(last) = lot.expires {
            line = line.and(format!("{DOT}{}", look.lang.date(last, &look.shown)), Role::Muted);
        }
        all.push(line);
    }
    if card.credits.owed.0 != 0 {
        let owed = crate::base::Credits(card.credits.owed.0.abs());
        all.push(Line::of(look.say(&say!("class-hint-owes", credits = owed)), Role::Bad));
    }
    all.push(Line::new());
    let points = say!("class-pane-points", balance = card.points.balance, earned = card.points.earned);
    let mut line = Line::of(look.say(&points), Role::Text);
    if let Some(tier) = &card.points.tier {
        let beside = line.clone().and(DOT, Role::Muted).and(tier.name.to_string(), Role::Accent);
        if beside.width() <= cells {
            line = beside;
        } else {
            all.push(std::mem::replace(&mut line, Line::of(tier.name.to_string(), Role::Accent)));
        }
    }
    all.push(line);
    if !card.student.note.is_empty() {
        all.push(Line::new());
        all.extend(wrap(&card.student.note, cells).into_iter().map(|line| Line::of(line, Role::Muted)));
    }
    all
}
