//! What machines ask: does the program run, is it ready for visitors, what are its figures.

use crate::{layers::address::FromLoopback, metrics::Metrics};
use app::request::ClientAddress;
use axum::{
    Extension, Router,
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use operations::{Desk, audit, jobs};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{sync::watch, time::timeout};

/// What the answers rest on.
#[derive(Clone)]
pub struct Health {
    /// Whose database is asked.
    pub desk: Desk,
    /// The figures.
    pub metrics: Metrics,
    /// Addresses that may read the figures besides this machine's own.
    pub readers: Arc<[IpAddr]>,
    /// Turns true when the server stops.
    pub closing: watch::Receiver<bool>,
}

/// A database that takes longer is no help to anybody.
const PATIENCE: Duration = Duration::from_secs(2);
const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// The three addresses.
pub fn router(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(async || ([NO_STORE], "ok\n")))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .with_state(health)
}

async fn ready(State(health): State<Health>) -> Response {
    let (status, words) = if *health.closing.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "closing\n")
    } else {
        match timeout(PATIENCE, health.desk.store().ping()).await {
            Ok(Ok(())) => (StatusCode::OK, "ready\n"),
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
            }
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer in time\n"),
        }
    };
    (status, [NO_STORE], words).into_response()
}

async fn figures(
    State(health): State<Health>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Extension(FromLoopback(from_here)): Extension<FromLoopback>,
) -> Response {
    if !from_here && !health.readers.contains(&address) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let counted = timeout(PATIENCE, jobs::count(&health.desk)).await;
    if let Ok(Ok(backlog)) = timeout(PATIENCE, audit::backlog(&health.desk)).await {
        health.metrics.behind(backlog, health.desk.now());
    }
    match health.metrics.text(counted.ok().and_then(Result::ok)) {
        Ok(text) => {
            let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
            ([kind, NO_STORE], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the figures could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
