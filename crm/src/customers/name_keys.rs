//! What a Chinese name is found by besides its characters: its pinyin, whole and by initials. R-CUS-1

use pinyin::ToPinyinMulti as _;

/// Ways to read a name of which keys are kept. Each gives two keys.
const READINGS: usize = 8;
/// Ways to read one character that are considered.
const OF_A_CHARACTER: usize = 3;
/// Longest key, in bytes: longer names are found by their beginning.
const LONGEST: usize = 60;

/// Characters that are read differently as a family name than anywhere else, and the first reading of which is not the
/// family's.
const FAMILY_NAMES: [(char, &str); 16] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('查', "zha"),
    ('盖', "ge"),
    ('区', "ou"),
    ('朴', "piao"),
    ('翟', "zhai"),
    ('乐', "yue"),
    ('尉', "yu"),
    ('冼', "xian"),
    ('缪', "miao"),
    ('黑', "he"),
    ('折', "she"),
    ('员', "yun"),
];

/// The keys of a name: for each way to read it the whole pinyin and the initials, without tones and spaces, each key
/// once and in order. None for a name without Chinese characters, which is found by itself.
pub fn name_keys(name: &str) -> Vec<String> {
    // (whole, initials)
    let mut read: Vec<(String, String)> = vec![Default::default()];
    let (mut chinese, mut first) = (false, true);
    for character in name.chars() {
        let ways = readings(character, first);
        if ways.is_empty() {
            continue;
        }
        chinese |= !character.is_ascii();
        first = false;
        let mut longer = Vec::with_capacity(read.len() * ways.len());
        // The first reading of each character before the second of any: the likeliest names are kept.
        for way in &ways {
            for (whole, initials) in &read {
                longer.push((format!("{whole}{way}"), format!("{initials}{}", &way[..1])));
            }
        }
        longer.truncate(READINGS);
        read = longer;
    }
    if !chinese {
        return Vec::new();
    }
    let mut keys: Vec<String> = read.into_iter().flat_map(|(whole, initials)| [whole, initials]).collect();
    for key in &mut keys {
        key.truncate(LONGEST);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The syllables a character may stand for, the likeliest first; a Latin letter or digit stands for itself. All are ASCII.
fn readings(character: char, first: bool) -> Vec<String> {
    if character.is_ascii_alphanumeric() {
        return vec![character.to_ascii_lowercase().to_string()];
    }
    let family = FAMILY_NAMES.iter().find(|(known, _)| first && *known == character);
    let mut ways: Vec<String> = family.map(|(_, reading)| (*reading).to_owned()).into_iter().collect();
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let plain = without_diaeresis(reading.plain());
        let is_fine = plain.is_ascii() && !plain.is_empty();
        if is_fine && !ways.contains(&plain) && ways.len() < OF_A_CHARACTER {
            ways.push(plain);
        }
    }
    ways
}

/// As a keyboard without ü has it.
fn without_diaeresis(text: &str) -> String {
    text.replace('ü', "v")
}

/// The beginning of a key out of what somebody typed, if it can be one: letters and digits, a letter first, with spaces
/// and apostrophes between syllables or not.
pub fn name_key_prefix(typed: &str) -> Option<String> {
    let typed = without_diaeresis(&typed.trim().to_lowercase());
    let key: String = typed.chars().filter(|c| !matches!(c, ' ' | '\'' | '’')).take(LONGEST).collect();
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    is_key.then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::company("长江贸易", &["changjiangmaoyi", "cjmy"])]
    #[case::mixed("客户12", &["kehu12", "kh12"])]
    #[case::family_name("单家", &["shanjia", "sj"])]
    #[case::other_reading("单家", &["danjia", "dj"])]
    #[case::diaeresis("绿叶", &["lvye", "ly"])]
    #[case::spaces("客 户", &["kehu", "kh"])]
    fn a_name_is_read(#[case] name: &str, #[case] expected: &[&str]) {
        let keys = name_keys(name);
        for key in expected {
            assert!(keys.iter().any(|known| known == key), "{key} of {keys:?}");
        }
    }

    #[rstest]
    #[case::code("7590-VHVEG")]
    #[case::latin("North Wind Trading")]
    #[case::nothing("")]
    #[case::signs("——")]
    fn a_name_without_chinese_has_no_keys(#[case] name: &str) {
        assert_eq!(name_keys(name), Vec::<String>::new());
    }

    #[rstest]
    #[case::initials("KH", Some("kh"))]
    #[case::syllables("chang jiang", Some("changjiang"))]
    #[case::apostrophe("xi'an", Some("xian"))]
    #[case::diaeresis("lüye", Some("lvye"))]
    #[case::with_number("kh12", Some("kh12"))]
    #[case::number("12", None)]
    #[case::chinese("客户", None)]
    #[case::code("7590-VHVEG", None)]
    #[case::nothing(" ", None)]
    fn what_is_typed_may_begin_a_key(#[case] typed: &str, #[case] key: Option<&str>) {
        assert_eq!(name_key_prefix(typed).as_deref(), key);
    }

    proptest! {
        #[test]
        fn keys_are_few_short_different_and_typable(name in "[\\u{4e00}-\\u{9fa5}a-zA-Z0-9 ]{0,40}") {
            let keys = name_keys(&name);
            prop_assert!(keys.len() <= 2 * READINGS);
            prop_assert!(keys.windows(2).all(|two| two[0] < two[1]));
            for key in &keys {
                prop_assert!(!key.is_empty() && key.len() <= LONGEST);
                prop_assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{key}");
            }
        }
    }
}
