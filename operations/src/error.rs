//! How an operation can end other than well.

use store::Retry;

/// What an operation returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why it was not done. Pages turn each into words in the reader's language; none shows its source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody has signed in, or the session has expired.
    #[error("signing in is needed")]
    SignInNeeded,
    /// The session is open, but who it is was proved too long ago for this.
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// A member of staff has to add a second factor first.
    #[error("a second factor is needed")]
    SecondFactorNeeded,
    /// No such thing, or no right to it: the two are the same to the actor.
    #[error("not found")]
    NotFound,
    /// A rule says no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The idempotency key was used for something else.
    #[error("the key was used for another command")]
    KeyReused,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Something that cannot happen did.
    #[error("{0}")]
    Defect(String),
}

/// A rule's no, with the facts a person needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// From changing a plan.
    PlanChange(crm::plan_change::Refusal),
    /// From an order.
    Order(crm::orders::Refusal),
    /// From a payment.
    Payment(crm::payments::Refusal),
    /// From a request.
    Request(crm::requests::Refusal),
    /// From filing a request: fields to mend.
    Draft(Vec<crm::requests::FieldError>),
    /// From barring or freeing a line.
    Line(crm::lines::Refusal),
    /// From signing in.
    SignIn(crate::sign_in::Refusal),
    /// From adding or taking away a second factor.
    SecondFactor(crate::second_factor::Refusal),
    /// From adding a passkey.
    Passkey(crate::passkeys::Refusal),
    /// From choosing a password.
    Password(crm::sign_in::PasswordRefusal),
    /// From changing the customer file.
    Profile(crate::profile::Refusal),
    /// From changing a contact.
    Contact(crm::contact_change::Refusal),
    /// From the rule of a field.
    Field(crm::field_rules::FieldRefusal),
    /// From correcting a customer's file.
    Correction(crm::corrections::Refusal),
    /// From joining or taking apart customers' files.
    Merge(crm::duplicates::Refusal),
    /// From asking for a copy of one's data.
    DataExport(crm::data_exports::Refusal),
    /// From opening a file or acting for a customer.
    Acting(crm::acting::Refusal),
    /// From verifying a caller, or doing something for one who is not verified.
    Caller(crm::caller_checks::Refusal),
    /// From administering a company.
    Company(crm::company::Refusal),
}

macro_rules! refusals {
    ($($variant:ident($refusal:ty)),+ $(,)?) => {$(
        impl From<$refusal> for Error {
            fn from(refusal: $refusal) -> Self {
                Self::Refused(Refusal::$variant(refusal))
            }
        }
    )+};
}

refusals! {
    PlanChange(crm::plan_change::Refusal),
    Order(crm::orders::Refusal),
    Payment(crm::payments::Refusal),
    Request(crm::requests::Refusal),
    Draft(Vec<crm::requests::FieldError>),
    Line(crm::lines::Refusal),
    SignIn(crate::sign_in::Refusal),
    SecondFactor(crate::second_factor::Refusal),
    Passkey(crate::passkeys::Refusal),
    Password(crm::sign_in::PasswordRefusal),
    Profile(crate::profile::Refusal),
    Contact(crm::contact_change::Refusal),
    Field(crm::field_rules::FieldRefusal),
    Correction(crm::corrections::Refusal),
    Merge(crm::duplicates::Refusal),
    DataExport(crm::data_exports::Refusal),
    Acting(crm::acting::Refusal),
    Caller(crm::caller_checks::Refusal),
    Company(crm::company::Refusal),
}

impl Retry for Error {
    fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_worth_retrying())
    }
}

impl Error {
    /// The database cannot be reached: the page says so and asks to come back.
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Store(store::Error::Unavailable(_)))
    }
}
