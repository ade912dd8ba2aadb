//! The few cookies of the hall. All are out of reach of scripts and of other sites.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};

/// A cookie of the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The session's token.
    Session,
    /// The browser's own secret: a one-time code works only where it was asked for.
    Browser,
    /// The answer to the last action, shown once.
    Flash,
    /// The language a visitor chose.
    Language,
    /// The token of a second step that is waited for.
    Step,
    /// The token of the question that a passkey answers.
    Passkey,
    /// The token of what was typed when a session had expired.
    Draft,
}

impl Name {
    fn plain(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Browser => "browser",
            Self::Flash => "flash",
            Self::Language => "language",
            Self::Step => "step",
            Self::Passkey => "passkey",
            Self::Draft => "draft",
        }
    }

    fn guarded(self) -> &'static str {
        match self {
            Self::Session => "__Host-session",
            Self::Browser => "__Host-browser",
            Self::Flash => "__Host-flash",
            Self::Language => "__Host-language",
            Self::Step => "__Host-step",
            Self::Passkey => "__Host-passkey",
            Self::Draft => "__Host-draft",
        }
    }

    /// How long the browser keeps it; the server's own expiry is what counts for secrets.
    fn lifetime(self) -> Option<Duration> {
        match self {
            Self::Session | Self::Step | Self::Passkey | Self::Draft => None,
            Self::Browser | Self::Language => Some(Duration::days(400)),
            Self::Flash => Some(Duration::minutes(1)),
        }
    }
}

/// How cookies are named and guarded: `__Host-` and `Secure` wherever the hall is served over HTTPS.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// `secure` for a hall served over HTTPS; plain names are for a laptop.
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The session's token.
    pub fn session(self, headers: &HeaderMap) -> Option<&str> {
        self.get(headers, Name::Session)
    }

    /// A cookie's value as the browser sent it.
    pub fn get(self, headers: &HeaderMap, name: Name) -> Option<&str> {
        let wanted = self.name(name);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == wanted).then_some(value))
    }

    /// The header that sets a cookie. `value` is made of URL-safe characters.
    pub fn set(self, name: Name, value: &str) -> HeaderValue {
        self.header(name, value, name.lifetime())
    }

    /// The header that takes a cookie away.
    pub fn clear(self, name: Name) -> HeaderValue {
        self.header(name, "", Some(Duration::ZERO))
    }

    fn name(self, name: Name) -> &'static str {
        if self.secure { name.guarded() } else { name.plain() }
    }

    fn header(self, name: Name, value: &str, lifetime: Option<Duration>) -> HeaderValue {
        let mut cookie = Cookie::new(self.name(name), value);
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_same_site(SameSite::Lax);
        cookie.set_secure(self.secure);
        cookie.set_max_age(lifetime);
        HeaderValue::try_from(cookie.encoded().to_string()).expect("percent-encoded text is a header value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_own_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; session=t0ken; flash=x"));
        assert_eq!(Cookies::new(false).session(&headers), Some("t0ken"));
        assert_eq!(Cookies::new(true).session(&headers), None);
    }

    #[test]
    fn guards_secrets() {
        let header = Cookies::new(true).set(Name::Session, "t0ken");
        assert_eq!(header, "__Host-session=t0ken; HttpOnly; SameSite=Lax; Secure; Path=/");
    }
}
