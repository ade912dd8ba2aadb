//! The HTTP stack: routes, files and health, inside the layers that every request passes through.

use crate::{
    config::{Configuration, PublicUrl},
    health::{self, Health},
    layers::{
        actor, address, body, compression, cross_site,
        faults::{self, panicked},
        headers::{self, SecurityHeaders},
        rates::{self, Rates},
        record,
    },
    metrics::Metrics,
    sandbox_payment::Sandbox,
    static_files,
};
use app::{faults::Fault, hall::Hall, routes};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
};
use std::{sync::Arc, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

/// What a stack is made of.
pub struct Parts<'a> {
    /// What the operator set.
    pub configuration: &'a Configuration,
    /// The hall behind the stack.
    pub hall: Hall,
    /// How it is reached.
    pub public_url: PublicUrl,
    /// The sandbox provider, where there is one.
    pub sandbox: Option<Sandbox>,
    /// What is counted.
    pub metrics: Metrics,
    /// What is limited.
    pub rates: Rates,
}

/// Puts the stack together. Of the layers added to a router the last one is the outermost.
pub fn stack(parts: Parts<'_>) -> Router {
    let Parts { configuration, hall, public_url, sandbox, metrics, rates } = parts;
    let limits = &configuration.limits;
    let secure = public_url.is_secure();

    let mut pages = routes::router(hall.clone())
        .route_layer(from_fn_with_state((hall.clone(), metrics.clone()), actor::resume));
    if let Some(sandbox) = sandbox {
        pages = pages.merge(sandbox.router());
    }
    let pages = static_files::fallback(pages, &configuration.site_root)
        .method_not_allowed_fallback(async || Fault::WrongMethod)
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(from_fn_with_state(limits.body_bytes, body::read))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(limits.timeout_seconds),
        ))
        .layer(from_fn_with_state(Arc::new(public_url), cross_site::refuse))
        .layer(from_fn_with_state(rates, rates::limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(hall.clone(), faults::draw))
        .layer(from_fn(compression::compress));
    let health = health::router(Health {
        desk: hall.desk.clone(),
        metrics: metrics.clone(),
        readers: configuration.metrics.readers.clone().into(),
        closing: hall.closing.clone(),
    });
    pages
        .merge(health)
        .layer(from_fn_with_state(SecurityHeaders::new(configuration, secure), headers::add))
        .layer(from_fn_with_state(configuration.trusted_proxies.clone().into(), address::find))
        .layer(from_fn_with_state(metrics, record::request))
}
