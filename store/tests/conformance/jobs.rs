//! Jobs.

use crate::{
    engines::{Place, at_once},
    given::{self, at},
};
use crm::ids::JobId;
use std::collections::BTreeSet;
use store::{
    Error,
    jobs::{Job, JobCounts},
};

on_both_engines!(
    due_jobs_are_leased_oldest_first,
    a_job_is_known_once,
    a_failed_try_comes_again_or_not,
    claims_never_overlap,
);

pub(crate) fn job(number: u32) -> Job {
    Job {
        id: given::id("job", number),
        kind: "deliverMessage".to_owned(),
        subject: format!("message-{number}"),
        due_at: at(i64::from(number)),
        attempts: 0,
        last_error: None,
    }
}

async fn due_jobs_are_leased_oldest_first(place: &Place) {
    let tried = |number| Job { attempts: 1, ..job(number) };
    let write = place.store.write(async |mut work| {
        for number in [3, 1, 4, 2] {
            work.enqueue(&job(number)).await?;
        }
        assert_eq!(work.claim_jobs(at(0), at(10), 9).await?, []);
        assert_eq!(work.claim_jobs(at(3), at(10), 2).await?, [tried(1), tried(2)]);
        assert_eq!(work.claim_jobs(at(3), at(10), 9).await?, [tried(3)]);
        work.finish_job(job(1).id).await?;
        assert_eq!(
            (work.forget_jobs(at(1)).await?, work.forget_jobs(at(2)).await?),
            (0, 1),
            "the one that is done"
        );
        // A lease that ran out is anybody's again.
        let again = Job { attempts: 2, ..job(2) };
        assert_eq!(work.claim_jobs(at(10), at(20), 1).await?, [again]);
        assert_eq!(work.count_jobs().await?, JobCounts { waiting: 3, failed: 0 });
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_job_is_known_once(place: &Place) {
    let again = Job { id: given::id::<JobId>("job", 9), due_at: at(0), ..job(1) };
    let other_kind = Job { id: given::id::<JobId>("job", 8), kind: "sealAudit".to_owned(), ..job(1) };
    let write = place.store.write(async |mut work| {
        work.enqueue(&job(1)).await?;
        work.enqueue(&again).await?;
        work.enqueue(&other_kind).await?;
        let mut ids: Vec<_> =
            work.claim_jobs(at(9), at(10), 9).await?.into_iter().map(|job| job.id).collect();
        ids.sort();
        let mut expected = [job(1).id, other_kind.id];
        expected.sort();
        assert_eq!(ids, expected);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_failed_try_comes_again_or_not(place: &Place) {
    let write = place.store.write(async |mut work| {
        work.enqueue(&job(1)).await?;
        work.claim_jobs(at(1), at(10), 9).await?;
        work.postpone_job(job(1).id, Some(at(5)), "no connection").await?;
        assert_eq!(work.claim_jobs(at(4), at(10), 9).await?, []);
        let second =
            Job { due_at: at(5), attempts: 2, last_error: Some("no connection".to_owned()), ..job(1) };
        assert_eq!(work.claim_jobs(at(5), at(10), 9).await?, [second]);
        work.postpone_job(job(1).id, None, "refused for good").await?;
        assert_eq!(work.claim_jobs(at(99), at(100), 9).await?, []);
        assert_eq!(work.count_jobs().await?, JobCounts { waiting: 0, failed: 1 });
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let unknown = given::id::<JobId>("job", 9);
    let refused = place.store.write(async |mut work| work.finish_job(unknown).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}

async fn claims_never_overlap(place: &Place) {
    const JOBS: u32 = 60;
    let write = place.store.write(async |mut work| {
        for number in 0..JOBS {
            work.enqueue(&job(number)).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let claimed = at_once(6, |_| {
        let store = place.store.clone();
        async move {
            let mut mine = Vec::new();
            loop {
                let jobs =
                    store.write(async |mut work| work.claim_jobs(at(100), at(200), 3).await).await.unwrap();
                if jobs.is_empty() {
                    return mine;
                }
                mine.extend(jobs.into_iter().map(|job| job.id));
            }
        }
    });
    let claimed: Vec<_> = claimed.await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), JOBS as usize);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>().len(), JOBS as usize);
}
