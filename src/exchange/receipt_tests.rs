use proptest::prelude::*;

use super::*;
use crate::base::{Currency, Zone, parse_day};
use crate::books::ledger::fees::{GetReceipt, Method};
use crate::desk::fee_tests::Fees;
use crate::lang::Tongue;

fn shown() -> Shown {
    Shown { currency: Currency::default(), zone: Zone::default(), today: parse_day("2026-12-24").unwrap() }
}

/// The receipt of a payment of 1,000.00 in cash.
fn answer() -> ReceiptAnswer {
    let fees = Fees::open();
    fees.sell();
    let number = fees.pay(Method::Cash, 100_000).unwrap().made[0].parse().unwrap();
    fees.sound();
    fees.cashier.ask(&GetReceipt { number }).unwrap()
}

#[test]
fn a_receipt_reads_on_paper_of_42_columns() {
    let expected = "                  启明星
                   收据
编号 R2026-000001
日期 2026-11-12 10:00
学员 董涵雯（S1）
------------------------------------------
书法课时包 48 节（H1）           ¥1,000.00
------------------------------------------
合计                             ¥1,000.00
大写 壹仟元整
现金                             ¥1,000.00
尚欠                             ¥2,840.00
经手 前台小赵
";
    assert_eq!(text(&answer(), &Lang::new(Tongue::ZhCn), &shown(), COLUMNS), expected);
}

#[test]
fn a_page_holds_markup_as_text() {
    let mut answer = answer();
    answer.receipt.name = "<b onload='x'>&".into();
    let page = html(&answer, &Lang::new(Tongue::En), &shown());
    assert!(page.contains("&lt;b onload=&#39;x&#39;&gt;&amp;") && !page.contains("<b on"), "{page}");
    assert!(page.contains("<b>¥1,000.00</b>"));
}

#[test]
fn a_printer_gets_bytes_of_its_own_character_set_and_a_void_receipt_says_so() {
    let mut answer = answer();
    (answer.void, answer.copies) = (true, 2);
    let bytes = escpos(&answer, &Lang::new(Tongue::ZhCn), &shown(), 32);
    assert!(bytes.starts_with(b"\x1b@\x1c&") && bytes.ends_with(b"\x1dVB\x00"));
    let text = encoding_rs::GB18030.decode(&bytes).0;
    for word in ["作废", "副本 2", "￥1,000.00"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!bytes.windows(4).any(|four| four == [0x81, 0x30, 0x84, 0x36]), "a sign that printers lack");
}

#[test]
fn what_can_not_be_printed_to_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(send(folder.path(), b"x").unwrap_err().reason.key, "receipt-not-printed");
    let file = folder.path().join("printer");
    send(&file, b"one").unwrap();
    send(&file, b"two").unwrap();
    assert_eq!(std::fs::read(file).unwrap(), b"onetwo");
}

#[test]
fn a_printer_that_takes_nothing_does_not_hold_the_desk_up() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("printer");
    // A pipe that nobody reads holds its writer as a printer without paper does.
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let waits = send_within(&pipe, SPRING, Duration::from_millis(20)).unwrap_err();
    assert_eq!((waits.kind, waits.reason.key.as_ref()), (Kind::Busy, "receipt-printer-waits"));
    assert_eq!(std::fs::read(&pipe).unwrap(), SPRING, "it comes out as soon as it is taken");
}

proptest! {
    /// No line is wider than the paper, whatever is written on it.
    #[test]
    fn no_line_is_wider_than_the_paper(left in "[a-z课时￥ ]{0,90}", right in "[0-9,.]{0,14}", columns in 20usize..50) {
        for row in [Row::Pair(left.clone(), right), Row::Left(left.clone()), Row::Title(left)] {
            for line in lines(&row, columns) {
                prop_assert!(line.trim_end().width() <= columns, "{line:?}");
            }
        }
    }
}

/// What a name holds is shown on paper and page, and never obeyed by a printer or a browser.
#[test]
fn no_text_of_a_receipt_reaches_paper_or_page_raw() {
    let payloads = [
        "\u{1b}p\u{0}",
        "\u{1d}V\u{0}",
        "\u{10}\u{4}\u{1}",
        "\u{9b}2J",
        "\u{202e}x",
        "a\u{200b}b",
        "x\u{c}y",
        "x\ny",
    ];
    let (plain, lang) = (answer(), Lang::new(Tongue::ZhCn));
    let controls = |answer: &ReceiptAnswer| {
        let bytes = escpos(answer, &lang, &shown(), COLUMNS);
        bytes.into_iter().filter(|byte| *byte < 0x20 && *byte != b'\n').collect::<Vec<_>>()
    };
    let with = |name: &str| {
        let mut answer = plain.clone();
        (answer.receipt.name, answer.school, answer.by_name) = (name.into(), name.into(), name.into());
        answer.receipt.reason = crate::base::Text::new(name).as_str().into();
        answer
    };
    for payload in payloads {
        let answer = with(payload);
        for out in [text(&answer, &lang, &shown(), COLUMNS), html(&answer, &lang, &shown())] {
            let raw = |c: char| {
                c != '\n' && c.is_control() || ('\u{200b}'..='\u{200f}').contains(&c) || c == '\u{202e}'
            };
            assert_eq!(out.chars().find(|c| raw(*c)), None, "{payload:?}: {out:?}");
        }
        assert_eq!(controls(&answer), controls(&with("x")), "{payload:?}: the printer is told nothing more");
    }
}
