//! The program itself as a child, so that nothing of the measuring is in what is measured.

use crate::hall::Hall;
use anyhow::{Context as _, Result, bail};
use std::{
    env,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

/// How the program begins to tell where it answers.
const LISTENING: &str = "listening on http://";
/// How a statement that was sent to the database looks in a log of JSON lines.
const STATEMENT: &str = "\"target\":\"sqlx::query\"";

/// The program, serving a hall. It ends with this.
pub(crate) struct Program {
    /// Where it answers.
    pub(crate) address: SocketAddr,
    child: Child,
    statements: Arc<AtomicU64>,
    /// Kept open, so that the program can go on writing.
    _output: BufReader<ChildStdout>,
}

/// The program as this bench was built with it, without settings of whoever runs it.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wangting"));
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"WANGTING_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

impl Program {
    /// Starts it and waits until visitors can come. With `counting`, it logs every statement.
    pub(crate) fn serve(hall: &Hall, site: &Path, counting: bool) -> Result<Self> {
        let mut command = command();
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database", &hall.database]);
        command.arg("--folder").arg(&hall.folder).arg("--site-root").arg(site);
        command.env("WANGTING_LOG_FORMAT", "json");
        command.env("WANGTING_LOG_FILTER", if counting { "warn,sqlx::query=debug" } else { "warn" });
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("cannot start wangting")?;
        let statements = Arc::new(AtomicU64::new(0));
        let log = BufReader::new(child.stderr.take().context("a log that was to be read")?);
        let counted = Arc::clone(&statements);
        thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                if line.contains(STATEMENT) {
                    counted.fetch_add(1, Ordering::Relaxed);
                } else {
                    eprintln!("{line}");
                }
            }
        });
        let mut output = BufReader::new(child.stdout.take().context("an output that was to be read")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let Some(address) = line.trim().strip_prefix(LISTENING) else {
            // It ended by itself, or will when it is dropped.
            drop(child.kill());
            child.wait()?;
            bail!("wangting does not serve: {line:?}");
        };
        let address = address.parse().with_context(|| format!("wangting listens on {address}"))?;
        Ok(Self { address, child, statements, _output: output })
    }

    /// Statements sent to the database so far.
    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Memory that it occupies now, in bytes.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kibibytes: u64 =
            line.trim().trim_end_matches("kB").trim().parse().context("VmRSS is no number")?;
        Ok(kibibytes * 1024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that is gone already is as good.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
