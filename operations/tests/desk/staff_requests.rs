//! The queue: who sees what of whom, and who has a request.

use crate::{hall::Hall, person::Person};
use crm::{
    language::Language,
    requests::{Category, Refusal, RequestEventKind, RequestState, Route, StaffChoice},
};
use jiff::ToSpan;
use operations::{
    Actor, Error, Refusal as Refused,
    requests::{self, FileRequest, Reopen, Reply, RequestStands},
    staff_requests::{self, Take, Write},
};
use rstest::rstest;

async fn filed(hall: &Hall, actor: &Actor, category: Category) -> String {
    let command = FileRequest {
        category: Some(category),
        subject: "Roaming".into(),
        text: "What does it cost abroad?".into(),
        ..FileRequest::default()
    };
    requests::file(&hall.desk, actor, hall.key(), &command).await.unwrap().number
}

fn take(number: &str) -> Take {
    Take { number: number.to_owned() }
}

fn write(number: &str, text: &str) -> Write {
    Write { number: number.to_owned(), text: text.to_owned() }
}

fn refusal(done: Result<RequestStands, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Request(refusal))) => refusal,
        done => panic!("{done:?} is not a refusal of a request"),
    }
}

#[tokio::test]
async fn the_queue_is_sorted_by_what_is_due_and_filtered_by_desk() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let question = filed(&hall, &actor, Category::Question).await;
    hall.wait(1.hours());
    let complaint = filed(&hall, &actor, Category::Complaint).await;
    staff_requests::take(&hall.desk, &agent, hall.key(), &take(&question)).await.unwrap();
    hall.wait((47 * 60 + 30).minutes());

    let queue = staff_requests::queue(&hall.desk, &agent, None, None).await.unwrap();
    let rows: Vec<_> = queue
        .rows
        .iter()
        .map(|row| (row.request.number.as_str(), row.late, row.taken_by.as_deref(), row.mine))
        .collect();
    assert_eq!(
        rows,
        [(question.as_str(), true, Some("desk.seven"), true), (complaint.as_str(), false, None, false)]
    );
    let queue = staff_requests::queue(&hall.desk, &agent, Some(Route::Complaints), None).await.unwrap();
    assert_eq!(queue.rows.len(), 1);
    assert_eq!(hall.trail().await[0], "staff:desk.seven viewQueue queue done");
}

#[tokio::test]
async fn the_queue_goes_on_where_it_stopped() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    for _ in 0..21 {
        filed(&hall, &actor, Category::Question).await;
    }
    let first = staff_requests::queue(&hall.desk, &agent, None, None).await.unwrap();
    let rest = staff_requests::queue(&hall.desk, &agent, None, first.next).await.unwrap();
    assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (20, 1, None));
}

#[tokio::test]
async fn a_look_at_a_request_shows_masked_facts_and_is_written_down() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let number = filed(&hall, &actor, Category::Question).await;
    let view = staff_requests::view(&hall.desk, &agent, &number).await.unwrap();
    assert_eq!(view.customer.masked_mobile, "139****0001");
    assert_eq!((view.customer.code.as_str(), view.customer.language), ("0001-HALL", Language::En));
    assert_eq!(view.choices, [StaffChoice::Take, StaffChoice::CallNote]);
    assert!(!format!("{view:?}").contains(person.mobile()));
    assert_eq!(hall.trail().await[0], format!("staff:desk.seven viewQueue request:{number} done"));
    assert!(matches!(staff_requests::view(&hall.desk, &actor, &number).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn of_two_who_take_a_request_one_has_it() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let number = filed(&hall, &actor, Category::Question).await;
    let mut tries = Vec::new();
    for name in ["desk.seven", "desk.eight"] {
        let (desk, agent, key, command) =
            (hall.desk.clone(), hall.agent(name).await, hall.key(), take(&number));
        tries.push(tokio::spawn(async move { staff_requests::take(&desk, &agent, key, &command).await }));
    }
    let mut taken = 0;
    for tried in tries {
        match tried.await.unwrap() {
            Ok(_) => taken += 1,
            refused => assert!(matches!(refusal(refused), Refusal::AlreadyTaken { .. })),
        }
    }
    assert_eq!(taken, 1);
    let events = requests::view(&hall.desk, &actor, &number).await.unwrap().events;
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [RequestEventKind::Opened, RequestEventKind::Taken]);
}

#[tokio::test]
async fn a_conversation_reaches_its_end() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let number = filed(&hall, &actor, Category::Question).await;
    let (desk, key) = (&hall.desk, || hall.key());
    hall.delivered().await;

    staff_requests::take(desk, &agent, key(), &take(&number)).await.unwrap();
    staff_requests::note_call(desk, &agent, key(), &write(&number, "Nobody picked up")).await.unwrap();
    assert!(hall.delivered().await.is_empty(), "these are the staff's own");
    let stands =
        staff_requests::ask_back(desk, &agent, key(), &write(&number, "Which country?")).await.unwrap();
    assert_eq!(stands.state, RequestState::Pending);
    let reply = Reply { number: number.clone(), text: "Norway".into() };
    assert_eq!(requests::reply(desk, &actor, key(), &reply).await.unwrap().state, RequestState::InProgress);
    staff_requests::answer(desk, &agent, key(), &write(&number, "I ask")).await.unwrap();
    let stands =
        staff_requests::resolve(desk, &agent, key(), &write(&number, "0.29 a minute")).await.unwrap();
    assert_eq!(stands.state, RequestState::Resolved);

    let told: Vec<_> = hall.delivered().await.into_iter().map(|message| message.body).collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|body| body.contains(&number)), "{told:?}");
    let seen = staff_requests::view(desk, &agent, &number).await.unwrap();
    assert_eq!(seen.events.len(), 7);
    assert_eq!(seen.taken_by.as_deref(), Some("desk.seven"));
    let shown = requests::view(desk, &actor, &number).await.unwrap().events;
    assert!(shown.iter().all(|event| event.kind != RequestEventKind::CallNote));
    assert_eq!(shown.len(), 6);
}

#[tokio::test]
async fn what_is_resolved_and_not_reopened_is_closed_after_seven_days() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let (desk, key) = (&hall.desk, || hall.key());
    let (left, reopened) =
        (filed(&hall, &actor, Category::Question).await, filed(&hall, &actor, Category::Complaint).await);
    for number in [&left, &reopened] {
        staff_requests::take(desk, &agent, key(), &take(number)).await.unwrap();
        staff_requests::resolve(desk, &agent, key(), &write(number, "Done")).await.unwrap();
    }
    let command = Reopen { number: reopened.clone(), text: "Not yet".into() };
    requests::reopen(desk, &actor, key(), &command).await.unwrap();
    let state = async |number: &str| requests::view(desk, &actor, number).await.unwrap().request.state;

    hall.wait((7 * 24 * 60 - 1).minutes());
    hall.run_jobs().await;
    assert_eq!(state(&left).await, RequestState::Resolved);
    hall.wait(1.minutes());
    hall.run_jobs().await;
    assert_eq!(state(&left).await, RequestState::Closed);
    assert_eq!(state(&reopened).await, RequestState::InProgress);
    assert_eq!(hall.trail().await[0], format!("system workQueue request:{left} done"));
}

#[rstest]
#[case::not_taken(false)]
#[case::taken_by_another(true)]
#[tokio::test]
async fn only_who_took_a_request_answers_it(#[case] taken: bool) {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let (actor, agent) = (hall.subscriber(&person).await, hall.agent("desk.seven").await);
    let number = filed(&hall, &actor, Category::Question).await;
    if taken {
        let other = hall.agent("desk.eight").await;
        staff_requests::take(&hall.desk, &other, hall.key(), &take(&number)).await.unwrap();
    }
    let done = staff_requests::answer(&hall.desk, &agent, hall.key(), &write(&number, "Yes")).await;
    match refusal(done) {
        Refusal::AlreadyTaken { .. } => assert!(taken),
        other => assert_eq!((other, taken), (Refusal::NotTaken, false)),
    }
}
