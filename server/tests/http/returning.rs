//! Sessions that expired while somebody typed: signing in leads back to the same form, with what was typed in it.

use crate::{
    browser::Browser,
    forms::{self, Kind, Things},
    hall::{Engine, Hall, sign_in},
    people::{PASSWORD, Part},
};
use crm::sign_in::{Holder, Session};
use hyper::Method;
use jiff::ToSpan as _;
use operations::access::{Role, Standing, right};

/// Lets all sessions of a customer lie unused for longer than they live.
async fn expire(hall: &Hall, part: Part) {
    let holder = Holder::Customer(hall.the(part).file.customer.id);
    let long_ago = hall.desk.now().checked_sub(31.minutes()).unwrap();
    let expired = hall.desk.store().write(|mut unit| async move {
        for session in unit.sessions_of(holder).await? {
            unit.touch_session(session.id, long_ago).await?;
        }
        Ok::<_, store::Error>(())
    });
    expired.await.unwrap();
}

/// Signs in where one was sent to, and gives where that leads.
async fn come_back(hall: &Hall, browser: &Browser, part: Part, door: &str) -> String {
    let form = browser.get(door).await.expect_status(200).form("/sign-in");
    let form = form.with("mobile", hall.the(part).mobile()).with("password", PASSWORD);
    browser.submit(&form).await.expect_status(303).location().to_owned()
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let form = browser.get("/requests/new?category=complaint").await.form("/requests/new");
    let (subject, text) = ("Slow at <b>night</b>", "First line\r\n</textarea><script>alert(1)</script>");
    let form = form.with("subject", subject).with("text", text).with("call_back", "yes");
    expire(&hall, Part::Subscriber).await;

    let away = browser.submit(&form).await.expect_redirect("/sign-in?next=/requests/new");
    assert!(browser.cookie("draft").is_some(), "{:?}", away.headers);
    assert_eq!(come_back(&hall, &browser, Part::Subscriber, away.location()).await, "/requests/new");
    let again = browser.get("/requests/new").await.expect_status(200).form("/requests/new");
    assert_eq!(again.get("subject"), Some(subject));
    assert_eq!(again.get("text").map(|text| text.replace('\r', "")), Some(text.replace('\r', "")));
    assert_eq!((again.get("category"), again.get("call_back")), (Some("complaint"), Some("yes")));
    browser.submit(&again).await.expect_status(303);
    // It is handed out once.
    browser.get("/requests/new?category=complaint").await.expect_no_text(subject);
}

#[tokio::test]
async fn nobody_else_gets_what_was_typed() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let form = browser.get("/requests/new?category=question").await.form("/requests/new");
    expire(&hall, Part::Subscriber).await;
    browser.submit(&form.with("text", "my own affair")).await.expect_status(303);
    sign_in(&browser, hall.the(Part::Neighbour).mobile()).await.expect_status(303);
    browser.get("/requests/new?category=question").await.expect_status(200).expect_no_text("my own affair");
}

#[tokio::test]
async fn every_form_leads_back_to_a_page() {
    let hall = Hall::open().await;
    let first = hall.subscriber(Part::Subscriber).await;
    let things = Things::of(&hall, &first, Part::Subscriber).await;
    for route in
        forms::posts().filter(|route| right(route.operation, Role::Subscriber, Standing::Oneself).is_some())
    {
        if right(route.operation, Role::Visitor, Standing::Oneself).is_some() {
            continue;
        }
        let browser = hall.subscriber(Part::Subscriber).await;
        expire(&hall, Part::Subscriber).await;
        let own = forms::parameter(route.path).map_or("", |(_, name, _)| name(&things));
        let path = forms::filled(route.path, own);
        let fields = forms::fields(route.path, &things, &forms::key());
        let away = browser.post(path, &forms::sent(&fields)).await.expect_status(303);
        let back = come_back(&hall, &browser, Part::Subscriber, away.location()).await;
        let page = browser.get(back.as_str()).await;
        assert!(matches!(page.status, 200 | 409 | 422), "{}: back at {back}: {}", route.path, page.status);
        // What was typed stands in the form it was typed into, if that still is on the page.
        for field in fields.iter().filter(|field| field.kind == Kind::Typed) {
            let text = page.text();
            if page.body.contains(&format!("name=\"{}\"", field.name)) {
                assert!(text.contains(&field.value), "{}: {} is lost: {text}", route.path, field.name);
            }
        }
    }
    assert!(forms::posts().all(|route| route.method == Method::POST));
    hall.close().await;
}

/// Lets the proof behind a browser's session grow old.
async fn age(hall: &Hall, part: Part, browser: &Browser) {
    let holder = Holder::Customer(hall.the(part).file.customer.id);
    let token = browser.cookie("session").expect("a session");
    let hash = &blake3::hash(token.as_bytes()).as_bytes().to_vec();
    let long_ago = hall.desk.now().checked_sub(11.minutes()).unwrap();
    let aged = hall.desk.store().write(|mut unit| async move {
        let session = unit.session(hash).await?.expect("a session");
        unit.end_session(holder, session.id).await?;
        unit.add_session(&Session { proved_at: long_ago, ..session }, hash).await
    });
    aged.await.unwrap();
}

#[tokio::test]
async fn contact_data_move_only_under_a_fresh_proof() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let form = browser.get("/profile").await.form("/profile").with("language", "en");
    age(&hall, Part::Subscriber, &browser).await;
    browser.get("/profile/contact").await.expect_redirect("/sign-in/again?next=/profile/contact");
    let away = browser.submit(&form).await.expect_redirect("/sign-in/again?next=/profile");

    let before = browser.cookie("session");
    let form = browser.get(away.location()).await.expect_status(200).form("/sign-in/again");
    browser.submit(&form.clone().with("password", "wrong-Guess-1")).await.expect_status(422);
    assert_eq!(browser.cookie("session"), before, "a wrong proof changes nothing");
    browser.submit(&form.with("password", PASSWORD)).await.expect_redirect("/profile");
    let after = browser.cookie("session");
    assert!(after.is_some() && after != before, "the session goes on under another token");

    let form = browser.get("/profile").await.expect_status(200).form("/profile");
    assert_eq!(form.get("language"), Some("en"), "what was typed came back");
    browser.submit(&form).await.expect_redirect("/profile");
    browser.get("/profile").await.expect_text("Your details");
}

#[tokio::test]
async fn paying_asks_for_a_fresh_proof_before_anything_is_typed() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    browser.get("/pay").await.expect_status(200);
    age(&hall, Part::Subscriber, &browser).await;
    browser.get("/bills").await.expect_status(200);
    browser.get("/pay").await.expect_redirect("/sign-in/again?next=/pay");
    let page = browser.get("/sign-in/again?next=https://elsewhere.example/").await.expect_status(200);
    let form = page.form("/sign-in/again").with("password", PASSWORD);
    browser.submit(&form).await.expect_redirect("/");
    browser.get("/pay").await.expect_status(200);
    hall.visitor().get("/sign-in/again").await.expect_redirect("/sign-in?next=/sign-in/again");
}

#[tokio::test]
async fn an_expired_session_is_good_for_nothing() {
    let hall = Hall::open_on(Engine::Sqlite).await;
    let browser = hall.subscriber(Part::Subscriber).await;
    browser.get("/").await.expect_status(200);
    expire(&hall, Part::Subscriber).await;
    browser
        .get("/bills?before=2026-01-01")
        .await
        .expect_redirect("/sign-in?next=/bills%3Fbefore%3D2026-01-01");
}
