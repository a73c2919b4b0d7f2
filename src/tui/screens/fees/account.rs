//! A student's account: what is charged and open, the lessons that it bought, payments.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::{Collect, Collected, Till};
use super::rows::{self, RowId};
use super::{Paper, drawer, find, forms, income, keep, receipt, safe, sell, spring, view};
use crate::base::{Refused, Say, StudentId};
use crate::desk::ledger::fees::{
    AccountAnswer, DrawerState, FeeAccount, GiveVoucher, LapseCredits, Method, MoveCredits, Pay, ReceiptNo,
    Sell, ValueLot, WriteOff,
};
use crate::desk::queue::{ListRow, QueueView, RequestRefund, TicketList};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::shared::student::voucher;
use crate::tui::widgets::{Line, ListState};

/// A student's account.
pub struct Account {
    who: StudentId,
    pub(super) answer: Option<AccountAnswer>,
    /// What is under way for the student: a refund that waits for its approval, a complaint.
    pub(super) tickets: Vec<ListRow>,
    ids: Vec<RowId>,
    pub(super) state: ListState<RowId>,
    pub(super) offset: usize,
    pub(super) collect: Option<Collect>,
    paper: Paper,
    /// The receipt that was given last and is not printed yet: what is printed next is no copy.
    fresh: Option<ReceiptNo>,
    pub(super) trouble: Option<Refused>,
    /// What the operator's post does not allow, and what is said of it.
    forbidden: Vec<(Action, Say)>,
}

impl Account {
    pub fn new(who: StudentId, paper: Paper, cx: &mut Cx) -> Account {
        let mut account = Account {
            who,
            answer: None,
            tickets: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            offset: 0,
            collect: None,
            paper,
            fresh: None,
            trouble: None,
            forbidden: Vec::new(),
        };
        account.refresh(cx);
        account
    }

    fn refresh(&mut self, cx: &mut Cx) {
        self.forbidden = forbidden(cx);
        // Who may not see tickets sees the account without them.
        let of = TicketList { view: QueueView::All, student: Some(self.who), ..TicketList::default() };
        self.tickets = cx.ask(&of).map(|answer| answer.rows).unwrap_or_default();
        match cx.ask(&FeeAccount { student: self.who, used_up: false }) {
            Ok(answer) => {
                self.ids = rows::account(&answer, &self.tickets, cx.look)
                    .into_iter()
                    .filter_map(|line| line.id)
                    .collect();
                self.ids.dedup();
                (self.answer, self.trouble) = (Some(answer), None);
            }
            Err(no) => (self.answer, self.trouble) = (None, Some(no)),
        }
        self.state.settle(&self.ids);
    }

    /// The latest receipt that stands.
    fn latest(&self) -> Option<ReceiptNo> {
        let receipts = &self.answer.as_ref()?.receipts;
        receipts.iter().find(|receipt| !receipt.void).map(|receipt| receipt.number)
    }

    fn collect(&mut self, cx: &mut Cx) -> Effect {
        // What was sold a moment ago is to be paid too.
        self.refresh(cx);
        let digits = cx.look.shown.currency.digits();
        let till = match cx.ask(&DrawerState::default()) {
            Ok(answer) if answer.takes_cash => Till::Open,
            Ok(answer) if rows::is_closed(&answer, cx.look) => Till::Closed,
            _ => Till::NoCash,
        };
        let request = cx.session.desk.request_id();
        self.collect = self.answer.as_ref().map(|answer| Collect::new(answer, till, digits, request));
        Effect::Done
    }

    fn on_collected(&mut self, collected: Collected, cx: &mut Cx) -> Effect {
        match collected {
            Collected::Still => Effect::Done,
            Collected::Pass => Effect::Pass,
            Collected::Gone => {
                self.collect = None;
                Effect::Done
            }
            Collected::Take(pay) => self.take(pay, cx),
        }
    }

    fn take(&mut self, pay: Pay, cx: &mut Cx) -> Effect {
        let fresh = || cx.session.desk.request_id();
        let request = self.collect.as_ref().map_or_else(fresh, |collect| collect.request.clone());
        let cash = pay.parts.iter().any(|part| part.method == Method::Cash);
        match cx.session.submit_as(request, pay) {
            Ok(receipt) => {
                self.collect = None;
                self.fresh = receipt.made.first().and_then(|number| number.parse().ok());
                self.refresh(cx);
                let told = done(receipt);
                if cash { spring(&self.paper, told, cx) } else { told }
            }
            // It was kept after all, and something else was typed since.
            Err(no) if no.reason.key == "error-request-reused" => {
                self.collect = None;
                self.refresh(cx);
                Effect::Tell(say!("fees-taken-already"), Tone::Warn)
            }
            Err(no) => {
                if let Some(collect) = &mut self.collect {
                    collect.refused(no);
                }
                Effect::Done
            }
        }
    }

    /// Prints the latest receipt.
    fn print(&mut self, cx: &mut Cx) -> Effect {
        match self.latest() {
            Some(number) if self.paper.is_some() && self.fresh == Some(number) => {
                let (told, printed) = receipt::print_new(number, &self.paper, cx);
                // Where paper ran out, the next try is still the original.
                self.fresh = self.fresh.filter(|_| !printed);
                told
            }
            Some(number) => receipt::print(number, &self.paper, cx),
            None => refused(Refused::input(say!("fees-no-receipts"))),
        }
    }

    fn void(&self, cx: &mut Cx) -> Effect {
        match self.latest() {
            Some(number) => receipt::void(number, cx),
            None => refused(Refused::input(say!("fees-no-receipts"))),
        }
    }

    fn on_key(&mut self, action: Action, cx: &mut Cx) -> Effect {
        let Some(answer) = &self.answer else { return Effect::Pass };
        match action {
            Action::AccountCollect => self.collect(cx),
            Action::AccountSell => sell::pick(self.who, cx),
            Action::AccountRefund => forms::refund(answer, cx),
            Action::AccountHistory => receipt::history(answer, &self.paper, cx),
            Action::AccountPrint => self.print(cx),
            Action::AccountVoid => self.void(cx),
            Action::AccountWriteOff => forms::write_off(answer, self.state.selected(), cx),
            Action::AccountMove => forms::move_credits(answer, self.state.selected(), cx),
            Action::AccountVoucher => voucher(answer.student, &answer.name, cx),
            Action::AccountLapse => keep::lapse(answer, cx),
            Action::AccountValue => keep::value(answer, self.state.selected(), cx),
            Action::FeesSafe => safe::open(cx),
            Action::FeesIncome => income::open(cx),
            Action::ListFilter => find::pick(cx),
            Action::FeesDrawer => drawer::open(&self.paper, cx),
            Action::ListOpen => Effect::Go(match self.state.selected() {
                Some(RowId::Ticket(id)) => Place::Ticket(id),
                _ => Place::Card(self.who),
            }),
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }
}

/// What the operator's post does not allow here.
fn forbidden(cx: &Cx) -> Vec<(Action, Say)> {
    let session = cx.session;
    let asked = [
        (Action::AccountCollect, session.may::<Pay>()),
        (Action::AccountSell, session.may::<Sell>()),
        (Action::AccountRefund, session.may::<RequestRefund>()),
        (Action::AccountWriteOff, session.may::<WriteOff>()),
        (Action::AccountMove, session.may::<MoveCredits>()),
        (Action::AccountVoucher, session.may::<GiveVoucher>()),
        (Action::AccountLapse, session.may::<LapseCredits>()),
        (Action::AccountValue, session.may::<ValueLot>()),
    ];
    let said = |no: Refused| match no.hint {
        Some(hint) => say!("app-said", first = no.reason, second = hint),
        None => no.reason,
    };
    asked.into_iter().filter_map(|(action, may)| Some((action, said(may.err()?)))).collect()
}

impl Layer for Account {
    fn contexts(&self) -> &'static [Context] {
        match self.collect {
            Some(_) => Collect::CONTEXTS,
            None => &[Context::Account, Context::Fees, Context::List],
        }
    }

    fn typing(&self) -> bool {
        self.collect.is_some()
    }

    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        match &mut self.collect {
            Some(collect) => {
                collect.on_text(c);
                Effect::Done
            }
            None => Effect::Pass,
        }
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match &mut self.collect {
            Some(collect) => {
                let collected = collect.on_action(action, cx);
                self.on_collected(collected, cx)
            }
            None => self.on_key(action, cx),
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Ledger, Area::Queue]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, look: &Look) -> Option<Say> {
        if let Some((_, no)) = self.forbidden.iter().find(|(one, _)| *one == action) {
            return Some(no.clone());
        }
        let no_part = self.collect.as_ref().is_some_and(|collect| !collect.has_parts());
        if action == Action::CollectTakeBack && no_part {
            return Some(say!("fees-no-parts"));
        }
        let answer = self.answer.as_ref()?;
        let no_lots = answer.lots.is_empty();
        match action {
            Action::AccountWriteOff if answer.owed.0 == 0 => Some(say!("fee-nothing-open")),
            Action::AccountMove if no_lots => Some(say!("fees-no-lots")),
            Action::AccountLapse if keep::past(answer, look).is_empty() => Some(say!("fee-nothing-lapsed")),
            Action::AccountValue => keep::no_value(answer),
            Action::AccountRefund if no_lots && answer.ahead.0 == 0 => Some(say!("fee-nothing-to-refund")),
            Action::AccountPrint | Action::AccountVoid if self.latest().is_none() => {
                Some(say!("fees-no-receipts"))
            }
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.collect.is_some() {
            return vec![
                Action::CollectCommit,
                Action::CollectMethodNext,
                Action::CollectFieldNext,
                Action::CollectAddPart,
                Action::CollectTakeBack,
                Action::CollectPrepay,
                Action::CollectCancel,
            ];
        }
        vec![
            Action::AccountCollect,
            Action::AccountSell,
            Action::AccountRefund,
            Action::AccountHistory,
            Action::AccountPrint,
            Action::AccountVoid,
            Action::FeesDrawer,
            Action::Undo,
            Action::AccountLapse,
            Action::AccountValue,
            Action::AccountVoucher,
            Action::AccountWriteOff,
            Action::AccountMove,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Screen for Account {
    fn place(&self) -> Place {
        Place::Fees(Some(self.who))
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        self.answer.as_ref().map(|answer| rows::headline(answer, look)).unwrap_or_default()
    }
}
