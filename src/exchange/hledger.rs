//! The money ledger in plain text accounting: as an hledger journal that passes its strict checks, and
//! for beancount. Each entry of our journal that moved money is one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::base::{Currency, Money, Say};
use crate::books::ledger::fees::{Method, MoneyEntry};
use crate::books::ledger::{Account, AccountKind};

/// Which program is to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// hledger (and ledger).
    Hledger,
    /// Beancount.
    Beancount,
}

/// Writes the entries, every account and the currency declared. `describe` says what an entry did.
pub fn journal(
    entries: &[MoneyEntry],
    currency: &Currency,
    format: Format,
    describe: &dyn Fn(&Say) -> String,
) -> String {
    let sums: Vec<_> = entries.iter().map(|entry| (entry, net(entry))).collect();
    let accounts: BTreeSet<String> =
        sums.iter().flat_map(|(_, net)| net.keys()).map(|account| name(*account, format)).collect();
    let mut out = String::new();
    declare(&mut out, &accounts, entries, currency, format);
    for (entry, net) in sums.into_iter().filter(|(_, net)| !net.is_empty()) {
        let said = entry.said.first().map(describe).unwrap_or_default();
        let (day, payee) = (entry.day, payee(entry));
        let head = match format {
            Format::Hledger => format!("\n{day} ({}) {payee} | {}\n", entry.seq, plain(&said)),
            Format::Beancount => {
                format!("\n{day} * \"{payee}\" \"{}\"\n  seq: {}\n", quoted(&said), entry.seq)
            }
        };
        out.push_str(&head);
        for (account, sum) in net {
            let amount = amount(sum, currency);
            // Two blanks end an account's name.
            let _ = writeln!(out, "    {}  {amount} {}", name(account, format), currency.0);
        }
    }
    out
}

/// With whom: the student, else the cashier, else the house itself. By number, so that no name leaves with it.
fn payee(entry: &MoneyEntry) -> String {
    let sides = || entry.legs.iter().flat_map(|leg| [leg.from, leg.to]);
    let student = sides().find(|side| {
        matches!(side.kind, AccountKind::Receivable | AccountKind::Charge | AccountKind::Deferred)
    });
    let cashier = || sides().find(|side| side.kind == AccountKind::Cash);
    match (student, cashier()) {
        (Some(student), _) => format!("S{}", student.a),
        (None, Some(cashier)) => format!("O{}", cashier.a),
        (None, None) => "house".to_owned(),
    }
}

/// What an entry came to on each account.
fn net(entry: &MoneyEntry) -> BTreeMap<Account, i64> {
    let mut net: BTreeMap<Account, i64> = BTreeMap::new();
    for leg in &entry.legs {
        *net.entry(leg.to).or_default() += leg.amount.0;
        *net.entry(leg.from).or_default() -= leg.amount.0;
    }
    net.retain(|_, sum| *sum != 0);
    net
}

fn declare(
    out: &mut String,
    accounts: &BTreeSet<String>,
    entries: &[MoneyEntry],
    currency: &Currency,
    format: Format,
) {
    let code = &currency.0;
    match format {
        Format::Hledger => {
            // hledger wants a decimal mark also where there are no decimals.
            let mark = if currency.digits() == 0 { "." } else { "" };
            let _ = writeln!(out, "commodity {}{mark} {code}", amount(1_000 * unit(currency), currency));
            accounts.iter().for_each(|account| out.push_str(&format!("account {account}\n")));
            let payees: BTreeSet<String> = entries.iter().map(payee).collect();
            payees.iter().for_each(|payee| out.push_str(&format!("payee {payee}\n")));
        }
        Format::Beancount => {
            let _ = writeln!(out, "option \"operating_currency\" \"{code}\"");
            let first = entries.iter().map(|entry| entry.day).min();
            for (account, day) in accounts.iter().zip(std::iter::repeat(first)) {
                let day = day.unwrap_or_default();
                let _ = writeln!(out, "{day} open {account} {code}");
            }
        }
    }
}

fn unit(currency: &Currency) -> i64 {
    10i64.pow(u32::from(currency.digits()))
}

/// A plain decimal number: −1280.50 with an ASCII sign and no separators.
fn amount(sum: i64, currency: &Currency) -> String {
    Money(sum).plain(currency.digits()).replace(',', "").replace('−', "-")
}

/// Where an account stands among assets, liabilities, income, expenses and equity.
fn path(account: Account) -> Vec<String> {
    let (a, b) = (account.a, account.b);
    let fixed = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let with = |parts: &[&str], ids: &[String]| [fixed(parts), ids.to_vec()].concat();
    let course = || if a == 0 { "general".to_owned() } else { format!("K{a}") };
    match account.kind {
        AccountKind::Receivable => with(&["assets", "receivable"], &[format!("S{a}"), "account".into()]),
        AccountKind::Charge => with(&["assets", "receivable"], &[format!("S{a}"), format!("H{b}")]),
        AccountKind::Cash => with(&["assets", "cash", "drawer"], &[format!("O{a}")]),
        AccountKind::Safe => fixed(&["assets", "cash", "safe"]),
        AccountKind::Bank => fixed(&["assets", "bank"]),
        AccountKind::Till => {
            let method = Method::of_till(account).map_or("other", Method::name);
            with(&["assets", "till"], &[method.to_owned(), format!("O{b}")])
        }
        AccountKind::Deferred => with(&["liabilities", "deferred"], &[format!("S{a}"), format!("B{b}")]),
        AccountKind::Income => with(&["income", "teaching"], &[course()]),
        AccountKind::Breakage => with(&["income", "lapsed"], &[course()]),
        AccountKind::OtherIncome => fixed(&["income", "other"]),
        AccountKind::CashOver if a == 0 => fixed(&["expenses", "cash-difference", "safe"]),
        AccountKind::CashOver => with(&["expenses", "cash-difference"], &[format!("O{a}")]),
        AccountKind::WrittenOff => fixed(&["expenses", "written-off"]),
        AccountKind::Petty => fixed(&["expenses", "petty"]),
        AccountKind::MoneyOpening => fixed(&["equity", "opening"]),
        AccountKind::BankOther => fixed(&["equity", "bank-other"]),
        other => with(&["equity"], &[other.name().replace('_', "-"), a.to_string(), b.to_string()]),
    }
}

/// An account's name. Beancount wants each part to begin with a capital.
pub fn name(account: Account, format: Format) -> String {
    let mut parts = path(account);
    if format == Format::Beancount {
        for part in &mut parts {
            let first: String = part.chars().take(1).flat_map(char::to_uppercase).collect();
            part.replace_range(..part.chars().next().map_or(0, char::len_utf8), &first);
        }
    }
    parts.join(":")
}

/// A description that hledger takes whole: `;` would begin a comment, `|` a note.
fn plain(said: &str) -> String {
    said.replace(';', ",").replace('|', "/").replace('\n', " ")
}

fn quoted(said: &str) -> String {
    said.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")
}

#[cfg(test)]
#[path = "hledger_tests.rs"]
mod tests;
