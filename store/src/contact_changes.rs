//! Changes of the contact number or address. R-CUS-4, R-CUS-10

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    contact_change::{ContactChange, ContactKind},
    ids::{ContactChangeId, CustomerId},
    sign_in::Recent,
};

/// Keeps changes of contacts. What stands in a link comes in as a hash only.
#[async_trait]
pub trait ContactChanges: Send {
    /// Adds a change. Conflict when the customer has an open one of the kind.
    async fn add_contact_change(&mut self, change: &ContactChange) -> Result<()>;

    /// Keeps state, tries, times and link; raises the version. Conflict when it is no longer `change.version`.
    async fn save_contact_change(&mut self, change: &ContactChange) -> Result<()>;

    /// One change.
    async fn contact_change(&mut self, id: ContactChangeId) -> Result<Option<ContactChange>>;

    /// The change that a link takes back, in whatever state.
    async fn contact_change_by_link(&mut self, link_hash: &[u8]) -> Result<Option<ContactChange>>;

    /// The open change of a customer's contact.
    async fn open_contact_change(
        &mut self,
        customer: CustomerId,
        kind: ContactKind,
    ) -> Result<Option<ContactChange>>;

    /// A customer's changes, newest first.
    async fn contact_changes_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<ContactChange>>;

    /// A customer's changes that are under way or were made, and not those that were taken back or given up; oldest first.
    async fn standing_contact_changes(&mut self, customer: CustomerId) -> Result<Vec<ContactChange>>;

    /// Codes sent to new contacts since a time: for the customer, and to the contact, whoever asked. Addresses given up
    /// count for their customer alone.
    async fn recent_contact_codes(
        &mut self,
        customer: CustomerId,
        contact: &str,
        since: Timestamp,
    ) -> Result<Recent>;
}
