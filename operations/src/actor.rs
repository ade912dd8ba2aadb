//! Who acts.

use crm::{
    Timestamp,
    ids::{CustomerId, SessionId, StaffId},
    language::Language,
    sign_in::{Holder, Proof, StaffRole},
};

/// Who acts, and how strongly they proved it.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody has signed in.
    Visitor,
    /// A customer.
    Subscriber(Subscriber),
    /// A member of the operator's staff.
    Staff(StaffMember),
    /// A job of this program, or a system that proved itself by signature.
    System,
}

/// A customer who signed in.
#[derive(Clone, Debug)]
pub struct Subscriber {
    /// Which customer.
    pub customer_id: CustomerId,
    /// Customer code, for the audit trail.
    pub code: String,
    /// Name, for the page's head.
    pub name: String,
    /// Language of their pages.
    pub language: Language,
    /// The session this request belongs to.
    pub session_id: SessionId,
    /// How they proved who they are.
    pub proof: Proof,
    /// When.
    pub proved_at: Timestamp,
}

/// A member of staff who signed in.
#[derive(Clone, Debug)]
pub struct StaffMember {
    /// Which one.
    pub staff_id: StaffId,
    /// Sign-in name.
    pub name: String,
    /// What they may do.
    pub role: StaffRole,
    /// The session this request belongs to.
    pub session_id: SessionId,
    /// When they proved who they are.
    pub proved_at: Timestamp,
}

impl Actor {
    /// Role and code, as the audit trail and idempotency keys write it.
    pub fn label(&self) -> String {
        match self {
            Self::Visitor => "visitor".to_owned(),
            Self::Subscriber(subscriber) => format!("subscriber:{}", subscriber.code),
            Self::Staff(staff) => format!("staff:{}", staff.name),
            Self::System => "system".to_owned(),
        }
    }

    /// When a person last proved who they are; programs prove themselves each time.
    pub fn proved_at(&self) -> Option<Timestamp> {
        match self {
            Self::Subscriber(subscriber) => Some(subscriber.proved_at),
            Self::Staff(staff) => Some(staff.proved_at),
            Self::Visitor | Self::System => None,
        }
    }

    /// Whose password and sessions the actor has.
    pub fn holder(&self) -> Option<Holder> {
        match self {
            Self::Subscriber(subscriber) => Some(Holder::Customer(subscriber.customer_id)),
            Self::Staff(staff) => Some(Holder::Staff(staff.staff_id)),
            Self::Visitor | Self::System => None,
        }
    }

    /// The session the request belongs to.
    pub fn session_id(&self) -> Option<SessionId> {
        match self {
            Self::Subscriber(subscriber) => Some(subscriber.session_id),
            Self::Staff(staff) => Some(staff.session_id),
            Self::Visitor | Self::System => None,
        }
    }
}
