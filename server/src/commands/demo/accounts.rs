//! Making the chosen customers ready to be signed in with.

use super::{
    choice::{Chosen, State},
    companies::Person,
};
use crm::{
    audit::{AuditEvent, AuditOutcome},
    customers::Customer,
    lines::{BarReason, Line, LineState},
    sign_in::{Holder, StaffRole},
};
use operations::{Actor, Desk, Error, Result, access::Operation, sign_in};
use serde::Serialize;

/// The password of every demo account. It guards nothing.
const PASSWORD: &str = "Wangting-Demo-2026";
/// The members of staff: state, sign-in name, role, and what they are for.
const STAFF: [(&str, &str, StaffRole, &str); 3] = [
    ("staff", "agent", StaffRole::SupportAgent, "answers requests at /staff/requests"),
    ("supervisor", "supervisor", StaffRole::Supervisor, "sees who acts for whom at /staff/actings"),
    ("auditor", "auditor", StaffRole::Auditor, "reads the audit trail at /staff/audit"),
];

/// An account to sign in with.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Account {
    /// What there is to see.
    pub(super) state: &'static str,
    /// The customer's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What the customer signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<String>,
    /// What the member of staff signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    pub(super) password: &'static str,
    pub(super) note: String,
}

impl Account {
    /// Mobile number or name.
    pub(super) fn login(&self) -> &str {
        self.mobile.as_deref().or(self.name).unwrap_or_default()
    }
}

/// Gives the people of the companies a password.
pub(super) async fn prepare_people(desk: &Desk, people: Vec<Person>) -> Result<Vec<Account>> {
    let mut accounts = Vec::with_capacity(people.len());
    for Person { state, customer, note } in people {
        give_password(desk, &customer).await?;
        accounts.push(Account {
            state,
            mobile: Some(customer.mobile.as_str().to_owned()),
            code: Some(customer.code),
            name: None,
            password: PASSWORD,
            note,
        });
    }
    Ok(accounts)
}

/// Gives each chosen customer a password, bars the line of the one who is to see that, and adds members of staff.
pub(super) async fn prepare(desk: &Desk, chosen: Vec<Chosen>) -> Result<Vec<Account>> {
    let mut accounts = Vec::with_capacity(chosen.len() + STAFF.len());
    for Chosen { state, customer, phone, note } in chosen {
        if state == State::Suspended && phone.state == LineState::Active {
            bar(desk, phone).await?;
        }
        give_password(desk, &customer).await?;
        accounts.push(Account {
            state: state.into(),
            mobile: Some(customer.mobile.as_str().to_owned()),
            code: Some(customer.code),
            name: None,
            password: PASSWORD,
            note,
        });
    }
    for (state, name, role, note) in STAFF {
        add_staff(desk, name, role).await?;
        let note = note.to_owned();
        accounts.push(Account {
            state,
            code: None,
            mobile: None,
            name: Some(name),
            password: PASSWORD,
            note,
        });
    }
    Ok(accounts)
}

/// Sets the password of a customer who has none; a visitor of the demo may have set another one.
async fn give_password(desk: &Desk, customer: &Customer) -> Result<()> {
    if has_password(desk, Holder::Customer(customer.id)).await? {
        return Ok(());
    }
    sign_in::set_password(desk, &customer.code, PASSWORD).await?;
    Ok(())
}

async fn add_staff(desk: &Desk, name: &str, role: StaffRole) -> Result<()> {
    let known =
        desk.store().read(|mut unit| async move { Ok::<_, Error>(unit.staff_by_name(name).await?) }).await?;
    if let Some(known) = known
        && has_password(desk, Holder::Staff(known.id)).await?
    {
        return Ok(());
    }
    sign_in::add_staff(desk, name, role, PASSWORD).await?;
    Ok(())
}

async fn has_password(desk: &Desk, holder: Holder) -> Result<bool> {
    desk.store().read(|mut unit| async move { Ok(unit.credential(holder).await?.is_some()) }).await
}

/// Bars a line as the operator's dunning does for overdue bills.
async fn bar(desk: &Desk, line: Line) -> Result<()> {
    let barred = &Line { state: LineState::Suspended, barred: Some(BarReason::Overdue), ..line };
    let event = &AuditEvent {
        id: desk.id(),
        at: desk.now(),
        actor: Actor::System.label(),
        operation: Operation::BarLine.to_string(),
        object: format!("line:{}", barred.code),
        outcome: AuditOutcome::Done,
        facts: serde_json::json!({ "barred": BarReason::Overdue, "for": "demo" }).to_string(),
    };
    desk.store()
        .write(|mut unit| async move {
            unit.save_line(barred).await?;
            Ok(unit.record(event).await?)
        })
        .await
}
