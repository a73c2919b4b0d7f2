//! docs/keymap.md, written from the table of actions and the keymap that ships.

use std::fmt::Write;

use super::key::show_chord;
use super::{Action, Context, Keymap};
use crate::lang::{Lang, Tongue};

/// The page, in both languages side by side.
pub fn keymap_page() -> String {
    let keymap = Keymap::default_keys();
    let (en, zh) = (Lang::new(Tongue::En), Lang::new(Tongue::ZhCn));
    let mut page = String::from(
        "# Keys 按键\n\nGenerated from `keymap.toml` and the table of actions. \
         Your own `keymap.toml` in the configuration folder is laid over it: \
         `\"key\" = \"action\"` binds, `\"key\" = false` unbinds, `clear = true` in a table forgets its defaults.\n",
    );
    for context in Context::ALL {
        let actions: Vec<_> = keymap.bindings(*context).collect();
        if actions.is_empty() {
            continue;
        }
        let (key, name) = (context.key(), context.name());
        let _ = write!(page, "\n## {} {} `[{name}]`\n\n", en.text(&key), zh.text(&key));
        page.push_str("| key | action | what it does | 作用 |\n|---|---|---|---|\n");
        for action in Action::ALL {
            let chords: Vec<_> = actions
                .iter()
                .filter(|(_, a)| a == action)
                .map(|(chord, _)| format!("`{}`", show_chord(chord).replace('|', "\\|")))
                .collect();
            if chords.is_empty() {
                continue;
            }
            let key = action.key();
            let (name, en, zh) = (action.name(), en.doc(&key), zh.doc(&key));
            let _ = writeln!(page, "| {} | `{name}` | {en} | {zh} |", chords.join(" "));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_action_with_its_keys() {
        let page = keymap_page();
        for action in Action::ALL {
            assert!(page.contains(&format!("`{}`", action.name())), "{}", action.name());
        }
        assert!(page.contains("| `:` `ctrl-p` | `global.palette` |"), "{page}");
    }
}
