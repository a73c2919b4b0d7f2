//! A school's store opened for an operator.

use std::path::Path;

use super::shell::Shell;
use crate::base::{Kind, Refused, StaffId, Text};
use crate::books::register::{GetSchool, List, Listing, Role, School, Staff};
use crate::desk::{Desk, Session};
use crate::lang::Shown;
use crate::say;
use crate::store::Redb;

/// A school that is open.
pub struct Opened {
    /// The operator's session.
    pub session: Session,
    /// The school's settings.
    pub school: School,
    /// How its amounts and times read.
    pub shown: Shown,
}

/// Opens the store of the shell's data folder for its operator. Nothing is made where nothing is.
///
/// # Errors
/// When there is no school, the store can't be opened, or there is no such operator.
pub fn open(shell: &Shell) -> Result<Opened, Refused> {
    let folder = shell.data()?;
    if is_missing(&folder)? {
        return Err(none_here(&folder));
    }
    signed_on(Desk::open(&folder)?, shell.operator.as_deref(), &folder)
}

/// Whether the folder holds no store.
///
/// # Errors
/// When it can't be looked into.
pub fn is_missing(folder: &Path) -> Result<bool, Refused> {
    match Redb::file(folder).try_exists() {
        Ok(exists) => Ok(!exists),
        Err(error) => Err(crate::store::StoreError::Io(format!("{}: {error}", folder.display())).into()),
    }
}

fn none_here(folder: &Path) -> Refused {
    let say = say!("cli-no-school", folder = folder.display().to_string());
    Refused::new(Kind::Missing, say).hint(say!("cli-no-school-hint"))
}

/// Signs the operator on at a desk.
///
/// # Errors
/// When its school was never opened, or there is no such operator.
pub fn signed_on(desk: Desk, wanted: Option<&str>, folder: &Path) -> Result<Opened, Refused> {
    let answer = desk.ask(StaffId(0), &GetSchool {})?;
    if !answer.open {
        return Err(none_here(folder));
    }
    let staff = desk.ask(StaffId(0), &List::<Staff>::live())?;
    let operator = operator(&staff, wanted)?;
    let zone = answer.school.zone;
    let shown = Shown { currency: answer.school.currency.clone(), zone, today: zone.day(desk.now()) };
    let session = desk.session(operator, Text::new("cli"));
    Ok(Opened { session, school: answer.school, shown })
}

/// The operator of that id or name; the first manager when none is named.
fn operator(staff: &[Listing<Staff>], wanted: Option<&str>) -> Result<StaffId, Refused> {
    let found = match wanted {
        None => staff.iter().find(|one| one.value.roles.contains(&Role::Manager)),
        Some(wanted) => {
            let id = wanted.trim().parse::<StaffId>().ok();
            let name = Text::new(wanted);
            staff.iter().find(|one| Some(one.id) == id || one.value.name == name)
        }
    };
    found.map(|one| one.id).ok_or_else(|| {
        let say = say!("cli-no-operator", name = wanted.unwrap_or_default());
        Refused::new(Kind::Missing, say).hint(say!("cli-no-operator-hint"))
    })
}
