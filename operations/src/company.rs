//! Administering a company: overview, lines, units, people, bills. R-ENT-3
//!
//! Nothing here depends on a state of the session: each address names the company, and the roles of whoever signed in say
//! what there is to see. What lies outside of them is not found.

use crate::{
    Actor, Desk, Error, Result,
    access::{Managed, Operation},
};
use crm::{
    company::{
        roles::Power,
        tree::{OrgUnit, Path},
    },
    ids::CustomerId,
};
use store::{
    Unit,
    company_roles::{CompanyName, NamedInvitation},
};

pub mod bills;
pub mod bulk;
pub mod founding;
pub mod lines;
pub mod overview;
pub mod people;
pub mod units;

/// What the head of each page of a company shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyHead {
    /// Customer code, used in addresses.
    pub code: String,
    /// Name.
    pub name: String,
    /// Bills can be seen.
    pub bills: bool,
    /// People can be seen.
    pub people: bool,
}

/// The part of a company that a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The unit with all beneath it.
    pub unit: OrgUnit,
    /// The units above it that the actor may see, from the top down.
    pub above: Vec<OrgUnit>,
    /// Other parts the actor may see, when there are several.
    pub parts: Vec<OrgUnit>,
}

/// The companies of whoever acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companies {
    /// Those they hold a role in.
    pub companies: Vec<CompanyName>,
    /// Invitations that wait for an answer.
    pub invitations: Vec<NamedInvitation>,
}

/// The companies in which the actor holds a role, and what they are invited to.
pub async fn companies(desk: &Desk, actor: &Actor) -> Result<Companies> {
    let own = actor.own(Operation::ViewCompanies)?;
    let now = desk.now();
    desk.store
        .read(|mut unit| async move {
            let companies = unit.companies_of(own.id()).await?;
            let mut invitations = unit.invitations_to(own.id()).await?;
            invitations.retain(|named| named.invitation.is_pending(now));
            Ok(Companies { companies, invitations })
        })
        .await
}

async fn head(work: &mut Unit, managed: &Managed) -> Result<CompanyHead> {
    let company = managed.company();
    let top = work.org_top(company.id).await?.ok_or(Error::NotFound)?;
    Ok(CompanyHead {
        code: company.code.clone(),
        name: company.name.clone(),
        bills: managed.has_at(Power::ViewBills, &top.path),
        people: managed.has(Power::ManagePeople),
    })
}

/// The unit a page is about, with the way to it and to other parts.
async fn focus(work: &mut Unit, managed: &Managed, code: Option<&str>) -> Result<Focus> {
    let unit = managed.focus(work, code).await?.into_inner();
    let mut above = work.org_trail(unit.id).await?;
    above.retain(|other| other.id != unit.id && managed.reaches(&other.path));
    let paths = managed.parts();
    let mut parts = Vec::new();
    if paths.len() > 1 {
        for part in &paths {
            parts.extend(work.org_units_within(part, 1).await?);
        }
    }
    Ok(Focus { unit, above, parts })
}

/// Units among which somebody chooses, at most so many.
const CHOICES: i64 = 500;

/// All units within the parts the actor reaches, in order of the tree.
async fn choices(work: &mut Unit, managed: &Managed) -> Result<Vec<OrgUnit>> {
    let mut units = Vec::new();
    for part in managed.parts() {
        units.extend(work.org_units_within(&part, CHOICES).await?);
    }
    in_order_of_name(&mut units);
    Ok(units)
}

/// Orders units as a tree in which those beside each other stand by name.
fn in_order_of_name(units: &mut [OrgUnit]) {
    let names: std::collections::HashMap<String, String> =
        units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let by_name = |path: &Path| -> Vec<String> {
        let codes = path.as_str().split('/').filter(|code| !code.is_empty());
        codes.map(|code| format!("{}\0{code}", names.get(code).map_or("", String::as_str))).collect()
    };
    units.sort_by_cached_key(|unit| by_name(&unit.path));
}

/// The object of an audit event in a company.
fn object(managed: &Managed, thing: &str) -> String {
    format!("company:{}{thing}", managed.company().code)
}

/// Tells a person something about a company.
async fn tell(
    desk: &Desk,
    work: &mut Unit,
    person: CustomerId,
    notice: &crate::messages::Notice,
) -> Result<()> {
    let customer = crate::customers::customer(work, person).await?;
    crate::messages::send(desk, work, &customer, notice).await
}
