//! The keymap: chords of keys, by context. The file that ships is the default; a user's own is laid over it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::key::{parse_chord, show_chord};
use super::{Action, Context, Key};
use crate::base::Say;
use crate::say;
use crate::tui::config::Reader;

/// The keymap that ships, and reads as documentation.
pub const DEFAULT: &str = include_str!("../../../keymap.toml");

/// Chords and their actions, by context. Sorted, so that the chords that begin alike stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    contexts: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
}

/// What some keys mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// They ask for this.
    Action(Action),
    /// They begin a chord: what may follow, each with what it leads to.
    Pending(Vec<(Vec<Key>, Action)>),
    /// Nothing.
    Nothing,
}

/// One line of a file.
enum Entry {
    Bind(Vec<Key>, Action),
    Unbind(Vec<Key>),
}

impl Keymap {
    /// The default keymap. (A test holds the shipped file to having no problems.)
    pub fn default_keys() -> Keymap {
        Keymap::default().overlay("keymap.toml", DEFAULT).0
    }

    /// This keymap with a file laid over it, and what is wrong with that file, by line. A wrong line changes nothing.
    ///
    /// In a file a table is a context; `"key" = "action"` binds, `"key" = false` unbinds, and `clear = true` forgets
    /// what the context had before. A key that also begins another chord is refused.
    pub fn overlay(mut self, file: &str, text: &str) -> (Keymap, Vec<Say>) {
        let mut reader = Reader::new(file, text);
        let tables = reader.tables();
        for (name, value) in &tables {
            let Some(context) = Context::named(name.get_ref()) else {
                reader.problem(name.span(), say!("app-config-context", name = name.get_ref().as_ref()));
                continue;
            };
            if let Some(table) = reader.table(value) {
                let bindings = self.contexts.entry(context).or_default();
                apply(&mut reader, bindings, table);
            }
        }
        (self, reader.problems)
    }

    /// What those keys mean where these contexts hold, the narrowest first. The first context that knows them
    /// decides; a chord that has begun in it hides what a wider one would do.
    pub fn look_up(&self, contexts: &[Context], keys: &[Key]) -> Lookup {
        for bindings in contexts.iter().filter_map(|context| self.contexts.get(context)) {
            let mut follow = following(bindings, keys).peekable();
            match follow.peek() {
                None => {}
                Some((chord, action)) if chord.len() == keys.len() => return Lookup::Action(**action),
                Some(_) => {
                    return Lookup::Pending(follow.map(|(c, a)| (c[keys.len()..].to_vec(), *a)).collect());
                }
            }
        }
        Lookup::Nothing
    }

    /// The shortest chord that asks for the action where these contexts hold, and isn't hidden by a narrower one.
    pub fn chord(&self, contexts: &[Context], action: Action) -> Option<&[Key]> {
        contexts
            .iter()
            .filter_map(|context| self.contexts.get(context))
            .flat_map(|bindings| bindings.iter().filter(|(_, a)| **a == action))
            .map(|(chord, _)| chord.as_slice())
            .filter(|chord| self.look_up(contexts, chord) == Lookup::Action(action))
            .min_by_key(|chord| (chord.len(), rank(chord)))
    }

    /// Every binding of a context, in the order of its keys.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = (&[Key], Action)> {
        self.contexts
            .get(&context)
            .into_iter()
            .flat_map(|bindings| bindings.iter().map(|(chord, action)| (chord.as_slice(), *action)))
    }
}

/// Of several keys for one action the plainest is shown: a letter before a named key before a modified one.
fn rank(chord: &[Key]) -> (bool, usize) {
    let modified = chord.iter().any(|key| key.ctrl || key.alt || key.shift);
    (modified, show_chord(chord).len())
}

fn following<'a>(
    bindings: &'a BTreeMap<Vec<Key>, Action>,
    keys: &'a [Key],
) -> impl Iterator<Item = (&'a Vec<Key>, &'a Action)> {
    bindings.range(keys.to_vec()..).take_while(move |(chord, _)| chord.starts_with(keys))
}

fn apply<'a>(reader: &mut Reader<'a>, bindings: &mut BTreeMap<Vec<Key>, Action>, table: &DeTable<'a>) {
    // Lines count in the order in which they stand, whatever order the parser keeps.
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(key, _)| key.span().start);
    if lines.iter().any(|(key, value)| key.get_ref() == "clear" && value.get_ref().as_bool() == Some(true)) {
        bindings.clear();
    }
    let mut entries: Vec<(Range<usize>, Entry)> = Vec::new();
    for (key, value) in lines {
        if key.get_ref() == "clear" && value.get_ref().is_bool() {
            continue;
        }
        match read(key.get_ref(), value.get_ref().as_str(), value.get_ref().as_bool()) {
            Ok(entry) => entries.push((key.span(), entry)),
            Err(reason) => reader.problem(key.span(), reason),
        }
    }
    // What is taken away makes room first, wherever it stands in the file.
    for (_, entry) in &entries {
        if let Entry::Unbind(chord) = entry {
            bindings.remove(chord);
        }
    }
    for (span, entry) in entries {
        let Entry::Bind(chord, action) = entry else { continue };
        match clash(bindings, &chord) {
            None => {
                bindings.insert(chord, action);
            }
            Some(other) => {
                let (chord, other) = (show_chord(&chord), show_chord(&other));
                reader.problem(span, say!("app-config-clash", keys = chord, other = other));
            }
        }
    }
}

fn read(keys: &str, action: Option<&str>, switch: Option<bool>) -> Result<Entry, Say> {
    let chord = parse_chord(keys).map_err(|no_key| say!("app-config-key", name = no_key.0))?;
    match (action, switch) {
        (Some(name), _) => {
            let action = Action::named(name).ok_or_else(|| say!("app-config-action", name = name))?;
            Ok(Entry::Bind(chord, action))
        }
        (None, Some(false)) => Ok(Entry::Unbind(chord)),
        _ => Err(say!("app-config-binding")),
    }
}

/// A binding of which this chord is a beginning, or that is a beginning of it.
fn clash(bindings: &BTreeMap<Vec<Key>, Action>, chord: &[Key]) -> Option<Vec<Key>> {
    let longer = following(bindings, chord).map(|(other, _)| other).find(|other| other.len() > chord.len());
    let shorter = || (1..chord.len()).map(|n| chord[..n].to_vec()).find(|head| bindings.contains_key(head));
    longer.cloned().or_else(shorter)
}

#[cfg(test)]
#[path = "keymap_tests.rs"]
mod tests;
