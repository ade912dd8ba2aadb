//! The outbox: messages written with the work that causes them, delivered by a job afterwards. R-CHN-2

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, MessageId},
    messages::{Message, MessageState},
};

/// Keeps messages.
#[async_trait]
pub trait Messages: Send {
    /// Adds a message.
    async fn add_message(&mut self, message: &Message) -> Result<()>;

    /// One message.
    async fn message(&mut self, id: MessageId) -> Result<Option<Message>>;

    /// A customer's messages, newest first, without those that hold a secret.
    async fn messages_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Message>>;

    /// Forgets messages with links in them that were written before a time; says how many.
    async fn forget_links(&mut self, before: Timestamp) -> Result<u64>;

    /// Keeps what became of a message.
    async fn save_message_state(&mut self, id: MessageId, state: MessageState) -> Result<()>;
}
