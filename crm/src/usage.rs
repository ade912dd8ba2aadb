//! Usage: what was called, loaded and sent, against the allowances. R-BIL-7

use crate::{
    Date, Timestamp,
    catalogue::{Allowances, DATA_BLOCK_MB, Overage},
    cycle::Cycle,
    ids::LineId,
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

impl CycleUsage {
    /// What was used of one kind.
    pub fn of(self, kind: UsageKind) -> i64 {
        match kind {
            UsageKind::Voice => self.voice_minutes,
            UsageKind::Data => self.data_mb,
            UsageKind::Message => self.messages,
        }
    }

    /// Counts `quantity` more of one kind.
    pub fn add(&mut self, kind: UsageKind, quantity: i64) {
        match kind {
            UsageKind::Voice => self.voice_minutes += quantity,
            UsageKind::Data => self.data_mb += quantity,
            UsageKind::Message => self.messages += quantity,
        }
    }
}

/// Sums days to cycles. A cycle without any use is not in the map.
pub fn by_cycle<'a>(days: impl IntoIterator<Item = &'a DailyUsage>) -> BTreeMap<Cycle, CycleUsage> {
    let mut cycles = BTreeMap::<Cycle, CycleUsage>::new();
    for day in days {
        cycles.entry(Cycle::of(day.day)).or_default().add(day.kind, day.quantity);
    }
    cycles
}

impl OverageCharges {
    /// All kinds together.
    pub fn total(self) -> Money {
        self.voice + self.data + self.messages
    }
}

/// What a cycle's use costs beyond what the plan includes: minutes and messages each, data per started block of
/// [`DATA_BLOCK_MB`]. R-BIL-2
pub fn overage(usage: CycleUsage, allowances: &Allowances, rates: &Overage) -> OverageCharges {
    let data_mb = beyond(usage.data_mb, allowances.data_mb);
    let blocks = data_mb / DATA_BLOCK_MB + i64::from(data_mb % DATA_BLOCK_MB > 0);
    OverageCharges {
        voice: rates.voice_minute * beyond(usage.voice_minutes, allowances.voice_minutes),
        data: rates.data_block * blocks,
        messages: rates.message * beyond(usage.messages, allowances.messages),
    }
}

fn beyond(used: i64, allowance: Option<i64>) -> i64 {
    allowance.map_or(0, |allowance| (used - allowance).max(0))
}

vocabulary! {
    /// How far an allowance is used up; the customer is told once at each step. R-BIL-7
    pub enum Alert {
        /// Half of it.
        Half,
        /// Four fifths of it.
        NearlyUsedUp,
        /// All of it: more use costs extra.
        UsedUp,
    }
}

impl Alert {
    /// The step that `percent` has reached.
    pub fn at(percent: i64) -> Option<Self> {
        match percent {
            100.. => Some(Self::UsedUp),
            80.. => Some(Self::NearlyUsedUp),
            50.. => Some(Self::Half),
            _ => None,
        }
    }

    /// The percentage at which the step begins.
    pub fn percent(self) -> i64 {
        match self {
            Self::Half => 50,
            Self::NearlyUsedUp => 80,
            Self::UsedUp => 100,
        }
    }
}

/// How much of one allowance is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What is measured.
    pub kind: UsageKind,
    /// Minutes, megabytes or messages used in the cycle.
    pub used: i64,
    /// Minutes, megabytes or messages included; `None` without limit, 0 when each costs extra.
    pub allowance: Option<i64>,
}

impl Level {
    /// What is left; `None` without limit.
    pub fn left(self) -> Option<i64> {
        self.allowance.map(|allowance| (allowance - self.used).max(0))
    }

    /// What was used beyond the allowance, and costs extra.
    pub fn beyond(self) -> i64 {
        beyond(self.used, self.allowance)
    }

    /// Percent used, rounded down so that 100 means all of it; more than 100 beyond it. `None` where nothing can be
    /// used up: without limit, or when nothing is included.
    pub fn percent(self) -> Option<i64> {
        let allowance = self.allowance.filter(|allowance| *allowance > 0)?;
        Some(self.used.saturating_mul(100) / allowance)
    }

    /// The step reached, if any. R-BIL-7
    pub fn alert(self) -> Option<Alert> {
        self.percent().and_then(Alert::at)
    }
}

/// What is used and left of each allowance: voice, data, messages. R-BIL-7
pub fn remaining(allowances: &Allowances, usage: CycleUsage) -> [Level; 3] {
    [
        (UsageKind::Voice, allowances.voice_minutes),
        (UsageKind::Data, allowances.data_mb),
        (UsageKind::Message, allowances.messages),
    ]
    .map(|(kind, allowance)| Level { kind, used: usage.of(kind), allowance })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    const ALLOWANCES: Allowances =
        Allowances { voice_minutes: Some(100), data_mb: Some(1_000), messages: Some(0) };
    const RATES: Overage = Overage {
        voice_minute: Money::from_fen(15),
        data_block: Money::from_fen(300),
        message: Money::from_fen(10),
    };

    fn used(voice_minutes: i64, data_mb: i64, messages: i64) -> CycleUsage {
        CycleUsage { voice_minutes, data_mb, messages }
    }

    #[rstest]
    #[case::nothing_used(used(0, 0, 0), (0, 0, 0))]
    #[case::exactly_the_allowance(used(100, 1_000, 0), (0, 0, 0))]
    #[case::one_more_of_each(used(101, 1_001, 1), (15, 300, 10))]
    #[case::a_whole_block(used(0, 1_100, 0), (0, 300, 0))]
    #[case::a_started_second_block(used(0, 1_101, 0), (0, 600, 0))]
    #[case::much(used(300, 11_000, 50), (3_000, 30_000, 500))]
    fn use_beyond_the_allowance_costs(#[case] usage: CycleUsage, #[case] fen: (i64, i64, i64)) {
        let charges = overage(usage, &ALLOWANCES, &RATES);
        let (voice, data, messages) = fen;
        assert_eq!((charges.voice.fen(), charges.data.fen(), charges.messages.fen()), fen);
        assert_eq!(charges.total(), Money::from_fen(voice + data + messages));
    }

    #[test]
    fn no_limit_costs_nothing() {
        let unlimited = Allowances { voice_minutes: None, data_mb: None, messages: None };
        assert_eq!(overage(used(99_999, 9_999_999, 9_999), &unlimited, &RATES), OverageCharges::default());
    }

    #[rstest]
    #[case::unused(0, Some(200), Some(200), Some(0), None)]
    #[case::just_under_half(99, Some(200), Some(101), Some(49), None)]
    #[case::half(100, Some(200), Some(100), Some(50), Some(Alert::Half))]
    #[case::just_under_four_fifths(159, Some(200), Some(41), Some(79), Some(Alert::Half))]
    #[case::four_fifths(160, Some(200), Some(40), Some(80), Some(Alert::NearlyUsedUp))]
    #[case::one_left(199, Some(200), Some(1), Some(99), Some(Alert::NearlyUsedUp))]
    #[case::all(200, Some(200), Some(0), Some(100), Some(Alert::UsedUp))]
    #[case::beyond(500, Some(200), Some(0), Some(250), Some(Alert::UsedUp))]
    #[case::without_limit(500, None, None, None, None)]
    #[case::nothing_included(5, Some(0), Some(0), None, None)]
    fn levels_tell_what_is_left(
        #[case] used: i64,
        #[case] allowance: Option<i64>,
        #[case] left: Option<i64>,
        #[case] percent: Option<i64>,
        #[case] alert: Option<Alert>,
    ) {
        let level = Level { kind: UsageKind::Voice, used, allowance };
        assert_eq!((level.left(), level.percent(), level.alert()), (left, percent, alert));
    }

    #[test]
    fn remaining_pairs_each_kind_with_its_allowance() {
        let [voice, data, messages] = remaining(&ALLOWANCES, used(80, 250, 3));
        assert_eq!(
            (voice.kind, voice.left(), voice.alert()),
            (UsageKind::Voice, Some(20), Some(Alert::NearlyUsedUp))
        );
        assert_eq!((data.kind, data.left(), data.alert()), (UsageKind::Data, Some(750), None));
        assert_eq!((messages.kind, messages.left(), messages.beyond()), (UsageKind::Message, Some(0), 3));
    }

    #[test]
    fn days_are_summed_to_their_cycle() {
        let day = |day, kind, quantity| DailyUsage { day, kind, quantity, events: 1 };
        let cycles = by_cycle(&[
            day(date(2024, 2, 1), UsageKind::Voice, 5),
            day(date(2024, 2, 29), UsageKind::Voice, 7),
            day(date(2024, 2, 29), UsageKind::Data, 300),
            day(date(2024, 3, 1), UsageKind::Message, 2),
        ]);
        assert_eq!(
            cycles.into_iter().collect::<Vec<_>>(),
            [(Cycle::of(date(2024, 2, 1)), used(12, 300, 0)), (Cycle::of(date(2024, 3, 1)), used(0, 0, 2))]
        );
    }

    proptest! {
        #[test]
        fn more_use_never_costs_less(minutes in 0..5_000_i64, mb in 0..200_000_i64, more in 0..5_000_i64) {
            let less = overage(used(minutes, mb, 0), &ALLOWANCES, &RATES).total();
            prop_assert!(overage(used(minutes + more, mb + more, more), &ALLOWANCES, &RATES).total() >= less);
        }

        #[test]
        fn a_step_is_reached_exactly_at_its_percentage(used in 0..10_000_i64, allowance in 1..5_000_i64) {
            let level = Level { kind: UsageKind::Data, used, allowance: Some(allowance) };
            for step in [Alert::Half, Alert::NearlyUsedUp, Alert::UsedUp] {
                prop_assert_eq!(level.alert() >= Some(step), used * 100 >= allowance * step.percent());
            }
        }
    }
}
