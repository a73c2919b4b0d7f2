//! Taking a payment: the way of paying, how much, what was handed over. What Enter is about to do stands there
//! before it is pressed; the receipt's number is taken when it is.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::rows::plain;
use crate::base::{Money, Prose, Refused, Say, StudentId, Text};
use crate::desk::ledger::fees::{AccountAnswer, Method, Part, Pay};
use crate::say;
use crate::tui::app::{Cx, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::field::read_money;
use crate::tui::widgets::text::{Align, fit, put, wrap};
use crate::tui::widgets::{Edit, Line, rule};

/// Rows that it takes of the screen.
pub const ROWS: u16 = 6;
/// Cells of a field.
const FIELD_CELLS: u16 = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Amount,
    Tendered,
    Reference,
}

/// A field; what it was filled with beforehand gives way to the first character typed.
#[derive(Default)]
struct Input {
    edit: Edit,
    offered: bool,
}

impl Input {
    fn offering(text: &str) -> Input {
        Input { edit: Edit::with(text), offered: true }
    }

    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.offered) {
            self.edit = Edit::default();
        }
        self.edit.push(c);
    }
}

/// What the operator can take now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Till {
    /// Whatever is paid.
    Open,
    /// Anything but cash: the drawer is not open.
    NoCash,
    /// Nothing: the day-end is done.
    Closed,
}

/// A payment that is being taken.
pub struct Collect {
    student: StudentId,
    owed: Money,
    ahead: Money,
    /// Parts that are noted already.
    parts: Vec<Part>,
    /// What was handed over for a part in cash.
    cash: Option<Money>,
    method: Method,
    slot: Slot,
    amount: Input,
    tendered: Input,
    reference: Input,
    prepay: bool,
    till: Till,
    wrong: Vec<Say>,
    /// The payment's own id: handed in again after a line that dropped, it is not taken twice.
    pub(super) request: String,
}

/// What a key came to.
pub enum Collected {
    /// Still at it.
    Still,
    /// Not a key of the payment.
    Pass,
    /// Given up.
    Gone,
    /// Take that.
    Take(Pay),
}

impl Collect {
    /// Contexts of its keys.
    pub const CONTEXTS: &[Context] = &[Context::Collect, Context::Text];

    /// All that is owed, in cash. Where nothing is owed, whatever is paid is paid ahead. `request`: the payment's id, the same however often it is handed in.
    pub fn new(answer: &AccountAnswer, till: Till, digits: u8, request: String) -> Collect {
        let mut collect = Collect {
            student: answer.student,
            owed: answer.owed,
            ahead: answer.ahead,
            parts: Vec::new(),
            cash: None,
            method: Method::Cash,
            slot: Slot::Tendered,
            amount: Input::default(),
            tendered: Input::default(),
            reference: Input::default(),
            prepay: answer.owed.0 == 0,
            till,
            wrong: Vec::new(),
            request,
        };
        collect.offer_rest(digits);
        collect
    }

    fn slots(&self) -> &'static [Slot] {
        match self.method {
            // With nothing to offer, the amount comes first.
            Method::Cash => &[Slot::Amount, Slot::Tendered],
            Method::Prepaid => &[Slot::Amount],
            _ => &[Slot::Amount, Slot::Reference],
        }
    }

    fn methods(&self) -> Vec<Method> {
        Method::ALL
            .into_iter()
            .filter(|m| *m != Method::Prepaid || self.ahead.0 > 0 && self.owed.0 > 0)
            .collect()
    }

    fn noted(&self) -> Money {
        Money(self.parts.iter().map(|part| part.amount.0).sum())
    }

    /// Offers what is left to pay, and stands where it is typed next: with cash at what was handed over.
    fn offer_rest(&mut self, digits: u8) {
        let rest = Money(self.owed.0 - self.noted().0);
        let rest = if self.method == Method::Prepaid { rest.min(self.ahead) } else { rest };
        self.amount = match rest.0 {
            1.. => Input::offering(&rest.plain(digits)),
            _ => Input::default(),
        };
        (self.tendered, self.reference) = (Input::default(), Input::default());
        let offered = rest.0 > 0;
        self.slot = if self.method == Method::Cash && offered { Slot::Tendered } else { Slot::Amount };
    }

    fn turn(&mut self, forward: bool, digits: u8) {
        self.wrong.clear();
        let methods = self.methods();
        let here = methods.iter().position(|method| *method == self.method).unwrap_or(0);
        let by = if forward { 1 } else { methods.len() - 1 };
        self.method = methods[(here + by) % methods.len()];
        let typed = (!self.amount.offered).then(|| std::mem::take(&mut self.amount));
        self.offer_rest(digits);
        if let Some(typed) = typed.filter(|typed| !typed.edit.is_empty()) {
            self.amount = typed;
        }
    }

    fn step(&mut self, forward: bool) {
        let slots = self.slots();
        let here = slots.iter().position(|slot| *slot == self.slot).unwrap_or(0);
        let by = if forward { 1 } else { slots.len() - 1 };
        self.slot = slots[(here + by) % slots.len()];
    }

    fn input(&mut self) -> &mut Input {
        match self.slot {
            Slot::Amount => &mut self.amount,
            Slot::Tendered => &mut self.tendered,
            Slot::Reference => &mut self.reference,
        }
    }

    pub fn on_text(&mut self, c: char) {
        self.wrong.clear();
        self.input().push(c);
    }

    pub fn on_action(&mut self, action: Action, cx: &Cx) -> Collected {
        let digits = cx.look.shown.currency.digits();
        match action {
            Action::CollectMethodNext => self.turn(true, digits),
            Action::CollectMethodPrevious => self.turn(false, digits),
            Action::CollectFieldNext => self.step(true),
            Action::CollectFieldPrevious => self.step(false),
            Action::CollectPrepay => self.prepay = !self.prepay,
            Action::CollectAddPart => self.add_part(digits),
            Action::CollectTakeBack => self.take_back(digits),
            Action::CollectCancel | Action::Back => return Collected::Gone,
            Action::CollectCommit => match self.pay(digits) {
                Ok(pay) => return Collected::Take(pay),
                Err(wrong) => self.complain(wrong, None),
            },
            action => {
                self.input().offered = false;
                if !self.input().edit.on_action(action) {
                    return Collected::Pass;
                }
                self.wrong.clear();
            }
        }
        Collected::Still
    }

    fn complain(&mut self, reason: Say, hint: Option<Say>) {
        self.wrong = std::iter::once(reason).chain(hint).collect();
    }

    /// Shows why the desk did not take it.
    pub fn refused(&mut self, no: Refused) {
        self.complain(no.reason, no.hint);
    }

    /// The part in the fields; none where the amount was left empty.
    fn part(&self, digits: u8) -> Result<Option<(Part, Option<Money>)>, Say> {
        let typed = |input: &Input| -> Result<Option<Money>, Say> {
            let text = input.edit.text();
            if text.is_empty() { Ok(None) } else { read_money(&text, digits).map(Some) }
        };
        let Some(amount) = typed(&self.amount)? else { return Ok(None) };
        let cash = self.method == Method::Cash;
        let tendered = if cash { typed(&self.tendered)? } else { None };
        let reference = if cash { Text::default() } else { self.reference.edit.text() };
        Ok(Some((Part { method: self.method, amount, reference }, tendered)))
    }

    fn add_part(&mut self, digits: u8) {
        match self.part(digits) {
            Ok(Some((part, _))) if part.amount.0 == 0 => self.complain(say!("fee-not-positive"), None),
            Ok(Some((part, tendered))) => {
                self.cash = tendered.or(self.cash);
                self.parts.push(part);
                self.turn(true, digits);
                self.amount = Input::default();
                self.offer_rest(digits);
            }
            Ok(None) => self.complain(say!("error-required"), None),
            Err(wrong) => self.complain(wrong, None),
        }
    }

    /// Whether a part is noted.
    pub fn has_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Takes the part that was noted last back into the fields; what stands there gives way.
    fn take_back(&mut self, digits: u8) {
        let Some(part) = self.parts.pop() else { return };
        self.wrong.clear();
        let money = |amount: Money| Input::offering(&amount.plain(digits));
        let cash = part.method == Method::Cash;
        self.tendered = if cash { self.cash.take().map(money).unwrap_or_default() } else { Input::default() };
        self.amount = money(part.amount);
        self.reference = Input { edit: Edit::with(&part.reference), offered: false };
        (self.method, self.slot) = (part.method, Slot::Amount);
    }

    /// The payment as it stands in the fields.
    fn pay(&self, digits: u8) -> Result<Pay, Say> {
        let (mut parts, mut tendered) = (self.parts.clone(), self.cash);
        if let Some((part, handed)) = self.part(digits)? {
            parts.push(part);
            tendered = handed.or(tendered);
        }
        if parts.is_empty() {
            return Err(say!("error-required"));
        }
        Ok(Pay { student: self.student, parts, tendered, charges: Vec::new(), prepay: self.prepay })
    }

    /// What Enter is about to do; nothing while there is no amount, or what is wrong with it.
    fn will(&self, look: &Look) -> Result<Option<Say>, Say> {
        let digits = look.shown.currency.digits();
        if self.parts.is_empty() && self.amount.edit.is_empty() {
            return Ok(None);
        }
        self.pay(digits).map(|pay| Some(self.would(&pay, look)))
    }

    fn would(&self, pay: &Pay, look: &Look) -> Say {
        let total = Money(pay.parts.iter().map(|part| part.amount.0).sum());
        let cash: i64 =
            pay.parts.iter().filter(|part| part.method == Method::Cash).map(|part| part.amount.0).sum();
        let change = Money(pay.tendered.map_or(0, |tendered| tendered.0 - cash));
        let left = Money((self.owed.0 - total.0).max(0));
        let over = Money((total.0 - self.owed.0).max(0));
        match self.till {
            Till::Closed => return say!("fees-will-closed"),
            Till::NoCash if cash > 0 => {
                let key =
                    |context, action| look.keymap.chord(&[context], action).map(|chord| look.chord(chord));
                let cancel = key(Context::Collect, Action::CollectCancel).unwrap_or_default();
                let drawer = key(Context::Fees, Action::FeesDrawer).unwrap_or_default();
                return say!("fees-will-no-drawer", cancel = cancel, drawer = drawer);
            }
            Till::NoCash | Till::Open => {}
        }
        if change.0 < 0 {
            return say!("fees-will-short", short = Money(-change.0));
        }
        let will = match pay.tendered {
            Some(_) => say!("fees-will-change", total = total, change = change),
            None => say!("fees-will", total = total),
        };
        match (over.0 > 0, self.prepay) {
            (true, true) => say!("fees-will-ahead", will = will, over = over),
            (true, false) => {
                let key = look.keymap.chord(Collect::CONTEXTS, Action::CollectPrepay);
                let key = key.map(|chord| look.chord(chord)).unwrap_or_default();
                say!("fees-will-over", will = will, over = over, key = key)
            }
            _ => say!("fees-will-left", will = will, left = left),
        }
    }

    /// Draws it; says where the cursor stands.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        rule(area, buf, &look.theme);
        let row = |y: u16| Rect {
            x: area.x + 1,
            y: (area.y + y).min(area.bottom()),
            width: area.width.saturating_sub(2),
            height: u16::from(area.y + y < area.bottom()),
        };
        self.ways(look).draw(row(1), buf, &look.theme, Style::new());
        let owed = Line::of(look.say(&say!("fees-owes", owed = self.owed)), Role::Title);
        owed.draw_right(row(2), buf, &look.theme, Style::new());
        let cursor = self.fields(row(2), buf, look);
        self.noted_line(look).draw(row(3), buf, &look.theme, Style::new());
        let (texts, role): (Vec<Say>, Role) = match self.wrong.is_empty() {
            true => match self.will(look) {
                Ok(will) => (will.into_iter().collect(), Role::Text),
                Err(wrong) => (vec![wrong], Role::Warn),
            },
            false => (self.wrong.clone(), Role::Bad),
        };
        let text = texts.iter().map(|say| look.say(say)).collect::<Vec<_>>().join("\n");
        for (y, line) in (4..ROWS).zip(wrap(&text, usize::from(area.width.saturating_sub(2)))) {
            Line::of(line, role).draw(row(y), buf, &look.theme, Style::new());
        }
        cursor
    }

    fn ways(&self, look: &Look) -> Line {
        let mut line = Line::of(format!("{}  ", look.text("fees-collect")), Role::Title);
        for (index, method) in self.methods().into_iter().enumerate() {
            if index > 0 {
                line = line.and(crate::tui::symbol::MARKER, Role::Rule);
            }
            let name = look.say(&method.say());
            line = match method == self.method {
                true => line.and(format!(" {name} "), Role::Tab),
                false => line.and(format!(" {name} "), Role::Muted),
            };
        }
        line
    }

    fn fields(&self, row: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let (mut x, mut cursor) = (row.x, None);
        for slot in self.slots() {
            let (key, input) = match slot {
                Slot::Amount => ("fees-amount", &self.amount),
                Slot::Tendered => ("fees-tendered", &self.tendered),
                Slot::Reference => ("fees-reference", &self.reference),
            };
            let room = row.right().saturating_sub(x);
            x = put(buf, x, row.y, &format!("{} ", look.text(key)), look.style(Role::Label), room);
            let field = Rect { x, width: FIELD_CELLS.min(row.right().saturating_sub(x)), ..row };
            let active = *slot == self.slot;
            let style = look.style(if active { Role::FieldActive } else { Role::Field });
            let drawn = input.edit.draw(field, buf, style);
            cursor = drawn.filter(|_| active).or(cursor);
            x = (field.right() + 3).min(row.right());
        }
        cursor
    }

    fn noted_line(&self, look: &Look) -> Line {
        let mut line = Line::new();
        for part in &self.parts {
            let text = format!("{} {}  ", look.say(&part.method.say()), plain(part.amount, look));
            line = line.and(text, Role::Ok);
        }
        if self.parts.is_empty() {
            return line;
        }
        Line(
            std::iter::once((fit(&look.text("fees-noted"), 6, Align::Left), Role::Label))
                .chain(line.0)
                .collect(),
        )
    }
}

/// A reason as commands take it.
pub fn reason(values: &crate::tui::widgets::Values) -> Prose {
    values.text("reason").unwrap_or_default().as_str().into()
}
