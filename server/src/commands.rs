//! What the program does from the command line, one file for each command.

pub mod company;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod migrate;
pub mod serve;
pub mod staff;
pub mod user;

use anyhow::{Result, bail};
use operations::second_factor::FactorsTaken;
use std::io::{self, IsTerminal as _, Read as _};

/// Longest input that is taken for a password.
const LONGEST: u64 = 4096;

/// Reads a password from standard input, so that it stands in no list of processes and no shell's history.
fn read_password() -> Result<String> {
    if io::stdin().is_terminal() {
        eprintln!("Type the new password and press Enter (it is shown):");
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return without_newline(&line);
    }
    let mut text = String::new();
    io::stdin().take(LONGEST).read_to_string(&mut text)?;
    without_newline(&text)
}

/// Says what was taken away.
fn tell_factors(taken: &FactorsTaken) {
    let FactorsTaken { whose, authenticator, passkeys } = taken;
    if *authenticator || *passkeys > 0 {
        let app = if *authenticator { "the authenticator app and " } else { "" };
        println!("{whose} signs in without {app}{passkeys} passkeys now; all their sessions ended");
    } else {
        println!("{whose} has neither an authenticator app nor passkeys");
    }
}

fn without_newline(text: &str) -> Result<String> {
    let password = text.strip_suffix('\n').unwrap_or(text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() {
        bail!("standard input held no password");
    }
    if password.contains('\n') {
        bail!("standard input held more than one line");
    }
    Ok(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("moon river 7\n", Some("moon river 7"))]
    #[case("moon river 7\r\n", Some("moon river 7"))]
    #[case(" moon ", Some(" moon "))]
    #[case("\n", None)]
    #[case("", None)]
    #[case("one\ntwo\n", None)]
    fn a_password_is_one_line(#[case] text: &str, #[case] password: Option<&str>) {
        assert_eq!(without_newline(text).ok().as_deref(), password);
    }
}
