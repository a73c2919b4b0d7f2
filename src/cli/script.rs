//! `do`: commands from stdin, one JSON object a line; a receipt or a refusal a line on stdout.

use std::io::{BufRead, Read};

use serde_json::{Value, json};

use super::school::Opened;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused};
use crate::desk::{Envelope, Receipt, take_in};
use crate::say;

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    let opened = school::open(shell)?;
    let mut ended = Ended::Done;
    let mut input = std::io::stdin().lock();
    while let Some(line) = next_line(&mut input)? {
        if line.trim_ascii().is_empty() {
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

/// The longest line that is taken, in bytes: a roster of many thousand students in one command fits.
const LINE_MAX: u64 = 32 << 20;

/// The next line without its end; of one that is too long only the beginning, which is no JSON, so that
/// it is refused like any other and the lines behind it are carried out.
fn next_line(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, Refused> {
    let failed =
        |error: std::io::Error| Refused::new(Kind::Storage, say!("cli-no-input", why = error.to_string()));
    let mut line = Vec::new();
    if input.take(LINE_MAX).read_until(b'\n', &mut line).map_err(failed)? == 0 {
        return Ok(None);
    }
    if !line.ends_with(b"\n") && line.len() as u64 == LINE_MAX {
        input.skip_until(b'\n').map_err(failed)?;
    }
    // Windows programs put a mark before the first line.
    Ok(Some(line.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(line)))
}

/// Hands in the command of one line: `do` names it, `request` is the sender's own id of it, the rest
/// are its fields.
fn one(opened: &Opened, line: &[u8]) -> Result<Receipt, Refused> {
    let bad = |detail: String| {
        Refused::input(say!("cli-bad-json", detail = detail)).hint(say!("cli-bad-command-hint"))
    };
    let mut fields = match serde_json::from_slice(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(Refused::input(say!("cli-no-object")).hint(say!("cli-bad-command-hint"))),
        Err(error) => return Err(bad(error.to_string())),
    };
    let Some(Value::String(name)) = fields.shift_remove("do") else {
        return Err(Refused::input(say!("cli-no-do")).hint(say!("cli-bad-command-hint")));
    };
    let request = match fields.shift_remove("request") {
        None => opened.session.desk.request_id(),
        Some(Value::String(id)) => id,
        Some(_) => return Err(Refused::input(say!("cli-bad-request")).hint(say!("cli-bad-command-hint"))),
    };
    let act = take_in(&name, Value::Object(fields))?;
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
