//! Changes of many lines: each line of a job is done once.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    company::bulk::{Before, BulkAction, BulkItem, BulkItemState as S, BulkJob, BulkState, LineRefusal},
    lines::Refusal,
};
use store::{Error, imports::CustomerFile};

on_both_engines!(a_job_is_done_line_by_line, no_line_is_in_a_job_twice);

fn job(file: &CustomerFile, number: u32) -> BulkJob {
    BulkJob {
        id: given::id("job", number),
        number: format!("J{number}"),
        company_id: file.customer.id,
        by: file.customer.id,
        action: BulkAction::ChangePlan,
        to_unit: None,
        to_plan: Some(given::code(given::OTHER_PLAN)),
        state: BulkState::Draft,
        created_at: at(i64::from(number)),
        finished_at: None,
        version: 1,
    }
}

fn item(file: &CustomerFile, position: i64, line: usize) -> BulkItem {
    BulkItem {
        position,
        line_id: file.lines[line].id,
        user_name: format!("E{position}"),
        state: S::Waiting,
        before: None,
        refusal: None,
    }
}

async fn a_job_is_done_line_by_line(place: &Place) {
    let [file, other] = given::hall_of(&place.store, [1, 2]).await;
    let company = file.customer.id;
    let write = place.store.write(async |mut work| {
        let drawn = job(&file, 1);
        let items = [item(&file, 1, 0), item(&file, 2, 1)];
        work.add_bulk_job(&drawn, &items).await?;
        work.add_bulk_job(&job(&file, 2), &[]).await?;
        assert_eq!(work.bulk_job_of(company, "J1").await?, Some(drawn.clone()));
        assert_eq!(work.bulk_job_of(other.customer.id, "J1").await?, None);
        let numbers: Vec<_> =
            work.bulk_jobs_in(company, 9).await?.into_iter().map(|job| job.number).collect();
        assert_eq!(numbers, ["J2", "J1"]);

        let running = drawn.clone().confirm().unwrap();
        work.save_bulk_job(&running).await?;
        assert!(matches!(work.save_bulk_job(&running).await, Err(Error::Conflict)));
        let waiting = work.bulk_items_in(drawn.id, S::Waiting, 1).await?;
        assert_eq!((waiting.len(), waiting[0].code.as_str(), &waiting[0].item), (1, "P00001", &items[0]));
        let done =
            BulkItem { state: S::Done, before: Some(Before::Order("D7".to_owned())), ..items[0].clone() };
        work.save_bulk_item(drawn.id, &done, S::Waiting).await?;
        // A second time it is no longer waiting.
        assert!(matches!(work.save_bulk_item(drawn.id, &done, S::Waiting).await, Err(Error::Conflict)));
        let refusal = Some(LineRefusal::Line(Refusal::NotAPhone));
        let refused = BulkItem { state: S::Refused, refusal, ..items[1].clone() };
        work.save_bulk_item(drawn.id, &refused, S::Waiting).await?;
        assert!(work.bulk_items_in(drawn.id, S::Waiting, 9).await?.is_empty());
        let kept: Vec<_> = work.bulk_items(drawn.id).await?.into_iter().map(|named| named.item).collect();
        assert_eq!(kept, [done, refused]);
        assert_eq!(work.count_bulk_items(drawn.id).await?, [(S::Done, 1), (S::Refused, 1)]);
        assert_eq!(
            work.bulk_job(drawn.id).await?.map(|job| (job.state, job.version)),
            Some((BulkState::Running, 2))
        );
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn no_line_is_in_a_job_twice(place: &Place) {
    let file = given::hall(&place.store).await;
    let (drawn, items) = (job(&file, 1), [item(&file, 1, 0), item(&file, 2, 0)]);
    let added = place.store.write(async |mut work| work.add_bulk_job(&drawn, &items).await).await;
    assert!(matches!(added, Err(Error::Conflict)), "{added:?}");
}
