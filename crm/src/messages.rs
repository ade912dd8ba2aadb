//! Messages to customers. R-CHN-2

use crate::{
    Timestamp,
    ids::{CustomerId, MessageId},
    language::Language,
    vocabulary::vocabulary,
};
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
