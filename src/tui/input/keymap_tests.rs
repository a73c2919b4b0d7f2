use super::*;
use crate::base::{Currency, Zone};
use crate::lang::{Lang, Shown, Tongue};

fn keys(text: &str) -> Vec<Key> {
    parse_chord(text).unwrap()
}

fn told(problems: &[Say]) -> Vec<String> {
    let shown = Shown {
        currency: Currency::default(),
        zone: Zone::default(),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 14).unwrap(),
    };
    problems.iter().map(|problem| Lang::new(Tongue::En).say(problem, &shown)).collect()
}

#[test]
fn the_shipped_keymap_has_no_problem_and_reaches_every_action() {
    let (keymap, problems) = Keymap::default().overlay("keymap.toml", DEFAULT);
    assert_eq!(told(&problems), Vec::<String>::new());
    for action in Action::ALL {
        let reached = Context::ALL.iter().any(|context| keymap.bindings(*context).any(|(_, a)| a == *action));
        assert!(reached, "{} has no key", action.name());
    }
}

#[test]
fn the_narrowest_context_decides() {
    let keymap = Keymap::default()
        .overlay("t", "[global]\n\"g\" = \"global.help\"\n[class]\n\"g g\" = \"list.first\"")
        .0;
    assert_eq!(keymap.look_up(&[Context::Global], &keys("g")), Lookup::Action(Action::Help));
    let in_class = [Context::Class, Context::Global];
    assert_eq!(keymap.look_up(&in_class, &keys("g")), Lookup::Pending(vec![(keys("g"), Action::ListFirst)]));
    assert_eq!(keymap.look_up(&in_class, &keys("g g")), Lookup::Action(Action::ListFirst));
    assert_eq!(keymap.look_up(&in_class, &keys("g x")), Lookup::Nothing);
    assert_eq!(keymap.chord(&in_class, Action::Help), None, "hidden by the chord that begins alike");
}

#[test]
fn every_fault_is_told_with_its_line_and_the_rest_counts() {
    let text = "\
[global]
\"x\" = \"global.help\"
\"x y\" = \"global.quit\"
\"hyper-q\" = \"global.quit\"
\"y\" = \"global.fly\"
\"z\" = 7
[nowhere]
\"a\" = \"global.quit\"
[list]
\"w\" = \"list.down\"
";
    let (keymap, problems) = Keymap::default().overlay("my.toml", text);
    let told = told(&problems);
    for (line, word) in [(3, "x y"), (4, "hyper-q"), (5, "global.fly"), (6, ""), (7, "nowhere")] {
        let head = format!("my.toml line {line}: ");
        assert!(told.iter().any(|t| t.starts_with(&head) && t.contains(word)), "line {line}: {told:#?}");
    }
    assert_eq!(told.len(), 5);
    assert_eq!(keymap.look_up(&[Context::List], &keys("w")), Lookup::Action(Action::ListDown));
    assert_eq!(keymap.look_up(&[Context::Global], &keys("x")), Lookup::Action(Action::Help));
}

#[test]
fn a_file_that_is_no_toml_is_told_and_defaults_serve() {
    let (keymap, problems) = Keymap::default_keys().overlay("my.toml", "[global\nx = = 3");
    assert!(!problems.is_empty());
    assert_eq!(keymap, Keymap::default_keys());
}

#[test]
fn one_key_can_be_unbound_and_a_context_cleared() {
    let text = "[global]\n\"?\" = false\n[list]\nclear = true\n\"s\" = \"list.down\"";
    let (keymap, problems) = Keymap::default_keys().overlay("my.toml", text);
    assert_eq!(told(&problems), Vec::<String>::new());
    assert_eq!(keymap.look_up(&[Context::Global], &keys("?")), Lookup::Nothing);
    assert_eq!(keymap.look_up(&[Context::Global], &keys("f1")), Lookup::Action(Action::Help));
    assert_eq!(keymap.bindings(Context::List).count(), 1);
}
