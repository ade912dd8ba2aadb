//! The contract with the payment provider: a signed link there, a signed notification back. R-BIL-3
//!
//! The link carries what is to be paid and an HMAC-SHA256 over it; the notification is JSON with the time it was sent
//! in `X-Timestamp` and an HMAC-SHA256 over time and body in `X-Signature`. Both sides share one secret.

use crate::config::Secret;
use crm::{Timestamp, money::Money};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use operations::payments::{Checkout, Notification, Provider};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::{fs, io, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

/// A notification older or younger than this was not sent for this moment: somebody replays it.
const NOTIFICATION_IS_GOOD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// What both sides sign with.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// A key made of a shared secret.
    ///
    /// # Panics
    /// Never: HMAC takes keys of every length.
    pub fn new(secret: &Secret) -> Self {
        Self(Hmac::new_from_slice(secret.reveal().as_bytes()).expect("HMAC takes keys of every length"))
    }

    /// The signature of a text made of parts, in hexadecimal digits.
    pub fn sign(&self, parts: &[&[u8]]) -> String {
        hex::encode(self.over(parts).finalize().into_bytes())
    }

    /// Whether a signature is that of a text; takes as long for each wrong one.
    pub fn is_signed(&self, parts: &[&[u8]], signature: &str) -> bool {
        hex::decode(signature).is_ok_and(|signature| self.over(parts).verify_slice(&signature).is_ok())
    }

    fn over(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut hmac = self.0.clone();
        for part in parts {
            hmac.update(part);
        }
        hmac
    }
}

/// The secret of the sandbox: kept in a file that only this user can read, made at the first start.
pub fn sandbox_secret(folder: &Path) -> io::Result<Secret> {
    let path = folder.join("payment-secret");
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    match fs::read_to_string(&path) {
        Ok(text) => return Secret::try_from(text.trim().to_owned()).map_err(|e| named(io::Error::other(e))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(named(error)),
    }
    fs::create_dir_all(folder).map_err(named)?;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let text = hex::encode(bytes);
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(named)?;
    Secret::try_from(text).map_err(io::Error::other)
}

/// The link to the checkout, as its query carries it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CheckoutQuery {
    /// Our number of the payment.
    pub payment: String,
    /// Fen.
    pub amount: i64,
    /// The hall's page the customer comes back to: an address, or a path on the same host.
    pub back: String,
    /// Seconds since 1970 after which the provider takes no money.
    pub expires: i64,
    /// Over all of it.
    pub signature: String,
}

impl CheckoutQuery {
    /// Signs what is to be paid.
    pub fn new(key: &SigningKey, checkout: &Checkout) -> Self {
        let mut query = Self {
            payment: checkout.payment.clone(),
            amount: checkout.amount.fen(),
            back: checkout.return_path.clone(),
            expires: checkout.expires_at.as_second(),
            signature: String::new(),
        };
        query.signature = key.sign(&[query.text().as_bytes()]);
        query
    }

    /// What is to be paid, if the signature is good.
    pub fn verify(&self, key: &SigningKey) -> Option<Checkout> {
        if !key.is_signed(&[self.text().as_bytes()], &self.signature) {
            return None;
        }
        Some(Checkout {
            payment: self.payment.clone(),
            amount: Money::from_fen(self.amount),
            return_path: self.back.clone(),
            expires_at: Timestamp::from_second(self.expires).ok()?,
        })
    }

    /// What is signed. The path comes last: it is the one part that could hold a line break.
    fn text(&self) -> String {
        format!("checkout\n{}\n{}\n{}\n{}", self.payment, self.amount, self.expires, self.back)
    }
}

/// The body of a notification.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct NotificationBody {
    /// Our number of the payment.
    pub payment: String,
    /// Fen.
    pub amount: i64,
    /// The provider's reference.
    pub reference: String,
    /// What became of it.
    pub outcome: PaymentOutcome,
}

/// What became of a payment at the provider.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PaymentOutcome {
    /// The money was taken.
    Succeeded,
    /// It was not.
    Failed,
}

/// Signs a notification sent at a time (seconds since 1970, as text).
pub fn sign_notification(key: &SigningKey, timestamp: &str, body: &[u8]) -> String {
    key.sign(&[timestamp.as_bytes(), b".", body])
}

/// A provider that keeps this contract.
#[derive(Clone)]
pub struct SignedProvider {
    key: SigningKey,
    checkout_url: String,
    hall_url: String,
}

impl SignedProvider {
    /// The provider whose checkout page is at `checkout_url`. `hall_url` comes before the path to come back to; empty
    /// for a provider on the hall's own host.
    pub fn new(key: SigningKey, checkout_url: String, hall_url: String) -> Self {
        Self { key, checkout_url, hall_url }
    }
}

impl Provider for SignedProvider {
    fn checkout_url(&self, checkout: &Checkout) -> String {
        let return_path = format!("{}{}", self.hall_url, checkout.return_path);
        let query = CheckoutQuery::new(&self.key, &Checkout { return_path, ..checkout.clone() });
        let query =
            serde_urlencoded::to_string(query).expect("a flat record of texts and numbers is a query");
        let separator = if self.checkout_url.contains('?') { '&' } else { '?' };
        format!("{}{separator}{query}", self.checkout_url)
    }

    fn verify(&self, timestamp: &str, signature: &str, body: &[u8], now: Timestamp) -> Option<Notification> {
        let sent_at = Timestamp::from_second(timestamp.parse().ok()?).ok()?;
        if now.duration_since(sent_at).abs() > NOTIFICATION_IS_GOOD_FOR {
            return None;
        }
        if !self.key.is_signed(&[timestamp.as_bytes(), b".", body], signature) {
            return None;
        }
        let NotificationBody { payment, amount, reference, outcome } = serde_json::from_slice(body).ok()?;
        let is_success = outcome == PaymentOutcome::Succeeded;
        Some(Notification { payment, amount: Money::from_fen(amount), reference, is_success })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{extract::Query, http::Uri};
    use rstest::rstest;

    const SENT_AT: i64 = 1_795_000_000;

    fn key(letter: &str) -> SigningKey {
        SigningKey::new(&Secret::try_from(letter.repeat(32)).unwrap())
    }

    fn provider() -> SignedProvider {
        SignedProvider::new(
            key("a"),
            "https://pay.example/checkout".to_owned(),
            "https://hall.example".to_owned(),
        )
    }

    fn checkout() -> Checkout {
        Checkout {
            payment: "P7KQ2MXR4Z".to_owned(),
            amount: Money::from_fen(12_345),
            return_path: "/payments/P7KQ2MXR4Z?from=pay&x=1".to_owned(),
            expires_at: Timestamp::from_second(SENT_AT).unwrap(),
        }
    }

    fn query_of(url: &str) -> CheckoutQuery {
        Query::try_from_uri(&url.parse::<Uri>().unwrap()).unwrap().0
    }

    #[test]
    fn a_link_carries_what_is_to_be_paid() {
        let url = provider().checkout_url(&checkout());
        assert!(url.starts_with("https://pay.example/checkout?payment=P7KQ2MXR4Z&amount=12345&"), "{url}");
        let return_path = format!("https://hall.example{}", checkout().return_path);
        assert_eq!(query_of(&url).verify(&key("a")), Some(Checkout { return_path, ..checkout() }));
    }

    #[rstest]
    #[case::amount(|query: &mut CheckoutQuery| query.amount = 1)]
    #[case::payment(|query: &mut CheckoutQuery| query.payment = "P".to_owned())]
    #[case::back(|query: &mut CheckoutQuery| query.back = "//elsewhere.example".to_owned())]
    #[case::expiry(|query: &mut CheckoutQuery| query.expires += 1)]
    #[case::signature(|query: &mut CheckoutQuery| query.signature = "zz".to_owned())]
    fn a_link_that_was_changed_is_refused(#[case] change: fn(&mut CheckoutQuery)) {
        let mut query = query_of(&provider().checkout_url(&checkout()));
        change(&mut query);
        assert_eq!(query.verify(&key("a")), None);
    }

    #[test]
    fn a_link_of_somebody_elses_key_is_refused() {
        assert_eq!(query_of(&provider().checkout_url(&checkout())).verify(&key("b")), None);
    }

    const BODY: &str = r#"{"payment":"P7KQ2MXR4Z","amount":12345,"reference":"SBX-1","outcome":"succeeded"}"#;

    #[rstest]
    #[case::good("a", BODY, 0, true)]
    #[case::a_little_late("a", BODY, 299, true)]
    #[case::replayed("a", BODY, 301, false)]
    #[case::from_the_future("a", BODY, -301, false)]
    #[case::of_another_key("b", BODY, 0, false)]
    #[case::nonsense("a", "{}", 0, false)]
    fn a_notification_is_believed_while_fresh_and_signed(
        #[case] letter: &str,
        #[case] body: &str,
        #[case] seconds_later: i64,
        #[case] believed: bool,
    ) {
        let timestamp = SENT_AT.to_string();
        let signature = sign_notification(&key(letter), &timestamp, body.as_bytes());
        let now = Timestamp::from_second(SENT_AT + seconds_later).unwrap();
        let verify =
            |timestamp: &str, body: &str| provider().verify(timestamp, &signature, body.as_bytes(), now);
        let notification = verify(&timestamp, body);
        assert_eq!(notification.is_some(), believed);
        assert!(notification.is_none_or(|n| n.is_success && n.amount == Money::from_fen(12_345)));
        assert_eq!(verify(&(SENT_AT + 1).to_string(), body), None);
        assert_eq!(verify(&timestamp, &body.replace("12345", "1")).filter(|n| n.amount.fen() == 1), None);
        assert_eq!(verify("soon", body), None);
    }

    #[test]
    fn the_sandbox_keeps_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let first = sandbox_secret(&folder.path().join("new")).unwrap();
        assert!(sandbox_secret(&folder.path().join("new")).unwrap() == first);
        assert!(sandbox_secret(folder.path()).unwrap() != first);
        fs::write(folder.path().join("payment-secret"), "short").unwrap();
        assert!(sandbox_secret(folder.path()).unwrap_err().to_string().contains("payment-secret"));
    }
}
