//! Running other programs: each in a process group of its own, so that Ctrl-C reaches this program alone, which then stops
//! what it started in the right order and removes what it made.

use std::env;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How often a running program and the wish to stop are looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a program may take to end after it was asked to.
const PATIENCE: Duration = Duration::from_secs(15);

/// The user asked to stop (Ctrl-C, or a signal to this process).
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("stopped")
    }
}

impl std::error::Error for Interrupted {}

/// Knows whether the user asked to stop.
#[derive(Clone, Debug)]
pub(crate) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Begins to take the signals that ask a program to stop.
    pub(crate) fn watch() -> Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP]
        {
            signal_hook::flag::register(signal, Arc::clone(&asked)).context("cannot listen for signals")?;
        }
        Ok(Self(asked))
    }

    /// Whether the user asked to stop.
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Refuses to go on once the user asked to stop.
    pub(crate) fn check(&self) -> Result<()> {
        if self.asked() { Err(Interrupted.into()) } else { Ok(()) }
    }

    /// Looks every few milliseconds whether `ready` has an answer; `Ok(None)` when it had none within `limit`.
    pub(crate) fn wait_for<T>(
        &self,
        limit: Duration,
        mut ready: impl FnMut() -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let begin = Instant::now();
        loop {
            if let Some(answer) = ready()? {
                return Ok(Some(answer));
            }
            self.check()?;
            if begin.elapsed() > limit {
                return Ok(None);
            }
            thread::sleep(GLANCE);
        }
    }
}

/// A program under way. It is stopped when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    name: String,
    group: bool,
    ended: Option<ExitStatus>,
}

impl Running {
    /// Starts a program in its own process group, without a keyboard.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::null()).process_group(0);
        Self::spawn(command, true)
    }

    /// Starts a program that may talk with the user: it shares the terminal, and gets its own Ctrl-C.
    pub(crate) fn start_in_terminal(command: &mut Command) -> Result<Self> {
        Self::spawn(command, false)
    }

    fn spawn(command: &mut Command, group: bool) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
        Ok(Self { child, name, group, ended: None })
    }

    /// How the program ended, if it did.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().with_context(|| format!("cannot wait for `{}`", self.name))?;
        }
        Ok(self.ended)
    }

    /// Waits for the end of the program; stops it when the user asks to.
    pub(crate) fn wait(&mut self, interruption: &Interruption) -> Result<ExitStatus> {
        let status = interruption.wait_for(Duration::MAX, || self.ended());
        match status {
            // One that shares our terminal may have heard the wish before we did.
            Ok(Some(status)) => interruption.check().map(|()| status),
            Ok(None) => bail!("`{}` took too long", self.name),
            Err(error) => {
                self.stop();
                Err(error)
            }
        }
    }

    /// Asks the program to stop, waits for it, and ends it by force when it does not.
    pub(crate) fn stop(&mut self) {
        self.signal(Signal::INT);
        let begin = Instant::now();
        while !self.is_gone() && begin.elapsed() < PATIENCE {
            thread::sleep(GLANCE);
        }
        if !self.is_gone() {
            eprintln!("`{}` does not stop: ending it by force", self.name);
            self.signal(Signal::KILL);
            self.ended = self.child.wait().ok();
        }
    }

    fn is_gone(&mut self) -> bool {
        matches!(self.ended(), Ok(Some(_)) | Err(_))
    }

    /// A program that has just ended by itself cannot be reached any more, which is as good.
    fn signal(&self, signal: Signal) {
        if self.ended.is_none() {
            let id = Pid::from_child(&self.child);
            let _ = if self.group { kill_process_group(id, signal) } else { kill_process(id, signal) };
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_gone() {
            self.stop();
        }
    }
}

/// Runs a program to its end.
pub(crate) fn status(command: &mut Command, interruption: &Interruption) -> Result<ExitStatus> {
    interruption.check()?;
    Running::start(command)?.wait(interruption)
}

/// Runs a program to its end and takes anything but success for an error.
pub(crate) fn run(command: &mut Command, interruption: &Interruption) -> Result<()> {
    let status = status(command, interruption)?;
    if status.success() { Ok(()) } else { bail!("`{}` failed: {status}", written(command)) }
}

/// Runs a program to its end and gives each line of its standard output to `take`.
pub(crate) fn each_line(
    command: &mut Command,
    interruption: &Interruption,
    mut take: impl FnMut(&str) + Send,
) -> Result<ExitStatus> {
    interruption.check()?;
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let output = running.child.stdout.take().context("the output was to be read")?;
    thread::scope(|scope| {
        scope.spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                take(&String::from_utf8_lossy(&line));
            }
        });
        running.wait(interruption)
    })
}

/// Runs a program to its end and returns its standard output; anything but success is an error.
pub(crate) fn output(command: &mut Command, interruption: &Interruption) -> Result<String> {
    let mut text = String::new();
    let status = each_line(command, interruption, |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    if status.success() { Ok(text) } else { bail!("`{}` failed: {status}", written(command)) }
}

/// Keeps variables of our own environment from a program.
pub(crate) fn forget_variables(command: &mut Command, prefix: &str) {
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(prefix.as_bytes()) {
            command.env_remove(name);
        }
    }
}

/// Ends as the program ended. What a signal ended has no code, and failed.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The command as one would type it, for messages.
fn written(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn nobody_asks() -> Interruption {
        Interruption(Arc::new(AtomicBool::new(false)))
    }

    #[test]
    fn output_is_whole_and_failure_is_an_error() {
        assert_eq!(output(&mut shell("echo one; echo two"), &nobody_asks()).unwrap(), "one\ntwo\n");
        let error = output(&mut shell("echo one; exit 3"), &nobody_asks()).unwrap_err().to_string();
        assert!(error.contains("exit 3"), "{error}");
    }

    #[test]
    fn stopping_reaches_the_children_of_the_program_too() {
        let sign = std::env::temp_dir().join(format!("wangting-child-{}", std::process::id()));
        // The child says itself that it is there: one that is only about to be would not hear the signal.
        let script = format!("sh -c ': > {}; exec sleep 60'; true", sign.display());
        let mut running = Running::start(&mut shell(&script)).unwrap();
        while !sign.exists() {
            thread::sleep(GLANCE);
        }
        std::fs::remove_file(&sign).unwrap();
        running.stop();
        assert!(running.ended().unwrap().is_some());
        assert!(rustix::process::test_kill_process_group(Pid::from_child(&running.child)).is_err());
    }

    #[test]
    fn the_wish_to_stop_ends_a_running_program() {
        let interruption = nobody_asks();
        let asker = interruption.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            asker.0.store(true, Ordering::Relaxed);
        });
        let error = run(&mut shell("sleep 60"), &interruption).unwrap_err();
        assert!(error.is::<Interrupted>());
        assert!(run(&mut shell("true"), &interruption).is_err(), "nothing starts after the wish to stop");
    }
}
