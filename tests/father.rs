//! A father disputes a charge, through the program's own commands: his complaint goes its five steps, two paid
//! lessons are refunded but not the gift ones, by another person's approval, in cash; and the drawer, the day-end,
//! hledger and `verify` agree.

#[path = "support/binary.rs"]
mod binary;

use binary::{School, hledger, sum};
use serde_json::{Value, json};

/// Hands in one command as that operator; gives the receipt or the refusal.
fn hand_in(school: &School, operator: &str, command: &Value) -> Value {
    let ran = school.feed(&["--lang", "en", "--as", operator, "do"], &format!("{command}\n"));
    serde_json::from_str(ran.out.trim()).unwrap_or_else(|e| panic!("{e}: {} {}", ran.out, ran.err))
}

/// Hands in one command that is to be done.
fn done(school: &School, operator: &str, command: &Value) -> Value {
    let answer = hand_in(school, operator, command);
    assert!(answer["seq"].as_u64().is_some(), "{command}: {answer}");
    answer
}

/// Hands in one command that is to be refused; gives the reason's key.
fn refused(school: &School, operator: &str, command: &Value) -> String {
    let answer = hand_in(school, operator, command);
    answer["refused"]["reason_key"].as_str().unwrap_or_else(|| panic!("{command}: {answer}")).to_owned()
}

fn ask(school: &School, name: &str, fields: &Value) -> Value {
    school.run(&["ask", name, &fields.to_string()]).ok().json()
}

fn card(school: &School, ticket: &str) -> Value {
    ask(school, "ticket.card", &json!({ "ticket": ticket }))
}

const SUPERVISOR: &str = "O2";
const RECEPTION: &str = "O3";
const CASHIER: &str = "O4";

/// A school with a package of four lessons and two given ones that was sold, paid in cash, and of which two
/// lessons were taught.
fn taught() -> School {
    let school = School::new();
    for (name, role) in [("钱督导", "supervisor"), ("孙前台", "reception"), ("吴出纳", "cashier")] {
        done(&school, "O1", &json!({ "do": "staff.save", "name": name, "roles": [role] }));
    }
    done(&school, "O1", &json!({ "do": "course.save", "name": "书法" }));
    done(&school, "O1", &json!({ "do": "class.save", "name": "书法 1 班", "course": "K1" }));
    let price = json!({ "do": "price.save", "name": "四节", "credits": 400, "price": 40_001, "gift": 200 });
    done(&school, "O1", &price);
    done(&school, RECEPTION, &json!({ "do": "student.add", "name": "董涵雯", "classes": ["C1"] }));
    done(&school, CASHIER, &json!({ "do": "drawer.open", "float": 50_000 }));
    done(&school, RECEPTION, &json!({ "do": "fee.sell", "student": "S1", "price": "X1", "expect": 40_001 }));
    let parts = json!([{ "method": "cash", "amount": 40_001 }]);
    done(&school, CASHIER, &json!({ "do": "fee.pay", "student": "S1", "parts": parts, "tendered": 50_000 }));
    let today = ask(&school, "drawer.state", &json!({ "cashier": CASHIER }))["day"].clone();
    for (lesson, from, until) in [("L1", "08:00", "09:30"), ("L2", "10:00", "11:30")] {
        let add = json!({ "do": "lesson.add", "class": "C1", "day": today, "from": from, "until": until });
        done(&school, RECEPTION, &add);
        done(&school, RECEPTION, &json!({ "do": "lesson.mark", "lesson": lesson, "rest": true }));
    }
    school
}

/// The complaint: received, named, taken up by its department, answered and scored, looked back on.
fn complain(school: &School) -> String {
    let open = json!({ "do": "ticket.open", "kind": "complaint", "student": "S1", "title": "多扣了一节",
        "text": "请假的那节为什么扣？", "links": [{ "charge": "H1" }] });
    let ticket = done(school, RECEPTION, &open)["made"][0].as_str().unwrap().to_owned();
    let step = |no: u64| assert_eq!(card(school, &ticket)["row"]["step"], no);
    step(2);
    let classify = json!({ "do": "ticket.classify", "ticket": ticket, "category": "service" });
    done(school, RECEPTION, &classify);
    step(3);
    done(school, SUPERVISOR, &json!({ "do": "ticket.claim", "ticket": ticket }));
    step(4);
    let expect = card(school, &ticket)["expect"].clone();
    let text = "已逐节核对并说明，家长认可";
    let resolve = json!({ "do": "ticket.resolve", "ticket": ticket, "text": text, "expect": expect });
    done(school, SUPERVISOR, &resolve);
    assert_ne!(refused(school, SUPERVISOR, &resolve), "", "a second closing crosses the first");
    done(school, SUPERVISOR, &json!({ "do": "ticket.revisit", "ticket": ticket, "score": 4 }));
    step(5);
    let review = |expect: &Value| {
        let fields = json!({ "cause": "请假没有登记", "improve": "登记后发回执" });
        json!({ "do": "ticket.advance", "ticket": ticket, "fields": fields, "expect": expect })
    };
    assert_eq!(refused(school, SUPERVISOR, &review(&json!(1))), "ticket-crossed");
    done(school, SUPERVISOR, &review(&card(school, &ticket)["expect"]));
    let done = card(school, &ticket);
    assert_eq!((&done["row"]["state"], &done["row"]["score"]), (&json!("done"), &json!(4)));
    ticket
}

/// The refund: asked for at reception, worked out by the cashier, approved by another, paid out in cash.
fn refund(school: &School, complaint: &str) {
    let open = json!({ "do": "ticket.open", "kind": "refund", "student": "S1", "title": "退两节",
        "fields": { "reason": "家长要求退剩余课时" }, "links": [{ "ticket": complaint }] });
    let ticket = done(school, RECEPTION, &open)["made"][0].as_str().unwrap().to_owned();
    let advance = |lots: &str| {
        let fields = json!({ "lots": lots, "method": "cash", "cashier": CASHIER });
        let expect = card(school, &ticket)["expect"].clone();
        json!({ "do": "ticket.advance", "ticket": ticket, "fields": fields, "expect": expect })
    };
    done(school, CASHIER, &advance(r#"[{"lot":"B1","credits":200}]"#));
    let decide = |text: &str| {
        let expect = card(school, &ticket)["expect"].clone();
        json!({ "do": "ticket.decide", "ticket": ticket, "grant": true, "text": text, "expect": expect })
    };
    for own in [RECEPTION, CASHIER] {
        let answer = hand_in(school, own, &decide(""));
        assert_eq!(answer["refused"]["kind"], "forbidden", "{answer}");
    }
    let granted = decide("同意");
    done(school, SUPERVISOR, &granted);
    assert_ne!(refused(school, SUPERVISOR, &granted), "", "it is paid out once");
    let expect = card(school, &ticket)["expect"].clone();
    let tell = json!({ "do": "ticket.answer", "ticket": ticket, "text": "已退", "expect": expect });
    done(school, CASHIER, &tell);
    assert_eq!(card(school, &ticket)["outcome"], "granted");
}

#[test]
fn the_father_is_refunded_two_paid_lessons_and_all_books_agree() {
    let school = taught();
    let complaint = complain(&school);
    // A gift was not paid for: nothing of it is paid back.
    let gift = json!({ "student": "S1", "lots": [{ "lot": "B2" }], "method": "cash",
        "requested_by": RECEPTION, "reason": "x" });
    assert_eq!(school.run(&["ask", "fee.reckon", &gift.to_string()]).code, Some(1));
    refund(&school, &complaint);
    // 400.01 for four lessons: two were 100.00 each, so that the last two are worth 200.01.
    let account = ask(&school, "fee.account", &json!({ "student": "S1", "used_up": true }));
    assert_eq!(account["lots"][0]["left"], 0);
    assert_eq!(account["receipts"][0]["total"], 20_001);
    assert_eq!((&account["owed"], &account["ahead"]), (&json!(0), &json!(0)));

    let off = json!({ "do": "drawer.close", "counted": 70_001 });
    // By how much it is off is told once the count is noted, which then stays.
    assert_eq!(refused(&school, CASHIER, &off), "drawer-note-count");
    done(&school, CASHIER, &json!({ "do": "drawer.count", "counted": 70_001 }));
    assert_eq!(refused(&school, CASHIER, &json!({ "do": "drawer.close" })), "drawer-name-difference");
    done(&school, CASHIER, &json!({ "do": "drawer.close", "counted": 70_000 }));
    assert_eq!(refused(&school, CASHIER, &off), "drawer-closed-already");
    let day = ask(&school, "fee.day", &json!({}));
    assert_eq!((&day["taken"], &day["refunded"]), (&json!(40_001), &json!(20_001)));
    let figures = &day["drawers"][0]["figures"];
    assert_eq!(
        (&figures["over"], &figures["banked"], &figures["left"]),
        (&json!(0), &json!(70_000), &json!(0))
    );

    let journal = school.run(&["export", "ledger", "--format", "hledger"]).ok().out;
    if hledger(&journal, &["check", "--strict"]).is_some() {
        let trial = ask(&school, "fee.trial_balance", &json!({}));
        let sums: i64 =
            trial["rows"].as_array().unwrap().iter().map(|r| r["balance"].as_i64().unwrap()).sum();
        assert_eq!(sums, 0);
        assert_eq!(sum(&journal, "^assets:cash:safe", &[]), Some(70_000 - 50_000));
        assert_eq!(sum(&journal, "^assets", &[]), trial["total"].as_i64());
        assert_eq!(sum(&journal, "^income", &[]), Some(-20_000));
        assert_eq!(sum(&journal, "^liabilities", &[]), Some(0));
    }
    school.sound();
}

#[test]
fn what_was_owed_when_the_books_were_opened_has_an_age_and_is_paid_like_any_charge() {
    let school = School::new();
    let file = school.file("roster.csv", "姓名,手机,剩余课时,欠费\n董涵雯,13612310077,8,1280.50\n");
    school.run(&["import", &file, "--yes"]).ok();
    let account = || ask(&school, "fee.account", &json!({ "student": "S1" }));
    let owing = account();
    assert_eq!((&owing["owed"], &owing["opening"]), (&json!(128_050), &json!(128_050)));
    assert_eq!((&owing["arrear"]["owed"], &owing["arrear"]["age"]), (&json!(128_050), &json!(0)));
    let later = "2999-01-01";
    let rows = ask(&school, "fee.arrears", &json!({ "day": later }));
    assert!(rows[0]["arrear"]["age"].as_i64().unwrap() > 45 && rows[0]["step"] == "block", "{rows}");
    // Lessons that were brought along have no price here: refunded, they come to nothing.
    let reckon =
        json!({ "student": "S1", "all": true, "method": "cash", "requested_by": "O1", "reason": "x" });
    assert_eq!(ask(&school, "fee.reckon", &reckon)["total"], 0);
    let pay =
        json!({ "do": "fee.pay", "student": "S1", "parts": [{ "method": "wechat", "amount": 128_050 }] });
    done(&school, "O1", &pay);
    assert_eq!(account()["owed"], 0);
    school.sound();
}
