//! The audit trail.

use crate::{
    engines::{Place, at_once},
    given,
};
use crm::audit::{
    AuditEvent, AuditOutcome,
    chain::{Head, Link, Seal, Verifier},
};
use store::{
    Error, Store, Unit,
    audit::{AuditCounts, Backlog, EventSearch, FoundEvent},
    orders::Before,
};

on_both_engines!(
    events_are_read_newest_first,
    events_cannot_be_changed,
    events_wait_for_their_seal_in_order,
    the_chain_reads_back,
    sealers_do_not_fork_the_chain,
    events_are_found_by_everything_at_once,
    found_events_are_paged,
);

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

async fn record(store: &Store, events: &[AuditEvent]) {
    let write = store.write(async |mut work| {
        for event in events {
            work.record(event).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

/// Seals what waits, as the sealer does; says how many.
pub(crate) async fn seal(work: &mut Unit, limit: i64) -> Result<usize, Error> {
    let mut head = work.chain_head().await?;
    let mut seals: Vec<Seal> = Vec::new();
    for event in work.unsealed_events(limit).await? {
        let seal = head.next(&event);
        head = Head::from(&seal);
        seals.push(seal);
    }
    work.add_seals(&seals).await?;
    Ok(seals.len())
}

async fn links(store: &Store) -> Vec<Link> {
    store.read(async |mut work| work.links_after(0, 10_000).await).await.unwrap()
}

async fn events_are_read_newest_first(place: &Place) {
    record(&place.store, &[1, 2, 3, 4].map(event)).await;
    let latest = place.store.read(async |mut work| work.latest_events(3).await).await.unwrap();
    // Events 2 and 3 happened at the same moment.
    assert_eq!(latest, [event(4), event(3), event(2)]);
}

async fn events_cannot_be_changed(place: &Place) {
    record(&place.store, &[event(1)]).await;
    place.store.write(async |mut work| seal(&mut work, 9).await).await.unwrap();
    let before = links(&place.store).await;
    for change in [
        "UPDATE audit_events SET actor = 'nobody'",
        "DELETE FROM audit_events",
        "UPDATE audit_seals SET position = 9",
        "DELETE FROM audit_seals",
        "INSERT INTO audit_seals SELECT 2, event_id, hash FROM audit_seals",
        "INSERT INTO audit_events SELECT id, at, 'nobody', operation, object, outcome, facts FROM audit_events",
    ] {
        assert!(place.raw(change).await.is_err(), "{change}");
    }
    assert_eq!(links(&place.store).await, before);
    assert_eq!(before[0].event, Some(event(1)));
}

async fn events_wait_for_their_seal_in_order(place: &Place) {
    record(&place.store, &[3, 4, 2].map(event)).await;
    let backlog = place.store.read(async |mut work| work.audit_backlog().await);
    assert_eq!(backlog.await.unwrap(), Backlog { waiting: 3, oldest: Some(event(2).at) });
    assert_eq!(place.store.write(async |mut work| seal(&mut work, 2).await).await.unwrap(), 2);
    // Committed late: earlier than what is sealed already.
    record(&place.store, &[event(1)]).await;
    assert_eq!(place.store.write(async |mut work| seal(&mut work, 9).await).await.unwrap(), 2);
    let sealed: Vec<_> = links(&place.store).await.into_iter().map(|link| link.event.unwrap()).collect();
    assert_eq!(sealed, [2, 3, 1, 4].map(event));
    let (backlog, counts) = place
        .store
        .read(async |mut work| Ok::<_, Error>((work.audit_backlog().await?, work.count_audit().await?)))
        .await
        .unwrap();
    assert_eq!(backlog, Backlog::default());
    assert_eq!(counts, AuditCounts { events: 4, seals: 4, waiting: 0 });
}

async fn the_chain_reads_back(place: &Place) {
    // More than one statement takes.
    let events: Vec<_> = (0..1_100).map(event).collect();
    record(&place.store, &events).await;
    place.store.write(async |mut work| seal(&mut work, 2_000).await).await.unwrap();
    let mut verifier = Verifier::default();
    loop {
        let after = verifier.head().position;
        let run = place.store.read(async |mut work| work.links_after(after, 400).await).await.unwrap();
        if run.is_empty() {
            break;
        }
        verifier.follow(&run).unwrap();
    }
    let head = place.store.read(async |mut work| work.chain_head().await).await.unwrap();
    assert_eq!((verifier.finish(), head.position), (Ok(head), 1_100));
}

async fn sealers_do_not_fork_the_chain(place: &Place) {
    const EVENTS: u32 = 120;
    let done = at_once(5, |sealer| {
        let store = place.store.clone();
        async move {
            let mut sealed = 0;
            for number in (sealer..EVENTS).step_by(5) {
                record(&store, &[event(number)]).await;
                // A race that is lost too often is lost; the next look seals what is left.
                sealed += store.write(async |mut work| seal(&mut work, 7).await).await.unwrap_or_default();
            }
            sealed
        }
    });
    let mut sealed: usize = done.await.into_iter().sum();
    sealed += place.store.write(async |mut work| seal(&mut work, 1_000).await).await.unwrap();
    assert_eq!(sealed, EVENTS as usize);
    let links = links(&place.store).await;
    let mut verifier = Verifier::default();
    verifier.follow(&links).unwrap();
    assert_eq!(verifier.finish().unwrap().position, i64::from(EVENTS));
}

async fn events_are_found_by_everything_at_once(place: &Place) {
    let signed_in = AuditEvent {
        actor: "staff:wren".to_owned(),
        operation: "signIn".to_owned(),
        outcome: AuditOutcome::Done,
        ..event(5)
    };
    record(&place.store, &[event(1), event(3), signed_in.clone()]).await;
    place.store.write(async |mut work| seal(&mut work, 2).await).await.unwrap();
    let of = |text: &str| Some(text.to_owned());
    let cases = [
        (EventSearch::default(), vec![5, 3, 1]),
        (EventSearch { actor: of("staff:wren"), ..EventSearch::default() }, vec![5]),
        (EventSearch { actor: of("staff"), ..EventSearch::default() }, vec![]),
        (EventSearch { object: of("line:3"), ..EventSearch::default() }, vec![3]),
        (
            EventSearch { actor: of("subscriber:C00001"), object: of("line:1"), ..EventSearch::default() },
            vec![1],
        ),
        (EventSearch { actor: of("staff:wren"), object: of("line:1"), ..EventSearch::default() }, vec![]),
        (EventSearch { operation: of("signIn"), ..EventSearch::default() }, vec![5]),
        (EventSearch { outcome: Some(AuditOutcome::Refused), ..EventSearch::default() }, vec![3, 1]),
        (EventSearch { from: Some(event(3).at), ..EventSearch::default() }, vec![5, 3]),
        (EventSearch { until: Some(event(3).at), ..EventSearch::default() }, vec![1]),
    ];
    for (search, numbers) in cases {
        let found =
            place.store.read(async |mut work| work.find_events(&search, None, 9).await).await.unwrap();
        let expected: Vec<_> = numbers
            .into_iter()
            .map(|number| FoundEvent {
                event: if number == 5 { signed_in.clone() } else { event(number) },
                position: [(1, 1), (3, 2)]
                    .iter()
                    .find(|(of, _)| *of == number)
                    .map(|(_, position)| *position),
            })
            .collect();
        assert_eq!(found, expected, "{search:?}");
    }
}

async fn found_events_are_paged(place: &Place) {
    let mut events: Vec<_> = (0..9).map(event).collect();
    record(&place.store, &events).await;
    events.reverse();
    let search = EventSearch { actor: Some("subscriber:C00001".to_owned()), ..EventSearch::default() };
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page =
            place.store.read(async |mut work| work.find_events(&search, before, 2).await).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(Before { at: last.event.at, id: last.event.id.0 });
        found.extend(page.into_iter().map(|found| found.event));
    }
    assert_eq!(found, events);
}
