//! What the palette finds: students, classes, tickets.

use crate::base::{Refused, StudentId, Text};
use crate::desk::queue::{QueueView, TicketList};
use crate::desk::register::{FindClasses, FindStudents, FoundStudent};
use crate::say;
use crate::tui::app::{Cx, Finder, Found, Place};
use crate::tui::symbol::DOT;

/// Finds students by name, reading, initials, phone or number; goes to the card.
pub struct StudentFinder;

impl Finder for StudentFinder {
    fn find(&self, typed: &str, most: usize, cx: &mut Cx) -> Vec<Found> {
        let found = cx.ask(&FindStudents { text: Text::new(typed), limit: most }).unwrap_or_default();
        let found = found.into_iter().map(|student| {
            let number =
                if student.number.is_empty() { student.id.to_string() } else { student.number.to_string() };
            let parts = [number, student.phone.to_string()];
            let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT);
            Found { label: student.name.to_string(), detail, place: Place::Card(student.id) }
        });
        found.collect()
    }
}

/// Finds classes by name, reading or initials; goes to the lesson that is on or comes next.
pub struct ClassFinder;

impl Finder for ClassFinder {
    fn find(&self, typed: &str, most: usize, cx: &mut Cx) -> Vec<Found> {
        let limit = most.min(CLASSES_MOST);
        let found = cx.ask(&FindClasses { text: Text::new(typed), limit }).unwrap_or_default();
        let lang = &cx.look.lang;
        let found = found.into_iter().filter_map(|class| {
            let (id, lesson) = class.lesson?;
            let day = lang.day(lesson.day, &cx.look.shown);
            let detail = say!("roster-found-class", day = day, from = lesson.from, teacher = &class.teacher);
            let place = Place::Class(Some(id));
            Some(Found { label: class.name.to_string(), detail: cx.look.say(&detail), place })
        });
        found.collect()
    }
}

/// Of classes a handful is enough: each asks for its next lesson.
const CLASSES_MOST: usize = 6;

/// Finds tickets that are not done by number, title, student, contact or owner; goes to the ticket.
pub struct TicketFinder;

impl Finder for TicketFinder {
    fn find(&self, typed: &str, most: usize, cx: &mut Cx) -> Vec<Found> {
        let wanted = TicketList {
            view: QueueView::All,
            filter: Text::new(typed),
            limit: most,
            ..TicketList::default()
        };
        let found = cx.ask(&wanted).map(|answer| answer.rows).unwrap_or_default();
        let found = found.into_iter().map(|row| {
            let label = format!("{} {}", row.id, cx.look.say(&row.title));
            let detail = [cx.look.say(&row.kind_name), row.student_name.to_string()].join(DOT);
            Found { label, detail, place: Place::Ticket(row.id) }
        });
        found.collect()
    }
}

/// The one student who is meant by a typed name, reading, initials, phone or number; of two that fit the one
/// that fits to the letter.
///
/// # Errors
/// When nobody is, or several are.
pub fn meant(cx: &Cx, typed: &Text) -> Result<StudentId, Refused> {
    let found = cx.ask(&FindStudents { text: typed.clone(), limit: 2 })?;
    let exact =
        |s: &&FoundStudent| s.name == *typed || s.number == *typed || s.id.to_string() == typed.as_str();
    let exactly: Vec<_> = found.iter().filter(exact).collect();
    match (exactly.as_slice(), found.as_slice()) {
        ([one], _) => Ok(one.id),
        ([], [one]) => Ok(one.id),
        (_, []) => Err(Refused::input(say!("app-nobody-found", typed = typed))),
        (_, some) => {
            let name = |at: usize| some.get(at).map(|s| s.name.to_string()).unwrap_or_default();
            let say = say!("app-several-found", first = name(0), second = name(1));
            Err(Refused::input(say).hint(say!("app-several-hint")))
        }
    }
}
