//! The figures of the hall, each with its aim: how fast, how light, how small, how exact. `cargo xtask bench` builds the
//! release and runs this; `--json` prints one object for each figure, a word prints only the figures of that measurement.
//!
//! What is compared is measured in the same run on the same machine: ratios mean something where a machine is busy.
//! Every measurement says in its module what it counts and what it leaves out.

mod audit;
mod best_plan;
mod bulk_insert;
mod bytes;
mod client;
mod company;
mod extras;
mod files;
mod floor;
mod hall;
mod import;
mod load;
mod memory;
mod pages;
mod program;
mod queries;
mod report;
mod search;
mod tree;
mod workplace;

use anyhow::{Result, bail};
use report::{Figure, Printer};
use std::process::ExitCode;
use workplace::Workplace;

/// One thing measured: its name, and what gives its figures.
type Measurement = (&'static str, fn(&Workplace) -> Result<Vec<Figure>>);

const MEASUREMENTS: [Measurement; 10] = [
    ("pages", pages::measure),
    ("bytes", bytes::measure),
    ("queries", queries::measure),
    ("memory", memory::measure),
    ("best-plan", best_plan::measure),
    ("import", import::measure),
    ("audit", audit::measure),
    ("search", search::measure),
    ("tree", tree::measure),
    ("company", company::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` starts benches too, to see that they run; only `cargo bench` says so, and it alone builds a release.
    if !arguments.iter().any(|argument| argument == "--bench") {
        eprintln!("the figures are measured by `cargo xtask bench`");
        return ExitCode::SUCCESS;
    }
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the figures that are asked for; says whether every one of them could be measured.
fn run(arguments: &[String]) -> Result<bool> {
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    if let Some(unknown) = wanted.iter().find(|name| !MEASUREMENTS.iter().any(|(known, _)| known == *name)) {
        let known = MEASUREMENTS.map(|(name, _)| name).join(", ");
        bail!("there is no measurement {unknown}, only {known}");
    }
    let json = arguments.iter().any(|argument| argument == "--json");
    let printer = if json { Printer::Json } else { Printer::Table };
    let workplace = Workplace::open()?;
    printer.begin();
    let mut measured = true;
    for (name, measure) in MEASUREMENTS {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| *wanted == name) {
            continue;
        }
        eprintln!("measuring {name}");
        let figures = measure(&workplace).unwrap_or_else(|error| {
            measured = false;
            vec![Figure::not_measured(name, &error)]
        });
        for figure in &figures {
            printer.print(figure);
        }
    }
    Ok(measured)
}
