//! System packages, where this program is allowed to install them: as root on Debian and its relatives.

use anyhow::{Result, bail};

use crate::processes;
use crate::workshop::Workshop;

/// Installs packages of the system, or says which ones the user has to install.
pub(crate) fn install(workshop: &Workshop, packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if workshop.which("apt-get").is_none() {
        bail!("this machine lacks {wanted}: install it with the machine's package manager");
    }
    if !rustix::process::geteuid().is_root() {
        bail!("this machine lacks {wanted}: run `sudo apt-get install {wanted}`");
    }
    workshop.step(&format!("installing {wanted} by apt-get"), || {
        let apt_get = |arguments: &[&str]| {
            let mut command = workshop.command("apt-get");
            command.args(["--quiet", "--yes"]).args(arguments);
            // What is said here must not end up in an output that somebody reads by program.
            command.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::io::stderr());
            processes::run(&mut command, &workshop.interruption)
        };
        apt_get(&["update"])?;
        apt_get(&[&["install", "--no-install-recommends"], packages].concat())
    })
}
