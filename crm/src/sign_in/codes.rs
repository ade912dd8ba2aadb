//! One-time codes: how often one is sent and when one is right. R-CUS-10
//!
//! The rules are the same for numbers that belong to a customer and for those that do not, so that nobody learns which
//! is which; whether the number belongs to somebody is asked after the code proved right.

use super::OneTimeCode;
use crate::Timestamp;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Length of a code.
pub const CODE_DIGITS: usize = 6;
/// How long a code is good for.
pub const CODE_VALID_FOR: SignedDuration = SignedDuration::from_mins(5);
/// Wrong tries after which a code is worth nothing.
pub const CODE_TRIES: i64 = 5;
/// Codes sent to one number within an hour.
pub const CODES_PER_HOUR: i64 = 5;
/// Codes asked for from one address within an hour: whoever tries many numbers is stopped by this one.
pub const CODES_PER_ADDRESS: i64 = 20;
/// Pause between two codes for one number.
const RESEND_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// Codes that were sent lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// When the latest was sent to the number.
    pub last_sent_at: Option<Timestamp>,
    /// How many were sent to the number within the last hour.
    pub in_last_hour: i64,
    /// How many were asked for from the address within the last hour, for whatever number.
    pub from_address_in_last_hour: i64,
}

/// Why no code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum SendRefusal {
    /// One was sent within the last minute: it may still be on its way.
    #[error("a code was just sent; the next one at {at}")]
    TooSoon {
        /// When the next one may be sent.
        at: Timestamp,
    },
    /// As many as are allowed were sent within the last hour.
    #[error("too many codes were sent; the next one at {at} at the latest")]
    TooMany {
        /// When the next one may be sent, at the latest.
        at: Timestamp,
    },
}

/// Whether a code may be sent to a number now: not within a minute of the last, and in an hour five at most to the number
/// and twenty at most for one address.
pub fn may_send(recent: Recent, now: Timestamp) -> Result<(), SendRefusal> {
    let last_sent_at = recent.last_sent_at.unwrap_or(Timestamp::MIN);
    if recent.in_last_hour >= CODES_PER_HOUR {
        return Err(SendRefusal::TooMany { at: last_sent_at + SignedDuration::from_hours(1) });
    }
    if recent.from_address_in_last_hour >= CODES_PER_ADDRESS {
        return Err(SendRefusal::TooMany { at: now + SignedDuration::from_hours(1) });
    }
    let at = last_sent_at + RESEND_AFTER;
    if now < at { Err(SendRefusal::TooSoon { at }) } else { Ok(()) }
}

/// Why a code is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum CodeRefusal {
    /// It was used, or a newer one was sent.
    #[error("the code was used or replaced")]
    Spent,
    /// Five minutes are over.
    #[error("the code expired")]
    Expired,
    /// Five wrong tries were made.
    #[error("too many wrong tries")]
    TooManyTries,
    /// Another browser asked for it.
    #[error("another browser asked for the code")]
    OtherBrowser,
    /// Another code was sent.
    #[error("wrong code, {tries_left} tries left")]
    Wrong {
        /// How many more tries are looked at.
        tries_left: i64,
    },
}

/// A code after a try. The code is to be saved whatever the result: it counts its wrong tries and is used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The code as it is now.
    pub code: OneTimeCode,
    /// Whether the try was right.
    pub result: Result<(), CodeRefusal>,
}

impl OneTimeCode {
    /// Last moment before which it is good.
    pub fn expires_at(&self) -> Timestamp {
        self.sent_at + CODE_VALID_FOR
    }

    /// Checks a try. A try from another browser is refused first of all, unlooked at and not counted, so that nobody uses
    /// up the tries of somebody else or learns what became of their code.
    pub fn verify(mut self, browser_hash: &[u8], code_hash: &[u8], now: Timestamp) -> Checked {
        let result = if !same(&self.browser_hash, browser_hash) {
            Err(CodeRefusal::OtherBrowser)
        } else if self.spent {
            Err(CodeRefusal::Spent)
        } else if now >= self.expires_at() {
            Err(CodeRefusal::Expired)
        } else if self.tries >= CODE_TRIES {
            Err(CodeRefusal::TooManyTries)
        } else if same(&self.code_hash, code_hash) {
            self.spent = true;
            Ok(())
        } else {
            self.tries += 1;
            match CODE_TRIES - self.tries {
                0 => Err(CodeRefusal::TooManyTries),
                tries_left => Err(CodeRefusal::Wrong { tries_left }),
            }
        };
        Checked { code: self, result }
    }
}

/// Compares two hashes in a time that does not depend on where they differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::Msisdn;
    use rstest::rstest;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_793_800_000 + second).unwrap()
    }

    const BROWSER: &[u8] = &[1; 32];
    const CODE: &[u8] = &[2; 32];

    fn code(tries: i64, spent: bool) -> OneTimeCode {
        OneTimeCode {
            id: Uuid::from_u128(1).into(),
            mobile: Msisdn::parse("13800138000").unwrap(),
            browser_hash: BROWSER.into(),
            code_hash: CODE.into(),
            sent_at: at(0),
            tries,
            spent,
        }
    }

    #[rstest]
    #[case::right(code(0, false), BROWSER, CODE, 10, Ok(()), 0, true)]
    #[case::right_at_last(code(4, false), BROWSER, CODE, 299, Ok(()), 4, true)]
    #[case::wrong(code(0, false), BROWSER, BROWSER, 10, Err(CodeRefusal::Wrong { tries_left: 4 }), 1, false)]
    #[case::last_wrong(code(4, false), BROWSER, BROWSER, 10, Err(CodeRefusal::TooManyTries), 5, false)]
    #[case::right_too_late(code(5, false), BROWSER, CODE, 10, Err(CodeRefusal::TooManyTries), 5, false)]
    #[case::twice(code(0, true), BROWSER, CODE, 10, Err(CodeRefusal::Spent), 0, true)]
    #[case::expired(code(0, false), BROWSER, CODE, 300, Err(CodeRefusal::Expired), 0, false)]
    #[case::elsewhere(code(0, false), CODE, CODE, 10, Err(CodeRefusal::OtherBrowser), 0, false)]
    #[case::elsewhere_and_spent(code(0, true), CODE, CODE, 10, Err(CodeRefusal::OtherBrowser), 0, true)]
    #[case::no_hash(code(0, false), BROWSER, &[], 10, Err(CodeRefusal::Wrong { tries_left: 4 }), 1, false)]
    fn a_code_is_right_once(
        #[case] code: OneTimeCode,
        #[case] browser: &[u8],
        #[case] typed: &[u8],
        #[case] now: i64,
        #[case] result: Result<(), CodeRefusal>,
        #[case] tries: i64,
        #[case] spent: bool,
    ) {
        let checked = code.verify(browser, typed, at(now));
        assert_eq!((checked.result, checked.code.tries, checked.code.spent), (result, tries, spent));
    }

    #[rstest]
    #[case::never(None, 0, 0, Ok(()))]
    #[case::just_now(Some(941), 1, 1, Err(SendRefusal::TooSoon { at: at(1001) }))]
    #[case::a_minute_ago(Some(940), 1, 1, Ok(()))]
    #[case::four_this_hour(Some(900), 4, 4, Ok(()))]
    #[case::five_this_hour(Some(900), 5, 5, Err(SendRefusal::TooMany { at: at(4500) }))]
    #[case::five_and_just_now(Some(999), 5, 5, Err(SendRefusal::TooMany { at: at(4599) }))]
    #[case::nineteen_from_here(None, 0, 19, Ok(()))]
    #[case::twenty_from_here(None, 0, 20, Err(SendRefusal::TooMany { at: at(4600) }))]
    fn codes_are_sent_sparingly(
        #[case] last: Option<i64>,
        #[case] in_last_hour: i64,
        #[case] from_address_in_last_hour: i64,
        #[case] expected: Result<(), SendRefusal>,
    ) {
        let recent = Recent { last_sent_at: last.map(at), in_last_hour, from_address_in_last_hour };
        assert_eq!(may_send(recent, at(1000)), expected);
    }

    #[rstest]
    #[case(&[1, 2], &[1, 2], true)]
    #[case(&[1, 2], &[1, 3], false)]
    #[case(&[1, 2], &[1], false)]
    #[case(&[], &[], true)]
    fn compares_hashes(#[case] a: &[u8], #[case] b: &[u8], #[case] equal: bool) {
        assert_eq!(same(a, b), equal);
    }
}
