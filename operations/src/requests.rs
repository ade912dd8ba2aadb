//! A customer's requests: filing, following, answering, withdrawing and reopening them. R-SRV-1, R-SRV-2, R-SRV-3

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, OwnCustomer},
    bars,
    customers::customer,
    desk::Done,
    listing::cut,
    messages::{self, Notice},
};
use crm::{
    Timestamp,
    audit::AuditOutcome,
    bills::{Bill, BillBalance},
    customers::{Customer, Msisdn, Tier},
    ids::{BillId, CustomerId, LineId, RequestId},
    lines::{Line, LineState},
    numbers::NumberKind,
    orders::Doer,
    requests::{
        About, Category, Choice, Draft, Entry, Field, FieldError, NewRequest, Request, RequestEvent,
        RequestState, Transition, Wish, Words, check_duplicate, validate,
    },
};
use serde::{Deserialize, Serialize};
use store::{Unit, orders::Before};
use uuid::Uuid;

/// A page of requests.
#[derive(Clone, Debug)]
pub struct RequestList {
    /// Newest first.
    pub requests: Vec<Request>,
    /// The customer's lines, to name the one each request concerns.
    pub lines: Vec<Line>,
    /// Where the next page begins, when there is one.
    pub next: Option<Before>,
    /// When it was read: what is due before is late.
    pub now: Timestamp,
}

/// One request as its customer sees it.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// The request.
    pub request: Request,
    /// What happened, in its order, without the staff's own notes.
    pub events: Vec<RequestEvent>,
    /// The line it concerns.
    pub line: Option<Line>,
    /// The bill it concerns.
    pub bill: Option<Bill>,
    /// What the customer may do now.
    pub choices: &'static [Choice],
    /// Who acts next; nobody once it is resolved or ended.
    pub next_doer: Option<Doer>,
    /// It should have been answered by now.
    pub late: bool,
}

/// What the form for a new request offers to choose from.
#[derive(Clone, Debug)]
pub struct RequestForm {
    /// Lines that have not ended, phones first.
    pub lines: Vec<Line>,
    /// Recent bills, newest first.
    pub bills: Vec<BillBalance>,
    /// The number a call back goes to.
    pub mobile: Msisdn,
    /// Care tier, on which it depends how soon an answer is promised.
    pub tier: Tier,
}

/// What a customer typed and chose.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FileRequest {
    /// What it is about.
    pub category: Option<Category>,
    /// One line.
    pub subject: String,
    /// The whole story.
    pub text: String,
    /// For a complaint: what would make it good.
    pub desired_outcome: String,
    /// Short code of the line it concerns; empty for none.
    pub line: String,
    /// Number of the bill it concerns; empty for none.
    pub bill: String,
    /// For a loss: the phone was stolen, not mislaid.
    pub stolen: bool,
    /// The customer wants to be called back.
    pub call_back: bool,
}

/// What became of a request that was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its number.
    pub number: String,
    /// A line was barred because of it.
    pub line_barred: bool,
}

/// The customer writes to the desk.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// Number of the request.
    pub number: String,
    /// What they wrote.
    pub text: String,
}

/// The customer withdraws a request.
#[derive(Clone, Debug, Serialize)]
pub struct Cancel {
    /// Number of the request.
    pub number: String,
    /// Why.
    pub reason: String,
}

/// The customer says that a request is not settled.
#[derive(Clone, Debug, Serialize)]
pub struct Reopen {
    /// Number of the request.
    pub number: String,
    /// What is still amiss.
    pub text: String,
}

/// How a request stands after the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestStands {
    /// Its number.
    pub number: String,
    /// State.
    pub state: RequestState,
}

pub(crate) const PAGE: i64 = 20;
/// How many bills the form offers: a dispute is about a recent one.
const BILLS_OFFERED: i64 = 12;
/// How far back open requests are looked for; nobody has more of them.
const LOOKED_AT: i64 = 200;

/// A customer's requests, newest first.
pub async fn list(desk: &Desk, actor: &Actor, before: Option<Before>) -> Result<RequestList> {
    let own = actor.own(Operation::ViewRequests)?;
    let (mut requests, lines) = desk
        .store
        .read(|mut unit| async move {
            let requests = unit.requests_of(own.id(), before, PAGE + 1).await?;
            Ok::<_, Error>((requests, unit.lines_of(own.id()).await?))
        })
        .await?;
    let next = cut(&mut requests, PAGE).map(|last| Before { at: last.opened_at, id: last.id.0 });
    Ok(RequestList { requests, lines, next, now: desk.now() })
}

/// One request.
pub async fn view(desk: &Desk, actor: &Actor, number: &str) -> Result<RequestView> {
    let own = actor.own(Operation::ViewRequests)?;
    let now = desk.now();
    desk.store
        .read(|mut unit| async move {
            let request = own.request(&mut unit, number).await?.into_inner();
            let mut events = unit.request_events(request.id).await?;
            events.retain(|event| event.kind.is_for_customer());
            let (line, bill) = concerned(&mut unit, &request).await?;
            let (choices, next_doer, late) =
                (request.choices(now), request.next_doer(), request.is_late(now));
            Ok(RequestView { request, events, line, bill, choices, next_doer, late })
        })
        .await
}

/// What the form for a new request offers to choose from.
pub async fn form(desk: &Desk, actor: &Actor) -> Result<RequestForm> {
    let own = actor.own(Operation::FileRequest)?;
    desk.store
        .read(|mut unit| async move {
            let Customer { mobile, tier, .. } = customer(&mut unit, own.id()).await?;
            let mut lines = unit.lines_of(own.id()).await?;
            lines.retain(|line| line.state != LineState::Terminated);
            let bills = unit.bills_of(own.id(), None, BILLS_OFFERED).await?;
            Ok(RequestForm { lines, bills, mobile, tier })
        })
        .await
}

/// Files a request. One about a loss bars the line in the same transaction. R-SRV-1, R-SRV-5
pub async fn file(desk: &Desk, actor: &Actor, key: Uuid, command: &FileRequest) -> Result<Filed> {
    let own = actor.own(Operation::FileRequest)?;
    desk.perform(actor, Operation::FileRequest, key, &("file", command), |mut unit| async move {
        let draft = draft(&mut unit, own, command).await?;
        let wish = validate(&draft)?;
        let line_barred = matches!(wish.about, About::Loss { .. });
        let customer = customer(&mut unit, own.id()).await?;
        let request = open(desk, &mut unit, actor, &customer, wish).await?;
        Ok(Done {
            object: format!("request:{}", request.number),
            facts: serde_json::json!({
                "category": request.category,
                "route": request.route,
                "priority": request.priority,
                "dueAt": request.due_at,
                "lineBarred": line_barred,
            }),
            reply: Filed { number: request.number, line_barred },
        })
    })
    .await
}

/// Adds the customer's words to an open request.
pub async fn reply(desk: &Desk, actor: &Actor, key: Uuid, command: &Reply) -> Result<RequestStands> {
    step(desk, actor, key, ("reply", command), &command.number, |request, _| {
        Ok(request.reply(words(Field::Text, &command.text)?, desk.now())?)
    })
    .await
}

/// Withdraws an open request.
pub async fn cancel(desk: &Desk, actor: &Actor, key: Uuid, command: &Cancel) -> Result<RequestStands> {
    step(desk, actor, key, ("cancel", command), &command.number, |request, _| {
        Ok(request.cancel(words(Field::Reason, &command.reason)?, desk.now())?)
    })
    .await
}

/// Reopens a resolved request.
pub async fn reopen(desk: &Desk, actor: &Actor, key: Uuid, command: &Reopen) -> Result<RequestStands> {
    step(desk, actor, key, ("reopen", command), &command.number, |request, customer| {
        Ok(request.reopen(customer.tier, words(Field::Text, &command.text)?, desk.now())?)
    })
    .await
}

/// Closes a request that was not reopened in time; one that was is left alone.
pub(crate) async fn close(desk: &Desk, id: RequestId) -> Result<()> {
    desk.store
        .write(|mut unit| async move {
            let request = unit.request(id).await?.ok_or(Error::NotFound)?;
            let Some(transition) = request.close(desk.now()) else { return Ok(()) };
            let request = keep(&mut unit, transition).await?;
            let object = format!("request:{}", request.number);
            let facts = serde_json::json!({ "after": request.state });
            let event =
                desk.audit_event(&Actor::System, Operation::WorkQueue, object, AuditOutcome::Done, &facts);
            Ok(unit.record(&event).await?)
        })
        .await
}

/// Takes a request in: routes it, bars the line of a loss and tells the customer.
pub(crate) async fn open(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    customer: &Customer,
    wish: Wish,
) -> Result<Request> {
    check_duplicate(&wish, &latest_of(unit, customer.id).await?)?;
    let about = wish.about;
    let number = desk.number(NumberKind::Request);
    let new = NewRequest { id: desk.id(), number, channel: actor.channel(), wish };
    let opened = Request::open(new, customer, desk.now());
    let Transition { request, entry } = opened.done_for_the_customer_by(actor.acting_staff());
    unit.add_request(&request).await?;
    add_event(unit, &request, entry).await?;
    if let About::Loss { line_id, loss } = about {
        bars::bar_lost(desk, unit, actor, customer, line_id, loss).await?;
        add_event(unit, &request, Entry::line_barred(desk.now())).await?;
    }
    let notice = Notice::RequestReceived { number: request.number.clone() };
    messages::send(desk, unit, customer, &notice).await?;
    Ok(request)
}

/// Keeps a request after a transition.
pub(crate) async fn keep(unit: &mut Unit, transition: Transition) -> Result<Request> {
    let Transition { request, entry } = transition;
    unit.save_request(&request).await?;
    add_event(unit, &request, entry).await?;
    Ok(request)
}

/// Adds to a request's history.
pub(crate) async fn add_event(unit: &mut Unit, request: &Request, entry: Entry) -> Result<()> {
    // The store counts the position itself.
    Ok(unit.add_request_event(request.id, &entry.at_position(0)).await?)
}

/// A customer's latest requests, among them all that are open.
pub(crate) async fn latest_of(unit: &mut Unit, customer: CustomerId) -> Result<Vec<Request>> {
    Ok(unit.requests_of(customer, None, LOOKED_AT).await?)
}

/// The line and the bill a request concerns.
pub(crate) async fn concerned(unit: &mut Unit, request: &Request) -> Result<(Option<Line>, Option<Bill>)> {
    let line = match request.line_id {
        Some(id) => unit.line(id).await?,
        None => None,
    };
    let bill = match request.bill_id {
        Some(id) => unit.bill(id).await?.map(|balance| balance.bill),
        None => None,
    };
    Ok((line, bill))
}

/// Reads what was typed into one field.
pub(crate) fn words(field: Field, typed: &str) -> Result<Words> {
    Words::parse(typed).map_err(|problem| vec![FieldError { field, problem }].into())
}

/// Turns codes and numbers into the customer's own things; somebody else's is not found.
async fn draft(unit: &mut Unit, own: OwnCustomer, command: &FileRequest) -> Result<Draft> {
    let line_id: Option<LineId> = match command.line.as_str() {
        "" => None,
        code => Some(own.line(unit, code).await?.id),
    };
    let bill_id: Option<BillId> = match command.bill.as_str() {
        "" => None,
        number => Some(own.bill(unit, number).await?.bill.id),
    };
    Ok(Draft {
        category: command.category,
        subject: command.subject.clone(),
        text: command.text.clone(),
        desired_outcome: command.desired_outcome.clone(),
        line_id,
        bill_id,
        stolen: command.stolen,
        call_back: command.call_back,
    })
}

/// One step of a request: `command` is hashed with the name of the step, so that a key used for a reply is not taken for
/// a reopening with the same words.
async fn step<C: Serialize + Sync>(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: (&'static str, &C),
    number: &str,
    transition: impl Fn(Request, &Customer) -> Result<Transition> + Send + Sync,
) -> Result<RequestStands> {
    let own = actor.own(Operation::FileRequest)?;
    let transition = &transition;
    desk.perform(actor, Operation::FileRequest, key, &command, |mut unit| async move {
        let request = own.request(&mut unit, number).await?.into_inner();
        let customer = customer(&mut unit, own.id()).await?;
        let before = request.state;
        let transition = transition(request, &customer)?;
        let request = keep(&mut unit, transition.done_for_the_customer_by(actor.acting_staff())).await?;
        Ok(Done {
            object: format!("request:{}", request.number),
            facts: serde_json::json!({ "before": before, "after": request.state }),
            reply: RequestStands { number: request.number, state: request.state },
        })
    })
    .await
}
