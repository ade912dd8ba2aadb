use super::*;
use crate::samples::customer;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

const RIGHT: &[u8] = &[1; 32];
const WRONG: &[u8] = &[2; 32];
const OLD: &str = "13912345807";
const NEW: &str = "13912340000";
const HOUR: i64 = 3600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_793_800_000 + second).unwrap()
}

fn asked(old_number_proved: bool) -> ContactChange {
    ContactChange {
        id: Uuid::from_u128(1).into(),
        customer_id: customer().id,
        kind: ContactKind::Mobile,
        before: OLD.into(),
        after: NEW.into(),
        state: ContactState::Proving,
        old_number_proved,
        code_hash: RIGHT.into(),
        tries: 0,
        asked_at: at(0),
        effective_at: None,
        take_back_until: None,
        link_hash: None,
        version: 1,
    }
}

fn proved(old_number_proved: bool) -> ContactChange {
    let tried = asked(old_number_proved).prove(RIGHT, ContactPolicy::default(), &[], at(10));
    assert_eq!(tried.result, Ok(()));
    tried.change
}

#[rstest]
#[case::mobile(ContactKind::Mobile, " 139-1234-0000 ", Ok(NEW))]
#[case::no_mobile(ContactKind::Mobile, "1391234000", Err(Refusal::BadMobile))]
#[case::same(ContactKind::Mobile, "139 1234 5807", Err(Refusal::SameAsBefore))]
#[case::email(ContactKind::Email, " a@example.com ", Ok("a@example.com"))]
#[case::no_email(ContactKind::Email, "nobody", Err(Refusal::BadEmail))]
#[case::still_none(ContactKind::Email, "", Err(Refusal::SameAsBefore))]
fn a_wish_is_read(#[case] kind: ContactKind, #[case] typed: &str, #[case] expected: Result<&str, Refusal>) {
    assert_eq!(wished(&customer(), kind, typed), expected.map(str::to_owned));
}

#[test]
fn an_address_is_given_up_only_when_nothing_is_sent_there() {
    let mut customer = Customer { email: Some("a@example.com".into()), ..customer() };
    assert_eq!(wished(&customer, ContactKind::Email, " "), Ok(String::new()));
    customer.notify_by_email = true;
    assert_eq!(wished(&customer, ContactKind::Email, " "), Err(Refusal::EmailNeeded));
}

#[rstest]
#[case::right(ContactState::Proving, 0, RIGHT, 299, None, 0)]
#[case::right_at_last(ContactState::Proving, 4, RIGHT, 10, None, 4)]
#[case::wrong(ContactState::Proving, 0, WRONG, 10, Some(CodeRefusal::Wrong { tries_left: 4 }), 1)]
#[case::last_wrong(ContactState::Proving, 4, WRONG, 10, Some(CodeRefusal::TooManyTries), 5)]
#[case::too_many(ContactState::Proving, 5, RIGHT, 10, Some(CodeRefusal::TooManyTries), 5)]
#[case::expired(ContactState::Proving, 0, RIGHT, 300, Some(CodeRefusal::Expired), 0)]
#[case::twice(ContactState::Pending, 0, RIGHT, 10, Some(CodeRefusal::Spent), 0)]
#[case::taken_back(ContactState::TakenBack, 0, RIGHT, 10, Some(CodeRefusal::Spent), 0)]
fn the_new_contact_is_proved_once(
    #[case] state: ContactState,
    #[case] tries: i64,
    #[case] typed: &[u8],
    #[case] second: i64,
    #[case] refused: Option<CodeRefusal>,
    #[case] tries_then: i64,
) {
    let change = ContactChange { state, tries, ..asked(false) };
    let tried = change.prove(typed, ContactPolicy::default(), &[], at(second));
    assert_eq!(tried.result, refused.map_or(Ok(()), |why| Err(Refusal::Code { why })));
    assert_eq!(tried.change.tries, tries_then);
    let state_then = if refused.is_none() { ContactState::Pending } else { state };
    assert_eq!(tried.change.state, state_then);
}

#[rstest]
#[case::code_is_good(asked(false), 299, true)]
#[case::code_is_over(asked(false), 300, false)]
#[case::waits(proved(false), 20 * HOUR, true)]
#[case::made(made(), 11, false)]
fn what_is_given_up_is_not_under_way(
    #[case] change: ContactChange,
    #[case] second: i64,
    #[case] expected: bool,
) {
    assert_eq!(change.is_under_way(at(second)), expected);
}

#[rstest]
#[case::waits(false, 24 * HOUR)]
#[case::old_number_proved(true, 0)]
fn a_change_waits_unless_the_old_number_was_proved(#[case] old_number_proved: bool, #[case] wait: i64) {
    let change = proved(old_number_proved);
    assert_eq!(change.effective_at, Some(at(10 + wait)));
    assert_eq!(change.take_back_until, Some(at(10 + wait + 72 * HOUR)));
    assert!(!change.is_due(at(9 + wait)) && change.is_due(at(10 + wait)));
    let early = change.clone().apply(&customer(), false, at(9 + wait));
    assert_eq!(early, Err(Refusal::Over));
    let (change, file) = change.apply(&customer(), false, at(10 + wait)).unwrap();
    assert_eq!((change.state, file.unwrap().mobile.as_str()), (ContactState::Applied, NEW));
}

#[test]
fn a_number_that_went_to_somebody_else_lapses() {
    let (change, file) = proved(true).apply(&customer(), true, at(10)).unwrap();
    assert_eq!((change.state, file), (ContactState::Lapsed, None));
}

#[rstest]
#[case::proving(asked(false), OLD, false, 10, Ok(None))]
#[case::pending(proved(false), OLD, false, 10, Ok(None))]
#[case::made(made(), NEW, false, 11, Ok(Some(OLD)))]
#[case::made_long_ago(made(), NEW, false, 10 + 72 * HOUR, Err(Refusal::Over))]
#[case::changed_since(made(), "13912349999", false, 11, Err(Refusal::Over))]
#[case::old_number_taken(made(), NEW, true, 11, Err(Refusal::NumberTaken))]
#[case::twice(ContactChange { state: ContactState::TakenBack, ..made() }, NEW, false, 11, Err(Refusal::Over))]
#[case::lapsed(ContactChange { state: ContactState::Lapsed, ..made() }, NEW, false, 11, Err(Refusal::Over))]
fn a_change_is_taken_back(
    #[case] change: ContactChange,
    #[case] now: &str,
    #[case] taken: bool,
    #[case] second: i64,
    #[case] expected: Result<Option<&str>, Refusal>,
) {
    let customer = Customer { mobile: Msisdn::parse(now).unwrap(), ..customer() };
    let done = change.take_back(&customer, &[], taken, at(second));
    let restored = done.map(|(change, file)| {
        assert_eq!(change.state, ContactState::TakenBack);
        file.map(|file| file.mobile.as_str().to_owned())
    });
    assert_eq!(restored, expected.map(|restored| restored.map(str::to_owned)));
}

fn made() -> ContactChange {
    proved(true).apply(&customer(), false, at(10)).unwrap().0
}

/// A change that was asked for a minute after [`made`].
fn next(kind: ContactKind) -> ContactChange {
    let (id, after) = (Uuid::from_u128(2).into(), "13912349999".to_owned());
    ContactChange { id, kind, before: NEW.into(), after, asked_at: at(60), ..asked(true) }
}

#[rstest]
#[case::first(None, ContactKind::Mobile, 0)]
#[case::number_after_number(Some(made()), ContactKind::Mobile, 24 * HOUR)]
#[case::address_after_number(Some(made()), ContactKind::Email, 24 * HOUR)]
#[case::number_after_address(Some(ContactChange { kind: ContactKind::Email, ..made() }), ContactKind::Mobile, 24 * HOUR)]
#[case::address_after_address(Some(ContactChange { kind: ContactKind::Email, ..made() }), ContactKind::Email, 0)]
#[case::not_made_yet(Some(proved(false)), ContactKind::Mobile, 0)]
#[case::taken_back(Some(ContactChange { state: ContactState::TakenBack, ..made() }), ContactKind::Mobile, 0)]
#[case::over(Some(ContactChange { take_back_until: Some(at(70)), ..made() }), ContactKind::Mobile, 0)]
fn a_change_waits_while_an_earlier_one_can_be_taken_back(
    #[case] earlier: Option<ContactChange>,
    #[case] kind: ContactKind,
    #[case] wait: i64,
) {
    let others: Vec<_> = earlier.into_iter().collect();
    let change = next(kind).prove(RIGHT, ContactPolicy::default(), &others, at(70)).change;
    assert_eq!(change.effective_at, Some(at(70 + wait)));
}

#[rstest]
#[case::followed(ContactState::Applied, 60, Ok(OLD))]
#[case::not_yet(ContactState::Pending, 60, Err(Refusal::Over))]
#[case::taken_back(ContactState::TakenBack, 60, Err(Refusal::Over))]
#[case::before_it(ContactState::Applied, -60, Err(Refusal::Over))]
fn what_followed_a_change_is_taken_back_with_it(
    #[case] state: ContactState,
    #[case] asked: i64,
    #[case] expected: Result<&str, Refusal>,
) {
    let later = ContactChange { state, asked_at: at(asked), ..next(ContactKind::Mobile) };
    let customer = Customer { mobile: Msisdn::parse(&later.after).unwrap(), ..customer() };
    let done = made().take_back(&customer, &[later], false, at(100));
    let restored = done.map(|(_, file)| file.unwrap().mobile.as_str().to_owned());
    assert_eq!(restored, expected.map(str::to_owned));
}

#[test]
fn who_gives_the_address_up_is_still_reached() {
    let customer = Customer {
        email: Some("a@example.com".into()),
        notify_by_email: true,
        notify_by_sms: false,
        ..customer()
    };
    let after = with_contact(&customer, ContactKind::Email, "").unwrap();
    assert_eq!((after.email, after.notify_by_email, after.notify_by_sms), (None, false, true));
}

proptest! {
    /// Whatever the moments: the old contact stands again after a change is taken back, and no change is made before its
    /// time or after it was taken back.
    #[test]
    fn what_is_taken_back_leaves_the_old_contact(
        old_number_proved: bool,
        wait in 0_i64..100_000,
        window in 1_i64..400_000,
        apply_after in 0_i64..200_000,
        back_after in 0_i64..500_000,
    ) {
        let policy = ContactPolicy {
            wait: SignedDuration::from_secs(wait),
            take_back: SignedDuration::from_secs(window),
        };
        let pending = asked(old_number_proved).prove(RIGHT, policy, &[], at(0)).change;
        let effective_at = pending.effective_at.unwrap();
        let applied = pending.clone().apply(&customer(), false, at(apply_after));
        prop_assert_eq!(applied.is_ok(), at(apply_after) >= effective_at);
        let (change, file) = applied.map_or((pending, customer()), |(change, file)| (change, file.unwrap()));
        let was_made = change.state == ContactState::Applied;
        match change.take_back(&file, &[], false, at(apply_after + back_after)) {
            Ok((change, restored)) => {
                let file = restored.unwrap_or(file);
                prop_assert_eq!(file.mobile.as_str(), OLD);
                let again = change.clone().apply(&file, false, at(apply_after + back_after));
                prop_assert_eq!(again, Err(Refusal::Over));
                prop_assert_eq!(change.take_back(&file, &[], false, at(0)), Err(Refusal::Over));
            }
            Err(_) => prop_assert!(was_made && at(apply_after + back_after) >= effective_at + policy.take_back),
        }
    }
}

#[rstest]
#[case::plain("a@example.com", true)]
#[case::tagged("first.last+hall@mail.example.co.uk", true)]
#[case::digits("13800138000@139.com", true)]
#[case::other_scripts("客户@例子.公司", true)]
#[case::no_at("example.com", false)]
#[case::no_local("@example.com", false)]
#[case::no_dot("a@localhost", false)]
#[case::two("a@b@example.com", false)]
#[case::list("a@example.com,b@example.com", false)]
#[case::header("a@example.com\r\nBcc: b@example.com", false)]
#[case::space("a b@example.com", false)]
#[case::empty_label("a@example..com", false)]
#[case::dash("a@-example.com", false)]
#[case::dots("a..b@example.com", false)]
#[case::address("a@127.0.0.1", false)]
#[case::angle("<a@example.com>", false)]
fn tells_plausible_addresses(#[case] address: &str, #[case] plausible: bool) {
    assert_eq!(is_plausible_address(address), plausible);
}

#[test]
fn an_address_has_a_length() {
    assert!(is_plausible_address(&format!("{}@example.com", "a".repeat(64))));
    assert!(!is_plausible_address(&format!("{}@example.com", "a".repeat(65))));
    assert!(!is_plausible_address(&format!("a@{}com", "example.".repeat(32))));
}
