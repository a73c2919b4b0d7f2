//! Which point rules stand on a class's number keys 数字键: one form, from the set-up and from the lesson itself.

use crate::base::{ClassId, RuleId, Say};
use crate::desk::register::{Class, List, Listing, Rule, SetKeys};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::widgets::{Field, Form, Values};

/// The fields, one a key.
const KEYS: [&str; 9] = ["key-1", "key-2", "key-3", "key-4", "key-5", "key-6", "key-7", "key-8", "key-9"];
/// The choice of keys of the class's own.
const OWN: &str = "own";

/// The form of a class's number keys: the school's, or its own.
pub fn form(class: ClassId, cx: &mut Cx) -> Effect {
    let asked =
        cx.ask(&List::<Class>::all()).and_then(|classes| Ok((classes, cx.ask(&List::<Rule>::live())?)));
    let (classes, mut rules) = match asked {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let Some(class) = classes.into_iter().find(|one| one.id == class) else { return Effect::Done };
    // By the school's own keys first, so that the rules used most are a turn or two away.
    rules.sort_by_key(|rule| if rule.value.key == 0 { u8::MAX } else { rule.value.key });
    let title = say!("class-keys-title", class = &class.value.name);
    let (id, school) = (class.id, said(&rules));
    let form = Form::new(title, fields(&class.value, &rules), move |values, cx| {
        Ok(done(cx.session.submit(SetKeys { class: id, keys: read(values) })?))
    });
    let remark = move |values: &Values, _: &mut Cx| (!is_own(values)).then(|| school.clone());
    Effect::Open(Box::new(form.remark(remark).remarked(cx)))
}

fn is_own(values: &Values) -> bool {
    values.choice("which").as_deref() == Some(OWN)
}

/// The rules from key 1 on; none for the school's.
fn read(values: &Values) -> Vec<RuleId> {
    if !is_own(values) {
        return Vec::new();
    }
    let rule = |key: &&str| values.id(key).unwrap_or_default();
    KEYS.iter().map(rule).collect()
}

fn fields(class: &Class, rules: &[Listing<Rule>]) -> Vec<Field> {
    let which = vec![(String::new(), say!("class-keys-school")), (OWN.to_owned(), say!("class-keys-own"))];
    let now = if class.keys.is_empty() { "" } else { OWN };
    let mut fields = vec![Field::choice("which", say!("class-keys-which"), which).value(now)];
    for (key, name) in (1u8..).zip(KEYS) {
        let choices = rules.iter().map(|rule| (rule.id, label(&rule.value)));
        // Keys of its own begin with what is in force.
        let own = class.keys.get(usize::from(key) - 1).copied();
        let school = || rules.iter().find(|rule| rule.value.key == key).map(|rule| rule.id);
        let held = if class.keys.is_empty() { school() } else { own };
        fields.push(
            Field::one_of(name, say!("class-keys-key", key = i64::from(key)), choices)
                .or_none(say!("class-keys-free"))
                .chosen(held)
                .only_with("which"),
        );
    }
    fields
}

fn label(rule: &Rule) -> Say {
    let points = rule.value.usual();
    let sign = if points < 0 { "−" } else { "+" };
    say!("class-keys-rule", name = &rule.name, points = format!("{sign}{}", points.unsigned_abs()))
}

/// What stands on the school's own keys.
fn said(rules: &[Listing<Rule>]) -> Say {
    let keyed = rules.iter().filter(|rule| rule.value.key > 0);
    let one = |rule: &Listing<Rule>| {
        say!("class-keys-one", key = i64::from(rule.value.key), rule = label(&rule.value))
    };
    let all = keyed.map(one).reduce(|first, second| say!("class-keys-and", first = first, second = second));
    all.unwrap_or_else(|| say!("class-keys-none"))
}
