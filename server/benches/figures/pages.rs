//! The signed-in bill page: how many a second against the same facts in a hand-formatted text, and how long the slow ones
//! take.
//!
//! Both servers run in this process on one runtime with as many workers as there are cores, on one database and one
//! pool. Ours is the whole program: every layer, the gate, the session, the page with its frame, the headers of safety.
//! What the other one is stands in `floor`. Visitors take no compression: it costs both the same, and would hide the
//! difference. A round lasts some seconds for each; rounds alternate, and their ratios have a median.

use crate::{
    client::{self, Connection, Encoding},
    floor,
    hall::{BILL_LINES, Guest, Size},
    load::{CONNECTIONS, Crowd, percentile},
    report::{Figure, grouped, median, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use server::{Server, config::LogConfiguration, logging};
use std::{net::SocketAddr, thread, time::Duration};
use tokio::{net::TcpListener, sync::oneshot};

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(3);
const WARM_UP: Duration = Duration::from_secs(2);
/// How often latencies are measured; their ratios have a median, too.
const LATENCY_ROUNDS: usize = 5;
const LATENCY_ROUND: Duration = Duration::from_secs(5);
/// So many seconds of quiet let the jobs of the minute and the log of the database come to an end.
const QUIET: Duration = Duration::from_secs(1);

/// The figures of the bill page.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let hall = workplace.hall(Size::Large)?;
    let guest = hall.guest();
    // As the program logs when nothing else is asked of it.
    logging::begin(&LogConfiguration::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let runtime = workplace.runtime();
    let configuration = hall.configuration(workplace.site());
    let (ours, desk, serving) = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let server = Server::open(&configuration, listener).await?;
        let desk = server.desk().clone();
        let serving = tokio::spawn(server.run(async {
            // The other end is dropped when this measurement ends, whatever ends it.
            drop(stopped.await);
        }));
        anyhow::Ok((address, desk, serving))
    })?;
    let html = page(ours, guest)?;
    let frame = floor::Frame::of(&html).context("the bill page has no <main>")?;
    let floor = runtime.block_on(floor::open(desk, frame))?;
    let floor_html = page(floor, guest)?;
    let figures = compare(ours, floor, guest, (&html, &floor_html));
    drop(stop);
    runtime.block_on(serving)?;
    figures
}

/// The bill page as it comes, once it is known to be the one that is meant.
fn page(address: SocketAddr, guest: &Guest) -> Result<String> {
    let request = client::request(address, &guest.bill, Some(&guest.token), Encoding::Plain);
    let mut connection = Connection::open(address)?;
    let answer = connection.get(&request)?;
    ensure!(answer.status == 200, "the bill page was answered with {}", answer.status);
    let html = String::from_utf8(answer.body)?;
    let rows = html.matches("data-kind=").count();
    ensure!(rows >= BILL_LINES, "the bill page shows {rows} lines");
    ensure!(html.contains("<svg width=\"100%\""), "the bill page has no chart");
    Ok(html)
}

fn compare(
    ours: SocketAddr,
    floor: SocketAddr,
    guest: &Guest,
    (html, floor_html): (&str, &str),
) -> Result<Vec<Figure>> {
    let crowd = |address| {
        Crowd::of(address, &client::request(address, &guest.bill, Some(&guest.token), Encoding::Plain))
    };
    let (ours, floor) = (crowd(ours), crowd(floor));
    ours.rate(WARM_UP)?;
    floor.rate(WARM_UP)?;
    let (mut rates, mut floor_rates, mut ratios) = (vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        // Whoever comes second finds the processor warmer: they take turns.
        let (rate, floor_rate) = if round % 2 == 0 {
            let rate = ours.rate(ROUND)?;
            (rate, floor.rate(ROUND)?)
        } else {
            let floor_rate = floor.rate(ROUND)?;
            (ours.rate(ROUND)?, floor_rate)
        };
        ratios.push(rate / floor_rate);
        rates.push(rate);
        floor_rates.push(floor_rate);
    }
    let rate = median(rates);
    let note = format!(
        "{} against {} pages/s, {CONNECTIONS} connections, {ROUNDS} rounds of {} s each, ratios {}; {} against {} bytes \
         of HTML",
        grouped(rate),
        grouped(median(floor_rates)),
        ROUND.as_secs(),
        spread(&ratios),
        grouped(number(html.len())),
        grouped(number(floor_html.len())),
    );
    let ratio = Figure::new("bill page, pages/s ÷ hand-formatted", median(ratios), 2, "ratio").at_least(0.75);
    Ok(vec![ratio.note(note), tail(&ours, rate / 2.0)?])
}

/// How long the slow ones take at a fixed rate.
fn tail(crowd: &Crowd, rate: f64) -> Result<Figure> {
    let (mut ratios, mut middles, mut slows) = (vec![], vec![], vec![]);
    thread::sleep(QUIET);
    crowd.latencies(rate, WARM_UP)?;
    for _ in 0..LATENCY_ROUNDS {
        let taken = crowd.latencies(rate, LATENCY_ROUND)?;
        let seconds = |percent| percentile(&taken, percent).map(|taken| taken.as_secs_f64());
        let (p50, p99) = seconds(50).zip(seconds(99)).context("no request was answered")?;
        ratios.push(p99 / p50);
        middles.push(p50 * 1000.0);
        slows.push(p99 * 1000.0);
    }
    let note = format!(
        "p50 {:.2} ms, p99 {:.2} ms at {} pages/s arriving evenly, from the moment each was due; {LATENCY_ROUNDS} rounds of \
         {} s, ratios {}",
        median(middles),
        median(slows),
        grouped(rate),
        LATENCY_ROUND.as_secs(),
        spread(&ratios),
    );
    let figure = Figure::new("bill page, p99 ÷ p50 at half the maximum rate", median(ratios), 2, "ratio");
    Ok(figure.at_most(5.0).note(note))
}

fn spread(ratios: &[f64]) -> String {
    let (low, high) =
        ratios.iter().fold((f64::MAX, f64::MIN), |(low, high), ratio| (low.min(*ratio), high.max(*ratio)));
    format!("{low:.2} to {high:.2}")
}
