//! Staff and their posts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Listed;
use super::catalogue::catalogue;
use super::directory::phone_digits;
use crate::base::{Kind, Refused, Say, StaffId, Text};
use crate::books::Books;
use crate::books::ledger::fees::has_open_drawer;
use crate::store::Read;

/// A post 岗位: what one may do follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manager 校长/经理.
    Manager,
    /// Service supervisor 服务主管.
    Supervisor,
    /// Service agent 客服.
    Agent,
    /// Learning advisor 学习顾问.
    Advisor,
    /// Technical support 技术支持.
    Technical,
    /// Teacher 老师.
    Teacher,
    /// Reception 前台.
    Reception,
    /// Cashier 出纳.
    Cashier,
}

impl Role {
    /// Every post.
    pub const ALL: [Role; 8] = [
        Role::Manager,
        Role::Supervisor,
        Role::Agent,
        Role::Advisor,
        Role::Technical,
        Role::Teacher,
        Role::Reception,
        Role::Cashier,
    ];
}

/// A member of staff, who may sign on as an operator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    /// What they are called.
    pub name: Text,
    /// Their posts.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// How to reach them.
    #[serde(default)]
    pub phone: Text,
    /// Away until further notice: tickets pass them by.
    #[serde(default)]
    pub away: bool,
    /// No longer here.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Staff: StaffId, STAFF "staff", Staff, "staff.save", "staff.list", "noun-staff", check check;
    example Staff { name: "李老师".into(), roles: vec![Role::Teacher], ..Staff::default() });

fn check(staff: &Staff, id: Option<StaffId>, books: &Books<'_>) -> Result<(), Refused> {
    let Some(known) = id.filter(|_| !books.cx.replayed) else { return Ok(()) };
    can_close(&books.draft, known, staff)?;
    if is_manager(staff) {
        return Ok(());
    }
    let others = Staff::TABLE.all(&books.draft, &())?;
    need_manager(others.iter().filter(|(other, _)| Some(*other) != id).map(|(_, other)| other))
}

/// Who stands at a till.
const TILL: [Role; 3] = [Role::Manager, Role::Reception, Role::Cashier];
/// Who may have money paid out by way of them.
const MONEY: [Role; 6] =
    [Role::Manager, Role::Supervisor, Role::Agent, Role::Advisor, Role::Reception, Role::Cashier];

/// Refuses to take the post away from somebody whose drawer is open: nobody else could close it.
///
/// # Errors
/// A conflict; or when the store fails.
pub fn can_close(read: &dyn Read, id: StaffId, staff: &Staff) -> Result<(), Refused> {
    let may = !staff.retired && staff.roles.iter().any(|role| TILL.contains(role));
    if may || !has_open_drawer(read, id)? {
        return Ok(());
    }
    let say = |key: &'static str| Say::new(key).with("name", &staff.name);
    Err(Refused::new(Kind::Conflict, say("drawer-of-staff-open")).hint(say("drawer-of-staff-open-hint")))
}

/// Refuses to let money go through the hands of somebody who is not here, or has nothing to do with money.
///
/// # Errors
/// When nobody of that id is here, or they hold no such post.
pub fn handles_money(read: &dyn Read, id: StaffId) -> Result<(), Refused> {
    let found = staff(read, id)?;
    if !found.retired && found.roles.iter().any(|role| MONEY.contains(role)) {
        return Ok(());
    }
    let say = Say::new("fee-no-till").with("name", &found.name);
    Err(Refused::input(say).hint(Say::new("fee-no-till-hint")))
}

fn is_manager(staff: &Staff) -> bool {
    !staff.retired && staff.roles.contains(&Role::Manager)
}

/// Refuses when nobody of them is a manager: then nobody could ever make one again.
///
/// # Errors
/// When nobody is.
pub fn need_manager<'a>(staff: impl IntoIterator<Item = &'a Staff>) -> Result<(), Refused> {
    if staff.into_iter().any(is_manager) {
        return Ok(());
    }
    Err(Refused::input(Say::new("register-needs-manager")).hint(Say::new("register-needs-manager-hint")))
}

/// The member of staff of that id.
///
/// # Errors
/// When there is none, or the store fails.
pub fn staff(read: &dyn Read, id: StaffId) -> Result<Staff, Refused> {
    Staff::TABLE.get(read, &id)?.ok_or_else(|| Refused::missing("noun-staff", id))
}

/// The posts that a member of staff holds; none for one who is retired or unknown.
///
/// # Errors
/// When the store fails.
pub fn roles_of(read: &dyn Read, id: StaffId) -> Result<Vec<Role>, Refused> {
    let found = Staff::TABLE.get(read, &id)?.filter(|staff| !staff.retired);
    Ok(found.map(|staff| staff.roles).unwrap_or_default())
}

/// Telephones of fewer digits tell nobody apart: extensions, placeholders.
const TELLING: usize = 7;

/// Whether the operator is that member of staff, also where one person has two accounts: they are told by their
/// telephone.
///
/// # Errors
/// When the store fails.
pub fn is_operator(books: &Books<'_>, other: StaffId) -> Result<bool, Refused> {
    let phone = |id| -> Result<String, Refused> {
        let found = Staff::TABLE.get(&books.draft, &id)?;
        let phone = found.map(|staff| staff.phone).unwrap_or_default();
        Ok(phone_digits(phone.as_str()))
    };
    if books.cx.operator == other || books.cx.replayed {
        return Ok(books.cx.operator == other);
    }
    let theirs = phone(other)?;
    Ok(theirs.len() >= TELLING && theirs == phone(books.cx.operator)?)
}
