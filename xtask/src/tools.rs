//! The tools of the build, each of one pinned version, kept per user outside of `target/`.
//!
//! A tool is installed into a temporary neighbour and renamed into place, so that an interrupted installation is never
//! taken for a whole one; a lock file keeps two installations apart.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::processes;
use crate::workshop::Workshop;

/// The target of the browser side.
const BROWSER_TARGET: &str = "wasm32-unknown-unknown";

/// A program of a pinned version.
#[derive(Debug)]
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
    program: &'static str,
    source: Source,
}

/// Where a tool comes from.
#[derive(Debug)]
enum Source {
    /// Compiled from a crate.
    Crate {
        package: &'static str,
        /// Compiled with little optimisation: a third of the time, and speed is not felt in what this tool does.
        plain: bool,
    },
    /// A package of the npm registry.
    Npm { package: &'static str },
}

/// Its version has to be that of the crate `wasm-bindgen` in the workspace.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: "0.2.126",
    program: "wasm-bindgen",
    source: Source::Crate { package: "wasm-bindgen-cli", plain: false },
};

/// 0.3.11 has a locked dependency that wants a later compiler than ours.
pub(crate) const CARGO_LEPTOS: Tool = Tool {
    name: "cargo-leptos",
    version: "0.3.10",
    program: "cargo-leptos",
    source: Source::Crate { package: "cargo-leptos", plain: true },
};

/// Checks licences, sources and known faults of the dependencies.
pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    source: Source::Crate { package: "cargo-deny", plain: true },
};

/// Shrinks the browser bundle of a release.
const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: "132.0.0",
    program: "wasm-opt",
    source: Source::Npm { package: "binaryen" },
};

/// Installs what a build of both sides needs.
pub(crate) fn for_building(workshop: &Workshop) -> Result<()> {
    if !has_browser_target(workshop) {
        workshop.step(&format!("adding the Rust target {BROWSER_TARGET}"), || {
            rustup(workshop, &["target", "add", BROWSER_TARGET])
        })?;
    }
    provide(workshop, &[&WASM_BINDGEN, &CARGO_LEPTOS])
}

/// Installs what a release needs besides [`for_building`]. Without npm, cargo-leptos takes the wasm-opt it finds.
pub(crate) fn for_release(workshop: &Workshop) -> Result<()> {
    for_building(workshop)?;
    if workshop.which("npm").is_none() && !WASM_OPT.is_installed(workshop) {
        if workshop.which(WASM_OPT.program).is_none() {
            eprintln!("npm is missing: cargo-leptos will try to download wasm-opt");
        }
        return Ok(());
    }
    provide(workshop, &[&WASM_OPT])
}

/// Installs a part of the Rust tool chain that the minimal profile of rustup leaves out.
pub(crate) fn cargo_component(workshop: &Workshop, component: &str, command: &str) -> Result<()> {
    let mut probe = workshop.command("cargo");
    probe.args([command, "--version"]).stderr(Stdio::null());
    if processes::output(&mut probe, &workshop.interruption).is_ok() {
        return Ok(());
    }
    workshop.step(&format!("adding {component}"), || rustup(workshop, &["component", "add", component]))
}

/// Makes sure of tools and puts them on the PATH of the workshop's programs.
pub(crate) fn provide(workshop: &Workshop, tools: &[&Tool]) -> Result<()> {
    let lacking = |tool: &&&Tool| !tool.is_installed(workshop);
    if tools.iter().any(|tool| lacking(&tool)) {
        fs::create_dir_all(&workshop.tools)
            .with_context(|| format!("cannot make {}", workshop.tools.display()))?;
        let lock = lock(workshop)?;
        remove_leftovers(&workshop.tools)?;
        for tool in tools.iter().filter(lacking) {
            workshop
                .step(&format!("installing {} {}", tool.name, tool.version), || tool.install(workshop))?;
        }
        // What was compiled on the way, shared by the tools of one set-up, is of no more use.
        fs::remove_dir_all(build_folder(workshop)).or_else(absent_is_fine)?;
        drop(lock);
    }
    for tool in tools {
        workshop.put_on_path(tool.folder(workshop).join("bin"));
    }
    Ok(())
}

impl Tool {
    fn folder(&self, workshop: &Workshop) -> PathBuf {
        workshop.tools.join(format!("{}-{}", self.name, self.version))
    }

    fn is_installed(&self, workshop: &Workshop) -> bool {
        self.program_in(&self.folder(workshop)).is_file()
    }

    fn program_in(&self, folder: &Path) -> PathBuf {
        folder.join("bin").join(self.program)
    }

    fn install(&self, workshop: &Workshop) -> Result<()> {
        let staging = tempfile::Builder::new()
            .prefix(&format!("{LEFTOVER}{}-", self.name))
            .tempdir_in(&workshop.tools)
            .context("cannot make a folder for the installation")?;
        match self.source {
            Source::Crate { package, plain } => {
                self.install_crate(workshop, package, plain, staging.path())?;
            }
            Source::Npm { package } => self.install_npm(workshop, package, staging.path())?,
        }
        if !self.program_in(staging.path()).is_file() {
            bail!("{} {} was installed but holds no `{}`", self.name, self.version, self.program);
        }
        let folder = self.folder(workshop);
        fs::remove_dir_all(&folder).or_else(absent_is_fine)?;
        fs::rename(staging.keep(), &folder)
            .with_context(|| format!("cannot put {} in place", folder.display()))
    }

    fn install_crate(&self, workshop: &Workshop, package: &str, plain: bool, into: &Path) -> Result<()> {
        let version = format!("{package}@{}", self.version);
        let cargo = |subcommand: &str| {
            let mut command = workshop.command("cargo");
            // Outside of the checkout, whose settings are not meant for tools.
            command.current_dir(&workshop.tools);
            command.env("CARGO_TARGET_DIR", build_folder(workshop));
            command.arg(subcommand).arg(&version).args(["--locked", "--root"]).arg(into);
            command.stdout(std::io::stderr());
            command
        };
        if workshop.which("cargo-binstall").is_some() {
            let mut ready_made = cargo("binstall");
            ready_made.args(["--no-confirm", "--disable-telemetry", "--disable-strategies=compile"]);
            if processes::status(&mut ready_made, &workshop.interruption)?.success() {
                return Ok(());
            }
            eprintln!("no ready-made {} was to be had: compiling it", self.name);
        }
        let mut install = cargo("install");
        install.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        if plain {
            install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        }
        processes::run(&mut install, &workshop.interruption)
    }

    fn install_npm(&self, workshop: &Workshop, package: &str, into: &Path) -> Result<()> {
        let mut npm = workshop.command("npm");
        npm.current_dir(into).args([
            "install",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--ignore-scripts",
            "--prefix",
        ]);
        npm.arg(into).arg(format!("{package}@{}", self.version)).stdout(std::io::stderr());
        processes::run(&mut npm, &workshop.interruption)?;
        fs::create_dir_all(into.join("bin"))?;
        // Relative, for the folder is about to be renamed.
        symlink(Path::new("../node_modules/.bin").join(self.program), self.program_in(into))?;
        Ok(())
    }
}

/// How the names of unfinished installations begin.
const LEFTOVER: &str = ".installing-";

/// Compiled parts that tools of one set-up share.
fn build_folder(workshop: &Workshop) -> PathBuf {
    workshop.tools.join(".build")
}

/// Takes the one lock of the tools' folder; it is given back when the file is dropped.
fn lock(workshop: &Workshop) -> Result<File> {
    let path = workshop.tools.join(".lock");
    let file = File::create(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut told = false;
    workshop.interruption.wait_for(Duration::MAX, || match file.try_lock() {
        Ok(()) => Ok(Some(())),
        Err(TryLockError::WouldBlock) => {
            if !told {
                eprintln!("waiting for another installation of tools to end");
                told = true;
            }
            Ok(None)
        }
        Err(TryLockError::Error(error)) => Err(error).context("cannot lock the folder of the tools"),
    })?;
    Ok(file)
}

/// Removes installations that were cut short. Only the holder of the lock may do so.
fn remove_leftovers(tools: &Path) -> Result<()> {
    for entry in fs::read_dir(tools)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(LEFTOVER) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Removing what is not there has succeeded.
fn absent_is_fine(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// rustc names the folder of a target's library whether or not it is installed.
fn has_browser_target(workshop: &Workshop) -> bool {
    let mut question = workshop.command("rustc");
    question.args(["--print", "target-libdir", "--target", BROWSER_TARGET]);
    processes::output(&mut question, &workshop.interruption)
        .is_ok_and(|folder| Path::new(folder.trim_end()).is_dir())
}

fn rustup(workshop: &Workshop, arguments: &[&str]) -> Result<()> {
    if workshop.which("rustup").is_none() {
        bail!("there is no rustup here: install by other means what `rustup {}` would", arguments.join(" "));
    }
    let mut command = workshop.command("rustup");
    command.args(arguments).stdout(std::io::stderr());
    processes::run(&mut command, &workshop.interruption)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_has_one_version() {
        let manifest = include_str!("../../Cargo.toml");
        let pin = format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version);
        assert!(manifest.contains(&pin), "the workspace does not say `{pin}`");
    }

    #[test]
    fn leftovers_go_and_whole_tools_stay() {
        let tools = tempfile::tempdir().unwrap();
        fs::create_dir_all(tools.path().join(format!("{LEFTOVER}cargo-deny-x1/bin"))).unwrap();
        fs::create_dir_all(tools.path().join("cargo-deny-0.20.2/bin")).unwrap();
        remove_leftovers(tools.path()).unwrap();
        let names: Vec<_> =
            fs::read_dir(tools.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["cargo-deny-0.20.2"]);
    }
}
