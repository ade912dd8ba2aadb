//! Orders, their items, events and work orders.

use crate::{
    engines::{Place, at_once},
    given::{self, at},
};
use crm::{
    ids::{LineId, OrderId, WorkOrderId},
    money::Money,
    orders::{
        Channel, Doer, ItemAction, Order, OrderEvent, OrderItem, OrderKind, OrderState, OrderStep, WorkOrder,
        WorkOrderState,
    },
    plan_change::{Direction, Start, Terms},
};
use jiff::civil::date;
use std::sync::Arc;
use store::{Error, Retry, imports::CustomerFile, orders::Before};

on_both_engines!(
    an_order_is_found_in_every_way,
    orders_are_listed_newest_first,
    an_open_order_is_found_behind_any_number_of_others,
    an_order_changes_with_its_items,
    an_outdated_version_is_refused,
    a_line_has_one_open_order,
    one_of_two_placements_wins,
    history_numbers_itself,
    work_orders_follow_an_order,
);

pub(crate) fn order(file: &CustomerFile, number: u32) -> Order {
    let [from, to] = [given::PLAN, given::OTHER_PLAN].map(given::code);
    let item = |position, action, offering, product_id| OrderItem {
        position,
        action,
        offering,
        product_id,
        monthly_price: Money::from_yuan(59),
        state: OrderState::Pending,
    };
    Order {
        id: given::id("order", number),
        number: format!("W{number:05}"),
        customer_id: file.customer.id,
        account_id: file.account.id,
        line_id: file.lines[0].id,
        kind: OrderKind::PlanChange,
        state: OrderState::Pending,
        channel: Channel::Web,
        placed_at: at(i64::from(number / 2)),
        effective_on: date(2026, 12, 1),
        expected_on: date(2026, 12, 1),
        items: vec![
            item(1, ItemAction::Delete, from.clone(), Some(file.products[0].id)),
            item(2, ItemAction::Add, to.clone(), None),
        ],
        terms: Terms {
            from,
            to,
            old_price: Money::from_yuan(129),
            new_price: Money::from_yuan(59),
            direction: Direction::Downgrade,
            start: Start::NextCycle,
            effective_on: date(2026, 12, 1),
            proration: Money::from_fen(-1),
            termination_fee: Money::ZERO,
            lost_add_ons: vec![given::code(given::ADD_ON)],
            lost_add_ons_price: Money::from_yuan(15),
            next_bill_difference: Money::from_yuan(-85),
        },
        version: 1,
    }
}

/// An order that does not stand in the way of others.
fn closed(file: &CustomerFile, number: u32) -> Order {
    Order { state: OrderState::Completed, ..order(file, number) }
}

async fn an_order_is_found_in_every_way(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let bare = Order { items: Vec::new(), ..closed(&two, 2) };
    let order = order(&one, 1);
    let write = place.store.write(async |mut work| {
        work.add_order(&order).await?;
        work.add_order(&bare).await
    });
    write.await.unwrap();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.order(order.id).await?, Some(order.clone()));
        assert_eq!(work.order(bare.id).await?, Some(bare.clone()));
        assert_eq!(work.order(given::id::<OrderId>("order", 9)).await?, None);
        assert_eq!(work.order_by_number("W00001").await?, Some(order.clone()));
        assert_eq!(work.order_by_number("W00009").await?, None);
        assert_eq!(work.order_of(one.customer.id, "W00001").await?, Some(order.clone()));
        assert_eq!(work.order_of(two.customer.id, "W00001").await?, None);
        assert_eq!(work.open_order_on(order.line_id).await?, Some(order.clone()));
        assert_eq!(work.open_order_on(bare.line_id).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn orders_are_listed_newest_first(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    // Orders 2 and 3, 4 and 5 were placed at the same moment.
    let mut orders: Vec<_> = (1..=6).map(|number| closed(&one, number)).collect();
    orders[2].items.clear();
    orders[3].items.truncate(1);
    let others = closed(&two, 7);
    let write = place.store.write(async |mut work| {
        for order in orders.iter().chain([&others]) {
            work.add_order(order).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    orders.reverse();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.orders_of(one.customer.id, None, 99).await?, orders);
        let mut paged = Vec::<Order>::new();
        loop {
            let before = paged.last().map(|last| Before { at: last.placed_at, id: last.id.0 });
            let page = work.orders_of(one.customer.id, before, 2).await?;
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, orders);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn an_open_order_is_found_behind_any_number_of_others(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let phone = order(&one, 1);
    let internet = Order { line_id: one.lines[1].id, state: OrderState::Failed, ..order(&one, 2) };
    let write = place.store.write(async |mut work| {
        work.add_order(&phone).await?;
        work.add_order(&internet).await?;
        for number in 3..=30 {
            work.add_order(&closed(&one, number)).await?;
        }
        work.add_order(&closed(&two, 31)).await
    });
    write.await.unwrap();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.open_orders_of(one.customer.id, 9).await?, [internet.clone(), phone.clone()]);
        let newest = work.open_orders_of(one.customer.id, 1).await?;
        assert_eq!(newest, std::slice::from_ref(&internet));
        assert_eq!(work.open_orders_of(two.customer.id, 9).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn an_order_changes_with_its_items(place: &Place) {
    let one = given::hall(&place.store).await;
    let mut order = order(&one, 1);
    place.store.write(async |mut work| work.add_order(&order).await).await.unwrap();
    order.state = OrderState::InProgress;
    order.effective_on = date(2026, 11, 22);
    order.expected_on = date(2026, 11, 23);
    order.items[1].state = OrderState::InProgress;
    place.store.write(async |mut work| work.save_order(&order).await).await.unwrap();
    order.version = 2;
    let read = place.store.read(async |mut work| work.order(order.id).await);
    assert_eq!(read.await.unwrap(), Some(order));
}

async fn an_outdated_version_is_refused(place: &Place) {
    let one = given::hall(&place.store).await;
    let order = order(&one, 1);
    let write = place.store.write(async |mut work| {
        work.add_order(&order).await?;
        work.save_order(&order).await
    });
    write.await.unwrap();
    let late = Order { state: OrderState::Cancelled, ..order.clone() };
    let refused = place.store.write(async |mut work| work.save_order(&late).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let read = place.store.read(async |mut work| work.order(order.id).await);
    assert_eq!(read.await.unwrap(), Some(Order { version: 2, ..order }));
}

async fn a_line_has_one_open_order(place: &Place) {
    let one = given::hall(&place.store).await;
    let states = [OrderState::Held, OrderState::InProgress, OrderState::Failed, OrderState::Partial];
    let first = order(&one, 1);
    place.store.write(async |mut work| work.add_order(&first).await).await.unwrap();
    for (number, state) in (2..).zip(states) {
        let second = Order { state, ..order(&one, number) };
        let refused = place.store.write(async |mut work| work.add_order(&second).await).await;
        assert!(matches!(refused, Err(Error::Conflict)), "{state}: {refused:?}");
    }
    let ended = [OrderState::Cancelled, OrderState::Completed, OrderState::Rejected];
    for (number, state) in (10..).zip(ended) {
        let second = Order { state, ..order(&one, number) };
        place.store.write(async |mut work| work.add_order(&second).await).await.unwrap();
    }
}

/// What a placement comes to.
#[derive(Debug)]
enum Refused {
    /// The line has an open order, which was seen.
    Open,
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl Retry for Refused {
    fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_worth_retrying())
    }
}

async fn one_of_two_placements_wins(place: &Place) {
    let files = given::hall_of(&place.store, [1, 2, 3, 4, 5, 6, 7, 8]).await;
    for (round, file) in (0..).zip(&files) {
        let outcomes = at_once(4, |number| {
            let (store, order) = (place.store.clone(), Arc::new(order(file, round * 10 + number)));
            async move {
                store
                    .write(async |mut work| {
                        if work.open_order_on(order.line_id).await?.is_some() {
                            return Err(Refused::Open);
                        }
                        Ok(work.add_order(&order).await?)
                    })
                    .await
            }
        });
        let outcomes = outcomes.await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        // Losers run again and then see the winner's order.
        let saw = outcomes.iter().filter(|outcome| matches!(outcome, Err(Refused::Open))).count();
        assert_eq!((won, saw), (1, 3), "{outcomes:?}");
        let orders = place.store.read(async |mut work| work.orders_of(file.customer.id, None, 9).await);
        assert_eq!(orders.await.unwrap().len(), 1);
    }
}

async fn history_numbers_itself(place: &Place) {
    let one = given::hall(&place.store).await;
    let order = order(&one, 1);
    let event = |position, step, by, note: Option<&str>| OrderEvent {
        position,
        at: at(5),
        step,
        by,
        note: note.map(str::to_owned),
    };
    let write = place.store.write(async |mut work| {
        work.add_order(&order).await?;
        work.add_order_event(order.id, &event(7, OrderStep::Placed, Doer::Customer, None)).await?;
        let failed = event(7, OrderStep::ProvisioningFailed, Doer::Network, Some("no port"));
        work.add_order_event(order.id, &failed).await?;
        work.order_events(order.id).await
    });
    let expected = [
        event(1, OrderStep::Placed, Doer::Customer, None),
        event(2, OrderStep::ProvisioningFailed, Doer::Network, Some("no port")),
    ];
    assert_eq!(write.await.unwrap(), expected);
}

async fn work_orders_follow_an_order(place: &Place) {
    let one = given::hall(&place.store).await;
    let order = order(&one, 1);
    let work_order = |attempt| WorkOrder {
        id: given::id("work order", u32::try_from(attempt).unwrap()),
        order_id: order.id,
        order_number: order.number.clone(),
        attempt,
        state: WorkOrderState::Queued,
        created_at: at(attempt),
    };
    let write = place.store.write(async |mut work| {
        work.add_order(&order).await?;
        assert_eq!(work.latest_work_order(order.id).await?, None);
        work.add_work_order(&work_order(1)).await?;
        work.save_work_order_state(work_order(1).id, WorkOrderState::Failed).await?;
        work.add_work_order(&work_order(2)).await?;
        assert_eq!(work.latest_work_order(order.id).await?, Some(work_order(2)));
        let first = work.work_order(work_order(1).id).await?;
        assert_eq!(first, Some(WorkOrder { state: WorkOrderState::Failed, ..work_order(1) }));
        assert_eq!(work.work_order(given::id::<WorkOrderId>("work order", 9)).await?, None);
        assert_eq!(work.open_order_on(given::id::<LineId>("phone", 9)).await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let again = WorkOrder { id: given::id("work order", 3), ..work_order(2) };
    let refused = place.store.write(async |mut work| work.add_work_order(&again).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}
