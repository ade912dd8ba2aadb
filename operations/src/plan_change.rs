//! Changing the plan of a line. R-PRD-5, R-ORD-4, R-ORD-8

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, Own, OwnCustomer},
    agenda::{self, Kind},
    catalogue::{NameMap, name_in},
    customers::customer,
    desk::Done,
    messages::{self, Notice},
};
use crm::{
    bills::{BillBalance, Dues},
    catalogue::{Offering, OfferingCode, OfferingKind},
    ids::CustomerId,
    lines::Line,
    numbers::NumberKind,
    orders::{Channel, ItemAction, Order, OrderKind, Placement, PlannedItem},
    plan_change::{self, Facts, Refusal, Start, Terms, Wish},
    products::Product,
    recommendations::Outcome,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Unit;
use uuid::Uuid;

/// All that the pages of a plan change show.
#[derive(Clone, Debug)]
pub struct PlanChangeView {
    /// What a change depends on, with every plan the customer may order.
    pub facts: Facts,
    /// The present plan; `None` when the catalogue no longer knows it.
    pub present: Option<Offering>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// A plan change as the customer confirmed it.
#[derive(Clone, Debug, Serialize)]
pub struct ChangePlan {
    /// Short code of the line.
    pub line: String,
    /// The wish with what was shown.
    pub wish: Wish,
}

/// What became of the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Number of the order.
    pub number: String,
}

/// What changing the plan of a line depends on, for comparison, preview and check-answers pages.
pub async fn view(desk: &Desk, actor: &Actor, line: &str) -> Result<PlanChangeView> {
    let own = actor.own(Operation::ViewPlans)?;
    let names = desk.offering_names().await?;
    let (facts, present) = desk
        .store
        .read(|mut unit| async move {
            let line = own.line(&mut unit, line).await?;
            load(desk, &mut unit, own, line).await
        })
        .await?;
    Ok(PlanChangeView { facts, present, names })
}

/// What the check-answers page shows: the terms of a change to plan `to`, or why there are none.
pub async fn check(
    desk: &Desk,
    actor: &Actor,
    line: &str,
    to: &OfferingCode,
    start: Start,
) -> Result<(PlanChangeView, std::result::Result<Terms, Refusal>)> {
    let view = view(desk, actor, line).await?;
    let terms =
        plan_change::may_change(&view.facts).and_then(|()| plan_change::quote(&view.facts, to, start));
    Ok((view, terms))
}

/// Places the order. Refuses what `crm::plan_change::decide` refuses.
pub async fn change(desk: &Desk, actor: &Actor, key: Uuid, command: &ChangePlan) -> Result<Placed> {
    let own = actor.own(Operation::ChangePlan)?;
    let names = &*desk.offering_names().await?;
    desk.perform(actor, Operation::ChangePlan, key, command, |mut unit| async move {
        let line = own.line(&mut unit, &command.line).await?;
        let (facts, _) = load(desk, &mut unit, own, line).await?;
        let terms = plan_change::decide(&facts, &command.wish)?;
        let order = place(desk, &mut unit, actor.channel(), own.id(), &facts, terms, names, true).await?;
        Ok(Done {
            object: format!("order:{}", order.number),
            facts: serde_json::json!({ "line": facts.line.code, "terms": order.terms }),
            reply: Placed { number: order.number },
        })
    })
    .await
}

/// Places the order that the terms were agreed on for. The customer is told, unless many orders come at once.
#[expect(clippy::too_many_arguments, reason = "an order is made of this many things")]
pub(crate) async fn place(
    desk: &Desk,
    unit: &mut Unit,
    channel: Channel,
    customer_id: CustomerId,
    facts: &Facts,
    terms: Terms,
    names: &NameMap,
    tell: bool,
) -> Result<Order> {
    let placement = placement(desk, channel, customer_id, facts, terms);
    let placed = Order::place(placement, desk.today(), desk.now());
    unit.add_order(&placed.order).await?;
    for (step, position) in placed.steps.into_iter().zip(1..) {
        unit.add_order_event(placed.order.id, &step.at_position(position)).await?;
    }
    let order = placed.order;
    let due_at = desk.start_of(order.effective_on).max(desk.now());
    agenda::enqueue(desk, unit, Kind::SubmitOrder, order.id.0, due_at).await?;
    note_recommendation_taken(desk, unit, customer_id, &order).await?;
    if tell {
        let customer = customer(unit, customer_id).await?;
        let notice = Notice::OrderPlaced {
            number: order.number.clone(),
            plan: name_in(names, &order.terms.to, customer.language).to_owned(),
            effective_on: order.effective_on,
        };
        messages::send(desk, unit, &customer, &notice).await?;
    }
    Ok(order)
}

pub(crate) async fn load(
    desk: &Desk,
    unit: &mut Unit,
    own: OwnCustomer,
    line: Own<Line>,
) -> Result<(Facts, Option<Offering>)> {
    let today = desk.today();
    let line = line.into_inner();
    let customer = customer(unit, own.id()).await?;
    let (plan, add_ons): (Vec<Product>, Vec<Product>) =
        unit.products_on(line.id).await?.into_iter().partition(|product| product.kind == OfferingKind::Plan);
    // A line that ended has no plan: to the customer there is nothing to change.
    let plan_product = plan.into_iter().next().ok_or(Error::NotFound)?;
    let offerings = unit.offerings(today).await?;
    let present = offerings.iter().find(|offering| offering.code == plan_product.offering).cloned();
    let open_bills: Vec<BillBalance> = unit.open_bills(line.account_id).await?;
    let facts = Facts {
        targets: offerings.into_iter().filter(|offering| offering.is_plan_for(line.kind)).collect(),
        agreement: unit.agreement_on(line.id, today).await?,
        pending_order: unit.open_order_on(line.id).await?.map(|order| order.number),
        overdue: Dues::of(&open_bills, today).overdue,
        senior: customer.senior,
        add_on_products: add_ons,
        plan_product,
        line,
        today,
    };
    Ok((facts, present))
}

fn placement(
    desk: &Desk,
    channel: Channel,
    customer_id: CustomerId,
    facts: &Facts,
    terms: Terms,
) -> Placement {
    let ending = |product: &Product| PlannedItem {
        action: ItemAction::Delete,
        offering: product.offering.clone(),
        product_id: Some(product.id),
        monthly_price: product.monthly_price,
    };
    let lost = facts.add_on_products.iter().filter(|product| terms.lost_add_ons.contains(&product.offering));
    let new_plan = PlannedItem {
        action: ItemAction::Add,
        offering: terms.to.clone(),
        product_id: None,
        monthly_price: terms.new_price,
    };
    let items = std::iter::once(new_plan)
        .chain(std::iter::once(&facts.plan_product).chain(lost).map(ending))
        .collect();
    Placement {
        id: desk.id(),
        number: desk.number(NumberKind::Order),
        customer_id,
        account_id: facts.line.account_id,
        line_id: facts.line.id,
        kind: OrderKind::PlanChange,
        channel,
        terms,
        items,
    }
}

/// Whoever orders what was recommended took the recommendation, whatever way led to the order. R-PRD-4
async fn note_recommendation_taken(
    desk: &Desk,
    unit: &mut Unit,
    customer: CustomerId,
    order: &Order,
) -> Result<()> {
    let shown = unit.recommendations_of(customer).await?;
    for recommendation in shown.iter().filter(|r| r.line_id == order.line_id && r.offering == order.terms.to)
    {
        unit.save_outcome(recommendation.id, Outcome::Taken, desk.now()).await?;
    }
    Ok(())
}
