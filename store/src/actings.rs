//! Staff looking at customers' files and acting for customers. R-SYS-2

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    acting::{Acting, StaffView, unusual::Review},
    audit::AuditEvent,
    ids::{ActingId, AuditEventId, CustomerId, SessionId, StaffId, StaffViewId},
};

/// Keeps looks and actings.
#[async_trait]
pub trait Actings: Send {
    /// Keeps that a file was opened.
    async fn add_staff_view(&mut self, view: &StaffView) -> Result<()>;

    /// The newest look of a session at a customer's file, closed again or not.
    async fn latest_staff_view(
        &mut self,
        session: SessionId,
        customer: CustomerId,
    ) -> Result<Option<StaffView>>;

    /// One look.
    async fn staff_view(&mut self, id: StaffViewId) -> Result<Option<StaffView>>;

    /// Looks at a customer's file, newest first.
    async fn staff_views_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<StaffView>>;

    /// Files of how many different customers besides this one a member of staff opened since.
    async fn count_others_viewed(
        &mut self,
        staff: StaffId,
        besides: CustomerId,
        since: Timestamp,
    ) -> Result<i64>;

    /// Looks with a flag that nobody reviewed, newest first.
    async fn views_to_review(&mut self, limit: i64) -> Result<Vec<StaffView>>;

    /// Keeps that a look was reviewed. Conflict when it was before, or is no unusual one.
    async fn review_view(&mut self, view: StaffViewId, review: &Review) -> Result<()>;

    /// Adds an acting. Conflict when its session has one that did not end.
    async fn add_acting(&mut self, acting: &Acting) -> Result<()>;

    /// Keeps an acting's mode and end; raises the version. Conflict when it is no longer `acting.version`.
    async fn save_acting(&mut self, acting: &Acting) -> Result<()>;

    /// One acting.
    async fn acting(&mut self, id: ActingId) -> Result<Option<Acting>>;

    /// The acting of a session that was not ended; it may be over.
    async fn running_acting(&mut self, session: SessionId) -> Result<Option<Acting>>;

    /// The acting of a session that began last, ended or not.
    async fn latest_acting(&mut self, session: SessionId) -> Result<Option<Acting>>;

    /// A member of staff's actings that were not ended.
    async fn running_actings_of(&mut self, staff: StaffId) -> Result<Vec<Acting>>;

    /// Actings that were not ended, the newest first.
    async fn running_actings(&mut self, limit: i64) -> Result<Vec<Acting>>;

    /// Actings for a customer, newest first.
    async fn actings_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Acting>>;

    /// Keeps that an audit event changed something during an acting.
    async fn add_acting_change(&mut self, acting: ActingId, event: AuditEventId) -> Result<()>;

    /// How many changes were made during an acting.
    async fn count_acting_changes(&mut self, acting: ActingId) -> Result<i64>;

    /// What was changed during actings for a customer, newest first.
    async fn acting_changes_of(
        &mut self,
        customer: CustomerId,
        limit: i64,
    ) -> Result<Vec<(ActingId, AuditEvent)>>;
}
