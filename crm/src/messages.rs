//! Messages to customers. R-CHN-2

use crate::{
    Timestamp,
    ids::{CustomerId, MessageId},
    language::Language,
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How a message travels.
    pub enum MessageChannel {
        /// Short message.
        Sms,
        /// E-mail.
        Email,
    }
}

vocabulary! {
    /// State of a message in the outbox.
    pub enum MessageState {
        /// Waits to be handed to its gateway.
        Queued,
        /// The gateway took it.
        Sent,
        /// Given up after the last try.
        Failed,
    }
}

vocabulary! {
    /// What a message is about; the page and the gateway share its words.
    pub enum MessageTopic {
        /// A one-time code. Never listed on pages.
        SignInCode,
        /// An order was placed, done or failed.
        Order,
        /// A request was answered.
        Request,
        /// A payment came in.
        Payment,
        /// A line was barred.
        LineBarred,
        /// Contact data, language or password changed.
        Profile,
        /// A contact changes. Holds the link that takes it back, so it is never listed on pages.
        ContactChange,
        /// A copy of one's data is ready. Holds the link to it, so it is never listed on pages.
        DataExport,
        /// Staff changed something for the customer.
        StaffActed,
        /// A role in a company was offered, given or taken.
        Company,
    }
}

/// A message, written in the transaction that causes it and delivered afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Identifier.
    pub id: MessageId,
    /// To whom; `None` when the addressee is not known as a customer.
    pub customer_id: Option<CustomerId>,
    /// What it is about.
    pub topic: MessageTopic,
    /// How it travels.
    pub channel: MessageChannel,
    /// Number or address.
    pub recipient: String,
    /// Language of `body`.
    pub language: Language,
    /// The words.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// State.
    pub state: MessageState,
}

/// Pauses before the second and further tries: a gateway that restarts is back in a minute, one that broke at night is
/// repaired by the morning.
const PAUSES: [SignedDuration; 7] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(10),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
];

/// The same for a one-time code, of no use to anybody after five minutes.
const CODE_PAUSES: [SignedDuration; 4] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_secs(15),
    SignedDuration::from_secs(45),
    SignedDuration::from_secs(90),
];

impl MessageTopic {
    /// How long the outbox pauses after `attempts` tries that failed (from 1); `None` when it gives the message up.
    pub fn next_attempt(self, attempts: i64) -> Option<SignedDuration> {
        let pauses: &[SignedDuration] = if self == Self::SignInCode { &CODE_PAUSES } else { &PAUSES };
        let failed = usize::try_from(attempts.max(1)).ok()?;
        pauses.get(failed - 1).copied()
    }

    /// Listed among the customer's messages; what holds a secret never is.
    pub fn is_listed(self) -> bool {
        !matches!(self, Self::SignInCode | Self::ContactChange | Self::DataExport)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::CODE_VALID_FOR;
    use rstest::rstest;
    use strum::VariantArray;

    #[rstest]
    #[case::first(MessageTopic::Order, 1, Some(30))]
    #[case::last(MessageTopic::Order, 7, Some(43_200))]
    #[case::given_up(MessageTopic::Order, 8, None)]
    #[case::code(MessageTopic::SignInCode, 1, Some(5))]
    #[case::code_given_up(MessageTopic::SignInCode, 5, None)]
    #[case::far_beyond(MessageTopic::Payment, i64::MAX, None)]
    fn tries_grow_apart_and_end(
        #[case] topic: MessageTopic,
        #[case] attempts: i64,
        #[case] seconds: Option<i64>,
    ) {
        assert_eq!(topic.next_attempt(attempts), seconds.map(SignedDuration::from_secs));
    }

    #[test]
    fn no_pause_is_shorter_than_the_one_before() {
        for topic in MessageTopic::VARIANTS {
            let pauses: Vec<_> = (1..).map_while(|attempts| topic.next_attempt(attempts)).collect();
            assert!(pauses.is_sorted(), "{topic}: {pauses:?}");
        }
    }

    #[test]
    fn a_code_is_not_sent_after_it_expired() {
        let pauses = (1..).map_while(|attempts| MessageTopic::SignInCode.next_attempt(attempts));
        assert!(pauses.fold(SignedDuration::ZERO, |sum, pause| sum + pause) < CODE_VALID_FOR);
    }
}
