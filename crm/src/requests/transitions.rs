//! The way of a request from coming in to its end. R-SRV-1, R-SRV-2, R-SRV-3
//!
//! A transition consumes the request as it was read and leaves `version` as it was read: the store compares and raises
//! it. Who may call which transition at all is the operations' matter; here it is whether the request allows it.

use super::{Request, RequestEvent, RequestEventKind, RequestState, Routing, Wish, Words, due_at, route};
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

impl Transition {
    /// The same step when a member of staff took it for the customer; `None` for the customer's own.
    #[must_use]
    pub fn done_for_the_customer_by(mut self, staff: Option<StaffId>) -> Self {
        self.entry.staff_id = self.entry.staff_id.or(staff);
        self
    }
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
        Ok(resolved.stepped(
            RequestState::Resolved,
            RequestEventKind::Resolved,
            Some(staff),
            words.into(),
            at,
        ))
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
        let state =
            if self.assigned_to.is_some() { RequestState::InProgress } else { RequestState::Acknowledged };
        let reopened = Self { due_at: due_at(self.category, tier, at), ..self };
        Ok(reopened.stepped(state, RequestEventKind::Reopened, None, words.into(), at))
    }

    /// The seven days are over: it is closed for good. `None` while the customer may still reopen it, or when it is not
    /// resolved at all.
    pub fn close(self, at: Timestamp) -> Option<Transition> {
        self.reopen_until().filter(|until| *until <= at)?;
        Some(self.stepped(RequestState::Closed, RequestEventKind::Closed, None, String::new(), at))
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
            RequestState::Rejected
            | RequestState::Cancelled
            | RequestState::Resolved
            | RequestState::Closed => None,
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
pub(super) mod tests;
