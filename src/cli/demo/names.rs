//! Names of people: mostly two and three characters, some of four, some rare, some foreign.

use serde::Deserialize;

use super::maker::Maker;
use crate::base::Text;

/// What names are made of.
#[derive(Deserialize)]
pub struct Names {
    surnames: String,
    compound: Vec<String>,
    given: String,
    rare: String,
    foreign: Vec<Text>,
    guardians: String,
}

fn letter(maker: &mut Maker, of: fn(&Names) -> &str) -> String {
    let letters: Vec<char> = of(&maker.parts.names).chars().collect();
    maker.one_of(&letters).map(String::from).unwrap_or_default()
}

/// A child's name, with the family name for the guardian's.
pub fn child(maker: &mut Maker) -> (Text, String) {
    let family = match maker.percent(4) {
        true => {
            let compound = maker.parts.names.compound.clone();
            maker.one_of(&compound).unwrap_or_default()
        }
        false => letter(maker, |names| &names.surnames),
    };
    if maker.percent(3) {
        let foreign = maker.parts.names.foreign.clone();
        return (maker.one_of(&foreign).unwrap_or_default(), family);
    }
    let mut name = family.clone();
    name += &letter(maker, |names| &names.given);
    if maker.percent(80) {
        name += &letter(maker, |names| &names.given);
    }
    if maker.percent(5) {
        name += &letter(maker, |names| &names.rare);
    }
    (Text::new(name), family)
}

/// A guardian's name; mostly of the child's family.
pub fn guardian(maker: &mut Maker, family: &str) -> Text {
    let family = match maker.percent(60) {
        true => family.to_owned(),
        false => letter(maker, |names| &names.surnames),
    };
    let mut name = family + &letter(maker, |names| &names.guardians);
    if maker.percent(40) {
        name += &letter(maker, |names| &names.guardians);
    }
    Text::new(name)
}

/// A mobile number.
pub fn phone(maker: &mut Maker) -> Text {
    let second = maker.one_of(&["3", "5", "7", "8"]).unwrap_or("3");
    let mut number = format!("1{second}");
    for _ in 0..9 {
        number += &maker.below(10).to_string();
    }
    Text::new(number)
}
