//! Usage in SQL.

use super::{Columns, DAILY_USAGE, Instant, Row, Session, query};
use crate::{Result, usage::Usage};
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::LineId,
    usage::{DailyUsage, UsageEvent},
};

#[async_trait]
impl Usage for Session {
    async fn daily_usage(
        &mut self,
        line: LineId,
        from: Timestamp,
        until: Timestamp,
        offset_seconds: i64,
    ) -> Result<Vec<DailyUsage>> {
        let days =
            query(DAILY_USAGE).bind(line.0).bind(Instant(from)).bind(Instant(until)).bind(offset_seconds);
        self.all(days, read_day).await
    }

    async fn usage_events(&mut self, line: LineId, before: Timestamp, limit: i64) -> Result<Vec<UsageEvent>> {
        let events = query(
            "SELECT line_id, at, sequence, kind, quantity FROM usage_events WHERE line_id = $1 AND at < $2 \
             ORDER BY at DESC, sequence DESC LIMIT $3",
        );
        self.all(events.bind(line.0).bind(Instant(before)).bind(limit), read_event).await
    }
}

fn read_day(row: &Row) -> Result<DailyUsage> {
    let columns = Columns::of("usage_events", row);
    Ok(DailyUsage {
        day: columns.day("day")?,
        kind: columns.word("kind")?,
        quantity: columns.value("quantity")?,
        events: columns.value("events")?,
    })
}

fn read_event(row: &Row) -> Result<UsageEvent> {
    let columns = Columns::of("usage_events", row);
    Ok(UsageEvent {
        line_id: columns.id("line_id")?,
        at: columns.instant("at")?,
        sequence: columns.value("sequence")?,
        kind: columns.word("kind")?,
        quantity: columns.value("quantity")?,
    })
}
