//! Who acts: the session behind the cookie, looked up once per request.

use crate::metrics::Metrics;
use app::{hall::Hall, request::Failure};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};
use operations::{Actor, sign_in};

/// Puts the [`Actor`] into the request, and into the response for the page of a fault.
pub async fn resume(
    State((hall, metrics)): State<(Hall, Metrics)>,
    mut request: Request,
    next: Next,
) -> Response {
    let actor = match find(&hall, request.headers()).await {
        Ok(actor) => actor,
        Err(failure) => return failure.into_response(),
    };
    metrics.visited(&actor);
    request.extensions_mut().insert(actor.clone());
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        response.extensions_mut().insert(actor);
    }
    response
}

/// Who acts, by the session's cookie.
pub(super) async fn find(hall: &Hall, headers: &HeaderMap) -> Result<Actor, Failure> {
    match hall.cookies.session(headers) {
        Some(token) => Ok(sign_in::resume(&hall.desk, token).await?.unwrap_or(Actor::Visitor)),
        None => Ok(Actor::Visitor),
    }
}
