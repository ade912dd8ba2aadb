//! Finding a customer and opening the file: who sees what, after saying what for.

use crate::{hall::Hall, person::Person};
use crm::{
    acting::{Flaw, Purpose, Refusal},
    customers::{IdNumber, Origin},
};
use jiff::ToSpan;
use operations::{
    Actor, Error, Refusal as Refused,
    privacy::{self, AccessKind},
    staff_customers::{self, CustomerFile, CustomerView, OpenCustomer},
};
use rstest::rstest;

fn command(code: &str) -> OpenCustomer {
    OpenCustomer {
        customer: code.to_owned(),
        purpose: Some(Purpose::Billing),
        request: String::new(),
        reason: "Asks about the bill.".to_owned(),
    }
}

async fn look(hall: &Hall, actor: &Actor) -> Option<CustomerView> {
    match staff_customers::view(&hall.desk, actor, "0001-HALL").await.unwrap() {
        CustomerFile::Open(view) => Some(*view),
        CustomerFile::Closed { .. } => None,
    }
}

#[rstest]
#[case::code("0001-hall", &["0001-HALL"])]
#[case::mobile("139 1002 0002", &["0002-HALL"])]
#[case::beginning_of_the_name("000", &["0001-HALL", "0002-HALL"])]
#[case::middle_of_the_name("HALL", &[])]
#[case::beginning_of_a_number("13910020", &["0001-HALL", "0002-HALL"])]
#[case::end_of_a_number("0002", &["0002-HALL"])]
#[case::middle_of_a_number("910020", &[])]
#[case::line_number("139 1002 0001", &["0001-HALL"])]
#[case::nothing("  ", &[])]
#[tokio::test]
async fn customers_are_found(#[case] term: &str, #[case] codes: &[&str]) {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    let customer = hall.subscriber(&other).await;
    let agent = hall.agent("desk.seven").await;
    let found = staff_customers::find(&hall.desk, &agent, term).await.unwrap();
    let shown: Vec<_> = found.customers.iter().map(|customer| customer.code.as_str()).collect();
    assert_eq!((shown.as_slice(), found.more), (codes, false));
    assert!(found.customers.iter().all(|customer| customer.mobile.contains("****")));
    assert_eq!(hall.trail().await[0], "staff:desk.seven findCustomer customers done");
    let facts = &hall.events().await[0].facts;
    assert!(
        facts.replace(' ', "").contains(&term.replace(' ', ""))
            && facts.contains(&format!("\"found\":{}", codes.len())),
        "{facts}"
    );
    let denied = staff_customers::find(&hall.desk, &customer, term).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
}

#[tokio::test]
async fn a_chinese_name_is_found_by_its_pinyin_and_a_document_by_its_number() {
    let mut person = Person::numbered(1);
    person.customer.name = "长江贸易".to_owned();
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    hall.welcome(&Person::numbered(2)).await;
    let number = IdNumber::of(999_999, jiff::civil::date(1980, 5, 17), 12).unwrap();
    let hash = &hall.desk.settings().index_key.as_ref().unwrap().hash(&number);
    let party = person.customer.party_id;
    hall.write(|mut unit| async move { Ok(unit.add_id_number(party, hash, Origin::Generated).await?) }).await;
    let agent = hall.agent("desk.seven").await;
    for term in ["cj", "CJMY", "chang jiang", "zhangjiang", "长江", number.as_str()] {
        let found = staff_customers::find(&hall.desk, &agent, term).await.unwrap();
        let codes: Vec<_> = found.customers.iter().map(|customer| customer.code.as_str()).collect();
        assert_eq!(codes, ["0001-HALL"], "{term}");
    }
    let other = IdNumber::of(999_999, jiff::civil::date(1980, 5, 17), 13).unwrap();
    let found = staff_customers::find(&hall.desk, &agent, other.as_str()).await.unwrap();
    assert!(found.customers.is_empty());
    let trail = format!("{:?}", hall.events().await);
    assert!(trail.contains("(ID number)") && !trail.contains("19800517"), "{trail}");
}

#[tokio::test]
async fn a_search_shows_twenty_and_says_that_there_are_more() {
    let hall = Hall::open().await;
    for number in 1..=21 {
        hall.welcome(&Person::numbered(number)).await;
    }
    let agent = hall.agent("desk.seven").await;
    let found = staff_customers::find(&hall.desk, &agent, "00").await.unwrap();
    assert_eq!((found.customers.len(), found.more), (20, true));
}

#[tokio::test]
async fn a_file_opens_for_a_purpose_to_one_session_for_half_an_hour() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let (agent, supervisor) = (hall.agent("desk.seven").await, hall.supervisor("desk.one").await);
    assert!(look(&hall, &agent).await.is_none());
    let careless = OpenCustomer { purpose: None, reason: "just so".into(), ..command("0001-HALL") };
    let refused = staff_customers::open(&hall.desk, &agent, hall.key(), &careless).await;
    let flaws = vec![Flaw::PurposeMissing, Flaw::ReasonTooShort { missing: 3 }];
    assert!(
        matches!(&refused, Err(Error::Refused(Refused::Acting(refusal))) if *refusal == Refusal::Grounds { flaws }),
        "{refused:?}"
    );

    staff_customers::open(&hall.desk, &agent, hall.key(), &command("0001-HALL")).await.unwrap();
    let view = look(&hall, &agent).await.expect("the file");
    assert_eq!(hall.trail().await[0], "staff:desk.seven viewCustomer customer:0001-HALL done");
    assert!(!format!("{view:?}").contains(person.mobile()), "masked for who answers");
    assert_eq!((view.customer.mobile.as_str(), view.customer.name.as_str()), ("139****0001", "0**"));
    assert_eq!((view.lines.first.len(), view.dues.owed), (2, crm::money::Money::from_yuan(60)));
    assert!(look(&hall, &supervisor).await.is_none(), "another session says why anew");
    staff_customers::open(&hall.desk, &supervisor, hall.key(), &command("0001-HALL")).await.unwrap();
    let view = look(&hall, &supervisor).await.expect("the file");
    assert_eq!(view.customer.mobile, person.customer.mobile.spaced());

    hall.wait(30.minutes());
    assert!(look(&hall, &agent).await.is_none());
    let seen = privacy::view(&hall.desk, &customer).await.unwrap();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|access| matches!(access.kind, AccessKind::Look)));
    assert_eq!(seen[0].grounds.reason, "Asks about the bill.");
}
