//! The audit trail in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, audit::Audit};
use async_trait::async_trait;
use crm::audit::AuditEvent;

#[async_trait]
impl Audit for Session {
    async fn record(&mut self, event: &AuditEvent) -> Result<()> {
        let insert = query(
            "INSERT INTO audit_events (id, at, actor, operation, object, outcome, facts) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        );
        let insert = insert
            .bind(event.id.0)
            .bind(Instant(event.at))
            .bind(&event.actor)
            .bind(&event.operation)
            .bind(&event.object)
            .bind(event.outcome.as_ref())
            .bind(&event.facts);
        self.run(insert).await?;
        Ok(())
    }

    async fn latest_events(&mut self, limit: i64) -> Result<Vec<AuditEvent>> {
        let events = query(
            "SELECT id, at, actor, operation, object, outcome, facts FROM audit_events \
             ORDER BY at DESC, id DESC LIMIT $1",
        );
        self.all(events.bind(limit), read_event).await
    }
}

pub(super) fn read_event(row: &Row) -> Result<AuditEvent> {
    let columns = Columns::of("audit_events", row);
    Ok(AuditEvent {
        id: columns.id("id")?,
        at: columns.instant("at")?,
        actor: columns.value("actor")?,
        operation: columns.value("operation")?,
        object: columns.value("object")?,
        outcome: columns.word("outcome")?,
        facts: columns.value("facts")?,
    })
}
