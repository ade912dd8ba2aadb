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
    fixed: Arc<[(HeaderName, HeaderValue)]>,
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
        let mut fixed = vec![
            named("x-content-type-options", "nosniff"),
            named("referrer-policy", "same-origin"),
            named("cross-origin-opener-policy", "same-origin"),
            named("cross-origin-resource-policy", "same-origin"),
            named("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            named("x-frame-options", "DENY"),
        ];
        if secure {
            fixed.push(named("strict-transport-security", "max-age=63072000; includeSubDomains"));
        }
        // A form that leads to the provider's page is held to this list, too.
        let provider = configuration.payment.checkout_url.as_ref();
        let provider = provider.map(|url| format!(" {}", url.origin())).unwrap_or_default();
        let rest = format!(
            "style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
             form-action 'self'{provider}; base-uri 'none'; frame-ancestors 'none'"
        );
        let still = HeaderValue::try_from(format!("default-src 'none'; {rest}"))
            .expect("an origin that was parsed as an address is a header value");
        Self { fixed: fixed.into(), still, rest: rest.into() }
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
        for (name, value) in self.fixed.iter() {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy(nonce));
    }
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
