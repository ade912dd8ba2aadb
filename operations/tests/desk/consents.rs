//! What a customer agrees to.

use crate::{hall::Hall, person::Person};
use crm::consents::ConsentPurpose::{Marketing, Recommendations};
use operations::{
    Actor, Error,
    consents::{self, Say},
    profile,
};

async fn say(hall: &Hall, actor: &Actor, purpose: crm::consents::ConsentPurpose, given: bool) -> bool {
    consents::say(&hall.desk, actor, hall.key(), &Say { purpose, given }).await.unwrap().is_new
}

#[tokio::test]
async fn what_is_agreed_to_is_written_down_and_taken_back() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    assert!(!say(&hall, &actor, Marketing, false).await, "nothing was agreed to");
    assert!(say(&hall, &actor, Marketing, true).await);
    assert!(!say(&hall, &actor, Marketing, true).await);
    assert!(say(&hall, &actor, Recommendations, false).await);
    assert!(say(&hall, &actor, Marketing, false).await);
    let ledger = consents::view(&hall.desk, &actor).await.unwrap();
    let said: Vec<_> =
        ledger.iter().map(|consent| (consent.purpose, consent.given, consent.wording)).collect();
    assert_eq!(said, [(Marketing, true, 1), (Recommendations, false, 1), (Marketing, false, 1)]);
    let view = profile::view(&hall.desk, &actor).await.unwrap();
    assert!(!view.customer.marketing_consent);
    assert_eq!(view.changes.len(), 2, "both changes of the mark stand in the history");
    assert_eq!(hall.trail().await[0], "subscriber:0001-HALL manageConsents customer:0001-HALL done");
}

#[tokio::test]
async fn a_mark_that_came_with_the_file_is_taken_back() {
    let mut person = Person::numbered(1);
    person.customer.marketing_consent = true;
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    assert!(say(&hall, &actor, Marketing, false).await);
    assert!(!profile::view(&hall.desk, &actor).await.unwrap().customer.marketing_consent);
}

#[tokio::test]
async fn nobody_agrees_for_another() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    let command = Say { purpose: Marketing, given: true };
    for actor in [Actor::Visitor, hall.agent("desk.seven").await, Actor::System] {
        let denied = consents::say(&hall.desk, &actor, hall.key(), &command).await;
        assert!(matches!(denied, Err(Error::NotFound | Error::SignInNeeded)), "{denied:?}");
    }
}
