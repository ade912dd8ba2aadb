//! What can go wrong with the database, in the terms its callers act on.

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else changed the row since it was read, or took the same unique place.
    #[error("the row was changed by somebody else")]
    Conflict,
    /// Concurrent transactions could not be put in one order; running the work again may succeed.
    #[error("concurrent transactions could not be put in one order")]
    Serialization,
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A row holds what no version of this program writes.
    #[error("the database holds {0}")]
    Corrupt(String),
    /// The address of the database makes no sense.
    #[error("{0}")]
    Address(String),
    /// The tables are not those this program expects.
    #[error("the tables do not fit this program: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database refused the statement.
    #[error(transparent)]
    Database(sqlx::Error),
}

/// Errors of a unit of work that a second run may cure.
pub trait Retry {
    /// Another try makes sense.
    fn is_worth_retrying(&self) -> bool;
}

impl Retry for Error {
    fn is_worth_retrying(&self) -> bool {
        // A unique place taken by a concurrent transaction is seen by the second run, which then decides with it.
        matches!(self, Self::Serialization | Self::Conflict)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) => match refusal.code().as_deref() {
                Some("40001" | "40P01") => Self::Serialization,
                Some(code) if is_out_of_service(code) => Self::Unavailable(error.to_string()),
                _ if refusal.is_unique_violation() => Self::Conflict,
                _ => Self::Database(error),
            },
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

/// The database cannot work at present, whatever it is asked: a server that shuts down or has no connection or no room
/// left, a file that is locked, full or out of reach.
fn is_out_of_service(code: &str) -> bool {
    match (code.len(), code.get(..2)) {
        (5, Some(class)) => matches!(class, "08" | "53" | "57" | "58"),
        // SQLite's codes are numbers of up to four digits, the last byte of which is the kind of error.
        _ => code
            .parse::<u32>()
            .is_ok_and(|code| matches!(code & 0xff, BUSY | NOMEM | IOERR | FULL | CANTOPEN)),
    }
}

const BUSY: u32 = 5;
const NOMEM: u32 = 7;
const IOERR: u32 = 10;
const FULL: u32 = 13;
const CANTOPEN: u32 = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_tell_an_outage() {
        let outages = ["08006", "53300", "53100", "57P01", "58030", "5", "261", "778", "13", "14"];
        assert_eq!(outages.map(is_out_of_service), [true; 10]);
        let refusals = ["23505", "22012", "25006", "42P01", "1", "8", "2067", "1811", ""];
        assert_eq!(refusals.map(is_out_of_service), [false; 9]);
    }
}
