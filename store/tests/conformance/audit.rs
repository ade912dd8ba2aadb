//! The audit trail.

use crate::{engines::Place, given};
use crm::audit::{AuditEvent, AuditOutcome};
use store::Error;

on_both_engines!(events_are_read_newest_first, events_cannot_be_changed);

pub(crate) fn event(number: u32) -> AuditEvent {
    AuditEvent {
        id: given::id("event", number),
        at: given::at(i64::from(number) / 2),
        actor: "subscriber:C00001".to_owned(),
        operation: "planChange".to_owned(),
        object: format!("line:{number}"),
        outcome: AuditOutcome::Refused,
        facts: r#"{"from":"5G-129"}"#.to_owned(),
    }
}

async fn events_are_read_newest_first(place: &Place) {
    let events = [1, 2, 3, 4].map(event);
    let write = place.store.write(async |mut work| {
        for event in &events {
            work.record(event).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let latest = place.store.read(async |mut work| work.latest_events(3).await).await.unwrap();
    // Events 2 and 3 happened at the same moment.
    assert_eq!(latest, [event(4), event(3), event(2)]);
}

async fn events_cannot_be_changed(place: &Place) {
    let event = event(1);
    place.store.write(async |mut work| work.record(&event).await).await.unwrap();
    assert!(place.raw("UPDATE audit_events SET actor = 'nobody'").await.is_err());
    assert!(place.raw("DELETE FROM audit_events").await.is_err());
    assert_eq!(place.store.read(async |mut work| work.latest_events(9).await).await.unwrap(), [event]);
}
