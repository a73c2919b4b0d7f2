//! The sections behind the first: attendance, points, credits and money, timeline.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::base::Day;
use crate::desk::calendar::Presence;
use crate::desk::ledger::Why;
use crate::desk::register::{CardLot, CardPoint, Event, StudentCard};
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{self, DOT};
use crate::tui::theme::Role;
use crate::tui::widgets::figures::{bar, heat_map};
use crate::tui::widgets::text::put;
use crate::tui::widgets::{Column, Line, ListState, Row, Table};

fn draw_lines(lines: &[Line], area: Rect, buf: &mut Buffer, look: &Look) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        line.draw(Rect { y, height: 1, ..area }, buf, &look.theme, Style::new());
    }
}

/// Credits, money and points in a few words: what the headline says.
pub fn standing(card: &StudentCard, look: &Look) -> Line {
    let left = card.credits.left;
    let role = match left.0 {
        ..=0 => Role::Bad,
        some if some <= card.credits.low.0 => Role::Warn,
        _ => Role::Text,
    };
    let mut line = Line::of(look.say(&say!("card-credits-left", credits = left)), role).and(DOT, Role::Muted);
    line = match card.owing.0 {
        0 => line.and(look.text("roster-settled").into_owned(), Role::Muted),
        1.. => line.and(look.say(&say!("card-owes", money = card.owing)), Role::Bad),
        _ => {
            line.and(look.say(&say!("card-paid-ahead", money = crate::base::Money(-card.owing.0))), Role::Ok)
        }
    };
    let points = look.say(&say!("card-points-balance", points = card.points.balance));
    line.and(DOT, Role::Muted).and(points, Role::Text)
}

/// The last 26 weeks as a calendar, and their sums.
pub fn attendance(card: &StudentCard, area: Rect, buf: &mut Buffer, look: &Look) {
    let counts = card.counts;
    let all = counts.present + counts.late + counts.absent + counts.excused;
    let parts = [
        ("class-count-present", counts.present, Presence::Present),
        ("class-count-late", counts.late, Presence::Late),
        ("class-count-absent", counts.absent, Presence::Absent),
        ("class-count-excused", counts.excused, Presence::Excused),
    ];
    let rate = ((counts.present + counts.late) * 100).checked_div(all);
    let mut line = match rate {
        Some(percent) => Line::of(look.say(&say!("card-rate", percent = percent)), Role::Text),
        None => Line::of(look.text("card-no-marks").into_owned(), Role::Muted),
    };
    // The counts are the legend of the calendar below them.
    for (key, count, presence) in parts.into_iter().filter(|(_, count, _)| *count > 0) {
        let (sign, role) = symbol::attended(presence);
        let counted = look.say(&crate::base::Say::new(key).with("count", count));
        line = line.and(format!(" {sign} {counted}"), role);
    }
    line.draw(Rect { height: area.height.min(1), ..area }, buf, &look.theme, Style::new());
    if area.height < 9 {
        return;
    }
    // Of a day with several lessons the worst mark is shown: it is what wants a look.
    let worst = |presence: Presence| match presence {
        Presence::Present => 0,
        Presence::Excused => 1,
        Presence::Late => 2,
        Presence::Absent => 3,
    };
    let mut days: BTreeMap<Day, Presence> = BTreeMap::new();
    for mark in &card.marks {
        let shown = days.entry(mark.day).or_insert(mark.presence);
        if worst(mark.presence) > worst(*shown) {
            *shown = mark.presence;
        }
    }
    let place = Rect { y: area.y + 1, height: area.height - 1, width: area.width.min(5 + 2 * 26), ..area };
    heat_map(place, buf, look, look.shown.today, &|day| {
        days.get(&day).map(|presence| symbol::attended(*presence))
    });
    if area.height > 11
        && let Some(mark) = card.marks.last()
    {
        let (sign, role) = symbol::attended(mark.presence);
        let last = look.say(&say!("card-last-mark", day = mark.day, class = &mark.class));
        let line = Line::of(last, Role::Muted).and(format!("  {sign}"), role);
        line.draw(Rect { y: area.y + 10, height: 1, ..area }, buf, &look.theme, Style::new());
    }
}

/// Points: what is there, the tier, and the last entries.
pub fn points(card: &StudentCard, area: Rect, buf: &mut Buffer, look: &Look) {
    let points = &card.points;
    let mut head = Line::of(look.say(&say!("card-points-balance", points = points.balance)), Role::Title);
    head = head.and(DOT, Role::Muted);
    head = head.and(look.say(&say!("card-points-earned", points = points.earned)), Role::Text);
    if let Some(tier) = &points.tier {
        head = head.and(DOT, Role::Muted).and(tier.name.to_string(), Role::Accent);
    }
    let mut lines = vec![head];
    if let Some(next) = &points.next {
        let from = points.tier.as_ref().map_or(0, |tier| tier.from);
        let bar = bar(points.earned - from, next.from - from, 16);
        let to = next.from - points.earned;
        let said = look.say(&say!("card-next-tier", tier = &next.name, points = to));
        lines.push(Line::of(bar, Role::Accent).and(format!(" {said}"), Role::Muted));
    }
    if area.height > 8 {
        lines.push(Line::new());
    }
    if points.entries.is_empty() {
        lines.push(Line::of(look.text("card-no-points").into_owned(), Role::Muted));
    }
    lines.extend(points.entries.iter().map(|entry| point(entry, look)));
    draw_lines(&lines, area, buf, look);
}

fn point(entry: &CardPoint, look: &Look) -> Line {
    let (text, role) = signed(entry.points);
    let name = match entry.why {
        Why::Award | Why::Redemption => entry.name.to_string(),
        Why::Opening => look.text("card-why-opening").into_owned(),
        _ => look.text("card-why-adjustment").into_owned(),
    };
    Line::of(format!("{:>10}  ", look.lang.date(entry.day, &look.shown)), Role::Muted)
        .and(format!("{text:>6}"), role)
        .and(format!("  {name}"), Role::Text)
        .and(format!("  {}", look.say(&say!("card-balance", balance = entry.balance))), Role::Muted)
}

/// A number with its sign and colour.
fn signed(number: i64) -> (String, Role) {
    match number {
        0 => ("0".into(), Role::Muted),
        1.. => (format!("+{number}"), Role::Ok),
        _ => (format!("−{}", number.unsigned_abs()), Role::Bad),
    }
}

/// Lesson credits by lot, and money.
pub fn account(card: &StudentCard, area: Rect, buf: &mut Buffer, look: &Look) {
    let credits = &card.credits;
    let money = match card.owing.0 {
        0 => Line::of(look.text("roster-settled").into_owned(), Role::Muted),
        1.. => Line::of(look.say(&say!("card-owes", money = card.owing)), Role::Bad),
        _ => {
            Line::of(look.say(&say!("card-paid-ahead", money = crate::base::Money(-card.owing.0))), Role::Ok)
        }
    };
    let mut head = Line::of(look.say(&say!("card-credits-left", credits = credits.left)), Role::Title);
    if credits.owed.0 > 0 {
        head = head
            .and(DOT, Role::Muted)
            .and(look.say(&say!("card-credits-owed", credits = credits.owed)), Role::Bad);
    }
    head = head.and(DOT, Role::Muted);
    head.0.extend(money.0);
    head.draw(Rect { height: area.height.min(1), ..area }, buf, &look.theme, Style::new());
    let table = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if credits.lots.is_empty() {
        put(buf, area.x, table.y, &look.text("card-no-lots"), look.style(Role::Muted), area.width);
        return;
    }
    let columns = [
        Column::fixed(look.text("card-lot-kind"), 6),
        Column::flexible(look.text("card-lot-label"), 14, 1),
        Column::fixed(look.text("card-lot-left"), 7).right(),
        Column::fixed(look.text("card-lot-of"), 7).right(),
        Column::fixed(look.text("card-lot-expires"), 10),
    ];
    let ids: Vec<usize> = (0..credits.lots.len()).collect();
    let row = |index: usize| lot(&credits.lots[index], look);
    Table { columns: &columns, ids: &ids, row: &row }.draw_read_only(table, buf, &look.theme);
}

fn lot(lot: &CardLot, look: &Look) -> Row {
    let kind = if lot.paid { "card-lot-paid" } else { "card-lot-gift" };
    let expired = lot.expires.is_some_and(|last| last < look.shown.today);
    let expires = match lot.expires {
        Some(last) if expired => Line::of(look.lang.date(last, &look.shown), Role::Bad),
        Some(last) => Line::of(look.lang.date(last, &look.shown), Role::Text),
        None => Line::of(look.text("card-lot-for-ever").into_owned(), Role::Muted),
    };
    let parts = [lot.label.as_str(), lot.course.as_str()];
    let label: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let left = if expired { Role::Muted } else { Role::Text };
    Row {
        cells: vec![
            Line::of(look.text(kind).into_owned(), Role::Muted),
            Line::of(label.join(DOT), Role::Text),
            Line::of(lot.left.to_string(), left),
            Line::of(lot.credits.to_string(), Role::Muted),
            expires,
        ],
        chosen: false,
    }
}

/// What happened, newest first; with a selected line where there is a state for it.
pub fn timeline(
    card: &StudentCard,
    ids: &[u64],
    state: Option<&mut ListState<u64>>,
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
) {
    if card.timeline.is_empty() {
        put(buf, area.x, area.y, &look.text("card-no-events"), look.style(Role::Muted), area.width);
        return;
    }
    // Beside other sections the day must do.
    let alone = area.width >= 72;
    let columns = [
        Column::fixed(look.text("card-event-when"), if alone { 15 } else { 9 }),
        Column::flexible(look.text("card-event-what"), 16, 1),
        Column::fixed(look.text("card-event-moved"), if alone { 20 } else { 17 }).right(),
        Column::fixed(look.text("card-event-who"), 8).from_width(72),
    ];
    let row = |index: usize| event(&card.timeline[index], alone, look);
    let table = Table { columns: &columns, ids, row: &row };
    match state {
        Some(state) => table.draw(area, buf, &look.theme, state),
        None => table.draw_read_only(area, buf, &look.theme),
    }
}

fn event(event: &Event, timed: bool, look: &Look) -> Row {
    let day = look.lang.day(look.shown.zone.day(event.at), &look.shown);
    let when = if timed { look.lang.moment(event.at, &look.shown) } else { day };
    let role = if event.undone { Role::Muted } else { Role::Text };
    let mut what = Line::of(look.say(&event.said), role);
    let mut moved = Line::new();
    if event.undone {
        what = Line::of(format!("{}{DOT}", look.text("card-undone")), Role::Muted)
            .and(look.say(&event.said), role);
    } else {
        let amounts = [
            (event.points, "card-moved-points", signed(event.points)),
            (event.credits.0, "card-moved-credits", signed_credits(event.credits)),
        ];
        for (_, key, (text, role)) in amounts.into_iter().filter(|(amount, _, _)| *amount != 0) {
            let gap = if moved == Line::new() { "" } else { " " };
            let said = look.say(&crate::base::Say::new(key).with("amount", text));
            moved = moved.and(format!("{gap}{said}"), role);
        }
        if event.owing.0 != 0 {
            let gap = if moved == Line::new() { "" } else { " " };
            let role = if event.owing.0 > 0 { Role::Bad } else { Role::Ok };
            moved = moved.and(format!("{gap}{}", look.shown.currency.show(event.owing)), role);
        }
    }
    Row {
        cells: vec![
            Line::of(when, Role::Muted),
            what,
            moved,
            Line::of(event.operator.to_string(), Role::Muted),
        ],
        chosen: false,
    }
}

fn signed_credits(credits: crate::base::Credits) -> (String, Role) {
    let (sign, role) = if credits.0 < 0 { ("−", Role::Muted) } else { ("+", Role::Ok) };
    (format!("{sign}{}", crate::base::Credits(credits.0.abs())), role)
}
