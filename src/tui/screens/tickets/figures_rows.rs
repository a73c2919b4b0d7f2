//! The figures in rows: plain data in, cells out.

use super::figures::{Data, View};
use crate::base::Day;
use crate::desk::queue::{CheckLine, Figures, Gone, Line as Sums, Month};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::due;
use crate::tui::symbol::{DOT, DOWN, UP};
use crate::tui::theme::Role;
use crate::tui::widgets::figures::sparkline;
use crate::tui::widgets::text::width;
use crate::tui::widgets::{Column, Line, Row};

/// A month as `2026-11`.
pub fn month_name(first: Day) -> String {
    first.format("%Y-%m").to_string()
}

/// Thousandths as a percentage; nothing where there is none.
fn percent(permille: Option<u32>) -> String {
    permille.map(|permille| format!("{} %", (permille + 5) / 10)).unwrap_or_default()
}

fn hours(minutes: Option<u32>, look: &Look) -> String {
    minutes.map(|minutes| due::span(i64::from(minutes), look)).unwrap_or_default()
}

/// Minutes by the calendar as days with one decimal.
fn days(minutes: Option<u32>, look: &Look) -> String {
    let tenths = |minutes: u32| (u64::from(minutes) * 10 + 720) / 1440;
    let text = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
    minutes.map(|minutes| look.say(&say!("figures-days", days = text(tenths(minutes))))).unwrap_or_default()
}

fn hundredths(n: Option<u32>) -> String {
    n.map(|n| format!("{}.{}", n / 100, n % 100 / 10)).unwrap_or_default()
}

fn number(n: u32) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

/// Rows of months that have any ticket; the months before the first one say nothing.
fn told(months: &[Month]) -> impl Iterator<Item = &Month> {
    months.iter().skip_while(|month| month.all.opened == 0)
}

/// Kinds, then categories below them.
fn kinds(figures: &Figures) -> impl Iterator<Item = (&crate::base::Say, &Sums, bool)> {
    let kinds = figures.kinds.iter().map(|(name, line)| (name, line, false));
    kinds.chain(figures.categories.iter().map(|(name, line)| (name, line, true)))
}

/// How many rows there are.
pub fn count(view: View, data: &Data) -> usize {
    match (view, data) {
        (View::Four, Data::Four(months)) => told(months).count(),
        (View::People, Data::Month(figures)) => figures.people.len(),
        (View::Kinds, Data::Month(figures)) => kinds(figures).count(),
        (View::Causes, Data::Month(figures)) => figures.causes.len(),
        (View::Checks, Data::Checks(checks, _)) => checks.len(),
        (View::Churn, Data::Churn(churn)) => churn.rows.len(),
        _ => 0,
    }
}

/// What an empty view says.
pub fn empty(view: View) -> &'static str {
    match view {
        View::Checks => "figures-empty-checks",
        View::Churn => "figures-empty-churn",
        View::Causes => "figures-empty-causes",
        _ => "figures-empty",
    }
}

pub fn columns(view: View, data: &Data, look: &Look) -> Vec<Column> {
    let name = |key: &str| Column::flexible(look.text(key), 12, 1);
    let right = |key: &str, cells: u16| Column::fixed(look.text(key), cells).right();
    match view {
        View::Four => vec![
            Column::flexible(look.text("figures-month"), 8, 1),
            right("figures-opened", 7),
            right("figures-satisfied", 9),
            right("figures-response", 11),
            right("figures-cycle", 11),
            right("figures-per-head", 9),
            right("figures-on-time", 9),
        ],
        View::People => vec![
            name("figures-person"),
            right("figures-opened", 7),
            right("figures-solved", 6),
            right("figures-response", 9),
            right("figures-on-time", 8),
            right("figures-solution", 9),
            right("figures-satisfied", 9),
        ],
        View::Kinds => vec![
            name("figures-kind"),
            right("figures-opened", 7),
            right("figures-solved", 6),
            right("figures-response", 9),
            right("figures-on-time", 8),
            right("figures-solution", 9),
            right("figures-satisfied", 9),
        ],
        View::Causes => vec![
            Column::fixed(look.text("figures-category"), 10),
            Column::flexible(look.text("figures-cause"), 16, 1),
            Column::flexible(look.text("figures-improve"), 16, 1),
            right("figures-count", 6),
        ],
        View::Checks => vec![
            Column::fixed(look.text("tickets-number"), 6),
            Column::fixed(look.text("tickets-kind"), 12),
            name("tickets-about"),
            Column::fixed(look.text("figures-of"), 12),
            Column::fixed(look.text("figures-drawn"), 10),
            right("figures-score", 9),
        ],
        View::Churn => {
            // As wide as what stands there, so that class and reason have the room that is left.
            let fit = |place: usize, key: &str| {
                let rows = (0..count(view, data)).map(|index| row(view, data, index, look));
                let widest = rows.filter_map(|row| Some(row.cells.get(place)?.width())).max();
                let cells = widest.unwrap_or(0).max(width(&look.text(key))).min(14);
                Column::fixed(look.text(key), cells as u16)
            };
            vec![
                fit(0, "tickets-student"),
                fit(1, "figures-gone"),
                fit(2, "figures-on"),
                fit(3, "figures-stage"),
                name("figures-class"),
                name("figures-reason"),
            ]
        }
    }
}

fn cells(all: impl IntoIterator<Item = (String, Role)>) -> Row {
    Row::of(all.into_iter().map(|(text, role)| Line::of(text, role)))
}

fn sums(name: Line, line: &Sums, look: &Look) -> Row {
    let mut row = Row::of([name]);
    row.cells.extend([
        Line::of(number(line.opened), Role::Text),
        Line::of(number(line.solved), Role::Text),
        Line::of(hours(line.first_mean(), look), Role::Text),
        Line::of(percent(line.first_permille()), Role::Text),
        Line::of(hours(line.solve_mean(), look), Role::Text),
        Line::of(percent(line.satisfied_permille()), Role::Text),
    ]);
    row
}

fn gone(gone: Gone) -> &'static str {
    match gone {
        Gone::Left => "figures-gone-left",
        Gone::RanOut => "figures-gone-ran-out",
        Gone::StoppedComing => "figures-gone-stopped",
    }
}

/// A row of a view.
pub fn row(view: View, data: &Data, index: usize, look: &Look) -> Row {
    match (view, data) {
        (View::Four, Data::Four(months)) => {
            // The latest month is what one came to see.
            let months: Vec<&Month> = told(months).collect();
            let Some(month) = months.iter().rev().nth(index) else { return Row::default() };
            cells([
                (month_name(month.first), Role::Title),
                (number(month.all.opened), Role::Text),
                (percent(month.all.satisfied_permille()), Role::Text),
                (hours(month.all.first_mean(), look), Role::Text),
                (days(month.complaints.cycle_mean(), look), Role::Text),
                (hundredths(month.per_head), Role::Text),
                (percent(month.all.first_permille()), Role::Muted),
            ])
        }
        (View::People, Data::Month(figures)) => {
            let Some((_, name, line)) = figures.people.get(index) else { return Row::default() };
            sums(Line::of(name.to_string(), Role::Title), line, look)
        }
        (View::Kinds, Data::Month(figures)) => {
            let Some((name, line, inner)) = kinds(figures).nth(index) else { return Row::default() };
            let name = match inner {
                true => Line::of(look.say(&say!("figures-of-category", name = name.clone())), Role::Text),
                false => Line::of(look.say(name), Role::Title),
            };
            sums(name, line, look)
        }
        (View::Causes, Data::Month(figures)) => {
            let Some(cause) = figures.causes.get(index) else { return Row::default() };
            let category = cause.category.as_ref().map(|name| look.say(name)).unwrap_or_default();
            let (text, role) = match cause.cause.is_empty() {
                true => (look.text("figures-cause-unknown").into_owned(), Role::Warn),
                false => (cause.cause.to_string(), Role::Title),
            };
            let count = (number(cause.count), Role::Text);
            cells([(category, Role::Muted), (text, role), (cause.improve.to_string(), Role::Text), count])
        }
        (View::Checks, Data::Checks(checks, _)) => {
            let Some(check) = checks.get(index) else { return Row::default() };
            let (score, role) = match check.sum() {
                Some((sum, most)) => (format!("{sum}/{most}"), Role::Text),
                None => (look.text("figures-unscored").into_owned(), Role::Accent),
            };
            cells([
                (check.ticket.to_string(), Role::Muted),
                (look.say(&check.kind), Role::Text),
                (look.say(&check.title), Role::Text),
                (check.of_name.to_string(), Role::Text),
                (look.lang.date(check.drawn, &look.shown), Role::Muted),
                (score, role),
            ])
        }
        (View::Churn, Data::Churn(churn)) => {
            let Some(row) = churn.rows.get(index) else { return Row::default() };
            let classes: Vec<&str> = row.classes.iter().map(|class| class.as_str()).collect();
            cells([
                (row.name.to_string(), Role::Title),
                (look.text(gone(row.gone)).into_owned(), Role::Text),
                (look.lang.date(row.on, &look.shown), Role::Muted),
                (look.text(stage(row.stage)).into_owned(), Role::Muted),
                (classes.join(" "), Role::Text),
                match row.reason.is_empty() {
                    true => (row.talk.to_string(), Role::Muted),
                    false => (row.reason.to_string(), Role::Text),
                },
            ])
        }
        _ => Row::default(),
    }
}

fn stage(stage: crate::desk::register::Stage) -> &'static str {
    use crate::desk::register::Stage;
    match stage {
        Stage::Enquiry => "stage-enquiry",
        Stage::Enrolment => "stage-enrolment",
        Stage::Learning => "stage-learning",
        Stage::Graduation => "stage-graduation",
        Stage::Employment => "stage-employment",
        Stage::Advocacy => "stage-advocacy",
    }
}

fn checked(name: String, line: &CheckLine) -> String {
    format!("{name} {}", percent(line.permille()))
}

/// What stands below the table: the run of each figure, what checks came to, what was lost most.
pub fn foot(view: View, data: &Data, look: &Look) -> Vec<Line> {
    let label = |key: &str| format!("{}  ", look.text(key));
    let line = |key: &str, text: String| Line::of(label(key), Role::Label).and(text, Role::Text);
    match (view, data) {
        (View::Four, Data::Four(months)) => runs(months, look),
        (View::Checks, Data::Checks(_, results)) if results.all.checked > 0 => {
            let people: Vec<String> =
                results.people.iter().map(|(_, name, line)| checked(name.to_string(), line)).collect();
            let criteria: Vec<String> =
                results.criteria.iter().map(|(name, line)| checked(look.say(name), line)).collect();
            vec![
                line("figures-by-person", people.join(DOT)),
                line("figures-by-criterion", criteria.join(DOT)),
            ]
        }
        (View::Churn, Data::Churn(churn)) if !churn.rows.is_empty() => {
            let told = |all: &[(crate::base::Text, u32)]| {
                let rows: Vec<String> = all.iter().take(6).map(|(name, n)| format!("{name} {n}")).collect();
                rows.join(DOT)
            };
            let mut stages: Vec<(&str, usize)> = Vec::new();
            for row in &churn.rows {
                let key = stage(row.stage);
                match stages.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, count)) => *count += 1,
                    None => stages.push((key, 1)),
                }
            }
            let stages: Vec<String> =
                stages.iter().map(|(key, n)| format!("{} {n}", look.text(key))).collect();
            let mut foot = vec![line("figures-by-stage", stages.join(DOT))];
            if !churn.classes.is_empty() {
                foot.push(line("figures-by-class", told(&churn.classes)));
            }
            let unknown = churn.rows.iter().filter(|row| row.reason.is_empty()).count();
            let unknown = (unknown > 0).then(|| look.say(&say!("figures-no-reason", count = unknown)));
            let known = Some(told(&churn.reasons)).filter(|known| !known.is_empty());
            let reasons: Vec<String> = known.into_iter().chain(unknown).collect();
            foot.push(line("figures-by-reason", reasons.join(DOT)));
            foot
        }
        _ => Vec::new(),
    }
}

/// One of the four figures of a month.
type OfMonth = fn(&Month) -> Option<u32>;

const FOUR: [(&str, OfMonth); 4] = [
    ("figures-satisfied", |month| month.all.satisfied_permille()),
    ("figures-response", |month| month.all.first_mean()),
    ("figures-cycle", |month| month.complaints.cycle_mean()),
    ("figures-per-head", |month| month.per_head),
];

/// How each of the four figures ran, month by month.
fn runs(months: &[Month], look: &Look) -> Vec<Line> {
    let months: Vec<&Month> = told(months).collect();
    let Some(first) = months.first().filter(|_| months.len() > 1) else { return Vec::new() };
    let widest = FOUR.iter().map(|(key, _)| width(&look.text(key))).max().unwrap_or(0);
    let run = |(key, of): &(&str, OfMonth)| {
        let name = look.text(key);
        let gap = " ".repeat(widest.saturating_sub(width(&name)) + 2);
        let values: Vec<i64> = months.iter().map(|month| i64::from(of(month).unwrap_or(0))).collect();
        Line::of(format!("{name}{gap}"), Role::Label).and(sparkline(&values), Role::Accent)
    };
    let from = month_name(first.first);
    let about = Line::of(look.say(&say!("figures-run", from = from)), Role::Muted);
    FOUR.iter().map(run).chain([about]).collect()
}

/// How it stands, in the headline.
pub fn headline(data: &Data, look: &Look) -> Line {
    match data {
        Data::Checks(_, results) if results.all.checked > 0 => {
            let percent = percent(results.all.permille());
            let say = say!("figures-checked", count = results.all.checked, percent = percent);
            Line::of(look.say(&say), Role::Muted)
        }
        Data::Churn(churn) => {
            let (now, before) = (churn.rate(), churn.rate_before());
            let say = say!("figures-lost", count = churn.rows.len(), here = churn.here, rate = tenths(now));
            let line = Line::of(look.say(&say), Role::Muted);
            match now.zip(before) {
                Some((now, before)) if now != before => {
                    let (sign, role) = if now > before { (UP, Role::Bad) } else { (DOWN, Role::Ok) };
                    let than = say!("figures-lost-before", rate = tenths(Some(before)));
                    line.and(DOT, Role::Muted).and(format!("{sign} {}", look.say(&than)), role)
                }
                _ => line,
            }
        }
        Data::Month(figures) => {
            let say = say!("figures-tickets", count = figures.all.opened);
            Line::of(look.say(&say), Role::Muted)
        }
        _ => Line::new(),
    }
}

/// Thousandths as a percentage with one decimal.
fn tenths(permille: Option<u32>) -> String {
    permille.map(|n| format!("{}.{} %", n / 10, n % 10)).unwrap_or_else(|| "–".to_owned())
}
