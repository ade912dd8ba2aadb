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
                // PostgreSQL shuts down or starts up, or has no connection left.
                Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unavailable(error.to_string()),
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
