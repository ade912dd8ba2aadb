//! How a line is used, whatever its bills say.

use super::{
    derived::{Draw, Seed},
    signed::Signed,
};
use crm::{catalogue::Offering, lines::LineKind, usage::UsageKind};

/// How a line is used, in draws that stay with it.
pub(super) struct Habits {
    /// Percent of the allowance used in a usual month, in order of kind.
    percent: [i64; 3],
    /// Events in a usual month.
    events: i64,
    /// Percent of an allowance used in the running month, where nearly all of it is.
    pub(super) nearly_used_up: Option<i64>,
}

/// Use of a kind that a plan does not limit, in a month in which all of it would be used.
const TYPICAL: [i64; 3] = [600, 400 * 1024, 150];

/// Lines on which a usual month uses less of the allowances, in percent, never go beyond them.
const LIGHT: i64 = 42;

impl Habits {
    /// The habits on the customer's line of that kind.
    pub(super) fn of(seed: &Seed, line_kind: LineKind) -> Self {
        let mut draw = seed.draw(match line_kind {
            LineKind::Phone => "habits on the phone",
            LineKind::Internet => "habits on the internet",
        });
        let bands = [((5, 38), 35), ((LIGHT, 78), 40), ((78, 97), 25)];
        let (low, high) = draw.weighted(&bands).unwrap_or((LIGHT, 78));
        let percent = [(); 3].map(|()| draw.between(low, high));
        let nearly_used_up = draw.chance(140).then(|| draw.between(80, 100));
        Self { percent, events: draw.between(50, 70), nearly_used_up }
    }

    /// Use beyond an allowance would be out of character.
    pub(super) fn are_light(&self) -> bool {
        self.percent.iter().all(|percent| *percent < LIGHT)
    }

    pub(super) fn busy(&self, draw: &mut Draw) -> i64 {
        self.events + draw.between(-10, 10)
    }

    /// A usual month's quantity of a kind: never more than the allowance, out of which `days` of `whole` have passed.
    pub(super) fn usual(
        &self,
        plan: &Signed<'_>,
        at: usize,
        kind: UsageKind,
        days: i64,
        whole: i64,
        draw: &mut Draw,
    ) -> i64 {
        let full = allowance(plan.offering, kind);
        let base = full.unwrap_or(if suits(plan, kind) { TYPICAL[at] } else { 0 });
        let quantity = base * self.percent[at] * draw.between(850, 1150) / (100 * 1000) * days / whole;
        full.map_or(quantity, |full| quantity.min(full))
    }
}

/// Nobody calls over an internet line.
fn suits(plan: &Signed<'_>, kind: UsageKind) -> bool {
    plan.offering.line_kind == LineKind::Phone || kind == UsageKind::Data
}

/// What a plan includes of one kind; `None` without limit.
pub(super) fn allowance(plan: &Offering, kind: UsageKind) -> Option<i64> {
    match kind {
        UsageKind::Voice => plan.allowances.voice_minutes,
        UsageKind::Data => plan.allowances.data_mb,
        UsageKind::Message => plan.allowances.messages,
    }
}
