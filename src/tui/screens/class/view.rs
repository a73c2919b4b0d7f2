//! How the class screen looks: headline, rows or seats, the keys' awards, what the space bar will take.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Class, expected, rows, seats};
use crate::base::{Credits, Say};
use crate::desk::calendar::{LessonState, Presence, Sheet, SheetRule};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{cut_middle, cut_start, put, width, wrap};
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
        let none = || match class.unplanned {
            true => [look.text("class-none-planned"), look.text("class-none-planned-way")].join("\n"),
            false => look.text("class-none").into_owned(),
        };
        return empty(&trouble.unwrap_or_else(none), area, buf, look);
    };
    let foot = Rect { y: area.bottom().saturating_sub(2), height: area.height.min(2), ..area };
    let whole = Rect { height: area.height.saturating_sub(2), ..area };
    let (body, beside) = pane::part(whole);
    class.wide = beside.is_some();
    if let (Some(card), Some(beside)) = (&class.card, beside) {
        let inside = pane::divided(beside, buf, look);
        pane::student(card, inside, buf, look);
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

/// What the number keys give. Every key is seen: where there is no room for the names, they lose what they share with
/// others first, then their middles.
fn awards(rules: &[SheetRule], cells: usize, look: &Look) -> Line {
    let head = Line::of(format!("{} ", look.text("class-awards")), Role::Label);
    let keyed: Vec<&SheetRule> = rules.iter().filter(|rule| rule.key > 0).collect();
    let line = |names: &[Cow<'_, str>]| {
        keyed.iter().zip(names).fold(head.clone(), |line, (rule, name)| {
            let points = rule.value.usual();
            let sign = if points < 0 { '−' } else { '+' };
            let text = format!(" {name}{sign}{} ", points.unsigned_abs());
            line.and(rule.key.to_string(), Role::Key).and(text, Role::Text)
        })
    };
    let names: Vec<&str> = keyed.iter().map(|rule| rule.name.as_str()).collect();
    let whole = line(&shortened(&names, usize::MAX));
    if whole.width() <= cells + 1 {
        return whole;
    }
    let own: Vec<&str> = names.iter().map(|name| own_part(name, &names)).collect();
    let longest = own.iter().map(|name| width(name)).max().unwrap_or(0).max(RULE_CELLS);
    let lines = (RULE_CELLS..=longest).rev().map(|most| line(&shortened(&own, most)));
    let fits = lines.into_iter().find(|line| line.width() <= cells + 1);
    fits.unwrap_or_else(|| line(&shortened(&own, RULE_CELLS)))
}

/// The name behind the beginning, up to a dot or a blank, that another one shares; the whole where none does.
fn own_part<'a>(name: &'a str, all: &[&str]) -> &'a str {
    let breaks = name.char_indices().filter(|(_, c)| matches!(c, '·' | ' '));
    let mut ends = breaks.map(|(at, c)| at + c.len_utf8());
    let shared = |end: &usize| all.iter().filter(|other| other.starts_with(&name[..*end])).count() > 1;
    let rest = ends.rfind(shared).map_or(name, |end| name[end..].trim_start());
    if rest.is_empty() { name } else { rest }
}

/// Names of at most so many cells, cut in the middle; those that would read alike keep their ends.
fn shortened<'a>(names: &[&'a str], most: usize) -> Vec<Cow<'a, str>> {
    let cuts: Vec<Cow<'_, str>> = names.iter().map(|name| cut_middle(name, most)).collect();
    let alike = |at: usize| cuts.iter().filter(|other| **other == cuts[at]).count() > 1;
    let end = |at: usize| if alike(at) { cut_start(names[at], most) } else { cuts[at].clone() };
    (0..names.len()).map(end).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_awards_that_begin_alike_stay_apart_where_they_are_cut() {
        let names = ["作业·简单", "作业·中等", "举手", "Homework easy", "Homework hard", "作业·"];
        let own: Vec<&str> = names.iter().map(|name| own_part(name, &names)).collect();
        assert_eq!(own, ["简单", "中等", "举手", "easy", "hard", "作业·"]);
        assert_eq!(shortened(&["课堂展示", "举手"], 7), ["课…展示", "举手"]);
        assert_eq!(shortened(&["作业简单", "作业中等"], 4), ["…单", "…等"]);
    }
}
