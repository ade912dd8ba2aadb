//! Changing one's own contact number or address. The rule is `crm::contact_change`. R-CUS-4, R-CUS-10

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, check_proof},
    agenda,
    customers::{customer, differences},
    desk::Done,
    messages::{self, Notice},
    sign_in::{
        codes::{code_hash, fresh_digits},
        fresh_token, is_token, take_away_since, token_hash,
    },
};
use crm::{
    audit::AuditOutcome,
    contact_change::{ContactChange, ContactKind, ContactState, Refusal, contact, wished},
    customers::{ChangeReason, Customer, CustomerField, Msisdn},
    field_rules::{self, Changer},
    ids::ContactChangeId,
    messages::MessageChannel,
    sign_in::{Holder, Proof, may_send},
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::Unit;
use uuid::Uuid;

/// What `/profile/contact` shows.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// The file, with the contacts of now.
    pub customer: Customer,
    /// Changes that wait for a code or for their time.
    pub open: Vec<ContactChange>,
}

/// What the customer wants.
#[derive(Clone, Debug, Serialize)]
pub struct AskContact {
    /// Which contact.
    pub kind: ContactKind,
    /// The new one, as it was typed; empty for no address.
    pub contact: String,
}

/// A change was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How far it is: a code is awaited, it waits, or it is made.
    pub state: ContactState,
}

/// Takes one's own change back.
#[derive(Clone, Debug, Serialize)]
pub struct TakeBack {
    /// Which.
    pub change: ContactChangeId,
}

/// A change was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// It had been made: the old contact stands again.
    pub restored: bool,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Which contact.
    pub kind: ContactKind,
    /// The new one, masked.
    pub after: String,
    /// It was made already.
    pub is_made: bool,
}

/// Between two counts of codes.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How many of the latest changes are looked through for open ones.
const LATEST: i64 = 20;

/// The contacts, and what is about to become of them.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<ContactView> {
    let own = actor.own(Operation::ChangeContact)?;
    desk.store
        .read(|mut unit| async move {
            let customer = customer(&mut unit, own.id()).await?;
            let open = open(&mut unit, &customer).await?;
            Ok(ContactView { customer, open })
        })
        .await
}

/// Changes of a customer's contacts that are under way.
pub(crate) async fn open(unit: &mut Unit, customer: &Customer) -> Result<Vec<ContactChange>> {
    let mut changes = unit.contact_changes_of(customer.id, LATEST).await?;
    changes.retain(ContactChange::is_open);
    Ok(changes)
}

/// Asks for another contact: sends a code to it. One that was asked for before is given up.
pub async fn ask(desk: &Desk, actor: &Actor, key: Uuid, command: &AskContact) -> Result<Asked> {
    let own = actor.own(Operation::ChangeContact)?;
    let old_number_proved =
        matches!(actor, Actor::Subscriber(subscriber) if subscriber.proof == Proof::OneTimeCode);
    let link = &fresh_token(desk);
    desk.perform(actor, Operation::ChangeContact, key, command, |mut unit| async move {
        let (now, kind) = (desk.now(), command.kind);
        let customer = customer(&mut unit, own.id()).await?;
        let after = wished(&customer, kind, &command.contact)?;
        field_rules::check(&unit.field_rules().await?, field(kind), Changer::Customer, &after)?;
        let recent = unit.recent_contact_codes(customer.id, &after, now - HOUR).await?;
        may_send(recent, now).map_err(|why| Refusal::NoCodeYet { why })?;
        if let Some(before) = unit.open_contact_change(customer.id, kind).await? {
            let lapsed = ContactChange { state: ContactState::Lapsed, ..before };
            unit.save_contact_change(&lapsed).await?;
        }
        let id: ContactChangeId = desk.id();
        let code = fresh_digits(desk);
        let change = ContactChange {
            id,
            customer_id: customer.id,
            kind,
            before: contact(&customer, kind),
            after,
            state: ContactState::Proving,
            old_number_proved,
            code_hash: code_hash(id.0, &code),
            tries: 0,
            asked_at: now,
            effective_at: None,
            take_back_until: None,
            link_hash: None,
            version: 1,
        };
        unit.add_contact_change(&change).await?;
        let state = if change.is_removal() {
            let others = unit.standing_contact_changes(customer.id).await?;
            let change = change.proved(desk.settings().contact, &others, now);
            settle_proved(desk, &mut unit, &customer, change, link).await?
        } else {
            messages::send_contact_code(desk, &mut unit, &customer, channel(kind), &change.after, &code)
                .await?;
            ContactState::Proving
        };
        Ok(Done {
            object: format!("customer:{}", customer.code),
            // The contacts stand in the file's own history; the audit trail is read by more people.
            facts: serde_json::json!({ "contact": kind, "state": state, "oldNumberProved": old_number_proved }),
            reply: Asked { state },
        })
    })
    .await
}

/// Proves the new contact by the code that was sent to it. A wrong try is kept, too.
pub async fn prove(desk: &Desk, actor: &Actor, kind: ContactKind, typed: &str) -> Result<Asked> {
    let own = actor.own(Operation::ChangeContact)?;
    check_proof(desk, actor, Operation::ChangeContact)?;
    let link = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let customer = customer(&mut unit, own.id()).await?;
            let Some(change) = unit.open_contact_change(customer.id, kind).await? else {
                return Ok(Err(Refusal::Over));
            };
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            let typed = code_hash(change.id.0, &digits);
            let others = unit.standing_contact_changes(customer.id).await?;
            let tried = change.prove(&typed, desk.settings().contact, &others, desk.now());
            let result = match tried.result {
                Ok(()) if is_taken(&mut unit, &customer, kind, &tried.change.after).await? => {
                    // Who reads this number's messages learns whose it is from the number itself.
                    let lapsed = ContactChange { state: ContactState::Lapsed, ..tried.change };
                    unit.save_contact_change(&lapsed).await?;
                    Err(Refusal::NumberTaken)
                }
                Ok(()) => Ok(settle_proved(desk, &mut unit, &customer, tried.change, link).await?),
                Err(refusal) => {
                    unit.save_contact_change(&tried.change).await?;
                    Err(refusal)
                }
            };
            let (outcome, facts) = match &result {
                Ok(state) => (AuditOutcome::Done, serde_json::json!({ "contact": kind, "state": state })),
                Err(refusal) => {
                    (AuditOutcome::Refused, serde_json::json!({ "contact": kind, "refusal": refusal }))
                }
            };
            let object = format!("customer:{}", customer.code);
            let event = desk.audit_event(actor, Operation::ChangeContact, object, outcome, &facts);
            unit.record(&event).await?;
            // A refusal is not an error of the transaction: the wrong try is to be kept.
            Ok::<_, Error>(result)
        })
        .await?;
    Ok(Asked { state: tried? })
}

/// Takes one's own change back.
pub async fn take_back(desk: &Desk, actor: &Actor, key: Uuid, command: &TakeBack) -> Result<TakenBack> {
    let own = actor.own(Operation::TakeBackContact)?;
    desk.perform(actor, Operation::TakeBackContact, key, command, |mut unit| async move {
        let change = unit.contact_change(command.change).await?;
        let change = change.filter(|change| change.customer_id == own.id()).ok_or(Error::NotFound)?;
        let kind = change.kind;
        let (customer, taken_back, later) = put_back(desk, &mut unit, change).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({
                "contact": kind, "restored": taken_back.restored, "laterTakenBack": later,
            }),
            reply: taken_back,
        })
    })
    .await
}

/// What a link takes back; `None` when it leads nowhere any more.
pub async fn linked(desk: &Desk, actor: &Actor, token: &str) -> Result<Option<Linked>> {
    actor.may(Operation::UseContactLink)?;
    if !is_token(token) {
        return Ok(None);
    }
    let hash = &token_hash(token);
    desk.store
        .read(|mut unit| async move {
            let Some(change) = unit.contact_change_by_link(hash).await? else { return Ok(None) };
            let customer = customer(&mut unit, change.customer_id).await?;
            let linked = Linked {
                kind: change.kind,
                after: messages::masked(change.kind, &change.after),
                is_made: change.state == ContactState::Applied,
            };
            let later = later(&mut unit, &change).await?;
            let is_good = change.take_back(&customer, &later, false, desk.now()).is_ok();
            Ok::<_, Error>(is_good.then_some(linked))
        })
        .await
}

/// Takes a change back by the link in the message about it, without signing in, once. Whoever uses it says that somebody
/// else is in: every session of the customer ends, what signs in and was added since the change was asked for is taken
/// away, and other changes of contact that are under way are given up.
pub async fn take_back_by_link(desk: &Desk, actor: &Actor, token: &str) -> Result<TakenBack> {
    actor.may(Operation::UseContactLink)?;
    if !is_token(token) {
        return Err(Refusal::Over.into());
    }
    let hash = &token_hash(token);
    desk.store
        .write(|mut unit| async move {
            let change = unit.contact_change_by_link(hash).await?.ok_or(Refusal::Over)?;
            let (kind, asked_at) = (change.kind, change.asked_at);
            let (customer, taken_back, later) = put_back(desk, &mut unit, change).await?;
            let mut others = unit.standing_contact_changes(customer.id).await?;
            others.retain(ContactChange::is_open);
            let others = cancel(&mut unit, others).await?;
            let taken_away = take_away_since(&mut unit, Holder::Customer(customer.id), asked_at).await?;
            let facts = serde_json::json!({
                "contact": kind, "restored": taken_back.restored, "byLink": true, "laterTakenBack": later,
                "othersCancelled": others, "takenAway": taken_away,
            });
            let object = format!("customer:{}", customer.code);
            let event =
                desk.audit_event(actor, Operation::UseContactLink, object, AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            Ok(taken_back)
        })
        .await
}

/// Makes a change whose time has come. What was taken back or given up meanwhile is left as it is.
pub(crate) async fn apply(desk: &Desk, id: ContactChangeId) -> Result<()> {
    desk.store
        .write(|mut unit| async move {
            let Some(change) = unit.contact_change(id).await? else { return Ok(()) };
            if !change.is_due(desk.now()) {
                return Ok(());
            }
            let kind = change.kind;
            let customer = customer(&mut unit, change.customer_id).await?;
            let state = make(desk, &mut unit, &customer, change).await?;
            let facts = serde_json::json!({ "contact": kind, "state": state });
            let object = format!("customer:{}", customer.code);
            let (operation, outcome) = (Operation::ChangeContact, AuditOutcome::Done);
            let event = desk.audit_event(&Actor::System, operation, object, outcome, &facts);
            Ok::<_, Error>(unit.record(&event).await?)
        })
        .await
}

/// Keeps a change that was proved, tells both contacts, and makes it at once or when its time comes.
async fn settle_proved(
    desk: &Desk,
    unit: &mut Unit,
    customer: &Customer,
    change: ContactChange,
    link: &str,
) -> Result<ContactState> {
    let kind = change.kind;
    let effective_at =
        change.effective_at.ok_or_else(|| Error::Defect("a proved change without a time".to_owned()))?;
    let change = ContactChange { link_hash: Some(token_hash(link)), ..change };
    unit.save_contact_change(&change).await?;
    let change = ContactChange { version: change.version + 1, ..change };
    let waits = !change.is_due(desk.now());
    let at = waits.then(|| desk.settings().offset.to_datetime(effective_at));
    let notice = Notice::ContactChanges {
        kind,
        after: messages::masked(kind, &change.after),
        at,
        link: format!("{}/contact-change?token={link}", desk.settings().public_url),
    };
    // Whichever contact changes, both old ones learn of it: somebody may have only one of them left.
    messages::send_to(desk, unit, customer, MessageChannel::Sms, customer.mobile.as_str(), &notice).await?;
    if let Some(email) = &customer.email {
        messages::send_to(desk, unit, customer, MessageChannel::Email, email, &notice).await?;
    }
    if !change.is_removal() {
        let notice = Notice::ContactComes { kind, at };
        messages::send_to(desk, unit, customer, channel(kind), &change.after, &notice).await?;
    }
    if waits {
        let id = change.id.0;
        agenda::enqueue(desk, unit, agenda::Kind::ApplyContactChange, id, effective_at).await?;
        return Ok(change.state);
    }
    make(desk, unit, customer, change).await
}

/// Makes a change that is due, or lets it lapse when the number went to somebody else.
async fn make(
    desk: &Desk,
    unit: &mut Unit,
    customer: &Customer,
    change: ContactChange,
) -> Result<ContactState> {
    let taken = is_taken(unit, customer, change.kind, &change.after).await?;
    let (change, after) = change.apply(customer, taken, desk.now())?;
    unit.save_contact_change(&change).await?;
    match after {
        Some(after) => {
            let changes = differences(desk, customer, &after, ChangeReason::ContactProved.as_ref());
            unit.save_customer(&after, &changes).await?;
            messages::send(desk, unit, &after, &Notice::ProfileChanged).await?;
        }
        None => messages::send(desk, unit, customer, &Notice::ContactLapsed).await?,
    }
    Ok(change.state)
}

/// The changes that follow a change.
async fn later(unit: &mut Unit, change: &ContactChange) -> Result<Vec<ContactChange>> {
    let mut later = unit.standing_contact_changes(change.customer_id).await?;
    later.retain(|one| one.follows(change));
    Ok(later)
}

/// Makes changes over, whatever came of them; says how many.
async fn cancel(unit: &mut Unit, changes: Vec<ContactChange>) -> Result<usize> {
    let number = changes.len();
    for change in changes {
        let cancelled = ContactChange { state: ContactState::TakenBack, ..change };
        unit.save_contact_change(&cancelled).await?;
    }
    Ok(number)
}

/// Takes a change back and those that follow it, puts the old contact back where it was replaced, and tells both. Says
/// how many followed.
async fn put_back(
    desk: &Desk,
    unit: &mut Unit,
    change: ContactChange,
) -> Result<(Customer, TakenBack, usize)> {
    let customer = customer(unit, change.customer_id).await?;
    let taken = is_taken(unit, &customer, change.kind, &change.before).await?;
    let later = later(unit, &change).await?;
    let (change, restored) = change.take_back(&customer, &later, taken, desk.now())?;
    unit.save_contact_change(&change).await?;
    let later = cancel(unit, later).await?;
    let is_restored = restored.is_some();
    if let Some(restored) = &restored {
        let changes = differences(desk, &customer, restored, ChangeReason::ContactTakenBack.as_ref());
        unit.save_customer(restored, &changes).await?;
    }
    let told = restored.as_ref().unwrap_or(&customer);
    messages::send(desk, unit, told, &Notice::ContactTakenBack).await?;
    if is_restored && !change.is_removal() {
        let to = &change.after;
        messages::send_to(desk, unit, told, channel(change.kind), to, &Notice::ContactTakenBack).await?;
    }
    Ok((customer, TakenBack { restored: is_restored }, later))
}

/// The number is another customer's. Addresses may be shared.
async fn is_taken(unit: &mut Unit, customer: &Customer, kind: ContactKind, contact: &str) -> Result<bool> {
    let mobile = (kind == ContactKind::Mobile).then(|| Msisdn::parse(contact)).flatten();
    let Some(mobile) = mobile else { return Ok(false) };
    Ok(unit.customer_by_mobile(&mobile).await?.is_some_and(|owner| owner.id != customer.id))
}

fn channel(kind: ContactKind) -> MessageChannel {
    match kind {
        ContactKind::Mobile => MessageChannel::Sms,
        ContactKind::Email => MessageChannel::Email,
    }
}

fn field(kind: ContactKind) -> CustomerField {
    match kind {
        ContactKind::Mobile => CustomerField::Mobile,
        ContactKind::Email => CustomerField::Email,
    }
}
