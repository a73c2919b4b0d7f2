//! Vouchers: what a referral earns, good for a part of what is bought later.

use super::meant;
use crate::base::StudentId;
use crate::desk::ledger::fees::GiveVoucher;
use crate::say;
use crate::tui::app::{Cx, Effect, done};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form};

/// Gives a voucher to a student.
pub fn voucher(student: StudentId, name: &str, cx: &mut Cx) -> Effect {
    let money = FieldKind::Money { digits: cx.look.shown.currency.digits() };
    let fields = vec![
        Field::new("amount", say!("fees-amount"), money).required(),
        Field::text("brought", say!("fees-brought")).hint(say!("fees-brought-hint")),
        Field::new("expires", say!("fees-last-day"), FieldKind::Day).hint(say!("fees-last-day-hint")),
        Field::text("reason", say!("app-reason")).required().value(&cx.look.text("fees-voucher-why")),
    ];
    let title = say!("fees-voucher-give", name = name);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let brought = values.text("brought").map(|typed| meant(cx, &typed)).transpose();
        let act = GiveVoucher {
            student,
            amount: values.money("amount").unwrap_or_default(),
            brought: brought.map_err(|no| Complaint::from(no).at("brought"))?,
            expires: values.day("expires"),
            reason: values.text("reason").unwrap_or_default().as_str().into(),
        };
        cx.session.submit(act).map(done).map_err(|no| match no.reason.key.as_ref() {
            "fee-not-positive" | "error-too-large" => Complaint::from(no).at("amount"),
            "fee-voucher-past" => Complaint::from(no).at("expires"),
            "price-other-not-student" => Complaint::from(no).at("brought"),
            _ => no.into(),
        })
    })))
}
