//! Files of the site folder: styles, the browser side, icons. Compressed ones are served as they lie there.

use app::faults::Fault;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::path::Path;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// The name changes with the content: no need to ask again.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, but asked for each time; the answer is usually that it has not changed.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, no-cache");

/// Answers with files of `site_root` whatever no route answers.
pub fn fallback(router: Router, site_root: &Path) -> Router {
    let files = ServeDir::new(site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    router.fallback_service(axum::handler::Handler::with_state(serve, files))
}

async fn serve(State(files): State<ServeDir>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Fault::NotFound.into_response();
    }
    let hashed = is_hashed(request.uri().path());
    let response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    match response.status() {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED => {
            let mut response = response;
            let kept = if hashed { FOR_GOOD } else { ASK_AGAIN };
            response.headers_mut().insert(header::CACHE_CONTROL, kept);
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            response
        }
        StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::PRECONDITION_FAILED => response,
        StatusCode::INTERNAL_SERVER_ERROR => {
            tracing::error!("a file of the site folder cannot be read");
            Fault::Broken.into_response()
        }
        _ => Fault::NotFound.into_response(),
    }
}

/// Shortest part of a name that is taken for a hash of the content.
const HASH: usize = 16;

/// `/pkg/NAME.HASH.EXTENSION`, as cargo-leptos names files when it is told to.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("/pkg/") else { return false };
    let mut parts = name.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    parts.next().is_some()
        && hash.len() >= HASH
        && hash.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::fs;

    #[rstest]
    #[case("/pkg/wangting.css", false)]
    #[case("/pkg/wangting.Zk3JxQ9vT1yPqR7s.css", true)]
    #[case("/pkg/snippets/wangting-abcdef0123456789/inline0.js", false)]
    #[case("/favicon.abcdef0123456789.svg", false)]
    fn knows_names_that_change_with_the_content(#[case] path: &str, #[case] hashed: bool) {
        assert_eq!(is_hashed(path), hashed);
    }

    async fn answer(method: Method, path: &str, accept: &str) -> Response {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        fs::write(folder.path().join("pkg/wangting.css"), "body {}").unwrap();
        fs::write(folder.path().join("pkg/wangting.css.br"), "brotli").unwrap();
        let router = fallback(Router::new(), folder.path());
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT_ENCODING, accept);
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn serves_the_compressed_file_to_who_reads_it() {
        let plain = answer(Method::GET, "/pkg/wangting.css", "").await;
        assert_eq!(plain.headers()[header::CACHE_CONTROL], ASK_AGAIN);
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        assert!(plain.headers().contains_key(header::LAST_MODIFIED));
        let compressed = answer(Method::GET, "/pkg/wangting.css", "br").await;
        assert_eq!(compressed.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(compressed.headers()[header::CONTENT_TYPE], "text/css");
        assert_eq!(compressed.headers()[header::VARY], "accept-encoding");
    }

    #[rstest]
    #[case(Method::GET, "/nothing")]
    #[case(Method::GET, "/pkg/")]
    #[case(Method::GET, "/pkg/../../secret")]
    #[case(Method::GET, "/%2e%2e/secret")]
    #[case(Method::POST, "/pkg/wangting.css")]
    #[tokio::test]
    async fn everything_else_is_not_found(#[case] method: Method, #[case] path: &str) {
        let response = answer(method, path, "").await;
        assert_eq!(response.extensions().get::<Fault>(), Some(&Fault::NotFound));
    }
}
