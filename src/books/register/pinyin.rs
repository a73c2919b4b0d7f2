//! How a name is spelled: its characters and words, each with the ways that it may be read.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use pinyin::ToPinyinMulti;

/// So many characters of a name are spelled out; a longer name is found by its beginning.
pub const NAME_CHARS_MAX: usize = 64;
/// A name is kept in at most so many readings; rarer ones of its later characters go first.
pub const READINGS_MAX: usize = 12;
/// Past its third reading the dictionary lists what no name uses.
const READINGS_PER_CHARACTER_MAX: usize = 3;

/// One character of a Chinese name, or one word of a name in letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands in the name as given, in bytes.
    pub span: Range<usize>,
    /// Lower case, half width. `ü` stays.
    pub text: String,
    /// In plain letters without tones, the customary one first; `ü` as `v` and as `u`. A word is its
    /// own reading. Empty for a character that the dictionary does not know.
    pub readings: Vec<Cow<'static, str>>,
    /// A blank or a mark such as `·` stands before it, or nothing does.
    pub opens: bool,
}

impl Unit {
    /// Whether this is a word in letters, not a character.
    pub fn is_word(&self) -> bool {
        self.text.chars().next().is_some_and(|c| !stands_alone(c))
    }
}

/// Surnames that are read otherwise than the dictionary's first reading says, customary reading
/// first, the one that a newcomer types behind it. Longer surnames stand before their beginnings.
const SURNAMES: &[(&str, &str)] = &[
    ("尉迟", "yu/wei chi"),
    ("尉遲", "yu/wei chi"),
    ("万俟", "mo/wan qi/si"),
    ("萬俟", "mo/wan qi/si"),
    ("单于", "chan/shan/dan yu"),
    ("單于", "chan/shan/dan yu"),
    ("长孙", "zhang/chang sun"),
    ("長孫", "zhang/chang sun"),
    ("澹台", "tan/dan tai"),
    ("澹臺", "tan/dan tai"),
    ("亓官", "qi guan"),
    ("令狐", "ling hu"),
    ("鲜于", "xian yu"),
    ("宰父", "zai fu"),
    ("单", "shan/dan/chan"),
    ("單", "shan/dan/chan"),
    ("曾", "zeng/ceng"),
    ("仇", "qiu/chou"),
    ("解", "xie/jie"),
    ("朴", "piao/pu"),
    ("任", "ren"),
    ("华", "hua"),
    ("華", "hua"),
    ("查", "zha/cha"),
    ("盖", "ge/gai"),
    ("蓋", "ge/gai"),
    ("区", "ou/qu"),
    ("區", "ou/qu"),
    ("翟", "zhai/di"),
    ("缪", "miao/mou/miu"),
    ("繆", "miao/mou/miu"),
    ("洗", "xian/xi"),
    ("冼", "xian"),
    ("覃", "qin/tan"),
    ("乐", "yue/le"),
    ("樂", "yue/le"),
    ("员", "yun/yuan"),
    ("員", "yun/yuan"),
    ("黑", "he/hei"),
    ("秘", "bi/mi"),
    ("祭", "zhai/ji"),
    ("折", "she/zhe"),
    ("种", "chong/zhong"),
    ("召", "shao/zhao"),
    ("隗", "wei/kui"),
    ("郇", "xun/huan"),
    ("燕", "yan"),
    ("谌", "chen/shen"),
    ("諶", "chen/shen"),
    ("郗", "xi/chi"),
    ("句", "gou/ju"),
    ("柏", "bai/bo"),
    ("逄", "pang"),
    ("万", "wan"),
    ("葛", "ge"),
    ("沈", "shen"),
    ("石", "shi"),
    ("车", "che"),
    ("車", "che"),
    ("卜", "bu"),
    ("占", "zhan"),
    ("谷", "gu"),
    ("贾", "jia"),
    ("俞", "yu"),
    ("尹", "yin"),
    ("宁", "ning"),
    ("纪", "ji"),
    ("紀", "ji"),
    ("那", "na"),
    ("阿", "a"),
    ("薄", "bo/bao"),
    ("莘", "shen/xin"),
    ("都", "du/dou"),
    ("乜", "nie/mie"),
];

/// Surnames that are read as the dictionary's first reading says: its others are those of other words, and whoever
/// types `sh` doesn't look for 邓, 朱 and 汤.
const PLAIN_SURNAMES: &str = "吴王冯褚朱许施陶戚潘彭方倪汤殷郝于卞齐余平和姚湛汪祁狄明臧舒屈祝董杜阮蓝强路童盛夏蔡\
    霍支莫房干丁贲邓杭包嵇邢滑裴陆甄封芮糜焦甘戎祖景詹叶幸司印宿白怀蒲从咸籍池姬扶堵冉尚温庄柴瞿艾容古慎暨居匡广\
    蔚越晁冷阚沙鞠红游竺逯赫涂钭吳馮許湯齊餘臧蘭強夏鄧陸葉懷從溫莊廣";

/// The characters of a text that count when it is looked for: letters and digits of any script, in
/// lower case and half width, each with the place in bytes where it stood. Blanks and marks don't.
pub fn counted(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().flat_map(|(at, c)| {
        let half = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'Ǖ' | 'Ǘ' | 'Ǚ' | 'Ǜ' => 'ü',
            c => c,
        };
        half.to_lowercase().filter(|c| counts(*c)).map(move |c| (at, c))
    })
}

/// Registry offices write characters that are younger than the compiler's own tables: all of the two
/// planes set aside for them count.
fn counts(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{20000}'..='\u{3ffff}')
}

/// The same as one text, with `v` for `ü`: the form in which texts are compared.
pub fn plain(text: &str) -> String {
    counted(text).map(|(_, c)| if c == 'ü' { 'v' } else { c }).collect()
}

/// A name's characters and words, with their readings. Never more than [`NAME_CHARS_MAX`] of them,
/// and never more than [`READINGS_MAX`] ways to read the whole.
pub fn units(name: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut gap = true;
    let mut in_word = false;
    for (at, c) in name.char_indices().take(NAME_CHARS_MAX) {
        let end = at + c.len_utf8();
        let mut folded = counted(&name[at..end]).map(|(_, c)| c).peekable();
        let Some(&first) = folded.peek() else {
            // O'Brien is one word, and so is a letter with its accents behind it.
            let joins = matches!(c, '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36f}');
            gap |= !joins;
            in_word &= joins;
            continue;
        };
        match units.last_mut() {
            Some(word) if in_word && !stands_alone(first) => {
                word.text.extend(folded);
                word.span.end = end;
            }
            _ => {
                units.push(Unit { span: at..end, text: folded.collect(), readings: Vec::new(), opens: gap });
                in_word = !stands_alone(first);
            }
        }
        gap = false;
    }
    read(&mut units);
    units
}

/// Scripts that write without blanks: each character is a unit of its own.
fn stands_alone(c: char) -> bool {
    c >= '\u{2e80}'
}

fn read(units: &mut [Unit]) {
    for unit in units.iter_mut() {
        unit.readings =
            if unit.is_word() { spellings(Cow::Owned(unit.text.clone())) } else { dictionary(unit) };
    }
    let whole: String = units.iter().take(2).map(|u| u.text.as_str()).collect();
    if let Some((_, customary)) = SURNAMES.iter().find(|(surname, _)| whole.starts_with(surname)) {
        for (unit, readings) in units.iter_mut().zip(customary.split(' ')) {
            unit.readings = readings.split('/').map(Cow::Borrowed).collect();
        }
    } else if let Some(first) = units.first_mut().filter(|unit| PLAIN_SURNAMES.contains(&unit.text)) {
        first.readings.truncate(1);
    }
    let ways = |units: &[Unit]| units.iter().map(|u| u.readings.len().max(1)).try_fold(1, usize::checked_mul);
    while ways(units).is_none_or(|ways| ways > READINGS_MAX) {
        // The last of those with most readings: a surname keeps its own longest.
        let Some(unit) = units.iter_mut().max_by_key(|u| u.readings.len()) else { break };
        unit.readings.pop();
    }
}

fn dictionary(unit: &Unit) -> Vec<Cow<'static, str>> {
    let mut readings: Vec<Cow<'static, str>> = Vec::new();
    let known = unit.text.chars().next().and_then(|c| c.to_pinyin_multi());
    for reading in known.into_iter().flatten().map(|p| p.plain()) {
        if readings.len() >= READINGS_PER_CHARACTER_MAX {
            break;
        }
        for spelling in spellings(Cow::Borrowed(reading)) {
            if !readings.contains(&spelling) {
                readings.push(spelling);
            }
        }
    }
    readings
}

fn spellings(reading: Cow<'static, str>) -> Vec<Cow<'static, str>> {
    if reading.contains('ü') {
        vec![reading.replace('ü', "v").into(), reading.replace('ü', "u").into()]
    } else {
        vec![reading]
    }
}

/// Every way to read the whole, in letters, and the initials of each way; of a name in several parts
/// (`阿卜杜拉·买买提`) the initials of the parts besides. At most [`READINGS_MAX`] readings.
pub fn ways(units: &[Unit]) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut ways = vec![(String::new(), String::new())];
    for unit in units.iter().filter(|u| !u.readings.is_empty()) {
        ways = ways
            .iter()
            .flat_map(|(whole, initials)| {
                unit.readings.iter().map(move |reading| {
                    let initial = reading.chars().next();
                    (format!("{whole}{reading}"), initials.chars().chain(initial).collect())
                })
            })
            .collect();
    }
    let (wholes, mut initials): (BTreeSet<String>, BTreeSet<String>) = ways.into_iter().unzip();
    let parts = units.iter().filter(|u| u.opens).filter_map(|u| u.readings.first()?.chars().next());
    let parts: String = parts.collect();
    if parts.chars().nth(1).is_some() {
        initials.insert(parts);
    }
    let some = |set: BTreeSet<String>| set.into_iter().filter(|text| !text.is_empty()).collect();
    (some(wholes), some(initials))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wholes(name: &str) -> Vec<String> {
        ways(&units(name)).0.into_iter().collect()
    }

    fn initials(name: &str) -> Vec<String> {
        ways(&units(name)).1.into_iter().collect()
    }

    #[test]
    fn surnames_with_two_readings_have_both() {
        for (name, both) in [
            ("单小", ["shanxiao", "danxiao"]),
            ("曾小", ["zengxiao", "cengxiao"]),
            ("仇小", ["qiuxiao", "chouxiao"]),
            ("解小", ["xiexiao", "jiexiao"]),
            ("朴小", ["piaoxiao", "puxiao"]),
            ("查小", ["zhaxiao", "chaxiao"]),
            ("盖小", ["gexiao", "gaixiao"]),
            ("區小", ["ouxiao", "quxiao"]),
            ("尉迟小", ["yuchixiao", "weichixiao"]),
            ("万俟小", ["moqixiao", "wansixiao"]),
            ("單于小", ["chanyuxiao", "danyuxiao"]),
            ("长孙小", ["zhangsunxiao", "changsunxiao"]),
            ("澹台小", ["tantaixiao", "dantaixiao"]),
        ] {
            let all = wholes(name);
            assert!(both.iter().all(|one| all.iter().any(|w| w == one)), "{name}: {all:?}");
        }
    }

    #[test]
    fn a_surname_in_the_table_is_not_read_as_its_rarest_reading() {
        assert_eq!(units("万红")[0].readings, ["wan"]);
        assert_eq!(units("任红")[0].readings, ["ren"]);
        assert_eq!(units("单红")[0].readings[0], "shan");
        assert_eq!(units("邓浩")[0].readings, ["deng"]);
        assert_eq!(initials("薄一"), ["by"]);
        assert!(units("李单")[1].readings.contains(&"dan".into()), "as a given name the dictionary holds");
    }

    #[test]
    fn u_with_dots_is_typed_as_v_or_u() {
        assert_eq!(wholes("吕"), ["lu", "lv"]);
        assert_eq!(wholes("Müller"), ["muller", "mvller"]);
        assert_eq!(plain("Ｌǚ ' A"), "lva");
    }

    #[test]
    fn marks_part_words_and_an_apostrophe_does_not() {
        assert_eq!(wholes("O'Brien Ruby"), ["obrienruby"]);
        assert_eq!(initials("O'Brien Ruby"), ["or"]);
        let both = initials("阿卜杜拉·买买提");
        assert!(both.contains(&"abdlmmt".to_owned()) && both.contains(&"am".to_owned()), "{both:?}");
    }

    #[test]
    fn a_character_that_the_dictionary_lacks_leaves_the_others() {
        assert_eq!(wholes("任\u{2ebef}红").len(), wholes("任红").len());
        assert_eq!(units("\u{2ebef}")[0].readings.len(), 0);
    }

    proptest! {
        #[test]
        fn any_name_is_spelled_within_bounds(name in any::<String>()) {
            let units = units(&name);
            let (wholes, initials) = ways(&units);
            prop_assert!(wholes.len() <= READINGS_MAX && initials.len() <= READINGS_MAX + 1);
            for unit in units {
                prop_assert!(name.get(unit.span).is_some());
            }
        }

        #[test]
        fn characters_with_many_readings_stay_within_bounds(name in "[和单行重乐长朝参差着]{1,30}") {
            prop_assert!(wholes(&name).len() <= READINGS_MAX);
        }
    }
}
