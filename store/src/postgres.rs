//! The production engine: PostgreSQL, or anything that speaks its protocol.

use crate::{Error, Result, unit::Work};
use sqlx::{
    Decode, Encode, Postgres, Transaction, Type,
    encode::IsNull,
    error::BoxDynError,
    migrate::Migrator,
    postgres::{
        PgArgumentBuffer, PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgTypeInfo, PgValueRef,
    },
};
use std::{str::FromStr, time::Duration};

/// The database that `sql/` is compiled for here.
pub(crate) type Db = Postgres;

#[expect(clippy::duplicate_mod, reason = "the same SQL text is compiled once for each engine")]
#[path = "sql/mod.rs"]
mod sql;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

const CONNECTIONS: u32 = 16;
/// Prepared statements kept by each connection: more than the hall has.
const STATEMENTS: usize = 256;

/// Leases due jobs, past those that somebody else is just leasing.
pub(crate) const CLAIM_JOBS: &str = "WITH due AS MATERIALIZED \
     (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) \
     ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) \
     UPDATE jobs j SET attempts = j.attempts + 1, leased_until = $2 FROM due WHERE j.id = due.id \
     RETURNING j.id, j.kind, j.subject, j.due_at, j.attempts, j.last_error";

/// Customers by the beginning of their name, `$1` in lower case up to `$2`, in order of name.
pub(crate) const CUSTOMERS_BY_NAME: &str = "SELECT c.id, c.party_id, c.code, p.name, p.kind, p.senior, c.tier, c.blacklisted, c.segment, c.language, \
     c.mobile, c.email, p.id_last_six, c.notify_by_sms, c.notify_by_email, c.marketing_consent, c.status, \
     c.since, c.origin, c.version FROM parties p JOIN customers c ON c.party_id = p.id \
     WHERE lower(p.name COLLATE \"C\") >= $1 AND lower(p.name COLLATE \"C\") < $2 ORDER BY lower(p.name COLLATE \"C\"), p.id LIMIT $3";

/// Sums usage by day, `$4` seconds east of UTC, and kind.
pub(crate) const DAILY_USAGE: &str = "SELECT (at AT TIME ZONE 'UTC' + make_interval(secs => $4::float8))::date AS day, \
     kind, cast(sum(quantity) AS bigint) AS quantity, count(*) AS events FROM usage_events \
     WHERE line_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2 ORDER BY 1, 2";

/// One PostgreSQL database.
#[derive(Clone)]
pub(crate) struct Engine {
    pool: PgPool,
}

impl Engine {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| Error::Address(format!("the address of the database: {error}")))?
            .statement_cache_capacity(STATEMENTS);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        if !is_up_to_date(&pool).await {
            MIGRATIONS.run(&pool).await?;
        }
        Ok(Self { pool })
    }

    pub(crate) async fn begin_write(&self) -> Result<Box<dyn Work>> {
        let transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?;
        Ok(Box::new(sql::Session { held: Held { transaction } }))
    }

    pub(crate) async fn begin_read(&self) -> Result<Box<dyn Work>> {
        let transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        Ok(Box::new(sql::Session { held: Held { transaction } }))
    }

    pub(crate) async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT count(*) FROM offerings").execute(&self.pool).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Says whether the tables are exactly those of this program. Bringing them up to date asks for the right to make tables
/// even when there is nothing to do, and the role of a web server need not have it.
async fn is_up_to_date(pool: &PgPool) -> bool {
    let applied = sqlx::query_as("SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version");
    let applied: sqlx::Result<Vec<(i64, Vec<u8>, bool)>> = applied.fetch_all(pool).await;
    let known = MIGRATIONS.iter().map(|known| (known.version, known.checksum.to_vec(), true));
    // Whatever is wrong is told by the migrations themselves.
    applied.is_ok_and(|applied| applied.into_iter().eq(known))
}

/// What a session works on.
pub(crate) struct Held {
    transaction: Transaction<'static, Postgres>,
}

impl Held {
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    pub(crate) async fn end(self, keep: bool) -> Result<()> {
        let done = if keep { self.transaction.commit().await } else { self.transaction.rollback().await };
        Ok(done?)
    }
}

/// An instant as `timestamptz`, which keeps microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant(pub(crate) crm::Timestamp);

/// A day as `date`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) crm::Date);

macro_rules! through_jiff {
    ($own:ident, $theirs:ty) => {
        impl Type<Postgres> for $own {
            fn type_info() -> PgTypeInfo {
                <$theirs as Type<Postgres>>::type_info()
            }
        }

        impl Encode<'_, Postgres> for $own {
            fn encode_by_ref(
                &self,
                buffer: &mut PgArgumentBuffer,
            ) -> std::result::Result<IsNull, BoxDynError> {
                Encode::<Postgres>::encode_by_ref(&<$theirs>::from(self.0), buffer)
            }
        }

        impl<'r> Decode<'r, Postgres> for $own {
            fn decode(value: PgValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
                Ok(Self(<$theirs as Decode<Postgres>>::decode(value)?.to_jiff()))
            }
        }
    };
}
through_jiff!(Instant, jiff_sqlx::Timestamp);
through_jiff!(Day, jiff_sqlx::Date);
