//! What a customer has and pays for it: the plans and add-ons that make up the last bill.
//!
//! Add-ons count at their list price. What is left of the file's monthly charge is what this customer signed for the
//! plans, shared out by their list prices.

use super::{
    catalogue::{Catalogue, codes},
    derived::Seed,
    row::{Access, Row},
};
use crm::{
    Date,
    catalogue::{Offering, OfferingKind},
    cycle::Cycle,
    ids::LineId,
    lines::LineKind,
    money::Money,
};

/// A plan or add-on on a line, at the price that was signed.
#[derive(Clone, Debug)]
pub(super) struct Signed<'c> {
    pub(super) line_id: LineId,
    pub(super) offering: &'c Offering,
    pub(super) price: Money,
    /// The first month it is billed for; `None` from the customer's first day on.
    pub(super) from: Option<Cycle>,
    /// The last month it was billed for, where the customer has it no longer.
    pub(super) until: Option<Cycle>,
}

impl Signed<'_> {
    /// Is billed in that month.
    pub(super) fn runs_in(&self, cycle: Cycle) -> bool {
        self.from.is_none_or(|from| from <= cycle) && self.until.is_none_or(|until| cycle <= until)
    }

    pub(super) fn is_plan(&self) -> bool {
        self.offering.kind == OfferingKind::Plan
    }

    /// What a month costs of which only the last `days_left` days are billed.
    pub(super) fn amount(&self, cycle: Cycle, since: Date) -> Money {
        match cycle.days_left(since) {
            left if left == cycle.days() => self.price,
            left => self.price.share(left, cycle.days()),
        }
    }
}

/// The customer's line of that kind.
pub(super) fn line_id(seed: &Seed, kind: LineKind) -> LineId {
    seed.id("line", i64::from(kind == LineKind::Internet))
}

/// Plans first, then add-ons; their prices sum to the monthly charge.
pub(super) fn signed<'c>(row: &Row, catalogue: &'c Catalogue, seed: &Seed) -> Vec<Signed<'c>> {
    let mut draw = seed.draw("plans");
    let phone = row.phone.map(|_| if row.senior { codes::PHONE_OF_SENIORS } else { codes::PHONE });
    let internet = row.internet.as_ref().map(|internet| match internet.access {
        Access::Dsl => codes::DSL,
        Access::Fibre => codes::FIBRE,
    });
    let plans: Vec<&Offering> = phone
        .into_iter()
        .chain(internet)
        .filter_map(|mix| draw.weighted(mix))
        .map(|code| catalogue.needed(code))
        .collect();

    let add_ons =
        row.add_ons().map(|code| catalogue.needed(code)).map(|offering| (offering, offering.monthly_price));
    let prices = shares(row.for_plans(catalogue), &plans);
    let at = |(offering, price): (&'c Offering, Money)| Signed {
        line_id: line_id(seed, offering.line_kind),
        offering,
        price,
        from: None,
        until: None,
    };
    plans.iter().copied().zip(prices).chain(add_ons).map(at).collect()
}

/// Shares `sum` out by list price, in steps of five fen as prices are; the last takes the rest.
fn shares(sum: Money, plans: &[&Offering]) -> Vec<Money> {
    let listed: i64 = plans.iter().map(|plan| plan.monthly_price.fen()).sum();
    let mut left = sum;
    let mut prices: Vec<Money> = plans
        .iter()
        .map(|plan| {
            let price = Money::from_fen(sum.share(plan.monthly_price.fen(), listed).fen() / 5 * 5);
            left -= price;
            price
        })
        .collect();
    if let Some(last) = prices.last_mut() {
        *last += left;
    }
    prices
}
