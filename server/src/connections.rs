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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::sync::atomic::{AtomicBool, Ordering};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::{Notify, oneshot},
        time::timeout,
    };

    /// Longer than anything here takes.
    const LONG: Duration = Duration::from_secs(20);

    fn manners(grace: Duration) -> Manners {
        Manners { places: 8, grace, open: IntGauge::new("open", "Open connections").unwrap() }
    }

    async fn ask(address: SocketAddr, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: hall\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        timeout(LONG, stream.read_to_string(&mut text)).await.unwrap().unwrap();
        text
    }

    #[tokio::test]
    async fn the_end_finishes_what_is_under_way_and_ends_what_never_would() {
        let (begun, go_on, closed) =
            (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let slow = {
            let (begun, go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
            get(async move || {
                begun.notify_one();
                go_on.notified().await;
                "finished"
            })
        };
        let endless = {
            let (begun, closed) = (Arc::clone(&begun), Arc::clone(&closed));
            get(async move || {
                begun.notify_one();
                closed.notified().await;
                "let go"
            })
        };
        let router = Router::new().route("/slow", slow).route("/endless", endless);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let closing = Arc::clone(&closed);
        let serving = tokio::spawn(serve(
            listener,
            router,
            manners(LONG),
            async move { stopped.await.unwrap_or_default() },
            move || closing.notify_one(),
        ));

        let idle = TcpStream::connect(address).await.unwrap();
        let slow = ask(address, "/slow").await;
        begun.notified().await;
        let endless = ask(address, "/endless").await;
        begun.notified().await;
        stop.send(()).unwrap();
        assert!(rest(endless).await.ends_with("let go"));
        go_on.notify_one();
        assert!(rest(slow).await.ends_with("finished"));
        assert_eq!(rest(idle).await, "");
        timeout(LONG, serving).await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err(), "nobody is let in any more");
    }

    #[tokio::test]
    async fn the_end_does_not_wait_for_ever() {
        let router = Router::new().route("/", get(std::future::pending::<&'static str>));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = ask(address, "/").await;
        let told = AtomicBool::new(false);
        let stop = tokio::time::sleep(Duration::from_millis(50));
        let serving = serve(listener, router, manners(Duration::from_millis(50)), stop, || {
            told.store(true, Ordering::Relaxed);
        });
        timeout(LONG, serving).await.unwrap();
        assert!(told.load(Ordering::Relaxed));
        drop(asked);
    }
}
