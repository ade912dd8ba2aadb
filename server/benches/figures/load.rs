//! Visitors by the dozen: as many pages as the server can give (each connection asks again as soon as it was answered),
//! or pages at a fixed rate, whether or not the server keeps up.
//!
//! A thread for each connection, in the process of the figures: on two cores they compete with the server for time, in the
//! same way for whatever is compared.

use crate::{client::Connection, report::number};
use anyhow::{Context as _, Result, ensure};
use std::{
    net::SocketAddr,
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Connections open at a time.
pub(crate) const CONNECTIONS: usize = 32;
/// A sleeping thread is woken about so much late: it gets up that much early, and waits awake.
const WAKING: Duration = Duration::from_micros(60);

/// A server, and what each connection asks it for in turn.
pub(crate) struct Crowd {
    pub(crate) address: SocketAddr,
    /// At least one request for each connection.
    pub(crate) requests: Vec<Vec<Vec<u8>>>,
}

impl Crowd {
    /// Every connection asks for the same.
    pub(crate) fn of(address: SocketAddr, request: &[u8]) -> Self {
        Self { address, requests: vec![vec![request.to_vec()]; CONNECTIONS] }
    }

    /// Pages per second when every connection asks without a pause, for so long.
    pub(crate) fn rate(&self, time: Duration) -> Result<f64> {
        let over = AtomicBool::new(false);
        let answered = AtomicUsize::new(0);
        let taken = self.each(
            |connection, requests, _| {
                let mut mine = 0;
                for request in requests.iter().cycle() {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    ask(connection, request)?;
                    mine += 1;
                }
                answered.fetch_add(mine, Ordering::Relaxed);
                Ok(())
            },
            || {
                thread::sleep(time);
                over.store(true, Ordering::Relaxed);
            },
        )?;
        Ok(number(answered.into_inner()) / taken.as_secs_f64())
    }

    /// Asks for so many pages without a pause.
    pub(crate) fn visit(&self, pages: usize) -> Result<()> {
        let begun = AtomicUsize::new(0);
        let one_more = || begun.fetch_add(1, Ordering::Relaxed) < pages;
        self.each(
            |connection, requests, _| {
                requests
                    .iter()
                    .cycle()
                    .take_while(|_| one_more())
                    .try_for_each(|request| ask(connection, request))
            },
            || (),
        )?;
        Ok(())
    }

    /// How long answers take at so many pages per second, shortest first.
    ///
    /// Each request has a moment at which it is due. Time runs from that moment, also when the connection is still
    /// waiting for the answer before: a server that stops for a while is not spared the requests it kept waiting.
    pub(crate) fn latencies(&self, rate: f64, time: Duration) -> Result<Vec<Duration>> {
        let pause = Duration::from_secs_f64(number(self.requests.len()) / rate);
        let all = std::sync::Mutex::new(Vec::new());
        self.each(
            |connection, requests, place| {
                let begin = Instant::now();
                let mut due = begin + pause.mul_f64(number(place) / number(self.requests.len()));
                let mut mine = Vec::new();
                for request in requests.iter().cycle() {
                    if due.duration_since(begin) > time {
                        break;
                    }
                    wait_until(due);
                    ask(connection, request)?;
                    mine.push(due.elapsed());
                    due += pause;
                }
                all.lock().map_err(|_| anyhow::anyhow!("a visitor stumbled"))?.extend(mine);
                Ok(())
            },
            || (),
        )?;
        let mut all = all.into_inner().context("a visitor stumbled")?;
        all.sort_unstable();
        Ok(all)
    }

    /// Opens a connection for each list of requests and lets all of them begin at once; `meanwhile` runs beside them.
    /// Says how long it took.
    fn each(
        &self,
        visit: impl Fn(&mut Connection, &[Vec<u8>], usize) -> Result<()> + Sync,
        meanwhile: impl FnOnce(),
    ) -> Result<Duration> {
        let barrier = Barrier::new(self.requests.len() + 1);
        thread::scope(|scope| {
            let (barrier, visit) = (&barrier, &visit);
            let visitors: Vec<_> = self
                .requests
                .iter()
                .enumerate()
                .map(|(place, requests)| {
                    scope.spawn(move || {
                        let connection = Connection::open(self.address);
                        barrier.wait();
                        visit(&mut connection?, requests, place)
                    })
                })
                .collect();
            barrier.wait();
            let begin = Instant::now();
            meanwhile();
            for visitor in visitors {
                visitor.join().map_err(|_| anyhow::anyhow!("a visitor stumbled"))??;
            }
            Ok(begin.elapsed())
        })
    }
}

fn ask(connection: &mut Connection, request: &[u8]) -> Result<()> {
    let status = connection.exchange(request)?;
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    ensure!(status == 200, "{} was answered with {status}", String::from_utf8_lossy(line));
    Ok(())
}

fn wait_until(due: Instant) {
    let left = due.saturating_duration_since(Instant::now());
    thread::sleep(left.saturating_sub(WAKING));
    while Instant::now() < due {
        std::hint::spin_loop();
    }
}

/// The `percent`th of a hundred equal parts.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().checked_sub(1)?)).copied()
}
