//! Changing a plan, from the wish to the charge on the next bill. R-PRD-5, R-ORD-3, R-ORD-4, R-ORD-6

use crate::hall::{Hall, Newcomer, refusal};
use crm::{
    bills::ChargeKind,
    catalogue::OfferingCode,
    money::Money,
    orders::{Choice, OrderState, OrderStep},
    plan_change::{Direction, Refusal as Rule, Start, Wish},
};
use jiff::{ToSpan, civil::date};
use operations::{
    Actor, Error, Refusal, Result, orders,
    orders::Decide,
    plan_change::{ChangePlan, Placed, change, check, view},
    recommendations,
};

fn wish(to: &str, start: Start) -> Wish {
    Wish {
        to: OfferingCode(to.to_owned()),
        start,
        seen_price: None,
        seen_effective_on: None,
        accept_fee: None,
    }
}

async fn order(hall: &Hall, actor: &Actor, line: String, wish: Wish) -> Result<Placed> {
    change(&hall.desk, actor, hall.key(), &ChangePlan { line, wish }).await
}

async fn plan_of(hall: &Hall, actor: &Actor, line: &str) -> (String, Money) {
    let facts = view(&hall.desk, actor, line).await.unwrap().facts;
    (facts.plan_product.offering.0, facts.plan_product.monthly_price)
}

#[tokio::test]
async fn an_upgrade_at_once_is_provisioned_and_prorated() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { add_ons: vec![("FILMS", 10), ("SAFE", 5)], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let placed = order(&hall, &actor, newcomer.line(), wish("PHONE-110", Start::Now)).await.unwrap();
    assert_eq!(hall.order(&placed.number).await.state, OrderState::Acknowledged);

    hall.run_jobs().await;
    assert_eq!(hall.order(&placed.number).await.state, OrderState::InProgress);
    assert_eq!(
        plan_of(&hall, &actor, &newcomer.line()).await.0,
        "PHONE-50",
        "not before the network says so"
    );

    hall.network_answers(true, "").await;
    let seen = orders::view(&hall.desk, &actor, &placed.number).await.unwrap();
    assert_eq!(seen.order.state, OrderState::Completed);
    let steps: Vec<_> = seen.events.iter().map(|event| event.step).collect();
    assert_eq!(
        steps,
        [OrderStep::Placed, OrderStep::Submitted, OrderStep::Provisioned, OrderStep::Completed]
    );
    assert_eq!(
        plan_of(&hall, &actor, &newcomer.line()).await,
        ("PHONE-110".to_owned(), Money::from_yuan(110))
    );

    // 21 of 30 days are left: 60 yuan more a month, and the lost add-on of 10 given back.
    let account = seen.order.account_id;
    let charges = hall.read(|mut unit| async move { Ok(unit.waiting_charges(account).await?) }).await;
    let amounts: Vec<_> = charges.iter().map(|charge| (charge.kind, charge.amount.fen())).collect();
    assert_eq!(amounts, [(ChargeKind::Proration, 4_200), (ChargeKind::Credit, -700)]);
    let line = newcomer.line();
    let add_ons = view(&hall.desk, &actor, &line).await.unwrap().facts.add_on_products;
    assert_eq!(add_ons.iter().map(|add_on| add_on.offering.0.as_str()).collect::<Vec<_>>(), ["SAFE"]);
    let told = hall.outside.delivered.lock().unwrap().len();
    assert_eq!(told, 2, "once when it was placed, once when it was done");
}

#[tokio::test]
async fn a_downgrade_waits_for_the_next_cycle_and_can_be_withdrawn_until_then() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let at_once = order(&hall, &actor, newcomer.line(), wish("PHONE-20", Start::Now)).await;
    assert_eq!(refusal(at_once), Refusal::PlanChange(Rule::OnlyNextCycle { from: date(2026, 12, 1) }));

    let placed = order(&hall, &actor, newcomer.line(), wish("PHONE-20", Start::NextCycle)).await.unwrap();
    hall.run_jobs().await;
    let waiting = hall.order(&placed.number).await;
    assert_eq!((waiting.state, waiting.effective_on), (OrderState::Pending, date(2026, 12, 1)));

    let decide = Decide { number: placed.number.clone(), choice: Choice::Withdraw };
    orders::decide(&hall.desk, &actor, hall.key(), &decide).await.unwrap();
    hall.wait_for_next_cycle();
    hall.run_jobs().await;
    assert_eq!(hall.order(&placed.number).await.state, OrderState::Cancelled);
    assert!(hall.outside.work_orders.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_change_for_the_next_cycle_begins_with_it() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let placed = order(&hall, &actor, newcomer.line(), wish("PHONE-20", Start::NextCycle)).await.unwrap();
    hall.wait_for_next_cycle();
    hall.run_jobs().await;
    let too_late = Decide { number: placed.number.clone(), choice: Choice::Withdraw };
    let withdrawn = orders::decide(&hall.desk, &actor, hall.key(), &too_late).await;
    assert_eq!(refusal(withdrawn), Refusal::Order(crm::orders::Refusal::PastPointOfNoReturn));
    hall.network_answers(true, "").await;
    assert_eq!(plan_of(&hall, &actor, &newcomer.line()).await, ("PHONE-20".to_owned(), Money::from_yuan(20)));
    let account = hall.order(&placed.number).await.account_id;
    let charges = hall.read(|mut unit| async move { Ok(unit.waiting_charges(account).await?) }).await;
    assert!(charges.is_empty(), "nothing but the new price");
}

#[tokio::test]
async fn a_failure_leaves_the_choice_to_retry() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let placed = order(&hall, &actor, newcomer.line(), wish("PHONE-110", Start::Now)).await.unwrap();
    hall.run_jobs().await;
    hall.network_answers(false, "HLR timeout").await;
    let seen = orders::view(&hall.desk, &actor, &placed.number).await.unwrap();
    assert_eq!(seen.order.state, OrderState::Failed);
    assert_eq!(seen.events.last().unwrap().note.as_deref(), Some("HLR timeout"));
    assert_eq!(plan_of(&hall, &actor, &newcomer.line()).await.0, "PHONE-50");

    let retry = Decide { number: placed.number.clone(), choice: Choice::Retry };
    orders::decide(&hall.desk, &actor, hall.key(), &retry).await.unwrap();
    hall.run_jobs().await;
    hall.network_answers(true, "").await;
    assert_eq!(hall.order(&placed.number).await.state, OrderState::Completed);
}

#[tokio::test]
async fn an_agreement_shows_its_fee_and_charges_it_once() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { bound_until: Some(date(2027, 4, 30)), ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    // Five months from December, 30 yuan less a month, half of it.
    let fee = Money::from_yuan(75);
    let unaware = wish("PHONE-20", Start::NextCycle);
    let checked = check(&hall.desk, &actor, &newcomer.line(), &unaware.to, unaware.start).await.unwrap();
    let terms = checked.1.unwrap();
    assert_eq!((terms.direction, terms.termination_fee), (Direction::Downgrade, fee));
    let refused = order(&hall, &actor, newcomer.line(), unaware.clone()).await;
    assert_eq!(refusal(refused), Refusal::PlanChange(Rule::LockedIn { until: date(2027, 4, 30), fee }));

    let aware = Wish { accept_fee: Some(fee), ..unaware };
    let placed = order(&hall, &actor, newcomer.line(), aware).await.unwrap();
    hall.wait_for_next_cycle();
    hall.run_jobs().await;
    hall.network_answers(true, "").await;
    let account = hall.order(&placed.number).await.account_id;
    let charges = hall.read(|mut unit| async move { Ok(unit.waiting_charges(account).await?) }).await;
    assert_eq!(
        charges.iter().map(|c| (c.kind, c.amount)).collect::<Vec<_>>(),
        [(ChargeKind::EarlyTermination, fee)]
    );
    let line = newcomer.line();
    let agreement = view(&hall.desk, &actor, &line).await.unwrap().facts.agreement.unwrap();
    assert_eq!(agreement.committed_monthly, Money::from_yuan(20), "what was paid for is settled");
}

#[tokio::test]
async fn debts_block_until_they_are_paid() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![40, 50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let refused = order(&hall, &actor, newcomer.line(), wish("PHONE-110", Start::Now)).await;
    // September's bill was due on 20 October; October's is due on 20 November.
    assert_eq!(refusal(refused), Refusal::PlanChange(Rule::Overdue { amount: Money::from_yuan(40) }));
}

#[tokio::test]
async fn of_two_changes_at_once_exactly_one_wins() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let race = |to| order(&hall, &actor, newcomer.line(), wish(to, Start::NextCycle));
    let (one, other) = tokio::join!(race("PHONE-20"), race("PHONE-110"));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    let number = won.unwrap().number;
    assert_eq!(refusal(lost), Refusal::PlanChange(Rule::PendingChange { order: number }));
}

#[tokio::test]
async fn a_key_used_twice_gets_the_first_order_and_another_wish_is_refused() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let key = hall.key();
    let command = |to| ChangePlan { line: newcomer.line(), wish: wish(to, Start::NextCycle) };
    let first = change(&hall.desk, &actor, key, &command("PHONE-20")).await.unwrap();
    let again = change(&hall.desk, &actor, key, &command("PHONE-20")).await.unwrap();
    assert_eq!(first, again);
    let other = change(&hall.desk, &actor, key, &command("PHONE-110")).await;
    assert!(matches!(other, Err(Error::KeyReused)), "{other:?}");
}

#[tokio::test]
async fn a_refusal_frees_the_key() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let key = hall.key();
    let command = |start| ChangePlan { line: newcomer.line(), wish: wish("PHONE-20", start) };
    refusal(change(&hall.desk, &actor, key, &command(Start::Now)).await);
    assert!(change(&hall.desk, &actor, key, &command(Start::NextCycle)).await.is_ok());
}

#[tokio::test]
async fn somebody_elses_line_does_not_exist() {
    let hall = Hall::open().await;
    let (mine, theirs) = (Newcomer::new(1), Newcomer::new(2));
    let actor = hall.bring(mine).await;
    hall.bring(theirs.clone()).await;
    let done = order(&hall, &actor, theirs.line(), wish("PHONE-110", Start::Now)).await;
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
    let events = hall.read(|mut unit| async move { Ok(unit.latest_events(1).await?) }).await;
    assert_eq!(events[0].outcome, crm::audit::AuditOutcome::Denied);
}

#[tokio::test]
async fn advice_is_recorded_and_counts_as_taken_when_it_is_ordered() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    let advised = recommendations::view(&hall.desk, &actor).await.unwrap();
    let advice = advised.lines[0].advice.as_ref().unwrap();
    // 100 minutes, 1,000 MB and 10 messages fit PHONE-20: 30 yuan less in each of six months.
    assert_eq!((advice.plan().0.as_str(), advice.saving()), ("PHONE-20", Money::from_yuan(180)));
    order(&hall, &actor, newcomer.line(), wish("PHONE-20", Start::NextCycle)).await.unwrap();
    let Actor::Subscriber(subscriber) = &actor else { unreachable!("a subscriber") };
    let id = subscriber.customer_id;
    let kept = hall.read(|mut unit| async move { Ok(unit.recommendations_of(id).await?) }).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].outcome, crm::recommendations::Outcome::Taken);
}

#[tokio::test]
async fn a_message_is_tried_again_until_the_gateway_is_back() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    *hall.outside.is_down.lock().unwrap() = true;
    let placed = order(&hall, &actor, newcomer.line(), wish("PHONE-110", Start::Now)).await.unwrap();
    hall.run_jobs().await;
    assert!(hall.outside.delivered.lock().unwrap().is_empty());
    *hall.outside.is_down.lock().unwrap() = false;
    hall.wait(1.minute());
    hall.run_jobs().await;
    assert_eq!(hall.outside.delivered.lock().unwrap().len(), 1);
    assert_eq!(hall.outside.work_orders.lock().unwrap()[0].order, placed.number);
}

#[tokio::test]
async fn a_message_that_never_arrives_is_given_up_and_says_so() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let actor = hall.bring(newcomer.clone()).await;
    *hall.outside.is_down.lock().unwrap() = true;
    order(&hall, &actor, newcomer.line(), wish("PHONE-20", Start::NextCycle)).await.unwrap();
    for _ in 0..8 {
        hall.run_jobs().await;
        hall.wait(13.hours());
    }
    let messages = operations::messages::list(&hall.desk, &actor).await.unwrap();
    assert_eq!(messages[0].state, crm::messages::MessageState::Failed);
    assert_eq!(operations::jobs::count(&hall.desk).await.unwrap().failed, 1);
}
