//! The product catalogue: plans (套餐) and add-ons (增值业务). R-PRD-1

use crate::{Date, language::Text, lines::LineKind, money::Money, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What an offering is.
    pub enum OfferingKind {
        /// Exactly one on every line.
        Plan,
        /// Any number beside the plan.
        AddOn,
    }
}

vocabulary! {
    /// What a customer looks for; plans are filtered by it. R-PRD-2
    pub enum Need {
        /// The lowest monthly price.
        LowPrice,
        /// Many minutes.
        Calls,
        /// Much mobile data.
        Data,
        /// Fast internet at home.
        Speed,
        /// Films and series.
        Streaming,
        /// For senior citizens.
        Senior,
    }
}

vocabulary! {
    /// Who may take an offering.
    pub enum Eligibility {
        /// Every customer.
        Everyone,
        /// Senior citizens.
        Seniors,
    }
}

/// Business key of an offering, such as `5G-129`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfferingCode(pub String);

/// What a plan includes per cycle. `None` means without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowances {
    /// Call minutes.
    pub voice_minutes: Option<i64>,
    /// Data in megabytes.
    pub data_mb: Option<i64>,
    /// Text messages.
    pub messages: Option<i64>,
}

/// What use beyond the allowance costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overage {
    /// Per minute.
    pub voice_minute: Money,
    /// Per started block of 100 megabytes.
    pub data_block: Money,
    /// Per message.
    pub message: Money,
}

/// Megabytes in one block of data beyond the allowance.
pub const DATA_BLOCK_MB: i64 = 100;

/// A plan or add-on with the price that is valid on the day it was read for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offering {
    /// Business key.
    pub code: OfferingCode,
    /// Plan or add-on.
    pub kind: OfferingKind,
    /// The kind of line it runs on.
    pub line_kind: LineKind,
    /// Name.
    pub name: Text,
    /// One sentence: what it is for.
    pub summary: Text,
    /// List price per cycle on the day it was read for.
    pub monthly_price: Money,
    /// What is included.
    pub allowances: Allowances,
    /// What more costs.
    pub overage: Overage,
    /// Downstream speed of an internet plan in Mbit/s.
    pub speed_mbps: Option<i64>,
    /// First day it can be ordered.
    pub sale_from: Date,
    /// Last day it can be ordered; `None` while no end is set.
    pub sale_until: Option<Date>,
    /// Who may order it.
    pub eligibility: Eligibility,
    /// What it is good for.
    pub needs: Vec<Need>,
    /// Add-ons that cannot run beside this plan and end with a change to it.
    pub excludes: Vec<OfferingCode>,
}

impl Eligibility {
    /// Admits a customer who is, or is not, a senior citizen.
    pub fn admits(self, senior: bool) -> bool {
        match self {
            Self::Everyone => true,
            Self::Seniors => senior,
        }
    }
}

impl Offering {
    /// Can be ordered on that day.
    pub fn is_on_sale(&self, on: Date) -> bool {
        self.sale_from <= on && self.sale_until.is_none_or(|until| on <= until)
    }

    /// Is a plan for that kind of line.
    pub fn is_plan_for(&self, line_kind: LineKind) -> bool {
        self.kind == OfferingKind::Plan && self.line_kind == line_kind
    }

    /// Meets everything the customer looks for; with nothing wanted, every offering does. R-PRD-2
    pub fn meets(&self, wanted: &[Need]) -> bool {
        wanted.iter().all(|need| self.needs.contains(need))
    }

    /// At least as fast as `present`, where `present` has a speed at all.
    pub fn is_as_fast_as(&self, present: &Self) -> bool {
        // `None < Some(_)`: what names no speed is slower than what does.
        self.speed_mbps >= present.speed_mbps
    }
}

/// The plans a customer can order for a line of that kind, cheapest first. R-PRD-1
pub fn plans_for(catalogue: &[Offering], line_kind: LineKind, senior: bool, on: Date) -> Vec<&Offering> {
    let mut plans: Vec<&Offering> = catalogue
        .iter()
        .filter(|offering| offering.is_plan_for(line_kind))
        .filter(|plan| plan.is_on_sale(on) && plan.eligibility.admits(senior))
        .collect();
    plans.sort_by_key(|plan| (plan.monthly_price, &plan.code));
    plans
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    /// A phone plan on sale in 2026 for everyone, with nothing included.
    pub(crate) fn plan(code: &str, yuan: i64) -> Offering {
        let text = |text: &str| Text { zh_cn: text.to_owned(), en: text.to_owned() };
        Offering {
            code: OfferingCode(code.to_owned()),
            kind: OfferingKind::Plan,
            line_kind: LineKind::Phone,
            name: text(code),
            summary: text(""),
            monthly_price: Money::from_yuan(yuan),
            allowances: Allowances { voice_minutes: Some(0), data_mb: Some(0), messages: Some(0) },
            overage: Overage {
                voice_minute: Money::from_fen(15),
                data_block: Money::from_fen(300),
                message: Money::from_fen(10),
            },
            speed_mbps: None,
            sale_from: date(2026, 1, 1),
            sale_until: Some(date(2026, 12, 31)),
            eligibility: Eligibility::Everyone,
            needs: vec![],
            excludes: vec![],
        }
    }

    #[rstest]
    #[case::day_before(date(2025, 12, 31), false)]
    #[case::first_day(date(2026, 1, 1), true)]
    #[case::last_day(date(2026, 12, 31), true)]
    #[case::day_after(date(2027, 1, 1), false)]
    fn on_sale_from_first_to_last_day(#[case] on: Date, #[case] on_sale: bool) {
        assert_eq!(plan("A", 1).is_on_sale(on), on_sale);
    }

    #[test]
    fn without_an_end_the_sale_goes_on() {
        assert!(Offering { sale_until: None, ..plan("A", 1) }.is_on_sale(date(2099, 1, 1)));
    }

    #[rstest]
    #[case(Eligibility::Everyone, false, true)]
    #[case(Eligibility::Everyone, true, true)]
    #[case(Eligibility::Seniors, false, false)]
    #[case(Eligibility::Seniors, true, true)]
    fn only_seniors_get_plans_for_seniors(
        #[case] for_whom: Eligibility,
        #[case] senior: bool,
        #[case] admits: bool,
    ) {
        assert_eq!(for_whom.admits(senior), admits);
    }

    #[rstest]
    #[case::nothing_wanted(&[], true)]
    #[case::one_of_two(&[Need::Data], true)]
    #[case::both(&[Need::Calls, Need::Data], true)]
    #[case::one_missing(&[Need::Data, Need::Streaming], false)]
    fn every_wanted_need_must_be_met(#[case] wanted: &[Need], #[case] meets: bool) {
        let plan = Offering { needs: vec![Need::Calls, Need::Data], ..plan("A", 1) };
        assert_eq!(plan.meets(wanted), meets);
    }

    #[rstest]
    #[case::slower(Some(100), Some(300), false)]
    #[case::equal(Some(300), Some(300), true)]
    #[case::faster(Some(500), Some(300), true)]
    #[case::unknown_against_known(None, Some(300), false)]
    #[case::known_against_unknown(Some(100), None, true)]
    #[case::both_without(None, None, true)]
    fn speeds_compare(#[case] mine: Option<i64>, #[case] present: Option<i64>, #[case] as_fast: bool) {
        let with_speed = |speed_mbps| Offering { speed_mbps, ..plan("A", 1) };
        assert_eq!(with_speed(mine).is_as_fast_as(&with_speed(present)), as_fast);
    }

    #[rstest]
    #[case::everybody(LineKind::Phone, false, &["A", "B", "C"])]
    #[case::senior(LineKind::Phone, true, &["SENIOR", "A", "B", "C"])]
    #[case::internet(LineKind::Internet, false, &["DSL"])]
    fn plans_to_order_cheapest_first(#[case] kind: LineKind, #[case] senior: bool, #[case] codes: &[&str]) {
        let catalogue = [
            plan("C", 99),
            plan("B", 59),
            plan("A", 59),
            Offering { eligibility: Eligibility::Seniors, ..plan("SENIOR", 19) },
            Offering { line_kind: LineKind::Internet, ..plan("DSL", 79) },
            Offering { kind: OfferingKind::AddOn, ..plan("EXTRA", 5) },
            Offering { sale_until: Some(date(2026, 5, 31)), ..plan("OLD", 9) },
            Offering { sale_from: date(2026, 6, 2), ..plan("COMING", 9) },
        ];
        let plans = plans_for(&catalogue, kind, senior, date(2026, 6, 1));
        assert_eq!(plans.iter().map(|plan| plan.code.0.as_str()).collect::<Vec<_>>(), codes);
    }
}
