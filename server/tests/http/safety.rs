//! What keeps the hall safe from the first request on. The headers of every answer are checked by `manners`.

use crate::{
    browser::Ask,
    hall::{Engine, Hall},
    people::{PASSWORD, Part},
};
use app::routes::ROUTES;
use hyper::Method;
use rstest::rstest;

#[rstest]
#[case::cross_site(&[("sec-fetch-site", "cross-site")])]
#[case::sibling_site(&[("sec-fetch-site", "same-site")])]
#[case::other_origin(&[("sec-fetch-site", ""), ("origin", "https://elsewhere.example")])]
#[case::hidden_origin(&[("sec-fetch-site", ""), ("origin", "null")])]
#[case::other_port(&[("sec-fetch-site", ""), ("origin", "http://127.0.0.1:1")])]
#[case::contradiction(&[("sec-fetch-site", "cross-site"), ("origin", "")])]
#[tokio::test]
async fn forms_of_other_sites_are_refused(#[case] headers: &[(&str, &str)]) {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    for route in ROUTES.iter().filter(|route| route.method == Method::POST) {
        let path = route.path.replace("{number}", "R22222222").replace("{line}", "L22222222");
        let path = path.replace("{code}", "C22222222").replace("{id}", "22222222");
        let path = path.replace("{company}", "C22222222");
        let ask = Ask::post(path, &[("key", "")]);
        let ask = headers.iter().fold(ask, |ask, (name, value)| ask.with(name, value));
        browser.ask(ask).await.expect_status(403).expect_language("zh-CN");
    }
    browser.get("/").await.expect_status(200);
}

/// Programs say nothing of where they come from, and carry no customer's cookies by accident.
#[tokio::test]
async fn a_form_that_says_nothing_of_its_site_is_taken() {
    let hall = Hall::open().await;
    let mobile = hall.the(Part::Subscriber).mobile();
    let ask = Ask::post("/sign-in", &[("mobile", mobile), ("password", PASSWORD)]);
    hall.visitor().ask(ask.with("sec-fetch-site", "").with("origin", "")).await.expect_status(303);
}

#[rstest]
#[case::unknown(Ask::get("/no/such/page"), 404)]
#[case::folder(Ask::get("/pkg/"), 404)]
#[case::outside(Ask::get("/pkg/..%2f..%2fhall.db"), 404)]
#[case::odd_slashes(Ask::get("//elsewhere.example/%2e%2e"), 404)]
#[case::nul(Ask::get("/%00"), 404)]
#[case::form_to_nowhere(Ask::post("/no/such/form", &[("a", "b")]), 404)]
#[case::wrong_method(Ask::new(Method::DELETE, "/bills"), 405)]
#[case::form_to_a_page(Ask::post("/bills", &[("a", "b")]), 405)]
#[case::page_of_a_form(Ask::get("/api/sign-out"), 405)]
#[case::odd_method(Ask::new(Method::from_bytes(b"FETCH").unwrap(), "/sign-in"), 405)]
#[case::json(Ask::new(Method::POST, "/sign-in").body("application/json", "{}"), 415)]
#[case::no_type(Ask::new(Method::POST, "/sign-in").body("", "mobile=1"), 415)]
#[case::not_encoded(Ask::new(Method::POST, "/sign-in").body("application/x-www-form-urlencoded", "%zz=%&&==&\u{ff}"), 422)]
#[case::query(Ask::get("/sign-in?next=%FF&next=2"), 200)]
#[tokio::test]
async fn what_makes_no_sense_gets_a_page(
    #[case] ask: Ask,
    #[case] status: u16,
    #[values(("zh-CN", "zh-CN"), ("en-GB,en;q=0.9,zh;q=0.1", "en"), ("fr", "zh-CN"))] language: (
        &'static str,
        &'static str,
    ),
) {
    let hall = Hall::open().await;
    let page = hall.visitor().reading(language.0).ask(ask).await;
    let page = if status == 200 && page.status == 400 { page } else { page.expect_status(status) };
    assert!(page.is_html());
    page.expect_language(language.1);
}

#[tokio::test]
async fn a_customer_reads_of_faults_in_their_own_language() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let other = browser.get("/").await.expect_language("zh-CN").form("/api/language");
    browser.submit(&other.with("language", "en")).await.expect_redirect("/");
    // In the account, not only in this browser.
    let elsewhere = hall.subscriber(Part::Subscriber).await;
    elsewhere.get("/").await.expect_language("en");
    elsewhere.get("/no/such/page").await.expect_status(404).expect_language("en");
    elsewhere.ask(Ask::new(Method::DELETE, "/bills")).await.expect_status(405).expect_language("en");
    // A visitor's choice stays in the browser.
    let visitor = hall.visitor();
    let form = visitor.get("/sign-in").await.expect_language("zh-CN").form("/api/language");
    visitor.submit(&form.with("language", "en")).await.expect_redirect("/sign-in");
    visitor.get("/help").await.expect_status(200).expect_language("en");
}

#[rstest]
#[case::of_a_visitor(false)]
#[case::of_a_customer(true)]
#[tokio::test]
async fn too_much_at_once_gets_a_page(#[case] signed_in: bool) {
    let hall = Hall::open().await;
    let browser = if signed_in { hall.subscriber(Part::Subscriber).await } else { hall.visitor() };
    for size in [64 * 1024 + 1, 4 * 1024 * 1024] {
        let ask = Ask::post("/requests/new", &[("text", "x".repeat(size))]);
        browser.ask(ask).await.expect_status(413).expect_language("zh-CN");
    }
}

#[tokio::test]
async fn files_are_served_as_they_lie_there() {
    let hall = Hall::open().await;
    let browser = hall.visitor();
    let styles = browser.get("/pkg/wangting.css").await.expect_status(200).expect_text("color: green");
    assert_eq!(
        (styles.header("content-type"), styles.header("cache-control")),
        ("text/css", "public, no-cache")
    );
    browser.get("/favicon.svg").await.expect_status(200);
    let head = browser.ask(Ask::new(Method::HEAD, "/sign-in")).await.expect_status(200);
    assert_eq!(head.body, "");
}

#[tokio::test]
async fn machines_are_told_how_the_hall_is() {
    let hall = Hall::open().await;
    let browser = hall.visitor();
    browser.get("/healthz").await.expect_status(200).expect_text("ok");
    browser.get("/readyz").await.expect_status(200).expect_text("ready");
    browser.get("/metrics").await.expect_status(200).expect_text("# TYPE");
    // Not to whom a proxy speaks for.
    let ask = Ask::get("/metrics").with("x-forwarded-for", "203.0.113.7");
    browser.ask(ask).await.expect_status(404).expect_no_text("# TYPE");
}

#[tokio::test]
async fn a_visitor_who_asks_too_often_is_told_when_to_come_back() {
    let hall = Hall::open_with(Engine::Sqlite, |configuration| {
        configuration.limits.loopback_is_exempt = false;
        configuration.limits.requests_per_minute = 5;
    })
    .await;
    let browser = hall.visitor();
    for _ in 0..5 {
        browser.get("/sign-in").await.expect_status(200);
    }
    let page = browser.get("/sign-in").await.expect_status(429).expect_language("zh-CN");
    assert!(page.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", page.headers);
    browser.get("/healthz").await.expect_status(200);
}
