//! How the class screen looks: headline, rows or seats, the keys' awards, what the space bar will take.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Class, expected, pane, rows, seats};
use crate::base::{Credits, Say};
use crate::desk::calendar::{LessonState, Presence, Sheet, SheetRule};
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{cut, put, width, wrap};
use crate::tui::widgets::{Line, Table, rule};

pub fn headline(sheet: Option<&Sheet>, look: &Look) -> (Line, Line) {
    let Some(sheet) = sheet else {
        return (Line::of(look.text("class-none-title").into_owned(), Role::Title), Line::new());
    };
    let lesson = &sheet.lesson.lesson;
    let no = (lesson.no > 0).then(|| look.say(&say!("class-lesson-no", no = lesson.no)));
    let mut parts: Vec<String> = no.into_iter().collect();
    if lesson.day != look.shown.today {
        parts.push(look.lang.day(lesson.day, &look.shown));
    }
    parts.push(format!("{}–{}", lesson.from, lesson.until));
    parts.extend(
        [&sheet.lesson.room, &sheet.lesson.teacher].iter().filter(|t| !t.is_empty()).map(|t| t.to_string()),
    );
    let left = Line::of(sheet.lesson.class.to_string(), Role::Title).and(DOT, Role::Muted);
    let left = left.and(parts.join(DOT), Role::Muted);
    if lesson.state == LessonState::Cancelled {
        return (left, Line::of(look.text("class-cancelled").into_owned(), Role::Bad));
    }
    (left, counts(sheet, look))
}

/// 到31 迟2 缺1 假2 未点4; what is zero is left out.
fn counts(sheet: &Sheet, look: &Look) -> Line {
    let of = |presence| {
        let is = |row: &&crate::desk::calendar::SheetRow| {
            row.mark.as_ref().is_some_and(|m| m.presence == presence)
        };
        sheet.rows.iter().filter(is).count()
    };
    let waiting = sheet.rows.iter().filter(|row| rows::waits(row)).count();
    let parts = [
        ("class-count-present", of(Presence::Present), Role::Ok),
        ("class-count-late", of(Presence::Late), Role::Late),
        ("class-count-absent", of(Presence::Absent), Role::Bad),
        ("class-count-excused", of(Presence::Excused), Role::Excused),
        ("class-count-waiting", waiting, Role::Accent),
    ];
    let mut line = Line::new();
    for (key, count, role) in parts.into_iter().filter(|(_, count, _)| *count > 0) {
        let gap = if line == Line::new() { "" } else { " " };
        line = counted(line, &format!("{gap}{}", look.say(&Say::new(key).with("count", count))), role);
    }
    line
}

/// Words in their colour, numbers in that of text: they are what is read, and a change of one costs its digits only.
fn counted(line: Line, text: &str, role: Role) -> Line {
    let parts = text.split_inclusive(|c: char| c.is_ascii_digit());
    parts.fold(line, |line, part| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        line.and(word.to_owned(), role).and(part[word.len()..].to_owned(), Role::Text)
    })
}

pub fn draw(class: &mut Class, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let Some(sheet) = &class.sheet else {
        let trouble = class.trouble.as_ref().map(|refused| look.say(&refused.reason));
        let text = trouble.unwrap_or_else(|| look.text("class-none").into_owned());
        return empty(&text, area, buf, look);
    };
    let foot = Rect { y: area.bottom().saturating_sub(2), height: area.height.min(2), ..area };
    let whole = Rect { height: area.height.saturating_sub(2), ..area };
    class.wide = area.width >= pane::FROM_WIDTH;
    let body = Rect { width: if class.wide { whole.width - pane::CELLS } else { whole.width }, ..whole };
    if let Some(card) = class.card.as_ref().filter(|_| class.wide) {
        let beside = Rect { x: body.right(), width: pane::CELLS, ..whole };
        pane::draw(card, beside, buf, look);
    }
    if sheet.rows.is_empty() {
        empty(&look.text("class-nobody"), body, buf, look);
    } else if class.seats {
        class.across = seats::across(body.width);
        let chosen = |id| class.chosen.contains(&id);
        seats::draw(&sheet.rows, &chosen, body, buf, look, &mut class.state);
    } else {
        let columns = rows::columns(look);
        let day = sheet.lesson.lesson.day;
        let row = |index: usize| {
            let row = &sheet.rows[index];
            rows::row(row, class.chosen.contains(&row.student), sheet.low_credits, day, look)
        };
        Table { columns: &columns, ids: &class.ids, row: &row }.draw(
            body,
            buf,
            &look.theme,
            &mut class.state,
        );
    }
    rule(foot, buf, &look.theme);
    let line = Rect {
        y: foot.y + 1,
        height: foot.height.saturating_sub(1),
        x: foot.x + 1,
        width: foot.width.saturating_sub(2),
    };
    match &class.find {
        Some(find) => draw_find(find, sheet, line, buf, look),
        None => {
            let will = will_take(sheet, look);
            let room = Rect { width: line.width.saturating_sub(will.width() as u16 + 2), ..line };
            awards(&sheet.rules, usize::from(room.width), look).draw(room, buf, &look.theme, Style::new());
            will.draw_right(line, buf, &look.theme, Style::new());
            None
        }
    }
}

fn empty(text: &str, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    for (y, line) in (area.y + 1..area.bottom()).zip(wrap(text, usize::from(area.width.saturating_sub(6)))) {
        put(buf, area.x + 3, y, &line, look.style(Role::Muted), area.width.saturating_sub(6));
    }
    None
}

/// The fewest cells that still tell which rule it is.
const RULE_CELLS: usize = 4;

/// What the number keys give. Every key is seen: where there is no room for the names, the long ones are cut.
fn awards(rules: &[SheetRule], cells: usize, look: &Look) -> Line {
    let head = Line::of(format!("{} ", look.text("class-awards")), Role::Label);
    let keyed: Vec<&SheetRule> = rules.iter().filter(|rule| rule.key > 0).collect();
    let line = |most: usize| {
        keyed.iter().fold(head.clone(), |line, rule| {
            let points = rule.value.usual();
            let sign = if points < 0 { '−' } else { '+' };
            let text = format!(" {}{sign}{} ", cut(&rule.name, most), points.unsigned_abs());
            line.and(rule.key.to_string(), Role::Key).and(text, Role::Text)
        })
    };
    let longest = keyed.iter().map(|rule| width(&rule.name)).max().unwrap_or(0).max(RULE_CELLS);
    let most = (RULE_CELLS..=longest).rev().find(|most| line(*most).width() <= cells + 1);
    line(most.unwrap_or(RULE_CELLS))
}

/// What the space bar is about to take, before it is pressed.
fn will_take(sheet: &Sheet, look: &Look) -> Line {
    let waiting = sheet.rows.iter().filter(|row| rows::waits(row));
    let credits: i64 = waiting.clone().filter(|row| expected(row)).map(|_| sheet.credits.0).sum();
    if waiting.count() == 0 {
        return Line::new();
    }
    counted(Line::new(), &look.say(&say!("class-will-take", credits = Credits(credits))), Role::Muted)
}

fn draw_find(
    find: &super::find::Find,
    sheet: &Sheet,
    line: Rect,
    buf: &mut Buffer,
    look: &Look,
) -> Option<Position> {
    let key = match find.verb {
        None => "class-find",
        Some(Presence::Present) => "class-present",
        Some(Presence::Late) => "class-find-late",
        Some(Presence::Absent) => "class-find-absent",
        Some(Presence::Excused) => "class-find-excused",
    };
    let prompt =
        Line::of(format!("{} ", look.text(key)), Role::Label).and(find.typed().to_owned(), Role::Title);
    let x = prompt.draw(line, buf, &look.theme, Style::new());
    let mut names = Line::of("   ", Role::Text);
    for row in find.matches(&sheet.rows).into_iter().take(6) {
        names = names.and(format!("{}  ", row.name), Role::Accent);
    }
    let rest = Rect { x: (x + 1).min(line.right()), width: line.right().saturating_sub(x + 1), ..line };
    names.draw(rest, buf, &look.theme, Style::new());
    Some(Position::new(x.min(line.right()), line.y))
}
