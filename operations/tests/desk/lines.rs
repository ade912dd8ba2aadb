//! Barring and freeing lines.

use crate::{hall::Hall, person::Person};
use crm::{
    catalogue::OfferingKind,
    lines::{BarReason, LineState, Loss, Refusal},
    messages::MessageTopic,
    requests::RequestState,
};
use operations::{
    Actor, Error, Refusal as Refused,
    lines::{self, LineStands, ReportLost, Reported, Resume, Suspend},
    requests,
};

async fn report(hall: &Hall, actor: &Actor, line: &str) -> Result<Reported, Error> {
    let command = ReportLost { line: line.to_owned(), loss: Loss::Lost, call_back: false };
    lines::report_lost(&hall.desk, actor, hall.key(), &command).await
}

async fn resume(hall: &Hall, actor: &Actor, line: &str) -> Result<LineStands, Error> {
    lines::resume(&hall.desk, actor, hall.key(), &Resume { line: line.to_owned() }).await
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Line(refusal))) => refusal,
        done => panic!("{done:?} is not a refusal of a line"),
    }
}

async fn topics(hall: &Hall) -> Vec<MessageTopic> {
    hall.delivered().await.iter().map(|message| message.topic).collect()
}

#[tokio::test]
async fn a_list_names_what_runs_on_each_line() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(2)).await;
    let actor = hall.subscriber(&person).await;
    let list = lines::list(&hall.desk, &actor).await.unwrap();
    let listed: Vec<_> = list
        .lines
        .iter()
        .map(|summary| (summary.line.id, summary.products.len(), summary.products[0].kind))
        .collect();
    assert_eq!(
        listed,
        [(person.phone.id, 1, OfferingKind::Plan), (person.internet.id, 1, OfferingKind::Plan)]
    );
    assert_eq!(list.names[&list.lines[0].products[0].offering].en, "Phone 60");
}

#[tokio::test]
async fn a_lost_phone_is_barred_at_once_and_found_again() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let code = &person.phone.code;
    let reported = report(&hall, &actor, code).await.unwrap();
    let view = lines::view(&hall.desk, &actor, code).await.unwrap();
    assert_eq!((view.line.state, view.line.barred), (LineState::Suspended, Some(BarReason::Lost)));
    assert_eq!(view.loss_request.as_ref(), Some(&reported.request));
    assert_eq!(view.may_report_lost(), Err(Refusal::AlreadyBarred { reason: BarReason::Lost }));
    assert_eq!(view.may_resume(), Ok(()));
    assert_eq!(topics(&hall).await, [MessageTopic::LineBarred, MessageTopic::Request]);

    let stands = resume(&hall, &actor, code).await.unwrap();
    assert_eq!(stands, LineStands { state: LineState::Active, barred: None });
    assert_eq!(topics(&hall).await, [MessageTopic::LineBarred]);
    let request = requests::view(&hall.desk, &actor, &reported.request).await.unwrap();
    assert_eq!(request.request.state, RequestState::Cancelled);
    let view = lines::view(&hall.desk, &actor, code).await.unwrap();
    assert_eq!((view.loss_request.as_ref(), view.may_report_lost()), (None, Ok(())));
    report(&hall, &actor, code).await.unwrap();
}

#[tokio::test]
async fn a_loss_report_is_no_way_around_a_debt() {
    let person = Person::numbered(1).barred(BarReason::Overdue);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let code = &person.phone.code;
    assert_eq!(refusal(resume(&hall, &actor, code).await), Refusal::DebtFirst);
    report(&hall, &actor, code).await.unwrap();
    hall.delivered().await;
    let stands = resume(&hall, &actor, code).await.unwrap();
    assert_eq!(stands, LineStands { state: LineState::Suspended, barred: Some(BarReason::Overdue) });
    assert!(topics(&hall).await.is_empty(), "the line is not in use again");
    assert_eq!(refusal(resume(&hall, &actor, code).await), Refusal::DebtFirst);
}

#[tokio::test]
async fn a_pause_begins_and_ends() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let code = &person.internet.code;
    let key = hall.key();
    let suspend = async |key| lines::suspend(&hall.desk, &actor, key, &Suspend { line: code.clone() }).await;
    let paused = LineStands { state: LineState::Suspended, barred: Some(BarReason::CustomerWish) };
    assert_eq!(suspend(key).await.unwrap(), paused);
    assert_eq!(suspend(key).await.unwrap(), paused, "the first answer again");
    let taken = lines::resume(&hall.desk, &actor, key, &Resume { line: code.clone() }).await;
    assert!(matches!(taken, Err(Error::KeyReused)), "a key is for one command");
    let again = refusal(suspend(hall.key()).await);
    assert_eq!(again, Refusal::AlreadyBarred { reason: BarReason::CustomerWish });
    assert_eq!(resume(&hall, &actor, code).await.unwrap().state, LineState::Active);
    assert_eq!(refusal(resume(&hall, &actor, code).await), Refusal::NotBarred);
    assert_eq!(topics(&hall).await, [MessageTopic::LineBarred; 2]);
}

#[tokio::test]
async fn somebody_elses_line_is_not_found() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    hall.welcome(&other).await;
    let code = &other.phone.code;
    assert!(matches!(lines::view(&hall.desk, &actor, code).await, Err(Error::NotFound)));
    assert!(matches!(report(&hall, &actor, code).await, Err(Error::NotFound)));
    assert!(matches!(resume(&hall, &actor, code).await, Err(Error::NotFound)));
    assert!(hall.trail().await.iter().take(2).all(|line| line.ends_with("denied")));
}

#[tokio::test]
async fn two_reports_of_one_loss_bar_once() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let tries = (0..2).map(|_| {
        let (desk, actor, key) = (hall.desk.clone(), actor.clone(), hall.key());
        let command = ReportLost { line: person.phone.code.clone(), loss: Loss::Stolen, call_back: true };
        tokio::spawn(async move { lines::report_lost(&desk, &actor, key, &command).await.is_ok() })
    });
    let mut reported = 0;
    for tried in tries.collect::<Vec<_>>() {
        reported += usize::from(tried.await.unwrap());
    }
    assert_eq!(reported, 1);
    assert_eq!(requests::list(&hall.desk, &actor, None).await.unwrap().requests.len(), 1);
}
