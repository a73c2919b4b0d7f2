//! The screens, a folder each. None names another: they go to places, and [`opener`] makes the screen of a
//! place, and sees the books through its [`Cx`] alone.

mod board;
mod card;
mod class;
pub mod fees;
mod import;
mod projector;
mod roster;
mod setup;
mod start;
mod support;
mod tickets;
mod today;

#[cfg(test)]
mod sample;
#[cfg(test)]
pub(in crate::tui) mod tests;

use std::rc::Rc;
use std::sync::Arc;

use super::app::{App, Cx, Finder, Look, Opener, Place, Screen};
use super::files::{Files, NoFiles};
use super::shared::student::{ClassFinder, StudentFinder, TicketFinder};
use crate::desk::Session;
use crate::desk::register::GetSchool;

/// What screens reach beyond the desk: given by whoever starts the program.
#[derive(Clone)]
pub struct Outside {
    /// Files to read rosters from.
    pub files: Arc<dyn Files>,
    /// The printer of this terminal, if it has one.
    pub paper: fees::Paper,
}

/// Makes the screen of any place.
pub fn opener(outside: Outside) -> Opener {
    Box::new(move |place: &Place, cx: &mut Cx| -> Box<dyn Screen> {
        match *place {
            Place::Today => Box::new(today::Today::new(cx)),
            Place::Roster => Box::new(roster::Roster::new(cx)),
            Place::Card(student) => Box::new(card::Card::new(student, cx)),
            Place::Class(lesson) => Box::new(class::Class::new(lesson, cx)),
            Place::Board => Box::new(board::Board::new(cx)),
            Place::Projector(class) => Box::new(projector::Projector::new(class, cx)),
            Place::Support(class) => Box::new(support::Support::new(class, cx)),
            Place::Tickets => Box::new(tickets::Tickets::new(cx)),
            Place::Ticket(id) => Box::new(tickets::One::new(id, cx)),
            Place::Sops => Box::new(tickets::Sops::new(cx)),
            Place::Rules => Box::new(tickets::Rules::new(cx)),
            Place::Figures => Box::new(tickets::FiguresScreen::new(cx)),
            Place::Setup => Box::new(setup::Setup::new(cx)),
            Place::Import => Box::new(import::Import::new(Arc::clone(&outside.files))),
            Place::Start => Box::new(start::Start::new(Arc::clone(&outside.files))),
            Place::Fees(who) => fees::screen(who, outside.paper.clone(), cx),
        }
    })
}

/// What the palette finds, whoever is most often looked for first.
pub fn finders() -> Vec<Rc<dyn Finder>> {
    vec![Rc::new(StudentFinder), Rc::new(ClassFinder), Rc::new(TicketFinder)]
}

/// The whole program for a session: its screens, and the first place, which is the first run where no school was
/// opened yet.
pub fn program_with(session: Session, look: Look, outside: Outside) -> App {
    let open = session.ask(&GetSchool {}).is_ok_and(|answer| answer.open);
    let first = if open { Place::Today } else { Place::Start };
    App::new(session, look, opener(outside), first).finders(finders())
}

/// The same where no files and no printer can be reached.
pub fn program(session: Session, look: Look) -> App {
    program_with(session, look, Outside { files: Arc::new(NoFiles), paper: None })
}
