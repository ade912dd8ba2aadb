//! Connections: accepted, served, and let go without cutting anybody off.
//!
//! Answers leave at once (no waiting for full packets, which costs 40 ms on a kept-alive connection). Who opens a
//! connection and says nothing is disconnected, so that idle visitors do not use up the places.

use crate::layers::address::Peer;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use prometheus::IntGauge;
use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::Layer as _;

/// How long a connection may be silent before and between requests.
const SILENCE: Duration = Duration::from_secs(30);
/// A pause when the machine has no place for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// How many connections there may be, and how the end is.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Connections open at a time; more wait to be accepted.
    pub places: usize,
    /// How long the end waits for requests under way.
    pub grace: Duration,
    /// Counts open connections.
    pub open: IntGauge,
}

/// Serves until `stop` is done, then finishes the requests under way. Call `closing` ends what would never end by itself.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    manners: Manners,
    stop: impl Future<Output = ()>,
    closing: impl FnOnce(),
) {
    let places = Arc::new(Semaphore::new(manners.places));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let service = Extension(Peer(peer.ip())).layer(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(SILENCE)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        let open = manners.open.clone();
        open.inc();
        tokio::spawn(async move {
            // What goes wrong with one connection is the visitor's network.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended badly");
            }
            open.dec();
            drop(place);
        });
    }
    drop(listener);
    closing();
    if tokio::time::timeout(manners.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests that took too long were cut off");
    }
}

/// Waits for a place and a visitor; `None` when there was something wrong with either.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection is slower than it could be");
            }
            Some((stream, peer, place))
        }
        Err(error) if is_the_visitors(&error) => None,
        Err(error) => {
            tracing::error!(%error, "no connection can be accepted");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

fn is_the_visitors(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(error.kind(), K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset)
}
