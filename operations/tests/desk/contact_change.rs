//! Changing the contact number or address: proved, waited out, made, taken back.

use crate::{door, hall::Hall, person::Person};
use crm::{
    contact_change::{ContactKind, ContactState, Refusal},
    customers::{Customer, CustomerField},
    messages::{Message, MessageChannel},
    sign_in::{Authenticator, CodeRefusal, Holder, Passkey, Proof, RecoveryCode, SecondStep, StepPurpose},
};
use jiff::ToSpan;
use operations::{
    Actor, Error, Refusal as Refused,
    actor::Subscriber,
    contact_change::{self, AskContact, Asked, TakeBack},
    profile, sign_in,
};

const NEW: &str = "139 8888 0000";

/// Who came in by a code to the number, or by password.
fn proved_by(actor: &Actor, proof: Proof) -> Actor {
    match actor {
        Actor::Subscriber(subscriber) => Actor::Subscriber(Subscriber { proof, ..subscriber.clone() }),
        other => other.clone(),
    }
}

async fn ask(hall: &Hall, actor: &Actor, kind: ContactKind, contact: &str) -> Result<Asked, Error> {
    let command = AskContact { kind, contact: contact.to_owned() };
    contact_change::ask(&hall.desk, actor, hall.key(), &command).await
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(Refused::Contact(refusal))) => refusal,
        other => panic!("expected a refusal of a contact, not {other:?}"),
    }
}

/// The six digits of a message.
fn code(message: &Message) -> String {
    let digits: Vec<&str> = message.body.split(|c: char| !c.is_ascii_digit()).collect();
    digits.into_iter().find(|digits| digits.len() == 6).expect("a code").to_owned()
}

/// What stands in the link of the message that has one.
fn token(messages: &[Message]) -> String {
    let linked = messages.iter().find(|message| message.body.contains("token=")).expect("a link");
    linked.body.rsplit("token=").next().expect("a link").to_owned()
}

/// Everything that was told but codes.
async fn told(hall: &Hall) -> Vec<Message> {
    let mut messages = hall.delivered().await;
    messages.retain(|message| !message.body.contains("code"));
    messages
}

/// To whom messages went, in order.
fn recipients(messages: &[Message]) -> Vec<&str> {
    let mut to: Vec<_> = messages.iter().map(|message| message.recipient.as_str()).collect();
    to.sort_unstable();
    to
}

async fn file(hall: &Hall, actor: &Actor) -> Customer {
    profile::view(&hall.desk, actor).await.unwrap().customer
}

async fn move_to_new_number(hall: &Hall, actor: &Actor) -> (ContactState, Vec<Message>) {
    move_to(hall, actor, NEW).await
}

/// Asks for a number and proves it; gives the messages that were sent upon it.
async fn move_to(hall: &Hall, actor: &Actor, number: &str) -> (ContactState, Vec<Message>) {
    let asked = ask(hall, actor, ContactKind::Mobile, number).await.unwrap();
    assert_eq!(asked.state, ContactState::Proving);
    let sent = hall.delivered().await;
    let to = number.replace(' ', "");
    let sent = sent.iter().find(|message| message.recipient == to).expect("a code");
    let typed = code(sent);
    let proved = contact_change::prove(&hall.desk, actor, ContactKind::Mobile, &typed).await.unwrap();
    (proved.state, told(hall).await)
}

#[tokio::test]
async fn a_number_proved_by_both_is_changed_at_once_and_can_be_taken_back() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = proved_by(&hall.subscriber(&person).await, Proof::OneTimeCode);
    let (state, told) = move_to_new_number(&hall, &actor).await;
    assert_eq!(state, ContactState::Applied);
    let customer = file(&hall, &actor).await;
    assert_eq!(customer.mobile.as_str(), "13988880000");
    assert!(told.iter().all(|message| message.channel == MessageChannel::Sms));
    assert_eq!(recipients(&told), [person.mobile(), "13988880000", "13988880000"]);
    let view = profile::view(&hall.desk, &actor).await.unwrap();
    let change = &view.changes[0];
    assert_eq!((change.field, change.reason.as_str()), (CustomerField::Mobile, "contactProved"));
    assert_eq!((change.before.as_str(), change.after.as_str()), (person.mobile(), "13988880000"));

    let link = token(&told);
    let linked = contact_change::linked(&hall.desk, &Actor::Visitor, &link).await.unwrap().expect("a change");
    assert_eq!((linked.after.as_str(), linked.is_made), ("139****0000", true));
    let back = contact_change::take_back_by_link(&hall.desk, &Actor::Visitor, &link).await.unwrap();
    assert!(back.restored);
    assert_eq!(file(&hall, &actor).await.mobile.as_str(), person.mobile());
    assert_eq!(hall.trail().await[0], "visitor useContactLink customer:0001-HALL done");
    let again = contact_change::take_back_by_link(&hall.desk, &Actor::Visitor, &link).await;
    assert_eq!(refusal(again), Refusal::Over);
    assert_eq!(contact_change::linked(&hall.desk, &Actor::Visitor, &link).await.unwrap(), None);
    let trail = format!("{:?}", hall.events().await);
    assert!(!trail.contains(&link) && !trail.contains("13988880000"), "{trail}");
}

#[tokio::test]
async fn a_second_change_waits_and_the_first_ones_link_takes_both_back() {
    for hours in [1, 25] {
        let person = Person::numbered(1);
        let hall = Hall::open().await;
        let actor = proved_by(&hall.subscriber(&person).await, Proof::OneTimeCode);
        sign_in::set_password(&hall.desk, &person.customer.code, "Tea-at-4-o'clock").await.unwrap();
        hall.wait(1.minute());
        let (state, told) = move_to_new_number(&hall, &actor).await;
        assert_eq!(state, ContactState::Applied);
        hall.wait(2.minutes());
        let (state, _) = move_to(&hall, &actor, "139 7777 0000").await;
        assert_eq!(state, ContactState::Pending, "the number that read the code may be nobody's");
        hall.wait(hours.hours());
        hall.run_jobs().await;
        let present = file(&hall, &actor).await.mobile;
        assert_eq!(present.as_str(), if hours > 24 { "13977770000" } else { "13988880000" });

        let link = token(&told);
        assert!(contact_change::linked(&hall.desk, &Actor::Visitor, &link).await.unwrap().is_some());
        let back = contact_change::take_back_by_link(&hall.desk, &Actor::Visitor, &link).await.unwrap();
        assert!(back.restored);
        assert_eq!(file(&hall, &actor).await.mobile.as_str(), person.mobile());
        hall.wait(48.hours());
        hall.run_jobs().await;
        assert_eq!(file(&hall, &actor).await.mobile.as_str(), person.mobile(), "{hours} hours");
        // What was there before stays.
        let (mobile, browser) = (person.mobile(), hall.browser());
        door::with_password(&hall.desk, mobile, "Tea-at-4-o'clock", &browser).await.unwrap();
    }
}

#[tokio::test]
async fn the_link_takes_away_what_was_added_since() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = proved_by(&hall.subscriber(&person).await, Proof::OneTimeCode);
    let holder = Holder::Customer(person.customer.id);
    let passkey = |credential: u8| Passkey {
        id: hall.desk.id(),
        holder,
        credential: vec![credential],
        public_key: vec![1],
        state: vec![1],
        name: "phone".to_owned(),
        added_at: hall.desk.now(),
        used_at: None,
    };
    let before = &passkey(1);
    hall.write(|mut unit| async move { Ok(unit.add_passkey(before).await?) }).await;
    hall.wait(1.minute());
    let (_, told) = move_to_new_number(&hall, &actor).await;
    hall.wait(2.minutes());
    let after = &passkey(2);
    let now = hall.desk.now();
    let app =
        &Authenticator { holder, secret: vec![1], made_at: now, confirmed_at: Some(now), last_step: Some(1) };
    let codes = &[RecoveryCode { holder, hash: "a".to_owned(), salt: [1; 32], used_at: None }];
    let step = &SecondStep {
        holder,
        purpose: StepPurpose::NewPassword,
        session: None,
        proof: Proof::OneTimeCode,
        began_at: now,
    };
    hall.write(|mut unit| async move {
        unit.add_passkey(after).await?;
        unit.put_authenticator(app).await?;
        unit.put_recovery_codes(holder, codes).await?;
        Ok(unit.put_second_step(&[1; 32], step).await?)
    })
    .await;
    sign_in::set_password(&hall.desk, &person.customer.code, "Coffee-at-5").await.unwrap();
    ask(&hall, &actor, ContactKind::Email, "new@example.com").await.unwrap();
    hall.session_of(&person).await;

    let link = token(&told);
    contact_change::take_back_by_link(&hall.desk, &Actor::Visitor, &link).await.unwrap();
    hall.read(|mut unit| async move {
        let passkeys = unit.passkeys_of(holder).await?;
        assert_eq!(passkeys.iter().map(|passkey| passkey.id).collect::<Vec<_>>(), [before.id]);
        assert_eq!(unit.authenticator(holder).await?, None);
        assert_eq!(unit.recovery_codes(holder).await?, []);
        assert_eq!(unit.credential(holder).await?, None);
        assert_eq!(unit.second_step(&[1; 32]).await?, None);
        assert_eq!(unit.sessions_of(holder).await?, []);
        Ok(())
    })
    .await;
    assert!(profile::view(&hall.desk, &actor).await.unwrap().contact_changes.is_empty());
    let kept = &hall.events().await[0].facts;
    for fact in ["passkeys", "authenticators", "recoveryCodes", "passwords", "secondSteps", "sessions"] {
        assert!(kept.contains(&format!("\"{fact}\":1")), "{fact} in {kept}");
    }
}

#[tokio::test]
async fn addresses_that_others_give_up_count_for_them_alone() {
    let hall = Hall::open().await;
    for number in 1..=7 {
        let mut person = Person::numbered(number);
        person.customer.email = Some("old@example.com".into());
        let actor = proved_by(&hall.subscriber(&person).await, Proof::OneTimeCode);
        let asked = ask(&hall, &actor, ContactKind::Email, "").await.unwrap();
        assert_eq!(asked.state, ContactState::Applied);
    }
}

#[tokio::test]
async fn a_number_without_the_old_ones_proof_waits_a_day() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = proved_by(&hall.subscriber(&person).await, Proof::Password);
    let (state, _) = move_to_new_number(&hall, &actor).await;
    assert_eq!(state, ContactState::Pending);
    let view = profile::view(&hall.desk, &actor).await.unwrap();
    assert_eq!(view.contact_changes.len(), 1, "shown on the profile");
    hall.wait(23.hours());
    hall.run_jobs().await;
    assert_eq!(
        file(&hall, &actor).await.mobile.as_str(),
        person.mobile(),
        "the old number signs in until then"
    );
    hall.wait(1.hour());
    hall.run_jobs().await;
    hall.run_jobs().await;
    assert_eq!(file(&hall, &actor).await.mobile.as_str(), "13988880000");
    assert!(profile::view(&hall.desk, &actor).await.unwrap().contact_changes.is_empty());
}

#[tokio::test]
async fn a_change_that_was_taken_back_is_never_made() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = proved_by(&hall.subscriber(&person).await, Proof::Password);
    let (_, told) = move_to_new_number(&hall, &actor).await;
    let pending = &profile::view(&hall.desk, &actor).await.unwrap().contact_changes[0];
    let stranger = hall.subscriber(&Person::numbered(2)).await;
    let command = TakeBack { change: pending.id };
    let denied = contact_change::take_back(&hall.desk, &stranger, hall.key(), &command).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");
    let back = contact_change::take_back(&hall.desk, &actor, hall.key(), &command).await.unwrap();
    assert!(!back.restored);
    hall.wait(25.hours());
    hall.run_jobs().await;
    assert_eq!(file(&hall, &actor).await.mobile.as_str(), person.mobile());
    let link = token(&told);
    assert_eq!(contact_change::linked(&hall.desk, &Actor::Visitor, &link).await.unwrap(), None);
}

#[tokio::test]
async fn an_address_is_told_at_the_number_and_given_up_without_a_code() {
    let mut person = Person::numbered(1);
    person.customer.email = Some("old@example.com".into());
    let hall = Hall::open().await;
    let actor = proved_by(&hall.subscriber(&person).await, Proof::OneTimeCode);
    ask(&hall, &actor, ContactKind::Email, "new@example.com").await.unwrap();
    let sent = hall.delivered().await;
    let message = sent.iter().find(|message| message.recipient == "new@example.com").expect("a code");
    assert_eq!(message.channel, MessageChannel::Email);
    contact_change::prove(&hall.desk, &actor, ContactKind::Email, &code(message)).await.unwrap();
    // The new number's owner prefers SMS: the last is that the file changed.
    let to = [person.mobile(), person.mobile(), "new@example.com", "old@example.com"];
    assert_eq!(recipients(&told(&hall).await), to);
    assert_eq!(file(&hall, &actor).await.email.as_deref(), Some("new@example.com"));

    hall.wait(2.minutes());
    let asked = ask(&hall, &actor, ContactKind::Email, " ").await.unwrap();
    assert_eq!(asked.state, ContactState::Applied);
    assert_eq!(file(&hall, &actor).await.email, None);
}

#[tokio::test]
async fn codes_are_few_and_wrong_ones_are_counted() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    hall.welcome(&other).await;
    assert_eq!(refusal(ask(&hall, &actor, ContactKind::Mobile, "1391").await), Refusal::BadMobile);
    assert_eq!(
        refusal(ask(&hall, &actor, ContactKind::Mobile, person.mobile()).await),
        Refusal::SameAsBefore
    );
    // Whether it is another customer's is told to who reads its messages, and to nobody else.
    ask(&hall, &actor, ContactKind::Mobile, other.mobile()).await.unwrap();
    let sent = hall.delivered().await;
    let wrong = contact_change::prove(&hall.desk, &actor, ContactKind::Mobile, "0").await;
    assert_eq!(refusal(wrong), Refusal::Code { why: CodeRefusal::Wrong { tries_left: 4 } });
    let wrong = contact_change::prove(&hall.desk, &actor, ContactKind::Mobile, "0").await;
    assert_eq!(refusal(wrong), Refusal::Code { why: CodeRefusal::Wrong { tries_left: 3 } });
    assert!(matches!(refusal(ask(&hall, &actor, ContactKind::Mobile, NEW).await), Refusal::NoCodeYet { .. }));
    let typed = code(sent.last().unwrap());
    let taken = contact_change::prove(&hall.desk, &actor, ContactKind::Mobile, &typed).await;
    assert_eq!(refusal(taken), Refusal::NumberTaken);
    assert_eq!(file(&hall, &actor).await.mobile.as_str(), person.mobile());
    let nothing = contact_change::prove(&hall.desk, &actor, ContactKind::Mobile, &typed).await;
    assert_eq!(refusal(nothing), Refusal::Over);
}

#[tokio::test]
async fn contacts_need_a_fresh_proof() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    hall.wait(11.minutes());
    let stale = ask(&hall, &actor, ContactKind::Mobile, NEW).await;
    assert!(matches!(stale, Err(Error::ProofNeeded)), "{stale:?}");
    let stale = contact_change::prove(&hall.desk, &actor, ContactKind::Mobile, "000000").await;
    assert!(matches!(stale, Err(Error::ProofNeeded)), "{stale:?}");
}
