//! What was answered to a command, so that repeating it changes nothing.

use crate::Result;
use async_trait::async_trait;
use crm::Timestamp;
use uuid::Uuid;

/// The answer that was given to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Hash of the command it answered.
    pub request_hash: Vec<u8>,
    /// The answer.
    pub reply: String,
}

/// Remembers answers by key, bound to actor and operation.
#[async_trait]
pub trait Idempotency: Send {
    /// The answer given under this key, if any.
    async fn remembered(&mut self, actor: &str, operation: &str, key: Uuid) -> Result<Option<Remembered>>;

    /// Keeps an answer in the transaction of its work. Conflict when the key is taken meanwhile.
    async fn remember(
        &mut self,
        actor: &str,
        operation: &str,
        key: Uuid,
        answer: &Remembered,
        at: Timestamp,
    ) -> Result<()>;

    /// Forgets answers older than `before`; says how many.
    async fn forget_answers(&mut self, before: Timestamp) -> Result<u64>;
}
