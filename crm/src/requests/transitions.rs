//! The way of a request from coming in to its end. R-SRV-1, R-SRV-2, R-SRV-3
//!
//! A transition consumes the request as it was read and leaves `version` as it was read: the store compares and raises
//! it. Who may call which transition at all is the operations' matter; here it is whether the request allows it.

use super::{
    Category, Request, RequestEvent, RequestEventKind, RequestState, Routing, Wish, Words, due_at, route,
};
use crate::{
    Timestamp,
    customers::{Customer, Tier},
    ids::{RequestId, StaffId},
    orders::{Channel, Doer},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Days after a resolution within which the customer may reopen a request.
pub const REOPEN_DAYS: i64 = 7;

/// Why a request does not come in or does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// Another open request says the same.
    #[error("already reported as {number}")]
    AlreadyReported {
        /// That request.
        number: String,
    },
    /// It was resolved; the customer may reopen it instead.
    #[error("the request was resolved")]
    Resolved {
        /// Until when it can be reopened.
        reopen_until: Timestamp,
    },
    /// It was cancelled, rejected or closed.
    #[error("the request ended as {state}")]
    Ended {
        /// How it ended.
        state: RequestState,
    },
    /// Only a resolved request is reopened.
    #[error("the request is not resolved, it is {state}")]
    NotResolved {
        /// Where it stands.
        state: RequestState,
    },
    /// The time to reopen it is over; a new request may refer to it.
    #[error("the request could be reopened until {until}")]
    TooLateToReopen {
        /// When it was over.
        until: Timestamp,
    },
    /// A member of staff has it already; perhaps the same one.
    #[error("a member of staff already has the request")]
    AlreadyTaken {
        /// Who.
        by: StaffId,
    },
    /// Nobody took it yet: take it first.
    #[error("the request must be taken first")]
    NotTaken,
}

vocabulary! {
    /// What the customer may do with a request.
    pub enum Choice {
        /// Write to the desk.
        Reply,
        /// Withdraw it, with a reason.
        Cancel,
        /// Say that it is not settled.
        Reopen,
    }
}

vocabulary! {
    /// What a member of staff may do with a request.
    pub enum StaffChoice {
        /// Take it.
        Take,
        /// Answer; it stays open.
        Answer,
        /// Ask the customer.
        AskBack,
        /// Answer and settle it.
        Resolve,
        /// Note a call.
        CallNote,
    }
}

/// Something that happened, before it has its place in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: RequestEventKind,
    /// The member of staff, where staff acted.
    pub staff_id: Option<StaffId>,
    /// Words written.
    pub text: String,
}

impl Entry {
    /// The line of a request was barred, which the system did at once. R-SRV-5
    pub fn line_barred(at: Timestamp) -> Self {
        Self { at, kind: RequestEventKind::LineBarred, staff_id: None, text: String::new() }
    }

    /// The event with its place in the history, from 1.
    pub fn at_position(self, position: i64) -> RequestEvent {
        RequestEvent { position, at: self.at, kind: self.kind, staff_id: self.staff_id, text: self.text }
    }
}

impl RequestEventKind {
    /// Shown to the customer; notes of calls are the staff's own.
    pub fn is_for_customer(self) -> bool {
        self != Self::CallNote
    }
}

/// A request after a transition and what is to be added to its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The request in its new state.
    pub request: Request,
    /// What happened.
    pub entry: Entry,
}

/// What a new request is given from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// Identifier.
    pub id: RequestId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Where it comes in.
    pub channel: Channel,
    /// What the customer wants.
    pub wish: Wish,
}

impl RequestState {
    /// Somebody still has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Acknowledged | Self::Pending | Self::Held | Self::InProgress)
    }
}

impl Request {
    /// Takes a request in: decides its desk, its priority and until when it is to be answered. R-SRV-2, R-SRV-10
    pub fn open(new: NewRequest, customer: &Customer, at: Timestamp) -> Transition {
        let NewRequest { id, number, channel, wish } = new;
        let category = wish.category();
        let Routing { route, priority, .. } = route(category, customer);
        let request = Self {
            id,
            number,
            customer_id: customer.id,
            line_id: wish.line_id(),
            bill_id: wish.bill_id(),
            category,
            state: RequestState::Acknowledged,
            priority,
            route,
            channel,
            subject: wish.subject,
            call_back: wish.call_back,
            assigned_to: None,
            opened_at: at,
            due_at: due_at(category, customer.tier, at),
            resolved_at: None,
            version: 1,
        };
        let entry = Entry { at, kind: RequestEventKind::Opened, staff_id: None, text: wish.text };
        Transition { request, entry }
    }

    /// A member of staff takes it; nobody may have it.
    pub fn take(self, staff: StaffId, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_open()?;
        if let Some(by) = self.assigned_to {
            return Err(Refusal::AlreadyTaken { by });
        }
        let taken = Self { assigned_to: Some(staff), ..self };
        Ok(taken.stepped(RequestState::InProgress, RequestEventKind::Taken, Some(staff), String::new(), at))
    }

    /// Staff answered; it stays open.
    pub fn answer(self, staff: StaffId, words: Words, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_with(staff)?;
        Ok(self.stepped(RequestState::InProgress, RequestEventKind::Answered, Some(staff), words.into(), at))
    }

    /// Staff asked the customer something; it waits for the answer.
    pub fn ask_back(self, staff: StaffId, words: Words, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_with(staff)?;
        Ok(self.stepped(RequestState::Pending, RequestEventKind::AskedBack, Some(staff), words.into(), at))
    }

    /// Staff settled it; the customer may reopen it for seven days.
    pub fn resolve(self, staff: StaffId, words: Words, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_with(staff)?;
        let resolved = Self { resolved_at: Some(at), ..self };
        Ok(resolved.stepped(RequestState::Resolved, RequestEventKind::Resolved, Some(staff), words.into(), at))
    }

    /// Staff noted a call. Nothing changes, whatever its state: people also call about what is settled.
    pub fn call_note(&self, staff: StaffId, words: Words, at: Timestamp) -> Entry {
        Entry { at, kind: RequestEventKind::CallNote, staff_id: Some(staff), text: words.into() }
    }

    /// The customer wrote. What waited for the customer goes on.
    pub fn reply(self, words: Words, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_open()?;
        let state = match (self.state, self.assigned_to) {
            (RequestState::Pending, Some(_)) => RequestState::InProgress,
            (RequestState::Pending, None) => RequestState::Acknowledged,
            (state, _) => state,
        };
        Ok(self.stepped(state, RequestEventKind::Replied, None, words.into(), at))
    }

    /// The customer withdraws it, and says why.
    pub fn cancel(self, reason: Words, at: Timestamp) -> Result<Transition, Refusal> {
        self.must_be_open()?;
        Ok(self.stepped(RequestState::Cancelled, RequestEventKind::Cancelled, None, reason.into(), at))
    }

    /// The customer says that it is not settled: it goes back to who had it, and is to be answered anew within what
    /// `tier` is promised.
    pub fn reopen(self, tier: Tier, words: Words, at: Timestamp) -> Result<Transition, Refusal> {
        let Some(until) = self.reopen_until() else {
            return Err(match self.must_be_open() {
                Ok(()) => Refusal::NotResolved { state: self.state },
                Err(ended) => ended,
            });
        };
        if at >= until {
            return Err(Refusal::TooLateToReopen { until });
        }
        let state = if self.assigned_to.is_some() { RequestState::InProgress } else { RequestState::Acknowledged };
        let reopened = Self { due_at: due_at(self.category, tier, at), ..self };
        Ok(reopened.stepped(state, RequestEventKind::Reopened, None, words.into(), at))
    }

    /// End of the seven days within which a resolved request can be reopened; `None` unless it is resolved.
    pub fn reopen_until(&self) -> Option<Timestamp> {
        let resolved_at = self.resolved_at.filter(|_| self.state == RequestState::Resolved)?;
        Some(resolved_at + SignedDuration::from_hours(24 * REOPEN_DAYS))
    }

    /// Open after it should have been answered. Time that it waits for the customer counts too: asking back is no way
    /// around a promise. R-SRV-10
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state.is_open() && self.due_at < now
    }

    /// Who acts next; nobody once it is resolved or ended.
    pub fn next_doer(&self) -> Option<Doer> {
        match self.state {
            RequestState::Acknowledged | RequestState::InProgress | RequestState::Held => Some(Doer::Staff),
            RequestState::Pending => Some(Doer::Customer),
            RequestState::Rejected | RequestState::Cancelled | RequestState::Resolved | RequestState::Closed => None,
        }
    }

    /// What the customer may do now.
    pub fn choices(&self, now: Timestamp) -> &'static [Choice] {
        if self.state.is_open() {
            &[Choice::Reply, Choice::Cancel]
        } else if self.reopen_until().is_some_and(|until| now < until) {
            &[Choice::Reopen]
        } else {
            &[]
        }
    }

    /// What this member of staff may do now.
    pub fn staff_choices(&self, staff: StaffId) -> &'static [StaffChoice] {
        match self.assigned_to {
            None if self.state.is_open() => &[StaffChoice::Take, StaffChoice::CallNote],
            Some(by) if self.state.is_open() && by == staff => {
                &[StaffChoice::Answer, StaffChoice::AskBack, StaffChoice::Resolve, StaffChoice::CallNote]
            }
            _ => &[StaffChoice::CallNote],
        }
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        match self.reopen_until() {
            _ if self.state.is_open() => Ok(()),
            Some(reopen_until) => Err(Refusal::Resolved { reopen_until }),
            None => Err(Refusal::Ended { state: self.state }),
        }
    }

    fn must_be_with(&self, staff: StaffId) -> Result<(), Refusal> {
        self.must_be_open()?;
        match self.assigned_to {
            Some(by) if by == staff => Ok(()),
            Some(by) => Err(Refusal::AlreadyTaken { by }),
            None => Err(Refusal::NotTaken),
        }
    }

    fn stepped(
        mut self,
        state: RequestState,
        kind: RequestEventKind,
        staff_id: Option<StaffId>,
        text: String,
        at: Timestamp,
    ) -> Transition {
        self.state = state;
        Transition { request: self, entry: Entry { at, kind, staff_id, text } }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        requests::{Draft, Priority, Route, validate},
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
        Request {
            state,
            assigned_to: taken.then(|| staff(1)),
            resolved_at: resolved.then(|| at(0)),
            ..request()
        }
    }

    #[test]
    fn a_request_comes_in_at_its_desk() {
        let Transition { request, entry } = open(&Customer { tier: Tier::Gold, ..customer() });
        assert_eq!((request.state, request.route, request.priority), (
            RequestState::Acknowledged,
            Route::AccountManager,
            Priority::High
        ));
        assert_eq!(request.due_at, at(8 * 3600));
        assert_eq!((entry.kind, entry.text.as_str(), entry.staff_id), (
            RequestEventKind::Opened,
            "从昨天开始",
            None
        ));
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
}
