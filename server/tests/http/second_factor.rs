//! Two steps at the door, as a browser without JavaScript takes them: an app is added, asked for and taken away; staff are
//! led to add one; a forgotten password is replaced.

use crate::{
    browser::{Answer, Browser},
    hall::{Engine, Hall, sign_in},
    html,
    people::{AGENT, PASSWORD, Part, STAFF_PASSWORD},
};
use rstest::rstest;
use server::config::SecondFactorRule;
use totp_rs::{Builder, Secret, Totp};

const SETUP: &str = "/profile/security/authenticator";
const STEP: &str = "/sign-in/second-factor";
const UNKNOWN: &str = "19912345678";

/// The app that scanned the page.
fn app_of(page: &Answer) -> Totp {
    let (_, rest) = page.body.split_once("<code>").expect("a secret");
    let (secret, _) = rest.split_once("</code>").expect("its end");
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    Builder::new().with_secret(secret).with_account_name("me").build().unwrap()
}

/// The code of the app so many steps from now. The hall takes those of the neighbouring steps as well, and none twice.
fn code(hall: &Hall, app: &Totp, steps: i64) -> String {
    let at = hall.desk.now().as_second() + 30 * steps;
    app.generate(u64::try_from(at).unwrap()).to_string()
}

/// The words in `<code>`: what is to be copied from the page.
fn copied(page: &Answer) -> Vec<String> {
    let parts = page.body.split("<code>").skip(1);
    parts.filter_map(|part| part.split_once("</code>")).map(|(text, _)| html::unescaped(text)).collect()
}

/// Adds an app; gives it and the recovery codes.
async fn add_app(hall: &Hall, browser: &Browser) -> (Totp, Vec<String>) {
    let begin = browser.get(SETUP).await.expect_status(200).form(SETUP);
    browser.submit(&begin).await.expect_status(303);
    let page = browser.get(SETUP).await.expect_status(200).expect_text("<svg role=\"img\"");
    let (app, confirm) = (app_of(&page), page.form(&format!("{SETUP}/confirm")));
    browser.submit(&confirm.clone().with("code", "000000")).await.expect_status(422);
    let before = browser.cookie("session");
    let done = browser.submit(&confirm.with("code", &code(hall, &app, 0))).await.expect_status(200);
    assert_ne!(browser.cookie("session"), before, "the session got a fresh token");
    let codes = copied(&done);
    assert_eq!(codes.len(), 10);
    // Shown once: the secret is never shown again, and neither are the codes.
    browser.get(SETUP).await.expect_status(200).expect_no_text("<code>");
    browser.get("/profile/security").await.expect_status(200).expect_no_text(&codes[0]);
    (app, codes)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_door_has_a_second_step_for_whoever_added_an_app(#[case] engine: Engine) {
    let hall = Hall::open_on(engine).await;
    let mobile = hall.the(Part::Subscriber).mobile();
    let (app, recovery) = add_app(&hall, &hall.subscriber(Part::Subscriber).await).await;

    let browser = hall.visitor();
    let fields = [("mobile", mobile), ("password", PASSWORD), ("next", "/usage")];
    browser.post("/sign-in", &fields).await.expect_redirect("/sign-in/second-factor?next=/usage");
    assert_eq!(browser.cookie("session"), None, "halfway is not in");
    browser.get("/usage").await.expect_redirect("/sign-in?next=/usage");
    let form = browser.get("/sign-in/second-factor?next=/usage").await.expect_status(200).form(STEP);
    let right = code(&hall, &app, 1);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    browser.submit(&form.clone().with("code", wrong)).await.expect_status(422);
    browser
        .submit(&form.clone().with("code", "12345"))
        .await
        .expect_status(422)
        .expect_text("请输入六位数字");
    browser.submit(&form.clone().with("code", &right)).await.expect_redirect("/usage");
    browser.get("/usage").await.expect_status(200);
    assert_eq!(browser.cookie("step"), None);
    browser.get("/profile/security").await.expect_text("两步验证登录");

    // Used once, and never in another browser.
    let elsewhere = hall.visitor();
    elsewhere.submit(&form.clone().with("code", &right)).await.expect_status(422);
    sign_in(&elsewhere, mobile).await.expect_status(303);
    elsewhere.submit(&form.clone().with("code", &right)).await.expect_status(422);
    let by_recovery = elsewhere.get(STEP).await.expect_status(200).form(STEP).without("code");
    let by_recovery = by_recovery.with("recovery", &recovery[3].to_lowercase());
    elsewhere.submit(&by_recovery).await.expect_redirect("/");
    elsewhere.get("/").await.expect_status(200).expect_text("恢复码已使用");
    elsewhere.get("/profile/security").await.expect_text("还剩9个恢复码");
    hall.message(hall.the(Part::Subscriber), |text| text.contains("恢复码已用于登录")).await;
    hall.close().await;
}

#[tokio::test]
async fn the_second_step_is_nowhere_without_the_first() {
    let hall = Hall::open().await;
    let visitor = hall.visitor();
    visitor.get(STEP).await.expect_redirect("/sign-in");
    visitor.post(STEP, &[("code", "123456")]).await.expect_status(422);
    visitor.get("/sign-in/forgotten/new").await.expect_redirect("/sign-in/forgotten");
    let new = [("new", "Two-drifters-8"), ("again", "Two-drifters-8")];
    visitor.post("/sign-in/forgotten/new", &new).await.expect_redirect("/sign-in/forgotten");
}

#[tokio::test]
async fn an_app_is_taken_away_and_codes_are_renewed() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let (_, before) = add_app(&hall, &browser).await;
    let page = browser.get("/profile/security").await.expect_status(200);
    let renewed = browser.submit(&page.form("/profile/security/recovery-codes")).await.expect_status(200);
    let codes = copied(&renewed);
    assert!(codes.len() == 10 && !codes.contains(&before[0]));
    let remove = page.form("/profile/security/authenticator/remove");
    browser.submit(&remove).await.expect_redirect("/profile/security");
    browser.get("/profile/security").await.expect_text("未开启");
    sign_in(&hall.visitor(), hall.the(Part::Subscriber).mobile()).await.expect_redirect("/");
}

#[tokio::test]
async fn staff_who_need_a_second_factor_are_led_to_add_one() {
    let hall = Hall::open_with(Engine::Sqlite, |configuration| {
        configuration.staff.second_factor = Some(SecondFactorRule::Required);
    })
    .await;
    let browser = hall.agent().await;
    let led = browser.get("/staff/requests?before=x").await.expect_status(303);
    assert_eq!(led.location(), "/profile/security/authenticator?next=/staff/requests%3Fbefore%3Dx");
    browser.post("/staff/requests/R22222222/take", &[("key", "")]).await.expect_redirect(SETUP);
    let begin = browser.get(SETUP).await.expect_status(200).expect_text("员工登录需要两步验证").form(SETUP);
    let redirect = browser.submit(&begin).await.expect_status(303);
    let page = browser.get(redirect.location()).await.expect_status(200);
    let confirm = page.form(&format!("{SETUP}/confirm"));
    let app = app_of(&page);
    let done = browser.submit(&confirm.with("code", &code(&hall, &app, 0))).await.expect_status(200);
    assert!(done.body.contains("href=\"/staff/requests\""), "{}", done.body);
    browser.get("/staff/requests").await.expect_status(200);

    let again = hall.visitor();
    let fields = [("name", AGENT), ("password", STAFF_PASSWORD), ("next", "")];
    again.post("/staff/sign-in", &fields).await.expect_redirect(STEP);
    let form = again.get(STEP).await.expect_status(200).form(STEP);
    again.submit(&form.with("code", &code(&hall, &app, 1))).await.expect_redirect("/staff/requests");
    again.get("/staff/requests").await.expect_status(200);
}

/// The six digits in the newest short message.
async fn sms(hall: &Hall, part: Part) -> String {
    let digits =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned);
    let body = |text: &str| text.split_once("\n\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    let text = hall.message(hall.the(part), |text| digits(&body(text)).is_some()).await;
    digits(&body(&text)).expect("a code")
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_everybody_else_is_out() {
    let hall = Hall::open().await;
    let (there, browser) = (hall.subscriber(Part::Subscriber).await, hall.visitor());
    let mobile = hall.the(Part::Subscriber).mobile();
    browser.get("/sign-in").await.expect_text("href=\"/sign-in/forgotten\"");
    let form = browser.get("/sign-in/forgotten").await.expect_status(200).form("/sign-in/forgotten");
    let sent = browser.submit(&form.with("mobile", mobile)).await.expect_status(200);
    let check = sent.form("/sign-in/forgotten/check").with("code", &sms(&hall, Part::Subscriber).await);
    browser.submit(&check).await.expect_redirect("/sign-in/forgotten/new");
    let form = browser.get("/sign-in/forgotten/new").await.expect_status(200).form("/sign-in/forgotten/new");
    let typed = |new: &str, again: &str| form.clone().with("new", new).with("again", again);
    browser.submit(&typed("Two-drifters-8", "Two-drifters-9")).await.expect_status(422);
    browser.submit(&typed("123456", "123456")).await.expect_status(422);
    browser.submit(&typed("Two-drifters-8", "Two-drifters-8")).await.expect_redirect("/");
    browser.get("/").await.expect_status(200).expect_text("密码已修改");
    there.get("/").await.expect_redirect("/sign-in?next=/");
    sign_in(&hall.visitor(), mobile).await.expect_status(422);
    hall.message(hall.the(Part::Subscriber), |text| text.contains("服务密码已修改")).await;
}

#[tokio::test]
async fn a_forgotten_password_says_the_same_to_everybody() {
    let hall = Hall::open().await;
    let known = hall.the(Part::Subscriber).file.customer.mobile.clone();
    let digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    let mut said = Vec::new();
    for (mobile, masked) in [(known.as_str(), known.masked()), (UNKNOWN, "199****5678".to_owned())] {
        let browser = hall.visitor();
        let sent = browser.post("/sign-in/forgotten", &[("mobile", mobile)]).await.expect_status(200);
        let wrong = browser
            .post("/sign-in/forgotten/check", &[("mobile", mobile), ("code", "271828")])
            .await
            .expect_status(422);
        said.push([sent, wrong].map(|page| digits(&page.body.replace(mobile, "…").replace(&masked, "…"))));
    }
    assert_eq!(said[0], said[1]);
}
