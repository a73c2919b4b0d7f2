//! Redeeming a reward, and taking rewards into stock.

use crate::base::{RewardId, StudentId, Text};
use crate::desk::ledger::points::statement::Statement;
use crate::desk::ledger::points::{Redeem, RewardStock, StockRow, SupplyReward};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Tone, done, refused};
use crate::tui::widgets::{Confirm, Field, FieldKind, Form, Item, Picker};

/// Picks a reward for a student; what each would leave stands there before it is taken.
pub fn pick(student: StudentId, statement: &Statement, cx: &mut Cx) -> Effect {
    let stock = match cx.ask(&RewardStock { student: Some(student) }) {
        Ok(stock) if stock.is_empty() => return Effect::Tell(say!("board-no-rewards"), Tone::Bad),
        Ok(stock) => stock,
        Err(no) => return refused(no),
    };
    let (name, balance) = (statement.name.clone(), statement.balance);
    let title = cx.look.say(&say!("board-redeem-title", name = &name, balance = balance));
    let items = stock.iter().map(|row| item(row, balance, cx.look)).collect();
    let take = move |index: usize, _: &mut Cx| match stock.get(index) {
        Some(row) => ask(student, &name, balance, row),
        None => Effect::Done,
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn is_used_up(row: &StockRow) -> bool {
    row.limit > 0 && row.had >= i64::from(row.limit)
}

fn item(row: &StockRow, balance: i64, look: &Look) -> Item {
    let left = balance - row.cost;
    let detail = if is_used_up(row) {
        say!("board-reward-limit", cost = row.cost, limit = row.limit)
    } else if row.stock <= 0 {
        say!("board-reward-none-left", cost = row.cost)
    } else if left < 0 {
        say!("board-reward-short", cost = row.cost, stock = row.stock, short = -left)
    } else {
        say!("board-reward-detail", cost = row.cost, stock = row.stock, left = left)
    };
    Item::new(row.name.to_string()).detail(look.say(&detail))
}

/// Asks before points are spent; what can't be says why.
fn ask(student: StudentId, name: &Text, balance: i64, row: &StockRow) -> Effect {
    let left = balance - row.cost;
    if is_used_up(row) {
        let say = say!("board-cannot-limit", name = name, reward = &row.name, limit = row.limit);
        return Effect::Tell(say, Tone::Bad);
    }
    if row.stock <= 0 {
        return Effect::Tell(say!("board-cannot-stock", reward = &row.name), Tone::Bad);
    }
    if left < 0 {
        return Effect::Tell(say!("board-cannot-short", name = name, short = -left), Tone::Bad);
    }
    let act = Redeem { student, reward: row.id, count: 1 };
    let will = say!("board-redeem-will", cost = row.cost, left = left, stock = row.stock - 1);
    let question = say!("board-redeem-ask", name = name, reward = &row.name);
    let confirm = Confirm::new(question, move |cx: &mut Cx| cx.submit(act)).consequence(will);
    Effect::Open(Box::new(confirm))
}

/// Takes pieces into stock, or corrects it after a count.
pub fn supply(cx: &mut Cx) -> Effect {
    let stock = match cx.ask(&RewardStock { student: None }) {
        Ok(stock) if stock.is_empty() => return Effect::Tell(say!("board-no-rewards"), Tone::Bad),
        Ok(stock) => stock,
        Err(no) => return refused(no),
    };
    let choice =
        |row: &StockRow| (row.id, say!("board-supply-choice", reward = &row.name, stock = row.stock));
    let fields = vec![
        Field::one_of("reward", say!("board-supply-reward"), stock.iter().map(choice)),
        Field::new("count", say!("board-supply-count"), FieldKind::Number { least: -9_999, most: 9_999 })
            .required()
            .hint(say!("board-supply-hint")),
    ];
    Effect::Open(Box::new(Form::new(say!("board-supply-title"), fields, |values, cx| {
        let reward: RewardId = values.id("reward").unwrap_or_default();
        let count = values.number("count").unwrap_or_default();
        Ok(done(cx.session.submit(SupplyReward { reward, count })?))
    })))
}
