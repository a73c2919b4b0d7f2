//! What an import did or would do, for people and for scripts.

use serde_json::json;

use super::source::Taken;
use crate::base::{Refused, Say};
use crate::books::register::{Comparison, RowState};
use crate::cli::args::Import;
use crate::cli::school::Opened;
use crate::cli::shell::Shell;
use crate::exchange::intake::{self, RefusedRow, Source};
use crate::say;

/// Tells what an import did or would do, to stdout.
///
/// # Errors
/// When it can't be written.
pub fn tell(
    args: &Import,
    shell: &Shell,
    opened: &Opened,
    source: &Source,
    found: &Comparison,
) -> Result<(), Refused> {
    let text = |say: &Say| shell.lang.say(say, &opened.shown);
    for said in &source.passed_over {
        shell.tell(said, &opened.shown);
    }
    if args.json {
        let refused = |r: &RefusedRow| json!({ "row": r.row, "column": r.place(), "value": r.value, "reason": text(&r.reason) });
        let answer = json!({
            "new": found.new,
            "changed": found.changed,
            "unchanged": found.unchanged,
            "refused": source.refused.iter().map(refused).collect::<Vec<_>>(),
        });
        return shell.answer(&answer.to_string());
    }
    for row in found.rows.iter().filter(|row| row.state == RowState::Changed) {
        for change in &row.changes {
            let from = change.from.clone().unwrap_or_else(|| "—".into());
            let say =
                say!("cli-import-change", row = row.row, name = &row.name, field = change.field.clone());
            shell.answer(&text(&say.with("from", from).with("to", change.to.clone())))?;
        }
    }
    for refused in &source.refused {
        shell.answer(&text(&sentence(refused)))?;
    }
    let counts = if args.dry_run { say!("cli-import-would") } else { say!("cli-import-did") };
    let counts = counts.with("new", found.new).with("changed", found.changed);
    let counts = counts.with("unchanged", found.unchanged).with("refused", source.refused.len());
    shell.answer(&text(&counts))
}

/// A refusal in one sentence.
pub fn sentence(refused: &RefusedRow) -> Say {
    let place = refused.place();
    let say = say!("cli-import-refused", row = refused.row, column = &place, value = &refused.value);
    say.with("reason", refused.reason.clone())
}

/// Writes the refused rows to a file beside the source, and says where; where that can't be, it is said
/// too, and the import goes on.
pub fn keep_refused(shell: &Shell, opened: &Opened, taken: &Taken) {
    let words = (&shell.lang, &opened.shown);
    let kept = intake::keep(&taken.opened, taken.plan.as_ref(), &taken.source, words);
    let file = intake::beside(&taken.opened.path).display().to_string();
    let say = match kept {
        Ok(()) => say!("cli-import-kept", file = file),
        Err(refused) => say!("cli-import-not-kept", file = file, why = refused.reason),
    };
    shell.tell(&say, &opened.shown);
}
