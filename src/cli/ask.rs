//! `ask`: one question by its name, the answer as JSON.

use serde_json::Value;

use super::args::Ask;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::Refused;
use crate::desk::answer_named;
use crate::say;

pub fn run(args: &Ask, shell: &Shell) -> Result<Ended, Refused> {
    let fields = args.fields.as_deref().unwrap_or("{}");
    let fields: Value = serde_json::from_str(fields).map_err(|error| {
        Refused::input(say!("cli-bad-json", detail = error.to_string())).hint(say!("cli-bad-json-hint"))
    })?;
    if !fields.is_object() {
        return Err(Refused::input(say!("cli-no-object")).hint(say!("cli-bad-json-hint")));
    }
    let session = school::open(shell)?.session;
    let answer = answer_named(&session.desk, session.operator, &args.name, fields)?;
    shell.answer(&format!("{answer:#}"))?;
    Ok(Ended::Done)
}
