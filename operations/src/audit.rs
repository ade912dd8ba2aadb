//! Reading the audit trail. R-SYS-2
//!
//! Every look is an event itself, written before anything is read: there is no look without it.

mod sealing;
mod verification;

pub use sealing::{backlog, seal};
pub use verification::{Verified, verify};

use crate::{
    Actor, Desk, Error, Result,
    access::{AuditReader, Operation},
    listing::cut,
};
use crm::{
    Date,
    audit::AuditOutcome,
    customers::Msisdn,
    numbers::{self, NumberKind},
};
use jiff::ToSpan;
use serde_json::Value;
use store::{
    Unit,
    audit::{EventSearch, FoundEvent},
    orders::Before,
};
use strum::VariantArray as _;

/// Events of a page.
const PAGE: i64 = 50;
/// Events of an export at most: what a spreadsheet still opens at once.
pub const EXPORT: i64 = 10_000;

/// What is looked for, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Who acted: customer code, mobile number or staff name, or as it stands in the trail.
    pub who: String,
    /// What it was about: customer code, mobile number, staff name or the number of a thing, or as it stands in the
    /// trail.
    pub object: String,
    /// What was attempted.
    pub operation: Option<Operation>,
    /// How it ended.
    pub outcome: Option<AuditOutcome>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The newest first.
    pub events: Vec<FoundEvent>,
    /// Where the rest begins, when there is more.
    pub next: Option<Before>,
}

/// A page of what is looked for.
pub async fn search(desk: &Desk, actor: &Actor, search: &Search, before: Option<Before>) -> Result<Found> {
    look(desk, actor, search, before, PAGE).await
}

/// The newest of what is looked for, as much as an export takes.
pub async fn export(desk: &Desk, actor: &Actor, search: &Search) -> Result<Found> {
    look(desk, actor, search, None, EXPORT).await
}

/// Whether the actor may see who may do what.
pub fn may_see_rights(actor: &Actor) -> Result<()> {
    actor.auditor(Operation::ViewAudit).map(|_| ())
}

/// The facts of an event, by name; what has none has an empty one. Facts that are not there are left out.
pub fn facts(text: &str) -> Vec<(String, String)> {
    let plain = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(facts)) => facts
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, plain(value)))
            .collect(),
        Ok(Value::Null) => Vec::new(),
        Ok(other) => vec![(String::new(), plain(other))],
        // Kept as it is: what nobody here wrote is to be seen as well.
        Err(_) => vec![(String::new(), text.to_owned())],
    }
}

async fn look(
    desk: &Desk,
    actor: &Actor,
    search: &Search,
    before: Option<Before>,
    limit: i64,
) -> Result<Found> {
    let reader = actor.auditor(Operation::ViewAudit)?;
    let resolved = &desk.store.read(|mut unit| async move { resolve(desk, &mut unit, search).await }).await?;
    let facts = serde_json::json!({
        "actor": resolved.actor,
        "object": resolved.object,
        "operation": resolved.operation,
        "outcome": resolved.outcome,
        "from": search.from,
        "to": search.to,
        "before": before.map(|before| before.at),
        "limit": limit,
    });
    let event =
        &desk.audit_event(actor, Operation::ViewAudit, "trail".to_owned(), AuditOutcome::Done, &facts);
    desk.store.write(|mut unit| async move { Ok::<_, Error>(unit.record(event).await?) }).await?;
    // The look itself is not in what it finds.
    let before = before.unwrap_or(Before { at: event.at, id: event.id.0 });
    desk.store.read(|mut unit| async move { page(reader, &mut unit, resolved, before, limit).await }).await
}

async fn page(
    reader: AuditReader,
    unit: &mut Unit,
    search: &EventSearch,
    before: Before,
    limit: i64,
) -> Result<Found> {
    let mut events = reader.find(unit, search, Some(before), limit + 1).await?;
    let next = cut(&mut events, limit).map(|last| Before { at: last.event.at, id: last.event.id.0 });
    Ok(Found { events, next })
}

/// What was typed, in the words of the trail.
async fn resolve(desk: &Desk, unit: &mut Unit, search: &Search) -> Result<EventSearch> {
    let day_after = |day: Date| day.checked_add(1.day()).unwrap_or(Date::MAX);
    Ok(EventSearch {
        actor: resolve_actor(unit, search.who.trim()).await?,
        object: resolve_object(unit, search.object.trim()).await?,
        operation: search.operation.map(|operation| operation.to_string()),
        outcome: search.outcome,
        from: search.from.map(|day| desk.start_of(day)),
        until: search.to.map(|day| desk.start_of(day_after(day))),
    })
}

async fn resolve_actor(unit: &mut Unit, typed: &str) -> Result<Option<String>> {
    let as_it_stands =
        typed.contains(':') || [Actor::System, Actor::Visitor].iter().any(|of| of.label() == typed);
    Ok(match typed {
        "" => None,
        typed if as_it_stands => Some(typed.to_owned()),
        typed if unit.staff_by_name(typed).await?.is_some() => Some(format!("staff:{typed}")),
        typed => {
            Some(format!("subscriber:{}", code_of(unit, typed).await?.unwrap_or_else(|| unknown(typed))))
        }
    })
}

async fn resolve_object(unit: &mut Unit, typed: &str) -> Result<Option<String>> {
    let as_it_stands = typed.contains(':') || typed.starts_with('/');
    if typed.is_empty() || as_it_stands {
        return Ok((!typed.is_empty()).then(|| typed.to_owned()));
    }
    if let Some(code) = code_of(unit, typed).await? {
        return Ok(Some(format!("customer:{code}")));
    }
    if unit.staff_by_name(typed).await?.is_some() {
        return Ok(Some(format!("staff:{typed}")));
    }
    if let Some(number) = numbers::read(typed)
        && let Some(kind) = NumberKind::VARIANTS.iter().find(|kind| number.starts_with(kind.letter()))
    {
        return Ok(Some(format!("{kind}:{number}")));
    }
    // Refused sign-ins name the number that was typed, masked.
    let mobile = Msisdn::parse(typed).map(|mobile| format!("mobile:{}", mobile.masked()));
    Ok(Some(mobile.unwrap_or_else(|| typed.to_owned())))
}

/// The code of the customer with this code or mobile number.
async fn code_of(unit: &mut Unit, typed: &str) -> Result<Option<String>> {
    let customer = match Msisdn::parse(typed) {
        Some(mobile) => unit.customer_by_mobile(&mobile).await?,
        None => unit.customer_by_code(typed).await?,
    };
    Ok(customer.map(|customer| customer.code))
}

/// A mobile number that is nobody's does not go into the trail whole either.
fn unknown(typed: &str) -> String {
    Msisdn::parse(typed).map_or_else(|| typed.to_owned(), |mobile| mobile.masked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::named(r#"{"a":"one","b":2,"c":null,"d":["x"]}"#, &[("a", "one"), ("b", "2"), ("d", r#"["x"]"#)])]
    #[case::text(r#""not found""#, &[("", "not found")])]
    #[case::nothing("null", &[])]
    #[case::no_json("=1", &[("", "=1")])]
    fn facts_are_read(#[case] text: &str, #[case] read: &[(&str, &str)]) {
        let facts = facts(text);
        let facts: Vec<_> = facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(facts, read);
    }
}
