//! Statements that a page sends to the database, counted in the program's own log: for a guest with two bills, one order
//! and one request, and for the same guest with two years of long bills and dozens of everything. The same number means
//! that nothing is asked for row by row.
//!
//! Each page is asked for several times, and the middle count is taken: jobs of the program, names that are read again
//! once a minute and a session that is noted once a minute come on top now and then.

use crate::{
    client::{self, Connection, Encoding},
    hall::{FURTHER_LINES, Size},
    program::Program,
    report::{Figure, median, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

const TIMES: usize = 5;
/// Until the log has told of every statement of a page.
const SETTLED: Duration = Duration::from_millis(25);

/// Nothing sent for so long means that no job is left.
const QUIET: Duration = Duration::from_millis(700);
const PATIENCE: Duration = Duration::from_secs(20);

/// Statements by route.
type Counts = BTreeMap<&'static str, f64>;

/// The figures of the database's work.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let small = count(workplace, Size::Small)?;
    let large = count(workplace, Size::Large)?;
    let wide = count(workplace, Size::Wide)?;
    ensure!(small.len() == large.len() && small.len() == wide.len(), "the guests have different pages");
    let grown = difference(&small, &large);
    let widened = difference(&small, &wide);
    let (most, statements) = large.iter().max_by(|a, b| a.1.total_cmp(b.1)).context("there are no pages")?;
    let per_line = widened.iter().map(|(_, more)| more / number(FURTHER_LINES)).fold(0.0, f64::max);
    let worst = grown.iter().map(|(_, more)| more.abs()).fold(0.0, f64::max);
    let with_many =
        Figure::new("queries more with many bills, lines, orders", worst, 0, "queries").at_most(0.0);
    Ok(vec![
        with_many.note(format!(
            "{} pages; most: {statements} queries on {most}; not the same: {}",
            large.len(),
            listed(&grown),
        )),
        Figure::new("queries more for each further phone line", per_line, 1, "queries")
            .note(format!("with {FURTHER_LINES} more of them: {}", listed(&widened))),
    ])
}

fn count(workplace: &Workplace, size: Size) -> Result<Counts> {
    let hall = workplace.hall(size)?;
    let guest = hall.guest();
    let program = Program::serve(hall, workplace.site(), true)?;
    let mut connection = Connection::open(program.address)?;
    quieten(&program);
    let mut counts = Counts::new();
    for (route, address) in &guest.pages {
        let request = client::request(program.address, address, Some(&guest.token), Encoding::Plain);
        // The first visit may write that something was seen.
        let status = connection.exchange(&request)?;
        ensure!(status == 200, "{address} was answered with {status}");
        thread::sleep(SETTLED);
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let before = program.statements();
            connection.exchange(&request)?;
            thread::sleep(SETTLED);
            times.push(number(program.statements() - before));
        }
        counts.insert(route, median(times));
    }
    let silent = counts.iter().filter(|(route, count)| **count < 1.0 && **route != "/help").count();
    ensure!(silent == 0, "{silent} pages seem to ask nothing: the log does not tell of statements");
    Ok(counts)
}

/// Waits until the program has done the jobs that filling the hall left behind.
fn quieten(program: &Program) {
    let begin = Instant::now();
    let mut before = u64::MAX;
    while before != program.statements() && begin.elapsed() < PATIENCE {
        before = program.statements();
        thread::sleep(QUIET);
    }
}

fn difference(from: &Counts, to: &Counts) -> Vec<(&'static str, f64)> {
    let more =
        |(route, count): (&&'static str, &f64)| (*route, to.get(route).map_or(f64::NAN, |to| to - count));
    from.iter().map(more).filter(|(_, more)| *more != 0.0).collect()
}

fn listed(differences: &[(&'static str, f64)]) -> String {
    if differences.is_empty() {
        return "none".to_owned();
    }
    let texts: Vec<String> = differences.iter().map(|(route, more)| format!("{route} {more:+}")).collect();
    texts.join(", ")
}
