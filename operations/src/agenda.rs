//! What is to be done later: jobs, written in the transaction that causes them.

use crate::{Desk, Result};
use crm::{Timestamp, ids::JobId};
use store::{Unit, jobs::Job};
use uuid::Uuid;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::AsRefStr, strum::EnumString)]
#[strum(serialize_all = "camelCase")]
pub(crate) enum Kind {
    /// Hands a message to its gateway.
    DeliverMessage,
    /// Sends an order to the network on its day.
    SubmitOrder,
    /// Hands a work order to the network.
    SendWorkOrder,
    /// Closes a resolved request once it can no longer be reopened.
    CloseRequest,
    /// Makes a change of contact whose time has come.
    ApplyContactChange,
    /// Makes a customer's copy of what is kept of them.
    MakeDataExport,
    /// Looks for duplicates among all customers.
    LookForDuplicates,
    /// Ends an acting whose half hour is over.
    EndActing,
    /// Hangs a unit of a company elsewhere on its day.
    MoveOrgUnit,
    /// Does the lines of a job over many.
    RunBulkJob,
    /// Undoes them.
    UndoBulkJob,
}

/// Adds a job in the transaction that causes it.
pub(crate) async fn enqueue(
    desk: &Desk,
    work: &mut Unit,
    kind: Kind,
    subject: Uuid,
    due_at: Timestamp,
) -> Result<()> {
    let job = Job {
        id: JobId(desk.id::<Uuid>()),
        kind: kind.as_ref().to_owned(),
        subject: subject.to_string(),
        due_at,
        attempts: 0,
        last_error: None,
    };
    Ok(work.enqueue(&job).await?)
}
