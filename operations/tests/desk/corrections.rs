//! Corrections of a name: one proposes, a supervisor who did not decides.

use crate::{hall::Hall, person::Person};
use crm::{
    acting::Purpose, corrections::Refusal, customers::CustomerField, field_rules::FieldRefusal,
    ids::CorrectionId,
};
use operations::{
    Actor, Error, Refusal as Refused,
    corrections::{self, Decide, Propose},
    profile,
    staff_customers::{self, OpenCustomer},
};
use rstest::rstest;

async fn open_file(hall: &Hall, actor: &Actor) {
    let command = OpenCustomer {
        customer: "0001-HALL".to_owned(),
        purpose: Some(Purpose::CallerEnquiry),
        request: String::new(),
        reason: "Asks about the name.".to_owned(),
    };
    staff_customers::open(&hall.desk, actor, hall.key(), &command).await.unwrap();
}

async fn propose(hall: &Hall, actor: &Actor, name: &str, reason: &str) -> Result<CorrectionId, Error> {
    let command =
        Propose { customer: "0001-HALL".to_owned(), name: name.to_owned(), reason: reason.to_owned() };
    Ok(corrections::propose(&hall.desk, actor, hall.key(), &command).await?.id)
}

async fn decide(hall: &Hall, actor: &Actor, correction: CorrectionId, approve: bool) -> Result<bool, Error> {
    let command = Decide { correction, approve };
    Ok(corrections::decide(&hall.desk, actor, hall.key(), &command).await?.approved)
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Correction(refusal))) => refusal,
        other => panic!("expected a refusal of a correction, not {other:?}"),
    }
}

const REASON: &str = "A slip at the counter.";

#[tokio::test]
async fn a_name_is_corrected_by_two() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let (one, two) = (hall.supervisor("desk.one").await, hall.supervisor("desk.two").await);
    assert_eq!(refusal(propose(&hall, &one, "长江贸易", REASON).await), Refusal::FileClosed);
    open_file(&hall, &one).await;
    let id = propose(&hall, &one, " 长江贸易 ", REASON).await.unwrap();
    assert_eq!(refusal(propose(&hall, &one, "黄河贸易", REASON).await), Refusal::Over, "one at a time");
    let waiting = corrections::waiting(&hall.desk, &two).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].proposed_by.as_str()), (1, "desk.one"));
    assert!(!waiting[0].is_own && corrections::waiting(&hall.desk, &one).await.unwrap()[0].is_own);
    assert_eq!(refusal(decide(&hall, &one, id, true).await), Refusal::OwnProposal);
    assert!(decide(&hall, &two, id, true).await.unwrap());
    assert_eq!(refusal(decide(&hall, &two, id, true).await), Refusal::Over);

    let view = profile::view(&hall.desk, &customer).await.unwrap();
    assert_eq!(view.customer.name, "长江贸易");
    let change = &view.changes[0];
    assert_eq!((change.field, change.before.as_str()), (CustomerField::Name, "0001-HALL"));
    assert_eq!((change.by.as_str(), change.reason.as_str()), ("staff:desk.two", REASON));
    assert!(hall.delivered().await.iter().any(|message| message.recipient == person.mobile()));
    let found = staff_customers::find(&hall.desk, &two, "cjmy").await.unwrap();
    assert_eq!(found.customers.len(), 1, "found by the new name");
}

#[tokio::test]
async fn a_correction_that_is_rejected_changes_nothing() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let (agent, supervisor) = (hall.agent("desk.seven").await, hall.supervisor("desk.one").await);
    open_file(&hall, &agent).await;
    let id = propose(&hall, &agent, "长江贸易", REASON).await.unwrap();
    let denied = decide(&hall, &agent, id, true).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
    assert!(!decide(&hall, &supervisor, id, false).await.unwrap());
    let view = profile::view(&hall.desk, &customer).await.unwrap();
    assert_eq!((view.customer.name.as_str(), view.changes.len()), ("0001-HALL", 0));
}

#[rstest]
#[case::empty("", REASON, Refusal::Field { why: FieldRefusal::Missing { field: CustomerField::Name } })]
#[case::two_lines("a\nb", REASON, Refusal::Field { why: FieldRefusal::BadFormat { field: CustomerField::Name } })]
#[case::same("0001-HALL", REASON, Refusal::SameAsBefore)]
#[case::no_reason("长江贸易", "so", Refusal::BadReason)]
#[tokio::test]
async fn what_cannot_be_is_not_proposed(#[case] name: &str, #[case] reason: &str, #[case] expected: Refusal) {
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(1)).await;
    let agent = hall.agent("desk.seven").await;
    open_file(&hall, &agent).await;
    assert_eq!(refusal(propose(&hall, &agent, name, reason).await), expected);
}
