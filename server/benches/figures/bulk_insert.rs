//! The plainest way to write rows into SQLite: plain sqlx, one transaction, for each table one prepared statement that
//! takes many rows, foreign keys and checks off. Into the same tables with the same indexes, with the same settings of the
//! file otherwise, in the order in which the import wrote them.
//!
//! The rows come from the database that the import filled; the time is that of writing alone, until everything is in the
//! main file.

use anyhow::{Context as _, Result, ensure};
use futures::TryStreamExt as _;
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Row as _, TypeInfo as _, ValueRef as _,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow,
        SqliteSynchronous,
    },
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// Parameters of one statement, as the import has them.
const PARAMETERS: usize = 4_000;
/// Tables without a row number of their own: written in the order of what their rows belong to.
const BELONGING: [(&str, &str); 4] = [
    ("bill_lines", "bills ON bills.id = bill_lines.bill_id ORDER BY bills.rowid"),
    (
        "payment_allocations",
        "payments ON payments.id = payment_allocations.payment_id ORDER BY payments.rowid",
    ),
    (
        "ledger_postings",
        "ledger_transactions ON ledger_transactions.id = ledger_postings.transaction_id \
         ORDER BY ledger_transactions.rowid",
    ),
    ("usage_events", "lines ON lines.id = usage_events.line_id ORDER BY lines.rowid"),
];

/// What was written.
pub(crate) struct Written {
    /// Rows of all tables.
    pub(crate) rows: u64,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Writes every row of one database into a new one.
pub(crate) async fn again(from: &Path, to: &Path) -> Result<Written> {
    let options = SqliteConnectOptions::new().filename(from).read_only(true);
    let mut source = SqliteConnection::connect_with(&options).await?;
    let options = SqliteConnectOptions::new()
        .filename(to)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(false)
        .pragma("ignore_check_constraints", "on")
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory");
    let mut target = SqliteConnection::connect_with(&options).await?;
    let tables = copy_schema(&mut source, &mut target).await?;
    let mut written = Written { rows: 0, took: Duration::ZERO };
    written.run(&mut target, "BEGIN IMMEDIATE").await?;
    for table in &tables {
        written.copy(&mut source, &mut target, table).await?;
    }
    written.run(&mut target, "COMMIT").await?;
    let begin = Instant::now();
    // The last one who leaves carries the log into the main file.
    target.close().await?;
    written.took += begin.elapsed();
    source.close().await?;
    ensure!(written.rows > 0, "there were no rows");
    Ok(written)
}

/// Makes the same tables, indexes and triggers; gives the names of the tables.
async fn copy_schema(source: &mut SqliteConnection, target: &mut SqliteConnection) -> Result<Vec<String>> {
    let things = sqlx::query(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' \
         AND tbl_name <> '_sqlx_migrations' ORDER BY type = 'table' DESC, rowid",
    );
    let mut tables = Vec::new();
    for thing in things.fetch_all(&mut *source).await? {
        sqlx::raw_sql(AssertSqlSafe(thing.try_get::<String, _>("sql")?)).execute(&mut *target).await?;
        if thing.try_get::<String, _>("type")? == "table" {
            tables.push(thing.try_get("name")?);
        }
    }
    Ok(tables)
}

impl Written {
    async fn run(&mut self, target: &mut SqliteConnection, statement: &'static str) -> Result<()> {
        let begin = Instant::now();
        sqlx::query(statement).execute(target).await?;
        self.took += begin.elapsed();
        Ok(())
    }

    async fn copy(
        &mut self,
        source: &mut SqliteConnection,
        target: &mut SqliteConnection,
        table: &str,
    ) -> Result<()> {
        let order = match BELONGING.iter().find(|(name, _)| *name == table) {
            Some((_, owner)) => format!("SELECT {table}.* FROM {table} JOIN {owner}"),
            None => format!("SELECT * FROM {table}"),
        };
        let columns: usize = sqlx::query_scalar("SELECT count(*) FROM pragma_table_info($1)")
            .bind(table)
            .fetch_one(&mut *source)
            .await
            .map(|count: i64| usize::try_from(count).unwrap_or(1))?;
        let at_once = PARAMETERS / columns;
        let whole = insert(table, columns, at_once);
        let mut rows = sqlx::query(AssertSqlSafe(order)).fetch(source);
        let (mut arguments, mut waiting) = (SqliteArguments::default(), 0);
        while let Some(row) = rows.try_next().await? {
            read(&row, &mut arguments).with_context(|| format!("a row of {table}"))?;
            waiting += 1;
            if waiting == at_once {
                self.write(target, Arc::clone(&whole), std::mem::take(&mut arguments), waiting).await?;
                waiting = 0;
            }
        }
        if waiting > 0 {
            self.write(target, insert(table, columns, waiting), arguments, waiting).await?;
        }
        Ok(())
    }

    async fn write(
        &mut self,
        target: &mut SqliteConnection,
        statement: Arc<str>,
        arguments: SqliteArguments,
        rows: usize,
    ) -> Result<()> {
        let begin = Instant::now();
        sqlx::query_with(AssertSqlSafe(statement), arguments).execute(target).await?;
        self.took += begin.elapsed();
        self.rows += u64::try_from(rows)?;
        Ok(())
    }
}

fn insert(table: &str, columns: usize, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; columns].join(", "));
    format!("INSERT INTO {table} VALUES {}", vec![row; rows].join(", ")).into()
}

/// Adds the values of a row as they are.
fn read(row: &SqliteRow, arguments: &mut SqliteArguments) -> Result<()> {
    for column in 0..row.len() {
        let value = row.try_get_raw(column)?;
        let kind = value.type_info().name().to_owned();
        let added = match kind.as_str() {
            _ if value.is_null() => arguments.add(None::<i64>),
            "INTEGER" | "BOOLEAN" => arguments.add(row.try_get::<i64, _>(column)?),
            "TEXT" => arguments.add(row.try_get::<String, _>(column)?),
            "BLOB" => arguments.add(row.try_get::<Vec<u8>, _>(column)?),
            kind => anyhow::bail!("a value of type {kind}"),
        };
        added.map_err(|error| anyhow::anyhow!(error))?;
    }
    Ok(())
}
