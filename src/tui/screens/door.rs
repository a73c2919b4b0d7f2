//! The screens' way to the desk: questions, commands, and what is said of them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::base::{Refused, StaffId};
use crate::desk::undo::{LastAction, Undo};
use crate::desk::{Act, Ask, Receipt, Session};
use crate::say;
use crate::tui::app::{Effect, Tone, refused};
use crate::tui::widgets::{Field, Form};

/// One operator's way to the desk, shared by all screens of a terminal.
#[derive(Clone)]
pub struct Door(Rc<RefCell<Session>>);

impl Door {
    /// The way of that session.
    pub fn new(session: Session) -> Door {
        Door(Rc::new(RefCell::new(session)))
    }

    /// Who is signed on.
    pub fn operator(&self) -> StaffId {
        self.0.borrow().operator
    }

    /// Another operator takes over the terminal.
    pub fn sign_on(&self, operator: StaffId) {
        self.0.borrow_mut().operator = operator;
    }

    /// Asks the desk.
    ///
    /// # Errors
    /// As the desk refuses.
    pub fn ask<Q: Ask>(&self, question: &Q) -> Result<Q::Answer, Refused> {
        self.0.borrow().ask(question)
    }

    /// Hands in a command.
    ///
    /// # Errors
    /// As the desk refuses.
    pub fn submit<A: Act>(&self, act: A) -> Result<Receipt, Refused> {
        self.0.borrow().submit(act)
    }

    /// Hands in a command and says on the message line what came of it.
    pub fn order<A: Act>(&self, act: A) -> Effect {
        match self.submit(act) {
            Ok(receipt) => told(receipt),
            Err(no) => refused(no),
        }
    }

    /// Takes the operator's last action back, or brings the last undone one again. Where money was moved,
    /// the reason is asked for first.
    pub fn take_back(&self, redo: bool) -> Effect {
        let last = match self.ask(&LastAction { operator: None, redo }) {
            Ok(Some(last)) => last,
            Ok(None) if redo => return Effect::Tell(say!("app-nothing-to-redo"), Tone::Quiet),
            Ok(None) => return Effect::Tell(say!("app-nothing-to-undo"), Tone::Quiet),
            Err(no) => return refused(no),
        };
        if !last.needs_reason {
            return self.order(Undo { seq: last.seq, reason: "".into() });
        }
        let door = self.clone();
        let what = last.said.into_iter().next().unwrap_or_else(|| say!("undo-something"));
        let field = Field::text("reason", say!("app-reason")).required();
        let form = Form::new(say!("app-undo-title", what = what), vec![field], move |values, _| {
            let reason = values.text("reason").unwrap_or_default().as_str().into();
            Ok(told(door.submit(Undo { seq: last.seq, reason })?))
        });
        Effect::Open(Box::new(form))
    }
}

/// What a receipt says, on the message line: what happened, and what to know of it.
pub fn told(receipt: Receipt) -> Effect {
    let mut said = receipt.said.into_iter();
    match (said.next(), said.next()) {
        (Some(done), Some(more)) => {
            Effect::Tell(say!("app-said-two", first = done, second = more), Tone::Warn)
        }
        (Some(done), None) => Effect::Tell(done, Tone::Ok),
        (None, _) => Effect::Done,
    }
}
