//! The way of an order from being placed to its end. R-ORD-3, R-ORD-5, R-ORD-6
//!
//! A transition consumes the order as it was read and leaves `version` as it was read: the store compares and raises
//! it. The network's point of no return is the submission: before it, and after a failure, the customer may withdraw.

use super::{
    Channel, Doer, ItemAction, Order, OrderEvent, OrderItem, OrderKind, OrderState, OrderStep, WorkOrder,
    WorkOrderState,
};
use crate::{
    Date, Timestamp,
    catalogue::OfferingCode,
    ids::{AccountId, CustomerId, LineId, OrderId, ProductId, WorkOrderId},
    money::Money,
    plan_change::Terms,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

/// Longest note of the network that is kept, in characters.
const NOTE_MAX: usize = 500;

/// Why an order or work order does not take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// The network is at work: the order can no longer be withdrawn.
    #[error("the order went to the network and can no longer be withdrawn")]
    PastPointOfNoReturn,
    /// The order is done, withdrawn or rejected.
    #[error("the order already ended as {state}")]
    AlreadyEnded {
        /// How it ended.
        state: OrderState,
    },
    /// The order waits for its day.
    #[error("the order is not to be submitted before {effective_on}")]
    NotDueYet {
        /// Its first day.
        effective_on: Date,
    },
    /// The step does not follow from where the order stands.
    #[error("the step does not follow from {state}")]
    OutOfTurn {
        /// Where it stands.
        state: OrderState,
    },
    /// The network already answered this work order, or it was withdrawn.
    #[error("the work order is already {state}")]
    WorkOrderEnded {
        /// Where it stands.
        state: WorkOrderState,
    },
}

vocabulary! {
    /// What a customer may choose to do with an order. R-ORD-6
    pub enum Choice {
        /// Let the network try once more, on the terms agreed.
        Retry,
        /// Give the order up; everything stays as it was.
        Withdraw,
        /// Open a request, so that a person looks into it.
        AskPerson,
    }
}

/// A step taken, before it has its place in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTaken {
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: OrderStep,
    /// By whom.
    pub by: Doer,
    /// The network's words on a failure.
    pub note: Option<String>,
}

impl StepTaken {
    fn new(step: OrderStep, by: Doer, at: Timestamp) -> Self {
        Self { at, step, by, note: None }
    }

    /// The event with its place in the history, from 1.
    pub fn at_position(self, position: i64) -> OrderEvent {
        OrderEvent { position, at: self.at, step: self.step, by: self.by, note: self.note }
    }
}

/// An order after a transition and what is to be added to its history, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The order in its new state.
    pub order: Order,
    /// The steps taken, one or two.
    pub steps: Vec<StepTaken>,
}

impl Transition {
    /// The same steps when somebody else did what is the customer's to do.
    #[must_use]
    pub fn done_by(mut self, doer: Doer) -> Self {
        for step in self.steps.iter_mut().filter(|step| step.by == Doer::Customer) {
            step.by = doer;
        }
        self
    }
}

/// What is known about an order when the customer confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Identifier.
    pub id: OrderId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Who orders.
    pub customer_id: CustomerId,
    /// Where it is billed.
    pub account_id: AccountId,
    /// The line it changes.
    pub line_id: LineId,
    /// What it is for.
    pub kind: OrderKind,
    /// Where it comes in.
    pub channel: Channel,
    /// What the customer agreed to.
    pub terms: Terms,
    /// The products it touches.
    pub items: Vec<PlannedItem>,
}

/// One product an order is to touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedItem {
    /// What happens to the product.
    pub action: ItemAction,
    /// The plan or add-on.
    pub offering: OfferingCode,
    /// The installed product, for those that exist.
    pub product_id: Option<ProductId>,
    /// Price per cycle.
    pub monthly_price: Money,
}

impl OrderState {
    /// Not at its end: another change of the same line has to wait. A failed order is open until the customer chooses
    /// to retry or to withdraw it, because a retry would run into the other change.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Completed | Self::Rejected)
    }
}

impl Channel {
    /// Who acts through the channel.
    fn doer(self) -> Doer {
        match self {
            Self::Web => Doer::Customer,
            Self::CallCentre | Self::Branch => Doer::Staff,
            Self::System => Doer::System,
        }
    }
}

impl Order {
    /// A confirmed order: `Acknowledged`, or `Pending` while its effective day is still ahead of `today`.
    pub fn place(placement: Placement, today: Date, at: Timestamp) -> Transition {
        let effective_on = placement.terms.effective_on;
        let waits = effective_on > today;
        let state = if waits { OrderState::Pending } else { OrderState::Acknowledged };
        let items = (1..).zip(placement.items).map(|(position, item)| OrderItem {
            position,
            action: item.action,
            offering: item.offering,
            product_id: item.product_id,
            monthly_price: item.monthly_price,
            state,
        });
        let mut steps = vec![StepTaken::new(OrderStep::Placed, placement.channel.doer(), at)];
        if waits {
            steps.push(StepTaken::new(OrderStep::Scheduled, Doer::System, at));
        }
        let order = Self {
            id: placement.id,
            number: placement.number,
            customer_id: placement.customer_id,
            account_id: placement.account_id,
            line_id: placement.line_id,
            kind: placement.kind,
            state,
            channel: placement.channel,
            placed_at: at,
            effective_on,
            // The network answers within the day.
            expected_on: effective_on.max(today),
            terms: placement.terms,
            items: items.collect(),
            version: 1,
        };
        Transition { order, steps }
    }

    /// Sends the order to the network, on its effective day or later; `attempt` counts its work orders from 1.
    pub fn submit(
        self,
        work_order: WorkOrderId,
        attempt: i64,
        today: Date,
        at: Timestamp,
    ) -> Result<(Transition, WorkOrder), Refusal> {
        match self.state {
            OrderState::Acknowledged | OrderState::Pending if self.effective_on > today => {
                return Err(Refusal::NotDueYet { effective_on: self.effective_on });
            }
            OrderState::Acknowledged | OrderState::Pending => {}
            _ => return Err(self.out_of_turn()),
        }
        let work_order = WorkOrder {
            id: work_order,
            order_id: self.id,
            order_number: self.number.clone(),
            attempt,
            state: WorkOrderState::Queued,
            created_at: at,
        };
        let step = StepTaken::new(OrderStep::Submitted, Doer::System, at);
        Ok((self.into_state(OrderState::InProgress, vec![step]), work_order))
    }

    /// The network reported success.
    pub fn provisioned(self, at: Timestamp) -> Result<Transition, Refusal> {
        if self.state != OrderState::InProgress {
            return Err(self.out_of_turn());
        }
        let steps = vec![
            StepTaken::new(OrderStep::Provisioned, Doer::Network, at),
            StepTaken::new(OrderStep::Completed, Doer::System, at),
        ];
        Ok(self.into_state(OrderState::Completed, steps))
    }

    /// The network reported a failure; its words come from another system and are cleaned and cut to 500 characters.
    pub fn failed(self, note: &str, at: Timestamp) -> Result<Transition, Refusal> {
        if self.state != OrderState::InProgress {
            return Err(self.out_of_turn());
        }
        let note: String = note.trim().chars().filter(|c| !c.is_control()).take(NOTE_MAX).collect();
        let mut step = StepTaken::new(OrderStep::ProvisioningFailed, Doer::Network, at);
        step.note = (!note.is_empty()).then_some(note);
        Ok(self.into_state(OrderState::Failed, vec![step]))
    }

    /// The customer wants the network to try once more. R-ORD-6
    ///
    /// The terms stay as agreed, the effective day among them: the plan counts from that day once it is done, so that
    /// the customer pays what the check-answers page said, however long the network took.
    pub fn retry(mut self, today: Date, at: Timestamp) -> Result<Transition, Refusal> {
        if self.state != OrderState::Failed {
            return Err(self.out_of_turn());
        }
        self.expected_on = self.expected_on.max(today);
        let step = StepTaken::new(OrderStep::Retried, Doer::Customer, at);
        Ok(self.into_state(OrderState::Acknowledged, vec![step]))
    }

    /// The customer gives the order up: before the point of no return, or after the network failed. R-ORD-6
    pub fn withdraw(self, at: Timestamp) -> Result<Transition, Refusal> {
        match self.state {
            OrderState::Acknowledged | OrderState::Pending | OrderState::Held | OrderState::Failed => {
                let step = StepTaken::new(OrderStep::Withdrawn, Doer::Customer, at);
                Ok(self.into_state(OrderState::Cancelled, vec![step]))
            }
            OrderState::InProgress
            | OrderState::Partial
            | OrderState::AssessingCancellation
            | OrderState::PendingCancellation => Err(Refusal::PastPointOfNoReturn),
            OrderState::Cancelled | OrderState::Completed | OrderState::Rejected => {
                Err(Refusal::AlreadyEnded { state: self.state })
            }
        }
    }

    /// Changes the plan of its line, some day: no other change may be placed meanwhile. R-ORD-4
    pub fn is_pending_change(&self) -> bool {
        match self.kind {
            OrderKind::PlanChange => self.state.is_open(),
        }
    }

    /// Who acts next; nobody once the order ended. R-ORD-3
    pub fn next_doer(&self) -> Option<Doer> {
        match self.state {
            OrderState::Acknowledged | OrderState::Pending => Some(Doer::System),
            OrderState::InProgress | OrderState::PendingCancellation => Some(Doer::Network),
            OrderState::Failed => Some(Doer::Customer),
            OrderState::Held | OrderState::Partial | OrderState::AssessingCancellation => Some(Doer::Staff),
            OrderState::Cancelled | OrderState::Completed | OrderState::Rejected => None,
        }
    }

    /// What the customer may choose now, the way forward first. R-ORD-6
    pub fn choices(&self) -> &'static [Choice] {
        match self.state {
            OrderState::Acknowledged | OrderState::Pending => &[Choice::Withdraw],
            OrderState::Held => &[Choice::Withdraw, Choice::AskPerson],
            OrderState::Failed => &[Choice::Retry, Choice::Withdraw, Choice::AskPerson],
            OrderState::InProgress
            | OrderState::Partial
            | OrderState::AssessingCancellation
            | OrderState::PendingCancellation => &[Choice::AskPerson],
            OrderState::Cancelled | OrderState::Completed | OrderState::Rejected => &[],
        }
    }

    fn out_of_turn(&self) -> Refusal {
        if self.state.is_open() {
            Refusal::OutOfTurn { state: self.state }
        } else {
            Refusal::AlreadyEnded { state: self.state }
        }
    }

    fn into_state(mut self, state: OrderState, steps: Vec<StepTaken>) -> Transition {
        self.state = state;
        for item in &mut self.items {
            item.state = state;
        }
        Transition { order: self, steps }
    }
}

impl WorkOrder {
    /// It was handed to the network. Handing it over once more changes nothing.
    pub fn sent(self) -> Result<Self, Refusal> {
        self.answered(WorkOrderState::Sent)
    }

    /// The network did it. A report may come before the hand-over was noted: the network can be quicker than we are.
    pub fn done(self) -> Result<Self, Refusal> {
        self.answered(WorkOrderState::Done)
    }

    /// The network could not do it.
    pub fn failed(self) -> Result<Self, Refusal> {
        self.answered(WorkOrderState::Failed)
    }

    fn answered(self, state: WorkOrderState) -> Result<Self, Refusal> {
        match self.state {
            WorkOrderState::Queued | WorkOrderState::Sent => Ok(Self { state, ..self }),
            WorkOrderState::Done | WorkOrderState::Failed | WorkOrderState::Withdrawn => {
                Err(Refusal::WorkOrderEnded { state: self.state })
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
