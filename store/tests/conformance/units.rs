//! Units of work: all or nothing, one snapshot, many writers, and owners that go away in the middle.

use crate::{
    audit,
    engines::{Place, at_once},
    given, jobs,
};
use crm::{Timestamp, audit::AuditEvent, money::Money};
use jiff::civil::date;
use std::{
    future::Future as _,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};
use store::{Error, Retry, Store};
use tokio::sync::Notify;

on_both_engines!(
    an_error_leaves_nothing,
    work_is_run_again_after_a_conflict,
    a_conflict_that_stays_is_handed_out,
    many_writers_are_all_kept,
    a_refusal_leaves_the_work_of_others,
    reads_see_one_snapshot,
    a_read_does_not_write,
    an_owner_that_goes_away_leaves_nothing,
    going_away_at_any_moment_harms_nobody,
    a_panic_leaves_nothing,
    the_database_answers,
    a_database_is_opened_again,
    another_programs_tables_are_refused,
);

async fn events(store: &Store) -> Vec<AuditEvent> {
    store.read(async |mut work| work.latest_events(10_000).await).await.unwrap()
}

/// Two rows that belong together.
async fn write_pair(store: &Store, number: u32) -> Result<(), Error> {
    store
        .write(async |mut work| {
            work.record(&audit::event(number)).await?;
            work.enqueue(&jobs::job(number)).await
        })
        .await
}

/// The numbers of the pairs of which the database holds both rows; fails when it holds a half.
async fn whole_pairs(store: &Store) -> usize {
    let read = store.read(async |mut work| {
        let events = work.latest_events(10_000).await?.len();
        Ok::<_, Error>((events, work.count_jobs().await?.waiting))
    });
    let (events, jobs) = read.await.unwrap();
    assert_eq!(events, usize::try_from(jobs).unwrap(), "half of a pair");
    events
}

#[derive(Debug)]
enum Failure {
    Refused,
    Store(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl Retry for Failure {
    fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_worth_retrying())
    }
}

async fn an_error_leaves_nothing(place: &Place) {
    let done = place.store.write(async |mut work| {
        work.record(&audit::event(1)).await?;
        Err::<(), _>(Failure::Refused)
    });
    assert!(matches!(done.await, Err(Failure::Refused)));
    assert_eq!(events(&place.store).await, []);
    write_pair(&place.store, 1).await.unwrap();
    assert_eq!(whole_pairs(&place.store).await, 1);
}

async fn work_is_run_again_after_a_conflict(place: &Place) {
    let runs = AtomicU32::new(0);
    let done = place.store.write(async |mut work| {
        work.record(&audit::event(1)).await?;
        match runs.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Error::Conflict),
            1 => Err(Error::Serialization),
            run => Ok(run),
        }
    });
    assert_eq!(done.await.unwrap(), 2);
    assert_eq!(events(&place.store).await, [audit::event(1)]);
}

async fn a_conflict_that_stays_is_handed_out(place: &Place) {
    write_pair(&place.store, 1).await.unwrap();
    let runs = AtomicU32::new(0);
    let refused = place.store.write(async |mut work| {
        runs.fetch_add(1, Ordering::Relaxed);
        work.record(&audit::event(1)).await
    });
    assert!(matches!(refused.await, Err(Error::Conflict)));
    assert!(runs.into_inner() > 1);
    assert_eq!(whole_pairs(&place.store).await, 1);
}

async fn many_writers_are_all_kept(place: &Place) {
    let outcomes = at_once(64, |number| {
        let store = place.store.clone();
        async move {
            write_pair(&store, number).await.unwrap();
            // What was acknowledged is there for every reader from then on.
            events(&store).await.contains(&audit::event(number))
        }
    });
    assert_eq!(outcomes.await, [true; 64]);
    assert_eq!(whole_pairs(&place.store).await, 64);
}

async fn a_refusal_leaves_the_work_of_others(place: &Place) {
    let outcomes = at_once(32, |number| {
        let store = place.store.clone();
        async move {
            let done = store.write(async |mut work| {
                work.record(&audit::event(number)).await?;
                work.enqueue(&jobs::job(number)).await?;
                if number.is_multiple_of(3) { Err(Failure::Refused) } else { Ok(()) }
            });
            done.await.is_ok()
        }
    });
    for (number, kept) in (0..).zip(outcomes.await) {
        assert_eq!(kept, !u32::is_multiple_of(number, 3));
    }
    assert_eq!(whole_pairs(&place.store).await, 21);
}

async fn reads_see_one_snapshot(place: &Place) {
    given::hall(&place.store).await;
    let code = given::code(given::PLAN);
    let day = date(2026, 11, 1);
    let read = place.store.read(async |mut work| {
        let before = work.offering(&code, day).await?;
        let write = place.store.write(async |mut work| {
            work.record(&audit::event(1)).await?;
            work.put_price(&code, day, Money::from_yuan(1)).await
        });
        write.await?;
        assert_eq!(work.offering(&code, day).await?, before);
        assert_eq!(work.latest_events(9).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let price = place.store.read(async |mut work| work.offering(&code, day).await).await.unwrap();
    assert_eq!(price.map(|offering| offering.monthly_price), Some(Money::from_yuan(1)));
}

async fn a_read_does_not_write(place: &Place) {
    let refused = place.store.read(async |mut work| work.record(&audit::event(1)).await).await;
    assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    assert_eq!(events(&place.store).await, []);
}

async fn an_owner_that_goes_away_leaves_nothing(place: &Place) {
    let written = Arc::new(Notify::new());
    let unit = tokio::spawn({
        let (store, written) = (place.store.clone(), Arc::clone(&written));
        async move {
            store
                .write(async |mut work| {
                    work.record(&audit::event(1)).await?;
                    written.notify_one();
                    std::future::pending::<()>().await;
                    Ok::<_, Error>(())
                })
                .await
        }
    });
    written.notified().await;
    unit.abort();
    assert!(unit.await.unwrap_err().is_cancelled());
    write_pair(&place.store, 2).await.unwrap();
    assert_eq!(events(&place.store).await, [audit::event(2)]);
}

/// Gives up units after every number of steps they take, while others go on writing.
async fn going_away_at_any_moment_harms_nobody(place: &Place) {
    let mut kept = 0;
    for number in 0..60 {
        let neighbour = tokio::spawn({
            let store = place.store.clone();
            async move { write_pair(&store, 1_000 + number).await }
        });
        let mut unit = Box::pin(write_pair(&place.store, number));
        let mut steps = 0;
        let done = loop {
            if let std::task::Poll::Ready(done) = unit.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                break Some(done);
            }
            if steps == number {
                break None;
            }
            steps += 1;
            tokio::time::sleep(Duration::from_micros(300)).await;
        };
        drop(unit);
        neighbour.await.unwrap().unwrap();
        kept += usize::from(matches!(done, Some(Ok(()))));
    }
    let whole = whole_pairs(&place.store).await;
    // A unit given up while it was committed may be kept: it is there in whole or not at all.
    assert!((60 + kept..=120).contains(&whole), "{kept} acknowledged, {whole} whole");
}

async fn a_panic_leaves_nothing(place: &Place) {
    let unit = tokio::spawn({
        let store = place.store.clone();
        async move {
            store
                .write(async |mut work| {
                    work.record(&audit::event(1)).await?;
                    assert!(work.latest_events(9).await?.is_empty(), "a defect in the middle of a unit");
                    Ok::<_, Error>(())
                })
                .await
        }
    });
    assert!(unit.await.unwrap_err().is_panic());
    write_pair(&place.store, 2).await.unwrap();
    assert_eq!(events(&place.store).await, [audit::event(2)]);
}

async fn the_database_answers(place: &Place) {
    place.store.ping().await.unwrap();
    let name = if place.address.starts_with("sqlite:") { "SQLite" } else { "PostgreSQL" };
    assert_eq!(place.store.engine_name(), name);
    place.store.close().await;
    for closed in [place.store.ping().await, write_pair(&place.store, 1).await] {
        assert!(matches!(closed, Err(Error::Unavailable(_))), "{closed:?}");
    }
}

async fn a_database_is_opened_again(place: &Place) {
    write_pair(&place.store, 1).await.unwrap();
    place.store.close().await;
    let again = Store::open(&place.address).await.unwrap();
    assert_eq!(whole_pairs(&again).await, 1);
    write_pair(&again, 2).await.unwrap();
    assert_eq!(whole_pairs(&again).await, 2);
    again.close().await;
}

async fn another_programs_tables_are_refused(place: &Place) {
    place.raw("UPDATE _sqlx_migrations SET version = version + 9998").await.unwrap();
    let refused = Store::open(&place.address).await.map(|_| ());
    assert!(matches!(refused, Err(Error::Migration(_))), "{refused:?}");
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for address in ["mysql://localhost/hall", "hall.db", ""] {
        let refused = Store::open(address).await.map(|_| ());
        assert!(matches!(refused, Err(Error::Address(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let refused = Store::open("postgres://nobody@127.0.0.1:1/hall").await.map(|_| ());
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
}

/// Instants are kept to the microsecond, before 1970 too.
#[tokio::test]
async fn instants_keep_their_microseconds() {
    let place = Place::sqlite().await;
    let at: Timestamp = "1969-12-31T23:59:59.999999Z".parse().unwrap();
    let event = AuditEvent { at, ..audit::event(1) };
    place.store.write(async |mut work| work.record(&event).await).await.unwrap();
    assert_eq!(events(&place.store).await, [event]);
}
