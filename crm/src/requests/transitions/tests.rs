use super::*;
use crate::{
    requests::{Category, Draft, Priority, Route, validate},
    samples::customer,
};
use rstest::rstest;
use strum::VariantArray;
use uuid::Uuid;

const DAY: i64 = 86_400;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_793_800_000 + second).unwrap()
}

fn staff(number: u128) -> StaffId {
    Uuid::from_u128(900 + number).into()
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

fn open(customer: &Customer) -> Transition {
    let draft = Draft {
        category: Some(Category::Fault),
        subject: "没有信号".into(),
        text: "从昨天开始".into(),
        line_id: Some(Uuid::from_u128(40).into()),
        call_back: true,
        ..Draft::default()
    };
    let new = NewRequest {
        id: Uuid::from_u128(7).into(),
        number: "R7KQ2MXR4Z".into(),
        channel: Channel::Web,
        wish: validate(&draft).unwrap(),
    };
    Request::open(new, customer, at(0))
}

pub(crate) fn request() -> Request {
    open(&customer()).request
}

/// A request in `state`, with staff 1 unless nobody has it.
fn in_state(state: RequestState, taken: bool) -> Request {
    let resolved = matches!(state, RequestState::Resolved | RequestState::Closed);
    Request { state, assigned_to: taken.then(|| staff(1)), resolved_at: resolved.then(|| at(0)), ..request() }
}

#[test]
fn a_request_comes_in_at_its_desk() {
    let Transition { request, entry } = open(&Customer { tier: Tier::Gold, ..customer() });
    assert_eq!(
        (request.state, request.route, request.priority),
        (RequestState::Acknowledged, Route::AccountManager, Priority::High)
    );
    assert_eq!(request.due_at, at(8 * 3600));
    assert_eq!(
        (entry.kind, entry.text.as_str(), entry.staff_id),
        (RequestEventKind::Opened, "从昨天开始", None)
    );
    assert_eq!((request.subject.as_str(), request.call_back), ("没有信号", true));
}

type Act = fn(Request) -> Result<Transition, Refusal>;

const OPEN: &[RequestState] =
    &[RequestState::Acknowledged, RequestState::Pending, RequestState::Held, RequestState::InProgress];

#[rstest]
#[case::take(|request: Request| request.take(staff(2), at(1)), false, OPEN, RequestEventKind::Taken)]
#[case::answer(|request: Request| request.answer(staff(1), words("好"), at(1)), true, OPEN, RequestEventKind::Answered)]
#[case::ask_back(|request: Request| request.ask_back(staff(1), words("哪里"), at(1)), true, OPEN, RequestEventKind::AskedBack)]
#[case::resolve(|request: Request| request.resolve(staff(1), words("好"), at(1)), true, OPEN, RequestEventKind::Resolved)]
#[case::reply(|request: Request| request.reply(words("好"), at(1)), true, OPEN, RequestEventKind::Replied)]
#[case::cancel(|request: Request| request.cancel(words("好了"), at(1)), true, OPEN, RequestEventKind::Cancelled)]
#[case::reopen(
    |request: Request| request.reopen(Tier::Standard, words("又坏了"), at(1)),
    true,
    &[RequestState::Resolved],
    RequestEventKind::Reopened,
)]
fn a_step_follows_from_these_states_only(
    #[case] act: Act,
    #[case] taken: bool,
    #[case] from: &[RequestState],
    #[case] kind: RequestEventKind,
) {
    for &state in RequestState::VARIANTS {
        match act(in_state(state, taken)) {
            Ok(transition) => {
                assert!(from.contains(&state), "taken from {state}");
                assert_eq!(transition.entry.kind, kind);
            }
            Err(refusal) => {
                assert!(!from.contains(&state), "refused from {state}: {refusal}");
                let expected = match state {
                    RequestState::Resolved => Refusal::Resolved { reopen_until: at(7 * DAY) },
                    open if open.is_open() => Refusal::NotResolved { state },
                    _ => Refusal::Ended { state },
                };
                assert_eq!(refusal, expected);
            }
        }
    }
}

#[rstest]
#[case::answered(|request: Request| request.answer(staff(1), words("好"), at(1)), RequestState::InProgress)]
#[case::asked_back(|request: Request| request.ask_back(staff(1), words("哪里"), at(1)), RequestState::Pending)]
#[case::resolved(|request: Request| request.resolve(staff(1), words("好"), at(1)), RequestState::Resolved)]
#[case::replied(|request: Request| request.reply(words("好"), at(1)), RequestState::InProgress)]
#[case::cancelled(|request: Request| request.cancel(words("好了"), at(1)), RequestState::Cancelled)]
fn a_step_leads_to(#[case] act: Act, #[case] to: RequestState) {
    let request = act(in_state(RequestState::Pending, true)).unwrap().request;
    assert_eq!(request.state, to);
    assert_eq!(request.resolved_at, (to == RequestState::Resolved).then(|| at(1)));
}

#[rstest]
#[case::answer(|request: Request| request.answer(staff(2), words("好"), at(1)))]
#[case::ask_back(|request: Request| request.ask_back(staff(2), words("好"), at(1)))]
#[case::resolve(|request: Request| request.resolve(staff(2), words("好"), at(1)))]
fn only_who_took_it_works_on_it(#[case] act: Act) {
    assert_eq!(act(in_state(RequestState::InProgress, true)), Err(Refusal::AlreadyTaken { by: staff(1) }));
    assert_eq!(act(in_state(RequestState::Acknowledged, false)), Err(Refusal::NotTaken));
}

#[test]
fn of_two_who_take_it_one_has_it() {
    let taken = request().take(staff(1), at(1)).unwrap().request;
    assert_eq!((taken.state, taken.assigned_to), (RequestState::InProgress, Some(staff(1))));
    assert_eq!(taken.take(staff(2), at(2)), Err(Refusal::AlreadyTaken { by: staff(1) }));
}

#[rstest]
#[case::waiting_unclaimed(RequestState::Pending, false, RequestState::Acknowledged)]
#[case::waiting(RequestState::Pending, true, RequestState::InProgress)]
#[case::new(RequestState::Acknowledged, false, RequestState::Acknowledged)]
#[case::held(RequestState::Held, true, RequestState::Held)]
fn a_reply_goes_to_who_waits(#[case] state: RequestState, #[case] taken: bool, #[case] to: RequestState) {
    assert_eq!(in_state(state, taken).reply(words("好"), at(1)).unwrap().request.state, to);
}

#[rstest]
#[case::at_once(0, true)]
#[case::last_second(7 * DAY - 1, true)]
#[case::seven_days(7 * DAY, false)]
fn reopening_ends_after_seven_days(#[case] seconds: i64, #[case] accepted: bool) {
    let request = in_state(RequestState::Resolved, true);
    assert_eq!(request.choices(at(seconds)).contains(&Choice::Reopen), accepted);
    match request.reopen(Tier::Diamond, words("又坏了"), at(seconds)) {
        Ok(reopened) => {
            assert!(accepted);
            assert_eq!(reopened.request.state, RequestState::InProgress);
            assert_eq!(reopened.request.due_at, at(seconds + 4 * 3600));
        }
        Err(refusal) => {
            assert!(!accepted);
            assert_eq!(refusal, Refusal::TooLateToReopen { until: at(7 * DAY) });
        }
    }
}

#[rstest]
#[case::last_second(RequestState::Resolved, 7 * DAY - 1, false)]
#[case::seven_days(RequestState::Resolved, 7 * DAY, true)]
#[case::open(RequestState::InProgress, 9 * DAY, false)]
#[case::closed(RequestState::Closed, 9 * DAY, false)]
fn what_is_not_reopened_is_closed(#[case] state: RequestState, #[case] seconds: i64, #[case] closed: bool) {
    let transition = in_state(state, true).close(at(seconds));
    assert_eq!(transition.is_some(), closed);
    if let Some(Transition { request, entry }) = transition {
        assert_eq!((request.state, entry.kind), (RequestState::Closed, RequestEventKind::Closed));
        assert_eq!(request.choices(at(seconds)), []);
    }
}

#[test]
fn choices_are_those_that_are_not_refused() {
    for &state in RequestState::VARIANTS {
        for taken in [true, false] {
            let request = in_state(state, taken);
            let offered = |choice| request.choices(at(1)).contains(&choice);
            let staff_offered = |choice| request.staff_choices(staff(1)).contains(&choice);
            let again = || request.clone();
            assert_eq!(offered(Choice::Reply), again().reply(words("好"), at(1)).is_ok());
            assert_eq!(offered(Choice::Cancel), again().cancel(words("好"), at(1)).is_ok());
            assert_eq!(offered(Choice::Reopen), again().reopen(Tier::Gold, words("好"), at(1)).is_ok());
            assert_eq!(staff_offered(StaffChoice::Take), again().take(staff(1), at(1)).is_ok());
            for (choice, result) in [
                (StaffChoice::Answer, again().answer(staff(1), words("好"), at(1))),
                (StaffChoice::AskBack, again().ask_back(staff(1), words("好"), at(1))),
                (StaffChoice::Resolve, again().resolve(staff(1), words("好"), at(1))),
            ] {
                assert_eq!(staff_offered(choice), result.is_ok(), "{choice} of {state}");
            }
        }
    }
}

#[rstest]
#[case::open(RequestState::Pending, 24 * 3600 + 1, true)]
#[case::in_time(RequestState::InProgress, 24 * 3600, false)]
#[case::settled(RequestState::Resolved, 24 * 3600 + 1, false)]
fn a_promise_is_broken_while_open(#[case] state: RequestState, #[case] now: i64, #[case] late: bool) {
    assert_eq!(in_state(state, true).is_late(at(now)), late);
}

#[rstest]
#[case(RequestState::Acknowledged, Some(Doer::Staff))]
#[case(RequestState::Pending, Some(Doer::Customer))]
#[case(RequestState::Resolved, None)]
fn somebody_acts_next(#[case] state: RequestState, #[case] next: Option<Doer>) {
    assert_eq!(in_state(state, true).next_doer(), next);
}

#[test]
fn notes_of_calls_are_the_staffs_own() {
    let entry = request().call_note(staff(2), words("无人接听"), at(1));
    assert!(!entry.kind.is_for_customer());
    assert!(RequestEventKind::Answered.is_for_customer());
    let event = entry.at_position(3);
    assert_eq!((event.position, event.staff_id, event.text.as_str()), (3, Some(staff(2)), "无人接听"));
}

#[test]
fn what_staff_do_for_the_customer_bears_their_mark() {
    let reply = || in_state(RequestState::Pending, true).reply(words("好"), at(1)).unwrap();
    assert_eq!(reply().done_for_the_customer_by(None).entry.staff_id, None);
    assert_eq!(reply().done_for_the_customer_by(Some(staff(2))).entry.staff_id, Some(staff(2)));
}
