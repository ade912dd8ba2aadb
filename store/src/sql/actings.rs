//! Looks and actings in SQL.

use super::{Columns, Instant, Row, Session, audit, query};
use crate::{Result, actings::Actings};
use async_trait::async_trait;
use crm::{
    Timestamp,
    acting::{
        Acting, Ended, Grounds, StaffView,
        unusual::{Flag, Review},
    },
    audit::AuditEvent,
    ids::{ActingId, AuditEventId, CustomerId, SessionId, StaffId, StaffViewId},
};

macro_rules! select_views {
    ($rest:literal) => {
        concat!(
            "SELECT id, staff_id, session_id, customer_id, purpose, request_number, reason, opened_at, flags \
             FROM staff_views ",
            $rest
        )
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, staff_id, session_id, customer_id, purpose, request_number, reason, mode, began_at, ends_at, \
             ended_at, ended_by, version FROM actings ",
            $rest
        )
    };
}

#[async_trait]
impl Actings for Session {
    async fn add_staff_view(&mut self, view: &StaffView) -> Result<()> {
        let insert = query(
            "INSERT INTO staff_views (id, staff_id, session_id, customer_id, purpose, request_number, reason, \
             opened_at, flags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(view.id.0)
            .bind(view.staff_id.0)
            .bind(view.session_id.0)
            .bind(view.customer_id.0)
            .bind(view.grounds.purpose.as_ref())
            .bind(&view.grounds.request_number)
            .bind(&view.grounds.reason)
            .bind(Instant(view.opened_at))
            .bind(written(&view.flags));
        self.run(insert).await?;
        Ok(())
    }

    async fn latest_staff_view(
        &mut self,
        session: SessionId,
        customer: CustomerId,
    ) -> Result<Option<StaffView>> {
        let latest = query(select_views!(
            "WHERE session_id = $1 AND customer_id = $2 ORDER BY opened_at DESC, id DESC LIMIT 1"
        ));
        self.first(latest.bind(session.0).bind(customer.0), read_view).await
    }

    async fn staff_view(&mut self, id: StaffViewId) -> Result<Option<StaffView>> {
        self.first(query(select_views!("WHERE id = $1")).bind(id.0), read_view).await
    }

    async fn staff_views_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<StaffView>> {
        let views = query(select_views!("WHERE customer_id = $1 ORDER BY opened_at DESC, id DESC LIMIT $2"));
        self.all(views.bind(customer.0).bind(limit), read_view).await
    }

    async fn count_others_viewed(
        &mut self,
        staff: StaffId,
        besides: CustomerId,
        since: Timestamp,
    ) -> Result<i64> {
        let count = query(
            "SELECT count(DISTINCT customer_id) AS number FROM staff_views \
             WHERE staff_id = $1 AND customer_id <> $2 AND opened_at > $3",
        );
        self.number(count.bind(staff.0).bind(besides.0).bind(Instant(since))).await
    }

    async fn views_to_review(&mut self, limit: i64) -> Result<Vec<StaffView>> {
        let views = query(select_views!(
            "WHERE flags <> '' AND reviewed_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT $1"
        ));
        self.all(views.bind(limit), read_view).await
    }

    async fn review_view(&mut self, view: StaffViewId, review: &Review) -> Result<()> {
        let update = query(
            "UPDATE staff_views SET reviewed_by = $2, reviewed_at = $3 \
             WHERE id = $1 AND flags <> '' AND reviewed_at IS NULL",
        );
        self.change(update.bind(view.0).bind(review.by.0).bind(Instant(review.at))).await
    }

    async fn add_acting(&mut self, acting: &Acting) -> Result<()> {
        let insert = query(
            "INSERT INTO actings (id, staff_id, session_id, customer_id, purpose, request_number, reason, mode, \
             began_at, ends_at, ended_at, ended_by, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        );
        let insert = insert
            .bind(acting.id.0)
            .bind(acting.staff_id.0)
            .bind(acting.session_id.0)
            .bind(acting.customer_id.0)
            .bind(acting.grounds.purpose.as_ref())
            .bind(&acting.grounds.request_number)
            .bind(&acting.grounds.reason)
            .bind(acting.mode.as_ref())
            .bind(Instant(acting.began_at))
            .bind(Instant(acting.ends_at))
            .bind(acting.ended.map(|ended| Instant(ended.at)))
            .bind(acting.ended.map(|ended| <&'static str>::from(ended.by)))
            .bind(acting.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_acting(&mut self, acting: &Acting) -> Result<()> {
        let update = query(
            "UPDATE actings SET mode = $3, ended_at = $4, ended_by = $5, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(acting.id.0)
            .bind(acting.version)
            .bind(acting.mode.as_ref())
            .bind(acting.ended.map(|ended| Instant(ended.at)))
            .bind(acting.ended.map(|ended| <&'static str>::from(ended.by)));
        self.change(update).await
    }

    async fn acting(&mut self, id: ActingId) -> Result<Option<Acting>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_acting).await
    }

    async fn running_acting(&mut self, session: SessionId) -> Result<Option<Acting>> {
        let running = query(select!("WHERE session_id = $1 AND ended_at IS NULL"));
        self.first(running.bind(session.0), read_acting).await
    }

    async fn latest_acting(&mut self, session: SessionId) -> Result<Option<Acting>> {
        let latest = query(select!("WHERE session_id = $1 ORDER BY began_at DESC, id DESC LIMIT 1"));
        self.first(latest.bind(session.0), read_acting).await
    }

    async fn running_actings_of(&mut self, staff: StaffId) -> Result<Vec<Acting>> {
        let running = query(select!("WHERE staff_id = $1 AND ended_at IS NULL ORDER BY began_at, id"));
        self.all(running.bind(staff.0), read_acting).await
    }

    async fn running_actings(&mut self, limit: i64) -> Result<Vec<Acting>> {
        let running = query(select!("WHERE ended_at IS NULL ORDER BY began_at DESC, id DESC LIMIT $1"));
        self.all(running.bind(limit), read_acting).await
    }

    async fn actings_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<Acting>> {
        let actings = query(select!("WHERE customer_id = $1 ORDER BY began_at DESC, id DESC LIMIT $2"));
        self.all(actings.bind(customer.0).bind(limit), read_acting).await
    }

    async fn add_acting_change(&mut self, acting: ActingId, event: AuditEventId) -> Result<()> {
        let insert = query("INSERT INTO acting_changes (acting_id, event_id) VALUES ($1, $2)");
        self.run(insert.bind(acting.0).bind(event.0)).await?;
        Ok(())
    }

    async fn count_acting_changes(&mut self, acting: ActingId) -> Result<i64> {
        let count = query("SELECT count(*) AS number FROM acting_changes WHERE acting_id = $1");
        self.number(count.bind(acting.0)).await
    }

    async fn acting_changes_of(
        &mut self,
        customer: CustomerId,
        limit: i64,
    ) -> Result<Vec<(ActingId, AuditEvent)>> {
        let changes = query(
            "SELECT c.acting_id, e.id, e.at, e.actor, e.operation, e.object, e.outcome, e.facts FROM actings a \
             JOIN acting_changes c ON c.acting_id = a.id JOIN audit_events e ON e.id = c.event_id \
             WHERE a.customer_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT $2",
        );
        self.all(changes.bind(customer.0).bind(limit), read_change).await
    }
}

fn read_grounds(columns: &Columns<'_>) -> Result<Grounds> {
    Ok(Grounds {
        purpose: columns.word("purpose")?,
        request_number: columns.value("request_number")?,
        reason: columns.value("reason")?,
    })
}

/// Flags as one column holds them: their names, parted by spaces.
fn written(flags: &[Flag]) -> String {
    flags.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ")
}

fn read_flags(names: &str) -> Option<Vec<Flag>> {
    names.split_whitespace().map(|name| name.parse().ok()).collect()
}

fn read_view(row: &Row) -> Result<StaffView> {
    let columns = Columns::of("staff_views", row);
    Ok(StaffView {
        id: columns.id("id")?,
        staff_id: columns.id("staff_id")?,
        session_id: columns.id("session_id")?,
        customer_id: columns.id("customer_id")?,
        grounds: read_grounds(&columns)?,
        opened_at: columns.instant("opened_at")?,
        flags: columns.parsed("flags", columns.value("flags")?, read_flags)?,
    })
}

fn read_acting(row: &Row) -> Result<Acting> {
    let columns = Columns::of("actings", row);
    let ended = columns.maybe_instant("ended_at")?.zip(columns.maybe_word("ended_by")?);
    Ok(Acting {
        id: columns.id("id")?,
        staff_id: columns.id("staff_id")?,
        session_id: columns.id("session_id")?,
        customer_id: columns.id("customer_id")?,
        grounds: read_grounds(&columns)?,
        mode: columns.word("mode")?,
        began_at: columns.instant("began_at")?,
        ends_at: columns.instant("ends_at")?,
        ended: ended.map(|(at, by)| Ended { at, by }),
        version: columns.value("version")?,
    })
}

fn read_change(row: &Row) -> Result<(ActingId, AuditEvent)> {
    Ok((Columns::of("acting_changes", row).id("acting_id")?, audit::read_event(row)?))
}
