//! Customer requests, complaints and reports, from intake to closing. R-SRV-1, R-SRV-2, R-SRV-3, R-SRV-5

use crate::{
    Timestamp,
    ids::{BillId, CustomerId, LineId, RequestId, StaffId},
    orders::Channel,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

mod intake;
mod routing;
mod transitions;
mod words;

pub use intake::{About, Draft, FieldError, Wish, check_duplicate, validate};
pub use routing::{Reason, Routing, due_at, promised_hours, route};
pub use transitions::{Choice, Entry, NewRequest, REOPEN_DAYS, Refusal, StaffChoice, Transition};
pub use words::{DESIRED_OUTCOME_MAX, Field, Problem, SUBJECT_MAX, TEXT_MAX, Words};

vocabulary! {
    /// What a request is about. R-SRV-3
    pub enum Category {
        /// A question.
        Question,
        /// A complaint.
        Complaint,
        /// A line of a bill is doubted.
        BillDispute,
        /// Something does not work.
        Fault,
        /// A pause of a line, or its end.
        Suspension,
        /// A phone or SIM is lost or stolen.
        Loss,
    }
}

vocabulary! {
    /// State of a request, named as TM Forum does (TMF621).
    pub enum RequestState {
        /// Came in; nobody has it yet.
        Acknowledged,
        /// Refused as not for this desk.
        Rejected,
        /// Waits for the customer's answer.
        Pending,
        /// Waits for somebody else.
        Held,
        /// Somebody is on it.
        InProgress,
        /// Withdrawn by the customer.
        Cancelled,
        /// Answered; the customer may reopen it for seven days.
        Resolved,
        /// Closed for good.
        Closed,
    }
}

vocabulary! {
    /// Which desk answers. R-SRV-2
    pub enum Route {
        /// General service desk.
        Service,
        /// Complaint desk.
        Complaints,
        /// Billing desk.
        Billing,
        /// Network desk.
        Network,
        /// Credit desk: customers on the blacklist.
        Credit,
        /// The account manager of a high-value customer.
        AccountManager,
    }
}

vocabulary! {
    /// How soon a person must act.
    pub enum Priority {
        /// At once.
        Urgent,
        /// Before others.
        High,
        /// In turn.
        Normal,
    }
}

vocabulary! {
    /// What happened to a request.
    pub enum RequestEventKind {
        /// It came in.
        Opened,
        /// A line was barred because of it.
        LineBarred,
        /// A member of staff took it.
        Taken,
        /// Staff answered; still open.
        Answered,
        /// Staff asked the customer something.
        AskedBack,
        /// The customer wrote.
        Replied,
        /// Staff noted a call; customers do not see it.
        CallNote,
        /// Staff resolved it.
        Resolved,
        /// The customer withdrew it.
        Cancelled,
        /// The customer reopened it.
        Reopened,
        /// The time to reopen it was over.
        Closed,
    }
}

/// A request of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Identifier.
    pub id: RequestId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Whose request.
    pub customer_id: CustomerId,
    /// The line it concerns.
    pub line_id: Option<LineId>,
    /// The bill it concerns.
    pub bill_id: Option<BillId>,
    /// What it is about.
    pub category: Category,
    /// State.
    pub state: RequestState,
    /// How soon.
    pub priority: Priority,
    /// Which desk.
    pub route: Route,
    /// Where it came in.
    pub channel: Channel,
    /// One line: what it is about, in the customer's words.
    pub subject: String,
    /// The customer wants to be called back.
    pub call_back: bool,
    /// The member of staff who has it.
    pub assigned_to: Option<StaffId>,
    /// When it came in.
    pub opened_at: Timestamp,
    /// Until when it is to be answered. R-SRV-10
    pub due_at: Timestamp,
    /// When it was resolved last.
    pub resolved_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: i64,
}

/// One entry of a request's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestEvent {
    /// Place in the history, from 1.
    pub position: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: RequestEventKind,
    /// The member of staff, where staff acted, also for the customer; the customer or the system otherwise.
    pub staff_id: Option<StaffId>,
    /// Words written.
    pub text: String,
}
