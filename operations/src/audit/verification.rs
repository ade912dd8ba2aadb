//! Following the whole chain, in constant memory.

use crate::{Error, Result};
use crm::audit::chain::{Broken, Head, Verifier};
use store::{Store, audit::AuditCounts};

/// Links read at a time. A swap is named as one when both ends are in the same run.
const RUN: i64 = 1_000;

/// What was found to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The end of the chain.
    pub head: Head,
    /// Events that wait for their seal.
    pub waiting: i64,
    /// Events that are neither sealed nor wait: somebody took them off the list.
    pub forgotten: i64,
}

/// Follows the chain from its beginning to its end, and names the first link that does not hold. With a head that was
/// `noted` formerly, that one has to be in the chain.
pub async fn verify(store: &Store, noted: Option<Head>) -> Result<std::result::Result<Verified, Broken>> {
    let mut verifier = Verifier::expecting(noted);
    loop {
        // A snapshot for each run: one for all would keep the database from tidying up meanwhile, and links only come.
        let after = verifier.head().position;
        // What stands before the first position stands beside the chain.
        let after = if after == 0 { i64::MIN } else { after };
        let run =
            store.read(|mut unit| async move { Ok::<_, Error>(unit.links_after(after, RUN).await?) }).await?;
        if run.is_empty() {
            break;
        }
        if let Err(broken) = verifier.follow(&run) {
            return Ok(Err(broken));
        }
    }
    let head = match verifier.finish() {
        Ok(head) => head,
        Err(broken) => return Ok(Err(broken)),
    };
    let AuditCounts { events, seals, waiting } =
        store.read(|mut unit| async move { Ok::<_, Error>(unit.count_audit().await?) }).await?;
    Ok(Ok(Verified { head, waiting, forgotten: events - seals - waiting }))
}
