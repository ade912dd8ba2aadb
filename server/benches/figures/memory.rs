//! Memory of the program after many pages: what the kernel counts as resident, in megabytes of 1,000,000 bytes.
//!
//! The guests visit every page they have, in turn, over kept-alive connections, compressed as browsers ask for it.

use crate::{
    client::{self, Connection, Encoding},
    hall::{Guest, Size},
    load::{CONNECTIONS, Crowd},
    program::Program,
    report::{Figure, grouped, number},
    workplace::Workplace,
};
use anyhow::{Result, ensure};
use std::time::Instant;

const PAGES: usize = 100_000;
/// By then every page has been drawn on every thread, and every connection to the database has its statements.
const WARM: usize = 20_000;
/// Pages between two looks.
const STEP: usize = 10_000;
/// Growth between [`WARM`] and [`PAGES`] that is still flat, in percent.
const FLAT: f64 = 10.0;

/// The figure of memory.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let hall = workplace.hall(Size::Large)?;
    let program = Program::serve(hall, workplace.site(), false)?;
    let megabytes = || Ok::<_, anyhow::Error>(number(program.resident()? / 1000) / 1000.0);
    let at_start = megabytes()?;
    let guests = hall.guests.iter().cycle().take(CONNECTIONS);
    let requests = guests.map(|guest| answered(&program, guest)).collect::<Result<Vec<_>>>()?;
    let addresses = requests.iter().map(Vec::len).max().unwrap_or_default();
    let crowd = Crowd { address: program.address, requests };
    let begin = Instant::now();
    let (mut warm, mut now, mut peak) = (0.0, 0.0, 0.0_f64);
    for pages in (STEP..=PAGES).step_by(STEP) {
        crowd.visit(STEP)?;
        now = megabytes()?;
        peak = peak.max(now);
        if pages == WARM {
            warm = now;
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    let growth = (now - warm) / warm * 100.0;
    let note = format!(
        "{at_start:.1} MB at the start, {warm:.1} after {}, {now:.1} after {} ({growth:+.1} %), {peak:.1} at most; up to \
         {addresses} addresses of {} guests, {} pages/s, compressed",
        grouped(number(WARM)),
        grouped(number(PAGES)),
        hall.guests.len(),
        grouped(number(PAGES) / seconds),
    );
    let figure = Figure::new("resident memory after 100,000 pages", now, 1, "MB").at_most(64.0);
    Ok(vec![figure.with("flat", growth <= FLAT).note(note)])
}

/// Requests for those pages of a guest that are shown to them; somebody who is locked in, or owes, is refused some.
fn answered(program: &Program, guest: &Guest) -> Result<Vec<Vec<u8>>> {
    let mut connection = Connection::open(program.address)?;
    let mut requests = Vec::new();
    for (_, address) in &guest.pages {
        let request = client::request(program.address, address, Some(&guest.token), Encoding::Browser);
        let status = connection.exchange(&request)?;
        ensure!(status < 500, "{address} was answered with {status}");
        if status == 200 {
            requests.push(request);
        }
    }
    ensure!(!requests.is_empty(), "a guest sees no page");
    Ok(requests)
}
