//! Who acts.

use crm::{
    Timestamp,
    acting::Acting,
    customers::Customer,
    ids::{CustomerId, SessionId, StaffId},
    language::Language,
    orders::{Channel, Doer},
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
    /// A member of staff who acts for a customer, in the open.
    Acting(Box<ActingFor>),
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
    /// Holds a role in a company, or is invited to one: the page's head leads there.
    pub has_company_business: bool,
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
    /// How they proved who they are.
    pub proof: Proof,
    /// When.
    pub proved_at: Timestamp,
}

/// A member of staff who acts for a customer: both names, and the acting that lends the one the other's pages.
#[derive(Clone, Debug)]
pub struct ActingFor {
    /// Who really acts.
    pub staff: StaffMember,
    /// For whom.
    pub customer_id: CustomerId,
    /// Their code.
    pub code: String,
    /// Their name, masked: it stands on every page.
    pub masked_name: String,
    /// Their number, masked.
    pub masked_mobile: String,
    /// Why, how far and until when.
    pub acting: Acting,
}

impl ActingFor {
    /// A member of staff in an acting for a customer.
    pub fn new(staff: StaffMember, customer: &Customer, acting: Acting) -> Self {
        Self {
            staff,
            customer_id: customer.id,
            code: customer.code.clone(),
            masked_name: customer.masked_name(),
            masked_mobile: customer.mobile.masked(),
            acting,
        }
    }
}

impl Actor {
    /// Role and code, as the audit trail and idempotency keys write it.
    pub fn label(&self) -> String {
        match self {
            Self::Visitor => "visitor".to_owned(),
            Self::Subscriber(subscriber) => format!("subscriber:{}", subscriber.code),
            Self::Staff(staff) => format!("staff:{}", staff.name),
            Self::Acting(both) => format!("staff:{} for subscriber:{}", both.staff.name, both.code),
            Self::System => "system".to_owned(),
        }
    }

    /// When a person last proved who they are; programs prove themselves each time.
    pub fn proved_at(&self) -> Option<Timestamp> {
        match self {
            Self::Subscriber(subscriber) => Some(subscriber.proved_at),
            Self::Staff(staff) => Some(staff.proved_at),
            Self::Acting(both) => Some(both.staff.proved_at),
            Self::Visitor | Self::System => None,
        }
    }

    /// How a person proved who they are.
    pub fn proof(&self) -> Option<Proof> {
        match self {
            Self::Subscriber(subscriber) => Some(subscriber.proof),
            Self::Staff(staff) => Some(staff.proof),
            Self::Acting(both) => Some(both.staff.proof),
            Self::Visitor | Self::System => None,
        }
    }

    /// The member of staff behind a session, in whosever place they act.
    pub fn staff(&self) -> Option<&StaffMember> {
        match self {
            Self::Staff(staff) => Some(staff),
            Self::Acting(both) => Some(&both.staff),
            Self::Visitor | Self::Subscriber(_) | Self::System => None,
        }
    }

    /// Whose password and sessions the actor has: whoever acts for another still has their own.
    pub fn holder(&self) -> Option<Holder> {
        match self {
            Self::Subscriber(subscriber) => Some(Holder::Customer(subscriber.customer_id)),
            Self::Staff(staff) => Some(Holder::Staff(staff.staff_id)),
            Self::Acting(both) => Some(Holder::Staff(both.staff.staff_id)),
            Self::Visitor | Self::System => None,
        }
    }

    /// The session the request belongs to.
    pub fn session_id(&self) -> Option<SessionId> {
        match self {
            Self::Subscriber(subscriber) => Some(subscriber.session_id),
            Self::Staff(staff) => Some(staff.session_id),
            Self::Acting(both) => Some(both.staff.session_id),
            Self::Visitor | Self::System => None,
        }
    }

    /// The acting, of whoever acts for another.
    pub fn acting(&self) -> Option<&Acting> {
        match self {
            Self::Acting(both) => Some(&both.acting),
            Self::Visitor | Self::Subscriber(_) | Self::Staff(_) | Self::System => None,
        }
    }

    /// The member of staff who does for a customer what is the customer's to do: in their place, or on the phone.
    pub fn acting_staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff(staff) => Some(staff.staff_id),
            Self::Acting(both) => Some(both.staff.staff_id),
            Self::Visitor | Self::Subscriber(_) | Self::System => None,
        }
    }

    /// Who the customer is told did it.
    pub fn doer(&self) -> Doer {
        match self {
            Self::Visitor | Self::Subscriber(_) => Doer::Customer,
            Self::Staff(_) | Self::Acting(_) => Doer::Staff,
            Self::System => Doer::System,
        }
    }

    /// Where what they order or file comes in.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Visitor | Self::Subscriber(_) => Channel::Web,
            Self::Staff(_) | Self::Acting(_) => Channel::CallCentre,
            Self::System => Channel::System,
        }
    }
}
