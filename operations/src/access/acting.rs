//! The part of the table for staff in a customer's place, and the look-ups that lead there.

use super::{Operation, Relation, Role, Standing};
use crate::{
    Actor, Error, Result,
    actor::{ActingFor, StaffMember},
};
use crm::{acting::Mode, customers::Customer};
use store::Unit;

/// What staff may do in a customer's place. Both roles that may begin may do the same. Nothing here falls through: a new
/// operation does not compile before it is decided whether it is ever done for another.
pub(super) fn right_for_a_customer(operation: Operation, role: Role, mode: Mode) -> Option<Relation> {
    use Operation as O;
    let staff = matches!(role, Role::SupportAgent | Role::Supervisor);
    let acting = mode == Mode::Acting;
    match operation {
        O::ViewPublic | O::SignIn => staff.then_some(Relation::Public),
        // Raised twice is done once, and says so.
        O::SignOut | O::EndActing | O::RaiseActing => staff.then_some(Relation::Own),
        O::ViewHome
        | O::ViewBills
        | O::ViewPayments
        | O::ViewUsage
        | O::ViewPlans
        | O::ViewRecommendations
        | O::ViewOrders
        | O::ViewRequests
        | O::ViewLines
        | O::ViewProfile
        | O::ViewMessages => staff.then_some(Relation::OfCustomer),
        O::ChangePlan | O::DismissRecommendation | O::DecideOrder | O::FileRequest | O::BarLine => {
            (staff && acting).then_some(Relation::OfCustomer)
        }
        // Never for another: money, contact data, language, password, factors and sessions, and what guards against this very thing.
        O::Pay
        | O::ChangeProfile
        | O::ChangeContact
        | O::TakeBackContact
        | O::UseContactLink
        | O::ManageConsents
        | O::ExportData
        | O::ChangeLanguage
        | O::ProveAgain
        | O::ManageSecurity
        | O::ManageFactors
        | O::ViewAudit
        | O::ViewPrivacy
        | O::EndStaffAccess
        // Roles in companies are a person's own: nobody stands in for an administrator.
        | O::ViewCompanies
        | O::AnswerInvitation
        | O::LeaveCompany
        | O::ViewCompany
        | O::ManageCompanyTree
        | O::ManageCompanyLines
        | O::ViewCompanyPeople
        | O::ManageCompanyPeople
        | O::DecideCompanyOwners
        | O::ViewCompanyBills
        | O::PayCompanyBills
        // One thing at a time: the staff's own work waits until the acting ended, and no acting begins inside another.
        | O::ViewQueue
        | O::WorkQueue
        | O::FindCustomer
        | O::ViewCustomer
        | O::VerifyCaller
        | O::NoteContact
        | O::OpenCase
        | O::BarForCaller
        | O::ProposeCorrection
        | O::ViewDataQuality
        | O::DecideCorrection
        | O::LookForDuplicates
        | O::MergeCustomers
        | O::BeginActing
        | O::OverseeActings
        | O::ReviewLooks
        // The program's own.
        | O::ReportPayment
        | O::FoundCompany
        | O::Provision
        | O::ViewMetrics => None,
    }
}

impl Actor {
    /// In whose place the actor acts.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Visitor | Self::Subscriber(_) | Self::Staff(_) | Self::System => Standing::Oneself,
            Self::Acting(both) => match both.acting.mode {
                Mode::Viewing => Standing::Viewing,
                Mode::Acting => Standing::Acting,
            },
        }
    }

    /// The member of staff who acts, for an operation on any customer's file.
    pub fn clerk(&self, operation: Operation) -> Result<Clerk<'_>> {
        match (self, self.may(operation)?) {
            (Self::Staff(staff), Relation::Any) => Ok(Clerk(staff)),
            _ => Err(Error::NotFound),
        }
    }

    /// The member of staff who acts for a customer, for an operation on the acting itself.
    pub fn deputy(&self, operation: Operation) -> Result<&ActingFor> {
        match (self, self.may(operation)?) {
            (Self::Acting(both), Relation::Own) => Ok(both),
            _ => Err(Error::NotFound),
        }
    }
}

/// Proof that the actor may reach any customer's file.
#[derive(Clone, Copy, Debug)]
pub struct Clerk<'a>(&'a StaffMember);

impl Clerk<'_> {
    /// Who it is.
    pub fn staff(&self) -> &StaffMember {
        self.0
    }

    /// The customer with this code.
    pub async fn customer(self, work: &mut Unit, code: &str) -> Result<Customer> {
        work.customer_by_code(code).await?.ok_or(Error::NotFound)
    }
}
