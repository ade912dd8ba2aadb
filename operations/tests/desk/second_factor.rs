//! The second factor: added with a first code, asked for at the door, worth nothing twice; recovery codes; a password that
//! was forgotten.

use crate::{door, hall::Hall, person::Person};
use crm::{
    messages::MessageTopic,
    sign_in::{Passkey, PasswordRefusal, Proof, StaffRole},
};
use jiff::{SignedDuration, ToSpan};
use operations::{
    Actor, Error, Refusal as Refused,
    access::{Operation, check_proof},
    actor::StaffMember,
    passkeys::{self, RemovePasskey},
    second_factor::{self, Refusal, Typed},
    sessions,
    sign_in::{self, Browser, Entry, Opened, Passed, Refusal as Door, StepToken},
};
use totp_rs::Totp;

const PASSWORD: &str = "Tea-at-4-o'clock";

/// Somebody who signed in by password, with the app they added and its recovery codes.
struct Guarded {
    person: Person,
    opened: Opened,
    app: Totp,
    recovery: Vec<String>,
}

async fn hall_with(person: &Person) -> Hall {
    let hall = Hall::open().await;
    hall.welcome(person).await;
    sign_in::set_password(&hall.desk, &person.customer.code, PASSWORD).await.unwrap();
    hall.delivered().await;
    hall
}

async fn app_of(hall: &Hall, actor: &Actor) -> Totp {
    second_factor::begin(&hall.desk, actor, hall.key()).await.unwrap();
    let enrolment = second_factor::enrolment(&hall.desk, actor, "Wangting").await.unwrap().expect("a secret");
    Totp::from_url(enrolment.link).unwrap()
}

fn code(hall: &Hall, app: &Totp) -> String {
    app.generate(u64::try_from(hall.desk.now().as_second()).unwrap()).to_string()
}

fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

/// Adds an app to a customer's account, and waits until its first code is over.
async fn guarded(hall: &Hall, person: Person) -> Guarded {
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    let app = app_of(hall, &opened.actor).await;
    let confirmed = second_factor::confirm(&hall.desk, &opened.actor, &code(hall, &app)).await.unwrap();
    hall.wait(1.minutes());
    Guarded { person, opened: confirmed.opened, app, recovery: confirmed.recovery_codes }
}

fn halfway(entry: Entry) -> String {
    match entry {
        Entry::SecondStep(StepToken(token)) => token,
        Entry::Opened(_) => panic!("no second factor was asked for"),
    }
}

async fn first_step(hall: &Hall, person: &Person, browser: &Browser) -> String {
    halfway(sign_in::with_password(&hall.desk, person.mobile(), PASSWORD, browser).await.unwrap())
}

fn refusal<T: std::fmt::Debug>(tried: Result<T, Error>) -> Door {
    match tried {
        Err(Error::Refused(Refused::SignIn(refusal))) => refusal,
        tried => panic!("{tried:?} is not a refusal of the door"),
    }
}

fn opened(passed: Passed) -> Opened {
    match passed {
        Passed::Opened { opened, .. } => opened,
        Passed::NewPassword => panic!("a new password was not asked for"),
    }
}

fn proof(actor: &Actor) -> Proof {
    match actor {
        Actor::Subscriber(subscriber) => subscriber.proof,
        Actor::Staff(staff) => staff.proof,
        other => panic!("{other:?} has no session"),
    }
}

#[tokio::test]
async fn an_app_counts_once_its_first_code_was_typed() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let (here, there) = (
        door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap(),
        door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap(),
    );
    let abandoned = app_of(&hall, &here.actor).await;
    // Begun and not confirmed, it is not asked for.
    door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    let app = app_of(&hall, &here.actor).await;
    for mistyped in [code(&hall, &abandoned), wrong(&code(&hall, &app)), "12345".to_owned(), String::new()] {
        let tried = second_factor::confirm(&hall.desk, &here.actor, &mistyped).await.map(drop);
        assert!(
            matches!(tried, Err(Error::Refused(Refused::SecondFactor(Refusal::WrongCode)))),
            "{mistyped:?}: {tried:?}"
        );
    }
    let confirmed = second_factor::confirm(&hall.desk, &here.actor, &code(&hall, &app)).await.unwrap();
    assert_eq!(confirmed.recovery_codes.len(), 10);
    for ended in [&here.token, &there.token] {
        assert!(sign_in::resume(&hall.desk, ended).await.unwrap().is_none(), "all tokens before are over");
    }
    let actor = sign_in::resume(&hall.desk, &confirmed.opened.token).await.unwrap().expect("a session");
    assert_eq!(proof(&actor), Proof::PasswordAndFactor);
    assert!(second_factor::enrolment(&hall.desk, &actor, "Wangting").await.unwrap().is_none(), "never again");
    let view = sessions::view(&hall.desk, &actor).await.unwrap();
    assert_eq!((view.factor.since.is_some(), view.factor.recovery_codes), (true, 10));
    let again = second_factor::begin(&hall.desk, &actor, hall.key()).await;
    assert!(matches!(again, Err(Error::Refused(Refused::SecondFactor(Refusal::AlreadyAdded)))));

    let told = hall.delivered().await;
    assert_eq!(told.iter().map(|message| message.topic).collect::<Vec<_>>(), [MessageTopic::Profile]);
    let kept = format!("{:?}", hall.events().await);
    let secret = app.secret().to_base32();
    assert!(!kept.contains(&secret) && !kept.contains(&confirmed.recovery_codes[0]), "{kept}");
}

#[tokio::test]
async fn the_door_asks_for_the_code_and_opens_with_a_fresh_token() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, app, .. } = guarded(&hall, person).await;
    let browser = hall.browser();
    let step = first_step(&hall, &person, &browser).await;
    assert!(sign_in::resume(&hall.desk, &step).await.unwrap().is_none(), "halfway is not in");
    let typed = code(&hall, &app);
    let tried = sign_in::pass_step(&hall.desk, &step, Typed::Code(&wrong(&typed)), &browser).await;
    assert_eq!(refusal(tried), Door::FactorWrong);
    let in_ = opened(sign_in::pass_step(&hall.desk, &step, Typed::Code(&typed), &browser).await.unwrap());
    assert_ne!(in_.token, step);
    let actor = sign_in::resume(&hall.desk, &in_.token).await.unwrap().expect("a session");
    assert_eq!(proof(&actor), Proof::PasswordAndFactor);
    // The step is done, and the same code works at no other.
    let again = sign_in::pass_step(&hall.desk, &step, Typed::Code(&typed), &browser).await;
    assert_eq!(refusal(again), Door::StepOver);
    let step = first_step(&hall, &person, &browser).await;
    let replayed = sign_in::pass_step(&hall.desk, &step, Typed::Code(&typed), &browser).await;
    assert_eq!(refusal(replayed), Door::FactorWrong);
    hall.wait(1.minutes());
    sign_in::pass_step(&hall.desk, &step, Typed::Code(&code(&hall, &app)), &browser).await.unwrap();
}

#[tokio::test]
async fn a_code_replayed_side_by_side_opens_one_session() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, app, .. } = guarded(&hall, person).await;
    let typed = code(&hall, &app);
    let mut tries = Vec::new();
    for _ in 0..4 {
        let browser = hall.browser();
        let step = first_step(&hall, &person, &browser).await;
        let (desk, typed) = (hall.desk.clone(), typed.clone());
        tries.push(tokio::spawn(async move {
            sign_in::pass_step(&desk, &step, Typed::Code(&typed), &browser).await.is_ok()
        }));
    }
    let mut opened = 0;
    for tried in tries {
        opened += usize::from(tried.await.unwrap());
    }
    assert_eq!(opened, 1);
}

#[tokio::test]
async fn wrong_codes_lock_with_a_delay_that_grows_and_the_owner_is_told() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, app, recovery, .. } = guarded(&hall, person).await;
    hall.delivered().await;
    let browser = hall.browser();
    let step = first_step(&hall, &person, &browser).await;
    let typed = code(&hall, &app);
    let try_ = async |typed: Typed<'_>| refusal(sign_in::pass_step(&hall.desk, &step, typed, &browser).await);
    assert_eq!(try_(Typed::Code("12345")).await, Door::BadCode, "and not counted");
    for _ in 0..4 {
        assert_eq!(try_(Typed::Code(&wrong(&typed))).await, Door::FactorWrong);
    }
    assert!(hall.delivered().await.is_empty());
    let until = hall.desk.now() + SignedDuration::from_mins(1);
    assert_eq!(try_(Typed::Recovery("2222-2222-2222")).await, Door::FactorLocked { until }, "both count");
    assert_eq!(try_(Typed::Code(&typed)).await, Door::FactorLocked { until }, "the right one, too");
    assert_eq!(try_(Typed::Recovery(&recovery[0])).await, Door::FactorLocked { until });
    assert_eq!(hall.delivered().await.len(), 1);
    hall.wait(1.minutes());
    let until = hall.desk.now() + SignedDuration::from_mins(2);
    assert_eq!(try_(Typed::Code(&wrong(&code(&hall, &app)))).await, Door::FactorLocked { until });
    hall.wait(2.minutes());
    let right = code(&hall, &app);
    sign_in::pass_step(&hall.desk, &step, Typed::Code(&right), &browser).await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_works_once_and_is_told() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, recovery, opened: inside, .. } = guarded(&hall, person).await;
    hall.delivered().await;
    let browser = hall.browser();
    let pass = async |typed: &str| {
        let step = first_step(&hall, &person, &browser).await;
        sign_in::pass_step(&hall.desk, &step, Typed::Recovery(typed), &browser).await
    };
    let in_ = opened(pass(&recovery[0].to_lowercase().replace('-', " ")).await.unwrap());
    assert_eq!(proof(&in_.actor), Proof::PasswordAndFactor);
    let told = hall.delivered().await;
    assert!(told[0].body.contains("9 left"), "{told:?}");
    assert_eq!(refusal(pass(&recovery[0]).await), Door::RecoveryCodeWrong);
    assert_eq!(refusal(pass("nonsense").await), Door::RecoveryCodeWrong);

    let fresh = second_factor::renew_recovery_codes(&hall.desk, &in_.actor).await.unwrap();
    assert_eq!(refusal(pass(&recovery[1]).await), Door::RecoveryCodeWrong, "the set before is over");
    pass(&fresh[1]).await.unwrap();
    assert_eq!(second_factor::view(&hall.desk, &inside.actor).await.unwrap().recovery_codes, 9);
}

#[tokio::test]
async fn the_second_step_is_over_after_ten_minutes() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, app, .. } = guarded(&hall, person).await;
    let browser = hall.browser();
    let step = first_step(&hall, &person, &browser).await;
    assert!(sign_in::view_step(&hall.desk, &step).await.unwrap().is_some_and(|step| step.is_waiting));
    hall.wait(10.minutes());
    assert!(sign_in::view_step(&hall.desk, &step).await.unwrap().is_none());
    let late = sign_in::pass_step(&hall.desk, &step, Typed::Code(&code(&hall, &app)), &browser).await;
    assert_eq!(refusal(late), Door::StepOver);
    for token in ["", "nonsense", &"0".repeat(64)] {
        let tried = sign_in::pass_step(&hall.desk, token, Typed::Code("123456"), &browser).await;
        assert_eq!(refusal(tried), Door::StepOver);
    }
}

#[tokio::test]
async fn adding_and_removing_ask_for_a_fresh_proof_of_both_factors() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { opened: inside, app, .. } = guarded(&hall, person).await;
    hall.delivered().await;
    hall.wait(10.minutes());
    let actor = &inside.actor;
    assert!(matches!(second_factor::remove(&hall.desk, actor, hall.key()).await, Err(Error::ProofNeeded)));
    let renewed = second_factor::renew_recovery_codes(&hall.desk, actor).await;
    assert!(matches!(renewed, Err(Error::ProofNeeded)));
    assert!(matches!(second_factor::begin(&hall.desk, actor, hall.key()).await, Err(Error::ProofNeeded)));

    let step = halfway(sign_in::prove_by_password(&hall.desk, actor, PASSWORD).await.unwrap());
    assert!(matches!(second_factor::remove(&hall.desk, actor, hall.key()).await, Err(Error::ProofNeeded)));
    let browser = hall.browser();
    let passed =
        sign_in::pass_step(&hall.desk, &step, Typed::Code(&code(&hall, &app)), &browser).await.unwrap();
    assert!(sign_in::resume(&hall.desk, &inside.token).await.unwrap().is_none(), "the token was replaced");
    let actor = &opened(passed).actor;
    second_factor::remove(&hall.desk, actor, hall.key()).await.unwrap();
    assert_eq!(second_factor::view(&hall.desk, actor).await.unwrap().recovery_codes, 0);
    assert_eq!(hall.delivered().await.len(), 1);
    let again = second_factor::remove(&hall.desk, actor, hall.key()).await;
    assert!(matches!(again, Err(Error::Refused(Refused::SecondFactor(Refusal::NoneAdded)))));
}

#[tokio::test]
async fn a_new_password_stands_in_for_no_second_factor() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { opened: inside, .. } = guarded(&hall, person).await;
    hall.wait(10.minutes());
    let changed = sign_in::change_password(&hall.desk, &inside.actor, PASSWORD, "Coffee-at-5").await.unwrap();
    assert!(check_proof(&hall.desk, &changed.actor, Operation::ManageFactors).is_err());
    assert_eq!(proof(&changed.actor), Proof::PasswordAndFactor);
}

#[tokio::test]
async fn an_operator_takes_away_what_was_lost() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, opened: inside, .. } = guarded(&hall, person).await;
    hall.delivered().await;
    let known = sign_in::find(&hall.desk, person.mobile()).await.unwrap();
    let taken = second_factor::take_away(&hall.desk, &known).await.unwrap();
    assert_eq!((taken.whose.as_str(), taken.authenticator, taken.passkeys), ("0001-HALL", true, 0));
    assert!(sign_in::resume(&hall.desk, &inside.token).await.unwrap().is_none());
    assert_eq!(hall.delivered().await.len(), 1);
    door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
}

#[tokio::test]
async fn staff_add_a_factor_of_their_own() {
    let hall = Hall::open().await;
    sign_in::add_staff(&hall.desk, "wren", StaffRole::Auditor, PASSWORD).await.unwrap();
    let actor = door::staff_with_password(&hall.desk, "wren", PASSWORD, &hall.browser()).await.unwrap().actor;
    let app = app_of(&hall, &actor).await;
    second_factor::confirm(&hall.desk, &actor, &code(&hall, &app)).await.unwrap();
    hall.wait(1.minutes());
    let browser = hall.browser();
    let step = halfway(sign_in::staff_with_password(&hall.desk, "wren", PASSWORD, &browser).await.unwrap());
    let passed = sign_in::pass_step(&hall.desk, &step, Typed::Code(&code(&hall, &app)), &browser).await;
    assert_eq!(proof(&opened(passed.unwrap()).actor), Proof::PasswordAndFactor);
    assert!(hall.delivered().await.is_empty());
}

#[tokio::test]
async fn a_password_adds_nothing_in_place_of_a_passkey_that_is_there() {
    let hall = Hall::open().await;
    let by_password = hall.staff("wren", StaffRole::Auditor).await;
    let app = app_of(&hall, &by_password).await;
    let passkey = &Passkey {
        id: hall.desk.id(),
        holder: by_password.holder().expect("a member of staff"),
        credential: vec![1],
        public_key: vec![1],
        state: vec![1],
        name: "phone".to_owned(),
        added_at: hall.desk.now(),
        used_at: None,
    };
    hall.write(|mut unit| async move { Ok(unit.add_passkey(passkey).await?) }).await;
    assert!(second_factor::must_prove_first(&hall.desk, &by_password).await.unwrap());
    let to_be_proved = |error: Error| {
        assert!(matches!(error, Error::Refused(Refused::SecondFactor(Refusal::ProveFirst))), "{error:?}");
    };
    to_be_proved(second_factor::begin(&hall.desk, &by_password, hall.key()).await.unwrap_err());
    let confirmed = second_factor::confirm(&hall.desk, &by_password, &code(&hall, &app)).await;
    to_be_proved(confirmed.map(drop).unwrap_err());
    let command = RemovePasskey { passkey: passkey.id };
    let removed = passkeys::remove(&hall.desk, &by_password, hall.key(), &command).await;
    assert!(matches!(removed, Err(Error::Refused(Refused::Passkey(passkeys::Refusal::ProveFirst)))));

    let Actor::Staff(staff) = by_password else { panic!("no member of staff") };
    let by_passkey = Actor::Staff(StaffMember { proof: Proof::Passkey, ..staff });
    second_factor::confirm(&hall.desk, &by_passkey, &code(&hall, &app)).await.unwrap();
    passkeys::remove(&hall.desk, &by_passkey, hall.key(), &command).await.unwrap();
}

/// The code that was sent last.
async fn sms(hall: &Hall) -> String {
    let messages = hall.delivered().await;
    let message = messages.iter().rfind(|message| message.topic == MessageTopic::SignInCode).expect("a code");
    message.body.chars().filter(char::is_ascii_digit).take(6).collect()
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_code() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let browser = hall.browser();
    let inside = door::with_password(&hall.desk, person.mobile(), PASSWORD, &browser).await.unwrap();
    sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    let digits = sms(&hall).await;
    let prove = async |typed: &str| {
        sign_in::prove_for_new_password(&hall.desk, person.mobile(), typed, &browser).await
    };
    assert!(matches!(refusal(prove(&wrong(&digits)).await), Door::CodeWrong { .. }));
    let StepToken(token) = prove(&digits).await.unwrap();
    assert_eq!(refusal(prove(&digits).await), Door::CodeSpent);
    assert!(sign_in::resume(&hall.desk, &token).await.unwrap().is_none(), "it opens nothing by itself");
    let set = async |new: &str| sign_in::set_forgotten_password(&hall.desk, &token, new, &browser).await;
    let weak = set("111111").await;
    assert!(matches!(weak, Err(Error::Refused(Refused::Password(PasswordRefusal::Repeated)))));
    let opened = set("Coffee-at-5").await.unwrap();
    assert_eq!(proof(&opened.actor), Proof::OneTimeCode);
    assert_eq!(refusal(set("Cocoa-at-6").await), Door::StepOver, "a code sets one password");
    assert!(sign_in::resume(&hall.desk, &inside.token).await.unwrap().is_none(), "other sessions are over");
    assert_eq!(hall.delivered().await.len(), 1);
    door::with_password(&hall.desk, person.mobile(), "Coffee-at-5", &browser).await.unwrap();
}

#[tokio::test]
async fn whoever_has_a_second_factor_needs_it_for_a_forgotten_password_too() {
    let person = Person::numbered(1);
    let hall = hall_with(&person).await;
    let Guarded { person, app, .. } = guarded(&hall, person).await;
    let browser = hall.browser();
    sign_in::request_code(&hall.desk, person.mobile(), &browser).await.unwrap();
    let digits = sms(&hall).await;
    let StepToken(token) =
        sign_in::prove_for_new_password(&hall.desk, person.mobile(), &digits, &browser).await.unwrap();
    let set = async || sign_in::set_forgotten_password(&hall.desk, &token, "Coffee-at-5", &browser).await;
    assert_eq!(refusal(set().await), Door::StepOver);
    let typed = code(&hall, &app);
    let passed = sign_in::pass_step(&hall.desk, &token, Typed::Code(&typed), &browser).await.unwrap();
    assert!(matches!(passed, Passed::NewPassword));
    assert_eq!(proof(&set().await.unwrap().actor), Proof::CodeAndFactor);
}
