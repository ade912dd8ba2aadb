//! Where values come from: a file, `WANGTING_…` variables, options of the command line.

use super::{Configuration, ConfigurationError};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// How a key is written where everything is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Switch,
    List,
}

/// Every key, as its path in the file. The variable of `session.idle_minutes` is `WANGTING_SESSION_IDLE_MINUTES`.
const KEYS: [(&str, Form); 33] = [
    ("database", Form::Text),
    ("listen", Form::Text),
    ("site_root", Form::Text),
    ("folder", Form::Text),
    ("public_url", Form::Text),
    ("offset", Form::Text),
    ("demo", Form::Switch),
    ("trusted_proxies", Form::List),
    ("session.idle_minutes", Form::Number),
    ("session.staff_idle_minutes", Form::Number),
    ("session.absolute_hours", Form::Number),
    ("session.proof_minutes", Form::Number),
    ("acting.consent_by_code", Form::Switch),
    ("staff.second_factor", Form::Text),
    ("encryption.key", Form::Text),
    ("customer_file.index_key", Form::Text),
    ("customer_file.contact_wait_hours", Form::Number),
    ("customer_file.contact_take_back_hours", Form::Number),
    ("payment.sandbox", Form::Switch),
    ("payment.checkout_url", Form::Text),
    ("payment.secret", Form::Text),
    ("provisioning.answer_after_seconds", Form::Number),
    ("provisioning.fails_for", Form::List),
    ("limits.body_bytes", Form::Number),
    ("limits.timeout_seconds", Form::Number),
    ("limits.grace_seconds", Form::Number),
    ("limits.connections", Form::Number),
    ("limits.requests_per_minute", Form::Number),
    ("limits.sign_ins_per_minute", Form::Number),
    ("limits.loopback_is_exempt", Form::Switch),
    ("log.format", Form::Text),
    ("log.filter", Form::Text),
    ("metrics.readers", Form::List),
];

const PREFIX: &str = "WANGTING_";
/// Names the file itself.
const FILE_VARIABLE: &str = "WANGTING_CONFIG";
/// What the project's own tests tell each other.
const TESTS_PREFIX: &str = "WANGTING_TEST_";

/// A value given on the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// Path of the key in the file.
    pub key: &'static str,
    /// The option, for messages.
    pub option: &'static str,
    /// The value.
    pub value: Value,
}

/// Everything a configuration is made of.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file named on the command line.
    pub file: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(OsString, OsString)>,
    /// Options of the command line.
    pub wishes: Vec<Wish>,
}

impl Sources {
    /// Reads them all; what comes later in [`Sources`] outweighs what comes earlier.
    pub fn read(&self) -> Result<Configuration, ConfigurationError> {
        let mut table = Table::new();
        if let Some(path) = self.file_path() {
            table = file(&path)?;
        }
        for (name, value) in &self.variables {
            if let Some((key, value)) = variable(name, value)? {
                overlay(&mut table, &name.to_string_lossy(), key, value)?;
            }
        }
        for wish in &self.wishes {
            overlay(&mut table, wish.option, wish.key, wish.value.clone())?;
        }
        let configuration = deserialize("configuration", table)?;
        configuration.check()?;
        Ok(configuration)
    }

    fn file_path(&self) -> Option<PathBuf> {
        let variable = || self.variables.iter().find(|(name, _)| name == FILE_VARIABLE);
        self.file.clone().or_else(|| variable().map(|(_, path)| path.into()))
    }
}

/// Reads a file, and complains of it alone.
fn file(path: &Path) -> Result<Table, ConfigurationError> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| ConfigurationError::new(&name, error.to_string()))?;
    // By number only: the line itself may hold a secret.
    let wrong = |error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        ConfigurationError::new(&name, format!("line {line}: {}", error.message()))
    };
    toml::from_str::<Configuration>(&text).map_err(wrong)?;
    toml::from_str(&text).map_err(wrong)
}

/// The key and value of a variable; `None` for variables that are not ours.
fn variable(name: &OsString, value: &OsString) -> Result<Option<(&'static str, Value)>, ConfigurationError> {
    let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { return Ok(None) };
    if name == FILE_VARIABLE || name.starts_with(TESTS_PREFIX) {
        return Ok(None);
    }
    let wrong = |reason: String| Err(ConfigurationError::new(name, reason));
    let Some((key, form)) = KEYS.into_iter().find(|(key, _)| variable_of(key) == name) else {
        return wrong("there is no such key; docs/CONFIGURATION.md lists them all".to_owned());
    };
    let Some(text) = value.to_str() else { return wrong("is not text".to_owned()) };
    let value = match form {
        Form::Text => Value::String(text.to_owned()),
        Form::List => {
            let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            Value::Array(entries.map(|entry| Value::String(entry.to_owned())).collect())
        }
        Form::Number => match text.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => return wrong(format!("{text:?} is not a whole number")),
        },
        Form::Switch => match text.parse() {
            Ok(switch) => Value::Boolean(switch),
            Err(_) => return wrong(format!("{text:?} is neither true nor false")),
        },
    };
    Ok(Some((key, value)))
}

fn variable_of(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

/// Puts one value over what was there. Tried by itself first, so that the message names its source.
fn overlay(table: &mut Table, source: &str, key: &str, value: Value) -> Result<(), ConfigurationError> {
    let mut alone = Table::new();
    insert(&mut alone, key, value.clone());
    deserialize(source, alone)?;
    insert(table, key, value);
    Ok(())
}

fn insert(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, key)) => {
            let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            // Anything else was refused when the file was read.
            if let Value::Table(section) = section {
                insert(section, key, value);
            }
        }
    }
}

fn deserialize(source: &str, table: Table) -> Result<Configuration, ConfigurationError> {
    serde_path_to_error::deserialize(Value::Table(table)).map_err(|error| {
        let (path, reason) = (error.path().to_string(), error.into_inner().to_string());
        ConfigurationError::new(source, format!("{path}: {}", reason.trim_end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::collections::BTreeSet;

    fn from_variables(variables: &[(&str, &str)]) -> Result<Configuration, String> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into())).collect();
        Sources { variables, ..Sources::default() }.read().map_err(|error| error.to_string())
    }

    fn from_file(text: &str) -> Result<Configuration, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wangting.toml");
        std::fs::write(&path, text).unwrap();
        Sources { file: Some(path), ..Sources::default() }.read().map_err(|error| error.to_string())
    }

    #[test]
    fn the_command_line_outweighs_the_environment_and_that_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wangting.toml");
        std::fs::write(
            &path,
            "folder = 'a'\ndatabase = 'sqlite:a'\n[session]\nidle_minutes = 5\nabsolute_hours = 6",
        )
        .unwrap();
        let configuration = Sources {
            file: None,
            variables: vec![
                (FILE_VARIABLE.into(), path.into()),
                ("WANGTING_DATABASE".into(), "sqlite:b".into()),
                ("WANGTING_SESSION_IDLE_MINUTES".into(), "7".into()),
                ("WANGTING_TRUSTED_PROXIES".into(), "10.0.0.1, ::1".into()),
                ("WANGTING_TEST_POSTGRES".into(), "x".into()),
                ("PATH".into(), "/bin".into()),
            ],
            wishes: vec![Wish { key: "database", option: "--database", value: "sqlite:c".into() }],
        }
        .read()
        .unwrap();
        assert_eq!(configuration.folder, Path::new("a"));
        assert_eq!(configuration.database, "sqlite:c");
        assert_eq!((configuration.session.idle_minutes, configuration.session.absolute_hours), (7, 6));
        assert_eq!(configuration.trusted_proxies.len(), 2);
    }

    #[rstest]
    #[case::unknown("WANGTING_DATABSE", "sqlite:x", "WANGTING_DATABSE: there is no such key")]
    #[case::number(
        "WANGTING_LIMITS_BODY_BYTES",
        "64k",
        "WANGTING_LIMITS_BODY_BYTES: \"64k\" is not a whole number"
    )]
    #[case::switch("WANGTING_DEMO", "yes", "WANGTING_DEMO: \"yes\" is neither true nor false")]
    #[case::address("WANGTING_LISTEN", "everywhere", "WANGTING_LISTEN: listen: ")]
    #[case::negative(
        "WANGTING_LIMITS_CONNECTIONS",
        "-1",
        "WANGTING_LIMITS_CONNECTIONS: limits.connections: "
    )]
    #[case::offset("WANGTING_OFFSET", "Beijing", "is no offset from UTC such as +08:00")]
    #[case::format("WANGTING_LOG_FORMAT", "xml", "WANGTING_LOG_FORMAT: log.format: unknown variant `xml`")]
    #[case::filter("WANGTING_LOG_FILTER", "info=info=x", "log.filter: ")]
    #[case::secret("WANGTING_PAYMENT_SECRET", "short", "payment.secret: is shorter than 32 characters")]
    #[case::zero("WANGTING_SESSION_IDLE_MINUTES", "0", "session.idle_minutes: must be more than nothing")]
    #[case::never("WANGTING_SESSION_IDLE_MINUTES", "9999", "session.idle_minutes: is longer than")]
    #[case::unsigned("WANGTING_PAYMENT_CHECKOUT_URL", "https://p.example", "payment.secret: is needed")]
    fn a_wrong_variable_is_named_with_its_reason(
        #[case] name: &str,
        #[case] value: &str,
        #[case] message: &str,
    ) {
        let error = from_variables(&[(name, value)]).unwrap_err();
        assert!(error.contains(message), "{error}");
        assert!(!error.contains("short\""), "a secret must not be shown: {error}");
    }

    #[rstest]
    #[case::unknown("databse = 'sqlite:x'", "line 1: unknown field `databse`")]
    #[case::unknown_in_section("[limits]\nbody = 1", "line 2: unknown field `body`")]
    #[case::kind("folder = 'x'\ndemo = 'yes'", "line 2: invalid type")]
    #[case::syntax("demo =", "line 1")]
    fn a_wrong_file_is_named_with_its_line(#[case] text: &str, #[case] message: &str) {
        let error = from_file(text).unwrap_err();
        assert!(error.contains("wangting.toml: ") && error.contains(message), "{error}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = Sources { file: Some("no/such.toml".into()), ..Sources::default() }.read().unwrap_err();
        assert_eq!(error.key, "no/such.toml");
    }

    fn paths(prefix: &str, table: &Table, found: &mut BTreeSet<String>) {
        for (key, value) in table {
            match value {
                Value::Table(section) => paths(&format!("{prefix}{key}."), section, found),
                _ => {
                    found.insert(format!("{prefix}{key}"));
                }
            }
        }
    }

    #[test]
    fn every_key_can_be_set_by_a_variable_and_is_documented() {
        let full = from_file(
            "public_url = 'https://hall.example'
             [customer_file]
             index_key = '0123456789abcdef0123456789abcdef'
             [payment]
             sandbox = true
             checkout_url = 'https://pay.example/checkout'
             secret = '0123456789abcdef0123456789abcdef'
             [staff]
             second_factor = 'when-added'
             [encryption]
             key = '0123456789abcdef0123456789abcdef'
             [provisioning]
             answer_after_seconds = 5",
        )
        .unwrap();
        let mut keys = BTreeSet::new();
        paths("", &Table::try_from(full).unwrap(), &mut keys);
        assert_eq!(keys, KEYS.iter().map(|(key, _)| (*key).to_owned()).collect());

        let documentation = include_str!("../../../docs/CONFIGURATION.md");
        for key in keys {
            assert!(documentation.contains(&format!("| `{key}` | `{}` |", variable_of(&key))), "{key}");
        }
    }
}
