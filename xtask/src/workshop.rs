//! The folders of the workshop, and the environment in which its programs run.

use std::cell::RefCell;
use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::processes::{self, Interruption};

/// Where everything is.
#[derive(Debug)]
pub(crate) struct Workshop {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder for this checkout.
    pub(crate) target: PathBuf,
    /// The tools of this user, shared by all checkouts.
    pub(crate) tools: PathBuf,
    /// Whether the user asked to stop.
    pub(crate) interruption: Interruption,
    /// Folders with the tools in use, first on the PATH of every program started from here.
    path: RefCell<Vec<PathBuf>>,
}

impl Workshop {
    /// Asks cargo where the checkout and its target folder are.
    pub(crate) fn find(interruption: Interruption) -> Result<Self> {
        let mut metadata = Command::new("cargo");
        metadata.args(["metadata", "--no-deps", "--format-version=1"]);
        let metadata = processes::output(&mut metadata, &interruption)?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).context("cargo metadata is not JSON")?;
        let folder = |key: &str| {
            metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata lacks `{key}`"))
        };
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
            tools: cache_folder(|name| env::var_os(name))?.join("wangting").join("tools"),
            interruption,
            path: RefCell::default(),
        })
    }

    /// The same workshop with another target folder.
    pub(crate) fn with_target(&self, target: PathBuf) -> Self {
        Self {
            root: self.root.clone(),
            target,
            tools: self.tools.clone(),
            interruption: self.interruption.clone(),
            path: self.path.clone(),
        }
    }

    /// Puts a folder first on the PATH of every program started from here.
    pub(crate) fn put_on_path(&self, folder: PathBuf) {
        let mut path = self.path.borrow_mut();
        if !path.contains(&folder) {
            path.insert(0, folder);
        }
    }

    /// Where a program is found, the workshop's tools first.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        self.search_path().into_iter().map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    /// A program to be run in the checkout, with the workshop's tools at hand.
    pub(crate) fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        // `cargo run` tells us about our own package. Build scripts would take that for a change and run again.
        processes::forget_variables(&mut command, "CARGO_PKG_");
        processes::forget_variables(&mut command, "CARGO_MANIFEST_");
        // A folder whose name holds the separator cannot be on a PATH; then the PATH stays as it is.
        if let Ok(path) = env::join_paths(self.search_path()) {
            command.env("PATH", path);
        }
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Does one piece of the work, saying what it is and how long it took.
    pub(crate) fn step<T>(&self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.interruption.check()?;
        eprintln!("» {what}");
        let begin = Instant::now();
        let outcome = work()?;
        eprintln!("  {} {what}", short(begin.elapsed()));
        Ok(outcome)
    }

    fn search_path(&self) -> Vec<PathBuf> {
        let mut folders = self.path.borrow().clone();
        if let Some(path) = env::var_os("PATH") {
            folders.extend(env::split_paths(&path));
        }
        folders
    }
}

/// The user's cache folder. Relative paths in the variable are to be ignored, says the XDG specification.
fn cache_folder(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|folder| Path::is_absolute(folder));
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set: where may tools be kept?")
}

/// A duration as people read it: `0.4 s`, `38 s`, `4 min 55 s`.
pub(crate) fn short(duration: Duration) -> String {
    let mut text = String::new();
    let seconds = duration.as_secs();
    if seconds >= 60 {
        let _ = write!(text, "{} min ", seconds / 60);
    }
    let _ = if seconds < 10 {
        write!(text, "{:.1} s", duration.as_secs_f64())
    } else {
        write!(text, "{} s", seconds % 60)
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_folder_is_the_users() {
        let folder = |set: &[(&str, &str)]| {
            cache_folder(|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
        };
        let xdg = ("XDG_CACHE_HOME", "/cache");
        let home = ("HOME", "/home/u");
        assert_eq!(folder(&[xdg, home]).unwrap(), Path::new("/cache"));
        assert_eq!(folder(&[home]).unwrap(), Path::new("/home/u/.cache"));
        assert_eq!(folder(&[("XDG_CACHE_HOME", "relative"), home]).unwrap(), Path::new("/home/u/.cache"));
        assert!(folder(&[]).is_err());
    }

    #[test]
    fn durations_are_short() {
        for (millis, text) in [
            (40, "0.0 s"),
            (9_940, "9.9 s"),
            (38_000, "38 s"),
            (60_000, "1 min 0 s"),
            (295_400, "4 min 55 s"),
        ] {
            assert_eq!(short(Duration::from_millis(millis)), text);
        }
    }
}
