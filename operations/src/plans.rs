//! The catalogue as a customer sees it. R-PRD-1, R-PRD-2

use crate::{Actor, Desk, Error, Result, access::Operation, catalogue::NameMap};
use crm::{
    Date,
    catalogue::{Offering, OfferingCode, OfferingKind, plans_for},
    lines::{Line, LineKind, LineState},
    products::Product,
};
use std::sync::Arc;

/// Plans on sale, beside what the customer has.
#[derive(Clone, Debug)]
pub struct PlansView {
    /// The kind of line the plans are for.
    pub kind: LineKind,
    /// Plans this customer may order, in order of price.
    pub plans: Vec<Offering>,
    /// The customer's lines of that kind that are not ended, with their present plan.
    pub lines: Vec<(Line, Product)>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// One plan.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// The plan.
    pub plan: Offering,
    /// Can be ordered today by this customer.
    pub is_orderable: bool,
    /// The customer's lines it could run on, with their present plan.
    pub lines: Vec<(Line, Product)>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// Plans for a kind of line (`None`: the kind the customer has).
pub async fn list(desk: &Desk, actor: &Actor, kind: Option<LineKind>) -> Result<PlansView> {
    let own = actor.own(Operation::ViewPlans)?;
    let today = desk.today();
    let names = &desk.offering_names().await?;
    desk.store
        .read(|mut unit| async move {
            let customer = unit.customer(own.id()).await?.ok_or(Error::NotFound)?;
            let lines = unit.lines_of(own.id()).await?;
            let products = unit.products_of(own.id()).await?;
            let kind = kind.or_else(|| lines.first().map(|line| line.kind)).unwrap_or(LineKind::Phone);
            let offerings = unit.offerings(today).await?;
            let mut plans: Vec<Offering> =
                plans_for(&offerings, kind, customer.senior, today).into_iter().cloned().collect();
            plans.sort_by(|a, b| (a.monthly_price, &a.code).cmp(&(b.monthly_price, &b.code)));
            let lines = with_plan(lines, &products, kind);
            Ok(PlansView { kind, plans, lines, names: Arc::clone(names) })
        })
        .await
}

/// One plan by its code; also one no longer on sale, because customers keep what they signed.
pub async fn view(desk: &Desk, actor: &Actor, code: &str) -> Result<PlanView> {
    let own = actor.own(Operation::ViewPlans)?;
    let (today, code) = (desk.today(), OfferingCode(code.to_owned()));
    let names = &desk.offering_names().await?;
    desk.store
        .read(|mut unit| async move {
            let customer = unit.customer(own.id()).await?.ok_or(Error::NotFound)?;
            let plan = unit.offering(&code, today).await?.ok_or(Error::NotFound)?;
            let lines = unit.lines_of(own.id()).await?;
            let products = unit.products_of(own.id()).await?;
            if plan.kind != OfferingKind::Plan {
                return Err(Error::NotFound);
            }
            let is_orderable = plan.is_on_sale(today) && plan.eligibility.admits(customer.senior);
            let lines = with_plan(lines, &products, plan.line_kind);
            Ok(PlanView { plan, is_orderable, lines, names: Arc::clone(names), today })
        })
        .await
}

fn with_plan(lines: Vec<Line>, products: &[Product], kind: LineKind) -> Vec<(Line, Product)> {
    let plan_of = |line: &Line| {
        products
            .iter()
            .find(|product| product.line_id == line.id && product.kind == OfferingKind::Plan)
            .cloned()
    };
    lines
        .into_iter()
        .filter(|line| line.kind == kind && line.state != LineState::Terminated)
        .filter_map(|line| plan_of(&line).map(|product| (line, product)))
        .collect()
}
