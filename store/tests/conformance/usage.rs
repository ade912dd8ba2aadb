//! Usage.

use crate::{engines::Place, given};
use crm::{
    Timestamp,
    ids::LineId,
    usage::{DailyUsage, UsageEvent, UsageKind},
};
use jiff::civil::date;
use store::Error;

on_both_engines!(days_are_those_of_the_operator, events_are_listed_newest_first);

const CHINA: i64 = 8 * 3600;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn used(place: &Place, events: &[(&str, i64, UsageKind, i64)]) -> LineId {
    given::hall_of(&place.store, []).await;
    let mut file = given::file(1);
    let line_id = file.lines[0].id;
    file.usage = events
        .iter()
        .map(|(at, sequence, kind, quantity)| UsageEvent {
            line_id,
            at: moment(at),
            sequence: *sequence,
            kind: *kind,
            quantity: *quantity,
        })
        .collect();
    place
        .store
        .write(async |mut work| work.import_customers(std::slice::from_ref(&file)).await)
        .await
        .unwrap();
    line_id
}

async fn days_are_those_of_the_operator(place: &Place) {
    let line = used(
        place,
        &[
            ("2026-10-31T15:59:59.999999Z", 0, UsageKind::Voice, 3),
            ("2026-10-31T16:00:00Z", 0, UsageKind::Voice, 5),
            ("2026-10-31T16:00:00Z", 1, UsageKind::Data, 700),
            ("2026-11-01T15:59:59.999999Z", 0, UsageKind::Voice, 7),
            ("2026-11-01T16:00:00Z", 0, UsageKind::Message, 1),
        ],
    );
    let line = line.await;
    let day = |day, kind, quantity, events| DailyUsage { day, kind, quantity, events };
    let november_1 = date(2026, 11, 1);
    let all = [
        day(date(2026, 10, 31), UsageKind::Voice, 3, 1),
        day(november_1, UsageKind::Data, 700, 1),
        day(november_1, UsageKind::Voice, 12, 2),
        day(date(2026, 11, 2), UsageKind::Message, 1, 1),
    ];
    let read = place.store.read(async |mut work| {
        let (from, until) = (moment("2026-10-01T00:00:00Z"), moment("2026-12-01T00:00:00Z"));
        assert_eq!(work.daily_usage(line, from, until, CHINA).await?, all);
        let other = given::id::<LineId>("phone", 9);
        assert_eq!(work.daily_usage(other, from, until, CHINA).await?, []);
        // The first moment belongs to the range, the last does not.
        let (from, until) = (moment("2026-10-31T16:00:00Z"), moment("2026-11-01T16:00:00Z"));
        assert_eq!(work.daily_usage(line, from, until, CHINA).await?, all[1..3]);
        // West of UTC the first of November begins later.
        let west = work.daily_usage(line, from, until, -5 * 3600).await?;
        assert_eq!(west[0], day(date(2026, 10, 31), UsageKind::Data, 700, 1));
        assert_eq!(west[2], day(november_1, UsageKind::Voice, 7, 1));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn events_are_listed_newest_first(place: &Place) {
    let line = used(
        place,
        &[
            ("2026-11-01T10:00:00Z", 0, UsageKind::Voice, 1),
            ("2026-11-01T11:00:00Z", 0, UsageKind::Voice, 2),
            ("2026-11-01T11:00:00Z", 1, UsageKind::Data, 3),
        ],
    );
    let line = line.await;
    let read = place.store.read(async |mut work| {
        let quantities = |events: Vec<UsageEvent>| -> Vec<i64> {
            events.into_iter().map(|event| event.quantity).collect()
        };
        let late = moment("2026-11-02T00:00:00Z");
        assert_eq!(quantities(work.usage_events(line, late, 2).await?), [3, 2]);
        assert_eq!(quantities(work.usage_events(line, moment("2026-11-01T11:00:00Z"), 9).await?), [1]);
        let [event] = &work.usage_events(line, moment("2026-11-01T10:30:00Z"), 9).await?[..] else {
            panic!("one event")
        };
        assert_eq!((event.at, event.kind), (moment("2026-11-01T10:00:00Z"), UsageKind::Voice));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}
