//! Compresses answers that are made anew for each request, in one go.
//!
//! A compressor that works on a stream does not know how much will come, so it reserves megabytes for each answer and
//! keeps them until the last byte has left. Pages are short and whole before they leave: here each is compressed at
//! once. With gzip, since on a page Brotli saves three bytes in a hundred, takes twice as long, and leaves the allocator
//! with tens of megabytes that never come back. Files that stay the same are compressed with Brotli when they are built.

use axum::{
    body::{Body, HttpBody as _},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};
use http_body_util::BodyExt as _;
use std::io::{self, Write as _};

/// Shorter answers would hardly become smaller.
const SHORTEST: u64 = 512;
/// Longer ones are left to whoever stores them: compressing one keeps a core busy.
const LONGEST: u64 = 8 * 1024 * 1024;
/// Beyond this, time grows faster than bytes shrink.
const EFFORT: u32 = 6;

/// Whether a browser reads gzip, by its `Accept-Encoding` (RFC 9110, 12.5.3). A weight of nothing forbids.
fn reads_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim() == "gzip" && weight.is_ok_and(|weight| weight > 0.0)
    })
}

/// Compresses an answer that is text, whole, and not compressed already.
pub async fn compress(request: Request, next: Next) -> Response {
    let wanted = reads_gzip(request.headers());
    let has_body = request.method() != Method::HEAD;
    let mut response = next.run(request).await;
    if !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let length = response.body().size_hint().exact();
    if wanted && has_body && length.is_some_and(|length| (SHORTEST..=LONGEST).contains(&length)) {
        rewrite(response).await
    } else {
        response
    }
}

async fn rewrite(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let plain = match body.collect().await {
        Ok(whole) => whole.to_bytes(),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let written = match gzip(&plain) {
        Ok(written) => written,
        Err(error) => {
            tracing::error!(%error, "an answer could not be compressed");
            return Response::from_parts(parts, Body::from(plain));
        }
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ACCEPT_RANGES);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Response::from_parts(parts, Body::from(written))
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(EFFORT));
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Pages, tables, styles, scripts and drawings; not event streams, whose point is that each event comes at once.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind {
        "text/event-stream" => false,
        "application/json" | "application/wasm" | "application/manifest+json" | "image/svg+xml" => true,
        kind => kind.starts_with("text/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn, routing::get};
    use rstest::rstest;
    use std::io::Read as _;
    use tower::ServiceExt as _;

    fn accepts(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[rstest]
    #[case::chromium("gzip, deflate, br, zstd", true)]
    #[case::weights("br, gzip;q=0.1", true)]
    #[case::forbidden("br, gzip;q=0", false)]
    #[case::nonsense("gzip;q=often", false)]
    #[case::other("br", false)]
    #[case::none("identity", false)]
    fn knows_who_reads_it(#[case] accepted: &'static str, #[case] read: bool) {
        assert_eq!(reads_gzip(&accepts(accepted)), read);
        assert!(!reads_gzip(&HeaderMap::new()));
    }

    fn page() -> String {
        "<p>第一行，二十个字左右的一段话。</p>".repeat(2000)
    }

    async fn asked(method: Method, accepted: &'static str, kind: &'static str, body: String) -> Response {
        let answer = move || async move { ([(header::CONTENT_TYPE, kind)], body).into_response() };
        let router = Router::new().route("/", get(answer)).layer(from_fn(compress));
        let mut request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
        *request.headers_mut() = accepts(accepted);
        router.oneshot(request).await.unwrap()
    }

    async fn bytes(response: Response) -> Vec<u8> {
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    #[tokio::test]
    async fn what_was_compressed_is_the_same_again() {
        let html = "text/html; charset=utf-8";
        let response = asked(Method::GET, "gzip", html, page()).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        let written = bytes(response).await;
        assert!(written.len() < page().len() / 4, "{}", written.len());
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*written).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, page());
    }

    #[rstest]
    #[case::nobody_asked(Method::GET, "identity", "text/html", page())]
    #[case::short(Method::GET, "gzip", "text/html", "<p>".to_owned())]
    #[case::events(Method::GET, "gzip", "text/event-stream", page())]
    #[case::picture(Method::GET, "gzip", "image/png", page())]
    #[case::head(Method::HEAD, "gzip", "text/html", page())]
    #[tokio::test]
    async fn is_left_as_it_is(
        #[case] method: Method,
        #[case] accepted: &'static str,
        #[case] kind: &'static str,
        #[case] body: String,
    ) {
        let is_head = method == Method::HEAD;
        let response = asked(method, accepted, kind, body.clone()).await;
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(bytes(response).await, if is_head { Vec::new() } else { body.into_bytes() });
    }
}
