//! Amounts of yuan in capital numerals 大写, as receipts and cheques are written.

use crate::base::Money;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["仟", "佰", "拾", ""];
/// Of each four digits, the lowest first.
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// An amount in words; none below zero or past what has a name.
pub fn yuan(amount: Money) -> Option<String> {
    let fen = u64::try_from(amount.0).ok()?;
    let (whole, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::new();
    for (at, name) in GROUPS.iter().enumerate().rev() {
        let below = 10_000u64.pow(at as u32);
        let group = whole / below % 10_000;
        if group > 0 {
            four(group, &mut text);
            text.push_str(name);
        } else if !text.is_empty() && whole % below > 0 && !text.ends_with('零') {
            text.push('零');
        }
    }
    if whole >= 10_000u64.pow(GROUPS.len() as u32) {
        return None;
    }
    if whole > 0 {
        text.push('元');
    }
    if jiao > 0 {
        text.push_str(DIGITS[jiao as usize]);
        text.push('角');
    } else if fen > 0 && whole > 0 {
        text.push('零');
    }
    match (fen, whole + jiao) {
        (0, 0) => text.push_str("零元整"),
        (0, _) => text.push('整'),
        (fen, _) => {
            text.push_str(DIGITS[fen as usize]);
            text.push('分');
        }
    }
    Some(text)
}

/// Four digits; a gap among them, or between them and what stands before, is one 零.
fn four(group: u64, text: &mut String) {
    let mut gap = false;
    for (at, place) in PLACES.iter().enumerate() {
        let digit = group / 10u64.pow(3 - at as u32) % 10;
        if digit == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !text.is_empty() && !text.ends_with('零') {
            text.push('零');
        }
        text.push_str(DIGITS[digit as usize]);
        text.push_str(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_a_bank_wants_them() {
        for (fen, text) in [
            (0, "零元整"),
            (5, "伍分"),
            (30, "叁角整"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (376_800, "叁仟柒佰陆拾捌元整"),
            (128_050, "壹仟贰佰捌拾元伍角整"),
            (1_000_000, "壹万元整"),
            (1_000_100, "壹万零壹元整"),
            (10_203_004, "壹拾万贰仟零叁拾元零肆分"),
            (20_000_500_099, "贰亿零伍仟元玖角玖分"),
            (100_000_000_000, "壹拾亿元整"),
        ] {
            let said = yuan(Money(fen));
            assert_eq!(said.as_deref(), Some(text), "{fen}");
        }
        assert_eq!(yuan(Money(-1)), None);
        assert_eq!(yuan(Money(i64::MAX)), None);
    }
}
