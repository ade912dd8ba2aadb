//! What the order tracker shows: the steps done, the one under way and those ahead. R-ORD-3

use super::{Doer, Order, OrderEvent, OrderState, OrderStep};
use crate::{Date, Timestamp, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Where a step stands.
    pub enum Progress {
        /// Behind the order.
        Done,
        /// What the order waits for now.
        Now,
        /// Comes later.
        Ahead,
    }
}

/// One step of the tracker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackedStep {
    /// Which step.
    pub step: OrderStep,
    /// Behind, now or ahead.
    pub progress: Progress,
    /// Who did it, or whose turn it is.
    pub by: Doer,
    /// When it happened; `None` for a step that did not happen yet.
    pub at: Option<Timestamp>,
    /// Day it is expected; `None` for a step that happened, and for one that nobody can promise.
    pub expected_on: Option<Date>,
    /// The network's words on a failure.
    pub note: Option<String>,
}

impl Order {
    /// The steps of the tracker: all that happened, then what is still to come. At most one of them is `Now`.
    ///
    /// The step that is `Now` has happened when the order rests on it (it waits for its day, or for the customer after
    /// a failure) and has not when somebody is busy with it.
    pub fn steps(&self, history: &[OrderEvent]) -> Vec<TrackedStep> {
        let mut steps: Vec<TrackedStep> = history
            .iter()
            .map(|event| TrackedStep {
                step: event.step,
                progress: Progress::Done,
                by: event.by,
                at: Some(event.at),
                expected_on: None,
                note: event.note.clone(),
            })
            .collect();
        let resting_on = match self.state {
            OrderState::Pending => Some(OrderStep::Scheduled),
            OrderState::Failed => Some(OrderStep::ProvisioningFailed),
            _ => None,
        };
        let rests = steps.last_mut().filter(|last| Some(last.step) == resting_on);
        let mut progress = if rests.is_some() { Progress::Ahead } else { Progress::Now };
        if let Some(last) = rests {
            last.progress = Progress::Now;
        }
        for &step in self.remaining() {
            let by = match step {
                OrderStep::Provisioned => Doer::Network,
                _ if self.state == OrderState::Held => Doer::Staff,
                _ => Doer::System,
            };
            let expected_on = (self.state != OrderState::Held).then_some(self.expected_on);
            steps.push(TrackedStep { step, progress, by, at: None, expected_on, note: None });
            progress = Progress::Ahead;
        }
        steps
    }

    /// What is still to come when all goes well; nothing while somebody must choose first.
    fn remaining(&self) -> &'static [OrderStep] {
        match self.state {
            OrderState::Acknowledged | OrderState::Pending | OrderState::Held => {
                &[OrderStep::Submitted, OrderStep::Provisioned, OrderStep::Completed]
            }
            OrderState::InProgress => &[OrderStep::Provisioned, OrderStep::Completed],
            OrderState::Partial => &[OrderStep::Completed],
            OrderState::AssessingCancellation | OrderState::PendingCancellation => &[OrderStep::Withdrawn],
            OrderState::Failed | OrderState::Cancelled | OrderState::Completed | OrderState::Rejected => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::{
        StepTaken, Transition,
        transitions::tests::{NEXT_CYCLE, TODAY, at, in_state, place},
    };
    use rstest::rstest;
    use strum::VariantArray;
    use uuid::Uuid;

    /// Walks an order along `way` and keeps its history.
    fn walk(way: &[OrderStep]) -> (Order, Vec<OrderEvent>) {
        let placed = place(TODAY);
        let (mut order, mut taken): (Order, Vec<StepTaken>) = (placed.order, placed.steps);
        for step in way {
            let Transition { order: next, steps } = match step {
                OrderStep::Submitted => order.submit(Uuid::from_u128(9).into(), 1, TODAY, at(1)).unwrap().0,
                OrderStep::Provisioned => order.provisioned(at(2)).unwrap(),
                OrderStep::ProvisioningFailed => order.failed("no profile", at(2)).unwrap(),
                OrderStep::Retried => order.retry(TODAY, at(3)).unwrap(),
                OrderStep::Withdrawn => order.withdraw(at(3)).unwrap(),
                other => panic!("{other} is no step of its own"),
            };
            order = next;
            taken.extend(steps);
        }
        (order, (1..).zip(taken).map(|(position, taken)| taken.at_position(position)).collect())
    }

    fn drawn(steps: &[TrackedStep]) -> String {
        let mark = |step: &TrackedStep| match step.progress {
            Progress::Done => "+",
            Progress::Now => "*",
            Progress::Ahead => "-",
        };
        steps.iter().map(|step| format!("{}{}", mark(step), step.step)).collect::<Vec<_>>().join(" ")
    }

    #[rstest]
    #[case::placed(&[], "+placed *submitted -provisioned -completed")]
    #[case::submitted(&[OrderStep::Submitted], "+placed +submitted *provisioned -completed")]
    #[case::done(&[OrderStep::Submitted, OrderStep::Provisioned], "+placed +submitted +provisioned +completed")]
    #[case::failed(
        &[OrderStep::Submitted, OrderStep::ProvisioningFailed],
        "+placed +submitted *provisioningFailed"
    )]
    #[case::retried(
        &[OrderStep::Submitted, OrderStep::ProvisioningFailed, OrderStep::Retried],
        "+placed +submitted +provisioningFailed +retried *submitted -provisioned -completed"
    )]
    #[case::withdrawn(&[OrderStep::Withdrawn], "+placed +withdrawn")]
    fn the_tracker_follows_the_order(#[case] way: &[OrderStep], #[case] expected: &str) {
        let (order, history) = walk(way);
        assert_eq!(drawn(&order.steps(&history)), expected);
    }

    #[test]
    fn an_order_for_later_rests_on_its_day() {
        let Transition { order, steps } = place(NEXT_CYCLE);
        let history: Vec<_> = (1..).zip(steps).map(|(position, step)| step.at_position(position)).collect();
        let tracked = order.steps(&history);
        assert_eq!(drawn(&tracked), "+placed *scheduled -submitted -provisioned -completed");
        assert_eq!(tracked[2].expected_on, Some(NEXT_CYCLE));
        assert_eq!((tracked[0].at, tracked[0].expected_on), (Some(at(0)), None));
    }

    #[test]
    fn a_failure_shows_the_networks_words() {
        let (order, history) = walk(&[OrderStep::Submitted, OrderStep::ProvisioningFailed]);
        assert_eq!(order.steps(&history)[2].note.as_deref(), Some("no profile"));
    }

    #[test]
    fn the_turn_shown_is_that_of_the_next_doer() {
        for &state in OrderState::VARIANTS {
            let order = in_state(state);
            let (_, history) = walk(&[]);
            let now = order.steps(&history).into_iter().find(|step| step.progress == Progress::Now);
            if matches!(state, OrderState::Acknowledged | OrderState::Held | OrderState::InProgress) {
                assert_eq!(now.map(|step| step.by), order.next_doer(), "{state}");
            }
        }
    }
}
