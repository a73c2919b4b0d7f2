//! A procedure while it is being changed: the draft that forms and keys work on, with what it would touch and
//! what is wrong with it. Nothing is kept before it is saved, as one new version.

use std::cell::RefCell;
use std::rc::Rc;

use crate::base::{Refused, Text};
use crate::desk::queue::sop::{Category, Decision, Deed, Field, Sop, Step, Work};
use crate::desk::queue::{SaveSop, SopPreview, SopPreviewAnswer, SopRow};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, done, refused};
use crate::tui::widgets::Confirm;

/// A procedure that is being changed.
#[derive(Clone)]
pub struct Draft {
    /// As it is kept; its version is what the change is made on.
    pub base: SopRow,
    /// As it would be.
    pub sop: Sop,
    /// What that would touch.
    pub seen: SopPreviewAnswer,
    /// The step that was changed last, until the list has gone there.
    pub at: Option<usize>,
}

/// The draft that the screen and its forms share; none while nothing is changed.
pub type Shared = Rc<RefCell<Option<Draft>>>;

/// Lays a change on the draft, and looks at what it would touch; the list goes to step `at`.
///
/// # Errors
/// When the desk refuses to look.
pub fn keep(draft: &Shared, base: &SopRow, sop: Sop, at: Option<usize>, cx: &Cx) -> Result<Effect, Refused> {
    let seen = cx.ask(&SopPreview { sop: sop.clone() })?;
    let changed = sop != base.sop;
    *draft.borrow_mut() = changed.then(|| Draft { base: base.clone(), sop, seen, at });
    Ok(Effect::Done)
}

/// Asks whether to save the draft as a new version, having said what that touches; what is wrong is said
/// instead.
pub fn save(shared: &Shared, look: &Look) -> Effect {
    let Some(draft) = shared.borrow().clone() else { return Effect::Done };
    if let Some(problem) = draft.seen.problems.first() {
        return refused(Refused::input(problem.reason.clone()).hint(problem.hint.clone()));
    }
    let touched: Vec<String> =
        draft.seen.under_way.iter().take(8).map(|one| one.ticket.to_string()).collect();
    let mut consequence = match touched.as_slice() {
        [] => say!("sops-touches-none"),
        some => say!("sops-touches", count = draft.seen.under_way.len(), tickets = some.join(" ")),
    };
    if draft.sop.retired && !draft.seen.rules.is_empty() {
        let rules: Vec<String> = draft.seen.rules.iter().map(|rule| look.say(rule)).collect();
        let idle = say!("sops-idle-rules", rules = rules.join(" / "));
        consequence = say!("app-said", first = consequence, second = idle);
    }
    let shared = Rc::clone(shared);
    let submit = move |cx: &mut Cx| {
        let act = SaveSop { expect: Some(draft.base.version), sop: draft.sop };
        match cx.session.submit(act) {
            Ok(receipt) => {
                *shared.borrow_mut() = None;
                done(receipt)
            }
            // The draft stays: nothing that was done on it is lost.
            Err(no) => refused(no),
        }
    };
    Effect::Open(Box::new(Confirm::new(say!("sops-save"), submit).consequence(consequence)))
}

/// A key that is not in use: `step-2`.
pub fn unused(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let keys = (1..).map(|n: u32| format!("{stem}-{n}"));
    keys.into_iter().find(|key| !taken(key)).unwrap_or_default()
}

/// A new step behind that one; its form is asked for next.
pub fn new_step(sop: &Sop) -> Step {
    Step {
        key: unused("step", |key| sop.steps.iter().any(|step| step.key == key)),
        name: Text::default(),
        work: Work::Task,
        roles: Vec::new(),
        by_category: false,
        advisor: false,
        minutes: 0,
        fields: Vec::new(),
        by_another: false,
        decision: None,
    }
}

/// A new category.
pub fn new_category(sop: &Sop) -> Category {
    let key = unused("category", |key| sop.category(key).is_some());
    Category { key, name: Text::default(), roles: Vec::new() }
}

/// The procedure with a step moved by one; `None` where it can't go.
pub fn moved(sop: &Sop, step: usize, down: bool) -> Option<(Sop, usize)> {
    let to = if down { step.checked_add(1)? } else { step.checked_sub(1)? };
    let receives = |index: usize| sop.steps.get(index).is_none_or(|step| step.work == Work::Receive);
    if receives(step) || receives(to) {
        return None;
    }
    let mut changed = sop.clone();
    changed.steps.swap(step, to);
    Some((changed, to))
}

/// Lets a step carry out a shipped command, and asks in it for what no step asks for yet.
pub fn carry_out(sop: &mut Sop, step: usize, deed: &Deed) {
    let known: Vec<String> = sop.all_fields().map(|field| field.key.clone()).collect();
    let missing: Vec<Field> =
        deed.fields.iter().filter(|field| !known.contains(&field.key)).cloned().collect();
    if let Some(step) = sop.steps.get_mut(step) {
        step.decision = Some(Decision { act: deed.act.clone(), body: deed.body.clone() });
        step.fields.extend(missing);
    }
}

/// A copy of a procedure as a kind of its own: what was called by a shipped name is called so by itself now.
pub fn copy(of: &Sop, name: Text, kind: String, look: &Look) -> Sop {
    let mut sop = Sop { kind, name, retired: false, ..of.clone() };
    for step in &mut sop.steps {
        if step.name.is_empty() {
            step.name = look.say(&of.step_title(step)).into();
        }
    }
    for category in &mut sop.categories {
        if category.name.is_empty() {
            category.name = look.say(&category.title()).into();
        }
    }
    sop
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::queue::sop::shipped;

    fn shipped_sop(kind: &str) -> Sop {
        shipped().sops.iter().find(|sop| sop.kind == kind).unwrap().clone()
    }

    #[test]
    fn steps_move_among_themselves_and_receiving_stays_first() {
        let sop = shipped_sop("complaint");
        assert!(moved(&sop, 0, true).is_none() && moved(&sop, 1, false).is_none());
        let (changed, at) = moved(&sop, 1, true).unwrap();
        assert_eq!((at, changed.steps[2].key.as_str()), (2, "classify"));
        assert!(moved(&sop, sop.steps.len() - 1, true).is_none());
    }

    #[test]
    fn a_command_brings_the_fields_that_it_needs_and_no_field_twice() {
        let mut sop = shipped_sop("enquiry");
        let deed = shipped().deeds.iter().find(|deed| deed.key == "points").unwrap();
        carry_out(&mut sop, 1, deed);
        carry_out(&mut sop, 1, deed);
        let asked: Vec<&str> = sop.steps[1].fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(asked, ["points", "class"]);
        assert_eq!(sop.steps[1].decision.as_ref().and_then(Decision::deed), Some(deed));
    }
}
