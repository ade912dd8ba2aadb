//! What units cost, by month. Costs are booked to the unit a line hung on when its bill was issued, and stay there: moving a
//! line or a unit does not rewrite what was. They follow the tree as it stands when they are summed. R-ENT-3

use super::tree::Path;
use crate::{cycle::Cycle, money::Money};
use serde::{Deserialize, Serialize};

/// What the lines of one unit, without those beneath it, came to on one bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCost {
    /// Where the unit hangs.
    pub path: Path,
    /// The month billed.
    pub cycle: Cycle,
    /// What its lines came to.
    pub amount: Money,
}

/// What a part of the tree came to in the last month and over some months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartCost {
    /// In the newest month.
    pub latest: Money,
    /// In the month before it.
    pub before: Money,
    /// In all months.
    pub total: Money,
}

/// Sums costs month by month for the last `months` months up to `until`, oldest first; a month without a bill is a gap.
pub fn by_month(costs: &[UnitCost], until: Cycle, months: i32) -> Vec<(Cycle, Option<Money>)> {
    let of = |cycle: Cycle| {
        let booked = costs.iter().filter(|cost| cost.cycle == cycle).map(|cost| cost.amount);
        booked.reduce(|sum, amount| sum + amount)
    };
    (0..months).rev().map(|back| until.plus(-back)).map(|cycle| (cycle, of(cycle))).collect()
}

/// Sums costs by parts of the tree: each part is a unit with everything beneath it.
pub fn by_part(costs: &[UnitCost], parts: &[Path], until: Cycle) -> Vec<PartCost> {
    let of = |part: &Path| {
        let within = costs.iter().filter(|cost| part.covers(&cost.path));
        within.fold(PartCost::default(), |mut sum, cost| {
            sum.total += cost.amount;
            if cost.cycle == until {
                sum.latest += cost.amount;
            } else if cost.cycle == until.previous() {
                sum.before += cost.amount;
            }
            sum
        })
    };
    parts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn cost(path: &str, month: i8, fen: i64) -> UnitCost {
        let cycle = Cycle::of(date(2026, month, 1));
        UnitCost { path: Path::kept(path.into()), cycle, amount: Money::from_fen(fen) }
    }

    #[test]
    fn costs_are_summed_by_month_and_part() {
        let costs = [
            cost("/A/", 8, 1),
            cost("/A/B/", 10, 20),
            cost("/A/B/C/", 10, 300),
            cost("/A/D/", 9, 4000),
            cost("/A/BC/", 10, 50_000),
        ];
        let until = Cycle::of(date(2026, 10, 1));
        let months: Vec<_> =
            by_month(&costs, until, 4).into_iter().map(|(_, amount)| amount.map(Money::fen)).collect();
        assert_eq!(months, [None, Some(1), Some(4000), Some(50_320)]);
        let parts = ["/A/B/", "/A/D/"].map(|path| Path::kept(path.into()));
        let parts: Vec<_> = by_part(&costs, &parts, until)
            .into_iter()
            .map(|part| [part.latest, part.before, part.total].map(Money::fen))
            .collect();
        assert_eq!(parts, [[320, 0, 320], [0, 4000, 4000]]);
    }
}
