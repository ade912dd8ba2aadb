//! The queue of requests and how staff answer them. R-SRV-1, R-SRV-2, R-CUS-5
//!
//! Staff see of a customer what answering takes: name, code, care tier and a masked number. Each look leaves an audit
//! event, in the transaction of the look.

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, QueueWorker},
    agenda::{Kind, enqueue},
    customers::customer,
    desk::Done,
    listing::cut,
    messages::{self, Notice},
    requests::{PAGE, RequestStands, add_event, concerned, keep, words},
};
use crm::{
    Date,
    audit::AuditOutcome,
    bills::Bill,
    customers::{Customer, Msisdn, Tier},
    ids::StaffId,
    language::Language,
    lines::{LineKind, LineState},
    requests::{Field, Request, RequestEvent, Route, StaffChoice, Transition},
    sign_in::Staff,
};
use serde::Serialize;
use store::orders::Before;
use uuid::Uuid;

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The soonest due first.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins, when there is one.
    pub next: Option<Before>,
}

/// One request of the queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The request.
    pub request: Request,
    /// Code of the customer whose request it is.
    pub customer_code: String,
    /// It should have been answered by now.
    pub late: bool,
    /// Name of the member of staff who has it.
    pub taken_by: Option<String>,
    /// The one who looks has it.
    pub mine: bool,
}

/// What staff see of a customer. R-CUS-5
#[derive(Clone, Debug)]
pub struct CustomerFacts {
    /// Customer code.
    pub code: String,
    /// Name.
    pub name: String,
    /// `138****8000`
    pub masked_mobile: String,
    /// Care tier.
    pub tier: Tier,
    /// On the blacklist.
    pub blacklisted: bool,
    /// The language to answer in.
    pub language: Language,
    /// First day as a customer.
    pub since: Date,
}

/// What staff see of a line.
#[derive(Clone, Debug)]
pub struct LineFacts {
    /// Short code.
    pub code: String,
    /// Phone or internet.
    pub kind: LineKind,
    /// `138****8000`, of a phone.
    pub masked_msisdn: Option<String>,
    /// State.
    pub state: LineState,
}

/// One request as staff see it.
#[derive(Clone, Debug)]
pub struct StaffRequestView {
    /// The request.
    pub request: Request,
    /// What happened, in its order, with the names of staff who acted.
    pub events: Vec<(RequestEvent, Option<String>)>,
    /// Whose request.
    pub customer: CustomerFacts,
    /// The line it concerns.
    pub line: Option<LineFacts>,
    /// The bill it concerns.
    pub bill: Option<Bill>,
    /// Name of the member of staff who has it.
    pub taken_by: Option<String>,
    /// What the one who looks may do now.
    pub choices: &'static [StaffChoice],
    /// It should have been answered by now.
    pub late: bool,
}

/// A member of staff takes a request.
#[derive(Clone, Debug, Serialize)]
pub struct Take {
    /// Number of the request.
    pub number: String,
}

/// A member of staff writes about a request.
#[derive(Clone, Debug, Serialize)]
pub struct Write {
    /// Number of the request.
    pub number: String,
    /// What they wrote.
    pub text: String,
}

/// A page of the queue, of one desk or of all.
pub async fn queue(desk: &Desk, actor: &Actor, route: Option<Route>, after: Option<Before>) -> Result<Queue> {
    let worker = actor.queue(Operation::ViewQueue)?;
    let now = desk.now();
    let (requests, next, staff) = desk
        .store
        .write(|mut unit| async move {
            let facts = serde_json::json!({ "route": route });
            let event =
                desk.audit_event(actor, Operation::ViewQueue, "queue".into(), AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            let mut requests = unit.open_requests(route, after, PAGE + 1).await?;
            let next = cut(&mut requests, PAGE).map(|(last, _)| Before { at: last.due_at, id: last.id.0 });
            Ok::<_, Error>((requests, next, unit.staff_members().await?))
        })
        .await?;
    let row = |(request, customer_code): (Request, String)| QueueRow {
        customer_code,
        late: request.is_late(now),
        taken_by: request.assigned_to.and_then(|id| name_of(&staff, id)),
        mine: request.assigned_to == Some(worker.id()),
        request,
    };
    Ok(Queue { rows: requests.into_iter().map(row).collect(), next })
}

/// One request with its whole history.
pub async fn view(desk: &Desk, actor: &Actor, number: &str) -> Result<StaffRequestView> {
    let worker = actor.queue(Operation::ViewQueue)?;
    desk.store
        .write(|mut unit| async move {
            let request = worker.request(&mut unit, number).await?.into_inner();
            let customer = customer(&mut unit, request.customer_id).await?;
            let object = format!("request:{}", request.number);
            let facts = serde_json::json!({ "customer": customer.code });
            let event = desk.audit_event(actor, Operation::ViewQueue, object, AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            let staff = unit.staff_members().await?;
            let events = unit.request_events(request.id).await?;
            let (line, bill) = concerned(&mut unit, &request).await?;
            let named = |event: RequestEvent| {
                let name = event.staff_id.and_then(|id| name_of(&staff, id));
                (event, name)
            };
            Ok(StaffRequestView {
                events: events.into_iter().map(named).collect(),
                customer: facts_of(customer),
                line: line.map(|line| LineFacts {
                    masked_msisdn: line.msisdn.as_ref().map(Msisdn::masked),
                    code: line.code,
                    kind: line.kind,
                    state: line.state,
                }),
                bill,
                taken_by: request.assigned_to.and_then(|id| name_of(&staff, id)),
                choices: request.staff_choices(worker.id()),
                late: request.is_late(desk.now()),
                request,
            })
        })
        .await
}

/// Takes a request. Of two who take it, one has it and the other is told.
pub async fn take(desk: &Desk, actor: &Actor, key: Uuid, command: &Take) -> Result<RequestStands> {
    step(desk, actor, key, ("take", command), &command.number, None, |request, worker| {
        Ok(request.take(worker.id(), desk.now())?)
    })
    .await
}

/// Answers; the request stays open.
pub async fn answer(desk: &Desk, actor: &Actor, key: Uuid, command: &Write) -> Result<RequestStands> {
    let notice = Notice::RequestAnswered { number: command.number.clone() };
    step(desk, actor, key, ("answer", command), &command.number, Some(notice), |request, worker| {
        Ok(request.answer(worker.id(), words(Field::Text, &command.text)?, desk.now())?)
    })
    .await
}

/// Asks the customer something.
pub async fn ask_back(desk: &Desk, actor: &Actor, key: Uuid, command: &Write) -> Result<RequestStands> {
    let notice = Notice::RequestAsked { number: command.number.clone() };
    step(desk, actor, key, ("askBack", command), &command.number, Some(notice), |request, worker| {
        Ok(request.ask_back(worker.id(), words(Field::Text, &command.text)?, desk.now())?)
    })
    .await
}

/// Answers and settles the request; the customer may reopen it for seven days.
pub async fn resolve(desk: &Desk, actor: &Actor, key: Uuid, command: &Write) -> Result<RequestStands> {
    let notice = Notice::RequestResolved { number: command.number.clone() };
    step(desk, actor, key, ("resolve", command), &command.number, Some(notice), |request, worker| {
        Ok(request.resolve(worker.id(), words(Field::Text, &command.text)?, desk.now())?)
    })
    .await
}

/// Notes a call, for staff alone.
pub async fn note_call(desk: &Desk, actor: &Actor, key: Uuid, command: &Write) -> Result<RequestStands> {
    let worker = actor.queue(Operation::WorkQueue)?;
    desk.perform(actor, Operation::WorkQueue, key, &("noteCall", command), |mut unit| async move {
        let request = worker.request(&mut unit, &command.number).await?;
        let entry = request.call_note(worker.id(), words(Field::Text, &command.text)?, desk.now());
        add_event(&mut unit, &request, entry).await?;
        Ok(Done {
            object: format!("request:{}", request.number),
            facts: serde_json::json!({ "event": "callNote" }),
            reply: RequestStands { number: request.number.clone(), state: request.state },
        })
    })
    .await
}

/// One step of a request: `command` is hashed with the name of the step, so that a key used for an answer is not taken
/// for a resolution with the same words.
async fn step<C: Serialize + Sync>(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: (&'static str, &C),
    number: &str,
    notice: Option<Notice>,
    transition: impl Fn(Request, QueueWorker) -> Result<Transition> + Send + Sync,
) -> Result<RequestStands> {
    let worker = actor.queue(Operation::WorkQueue)?;
    let (transition, notice) = (&transition, &notice);
    desk.perform(actor, Operation::WorkQueue, key, &command, |mut unit| async move {
        let request = worker.request(&mut unit, number).await?.into_inner();
        let before = request.state;
        let Transition { request, entry } = transition(request, worker)?;
        let event = entry.kind;
        let request = keep(&mut unit, Transition { request, entry }).await?;
        if let Some(until) = request.reopen_until() {
            enqueue(desk, &mut unit, Kind::CloseRequest, request.id.0, until).await?;
        }
        if let Some(notice) = notice {
            let customer = customer(&mut unit, request.customer_id).await?;
            messages::send(desk, &mut unit, &customer, notice).await?;
        }
        Ok(Done {
            object: format!("request:{}", request.number),
            facts: serde_json::json!({ "event": event, "before": before, "after": request.state }),
            reply: RequestStands { number: request.number, state: request.state },
        })
    })
    .await
}

fn facts_of(customer: Customer) -> CustomerFacts {
    CustomerFacts {
        masked_mobile: customer.mobile.masked(),
        code: customer.code,
        name: customer.name,
        tier: customer.tier,
        blacklisted: customer.blacklisted,
        language: customer.language,
        since: customer.since,
    }
}

fn name_of(staff: &[Staff], id: StaffId) -> Option<String> {
    staff.iter().find(|member| member.id == id).map(|member| member.name.clone())
}
