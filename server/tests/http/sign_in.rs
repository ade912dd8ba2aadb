//! The door: what it says to whom, what it hands out, and how long that is good for.

use crate::{
    browser::{Answer, Browser},
    hall::{Engine, Hall, sign_in},
    people::{AGENT, PASSWORD, Part, Person},
};
use rstest::rstest;

/// A number that belongs to nobody.
const UNKNOWN: &str = "19912345678";

async fn knock(browser: &Browser, mobile: &str, password: &str) -> Answer {
    browser.post("/sign-in", &[("mobile", mobile), ("password", password), ("next", "")]).await
}

/// The page without the number that was typed.
fn said(answer: &Answer, mobile: &str) -> String {
    answer.body.replace(mobile, "…")
}

/// Without the minute that the lock ends: two tries may lie on both sides of a full one.
fn without_times(text: &str) -> String {
    let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(digits).collect()
}

#[tokio::test]
async fn a_password_opens_the_hall_and_signing_out_closes_it() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let browser = hall.visitor();
    browser.get("/").await.expect_redirect("/sign-in?next=/");
    let form = browser.get("/sign-in?next=/usage").await.expect_status(200).form("/sign-in");
    let mobile = format!(" +86 {} ", person.file.customer.mobile.spaced());
    let form = form.with("mobile", &mobile).with("password", PASSWORD);
    browser.submit(&form).await.expect_redirect("/usage");
    browser.get("/usage").await.expect_status(200);
    // Whoever is inside does not stand at the door.
    browser.get("/sign-in").await.expect_redirect("/");

    let token = browser.cookie("session").expect("a session");
    let out = browser.get("/").await.form("/api/sign-out");
    browser.submit(&out).await.expect_redirect("/sign-in");
    assert_eq!(browser.cookie("session"), None);
    browser.set_cookie("session", &token);
    browser.get("/usage").await.expect_redirect("/sign-in?next=/usage");
}

#[tokio::test]
async fn staff_come_in_by_their_own_door() {
    let hall = Hall::open().await;
    let browser = hall.visitor();
    browser.get("/staff/requests").await.expect_redirect("/staff/sign-in?next=/staff/requests");
    browser.post("/staff/sign-in", &[("name", AGENT), ("password", PASSWORD)]).await.expect_status(422);
    let agent = hall.agent().await;
    agent.get("/").await.expect_redirect("/staff/requests");
    agent.get("/staff/sign-in").await.expect_status(303);
    let out = agent.get("/staff/requests").await.expect_status(200).form("/api/sign-out");
    agent.submit(&out).await.expect_redirect("/staff/sign-in");
}

#[tokio::test]
async fn unknown_numbers_look_like_known_ones_up_to_the_lock() {
    let hall = Hall::open().await;
    let known = hall.the(Part::Subscriber).mobile();
    for try_ in 1..=7 {
        let (to_known, to_unknown) = (
            knock(&hall.visitor(), known, "wrong-Guess-1").await.expect_status(422),
            knock(&hall.visitor(), UNKNOWN, "wrong-Guess-1").await.expect_status(422),
        );
        let (to_known, to_unknown) = (said(&to_known, known), said(&to_unknown, UNKNOWN));
        assert_eq!(without_times(&to_known), without_times(&to_unknown), "try {try_}");
        assert_eq!(to_known.contains("密码错误次数过多"), try_ >= 5, "try {try_}: {to_known}");
    }
    // While it is locked, the right password is not looked at.
    knock(&hall.visitor(), known, PASSWORD).await.expect_status(422).expect_text("密码错误次数过多");
    // A code opens it nevertheless.
    let browser = hall.visitor();
    browser
        .submit(&ask_for_code(&browser, known).await.with("code", &code(&hall, Part::Subscriber).await))
        .await
        .expect_status(303);
}

#[tokio::test]
async fn typed_passwords_never_come_back() {
    let hall = Hall::open().await;
    knock(&hall.visitor(), UNKNOWN, "my-Dear-secret-5")
        .await
        .expect_status(422)
        .expect_no_text("my-Dear-secret-5");
}

/// Asks for a code; gives the form it is typed into.
async fn ask_for_code(browser: &Browser, mobile: &str) -> crate::html::Form {
    let form = browser.get("/sign-in/code").await.expect_status(200).form("/sign-in/code");
    browser.submit(&form.with("mobile", mobile)).await.expect_status(200).form("/sign-in/code/check")
}

/// The six digits in the newest short message.
async fn code(hall: &Hall, part: Part) -> String {
    let digits =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned);
    let body = |text: &str| text.split_once("\n\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    let text = hall.message(hall.the(part), |text| digits(&body(text)).is_some()).await;
    digits(&body(&text)).expect("a code")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_code_opens_the_hall_once_and_only_where_it_was_asked_for(#[case] engine: Engine) {
    let hall = Hall::open_on(engine).await;
    let mobile = hall.the(Part::Newcomer).mobile();
    let browser = hall.visitor();
    let form = ask_for_code(&browser, mobile).await;
    let code = code(&hall, Part::Newcomer).await;

    let elsewhere = hall.visitor();
    elsewhere.submit(&form.clone().with("code", &code)).await.expect_status(422);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.submit(&form.clone().with("code", wrong)).await.expect_status(422);
    browser.submit(&form.clone().with("code", &code)).await.expect_redirect("/");
    browser.get("/").await.expect_status(200);
    // Used up.
    let again = hall.visitor();
    again.set_cookie("browser", &browser.cookie("browser").expect("the secret that the code is bound to"));
    again.submit(&form.with("code", &code)).await.expect_status(422);
    // And not another one at once.
    let too_soon = browser_of(&hall, &browser).post("/sign-in/code", &[("mobile", mobile)]).await;
    too_soon.expect_status(422);
    hall.close().await;
}

/// Another window with the same secret, in which nobody is signed in.
fn browser_of(hall: &Hall, browser: &Browser) -> Browser {
    let window = hall.visitor();
    window.set_cookie("browser", &browser.cookie("browser").expect("a secret"));
    window
}

#[tokio::test]
async fn asking_for_a_code_says_the_same_to_everybody() {
    let hall = Hall::open().await;
    let known = hall.the(Part::Subscriber).file.customer.mobile.clone();
    let mut said = Vec::new();
    for (mobile, masked) in [(known.as_str(), known.masked()), (UNKNOWN, "199****5678".to_owned())] {
        let answer = hall.visitor().post("/sign-in/code", &[("mobile", mobile)]).await.expect_status(200);
        said.push(without_times(&answer.body.replace(mobile, "…").replace(&masked, "…")));
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn each_sign_in_gets_a_token_of_its_own() {
    let hall = Hall::open().await;
    let person: Person<'_> = hall.the(Part::Subscriber);
    let browser = hall.visitor();
    let mut tokens = Vec::new();
    for _ in 0..3 {
        sign_in(&browser, person.mobile()).await.expect_redirect("/");
        tokens.push(browser.cookie("session").expect("a session"));
    }
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 3);
    assert!(tokens.iter().all(|token| token.len() == 64));
    // A token that a visitor brought along is never made theirs.
    let brought = "0123456789abcdef".repeat(4);
    let visitor = hall.visitor();
    visitor.set_cookie("session", &brought);
    sign_in(&visitor, person.mobile()).await.expect_redirect("/");
    assert_ne!(visitor.cookie("session"), Some(brought));
}

#[tokio::test]
async fn a_new_password_signs_everybody_else_out() {
    let hall = Hall::open().await;
    let (here, there) = (hall.subscriber(Part::Subscriber).await, hall.subscriber(Part::Subscriber).await);
    let before = here.cookie("session").expect("a session");
    let form = here.get("/profile/security").await.form("/profile/security/password");
    let typed = |new: &str| form.clone().with("old", PASSWORD).with("new", new).with("again", new);
    let mobile = hall.the(Part::Subscriber).mobile();
    for weak in
        ["123456", "111111", "abc", &mobile[5..], &hall.the(Part::Subscriber).file.customer.id_last_six]
    {
        here.submit(&typed(weak)).await.expect_status(422);
    }
    here.submit(&typed("Two-drifters-8").with("again", "Two-drifters-9")).await.expect_status(422);
    here.submit(&typed("Two-drifters-8")).await.expect_redirect("/profile/security");
    assert_ne!(here.cookie("session").as_ref(), Some(&before), "the session got a fresh token");
    here.get("/profile/security").await.expect_status(200);
    there.get("/").await.expect_redirect("/sign-in?next=/");
    there.set_cookie("session", &before);
    there.get("/").await.expect_redirect("/sign-in?next=/");
    knock(&hall.visitor(), mobile, PASSWORD).await.expect_status(422);
    knock(&hall.visitor(), mobile, "Two-drifters-8").await.expect_redirect("/");
}

#[tokio::test]
async fn sessions_are_ended_from_elsewhere() {
    let hall = Hall::open().await;
    let (here, there, third) = (
        hall.subscriber(Part::Subscriber).await,
        hall.subscriber(Part::Subscriber).await,
        hall.subscriber(Part::Subscriber).await,
    );
    let page = here.get("/profile/security").await.expect_status(200);
    here.submit(&page.form("/profile/security/end")).await.expect_redirect("/profile/security");
    let inside = async |browser: &Browser| browser.get("/").await.status == 200;
    let (there_is, third_is) = (inside(&there).await, inside(&third).await);
    assert!(there_is != third_is, "one of the others was ended");
    here.submit(&page.form("/profile/security/end-others")).await.expect_redirect("/profile/security");
    assert!(!inside(&there).await && !inside(&third).await && inside(&here).await);
    // Somebody else's session is as good as none.
    let neighbour = hall.subscriber(Part::Neighbour).await;
    let session = page.form("/profile/security/end");
    neighbour.submit(&session.without("key")).await.expect_status(404);
}

#[tokio::test]
async fn over_https_cookies_are_guarded() {
    let hall = Hall::open_with(Engine::Sqlite, |configuration| {
        configuration.public_url = Some("https://hall.example".parse().unwrap());
    })
    .await;
    let browser = hall.visitor();
    let answer = sign_in(&browser, hall.the(Part::Subscriber).mobile()).await.expect_redirect("/");
    assert!(answer.header("strict-transport-security").starts_with("max-age="), "{:?}", answer.headers);
    assert!(browser.cookie("__Host-session").is_some() && browser.cookie("session").is_none());
    browser.get("/").await.expect_status(200);
}

#[rstest]
#[case::another_host("//elsewhere.example")]
#[case::whole_address("https://elsewhere.example/")]
#[case::backslash("/\\elsewhere.example")]
#[case::tab("/\t/elsewhere.example")]
#[case::line_break("/\r\nSet-Cookie: session=x")]
#[case::script("javascript:alert(1)")]
#[case::no_slash("elsewhere.example")]
#[case::space(" //elsewhere.example")]
#[case::letters("/账单")]
#[tokio::test]
async fn the_door_leads_nowhere_else(#[case] next: &str) {
    let hall = Hall::open().await;
    let browser = hall.visitor();
    let fields = [("mobile", hall.the(Part::Subscriber).mobile()), ("password", PASSWORD), ("next", next)];
    browser.post("/sign-in", &fields).await.expect_redirect("/");
    browser.post("/api/language", &[("language", "en"), ("return", next)]).await.expect_redirect("/");
    // The page of the door does not carry it on, either.
    let query = serde_urlencoded::to_string([("next", next)]).unwrap();
    let door = hall.visitor().get(format!("/sign-in?{query}")).await.expect_status(200);
    assert_eq!(door.form("/sign-in").get("next"), Some("/"));
}
