//! Compresses whole answers in one go, with windows no larger than pages need.
//!
//! A compressor that works on a stream does not know how much will come, so it reserves megabytes for each answer and
//! keeps them until the last byte has left. Pages are short and whole before they leave: here each is compressed at
//! once, and what that took is given back before the next.

use axum::{
    body::{Body, HttpBody as _},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use http_body_util::BodyExt as _;
use std::io::{self, Write as _};

/// Shorter answers would hardly become smaller.
const SHORTEST: u64 = 512;
/// Longer ones are left to whoever stores them: compressing one keeps a core busy.
const LONGEST: u64 = 8 * 1024 * 1024;
/// Beyond this, time and memory grow much faster than bytes shrink: one step more is a tenth smaller, takes twice as long
/// and four times the memory.
const BROTLI_EFFORT: i32 = 4;
const GZIP_EFFORT: u32 = 5;
/// Windows of Brotli in powers of two: 256 KB hold a page, and 4 MB the longest table.
const WINDOWS: std::ops::RangeInclusive<u32> = 18..=22;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The best one that a browser reads, by its `Accept-Encoding` (RFC 9110, 12.5.3). A weight of nothing forbids.
    fn wanted(headers: &HeaderMap) -> Option<Self> {
        let accepted =
            headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let mut found = None;
        for coding in accepted.flat_map(|value| value.split(',')) {
            let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
            if !weight.is_ok_and(|weight| weight > 0.0) {
                continue;
            }
            match name.trim() {
                "br" => return Some(Self::Brotli),
                "gzip" => found = Some(Self::Gzip),
                _ => {}
            }
        }
        found
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn write(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let mut written = Vec::with_capacity(plain.len() / 3);
        match self {
            Self::Brotli => {
                let window = usize::BITS - plain.len().leading_zeros();
                let window = window.clamp(*WINDOWS.start(), *WINDOWS.end());
                let parameters = BrotliEncoderParams {
                    quality: BROTLI_EFFORT,
                    lgwin: i32::try_from(window).unwrap_or(22),
                    size_hint: plain.len(),
                    ..BrotliEncoderParams::default()
                };
                brotli::BrotliCompress(&mut &*plain, &mut written, &parameters)?;
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(written, Compression::new(GZIP_EFFORT));
                encoder.write_all(plain)?;
                written = encoder.finish()?;
            }
        }
        Ok(written)
    }
}

/// Compresses an answer that is text, whole, and not compressed already.
pub async fn compress(request: Request, next: Next) -> Response {
    let coding = Coding::wanted(request.headers());
    let has_body = request.method() != Method::HEAD;
    let mut response = next.run(request).await;
    if !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let length = response.body().size_hint().exact();
    match coding {
        Some(coding) if has_body && length.is_some_and(|length| (SHORTEST..=LONGEST).contains(&length)) => {
            rewrite(response, coding).await
        }
        _ => response,
    }
}

async fn rewrite(response: Response, coding: Coding) -> Response {
    let (mut parts, body) = response.into_parts();
    let plain = match body.collect().await {
        Ok(whole) => whole.to_bytes(),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let written = match coding.write(&plain) {
        Ok(written) => written,
        Err(error) => {
            tracing::error!(%error, coding = coding.name(), "an answer could not be compressed");
            return Response::from_parts(parts, Body::from(plain));
        }
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ACCEPT_RANGES);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    Response::from_parts(parts, Body::from(written))
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
    #[case::chromium("gzip, deflate, br, zstd", Some(Coding::Brotli))]
    #[case::old("gzip, deflate", Some(Coding::Gzip))]
    #[case::weights("br;q=0.5, gzip", Some(Coding::Brotli))]
    #[case::forbidden("br;q=0, gzip;q=0.1", Some(Coding::Gzip))]
    #[case::nonsense("br;q=often", None)]
    #[case::none("identity", None)]
    fn takes_the_best_coding_that_is_read(#[case] accepted: &'static str, #[case] coding: Option<Coding>) {
        assert_eq!(Coding::wanted(&accepts(accepted)), coding);
        assert_eq!(Coding::wanted(&HeaderMap::new()), None);
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
        let response = asked(Method::GET, "br", html, page()).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        let mut plain = Vec::new();
        let written = bytes(response).await;
        assert!(written.len() < page().len() / 4, "{}", written.len());
        brotli::BrotliDecompress(&mut &*written, &mut plain).unwrap();
        assert_eq!(plain, page().into_bytes());

        let response = asked(Method::GET, "gzip", html, page()).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*bytes(response).await).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, page());
    }

    #[rstest]
    #[case::nobody_asked(Method::GET, "identity", "text/html", page())]
    #[case::short(Method::GET, "br", "text/html", "<p>".to_owned())]
    #[case::events(Method::GET, "br", "text/event-stream", page())]
    #[case::picture(Method::GET, "br", "image/png", page())]
    #[case::head(Method::HEAD, "br", "text/html", page())]
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
