//! Filing, following, withdrawing and reopening requests.

use crate::{hall::Hall, person::Person};
use crm::{
    customers::Tier,
    lines::{BarReason, LineState},
    messages::MessageTopic,
    requests::{
        Category, Choice, Field, FieldError, Problem, Refusal, RequestEventKind, RequestState, Route,
    },
};
use jiff::{SignedDuration, ToSpan, civil::date};
use operations::{
    Actor, Error, Refusal as Refused,
    requests::{self, Cancel, FileRequest, Filed, Reopen, Reply},
    staff_requests::{self, Take, Write},
};
use rstest::rstest;

fn question() -> FileRequest {
    FileRequest {
        category: Some(Category::Question),
        subject: "Roaming".into(),
        text: "What does it cost abroad?".into(),
        ..FileRequest::default()
    }
}

fn loss(person: &Person) -> FileRequest {
    FileRequest {
        category: Some(Category::Loss),
        line: person.phone.code.clone(),
        stolen: true,
        ..FileRequest::default()
    }
}

async fn file(hall: &Hall, actor: &Actor, command: &FileRequest) -> Result<Filed, Error> {
    requests::file(&hall.desk, actor, hall.key(), command).await
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Request(refusal))) => refusal,
        done => panic!("{done:?} is not a refusal of a request"),
    }
}

fn fields<T: std::fmt::Debug>(done: Result<T, Error>) -> Vec<FieldError> {
    match done {
        Err(Error::Refused(Refused::Draft(errors))) => errors,
        done => panic!("{done:?} names no fields"),
    }
}

#[tokio::test]
async fn a_request_comes_in_and_is_followed() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command = FileRequest {
        category: Some(Category::BillDispute),
        line: person.phone.code.clone(),
        bill: person.bill_number(date(2026, 10, 1)),
        call_back: true,
        ..question()
    };
    let filed = file(&hall, &actor, &command).await.unwrap();
    assert!(!filed.line_barred);

    let view = requests::view(&hall.desk, &actor, &filed.number).await.unwrap();
    assert_eq!(view.request.route, Route::Billing);
    assert_eq!(view.bill.unwrap().period_first, date(2026, 10, 1));
    assert_eq!(view.choices, [Choice::Reply, Choice::Cancel]);
    let happened: Vec<_> = view.events.iter().map(|event| (event.kind, event.text.as_str())).collect();
    assert_eq!(happened, [(RequestEventKind::Opened, "What does it cost abroad?")]);

    let told = hall.delivered().await;
    assert_eq!(told.iter().map(|message| message.topic).collect::<Vec<_>>(), [MessageTopic::Request]);
    assert_eq!(
        hall.trail().await[0],
        format!("subscriber:0001-HALL fileRequest request:{} done", filed.number)
    );
}

#[tokio::test]
async fn what_is_missing_is_told_at_once_and_nothing_is_kept() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command = FileRequest { category: Some(Category::Fault), ..FileRequest::default() };
    let missing = [Field::Subject, Field::Text, Field::Line];
    assert_eq!(
        fields(file(&hall, &actor, &command).await),
        missing.map(|field| FieldError { field, problem: Problem::Missing })
    );
    assert!(requests::list(&hall.desk, &actor, None).await.unwrap().requests.is_empty());
}

#[rstest]
#[case::line(|other: &Person| FileRequest { line: other.phone.code.clone(), ..question() })]
#[case::bill(|other: &Person| FileRequest { bill: other.bill_number(date(2026, 10, 1)), ..question() })]
#[tokio::test]
async fn somebody_elses_things_are_not_found(#[case] command: fn(&Person) -> FileRequest) {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let (actor, stranger) = (hall.subscriber(&person).await, hall.subscriber(&other).await);
    assert!(matches!(file(&hall, &actor, &command(&other)).await, Err(Error::NotFound)));
    let filed = file(&hall, &stranger, &question()).await.unwrap();
    assert!(matches!(requests::view(&hall.desk, &actor, &filed.number).await, Err(Error::NotFound)));
    let reply = Reply { number: filed.number, text: "Mine".into() };
    assert!(matches!(requests::reply(&hall.desk, &actor, hall.key(), &reply).await, Err(Error::NotFound)));
    assert!(hall.trail().await[0].ends_with("denied"));
}

#[tokio::test]
async fn a_loss_bars_the_line_with_its_request_and_ends_other_sessions() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, elsewhere) = (hall.subscriber(&person).await, hall.session_of(&person).await);
    let filed = file(&hall, &actor, &loss(&person)).await.unwrap();
    assert!(filed.line_barred);

    let view = requests::view(&hall.desk, &actor, &filed.number).await.unwrap();
    let line = view.line.unwrap();
    assert_eq!((line.state, line.barred), (LineState::Suspended, Some(BarReason::Stolen)));
    let happened: Vec<_> = view.events.iter().map(|event| (event.position, event.kind)).collect();
    assert_eq!(happened, [(1, RequestEventKind::Opened), (2, RequestEventKind::LineBarred)]);
    let topics: Vec<_> = hall.delivered().await.iter().map(|message| message.topic).collect();
    assert_eq!(topics, [MessageTopic::LineBarred, MessageTopic::Request]);
    let sessions = operations::sessions::view(&hall.desk, &actor).await.unwrap().sessions;
    let left: Vec<_> = sessions.iter().map(|own| Some(own.session.id)).collect();
    assert_eq!(left, [actor.session_id()], "and not {:?}", elsewhere.session_id());

    let again = refusal(file(&hall, &actor, &loss(&person)).await);
    assert_eq!(again, Refusal::AlreadyReported { number: filed.number });
}

#[tokio::test]
async fn a_line_that_cannot_be_barred_leaves_no_request() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command = FileRequest { line: person.internet.code.clone(), ..loss(&person) };
    let done = file(&hall, &actor, &command).await;
    assert!(matches!(done, Err(Error::Refused(Refused::Line(crm::lines::Refusal::NotAPhone)))), "{done:?}");
    assert!(requests::list(&hall.desk, &actor, None).await.unwrap().requests.is_empty());
    assert!(hall.delivered().await.is_empty());
}

#[tokio::test]
async fn a_key_files_once() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let key = hall.key();
    let first = requests::file(&hall.desk, &actor, key, &question()).await.unwrap();
    let second = requests::file(&hall.desk, &actor, key, &question()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(requests::list(&hall.desk, &actor, None).await.unwrap().requests.len(), 1);

    // The same words under the same key, but for another step.
    let number = first.number;
    let reply = Reply { number: number.clone(), text: "Still".into() };
    let key = hall.key();
    requests::reply(&hall.desk, &actor, key, &reply).await.unwrap();
    let reopen = Reopen { number, text: "Still".into() };
    assert!(matches!(requests::reopen(&hall.desk, &actor, key, &reopen).await, Err(Error::KeyReused)));
}

#[tokio::test]
async fn a_request_is_withdrawn_with_a_reason() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let number = file(&hall, &actor, &question()).await.unwrap().number;
    let cancel = async |reason: &str| {
        let command = Cancel { number: number.clone(), reason: reason.into() };
        requests::cancel(&hall.desk, &actor, hall.key(), &command).await
    };
    let errors = fields(cancel("  ").await);
    assert_eq!(errors, [FieldError { field: Field::Reason, problem: Problem::Missing }]);
    assert_eq!(cancel("Found it").await.unwrap().state, RequestState::Cancelled);
    assert_eq!(refusal(cancel("Again").await), Refusal::Ended { state: RequestState::Cancelled });
}

#[tokio::test]
async fn a_resolved_request_is_reopened_within_seven_days() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let number = file(&hall, &actor, &question()).await.unwrap().number;
    let reopen = async || {
        let command = Reopen { number: number.clone(), text: "No".into() };
        requests::reopen(&hall.desk, &actor, hall.key(), &command).await
    };
    assert_eq!(refusal(reopen().await), Refusal::NotResolved { state: RequestState::Acknowledged });

    let take = Take { number: number.clone() };
    staff_requests::take(&hall.desk, &agent, hall.key(), &take).await.unwrap();
    let answer = Write { number: number.clone(), text: "Nothing".into() };
    for _ in 0..2 {
        staff_requests::resolve(&hall.desk, &agent, hall.key(), &answer).await.unwrap();
        hall.wait((7 * 24 - 1).hours());
        assert_eq!(reopen().await.unwrap().state, RequestState::InProgress);
    }
    staff_requests::resolve(&hall.desk, &agent, hall.key(), &answer).await.unwrap();
    let until = hall.desk.now() + SignedDuration::from_hours(7 * 24);
    hall.wait((7 * 24).hours());
    assert_eq!(refusal(reopen().await), Refusal::TooLateToReopen { until });
}

#[tokio::test]
async fn the_list_goes_on_where_it_stopped() {
    let mut person = Person::numbered(1);
    person.customer.tier = Tier::Gold;
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let mut numbers = Vec::new();
    for _ in 0..21 {
        numbers.push(file(&hall, &actor, &question()).await.unwrap().number);
    }
    numbers.reverse();
    let first = requests::list(&hall.desk, &actor, None).await.unwrap();
    let rest = requests::list(&hall.desk, &actor, first.next).await.unwrap();
    assert_eq!((first.requests.len(), rest.requests.len(), rest.next), (20, 1, None));
    let listed = first.requests.iter().chain(&rest.requests);
    assert!(listed.clone().all(|request| request.route == Route::AccountManager));
    assert_eq!(listed.map(|request| request.number.clone()).collect::<Vec<_>>(), numbers);
}

#[tokio::test]
async fn the_form_offers_ones_own_lines_and_bills() {
    let mut person = Person::numbered(1);
    person.internet.state = LineState::Terminated;
    person.internet.ended_on = Some(date(2026, 1, 31));
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(2)).await;
    let actor = hall.subscriber(&person).await;
    let form = requests::form(&hall.desk, &actor).await.unwrap();
    assert_eq!(form.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [person.phone.id]);
    let offered: Vec<_> = form.bills.iter().map(|bill| bill.bill.number.clone()).collect();
    assert_eq!(offered, [date(2026, 10, 1), date(2026, 9, 1)].map(|first| person.bill_number(first)));
}

#[tokio::test]
async fn staff_file_nothing() {
    let hall = Hall::open().await;
    let agent = hall.agent("desk.seven").await;
    assert!(matches!(file(&hall, &agent, &question()).await, Err(Error::NotFound)));
    assert!(matches!(file(&hall, &Actor::Visitor, &question()).await, Err(Error::SignInNeeded)));
}
