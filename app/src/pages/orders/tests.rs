use super::*;
use crate::pages::plan_change::samples::{facts, html, line, names};
use crm::{
    Timestamp,
    orders::{Channel, Doer, OrderEvent, OrderKind, OrderStep, StepTaken},
    plan_change::{Start, quote},
};
use jiff::civil::date;
use rstest::rstest;

/// An order in a state, with a history that may have led there.
fn view(state: OrderState, steps: &[OrderStep]) -> OrderView {
    let terms = quote(&facts(), &OfferingCode("D".to_owned()), Start::NextCycle).expect("plan D has terms");
    let placed_at: Timestamp = "2026-11-22T08:05:00Z".parse().expect("a timestamp");
    let order = Order {
        id: Uuid::from_u128(9).into(),
        number: "D7KQ2MXR4Z".to_owned(),
        customer_id: line().customer_id,
        account_id: line().account_id,
        line_id: line().id,
        kind: OrderKind::PlanChange,
        state,
        channel: Channel::Web,
        placed_at,
        effective_on: terms.effective_on,
        expected_on: date(2026, 12, 1),
        terms,
        items: vec![],
        version: 1,
    };
    let event = |(position, &step): (i64, &OrderStep)| OrderEvent {
        note: (step == OrderStep::ProvisioningFailed).then(|| "no <profile>".to_owned()),
        ..StepTaken { at: placed_at, step, by: Doer::System, note: None }.at_position(position)
    };
    OrderView { order, events: (1..).zip(steps).map(event).collect(), line: line(), names: names() }
}

const FAILED: &[OrderStep] = &[OrderStep::Placed, OrderStep::Submitted, OrderStep::ProvisioningFailed];

fn order_html(state: OrderState, steps: &[OrderStep]) -> String {
    let keys = [Uuid::from_u128(1), Uuid::from_u128(2)];
    html(&format!("order-{state}"), Language::En, || order(Language::En, view(state, steps), None, keys))
}

#[rstest]
#[case::waiting(OrderState::Pending, &[OrderStep::Placed, OrderStep::Scheduled], &["withdraw"])]
#[case::at_the_network(OrderState::InProgress, &[OrderStep::Placed, OrderStep::Submitted], &["ask"])]
#[case::failed(OrderState::Failed, FAILED, &["retry", "withdraw", "ask"])]
#[case::done(OrderState::Completed, &[OrderStep::Placed, OrderStep::Completed], &[])]
fn only_what_can_be_done_is_offered(
    #[case] state: OrderState,
    #[case] steps: &[OrderStep],
    #[case] offered: &[&str],
) {
    let html = order_html(state, steps);
    for (choice, address) in [
        ("retry", "action=\"/orders/D7KQ2MXR4Z/retry\""),
        ("withdraw", "action=\"/orders/D7KQ2MXR4Z/withdraw\""),
        ("ask", "/requests/new?category=question&amp;line=L7KQ2&amp;subject=Order%20D7KQ2MXR4Z"),
    ] {
        assert_eq!(html.contains(address), offered.contains(&choice), "{choice}");
    }
}

#[test]
fn the_tracker_says_who_acts_next_and_when() {
    let tracked =
        tracked(Language::En, &view(OrderState::Pending, &[OrderStep::Placed, OrderStep::Scheduled]));
    let said: Vec<_> =
        tracked.steps.iter().map(|step| (step.state, step.time.as_str(), step.note.as_str())).collect();
    assert_eq!(
        said,
        [
            (StepState::Done, "22 Nov 2026, 16:05", ""),
            (StepState::Now, "22 Nov 2026, 16:05", "Our system goes on by itself."),
            (StepState::Ahead, "Expected 1 Dec 2026", ""),
            (StepState::Ahead, "Expected 1 Dec 2026", ""),
            (StepState::Ahead, "Expected 1 Dec 2026", ""),
        ]
    );
    assert_eq!(tracked.status, "Plan D starts on 1 Dec 2026; there is nothing left for you to do.");
    assert!(!tracked.ended);
}

#[test]
fn a_failure_shows_the_networks_words_and_whose_turn_it_is() {
    let tracked = tracked(Language::En, &view(OrderState::Failed, FAILED));
    let last = tracked.steps.last().expect("a step");
    assert_eq!(last.state, StepState::Failed);
    assert_eq!(last.note, "The network says: “no <profile>”. It is your turn.");
    let html = order_html(OrderState::Failed, FAILED);
    assert!(html.contains("no &lt;profile&gt;") && !html.contains("no <profile>"));
}

#[test]
fn an_order_that_ended_is_not_followed() {
    let ended =
        tracked(Language::ZhCn, &view(OrderState::Completed, &[OrderStep::Placed, OrderStep::Completed]));
    assert!(ended.ended);
    assert!(ended.choices.is_empty());
}

#[test]
fn the_list_has_its_empty_state_and_its_way_to_older_ones() {
    let list_of = |orders: Vec<Order>, next| {
        let view = OrderList { orders, lines: vec![line()], next, names: names() };
        html("orders", Language::En, || list(Language::En, view, true))
    };
    assert!(list_of(vec![], None).contains("No orders yet"));
    let order = view(OrderState::Pending, &[]).order;
    let next = store::orders::Before { at: order.placed_at, id: order.id.0 };
    let html = list_of(vec![order], Some(next));
    assert!(html.contains("/orders/D7KQ2MXR4Z") && html.contains("138 0013 8000"));
    assert!(html.contains("rel=\"next\"") && !html.contains("rel=\"prev\""));
}
