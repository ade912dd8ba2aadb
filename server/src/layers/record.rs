//! What is written down of each request: an id, the route, the status, the time. No personal data: the route as the
//! table has it, never the address with its numbers and queries.

use crate::metrics::Metrics;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use std::time::{Duration, Instant};
use tracing::Instrument as _;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// An answer that took longer is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// Records a request, and names it in its answer, so that people can quote it.
pub async fn request(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let id = format!("{:016x}", getrandom::u64().unwrap_or_default());
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    let begin = Instant::now();
    let span = tracing::info_span!("request", %id, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (took, status) = (begin.elapsed(), response.status());
    metrics.answered(method, route, status, took);
    span.in_scope(|| {
        let microseconds = took.as_micros();
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), microseconds, "answered");
        } else if took > SLOW {
            tracing::warn!(status = status.as_u16(), microseconds, "answered slowly");
        } else {
            tracing::debug!(status = status.as_u16(), microseconds, "answered");
        }
    });
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Methods as labels: anybody can make up new ones.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
