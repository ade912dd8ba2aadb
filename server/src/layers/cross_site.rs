//! Other sites may link to the hall; they may not act in it.
//!
//! Every browser says with each form where it comes from: `Sec-Fetch-Site`, or `Origin` where the hall is served over
//! plain HTTP. Programs say neither and carry no customer's cookies by accident.

use crate::config::PublicUrl;
use app::{faults::Fault, routes::NOTIFICATION};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Refuses what a page of another site sent.
pub async fn refuse(State(url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // The provider proves itself by its signature, not by where it stands.
    let signed = request.uri().path() == NOTIFICATION.path;
    if safe || signed || is_own(request.headers(), &url) {
        return next.run(request).await;
    }
    tracing::warn!("a request of another site was refused");
    Fault::CrossSite.into_response()
}

fn is_own(headers: &HeaderMap, url: &PublicUrl) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    if let Some(site) = headers.get("sec-fetch-site") {
        // `none`: the person typed it, or came from a bookmark.
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    if origin.eq_ignore_ascii_case(&url.to_string()) {
        return true;
    }
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    // Browsers write the host they were sent to themselves: no other site can make it agree with its own origin.
    authority.is_some() && authority == text(header::HOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::same_origin(&[("sec-fetch-site", "same-origin"), ("origin", "https://hall.example")], true)]
    #[case::typed(&[("sec-fetch-site", "none")], true)]
    #[case::sibling(&[("sec-fetch-site", "same-site")], false)]
    #[case::another_site(&[("sec-fetch-site", "cross-site"), ("origin", "https://hall.example")], false)]
    #[case::old_browser(&[("origin", "https://hall.example")], true)]
    #[case::old_browser_elsewhere(&[("origin", "https://evil.example")], false)]
    #[case::by_another_name(&[("origin", "http://10.0.0.5:3000"), ("host", "10.0.0.5:3000")], true)]
    #[case::another_port(&[("origin", "http://10.0.0.5:4000"), ("host", "10.0.0.5:3000")], false)]
    #[case::sandboxed_frame(&[("origin", "null"), ("host", "null")], false)]
    #[case::program(&[("host", "hall.example")], true)]
    fn knows_its_own_forms(#[case] headers: &[(&'static str, &str)], #[case] own: bool) {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        assert_eq!(is_own(&headers, &"https://hall.example".parse().unwrap()), own);
    }
}
