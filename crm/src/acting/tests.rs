use super::*;
use rstest::rstest;
use uuid::Uuid;

const REASON: &str = "Caller asks about the bill";

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_793_800_000 + 60 * minute).unwrap()
}

fn grounds() -> Grounds {
    Grounds::for_a_view(Some(Purpose::Billing), Case::None, REASON).unwrap()
}

fn begun() -> Acting {
    let new = NewActing {
        id: Uuid::from_u128(1).into(),
        staff_id: Uuid::from_u128(2).into(),
        session_id: Uuid::from_u128(3).into(),
        customer_id: Uuid::from_u128(4).into(),
        grounds: grounds(),
    };
    Acting::begin(new, at(0))
}

fn known() -> Case {
    Case::Known("R7KQ2MXR4Z".into())
}

fn unknown() -> Case {
    Case::Unknown("R22222222".into())
}

fn flaws(checked: Result<Grounds, Refusal>) -> Vec<Flaw> {
    match checked {
        Ok(_) => Vec::new(),
        Err(Refusal::Grounds { flaws }) => flaws,
        Err(other) => panic!("{other:?} is not about the grounds"),
    }
}

#[rstest]
#[case::request(known(), false, &[])]
#[case::caller(Case::None, true, &[])]
#[case::neither(Case::None, false, &[Flaw::CaseMissing])]
#[case::both(known(), true, &[Flaw::CaseDoubtful])]
#[case::somebody_elses(unknown(), false, &[Flaw::CaseUnknown { number: "R22222222".into() }])]
#[case::somebody_elses_and_caller(unknown(), true, &[Flaw::CaseDoubtful])]
fn acting_needs_a_case_or_a_caller(#[case] case: Case, #[case] caller: bool, #[case] amiss: &[Flaw]) {
    assert_eq!(flaws(Grounds::for_acting(Some(Purpose::Complaint), case, caller, REASON)), amiss);
}

#[rstest]
#[case::none(Case::None, &[])]
#[case::request(known(), &[])]
#[case::unknown(unknown(), &[Flaw::CaseUnknown { number: "R22222222".into() }])]
fn a_look_may_do_without_a_case(#[case] case: Case, #[case] amiss: &[Flaw]) {
    assert_eq!(flaws(Grounds::for_a_view(Some(Purpose::FraudCheck), case, REASON)), amiss);
}

#[rstest]
#[case::empty("", &[Flaw::ReasonTooShort { missing: 10 }])]
#[case::blanks("  a        b  ", &[])]
#[case::only_blanks("                ", &[Flaw::ReasonTooShort { missing: 10 }])]
#[case::nine("123456789", &[Flaw::ReasonTooShort { missing: 1 }])]
#[case::ten("1234567890", &[])]
#[case::ten_characters_of_more_bytes("客户来电询问账单金额", &[])]
#[case::long(&"长".repeat(500), &[])]
#[case::longer(&"长".repeat(502), &[Flaw::ReasonTooLong { over: 2 }])]
fn a_reason_says_something(#[case] reason: &str, #[case] amiss: &[Flaw]) {
    assert_eq!(flaws(Grounds::for_a_view(Some(Purpose::Billing), Case::None, reason)), amiss);
}

#[test]
fn everything_amiss_is_said_at_once() {
    let amiss = flaws(Grounds::for_acting(None, Case::None, false, "no"));
    assert_eq!(
        amiss,
        [Flaw::PurposeMissing, Flaw::CaseMissing, Flaw::ReasonTooShort { missing: REASON_MIN - 2 }]
    );
}

#[test]
fn practising_is_no_purpose() {
    assert!("training".parse::<Purpose>().is_err());
    assert_eq!("fraudCheck".parse(), Ok(Purpose::FraudCheck));
}

#[test]
fn it_begins_with_looking_and_lasts_half_an_hour() {
    let acting = begun();
    assert_eq!((acting.mode, acting.ends_at, acting.ended), (Mode::Viewing, at(30), None));
}

#[rstest]
#[case::at_once(0, true, 30)]
#[case::last_minute(29, true, 1)]
#[case::over(30, false, 0)]
#[case::long_over(90, false, 0)]
fn it_runs_until_it_is_over(#[case] minute: i64, #[case] active: bool, #[case] left: i64) {
    assert_eq!(begun().is_active(at(minute)), active);
    assert_eq!(begun().minutes_left(at(minute)), left);
}

#[test]
fn it_is_raised_once_and_ends_no_later_for_it() {
    assert_eq!(begun().raise(false, at(20)), Err(Refusal::ConsentNeeded));
    let raised = begun().raise(true, at(20)).unwrap();
    assert_eq!((raised.mode, raised.ends_at), (Mode::Acting, at(30)));
    assert_eq!(raised.clone().raise(true, at(21)), Err(Refusal::AlreadyActing));
    assert_eq!(begun().raise(true, at(30)), Err(Refusal::Over { at: at(30) }));
    let ended = raised.end(EndedBy::Agent, at(22)).unwrap();
    assert_eq!(ended.raise(true, at(23)), Err(Refusal::Ended { at: at(22), by: EndedBy::Agent }));
}

#[rstest]
#[case(EndedBy::Agent)]
#[case(EndedBy::SignOut)]
#[case(EndedBy::SessionEnd)]
#[case(EndedBy::Supervisor)]
#[case(EndedBy::Customer)]
fn it_ends_once(#[case] by: EndedBy) {
    let ended = begun().end(by, at(5)).unwrap();
    assert!(!ended.is_active(at(5)));
    assert_eq!(ended.ended, Some(Ended { at: at(5), by }));
    assert_eq!(ended.clone().end(EndedBy::Agent, at(6)), Err(Refusal::Ended { at: at(5), by }));
    assert_eq!(ended.expire(at(31)), Err(Refusal::Ended { at: at(5), by }));
}

#[test]
fn it_expires_at_its_hour_however_late_that_is_noticed() {
    assert_eq!(begun().expire(at(29)), Err(Refusal::NotOver { until: at(30) }));
    let expired = begun().expire(at(44)).unwrap();
    assert_eq!(expired.ended, Some(Ended { at: at(30), by: EndedBy::TimeOut }));
}

#[test]
fn a_look_lasts_half_an_hour() {
    let view = StaffView {
        flags: Vec::new(),
        id: Uuid::from_u128(1).into(),
        staff_id: Uuid::from_u128(2).into(),
        session_id: Uuid::from_u128(3).into(),
        customer_id: Uuid::from_u128(4).into(),
        grounds: grounds(),
        opened_at: at(0),
    };
    assert!(view.is_open(at(29)));
    assert!(!view.is_open(at(30)));
}
