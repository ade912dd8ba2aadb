//! Changing the plan of a line: when it takes effect and what it costs. R-PRD-5, R-ORD-4, R-ORD-8
//!
//! [`terms`] does the arithmetic, [`quote`] and [`decide`] add the checks: a preview in the browser and the order on the
//! server come from the same lines of code.
//!
//! # What stands on the next bill
//! Plans and add-ons are billed in arrears: the bill issued on the first day of a cycle charges the whole cycle before
//! it, at the prices that were signed when that cycle began. So a change is seen on the next bill only as what is
//! added to it ([`Terms::charges`]):
//! - a change at once adds the proration, which is the difference of the two prices for the days from today to the end
//!   of the cycle, and gives back the same days of the add-ons that end;
//! - a change from the next cycle adds neither; the new price itself is first seen on the bill after the next;
//! - the fee for leaving an agreement early is added in both cases.
//!
//! `Terms::next_bill_difference` is the sum of these. What every later month costs more or less is
//! [`Terms::monthly_difference`]. Use beyond the allowances is in neither: nobody knows it beforehand.

use crate::{
    Date,
    agreements::{Agreement, Commitment},
    bills::ChargeKind,
    catalogue::{Offering, OfferingCode},
    cycle::Cycle,
    lines::{Line, LineState},
    money::Money,
    products::Product,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

mod refusal;

pub use refusal::Refusal;

vocabulary! {
    /// When the customer wants the new plan.
    pub enum Start {
        /// At once, with daily proration. Upgrades only.
        Now,
        /// With the next billing cycle.
        NextCycle,
    }
}

impl Start {
    /// First day of a plan ordered today.
    pub fn effective_on(self, today: Date) -> Date {
        match self {
            Self::Now => today,
            Self::NextCycle => Cycle::of(today).next().first(),
        }
    }
}

vocabulary! {
    /// Which way a change goes, by monthly price.
    pub enum Direction {
        /// To a higher monthly price.
        Upgrade,
        /// To the same monthly price.
        Sideways,
        /// To a lower monthly price.
        Downgrade,
    }
}

impl Direction {
    /// The way from one monthly price to another.
    pub fn between(old: Money, new: Money) -> Self {
        match new.cmp(&old) {
            Ordering::Greater => Self::Upgrade,
            Ordering::Equal => Self::Sideways,
            Ordering::Less => Self::Downgrade,
        }
    }

    /// When such a change may start: only who pays more may have it at once.
    pub fn starts(self) -> &'static [Start] {
        match self {
            Self::Upgrade => &[Start::Now, Start::NextCycle],
            Self::Sideways | Self::Downgrade => &[Start::NextCycle],
        }
    }
}

/// All that a plan change depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The line.
    pub line: Line,
    /// Its present plan, at the price that was signed.
    pub plan_product: Product,
    /// Its add-ons.
    pub add_on_products: Vec<Product>,
    /// The plans in question, at today's prices: the one ordered, or all that the customer compares.
    pub targets: Vec<Offering>,
    /// The agreement of the line, if there is one.
    pub agreement: Option<Agreement>,
    /// Number of the order that already changes this line.
    pub pending_order: Option<String>,
    /// What is overdue on the line's account.
    pub overdue: Money,
    /// The customer is a senior citizen.
    pub senior: bool,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// What a line has now, as far as the [`terms`] of a change depend on it. Small, and nothing the customer may not see: it
/// travels into the browser, which previews with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The plan.
    pub plan: OfferingCode,
    /// Its price per cycle, as it was signed.
    pub monthly_price: Money,
    /// The add-ons that run in the next cycle or until then.
    pub add_ons: Vec<AddOn>,
    /// What the customer is bound to.
    pub commitment: Option<Commitment>,
    /// Today in the operator's time zone.
    #[serde(with = "crate::day_number")]
    pub today: Date,
}

/// An add-on of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOn {
    /// What it is.
    pub offering: OfferingCode,
    /// Its price per cycle, as it was signed.
    pub monthly_price: Money,
    /// It runs today.
    pub runs_now: bool,
    /// It runs on the first day of the next cycle.
    pub runs_next_cycle: bool,
}

impl AddOn {
    fn runs(&self, start: Start) -> bool {
        match start {
            Start::Now => self.runs_now,
            Start::NextCycle => self.runs_next_cycle,
        }
    }
}

/// A plan a line may change to, as far as the [`terms`] depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The plan.
    pub code: OfferingCode,
    /// Its price per cycle, today.
    pub monthly_price: Money,
    /// Add-ons that it includes or rules out.
    pub excludes: Vec<OfferingCode>,
}

impl Facts {
    /// What the line has now.
    pub fn present(&self) -> Present {
        let runs = |product: &Product, start: Start| product.runs(start.effective_on(self.today));
        let add_ons = self.add_on_products.iter().map(|product| AddOn {
            offering: product.offering.clone(),
            monthly_price: product.monthly_price,
            runs_now: runs(product, Start::Now),
            runs_next_cycle: runs(product, Start::NextCycle),
        });
        Present {
            plan: self.plan_product.offering.clone(),
            monthly_price: self.plan_product.monthly_price,
            add_ons: add_ons.filter(|add_on| add_on.runs_now || add_on.runs_next_cycle).collect(),
            commitment: self.agreement.as_ref().and_then(Agreement::commitment),
            today: self.today,
        }
    }
}

impl From<&Offering> for Target {
    fn from(plan: &Offering) -> Self {
        Self { code: plan.code.clone(), monthly_price: plan.monthly_price, excludes: plan.excludes.clone() }
    }
}

/// What the customer asks for, with what they were shown when they asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The new plan.
    pub to: OfferingCode,
    /// When.
    pub start: Start,
    /// The price per cycle on the page they confirmed; `None` when they saw none.
    pub seen_price: Option<Money>,
    /// The first day of the new plan on the page they confirmed; `None` when they saw none.
    pub seen_effective_on: Option<Date>,
    /// The early-termination fee they saw and accepted.
    pub accept_fee: Option<Money>,
}

/// What was agreed on the check-answers page; kept with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The plan before.
    pub from: OfferingCode,
    /// The plan after.
    pub to: OfferingCode,
    /// Price per cycle before.
    pub old_price: Money,
    /// Price per cycle after.
    pub new_price: Money,
    /// Up, down or level.
    pub direction: Direction,
    /// When it starts.
    pub start: Start,
    /// First day of the new plan.
    pub effective_on: Date,
    /// Charge for the rest of the running cycle: the difference of the two plans' prices; nothing when the change
    /// waits for the next cycle.
    pub proration: Money,
    /// Fee for leaving the agreement early.
    pub termination_fee: Money,
    /// Add-ons that end with the change.
    pub lost_add_ons: Vec<OfferingCode>,
    /// Monthly price of those add-ons.
    pub lost_add_ons_price: Money,
    /// How the next bill will differ from one without the change: the sum of [`Terms::charges`].
    pub next_bill_difference: Money,
}

/// One line that a plan change adds to the next bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedCharge {
    /// Why.
    pub kind: ChargeKind,
    /// The plan or add-on; `None` for several add-ons together.
    pub offering: Option<OfferingCode>,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}

impl Terms {
    /// What every whole month costs more (or, negative, less) once the change is in effect. Add-ons that are kept
    /// cost the same before and after.
    pub fn monthly_difference(&self) -> Money {
        self.new_price - self.old_price - self.lost_add_ons_price
    }

    /// What the add-ons that end give back for the rest of the running cycle: nothing or negative.
    pub fn add_on_credit(&self) -> Money {
        -rest_of_cycle(self.lost_add_ons_price, self.start, self.effective_on)
    }

    /// What the change adds to the next bill, line by line; none of them is nothing. R-BIL-2
    pub fn charges(&self) -> Vec<AddedCharge> {
        let cycle_end = Cycle::of(self.effective_on).last();
        let only_lost = match self.lost_add_ons.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        [
            (ChargeKind::Proration, Some(self.to.clone()), cycle_end, self.proration),
            (ChargeKind::Credit, only_lost, cycle_end, self.add_on_credit()),
            (ChargeKind::EarlyTermination, Some(self.from.clone()), self.effective_on, self.termination_fee),
        ]
        .into_iter()
        .filter(|(.., amount)| !amount.is_zero())
        .map(|(kind, offering, last, amount)| AddedCharge {
            kind,
            offering,
            first: self.effective_on,
            last,
            amount,
        })
        .collect()
    }
}

/// Whether this line can change to any plan at all: what a page says before a plan is chosen.
pub fn may_change(facts: &Facts) -> Result<(), Refusal> {
    match facts.line.state {
        LineState::Active => {}
        LineState::Suspended => {
            return Err(Refusal::LineBarred { by: facts.line.barred });
        }
        LineState::Terminated => {
            return Err(Refusal::LineEnded { on: facts.line.ended_on });
        }
    }
    if let Some(order) = &facts.pending_order {
        return Err(Refusal::PendingChange { order: order.clone() });
    }
    if facts.overdue > Money::ZERO {
        return Err(Refusal::Overdue { amount: facts.overdue });
    }
    Ok(())
}

/// What a change to plan `to` would mean, fee included, whether or not the line may change at the moment.
///
/// Refuses only what has no terms: a plan that this customer cannot order for this line (`UnknownPlan`, `SamePlan`,
/// `NotOnSale`, `NotEligible`) or a start that this change cannot have (`OnlyNextCycle`).
pub fn quote(facts: &Facts, to: &OfferingCode, start: Start) -> Result<Terms, Refusal> {
    let target = orderable(facts, to)?;
    terms(&facts.present(), &target.into(), start)
}

/// The arithmetic of a change to a plan that can be ordered: the one thing that also runs in the browser.
///
/// Refuses only a start that this change cannot have (`OnlyNextCycle`).
pub fn terms(present: &Present, target: &Target, start: Start) -> Result<Terms, Refusal> {
    let (old_price, new_price) = (present.monthly_price, target.monthly_price);
    let direction = Direction::between(old_price, new_price);
    if !direction.starts().contains(&start) {
        return Err(Refusal::OnlyNextCycle { from: Start::NextCycle.effective_on(present.today) });
    }
    let effective_on = start.effective_on(present.today);
    let termination_fee = match (&present.commitment, direction) {
        (Some(commitment), Direction::Downgrade) => commitment.early_termination_fee(effective_on, new_price),
        _ => Money::ZERO,
    };
    let lost =
        || present.add_ons.iter().filter(|on| on.runs(start) && target.excludes.contains(&on.offering));
    let terms = Terms {
        from: present.plan.clone(),
        to: target.code.clone(),
        old_price,
        new_price,
        direction,
        start,
        effective_on,
        proration: rest_of_cycle(new_price - old_price, start, effective_on),
        termination_fee,
        lost_add_ons: lost().map(|add_on| add_on.offering.clone()).collect(),
        lost_add_ons_price: lost().map(|add_on| add_on.monthly_price).sum(),
        next_bill_difference: Money::ZERO,
    };
    let next_bill_difference = terms.charges().iter().map(|charge| charge.amount).sum();
    Ok(Terms { next_bill_difference, ..terms })
}

/// The terms of the change that is wished, or why it cannot be. R-PRD-5, R-ORD-4, R-ORD-8
///
/// Refuses in this order: what forbids any change ([`may_change`]), what the plan or the start forbids ([`quote`]),
/// then what the customer has not yet seen: `PriceChanged`, `DateChanged`, `LockedIn`.
pub fn decide(facts: &Facts, wish: &Wish) -> Result<Terms, Refusal> {
    may_change(facts)?;
    let terms = quote(facts, &wish.to, wish.start)?;
    if let Some(seen) = wish.seen_price.filter(|seen| *seen != terms.new_price) {
        return Err(Refusal::PriceChanged { seen, now: terms.new_price });
    }
    if let Some(seen) = wish.seen_effective_on.filter(|seen| *seen != terms.effective_on) {
        return Err(Refusal::DateChanged { seen, now: terms.effective_on });
    }
    let fee = terms.termination_fee;
    let bound_until = facts.agreement.as_ref().and_then(|agreement| agreement.ends_on);
    match bound_until {
        Some(until) if !fee.is_zero() && wish.accept_fee != Some(fee) => {
            Err(Refusal::LockedIn { until, fee })
        }
        _ => Ok(terms),
    }
}

fn orderable<'a>(facts: &'a Facts, to: &OfferingCode) -> Result<&'a Offering, Refusal> {
    let target = facts
        .targets
        .iter()
        .find(|target| target.code == *to && target.is_plan_for(facts.line.kind))
        .ok_or_else(|| Refusal::UnknownPlan { to: to.clone() })?;
    if target.code == facts.plan_product.offering {
        return Err(Refusal::SamePlan { plan: to.clone() });
    }
    if !target.is_on_sale(facts.today) {
        return Err(Refusal::NotOnSale { from: target.sale_from, until: target.sale_until });
    }
    if !target.eligibility.admits(facts.senior) {
        return Err(Refusal::NotEligible { only: target.eligibility });
    }
    Ok(target)
}

/// The part of a monthly amount for the days from `from` to the end of its cycle, `from` included; nothing when the
/// change waits for a whole cycle.
fn rest_of_cycle(monthly: Money, start: Start, from: Date) -> Money {
    let cycle = Cycle::of(from);
    match start {
        Start::Now => monthly.share(cycle.days_left(from), cycle.days()),
        Start::NextCycle => Money::ZERO,
    }
}

#[cfg(test)]
mod tests;
