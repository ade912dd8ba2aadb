//! The audit trail in SQL.

use super::{Columns, Db, Instant, Query, Row, Session, older_than, query};
use crate::{
    Error, Result,
    audit::{Audit, AuditCounts, Backlog, EventSearch, FoundEvent},
    orders::Before,
};
use async_trait::async_trait;
use crm::{
    Timestamp,
    audit::{
        AuditEvent,
        chain::{Head, Link, Seal},
    },
};
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Links written by one statement.
const SEALS: usize = 500;

/// Looks for events in one order; `$where` comes first, so that an index on what it names leads to them.
macro_rules! find {
    ($where:literal) => {
        concat!(
            "SELECT e.id, e.at, e.actor, e.operation, e.object, e.outcome, e.facts, s.position FROM audit_events e \
             LEFT JOIN audit_seals s ON s.event_id = e.id WHERE ",
            $where,
            "e.at >= $3 AND e.at < $4 AND (e.at, e.id) < ($5, $6) \
             AND ($1 IS NULL OR e.operation = $1) AND ($2 IS NULL OR e.outcome = $2) \
             ORDER BY e.at DESC, e.id DESC LIMIT $7"
        )
    };
}

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

    async fn find_events(
        &mut self,
        search: &EventSearch,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<FoundEvent>> {
        let (at, id) = older_than(before);
        let common = |text: &'static str| -> Query {
            query(text)
                .bind(search.operation.clone())
                .bind(search.outcome.map(|outcome| outcome.as_ref().to_owned()))
                .bind(Instant(search.from.unwrap_or(Timestamp::UNIX_EPOCH)))
                .bind(Instant(search.until.unwrap_or(Timestamp::MAX)))
                .bind(at)
                .bind(id)
                .bind(limit)
        };
        let events = match (&search.actor, &search.object) {
            (Some(actor), Some(object)) => {
                // An expression is in no index: things have fewer events than people, and lead the way.
                let both = find!("e.object = $8 AND e.actor || '' = $9 AND ");
                common(both).bind(object.clone()).bind(actor.clone())
            }
            (Some(actor), None) => common(find!("e.actor = $8 AND ")).bind(actor.clone()),
            (None, Some(object)) => common(find!("e.object = $8 AND ")).bind(object.clone()),
            (None, None) => common(find!("")),
        };
        self.all(events, read_found).await
    }

    async fn unsealed_events(&mut self, limit: i64) -> Result<Vec<AuditEvent>> {
        let events = query(
            "SELECT e.id, e.at, e.actor, e.operation, e.object, e.outcome, e.facts FROM audit_waiting w \
             JOIN audit_events e ON e.id = w.event_id ORDER BY w.at, w.event_id LIMIT $1",
        );
        self.all(events.bind(limit), read_event).await
    }

    async fn audit_backlog(&mut self) -> Result<Backlog> {
        let backlog = query("SELECT count(*) AS waiting, min(at) AS oldest FROM audit_waiting");
        let backlog = self.first(backlog, |row| {
            let columns = Columns::of("audit_waiting", row);
            Ok(Backlog { waiting: columns.value("waiting")?, oldest: columns.maybe_instant("oldest")? })
        });
        Ok(backlog.await?.unwrap_or_default())
    }

    async fn chain_head(&mut self) -> Result<Head> {
        let last = query("SELECT position, event_id, hash FROM audit_seals ORDER BY position DESC LIMIT 1");
        let last = self.first(last, read_seal).await?;
        Ok(last.as_ref().map_or(Head::BEGINNING, Head::from))
    }

    async fn add_seals(&mut self, seals: &[Seal]) -> Result<()> {
        for seals in seals.chunks(SEALS) {
            let mut insert = QueryBuilder::<Db>::new("INSERT INTO audit_seals (position, event_id, hash) ");
            insert.push_values(seals, |mut values, seal| {
                values.push_bind(seal.position);
                values.push_bind(seal.event_id.0);
                values.push_bind(&seal.hash[..]);
            });
            insert.build().persistent(false).execute(self.held.connection()).await?;
        }
        Ok(())
    }

    async fn links_after(&mut self, position: i64, limit: i64) -> Result<Vec<Link>> {
        let links = query(
            "SELECT s.position, s.event_id, s.hash, e.id, e.at, e.actor, e.operation, e.object, e.outcome, e.facts \
             FROM audit_seals s LEFT JOIN audit_events e ON e.id = s.event_id \
             WHERE s.position > $1 ORDER BY s.position LIMIT $2",
        );
        self.all(links.bind(position).bind(limit), |row| {
            let there: Option<Uuid> = Columns::of("audit_events", row).maybe_id("id")?;
            let event = there.map(|_| read_event(row)).transpose()?;
            Ok(Link { seal: read_seal(row)?, event })
        })
        .await
    }

    async fn count_audit(&mut self) -> Result<AuditCounts> {
        Ok(AuditCounts {
            events: self.number(query("SELECT count(*) AS number FROM audit_events")).await?,
            seals: self.number(query("SELECT count(*) AS number FROM audit_seals")).await?,
            waiting: self.number(query("SELECT count(*) AS number FROM audit_waiting")).await?,
        })
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

fn read_found(row: &Row) -> Result<FoundEvent> {
    let position = Columns::of("audit_seals", row).value("position")?;
    Ok(FoundEvent { event: read_event(row)?, position })
}

fn read_seal(row: &Row) -> Result<Seal> {
    let columns = Columns::of("audit_seals", row);
    let hash: &[u8] = columns.value("hash")?;
    let hash = hash.try_into().map_err(|_| Error::Corrupt("in audit_seals.hash no 32 bytes".to_owned()))?;
    Ok(Seal { position: columns.value("position")?, event_id: columns.id("event_id")?, hash })
}
