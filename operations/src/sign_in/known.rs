//! Whom a number or a name belongs to.

use crate::{
    Actor, Error, Result,
    actor::{StaffMember, Subscriber},
};
use crm::{
    customers::{Customer, Msisdn},
    sign_in::{Holder, Session, Staff},
};
use store::Unit;

use super::Identifier;

/// Somebody with a password, a session or a factor.
#[derive(Clone, Debug)]
pub enum Known {
    /// A customer.
    Customer(Customer),
    /// A member of staff.
    Staff(Staff),
}

impl Known {
    /// Reads who a holder is.
    pub(crate) async fn load(unit: &mut Unit, holder: Holder) -> Result<Self> {
        let known = match holder {
            Holder::Customer(id) => unit.customer(id).await?.map(Self::Customer),
            Holder::Staff(id) => unit.staff(id).await?.map(Self::Staff),
        };
        known.ok_or(Error::NotFound)
    }

    /// Whose everything is.
    pub(crate) fn holder(&self) -> Holder {
        match self {
            Self::Customer(customer) => Holder::Customer(customer.id),
            Self::Staff(staff) => Holder::Staff(staff.id),
        }
    }

    /// Customer code, or name of the member of staff.
    pub(crate) fn whose(&self) -> &str {
        match self {
            Self::Customer(customer) => &customer.code,
            Self::Staff(staff) => &staff.name,
        }
    }

    /// As the audit trail names it.
    pub(crate) fn object(&self) -> String {
        match self {
            Self::Customer(customer) => format!("customer:{}", customer.code),
            Self::Staff(staff) => format!("staff:{}", staff.name),
        }
    }

    /// What an authenticator app and a passkey show, on a device that others may see.
    pub(crate) fn account_name(&self) -> String {
        match self {
            Self::Customer(customer) => customer.mobile.masked(),
            Self::Staff(staff) => staff.name.clone(),
        }
    }

    /// What they sign in with.
    pub(super) fn identifier(&self) -> Identifier {
        match self {
            Self::Customer(customer) => Identifier::Mobile(customer.mobile.clone()),
            Self::Staff(staff) => Identifier::StaffName(staff.name.clone()),
        }
    }

    /// The customer's number.
    pub(super) fn mobile(&self) -> Option<&Msisdn> {
        match self {
            Self::Customer(customer) => Some(&customer.mobile),
            Self::Staff(_) => None,
        }
    }

    /// Who acts in a session of theirs.
    pub(super) fn acting(self, session: &Session) -> Actor {
        match self {
            Self::Customer(customer) => Actor::Subscriber(Subscriber {
                customer_id: customer.id,
                code: customer.code,
                name: customer.name,
                language: customer.language,
                // The next request looks.
                has_company_business: false,
                session_id: session.id,
                proof: session.proof,
                proved_at: session.proved_at,
            }),
            Self::Staff(staff) => Actor::Staff(StaffMember {
                staff_id: staff.id,
                name: staff.name,
                role: staff.role,
                session_id: session.id,
                proof: session.proof,
                proved_at: session.proved_at,
            }),
        }
    }
}
