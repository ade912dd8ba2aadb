//! How often one visitor may ask: a generous limit for everything, a tight one for what signs people in.
//!
//! By address, in memory, for each instance by itself: it stops floods. What stops guessing (tries per number, codes
//! per number and address) is in the database. Whole towns share one address behind a carrier's network, so the
//! limits are wide; they are configuration.

use super::address::FromLoopback;
use crate::config::Limits;
use app::{
    faults::Fault,
    request::ClientAddress,
    routes::{NOTIFICATION, ROUTES},
};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use operations::access::Operation;
use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
};

/// The limits of a hall.
#[derive(Clone)]
pub struct Rates {
    all: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    sign_ins: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    loopback_is_exempt: bool,
}

impl Rates {
    /// Limits as configured; a minute's worth may come at once.
    pub fn new(limits: &Limits) -> Self {
        let limiter = |per_minute: u32| {
            let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
            Arc::new(RateLimiter::keyed(quota))
        };
        Self {
            all: limiter(limits.requests_per_minute),
            sign_ins: limiter(limits.sign_ins_per_minute),
            loopback_is_exempt: limits.loopback_is_exempt,
        }
    }

    /// Forgets visitors whose limits are whole again.
    pub fn forget(&self) {
        self.all.retain_recent();
        self.sign_ins.retain_recent();
    }

    fn check(&self, address: IpAddr, method: &Method, path: &str) -> Result<(), Fault> {
        let visitor = visitor(address);
        check(&self.all, visitor)?;
        if signs_in(method, path) { check(&self.sign_ins, visitor) } else { Ok(()) }
    }
}

/// Refuses a request that is one too many.
pub async fn limit(State(rates): State<Rates>, request: Request, next: Next) -> Response {
    let from_here = request.extensions().get::<FromLoopback>().is_some_and(|from| from.0);
    let address = request.extensions().get::<ClientAddress>().copied();
    // The provider sends all its notifications from one address.
    let signed = request.uri().path() == NOTIFICATION.path;
    if let Some(ClientAddress(address)) = address
        && !signed
        && !(from_here && rates.loopback_is_exempt)
        && let Err(fault) = rates.check(address, request.method(), request.uri().path())
    {
        return fault.into_response();
    }
    next.run(request).await
}

fn check(limiter: &DefaultKeyedRateLimiter<IpAddr>, visitor: IpAddr) -> Result<(), Fault> {
    limiter.check_key(&visitor).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Fault::TooManyRequests { retry_after_seconds: wait.as_secs() + 1 }
    })
}

/// Sends a form of a route that signs people in.
fn signs_in(method: &Method, path: &str) -> bool {
    *method == Method::POST
        && ROUTES.iter().any(|route| route.operation == Operation::SignIn && route.path == path)
}

/// Who is counted as one visitor: an address, or the network of 64 bits that one home has in IPv6.
fn visitor(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn rates() -> Rates {
        Rates::new(&Limits { requests_per_minute: 5, sign_ins_per_minute: 2, ..Limits::default() })
    }

    fn tries(rates: &Rates, address: &str, method: &Method, path: &str) -> usize {
        (0..10).take_while(|_| rates.check(address.parse().unwrap(), method, path).is_ok()).count()
    }

    #[rstest]
    #[case::page(Method::GET, "/bills", 5)]
    #[case::looking_at_the_door(Method::GET, "/sign-in", 5)]
    #[case::password(Method::POST, "/sign-in", 2)]
    #[case::code(Method::POST, "/sign-in/code/check", 2)]
    #[case::staff(Method::POST, "/staff/sign-in", 2)]
    fn doors_are_limited_more_tightly(#[case] method: Method, #[case] path: &str, #[case] allowed: usize) {
        assert_eq!(tries(&rates(), "203.0.113.7", &method, path), allowed);
    }

    #[test]
    fn one_visitor_does_not_use_up_anothers_tries() {
        let rates = rates();
        let tries = |address: &str| tries(&rates, address, &Method::GET, "/");
        assert_eq!(tries("203.0.113.7"), 5);
        assert_eq!(tries("203.0.113.8"), 5);
        assert_eq!(tries("2001:db8:0:1::1"), 5);
        assert_eq!(tries("2001:db8:0:1::2"), 0, "the same home");
        assert_eq!(tries("2001:db8:0:2::1"), 5);
    }

    #[test]
    fn says_when_to_come_back() {
        let rates = rates();
        tries(&rates, "203.0.113.7", &Method::GET, "/");
        let fault = rates.check("203.0.113.7".parse().unwrap(), &Method::GET, "/").unwrap_err();
        assert!(matches!(fault, Fault::TooManyRequests { retry_after_seconds: 1..=13 }), "{fault:?}");
    }
}
