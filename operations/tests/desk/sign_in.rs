//! Signing in and out, with a password or a code, and who learns what from it.

use crate::{door, hall::Hall, person::Person};
use crm::{
    customers::CustomerStatus,
    lines::{BarReason, Loss},
    messages::MessageTopic,
    sign_in::{PasswordRefusal, StaffRole},
};
use jiff::{SignedDuration, ToSpan};
use operations::{
    Actor, Error, Refusal as Refused,
    access::{Operation, check_proof},
    lines, profile,
    sign_in::{self, Browser, Opened, Refusal},
};
use rstest::rstest;

const PASSWORD: &str = "Tea-at-4-o'clock";
const UNKNOWN: &str = "13700000000";

async fn hall_with(person: &Person) -> Hall {
    let hall = Hall::open().await;
    hall.welcome(person).await;
    sign_in::set_password(&hall.desk, &person.customer.code, PASSWORD).await.unwrap();
    hall.delivered().await;
    hall
}

fn refusal(tried: Result<Opened, Error>) -> Refusal {
    match tried {
        Err(Error::Refused(Refused::SignIn(refusal))) => refusal,
        tried => panic!("{tried:?} is not a refusal of the door"),
    }
}

/// The code that was sent last.
async fn code(hall: &Hall) -> String {
    let messages = hall.delivered().await;
    let message = messages.iter().rfind(|message| message.topic == MessageTopic::SignInCode).expect("a code");
    message.body.chars().filter(char::is_ascii_digit).take(6).collect()
}

/// A code that is another one.
fn other(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

#[tokio::test]
async fn a_password_opens_a_session_that_lives_while_it_is_used() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let typed = format!("+86 {}", person.customer.mobile.spaced());
    let opened = door::with_password(&hall.desk, &typed, PASSWORD, &hall.browser()).await.unwrap();

    let actor = sign_in::resume(&hall.desk, &opened.token).await.unwrap().expect("a live session");
    assert_eq!(actor.label(), "subscriber:0001-HALL");
    for _ in 0..3 {
        hall.wait(14.minutes());
        assert!(sign_in::resume(&hall.desk, &opened.token).await.unwrap().is_some());
    }
    hall.wait(15.minutes());
    assert!(sign_in::resume(&hall.desk, &opened.token).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    sign_in::sign_out(&hall.desk, &opened.actor).await.unwrap();
    assert!(sign_in::resume(&hall.desk, &opened.token).await.unwrap().is_none());
    assert!(matches!(sign_in::sign_out(&hall.desk, &Actor::Visitor).await, Err(Error::SignInNeeded)));
}

#[rstest]
#[case::none("")]
#[case::short("00ff")]
#[case::never_given(&"0".repeat(64))]
#[case::not_hexadecimal(&"z".repeat(64))]
#[tokio::test]
async fn what_is_no_token_opens_nothing(#[case] token: &str) {
    assert!(sign_in::resume(&Hall::open().await.desk, token).await.unwrap().is_none());
}

/// The answers, the audit trail and the lock-out are the same, so nobody learns which numbers are customers'.
#[tokio::test]
async fn wrong_passwords_lock_known_and_unknown_numbers_alike() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let now = hall.desk.now();
    let mut answers = Vec::new();
    for mobile in [person.mobile(), UNKNOWN] {
        let mut heard = Vec::new();
        for _ in 0..6 {
            heard.push(refusal(door::with_password(&hall.desk, mobile, "wrong", &hall.browser()).await));
        }
        answers.push(heard);
    }
    let until = now + SignedDuration::from_mins(1);
    let locked = Refusal::Locked { until };
    let wrong = Refusal::WrongCredentials;
    assert_eq!(answers, vec![vec![wrong, wrong, wrong, wrong, locked, locked]; 2]);

    let refused = hall.trail().await.into_iter().filter(|line| line.ends_with("refused")).collect::<Vec<_>>();
    assert_eq!(refused[..6], vec!["visitor signIn mobile:137****0000 refused".to_owned(); 6]);
    assert_eq!(refused[6..], vec!["visitor signIn mobile:139****0001 refused".to_owned(); 6]);
}

#[tokio::test]
async fn a_lock_holds_against_the_right_password_and_ends() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    for _ in 0..5 {
        refusal(door::with_password(&hall.desk, person.mobile(), "wrong", &hall.browser()).await);
    }
    let tried = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await;
    assert!(matches!(refusal(tried), Refusal::Locked { .. }));
    hall.wait(1.minutes());
    door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    // The right password cleared the past.
    let tried = door::with_password(&hall.desk, person.mobile(), "wrong", &hall.browser()).await;
    assert_eq!(refusal(tried), Refusal::WrongCredentials);
}

#[tokio::test]
async fn of_wrong_passwords_tried_side_by_side_each_counts() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let tries = (0..8).map(|_| {
        let (desk, mobile, browser) = (hall.desk.clone(), person.mobile().to_owned(), hall.browser());
        tokio::spawn(async move { refusal(door::with_password(&desk, &mobile, "wrong", &browser).await) })
    });
    let mut locked = 0;
    for tried in tries.collect::<Vec<_>>() {
        locked += usize::from(matches!(tried.await.unwrap(), Refusal::Locked { .. }));
    }
    assert_eq!(locked, 4, "the fifth locks and the last three are not looked at");
}

#[rstest]
#[case::letters("1390012345a")]
#[case::short("1390012")]
#[case::empty("")]
#[tokio::test]
async fn what_is_no_number_is_told(#[case] mobile: &str) {
    let hall = Hall::open().await;
    let tried = door::with_password(&hall.desk, mobile, PASSWORD, &hall.browser()).await;
    assert_eq!(refusal(tried), Refusal::BadMobile);
}

#[tokio::test]
async fn a_code_opens_one_session() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let browser = hall.browser();
    let sent = sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    assert_eq!(sent.masked_mobile, "139****0001");
    assert_eq!(sent.expires_at, hall.desk.now() + SignedDuration::from_mins(5));
    let code = code(&hall).await;

    // From the cookie of the browser that asked.
    let browser = Browser::new(&hall.desk, Some(browser.secret()), "Firefox", "192.0.2.2");
    let opened = door::with_code(&hall.desk, person.mobile(), &code, &browser).await.unwrap();
    assert_eq!(opened.actor.label(), "subscriber:0001-HALL");
    let again = door::with_code(&hall.desk, person.mobile(), &code, &browser).await;
    assert_eq!(refusal(again), Refusal::CodeSpent);
}

#[tokio::test]
async fn a_code_is_bound_to_its_browser_its_time_and_five_tries() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let browser = hall.browser();
    let try_code = async |code: &str, browser: &Browser| {
        refusal(door::with_code(&hall.desk, person.mobile(), code, browser).await)
    };
    assert_eq!(try_code("123456", &browser).await, Refusal::CodeNotAskedHere);

    sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    let right = code(&hall).await;
    let wrong = other(&right);
    assert_eq!(try_code("12345", &browser).await, Refusal::BadCode);
    assert_eq!(try_code(&right, &hall.browser()).await, Refusal::CodeNotAskedHere);
    for tries_left in (1..5).rev() {
        assert_eq!(try_code(&wrong, &browser).await, Refusal::CodeWrong { tries_left });
    }
    assert_eq!(try_code(&wrong, &browser).await, Refusal::CodeUsedUp);
    assert_eq!(try_code(&right, &browser).await, Refusal::CodeUsedUp);

    hall.wait(1.minutes());
    sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    let right = code(&hall).await;
    hall.wait(5.minutes());
    assert_eq!(try_code(&right, &browser).await, Refusal::CodeExpired);
}

#[tokio::test]
async fn a_code_tried_side_by_side_opens_one_session() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let browser = hall.browser();
    sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    let code = code(&hall).await;
    let tries = (0..4).map(|_| {
        let (desk, mobile) = (hall.desk.clone(), person.mobile().to_owned());
        let (code, browser) = (code.clone(), browser.clone());
        tokio::spawn(async move { door::with_code(&desk, &mobile, &code, &browser).await.is_ok() })
    });
    let mut opened = 0;
    for tried in tries.collect::<Vec<_>>() {
        opened += usize::from(tried.await.unwrap());
    }
    assert_eq!(opened, 1);
}

#[tokio::test]
async fn codes_are_limited_for_known_and_unknown_numbers_alike() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    for mobile in [person.mobile(), UNKNOWN] {
        let ask = async || sign_in::request_code(&hall.desk, mobile, &hall.browser()).await;
        let wait_until = |asked| match asked {
            Err(Error::Refused(Refused::SignIn(Refusal::TooManyCodes { retry_at }))) => retry_at,
            asked => panic!("{asked:?} is not a limit"),
        };
        for minutes in [1, 1, 1, 1, 60] {
            let sent = ask().await.unwrap();
            assert_eq!(sent.resend_at, hall.desk.now() + SignedDuration::from_mins(minutes));
            assert_eq!(wait_until(ask().await), sent.resend_at);
            hall.wait(minutes.minutes());
        }
        ask().await.unwrap();
    }
    assert_eq!(hall.delivered().await.len(), 6, "nothing goes to a number that belongs to nobody");
}

#[tokio::test]
async fn an_address_asks_for_twenty_codes_an_hour() {
    let hall = Hall::open().await;
    for number in 0..20 {
        // One network, whatever address of it.
        let browser = hall.browser_at(&format!("2001:db8::{number:x}"));
        sign_in::request_code(&hall.desk, &format!("137000000{number:02}"), &browser).await.unwrap();
    }
    let ask = async |address: &str| {
        sign_in::request_code(&hall.desk, "13700000099", &hall.browser_at(address)).await.map(drop)
    };
    assert!(ask("2001:db8::ff").await.is_err());
    assert!(ask("2001:db8:0:1::1").await.is_ok());
}

#[rstest]
#[case::closed(closed(Person::numbered(1)))]
#[case::lost(Person::numbered(1).barred(BarReason::Lost))]
#[case::stolen(Person::numbered(1).barred(BarReason::Stolen))]
#[tokio::test]
async fn no_code_goes_where_somebody_else_would_read_it(#[case] person: Person) {
    let hall = Hall::open().await;
    hall.welcome(&person).await;
    sign_in::request_code(&hall.desk, person.mobile(), &hall.browser()).await.unwrap();
    assert!(hall.delivered().await.is_empty());
}

/// A loss report that was taken back leaves the question whose SIM it is now.
#[tokio::test]
async fn no_code_goes_to_a_sim_of_the_last_three_days() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let asked = async || {
        hall.wait(61.minutes());
        let sent = sign_in::request_code(&hall.desk, person.mobile(), &hall.browser()).await.unwrap();
        let codes = hall.delivered().await.into_iter();
        (sent.masked_mobile, codes.filter(|message| message.topic == MessageTopic::SignInCode).count())
    };
    let masked = person.customer.mobile.masked();
    assert_eq!(asked().await, (masked.clone(), 1));
    let line = person.phone.code.clone();
    let lost = lines::ReportLost { line: line.clone(), loss: Loss::Lost, call_back: false };
    lines::report_lost(&hall.desk, &actor, hall.key(), &lost).await.unwrap();
    assert_eq!(asked().await, (masked.clone(), 0));
    lines::resume(&hall.desk, &actor, hall.key(), &lines::Resume { line }).await.unwrap();
    assert_eq!(asked().await, (masked.clone(), 0), "the answer is the same, and nothing is sent");
    hall.wait(69.hours());
    assert_eq!(asked().await, (masked.clone(), 0));
    hall.wait(1.hours());
    assert_eq!(asked().await, (masked, 1));
}

fn closed(mut person: Person) -> Person {
    person.customer.status = CustomerStatus::Closed;
    person
}

#[tokio::test]
async fn an_operator_sets_a_password_once() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    hall.subscriber(&person).await;
    let set = async |whose: &str, password: &str| sign_in::set_password(&hall.desk, whose, password).await;
    let done = set(person.mobile(), PASSWORD).await.unwrap();
    assert_eq!((done.whose.as_str(), done.changed, done.sessions_ended), ("0001-HALL", true, 1));
    assert!(hall.delivered().await.is_empty(), "a first password is no change");
    assert!(!set("0001-HALL", PASSWORD).await.unwrap().changed);
    assert!(hall.delivered().await.is_empty());
    assert!(set("0001-HALL", "Coffee-at-5-o'clock").await.unwrap().changed);
    assert_eq!(hall.delivered().await.len(), 1);
    assert!(matches!(set("0002-HALL", PASSWORD).await, Err(Error::NotFound)));
    let weak = set("0001-HALL", "123456").await;
    assert!(matches!(weak, Err(Error::Refused(Refused::Password(PasswordRefusal::Sequence)))));
}

#[tokio::test]
async fn a_changed_password_ends_every_session_and_opens_one() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let sign_in = async |password: &str| {
        door::with_password(&hall.desk, person.mobile(), password, &hall.browser()).await
    };
    let (one, other) = (sign_in(PASSWORD).await.unwrap(), sign_in(PASSWORD).await.unwrap());
    let wrong = sign_in::change_password(&hall.desk, &one.actor, "wrong", "Coffee-at-5").await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    let weak = sign_in::change_password(&hall.desk, &one.actor, PASSWORD, "111111").await;
    assert!(matches!(weak, Err(Error::Refused(Refused::Password(PasswordRefusal::Repeated)))));

    let fresh = sign_in::change_password(&hall.desk, &one.actor, PASSWORD, "Coffee-at-5").await.unwrap();
    for ended in [&one.token, &other.token] {
        assert!(sign_in::resume(&hall.desk, ended).await.unwrap().is_none());
    }
    assert!(sign_in::resume(&hall.desk, &fresh.token).await.unwrap().is_some());
    assert_eq!(refusal(sign_in(PASSWORD).await), Refusal::WrongCredentials);
    sign_in("Coffee-at-5").await.unwrap();
    let told = hall.delivered().await;
    assert_eq!(told.iter().map(|message| message.topic).collect::<Vec<_>>(), [MessageTopic::Profile]);
    let kept = format!("{:?}", hall.events().await);
    assert!(!kept.contains(PASSWORD) && !kept.contains("Coffee") && !kept.contains("argon2"), "{kept}");
}

#[tokio::test]
async fn a_first_password_needs_no_old_one() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    sign_in::change_password(&hall.desk, &actor, "", PASSWORD).await.unwrap();
    door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
}

#[tokio::test]
async fn a_first_password_needs_a_fresh_proof() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    hall.wait(10.minutes());
    let tried = sign_in::change_password(&hall.desk, &actor, "", PASSWORD).await;
    assert!(matches!(tried, Err(Error::ProofNeeded)), "{tried:?}");
    let tried = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await;
    assert_eq!(refusal(tried), Refusal::WrongCredentials);
}

#[tokio::test]
async fn wrong_old_passwords_lock_too() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    for _ in 0..5 {
        refusal(sign_in::change_password(&hall.desk, &opened.actor, "wrong", "Coffee-at-5").await);
    }
    let tried = sign_in::change_password(&hall.desk, &opened.actor, PASSWORD, "Coffee-at-5").await;
    assert!(matches!(refusal(tried), Refusal::Locked { .. }));
}

#[tokio::test]
async fn staff_sign_in_by_name() {
    let hall = Hall::open().await;
    let password = "Nine-lamps-of-10";
    sign_in::add_staff(&hall.desk, " desk.seven ", StaffRole::SupportAgent, password).await.unwrap();
    let repeated =
        sign_in::add_staff(&hall.desk, "desk.seven", StaffRole::SupportAgent, password).await.unwrap();
    assert!(!repeated.changed);
    let sign_in = async |name: &str, password: &str| {
        door::staff_with_password(&hall.desk, name, password, &hall.browser()).await
    };
    let opened = sign_in("desk.seven", password).await.unwrap();
    let actor = sign_in::resume(&hall.desk, &opened.token).await.unwrap().expect("a live session");
    assert_eq!(actor.label(), "staff:desk.seven");
    for (name, password) in [("desk.seven", "wrong"), ("desk.eight", password), ("", ""), ("two words", "")] {
        assert_eq!(refusal(sign_in(name, password).await), Refusal::WrongCredentials, "{name:?}");
    }
}

#[tokio::test]
async fn money_and_contact_data_ask_for_a_fresh_proof() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let browser = hall.browser();
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &browser).await.unwrap();
    let check = |actor: &Actor| check_proof(&hall.desk, actor, Operation::ChangeProfile).is_ok();
    hall.wait(9.minutes());
    assert!(check(&opened.actor));
    hall.wait(1.minutes());
    assert!(!check(&opened.actor));
    assert!(check_proof(&hall.desk, &opened.actor, Operation::ViewBills).is_ok());
    let command = profile::ChangeProfile {
        version: person.customer.version,
        language: person.customer.language,
        notify_by_sms: true,
        notify_by_email: false,
    };
    let change = async |actor: &Actor| profile::change(&hall.desk, actor, hall.key(), &command).await;
    assert!(
        matches!(change(&opened.actor).await, Err(Error::ProofNeeded)),
        "no door is needed to hold the rule"
    );

    let wrong = door::prove_by_password(&hall.desk, &opened.actor, "Tea-at-5-o'clock").await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    assert!(sign_in::resume(&hall.desk, &opened.token).await.unwrap().is_some());
    let proved = door::prove_by_password(&hall.desk, &opened.actor, PASSWORD).await.unwrap();
    assert!(sign_in::resume(&hall.desk, &opened.token).await.unwrap().is_none(), "the token was replaced");
    let actor = sign_in::resume(&hall.desk, &proved.token).await.unwrap().expect("the session goes on");
    change(&actor).await.unwrap();

    hall.wait(10.minutes());
    assert!(!check(&actor));
    sign_in::request_own_code(&hall.desk, &actor, &browser).await.unwrap();
    let digits = code(&hall).await;
    let wrong = door::prove_by_code(&hall.desk, &actor, &other(&digits), &browser).await;
    assert!(matches!(refusal(wrong), Refusal::CodeWrong { .. }));
    let proved = door::prove_by_code(&hall.desk, &actor, &digits, &browser).await.unwrap();
    assert!(check(&proved.actor));
}

#[tokio::test]
async fn wrong_proofs_count_towards_the_lock_out() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    let mut last = None;
    for _ in 0..10 {
        last = Some(refusal(door::prove_by_password(&hall.desk, &opened.actor, "Tea-at-5-o'clock").await));
    }
    assert!(matches!(last, Some(Refusal::Locked { .. })), "{last:?}");
    let right = door::prove_by_password(&hall.desk, &opened.actor, PASSWORD).await;
    assert!(matches!(refusal(right), Refusal::Locked { .. }));
}
