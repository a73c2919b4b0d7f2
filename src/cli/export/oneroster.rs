//! `export oneroster`: the roster as a set of the 1EdTech format, in a folder or a zip.

use super::{keep, write_failed};
use crate::base::Refused;
use crate::books::register::{ExportRoster, List};
use crate::cli::Ended;
use crate::cli::args::Export;
use crate::cli::school::Opened;
use crate::cli::shell::Shell;
use crate::exchange::oneroster::{Origin, Version, files, zip};
use crate::exchange::sets::{Whole, set_of};
use crate::say;

pub fn run(args: &Export, shell: &Shell, opened: &Opened) -> Result<Ended, Refused> {
    let out = args.out.as_ref().ok_or_else(|| {
        Refused::input(say!("cli-export-needs-out")).hint(say!("cli-export-needs-out-hint"))
    })?;
    let session = &opened.session;
    let set = set_of(&Whole {
        school: &opened.school,
        today: opened.shown.today,
        terms: session.ask(&List::live())?,
        courses: session.ask(&List::live())?,
        // Places of the past may be in classes that are no longer taught.
        classes: session.ask(&List::all())?,
        staff: session.ask(&List::all())?,
        students: session.ask(&ExportRoster { left: false })?,
    });
    let version = if args.version == "1.2" { Version::V1_2 } else { Version::V1_1 };
    let origin = Origin { name: "Rollbook".into(), code: "rollbook".into() };
    let files = files(&set, version, &origin)?;
    if out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
        keep(out, &zip(&files)?)?;
    } else {
        std::fs::create_dir_all(out).map_err(|error| write_failed(out, &error))?;
        for (name, bytes) in &files {
            keep(&out.join(name), bytes)?;
        }
    }
    let rows = set.users.len();
    shell.tell(&say!("cli-export-done", rows = rows, file = out.display().to_string()), &opened.shown);
    Ok(Ended::Done)
}
