//! A small tree for tests.

use super::{
    roles::{Grant, Role},
    tree::{NewOrgUnit, OrgUnit, OrgUnitKind},
};
use crate::{Date, Timestamp, ids::CustomerId};
use jiff::civil::date;
use uuid::Uuid;

pub(super) const DAY: Date = date(2026, 11, 5);

pub(super) fn top() -> OrgUnit {
    let company = Uuid::from_u128(100).into();
    OrgUnit::top(Uuid::from_u128(1).into(), "G1".into(), company, "Company".into(), DAY)
}

pub(super) fn unit(number: u128, parent: &OrgUnit, name: &str) -> OrgUnit {
    let new = NewOrgUnit {
        id: Uuid::from_u128(number).into(),
        code: format!("G{number}"),
        name: name.into(),
        kind: OrgUnitKind::Department,
    };
    parent.add(new, &[], DAY).unwrap()
}

/// top ─ a ─ b ─ c, top ─ d
pub(super) fn beneath() -> [OrgUnit; 5] {
    let top = top();
    let a = unit(2, &top, "A");
    let b = unit(3, &a, "B");
    let c = unit(4, &b, "C");
    let d = unit(5, &top, "D");
    [top, a, b, c, d]
}

pub(super) fn person(number: u128) -> CustomerId {
    Uuid::from_u128(1000 + number).into()
}

pub(super) fn grant(number: u128, holder: CustomerId, role: Role, on: &OrgUnit) -> Grant {
    Grant {
        id: Uuid::from_u128(2000 + number).into(),
        company_id: on.company_id,
        org_unit_id: on.id,
        path: on.path.clone(),
        holder,
        role,
        granted_by: None,
        granted_at: Timestamp::UNIX_EPOCH,
        removal: None,
        version: 1,
    }
}
