//! What holds for every answer of the hall, whatever was asked: checked on each one that any test receives.

use crate::browser::Answer;

/// Headers that no answer may lack.
const ALWAYS: [(&str, &str); 2] =
    [("x-content-type-options", "nosniff"), ("cross-origin-resource-policy", "same-origin")];

/// Headers that nothing a browser shows as a page may lack.
const PAGES: [(&str, &str); 4] = [
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// What pages load: styles, scripts, pictures.
const PARTS: [&str; 5] =
    ["text/css", "text/javascript", "application/wasm", "application/manifest+json", "image/"];

/// Words of the machinery, which mean nothing to a reader and something to an attacker.
const INNER_WORDS: [&str; 18] = [
    "sqlx",
    "SQLite",
    "PostgreSQL",
    "database is",
    "syntax error",
    "constraint",
    "panicked",
    "unwrap",
    "RUST_BACKTRACE",
    ".rs:",
    "Error(",
    "Error {",
    "Failed to deserialize",
    "missing field",
    "invalid type",
    "Refusal",
    "argon2",
    "serialization",
];

#[track_caller]
pub(crate) fn check(answer: &Answer, troubled: bool) {
    let Answer { asked, status, headers, body } = answer;
    assert!(troubled || *status < 500, "{asked}: {status}: {body}");
    let is_part = PARTS.iter().any(|kind| answer.header("content-type").starts_with(kind));
    for (name, value) in ALWAYS.into_iter().chain(PAGES.into_iter().filter(|_| !is_part)) {
        assert_eq!(answer.header(name), value, "{asked}: {name}");
    }
    for name in ["server", "x-powered-by"] {
        assert!(!headers.contains_key(name), "{asked}: {name} tells what runs here");
    }
    assert!(answer.header("x-request-id").len() == 16, "{asked}: no request id");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{asked}: {policy}");
    for part in ["base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
        assert!(is_part || policy.contains(part), "{asked}: {part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{asked}: {policy}");
    for cookie in headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        let parts: Vec<&str> = cookie.split("; ").collect();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&part), "{asked}: {cookie}");
        }
        assert_eq!(cookie.starts_with("__Host-"), parts.contains(&"Secure"), "{asked}: {cookie}");
    }
    if let Some(location) = headers.get("location") {
        let location = location.to_str().unwrap();
        let leads_away =
            !location.starts_with('/') || location.starts_with("//") || location.starts_with("/\\");
        assert!(!leads_away, "{asked}: leads to {location}");
    }
    if answer.is_html() && !asked.starts_with("HEAD ") {
        page(answer, policy);
    }
}

#[track_caller]
fn page(answer: &Answer, policy: &str) {
    let Answer { asked, body, .. } = answer;
    assert_eq!(answer.header("cache-control"), "no-store", "{asked}");
    assert!(body.starts_with("<!DOCTYPE html><html lang=\""), "{asked}: {body}");
    for word in INNER_WORDS {
        assert!(!body.contains(word), "{asked}: {word:?} in {body}");
    }
    for banned in [" style=\"", " onclick=", "javascript:", "<script>"] {
        assert!(!body.contains(banned), "{asked}: {banned} in {body}");
    }
    let nonces: Vec<&str> =
        body.split("<script nonce=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(nonces.len(), body.matches("<script").count(), "{asked}: a script without a nonce: {body}");
    if nonces.is_empty() {
        assert!(!policy.contains("script-src"), "{asked}: {policy} for a page without a script");
    }
    for nonce in nonces {
        let own = format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval';");
        assert!(policy.contains(&own), "{asked}: {policy} does not let {nonce} run");
    }
}
