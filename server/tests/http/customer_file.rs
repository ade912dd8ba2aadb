//! The customer file over HTTP: a contact changed and taken back by its link, consents, a copy of one's data, a name
//! corrected by two, files joined and taken apart.

use crate::{
    browser::{Ask, Browser},
    hall::Hall,
    people::Part,
};
use http_body_util::BodyExt as _;
use std::fs;

const NEW: &str = "15400000001";

/// The last line of the newest short message to a number that fits.
async fn sms(hall: &Hall, number: &str, fits: impl Fn(&str) -> bool) -> String {
    let (folder, recipient) = (hall.var().join("sms"), format!("To: {number}\n"));
    let (folder, fits) = (&folder, &fits);
    hall.sees("a short message", || {
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let texts = files
            .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .filter_map(|path| fs::read_to_string(path).ok());
        let found = texts.filter(|text| text.starts_with(&recipient) && fits(text)).max();
        let words = found.and_then(|text| text.lines().last().map(str::to_owned));
        async move { words }
    })
    .await
}

/// Path and query of the link in a message.
fn link(words: &str) -> String {
    let (_, path) = words.split_once("http://").and_then(|(_, rest)| rest.split_once('/')).expect("a link");
    format!("/{path}")
}

#[tokio::test]
async fn a_number_is_changed_by_both_proofs_and_taken_back_by_the_link() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let old = hall.the(Part::Subscriber).mobile();
    let page = browser.get("/profile/contact").await.expect_status(200);
    let form = page.form("/profile/contact").with("mobile", NEW);
    browser.submit(&form).await.expect_redirect("/profile/contact");
    let words = sms(&hall, NEW, |text| text.contains("验证码")).await;
    let code: String = words.chars().filter(char::is_ascii_digit).take(6).collect();
    let page = browser.get("/profile/contact").await.expect_status(200);
    let form = page.form("/profile/contact/check");
    browser.submit(&form.clone().with("code", "000000")).await.expect_status(422);
    browser.submit(&form.with("code", &code)).await.expect_redirect("/profile");
    browser.get("/profile").await.expect_text("修改").expect_no_text("154 0000 0001");
    browser.get("/messages").await.expect_no_text("token=");

    let link = link(&sms(&hall, old, |text| text.contains("token=")).await);
    let stranger = hall.visitor();
    let page = stranger.get(&link).await.expect_status(200).expect_text("154****0001");
    let form = page.form("/contact-change");
    stranger.submit(&form).await.expect_redirect("/sign-in");
    stranger.submit(&form).await.expect_status(422);
    stranger.get(&link).await.expect_status(200).expect_text("链接已失效");
    browser.get("/profile").await.expect_redirect("/sign-in?next=/profile");
}

#[tokio::test]
async fn a_consent_is_given_and_taken_back_and_keeps_recommendations_away() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let consents = async |given: &str| {
        let page = browser.get("/profile/privacy").await.expect_status(200);
        let form = page.form("/profile/privacy/consent");
        let form = form.with("purpose", "recommendations").with("given", given);
        browser.submit(&form).await.expect_redirect("/profile/privacy");
    };
    browser.get("/recommendations").await.expect_status(200).expect_no_text("没有可以建议的号码");
    consents("no").await;
    browser.get("/recommendations").await.expect_status(200).expect_text("没有可以建议的号码");
    consents("yes").await;
    browser.get("/recommendations").await.expect_status(200).expect_no_text("没有可以建议的号码");
}

#[tokio::test]
async fn a_copy_of_ones_data_is_taken_once() {
    let hall = Hall::open().await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let page = browser.get("/profile/privacy").await.expect_status(200);
    let form = page.form("/profile/privacy/copy");
    browser.submit(&form).await.expect_redirect("/profile/privacy");
    browser.submit(&form.with("key", "")).await.expect_status(409);
    let person = hall.the(Part::Subscriber);
    let link = link(&sms(&hall, person.mobile(), |text| text.contains("token=")).await);
    let neighbour = hall.subscriber(Part::Neighbour).await;
    neighbour.get(&link).await.expect_status(200).expect_text("链接已失效");
    let form = browser.get(&link).await.expect_status(200).form("/profile/privacy/copy/take");
    let zip = take(&browser, &form.fields).await;
    let text = String::from_utf8_lossy(&zip);
    assert!(zip.starts_with(b"PK") && text.contains("copy.html") && text.contains("copy.json"));
    assert!(text.contains(&person.file.customer.code) && text.contains(person.bill()));
    assert!(!text.contains(hall.the(Part::Neighbour).mobile()));
    browser.submit(&form).await.expect_status(422);
}

async fn take(browser: &Browser, fields: &[(String, String)]) -> Vec<u8> {
    let answer = browser.send(Ask::post("/profile/privacy/copy/take", fields)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    answer.into_body().collect().await.unwrap().to_bytes().to_vec()
}

#[tokio::test]
async fn a_name_is_corrected_by_two_and_files_are_joined_and_taken_apart() {
    let hall = Hall::open().await;
    let (agent, supervisor) = (hall.agent().await, hall.supervisor().await);
    let [code, other] = [Part::Senior, Part::Newcomer].map(|part| hall.the(part).file.customer.code.clone());
    let file = format!("/staff/customers/{code}");
    let grounds = [("purpose", "billing"), ("reason", "Asks about the name.")];
    agent.post(format!("{file}/open"), &grounds).await.expect_redirect(&file);
    let form = agent.get(&file).await.expect_status(200).form(&format!("{file}/correct"));
    agent.submit(&form.clone().with("name", "长江贸易")).await.expect_status(422).expect_text("长江贸易");
    let form = form.with("name", "长江贸易").with("why", "A slip at the counter.");
    agent.submit(&form).await.expect_redirect(&file);
    let page = supervisor.get("/staff/data-quality").await.expect_text("长江贸易");
    let form = page.form("/staff/data-quality/decide").with("decision", "approve");
    supervisor.submit(&form).await.expect_redirect("/staff/data-quality");
    agent.get("/staff/customers?q=cjmy").await.expect_text(&code);

    let page = supervisor.get(format!("/staff/data-quality/compare?one={code}&other={other}")).await;
    let form = page.form("/staff/data-quality/join").with("kept", &other);
    supervisor.submit(&form).await.expect_status(422);
    let form = form.with("reason", "The same person, twice.");
    supervisor.submit(&form).await.expect_redirect("/staff/data-quality");
    let page = supervisor.get("/staff/data-quality").await.expect_text(&other);
    let form = page.form("/staff/data-quality/take-apart");
    supervisor.submit(&form).await.expect_redirect("/staff/data-quality");
    supervisor.submit(&form.with("key", "")).await.expect_status(409);
    supervisor.submit(&page.form("/staff/data-quality/look")).await.expect_redirect("/staff/data-quality");
    hall.sees("counts", || async {
        let page = supervisor.get("/staff/data-quality").await;
        page.text().contains("统计时间").then_some(())
    })
    .await;
}
