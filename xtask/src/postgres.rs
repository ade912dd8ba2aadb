//! A throw-away PostgreSQL: its cluster lives in a temporary folder and ends with the value that stands for it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::debian;
use crate::processes::{self, Running};
use crate::workshop::Workshop;

/// Tests that want PostgreSQL look for its address here. Who sets it gets that server used, and none is started.
pub(crate) const VARIABLE: &str = "WANGTING_TEST_POSTGRES";

/// Where Debian keeps the programs of each version.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";
/// How often another port is tried when somebody else was quicker to take the free one.
const ATTEMPTS: usize = 3;
/// A slow disk takes seconds for the first start.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running server. Dropping it stops the server first and then removes the folder.
#[derive(Debug)]
pub(crate) struct Postgres {
    /// The address for tests; this role may create databases.
    pub(crate) url: String,
    _server: Running,
    _folder: TempDir,
}

impl Postgres {
    /// Starts a server on a free port of the loopback interface.
    pub(crate) fn start(workshop: &Workshop) -> Result<Self> {
        workshop.step("starting a throw-away PostgreSQL", || {
            let cluster = Cluster::make(workshop)?;
            for attempt in 1..=ATTEMPTS {
                let port = free_port()?;
                let mut server = Running::start(&mut cluster.server(workshop, port)?)?;
                let up = workshop.interruption.wait_for(START_LIMIT, || {
                    Ok(if cluster.is_ready() { Some(true) } else { server.ended()?.map(|_| false) })
                })?;
                if up == Some(true) {
                    let url = format!("postgres://{ROLE}@127.0.0.1:{port}/postgres");
                    return Ok(Self { url, _server: server, _folder: cluster.folder });
                }
                if attempt == ATTEMPTS || up.is_none() {
                    bail!("PostgreSQL does not start:\n{}", cluster.end_of_log());
                }
            }
            bail!("PostgreSQL was never tried");
        })
    }
}

/// Runs a command beside a server, for people at work on the store.
pub(crate) fn beside(workshop: &Workshop, command: &[OsString]) -> Result<ExitCode> {
    let postgres = Postgres::start(workshop)?;
    eprintln!("{VARIABLE}={}", postgres.url);
    let [program, arguments @ ..] = command else { bail!("there is no command to run") };
    let mut command = workshop.command(program.clone());
    command.args(arguments).env(VARIABLE, &postgres.url);
    let status = Running::start_in_terminal(&mut command)?.wait(&workshop.interruption)?;
    Ok(processes::exit_code(status))
}

/// A port nobody listens on at this moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// The one role of the cluster, its superuser.
const ROLE: &str = "wangting";

/// An initialised cluster in a temporary folder.
#[derive(Debug)]
struct Cluster {
    programs: PathBuf,
    owner: Option<Owner>,
    folder: TempDir,
}

/// Whom the server runs as when we are root, as whom it refuses to run.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    fn make(workshop: &Workshop) -> Result<Self> {
        let programs = programs(workshop)?;
        let owner = rustix::process::geteuid().is_root().then(Owner::find).transpose()?;
        let folder = tempfile::Builder::new()
            .prefix("wangting-postgres-")
            .tempdir_in(temporary_place(owner.is_some()))
            .context("cannot make a temporary folder")?;
        if let Some(Owner { user, group }) = owner {
            chown(folder.path(), Some(user), Some(group)).context("cannot give the folder away")?;
        }
        let cluster = Self { programs, owner, folder };
        let mut initdb = cluster.command(workshop, "initdb")?;
        initdb.arg("--pgdata").arg(cluster.data()).args(["--username", ROLE, "--auth=trust"]);
        // Nothing here has to survive a loss of power.
        initdb.args(["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]);
        processes::run(&mut initdb, &workshop.interruption)
            .with_context(|| format!("initdb said:\n{}", cluster.end_of_log()))?;
        Ok(cluster)
    }

    fn server(&self, workshop: &Workshop, port: u16) -> Result<Command> {
        let mut server = self.command(workshop, "postgres")?;
        server.arg("-D").arg(self.data()).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            // Tests run side by side, each with pools and databases of its own.
            "max_connections=300",
        ] {
            server.args(["-c", setting]);
        }
        Ok(server)
    }

    /// A program of PostgreSQL, run by the owner of the cluster, its words going to the log.
    fn command(&self, workshop: &Workshop, program: &str) -> Result<Command> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut command = workshop.command(self.programs.join(program));
        command.current_dir(self.folder.path()).stdout(log.try_clone()?).stderr(log);
        // Settings for clients that the user may have must not reach the server.
        processes::forget_variables(&mut command, "PG");
        if let Some(Owner { user, group }) = self.owner {
            command.uid(user).gid(group);
        }
        Ok(command)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The server writes its state into the last line of this file; `pg_ctl` reads the same.
    fn is_ready(&self) -> bool {
        fs::read_to_string(self.data().join("postmaster.pid"))
            .is_ok_and(|text| text.lines().next_back().is_some_and(|line| line.trim() == "ready"))
    }

    fn end_of_log(&self) -> String {
        end_of(&self.log())
    }
}

impl Owner {
    /// The account made for PostgreSQL, else the one that owns nothing.
    fn find() -> Result<Self> {
        let accounts = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Self::named(&accounts, name))
            .context("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`")
    }

    fn named(accounts: &str, name: &str) -> Option<Self> {
        accounts.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next() == Some(name)).then_some(())?;
            let mut ids = fields.skip(1).map_while(|field| field.parse().ok());
            Some(Self { user: ids.next()?, group: ids.next()? })
        })
    }
}

/// The last lines of a log, for error messages.
pub(crate) fn end_of(log: &Path) -> String {
    const LINES: usize = 40;
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

/// The folder with `initdb` and `postgres`, installed if need be.
fn programs(workshop: &Workshop) -> Result<PathBuf> {
    if let Some(found) = find_programs(workshop) {
        return Ok(found);
    }
    debian::install(workshop, &["postgresql"])?;
    find_programs(workshop).context("PostgreSQL was installed, and yet there is no initdb")
}

fn find_programs(workshop: &Workshop) -> Option<PathBuf> {
    let on_path = workshop.which("initdb").and_then(|file| file.canonicalize().ok());
    if let Some(folder) = on_path.as_deref().and_then(Path::parent).filter(|folder| has_server(folder)) {
        return Some(folder.to_owned());
    }
    let versions = fs::read_dir(DEBIAN_VERSIONS).ok()?.filter_map(Result::ok);
    let newest = versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            has_server(&folder).then_some((version, folder))
        })
        .max();
    newest.map(|(_, folder)| folder)
}

fn has_server(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
}

/// A place for temporary folders. The temporary folder of root may be closed to everybody else.
fn temporary_place(for_another_user: bool) -> PathBuf {
    const EVERYBODY_MAY_ENTER: u32 = 0o001;
    let open = |folder: &PathBuf| {
        folder
            .ancestors()
            .all(|part| fs::metadata(part).is_ok_and(|facts| facts.mode() & EVERYBODY_MAY_ENTER != 0))
    };
    let usual = env::temp_dir();
    if !for_another_user {
        return usual;
    }
    let others = ["/tmp", "/var/tmp"].map(PathBuf::from);
    std::iter::once(&usual).chain(&others).find(|folder| open(folder)).cloned().unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_found_by_name_alone() {
        let accounts =
            "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/nonexistent:/bin/false\n";
        assert_eq!(Owner::named(accounts, "nobody"), Some(Owner { user: 65534, group: 65533 }));
        assert_eq!(Owner::named(accounts, "postgres"), None);
        assert_eq!(Owner::named("postgres:x:none\n", "postgres"), None);
    }

    #[test]
    fn the_end_of_a_log_is_short() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        fs::write(&log, (1..=100).map(|n| n.to_string()).collect::<Vec<_>>().join("\n")).unwrap();
        assert!(end_of(&log).starts_with("61\n"));
        assert!(end_of(&log).ends_with("\n100"));
        assert_eq!(end_of(&folder.path().join("absent")), "");
    }
}
