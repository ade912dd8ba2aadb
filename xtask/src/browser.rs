//! What the browser suite needs besides the program: the packages of `end2end/` and a browser.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::debian;
use crate::processes;
use crate::workshop::Workshop;

/// Names under which Chromium is installed, the ones it is likeliest to have first.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The folder of the browser suite.
pub(crate) fn folder(workshop: &Workshop) -> PathBuf {
    workshop.root.join("end2end")
}

/// A program of the suite's packages, run in its folder.
pub(crate) fn command(workshop: &Workshop, program: &str) -> Command {
    let folder = folder(workshop);
    let mut command = workshop.command(folder.join("node_modules/.bin").join(program));
    command.current_dir(folder);
    command
}

/// Installs the packages of `end2end/package-lock.json` unless exactly these are there.
pub(crate) fn provide_packages(workshop: &Workshop) -> Result<()> {
    let folder = folder(workshop);
    let lock = fs::read(folder.join("package-lock.json")).context("cannot read end2end/package-lock.json")?;
    // Written last, and gone when npm begins, which empties the folder: it is there only after a whole installation.
    let installed = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&installed).is_ok_and(|found| found == lock) {
        return Ok(());
    }
    if workshop.which("npm").is_none() {
        debian::install(workshop, &["nodejs", "npm"])?;
    }
    workshop.step("installing the packages of the browser suite", || {
        let mut npm = workshop.command("npm");
        npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
        // The system's browser is used.
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").stdout(std::io::stderr());
        processes::run(&mut npm, &workshop.interruption)?;
        fs::write(&installed, &lock).with_context(|| format!("cannot write {}", installed.display()))
    })
}

/// The browser to test with: the one named by `CHROMIUM`, else the system's, else one installed for the purpose.
pub(crate) fn chromium(workshop: &Workshop) -> Result<PathBuf> {
    if let Some(wanted) = env::var_os("CHROMIUM").filter(|wanted| !wanted.is_empty()) {
        let wanted = PathBuf::from(wanted);
        if !Path::is_file(&wanted) {
            bail!("CHROMIUM names {}, which is no file", wanted.display());
        }
        return Ok(wanted);
    }
    if let Some(found) = find(workshop) {
        return Ok(found);
    }
    // Without the fonts every Chinese character would be the same empty box.
    debian::install(workshop, &["chromium", "fonts-noto-cjk"])?;
    find(workshop).context("Chromium was installed, and yet it is not on the PATH")
}

fn find(workshop: &Workshop) -> Option<PathBuf> {
    NAMES.iter().find_map(|name| workshop.which(name))
}
