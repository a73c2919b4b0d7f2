use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use fluent_syntax::ast;
use proptest::prelude::*;

use super::*;
use crate::base::{ClockTime, Credits, Money};
use crate::say;

fn shown() -> Shown {
    Shown {
        currency: Currency::default(),
        zone: Zone::default(),
        today: Day::from_ymd_opt(2026, 11, 14).unwrap(), // a Saturday
    }
}

/// Every message of a file with the names of the arguments that it takes; `$x-date` and `$x-sign` are `$x` in another form.
fn messages(file: &str, source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(source.to_owned())
        .unwrap_or_else(|(_, problems)| panic!("{file}: {problems:?}"));
    let mut found = BTreeMap::new();
    for entry in resource.entries() {
        let ast::Entry::Message(message) = entry else { continue };
        let pattern =
            message.value.as_ref().unwrap_or_else(|| panic!("{file}: {} is empty", message.id.name));
        let mut names = BTreeSet::new();
        variables(pattern, &mut names);
        let twice = found.insert(message.id.name.to_owned(), names);
        assert!(twice.is_none(), "{file}: {} stands twice", message.id.name);
    }
    found
}

fn variables(pattern: &ast::Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        match expression {
            ast::Expression::Inline(inline) => variable(inline, names),
            ast::Expression::Select { selector, variants } => {
                variable(selector, names);
                variants.iter().for_each(|variant| variables(&variant.value, names));
            }
        }
    }
}

fn variable(inline: &ast::InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            names.insert(id.name.trim_end_matches("-date").trim_end_matches("-sign").to_owned());
        }
        ast::InlineExpression::Placeable { expression } => {
            if let ast::Expression::Inline(inline) = &**expression {
                variable(inline, names);
            }
        }
        _ => {}
    }
}

#[test]
fn both_languages_have_every_key_with_the_same_arguments() {
    for area in AREAS.iter().filter(|area| area.name != "time") {
        let zh = messages(&format!("zh-CN/{}.ftl", area.name), area.zh);
        let en = messages(&format!("en/{}.ftl", area.name), area.en);
        for (key, names) in &zh {
            assert_eq!(key.split('-').next(), Some(area.name), "{key} stands in area {}", area.name);
            assert_eq!(Some(names), en.get(key), "{key}: arguments in zh-CN (left) and en (right)");
        }
        let only_en: Vec<_> = en.keys().filter(|key| !zh.contains_key(*key)).collect();
        assert!(only_en.is_empty(), "not in zh-CN: {only_en:?}");
    }
}

/// Keys that the sources name, whichever way they are given to the language.
fn keys_in_sources(folder: &Path, found: &mut Vec<(String, String)>) {
    const OPENINGS: [&str; 5] = ["Say::new(\"", "say!(\"", ".text(\"", "missing(\"", "key!(\""];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in_sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            // A call may be broken after its parenthesis: blanks there don't count.
            let source = std::fs::read_to_string(&path).unwrap();
            let code = |line: &&str| !line.trim_start().starts_with("//");
            let source = source.lines().filter(code).collect::<Vec<_>>().join("\n");
            let source = source.split('(').map(str::trim_start).collect::<Vec<_>>().join("(");
            for opening in OPENINGS {
                for rest in source.split(opening).skip(1) {
                    let key = rest.split('"').next().unwrap_or_default();
                    found.push((key.to_owned(), path.display().to_string()));
                }
            }
        }
    }
}

#[test]
fn every_key_that_the_sources_name_exists() {
    let mut found = Vec::new();
    keys_in_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let lang = Lang::new(Tongue::ZhCn);
    let lost: Vec<_> = found
        .iter()
        .filter(|(key, _)| !key.starts_with("test-") && !key.contains('{') && key.contains('-'))
        .filter(|(key, _)| !lang.has(key))
        .collect();
    assert!(found.iter().any(|(key, _)| key == "error-missing"), "the search itself finds keys");
    assert!(lost.is_empty(), "keys without a text: {lost:#?}");
}

#[test]
fn near_days_are_words_and_far_ones_dates() {
    let shown = shown();
    let says = |tongue, days| {
        let day = shown.today + chrono::Duration::days(days);
        Lang::new(tongue).day(day, &shown)
    };
    let zh: Vec<_> = [-2, -1, 0, 1, 2, 6, 7, 60].map(|days| says(Tongue::ZhCn, days)).into();
    assert_eq!(zh, ["11-12", "昨日", "今日", "明日", "周一", "周五", "11-21", "2027-01-13"]);
    let en: Vec<_> = [-2, 0, 2, 7, 60].map(|days| says(Tongue::En, days)).into();
    assert_eq!(en, ["12 Nov", "today", "Mon", "21 Nov", "2027-01-13"]);
}

#[test]
fn amounts_and_times_take_the_readers_shape() {
    let lang = Lang::new(Tongue::ZhCn);
    let shown = shown();
    let shape = |arg: Arg| match lang.value(&arg, &shown) {
        FluentValue::String(text) => text.into_owned(),
        FluentValue::Number(n) => n.as_string().into_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(shape(Money(-20_000).into()), "−¥200.00");
    assert_eq!(shape(Credits(4750).into()), "47.5");
    assert_eq!(shape(ClockTime::hm(9, 5).into()), "09:05");
    assert_eq!(shape(Zone::default().instant(shown.today, ClockTime::hm(15, 20)).into()), "今日 15:20");
    assert_eq!(shape("a\u{202e}b".into()), "a⟨U+202E⟩b");
    assert_eq!(shape(i64::MAX.into()), i64::MAX.to_string());
}

#[test]
fn a_sentence_may_hold_another_and_negative_numbers_carry_a_minus_sign() {
    let inner = say!("error-out-of-range", least = -5, most = 10);
    let outer = say!("error-missing", what = inner, id = "S1");
    assert_eq!(Lang::new(Tongue::ZhCn).say(&outer, &shown()), "没有要在 −5 到 10 之间 S1");
    assert_eq!(Lang::new(Tongue::En).say(&outer, &shown()), "There is no It has to be between −5 and 10 S1");
}

#[test]
fn a_key_without_a_text_shows_itself() {
    let lang = Lang::new(Tongue::En);
    for key in ["error-nowhere", "nowhere-at-all", "", "-", "周"] {
        assert_eq!(lang.text(key), key);
    }
}

#[test]
fn the_flag_wins_over_the_setting_and_both_over_the_locale() {
    use Tongue::{En, ZhCn};
    assert_eq!(Tongue::detect(Some(En), Some(ZhCn), Some("zh_CN.UTF-8")), En);
    assert_eq!(Tongue::detect(None, Some(ZhCn), Some("en_GB.UTF-8")), ZhCn);
    assert_eq!(Tongue::detect(None, None, Some("zh_TW.UTF-8")), ZhCn);
    assert_eq!(Tongue::detect(None, None, Some("C")), En);
    assert_eq!(Tongue::detect(None, None, None), En);
    let env = |name: &str| (name == "LANG").then(|| "zh_CN.GBK".to_owned());
    assert_eq!(environment_locale(env).as_deref(), Some("zh_CN.GBK"));
    assert!(!is_utf8(env));
    assert!(is_utf8(|name| (name == "LC_ALL").then(|| "zh_CN.utf8".to_owned())));
}

proptest! {
    #[test]
    fn any_argument_can_be_said(n in any::<i64>(), text in any::<String>(), minor in any::<i64>()) {
        let lang = Lang::new(Tongue::En);
        for arg in [Arg::Int(n), Arg::Text(text), Arg::Money(Money(minor)), Arg::Credits(Credits(minor))] {
            let say = say!("error-out-of-range", least = arg, most = 3);
            prop_assert!(!lang.say(&say, &shown()).is_empty());
        }
    }
}

#[test]
fn everything_shipped_has_a_name_in_both_languages_and_commands_that_exist() {
    let mut keys = Vec::new();
    let shipped = crate::books::queue::sop::shipped();
    assert!(shipped.sops.len() >= 9 && shipped.rules.len() >= 6 && !shipped.words.is_empty());
    for sop in &shipped.sops {
        keys.push(sop.title().key);
        keys.extend(sop.steps.iter().map(|step| sop.step_title(step).key));
        keys.extend(sop.all_fields().map(|field| field.title().key));
        keys.extend(sop.categories.iter().map(|category| category.title().key));
        for decision in sop.steps.iter().filter_map(|step| step.decision.as_ref()) {
            assert!(crate::desk::acts().iter().any(|act| act.name == decision.act), "{}", decision.act);
        }
    }
    let rules = shipped.rules.iter().chain(&shipped.past_rules);
    keys.extend(rules.map(|rule| format!("queue-rule-{}", rule.key).into()));
    keys.extend(shipped.criteria.iter().map(|one| format!("queue-criterion-{}", one.key).into()));
    for deed in &shipped.deeds {
        keys.push(deed.title().key);
        keys.extend(deed.fields.iter().map(|field| field.title().key));
        assert!(crate::desk::acts().iter().any(|act| act.name == deed.act), "{}", deed.act);
    }
    for words in &shipped.words {
        keys.push(format!("queue-words-{}", words.key).into());
        keys.push(format!("queue-words-{}-text", words.key).into());
    }
    for tongue in Tongue::ALL {
        let lang = Lang::new(tongue);
        let lost: Vec<_> = keys.iter().filter(|key| !lang.has(key)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}
