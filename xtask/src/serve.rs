//! `cargo xtask serve` and `watch`: from a fresh checkout to the first page.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::app::{App, Demo, Profile};
use crate::arguments::Serving;
use crate::hall::LISTENING;
use crate::processes::{self, Running};
use crate::workshop::{Workshop, short};

/// Where the laptop's database and the messages of the file gateways are kept, under the checkout.
const FOLDER: &str = "var";

/// Builds, makes the demo operator and serves it until Ctrl-C.
pub(crate) fn serve(workshop: &Workshop, wishes: &Serving) -> Result<ExitCode> {
    let begin = Instant::now();
    let app = App::build(workshop, wishes.profile)?;
    let folder = workshop.root.join(FOLDER);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let demo = app.make_demo(workshop, &wishes.database, 1)?;
    let mut server = workshop.command(&app.program);
    server.args(app.serving(&wishes.database, wishes.port, &folder));
    let status = processes::each_line(&mut server, &workshop.interruption, |line| {
        println!("{line}");
        if line.contains(LISTENING) {
            welcome("is open", wishes, &demo);
            eprintln!("({} from the start)", short(begin.elapsed()));
        }
    });
    closed(status)
}

/// Serves, builds again after each change and starts the server anew.
///
/// Leptos is compiled in another way for watching, so this has a target folder of its own: in a shared one, every
/// `cargo test` between two watches would compile the world twice.
pub(crate) fn watch(workshop: &Workshop, wishes: &Serving) -> Result<ExitCode> {
    const WATCHING: (&str, &str) = ("LEPTOS_WATCH", "true");
    let workshop = &workshop.with_target(workshop.target.join("watch"));
    crate::tools::for_building(workshop)?;
    let app = App::place(workshop, Profile::Debug);
    let folder = workshop.root.join(FOLDER);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    workshop.step("building the server", || {
        let mut build = app.leptos(workshop, "build");
        build.env(WATCHING.0, WATCHING.1).arg("--server-only").stdout(std::io::stderr());
        processes::run(&mut build, &workshop.interruption)
    })?;
    let demo = app.make_demo(workshop, &wishes.database, 1)?;
    welcome("opens when it is built", wishes, &demo);
    let mut watch = app.leptos(workshop, "watch");
    watch.env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{}", wishes.port)).arg("--");
    watch.args(app.serving(&wishes.database, wishes.port, &folder));
    closed(Running::start(&mut watch)?.wait(&workshop.interruption))
}

fn welcome(news: &str, wishes: &Serving, demo: &Demo) {
    println!(
        "\nWangting {news}: http://127.0.0.1:{}\n\nDemo accounts (state, sign-in, password):\n{}\nCtrl-C closes it.",
        wishes.port,
        demo.table()
    );
}

/// Ctrl-C is the usual end of serving, and no failure.
fn closed(outcome: Result<std::process::ExitStatus>) -> Result<ExitCode> {
    match outcome {
        Ok(status) => Ok(processes::exit_code(status)),
        Err(error) if error.is::<processes::Interrupted>() => {
            eprintln!("closed");
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => Err(error),
    }
}
