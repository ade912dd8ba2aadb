//! `cargo xtask bench`: the release build and its figures.

use std::process::ExitCode;

use anyhow::Result;

use crate::app::App;
use crate::processes;
use crate::workshop::Workshop;

/// Builds the release's site and runs the bench `figures` of the server on it. What it prints is left as it is.
pub(crate) fn run(workshop: &Workshop, json: bool) -> Result<ExitCode> {
    let site = App::build_site(workshop)?;
    let mut bench = workshop.command("cargo");
    bench.args(["bench", "--locked", "--package", "server", "--bench", "figures", "--"]);
    if json {
        bench.arg("--json");
    }
    bench.env("WANGTING_SITE_ROOT", &site);
    Ok(processes::exit_code(processes::status(&mut bench, &workshop.interruption)?))
}
