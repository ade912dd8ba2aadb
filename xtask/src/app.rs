//! The program itself: building both its sides, and the commands of its that are used here.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::processes;
use crate::tools;
use crate::workshop::Workshop;

/// How to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Debug,
    /// Quick to run.
    Release,
}

/// What a build leaves behind.
#[derive(Debug)]
pub(crate) struct App {
    /// The binary `wangting`.
    pub(crate) program: PathBuf,
    /// The folder with everything browsers fetch as files.
    pub(crate) site: PathBuf,
}

/// Someone to sign in as.
#[derive(Debug, PartialEq)]
pub(crate) struct Account {
    state: String,
    login: String,
    password: String,
    note: String,
}

/// The accounts of a demo operator.
#[derive(Debug)]
pub(crate) struct Demo {
    /// As the program printed them.
    pub(crate) json: String,
    accounts: Vec<Account>,
}

impl App {
    /// Where a build in this workshop puts things.
    pub(crate) fn place(workshop: &Workshop, profile: Profile) -> Self {
        let folder = match profile {
            Profile::Debug => "debug",
            Profile::Release => "release",
        };
        let program = workshop.target.join(folder).join(format!("wangting{}", env::consts::EXE_SUFFIX));
        Self { program, site: workshop.target.join("site") }
    }

    /// Installs the tools that are missing and builds both sides. They are two runs of cargo, side by side: one run
    /// would unify the features `ssr` and `hydrate`.
    pub(crate) fn build(workshop: &Workshop, profile: Profile) -> Result<Self> {
        match profile {
            Profile::Debug => tools::for_building(workshop)?,
            Profile::Release => tools::for_release(workshop)?,
        }
        let app = Self::place(workshop, profile);
        let mut build = app.leptos(workshop, "build");
        if profile == Profile::Release {
            build.args(["--release", "--precompress"]);
        }
        workshop.step("building the server and the browser side", || {
            processes::run(build.stdout(std::io::stderr()), &workshop.interruption)
        })?;
        Ok(app)
    }

    /// Installs the tools that are missing and builds the site folder of a release alone: a bench builds its own program.
    pub(crate) fn build_site(workshop: &Workshop) -> Result<PathBuf> {
        tools::for_release(workshop)?;
        let app = Self::place(workshop, Profile::Release);
        let mut build = app.leptos(workshop, "build");
        build.args(["--release", "--precompress", "--frontend-only"]);
        workshop.step("building the browser side", || {
            processes::run(build.stdout(std::io::stderr()), &workshop.interruption)
        })?;
        Ok(app.site)
    }

    /// A command of cargo-leptos.
    pub(crate) fn leptos(&self, workshop: &Workshop, subcommand: &str) -> Command {
        let mut command = workshop.command("cargo");
        command.args(["leptos", subcommand]).env("LEPTOS_SITE_ROOT", &self.site);
        command
    }

    /// Makes the demo operator in a database, or finds it there, with `each` accounts in each state.
    pub(crate) fn make_demo(&self, workshop: &Workshop, database: &str, each: u8) -> Result<Demo> {
        let mut demo = workshop.command(&self.program);
        demo.args(["demo", "--json", "--each", &each.to_string(), "--database", database]);
        let json = workshop
            .step("making the demo operator", || processes::output(&mut demo, &workshop.interruption))?;
        Demo::read(json)
    }

    /// The arguments with which the program serves a demo.
    pub(crate) fn serving(&self, database: &str, port: u16, folder: &Path) -> Vec<String> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        [
            "serve",
            "--demo",
            "--database",
            database,
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--site-root",
            &text(&self.site),
            "--folder",
            &text(folder),
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

impl Demo {
    fn read(json: String) -> Result<Self> {
        let value: serde_json::Value =
            serde_json::from_str(&json).context("`wangting demo --json` did not print JSON")?;
        let accounts = value.as_array().context("`wangting demo --json` did not print a list")?;
        let accounts = accounts.iter().map(Account::read).collect::<Result<_>>()?;
        Ok(Self { json, accounts })
    }

    /// The accounts, one in a line.
    pub(crate) fn table(&self) -> String {
        let width = |part: fn(&Account) -> &str| {
            self.accounts.iter().map(|account| part(account).chars().count()).max().unwrap_or_default()
        };
        let (state, login, password) = (width(|a| &a.state), width(|a| &a.login), width(|a| &a.password));
        let line = |account: &Account| {
            let Account { state: s, login: l, password: p, note } = account;
            let line = format!("  {s:state$}  {l:login$}  {p:password$}  {note}");
            format!("{}\n", line.trim_end())
        };
        self.accounts.iter().map(line).collect()
    }
}

impl Account {
    /// Subscribers sign in with their mobile number, staff with a name.
    fn read(value: &serde_json::Value) -> Result<Self> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let needed = |key| text(key).with_context(|| format!("a demo account lacks `{key}`: {value}"));
        Ok(Self {
            state: needed("state")?,
            login: text("mobile").map_or_else(|| needed("name"), Ok)?,
            password: needed("password")?,
            note: text("note").unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_and_aligned() {
        let json = r#"[
            {"state": "owesMoney", "code": "7590", "mobile": "13800138000", "password": "moon-7", "note": "two bills"},
            {"state": "staff", "name": "desk", "password": "river-19"}
        ]"#;
        let demo = Demo::read(json.to_owned()).unwrap();
        assert_eq!(
            demo.table(),
            "  owesMoney  13800138000  moon-7    two bills\n  staff      desk         river-19\n"
        );
    }

    #[test]
    fn an_account_one_cannot_sign_in_with_is_refused() {
        for json in
            ["{}", "not JSON", r#"[{"state": "new", "mobile": "13800138000"}]"#, r#"[{"state": "new"}]"#]
        {
            assert!(Demo::read(json.to_owned()).is_err(), "{json}");
        }
    }
}
