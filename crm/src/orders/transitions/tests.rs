use super::*;
use crate::plan_change::{Direction, Start};
use jiff::civil::date;
use rstest::rstest;
use strum::VariantArray;
use uuid::Uuid;

pub(crate) const TODAY: Date = date(2026, 11, 5);
pub(crate) const NEXT_CYCLE: Date = date(2026, 12, 1);

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_793_800_000 + second).unwrap()
}

fn planned(action: ItemAction, offering: &str) -> PlannedItem {
    PlannedItem {
        action,
        offering: OfferingCode(offering.into()),
        product_id: None,
        monthly_price: Money::from_yuan(99),
    }
}

pub(crate) fn place(effective_on: Date) -> Transition {
    let placement = Placement {
        id: Uuid::from_u128(1).into(),
        number: "D7KQ2MXR4Z".into(),
        customer_id: Uuid::from_u128(2).into(),
        account_id: Uuid::from_u128(3).into(),
        line_id: Uuid::from_u128(4).into(),
        kind: OrderKind::PlanChange,
        channel: Channel::Web,
        terms: Terms {
            from: OfferingCode("5G-99".into()),
            to: OfferingCode("5G-129".into()),
            old_price: Money::from_yuan(99),
            new_price: Money::from_yuan(129),
            direction: Direction::Upgrade,
            start: if effective_on > TODAY { Start::NextCycle } else { Start::Now },
            effective_on,
            proration: Money::ZERO,
            termination_fee: Money::ZERO,
            lost_add_ons: Vec::new(),
            lost_add_ons_price: Money::ZERO,
            next_bill_difference: Money::from_yuan(30),
        },
        items: vec![planned(ItemAction::Delete, "5G-99"), planned(ItemAction::Add, "5G-129")],
    };
    Order::place(placement, TODAY, at(0))
}

pub(crate) fn in_state(state: OrderState) -> Order {
    place(TODAY).order.into_state(state, Vec::new()).order
}

fn submit(order: Order, today: Date) -> Result<Transition, Refusal> {
    order.submit(Uuid::from_u128(9).into(), 1, today, at(1)).map(|(transition, _)| transition)
}

#[rstest]
#[case::now(TODAY, OrderState::Acknowledged, &[OrderStep::Placed])]
#[case::next_cycle(NEXT_CYCLE, OrderState::Pending, &[OrderStep::Placed, OrderStep::Scheduled])]
fn a_placed_order_waits_for_its_day(
    #[case] effective_on: Date,
    #[case] state: OrderState,
    #[case] steps: &[OrderStep],
) {
    let Transition { order, steps: taken } = place(effective_on);
    assert_eq!((order.state, order.effective_on, order.expected_on), (state, effective_on, effective_on));
    assert_eq!(taken.iter().map(|taken| taken.step).collect::<Vec<_>>(), steps);
    assert_eq!(taken[0].by, Doer::Customer);
    assert_eq!(
        order.items.iter().map(|item| (item.position, item.state)).collect::<Vec<_>>(),
        [(1, state), (2, state)]
    );
}

type Act = fn(Order) -> Result<Transition, Refusal>;

#[rstest]
#[case::submit(|order: Order| submit(order, TODAY), &[OrderState::Acknowledged, OrderState::Pending], OrderState::InProgress)]
#[case::provisioned(|order: Order| order.provisioned(at(2)), &[OrderState::InProgress], OrderState::Completed)]
#[case::failed(|order: Order| order.failed("HLR timeout", at(2)), &[OrderState::InProgress], OrderState::Failed)]
#[case::retry(|order: Order| order.retry(TODAY, at(3)), &[OrderState::Failed], OrderState::Acknowledged)]
#[case::withdraw(
    |order: Order| order.withdraw(at(4)),
    &[OrderState::Acknowledged, OrderState::Pending, OrderState::Held, OrderState::Failed],
    OrderState::Cancelled,
)]
fn a_step_follows_from_these_states_only(
    #[case] act: Act,
    #[case] from: &[OrderState],
    #[case] to: OrderState,
) {
    for &state in OrderState::VARIANTS {
        match act(in_state(state)) {
            Ok(Transition { order, steps }) => {
                assert!(from.contains(&state), "taken from {state}");
                assert_eq!(order.state, to);
                assert!(order.items.iter().all(|item| item.state == to));
                assert!(!steps.is_empty());
            }
            Err(refusal) => {
                assert!(!from.contains(&state), "refused from {state}");
                let ended = Refusal::AlreadyEnded { state };
                assert_eq!(refusal == ended, !state.is_open(), "{state}: {refusal}");
            }
        }
    }
}

#[test]
fn the_network_is_not_asked_before_the_day() {
    let order = place(NEXT_CYCLE).order;
    let refusal = Refusal::NotDueYet { effective_on: NEXT_CYCLE };
    assert_eq!(submit(order.clone(), date(2026, 11, 30)), Err(refusal));
    assert!(submit(order, NEXT_CYCLE).is_ok());
}

#[test]
fn a_work_order_quotes_the_order() {
    let (_, work_order) =
        in_state(OrderState::Acknowledged).submit(Uuid::from_u128(9).into(), 2, TODAY, at(1)).unwrap();
    assert_eq!((work_order.order_number.as_str(), work_order.attempt), ("D7KQ2MXR4Z", 2));
    assert_eq!(work_order.state, WorkOrderState::Queued);
}

#[rstest]
#[case::words(" HLR\u{7}-204: no profile\n", Some("HLR-204: no profile"))]
#[case::nothing(" \n", None)]
fn the_networks_words_are_cleaned(#[case] note: &str, #[case] kept: Option<&str>) {
    let failed = in_state(OrderState::InProgress).failed(note, at(2)).unwrap();
    assert_eq!(failed.steps[0].note.as_deref(), kept);
}

#[test]
fn the_networks_words_are_cut() {
    let failed = in_state(OrderState::InProgress).failed(&"错".repeat(NOTE_MAX + 1), at(2)).unwrap();
    assert_eq!(failed.steps[0].note.as_deref().map(|note| note.chars().count()), Some(NOTE_MAX));
}

#[test]
fn a_retry_keeps_the_terms_and_moves_the_promise() {
    let later = date(2026, 11, 8);
    let order = in_state(OrderState::Failed);
    let retried = order.clone().retry(later, at(3)).unwrap().order;
    assert_eq!((&retried.terms, retried.effective_on, retried.expected_on), (&order.terms, TODAY, later));
}

#[test]
fn choices_are_those_that_are_not_refused() {
    for &state in OrderState::VARIANTS {
        let order = in_state(state);
        let offered = |choice| order.choices().contains(&choice);
        assert_eq!(offered(Choice::Withdraw), order.clone().withdraw(at(5)).is_ok(), "{state}");
        assert_eq!(offered(Choice::Retry), order.clone().retry(TODAY, at(5)).is_ok(), "{state}");
    }
}

#[rstest]
#[case(OrderState::Pending, true, Some(Doer::System))]
#[case(OrderState::Held, true, Some(Doer::Staff))]
#[case(OrderState::InProgress, true, Some(Doer::Network))]
#[case(OrderState::Failed, true, Some(Doer::Customer))]
#[case(OrderState::Completed, false, None)]
#[case(OrderState::Cancelled, false, None)]
fn an_open_change_blocks_another(
    #[case] state: OrderState,
    #[case] blocks: bool,
    #[case] next: Option<Doer>,
) {
    let order = in_state(state);
    assert_eq!((order.is_pending_change(), order.next_doer()), (blocks, next));
}

#[rstest]
#[case(WorkOrderState::Queued, true)]
#[case(WorkOrderState::Sent, true)]
#[case(WorkOrderState::Done, false)]
#[case(WorkOrderState::Failed, false)]
#[case(WorkOrderState::Withdrawn, false)]
fn a_work_order_is_answered_once(#[case] state: WorkOrderState, #[case] open: bool) {
    let (_, work_order) =
        in_state(OrderState::Acknowledged).submit(Uuid::from_u128(9).into(), 1, TODAY, at(1)).unwrap();
    let work_order = WorkOrder { state, ..work_order };
    assert_eq!(work_order.clone().sent().is_ok(), open);
    assert_eq!(work_order.clone().done().map(|done| done.state).ok(), open.then_some(WorkOrderState::Done));
    assert_eq!(work_order.failed().map(|failed| failed.state).ok(), open.then_some(WorkOrderState::Failed));
}

#[test]
fn staff_may_do_what_is_the_customers_to_do_and_it_says_so() {
    let by = |transition: Transition| {
        let steps = transition.done_by(Doer::Staff).steps;
        steps.into_iter().map(|step| (step.step, step.by)).collect::<Vec<_>>()
    };
    let placed = place(NEXT_CYCLE);
    assert_eq!(by(placed.clone()), [(OrderStep::Placed, Doer::Staff), (OrderStep::Scheduled, Doer::System)]);
    assert_eq!(by(placed.order.withdraw(at(1)).unwrap()), [(OrderStep::Withdrawn, Doer::Staff)]);
}
