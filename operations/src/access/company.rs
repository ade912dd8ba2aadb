//! The part of the table for companies: which power each operation takes, and the look-ups that hand out a proof that the
//! actor holds it where they reach. R-ENT-3

use super::{Operation, Own, OwnCustomer, Relation};
use crate::{Actor, Error, Result};
use crm::{
    company::{
        roles::{Grant, Power},
        tree::{OrgUnit, Path},
    },
    ids::CustomerId,
    lines::Line,
};
use store::{Unit, company_lines::CompanyLine, company_roles::CompanyName};

/// The power that an operation on a company takes, where it is done.
fn power(operation: Operation) -> Option<Power> {
    use Operation as O;
    match operation {
        O::ViewCompany => Some(Power::View),
        O::ManageCompanyTree => Some(Power::ManageTree),
        O::ManageCompanyLines => Some(Power::ManageLines),
        O::ViewCompanyPeople | O::ManageCompanyPeople => Some(Power::ManagePeople),
        O::DecideCompanyOwners => Some(Power::DecideOwners),
        O::ViewCompanyBills => Some(Power::ViewBills),
        O::PayCompanyBills => Some(Power::Pay),
        _ => None,
    }
}

impl Actor {
    /// The customer who acts, for an operation on a part of a company.
    pub fn manager(&self, operation: Operation) -> Result<Manager> {
        match (self, self.may(operation)?, power(operation)) {
            (Self::Subscriber(subscriber), Relation::ManagedSubtree, Some(power)) => {
                Ok(Manager { person: subscriber.customer_id, power })
            }
            _ => Err(Error::NotFound),
        }
    }
}

/// Somebody who may hold a power in a company; which, a look-up finds.
#[derive(Clone, Copy, Debug)]
pub struct Manager {
    person: CustomerId,
    power: Power,
}

/// Proof that the actor holds a power somewhere in a company.
#[derive(Clone, Debug)]
pub struct Managed {
    company: CompanyName,
    manager: Manager,
    held: Vec<Grant>,
}

/// Proof that the actor holds the power on a unit.
#[derive(Clone, Debug)]
pub struct ManagedUnit(OrgUnit);

/// Proof that the actor holds the power on the unit that a line hangs on.
#[derive(Clone, Debug)]
pub struct ManagedLine(CompanyLine);

impl Manager {
    /// The company with this customer code.
    pub async fn company(self, work: &mut Unit, code: &str) -> Result<Managed> {
        let company = work.company_by_code(code).await?.ok_or(Error::NotFound)?;
        let held = work.grants_held(company.id, self.person).await?;
        let managed = Managed { company, manager: self, held };
        if managed.parts().is_empty() { Err(Error::NotFound) } else { Ok(managed) }
    }
}

impl Managed {
    /// The company.
    pub fn company(&self) -> &CompanyName {
        &self.company
    }

    /// Who acts.
    pub fn person(&self) -> CustomerId {
        self.manager.person
    }

    /// What they hold in the company.
    pub fn held(&self) -> &[Grant] {
        &self.held
    }

    /// Whether they hold a power somewhere in the company.
    pub fn has(&self, power: Power) -> bool {
        self.held.iter().any(|grant| grant.role.has(power))
    }

    /// Whether they hold a power at a place.
    pub fn has_at(&self, power: Power, at: &Path) -> bool {
        self.held.iter().any(|grant| grant.gives(power, at))
    }

    /// Whether they hold the power of the operation at a place.
    pub fn reaches(&self, at: &Path) -> bool {
        self.has_at(self.manager.power, at)
    }

    /// The parts of the tree they hold the power of the operation on, none of them within another, in order.
    pub fn parts(&self) -> Vec<Path> {
        let mut parts: Vec<Path> = Vec::new();
        // Paths come in order: what covers a part comes before it.
        for grant in self.held.iter().filter(|grant| grant.role.has(self.manager.power)) {
            if !parts.iter().any(|part| part.covers(&grant.path)) {
                parts.push(grant.path.clone());
            }
        }
        parts
    }

    /// The unit with this code.
    pub async fn unit(&self, work: &mut Unit, code: &str) -> Result<ManagedUnit> {
        let unit = work.org_unit_of(self.company.id, code).await?;
        unit.filter(|unit| self.reaches(&unit.path)).map(ManagedUnit).ok_or(Error::NotFound)
    }

    /// The unit with this code, or the top of the first part when none is named.
    pub async fn focus(&self, work: &mut Unit, code: Option<&str>) -> Result<ManagedUnit> {
        if let Some(code) = code {
            return self.unit(work, code).await;
        }
        let part = self.parts().into_iter().next().ok_or(Error::NotFound)?;
        let unit = work.org_units_within(&part, 1).await?.into_iter().next();
        unit.map(ManagedUnit).ok_or(Error::NotFound)
    }

    /// The line with this code.
    pub async fn line(&self, work: &mut Unit, code: &str) -> Result<ManagedLine> {
        let line = work.company_line(self.company.id, code).await?;
        line.filter(|line| self.reaches(&line.path)).map(ManagedLine).ok_or(Error::NotFound)
    }

    /// The company as a customer, for what concerns it as a whole, such as its bills: the power must be held at the top.
    pub async fn whole(&self, work: &mut Unit) -> Result<OwnCustomer> {
        let top = work.org_top(self.company.id).await?.ok_or(Error::NotFound)?;
        if self.reaches(&top.path) { Ok(OwnCustomer(self.company.id)) } else { Err(Error::NotFound) }
    }
}

impl ManagedUnit {
    /// The unit.
    pub fn into_inner(self) -> OrgUnit {
        self.0
    }
}

impl std::ops::Deref for ManagedUnit {
    type Target = OrgUnit;
    fn deref(&self) -> &OrgUnit {
        &self.0
    }
}

impl ManagedLine {
    /// The line with this code, when these grants give the power where it hangs: for what a person set going and is done when
    /// they are no longer there.
    pub async fn by_grants(
        work: &mut Unit,
        company: CustomerId,
        code: &str,
        held: &[Grant],
        power: Power,
    ) -> Result<Option<Self>> {
        let line = work.company_line(company, code).await?;
        let may = |line: &CompanyLine| held.iter().any(|grant| grant.gives(power, &line.path));
        Ok(line.filter(may).map(Self))
    }

    /// The line with what is known of it.
    pub fn into_inner(self) -> CompanyLine {
        self.0
    }

    /// The line as its customer, the company, has it: for operations that lines of all customers share.
    pub fn as_own(&self) -> (OwnCustomer, Own<Line>) {
        (OwnCustomer(self.0.line.customer_id), Own(self.0.line.clone()))
    }
}

impl std::ops::Deref for ManagedLine {
    type Target = CompanyLine;
    fn deref(&self) -> &CompanyLine {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Role, Standing, right};
    use strum::VariantArray as _;

    #[test]
    fn every_operation_on_a_subtree_takes_a_power() {
        for operation in Operation::VARIANTS {
            let on_subtree =
                right(*operation, Role::Subscriber, Standing::Oneself) == Some(Relation::ManagedSubtree);
            assert_eq!(power(*operation).is_some(), on_subtree, "{operation}");
        }
    }
}
