//! `do`: commands from stdin, one JSON object a line; a receipt or a refusal a line on stdout.

use std::io::BufRead;

use serde_json::{Value, json};

use super::school::Opened;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused};
use crate::desk::{Envelope, Receipt, decode, request_id};
use crate::say;

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    let opened = school::open(shell)?;
    let mut ended = Ended::Done;
    for line in std::io::stdin().lock().lines() {
        let line =
            line.map_err(|error| Refused::new(Kind::Storage, say!("cli-no-input", why = error.to_string())))?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match one(&opened, &line) {
            Ok(receipt) => said(shell, &opened, &receipt),
            Err(refused) => {
                ended = Ended::NotWhole;
                json!({ "refused": shell.refusal(&refused, &opened.shown) })
            }
        };
        shell.answer(&answer.to_string())?;
    }
    Ok(ended)
}

/// Hands in the command of one line: `do` names it, `request` is the sender's own id of it, the rest
/// are its fields.
fn one(opened: &Opened, line: &str) -> Result<Receipt, Refused> {
    let bad = |detail: String| {
        Refused::input(say!("cli-bad-json", detail = detail)).hint(say!("cli-bad-command-hint"))
    };
    let mut fields = match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(bad("{ … }".into())),
        Err(error) => return Err(bad(error.to_string())),
    };
    let Some(Value::String(name)) = fields.shift_remove("do") else {
        return Err(bad("\"do\"".into()));
    };
    let request = match fields.shift_remove("request") {
        None => request_id(),
        Some(Value::String(id)) => id,
        Some(_) => return Err(bad("\"request\"".into())),
    };
    let act = decode(&name, Value::Object(fields))?;
    let session = &opened.session;
    let terminal = session.terminal.clone();
    session.desk.submit(Envelope { request, operator: session.operator, terminal, act })
}

fn said(shell: &Shell, opened: &Opened, receipt: &Receipt) -> Value {
    let said: Vec<String> = receipt.said.iter().map(|say| shell.lang.say(say, &opened.shown)).collect();
    json!({
        "seq": receipt.seq,
        "at": receipt.at,
        "said": said,
        "made": receipt.made,
        "repeated": receipt.repeated,
    })
}
