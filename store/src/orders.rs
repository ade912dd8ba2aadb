//! Product orders with their items, events and work orders. R-ORD-3

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, LineId, OrderId, WorkOrderId},
    orders::{Order, OrderEvent, WorkOrder, WorkOrderState},
};

/// Where a page of a list begins: after the row with this time and id (keyset).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// Time of the last row of the page before.
    pub at: Timestamp,
    /// Its identifier.
    pub id: uuid::Uuid,
}

/// Keeps orders.
#[async_trait]
pub trait Orders: Send {
    /// Adds an order with its items. Conflict when the line has an open order already.
    async fn add_order(&mut self, order: &Order) -> Result<()>;

    /// Keeps an order's and its items' state, effective and expected day; raises the version. Conflict when it is no
    /// longer `order.version`.
    async fn save_order(&mut self, order: &Order) -> Result<()>;

    /// Adds an event at the end of an order's history, whatever `event.position` says.
    async fn add_order_event(&mut self, order: OrderId, event: &OrderEvent) -> Result<()>;

    /// One order with its items.
    async fn order(&mut self, id: OrderId) -> Result<Option<Order>>;

    /// The order with this number, for the network's reports.
    async fn order_by_number(&mut self, number: &str) -> Result<Option<Order>>;

    /// A customer's order by its number. Somebody else's order is not found.
    async fn order_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Order>>;

    /// A customer's orders with their items, newest first.
    async fn orders_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Order>>;

    /// A customer's orders that are open, with their items, newest first, however many ended since.
    async fn open_orders_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Order>>;

    /// The order that is open on a line: not cancelled, completed or rejected.
    async fn open_order_on(&mut self, line: LineId) -> Result<Option<Order>>;

    /// An order's history in its order.
    async fn order_events(&mut self, order: OrderId) -> Result<Vec<OrderEvent>>;

    /// Adds a work order.
    async fn add_work_order(&mut self, work_order: &WorkOrder) -> Result<()>;

    /// One work order.
    async fn work_order(&mut self, id: WorkOrderId) -> Result<Option<WorkOrder>>;

    /// The work order of an order's last try.
    async fn latest_work_order(&mut self, order: OrderId) -> Result<Option<WorkOrder>>;

    /// Keeps a work order's state.
    async fn save_work_order_state(&mut self, id: WorkOrderId, state: WorkOrderState) -> Result<()>;
}
