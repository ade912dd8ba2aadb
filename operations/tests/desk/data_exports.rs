//! A customer's copy of what is kept of them.

use crate::{hall::Hall, person::Person};
use crm::data_exports::{DataExportState, Refusal};
use jiff::ToSpan;
use operations::{Error, Refusal as Refused, data_exports, jobs};

async fn link(hall: &Hall) -> String {
    let messages = hall.delivered().await;
    let told = messages.iter().rfind(|message| message.body.contains("token=")).expect("a link");
    told.body.rsplit("token=").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_copy_is_made_told_and_handed_out_once_to_its_owner() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, stranger) = (hall.subscriber(&person).await, hall.subscriber(&Person::numbered(2)).await);
    data_exports::ask(&hall.desk, &actor, hall.key()).await.unwrap();
    let again = data_exports::ask(&hall.desk, &actor, hall.key()).await;
    assert!(matches!(again, Err(Error::Refused(Refused::DataExport(Refusal::TooSoon { .. })))), "{again:?}");
    let link = link(&hall).await;
    assert_eq!(
        data_exports::latest(&hall.desk, &actor).await.unwrap().unwrap().state,
        DataExportState::Ready
    );
    assert!(data_exports::take(&hall.desk, &stranger, &link).await.unwrap().is_none());
    assert!(data_exports::take(&hall.desk, &actor, "x").await.unwrap().is_none());
    let document = data_exports::take(&hall.desk, &actor, &link).await.unwrap().expect("the copy");
    assert_eq!(document.customer.code, "0001-HALL");
    assert_eq!((document.lines.len(), document.bills.len(), document.accounts.len()), (2, 2, 1));
    assert!(document.bills.iter().all(|bill| !bill.lines.is_empty()));
    assert!(data_exports::take(&hall.desk, &actor, &link).await.unwrap().is_none(), "once");
    let trail = format!("{:?}", hall.events().await);
    assert!(!trail.contains(&link), "{trail}");
}

#[tokio::test]
async fn a_copy_that_is_not_taken_is_forgotten() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    data_exports::ask(&hall.desk, &actor, hall.key()).await.unwrap();
    hall.run_jobs().await;
    hall.wait(72.hours());
    jobs::clean_up(&hall.desk).await.unwrap();
    let latest = data_exports::latest(&hall.desk, &actor).await.unwrap().unwrap();
    assert_eq!(latest.state, DataExportState::Expired);
}

#[tokio::test]
async fn a_copy_needs_a_fresh_proof() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    hall.wait(11.minutes());
    let stale = data_exports::ask(&hall.desk, &actor, hall.key()).await;
    assert!(matches!(stale, Err(Error::ProofNeeded)), "{stale:?}");
}
