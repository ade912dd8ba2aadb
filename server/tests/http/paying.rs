//! Paying: to the provider's page and back, with its signed word in between; and bills to take away.

use crate::{
    browser::{Answer, Ask, Browser},
    hall::Hall,
    html::Form,
    people::Part,
};
use app::routes::NOTIFICATION;
use crm::{money::Money, payments::PaymentState};
use rstest::rstest;
use server::gateways::payment_provider::{SigningKey, sandbox_secret, sign_notification};

/// Begins to pay all that is owed; gives the provider's page.
async fn begin(browser: &Browser) -> Answer {
    let form = browser.get("/pay").await.expect_status(200).form("/pay");
    let begun = browser.submit(&form).await.expect_status(303);
    browser.follow(&begun).await.expect_status(200)
}

/// The form of the provider's page, with one of its buttons pressed.
fn choice(page: &Answer, choice: &str) -> Form {
    let action = page.between("action=\"", "\"");
    page.form(&action).with("choice", choice)
}

async fn payment(hall: &Hall, number: &str) -> crm::payments::Payment {
    let found = hall.desk.store().read(|mut unit| async move { unit.payment_by_number(number).await });
    found.await.unwrap_or_else(|error: store::Error| panic!("{error}")).expect("the payment is there")
}

async fn owed(hall: &Hall, part: Part) -> Money {
    let id = hall.the(part).file.customer.id;
    let open = hall.desk.store().read(|mut unit| async move { unit.open_bills_of(id).await });
    open.await
        .unwrap_or_else(|error: store::Error| panic!("{error}"))
        .iter()
        .map(|bill| bill.outstanding)
        .sum()
}

#[tokio::test]
async fn paying_leads_to_the_provider_and_back_to_a_receipt() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Debtor).await;
    let debt = owed(&hall, Part::Debtor).await;
    assert!(debt > Money::ZERO);
    let page = begin(&browser).await.expect_text(&format!("¥{debt}"));
    let back = browser.submit(&choice(&page, "succeeded")).await.expect_status(303);
    let number = back.location().rsplit('/').next().expect("a number").to_owned();
    browser.follow(&back).await.expect_status(200).expect_text(&format!("¥{debt}"));
    assert_eq!(payment(&hall, &number).await.state, PaymentState::Succeeded);
    assert_eq!(owed(&hall, Part::Debtor).await, Money::ZERO);
    browser.get("/payments").await.expect_status(200).expect_text(&number);
    hall.message(hall.the(Part::Debtor), |text| text.contains(&number)).await;
    // Another press of the button takes no more money.
    browser.submit(&choice(&page, "succeeded")).await.expect_status(303);
    assert_eq!(owed(&hall, Part::Debtor).await, Money::ZERO);
    hall.close().await;
}

#[tokio::test]
async fn a_payment_that_was_declined_owes_as_before() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Debtor).await;
    let debt = owed(&hall, Part::Debtor).await;
    let page = begin(&browser).await;
    let back = browser.submit(&choice(&page, "failed")).await.expect_status(303);
    let receipt = browser.follow(&back).await.expect_status(200);
    let number = back.location().rsplit('/').next().expect("a number").to_owned();
    assert_eq!(payment(&hall, &number).await.state, PaymentState::Failed, "{}", receipt.body);
    assert_eq!(owed(&hall, Part::Debtor).await, debt);
    // And the way to try again stands open.
    begin(&browser).await;
}

#[tokio::test]
async fn a_link_to_the_provider_that_was_changed_is_refused() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Debtor).await;
    let form = browser.get("/pay").await.form("/pay");
    let link = browser.submit(&form).await.expect_status(303).location().to_owned();
    let amount = owed(&hall, Part::Debtor).await.fen();
    assert!(link.contains(&format!("amount={amount}&")), "{link}");
    browser.get(link.replace(&format!("amount={amount}&"), "amount=1&")).await.expect_status(400);
    browser.get(link.replace("signature=", "signature=0")).await.expect_status(400);
    browser.get("/sandbox-provider/checkout").await.expect_status(400);
}

#[rstest]
#[case::good("{number}", 0, 0, true, 204)]
#[case::another_amount("{number}", 1, 0, true, 404)]
#[case::unknown_payment("P222222222", 0, 0, true, 404)]
#[case::too_old("{number}", 0, -301, true, 401)]
#[case::from_the_future("{number}", 0, 301, true, 401)]
#[case::not_signed("{number}", 0, 0, false, 401)]
#[tokio::test]
async fn the_provider_is_believed_by_its_signature(
    #[case] number: &str,
    #[case] more: i64,
    #[case] seconds: i64,
    #[case] signed: bool,
    #[case] status: u16,
) {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Debtor).await;
    let form = browser.get("/pay").await.form("/pay");
    let begun = browser.submit(&form).await.expect_status(303);
    let own =
        begun.location().split("payment=").nth(1).and_then(|rest| rest.split('&').next()).expect("a number");
    let before = owed(&hall, Part::Debtor).await;
    let body = serde_json::json!({
        "payment": number.replace("{number}", own),
        "amount": before.fen() + more,
        "reference": "SBX-1",
        "outcome": "succeeded",
    })
    .to_string();
    let timestamp = (hall.desk.now().as_second() + seconds).to_string();
    let key = SigningKey::new(&sandbox_secret(&hall.var()).unwrap());
    let signature =
        if signed { sign_notification(&key, &timestamp, body.as_bytes()) } else { "00".repeat(32) };
    let ask = || {
        Ask::new(NOTIFICATION.method, NOTIFICATION.path)
            .body("application/json", body.clone())
            .with("x-timestamp", &timestamp)
            .with("x-signature", &signature)
            .with("sec-fetch-site", "cross-site")
    };
    let provider = hall.visitor();
    provider.ask(ask()).await.expect_status(status);
    // Told again, nothing more happens.
    provider.ask(ask()).await.expect_status(status);
    let after = if status == 204 { Money::ZERO } else { before };
    assert_eq!(owed(&hall, Part::Debtor).await, after);
}

#[tokio::test]
async fn a_bill_is_taken_away_as_a_table() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.subscriber(Part::Subscriber).await;
    let number = person.bill();
    browser.get("/bills").await.expect_status(200).expect_text(number);
    let total = person.file.bills.last().expect("a bill").0.total;
    browser.get(format!("/bills/{number}")).await.expect_status(200).expect_text(&format!("¥{total}"));
    let csv = browser.get(format!("/bills/{number}/csv")).await.expect_status(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), format!("attachment; filename=\"{number}.csv\""));
    assert_eq!(csv.header("cache-control"), "no-store");
    let lines = &person.file.bills.last().expect("a bill").1;
    assert!(csv.body.lines().count() > lines.len(), "{}", csv.body);
    let leads_a_formula = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '@']);
    assert!(!csv.body.split([',', '\n']).any(leads_a_formula), "{}", csv.body);
}
