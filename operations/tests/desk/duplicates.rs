//! Duplicates: looked for, joined by a supervisor, taken apart.

use crate::{
    hall::{Hall, Newcomer},
    person::Person,
};
use crm::{
    catalogue::OfferingCode,
    company::roles::Role,
    contact_change::ContactKind,
    customers::{CustomerStatus, Origin, PartyKind},
    duplicates::{Likeness, Refusal},
    ids::MergeId,
    orders::{Order, OrderState},
    plan_change::{Start, Wish},
};
use jiff::ToSpan as _;
use operations::{
    Actor, Error, Refusal as Refused,
    company::{
        founding,
        people::{self, Invite},
    },
    contact_change::{self, AskContact},
    duplicates::{self, Dismiss, Join, TakeApart},
    home, lines,
    plan_change::{self, ChangePlan},
};

const REASON: &str = "The same person, twice.";

async fn join(hall: &Hall, actor: &Actor, kept: &str, merged: &str, reason: &str) -> Result<MergeId, Error> {
    let command = Join { kept: kept.to_owned(), merged: merged.to_owned(), reason: reason.to_owned() };
    Ok(duplicates::join(&hall.desk, actor, hall.key(), &command).await?.id)
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Merge(refusal))) => refusal,
        other => panic!("expected a refusal of a merge, not {other:?}"),
    }
}

/// Three customers: the first two with the same document, the first and third with one address and similar names.
async fn three(hall: &Hall) -> [Actor; 3] {
    let mut people = [1, 2, 3].map(Person::numbered);
    "长江贸易".clone_into(&mut people[0].customer.name);
    "长江商贸易".clone_into(&mut people[2].customer.name);
    for at in [0, 2] {
        people[at].customer.email = Some("same@example.com".to_owned());
    }
    let mut actors = Vec::new();
    for person in &people {
        actors.push(hall.subscriber(person).await);
    }
    let parties = [&people[0], &people[1]].map(|person| person.customer.party_id);
    hall.write(|mut unit| async move {
        for party in parties {
            unit.add_id_number(party, &[7; 32], Origin::Generated).await?;
        }
        Ok(())
    })
    .await;
    actors.try_into().unwrap_or_else(|_| panic!("three"))
}

#[tokio::test]
async fn duplicates_are_found_by_document_and_by_name_with_address() {
    let hall = Hall::open().await;
    three(&hall).await;
    let supervisor = hall.supervisor("desk.one").await;
    assert!(duplicates::view(&hall.desk, &supervisor).await.unwrap().defects.is_empty());
    for _ in 0..2 {
        duplicates::ask_look(&hall.desk, &supervisor, hall.key()).await.unwrap();
        hall.run_jobs().await;
    }
    let view = duplicates::view(&hall.desk, &supervisor).await.unwrap();
    let found: Vec<_> = view
        .pairs
        .iter()
        .map(|pair| (pair.one.code.as_str(), pair.other.code.as_str(), pair.likeness))
        .collect();
    let expected = [
        ("0001-HALL", "0002-HALL", Likeness::IdNumber),
        ("0001-HALL", "0003-HALL", Likeness::NameAndAddress),
    ];
    assert_eq!((found.as_slice(), view.more), (&expected[..], false));
    assert!(!view.defects.is_empty());
    let command = Dismiss { one: "0001-HALL".to_owned(), other: "0002-HALL".to_owned() };
    duplicates::dismiss(&hall.desk, &supervisor, hall.key(), &command).await.unwrap();
    assert_eq!(duplicates::view(&hall.desk, &supervisor).await.unwrap().pairs.len(), 1);
}

#[tokio::test]
async fn joined_files_are_one_and_are_taken_apart_again() {
    let hall = Hall::open().await;
    let [first, second, _] = three(&hall).await;
    let (one, two) = (hall.supervisor("desk.one").await, hall.agent("desk.seven").await);
    let denied = join(&hall, &two, "0001-HALL", "0002-HALL", REASON).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
    assert_eq!(refusal(join(&hall, &one, "0001-HALL", "0001-HALL", REASON).await), Refusal::Same);
    assert_eq!(refusal(join(&hall, &one, "0001-HALL", "0002-HALL", "so").await), Refusal::BadReason);
    let merge = join(&hall, &one, "0001-HALL", "0002-HALL", REASON).await.unwrap();
    assert_eq!(lines::list(&hall.desk, &first).await.unwrap().lines.len(), 4);
    assert_eq!(lines::list(&hall.desk, &second).await.unwrap().lines.len(), 0);
    let [_, merged] = duplicates::compare(&hall.desk, &one, "0001-HALL", "0002-HALL").await.unwrap();
    assert_eq!(merged.status, CustomerStatus::Closed);
    assert_eq!(refusal(join(&hall, &one, "0003-HALL", "0002-HALL", REASON).await), Refusal::AlreadyMerged);
    let later = join(&hall, &one, "0003-HALL", "0001-HALL", REASON).await.unwrap();
    let apart =
        async |merge| duplicates::take_apart(&hall.desk, &one, hall.key(), &TakeApart { merge }).await;
    assert_eq!(refusal(apart(merge).await), Refusal::LaterFirst);
    apart(later).await.unwrap();
    apart(merge).await.unwrap();
    assert_eq!(refusal(apart(merge).await), Refusal::Undone);
    for actor in [&first, &second] {
        assert_eq!(lines::list(&hall.desk, actor).await.unwrap().lines.len(), 2);
    }
    let [_, merged] = duplicates::compare(&hall.desk, &one, "0001-HALL", "0002-HALL").await.unwrap();
    assert_eq!(merged.status, CustomerStatus::Active);
}

fn code(actor: &Actor) -> &str {
    match actor {
        Actor::Subscriber(subscriber) => &subscriber.code,
        other => panic!("{other:?} is no customer"),
    }
}

#[tokio::test]
async fn nobody_is_joined_who_is_tied_to_a_company() {
    let hall = Hall::open().await;
    let one = hall.supervisor("desk.one").await;
    let mut file = Newcomer::new(90).file();
    "ACME-1".clone_into(&mut file.customer.code);
    file.customer.kind = PartyKind::Organisation;
    let (id, files) = (file.customer.id, &[file]);
    hall.write(|mut unit| async move { Ok(unit.import_customers(files).await?) }).await;
    let owner = hall.bring(Newcomer::new(1)).await;
    let invited = hall.bring(Newcomer::new(2)).await;
    let free = hall.bring(Newcomer::new(3)).await;
    founding::found(&hall.desk, "ACME-1", code(&owner)).await.unwrap();
    let top = hall.read(|mut unit| async move { Ok(unit.org_top(id).await?.unwrap()) }).await;
    let invite = Invite {
        company: "ACME-1".to_owned(),
        unit: top.code,
        role: Some(Role::Viewer),
        addressee: code(&invited).to_owned(),
    };
    people::invite(&hall.desk, &owner, hall.key(), &invite).await.unwrap();
    for (tied, why) in [
        ("ACME-1", Refusal::Company),
        (code(&owner), Refusal::CompanyRole),
        (code(&invited), Refusal::CompanyRole),
    ] {
        assert_eq!(refusal(join(&hall, &one, code(&free), tied, REASON).await), why, "{tied} ends");
        assert_eq!(refusal(join(&hall, &one, tied, code(&free), REASON).await), why, "{tied} goes on");
    }
    // An invitation that nobody answered is over after a week.
    hall.wait((7 * 24).hours());
    let two = hall.supervisor("desk.two").await;
    join(&hall, &two, code(&free), code(&invited), REASON).await.unwrap();
}

#[tokio::test]
async fn an_order_under_way_is_seen_behind_any_number_of_others() {
    let hall = Hall::open().await;
    let one = hall.supervisor("desk.one").await;
    let [kept, busy] = [hall.bring(Newcomer::new(1)).await, hall.bring(Newcomer::new(2)).await];
    let wish = Wish {
        to: OfferingCode("PHONE-110".to_owned()),
        start: Start::NextCycle,
        seen_price: None,
        seen_effective_on: None,
        accept_fee: None,
    };
    let change = ChangePlan { line: Newcomer::new(2).line(), wish };
    let placed = plan_change::change(&hall.desk, &busy, hall.key(), &change).await.unwrap();
    let order = hall.order(&placed.number).await;
    let ended: Vec<_> = (1..=30_i64)
        .map(|n| Order {
            id: hall.desk.id(),
            number: format!("W{n:05}"),
            state: OrderState::Completed,
            placed_at: order.placed_at + n.minutes(),
            ..order.clone()
        })
        .collect();
    let ended = &ended;
    hall.write(|mut unit| async move {
        for order in ended {
            unit.add_order(order).await?;
        }
        Ok(())
    })
    .await;
    assert_eq!(home::view(&hall.desk, &busy).await.unwrap().orders.len(), 1);
    let why = refusal(join(&hall, &one, code(&kept), code(&busy), REASON).await);
    assert_eq!(why, Refusal::OrderUnderWay);
}

#[tokio::test]
async fn nobody_is_joined_whose_contact_is_about_to_change() {
    let hall = Hall::open().await;
    let one = hall.supervisor("desk.one").await;
    let [kept, moving] = [hall.bring(Newcomer::new(1)).await, hall.bring(Newcomer::new(2)).await];
    let command = AskContact { kind: ContactKind::Mobile, contact: "139 8888 0000".to_owned() };
    contact_change::ask(&hall.desk, &moving, hall.key(), &command).await.unwrap();
    let why = refusal(join(&hall, &one, code(&kept), code(&moving), REASON).await);
    assert_eq!(why, Refusal::ContactChangeOpen);
    // The code was never typed and is over.
    hall.wait(5.minutes());
    join(&hall, &one, code(&kept), code(&moving), REASON).await.unwrap();
}
