//! What every answer says to the browser about itself: what may run in it, who may frame it, what it may learn.

use crate::config::Configuration;
use app::render::ScriptNonce;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// The headers of a hall, made once.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    /// Of every answer.
    always: Arc<[(HeaderName, HeaderValue)]>,
    /// Of what a browser shows as a page besides.
    pages: Arc<[(HeaderName, HeaderValue)]>,
    /// The policy of a page without scripts.
    still: HeaderValue,
    /// The rest of the policy of a page with islands, after its scripts.
    rest: Arc<str>,
}

impl SecurityHeaders {
    /// The headers of a hall that is reached over HTTPS (`secure`) or not.
    ///
    /// # Panics
    /// Never: what the policy names was parsed as an address.
    pub fn new(configuration: &Configuration, secure: bool) -> Self {
        let named = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
        let mut always = vec![
            named("x-content-type-options", "nosniff"),
            named("cross-origin-resource-policy", "same-origin"),
        ];
        if secure {
            always.push(named("strict-transport-security", "max-age=63072000; includeSubDomains"));
        }
        let pages = [
            named("referrer-policy", "same-origin"),
            named("cross-origin-opener-policy", "same-origin"),
            named("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            named("x-frame-options", "DENY"),
        ];
        // A form that leads to the provider's page is held to this list, too.
        let provider = configuration.payment.checkout_url.as_ref();
        let provider = provider.map(|url| format!(" {}", url.origin())).unwrap_or_default();
        let rest = format!(
            "style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
             form-action 'self'{provider}; base-uri 'none'; frame-ancestors 'none'"
        );
        let still = HeaderValue::try_from(format!("default-src 'none'; {rest}"))
            .expect("an origin that was parsed as an address is a header value");
        Self { always: always.into(), pages: pages.into(), still, rest: rest.into() }
    }

    fn policy(&self, nonce: Option<&ScriptNonce>) -> HeaderValue {
        let with_scripts = nonce.map(|ScriptNonce(nonce)| {
            let rest = &self.rest;
            let policy =
                format!("default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; {rest}");
            HeaderValue::try_from(policy)
        });
        match with_scripts {
            Some(Ok(policy)) => policy,
            Some(Err(_)) | None => self.still.clone(),
        }
    }

    fn write(&self, headers: &mut HeaderMap, nonce: Option<&ScriptNonce>) {
        // Styles, scripts and pictures do nothing by themselves: on a bad line, every byte beside them counts.
        let is_page = !headers.get(header::CONTENT_TYPE).is_some_and(is_part_of_a_page);
        for (name, value) in self.always.iter().chain(self.pages.iter().filter(|_| is_page)) {
            headers.insert(name.clone(), value.clone());
        }
        let policy = if is_page { self.policy(nonce) } else { HeaderValue::from_static(INERT) };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The policy of what is no page.
const INERT: &str = "default-src 'none'";

/// What pages load. A picture that can hold scripts is inert by its policy; anything unknown counts as a page.
fn is_part_of_a_page(kind: &HeaderValue) -> bool {
    let kind = kind.as_bytes();
    [b"text/css".as_slice(), b"text/javascript", b"application/wasm", b"application/manifest+json", b"image/"]
        .iter()
        .any(|part| kind.starts_with(part))
}

/// Adds the headers to an answer.
pub async fn add(State(headers): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let nonce = response.extensions_mut().remove::<ScriptNonce>();
    headers.write(response.headers_mut(), nonce.as_ref());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(configuration: &Configuration, secure: bool, nonce: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let nonce = nonce.map(|nonce| ScriptNonce(nonce.to_owned()));
        SecurityHeaders::new(configuration, secure).write(&mut headers, nonce.as_ref());
        headers
    }

    #[test]
    fn scripts_run_only_under_the_nonce_of_a_page_with_islands() {
        let policy = |nonce| {
            let headers = written(&Configuration::default(), false, nonce);
            headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
        };
        assert!(policy(None).starts_with("default-src 'none'; style-src 'self'; "));
        assert!(!policy(None).contains("script-src"));
        assert!(policy(Some("abc")).contains("script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'; style-src"));
        assert!(!policy(Some("a\nb")).contains("script-src"));
        assert!(!policy(None).contains("unsafe-inline"));
    }

    #[rstest::rstest]
    #[case::page(Some("text/html; charset=utf-8"), true)]
    #[case::nothing(None, true)]
    #[case::unknown(Some("application/octet-stream"), true)]
    #[case::styles(Some("text/css"), false)]
    #[case::script(Some("text/javascript; charset=utf-8"), false)]
    #[case::module(Some("application/wasm"), false)]
    #[case::picture(Some("image/svg+xml"), false)]
    fn parts_of_a_page_carry_little_and_may_nothing(
        #[case] kind: Option<&'static str>,
        #[case] is_page: bool,
    ) {
        let mut headers = HeaderMap::new();
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        SecurityHeaders::new(&Configuration::default(), true).write(&mut headers, None);
        assert_eq!(headers.contains_key("x-frame-options"), is_page);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        for always in ["x-content-type-options", "cross-origin-resource-policy", "strict-transport-security"]
        {
            assert!(headers.contains_key(always), "{always}");
        }
    }

    #[test]
    fn https_is_demanded_only_where_it_is_spoken() {
        let has = |secure| {
            written(&Configuration::default(), secure, None).contains_key(header::STRICT_TRANSPORT_SECURITY)
        };
        assert!(has(true) && !has(false));
    }

    #[test]
    fn forms_may_lead_to_the_provider() {
        let mut configuration = Configuration::default();
        configuration.payment.checkout_url =
            Some("https://pay.example/checkout".to_owned().try_into().unwrap());
        let headers = written(&configuration, true, None);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("form-action 'self' https://pay.example; "));
    }
}
