//! Bodies are read before anything else looks at them, up to a limit.
//!
//! A body that is too large is read on and thrown away for a while: a browser that is still sending when the connection
//! closes shows its own error instead of our page.

use app::faults::Fault;
use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// How much of a body that is too large is thrown away before the connection is given up.
const THROWN_AWAY: usize = 16 * 1024 * 1024;

/// Reads the body, at most `limit` bytes of it.
pub async fn read(State(limit): State<usize>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, mut body) = request.into_parts();
    match Limited::new(&mut body, limit).collect().await {
        Ok(whole) => next.run(Request::from_parts(parts, Body::from(whole.to_bytes()))).await,
        Err(error) if error.is::<LengthLimitError>() => {
            throw_away(body).await;
            Fault::TooLarge.into_response()
        }
        // The visitor is gone, or speaks no HTTP.
        Err(_) => Fault::BadRequest.into_response(),
    }
}

async fn throw_away(mut body: Body) {
    let mut left = THROWN_AWAY;
    while let Some(Ok(frame)) = body.frame().await {
        let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, axum::body::Bytes::len)) else { return };
        left = rest;
    }
}
