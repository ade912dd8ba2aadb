//! Staff looking at a customer's file and acting for a customer: on which grounds, how far, and until when.
//!
//! A look ([`StaffView`]) shows the file to one session. An acting ([`Acting`]) lends that session the customer's own
//! pages, to look at only until it is raised. Neither lives longer than half an hour, and both are the customer's to see.

use crate::{
    Timestamp,
    ids::{ActingId, CustomerId, SessionId, StaffId, StaffViewId},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

pub mod unusual;

/// How long a look lasts, and how long an acting. Whoever needs longer says why once more.
pub const LASTS: SignedDuration = SignedDuration::from_mins(30);
/// Fewest characters of a reason: less explains nothing to the customer who reads it.
pub const REASON_MIN: usize = 10;
/// Most characters of a reason.
pub const REASON_MAX: usize = 500;

vocabulary! {
    /// What a member of staff opens a customer's file for. Practising is no purpose.
    pub enum Purpose {
        /// Somebody calls and asks.
        CallerEnquiry,
        /// A complaint.
        Complaint,
        /// A bill or a payment.
        Billing,
        /// Something does not work.
        TechnicalFault,
        /// Somebody may be cheating, or be cheated.
        FraudCheck,
    }
}

vocabulary! {
    /// How far an acting goes.
    pub enum Mode {
        /// The customer's pages, to look at.
        Viewing,
        /// The customer's pages, to do what the access table opens.
        Acting,
    }
}

vocabulary! {
    /// Who or what ended an acting.
    pub enum EndedBy {
        /// The member of staff who acted.
        Agent,
        /// They signed out.
        SignOut,
        /// Their session ended.
        SessionEnd,
        /// The half hour was over.
        TimeOut,
        /// A supervisor.
        Supervisor,
        /// The customer.
        Customer,
    }
}

/// Why a look or an acting does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// The grounds are to be mended.
    #[error("the grounds are to be mended: {flaws:?}")]
    Grounds {
        /// What is amiss, in the order of the fields.
        flaws: Vec<Flaw>,
    },
    /// It ended before.
    #[error("it ended at {at}, by {by}")]
    Ended {
        /// When.
        at: Timestamp,
        /// By whom.
        by: EndedBy,
    },
    /// The half hour is over.
    #[error("it was over at {at}")]
    Over {
        /// Since when.
        at: Timestamp,
    },
    /// The half hour is not over yet.
    #[error("it lasts until {until}")]
    NotOver {
        /// When it will be.
        until: Timestamp,
    },
    /// The operator wants the customer's consent first, by a code that they read out.
    #[error("the customer has not consented")]
    ConsentNeeded,
    /// It was raised before.
    #[error("it is raised already")]
    AlreadyActing,
}

/// One thing that is amiss with the grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flaw", rename_all = "camelCase")]
pub enum Flaw {
    /// No purpose was chosen, or none that there is.
    PurposeMissing,
    /// Neither a request nor a caller.
    CaseMissing,
    /// Both a request and a caller without one.
    CaseDoubtful,
    /// The customer has no request of this number.
    CaseUnknown {
        /// What was typed.
        number: String,
    },
    /// The reason says too little.
    ReasonTooShort {
        /// How many characters are missing.
        missing: usize,
    },
    /// The reason is a story.
    ReasonTooLong {
        /// How many characters are too many.
        over: usize,
    },
}

/// Which request somebody names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Case {
    /// Nothing was typed.
    None,
    /// A request of the customer.
    Known(String),
    /// No request of the customer.
    Unknown(String),
}

/// Why a file is opened, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// What for.
    pub purpose: Purpose,
    /// The customer's request it is about.
    pub request_number: Option<String>,
    /// In words.
    pub reason: String,
}

impl Grounds {
    /// For a look: a purpose and a reason; a request where there is one.
    pub fn for_a_view(purpose: Option<Purpose>, case: Case, reason: &str) -> Result<Self, Refusal> {
        let (request_number, flaw) = match case {
            Case::None => (None, None),
            Case::Known(number) => (Some(number), None),
            Case::Unknown(number) => (None, Some(Flaw::CaseUnknown { number })),
        };
        Self::checked(purpose, request_number, flaw, reason)
    }

    /// For acting: besides, a request of that customer, or the word that the caller has none.
    pub fn for_acting(
        purpose: Option<Purpose>,
        case: Case,
        caller_on_the_line: bool,
        reason: &str,
    ) -> Result<Self, Refusal> {
        let (request_number, flaw) = match (case, caller_on_the_line) {
            (Case::None, true) => (None, None),
            (Case::None, false) => (None, Some(Flaw::CaseMissing)),
            (Case::Known(number), false) => (Some(number), None),
            (Case::Unknown(number), false) => (None, Some(Flaw::CaseUnknown { number })),
            (Case::Known(_) | Case::Unknown(_), true) => (None, Some(Flaw::CaseDoubtful)),
        };
        Self::checked(purpose, request_number, flaw, reason)
    }

    fn checked(
        purpose: Option<Purpose>,
        request_number: Option<String>,
        of_the_case: Option<Flaw>,
        reason: &str,
    ) -> Result<Self, Refusal> {
        let reason = reason.trim();
        let length = reason.chars().count();
        let of_the_reason = if length < REASON_MIN {
            Some(Flaw::ReasonTooShort { missing: REASON_MIN - length })
        } else {
            (length > REASON_MAX).then(|| Flaw::ReasonTooLong { over: length - REASON_MAX })
        };
        let of_the_purpose = purpose.is_none().then_some(Flaw::PurposeMissing);
        let flaws: Vec<Flaw> = of_the_purpose.into_iter().chain(of_the_case).chain(of_the_reason).collect();
        match purpose {
            Some(purpose) if flaws.is_empty() => {
                Ok(Self { purpose, request_number, reason: reason.to_owned() })
            }
            _ => Err(Refusal::Grounds { flaws }),
        }
    }
}

/// A member of staff opened a customer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffView {
    /// Identifier.
    pub id: StaffViewId,
    /// Who looks.
    pub staff_id: StaffId,
    /// In which session; another one has to say why anew.
    pub session_id: SessionId,
    /// Whose file.
    pub customer_id: CustomerId,
    /// Why.
    pub grounds: Grounds,
    /// Since when.
    pub opened_at: Timestamp,
    /// What is unusual about it.
    pub flags: Vec<unusual::Flag>,
}

impl StaffView {
    /// When the file is closed again.
    pub fn closes_at(&self) -> Timestamp {
        later(self.opened_at)
    }

    /// The file is still open to whoever opened it.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.closes_at()
    }
}

/// How an acting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: EndedBy,
}

/// A member of staff acts for a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acting {
    /// Identifier; every form shown meanwhile carries it.
    pub id: ActingId,
    /// Who acts.
    pub staff_id: StaffId,
    /// In which session.
    pub session_id: SessionId,
    /// For whom.
    pub customer_id: CustomerId,
    /// Why.
    pub grounds: Grounds,
    /// How far.
    pub mode: Mode,
    /// Since when.
    pub began_at: Timestamp,
    /// Until when at the latest.
    pub ends_at: Timestamp,
    /// How it ended.
    pub ended: Option<Ended>,
    /// Grows with each change.
    pub version: i64,
}

/// What a new acting is given from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewActing {
    /// Identifier.
    pub id: ActingId,
    /// Who acts.
    pub staff_id: StaffId,
    /// In which session.
    pub session_id: SessionId,
    /// For whom.
    pub customer_id: CustomerId,
    /// Why.
    pub grounds: Grounds,
}

impl Acting {
    /// Begins, to look only.
    pub fn begin(new: NewActing, at: Timestamp) -> Self {
        let NewActing { id, staff_id, session_id, customer_id, grounds } = new;
        Self {
            id,
            staff_id,
            session_id,
            customer_id,
            grounds,
            mode: Mode::Viewing,
            began_at: at,
            ends_at: later(at),
            ended: None,
            version: 1,
        }
    }

    /// From looking to doing, with the customer's consent where the operator wants one. The half hour does not begin anew.
    pub fn raise(self, has_consent: bool, at: Timestamp) -> Result<Self, Refusal> {
        self.must_run(at)?;
        match self.mode {
            Mode::Viewing if !has_consent => Err(Refusal::ConsentNeeded),
            Mode::Viewing => Ok(Self { mode: Mode::Acting, ..self }),
            Mode::Acting => Err(Refusal::AlreadyActing),
        }
    }

    /// Somebody ends it. What is over but not yet written down as such can still be ended.
    pub fn end(self, by: EndedBy, at: Timestamp) -> Result<Self, Refusal> {
        match self.ended {
            Some(Ended { at, by }) => Err(Refusal::Ended { at, by }),
            None => Ok(Self { ended: Some(Ended { at, by }), ..self }),
        }
    }

    /// The half hour is over: it ended then, however late that is written down.
    pub fn expire(self, now: Timestamp) -> Result<Self, Refusal> {
        if now < self.ends_at {
            return Err(Refusal::NotOver { until: self.ends_at });
        }
        let at = self.ends_at;
        self.end(EndedBy::TimeOut, at)
    }

    /// Neither ended nor over.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.must_run(now).is_ok()
    }

    /// Whole minutes until it is over, the last one counted until its end.
    pub fn minutes_left(&self, now: Timestamp) -> i64 {
        let seconds = self.ends_at.duration_since(now).as_secs().max(0);
        (seconds + 59) / 60
    }

    fn must_run(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.ended {
            Some(Ended { at, by }) => Err(Refusal::Ended { at, by }),
            None if now >= self.ends_at => Err(Refusal::Over { at: self.ends_at }),
            None => Ok(()),
        }
    }
}

fn later(at: Timestamp) -> Timestamp {
    at.checked_add(LASTS).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
