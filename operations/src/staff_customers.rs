//! Finding a customer, and the whole view of one: who they are, what runs, what is owed, what is under way. R-CUS-5
//!
//! Names and numbers are masked for support agents. Each search and each look leaves an audit event, in the transaction
//! of the search or look; the file itself opens to a session only after it said what for.

use crate::{
    Actor, Desk, Error, Result,
    access::{Clerk, Operation},
    acting,
    catalogue::NameMap,
    desk::Done,
    listing::cut,
    messages,
};
use crm::{
    Date, Timestamp,
    acting::{Grounds, Purpose, StaffView, unusual},
    audit::AuditOutcome,
    bills::Dues,
    contact_change::ContactKind,
    corrections::Correction,
    customers::{Customer, CustomerField, CustomerStatus, FieldChange, Msisdn, Term, Tier},
    ids::{CustomerId, StaffViewId},
    language::Language,
    lines::{Line, LineKind, LineState},
    messages::{MessageChannel, MessageTopic},
    orders::Order,
    requests::Request,
    sign_in::StaffRole,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, sync::Arc};
use store::Unit;
use uuid::Uuid;

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The customer of that code or number, and those whose name begins so.
    pub customers: Vec<CustomerShown>,
    /// There are more whose name begins so: more of it has to be typed.
    pub more: bool,
}

/// A customer as far as whoever looks may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerShown {
    /// Customer code.
    pub code: String,
    /// Name; masked for support agents.
    pub name: String,
    /// Contact number; masked for support agents.
    pub mobile: String,
    /// Care tier.
    pub tier: Tier,
    /// Peer group.
    pub segment: String,
    /// On the blacklist.
    pub blacklisted: bool,
    /// The language to speak.
    pub language: Language,
    /// First day as a customer.
    pub since: Date,
    /// Whether any business is left.
    pub status: CustomerStatus,
}

/// A line as far as whoever looks may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineShown {
    /// Short code.
    pub code: String,
    /// Phone or internet.
    pub kind: LineKind,
    /// The number of a phone; masked for support agents.
    pub msisdn: Option<String>,
    /// State.
    pub state: LineState,
}

/// The first lines of a customer, and how many more there are: a company may have ten thousand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinesShown {
    /// Phones first.
    pub first: Vec<LineShown>,
    /// How many are not shown.
    pub more: usize,
}

/// A message by what it was about; its words stay the customer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What about.
    pub topic: MessageTopic,
    /// How it went.
    pub channel: MessageChannel,
    /// When.
    pub at: Timestamp,
}

/// What `/staff/customers/{code}` shows.
#[derive(Clone, Debug)]
pub enum CustomerFile {
    /// The session has not said what for.
    Closed {
        /// Customer code.
        code: String,
    },
    /// The whole view.
    Open(Box<CustomerView>),
}

/// The whole view of a customer.
#[derive(Clone, Debug)]
pub struct CustomerView {
    /// The look, with its purpose.
    pub look: StaffView,
    /// Who.
    pub customer: CustomerShown,
    /// Lines, phones first.
    pub lines: LinesShown,
    /// What is owed.
    pub dues: Dues,
    /// Orders that have not ended, newest first.
    pub orders: Vec<Order>,
    /// Requests that have not ended, newest first.
    pub requests: Vec<Request>,
    /// The newest messages.
    pub contacts: Vec<Contact>,
    /// What was changed in the file lately, newest first; contacts and names masked for support agents.
    pub changes: Vec<FieldChange>,
    /// A correction that waits for a supervisor.
    pub correction: Option<Correction>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// What somebody typed and chose to open a file.
#[derive(Clone, Debug, Serialize)]
pub struct OpenCustomer {
    /// Code of the customer.
    pub customer: String,
    /// What for; `None` when none was chosen.
    pub purpose: Option<Purpose>,
    /// Number of the request it is about; empty for none.
    pub request: String,
    /// Why, in words.
    pub reason: String,
}

/// A file is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The look.
    pub look: StaffViewId,
}

/// Most customers a search shows.
pub const FOUND_MAX: i64 = 20;
/// Longest text that is searched for and kept of a search, in characters.
const TERM_MAX: usize = 60;
/// Most orders under way that a file shows.
const ORDERS: i64 = 20;
/// How many requests are looked at; what has not ended is among the newest.
const LATEST: i64 = 20;
const CONTACTS: i64 = 5;
const CHANGES: usize = 20;

/// Looks for customers by code, by the beginning of the name or its pinyin, by number of the identity document, and by a
/// mobile number, its beginning or its end. R-CUS-1
pub async fn find(desk: &Desk, actor: &Actor, typed: &str) -> Result<Found> {
    let clerk = actor.clerk(Operation::FindCustomer)?;
    let term = &Term::read(&typed.trim().chars().take(TERM_MAX).collect::<String>());
    let role = clerk.staff().role;
    desk.store
        .write(|mut unit| async move {
            let mut found = look_up(desk, &mut unit, term).await?;
            let more = cut(&mut found, FOUND_MAX).is_some();
            let facts =
                serde_json::json!({ "term": term.for_the_trail(), "found": found.len(), "more": more });
            let (operation, outcome) = (Operation::FindCustomer, AuditOutcome::Done);
            let event = desk.audit_event(actor, operation, "customers".to_owned(), outcome, &facts);
            unit.record(&event).await?;
            let customers = found.into_iter().map(|customer| shown(role, customer)).collect();
            Ok::<_, Error>(Found { customers, more })
        })
        .await
}

/// Those whom a term fits, each once; one more than are shown, if there are more.
async fn look_up(desk: &Desk, unit: &mut Unit, term: &Term) -> Result<Vec<Customer>> {
    const MOST: i64 = FOUND_MAX + 1;
    let mut found: Vec<Customer> = Vec::new();
    match term {
        Term::Nothing => {}
        Term::Mobile(mobile) => {
            found.extend(unit.customer_by_mobile(mobile).await?);
            found.extend(unit.customer_by_line_number(mobile).await?);
        }
        Term::IdNumber(number) => {
            if let Some(key) = &desk.settings().index_key {
                found.extend(unit.customers_by_id_number(&key.hash(number), MOST).await?);
            }
        }
        Term::Digits(digits) => {
            found.extend(unit.customer_by_code(digits).await?);
            found.extend(unit.customers_by_name(digits, MOST).await?);
            found.extend(unit.customers_by_first_digits(digits, MOST).await?);
            found.extend(unit.customers_by_last_digits(digits, MOST).await?);
        }
        Term::Words { text, key } => {
            found.extend(unit.customer_by_code(&text.to_uppercase()).await?);
            found.extend(unit.customers_by_name(text, MOST).await?);
            if let Some(key) = key {
                found.extend(unit.customers_by_name_key(key, MOST).await?);
            }
        }
    }
    let mut known = HashSet::new();
    found.retain(|customer| known.insert(customer.id));
    Ok(found)
}

/// Opens a customer's file to the session that acts, for half an hour.
pub async fn open(desk: &Desk, actor: &Actor, key: Uuid, command: &OpenCustomer) -> Result<Opened> {
    let clerk = actor.clerk(Operation::ViewCustomer)?;
    desk.perform(actor, Operation::ViewCustomer, key, command, |mut unit| async move {
        let customer = clerk.customer(&mut unit, &command.customer).await?;
        let case = acting::case(&mut unit, customer.id, &command.request).await?;
        let grounds = Grounds::for_a_view(command.purpose, case, &command.reason)?;
        let an_hour_ago = desk.now() - SignedDuration::from_hours(1);
        let others = unit.count_others_viewed(clerk.staff().staff_id, customer.id, an_hour_ago).await?;
        let hour = desk.settings().offset.to_datetime(desk.now()).hour();
        let look = StaffView {
            flags: unusual::flags(&customer, &grounds, others + 1, hour),
            grounds,
            id: desk.id(),
            staff_id: clerk.staff().staff_id,
            session_id: clerk.staff().session_id,
            customer_id: customer.id,
            opened_at: desk.now(),
        };
        unit.add_staff_view(&look).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "look": look.id, "grounds": look.grounds, "flags": look.flags }),
            reply: Opened { look: look.id },
        })
    })
    .await
}

/// The whole view of a customer, for a session that said what for.
pub async fn view(desk: &Desk, actor: &Actor, code: &str) -> Result<CustomerFile> {
    let clerk = actor.clerk(Operation::ViewCustomer)?;
    let names = &desk.offering_names().await?;
    let role = clerk.staff().role;
    desk.store
        .write(|mut unit| async move {
            let customer = clerk.customer(&mut unit, code).await?;
            let Some(look) = open_look(desk, &mut unit, &clerk, customer.id).await? else {
                return Ok(CustomerFile::Closed { code: customer.code });
            };
            let facts = serde_json::json!({ "look": look.id });
            let object = format!("customer:{}", customer.code);
            let event = desk.audit_event(actor, Operation::ViewCustomer, object, AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            let id = customer.id;
            let dues = Dues::of(&unit.open_bills_of(id).await?, desk.today());
            let lines = lines_shown(role, unit.lines_of(id).await?);
            let mut requests = unit.requests_of(id, None, LATEST).await?;
            requests.retain(|request| request.state.is_open());
            let contacts = unit.messages_of(id, CONTACTS).await?;
            let contacts = contacts.into_iter().map(|message| Contact {
                topic: message.topic,
                channel: message.channel,
                at: message.created_at,
            });
            let mut changes = unit.customer_changes(id).await?;
            changes.truncate(CHANGES);
            let changes = changes.into_iter().map(|change| change_shown(role, change)).collect();
            let correction = unit.waiting_corrections_of(id).await?.into_iter().next();
            Ok::<_, Error>(CustomerFile::Open(Box::new(CustomerView {
                look,
                changes,
                correction,
                lines,
                dues,
                orders: unit.open_orders_of(id, ORDERS).await?,
                requests,
                contacts: contacts.collect(),
                customer: shown(role, customer),
                names: Arc::clone(names),
            })))
        })
        .await
}

/// The look in which the session may see the customer's file now.
pub(crate) async fn open_look(
    desk: &Desk,
    unit: &mut Unit,
    clerk: &Clerk<'_>,
    customer: CustomerId,
) -> Result<Option<StaffView>> {
    let look = unit.latest_staff_view(clerk.staff().session_id, customer).await?;
    Ok(look.filter(|look| look.is_open(desk.now())))
}

/// The masking: who answers questions sees who it is by the last digits; who oversees sees all.
pub(crate) fn shown(role: StaffRole, customer: Customer) -> CustomerShown {
    let (name, mobile) = match role {
        // Auditors have no way here; what they may not see is masked all the same.
        StaffRole::SupportAgent | StaffRole::Auditor => (customer.masked_name(), customer.mobile.masked()),
        StaffRole::Supervisor => (customer.name, customer.mobile.spaced()),
    };
    CustomerShown {
        code: customer.code,
        name,
        mobile,
        tier: customer.tier,
        segment: customer.segment,
        blacklisted: customer.blacklisted,
        language: customer.language,
        since: customer.since,
        status: customer.status,
    }
}

fn change_shown(role: StaffRole, change: FieldChange) -> FieldChange {
    if role == StaffRole::Supervisor {
        return change;
    }
    let shown = |value: &str| match change.field {
        CustomerField::Mobile => messages::masked(ContactKind::Mobile, value),
        CustomerField::Email => messages::masked(ContactKind::Email, value),
        CustomerField::Name | CustomerField::IdNumber => "***".to_owned(),
        CustomerField::Language
        | CustomerField::NotifyBySms
        | CustomerField::NotifyByEmail
        | CustomerField::MarketingConsent => value.to_owned(),
    };
    FieldChange { before: shown(&change.before), after: shown(&change.after), ..change }
}

/// Most lines that a page about a customer lists.
const LINES_MAX: usize = 50;

pub(crate) fn lines_shown(role: StaffRole, lines: Vec<Line>) -> LinesShown {
    let more = lines.len().saturating_sub(LINES_MAX);
    let first = lines.into_iter().take(LINES_MAX).map(|line| line_shown(role, line)).collect();
    LinesShown { first, more }
}

fn line_shown(role: StaffRole, line: Line) -> LineShown {
    let number = |msisdn: &Msisdn| match role {
        StaffRole::SupportAgent | StaffRole::Auditor => msisdn.masked(),
        StaffRole::Supervisor => msisdn.spaced(),
    };
    LineShown {
        msisdn: line.msisdn.as_ref().map(number),
        code: line.code,
        kind: line.kind,
        state: line.state,
    }
}
