//! Orders: what becomes of them, step by step. R-ORD-3, R-ORD-5, R-ORD-6

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    acting,
    agenda::{self, Kind},
    catalogue::{NameMap, name_in},
    customers::customer,
    desk::Done,
    listing::cut,
    messages::{self, Notice},
};
use crm::{
    audit::AuditOutcome,
    bills::Charge,
    catalogue::OfferingKind,
    ids::{LineId, OrderId},
    lines::Line,
    orders::{Choice, ItemAction, Order, OrderEvent, OrderState, Transition},
    products::{Product, ProductStatus},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Unit, orders::Before};
use uuid::Uuid;

/// A page of orders.
#[derive(Clone, Debug)]
pub struct OrderList {
    /// Newest first.
    pub orders: Vec<Order>,
    /// The customer's lines, to name the one each order changes.
    pub lines: Vec<Line>,
    /// Where the next page begins, when there is one.
    pub next: Option<Before>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// One order with its history.
#[derive(Clone, Debug)]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// What happened, in its order.
    pub events: Vec<OrderEvent>,
    /// The line it changes.
    pub line: Line,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// What the customer chose to do with an order.
#[derive(Clone, Debug, Serialize)]
pub struct Decide {
    /// Number of the order.
    pub number: String,
    /// The choice; `AskPerson` is a request and does not come here.
    pub choice: Choice,
}

/// What became of the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Number of the order.
    pub number: String,
}

const PAGE: i64 = 20;

/// A customer's orders, newest first.
pub async fn list(desk: &Desk, actor: &Actor, before: Option<Before>) -> Result<OrderList> {
    let own = actor.own(Operation::ViewOrders)?;
    let names = desk.offering_names().await?;
    let (mut orders, lines) = desk
        .store
        .read(|mut unit| async move {
            let orders = unit.orders_of(own.id(), before, PAGE + 1).await?;
            Ok::<_, Error>((orders, unit.lines_of(own.id()).await?))
        })
        .await?;
    let next = cut(&mut orders, PAGE).map(|last| Before { at: last.placed_at, id: last.id.0 });
    Ok(OrderList { orders, lines, next, names })
}

/// One order.
pub async fn view(desk: &Desk, actor: &Actor, number: &str) -> Result<OrderView> {
    let own = actor.own(Operation::ViewOrders)?;
    let names = desk.offering_names().await?;
    let (order, events, line) = desk
        .store
        .read(|mut unit| async move {
            let order = own.order(&mut unit, number).await?.into_inner();
            let events = unit.order_events(order.id).await?;
            let line = line(&mut unit, order.line_id).await?;
            Ok::<_, Error>((order, events, line))
        })
        .await?;
    Ok(OrderView { order, events, line, names })
}

/// Withdraws an order, or has a failed one tried again. R-ORD-6
pub async fn decide(desk: &Desk, actor: &Actor, key: Uuid, command: &Decide) -> Result<Decided> {
    let own = actor.own(Operation::DecideOrder)?;
    desk.perform(actor, Operation::DecideOrder, key, command, |mut unit| async move {
        let order = own.order(&mut unit, &command.number).await?.into_inner();
        let (before, number) = (order.state, order.number.clone());
        let transition = match command.choice {
            Choice::Withdraw => order.withdraw(desk.now())?,
            Choice::Retry => order.retry(desk.today(), desk.now())?,
            Choice::AskPerson => return Err(Error::NotFound),
        };
        let order = keep(&mut unit, transition.done_by(actor.doer())).await?;
        match command.choice {
            Choice::Withdraw => {
                let customer = customer(&mut unit, own.id()).await?;
                let notice = Notice::OrderWithdrawn { number: number.clone() };
                messages::send(desk, &mut unit, &customer, &notice).await?;
            }
            Choice::Retry | Choice::AskPerson => submit_order(desk, &mut unit, order).await?,
        }
        Ok(Done {
            object: format!("order:{number}"),
            facts: serde_json::json!({ "before": before, "choice": command.choice }),
            reply: Decided { number },
        })
    })
    .await
}

/// Sends an order to the network on its day. Called by a job; an order that was withdrawn meanwhile stays so.
pub(crate) async fn submit(desk: &Desk, id: OrderId) -> Result<()> {
    Actor::System.system(Operation::Provision)?;
    desk.store
        .write(|mut unit| async move {
            match unit.order(id).await? {
                Some(order) if matches!(order.state, OrderState::Acknowledged | OrderState::Pending) => {
                    submit_order(desk, &mut unit, order).await
                }
                _ => Ok(()),
            }
        })
        .await
}

async fn submit_order(desk: &Desk, unit: &mut Unit, order: Order) -> Result<()> {
    let attempt = unit.latest_work_order(order.id).await?.map_or(1, |last| last.attempt + 1);
    let (transition, work_order) = order.submit(desk.id(), attempt, desk.today(), desk.now())?;
    let order = keep(unit, transition).await?;
    unit.add_work_order(&work_order).await?;
    agenda::enqueue(desk, unit, Kind::SendWorkOrder, work_order.id.0, desk.now()).await?;
    let facts = serde_json::json!({ "attempt": attempt });
    let object = format!("order:{}", order.number);
    let event = desk.audit_event(&Actor::System, Operation::Provision, object, AuditOutcome::Done, &facts);
    Ok(unit.record(&event).await?)
}

/// Keeps an order after a transition, with the steps taken.
pub(crate) async fn keep(unit: &mut Unit, transition: Transition) -> Result<Order> {
    let mut order = transition.order;
    unit.save_order(&order).await?;
    order.version += 1;
    for step in transition.steps {
        // The store counts the position itself.
        unit.add_order_event(order.id, &step.at_position(0)).await?;
    }
    Ok(order)
}

/// Puts a completed order into effect: ends what it ends, brings what it brings, and charges the difference.
pub(crate) async fn put_into_effect(desk: &Desk, unit: &mut Unit, order: &Order) -> Result<()> {
    // The calendar's first day has none before it; no order takes effect then.
    let last_day = order.effective_on.yesterday().unwrap_or(order.effective_on);
    let present = unit.products_on(order.line_id).await?;
    for item in &order.items {
        match item.action {
            ItemAction::Delete => {
                for product in present.iter().filter(|product| Some(product.id) == item.product_id) {
                    // What began on the effective day itself never ran.
                    let ends_on = last_day.max(product.starts_on);
                    let ended = Product {
                        status: ProductStatus::Terminated,
                        ends_on: Some(ends_on),
                        ..product.clone()
                    };
                    unit.save_product(&ended).await?;
                }
            }
            ItemAction::Add | ItemAction::Modify | ItemAction::NoChange => {}
        }
    }
    for item in order.items.iter().filter(|item| item.action == ItemAction::Add) {
        let product = Product {
            id: desk.id(),
            line_id: order.line_id,
            offering: item.offering.clone(),
            kind: OfferingKind::Plan,
            status: ProductStatus::Active,
            monthly_price: item.monthly_price,
            starts_on: order.effective_on,
            ends_on: None,
            version: 1,
        };
        unit.add_product(&product).await?;
    }
    if !order.terms.termination_fee.is_zero()
        && let Some(agreement) = unit.agreement_on(order.line_id, order.effective_on).await?
    {
        // What the fee paid for is not charged a second time.
        unit.save_commitment(&agreement.settled_at(order.terms.new_price)).await?;
    }
    for added in order.terms.charges() {
        let charge = Charge {
            id: desk.id(),
            account_id: order.account_id,
            line_id: order.line_id,
            kind: added.kind,
            offering: added.offering,
            first: added.first,
            last: added.last,
            amount: added.amount,
        };
        unit.add_charge(&charge).await?;
    }
    Ok(())
}

/// Tells the customer how an order ended.
pub(crate) async fn tell(desk: &Desk, unit: &mut Unit, order: &Order, names: &NameMap) -> Result<()> {
    let customer = customer(unit, order.customer_id).await?;
    let notice = if order.state.is_open() {
        Notice::OrderFailed { number: order.number.clone() }
    } else {
        let plan = name_in(names, &order.terms.to, customer.language).to_owned();
        Notice::OrderCompleted { number: order.number.clone(), plan }
    };
    messages::send(desk, unit, &customer, &notice).await
}

/// Grows with each change of an order; for following it live.
pub async fn version(desk: &Desk, actor: &Actor, number: &str) -> Result<i64> {
    let own = actor.own(Operation::ViewOrders)?;
    desk.store
        .read(|mut unit| async move {
            // A stream outlives the request that opened it.
            acting::must_still_run(desk, &mut unit, actor).await?;
            Ok(own.order(&mut unit, number).await?.into_inner().version)
        })
        .await
}

async fn line(unit: &mut Unit, id: LineId) -> Result<Line> {
    unit.line(id).await?.ok_or(Error::NotFound)
}
