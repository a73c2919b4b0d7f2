//! The screens, a folder each. None names another: they go to places, and [`opener`] makes the screen of a
//! place, and sees the books through its [`Cx`] alone.

mod board;
mod class;
mod empty;
mod projector;
mod setup;
mod today;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use super::app::{App, Cx, Look, Opener, Place, Screen};
use crate::desk::Session;

/// Makes the screen of any place.
pub fn opener() -> Opener {
    Box::new(|place: &Place, cx: &mut Cx| -> Box<dyn Screen> {
        match *place {
            Place::Today => Box::new(today::Today::new(cx)),
            Place::Class(lesson) => Box::new(class::Class::new(lesson, cx)),
            Place::Board => Box::new(board::Board::new(cx)),
            Place::Projector(class) => Box::new(projector::Projector::new(class, cx)),
            Place::Setup => Box::new(setup::Setup::new(cx)),
            other => Box::new(empty::Empty::new(other)),
        }
    })
}

/// The whole program for a session: its screens, and the first place.
pub fn program(session: Session, look: Look) -> App {
    App::new(session, look, opener(), Place::Today)
}
