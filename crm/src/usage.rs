//! Usage: what was called, loaded and sent, against the allowances. R-BIL-7

use crate::{Date, Timestamp, ids::LineId, money::Money, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What was used.
    pub enum UsageKind {
        /// Calls, in minutes (started minutes count whole).
        Voice,
        /// Data, in megabytes.
        Data,
        /// Text messages, in pieces.
        Message,
    }
}

/// One call, data session or message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageEvent {
    /// The line that was used.
    pub line_id: LineId,
    /// When it began.
    pub at: Timestamp,
    /// Tells apart events of one line that began in the same microsecond.
    pub sequence: i64,
    /// What was used.
    pub kind: UsageKind,
    /// Minutes, megabytes or messages.
    pub quantity: i64,
}

/// Sums of one kind on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyUsage {
    /// The day in the operator's time zone.
    pub day: Date,
    /// What was used.
    pub kind: UsageKind,
    /// Minutes, megabytes or messages.
    pub quantity: i64,
    /// Number of events.
    pub events: i64,
}

/// What one line used in one cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleUsage {
    /// Call minutes.
    pub voice_minutes: i64,
    /// Megabytes.
    pub data_mb: i64,
    /// Messages.
    pub messages: i64,
}

/// What use beyond the allowance cost, kind by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverageCharges {
    /// For minutes.
    pub voice: Money,
    /// For data.
    pub data: Money,
    /// For messages.
    pub messages: Money,
}
