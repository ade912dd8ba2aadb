//! A customer on the phone: who it is, and what staff do for them without being in their place.

use crate::{
    hall::{Hall, refusal},
    person::Person,
};
use crm::{
    acting::{Purpose, unusual::Flag},
    caller_checks::{Answers, CheckOutcome, Refusal},
    lines::{BarReason, Loss},
    requests::{Category, Route},
};
use jiff::ToSpan;
use operations::{
    Actor, Error, Refusal as Refused,
    acting::{self, BeginActing},
    actor::ActingFor,
    callers::{
        self, AnswerQuestions, BarForCaller, CallView, CallerChecked, NoteContact, OpenCase, ReadOutCode,
        SendCallerCode,
    },
    look_reviews, requests,
    staff_customers::{self, OpenCustomer},
};
use rstest::rstest;

const CODE: &str = "0001-HALL";

/// An agent with the file of the first customer open.
async fn on_the_phone(hall: &Hall) -> Actor {
    let agent = hall.agent("desk.seven").await;
    look(hall, &agent, CODE, Purpose::CallerEnquiry).await;
    agent
}

async fn look(hall: &Hall, staff: &Actor, code: &str, purpose: Purpose) {
    let command = OpenCustomer {
        customer: code.to_owned(),
        purpose: Some(purpose),
        request: String::new(),
        reason: "Asks about the bill.".to_owned(),
    };
    staff_customers::open(&hall.desk, staff, hall.key(), &command).await.unwrap();
}

async fn call(hall: &Hall, staff: &Actor) -> CallView {
    callers::view(&hall.desk, staff, CODE).await.unwrap().unwrap()
}

async fn send(hall: &Hall, staff: &Actor) -> operations::Result<String> {
    let command = SendCallerCode { customer: CODE.to_owned() };
    callers::send_code(&hall.desk, staff, hall.key(), &command).await?;
    hall.run_jobs().await;
    let delivered = hall.outside.delivered.lock().unwrap();
    let body = &delivered.last().unwrap().body;
    let digits = body.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6);
    Ok(digits.unwrap().to_owned())
}

async fn read_out(hall: &Hall, staff: &Actor, digits: &str) -> operations::Result<CallerChecked> {
    let command = ReadOutCode { customer: CODE.to_owned(), digits: digits.to_owned() };
    callers::read_out(&hall.desk, staff, hall.key(), &command).await
}

async fn answer(hall: &Hall, staff: &Actor, id: &str, bill: &str) -> operations::Result<CallerChecked> {
    let answers = Answers { id_last_six: id.to_owned(), last_bill: bill.to_owned(), ..Answers::default() };
    let command = AnswerQuestions { customer: CODE.to_owned(), answers };
    callers::answer(&hall.desk, staff, hall.key(), &command).await
}

fn bar(person: &Person) -> BarForCaller {
    BarForCaller { customer: CODE.to_owned(), line: person.phone.code.clone(), loss: Loss::Stolen }
}

#[tokio::test]
async fn a_code_that_is_read_out_verifies_the_caller_in_that_session_for_half_an_hour() {
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(1)).await;
    let (agent, colleague) = (on_the_phone(&hall).await, hall.agent("desk.eight").await);
    look(&hall, &colleague, CODE, Purpose::CallerEnquiry).await;
    assert_eq!(call(&hall, &agent).await.verified_until, None);
    assert_eq!(refusal(read_out(&hall, &agent, "123456").await), Refused::Caller(Refusal::NoCode));

    let digits = send(&hall, &agent).await.unwrap();
    assert!(call(&hall, &agent).await.code_good_until.is_some());
    assert_eq!(call(&hall, &colleague).await.code_good_until, None);
    let wrong = if digits == "111111" { "222222" } else { "111111" };
    let tried = read_out(&hall, &agent, wrong).await.unwrap();
    assert_eq!(tried, CallerChecked { outcome: CheckOutcome::Pending, tries_left: 4 });
    let spaced = format!("{} {}", &digits[..3], &digits[3..]);
    assert_eq!(read_out(&hall, &agent, &spaced).await.unwrap().outcome, CheckOutcome::Verified);
    assert!(hall.trail().await[0].starts_with("staff:desk.seven verifyCaller customer:0001-HALL done"));
    assert!(hall.events().await[0].facts.contains("\"outcome\":\"verified\""));
    assert!(!hall.events().await.iter().any(|event| event.facts.contains(&digits)));

    assert!(call(&hall, &agent).await.verified_until.is_some());
    assert_eq!(call(&hall, &colleague).await.verified_until, None);
    assert_eq!(refusal(read_out(&hall, &agent, &digits).await), Refused::Caller(Refusal::NoCode));
    hall.wait(29.minutes());
    assert!(call(&hall, &agent).await.verified_until.is_some());
    hall.wait(1.minute());
    look(&hall, &agent, CODE, Purpose::CallerEnquiry).await;
    assert_eq!(call(&hall, &agent).await.verified_until, None);
}

#[tokio::test]
async fn a_callers_code_does_not_sign_in_and_is_not_sent_to_a_lost_phone() {
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(1).barred(BarReason::Stolen)).await;
    let agent = on_the_phone(&hall).await;
    assert_eq!(refusal(send(&hall, &agent).await), Refused::Caller(Refusal::NoCodeNow));
    // The questions are left.
    assert_eq!(answer(&hall, &agent, "28401x", "60").await.unwrap().outcome, CheckOutcome::Verified);
}

#[tokio::test]
async fn who_guesses_is_stopped_in_every_session() {
    let hall = Hall::open().await;
    hall.welcome(&Person::numbered(1)).await;
    let agent = on_the_phone(&hall).await;
    assert_eq!(refusal(answer(&hall, &agent, "28401X", "").await), Refused::Caller(Refusal::TooFewAnswers));
    for _ in 0..5 {
        let judged = answer(&hall, &agent, "28401X", "61").await.unwrap();
        assert_eq!(judged.outcome, CheckOutcome::Failed);
    }
    let colleague = hall.agent("desk.eight").await;
    look(&hall, &colleague, CODE, Purpose::CallerEnquiry).await;
    let guessed = answer(&hall, &colleague, "28401X", "60").await;
    assert_eq!(refusal(guessed), Refused::Caller(Refusal::TooManyFailures));
    assert_eq!(refusal(send(&hall, &colleague).await), Refused::Caller(Refusal::TooManyFailures));
    hall.wait(61.minutes());
    look(&hall, &colleague, CODE, Purpose::CallerEnquiry).await;
    assert_eq!(answer(&hall, &colleague, "28401X", "60").await.unwrap().outcome, CheckOutcome::Verified);
}

#[tokio::test]
async fn a_verified_callers_phone_is_barred_at_once() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = on_the_phone(&hall).await;
    let refused = callers::bar(&hall.desk, &agent, hall.key(), &bar(&person)).await;
    assert_eq!(refusal(refused), Refused::Caller(Refusal::NotVerified));

    answer(&hall, &agent, "28401X", "60.00").await.unwrap();
    let key = hall.key();
    let done = callers::bar(&hall.desk, &agent, key, &bar(&person)).await.unwrap();
    assert_eq!(callers::bar(&hall.desk, &agent, key, &bar(&person)).await.unwrap(), done);
    let shown = requests::view(&hall.desk, &customer, &done.number).await.unwrap();
    assert_eq!(shown.request.category, Category::Loss);
    assert_eq!(shown.line.unwrap().barred, Some(BarReason::Stolen));
    assert!(shown.events[0].staff_id.is_some());
    // A later answer that is wrong makes the caller a stranger again.
    answer(&hall, &agent, "28401X", "61").await.unwrap();
    let refused = callers::bar(&hall.desk, &agent, hall.key(), &bar(&person)).await;
    assert_eq!(refusal(refused), Refused::Caller(Refusal::NotVerified));
}

#[tokio::test]
async fn a_case_is_opened_and_a_note_kept_for_any_caller() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = on_the_phone(&hall).await;
    let case = OpenCase {
        customer: CODE.to_owned(),
        category: Some(Category::Fault),
        subject: "No internet".to_owned(),
        text: "Since this morning.".to_owned(),
        line: person.internet.code.clone(),
        call_back: true,
    };
    let opened = callers::open_case(&hall.desk, &agent, hall.key(), &case).await.unwrap();
    let shown = requests::view(&hall.desk, &customer, &opened.number).await.unwrap().request;
    assert_eq!((shown.route, shown.call_back), (Route::Network, true));
    // A loss bars a line, which is not for any caller.
    let loss = OpenCase { category: Some(Category::Loss), ..case };
    let refused = callers::open_case(&hall.desk, &agent, hall.key(), &loss).await;
    assert!(matches!(refusal(refused), Refused::Draft(_)));

    let note = |text: &str| NoteContact { customer: CODE.to_owned(), text: text.to_owned() };
    let empty = callers::note(&hall.desk, &agent, hall.key(), &note(" ")).await;
    assert!(matches!(refusal(empty), Refused::Draft(_)));
    callers::note(&hall.desk, &agent, hall.key(), &note("Will call again on Monday.")).await.unwrap();
    let notes = call(&hall, &agent).await.notes;
    assert_eq!((notes[0].text.as_str(), notes[0].by.as_str()), ("Will call again on Monday.", "desk.seven"));
    // Words stay out of the trail: they may be personal.
    assert!(!hall.events().await[0].facts.contains("Monday"));
}

#[tokio::test]
async fn nothing_is_done_while_the_file_is_closed_or_by_who_may_not() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let customer = hall.subscriber(&person).await;
    let agent = hall.agent("desk.seven").await;
    assert!(callers::view(&hall.desk, &agent, CODE).await.unwrap().is_none());
    for actor in [&agent, &customer] {
        let note = NoteContact { customer: CODE.to_owned(), text: "Called.".to_owned() };
        let done = callers::note(&hall.desk, actor, hall.key(), &note).await;
        assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
        assert!(matches!(send(&hall, actor).await, Err(Error::NotFound)));
        assert!(matches!(answer(&hall, actor, "28401X", "60").await, Err(Error::NotFound)));
        let done = callers::bar(&hall.desk, actor, hall.key(), &bar(&person)).await;
        assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
    }
}

#[rstest]
#[case::by_code(true, false, true)]
#[case::by_questions(false, false, false)]
#[case::doubted_afterwards(true, true, false)]
#[tokio::test]
async fn where_consent_is_demanded_a_code_gives_it(
    #[case] by_code: bool,
    #[case] fails_later: bool,
    #[case] consents: bool,
) {
    let hall = Hall::demanding_consent().await;
    hall.welcome(&Person::numbered(1)).await;
    let agent = on_the_phone(&hall).await;
    if by_code {
        let digits = send(&hall, &agent).await.unwrap();
        read_out(&hall, &agent, &digits).await.unwrap();
    } else {
        answer(&hall, &agent, "28401X", "60").await.unwrap();
    }
    if fails_later {
        hall.wait(1.minute());
        answer(&hall, &agent, "28401X", "61").await.unwrap();
    }
    let wish = BeginActing {
        customer: CODE.to_owned(),
        purpose: Some(Purpose::CallerEnquiry),
        request: String::new(),
        caller_on_the_line: true,
        reason: "Asks about the bill.".to_owned(),
    };
    let begun = acting::begin(&hall.desk, &agent, hall.key(), &wish).await.unwrap();
    let Actor::Staff(staff) = &agent else { panic!("{agent:?}") };
    let (acting, customer) = hall
        .read(|mut unit| async move {
            let acting = unit.acting(begun.id).await?.unwrap();
            let customer = unit.customer(acting.customer_id).await?.unwrap();
            Ok((acting, customer))
        })
        .await;
    let viewing = Actor::Acting(Box::new(ActingFor::new(staff.clone(), &customer, acting)));
    let raised = acting::raise(&hall.desk, &viewing, hall.key()).await;
    if consents {
        raised.unwrap();
    } else {
        assert_eq!(refusal(raised), Refused::Acting(crm::acting::Refusal::ConsentNeeded));
    }
}

#[tokio::test]
async fn an_unusual_look_waits_for_another_supervisor() {
    let hall = Hall::open().await;
    for number in 1..=2 {
        hall.welcome(&Person::numbered(number)).await;
    }
    let (agent, supervisor) = (hall.agent("desk.seven").await, hall.supervisor("desk.one").await);
    look(&hall, &agent, CODE, Purpose::CallerEnquiry).await;
    look(&hall, &agent, "0002-HALL", Purpose::FraudCheck).await;
    look(&hall, &supervisor, CODE, Purpose::Billing).await;
    let unusual = look_reviews::list(&hall.desk, &supervisor).await.unwrap();
    let shown: Vec<_> = unusual.iter().map(|found| (found.staff.as_str(), found.own)).collect();
    assert_eq!(shown, [("desk.one", true), ("desk.seven", false)]);
    assert_eq!(unusual[1].look.flags, [Flag::NoCase]);
    assert_eq!(unusual[1].customer_code, "0002-HALL");

    let own = look_reviews::review(&hall.desk, &supervisor, hall.key(), unusual[0].look.id).await;
    assert!(matches!(own, Err(Error::NotFound)), "{own:?}");
    look_reviews::review(&hall.desk, &supervisor, hall.key(), unusual[1].look.id).await.unwrap();
    let left = look_reviews::list(&hall.desk, &supervisor).await.unwrap();
    assert_eq!(left.len(), 1);
    let denied = look_reviews::list(&hall.desk, &agent).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
}
