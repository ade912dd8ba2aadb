//! A throw-away hall: a fresh demo operator in a temporary folder, served on a free port, for tests and for looking at.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::app::{App, Demo, Profile};
use crate::browser;
use crate::postgres::{end_of, free_port};
use crate::processes::{self, Running};
use crate::workshop::Workshop;

/// A server that is not up after this long will not come.
const START_LIMIT: Duration = Duration::from_mins(1);
/// What the program prints once it takes requests.
pub(crate) const LISTENING: &str = "listening on http";
/// Accounts in each state: one to look at, the others for journeys that change what they touch.
const ACCOUNTS_EACH: u8 = 6;
/// The database within a hall's folder.
const DATABASE: &str = "wangting.db";

/// A demo operator that is copied for each hall, for making it takes longer than copying.
#[derive(Debug)]
pub(crate) struct Template {
    app: App,
    demo: Demo,
    folder: TempDir,
}

/// A hall that is open. Dropping it closes it first and then removes its folder.
#[derive(Debug)]
pub(crate) struct Hall<'a> {
    template: &'a Template,
    url: String,
    _server: Running,
    folder: TempDir,
}

impl Template {
    /// Builds the program and makes the demo operator.
    pub(crate) fn make(workshop: &Workshop) -> Result<Self> {
        let app = App::build(workshop, Profile::Debug)?;
        let folder = temporary()?;
        let demo = app.make_demo(workshop, &database(folder.path()), ACCOUNTS_EACH)?;
        Ok(Self { app, demo, folder })
    }

    /// Opens a hall of its own.
    pub(crate) fn open(&self, workshop: &Workshop) -> Result<Hall<'_>> {
        let folder = temporary()?;
        // The database may come with a journal beside it.
        for entry in fs::read_dir(self.folder.path())? {
            let entry = entry?;
            fs::copy(entry.path(), folder.path().join(entry.file_name())).context("cannot copy the demo")?;
        }
        let port = free_port()?;
        let log_path = log(folder.path());
        let log = File::create(&log_path)?;
        let mut serve = workshop.command(&self.app.program);
        serve.args(self.app.serving(&database(folder.path()), port, folder.path()));
        // Every hall is the same, whatever the user set for theirs.
        processes::forget_variables(&mut serve, "WANGTING_");
        // By its name: passkeys are bound to a domain.
        let url = format!("http://localhost:{port}");
        serve.env("WANGTING_PUBLIC_URL", &url);
        let mut server = Running::start(serve.stdout(log.try_clone()?).stderr(log))?;
        let up = workshop.interruption.wait_for(START_LIMIT, || {
            Ok(if fs::read_to_string(&log_path)?.contains(LISTENING) {
                Some(true)
            } else {
                server.ended()?.map(|_| false)
            })
        })?;
        if up != Some(true) {
            bail!("the demo hall does not open:\n{}", end_of(&log_path));
        }
        Ok(Hall { template: self, url, _server: server, folder })
    }
}

impl Hall<'_> {
    /// Tells a command where the hall is and who may enter. (The program takes every other `WANGTING_…` variable for
    /// its configuration.)
    pub(crate) fn tell<'c>(&self, command: &'c mut Command, chromium: &Path) -> &'c mut Command {
        command
            .env("WANGTING_TEST_URL", &self.url)
            .env("WANGTING_TEST_FOLDER", self.folder.path())
            .env("WANGTING_TEST_DEMO", &self.template.demo.json)
            .env("CHROMIUM", chromium)
    }

    /// The last words of the server.
    pub(crate) fn end_of_log(&self) -> String {
        end_of(&log(self.folder.path()))
    }

    /// The folder of this hall.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Runs a command beside a hall, for people at work on the pages.
pub(crate) fn beside(workshop: &Workshop, command: &[OsString]) -> Result<ExitCode> {
    browser::provide_packages(workshop)?;
    let chromium = browser::chromium(workshop)?;
    let template = Template::make(workshop)?;
    let hall = template.open(workshop)?;
    eprintln!("the hall is open on {}, in {}", hall.url, hall.folder().display());
    let [program, arguments @ ..] = command else { bail!("there is no command to run") };
    let mut command = workshop.command(program.clone());
    command.args(arguments).current_dir(browser::folder(workshop));
    let status =
        Running::start_in_terminal(hall.tell(&mut command, &chromium))?.wait(&workshop.interruption)?;
    if !status.success() {
        eprintln!("the server's last words:\n{}", hall.end_of_log());
    }
    Ok(processes::exit_code(status))
}

fn temporary() -> Result<TempDir> {
    tempfile::Builder::new().prefix("wangting-hall-").tempdir().context("cannot make a temporary folder")
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

fn log(folder: &Path) -> PathBuf {
    folder.join("server.log")
}
