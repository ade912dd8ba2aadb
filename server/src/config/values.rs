//! Values that mean more than their text.

use axum::http::{Uri, uri::PathAndQuery};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How customers reach the hall: scheme and host, no path.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl {
    scheme: Scheme,
    authority: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl PublicUrl {
    /// Over plain HTTP on an address of this machine.
    pub fn of_address(address: std::net::SocketAddr) -> Self {
        // A hall that listens everywhere can be reached here, too.
        let authority = if address.ip().is_unspecified() {
            format!("127.0.0.1:{}", address.port())
        } else {
            address.to_string()
        };
        Self { scheme: Scheme::Http, authority }
    }

    /// Browsers reach it by TLS only.
    pub fn is_secure(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// Host and port, as an `Origin` header has them after its scheme.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        write!(f, "{scheme}://{}", self.authority)
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri = Uri::from_str(text).map_err(|_| "is no address such as https://hall.example")?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::Http,
            Some("https") => Scheme::Https,
            _ => return Err("must begin with https:// or http://"),
        };
        if !matches!(uri.path_and_query().map(PathAndQuery::as_str), None | Some("/")) {
            return Err("must end after the host: the hall lives at the root");
        }
        let authority = uri.authority().ok_or("names no host")?.as_str();
        if authority.contains('@') {
            return Err("must not hold a user name");
        }
        Ok(Self { scheme, authority: authority.to_ascii_lowercase() })
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.to_string()
    }
}

/// A page of somebody else, such as the payment provider's checkout.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ForeignUrl(Uri);

impl ForeignUrl {
    /// Scheme, host and port: what a content security policy names.
    pub fn origin(&self) -> String {
        let scheme = self.0.scheme_str().unwrap_or_default();
        format!("{scheme}://{}", self.0.authority().map_or("", |authority| authority.as_str()))
    }
}

impl fmt::Display for ForeignUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for ForeignUrl {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let uri: Uri = text.parse().map_err(|_| "is no address such as https://pay.example/checkout")?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err("must begin with https:// or http://");
        }
        Ok(Self(uri))
    }
}

impl From<ForeignUrl> for String {
    fn from(url: ForeignUrl) -> Self {
        url.to_string()
    }
}

/// The operator's offset from UTC, written `+08:00`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct OperatorOffset(Offset);

/// China Standard Time.
const BEIJING: Offset = Offset::constant(8);

impl Default for OperatorOffset {
    fn default() -> Self {
        Self(BEIJING)
    }
}

impl OperatorOffset {
    /// The offset.
    pub fn get(self) -> Offset {
        self.0
    }
}

impl FromStr for OperatorOffset {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const REASON: &str = "is no offset from UTC such as +08:00";
        let (sign, digits) = match text.split_at_checked(1) {
            Some(("+", digits)) => (1, digits),
            Some(("-", digits)) => (-1, digits),
            _ => return Err(REASON),
        };
        let two = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<i32>().ok()).flatten().ok_or(REASON)
        };
        let (hours, minutes) = digits.split_once(':').ok_or(REASON)?;
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        if hours > 14 || minutes > 59 {
            return Err(REASON);
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).map(Self).map_err(|_| REASON)
    }
}

impl TryFrom<String> for OperatorOffset {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OperatorOffset> for String {
    fn from(offset: OperatorOffset) -> Self {
        let seconds = offset.0.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Shortest secret that is accepted: 128 bits in hexadecimal digits.
const SHORTEST_SECRET: usize = 32;

/// A text that never appears in logs and reports.
#[derive(Clone, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Secret {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.chars().count() < SHORTEST_SECRET {
            return Err(format!("is shorter than {SHORTEST_SECRET} characters"));
        }
        Ok(Self(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(kept back)")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("(kept back)")
    }
}

/// Writes the address of a database as people may read it.
pub(super) fn without_password<S: serde::Serializer>(
    address: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&masked(address))
}

fn masked(address: &str) -> String {
    let parts = || {
        let (scheme, rest) = address.split_once("://")?;
        let (credentials, place) = rest.rsplit_once('@')?;
        let (user, _) = credentials.split_once(':')?;
        Some(format!("{scheme}://{user}:(kept back)@{place}"))
    };
    parts().unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://Hall.Example", Ok("https://hall.example"))]
    #[case("http://127.0.0.1:3000/", Ok("http://127.0.0.1:3000"))]
    #[case("hall.example", Err("must begin with https:// or http://"))]
    #[case("ftp://hall.example", Err("must begin with https:// or http://"))]
    #[case("https://hall.example/portal", Err("must end after the host: the hall lives at the root"))]
    #[case("https://me@hall.example", Err("must not hold a user name"))]
    #[case("https://", Err("is no address such as https://hall.example"))]
    fn reads_public_addresses(#[case] text: &str, #[case] expected: Result<&str, &str>) {
        let url = text.parse::<PublicUrl>();
        assert_eq!(url.map(|url| url.to_string()), expected.map(str::to_owned));
    }

    #[rstest]
    #[case("https://pay.example:8443/checkout?shop=7", Ok("https://pay.example:8443"))]
    #[case("/checkout", Err("must begin with https:// or http://"))]
    #[case("pay now", Err("is no address such as https://pay.example/checkout"))]
    fn reads_foreign_addresses(#[case] text: &str, #[case] origin: Result<&str, &str>) {
        let url = ForeignUrl::try_from(text.to_owned());
        assert_eq!(url.map(|url| url.origin()), origin.map(str::to_owned));
    }

    #[rstest]
    #[case("+08:00", Some(28_800))]
    #[case("-03:30", Some(-12_600))]
    #[case("+00:00", Some(0))]
    #[case("+15:00", None)]
    #[case("+08:60", None)]
    #[case("08:00", None)]
    #[case("+8", None)]
    #[case("Asia/Shanghai", None)]
    #[case("", None)]
    fn reads_offsets(#[case] text: &str, #[case] seconds: Option<i32>) {
        let offset = text.parse::<OperatorOffset>().ok();
        assert_eq!(offset.map(|offset| offset.get().seconds()), seconds);
        if let Some(offset) = offset {
            assert_eq!(String::from(offset), text);
        }
    }

    #[rstest]
    #[case("sqlite:var/wangting.db", "sqlite:var/wangting.db")]
    #[case("postgres://hall@db/hall", "postgres://hall@db/hall")]
    #[case("postgres://hall:s3:cr@t@db:5432/hall?x=y", "postgres://hall:(kept back)@db:5432/hall?x=y")]
    fn a_databases_password_is_never_shown(#[case] address: &str, #[case] shown: &str) {
        assert_eq!(masked(address), shown);
    }

    #[test]
    fn a_secret_is_never_shown() {
        let secret = Secret::try_from("0123456789abcdef0123456789abcdef".to_owned()).unwrap();
        assert!(!format!("{secret:?}").contains("0123"));
        assert!(!serde_json::to_string(&secret).unwrap().contains("0123"));
        assert!(Secret::try_from("short".to_owned()).is_err());
    }
}
