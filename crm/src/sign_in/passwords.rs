//! Which passwords are too easy to guess. R-CUS-10
//!
//! Customers of Chinese operators know the service password (服务密码) as six digits, so six digits are enough, and
//! longer ones of any characters are welcome: the lock-out keeps guesses few. What stays forbidden is what would be
//! among those few guesses.

use crate::customers::Customer;
use serde::{Deserialize, Serialize};

/// Fewest characters.
pub const PASSWORD_MIN: usize = 6;
/// Fewest characters of a member of staff's: it opens more than one file.
pub const STAFF_PASSWORD_MIN: usize = 10;
/// Most characters: more would only make hashing slow.
pub const PASSWORD_MAX: usize = 64;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum PasswordRefusal {
    /// Too few characters.
    #[error("shorter than {min} characters")]
    TooShort {
        /// How many are needed.
        min: usize,
    },
    /// Too many characters.
    #[error("longer than {max} characters")]
    TooLong {
        /// How many are accepted.
        max: usize,
    },
    /// Characters that are not shown and that other devices cannot type.
    #[error("contains control characters")]
    ControlCharacters,
    /// One or two characters, or one group of them, over and over: `111111`, `121212`, `123123`.
    #[error("repeats itself")]
    Repeated,
    /// Characters that follow one another: `123456`, `654321`, `112233`, `abcdef`.
    #[error("is a sequence")]
    Sequence,
    /// Contains the last six characters of the identity document.
    #[error("contains the last six of the identity document")]
    IdentityDocument,
    /// Contains six or more digits in a row of the mobile number.
    #[error("contains a part of the mobile number")]
    MobileNumber,
    /// Contains the customer code.
    #[error("contains the customer code")]
    CustomerCode,
    /// Contains the sign-in name of the member of staff.
    #[error("contains the sign-in name")]
    StaffName,
    /// Among the passwords everybody tries first.
    #[error("is one of the most common passwords")]
    Common,
}

/// Refuses passwords that are among the first guesses of somebody who knows the customer.
pub fn check_password(text: &str, customer: &Customer) -> Result<(), PasswordRefusal> {
    check_form(text, PASSWORD_MIN)?;
    let lower = text.to_lowercase();
    if contains(&lower, &customer.id_last_six.to_lowercase()) {
        return Err(PasswordRefusal::IdentityDocument);
    }
    let mobile = customer.mobile.as_str();
    if (0..=mobile.len() - PASSWORD_MIN).any(|at| lower.contains(&mobile[at..at + PASSWORD_MIN])) {
        return Err(PasswordRefusal::MobileNumber);
    }
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    if contains(&letters(&lower), &letters(&customer.code.to_lowercase())) {
        return Err(PasswordRefusal::CustomerCode);
    }
    Ok(())
}

/// Refuses passwords that are among the first guesses of somebody who knows the name of a member of staff.
pub fn check_staff_password(text: &str, name: &str) -> Result<(), PasswordRefusal> {
    check_form(text, STAFF_PASSWORD_MIN)?;
    if contains(&text.to_lowercase(), &name.to_lowercase()) {
        return Err(PasswordRefusal::StaffName);
    }
    Ok(())
}

/// Reads the sign-in name of a member of staff: 2 to 32 letters, digits, dots, hyphens and underscores.
pub fn read_staff_name(text: &str) -> Option<&str> {
    let name = text.trim();
    let fits = (2..=32).contains(&name.chars().count());
    (fits && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).then_some(name)
}

/// Refuses what is a bad password whoever has it.
fn check_form(text: &str, min: usize) -> Result<(), PasswordRefusal> {
    let length = text.chars().count();
    if length < min {
        return Err(PasswordRefusal::TooShort { min });
    }
    if length > PASSWORD_MAX {
        return Err(PasswordRefusal::TooLong { max: PASSWORD_MAX });
    }
    if text.chars().any(char::is_control) {
        return Err(PasswordRefusal::ControlCharacters);
    }
    let lower = text.to_lowercase();
    let characters: Vec<char> = lower.chars().collect();
    if is_repeated(&characters) {
        return Err(PasswordRefusal::Repeated);
    }
    if is_sequence(&characters) {
        return Err(PasswordRefusal::Sequence);
    }
    if COMMON.contains(&lower.as_str()) {
        return Err(PasswordRefusal::Common);
    }
    Ok(())
}

/// Contains something known about the customer; what is not known is in no password.
fn contains(password: &str, known: &str) -> bool {
    !known.is_empty() && password.contains(known)
}

/// Made of two different characters at most, or of one group of characters over and over.
fn is_repeated(characters: &[char]) -> bool {
    let mut distinct = characters.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let again = |group: usize| characters.chunks(group).all(|chunk| characters.starts_with(chunk));
    distinct.len() <= 2 || (1..=characters.len() / 2).any(again)
}

/// Every character the neighbour of the one before, in one direction, 9 and 0 being neighbours too; each of them may
/// stand several times in a row.
fn is_sequence(characters: &[char]) -> bool {
    let mut run = characters.to_vec();
    run.dedup();
    let follows = |before: char, after: char| match (before, after) {
        ('9', '0') => true,
        _ => u32::from(before) + 1 == u32::from(after),
    };
    let rises = run.windows(2).all(|pair| follows(pair[0], pair[1]));
    let falls = run.windows(2).all(|pair| follows(pair[1], pair[0]));
    run.len() > 1 && (rises || falls)
}

/// In lower case; what the rules above refuse anyway is left out.
const COMMON: &[&str] = &[
    "010203",
    "100200",
    "102030",
    "123000",
    "123321",
    "123654",
    "123698",
    "123789",
    "1234567a",
    "123456a",
    "123456aa",
    "123456abc",
    "12345678a",
    "123456789a",
    "123qwe",
    "131421",
    "135246",
    "135790",
    "13579a",
    "142536",
    "147147a",
    "147258",
    "147258369",
    "147852",
    "159357",
    "159753",
    "168168a",
    "1qaz2wsx",
    "1q2w3e",
    "1q2w3e4r",
    "321321a",
    "520131",
    "520530",
    "5201314",
    "520520a",
    "5845201314",
    "7758258",
    "7758521",
    "789456",
    "963852",
    "a12345",
    "a123456",
    "a1234567",
    "a12345678",
    "aa123456",
    "abc123",
    "abcd1234",
    "admin123",
    "asdfgh",
    "asdfghjkl",
    "iloveyou",
    "passw0rd",
    "password",
    "password1",
    "qazwsx",
    "qwe123",
    "qwerty",
    "woaini",
    "woaini1314",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::customer;
    use rstest::rstest;

    #[rstest]
    #[case::six_digits("385017", None)]
    #[case::words("correct horse battery", None)]
    #[case::chinese("春眠不觉晓处", None)]
    #[case::part_of_a_sequence("12345608", None)]
    #[case::five("38501", Some(PasswordRefusal::TooShort { min: 6 }))]
    #[case::empty("", Some(PasswordRefusal::TooShort { min: 6 }))]
    #[case::control("38501\u{0}7", Some(PasswordRefusal::ControlCharacters))]
    #[case::one_digit("111111", Some(PasswordRefusal::Repeated))]
    #[case::two_digits("121212", Some(PasswordRefusal::Repeated))]
    #[case::two_digits_mixed("855858", Some(PasswordRefusal::Repeated))]
    #[case::group("123123", Some(PasswordRefusal::Repeated))]
    #[case::group_cut("abcabca", Some(PasswordRefusal::Repeated))]
    #[case::rising("123456", Some(PasswordRefusal::Sequence))]
    #[case::rising_far("0123456789", Some(PasswordRefusal::Sequence))]
    #[case::over_zero("567890", Some(PasswordRefusal::Sequence))]
    #[case::falling("654321", Some(PasswordRefusal::Sequence))]
    #[case::falling_over_zero("098765", Some(PasswordRefusal::Sequence))]
    #[case::in_pairs("112233", Some(PasswordRefusal::Sequence))]
    #[case::in_pairs_falling("998877", Some(PasswordRefusal::Sequence))]
    #[case::in_threes("111222333", Some(PasswordRefusal::Sequence))]
    #[case::letters("ABCdef", Some(PasswordRefusal::Sequence))]
    #[case::identity("28401x", Some(PasswordRefusal::IdentityDocument))]
    #[case::with_identity("my28401X!", Some(PasswordRefusal::IdentityDocument))]
    #[case::end_of_mobile("345807", Some(PasswordRefusal::MobileNumber))]
    #[case::middle_of_mobile("a391234b", Some(PasswordRefusal::MobileNumber))]
    #[case::mobile("13912345807", Some(PasswordRefusal::MobileNumber))]
    #[case::five_of_mobile("x45807", None)]
    #[case::code("7590-vhveg", Some(PasswordRefusal::CustomerCode))]
    #[case::code_within("7590VHVEG1", Some(PasswordRefusal::CustomerCode))]
    #[case::common("Password", Some(PasswordRefusal::Common))]
    #[case::keypad("147258", Some(PasswordRefusal::Common))]
    fn first_guesses_are_refused(#[case] password: &str, #[case] refusal: Option<PasswordRefusal>) {
        assert_eq!(check_password(password, &customer()).err(), refusal);
    }

    #[rstest]
    #[case::words("correct horse battery", None)]
    #[case::short("horse1925", Some(PasswordRefusal::TooShort { min: 10 }))]
    #[case::rising("0123456789", Some(PasswordRefusal::Sequence))]
    #[case::name("my-Desk.Seven!", Some(PasswordRefusal::StaffName))]
    fn staff_need_more(#[case] password: &str, #[case] refusal: Option<PasswordRefusal>) {
        assert_eq!(check_staff_password(password, "desk.seven").err(), refusal);
    }

    #[rstest]
    #[case(" desk.seven ", Some("desk.seven"))]
    #[case("客服一", Some("客服一"))]
    #[case("a", None)]
    #[case("two words", None)]
    #[case("a\u{0}b", None)]
    #[case(&"a".repeat(33), None)]
    fn reads_names_of_staff(#[case] text: &str, #[case] read: Option<&str>) {
        assert_eq!(read_staff_name(text), read);
    }

    #[rstest]
    #[case(64, true)]
    #[case(65, false)]
    fn passwords_end_at_64_characters(#[case] length: usize, #[case] accepted: bool) {
        let password: String = "字ä9x!".chars().cycle().take(length - 1).chain(['~']).collect();
        assert_eq!(check_password(&password, &customer()).is_ok(), accepted);
    }

    #[test]
    fn an_unknown_document_forbids_nothing() {
        let customer = Customer { id_last_six: String::new(), ..customer() };
        assert_eq!(check_password("385017", &customer), Ok(()));
    }

    #[test]
    fn the_list_holds_what_no_other_rule_refuses() {
        for &password in COMMON {
            assert_eq!(check_password(password, &customer()), Err(PasswordRefusal::Common), "{password}");
        }
    }
}
