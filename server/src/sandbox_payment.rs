//! A payment provider that takes no money, for demos and tests: the flow of a real one, over HTTP.
//!
//! The hall sends the customer to the signed checkout link; the page offers to pay or to decline; a signed
//! notification goes to the hall before the customer comes back, and again with growing pauses until it is taken.

mod page;

use crate::gateways::payment_provider::{
    CheckoutQuery, NotificationBody, PaymentOutcome, SigningKey, sign_notification,
};
use app::faults::Fault;
use axum::{
    Form, Router,
    body::Bytes,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderValue, Request, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use http_body_util::Full;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use operations::{Desk, payments::Checkout};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};

/// Where the sandbox's checkout page is.
pub const CHECKOUT_PATH: &str = "/sandbox-provider/checkout";

/// How long the customer waits for the hall to take the notification; it is sent again behind their back.
const CUSTOMER_WAITS: Duration = Duration::from_secs(3);
/// Times a notification is sent; the pauses between them add up to 17 minutes.
const TRIES: u32 = 11;

/// The sandbox provider.
#[derive(Clone)]
pub struct Sandbox {
    key: SigningKey,
    desk: Desk,
    notification_url: Arc<str>,
    stylesheet: Arc<str>,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Sandbox {
    /// A provider that notifies the hall at `notification_url` and borrows its stylesheet.
    pub fn new(key: SigningKey, desk: Desk, notification_url: &str, stylesheet: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { key, desk, notification_url: notification_url.into(), stylesheet: stylesheet.into(), client }
    }

    /// Its pages.
    pub fn router(self) -> Router {
        Router::new().route(CHECKOUT_PATH, get(show).post(choose)).with_state(self)
    }

    fn page(&self, status: StatusCode, body: &str) -> Response {
        let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        (status, [no_store], Html(page::document(&self.stylesheet, body))).into_response()
    }

    /// What is to be paid, if the link is good.
    fn checkout(&self, query: &CheckoutQuery) -> Result<Checkout, Unpayable> {
        let checkout = query.verify(&self.key).ok_or(Unpayable::Forged)?;
        if checkout.expires_at > self.desk.now() { Ok(checkout) } else { Err(Unpayable::Expired(checkout)) }
    }

    fn refuse(&self, link: &Unpayable) -> Response {
        match link {
            Unpayable::Forged => Fault::BadRequest.into_response(),
            Unpayable::Expired(checkout) => self.page(StatusCode::GONE, &page::expired(checkout)),
        }
    }

    /// Tells the hall what became of a payment; keeps trying after the customer went on.
    async fn notify(&self, body: NotificationBody) {
        let first = tokio::time::timeout(CUSTOMER_WAITS, self.deliver(&body)).await;
        match first {
            Ok(Delivery::Taken | Delivery::Refused) => {}
            Ok(Delivery::Failed) | Err(_) => {
                let sandbox = self.clone();
                tokio::spawn(async move { sandbox.deliver_later(&body).await });
            }
        }
    }

    async fn deliver_later(&self, body: &NotificationBody) {
        for tried in 1..TRIES {
            tokio::time::sleep(Duration::from_secs(1 << (tried - 1))).await;
            if !matches!(self.deliver(body).await, Delivery::Failed) {
                return;
            }
        }
        tracing::error!(payment = body.payment, "the hall never took a notification of the sandbox provider");
    }

    async fn deliver(&self, body: &NotificationBody) -> Delivery {
        let timestamp = self.desk.now().as_second().to_string();
        let json = serde_json::to_vec(body).expect("a flat record of texts and numbers is JSON");
        let request = Request::post(&*self.notification_url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-signature", sign_notification(&self.key, &timestamp, &json))
            .header("x-timestamp", timestamp)
            .body(Full::from(json))
            .expect("the address was made of a socket address, and the headers of digits");
        match self.client.request(request).await {
            Ok(response) if response.status().is_success() => Delivery::Taken,
            Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => Delivery::Failed,
            Ok(response) if response.status().is_client_error() => {
                let (payment, status) = (&body.payment, response.status());
                tracing::error!(payment, %status, "the hall refused a notification of the sandbox provider");
                Delivery::Refused
            }
            Ok(response) => {
                tracing::warn!(status = %response.status(), "the hall could not take a notification");
                Delivery::Failed
            }
            Err(error) => {
                tracing::warn!(%error, "the hall could not be notified");
                Delivery::Failed
            }
        }
    }
}

/// Why a link leads to no payment.
enum Unpayable {
    /// Its signature is not ours.
    Forged,
    /// It is too old.
    Expired(Checkout),
}

/// What became of a notification.
enum Delivery {
    Taken,
    /// It will never be taken.
    Refused,
    /// It may be taken later.
    Failed,
}

type Link = Result<Query<CheckoutQuery>, QueryRejection>;

async fn show(State(sandbox): State<Sandbox>, query: Link) -> Result<Response, Response> {
    let Query(query) = query.map_err(|_| Fault::BadRequest.into_response())?;
    let checkout = sandbox.checkout(&query).map_err(|link| sandbox.refuse(&link))?;
    let action = serde_urlencoded::to_string(&query).map_err(|_| Fault::BadRequest.into_response())?;
    Ok(sandbox.page(StatusCode::OK, &page::checkout(&checkout, &format!("{CHECKOUT_PATH}?{action}"))))
}

/// Which button was pressed.
#[derive(Debug, Deserialize)]
struct Choice {
    choice: PaymentOutcome,
}

async fn choose(
    State(sandbox): State<Sandbox>,
    query: Link,
    choice: Result<Form<Choice>, axum::extract::rejection::FormRejection>,
) -> Result<Response, Response> {
    let Query(query) = query.map_err(|_| Fault::BadRequest.into_response())?;
    let Form(Choice { choice }) = choice.map_err(|_| Fault::BadRequest.into_response())?;
    let checkout = sandbox.checkout(&query).map_err(|link| sandbox.refuse(&link))?;
    // The same payment always gets the same reference: pressing twice is one payment.
    let reference = format!("SBX-{}", checkout.payment);
    let amount = checkout.amount.fen();
    sandbox.notify(NotificationBody { payment: checkout.payment, amount, reference, outcome: choice }).await;
    Ok(Redirect::to(&checkout.return_path).into_response())
}
