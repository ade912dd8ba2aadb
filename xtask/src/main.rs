//! `cargo xtask …`: sets the workshop up, builds, serves, tests and measures Wangting.
//!
//! Nothing of the product lives here. The modules, from the ground up: [`processes`] runs other programs and stops them
//! again, [`workshop`] knows the folders and the environment, [`tools`], [`debian`] and [`browser`] install what is
//! missing, [`app`] builds and starts the program, [`postgres`] and [`hall`] are what tests run against, [`suites`] runs the
//! tests and [`report`] counts them.

mod app;
mod arguments;
mod bench;
mod browser;
mod debian;
mod hall;
mod postgres;
mod processes;
mod report;
mod serve;
mod suites;
mod tools;
mod workshop;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Command, HELP};
use crate::processes::{Interrupted, Interruption};
use crate::workshop::Workshop;

/// What a shell reports for a program that was stopped by Ctrl-C.
const STOPPED_BY_THE_USER: u8 = 130;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(code) => code,
        Err(error) if error.is::<Interrupted>() => ExitCode::from(STOPPED_BY_THE_USER),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    if matches!(command, Command::Help) {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let workshop = Workshop::find(Interruption::watch()?)?;
    match command {
        Command::Help => Ok(ExitCode::SUCCESS),
        Command::Serve(wishes) => serve::serve(&workshop, &wishes),
        Command::Watch(wishes) => serve::watch(&workshop, &wishes),
        Command::Build { profile } => app::App::build(&workshop, profile).map(|app| {
            println!("program: {}\nsite:    {}", app.program.display(), app.site.display());
            ExitCode::SUCCESS
        }),
        Command::Test { only } => suites::run(&workshop, &only),
        Command::Bench { json } => bench::run(&workshop, json),
        Command::Postgres { beside } => postgres::beside(&workshop, &beside),
        Command::Hall { beside } => hall::beside(&workshop, &beside),
    }
}
