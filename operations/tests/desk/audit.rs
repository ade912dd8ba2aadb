//! The audit trail: sealed, followed, and read by auditors alone.

use crate::{hall::Hall, person::Person};
use crm::{
    audit::{AuditOutcome, chain::Damage},
    language::Language,
    sign_in::StaffRole,
};
use jiff::ToSpan;
use operations::{
    Actor, Error,
    access::Operation,
    audit::{self, Search, Verified},
    profile, sign_in, staff_requests,
};
use rstest::rstest;
use store::audit::Backlog;

async fn seal_all(hall: &Hall) -> usize {
    let mut sealed = 0;
    loop {
        match audit::seal(&hall.desk).await.unwrap() {
            0 => return sealed,
            more => sealed += more,
        }
    }
}

async fn whole(hall: &Hall) -> Verified {
    audit::verify(hall.desk.store(), None).await.unwrap().unwrap()
}

/// Leaves `count` events in the trail.
async fn leave_events(hall: &Hall, count: usize) {
    for _ in 0..count {
        operations::access::record_denial(&hall.desk, &Actor::Visitor, Operation::ViewBills, "/bills").await;
    }
}

#[tokio::test]
async fn events_are_sealed_after_their_transactions() {
    let hall = Hall::open().await;
    assert_eq!(seal_all(&hall).await, 0);
    let begun = hall.desk.now();
    leave_events(&hall, 3).await;
    hall.wait(90.seconds());
    let backlog = audit::backlog(&hall.desk).await.unwrap();
    assert_eq!(backlog, Backlog { waiting: 3, oldest: Some(begun) });
    assert_eq!(backlog.age(hall.desk.now()).as_secs(), 90);
    assert_eq!((whole(&hall).await.head.position, whole(&hall).await.waiting), (0, 3));
    assert_eq!(seal_all(&hall).await, 3);
    let noted = whole(&hall).await;
    assert_eq!((noted.head.position, noted.waiting, noted.forgotten), (3, 0, 0));

    // More than one batch, and more than one run of the verification.
    leave_events(&hall, 1_200).await;
    assert_eq!(seal_all(&hall).await, 1_200);
    let verified = audit::verify(hall.desk.store(), Some(noted.head)).await.unwrap().unwrap();
    assert_eq!(verified.head.position, 1_203);
}

#[tokio::test]
async fn a_head_that_was_cut_off_is_missed() {
    let hall = Hall::open().await;
    leave_events(&hall, 3).await;
    seal_all(&hall).await;
    let head = whole(&hall).await.head;
    let noted = crm::audit::chain::Head { position: 5, ..head };
    let broken = audit::verify(hall.desk.store(), Some(noted)).await.unwrap().unwrap_err();
    assert_eq!((broken.position, broken.damage), (4, Damage::Missing));
    let noted = crm::audit::chain::Head { hash: [7; 32], ..head };
    let broken = audit::verify(hall.desk.store(), Some(noted)).await.unwrap().unwrap_err();
    assert_eq!((broken.position, broken.damage), (3, Damage::Rewritten));
}

#[rstest]
#[case::agent(StaffRole::SupportAgent)]
#[case::supervisor(StaffRole::Supervisor)]
#[tokio::test]
async fn other_staff_do_not_learn_that_there_is_a_trail(#[case] role: StaffRole) {
    let hall = Hall::open().await;
    let staff = hall.staff("desk.seven", role).await;
    let found = audit::search(&hall.desk, &staff, &Search::default(), None).await;
    assert!(matches!(found, Err(Error::NotFound)));
    assert!(matches!(audit::export(&hall.desk, &staff, &Search::default()).await, Err(Error::NotFound)));
    assert!(matches!(audit::may_see_rights(&staff), Err(Error::NotFound)));
    let found = audit::search(&hall.desk, &Actor::Visitor, &Search::default(), None).await;
    assert!(matches!(found, Err(Error::SignInNeeded)));
}

#[tokio::test]
async fn an_auditor_sees_no_queue_and_no_customer() {
    let hall = Hall::open().await;
    let auditor = hall.staff("owl", StaffRole::Auditor).await;
    let queue = staff_requests::queue(&hall.desk, &auditor, None, None).await;
    assert!(matches!(queue, Err(Error::NotFound)));
    assert!(matches!(profile::view(&hall.desk, &auditor).await, Err(Error::NotFound)));
    audit::may_see_rights(&auditor).unwrap();
    sign_in::sign_out(&hall.desk, &auditor).await.unwrap();
}

#[tokio::test]
async fn the_trail_is_searched_in_the_words_of_people() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("wren").await);
    let auditor = hall.staff("owl", StaffRole::Auditor).await;
    profile::choose_language(&hall.desk, &actor, Language::ZhCn).await.unwrap();
    seal_all(&hall).await;
    hall.wait(24.hours());
    staff_requests::queue(&hall.desk, &agent, None, None).await.unwrap();

    let code = person.customer.code.as_str();
    let mobile = person.mobile();
    let of = |who: &str, object: &str| Search {
        who: who.to_owned(),
        object: object.to_owned(),
        ..Search::default()
    };
    let today = hall.desk.today();
    let yesterday = today.yesterday().unwrap();
    let cases = [
        (Search::default(), vec!["viewQueue", "changeLanguage"]),
        (of(code, ""), vec!["changeLanguage"]),
        (of(mobile, ""), vec!["changeLanguage"]),
        (of(&format!("subscriber:{code}"), ""), vec!["changeLanguage"]),
        (of("", code), vec!["changeLanguage"]),
        (of("", mobile), vec!["changeLanguage"]),
        (of(" wren ", ""), vec!["viewQueue"]),
        (of("wren", code), vec![]),
        (of("nobody", ""), vec![]),
        (of("", "queue"), vec!["viewQueue"]),
        (Search { operation: Some(Operation::ViewQueue), ..Search::default() }, vec!["viewQueue"]),
        (Search { outcome: Some(AuditOutcome::Denied), ..Search::default() }, vec![]),
        (Search { to: Some(yesterday), ..Search::default() }, vec!["changeLanguage"]),
        (Search { from: Some(today), to: Some(today), ..Search::default() }, vec!["viewQueue"]),
    ];
    for (search, expected) in cases {
        let found = audit::search(&hall.desk, &auditor, &search, None).await.unwrap();
        // Looks that were made before are in the trail too.
        let others = found.events.iter().filter(|found| found.event.operation != "viewAudit");
        let operations: Vec<_> = others.map(|found| found.event.operation.as_str()).collect();
        assert_eq!(operations, expected, "{search:?}");
    }
    let found = audit::search(&hall.desk, &auditor, &Search::default(), None).await.unwrap();
    let position = |operation: &str| {
        found.events.iter().find(|found| found.event.operation == operation).unwrap().position
    };
    assert_eq!((position("changeLanguage"), position("viewQueue")), (Some(1), None));
}

#[tokio::test]
async fn every_look_is_written_down_and_not_in_what_it_finds() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    let auditor = hall.staff("owl", StaffRole::Auditor).await;
    let search = Search { who: person.mobile().to_owned(), ..Search::default() };
    assert!(audit::search(&hall.desk, &auditor, &search, None).await.unwrap().events.is_empty());
    let search = Search { who: "13099990000".to_owned(), ..Search::default() };
    assert!(audit::export(&hall.desk, &auditor, &search).await.unwrap().events.is_empty());
    let events = hall.events().await;
    assert_eq!(events.len(), 2);
    for event in &events {
        assert_eq!((event.actor.as_str(), event.operation.as_str()), ("staff:owl", "viewAudit"));
        // Who was looked for stands there by code; a number that is nobody's, masked.
        assert!(!event.facts.contains(person.mobile()) && !event.facts.contains("13099990000"), "{event:?}");
    }
    let known = format!(r#""actor":"subscriber:{}""#, person.customer.code);
    assert!(events.iter().any(|event| event.facts.contains(&known)), "{events:?}");
    let found = audit::search(&hall.desk, &auditor, &Search::default(), None).await.unwrap();
    assert_eq!(found.events.len(), 2);
}

#[tokio::test]
async fn the_trail_goes_on_where_a_page_ends() {
    let hall = Hall::open().await;
    let auditor = hall.staff("owl", StaffRole::Auditor).await;
    leave_events(&hall, 70).await;
    let search = Search { who: "visitor".to_owned(), ..Search::default() };
    let first = audit::search(&hall.desk, &auditor, &search, None).await.unwrap();
    let rest = audit::search(&hall.desk, &auditor, &search, first.next).await.unwrap();
    assert_eq!((first.events.len(), rest.events.len(), rest.next), (50, 20, None));
    let whole = audit::export(&hall.desk, &auditor, &search).await.unwrap();
    let paged: Vec<_> = first.events.into_iter().chain(rest.events).collect();
    assert_eq!((whole.events, whole.next), (paged, None));
}
