//! The command line of `cargo xtask`.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

use crate::app::Profile;
use crate::suites::Suite;

/// Where the hall is served and kept unless the command line says otherwise.
const DEFAULT_PORT: u16 = 3000;
const DEFAULT_DATABASE: &str = "sqlite:var/wangting.db";

/// Shown by `cargo xtask help`.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  serve [--release] [--database URL] [--port 3000]
        Installs what is missing, builds, makes the demo operator and serves it on 127.0.0.1
  watch [--database URL] [--port 3000]
        The same, and again after every change of the sources (in a target folder of its own, target/watch)
  build [--release]
        Installs what is missing, builds, and says where the program and the site folder are
  test [--only SUITE]…
        Every check there is; the last line is `N passed, N failed`
        Suites: format, lints, lints-browser, dependencies, types, rust, browser
  bench [--json]
        Builds the release and prints the figures of merit
  postgres -- COMMAND…
        Starts a throw-away PostgreSQL, runs COMMAND with WANGTING_TEST_POSTGRES set, and removes it again
  hall -- COMMAND…
        Starts a throw-away demo hall and runs COMMAND in end2end/ against it, for example
        `cargo xtask hall -- npx playwright test bills` or `cargo xtask hall -- npm run look`
";

/// One thing to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Explain the commands.
    Help,
    /// Build and serve the demo operator.
    Serve(Serving),
    /// Serve, and build again when a source changes.
    Watch(Serving),
    /// Build only.
    Build {
        /// How to compile.
        profile: Profile,
    },
    /// Run the suites.
    Test {
        /// Which ones; all when empty.
        only: Vec<Suite>,
    },
    /// Print the figures.
    Bench {
        /// As JSON.
        json: bool,
    },
    /// Run a command beside a throw-away PostgreSQL.
    Postgres {
        /// The command and its arguments.
        beside: Vec<OsString>,
    },
    /// Run a command beside a throw-away demo hall.
    Hall {
        /// The command and its arguments.
        beside: Vec<OsString>,
    },
}

/// What and where to serve.
#[derive(Debug, PartialEq)]
pub(crate) struct Serving {
    /// How to compile.
    pub(crate) profile: Profile,
    /// Database of the hall.
    pub(crate) database: String,
    /// Port on 127.0.0.1.
    pub(crate) port: u16,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let name = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "serve" => Ok(Command::Serve(serving(&mut parser)?)),
        "watch" => {
            let wishes = serving(&mut parser)?;
            match wishes.profile {
                Profile::Debug => Ok(Command::Watch(wishes)),
                Profile::Release => bail!("`watch` is for the debug build; take `serve --release`"),
            }
        }
        "build" => build(&mut parser),
        "test" => test(&mut parser),
        "bench" => bench(&mut parser),
        "postgres" => Ok(Command::Postgres { beside: beside(&mut parser)? }),
        "hall" => Ok(Command::Hall { beside: beside(&mut parser)? }),
        unknown => bail!("there is no command `{unknown}`\n\n{HELP}"),
    }
}

fn serving(parser: &mut lexopt::Parser) -> Result<Serving> {
    let mut wishes =
        Serving { profile: Profile::Debug, database: DEFAULT_DATABASE.to_owned(), port: DEFAULT_PORT };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("release") => wishes.profile = Profile::Release,
            Long("database") => wishes.database = parser.value()?.string()?,
            Long("port") => wishes.port = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(wishes)
}

fn build(parser: &mut lexopt::Parser) -> Result<Command> {
    let mut profile = Profile::Debug;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("release") => profile = Profile::Release,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Build { profile })
}

fn test(parser: &mut lexopt::Parser) -> Result<Command> {
    let mut only = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("only") => only.push(Suite::named(&parser.value()?.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Test { only })
}

fn bench(parser: &mut lexopt::Parser) -> Result<Command> {
    let mut json = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("json") => json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Bench { json })
}

/// The command after `--` (which may be left out).
fn beside(parser: &mut lexopt::Parser) -> Result<Vec<OsString>> {
    let command: Vec<OsString> = parser.raw_args()?.skip_while(|argument| argument == "--").collect();
    if command.is_empty() {
        bail!("name the command to run, after `--`");
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn serve_has_defaults_for_a_laptop() {
        let wishes =
            Serving { profile: Profile::Debug, database: "sqlite:var/wangting.db".into(), port: 3000 };
        assert_eq!(parsed("serve").unwrap(), Command::Serve(wishes));
    }

    #[test]
    fn serve_takes_its_options_in_any_order_and_form() {
        let wishes =
            || Serving { profile: Profile::Release, database: "postgres://hall@db/hall".into(), port: 8080 };
        for line in [
            "serve --release --database postgres://hall@db/hall --port 8080",
            "serve --port=8080 --database=postgres://hall@db/hall --release",
        ] {
            assert_eq!(parsed(line).unwrap(), Command::Serve(wishes()), "{line}");
        }
    }

    #[test]
    fn suites_may_be_chosen() {
        assert_eq!(
            parsed("test --only rust --only lints").unwrap(),
            Command::Test { only: vec![Suite::Rust, Suite::Lints] }
        );
        assert_eq!(parsed("test").unwrap(), Command::Test { only: vec![] });
    }

    #[test]
    fn a_command_beside_keeps_its_own_options() {
        let words = || ["cargo", "test", "-p", "store", "--", "--nocapture"].map(OsString::from).to_vec();
        for line in
            ["postgres -- cargo test -p store -- --nocapture", "postgres cargo test -p store -- --nocapture"]
        {
            assert_eq!(parsed(line).unwrap(), Command::Postgres { beside: words() }, "{line}");
        }
    }

    #[test]
    fn wrong_lines_are_refused_with_a_reason() {
        for (line, reason) in [
            ("fly", "no command `fly`"),
            ("serve --prot 1", "--prot"),
            ("serve --port many", "many"),
            ("watch --release", "serve --release"),
            ("test --only everything", "no suite `everything`"),
            ("hall", "name the command"),
            ("hall --", "name the command"),
        ] {
            let error = format!("{:#}", parsed(line).unwrap_err());
            assert!(error.contains(reason), "{line}: {error}");
        }
    }
}
