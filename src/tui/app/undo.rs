//! `u` takes the operator's last action back; where it moved money, it asks why first.

use super::{Cx, Effect, Tone, refused};
use crate::base::Prose;
use crate::desk::undo::{LastAction, Undo};
use crate::say;
use crate::tui::widgets::{Field, Form, form::Complaint};

/// Undoes the operator's last action, or redoes the last undo.
pub(super) fn take_back(redo: bool, cx: &mut Cx) -> Effect {
    let last = match cx.ask(&LastAction { operator: None, redo }) {
        Ok(Some(last)) => last,
        Ok(None) if redo => return Effect::Tell(say!("app-nothing-to-redo"), Tone::Quiet),
        Ok(None) => return Effect::Tell(say!("app-nothing-to-undo"), Tone::Quiet),
        Err(why) => return refused(why),
    };
    let seq = last.seq;
    if !last.needs_reason {
        return cx.submit(Undo { seq, reason: Prose::default() });
    }
    let what = last.said.into_iter().next().unwrap_or_else(|| say!("undo-something"));
    let reason = Field::text("reason", say!("app-undo-reason")).required().hint(what);
    let form = Form::new(say!("app-undo-title"), vec![reason], move |values, cx| {
        let reason = Prose::new(values.text("reason").unwrap_or_default().as_str());
        cx.session.submit(Undo { seq, reason }).map(super::done).map_err(Complaint::from)
    });
    Effect::Open(Box::new(form))
}
