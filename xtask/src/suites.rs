//! `cargo xtask test`: the suites, run one after the other whatever becomes of the ones before.

use std::env;
use std::fs;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::browser;
use crate::hall::Template;
use crate::postgres::{self, Postgres};
use crate::processes::{self, Interrupted, Running};
use crate::report::{self, Line, Tally};
use crate::tools;
use crate::workshop::Workshop;

/// How long the database of known faults may take to arrive before the machine counts as cut off from it.
const ADVISORIES_LIMIT: Duration = Duration::from_mins(1);
/// The browser suite runs once in each of these projects of `end2end/playwright.config.ts`.
const BROWSER_PROJECTS: [&str; 2] = ["with-javascript", "without-javascript"];

/// A group of checks with one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    /// rustfmt.
    Format,
    /// Clippy on everything that runs on the server.
    Lints,
    /// Clippy on what runs in browsers.
    LintsBrowser,
    /// cargo-deny.
    Dependencies,
    /// The types of the browser suite.
    Types,
    /// `cargo test`, with PostgreSQL.
    Rust,
    /// Playwright, with JavaScript and without.
    Browser,
}

impl Suite {
    /// In the order in which they are run: the quick ones first.
    const ALL: [Self; 7] = [
        Self::Format,
        Self::Lints,
        Self::LintsBrowser,
        Self::Dependencies,
        Self::Types,
        Self::Rust,
        Self::Browser,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lints => "lints",
            Self::LintsBrowser => "lints-browser",
            Self::Dependencies => "dependencies",
            Self::Types => "types",
            Self::Rust => "rust",
            Self::Browser => "browser",
        }
    }

    /// The suite of that name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|suite| suite.name() == name)
            .with_context(|| format!("there is no suite `{name}`; there are {}", names()))
    }

    fn run(self, workshop: &Workshop) -> Result<Tally> {
        match self {
            Self::Format => {
                tools::cargo_component(workshop, "rustfmt", "fmt")?;
                check(workshop, cargo(workshop, &["fmt", "--all", "--check"]))
            }
            Self::Lints => {
                tools::cargo_component(workshop, "clippy", "clippy")?;
                check(
                    workshop,
                    cargo(workshop, &["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]),
                )
            }
            Self::LintsBrowser => lints_browser(workshop),
            Self::Dependencies => dependencies(workshop),
            Self::Types => {
                browser::provide_packages(workshop)?;
                check(workshop, browser::command(workshop, "tsc"))
            }
            Self::Rust => rust(workshop),
            Self::Browser => browser(workshop),
        }
    }
}

/// Runs the chosen suites, all when none is chosen, and prints the sum.
pub(crate) fn run(workshop: &Workshop, only: &[Suite]) -> Result<ExitCode> {
    let mut lines = Vec::new();
    for suite in Suite::ALL.into_iter().filter(|suite| only.is_empty() || only.contains(suite)) {
        eprintln!("\n== {} ==", suite.name());
        let begin = Instant::now();
        let tally = suite.run(workshop).unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", suite.name());
            Tally::FAILED
        });
        lines.push(Line { name: suite.name(), tally, took: begin.elapsed() });
        if workshop.interruption.asked() {
            break;
        }
    }
    println!("{}", report::table(&lines));
    workshop.interruption.check()?;
    let failed = lines.iter().any(|line| line.tally.failed > 0);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn cargo(workshop: &Workshop, arguments: &[&str]) -> Command {
    let mut command = workshop.command("cargo");
    command.args(arguments);
    command
}

/// Runs a command that is one check.
fn check(workshop: &Workshop, mut command: Command) -> Result<Tally> {
    processes::status(&mut command, &workshop.interruption).map(|status| Tally::of(status.success()))
}

/// The root package by itself, as the browser's build compiles it, and in the folder of that build: what was compiled for
/// the one serves the other.
fn lints_browser(workshop: &Workshop) -> Result<Tally> {
    tools::cargo_component(workshop, "clippy", "clippy")?;
    tools::for_building(workshop)?;
    let mut clippy =
        cargo(workshop, &["clippy", "--locked", "--package=wangting", "--target=wasm32-unknown-unknown"]);
    clippy.arg("--target-dir").arg(workshop.target.join("front")).args(["--", "-D", "warnings"]);
    check(workshop, clippy)
}

/// Rules on the dependencies (deny.toml), and known faults where the list of them can be had.
fn dependencies(workshop: &Workshop) -> Result<Tally> {
    tools::provide(workshop, &[&tools::CARGO_DENY])?;
    let deny = |arguments: &[&str]| {
        let mut command = workshop.command("cargo-deny");
        command.args(["--workspace", "--all-features", "--locked"]).args(arguments);
        command
    };
    let mut tally = Tally::default();
    for rules in ["bans", "licenses", "sources"] {
        tally += check(workshop, deny(&["check", rules]))?;
    }
    let mut fetch = Running::start(deny(&["fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()))?;
    let fetched = workshop.interruption.wait_for(ADVISORIES_LIMIT, || fetch.ended())?;
    tally += if fetched.is_some_and(|status| status.success()) {
        check(workshop, deny(&["check", "--disable-fetch", "advisories"]))?
    } else {
        eprintln!("advisories: not reachable");
        Tally::SKIPPED
    };
    Ok(tally)
}

/// Every Rust test of the default members: rules, store on both engines, HTTP, access.
fn rust(workshop: &Workshop) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut test = cargo(workshop, &["test", "--locked", "--no-fail-fast"]);
    // A snapshot that differs is a failure here, not a proposal.
    test.env("INSTA_UPDATE", "no");
    let postgres = match env::var_os(postgres::VARIABLE) {
        Some(_) => None,
        None => match Postgres::start(workshop) {
            Ok(postgres) => Some(postgres),
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => {
                eprintln!("without PostgreSQL: {error:#}");
                tally += Tally::FAILED;
                None
            }
        },
    };
    if let Some(postgres) = &postgres {
        test.env(postgres::VARIABLE, &postgres.url);
    }
    let mut counted = Tally::default();
    let status = processes::each_line(&mut test, &workshop.interruption, |line| {
        println!("{line}");
        counted += report::rust_result(line).unwrap_or_default();
    })?;
    Ok(tally + Tally::of_run(counted, status.success()))
}

/// Playwright in each project, each against a hall of its own: the journeys change what they touch.
fn browser(workshop: &Workshop) -> Result<Tally> {
    browser::provide_packages(workshop)?;
    let chromium = browser::chromium(workshop)?;
    let template = Template::make(workshop)?;
    let mut tally = Tally::default();
    for project in BROWSER_PROJECTS {
        let hall = template.open(workshop)?;
        let results = hall.folder().join("results.json");
        let mut playwright = browser::command(workshop, "playwright");
        playwright
            .args(["test", "--forbid-only", "--project", project])
            .env("WANGTING_TEST_RESULTS", &results);
        eprintln!("» {project}");
        let status = processes::status(hall.tell(&mut playwright, &chromium), &workshop.interruption)?;
        // Without a report, Playwright did not even begin.
        let counted = match fs::read_to_string(&results) {
            Ok(report) => report::playwright_result(&report)?,
            Err(_) => Tally::default(),
        };
        let counted = Tally::of_run(counted, status.success());
        if counted.failed > 0 {
            eprintln!("the server's last words:\n{}", hall.end_of_log());
        }
        tally += counted;
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_is_found_by_its_name() {
        for suite in Suite::ALL {
            assert_eq!(Suite::named(suite.name()).unwrap(), suite);
            assert!(crate::arguments::HELP.contains(suite.name()), "the help does not name {}", suite.name());
        }
        assert!(Suite::named("all").is_err());
    }
}
