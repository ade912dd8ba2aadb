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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::StatusCode, middleware::from_fn_with_state, routing::post};
    use rstest::rstest;
    use tower::ServiceExt as _;

    const LIMIT: usize = 10;

    async fn answer(body: Body) -> (StatusCode, Option<Fault>) {
        let router = Router::new()
            .route("/", post(async |body: String| if body.is_empty() { "empty".to_owned() } else { body }))
            .layer(from_fn_with_state(LIMIT, read));
        let response = router.oneshot(Request::post("/").body(body).unwrap()).await.unwrap();
        (response.status(), response.extensions().get().copied())
    }

    #[rstest]
    #[case::empty(0, StatusCode::OK, None)]
    #[case::just_fits(LIMIT, StatusCode::OK, None)]
    #[case::one_too_many(LIMIT + 1, StatusCode::PAYLOAD_TOO_LARGE, Some(Fault::TooLarge))]
    #[case::more_than_is_thrown_away(THROWN_AWAY + 100, StatusCode::PAYLOAD_TOO_LARGE, Some(Fault::TooLarge))]
    #[tokio::test]
    async fn a_body_has_a_limit(
        #[case] bytes: usize,
        #[case] status: StatusCode,
        #[case] fault: Option<Fault>,
    ) {
        assert_eq!(answer(Body::from("x".repeat(bytes))).await, (status, fault));
    }
}
