//! Answers to commands in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{
    Result,
    idempotency::{Idempotency, Remembered},
};
use async_trait::async_trait;
use crm::Timestamp;
use uuid::Uuid;

#[async_trait]
impl Idempotency for Session {
    async fn remembered(&mut self, actor: &str, operation: &str, key: Uuid) -> Result<Option<Remembered>> {
        let answer = query(
            "SELECT request_hash, reply FROM idempotency_keys WHERE actor = $1 AND operation = $2 AND key = $3",
        );
        self.first(answer.bind(actor).bind(operation).bind(key), read_answer).await
    }

    async fn remember(
        &mut self,
        actor: &str,
        operation: &str,
        key: Uuid,
        answer: &Remembered,
        at: Timestamp,
    ) -> Result<()> {
        let insert = query(
            "INSERT INTO idempotency_keys (actor, operation, key, request_hash, reply, at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let insert = insert
            .bind(actor)
            .bind(operation)
            .bind(key)
            .bind(answer.request_hash.as_slice())
            .bind(&answer.reply)
            .bind(Instant(at));
        self.run(insert).await?;
        Ok(())
    }

    async fn forget_answers(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM idempotency_keys WHERE at < $1").bind(Instant(before))).await
    }
}

fn read_answer(row: &Row) -> Result<Remembered> {
    let columns = Columns::of("idempotency_keys", row);
    Ok(Remembered { request_hash: columns.value("request_hash")?, reply: columns.value("reply")? })
}
