//! The embedded engine: SQLite in WAL mode, one writer that commits in groups, readers on a pool.
//!
//! A durable commit costs milliseconds, whatever is in it. So writers share one: each runs as a savepoint inside the
//! open transaction, and is answered once that transaction is committed. A task commits as soon as everyone who was
//! waiting for the writer when the transaction began has had a turn.

use crate::{Error, Result, unit::Work};
use sqlx::{
    Connection, Decode, Encode, Sqlite, Transaction, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{
        SqliteArgumentsBuffer, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool,
        SqlitePoolOptions, SqliteSynchronous, SqliteTypeInfo, SqliteValueRef,
    },
};
use std::{future::Future, str::FromStr, sync::Arc, time::Duration};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

/// The database that `sql/` is compiled for here.
pub(crate) type Db = Sqlite;

#[expect(clippy::duplicate_mod, reason = "the same SQL text is compiled once for each engine")]
#[path = "sql/mod.rs"]
mod sql;

/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Readers besides one for each processor: while its answer is on the way to whoever asked, another one is at work.
const SPARE_READERS: u32 = 1;
/// Prepared statements kept by each connection: more than the hall has.
const STATEMENTS: usize = 256;

/// Leases due jobs. There is one writer at a time, so nobody else can be at it.
pub(crate) const CLAIM_JOBS: &str = "UPDATE jobs SET attempts = attempts + 1, leased_until = $2 WHERE id IN \
     (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) \
     ORDER BY due_at, id LIMIT $3) RETURNING id, kind, subject, due_at, attempts, last_error";

/// Customers by the beginning of their name, `$1` in lower case up to `$2`, in order of name.
pub(crate) const CUSTOMERS_BY_NAME: &str = "SELECT c.id, c.party_id, c.code, p.name, p.kind, p.senior, c.tier, c.blacklisted, c.segment, c.language, \
     c.mobile, c.email, p.id_last_six, c.notify_by_sms, c.notify_by_email, c.marketing_consent, c.status, \
     c.since, c.origin, c.version FROM parties p JOIN customers c ON c.party_id = p.id \
     WHERE lower(p.name) >= $1 AND lower(p.name) < $2 ORDER BY lower(p.name), p.id LIMIT $3";

/// Sums usage by day, `$4` seconds east of UTC, and kind.
pub(crate) const DAILY_USAGE: &str = "SELECT date(at / 1000000 + $4, 'unixepoch') AS day, kind, \
     cast(sum(quantity) AS bigint) AS quantity, count(*) AS events FROM usage_events \
     WHERE line_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2 ORDER BY 1, 2";

/// One SQLite file.
#[derive(Clone)]
pub(crate) struct Engine {
    readers: SqlitePool,
    writer: Arc<Mutex<Writer>>,
    opened: Arc<Notify>,
}

/// The one connection that writes, with the transaction its present users share.
pub(crate) struct Writer {
    connection: SqliteConnection,
    /// A shared transaction is open.
    open: bool,
    /// Somebody's savepoint is open; seen by the next one only when its owner was cancelled.
    savepoint: bool,
    /// Nothing more is written.
    closed: bool,
    /// Those who are answered once the shared transaction is committed.
    waiting: Vec<oneshot::Sender<std::result::Result<(), String>>>,
}

/// How many connections read at a time. Each has a thread, a cache and statements of its own: more of them than the
/// processors can serve take memory and make nothing faster.
fn readers() -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    u32::try_from(processors).unwrap_or(u32::MAX).saturating_add(SPARE_READERS)
}

impl Engine {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|error| Error::Address(format!("{address}: {error}")))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(STATEMENTS)
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory");
        if let Some(folder) = options.get_filename().parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::Unavailable(format!("{address}: {error}")))?;
        }
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::migrate!("migrations/sqlite").run(&mut connection).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(readers())
            .acquire_timeout(Duration::from_secs(5))
            // A file does not hang up.
            .test_before_acquire(false)
            // Pages are in the machine's own cache too: each reader keeps just what one request touches.
            .connect_with(options.read_only(true).create_if_missing(false).pragma("cache_size", "-512"))
            .await?;
        let writer = Writer { connection, open: false, savepoint: false, closed: false, waiting: Vec::new() };
        let engine = Self { readers, writer: Arc::new(Mutex::new(writer)), opened: Arc::new(Notify::new()) };
        tokio::spawn(commit_groups(Arc::downgrade(&engine.writer), Arc::clone(&engine.opened)));
        Ok(engine)
    }

    pub(crate) async fn begin_write(&self) -> Result<Box<dyn Work>> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        let opened = Arc::clone(&self.opened);
        let writer = to_the_end(async move {
            writer.begin(&opened).await?;
            Ok(writer)
        });
        Ok(Box::new(sql::Session { held: Held::Writer(writer.await?) }))
    }

    pub(crate) async fn begin_read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(sql::Session { held: Held::Snapshot(self.readers.begin().await?) }))
    }

    pub(crate) async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT count(*) FROM offerings").execute(&self.readers).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        let mut writer = self.writer.lock().await;
        writer.commit().await;
        writer.closed = true;
        // Statistics for the next opening, and everything into the one file.
        for leave in ["PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            if let Err(error) = writer.run(leave).await {
                tracing::warn!(%error, leave, "the database could not be left tidy");
            }
        }
    }
}

impl Writer {
    async fn run(&mut self, statement: &'static str) -> Result<()> {
        sqlx::query(statement).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Begins somebody's work, in the shared transaction if one is open.
    async fn begin(&mut self, opened: &Notify) -> Result<()> {
        if self.closed {
            return Err(Error::Unavailable("the database was closed".to_owned()));
        }
        self.drop_cancelled().await;
        if !self.open {
            self.run("BEGIN IMMEDIATE").await?;
            self.open = true;
            opened.notify_one();
        }
        self.savepoint = true;
        self.run("SAVEPOINT work").await
    }

    /// Ends somebody's work; they are answered once the transaction is committed.
    async fn end(&mut self, keep: bool) -> Result<oneshot::Receiver<std::result::Result<(), String>>> {
        if keep {
            self.run("RELEASE work").await?;
            self.savepoint = false;
        } else {
            self.undo().await?;
        }
        let (answer, committed) = oneshot::channel();
        self.waiting.push(answer);
        Ok(committed)
    }

    /// Undoes the present savepoint. When that fails, the engine has given up the whole transaction (the disk is full,
    /// the file cannot be written), and so does everyone in it.
    async fn undo(&mut self) -> Result<()> {
        self.savepoint = false;
        let undone = match self.run("ROLLBACK TO work").await {
            Ok(()) => self.run("RELEASE work").await,
            failed => failed,
        };
        if let Err(error) = &undone {
            self.finish("ROLLBACK", Err(error.to_string())).await;
        }
        undone
    }

    /// Undoes the work of an owner that was cancelled in the middle of it.
    async fn drop_cancelled(&mut self) {
        if self.savepoint
            && let Err(error) = self.undo().await
        {
            tracing::error!(%error, "the engine gave up a transaction");
        }
    }

    async fn commit(&mut self) {
        self.drop_cancelled().await;
        if !self.open {
            return;
        }
        match self.run("COMMIT").await {
            Ok(()) => self.answer(&Ok(())),
            Err(error) => self.finish("ROLLBACK", Err(error.to_string())).await,
        }
    }

    /// Leaves the shared transaction by `statement`, whether or not the engine has left it by itself.
    async fn finish(&mut self, statement: &'static str, answer: std::result::Result<(), String>) {
        if let Err(error) = self.run(statement).await {
            tracing::warn!(%error, "a transaction had ended by itself");
        }
        self.answer(&answer);
    }

    fn answer(&mut self, answer: &std::result::Result<(), String>) {
        self.open = false;
        for waiting in self.waiting.drain(..) {
            // Whoever was cancelled meanwhile does not listen any more; the work is kept all the same.
            let _ = waiting.send(answer.clone());
        }
    }
}

/// Commits each shared transaction once everyone who waited for the writer when it began has had a turn: the lock is
/// fair, so this task comes right after them.
async fn commit_groups(writer: std::sync::Weak<Mutex<Writer>>, opened: Arc<Notify>) {
    loop {
        opened.notified().await;
        let Some(writer) = writer.upgrade() else { return };
        writer.lock().await.commit().await;
    }
}

/// Runs a step to its end even when its caller is cancelled: a statement that was sent is carried out all the same, and
/// the flags of the writer must tell so.
async fn to_the_end<T: Send + 'static>(step: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(step).await.map_err(|error| Error::Unavailable(error.to_string()))?
}

/// What a session works on.
pub(crate) enum Held {
    Snapshot(Transaction<'static, Sqlite>),
    Writer(OwnedMutexGuard<Writer>),
}

impl Held {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Snapshot(transaction) => transaction,
            Self::Writer(writer) => &mut writer.connection,
        }
    }

    pub(crate) async fn end(self, keep: bool) -> Result<()> {
        let mut writer = match self {
            Self::Snapshot(transaction) => return Ok(transaction.rollback().await?),
            Self::Writer(writer) => writer,
        };
        let committed = to_the_end(async move { writer.end(keep).await }).await?;
        // A refusal waits too: it may rest on what others wrote in the same transaction.
        match committed.await {
            Ok(answer) => answer.map_err(Error::Unavailable),
            Err(_) => Err(Error::Unavailable("the writer stopped".to_owned())),
        }
    }
}

/// An instant as whole microseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant(pub(crate) crm::Timestamp);

/// A day as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) crm::Date);

impl Type<Sqlite> for Instant {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }

    fn compatible(info: &SqliteTypeInfo) -> bool {
        <i64 as Type<Sqlite>>::compatible(info)
    }
}

impl Encode<'_, Sqlite> for Instant {
    fn encode_by_ref(
        &self,
        arguments: &mut SqliteArgumentsBuffer,
    ) -> std::result::Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode_by_ref(&self.0.as_microsecond(), arguments)
    }
}

impl<'r> Decode<'r, Sqlite> for Instant {
    fn decode(value: SqliteValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        let microseconds = <i64 as Decode<Sqlite>>::decode(value)?;
        Ok(Self(crm::Timestamp::from_microsecond(microseconds)?))
    }
}

impl Type<Sqlite> for Day {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Day {
    fn encode_by_ref(
        &self,
        arguments: &mut SqliteArgumentsBuffer,
    ) -> std::result::Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.to_string(), arguments)
    }
}

impl<'r> Decode<'r, Sqlite> for Day {
    fn decode(value: SqliteValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<Sqlite>>::decode(value)?.parse()?))
    }
}
