//! The outbox in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, messages::Messages};
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, MessageId},
    messages::{Message, MessageState},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, customer_id, topic, channel, recipient, language, body, created_at, state FROM messages ",
            $rest
        )
    };
}

#[async_trait]
impl Messages for Session {
    async fn add_message(&mut self, message: &Message) -> Result<()> {
        let insert = query(
            "INSERT INTO messages (id, customer_id, topic, channel, recipient, language, body, created_at, state) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(message.id.0)
            .bind(message.customer_id.map(|customer| customer.0))
            .bind(message.topic.as_ref())
            .bind(message.channel.as_ref())
            .bind(&message.recipient)
            .bind(message.language.as_ref())
            .bind(&message.body)
            .bind(Instant(message.created_at))
            .bind(message.state.as_ref());
        self.run(insert).await?;
        Ok(())
    }

    async fn message(&mut self, id: MessageId) -> Result<Option<Message>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_message).await
    }

    async fn messages_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Message>> {
        let messages = query(select!(
            "WHERE customer_id = $1 AND topic NOT IN ('signInCode', 'contactChange', 'dataExport') ORDER BY created_at DESC, id DESC LIMIT $2"
        ));
        self.all(messages.bind(customer.0).bind(limit), read_message).await
    }

    async fn forget_links(&mut self, before: Timestamp) -> Result<u64> {
        let delete =
            "DELETE FROM messages WHERE topic IN ('contactChange', 'dataExport') AND created_at < $1";
        self.run(query(delete).bind(Instant(before))).await
    }

    async fn save_message_state(&mut self, id: MessageId, state: MessageState) -> Result<()> {
        self.change(query("UPDATE messages SET state = $2 WHERE id = $1").bind(id.0).bind(state.as_ref()))
            .await
    }
}

fn read_message(row: &Row) -> Result<Message> {
    let columns = Columns::of("messages", row);
    Ok(Message {
        id: columns.id("id")?,
        customer_id: columns.maybe_id("customer_id")?,
        topic: columns.word("topic")?,
        channel: columns.word("channel")?,
        recipient: columns.value("recipient")?,
        language: columns.word("language")?,
        body: columns.value("body")?,
        created_at: columns.instant("created_at")?,
        state: columns.word("state")?,
    })
}
