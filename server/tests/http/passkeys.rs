//! Passkeys, with a device that speaks Web Authentication: what it makes is added, what it signs opens the hall once, and
//! whatever is bent about it opens nothing.

use crate::{
    browser::{Answer, Browser},
    hall::{Engine, Hall, sign_in},
    people::Part,
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const HOST: &str = "hall.example";
const ORIGIN: &str = "https://hall.example";
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const MADE: u8 = 64;

/// A device with one key.
#[derive(Clone)]
struct Device {
    key: SigningKey,
    id: [u8; 16],
    handle: String,
    uses: u32,
    /// The page that the browser shows.
    origin: &'static str,
    /// What the device says of its user.
    flags: u8,
}

impl Device {
    fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        let flags = PRESENT | VERIFIED;
        Self { key, id: [number; 16], handle: String::new(), uses: 0, origin: ORIGIN, flags }
    }

    fn client_data(&self, kind: &str, question: &Value) -> Vec<u8> {
        let challenge = question["challenge"].as_str().expect("a challenge");
        let origin = self.origin;
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
            .into_bytes()
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(HOST).to_vec();
        data.push(self.flags | more);
        data.extend(self.uses.to_be_bytes());
        data
    }

    /// Makes the key, and remembers whose it is.
    fn make(&mut self, question: &Value) -> String {
        question["user"]["id"].as_str().expect("an owner").clone_into(&mut self.handle);
        let client_data = self.client_data("webauthn.create", question);
        let mut data = self.head(MADE);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        let point = self.key.verifying_key().to_encoded_point(false);
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 32]);
        data.extend(point.y().unwrap());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let response = json!({
            "clientDataJSON": base64(&client_data),
            "attestationObject": base64(&object),
            "transports": ["internal"],
        });
        self.answer(&response)
    }

    /// Signs with the key.
    fn sign(&mut self, question: &Value) -> String {
        self.uses += 1;
        let client_data = self.client_data("webauthn.get", question);
        let data = self.head(0);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "clientDataJSON": base64(&client_data),
            "authenticatorData": base64(&data),
            "signature": base64(signature.to_der().as_bytes()),
            "userHandle": self.handle,
        });
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = base64(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
            .to_string()
    }
}

/// Without padding, for addresses.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        text.extend((0..=chunk.len()).map(|n| char::from(LETTERS[(bits >> (18 - 6 * n)) & 63])));
    }
    text
}

async fn hall(engine: Engine) -> Hall {
    Hall::open_with(engine, |configuration| configuration.public_url = Some(ORIGIN.parse().unwrap())).await
}

async fn ask(browser: &Browser, path: &str) -> Value {
    let nothing: [(&str, &str); 0] = [];
    let asked = browser.post(path, &nothing).await.expect_status(200);
    assert_eq!(asked.header("cache-control"), "no-store");
    serde_json::from_str(&asked.body).unwrap()
}

async fn add(browser: &Browser, device: &mut Device) -> Answer {
    let question = ask(browser, "/profile/security/passkeys/question").await;
    let answer = device.make(&question);
    let form =
        browser.get("/profile/security/passkeys").await.expect_status(200).form("/profile/security/passkeys");
    browser.submit(&form.with("name", "我的手机").with("answer", &answer)).await
}

async fn enter(browser: &Browser, device: &mut Device) -> Answer {
    let question = ask(browser, "/sign-in/passkey/question").await;
    browser.post("/sign-in/passkey", &[("answer", device.sign(&question).as_str()), ("next", "/usage")]).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_passkey_is_added_and_opens_the_hall(#[case] engine: Engine) {
    let hall = hall(engine).await;
    let inside = hall.subscriber(Part::Subscriber).await;
    let before = inside.cookie("__Host-session");
    let mut device = Device::new(7);
    add(&inside, &mut device).await.expect_redirect("/profile/security/passkeys");
    assert_ne!(inside.cookie("__Host-session"), before, "the session got a fresh token");
    inside.get("/profile/security/passkeys").await.expect_text("我的手机");
    add(&inside, &mut device.clone()).await.expect_status(422).expect_text("此通行密钥已添加");

    let browser = hall.visitor();
    enter(&browser, &mut device).await.expect_redirect("/usage");
    browser.get("/profile/security").await.expect_status(200).expect_text("通行密钥登录");
    // It proves again who it is, too.
    let before = browser.cookie("__Host-session");
    enter(&browser, &mut device).await.expect_redirect("/usage");
    assert_ne!(browser.cookie("__Host-session"), before);

    let page = browser.get("/profile/security/passkeys").await;
    browser.submit(&page.form("/profile/security/passkeys/remove")).await.expect_status(303);
    enter(&hall.visitor(), &mut device).await.expect_status(422);
    hall.close().await;
}

#[tokio::test]
async fn who_came_without_the_passkey_adds_no_other() {
    let hall = hall(Engine::Sqlite).await;
    let mut device = Device::new(7);
    add(&hall.subscriber(Part::Subscriber).await, &mut device).await.expect_status(303);
    let browser = hall.subscriber(Part::Subscriber).await;
    let question = "/profile/security/passkeys/question";
    let nothing: [(&str, &str); 0] = [];
    browser.post(question, &nothing).await.expect_status(409);
    for path in ["/profile/security/passkeys", "/profile/security/authenticator"] {
        let page = browser.get(path).await.expect_status(200).expect_text("请先用它登录");
        assert!(page.body.contains("/sign-in/again?next="), "{path}");
    }
    let begun = browser.post("/profile/security/authenticator", &nothing).await;
    begun.expect_status(422).expect_text("请先用它登录");
    enter(&browser, &mut device).await.expect_redirect("/usage");
    add(&browser, &mut Device::new(8)).await.expect_redirect("/profile/security/passkeys");
}

#[tokio::test]
async fn what_was_signed_opens_the_hall_once() {
    let hall = hall(Engine::Sqlite).await;
    let mut device = Device::new(7);
    add(&hall.subscriber(Part::Subscriber).await, &mut device).await.expect_status(303);
    let browser = hall.visitor();
    let question = ask(&browser, "/sign-in/passkey/question").await;
    let token = browser.cookie("__Host-passkey").expect("a token");
    let signed = device.sign(&question);
    let fields = [("answer", signed.as_str()), ("next", "/")];
    // Not where it was not asked.
    let elsewhere = hall.visitor();
    elsewhere.post("/sign-in/passkey", &fields).await.expect_status(422);
    ask(&elsewhere, "/sign-in/passkey/question").await;
    elsewhere.post("/sign-in/passkey", &fields).await.expect_status(422);
    browser.post("/sign-in/passkey", &fields).await.expect_redirect("/");
    elsewhere.set_cookie("__Host-passkey", &token);
    elsewhere.post("/sign-in/passkey", &fields).await.expect_status(422);
}

#[tokio::test]
async fn what_is_bent_opens_nothing() {
    let hall = hall(Engine::Sqlite).await;
    let mut device = Device::new(7);
    add(&hall.subscriber(Part::Subscriber).await, &mut device).await.expect_status(303);
    let bent = [
        ("another key", Device { key: Device::new(8).key, ..device.clone() }),
        ("another page", Device { origin: "https://hall.example.evil.example", ..device.clone() }),
        ("an unverified user", Device { flags: PRESENT, ..device.clone() }),
        ("nobody there", Device { flags: VERIFIED, ..device.clone() }),
        ("another owner", Device { handle: base64(&[9; 16]), ..device.clone() }),
        ("an unknown key", Device { id: [9; 16], ..device.clone() }),
    ];
    for (what, mut device) in bent {
        let browser = hall.visitor();
        let entered = enter(&browser, &mut device).await;
        assert_eq!((entered.status, browser.cookie("__Host-session")), (422, None), "{what}");
    }
    enter(&hall.visitor(), &mut device).await.expect_redirect("/usage");

    // Nobody proves with it that they are somebody else.
    let neighbour = hall.visitor();
    sign_in(&neighbour, hall.the(Part::Neighbour).mobile()).await.expect_status(303);
    enter(&neighbour, &mut device).await.expect_status(422);
    neighbour.get("/profile").await.expect_no_text(&hall.the(Part::Subscriber).file.customer.code);
    // Nor adds one that was asked of somebody else.
    let owner = hall.visitor();
    enter(&owner, &mut device).await.expect_redirect("/usage");
    let question = ask(&owner, "/profile/security/passkeys/question").await;
    let answer = Device::new(9).make(&question);
    let fields = [("name", "x"), ("answer", answer.as_str())];
    neighbour.post("/profile/security/passkeys", &fields).await.expect_status(422);
}
