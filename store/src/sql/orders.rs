//! Orders in SQL. Orders come with their items in one join, however many there are.

use super::{Columns, Day, Instant, Query, Row, Session, older_than, query};
use crate::{
    Result,
    orders::{Before, Orders},
};
use async_trait::async_trait;
use crm::{
    ids::{CustomerId, LineId, OrderId, WorkOrderId},
    orders::{Order, OrderEvent, OrderItem, WorkOrder, WorkOrderState},
};
use sqlx::types::Json;

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT o.id, o.number, o.customer_id, o.account_id, o.line_id, o.kind, o.state, o.channel, o.placed_at, \
             o.effective_on, o.expected_on, o.terms, o.version, i.position, i.action, i.offering_code, i.product_id, \
             i.monthly_price, i.state AS item_state FROM (SELECT * FROM orders ",
            $which,
            ") o LEFT JOIN order_items i ON i.order_id = o.id ORDER BY o.placed_at DESC, o.id DESC, i.position"
        )
    };
}

macro_rules! select_work_orders {
    ($rest:literal) => {
        concat!("SELECT id, order_id, order_number, attempt, state, created_at FROM work_orders ", $rest)
    };
}

#[async_trait]
impl Orders for Session {
    async fn add_order(&mut self, order: &Order) -> Result<()> {
        let insert = query(
            "INSERT INTO orders (id, number, customer_id, account_id, line_id, kind, state, channel, placed_at, \
             effective_on, expected_on, terms, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        );
        let insert = insert
            .bind(order.id.0)
            .bind(&order.number)
            .bind(order.customer_id.0)
            .bind(order.account_id.0)
            .bind(order.line_id.0)
            .bind(order.kind.as_ref())
            .bind(order.state.as_ref())
            .bind(order.channel.as_ref())
            .bind(Instant(order.placed_at))
            .bind(Day(order.effective_on))
            .bind(Day(order.expected_on))
            .bind(Json(&order.terms))
            .bind(order.version);
        self.run(insert).await?;
        for item in &order.items {
            let insert = query(
                "INSERT INTO order_items (order_id, position, action, offering_code, product_id, monthly_price, state) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            );
            let insert = insert
                .bind(order.id.0)
                .bind(item.position)
                .bind(item.action.as_ref())
                .bind(&item.offering.0)
                .bind(item.product_id.map(|product| product.0))
                .bind(item.monthly_price.fen())
                .bind(item.state.as_ref());
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn save_order(&mut self, order: &Order) -> Result<()> {
        let update = query(
            "UPDATE orders SET state = $3, effective_on = $4, expected_on = $5, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(order.id.0)
            .bind(order.version)
            .bind(order.state.as_ref())
            .bind(Day(order.effective_on))
            .bind(Day(order.expected_on));
        self.change(update).await?;
        for item in &order.items {
            let update = query("UPDATE order_items SET state = $3 WHERE order_id = $1 AND position = $2");
            self.change(update.bind(order.id.0).bind(item.position).bind(item.state.as_ref())).await?;
        }
        Ok(())
    }

    async fn add_order_event(&mut self, order: OrderId, event: &OrderEvent) -> Result<()> {
        let insert = query(
            "INSERT INTO order_events (order_id, position, at, step, by, note) \
             SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5 FROM order_events WHERE order_id = $1",
        );
        let insert = insert
            .bind(order.0)
            .bind(Instant(event.at))
            .bind(event.step.as_ref())
            .bind(event.by.as_ref())
            .bind(&event.note);
        self.run(insert).await?;
        Ok(())
    }

    async fn order(&mut self, id: OrderId) -> Result<Option<Order>> {
        self.one_order(query(select!("WHERE id = $1")).bind(id.0)).await
    }

    async fn order_by_number(&mut self, number: &str) -> Result<Option<Order>> {
        self.one_order(query(select!("WHERE number = $1")).bind(number)).await
    }

    async fn order_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Order>> {
        self.one_order(query(select!("WHERE number = $2 AND customer_id = $1")).bind(customer.0).bind(number))
            .await
    }

    async fn orders_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Order>> {
        let (at, id) = older_than(before);
        let orders = query(select!(
            "WHERE customer_id = $1 AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4"
        ));
        let orders = orders.bind(customer.0).bind(at).bind(id).bind(limit);
        read_orders(&self.rows(orders).await?)
    }

    async fn open_orders_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Order>> {
        // The words of the index open_orders_by_customer, so that it is used.
        let orders = query(select!(
            "WHERE customer_id = $1 AND state NOT IN ('cancelled', 'completed', 'rejected') \
             ORDER BY placed_at DESC, id DESC LIMIT $2"
        ));
        read_orders(&self.rows(orders.bind(customer.0).bind(limit)).await?)
    }

    async fn open_order_on(&mut self, line: LineId) -> Result<Option<Order>> {
        // The words of the index one_open_order_per_line, so that it is used.
        let order =
            query(select!("WHERE line_id = $1 AND state NOT IN ('cancelled', 'completed', 'rejected')"));
        self.one_order(order.bind(line.0)).await
    }

    async fn order_events(&mut self, order: OrderId) -> Result<Vec<OrderEvent>> {
        let events = query(
            "SELECT position, at, step, by, note FROM order_events WHERE order_id = $1 ORDER BY position",
        );
        self.all(events.bind(order.0), read_event).await
    }

    async fn add_work_order(&mut self, work_order: &WorkOrder) -> Result<()> {
        let insert = query(
            "INSERT INTO work_orders (id, order_id, order_number, attempt, state, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let insert = insert
            .bind(work_order.id.0)
            .bind(work_order.order_id.0)
            .bind(&work_order.order_number)
            .bind(work_order.attempt)
            .bind(work_order.state.as_ref())
            .bind(Instant(work_order.created_at));
        self.run(insert).await?;
        Ok(())
    }

    async fn work_order(&mut self, id: WorkOrderId) -> Result<Option<WorkOrder>> {
        self.first(query(select_work_orders!("WHERE id = $1")).bind(id.0), read_work_order).await
    }

    async fn latest_work_order(&mut self, order: OrderId) -> Result<Option<WorkOrder>> {
        let latest = query(select_work_orders!("WHERE order_id = $1 ORDER BY attempt DESC LIMIT 1"));
        self.first(latest.bind(order.0), read_work_order).await
    }

    async fn save_work_order_state(&mut self, id: WorkOrderId, state: WorkOrderState) -> Result<()> {
        self.change(query("UPDATE work_orders SET state = $2 WHERE id = $1").bind(id.0).bind(state.as_ref()))
            .await
    }
}

impl Session {
    async fn one_order(&mut self, query: Query) -> Result<Option<Order>> {
        Ok(read_orders(&self.rows(query).await?)?.pop())
    }
}

/// The rows of an order follow each other, one for each of its items.
fn read_orders(rows: &[Row]) -> Result<Vec<Order>> {
    let mut orders = Vec::<Order>::new();
    for row in rows {
        let columns = Columns::of("orders", row);
        let mut order = match orders.pop() {
            Some(order) if order.id == columns.id("id")? => order,
            before => {
                orders.extend(before);
                read_order(&columns)?
            }
        };
        order.items.extend(read_item(row)?);
        orders.push(order);
    }
    Ok(orders)
}

fn read_order(columns: &Columns<'_>) -> Result<Order> {
    let Json(terms) = columns.value("terms")?;
    Ok(Order {
        id: columns.id("id")?,
        number: columns.value("number")?,
        customer_id: columns.id("customer_id")?,
        account_id: columns.id("account_id")?,
        line_id: columns.id("line_id")?,
        kind: columns.word("kind")?,
        state: columns.word("state")?,
        channel: columns.word("channel")?,
        placed_at: columns.instant("placed_at")?,
        effective_on: columns.day("effective_on")?,
        expected_on: columns.day("expected_on")?,
        terms,
        items: Vec::new(),
        version: columns.value("version")?,
    })
}

fn read_item(row: &Row) -> Result<Option<OrderItem>> {
    let columns = Columns::of("order_items", row);
    let Some(position) = columns.value("position")? else { return Ok(None) };
    Ok(Some(OrderItem {
        position,
        action: columns.word("action")?,
        offering: columns.offering("offering_code")?,
        product_id: columns.maybe_id("product_id")?,
        monthly_price: columns.money("monthly_price")?,
        state: columns.word("item_state")?,
    }))
}

fn read_event(row: &Row) -> Result<OrderEvent> {
    let columns = Columns::of("order_events", row);
    Ok(OrderEvent {
        position: columns.value("position")?,
        at: columns.instant("at")?,
        step: columns.word("step")?,
        by: columns.word("by")?,
        note: columns.value("note")?,
    })
}

fn read_work_order(row: &Row) -> Result<WorkOrder> {
    let columns = Columns::of("work_orders", row);
    Ok(WorkOrder {
        id: columns.id("id")?,
        order_id: columns.id("order_id")?,
        order_number: columns.value("order_number")?,
        attempt: columns.value("attempt")?,
        state: columns.word("state")?,
        created_at: columns.instant("created_at")?,
    })
}
