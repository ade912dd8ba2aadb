//! Numbers of Chinese identity documents (GB 11643): region, day of birth, sequence, check character. R-CUS-1

use crate::Date;
use std::fmt;

const LENGTH: usize = 18;
/// Weights of the first seventeen digits, and the check character for each rest modulo 11 (ISO 7064, MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// A number whose day of birth is a day and whose check character fits. It is never shown whole, not even to developers.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads what people type: spaces anywhere, a small x.
    pub fn parse(text: &str) -> Option<Self> {
        let number: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let (digits, check) = number.split_at_checked(LENGTH - 1)?;
        let fits = number.len() == LENGTH
            && digits.bytes().all(|b| b.is_ascii_digit())
            && check == check_character(digits).to_string()
            && birthday(digits).is_some();
        fits.then_some(Self(number))
    }

    /// The number made of a region, a day of birth and a sequence number, of which the last digits are used.
    pub fn of(region: u32, born: Date, sequence: u16) -> Option<Self> {
        let digits = format!("{:06}{}{:03}", region % 1_000_000, born.strftime("%Y%m%d"), sequence % 1_000);
        Self::parse(&format!("{digits}{}", check_character(&digits)))
    }

    /// All of it, to be hashed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last six characters: a password must not be these.
    pub fn last_six(&self) -> &str {
        &self.0[LENGTH - 6..]
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

fn birthday(digits: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (number(6..10)?, number(10..12)?, number(12..14)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn check_character(digits: &str) -> char {
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(CHECKS[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    // The example of GB 11643.
    #[case::example("11010519491231002X", true)]
    #[case::as_typed(" 110105 19491231 002x ", true)]
    #[case::wrong_check("110105194912310021", false)]
    #[case::no_such_day("11010519490230002X", false)]
    #[case::short("11010519491231002", false)]
    #[case::long("11010519491231002XX", false)]
    #[case::letters("A1010519491231002X", false)]
    #[case::wide("１1010519491231002X", false)]
    #[case::nothing("", false)]
    fn numbers_are_read(#[case] text: &str, #[case] valid: bool) {
        assert_eq!(IdNumber::parse(text).is_some(), valid);
    }

    #[test]
    fn a_number_is_made_and_never_shown() {
        let number = IdNumber::of(999_999, date(1980, 2, 29), 7).expect("a number");
        assert_eq!(&number.as_str()[..17], "99999919800229007");
        assert_eq!(number.last_six(), &number.as_str()[12..]);
        assert_eq!(format!("{number:?}"), "IdNumber(…)");
    }

    proptest! {
        #[test]
        fn every_slip_of_one_digit_is_found(day in 1_i8..=28, sequence in 0_u16..1000, at in 0_usize..17, other in 0_u8..10) {
            let number = IdNumber::of(999_999, date(1990, 5, day), sequence).expect("a number");
            let mut slipped = number.as_str().to_owned().into_bytes();
            slipped[at] = b'0' + other;
            let slipped = String::from_utf8(slipped).unwrap();
            prop_assert_eq!(IdNumber::parse(&slipped).is_some(), slipped == number.as_str());
        }
    }
}
