//! What a customer agreed to: a ledger that only grows, of who may be told what, since when, by which words. R-CUS-8
//!
//! What stands is the last entry of a purpose. A new wording does not undo an agreement to the old one; the ledger says
//! which of them was read.

use crate::{Timestamp, orders::Channel, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What is agreed to.
    pub enum ConsentPurpose {
        /// Offers and news by SMS and e-mail.
        Marketing,
        /// Recommendations made out of one's own usage.
        Recommendations,
    }
}

impl ConsentPurpose {
    /// The version of the words that the page shows now. It grows whenever their meaning changes.
    pub const fn wording(self) -> i64 {
        match self {
            Self::Marketing | Self::Recommendations => 1,
        }
    }

    /// What holds while nothing was said: nobody is sent offers unasked; recommendations are part of the service until
    /// somebody does not want them.
    pub const fn unless_said(self) -> bool {
        match self {
            Self::Marketing => false,
            Self::Recommendations => true,
        }
    }
}

/// One entry of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// To what.
    pub purpose: ConsentPurpose,
    /// Agreed to, or taken back.
    pub given: bool,
    /// When.
    pub at: Timestamp,
    /// By which channel.
    pub channel: Channel,
    /// Which words were read.
    pub wording: i64,
}

/// The entry that stands for a purpose, of a ledger in the order of time.
pub fn standing(ledger: &[Consent], purpose: ConsentPurpose) -> Option<&Consent> {
    ledger.iter().rev().find(|consent| consent.purpose == purpose)
}

/// Whether something may be done for a purpose.
pub fn allows(ledger: &[Consent], purpose: ConsentPurpose) -> bool {
    standing(ledger, purpose).map_or(purpose.unless_said(), |consent| consent.given)
}

/// The entry that says something new, if it does: the ledger is not filled with what stands already.
pub fn say(
    ledger: &[Consent],
    purpose: ConsentPurpose,
    given: bool,
    channel: Channel,
    at: Timestamp,
) -> Option<Consent> {
    let wording = purpose.wording();
    let stands = standing(ledger, purpose).is_some_and(|last| last.given == given && last.wording == wording);
    let nothing_new = standing(ledger, purpose).is_none() && !given && !purpose.unless_said();
    (!stands && !nothing_new).then_some(Consent { purpose, given, at, channel, wording })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentPurpose::{Marketing, Recommendations};
    use proptest::prelude::*;
    use rstest::rstest;

    fn entry(purpose: ConsentPurpose, given: bool, second: i64) -> Consent {
        Consent {
            purpose,
            given,
            at: Timestamp::from_second(second).unwrap(),
            channel: Channel::Web,
            wording: purpose.wording(),
        }
    }

    #[rstest]
    #[case::nobody_is_asked(&[], Marketing, false)]
    #[case::part_of_the_service(&[], Recommendations, true)]
    #[case::given(&[entry(Marketing, true, 1)], Marketing, true)]
    #[case::taken_back(&[entry(Marketing, true, 1), entry(Marketing, false, 2)], Marketing, false)]
    #[case::of_another(&[entry(Marketing, true, 1), entry(Recommendations, false, 2)], Marketing, true)]
    #[case::again(&[entry(Marketing, false, 1), entry(Marketing, true, 2)], Marketing, true)]
    fn the_last_word_stands(
        #[case] ledger: &[Consent],
        #[case] purpose: ConsentPurpose,
        #[case] expected: bool,
    ) {
        assert_eq!(allows(ledger, purpose), expected);
    }

    #[rstest]
    #[case::first(&[], Marketing, true, true)]
    #[case::nothing_new(&[], Marketing, false, false)]
    #[case::first_no(&[], Recommendations, false, true)]
    #[case::twice(&[entry(Marketing, true, 1)], Marketing, true, false)]
    #[case::changed(&[entry(Marketing, true, 1)], Marketing, false, true)]
    #[case::other_words(&[Consent { wording: 0, ..entry(Marketing, true, 1) }], Marketing, true, true)]
    fn the_ledger_keeps_what_is_new(
        #[case] ledger: &[Consent],
        #[case] purpose: ConsentPurpose,
        #[case] given: bool,
        #[case] kept: bool,
    ) {
        let said = say(ledger, purpose, given, Channel::Web, Timestamp::from_second(9).unwrap());
        assert_eq!(said.is_some(), kept);
    }

    proptest! {
        /// Whatever was said before: what was said last holds.
        #[test]
        fn what_is_said_holds(said in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..20)) {
            let mut ledger: Vec<Consent> = Vec::new();
            for (second, (marketing, given)) in said.into_iter().enumerate() {
                let purpose = if marketing { Marketing } else { Recommendations };
                let at = Timestamp::from_second(i64::try_from(second).unwrap()).unwrap();
                ledger.extend(say(&ledger, purpose, given, Channel::Web, at));
                prop_assert_eq!(allows(&ledger, purpose), given);
            }
        }
    }
}
