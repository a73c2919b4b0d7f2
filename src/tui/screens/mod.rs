//! The screens, a folder each. None names another: they go to places, and [`opener`] makes the screen of a
//! place. All of them see the books through the [`Door`], and through nothing else.

mod class;
mod door;
mod empty;
mod today;

#[cfg(test)]
mod tests;

use super::app::{App, Cx, Effect, Look, Opener, Place, Screen, Status};
use super::input::Action;

pub use door::{Door, told};

/// Makes the screen of any place.
pub fn opener(door: Door) -> Opener {
    Box::new(move |place: &Place, cx: &mut Cx| -> Box<dyn Screen> {
        let door = door.clone();
        match *place {
            Place::Today => Box::new(today::Today::new(door, cx)),
            Place::Class(lesson) => Box::new(class::Class::new(door, lesson, cx)),
            other => Box::new(empty::Empty::new(other)),
        }
    })
}

/// The whole program on a desk: its screens, its first place, and undo wherever one is.
///
/// # Errors
/// When the school's settings can't be read.
pub fn program(door: &Door, mut look: Look, clock: super::app::Clock) -> Result<App, crate::base::Refused> {
    let school = door.ask(&crate::desk::register::GetSchool {})?;
    look.shown.currency = school.school.currency.clone();
    look.shown.zone = school.school.zone;
    let status = Status { school: school.school.name, operator: school.operator_name, badges: Vec::new() };
    let undo = door.clone();
    let app = App::new(look, clock, opener(door.clone()), status, Place::Today);
    Ok(app.fallback(Box::new(move |action, _: &mut Cx| match action {
        Action::Undo => undo.take_back(false),
        Action::Redo => undo.take_back(true),
        _ => Effect::Pass,
    })))
}
