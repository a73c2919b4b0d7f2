//! What a new school begins with: the point rules and tiers of `shipped.toml`, named in its language.

use serde::Deserialize;

use crate::base::{Refused, Text};
use crate::books::register::{InitSchool, Rule, Save, Tier};
use crate::desk::{Receipt, Session};
use crate::lang::Lang;

const SHIPPED: &str = include_str!("shipped.toml");

/// Rules and tiers, their names being keys of the message files.
#[derive(Deserialize)]
struct Shipped {
    tiers: Vec<Tier>,
    rules: Vec<Rule>,
}

fn shipped(lang: &Lang) -> Shipped {
    // The file is part of the program, and a test reads it.
    let mut all: Shipped =
        toml::from_str(SHIPPED).unwrap_or(Shipped { tiers: Vec::new(), rules: Vec::new() });
    let names = all.tiers.iter_mut().map(|tier| &mut tier.name);
    for name in names.chain(all.rules.iter_mut().map(|rule| &mut rule.name)) {
        *name = Text::new(lang.text(name));
    }
    all
}

/// The tiers that a new school begins with, lowest first.
pub fn tiers(lang: &Lang) -> Vec<Tier> {
    shipped(lang).tiers
}

/// The point rules that a new school begins with (docs/requirements.md P1).
pub fn rules(lang: &Lang) -> Vec<Rule> {
    shipped(lang).rules
}

/// Opens the books: the school, its tiers unless some are given, and the point rules. The session must
/// be that of the operator who is made first, O1.
///
/// # Errors
/// When the school is open already, or the store fails.
pub fn open(session: &Session, init: InitSchool, lang: &Lang) -> Result<Receipt, Refused> {
    let tiers = if init.tiers.is_empty() { tiers(lang) } else { init.tiers.clone() };
    let receipt = session.submit(InitSchool { tiers, ..init })?;
    for value in rules(lang) {
        session.submit(Save { id: None, expect: None, value })?;
    }
    Ok(receipt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::register::RuleAuto;
    use crate::lang::Tongue;

    #[test]
    fn a_school_begins_with_the_rules_of_the_needs_in_either_language() {
        for tongue in Tongue::ALL {
            let lang = Lang::new(tongue);
            let (rules, tiers) = (rules(&lang), tiers(&lang));
            let auto = |wanted| rules.iter().find(|r| r.auto == Some(wanted)).map(|r| r.value.usual());
            assert_eq!(auto(RuleAuto::Attend), Some(5));
            assert_eq!(auto(RuleAuto::AttendKey), Some(10));
            assert!(tiers.len() >= 5 && tiers.windows(2).all(|pair| pair[0].from < pair[1].from));
            let names = tiers.iter().map(|t| &t.name).chain(rules.iter().map(|r| &r.name));
            assert!(
                names.clone().all(|name| !name.starts_with("shipped-")),
                "{:?}",
                names.collect::<Vec<_>>()
            );
            let mut keys: Vec<u8> = rules.iter().map(|rule| rule.key).filter(|key| *key > 0).collect();
            keys.sort_unstable();
            assert_eq!(keys, [1, 2, 3, 4, 5]);
        }
    }
}
