//! `/orders/{number}/events`: where an order stands, sent whenever that changes. R-ORD-3
//!
//! The stream asks for the order's version, and reads the order only when it is another one. It ends when the order
//! has ended, when the hall closes, and after a while in any case: the browser then opens it anew, and the right to
//! see the order is checked again.

use crate::{
    pages::orders::tracked,
    request::{Outcome, Visit},
};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::stream;
use operations::orders::{self, OrderView};
use std::{convert::Infallible, time::Duration};

const EVERY: Duration = Duration::from_secs(1);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often a stream looks before it ends: ten minutes.
const LOOKS: u32 = 600;

pub(crate) async fn events(visit: Visit, Path(number): Path<String>) -> Outcome {
    let view = orders::view(visit.desk(), &visit.actor, &number).await?;
    let followed =
        Followed { visit, next: Some(view), number, version: 0, has_ended: false, looks_left: LOOKS };
    let events = stream::unfold(followed, |mut followed| async move {
        let event = followed.event().await?;
        Some((Ok::<_, Infallible>(event), followed))
    });
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies in front of the hall pass on each event as it comes.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// An order that a page follows.
struct Followed {
    visit: Visit,
    number: String,
    /// Read and not yet sent.
    next: Option<OrderView>,
    /// The version sent last.
    version: i64,
    has_ended: bool,
    looks_left: u32,
}

impl Followed {
    /// Waits for the next change; `None` ends the stream.
    async fn event(&mut self) -> Option<Event> {
        if self.has_ended {
            return None;
        }
        let view = match self.next.take() {
            Some(view) => view,
            None => self.change().await?,
        };
        self.version = view.order.version;
        let now = tracked(self.visit.language, &view);
        self.has_ended = now.ended;
        Some(Event::default().data(now.packed()))
    }

    async fn change(&mut self) -> Option<OrderView> {
        let mut closing = self.visit.hall.closing.clone();
        loop {
            self.looks_left = self.looks_left.checked_sub(1)?;
            tokio::select! {
                _ = closing.wait_for(|is_closing| *is_closing) => return None,
                () = tokio::time::sleep(EVERY) => {}
            }
            match orders::version(self.visit.desk(), &self.visit.actor, &self.number).await {
                Ok(version) if version == self.version => {}
                Ok(_) => return orders::view(self.visit.desk(), &self.visit.actor, &self.number).await.ok(),
                // The database comes back by itself; a stream that ended with an error would not.
                Err(error) if error.is_outage() => {}
                Err(_) => return None,
            }
        }
    }
}
