//! What staff write down about a contact with a customer, such as a call. R-CUS-9

use crate::{
    Timestamp,
    ids::{ContactNoteId, CustomerId, StaffId},
};
use serde::{Deserialize, Serialize};

/// A note about a contact. The customer may ask to see it: it is written so that they could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNote {
    /// Identifier.
    pub id: ContactNoteId,
    /// About whom.
    pub customer_id: CustomerId,
    /// Who wrote it.
    pub staff_id: StaffId,
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}
