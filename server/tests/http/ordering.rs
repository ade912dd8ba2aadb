//! Changing a plan: checked, ordered once, done by the network, followed live.

use crate::{
    browser::{Answer, Ask, Browser},
    hall::{Hall, wait_for},
    html::Form,
    people::{Part, Person},
};
use app::islands::order_tracker::Tracked;
use crm::{catalogue::OfferingKind, lines::Line, orders::OrderState, products::ProductStatus};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use operations::provisioning::WorkOrderDocument;
use server::import::catalogue::Catalogue;
use std::{fs, path::Path, time::Duration};
use tokio::time::timeout;

/// A plan for a line that is not its present one: a dearer one, or a cheaper one.
pub(crate) fn other_plan(person: Person<'_>, line: &Line, dearer: bool) -> String {
    let present = person.file.products.iter().find(|product| {
        product.line_id == line.id
            && product.kind == OfferingKind::Plan
            && product.status == ProductStatus::Active
    });
    let present = present.expect("an active line has a plan");
    let fits = |offering: &&crm::catalogue::Offering| {
        offering.is_plan_for(line.kind)
            && offering.eligibility.admits(false)
            && offering.sale_until.is_none()
            && offering.code != present.offering
            && (offering.monthly_price > present.monthly_price) == dearer
    };
    let catalogue = Catalogue::demo();
    let mut fitting: Vec<_> = catalogue.offerings().filter(fits).collect();
    fitting.sort_by_key(|offering| offering.monthly_price);
    let best = if dearer { fitting.last() } else { fitting.first() };
    best.unwrap_or_else(|| panic!("no other plan for {} at {}", present.offering.0, present.monthly_price))
        .code
        .0
        .clone()
}

/// The form that confirms a change.
pub(crate) async fn check(browser: &Browser, line: &str, plan: &str, start: &str) -> Form {
    let address = format!("/lines/{line}/change-plan/check");
    browser.get(format!("{address}?plan={plan}&start={start}")).await.expect_status(200).form(&address)
}

/// Orders a plan; gives the order's number.
pub(crate) async fn order(browser: &Browser, line: &str, plan: &str, start: &str) -> String {
    ordered(&browser.submit(&check(browser, line, plan, start).await).await.expect_status(303))
}

fn ordered(answer: &Answer) -> String {
    answer.location().strip_prefix("/orders/").expect("the order's own page").to_owned()
}

/// Plays the network: waits for the work order of an order and reports on it.
async fn answer_work_order(hall: &Hall, order: &str, done: bool) {
    let folder = hall.var().join("provisioning");
    let read =
        |path: &Path| -> Option<WorkOrderDocument> { serde_json::from_slice(&fs::read(path).ok()?).ok() };
    let document = wait_for("a work order", || {
        let files =
            fs::read_dir(folder.join("out")).into_iter().flatten().flatten().map(|entry| entry.path());
        let whole = files.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
        let found =
            whole.filter_map(|path| Some((read(&path)?, path))).find(|(document, _)| document.order == order);
        async { found }
    });
    let (document, path) = document.await;
    fs::remove_file(path).unwrap();
    let report = serde_json::json!({ "id": document.id, "done": done, "reason": if done { "" } else { "no free port" } });
    fs::create_dir_all(folder.join("in")).unwrap();
    fs::write(folder.join("in/.report"), report.to_string()).unwrap();
    fs::rename(folder.join("in/.report"), folder.join(format!("in/{}.json", document.id.0))).unwrap();
}

async fn state(hall: &Hall, number: &str) -> OrderState {
    let order = hall.desk.store().read(|mut unit| async move { unit.order_by_number(number).await });
    order.await.unwrap_or_else(|error: store::Error| panic!("{error}")).expect("the order is there").state
}

/// The next event of a stream; nothing when it ended.
async fn event(stream: &mut Incoming) -> Option<Tracked> {
    loop {
        let frame = timeout(Duration::from_secs(15), stream.frame()).await.expect("an event or the end")?;
        let data =
            frame.expect("the stream does not break").into_data().expect("a stream of events is all data");
        let text = String::from_utf8(data.to_vec()).expect("events are text");
        // Lines that begin with a colon keep the connection open.
        if let Some(packed) = text.strip_prefix("data: ").or_else(|| text.strip_prefix("data:")) {
            return Some(Tracked::unpacked(packed.trim()).expect("where the order stands"));
        }
    }
}

async fn follow(browser: &Browser, number: &str) -> Incoming {
    let response = browser.send(Ask::get(format!("/orders/{number}/events"))).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-store");
    response.into_body()
}

#[tokio::test]
async fn an_upgrade_at_once_is_done_by_the_network_and_followed_live() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.subscriber(Part::Subscriber).await;
    let line = person.phone();
    let plan = other_plan(person, line, true);
    let number = order(&browser, &line.code, &plan, "now").await;
    browser.get("/orders").await.expect_status(200).expect_text(&number);
    browser.get(format!("/orders/{number}")).await.expect_status(200).expect_text("<leptos-island");

    let mut stream = follow(&browser, &number).await;
    let first = event(&mut stream).await.expect("where it stands now");
    assert!(!first.ended);
    answer_work_order(&hall, &number, true).await;
    let mut last = first;
    while let Some(next) = event(&mut stream).await {
        assert_ne!(next, last, "an event without news");
        last = next;
    }
    assert!(last.ended, "the stream ends with the order");
    assert_eq!(state(&hall, &number).await, OrderState::Completed);
    hall.message(person, |text| text.contains(&number) && text.contains("完成") || text.contains("done"))
        .await;

    let id = line.id;
    let products = hall.desk.store().read(|mut unit| async move { unit.products_on(id).await });
    let products = products.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    let running = products.iter().find(|product| product.kind == OfferingKind::Plan).expect("a plan runs");
    assert_eq!((running.offering.0.as_str(), running.status), (plan.as_str(), ProductStatus::Active));
    hall.close().await;
}

#[tokio::test]
async fn a_failed_order_can_be_tried_again() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.subscriber(Part::Subscriber).await;
    let plan = other_plan(person, person.phone(), true);
    let number = order(&browser, &person.phone().code, &plan, "now").await;
    let page = format!("/orders/{number}");
    answer_work_order(&hall, &number, false).await;
    let failed = async || (state(&hall, &number).await == OrderState::Failed).then_some(());
    hall.sees("the failure", failed).await;
    let retry = browser.get(page.as_str()).await.expect_status(200).form(&format!("{page}/retry"));
    browser.submit(&retry).await.expect_redirect(&page);
    answer_work_order(&hall, &number, true).await;
    let completed = async || (state(&hall, &number).await == OrderState::Completed).then_some(());
    hall.sees("the completion", completed).await;
}

#[tokio::test]
async fn a_downgrade_waits_for_its_day_and_can_be_withdrawn() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.subscriber(Part::Subscriber).await;
    let line = &person.phone().code;
    let plan = other_plan(person, person.phone(), false);
    let form = check(&browser, line, &plan, "nextCycle").await;
    let number = ordered(&browser.submit(&form).await.expect_status(303));
    // The same form again, as by a double click: the same order.
    assert_eq!(ordered(&browser.submit(&form).await.expect_status(303)), number);
    // Another form for the same line is refused while this one waits.
    let address = format!("/lines/{line}/change-plan/check");
    browser
        .get(format!("{address}?plan={plan}&start=nextCycle"))
        .await
        .expect_status(409)
        .expect_text(&number);

    let page = format!("/orders/{number}");
    let withdraw = browser.get(page.as_str()).await.form(&format!("{page}/withdraw"));
    browser.submit(&withdraw).await.expect_redirect(&page);
    assert_eq!(state(&hall, &number).await, OrderState::Cancelled);
    order(&browser, line, &plan, "nextCycle").await;
}

#[tokio::test]
async fn who_is_bound_sees_the_fee_and_accepts_it_first() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Bound);
    let browser = hall.subscriber(Part::Bound).await;
    let plan = other_plan(person, person.phone(), false);
    let form = check(&browser, &person.phone().code, &plan, "nextCycle").await;
    assert_ne!(form.get("seen_fee"), Some("0"), "leaving early costs something");
    let again = browser.submit(&form).await.expect_status(422).form(&form.action);
    browser.submit(&again.with("accept_fee", "yes")).await.expect_status(303);
}

#[tokio::test]
async fn whose_bills_are_overdue_is_led_to_pay_first() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Debtor);
    let browser = hall.subscriber(Part::Debtor).await;
    let line = person.phone();
    let plan = other_plan(person, line, true);
    let answer = browser.get(format!("/lines/{}/change-plan/check?plan={plan}&start=now", line.code)).await;
    answer.expect_status(409).expect_text("href=\"/pay\"");
}

#[tokio::test]
async fn an_event_stream_ends_when_the_hall_closes() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.subscriber(Part::Subscriber).await;
    let plan = other_plan(person, person.phone(), false);
    let number = order(&browser, &person.phone().code, &plan, "nextCycle").await;
    let mut stream = follow(&browser, &number).await;
    assert!(!event(&mut stream).await.expect("where it stands").ended);
    let closing = hall.begin_to_close();
    assert_eq!(event(&mut stream).await, None);
    timeout(Duration::from_secs(5), closing).await.expect("nothing holds the hall open").unwrap();
}
