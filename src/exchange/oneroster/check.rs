//! References: a bulk file refers only to what the set contains.

use std::collections::HashSet;

use super::Faults;
use super::manifest::{Manifest, Mode};
use super::parse::{Record, Tables, items};
use super::schema::{Kind, Need, Spec, Table, Version, columns};
use super::write::list;
use crate::base::{Say, Text};

/// Takes out what refers to nothing: the value if it may be blank, else the record, and then what
/// refers to that. Tables are looked at in an order in which each refers only to earlier ones.
pub fn references(tables: &mut Tables, manifest: &Manifest, faults: &mut Faults) {
    for table in Table::ALL {
        let Some(mut records) = tables.remove(&table) else { continue };
        if manifest.mode_of(table) == Some(Mode::Bulk) {
            let targets = targets(table, &records, tables, manifest);
            // Every reference of a record is looked at, so that every fault is told.
            records.retain_mut(|record| {
                let mut keep = true;
                for (spec, known) in &targets {
                    keep &= refers(record, table, spec, known, faults);
                }
                keep
            });
        }
        tables.insert(table, records);
    }
    roleless(tables, manifest, faults);
}

/// The columns of a table that refer to others, with the ids that they may name. What has not
/// changed is not in a delta file, so of references to one nothing can be said.
fn targets(
    table: Table,
    records: &[Record],
    tables: &Tables,
    manifest: &Manifest,
) -> Vec<(&'static Spec, HashSet<Text>)> {
    let mut targets = Vec::new();
    for spec in columns(table, manifest.version) {
        if let Kind::Ref(target) | Kind::Refs(target) = spec.kind
            && manifest.mode_of(target) != Some(Mode::Delta)
        {
            let known = match target == table {
                true => ids(records),
                false => tables.get(&target).map(|records| ids(records)).unwrap_or_default(),
            };
            targets.push((spec, known));
        }
    }
    targets
}

fn ids(records: &[Record]) -> HashSet<Text> {
    records.iter().filter_map(|record| record.values.get("sourcedId").cloned()).collect()
}

/// Whether a record can be kept once its references in a column are those that lead somewhere.
fn refers(
    record: &mut Record,
    table: Table,
    spec: &Spec,
    known: &HashSet<Text>,
    faults: &mut Faults,
) -> bool {
    let Some(value) = record.values.get(spec.key) else { return true };
    let wanted = match spec.kind {
        Kind::Refs(_) => items(value),
        _ => vec![value.clone()],
    };
    let (found, lost): (Vec<Text>, Vec<Text>) = wanted.into_iter().partition(|id| known.contains(id));
    if lost.is_empty() {
        return true;
    }
    let dropped = found.is_empty() && spec.need == Need::Required;
    for id in &lost {
        let reason = Say::new("import-or-dangling").with("column", spec.header);
        faults.add(&table.file_name(), record.line, spec.header, id, reason, dropped);
    }
    match found.is_empty() {
        true => record.values.remove(spec.key),
        false => record.values.insert(spec.key, Text::new(list(&found))),
    };
    !dropped
}

/// Since 1.2 a person without a line in roles.csv is nobody in particular.
fn roleless(tables: &Tables, manifest: &Manifest, faults: &mut Faults) {
    let complete = [Table::Users, Table::Roles].iter().all(|t| manifest.mode_of(*t) != Some(Mode::Delta));
    if manifest.version < Version::V1_2 || !complete {
        return;
    }
    let roles = tables.get(&Table::Roles).map(Vec::as_slice).unwrap_or_default();
    let with: HashSet<&Text> = roles.iter().filter_map(|role| role.values.get("userSourcedId")).collect();
    for user in tables.get(&Table::Users).into_iter().flatten() {
        if let Some(id) = user.values.get("sourcedId").filter(|id| !with.contains(id)) {
            faults.add("users.csv", user.line, "sourcedId", id, Say::new("import-or-no-role"), false);
        }
    }
}
