//! Usage events and their sums. R-BIL-7

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::LineId,
    usage::{DailyUsage, UsageEvent},
};

/// Reads usage.
#[async_trait]
pub trait Usage: Send {
    /// Sums per day (in the operator's zone, `offset_seconds` east of UTC) and kind from `from` until before `until`,
    /// in order of day.
    async fn daily_usage(
        &mut self,
        line: LineId,
        from: Timestamp,
        until: Timestamp,
        offset_seconds: i64,
    ) -> Result<Vec<DailyUsage>>;

    /// Single events of a line, newest first, those before `before`, at most `limit`.
    async fn usage_events(&mut self, line: LineId, before: Timestamp, limit: i64) -> Result<Vec<UsageEvent>>;
}
