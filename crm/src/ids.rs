//! One identifier type per kind of thing, so that a line is never looked up by an account's id.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A person or organisation.
    PartyId,
    /// A party in its role as customer.
    CustomerId,
    /// A billing account.
    AccountId,
    /// A line: what a number or an internet access hangs on.
    LineId,
    /// An installed product: a plan or add-on on a line.
    ProductId,
    /// An agreement that binds a line.
    AgreementId,
    /// A bill.
    BillId,
    /// A payment.
    PaymentId,
    /// A ledger transaction.
    TransactionId,
    /// A charge that waits for the next bill.
    ChargeId,
    /// A product order.
    OrderId,
    /// A work order sent to the network.
    WorkOrderId,
    /// A customer's request.
    RequestId,
    /// A recommendation shown to a customer.
    RecommendationId,
    /// A member of the operator's staff.
    StaffId,
    /// A session as its owner sees it in a list; never the secret token.
    SessionId,
    /// A passkey as its owner sees it in a list.
    PasskeyId,
    /// A one-time code that was sent.
    CodeId,
    /// A change of a customer's contact number or address.
    ContactChangeId,
    /// A customer's copy of what is kept of them.
    DataExportId,
    /// A correction of a customer's file that staff propose.
    CorrectionId,
    /// A merge of two customers' files.
    MergeId,
    /// A message to a customer.
    MessageId,
    /// An audit event.
    AuditEventId,
    /// A job.
    JobId,
    /// A look of a member of staff at a customer's file.
    StaffViewId,
    /// A member of staff acting for a customer.
    ActingId,
    /// A check of whether a caller is the customer.
    CallerCheckId,
    /// A note about a contact with a customer.
    ContactNoteId,
    /// A unit in the tree of a company.
    OrgUnitId,
    /// A move of a unit.
    OrgMoveId,
    /// A role granted to a person in a company.
    GrantId,
    /// An invitation to a role in a company.
    InvitationId,
    /// A change of many lines of a company at once.
    BulkJobId,
}
