//! Who administers which part of a company, and who is invited to. R-ENT-3

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    company::{invitations::Invitation, roles::Grant},
    customers::Msisdn,
    ids::{CustomerId, GrantId},
};

/// A company by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyName {
    /// The customer.
    pub id: CustomerId,
    /// Customer code, used in addresses.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A grant with the names that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGrant {
    /// The grant.
    pub grant: Grant,
    /// Customer code of the holder.
    pub holder_code: String,
    /// Name of the holder.
    pub holder_name: String,
    /// Number of the holder.
    pub holder_mobile: Msisdn,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
}

/// An invitation with the names that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Code of the company.
    pub company_code: String,
    /// Name of the company.
    pub company_name: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of whoever invited.
    pub inviter_name: String,
}

/// Reads and changes roles in companies.
#[async_trait]
pub trait CompanyRoles: Send {
    /// The company with this customer code: a customer with a tree of units.
    async fn company_by_code(&mut self, code: &str) -> Result<Option<CompanyName>>;

    /// The companies in which somebody holds a role, by name.
    async fn companies_of(&mut self, holder: CustomerId) -> Result<Vec<CompanyName>>;

    /// Whether somebody holds a role in any company, or is invited to one.
    async fn has_company_business(&mut self, customer: CustomerId) -> Result<bool>;

    /// Adds a grant. Conflict when the same role is held there already.
    async fn add_grant(&mut self, grant: &Grant) -> Result<()>;

    /// Keeps whether a grant's removal is proposed. Conflict when its version is no longer `grant.version`.
    async fn save_grant(&mut self, grant: &Grant) -> Result<()>;

    /// Ends a grant. Conflict when its version is no longer `grant.version`, or it has ended.
    async fn end_grant(&mut self, grant: &Grant, by: CustomerId, at: Timestamp) -> Result<()>;

    /// What somebody holds in a company.
    async fn grants_held(&mut self, company: CustomerId, holder: CustomerId) -> Result<Vec<Grant>>;

    /// A grant of a company that has not ended.
    async fn grant_in(&mut self, company: CustomerId, id: GrantId) -> Result<Option<Grant>>;

    /// All grants in a company that have not ended, by unit and role.
    async fn grants_in(&mut self, company: CustomerId) -> Result<Vec<NamedGrant>>;

    /// Adds an invitation.
    async fn add_invitation(&mut self, invitation: &Invitation) -> Result<()>;

    /// Keeps an invitation's state and end. Conflict when its version is no longer `invitation.version`.
    async fn save_invitation(&mut self, invitation: &Invitation) -> Result<()>;

    /// The invitation with this number.
    async fn invitation(&mut self, number: &str) -> Result<Option<NamedInvitation>>;

    /// Invitations of a company, newest first.
    async fn invitations_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<NamedInvitation>>;

    /// Invitations to somebody that are neither answered nor withdrawn; they may be over.
    async fn invitations_to(&mut self, invitee: CustomerId) -> Result<Vec<NamedInvitation>>;
}
