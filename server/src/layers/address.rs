//! Whose request it is: the address of the visitor, also behind reverse proxies.

use app::request::ClientAddress;
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::{net::IpAddr, sync::Arc};

/// The address the connection came from; put into each request by its connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The request came from this machine, and not through a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromLoopback(pub bool);

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Puts [`ClientAddress`] and [`FromLoopback`] into the request.
pub async fn find(State(trusted): State<Arc<[IpAddr]>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.to_canonical());
    // Without a connection there is nobody to trust; a handler under test may be such a case.
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    let (client, direct) = client(peer, request.headers(), &trusted);
    request.extensions_mut().insert(ClientAddress(client));
    request.extensions_mut().insert(FromLoopback(direct && client.is_loopback()));
    next.run(request).await
}

/// The last address that no trusted proxy wrote, and whether no proxy was on the way.
///
/// What anybody else writes into the header is not believed: it would be a way around limits.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> (IpAddr, bool) {
    let lines = headers.get_all(FORWARDED_FOR).iter();
    let written: Vec<&str> =
        lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).collect();
    let mut client = peer;
    for hop in written.iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    (client, written.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::direct("203.0.113.7", &[], "203.0.113.7", true)]
    #[case::through_a_proxy("10.0.0.1", &["203.0.113.7"], "203.0.113.7", false)]
    #[case::through_two_proxies("10.0.0.1", &["203.0.113.7, 10.0.0.2"], "203.0.113.7", false)]
    #[case::in_two_lines("10.0.0.1", &["203.0.113.7", "10.0.0.2"], "203.0.113.7", false)]
    #[case::made_up_before_the_proxy("10.0.0.1", &["127.0.0.1, 203.0.113.7"], "203.0.113.7", false)]
    #[case::made_up_without_a_proxy("203.0.113.7", &["127.0.0.1"], "203.0.113.7", false)]
    #[case::proxy_itself("10.0.0.1", &[], "10.0.0.1", true)]
    #[case::nonsense("10.0.0.1", &["unknown"], "10.0.0.1", false)]
    #[case::unknown_proxy_here("127.0.0.1", &["203.0.113.7"], "127.0.0.1", false)]
    fn believes_only_trusted_proxies(
        #[case] peer: &str,
        #[case] lines: &[&str],
        #[case] expected: &str,
        #[case] direct: bool,
    ) {
        let trusted = ["10.0.0.1", "10.0.0.2"].map(|address| address.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let found = client(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found, (expected.parse().unwrap(), direct));
    }
}
