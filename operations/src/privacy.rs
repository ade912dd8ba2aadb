//! What a customer sees of staff at their file: who looked, when, why, and what was done. R-SYS-2

use crate::{Actor, Desk, Error, Result, access::Operation, acting::roles};
use crm::{
    Timestamp,
    acting::{Acting, Ended, Grounds, Mode, StaffView},
    audit::AuditEvent,
    ids::{ActingId, StaffId},
    sign_in::StaffRole,
};
use std::collections::HashMap;

/// One time that staff were at the file.
#[derive(Clone, Debug)]
pub struct Access {
    /// What kind of staff; the customer learns the role, not the name.
    pub role: Option<StaffRole>,
    /// Why.
    pub grounds: Grounds,
    /// Since when.
    pub began_at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// A look, or an acting with what was done.
    pub kind: AccessKind,
}

/// How far it went.
#[derive(Clone, Debug)]
pub enum AccessKind {
    /// The file was looked at.
    Look,
    /// The customer's pages were used.
    Acting {
        /// Which.
        id: ActingId,
        /// To look only, or to do something.
        mode: Mode,
        /// How it ended; `None` also for one that is over and not written down as such yet.
        ended: Option<Ended>,
        /// It has not ended: the customer may end it now.
        active: bool,
        /// What was done, in its order.
        changes: Vec<AuditEvent>,
    },
}

/// How many of either a page lists.
const LISTED: i64 = 50;
/// How many changes are looked at.
const CHANGES: i64 = 200;

/// Looks and actings at the file of the customer who asks, newest first.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<Vec<Access>> {
    let own = actor.own(Operation::ViewPrivacy)?;
    let (looks, actings, changes, staff) = desk
        .store
        .read(|mut unit| async move {
            Ok::<_, Error>((
                unit.staff_views_of(own.id(), LISTED).await?,
                unit.actings_of(own.id(), LISTED).await?,
                unit.acting_changes_of(own.id(), CHANGES).await?,
                unit.staff_members().await?,
            ))
        })
        .await?;
    let (now, roles) = (desk.now(), roles(&staff));
    let mut done: HashMap<ActingId, Vec<AuditEvent>> = HashMap::new();
    for (acting, event) in changes.into_iter().rev() {
        done.entry(acting).or_default().push(event);
    }
    let looks = looks.into_iter().map(|look| of_look(look, &roles));
    let actings = actings.into_iter().map(|acting| {
        let changes = done.remove(&acting.id).unwrap_or_default();
        of_acting(&acting, changes, now, &roles)
    });
    let mut all: Vec<Access> = looks.chain(actings).collect();
    all.sort_by_key(|access| std::cmp::Reverse(access.began_at));
    Ok(all)
}

fn of_look(look: StaffView, roles: &HashMap<StaffId, StaffRole>) -> Access {
    Access {
        role: roles.get(&look.staff_id).copied(),
        began_at: look.opened_at,
        until: look.closes_at(),
        grounds: look.grounds,
        kind: AccessKind::Look,
    }
}

fn of_acting(
    acting: &Acting,
    changes: Vec<AuditEvent>,
    now: Timestamp,
    roles: &HashMap<StaffId, StaffRole>,
) -> Access {
    Access {
        role: roles.get(&acting.staff_id).copied(),
        began_at: acting.began_at,
        until: acting.ended.map_or(acting.ends_at, |ended| ended.at),
        grounds: acting.grounds.clone(),
        kind: AccessKind::Acting {
            id: acting.id,
            mode: acting.mode,
            ended: acting.ended,
            active: acting.is_active(now),
            changes,
        },
    }
}
