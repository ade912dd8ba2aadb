//! A company in the hall: its tree of units, who administers which part of it, and what changes hands how.
//! R-CUS-2, R-ENT-3
//!
//! A company is one customer. Its accounts and bills are the customer's; its lines hang on units of a tree, and rights are
//! granted to people (customers who sign in) on a unit with everything beneath it.

use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};

pub mod bulk;
pub mod costs;
pub mod invitations;
pub mod moves;
pub mod roles;
pub mod tree;

#[cfg(test)]
mod samples;

/// Why something in a company is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// A unit needs a name.
    #[error("the name is missing")]
    NameMissing,
    /// The name is a story.
    #[error("a name has {most} characters at most")]
    NameTooLong {
        /// Most characters.
        most: u8,
    },
    /// A unit beside it has that name.
    #[error("a unit beside it is called {name:?}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The top of the tree is the company itself.
    #[error("the top of the tree stays where it is")]
    TopStays,
    /// A unit cannot hang beneath itself.
    #[error("the new place lies beneath the unit itself")]
    BeneathItself,
    /// It hangs there already.
    #[error("the unit hangs there already")]
    AlreadyThere,
    /// The tree would be too deep.
    #[error("a tree has {most} levels at most")]
    TooDeep {
        /// Most levels.
        most: usize,
    },
    /// The unit has a move that is not done yet.
    #[error("a move is planned for {on}")]
    MovePlanned {
        /// Its day.
        on: Date,
    },
    /// The move is done or was taken back.
    #[error("the move is settled")]
    MoveSettled,
    /// The day is no day of the calendar.
    #[error("the day is missing")]
    DayMissing,
    /// The day lies in the past.
    #[error("the day has passed")]
    DayPassed,
    /// The day lies too far ahead.
    #[error("the last day that can be chosen is {last}")]
    DayTooFar {
        /// The last one.
        last: Date,
    },
    /// No role was chosen.
    #[error("the role is missing")]
    RoleMissing,
    /// Who is invited is neither a mobile number nor a customer code.
    #[error("the addressee is neither a number nor a code")]
    AddresseeUnclear,
    /// Nobody grants more than they hold.
    #[error("nobody grants more than they hold")]
    MoreThanHeld,
    /// The person has the role there already.
    #[error("the role is held there already")]
    AlreadyHeld,
    /// A company without an owner could be administered by nobody.
    #[error("the last owner stays")]
    LastOwner,
    /// A change of an owner is decided by another owner than the one who proposed it.
    #[error("somebody else decides")]
    OwnProposal,
    /// Nothing is proposed, or it was decided.
    #[error("there is nothing to decide")]
    NothingProposed,
    /// Another owner has not agreed yet.
    #[error("another owner has not agreed yet")]
    AwaitsApproval,
    /// It was answered or withdrawn.
    #[error("the invitation is settled")]
    InvitationSettled,
    /// It was not answered in time.
    #[error("the invitation was open until {at}")]
    InvitationOver {
        /// Until when.
        at: Timestamp,
    },
    /// Whoever invited may no longer do so.
    #[error("whoever invited has lost the right to")]
    InviterLeft,
    /// A job over many lines cannot be drawn up so.
    #[error("the job is to be mended: {flaw:?}")]
    BulkFlaw {
        /// What is amiss.
        flaw: bulk::Flaw,
    },
    /// A job over many lines does not take a step.
    #[error(transparent)]
    BulkStep {
        /// Why.
        #[from]
        step: bulk::StepRefusal,
    },
}
