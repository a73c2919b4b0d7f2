//! Payments 收款: by one method or several, in full or in part, always with a receipt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::{ahead, owed};
use super::receipt::issue;
use super::{Line, Move, Movement, ONLY_PAID, Owed, Receipt, Series, above_zero, drawer, shift};
use crate::base::{ChargeId, Kind, Money, Prose, Refused, Say, StaffId, StudentId, Text};
use crate::books::ledger::{Account, AccountKind, Why, balance};
use crate::books::register::student;
use crate::books::{Act, Books, Done};

/// How something is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Method {
    /// Cash 现金, through the drawer.
    Cash = 1,
    /// WeChat 微信.
    Wechat = 2,
    /// Alipay 支付宝.
    Alipay = 3,
    /// Card 刷卡.
    Card = 4,
    /// Bank transfer 转账.
    Bank = 5,
    /// Cheque 支票.
    Cheque = 6,
    /// What was paid ahead 预存.
    Prepaid = 7,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 7] = [
        Method::Cash,
        Method::Wechat,
        Method::Alipay,
        Method::Card,
        Method::Bank,
        Method::Cheque,
        Method::Prepaid,
    ];

    /// What it is called.
    pub fn say(self) -> Say {
        match self {
            Method::Cash => Say::new("fee-method-cash"),
            Method::Wechat => Say::new("fee-method-wechat"),
            Method::Alipay => Say::new("fee-method-alipay"),
            Method::Card => Say::new("fee-method-card"),
            Method::Bank => Say::new("fee-method-bank"),
            Method::Cheque => Say::new("fee-method-cheque"),
            Method::Prepaid => Say::new("fee-method-prepaid"),
        }
    }

    /// Its stable name, for exports.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Cash => "cash",
            Method::Wechat => "wechat",
            Method::Alipay => "alipay",
            Method::Card => "card",
            Method::Bank => "bank",
            Method::Cheque => "cheque",
            Method::Prepaid => "prepaid",
        }
    }

    /// The method whose till an account is.
    pub fn of_till(account: Account) -> Option<Method> {
        Method::ALL
            .into_iter()
            .find(|method| account.kind == AccountKind::Till && account.a == *method as u64)
    }

    /// Where money of this method stands: with the cashier, or on the student's account.
    pub(super) fn account(self, cashier: StaffId, who: StudentId) -> Account {
        match self {
            Method::Cash => Account::cash(cashier),
            Method::Prepaid => Account::receivable(who),
            other => Account::new(AccountKind::Till, other as u64, cashier.0),
        }
    }
}

/// What is paid by one method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// How.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// The number of the cheque or the transfer.
    #[serde(default)]
    pub reference: Text,
}

impl Part {
    /// An amount by a method.
    pub fn of(method: Method, amount: Money) -> Part {
        Part { method, amount, reference: Text::default() }
    }
}

/// Takes a payment. It settles the oldest charges first, or those that are named, in that order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pay {
    /// Whose.
    pub student: StudentId,
    /// By which methods, how much each.
    pub parts: Vec<Part>,
    /// Cash that was handed over, for the change 找零.
    #[serde(default)]
    pub tendered: Option<Money>,
    /// The charges to settle; all when none is named.
    #[serde(default)]
    pub charges: Vec<ChargeId>,
    /// Keep what is over as paid ahead 预存.
    #[serde(default)]
    pub prepay: bool,
}

impl Act for Pay {
    const NAME: &'static str = "fee.pay";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        let total = self.total()?;
        let change = self.change()?;
        drawer::ready(books, self.by(Method::Cash).0 > 0)?;
        let targets = self.targets(books)?;
        let open = Money(targets.iter().map(|target| target.open.0).sum());
        self.check_prepaid(books, open)?;
        if total > open && !self.prepay {
            let say = Say::new("fee-over").with("amount", total).with("open", open);
            return Err(
                Refused::input(say).hint(Say::new("fee-over-hint").with("over", Money(total.0 - open.0)))
            );
        }
        let lines = self.settle(books, targets)?;
        let left = Money(owed(&books.draft, self.student)?.iter().map(|row| row.open.0).sum());
        let receipt = Receipt {
            student: self.student,
            name: who.name.clone(),
            day: books.today(),
            at: books.cx.at,
            by: books.cx.operator,
            cashier: books.cx.operator,
            terminal: books.cx.terminal.clone(),
            lines,
            total,
            parts: self.parts.clone(),
            tendered: self.tendered,
            change,
            left,
            reason: Prose::default(),
            seq: books.cx.seq,
        };
        let no = issue(books, Series::Payment, &receipt)?;
        let say = Say::new("fee-paid").with("name", &who.name).with("amount", total).with("left", left);
        let done = Done::said(say.with("number", no.to_string())).made(no);
        Ok(if change.0 > 0 { done.and(Say::new("fee-change").with("change", change)) } else { done })
    }

    fn example() -> Self {
        Pay {
            student: StudentId(3),
            parts: vec![Part::of(Method::Cash, Money(128_050))],
            tendered: Some(Money(130_000)),
            charges: vec![],
            prepay: false,
        }
    }
}

impl Pay {
    fn by(&self, method: Method) -> Money {
        Money(self.parts.iter().filter(|part| part.method == method).map(|part| part.amount.0).sum())
    }

    /// The sum of the parts.
    fn total(&self) -> Result<Money, Refused> {
        let mut total = Money(0);
        for part in &self.parts {
            above_zero(part.amount)?;
            total.0 = total.0.saturating_add(part.amount.0);
        }
        above_zero(total).map(|()| total)
    }

    fn change(&self) -> Result<Money, Refused> {
        let cash = self.by(Method::Cash);
        match self.tendered {
            None => Ok(Money(0)),
            Some(_) if cash.0 == 0 => Err(Refused::input(Say::new("fee-tendered-no-cash"))),
            Some(tendered) if tendered < cash => Err(Refused::input(
                Say::new("fee-tendered-short").with("tendered", tendered).with("cash", cash),
            )),
            Some(tendered) => Ok(Money(tendered.0 - cash.0)),
        }
    }

    /// What the payment settles, in order.
    fn targets(&self, books: &Books<'_>) -> Result<Vec<Owed>, Refused> {
        let owed = owed(&books.draft, self.student)?;
        if self.charges.is_empty() {
            return Ok(owed);
        }
        let named = |id: &ChargeId| {
            owed.iter()
                .find(|row| row.charge == Some(*id))
                .cloned()
                .ok_or_else(|| Refused::new(Kind::Conflict, Say::new("fee-charge-settled").with("id", *id)))
        };
        let first = |(at, id): &(usize, &ChargeId)| !self.charges[..*at].contains(id);
        self.charges.iter().enumerate().filter(first).map(|(_, id)| named(id)).collect()
    }

    /// What was paid ahead settles charges; it can't be paid ahead again.
    fn check_prepaid(&self, books: &Books<'_>, open: Money) -> Result<(), Refused> {
        let used = self.by(Method::Prepaid);
        let have = ahead(&books.draft, self.student)?;
        if used > have || used > open {
            let say = Say::new("fee-prepaid-short").with("have", have.min(open));
            return Err(Refused::input(say.with("amount", used)));
        }
        Ok(())
    }

    /// Moves the parts to what they settle, the rest to what is paid ahead; what was paid ahead is used
    /// first, so that the rest is money that came in now.
    fn settle(&self, books: &mut Books<'_>, mut targets: Vec<Owed>) -> Result<Vec<Line>, Refused> {
        let (day, cashier) = (books.today(), books.cx.operator);
        let tag = Movement::Payment as u64;
        let mut settled = vec![0; targets.len()];
        let mut rest = 0;
        let opening = balance(&books.draft, Account::receivable(self.student))?.max(0);
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|part| part.method != Method::Prepaid);
        for part in parts {
            let to = part.method.account(cashier, self.student);
            let mut amount = part.amount.0;
            for (target, settled) in targets.iter_mut().zip(&mut settled) {
                let step = amount.min(target.open.0);
                let subject = target.account.b;
                let why = Why::Payment;
                shift(books, Move { from: target.account, to, amount: step, day, why, subject, tag })?;
                target.open.0 -= step;
                *settled += step;
                amount -= step;
            }
            let from = Account::receivable(self.student);
            shift(books, Move { from, to, amount, day, why: Why::Payment, subject: 0, tag })?;
            rest += amount;
        }
        // What is over settles what was owed from before first, where other charges were named.
        let told: i64 =
            targets.iter().zip(&settled).filter(|(t, _)| t.charge.is_none()).map(|(_, n)| n).sum();
        let silent = if books.cx.rules < ONLY_PAID { 0 } else { rest.min(opening - told).max(0) };
        let mut lines = Vec::new();
        for (target, amount) in targets.iter().zip(settled).filter(|(_, amount)| *amount > 0) {
            let say = match target.charge {
                Some(id) => Say::new("receipt-line-charge").with("name", &target.name).with("id", id),
                None => Say::new("receipt-line-opening"),
            };
            lines.push(Line { say, amount: Money(amount) });
        }
        for (key, amount) in [("receipt-line-opening", silent), ("receipt-line-prepaid", rest - silent)] {
            if amount > 0 {
                lines.push(Line { say: Say::new(key), amount: Money(amount) });
            }
        }
        Ok(lines)
    }
}
