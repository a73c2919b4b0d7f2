//! The screens, a folder each. None names another: they go to places, and [`opener`] makes the screen of a
//! place, and sees the books through its [`Cx`] alone.

mod board;
mod card;
mod class;
mod empty;
pub mod fees;
mod projector;
mod roster;
mod setup;
mod tickets;
mod today;

#[cfg(test)]
mod sample;
#[cfg(test)]
pub(in crate::tui) mod tests;

use std::rc::Rc;

use super::app::{App, Cx, Finder, Look, Opener, Place, Screen};
use super::student::{ClassFinder, StudentFinder};
use crate::desk::Session;

/// Makes the screen of any place.
pub fn opener(paper: fees::Paper) -> Opener {
    Box::new(move |place: &Place, cx: &mut Cx| -> Box<dyn Screen> {
        match *place {
            Place::Today => Box::new(today::Today::new(cx)),
            Place::Roster => Box::new(roster::Roster::new(cx)),
            Place::Card(student) => Box::new(card::Card::new(student, cx)),
            Place::Class(lesson) => Box::new(class::Class::new(lesson, cx)),
            Place::Board => Box::new(board::Board::new(cx)),
            Place::Projector(class) => Box::new(projector::Projector::new(class, cx)),
            Place::Tickets => Box::new(tickets::Tickets::new(cx)),
            Place::Ticket(id) => Box::new(tickets::One::new(id, cx)),
            Place::Sops => Box::new(tickets::Sops::new(cx)),
            Place::Setup => Box::new(setup::Setup::new(cx)),
            Place::Fees(who) => fees::screen(who, paper.clone(), cx),
            other => Box::new(empty::Empty::new(other)),
        }
    })
}

/// What the palette finds, whoever is most often looked for first.
pub fn finders() -> Vec<Rc<dyn Finder>> {
    vec![Rc::new(StudentFinder), Rc::new(ClassFinder)]
}

/// The whole program for a session: its screens, and the first place.
pub fn program(session: Session, look: Look) -> App {
    program_with(session, look, None)
}

/// The same program with a printer for receipts.
pub fn program_with(session: Session, look: Look, paper: fees::Paper) -> App {
    App::new(session, look, opener(paper), Place::Today).finders(finders())
}
