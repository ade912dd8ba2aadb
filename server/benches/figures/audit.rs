//! The audit trail: 100,000 sealed events, damaged at random places in random ways, and how many of the damages were found
//! where they are; and how fast the chain is followed.
//!
//! The trail is a SQLite file as the program writes it. Each damage is done to the file by somebody who has it, with the
//! triggers dropped and foreign keys off; the program's own verification follows the chain from its beginning, with the head
//! noted before; then the damage is undone.

use crate::{
    report::{Figure, grouped, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use crm::{
    Timestamp,
    audit::{
        AuditEvent, AuditOutcome,
        chain::{Damage, Head},
    },
};
use operations::audit;
use server::config::Configuration;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use std::{path::Path, time::Instant};
use store::{Error, Store};
use uuid::Uuid;

const EVENTS: u32 = 100_000;
const DAMAGES: u32 = 300;
/// Events written in one transaction.
const AT_ONCE: u32 = 1_000;

/// The figures of the audit trail.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let path = workplace.folder().join("audit.db");
    workplace.runtime().block_on(figures(&path))
}

async fn figures(path: &Path) -> Result<Vec<Figure>> {
    let database = format!("sqlite:{}", path.display());
    let configuration = Configuration { database, ..Configuration::default() };
    let desk = server::desk(&configuration).await?;
    fill(desk.store()).await?;
    let begin = Instant::now();
    while audit::seal(&desk).await? > 0 {}
    let sealed = number(EVENTS) / begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let verified = audit::verify(desk.store(), None).await?;
    let followed = number(EVENTS) / begin.elapsed().as_secs_f64();
    let head = verified.context("a sound chain does not hold")?.head;
    ensure!(head.position == i64::from(EVENTS), "the chain has {} links", head.position);

    let mut vandal = Vandal::enter(path).await?;
    let mut located = [0_u32; 4];
    for round in 0..DAMAGES {
        let way = (round % 4) as usize;
        located[way] += u32::from(vandal.is_caught(desk.store(), head, WAYS[way]).await?);
    }
    vandal.connection.close().await?;
    let whole = audit::verify(desk.store(), Some(head)).await?;
    ensure!(whole.is_ok_and(|whole| whole.head == head), "the damages were not undone");
    desk.store().close().await;
    let found: u32 = located.iter().sum();
    let each = DAMAGES / 4;
    let [edits, deletions, swaps, cuts] = located;
    Ok(vec![
        Figure::new(
            format!("damages found and located in {} events", grouped(number(EVENTS))),
            number(found),
            0,
            "damages",
        )
        .at_least(number(DAMAGES))
        .note(format!(
            "of {DAMAGES}: one-byte edits {edits}/{each}, deletions {deletions}/{each}, swaps {swaps}/{each}, ends cut off \
             {cuts}/{each} against a noted head"
        )),
        Figure::new("audit chain followed", followed, 0, "rows/s").note("SQLite, one core, events read back in full"),
        Figure::new("audit events sealed", sealed, 0, "rows/s").note("SQLite, 500 in a transaction, durable"),
    ])
}

/// Writes events as the hall does, without the hall.
async fn fill(store: &Store) -> Result<()> {
    for first in (0..EVENTS).step_by(AT_ONCE as usize) {
        let write = store.write(|mut unit| async move {
            for number in first..first + AT_ONCE {
                unit.record(&event(number)).await?;
            }
            Ok::<_, Error>(())
        });
        write.await?;
    }
    Ok(())
}

fn event(number: u32) -> AuditEvent {
    AuditEvent {
        id: Uuid::from_u128(0x0193_0000 << 96 | u128::from(number)).into(),
        at: Timestamp::from_second(1_793_600_000 + i64::from(number)).unwrap_or(Timestamp::UNIX_EPOCH),
        actor: format!("subscriber:{:04}-HALL", number % 7_043),
        operation: "changePlan".to_owned(),
        object: format!("order:D{number:09}"),
        outcome: AuditOutcome::Done,
        facts: r#"{"before":"5G-129","after":"5G-199","start":"nextCycle"}"#.to_owned(),
    }
}

/// A way to bend the trail.
#[derive(Clone, Copy)]
enum Way {
    /// One byte of an event or its hash.
    Edit,
    /// An event, or its link, is gone.
    Delete,
    /// Two events in each other's places.
    Swap,
    /// Everything from some link on is gone.
    Cut,
}

const WAYS: [Way; 4] = [Way::Edit, Way::Delete, Way::Swap, Way::Cut];

/// Somebody who has the file.
struct Vandal {
    connection: SqliteConnection,
    state: u64,
}

impl Vandal {
    async fn enter(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
        let connection = SqliteConnection::connect_with(&options).await?;
        let mut vandal = Self { connection, state: 2_026 };
        let triggers: Vec<(String,)> = sqlx::query_as(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'",
        )
        .fetch_all(&mut vandal.connection)
        .await?;
        for (trigger,) in triggers {
            vandal.run(format!("DROP TRIGGER {trigger}")).await?;
        }
        vandal.run("CREATE TABLE kept_seals AS SELECT * FROM audit_seals".to_owned()).await?;
        vandal.run("CREATE TABLE kept_events AS SELECT * FROM audit_events".to_owned()).await?;
        vandal.run("CREATE INDEX kept_by_position ON kept_seals (position)".to_owned()).await?;
        vandal.run("CREATE INDEX kept_by_id ON kept_events (id)".to_owned()).await?;
        Ok(vandal)
    }

    async fn run(&mut self, statements: String) -> Result<()> {
        self.connection.execute(AssertSqlSafe(statements)).await?;
        Ok(())
    }

    /// A number below `end`, the same in every run.
    fn draw(&mut self, end: i64) -> i64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.state >> 33).unwrap_or(0) % end
    }

    /// Does one damage, has it looked for and undoes it; says whether it was found where it is, as what it is.
    async fn is_caught(&mut self, store: &Store, noted: Head, way: Way) -> Result<bool> {
        let first = 1 + self.draw(noted.position - 1);
        let other = first + 1 + self.draw(noted.position - first);
        let events = |seals: &str| format!("(SELECT event_id FROM kept_seals WHERE position {seals})");
        let (seals, damage) = match way {
            Way::Edit => (format!("= {first}"), self.edit(first)),
            Way::Delete => {
                let seals = format!("= {first}");
                let damage = match self.draw(2) {
                    0 => format!("DELETE FROM audit_seals WHERE position {seals}"),
                    _ => format!("DELETE FROM audit_events WHERE id IN {}", events(&seals)),
                };
                (seals, damage)
            }
            Way::Swap => {
                let seals = format!("IN ({first}, {other})");
                let damage = format!(
                    "DELETE FROM audit_seals WHERE position {seals}; INSERT INTO audit_seals (position, event_id, hash) \
                     SELECT {first} + {other} - position, event_id, hash FROM kept_seals WHERE position {seals}"
                );
                (seals, damage)
            }
            Way::Cut => {
                let seals = format!(">= {first}");
                let damage = format!(
                    "DELETE FROM audit_seals WHERE position {seals}; DELETE FROM audit_events WHERE id IN {}",
                    events(&seals)
                );
                (seals, damage)
            }
        };
        self.run(damage).await?;
        let found = audit::verify(store, Some(noted)).await?;
        self.run(format!(
            "INSERT OR REPLACE INTO audit_events SELECT * FROM kept_events WHERE id IN {}; \
             INSERT OR REPLACE INTO audit_seals SELECT * FROM kept_seals WHERE position {seals}",
            events(&seals)
        ))
        .await?;
        Ok(found.is_err_and(|broken| {
            let as_it_is = match way {
                Way::Edit => broken.damage == Damage::Changed,
                // Over a long distance a swap is told as a change.
                Way::Swap => {
                    matches!(broken.damage, Damage::Changed)
                        || broken.damage == Damage::Swapped { with: other }
                }
                Way::Delete | Way::Cut => broken.damage == Damage::Missing,
            };
            broken.position == first && as_it_is
        }))
    }

    /// Changes one byte of the event at a position, or of its hash.
    fn edit(&mut self, position: i64) -> String {
        let at = 1 + self.draw(8);
        let event = format!("(SELECT event_id FROM audit_seals WHERE position = {position})");
        match self.draw(6) {
            0 => {
                // `||` makes text of bytes, and the column takes none.
                let bent = format!(
                    "cast(substr(hash, 1, {at} - 1) || CASE substr(hash, {at}, 1) WHEN x'FF' THEN x'00' ELSE x'FF' END \
                     || substr(hash, {at} + 1) AS BLOB)"
                );
                format!("UPDATE audit_seals SET hash = {bent} WHERE position = {position}")
            }
            1 => format!("UPDATE audit_events SET at = at + (1 << (8 * ({at} % 4))) WHERE id = {event}"),
            field => {
                let field =
                    ["actor", "operation", "object", "facts"][usize::try_from(field - 2).unwrap_or(0)];
                format!(
                    "UPDATE audit_events SET {field} = substr({field}, 1, {at} - 1) || '~' || substr({field}, {at} + 1) \
                     WHERE id = {event}"
                )
            }
        }
    }
}
