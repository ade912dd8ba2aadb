//! Staff acting for a customer: who may begin, what it opens, how it ends, and what the customer learns.

use crate::{
    door,
    hall::{Hall, Newcomer},
    person::Person,
};
use crm::{
    acting::{Acting, EndedBy, Flaw, Mode, Purpose, Refusal},
    audit::AuditEvent,
    catalogue::OfferingCode,
    ids::ActingId,
    lines::Loss,
    messages::MessageTopic,
    orders::{Channel, Choice, Doer},
    plan_change::{Start, Wish},
    requests::Category,
    sign_in::StaffRole,
};
use jiff::ToSpan;
use operations::{
    Actor, Error, Refusal as Refused,
    acting::{self, BeginActing},
    actor::ActingFor,
    lines::{self, ReportLost},
    orders::{self, Decide},
    plan_change::{self, ChangePlan},
    privacy::{self, Access, AccessKind},
    requests::{self, FileRequest},
    sessions::{self, EndSession},
    sign_in,
};
use rstest::rstest;

const PASSWORD: &str = "Counter-Desk-77";

fn wish_to_begin(code: &str) -> BeginActing {
    BeginActing {
        customer: code.to_owned(),
        purpose: Some(Purpose::CallerEnquiry),
        request: String::new(),
        caller_on_the_line: true,
        reason: "Asks about the bill.".to_owned(),
    }
}

fn question() -> FileRequest {
    FileRequest {
        category: Some(Category::Question),
        subject: "Roaming".into(),
        text: "What does it cost abroad?".into(),
        ..FileRequest::default()
    }
}

async fn acting(hall: &Hall, id: ActingId) -> Acting {
    hall.read(|mut unit| async move { Ok(unit.acting(id).await?.unwrap()) }).await
}

/// The member of staff in the customer's place, as their next request would find them.
async fn in_place(hall: &Hall, staff: &Actor, id: ActingId) -> Actor {
    let Actor::Staff(staff) = staff else { panic!("{staff:?} is nobody of the staff") };
    let acting = acting(hall, id).await;
    let of = acting.customer_id;
    let customer = hall.read(|mut unit| async move { Ok(unit.customer(of).await?.unwrap()) }).await;
    Actor::Acting(Box::new(ActingFor::new(staff.clone(), &customer, acting)))
}

async fn begin(hall: &Hall, staff: &Actor, code: &str) -> (Actor, ActingId) {
    let begun = acting::begin(&hall.desk, staff, hall.key(), &wish_to_begin(code)).await.unwrap();
    (in_place(hall, staff, begun.id).await, begun.id)
}

/// The same, raised.
async fn begin_to_act(hall: &Hall, staff: &Actor, code: &str) -> (Actor, ActingId) {
    let (viewing, id) = begin(hall, staff, code).await;
    acting::raise(&hall.desk, &viewing, hall.key()).await.unwrap();
    (in_place(hall, staff, id).await, id)
}

async fn ended_by(hall: &Hall, id: ActingId) -> Option<EndedBy> {
    acting(hall, id).await.ended.map(|ended| ended.by)
}

async fn told(hall: &Hall) -> usize {
    let delivered = hall.delivered().await;
    delivered.iter().filter(|message| message.topic == MessageTopic::StaffActed).count()
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Acting(refusal))) => refusal,
        done => panic!("{done:?} is not a refusal of an acting"),
    }
}

#[tokio::test]
async fn a_session_becomes_both_and_is_itself_again() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    sign_in::add_staff(&hall.desk, "desk.seven", StaffRole::SupportAgent, PASSWORD).await.unwrap();
    let opened =
        door::staff_with_password(&hall.desk, "desk.seven", PASSWORD, &hall.browser()).await.unwrap();
    let present = async || sign_in::resume(&hall.desk, &opened.token).await.unwrap().expect("a session");

    acting::begin(&hall.desk, &opened.actor, hall.key(), &wish_to_begin("0001-HALL")).await.unwrap();
    let both = present().await;
    assert_eq!(both.label(), "staff:desk.seven for subscriber:0001-HALL");
    assert_eq!(both.acting().map(|acting| acting.mode), Some(Mode::Viewing));
    assert!(!format!("{both:?}").contains(person.mobile()), "the bar needs no whole number");
    acting::raise(&hall.desk, &both, hall.key()).await.unwrap();
    let both = present().await;
    assert_eq!(both.acting().map(|acting| acting.mode), Some(Mode::Acting));
    acting::end(&hall.desk, &both, hall.key()).await.unwrap();
    assert_eq!(present().await.label(), "staff:desk.seven");

    acting::begin(&hall.desk, &opened.actor, hall.key(), &wish_to_begin("0001-HALL")).await.unwrap();
    // Kept alive by what is asked for meanwhile.
    for _ in 0..3 {
        hall.wait(9.minutes());
        assert!(present().await.acting().is_some());
    }
    hall.wait(2.minutes());
    assert!(present().await.acting().is_some());
    hall.wait(1.minutes());
    assert_eq!(present().await.label(), "staff:desk.seven", "over, whether or not the job ran");
}

#[rstest]
#[case::nothing(
    BeginActing { purpose: None, caller_on_the_line: false, reason: "because".into(), ..wish_to_begin("0001-HALL") },
    &[Flaw::PurposeMissing, Flaw::CaseMissing, Flaw::ReasonTooShort { missing: 3 }],
)]
#[case::nonsense(
    BeginActing { request: "one".into(), caller_on_the_line: false, ..wish_to_begin("0001-HALL") },
    &[Flaw::CaseUnknown { number: "one".into() }],
)]
#[tokio::test]
async fn grounds_are_mended_first(#[case] command: BeginActing, #[case] expected: &[Flaw]) {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    let agent = hall.agent("desk.seven").await;
    let Refusal::Grounds { flaws } = refusal(acting::begin(&hall.desk, &agent, hall.key(), &command).await)
    else {
        panic!("another refusal")
    };
    assert_eq!(flaws, expected);
    assert_eq!(hall.trail().await[0], "staff:desk.seven beginActing  refused");
}

#[tokio::test]
async fn the_request_is_one_of_that_customer() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let (actor, stranger) = (hall.subscriber(&person).await, hall.subscriber(&other).await);
    let agent = hall.agent("desk.seven").await;
    let file = async |actor| requests::file(&hall.desk, actor, hall.key(), &question()).await.unwrap().number;
    let (own, foreign) = (file(&actor).await, file(&stranger).await);
    let about = |number: &str| BeginActing {
        request: number.to_owned(),
        caller_on_the_line: false,
        ..wish_to_begin("0001-HALL")
    };
    let refused = acting::begin(&hall.desk, &agent, hall.key(), &about(&foreign)).await;
    assert_eq!(refusal(refused), Refusal::Grounds { flaws: vec![Flaw::CaseUnknown { number: foreign }] });
    // As it is read out on the phone.
    let begun = acting::begin(&hall.desk, &agent, hall.key(), &about(&own.to_lowercase())).await.unwrap();
    assert_eq!(acting(&hall, begun.id).await.grounds.request_number, Some(own));
    let nobody = acting::begin(&hall.desk, &agent, hall.key(), &wish_to_begin("9999-HALL")).await;
    assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
    let customer = acting::begin(&hall.desk, &actor, hall.key(), &wish_to_begin("0002-HALL")).await;
    assert!(matches!(customer, Err(Error::NotFound)), "{customer:?}");
}

#[tokio::test]
async fn looking_changes_nothing_and_tells_nothing() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    let agent = hall.agent("desk.seven").await;
    let (viewing, id) = begin(&hall, &agent, "0001-HALL").await;
    assert_eq!(requests::list(&hall.desk, &viewing, None).await.unwrap().requests, []);
    let filed = requests::file(&hall.desk, &viewing, hall.key(), &question()).await;
    assert!(matches!(filed, Err(Error::NotFound)), "{filed:?}");
    let own = sessions::view(&hall.desk, &viewing).await;
    assert!(matches!(own, Err(Error::NotFound)), "{own:?}");
    acting::end(&hall.desk, &viewing, hall.key()).await.unwrap();
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::Agent));
    assert_eq!(told(&hall).await, 0);
}

#[tokio::test]
async fn what_is_done_bears_both_names_and_is_told_once() {
    let hall = Hall::open().await;
    let newcomer = Newcomer::new(1);
    let customer = hall.bring(newcomer.clone()).await;
    let agent = hall.agent("desk.seven").await;
    let (both, id) = begin_to_act(&hall, &agent, "TEST-1").await;
    let wish = Wish {
        to: OfferingCode("PHONE-20".into()),
        start: Start::NextCycle,
        seen_price: None,
        seen_effective_on: None,
        accept_fee: None,
    };
    let command = ChangePlan { line: newcomer.line(), wish };
    let placed = plan_change::change(&hall.desk, &both, hall.key(), &command).await.unwrap();
    let view = orders::view(&hall.desk, &customer, &placed.number).await.unwrap();
    assert_eq!((view.order.channel, view.events[0].by), (Channel::CallCentre, Doer::Staff));
    let withdraw = Decide { number: placed.number.clone(), choice: Choice::Withdraw };
    orders::decide(&hall.desk, &both, hall.key(), &withdraw).await.unwrap();
    let view = orders::view(&hall.desk, &customer, &placed.number).await.unwrap();
    assert_eq!(view.events.last().map(|event| event.by), Some(Doer::Staff));
    let filed = requests::file(&hall.desk, &both, hall.key(), &question()).await.unwrap().number;
    let view = requests::view(&hall.desk, &customer, &filed).await.unwrap();
    assert_eq!(view.request.channel, Channel::CallCentre);
    assert!(view.events[0].staff_id.is_some());

    let done: Vec<AuditEvent> = hall.events().await.into_iter().take(3).collect();
    for event in &done {
        assert_eq!(event.actor, "staff:desk.seven for subscriber:TEST-1");
        assert!(event.facts.contains(&id.0.to_string()), "{}", event.facts);
    }
    assert_eq!(told(&hall).await, 0, "not before it ends");
    acting::end(&hall.desk, &both, hall.key()).await.unwrap();
    assert_eq!(told(&hall).await, 1);

    let seen = privacy::view(&hall.desk, &customer).await.unwrap();
    let [Access { role, kind: AccessKind::Acting { changes, active, mode, .. }, .. }] = &seen[..] else {
        panic!("{seen:?}")
    };
    assert_eq!((*role, *active, *mode), (Some(StaffRole::SupportAgent), false, Mode::Acting));
    let operations: Vec<_> = changes.iter().map(|event| event.operation.as_str()).collect();
    assert_eq!(operations, ["changePlan", "decideOrder", "fileRequest"]);
}

#[tokio::test]
async fn a_key_is_bound_to_both_names() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = hall.agent("desk.seven").await;
    let (both, _) = begin_to_act(&hall, &agent, "0001-HALL").await;
    let key = hall.key();
    let first = requests::file(&hall.desk, &both, key, &question()).await.unwrap();
    assert_eq!(requests::file(&hall.desk, &both, key, &question()).await.unwrap(), first);
    let other = FileRequest { subject: "Another".into(), text: "Something else.".into(), ..question() };
    let own = requests::file(&hall.desk, &customer, key, &other).await.unwrap();
    assert_ne!(own.number, first.number, "the customer's own key is another one");
}

#[tokio::test]
async fn the_half_hour_ends_it_and_what_comes_late_is_not_done() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = hall.agent("desk.seven").await;
    let (both, id) = begin_to_act(&hall, &agent, "0001-HALL").await;
    requests::file(&hall.desk, &both, hall.key(), &question()).await.unwrap();
    hall.run_jobs().await;
    assert_eq!(ended_by(&hall, id).await, None);
    hall.wait(30.minutes());
    // The request came in before it was over, and its transaction after.
    let late = FileRequest { subject: "Another".into(), ..question() };
    let late = requests::file(&hall.desk, &both, hall.key(), &late).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    assert_eq!(told(&hall).await, 1);
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::TimeOut));
    assert_eq!(requests::list(&hall.desk, &customer, None).await.unwrap().requests.len(), 1);
    let ended = refusal(acting::end(&hall.desk, &both, hall.key()).await);
    assert!(matches!(ended, Refusal::Ended { by: EndedBy::TimeOut, .. }), "{ended:?}");
}

#[tokio::test]
async fn one_that_is_over_makes_room_before_its_job_ran() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    hall.welcome(&other).await;
    let agent = hall.agent("desk.seven").await;
    let (_, first) = begin(&hall, &agent, "0001-HALL").await;
    // Two tabs at once: the second one finds the place taken.
    let taken = acting::begin(&hall.desk, &agent, hall.key(), &wish_to_begin("0002-HALL")).await;
    assert!(matches!(taken, Err(Error::Store(store::Error::Conflict))), "{taken:?}");
    hall.wait(31.minutes());
    let (_, second) = begin(&hall, &agent, "0002-HALL").await;
    assert_eq!(ended_by(&hall, first).await, Some(EndedBy::TimeOut));
    assert_eq!(ended_by(&hall, second).await, None);
    hall.run_jobs().await;
    assert_eq!(ended_by(&hall, second).await, None, "the job of the first is no end of the second");
}

#[tokio::test]
async fn a_supervisor_and_the_customer_end_it_and_nobody_else() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let (customer, stranger) = (hall.subscriber(&person).await, hall.subscriber(&other).await);
    let (agent, colleague) = (hall.agent("desk.seven").await, hall.agent("desk.eight").await);
    let supervisor = hall.supervisor("desk.one").await;
    let (_, id) = begin(&hall, &agent, "0001-HALL").await;
    for tried in [
        acting::end_as_customer(&hall.desk, &stranger, hall.key(), id).await,
        acting::end_as_customer(&hall.desk, &agent, hall.key(), id).await,
        acting::end_as_supervisor(&hall.desk, &colleague, hall.key(), id).await,
        acting::end_as_supervisor(&hall.desk, &customer, hall.key(), id).await,
    ] {
        assert!(matches!(tried, Err(Error::NotFound)), "{tried:?}");
    }
    let running = acting::running(&hall.desk, &supervisor).await.unwrap();
    assert_eq!((running.len(), running[0].staff.as_str()), (1, "desk.seven"));
    assert_eq!(hall.trail().await[0], "staff:desk.one overseeActings actings done");
    acting::end_as_supervisor(&hall.desk, &supervisor, hall.key(), id).await.unwrap();
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::Supervisor));
    assert!(acting::running(&hall.desk, &supervisor).await.unwrap().is_empty());

    let (_, id) = begin(&hall, &agent, "0001-HALL").await;
    acting::end_as_customer(&hall.desk, &customer, hall.key(), id).await.unwrap();
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::Customer));
    let again = refusal(acting::end_as_supervisor(&hall.desk, &supervisor, hall.key(), id).await);
    assert!(matches!(again, Refusal::Ended { by: EndedBy::Customer, .. }), "{again:?}");
}

#[tokio::test]
async fn it_ends_with_the_session() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    sign_in::add_staff(&hall.desk, "desk.seven", StaffRole::SupportAgent, PASSWORD).await.unwrap();
    let open = async || {
        door::staff_with_password(&hall.desk, "desk.seven", PASSWORD, &hall.browser()).await.unwrap().actor
    };
    let (here, there) = (open().await, open().await);
    let (both, id) = begin(&hall, &here, "0001-HALL").await;
    sign_in::sign_out(&hall.desk, &both).await.unwrap();
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::SignOut));

    let third = open().await;
    let (_, id) = begin(&hall, &third, "0001-HALL").await;
    let (_, kept) = begin(&hall, &there, "0001-HALL").await;
    let session = third.session_id().unwrap();
    sessions::end(&hall.desk, &there, hall.key(), &EndSession { session }).await.unwrap();
    assert_eq!(ended_by(&hall, id).await, Some(EndedBy::SessionEnd));
    assert_eq!(ended_by(&hall, kept).await, None);
}

#[tokio::test]
async fn a_loss_reported_by_staff_ends_the_customers_sessions_and_not_theirs() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = hall.agent("desk.seven").await;
    let (both, _) = begin_to_act(&hall, &agent, "0001-HALL").await;
    let command = ReportLost { line: person.phone.code.clone(), loss: Loss::Stolen, call_back: false };
    lines::report_lost(&hall.desk, &both, hall.key(), &command).await.unwrap();
    assert!(sessions::view(&hall.desk, &customer).await.unwrap().sessions.is_empty());
    assert_eq!(sessions::view(&hall.desk, &agent).await.unwrap().sessions.len(), 1);
}
