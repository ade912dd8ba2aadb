//! A customer's copy of everything that is kept of them: asked for, made by a job, handed out once. R-CUS-8

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, check_proof},
    agenda,
    customers::customer,
    desk::Done,
    messages::{self, Notice},
    sign_in::{fresh_token, is_token, token_hash},
};
use crm::{
    Timestamp,
    accounts::Account,
    audit::AuditOutcome,
    bills::{BillBalance, BillLine},
    consents::Consent,
    customers::{Customer, FieldChange},
    data_exports::{DataExport, DataExportState, may_ask},
    ids::{CustomerId, DataExportId},
    lines::Line,
    messages::{MessageChannel, MessageTopic},
    orders::Order,
    payments::Payment,
    products::Product,
    recommendations::Recommendation,
    requests::{Request, RequestEvent, RequestEventKind},
    usage::DailyUsage,
};
use serde::{Deserialize, Serialize};
use store::Unit;
use uuid::Uuid;

/// Everything that is kept of a customer, for them to read and to take elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// When it was made.
    pub made_at: Timestamp,
    /// Who.
    pub customer: Customer,
    /// What was changed in the file.
    pub changes: Vec<FieldChange>,
    /// What was agreed to.
    pub consents: Vec<Consent>,
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Plans and add-ons that run.
    pub products: Vec<Product>,
    /// Bills with their lines, newest first.
    pub bills: Vec<BillCopy>,
    /// Payments, newest first.
    pub payments: Vec<Payment>,
    /// Orders, newest first.
    pub orders: Vec<Order>,
    /// Requests with what was said, newest first.
    pub requests: Vec<RequestCopy>,
    /// Usage day by day.
    pub usage: Vec<UsageCopy>,
    /// What was recommended.
    pub recommendations: Vec<Recommendation>,
    /// Messages, newest first, without those that hold a secret.
    pub messages: Vec<MessageCopy>,
    /// When staff were at the file, and why.
    pub staff_accesses: Vec<AccessCopy>,
}

impl Document {
    /// The copy for programs to read.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|error| Error::Defect(error.to_string()))
    }
}

/// A bill with its lines.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillCopy {
    /// The bill, and what is left to pay of it.
    pub bill: BillBalance,
    /// Its lines.
    pub lines: Vec<BillLine>,
}

/// A request with what was said.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestCopy {
    /// The request.
    pub request: Request,
    /// What was said.
    pub events: Vec<RequestEvent>,
}

/// The usage of a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageCopy {
    /// Short code of the line.
    pub line: String,
    /// Day by day.
    pub days: Vec<DailyUsage>,
}

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageCopy {
    /// When.
    pub at: Timestamp,
    /// What about.
    pub topic: MessageTopic,
    /// How it went.
    pub channel: MessageChannel,
    /// Where.
    pub recipient: String,
    /// The words.
    pub body: String,
}

/// A time that staff were at the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessCopy {
    /// When.
    pub at: Timestamp,
    /// What for.
    pub purpose: crm::acting::Purpose,
    /// Why.
    pub reason: String,
}

/// A copy is asked for. It carries nothing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AskCopy {}

/// It will be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyAsked {}

/// Most of each kind that a copy holds: more than anybody has.
const MOST: i64 = 100_000;

/// The copy that the customer asked for last.
pub async fn latest(desk: &Desk, actor: &Actor) -> Result<Option<DataExport>> {
    let own = actor.own(Operation::ViewPrivacy)?;
    desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.latest_data_export(own.id()).await?) }).await
}

/// Asks for a copy, which a job makes.
pub async fn ask(desk: &Desk, actor: &Actor, key: Uuid) -> Result<CopyAsked> {
    let own = actor.own(Operation::ExportData)?;
    desk.perform(actor, Operation::ExportData, key, &AskCopy {}, |mut unit| async move {
        let customer = customer(&mut unit, own.id()).await?;
        may_ask(unit.latest_data_export(own.id()).await?.as_ref(), desk.now())?;
        let export = DataExport {
            id: desk.id(),
            customer_id: own.id(),
            state: DataExportState::Waiting,
            asked_at: desk.now(),
            expires_at: None,
            link_hash: None,
            version: 1,
        };
        unit.add_data_export(&export).await?;
        agenda::enqueue(desk, &mut unit, agenda::Kind::MakeDataExport, export.id.0, desk.now()).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "export": export.id }),
            reply: CopyAsked {},
        })
    })
    .await
}

/// Whether a link leads to a copy of the customer who asks.
pub async fn is_there(desk: &Desk, actor: &Actor, token: &str) -> Result<bool> {
    let own = actor.own(Operation::ExportData)?;
    let hash = &token_hash(token);
    desk.store
        .read(|mut unit| async move {
            let found = unit.data_export_of(own.id(), hash).await?;
            Ok::<_, Error>(found.is_some_and(|(export, _)| export.is_there(desk.now())))
        })
        .await
}

/// Hands a copy out, once, to its customer who has the link.
pub async fn take(desk: &Desk, actor: &Actor, token: &str) -> Result<Option<Document>> {
    let own = actor.own(Operation::ExportData)?;
    check_proof(desk, actor, Operation::ExportData)?;
    if !is_token(token) {
        return Ok(None);
    }
    let hash = &token_hash(token);
    let text = desk
        .store
        .write(|mut unit| async move {
            let found = unit.data_export_of(own.id(), hash).await?;
            let Some((export, Some(text))) = found else { return Ok(None) };
            let Some(handed_out) = export.taken(desk.now()) else { return Ok(None) };
            unit.save_data_export(&handed_out, None).await?;
            let code = customer(&mut unit, own.id()).await?.code;
            let facts = serde_json::json!({ "export": handed_out.id, "taken": true });
            let (operation, object) = (Operation::ExportData, format!("customer:{code}"));
            unit.record(&desk.audit_event(actor, operation, object, AuditOutcome::Done, &facts)).await?;
            Ok::<_, Error>(Some(text))
        })
        .await?;
    let parsed = text.map(|text| serde_json::from_str(&text)).transpose();
    parsed.map_err(|error| Error::Defect(error.to_string()))
}

/// Makes a copy, and tells its customer where it is.
pub(crate) async fn make(desk: &Desk, id: DataExportId) -> Result<()> {
    let export =
        desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.data_export(id).await?) }).await?;
    let Some(export) = export.filter(|export| export.state == DataExportState::Waiting) else {
        return Ok(());
    };
    let document =
        desk.store.read(|mut unit| async move { gather(desk, &mut unit, export.customer_id).await });
    let text = &serde_json::to_string(&document.await?).map_err(|error| Error::Defect(error.to_string()))?;
    let link = &fresh_token(desk);
    desk.store
        .write(|mut unit| async move {
            let Some(export) = unit.data_export(id).await? else { return Ok(()) };
            if export.state != DataExportState::Waiting {
                return Ok(());
            }
            let customer = customer(&mut unit, export.customer_id).await?;
            unit.save_data_export(&export.made(token_hash(link), desk.now()), Some(text)).await?;
            let link = format!("{}/profile/privacy/copy?token={link}", desk.settings().public_url);
            messages::send(desk, &mut unit, &customer, &Notice::DataExportReady { link }).await
        })
        .await
}

/// Forgets copies that were not taken in time; says how many.
pub(crate) async fn expire(desk: &Desk) -> Result<usize> {
    const AT_ONCE: i64 = 100;
    desk.store
        .write(|mut unit| async move {
            let overdue = unit.overdue_data_exports(desk.now(), AT_ONCE).await?;
            let count = overdue.len();
            for over in overdue.into_iter().filter_map(|export| export.expired(desk.now())) {
                unit.save_data_export(&over, None).await?;
            }
            Ok::<_, Error>(count)
        })
        .await
}

async fn gather(desk: &Desk, unit: &mut Unit, id: CustomerId) -> Result<Document> {
    let lines = unit.lines_of(id).await?;
    let mut usage = Vec::new();
    for line in &lines {
        let (from, until) = (Timestamp::UNIX_EPOCH, desk.now());
        let days = unit.daily_usage(line.id, from, until, desk.offset_seconds()).await?;
        usage.push(UsageCopy { line: line.code.clone(), days });
    }
    let mut bills = Vec::new();
    for bill in unit.bills_of(id, None, MOST).await? {
        let lines = unit.bill_lines(bill.bill.id).await?;
        bills.push(BillCopy { bill, lines });
    }
    let mut requests = Vec::new();
    for request in unit.requests_of(id, None, MOST).await? {
        let mut events = unit.request_events(request.id).await?;
        // Notes among staff are no words of the customer's or to them.
        events.retain(|event| event.kind != RequestEventKind::CallNote);
        requests.push(RequestCopy { request, events });
    }
    let looks = unit.staff_views_of(id, MOST).await?;
    let looks = looks.into_iter().map(|look| (look.opened_at, look.grounds));
    let actings = unit.actings_of(id, MOST).await?;
    let actings = actings.into_iter().map(|acting| (acting.began_at, acting.grounds));
    let staff_accesses = looks
        .chain(actings)
        .map(|(at, grounds)| AccessCopy { at, purpose: grounds.purpose, reason: grounds.reason })
        .collect();
    let messages = unit.messages_of(id, MOST).await?;
    let messages = messages.into_iter().map(|message| MessageCopy {
        at: message.created_at,
        topic: message.topic,
        channel: message.channel,
        recipient: message.recipient,
        body: message.body,
    });
    Ok(Document {
        made_at: desk.now(),
        customer: customer(unit, id).await?,
        changes: unit.customer_changes(id).await?,
        consents: unit.consents_of(id).await?,
        accounts: unit.accounts_of(id).await?,
        products: unit.products_of(id).await?,
        payments: unit.payments_of(id, None, MOST).await?,
        orders: unit.orders_of(id, None, MOST).await?,
        recommendations: unit.recommendations_of(id).await?,
        messages: messages.collect(),
        bills,
        lines,
        requests,
        staff_accesses,
        usage,
    })
}
