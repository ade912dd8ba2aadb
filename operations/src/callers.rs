//! A customer on the phone: who it is, what they want, and what staff write down and do for them without being in their
//! place. R-CUS-5, R-CUS-9, R-SRV-1, R-SRV-5, R-SYS-2
//!
//! All of it needs the customer's file open in the session; barring a line needs a verified caller.

use crate::{
    Actor, Desk, Error, Result,
    access::{Clerk, Operation},
    desk::Done,
    messages, requests,
    sign_in::codes::{code_hash, digits, fresh_digits, reachable},
    staff_customers::{CustomerShown, LinesShown, lines_shown, open_look, shown},
};
use crm::{
    Timestamp,
    audit::AuditOutcome,
    caller_checks::{Answers, COUNTED, CallerCheck, CheckMethod, CheckOutcome, Facts, Refusal, may_check},
    contacts::ContactNote,
    customers::Customer,
    ids::{CallerCheckId, CustomerId, SessionId},
    lines::{LineState, Loss},
    requests::{About, Category, Draft, Field, Wish, validate},
    sign_in::{CODE_TRIES, CODE_VALID_FOR},
};
use serde::{Deserialize, Serialize};
use store::Unit;
use uuid::Uuid;

/// What `/staff/customers/{code}/call` shows.
#[derive(Clone, Debug)]
pub struct CallView {
    /// Who the caller says to be.
    pub customer: CustomerShown,
    /// Until when the caller counts as verified.
    pub verified_until: Option<Timestamp>,
    /// Until when the code that was sent is good, if it waits to be read out.
    pub code_good_until: Option<Timestamp>,
    /// Lines that have not ended, phones first.
    pub lines: LinesShown,
    /// The newest notes.
    pub notes: Vec<NoteShown>,
}

/// A note with the name of who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteShown {
    /// The words.
    pub text: String,
    /// Sign-in name.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A code is to be sent to the customer's contact number.
#[derive(Clone, Debug, Serialize)]
pub struct SendCallerCode {
    /// Code of the customer.
    pub customer: String,
}

/// The caller read out a code.
#[derive(Clone, Debug, Serialize)]
pub struct ReadOutCode {
    /// Code of the customer.
    pub customer: String,
    /// The digits, as they were typed.
    pub digits: String,
}

/// The caller answered questions.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerQuestions {
    /// Code of the customer.
    pub customer: String,
    /// As they were typed.
    pub answers: Answers,
}

/// A note is to be kept.
#[derive(Clone, Debug, Serialize)]
pub struct NoteContact {
    /// Code of the customer.
    pub customer: String,
    /// The words.
    pub text: String,
}

/// A caller wants something.
#[derive(Clone, Debug, Serialize)]
pub struct OpenCase {
    /// Code of the customer.
    pub customer: String,
    /// What it is about; not a loss, which bars a line.
    pub category: Option<Category>,
    /// One line.
    pub subject: String,
    /// The whole story.
    pub text: String,
    /// Short code of the line it concerns; empty for none.
    pub line: String,
    /// The customer wants to be called back.
    pub call_back: bool,
}

/// A verified caller's phone is gone.
#[derive(Clone, Debug, Serialize)]
pub struct BarForCaller {
    /// Code of the customer.
    pub customer: String,
    /// Short code of the line.
    pub line: String,
    /// Lost or stolen.
    pub loss: Loss,
}

/// A code is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerCodeSent {
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerChecked {
    /// What became of the check.
    pub outcome: CheckOutcome,
    /// How many more codes are looked at, while it is pending.
    pub tries_left: i64,
}

/// The note is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {}

/// The desk has a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// Its number.
    pub number: String,
}

const NOTES: i64 = 10;
/// How many checks of a session are looked at: the newest of either method is among them.
const CHECKS: i64 = 10;

/// The page for a caller, for a session in which the customer's file is open. `None` when it is not.
pub async fn view(desk: &Desk, actor: &Actor, code: &str) -> Result<Option<CallView>> {
    let clerk = actor.clerk(Operation::ViewCustomer)?;
    let (role, now) = (clerk.staff().role, desk.now());
    desk.store
        .write(|mut unit| async move {
            let customer = clerk.customer(&mut unit, code).await?;
            let Some(look) = open_look(desk, &mut unit, &clerk, customer.id).await? else { return Ok(None) };
            let object = format!("customer:{}", customer.code);
            let facts = serde_json::json!({ "look": look.id });
            let event = desk.audit_event(actor, Operation::ViewCustomer, object, AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            let checks = unit.caller_checks(clerk.staff().session_id, customer.id, CHECKS).await?;
            let mut lines = unit.lines_of(customer.id).await?;
            lines.retain(|line| line.state != LineState::Terminated);
            let staff = unit.staff_members().await?;
            let notes = unit.contact_notes_of(customer.id, NOTES).await?.into_iter().map(|note| NoteShown {
                by: staff.iter().find(|m| m.id == note.staff_id).map(|m| m.name.clone()).unwrap_or_default(),
                text: note.text,
                at: note.at,
            });
            Ok::<_, Error>(Some(CallView {
                verified_until: verified_until(&checks, now),
                code_good_until: pending(&checks)
                    .map(|check| check.at + CODE_VALID_FOR)
                    .filter(|until| now < *until),
                lines: lines_shown(role, lines),
                notes: notes.collect(),
                customer: shown(role, customer),
            }))
        })
        .await
}

/// Sends a code to the customer's contact number, for the caller to read out.
pub async fn send_code(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: &SendCallerCode,
) -> Result<CallerCodeSent> {
    let clerk = actor.clerk(Operation::VerifyCaller)?;
    desk.perform(actor, Operation::VerifyCaller, key, &("send", command), |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        allowed(desk, &mut unit, customer.id, CheckMethod::Code).await?;
        if reachable(desk, &mut unit, &customer.mobile).await?.is_none_or(|reached| reached.id != customer.id)
        {
            return Err(Refusal::NoCodeNow.into());
        }
        let (id, digits) = (desk.id::<CallerCheckId>(), fresh_digits(desk));
        let hash = code_hash(id.0, &digits);
        let is_consent = desk.settings().consent_by_code;
        let check = CallerCheck {
            is_consent,
            ..check(desk, clerk, customer.id, id, Some(hash), CheckOutcome::Pending)
        };
        unit.add_caller_check(&check).await?;
        messages::send_caller_code(desk, &mut unit, &customer, &digits, is_consent).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "method": CheckMethod::Code, "check": id, "consent": is_consent }),
            reply: CallerCodeSent { expires_at: check.at + CODE_VALID_FOR },
        })
    })
    .await
}

/// Takes the code that the caller read out. A wrong one is kept as a try: it is an answer, not an error.
pub async fn read_out(desk: &Desk, actor: &Actor, key: Uuid, command: &ReadOutCode) -> Result<CallerChecked> {
    let clerk = actor.clerk(Operation::VerifyCaller)?;
    desk.perform(actor, Operation::VerifyCaller, key, &("readOut", command), |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        let checks = unit.caller_checks(clerk.staff().session_id, customer.id, CHECKS).await?;
        let before = pending(&checks).cloned().ok_or(Refusal::NoCode)?;
        // What is no code at all counts as a try, too: it was read out by somebody.
        let hash = code_hash(before.id.0, &digits(&command.digits).unwrap_or_default());
        let after = before.clone().read_out(&hash, desk.now())?;
        unit.save_caller_check(&before, &after).await?;
        Ok(checked(&customer, &after))
    })
    .await
}

/// Judges the caller's answers.
pub async fn answer(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: &AnswerQuestions,
) -> Result<CallerChecked> {
    let clerk = actor.clerk(Operation::VerifyCaller)?;
    desk.perform(actor, Operation::VerifyCaller, key, &("answer", command), |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        allowed(desk, &mut unit, customer.id, CheckMethod::Questions).await?;
        let facts = facts(&mut unit, &customer).await?;
        let outcome = command.answers.judge(&facts)?;
        let check = check(desk, clerk, customer.id, desk.id(), None, outcome);
        unit.add_caller_check(&check).await?;
        let mut done = checked(&customer, &check);
        done.facts["asked"] = serde_json::json!(command.answers.asked());
        Ok(done)
    })
    .await
}

/// Keeps a note about a contact.
pub async fn note(desk: &Desk, actor: &Actor, key: Uuid, command: &NoteContact) -> Result<Noted> {
    let clerk = actor.clerk(Operation::NoteContact)?;
    desk.perform(actor, Operation::NoteContact, key, command, |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        let note = ContactNote {
            id: desk.id(),
            customer_id: customer.id,
            staff_id: clerk.staff().staff_id,
            text: requests::words(Field::Text, &command.text)?.into(),
            at: desk.now(),
        };
        unit.add_contact_note(&note).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "note": note.id }),
            reply: Noted {},
        })
    })
    .await
}

/// Opens a request for a caller. Anybody may ask or complain: it is the answer that goes to the customer alone.
pub async fn open_case(desk: &Desk, actor: &Actor, key: Uuid, command: &OpenCase) -> Result<CaseOpened> {
    let clerk = actor.clerk(Operation::OpenCase)?;
    desk.perform(actor, Operation::OpenCase, key, command, |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        let line_id = match command.line.as_str() {
            "" => None,
            code => Some(unit.line_of(customer.id, code).await?.ok_or(Refusal::UnknownLine)?.id),
        };
        let draft = Draft {
            category: command.category.filter(|category| *category != Category::Loss),
            subject: command.subject.clone(),
            text: command.text.clone(),
            line_id,
            call_back: command.call_back,
            ..Draft::default()
        };
        let request = requests::open(desk, &mut unit, actor, &customer, validate(&draft)?).await?;
        Ok(Done {
            object: format!("request:{}", request.number),
            facts: serde_json::json!({ "category": request.category, "customer": customer.code }),
            reply: CaseOpened { number: request.number },
        })
    })
    .await
}

/// Takes a verified caller's loss report: the line is barred and the desk has a request, at once. R-SRV-5
pub async fn bar(desk: &Desk, actor: &Actor, key: Uuid, command: &BarForCaller) -> Result<CaseOpened> {
    let clerk = actor.clerk(Operation::BarForCaller)?;
    desk.perform(actor, Operation::BarForCaller, key, command, |mut unit| async move {
        let customer = caller(desk, &mut unit, &clerk, &command.customer).await?;
        let checks = unit.caller_checks(clerk.staff().session_id, customer.id, CHECKS).await?;
        if verified_until(&checks, desk.now()).is_none() {
            return Err(Refusal::NotVerified.into());
        }
        let line = unit.line_of(customer.id, &command.line).await?.ok_or(Refusal::UnknownLine)?;
        let wish = Wish {
            about: About::Loss { line_id: line.id, loss: command.loss },
            subject: String::new(),
            text: String::new(),
            call_back: false,
        };
        let request = requests::open(desk, &mut unit, actor, &customer, wish).await?;
        Ok(Done {
            object: format!("line:{}", line.code),
            facts: serde_json::json!({
                "before": line.barred,
                "after": command.loss.bar(),
                "request": request.number,
                "customer": customer.code,
            }),
            reply: CaseOpened { number: request.number },
        })
    })
    .await
}

/// A caller was verified by a code in this session, which is also the customer's consent that staff act for them.
pub(crate) async fn consented(
    desk: &Desk,
    unit: &mut Unit,
    session: SessionId,
    customer: CustomerId,
) -> Result<bool> {
    let checks = unit.caller_checks(session, customer, CHECKS).await?;
    let now = desk.now();
    // A later check that failed makes the caller a stranger again, whatever they agreed to before.
    let is_verified = verified_until(&checks, now).is_some();
    Ok(is_verified && checks.iter().any(|check| check.is_consent && check.holds(now)))
}

/// The customer of that code, when their file is open in the session.
async fn caller(desk: &Desk, unit: &mut Unit, clerk: &Clerk<'_>, code: &str) -> Result<Customer> {
    let customer = clerk.customer(unit, code).await?;
    open_look(desk, unit, clerk, customer.id).await?.map(|_| customer).ok_or(Error::NotFound)
}

async fn allowed(desk: &Desk, unit: &mut Unit, customer: CustomerId, method: CheckMethod) -> Result<()> {
    let recent = unit.recent_caller_checks(customer, desk.now() - COUNTED).await?;
    Ok(may_check(method, recent)?)
}

/// What the newest check that was settled says.
fn verified_until(checks: &[CallerCheck], now: Timestamp) -> Option<Timestamp> {
    let settled = checks.iter().find(|check| check.outcome != CheckOutcome::Pending)?;
    settled.good_until().filter(|until| now < *until)
}

/// The newest code, while it waits to be read out.
fn pending(checks: &[CallerCheck]) -> Option<&CallerCheck> {
    let newest = checks.iter().find(|check| check.method == CheckMethod::Code)?;
    (newest.outcome == CheckOutcome::Pending).then_some(newest)
}

async fn facts(unit: &mut Unit, customer: &Customer) -> Result<Facts> {
    let newest = unit.bills_of(customer.id, None, 1).await?;
    Ok(Facts {
        id_last_six: customer.id_last_six.clone(),
        last_bill: newest.first().map(|balance| balance.bill.total),
        email: customer.email.clone(),
    })
}

fn check(
    desk: &Desk,
    clerk: Clerk<'_>,
    customer: CustomerId,
    id: CallerCheckId,
    code_hash: Option<Vec<u8>>,
    outcome: CheckOutcome,
) -> CallerCheck {
    CallerCheck {
        id,
        staff_id: clerk.staff().staff_id,
        session_id: clerk.staff().session_id,
        customer_id: customer,
        method: if code_hash.is_some() { CheckMethod::Code } else { CheckMethod::Questions },
        code_hash,
        is_consent: false,
        tries: 0,
        outcome,
        at: desk.now(),
    }
}

fn checked(customer: &Customer, check: &CallerCheck) -> Done<CallerChecked> {
    Done {
        object: format!("customer:{}", customer.code),
        facts: serde_json::json!({ "method": check.method, "check": check.id, "outcome": check.outcome }),
        reply: CallerChecked { outcome: check.outcome, tries_left: CODE_TRIES - check.tries },
    }
}
