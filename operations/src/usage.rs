//! Usage: what is left of the allowances, and what was used by day and kind. R-BIL-7

use crate::{Actor, Desk, Error, Result, access::Operation};
use crm::{
    Date, best_plan,
    catalogue::{Offering, OfferingKind},
    cycle::Cycle,
    lines::{Line, LineState},
    usage::{CycleUsage, DailyUsage, Level, OverageCharges, by_cycle, overage, remaining},
};

/// Usage of one line.
#[derive(Clone, Debug)]
pub struct UsageView {
    /// All of the customer's lines, to choose from.
    pub lines: Vec<Line>,
    /// The line looked at; `None` when there is no line.
    pub line: Option<LineUsage>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// What one line used.
#[derive(Clone, Debug)]
pub struct LineUsage {
    /// The line.
    pub line: Line,
    /// Its plan.
    pub plan: Option<Offering>,
    /// What is used and left in the running cycle: voice, data, messages; empty without a plan.
    pub levels: Vec<Level>,
    /// What the use beyond the allowances has cost in the running cycle.
    pub overage: OverageCharges,
    /// Sums by month, oldest first, the running one last; none from before the line was there.
    pub months: Vec<(Cycle, CycleUsage)>,
    /// The month whose days are shown.
    pub month: Cycle,
    /// Sums by day and kind in that month.
    pub days: Vec<DailyUsage>,
}

/// Usage of a line (`None`: the first one in use) with the days of a month (`None`: the running one).
///
/// A month outside of the six finished ones and the running one, or from before the line was there, shows the running
/// one.
pub async fn view(desk: &Desk, actor: &Actor, line: Option<&str>, month: Option<Cycle>) -> Result<UsageView> {
    let own = actor.own(Operation::ViewUsage)?;
    let (today, running) = (desk.today(), desk.cycle());
    desk.store
        .read(|mut unit| async move {
            let lines = unit.lines_of(own.id()).await?;
            let chosen = match line {
                Some(code) => Some(lines.iter().find(|line| line.code == code).ok_or(Error::NotFound)?),
                None => lines.iter().find(|line| line.state != LineState::Terminated).or(lines.first()),
            };
            let Some(line) = chosen.cloned() else {
                return Ok(UsageView { lines, line: None, today });
            };
            let first = running.plus(-best_plan::MONTHS).max(Cycle::of(line.since)).min(running);
            let month = month.filter(|month| (first..=running).contains(month)).unwrap_or(running);
            let products = unit.products_on(line.id).await?;
            let plan = match products.iter().find(|product| product.kind == OfferingKind::Plan) {
                Some(product) => unit.offering(&product.offering, today).await?,
                None => None,
            };
            let (from, until) = (desk.start_of(first.first()), desk.start_of(running.next().first()));
            let days = unit.daily_usage(line.id, from, until, desk.offset_seconds()).await?;
            let by_cycle = by_cycle(&days);
            let of = |cycle: Cycle| by_cycle.get(&cycle).copied().unwrap_or_default();
            let months = (0..=first.months_until(running))
                .map(|at| first.plus(at))
                .map(|cycle| (cycle, of(cycle)))
                .collect();
            let levels = plan.as_ref().map(|plan| remaining(&plan.allowances, of(running)).to_vec());
            let overage = plan.as_ref().map(|plan| overage(of(running), &plan.allowances, &plan.overage));
            let line = LineUsage {
                levels: levels.unwrap_or_default(),
                overage: overage.unwrap_or_default(),
                months,
                month,
                days: days.into_iter().filter(|day| Cycle::of(day.day) == month).collect(),
                plan,
                line,
            };
            Ok(UsageView { lines, line: Some(line), today })
        })
        .await
}
