//! Numbers people read out on the phone: short, unique, with a check digit and no meaning.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a number names; its first letter says so to people, and to nobody else.
    pub enum NumberKind {
        /// An account.
        Account,
        /// A bill.
        Bill,
        /// An order.
        Order,
        /// A payment.
        Payment,
        /// A request.
        Request,
        /// The short code of a line.
        Line,
        /// The short code of a unit of a company.
        OrgUnit,
        /// An invitation to a role in a company.
        Invitation,
        /// A change of many lines at once.
        BulkJob,
    }
}

impl NumberKind {
    /// The letter in front.
    pub fn letter(self) -> char {
        match self {
            Self::Account => 'A',
            Self::Bill => 'B',
            Self::Order => 'D',
            Self::Payment => 'P',
            Self::Request => 'R',
            Self::Line => 'L',
            Self::OrgUnit => 'G',
            Self::Invitation => 'N',
            Self::BulkJob => 'J',
        }
    }
}

/// Digits and letters that are not mistaken for one another when read out or written down: no 0, 1, I, O, U.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// Makes a number out of 64 random bits: a letter, eight characters, a check character, such as `D7KQ2MXR4Z`.
///
/// 31⁸ numbers of each kind: the store's unique constraint catches the rare double.
pub fn from_bits(kind: NumberKind, mut bits: u64) -> String {
    let mut number = String::with_capacity(LENGTH + 2);
    number.push(kind.letter());
    for _ in 0..LENGTH {
        number.push(char::from(ALPHABET[usize::try_from(bits % 31).unwrap_or(0)]));
        bits /= 31;
    }
    number.push(check_character(&number[1..]));
    number
}

/// Brings what a person typed or read out (lower case, spaces, hyphens) into the written form, or `None` when the
/// check character does not fit: a slip of one character or of two neighbours is always found.
pub fn read(text: &str) -> Option<String> {
    let number: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let body = number.get(1..=LENGTH)?;
    let check = number.get(LENGTH + 1..)?;
    let known = body.bytes().all(|b| ALPHABET.contains(&b));
    (known && check == check_character(body).to_string()).then_some(number)
}

/// Weighted sum modulo the prime 31: the weights differ, so neighbours that change places change the sum.
fn check_character(body: &str) -> char {
    let sum: usize = body
        .bytes()
        .zip(2..)
        .map(|(b, weight)| weight * ALPHABET.iter().position(|known| *known == b).unwrap_or(0))
        .sum();
    char::from(ALPHABET[sum % 31])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_single_slip_is_found(bits: u64, at in 1_usize..=LENGTH, other in 0_usize..31) {
            let number = from_bits(NumberKind::Order, bits);
            prop_assert_eq!(read(&number.to_lowercase()), Some(number.clone()));
            let mut slipped = number.clone().into_bytes();
            slipped[at] = ALPHABET[other];
            let slipped = String::from_utf8(slipped).unwrap();
            prop_assert_eq!(read(&slipped).is_some(), slipped == number);
        }

        #[test]
        fn every_swap_of_neighbours_is_found(bits: u64, at in 1_usize..LENGTH) {
            let number = from_bits(NumberKind::Bill, bits);
            let mut swapped = number.clone().into_bytes();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert_eq!(read(&swapped).is_some(), swapped == number);
        }
    }
}
