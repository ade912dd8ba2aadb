//! What customers do in the hall and no file holds: orders, requests, messages and changes of their data.
//!
//! The newest of each is the same whether there are more or not.

use crate::files;
use anyhow::{Context as _, Result};
use crm::{
    Timestamp,
    bills::Bill,
    catalogue::Offering,
    customers::{CustomerField, FieldChange},
    cycle::Cycle,
    ids::CustomerId,
    language::Language,
    lines::Line,
    messages::{Message, MessageChannel, MessageState, MessageTopic},
    money::Money,
    numbers::{self, NumberKind},
    orders::{
        Channel, Doer, ItemAction, Order, OrderEvent, OrderItem, OrderKind, OrderState, OrderStep, WorkOrder,
        WorkOrderState,
    },
    plan_change::{Direction, Start, Terms},
    requests::{Category, Priority, Request, RequestEvent, RequestEventKind, RequestState, Route},
};
use jiff::SignedDuration;
use operations::Desk;
use server::import::catalogue::Catalogue;
use store::{Error, imports::CustomerFile};

const EVERY: SignedDuration = SignedDuration::from_hours(9);
/// A long message, as operators write them.
const WORDS: &str = "Your change of plan is done. The new plan is in effect from the first day of the next month, and \
                     the first bill with it comes on the first day of the month after that.";

/// Number of the newest order.
pub(crate) fn newest_order() -> String {
    numbers::from_bits(NumberKind::Order, 0)
}

/// Number of the newest request.
pub(crate) fn newest_request() -> String {
    numbers::from_bits(NumberKind::Request, 0)
}

/// Gives a customer so many orders, requests with so many entries, messages and changes.
pub(crate) async fn add(desk: &Desk, catalogue: &Catalogue, file: &CustomerFile, count: u32) -> Result<()> {
    let phone = files::phone(file).context("a guest without a phone")?;
    let plan = files::plan_on(file, phone.id).context("a phone without a plan")?;
    let from = catalogue.get(&plan.0).context("a plan without an offering")?;
    let to = files::another_plan(catalogue, plan).context("a catalogue of one plan")?;
    let (bill, _) = file.bills.last().context("a guest without a bill")?;
    let customer = &file.customer;
    desk.store()
        .write(|mut unit| async move {
            for n in 0..count {
                let at = desk
                    .now()
                    .checked_sub(EVERY * i32::try_from(n + 1).unwrap_or(i32::MAX))
                    .unwrap_or_default();
                let order = order(desk, phone, (from, to), n, at);
                unit.add_order(&order).await?;
                for event in order_events(at) {
                    unit.add_order_event(order.id, &event).await?;
                }
                unit.add_work_order(&work_order(desk, &order)).await?;
                let request = request(desk, phone, bill, n, at);
                unit.add_request(&request).await?;
                for event in request_events(at, count) {
                    unit.add_request_event(request.id, &event).await?;
                }
                unit.add_message(&message(desk, customer.id, customer.mobile.as_str(), at)).await?;
            }
            let changes: Vec<FieldChange> =
                (0..count).map(|n| change(desk.now(), n, &customer.code)).collect();
            unit.save_customer(customer, &changes).await?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(())
}

fn order(desk: &Desk, line: &Line, (from, to): (&Offering, &Offering), n: u32, at: Timestamp) -> Order {
    let effective_on = Cycle::of(desk.day_of(at)).next().first();
    let terms = Terms {
        from: from.code.clone(),
        to: to.code.clone(),
        old_price: from.monthly_price,
        new_price: to.monthly_price,
        direction: Direction::between(from.monthly_price, to.monthly_price),
        start: Start::NextCycle,
        effective_on,
        proration: Money::ZERO,
        termination_fee: Money::ZERO,
        lost_add_ons: vec![],
        lost_add_ons_price: Money::ZERO,
        next_bill_difference: to.monthly_price - from.monthly_price,
    };
    let item = |position, action, offering: &Offering| OrderItem {
        position,
        action,
        offering: offering.code.clone(),
        product_id: None,
        monthly_price: offering.monthly_price,
        state: OrderState::Completed,
    };
    Order {
        id: desk.id(),
        number: numbers::from_bits(NumberKind::Order, u64::from(n)),
        customer_id: line.customer_id,
        account_id: line.account_id,
        line_id: line.id,
        kind: OrderKind::PlanChange,
        state: OrderState::Completed,
        channel: Channel::Web,
        placed_at: at,
        effective_on,
        expected_on: effective_on,
        terms,
        items: vec![item(1, ItemAction::Delete, from), item(2, ItemAction::Add, to)],
        version: 1,
    }
}

fn order_events(at: Timestamp) -> Vec<OrderEvent> {
    let steps = [
        (OrderStep::Placed, Doer::Customer),
        (OrderStep::Scheduled, Doer::System),
        (OrderStep::Submitted, Doer::System),
        (OrderStep::Provisioned, Doer::Network),
        (OrderStep::Completed, Doer::System),
    ];
    (1..).zip(steps).map(|(position, (step, by))| OrderEvent { position, at, step, by, note: None }).collect()
}

fn work_order(desk: &Desk, order: &Order) -> WorkOrder {
    WorkOrder {
        id: desk.id(),
        order_id: order.id,
        order_number: order.number.clone(),
        attempt: 1,
        state: WorkOrderState::Done,
        created_at: order.placed_at,
    }
}

fn request(desk: &Desk, line: &Line, bill: &Bill, n: u32, at: Timestamp) -> Request {
    Request {
        id: desk.id(),
        number: numbers::from_bits(NumberKind::Request, u64::from(n)),
        customer_id: line.customer_id,
        line_id: Some(line.id),
        bill_id: Some(bill.id),
        category: Category::BillDispute,
        state: RequestState::InProgress,
        priority: Priority::Normal,
        route: Route::Billing,
        channel: Channel::Web,
        subject: "A charge on my bill that I do not know".to_owned(),
        call_back: false,
        assigned_to: None,
        opened_at: at,
        due_at: at.checked_add(SignedDuration::from_hours(48)).unwrap_or(at),
        resolved_at: None,
        version: 1,
    }
}

fn request_events(at: Timestamp, count: u32) -> impl Iterator<Item = RequestEvent> {
    (0..count).map(move |n| RequestEvent {
        position: i64::from(n) + 1,
        at,
        kind: if n == 0 { RequestEventKind::Opened } else { RequestEventKind::Replied },
        staff_id: None,
        text: "What is the third line of this bill for? I have not used it.".to_owned(),
    })
}

fn message(desk: &Desk, customer: CustomerId, recipient: &str, at: Timestamp) -> Message {
    Message {
        id: desk.id(),
        customer_id: Some(customer),
        topic: MessageTopic::Order,
        channel: MessageChannel::Sms,
        recipient: recipient.to_owned(),
        language: Language::En,
        body: WORDS.to_owned(),
        created_at: at,
        state: MessageState::Sent,
    }
}

fn change(at: Timestamp, n: u32, by: &str) -> FieldChange {
    FieldChange {
        field: CustomerField::Email,
        before: format!("{n}@before.example"),
        after: format!("{n}@after.example"),
        at,
        by: by.to_owned(),
        reason: String::new(),
    }
}
