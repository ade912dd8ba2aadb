//! Chaining events by hash, after the transactions that they describe: so that the chain is no bottleneck.

use crate::{Desk, Error, Result};
use crm::audit::chain::Head;
use store::audit::Backlog;

/// Events sealed in one transaction: few enough that others who write hardly wait.
const AT_ONCE: i64 = 500;

/// Seals events that wait, the oldest first; says how many. Call again at once while it returns more than zero.
///
/// Several instances may do this at the same time: a position is taken once, and whoever comes second begins again
/// behind it. An event that was committed late, with an earlier time, gets the next position.
pub async fn seal(desk: &Desk) -> Result<usize> {
    let waiting =
        desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.unsealed_events(1).await?) }).await?;
    if waiting.is_empty() {
        // Most looks find nothing, and need not hold up anybody who writes.
        return Ok(0);
    }
    desk.store
        .write(|mut unit| async move {
            let events = unit.unsealed_events(AT_ONCE).await?;
            let mut head = unit.chain_head().await?;
            let mut seals = Vec::with_capacity(events.len());
            for event in &events {
                let seal = head.next(event);
                head = Head::from(&seal);
                seals.push(seal);
            }
            unit.add_seals(&seals).await?;
            Ok::<_, Error>(seals.len())
        })
        .await
}

/// How many events wait for their seal, and since when.
pub async fn backlog(desk: &Desk) -> Result<Backlog> {
    desk.store.read(|mut unit| async move { Ok(unit.audit_backlog().await?) }).await
}
