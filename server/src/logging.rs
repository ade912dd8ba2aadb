//! Logs: to standard error, for people or for programs, without personal data.

use crate::config::{LogConfiguration, LogFormat};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Begins to write logs. The program does this once; a second time changes nothing.
pub fn begin(configuration: &LogConfiguration) {
    // The filter was looked at when the configuration was read.
    let filter = EnvFilter::try_new(&configuration.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match configuration.format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    if begun.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let message = panic.payload_as_str().unwrap_or("without a message");
            tracing::error!(place, message, "a defect: the program panicked");
        }));
    }
}
