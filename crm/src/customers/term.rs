//! What somebody looks for, told by its form. R-CUS-1

use super::{IdNumber, Msisdn, name_key_prefix};

/// Fewest digits of a number that are looked for.
const DIGITS_MIN: usize = 4;

/// What was typed into the search, by what it can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Too little to look for anything.
    Nothing,
    /// A whole mobile number.
    Mobile(Msisdn),
    /// A whole number of an identity document.
    IdNumber(IdNumber),
    /// Some digits: the beginning or the end of a mobile number, if not a code or name.
    Digits(String),
    /// A code or the beginning of a name.
    Words {
        /// As it was typed.
        text: String,
        /// The beginning of a name's pinyin, if it can be one.
        key: Option<String>,
    },
}

impl Term {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let text = typed.trim();
        if text.is_empty() {
            return Self::Nothing;
        }
        if let Some(number) = IdNumber::parse(text) {
            return Self::IdNumber(number);
        }
        if let Some(mobile) = Msisdn::parse(text) {
            return Self::Mobile(mobile);
        }
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if (DIGITS_MIN..11).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Self::Digits(digits);
        }
        Self::Words { text: text.to_owned(), key: name_key_prefix(text) }
    }

    /// What the audit trail keeps of it: a number of an identity document stands nowhere.
    pub fn for_the_trail(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Mobile(mobile) => mobile.as_str(),
            Self::IdNumber(_) => "(ID number)",
            // One with a slip in it.
            Self::Words { text, .. } if text.bytes().filter(u8::is_ascii_digit).count() > 11 => "(a number)",
            Self::Digits(text) | Self::Words { text, .. } => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn words(text: &str, key: Option<&str>) -> Term {
        Term::Words { text: text.to_owned(), key: key.map(str::to_owned) }
    }

    #[rstest]
    #[case::nothing("  ", Term::Nothing)]
    #[case::mobile("+86 138-0013-8000", Term::Mobile(Msisdn::parse("13800138000").unwrap()))]
    #[case::id("110105 19491231 002x", Term::IdNumber(IdNumber::parse("11010519491231002X").unwrap()))]
    #[case::part("138 0013", Term::Digits("1380013".to_owned()))]
    #[case::end("8000", Term::Digits("8000".to_owned()))]
    #[case::too_few("138", words("138", None))]
    #[case::code(" 7590-vhveg ", words("7590-vhveg", None))]
    #[case::initials("KH", words("KH", Some("kh")))]
    #[case::name("客户", words("客户", None))]
    #[case::wrong_check("110105194912310021", words("110105194912310021", None))]
    fn what_is_typed_is_told_by_its_form(#[case] typed: &str, #[case] expected: Term) {
        assert_eq!(Term::read(typed), expected);
    }

    #[test]
    fn a_number_of_an_identity_document_stands_nowhere() {
        let term = Term::read("11010519491231002X");
        assert!(!format!("{term:?} {}", term.for_the_trail()).contains("1949"));
        assert_eq!(Term::read("110105194912310021").for_the_trail(), "(a number)");
    }
}
