//! Who may do what: one table, and the look-ups that hand out a proof.
//!
//! An operation asks for a token ([`OwnCustomer`], [`Queued`], …), never for a raw identifier: who holds one has
//! been checked. What an actor may not see is [`Error::NotFound`], the same as what does not exist.

use crate::{Actor, Desk, Error, Result, actor::StaffMember, second_factor::StaffRule};
use crm::{
    acting::Mode,
    bills::BillBalance,
    ids::{CustomerId, StaffId},
    lines::Line,
    orders::Order,
    payments::Payment,
    requests::Request,
    sign_in::StaffRole,
};
use store::{
    Unit,
    audit::{EventSearch, FoundEvent},
    orders::Before,
};
use strum::VariantArray as _;

mod acting;
mod company;

pub use acting::Clerk;
use acting::right_for_a_customer;
pub use company::{Managed, ManagedLine, ManagedUnit, Manager};

/// Everything anyone can do in the hall. Each route names one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::AsRefStr,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "camelCase")]
pub enum Operation {
    /// See what everybody may see: sign-in page, help, health.
    ViewPublic,
    /// Sign in, or ask for a one-time code.
    SignIn,
    /// End one's own session.
    SignOut,
    /// Prove again who one is, before money or contact data move.
    ProveAgain,
    /// Choose the language of pages.
    ChangeLanguage,
    /// See the home page.
    ViewHome,
    /// See bills and download them.
    ViewBills,
    /// See payments and receipts.
    ViewPayments,
    /// Pay bills.
    Pay,
    /// Report what became of a payment.
    ReportPayment,
    /// See usage.
    ViewUsage,
    /// See plans and what they would cost.
    ViewPlans,
    /// Change the plan of a line.
    ChangePlan,
    /// See recommendations.
    ViewRecommendations,
    /// Dismiss a recommendation.
    DismissRecommendation,
    /// See orders.
    ViewOrders,
    /// Withdraw an order or decide how a failed one goes on.
    DecideOrder,
    /// Send work orders and take the network's reports.
    Provision,
    /// See requests.
    ViewRequests,
    /// File, answer, cancel and reopen requests.
    FileRequest,
    /// See lines.
    ViewLines,
    /// Report a line lost or take the report back.
    BarLine,
    /// See one's own file.
    ViewProfile,
    /// Change one's own file.
    ChangeProfile,
    /// Change one's own contact number or address.
    ChangeContact,
    /// Take a change of one's own contact back.
    TakeBackContact,
    /// Use the link that takes a change of contact back.
    UseContactLink,
    /// Agree to something, or take that back.
    ManageConsents,
    /// Get a copy of what is kept of oneself.
    ExportData,
    /// See and end one's own sessions, change the password.
    ManageSecurity,
    /// Add and take away one's own second factor and passkeys.
    ManageFactors,
    /// See messages.
    ViewMessages,
    /// See the queue of requests and each of them.
    ViewQueue,
    /// Take, answer and resolve requests.
    WorkQueue,
    /// Read the audit trail and the table of rights.
    ViewAudit,
    /// See figures of operation.
    ViewMetrics,
    /// Look for a customer by code, number or name.
    FindCustomer,
    /// Open a customer's file and see it.
    ViewCustomer,
    /// Find out whether a caller is the customer.
    VerifyCaller,
    /// Keep a note about a contact with a customer.
    NoteContact,
    /// Open a request for a caller.
    OpenCase,
    /// Bar the line of a caller whose phone is gone.
    BarForCaller,
    /// Propose a correction of a customer's file.
    ProposeCorrection,
    /// See what is amiss with customers' files.
    ViewDataQuality,
    /// Decide about a proposed correction.
    DecideCorrection,
    /// Have duplicates looked for among all customers.
    LookForDuplicates,
    /// Join two customers' files, take them apart, or say that they are two.
    MergeCustomers,
    /// Begin to act for a customer.
    BeginActing,
    /// Go from looking at a customer's pages to doing something there.
    RaiseActing,
    /// End the acting one is in.
    EndActing,
    /// See who acts for whom, and end it.
    OverseeActings,
    /// See looks at files that are unusual, and say that one was looked into.
    ReviewLooks,
    /// See which staff looked at one's own file, why, and what they did.
    ViewPrivacy,
    /// End staff's acting for oneself.
    EndStaffAccess,
    /// Make a customer a company with a tree, and name its first owner.
    FoundCompany,
    /// See which companies one has a role in, and invitations to one.
    ViewCompanies,
    /// Accept or decline an invitation to a role.
    AnswerInvitation,
    /// Give up a role of one's own.
    LeaveCompany,
    /// See a company: overview, tree and lines.
    ViewCompany,
    /// Add, rename and move units.
    ManageCompanyTree,
    /// Change a company's lines, one or many at once.
    ManageCompanyLines,
    /// See who holds which role in a company.
    ViewCompanyPeople,
    /// Invite people to roles and take roles away.
    ManageCompanyPeople,
    /// Agree to a change of owners, or turn it down.
    DecideCompanyOwners,
    /// See a company's bills.
    ViewCompanyBills,
    /// Pay a company's bills.
    PayCompanyBills,
}

/// A role somebody acts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::AsRefStr, strum::Display, strum::VariantArray)]
#[strum(serialize_all = "camelCase")]
pub enum Role {
    /// Nobody has signed in.
    Visitor,
    /// A customer.
    Subscriber,
    /// Answers customers' requests.
    SupportAgent,
    /// Assigns and oversees.
    Supervisor,
    /// Reads the audit trail.
    Auditor,
    /// This program, or a system that proved itself by signature.
    System,
}

/// In whose place somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::AsRefStr, strum::Display, strum::VariantArray)]
#[strum(serialize_all = "camelCase")]
pub enum Standing {
    /// In their own.
    Oneself,
    /// In a customer's, to look.
    Viewing,
    /// In a customer's, to do something.
    Acting,
}

/// To which things a right extends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::AsRefStr, strum::Display)]
#[strum(serialize_all = "camelCase")]
pub enum Relation {
    /// Things that belong to nobody.
    Public,
    /// Things of the customer who acts, or of the session itself.
    Own,
    /// Things of the customer whom the actor acts for.
    OfCustomer,
    /// Things on the units of a company that the actor holds a role on, and beneath them.
    ManagedSubtree,
    /// Things in the queues of the actor's channel.
    Queue,
    /// Everything.
    Any,
}

/// The table: the relation a role in a standing has a right on, or `None` for no right at all.
pub fn right(operation: Operation, role: Role, standing: Standing) -> Option<Relation> {
    match standing {
        Standing::Oneself => right_as_oneself(operation, role),
        Standing::Viewing => right_for_a_customer(operation, role, Mode::Viewing),
        Standing::Acting => right_for_a_customer(operation, role, Mode::Acting),
    }
}

fn right_as_oneself(operation: Operation, role: Role) -> Option<Relation> {
    use Operation as O;
    use Role as R;
    match (operation, role) {
        (O::ViewPublic | O::SignIn | O::ChangeLanguage | O::UseContactLink, _) => Some(Relation::Public),
        (
            O::SignOut
            | O::ProveAgain
            | O::ManageSecurity
            | O::ManageFactors
            | O::ViewHome
            | O::ViewBills
            | O::ViewPayments
            | O::Pay
            | O::ViewUsage
            | O::ViewPlans
            | O::ChangePlan
            | O::ViewRecommendations
            | O::DismissRecommendation
            | O::ViewOrders
            | O::DecideOrder
            | O::ViewRequests
            | O::FileRequest
            | O::ViewLines
            | O::BarLine
            | O::ViewProfile
            | O::ChangeProfile
            | O::ChangeContact
            | O::TakeBackContact
            | O::ManageConsents
            | O::ExportData
            | O::ViewMessages
            | O::ViewPrivacy
            | O::EndStaffAccess
            | O::ViewCompanies
            | O::AnswerInvitation
            | O::LeaveCompany,
            R::Subscriber,
        )
        // The home of staff is their queue, or the trail: they are led there.
        | (
            O::SignOut | O::ProveAgain | O::ManageSecurity | O::ManageFactors | O::ViewHome,
            R::SupportAgent | R::Supervisor | R::Auditor,
        ) => Some(Relation::Own),
        // Which of them, the roles say that somebody holds: see `access/company.rs`.
        (
            O::ViewCompany
            | O::ManageCompanyTree
            | O::ManageCompanyLines
            | O::ViewCompanyPeople
            | O::ManageCompanyPeople
            | O::DecideCompanyOwners
            | O::ViewCompanyBills
            | O::PayCompanyBills,
            R::Subscriber,
        ) => Some(Relation::ManagedSubtree),
        (O::ViewQueue | O::WorkQueue, R::SupportAgent | R::Supervisor) => Some(Relation::Queue),
        (
            O::FindCustomer
            | O::ViewCustomer
            | O::VerifyCaller
            | O::NoteContact
            | O::OpenCase
            | O::BarForCaller
            | O::ProposeCorrection
            | O::BeginActing,
            R::SupportAgent | R::Supervisor,
        )
        | (
            O::OverseeActings
            | O::ReviewLooks
            | O::ViewDataQuality
            | O::DecideCorrection
            | O::LookForDuplicates
            | O::MergeCustomers,
            R::Supervisor,
        )
        | (O::ViewAudit, R::Auditor)
        | (O::ReportPayment | O::Provision | O::ViewMetrics | O::EndActing | O::FoundCompany, R::System) => Some(Relation::Any),
        _ => None,
    }
}

/// The table's columns: every role as itself, then staff in a customer's place, where both roles that may act may do the
/// same.
pub fn columns() -> impl Iterator<Item = (Role, Standing)> {
    let oneself = Role::VARIANTS.iter().map(|role| (*role, Standing::Oneself));
    oneself.chain([Standing::Viewing, Standing::Acting].map(|standing| (Role::SupportAgent, standing)))
}

impl Operation {
    /// Moves money, decides where codes and bills go, what signs in, or who has which right: an open session is not proof
    /// enough, it asks for one of the last minutes. R-CUS-10
    pub fn needs_fresh_proof(self) -> bool {
        matches!(
            self,
            Self::Pay
                | Self::ChangeProfile
                | Self::ChangeContact
                | Self::ExportData
                | Self::ManageFactors
                | Self::PayCompanyBills
                | Self::ManageCompanyPeople
                | Self::DecideCompanyOwners
        )
    }

    /// Open to members of staff who still have to add a second factor: the way to add it, and the way out.
    fn is_open_without_factor(self) -> bool {
        matches!(
            self,
            Self::ViewPublic
                | Self::SignIn
                | Self::SignOut
                | Self::ProveAgain
                | Self::ManageSecurity
                | Self::ManageFactors
        )
    }
}

/// The person behind a session proved strongly and lately enough who they are for this operation.
pub fn check_proof(desk: &Desk, actor: &Actor, operation: Operation) -> Result<()> {
    if desk.settings().staff_second_factor == StaffRule::Required
        && actor.staff().is_some_and(|staff| !staff.proof.is_strong())
        && !operation.is_open_without_factor()
    {
        return Err(Error::SecondFactorNeeded);
    }
    let good_for = desk.settings().sessions.proof;
    let is_stale = actor.proved_at().is_some_and(|proved_at| desk.now() >= proved_at + good_for);
    if operation.needs_fresh_proof() && is_stale { Err(Error::ProofNeeded) } else { Ok(()) }
}

impl Actor {
    /// The role the actor acts in.
    pub fn role(&self) -> Role {
        let of_staff = |staff: &StaffMember| match staff.role {
            StaffRole::SupportAgent => Role::SupportAgent,
            StaffRole::Supervisor => Role::Supervisor,
            StaffRole::Auditor => Role::Auditor,
        };
        match self {
            Self::Visitor => Role::Visitor,
            Self::Subscriber(_) => Role::Subscriber,
            Self::Staff(staff) => of_staff(staff),
            Self::Acting(both) => of_staff(&both.staff),
            Self::System => Role::System,
        }
    }

    /// Looks the actor's right up in the table.
    ///
    /// A visitor is asked to sign in; anyone else without the right does not learn that there is anything.
    pub fn may(&self, operation: Operation) -> Result<Relation> {
        right(operation, self.role(), self.standing()).ok_or(if matches!(self, Self::Visitor) {
            Error::SignInNeeded
        } else {
            Error::NotFound
        })
    }

    /// The customer who acts, or for whom somebody acts, for an operation on their own things.
    pub fn own(&self, operation: Operation) -> Result<OwnCustomer> {
        match (self, self.may(operation)?) {
            (Self::Subscriber(subscriber), Relation::Own) => Ok(OwnCustomer(subscriber.customer_id)),
            (Self::Acting(both), Relation::OfCustomer) => Ok(OwnCustomer(both.customer_id)),
            _ => Err(Error::NotFound),
        }
    }

    /// The member of staff who acts, for an operation on the queue.
    pub fn queue(&self, operation: Operation) -> Result<QueueWorker> {
        match (self, self.may(operation)?) {
            (Self::Staff(staff), Relation::Queue) => Ok(QueueWorker(staff.staff_id)),
            _ => Err(Error::NotFound),
        }
    }

    /// The auditor who acts, for reading the trail.
    pub fn auditor(&self, operation: Operation) -> Result<AuditReader> {
        match (self, self.may(operation)?) {
            (Self::Staff(_), Relation::Any) => Ok(AuditReader(())),
            _ => Err(Error::NotFound),
        }
    }

    /// This program at work.
    pub fn system(&self, operation: Operation) -> Result<()> {
        match (self, self.may(operation)?) {
            (Self::System, Relation::Any) => Ok(()),
            _ => Err(Error::NotFound),
        }
    }
}

/// Proof that the actor acts on their own customer file.
#[derive(Clone, Copy, Debug)]
pub struct OwnCustomer(CustomerId);

/// Proof that a thing belongs to the customer who acts.
#[derive(Clone, Debug)]
pub struct Own<T>(T);

impl<T> Own<T> {
    /// The thing.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Own<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl OwnCustomer {
    /// Which customer.
    pub fn id(self) -> CustomerId {
        self.0
    }

    /// The customer's line with this code.
    pub async fn line(self, work: &mut Unit, code: &str) -> Result<Own<Line>> {
        work.line_of(self.0, code).await?.map(Own).ok_or(Error::NotFound)
    }

    /// The customer's bill with this number.
    pub async fn bill(self, work: &mut Unit, number: &str) -> Result<Own<BillBalance>> {
        work.bill_of(self.0, number).await?.map(Own).ok_or(Error::NotFound)
    }

    /// The customer's order with this number.
    pub async fn order(self, work: &mut Unit, number: &str) -> Result<Own<Order>> {
        work.order_of(self.0, number).await?.map(Own).ok_or(Error::NotFound)
    }

    /// The customer's request with this number.
    pub async fn request(self, work: &mut Unit, number: &str) -> Result<Own<Request>> {
        work.request_of(self.0, number).await?.map(Own).ok_or(Error::NotFound)
    }

    /// The customer's payment with this number.
    pub async fn payment(self, work: &mut Unit, number: &str) -> Result<Own<Payment>> {
        work.payment_of(self.0, number).await?.map(Own).ok_or(Error::NotFound)
    }
}

/// Proof that the actor may read the audit trail, all of it.
#[derive(Clone, Copy, Debug)]
pub struct AuditReader(());

impl AuditReader {
    /// A page of the events that are looked for.
    pub async fn find(
        self,
        work: &mut Unit,
        search: &EventSearch,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<FoundEvent>> {
        Ok(work.find_events(search, before, limit).await?)
    }
}

/// Proof that the actor works on the queue of requests.
#[derive(Clone, Copy, Debug)]
pub struct QueueWorker(StaffId);

/// Proof that a request is in the queue of the member of staff who acts.
#[derive(Clone, Debug)]
pub struct Queued(Request);

impl QueueWorker {
    /// Which member of staff.
    pub fn id(self) -> StaffId {
        self.0
    }

    /// The request with this number.
    pub async fn request(self, work: &mut Unit, number: &str) -> Result<Queued> {
        work.request_by_number(number).await?.map(Queued).ok_or(Error::NotFound)
    }
}

impl Queued {
    /// The request.
    pub fn into_inner(self) -> Request {
        self.0
    }
}

impl std::ops::Deref for Queued {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.0
    }
}

/// Keeps that an actor asked for something the table does not let them have.
pub async fn record_denial(desk: &Desk, actor: &Actor, operation: Operation, object: &str) {
    desk.record_failure(actor, operation, object, &Error::NotFound).await;
}

#[cfg(test)]
mod tests;
