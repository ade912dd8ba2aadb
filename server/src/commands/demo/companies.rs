//! The companies of the demo operator, and the people who administer them.

use crate::import::{
    catalogue::Catalogue,
    company::{CompanyFile, CompanyPlan, DEMO_COMPANIES, company},
};
use crm::{
    company::{
        roles::{Grant, Role},
        tree::OrgUnit,
    },
    customers::{Customer, CustomerStatus},
};
use operations::{Desk, Error, Result, company::founding};
use std::time::Instant;

/// Somebody with roles in companies.
pub(super) struct Person {
    pub(super) state: &'static str,
    pub(super) customer: Customer,
    pub(super) note: String,
}

/// The roles of the demo: name of the account, role, in which companies, on the whole or on the first part, what for.
const ROLES: [(&str, Role, &[&str], bool, &str); 6] = [
    (
        "company-owner",
        Role::Owner,
        &["DEMO-12", "DEMO-300", "DEMO-10K"],
        true,
        "owns three companies of 12, 300 and 10,000 lines, at /company",
    ),
    ("company-second-owner", Role::Owner, &["DEMO-300", "DEMO-10K"], true, "agrees to changes of owners"),
    (
        "company-administrator",
        Role::Administrator,
        &["DEMO-10K"],
        false,
        "administers a subsidiary of the 10,000 lines",
    ),
    ("company-billing", Role::Billing, &["DEMO-300"], true, "sees and pays the bills of 300 lines"),
    ("company-line-manager", Role::LineManager, &["DEMO-300"], false, "changes lines of a subsidiary"),
    ("company-viewer", Role::Viewer, &["DEMO-12"], true, "looks only"),
];

/// Brings in the companies that are not there yet, and gives their roles to the first active customers of `candidates`: each
/// of them has lines of their own as well.
pub(super) async fn bring_in(desk: &Desk, candidates: &[Customer]) -> Result<Vec<Person>> {
    let people: Vec<&Customer> = candidates
        .iter()
        .filter(|customer| customer.status == CustomerStatus::Active)
        .take(ROLES.len())
        .collect();
    let Some(owner) = people.first() else { return Ok(Vec::new()) };
    let begin = Instant::now();
    let mut lines = 0;
    for plan in &DEMO_COMPANIES {
        if !is_known(desk, plan).await? {
            add(desk, plan, &owner.code).await?;
            lines += plan.lines;
        }
    }
    if lines > 0 {
        eprintln!(
            "{} companies with {lines} lines in {:.1} s",
            DEMO_COMPANIES.len(),
            begin.elapsed().as_secs_f64()
        );
    }
    let mut prepared = Vec::new();
    for ((state, role, companies, whole, note), customer) in ROLES.into_iter().zip(people) {
        for company in companies {
            give(desk, company, customer, role, whole).await?;
        }
        prepared.push(Person { state, customer: customer.clone(), note: note.to_owned() });
    }
    Ok(prepared)
}

async fn is_known(desk: &Desk, plan: &CompanyPlan) -> Result<bool> {
    let known = desk.store().read(|mut unit| async move { unit.company_by_code(plan.code).await });
    Ok(known.await?.is_some())
}

/// Brings a company in: the customer with all bills in one transaction, then its tree with the lines on it.
async fn add(desk: &Desk, plan: &CompanyPlan, owner: &str) -> Result<()> {
    let made = company(plan, desk.today(), desk.settings().offset, &Catalogue::demo());
    let CompanyFile { file, units, placements } = &made;
    let (files, company) = (std::slice::from_ref(file), file.customer.id);
    desk.store()
        .write(|mut unit| async move {
            unit.import_customers(files).await?;
            for org_unit in units {
                unit.add_org_unit(org_unit).await?;
            }
            unit.place_lines(company, placements).await?;
            Ok::<_, Error>(())
        })
        .await?;
    founding::found(desk, plan.code, owner).await
}

/// Gives a role to somebody who holds none in that company.
async fn give(desk: &Desk, company: &str, person: &Customer, role: Role, whole: bool) -> Result<()> {
    desk.store()
        .write(|mut unit| async move {
            let Some(company) = unit.company_by_code(company).await? else { return Ok(()) };
            let held = unit.grants_held(company.id, person.id).await?;
            let Some(top) = unit.org_top(company.id).await?.filter(|_| held.is_empty()) else {
                return Ok(());
            };
            let on: OrgUnit = if whole {
                top
            } else {
                let first = unit.org_units_under(top.id).await?.into_iter().next();
                first.map_or(top, |first| first.unit)
            };
            let grant = Grant {
                id: desk.id(),
                company_id: company.id,
                org_unit_id: on.id,
                path: on.path,
                holder: person.id,
                role,
                granted_by: None,
                granted_at: desk.now(),
                removal: None,
                version: 1,
            };
            Ok(unit.add_grant(&grant).await?)
        })
        .await
}
