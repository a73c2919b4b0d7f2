//! Another operator takes over the terminal: picked from the staff; what is open stays open.

use super::{App, Cx, Effect, Tone, refused};
use crate::base::StaffId;
use crate::desk::register::{List, Listing, Staff};
use crate::say;
use crate::tui::widgets::{Item, Picker};

/// Asks who goes on.
pub(super) fn choose(cx: &mut Cx) -> Effect {
    let staff = match cx.ask(&List::<Staff>::live()) {
        Ok(staff) => staff,
        Err(no) => return refused(no),
    };
    let post = |role| cx.look.text(crate::desk::roles::key(role)).into_owned();
    let item = |one: &Listing<Staff>| {
        let posts: Vec<String> = one.value.roles.iter().map(|role| post(*role)).collect();
        Item::new(one.value.name.to_string()).detail(posts.join(" ")).words(one.id.to_string())
    };
    let items = staff.iter().map(item).collect();
    let title = cx.look.text("app-operator-title").into_owned();
    let ids: Vec<StaffId> = staff.iter().map(|one| one.id).collect();
    let take = move |index: usize, _: &mut Cx| ids.get(index).map_or(Effect::Done, |id| Effect::SignOn(*id));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

impl App {
    pub(super) fn sign_on(&mut self, operator: StaffId) {
        let session = self.session.desk.session(operator, self.session.terminal.clone());
        self.set_session(session);
        let name = self.status.operator.clone();
        self.tell(say!("app-operator-now", name = &name), Tone::Ok);
    }
}
