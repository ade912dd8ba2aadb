//! Product orders and their way through the network. R-ORD-1, R-ORD-3, R-ORD-5, R-ORD-6

use crate::{
    Date, Timestamp,
    catalogue::OfferingCode,
    ids::{AccountId, CustomerId, LineId, OrderId, ProductId, WorkOrderId},
    money::Money,
    plan_change::Terms,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

mod tracking;
mod transitions;

pub use tracking::{Progress, TrackedStep};
pub use transitions::{Choice, Placement, PlannedItem, Refusal, StepTaken, Transition};

vocabulary! {
    /// State of an order, named as TM Forum does (TMF622).
    pub enum OrderState {
        /// Accepted, not begun.
        Acknowledged,
        /// Waits for its day.
        Pending,
        /// Stopped until a person acts.
        Held,
        /// Sent to the network: past the point of no return.
        InProgress,
        /// Withdrawn.
        Cancelled,
        /// Done.
        Completed,
        /// The network could not do it.
        Failed,
        /// Some items done, some failed.
        Partial,
        /// A withdrawal is being looked at.
        AssessingCancellation,
        /// A withdrawal was accepted and is under way.
        PendingCancellation,
        /// Refused after it was placed.
        Rejected,
    }
}

vocabulary! {
    /// What an order is for.
    pub enum OrderKind {
        /// Another plan on a line.
        PlanChange,
    }
}

vocabulary! {
    /// Where an order or request came in. R-CHN-1
    pub enum Channel {
        /// This portal.
        Web,
        /// The call centre.
        CallCentre,
        /// A branch.
        Branch,
        /// A job of the operator.
        System,
    }
}

vocabulary! {
    /// What an item does to the product (TMF622).
    pub enum ItemAction {
        /// Brings a product.
        Add,
        /// Changes one.
        Modify,
        /// Ends one.
        Delete,
        /// Leaves one as it is.
        NoChange,
    }
}

vocabulary! {
    /// A step the customer sees. R-ORD-3
    pub enum OrderStep {
        /// The order was placed.
        Placed,
        /// It waits for its effective day.
        Scheduled,
        /// The work order went to the network.
        Submitted,
        /// The network reported success.
        Provisioned,
        /// The network reported a failure.
        ProvisioningFailed,
        /// Everything is done.
        Completed,
        /// The customer withdrew it.
        Withdrawn,
        /// The customer asked to try once more.
        Retried,
    }
}

vocabulary! {
    /// Who did a step, or does the next.
    pub enum Doer {
        /// The customer.
        Customer,
        /// The operator's staff.
        Staff,
        /// This system.
        System,
        /// The network.
        Network,
    }
}

/// A product order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Identifier.
    pub id: OrderId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Who ordered.
    pub customer_id: CustomerId,
    /// Where it is billed.
    pub account_id: AccountId,
    /// The line it changes.
    pub line_id: LineId,
    /// What it is for.
    pub kind: OrderKind,
    /// State.
    pub state: OrderState,
    /// Where it came in.
    pub channel: Channel,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// First day of the new state of affairs.
    pub effective_on: Date,
    /// Day it is expected to be done.
    pub expected_on: Date,
    /// What was agreed when it was placed.
    pub terms: Terms,
    /// Its items.
    pub items: Vec<OrderItem>,
    /// Grows with each change.
    pub version: i64,
}

/// One product an order touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// Place in the order, from 1.
    pub position: i64,
    /// What happens to the product.
    pub action: ItemAction,
    /// The plan or add-on.
    pub offering: OfferingCode,
    /// The installed product, for those that exist.
    pub product_id: Option<ProductId>,
    /// Price per cycle.
    pub monthly_price: Money,
    /// State, which follows the order's.
    pub state: OrderState,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEvent {
    /// Place in the history, from 1.
    pub position: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: OrderStep,
    /// By whom.
    pub by: Doer,
    /// The network's words on a failure.
    pub note: Option<String>,
}

vocabulary! {
    /// State of a work order.
    pub enum WorkOrderState {
        /// Waits to be sent.
        Queued,
        /// Sent; no answer yet.
        Sent,
        /// The network did it.
        Done,
        /// The network could not.
        Failed,
        /// Withdrawn before it was sent.
        Withdrawn,
    }
}

/// What the network is asked to do for an order. R-ORD-5
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkOrder {
    /// Identifier.
    pub id: WorkOrderId,
    /// The order it serves.
    pub order_id: OrderId,
    /// The order's number, which the network quotes in its report.
    pub order_number: String,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// State.
    pub state: WorkOrderState,
    /// When it was made.
    pub created_at: Timestamp,
}
