//! What one does to a student, wherever one meets them: the forms and pickers that the roster, the card and the
//! fee desk share. Each function gives an effect, so that none of them knows a screen.

pub mod charge;
mod file;
mod find;
mod guardians;
mod places;
mod tickets;
mod voucher;

pub use file::{edit, new_student, set_stage, tag, toggle_done};
pub use find::{ClassFinder, StudentFinder, TicketFinder, meant};
pub use guardians::guardians;
pub use places::{enrol, gift, leave, pause, transfer};
pub use tickets::tickets;
pub use voucher::voucher;

use crate::base::Refused;
use crate::desk::register::{Class, List, Listing, Staff};
use crate::tui::app::Cx;
use crate::tui::widgets::Item;

/// Classes to pick from, found by name, reading and teacher.
///
/// # Errors
/// When the desk refuses.
pub fn classes(cx: &Cx) -> Result<(Vec<Listing<Class>>, Vec<Item>), Refused> {
    let classes = cx.ask(&List::<Class>::live())?;
    let staff = cx.ask(&List::<Staff>::all())?;
    let item = |class: &Listing<Class>| {
        let teacher = staff.iter().find(|staff| Some(staff.id) == class.value.teacher);
        let teacher = teacher.map(|staff| staff.value.name.to_string()).unwrap_or_default();
        Item::new(class.value.name.as_str()).detail(teacher)
    };
    let items = classes.iter().map(item).collect();
    Ok((classes, items))
}
