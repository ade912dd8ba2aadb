//! Making a customer a company: the top of its tree, its lines on it, its first owner. The operator does it.

use crate::{Actor, Desk, Error, Result, access::Operation};
use crm::{
    audit::AuditOutcome,
    company::{
        roles::{Grant, Role},
        tree::OrgUnit,
    },
    customers::PartyKind,
    numbers::NumberKind,
};

/// Gives a customer the top of a tree, hangs all lines on it that hang nowhere, books what was billed, and makes another
/// customer its owner. What is there already stays. `NotFound` when one of them is not there or the company is a person.
pub async fn found(desk: &Desk, company: &str, owner: &str) -> Result<()> {
    Actor::System.system(Operation::FoundCompany)?;
    desk.store
        .write(|mut unit| async move {
            let company = unit.customer_by_code(company).await?.ok_or(Error::NotFound)?;
            if company.kind != PartyKind::Organisation {
                return Err(Error::NotFound);
            }
            let owner = unit.customer_by_code(owner).await?.ok_or(Error::NotFound)?;
            let top = if let Some(top) = unit.org_top(company.id).await? {
                top
            } else {
                let code = desk.number(NumberKind::OrgUnit);
                let top = OrgUnit::top(desk.id(), code, company.id, company.name.clone(), desk.today());
                unit.add_org_unit(&top).await?;
                top
            };
            let placed = unit.place_other_lines(company.id, top.id).await?;
            let mut before = None;
            loop {
                let bills = unit.bills_of(company.id, before, PAGE).await?;
                let Some(last) = bills.last() else { break };
                before =
                    Some(store::bills::BillPlace { period_first: last.bill.period_first, id: last.bill.id });
                for balance in &bills {
                    unit.book_unit_costs(company.id, balance.bill.id).await?;
                }
            }
            let held = unit.grants_held(company.id, owner.id).await?;
            if held.iter().any(|grant| grant.role == Role::Owner && grant.org_unit_id == top.id) {
                return Ok(());
            }
            let grant = Grant {
                id: desk.id(),
                company_id: company.id,
                org_unit_id: top.id,
                path: top.path,
                holder: owner.id,
                role: Role::Owner,
                granted_by: None,
                granted_at: desk.now(),
                removal: None,
                version: 1,
            };
            unit.add_grant(&grant).await?;
            let facts = serde_json::json!({ "owner": owner.code, "lines": placed });
            let object = format!("company:{}", company.code);
            let event =
                desk.audit_event(&Actor::System, Operation::FoundCompany, object, AuditOutcome::Done, &facts);
            Ok(unit.record(&event).await?)
        })
        .await
}

const PAGE: i64 = 100;
