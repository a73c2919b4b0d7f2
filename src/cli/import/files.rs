//! Files for the program's screens: the same reading as `rollbook import`.

use std::path::{Path, PathBuf};

use super::source::{file_name, in_file};
use crate::base::Refused;
use crate::books::register::InitSchool;
use crate::desk::{Receipt, Session};
use crate::exchange::columns::{Column, Field, Mapping};
use crate::exchange::{ReadError, intake, roster, shipped, table};
use crate::lang::Lang;
use crate::tui::files::{Files, RefusedRow, RosterFile};

/// The files of this machine.
pub struct LocalFiles;

/// Names offered at once.
const OFFERED_MOST: usize = 50;

impl Files for LocalFiles {
    fn complete(&self, typed: &str) -> Vec<String> {
        let typed_path = at_home(typed);
        let shown = typed_path.to_string_lossy().into_owned();
        let cut = shown.rfind('/').map_or(0, |at| at + 1);
        let (folder, begin) = shown.split_at(cut);
        let looked_in = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
        let Ok(found) = std::fs::read_dir(looked_in) else { return Vec::new() };
        let mut names: Vec<String> = found
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let hidden = name.starts_with('.') && !begin.starts_with('.');
                let slash = if entry.path().is_dir() { "/" } else { "" };
                (name.starts_with(begin) && !hidden).then(|| format!("{folder}{name}{slash}"))
            })
            .collect();
        names.sort();
        names.truncate(OFFERED_MOST);
        names
    }

    fn read(&self, path: &str, chosen: Option<&[Option<usize>]>, digits: u8) -> Result<RosterFile, Refused> {
        let path = at_home(path);
        let named = |error: ReadError| in_file(&path, error.into());
        let sheets = table::read(&path).map_err(named)?;
        let (at, mut mapping) = Mapping::find_sheet(&sheets).map_err(named)?;
        let mut columns: Vec<Column> = mapping.columns.values().chain(&mapping.unmapped).cloned().collect();
        columns.sort_by_key(|column| column.index);
        columns.dedup();
        if let Some(chosen) = chosen {
            let column = |at: usize| columns.iter().find(|column| column.index == at).cloned();
            let pairs = Field::ALL.into_iter().zip(chosen);
            mapping.columns = pairs.filter_map(|(field, at)| Some((field, column((*at)?)?))).collect();
        }
        let read = roster::read(&sheets[at], &mapping, digits);
        let refused = read.refused.iter().map(|r| RefusedRow {
            row: r.row,
            column: r.column.clone(),
            value: r.value.clone(),
            reason: r.reason.clone(),
        });
        Ok(RosterFile {
            refused: refused.collect(),
            import: intake::of_sheet(&file_name(&path), &read),
            fields: Field::ALL.iter().map(|f| (f.say(), mapping.column(*f).map(|c| c.index))).collect(),
            columns: columns.into_iter().map(|column| (column.index, column.title)).collect(),
        })
    }

    fn open_school(&self, session: &Session, init: InitSchool, lang: &Lang) -> Result<Receipt, Refused> {
        shipped::open(session, init, lang)
    }
}

/// A path as people type it: `~/` is their own folder.
fn at_home(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(typed),
    }
}
