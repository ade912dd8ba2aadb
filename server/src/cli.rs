//! The command line.

use crate::{
    commands::{self, demo::Demo, doctor::Doctor, import::Telco},
    config::{Configuration, ConfigurationError, Sources, Wish},
    logging,
};
use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use crm::sign_in::StaffRole;
use std::{net::SocketAddr, path::PathBuf};
use toml::Value;

/// Wangting, the online service hall of a telecom operator.
///
/// Every key of the configuration can stand in a file (--config), in a variable (WANGTING_…) or, the most common ones,
/// on the command line; the later outweigh the former. docs/CONFIGURATION.md lists them all.
#[derive(Debug, Parser)]
#[command(name = "wangting", version, max_term_width = 110)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
struct Common {
    /// Configuration file, in TOML [variable: `WANGTING_CONFIG`]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…` [default: sqlite:var/wangting.db] [variable: `WANGTING_DATABASE`]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// What the file gateways write [default: var] [variable: `WANGTING_FOLDER`]
    #[arg(long, global = true, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the hall
    ///
    /// Brings the database up to date, prints `listening on ADDRESS` once visitors can come, and runs until it is asked to
    /// stop (Ctrl-C, or SIGTERM), when it finishes the requests under way.
    Serve(Serve),
    /// Bring the database's tables up to date and stop
    Migrate,
    /// Bring in customers from a file
    #[command(subcommand)]
    Import(Import),
    /// Make the demo operator, or find it there, and print its accounts
    ///
    /// 500 of the demo operator's customers, a catalogue, three companies of up to 10,000 lines, and a password for one
    /// customer in each state worth seeing, for one in each role of a company and for members of staff. Doing it again changes nothing but what visitors changed meanwhile.
    Demo(Demo),
    /// Look after customers' accounts
    #[command(subcommand)]
    User(User),
    /// Look after companies
    #[command(subcommand)]
    Company(Company),
    /// Look after the operator's staff
    #[command(subcommand)]
    Staff(Staff),
    /// Check that the database answers and its books are right
    ///
    /// Ends with an error when something is wrong. With --audit the whole chain of seals over the audit trail is followed,
    /// and the first broken link is named; docs/AUDIT.md says what to note down and why.
    Doctor(Doctor),
}

/// Options of `serve`.
#[derive(Args, Debug, Default)]
struct Serve {
    /// Where to answer [default: 127.0.0.1:3000] [variable: `WANGTING_LISTEN`]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// What was built for browsers [default: target/site] [variable: `WANGTING_SITE_ROOT`]
    #[arg(long, value_name = "FOLDER")]
    site_root: Option<PathBuf>,
    /// Say on every page that nothing is real, and use the sandboxes [variable: `WANGTING_DEMO`]
    #[arg(long)]
    demo: bool,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Bring in the customers of a CSV file, one row each; customers that are known already stay as they are
    Telco(Telco),
}

#[derive(Debug, Subcommand)]
enum User {
    /// Set a customer's service password, read from standard input
    Password {
        /// Customer code or mobile number
        customer: String,
    },
    /// Take away the authenticator app, recovery codes and passkeys of a customer who lost them all
    RemoveFactors {
        /// Customer code or mobile number
        customer: String,
    },
}

#[derive(Debug, Subcommand)]
enum Company {
    /// Make a customer that is an organisation a company with a tree of units, owned by another customer
    ///
    /// Lines that hang on no unit yet hang on the top of the tree afterwards. What is there already stays.
    Found {
        /// Customer code of the organisation
        company: String,
        /// Customer code of its first owner
        owner: String,
    },
}

#[derive(Debug, Subcommand)]
enum Staff {
    /// Add a member of staff, or set the password of one who is there; read from standard input
    Add {
        /// Sign-in name
        name: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = RoleName::SupportAgent)]
        role: RoleName,
    },
    /// Take away the authenticator app, recovery codes and passkeys of a member of staff who lost them all
    RemoveFactors {
        /// Sign-in name
        name: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    /// Answers customers' requests
    SupportAgent,
    /// Assigns and oversees
    Supervisor,
    /// Reads the audit trail, and nothing else
    Auditor,
}

impl From<RoleName> for StaffRole {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::SupportAgent => Self::SupportAgent,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Auditor => Self::Auditor,
        }
    }
}

impl Cli {
    /// Does what the command line says.
    pub async fn run(self) -> Result<()> {
        let configuration = self.configuration()?;
        logging::begin(&configuration.log);
        match self.command {
            Command::Serve(_) => commands::serve::run(&configuration).await,
            Command::Migrate => commands::migrate::run(&configuration).await,
            Command::Import(Import::Telco(telco)) => commands::import::run(&configuration, &telco).await,
            Command::Demo(demo) => commands::demo::run(&configuration, &demo).await,
            Command::User(User::Password { customer }) => {
                commands::user::set_password(&configuration, &customer).await
            }
            Command::User(User::RemoveFactors { customer }) => {
                commands::user::remove_factors(&configuration, &customer).await
            }
            Command::Staff(Staff::RemoveFactors { name }) => {
                commands::staff::remove_factors(&configuration, &name).await
            }
            Command::Company(Company::Found { company, owner }) => {
                commands::company::found(&configuration, &company, &owner).await
            }
            Command::Staff(Staff::Add { name, role }) => {
                commands::staff::add(&configuration, &name, role.into()).await
            }
            Command::Doctor(doctor) => commands::doctor::run(&configuration, &doctor).await,
        }
    }

    fn configuration(&self) -> Result<Configuration, ConfigurationError> {
        let sources = Sources {
            file: self.common.config.clone(),
            variables: std::env::vars_os().collect(),
            wishes: self.wishes()?,
        };
        sources.read()
    }

    fn wishes(&self) -> Result<Vec<Wish>, ConfigurationError> {
        let mut wishes = Vec::new();
        let mut wish = |key, option, value: Option<Value>| {
            wishes.extend(value.map(|value| Wish { key, option, value }));
        };
        wish("database", "--database", self.common.database.clone().map(Value::from));
        wish("folder", "--folder", text(self.common.folder.as_ref(), "--folder")?);
        if let Command::Serve(serve) = &self.command {
            wish("listen", "--listen", serve.listen.map(|address| address.to_string().into()));
            wish("site_root", "--site-root", text(serve.site_root.as_ref(), "--site-root")?);
            wish("demo", "--demo", serve.demo.then_some(Value::Boolean(true)));
        }
        Ok(wishes)
    }
}

fn text(path: Option<&PathBuf>, option: &str) -> Result<Option<Value>, ConfigurationError> {
    let Some(path) = path else { return Ok(None) };
    let text = path
        .to_str()
        .ok_or_else(|| ConfigurationError { key: option.to_owned(), reason: "is not text".to_owned() })?;
    Ok(Some(Value::from(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;
    use rstest::rstest;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[rstest]
    #[case("wangting serve --demo --database sqlite:a.db --listen 127.0.0.1:0 --site-root s --folder f")]
    #[case("wangting --database sqlite:a.db migrate")]
    #[case(
        "wangting import telco customers.csv --as-of 2026-11-01 --report report.csv --database sqlite:a.db"
    )]
    #[case("wangting demo --all --each 3 --json")]
    #[case("wangting user password 7590-VHVEG --database sqlite:a.db")]
    #[case("wangting user remove-factors 7590-VHVEG")]
    #[case("wangting staff remove-factors agent")]
    #[case("wangting company found ACME-1 7590-VHVEG")]
    #[case("wangting staff add agent --role supervisor")]
    #[case("wangting staff add auditor --role auditor")]
    #[case("wangting doctor --configuration")]
    #[case("wangting doctor --audit")]
    #[case(
        "wangting doctor --expect 7034c6697d1f17fc9a1490ec69796a248a8edd35ba16b06bfb73573e19dc7d05@7 --audit"
    )]
    fn takes_the_documented_lines(#[case] line: &str) {
        Cli::try_parse_from(line.split_whitespace()).unwrap();
    }

    #[rstest]
    #[case("wangting fly", "fly")]
    #[case("wangting serve --listen everywhere", "--listen")]
    #[case("wangting doctor --audit --expect 7034@7", "--expect")]
    #[case(
        "wangting doctor --expect 7034c6697d1f17fc9a1490ec69796a248a8edd35ba16b06bfb73573e19dc7d05@7",
        "--audit"
    )]
    #[case("wangting import telco customers.csv", "--as-of")]
    #[case("wangting import telco customers.csv --as-of November", "--as-of")]
    fn refuses_others_with_a_reason(#[case] line: &str, #[case] named: &str) {
        let error = Cli::try_parse_from(line.split_whitespace()).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }

    #[test]
    fn options_outweigh_everything_else() {
        let cli = Cli::try_parse_from(["wangting", "serve", "--folder", "f", "--listen", "127.0.0.1:8080"])
            .unwrap();
        let keys: Vec<_> = cli.wishes().unwrap().into_iter().map(|wish| wish.key).collect();
        assert_eq!(keys, ["folder", "listen"]);
    }
}
