//! `verify`: proves that the books are what the journal says.

use serde_json::json;

use super::args::Verify;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::Refused;
use crate::say;

pub fn run(args: &Verify, shell: &Shell) -> Result<Ended, Refused> {
    let opened = school::open(shell)?;
    let desk = &opened.session.desk;
    let mut report = desk.verify()?;
    for anchor in &args.anchor {
        report.findings.extend(anchor.missed(&**desk.engine())?);
    }
    let whole = report.findings.is_empty();
    let text = |say: &crate::base::Say| shell.lang.say(say, &opened.shown);
    if args.json {
        let findings: Vec<_> =
            report.findings.iter().map(|f| json!({ "seq": f.seq, "what": text(&f.what) })).collect();
        let answer = json!({
            "whole": whole,
            "entries": report.entries,
            "rows": report.rows,
            "head": report.head,
            "findings": findings,
        });
        shell.answer(&answer.to_string())?;
    } else {
        for finding in &report.findings {
            shell.answer(&text(&finding.what))?;
        }
        let key = if whole { say!("cli-verify-whole") } else { say!("cli-verify-not-whole") };
        let key = key.with("entries", report.entries).with("rows", report.rows).with("head", report.head);
        shell.answer(&text(&key))?;
    }
    Ok(if whole { Ended::Done } else { Ended::NotWhole })
}
