use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::*;
use crate::base::{Day, parse_day};
use crate::books::ledger::Unit;
use crate::books::ledger::fees::*;
use crate::desk::fee_tests::{Fees, deeds};

/// What the real hledger answers to the journal on its input; none where it is not installed, which is
/// a fault where the checks run for all (`CI` is set there).
fn hledger(journal: &str, args: &[&str]) -> Option<String> {
    let started = Command::new("hledger")
        .args(["-f", "-"])
        .args(args)
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(e) if needed("hledger") => panic!("hledger is needed here: {e}"),
        Err(e) => {
            eprintln!("skipped: hledger does not start ({e})");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(journal.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "hledger {args:?}: {stderr}\n{journal}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The sum of the balances that hledger reports for the accounts under a name, in minor units.
fn sum(journal: &str, under: &str, more: &[&str]) -> Option<i64> {
    let args = [&["balance", "--flat", "--no-total", "--output-format=csv", under], more].concat();
    let rows = hledger(journal, &args)?;
    let amount = |line: &str| {
        let amount =
            line.rsplit("\",\"").next().unwrap().trim_matches('"').trim_end_matches(" CNY").to_owned();
        Money::parse(&amount, 2).unwrap_or_else(|_| panic!("{line}")).0
    };
    Some(rows.lines().skip(1).map(amount).sum())
}

/// Whether the tool has to be there: who runs the tests says so in `ROLLBOOK_NEEDS`; elsewhere what is missing is
/// passed over.
fn needed(tool: &str) -> bool {
    std::env::var("ROLLBOOK_NEEDS").is_ok_and(|tools| tools.split_whitespace().any(|one| one == tool))
}

/// Hands the books to the real bean-check, with what they have to come to as assertions behind them; skipped where
/// it is not installed, which is a fault where the checks run for all.
fn beancount(books: &str, sums: &[(&str, i64)]) {
    let mut text = books.to_owned();
    for (account, sum) in sums {
        // What is summed under a name is an account of its own there, and has to be opened.
        if !text.contains(&format!(" open {account} ")) {
            text.push_str(&format!("1900-01-01 open {account}\n"));
        }
        text.push_str(&format!("2999-01-01 balance {account}  {} CNY\n", amount(*sum, &Currency::default())));
    }
    let mut file = tempfile::NamedTempFile::with_suffix(".beancount").unwrap();
    file.write_all(text.as_bytes()).unwrap();
    match Command::new("bean-check").arg("--no-cache").arg(file.path()).output() {
        Ok(out) => {
            let told = [out.stdout, out.stderr].concat();
            assert!(out.status.success(), "{}\n{text}", String::from_utf8_lossy(&told));
        }
        Err(e) if needed("bean-check") => panic!("bean-check is needed here: {e}"),
        Err(e) => eprintln!("skipped: bean-check does not start ({e})"),
    }
}

fn exported(fees: &Fees, format: Format) -> String {
    let entries = fees.manager.ask(&FeeJournal::default()).unwrap();
    journal(&entries, &Currency::default(), format, &|say| say.key.to_string())
}

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

/// hledger accepts the journal with its strict checks, and agrees with us to the last fen on the trial
/// balance, on income and on what the day took.
fn agrees(fees: &Fees) {
    let trial = fees.manager.ask(&FeeTrialBalance::default()).unwrap();
    assert_eq!(trial.rows.iter().map(|row| row.balance.0).sum::<i64>(), 0);
    let ours = |kinds: &[AccountKind]| -> i64 {
        trial.rows.iter().filter(|row| kinds.contains(&row.account.kind)).map(|row| row.balance.0).sum()
    };
    use AccountKind::*;
    let groups = [
        (&[Receivable, Charge][..], "^assets:receivable", "Assets:Receivable"),
        (&[Cash], "^assets:cash:drawer", "Assets:Cash:Drawer"),
        (&[Safe], "^assets:cash:safe", "Assets:Cash:Safe"),
        (&[Bank], "^assets:bank", "Assets:Bank"),
        (&[Till], "^assets:till", "Assets:Till"),
        (&[Deferred], "^liabilities:deferred", "Liabilities:Deferred"),
        (&[Income], "^income:teaching", "Income:Teaching"),
        (&[Breakage], "^income:lapsed", "Income:Lapsed"),
        (&[OtherIncome], "^income:other", "Income:Other"),
        (&[CashOver, WrittenOff, Petty], "^expenses", "Expenses"),
        (&[MoneyOpening, BankOther], "^equity", "Equity"),
    ];
    let sums: Vec<_> = groups
        .iter()
        .filter(|(.., account)| account.contains(':'))
        .map(|(kinds, _, account)| (*account, ours(kinds)))
        .collect();
    beancount(&exported(fees, Format::Beancount), &sums);
    let text = exported(fees, Format::Hledger);
    if hledger(&text, &["check", "--strict", "payees", "ordereddates"]).is_none() {
        return;
    }
    for (kinds, under, _) in groups {
        assert_eq!(sum(&text, under, &[]), Some(ours(kinds)), "{under}\n{text}");
    }
    let (from, until) = (day("2026-11-01"), day("2026-12-31"));
    let income = fees.manager.ask(&FeeIncome { from, until }).unwrap();
    let income: i64 = income.iter().map(|row| row.amount.0).sum();
    assert_eq!(sum(&text, "^income", &["-p", "2026-11..2027-01"]), Some(-income));
    for date in ["2026-11-12", "2026-11-13", "2026-11-14"] {
        let report = fees.manager.ask(&FeeDay { day: Some(day(date)) }).unwrap();
        for method in report.methods.iter().filter(|row| row.method != Method::Cash) {
            let under = format!("^assets:till:{}", method.method.name());
            let taken = method.taken.0 - method.refunded.0;
            assert_eq!(sum(&text, &under, &["-p", date]), Some(taken), "{date} {under}");
        }
        // What a drawer still holds of the day, floats, differences and the way to the safe counted in.
        let left: i64 = report.drawers.iter().filter_map(|row| row.figures).map(|f| f.left.0).sum();
        assert_eq!(sum(&text, "^assets:cash:drawer", &["-p", date]), Some(left), "{date}");
        let safe = report.safe.unwrap();
        assert_eq!(
            safe.left.0,
            safe.before.0 + safe.opening.0 - safe.floats.0 + safe.moved.0 + safe.banked.0 - safe.deposited.0
                + safe.over.0
        );
        let next = day(date).succ_opt().unwrap().to_string();
        let until = ["-H", "-e", next.as_str()];
        assert_eq!(sum(&text, "^assets:cash:safe", &until), Some(safe.left.0), "{date}");
    }
    let figures = fees.manager.ask(&FeeFigures { day: Some(day("2026-11-30")), months: 1 }).unwrap();
    assert_eq!(sum(&text, "^income", &["-p", "2026-11"]), Some(-figures.month.income.0));
    assert_eq!(sum(&text, "^(income|expenses)", &["-p", "2026-11"]), Some(-figures.result[0].0));
    assert_eq!(ours(&[Deferred]), -figures.deferred.0);
    assert_eq!(ours(&[Receivable, Charge]), figures.owed.0 - figures.ahead.0);
}

#[test]
fn every_account_of_money_has_a_name_of_its_own_in_both_formats() {
    let money = AccountKind::ALL.iter().filter(|kind| kind.unit() == Unit::Money);
    let accounts: Vec<Account> = money.map(|kind| Account::new(*kind, 2, 3)).collect();
    for format in [Format::Hledger, Format::Beancount] {
        let mut names: Vec<String> = accounts.iter().map(|account| name(*account, format)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), accounts.len(), "{names:?}");
    }
    let till = Account::new(AccountKind::Till, Method::Wechat as u64, 2);
    assert_eq!(name(till, Format::Hledger), "assets:till:wechat:O2");
    assert_eq!(name(till, Format::Beancount), "Assets:Till:Wechat:O2");
}

#[test]
fn a_sale_and_its_payment_are_two_transactions() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Wechat, 100_000).unwrap();
    let text = exported(&fees, Format::Hledger);
    assert!(text.starts_with("commodity 1000.00 CNY\naccount assets:cash:drawer:O2\n"), "{text}");
    assert!(text.contains("    assets:till:wechat:O2  1000.00 CNY\n"), "{text}");
    assert!(text.contains("    liabilities:deferred:S1:B1  -3840.00 CNY\n"), "{text}");
    let text = exported(&fees, Format::Beancount);
    assert!(text.contains("2026-11-12 open Liabilities:Deferred:S1:B1 CNY\n"), "{text}");
    assert!(text.contains("2026-11-12 * \"S1\" \"fee-paid\"\n"), "{text}");
    agrees(&fees);
    fees.sound();
}

#[test]
fn words_that_mean_something_to_the_reader_stay_words() {
    assert_eq!(plain("a;b|c\nd"), "a,b/c d");
    assert_eq!(quoted("a\"b\\"), "a\\\"b\\\\");
    let fees = Fees::open();
    let entries = fees.manager.ask(&FeeJournal::default()).unwrap();
    for said in ["", "! (x) ; y | z", "* 周六", "= 3", "\"a\\\""] {
        let text = journal(&entries, &Currency::default(), Format::Hledger, &|_| said.to_owned());
        if let Some(count) = hledger(&text, &["print"]) {
            assert!(count.contains("500.00 CNY"), "{count}");
        }
        beancount(&journal(&entries, &Currency::default(), Format::Beancount, &|_| said.to_owned()), &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn hledger_and_beancount_agree_after_any_deeds(deeds in deeds()) {
        let fees = Fees::open();
        let (mut date, mut done) = (12, Vec::new());
        for deed in &deeds {
            fees.act(deed, &mut date, &mut done);
        }
        agrees(&fees);
    }
}
