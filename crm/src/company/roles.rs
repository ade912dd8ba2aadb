//! Roles on a subtree: what each may do, who may give and take them. R-ENT-3
//!
//! Nobody grants more than they hold, nor outside their own part of the tree. The last owner of a company cannot vanish, and
//! where there is another owner, a change of an owner takes their agreement.

use super::{Refusal, tree::Path};
use crate::{
    Timestamp,
    ids::{CustomerId, GrantId, OrgUnitId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};
use strum::VariantArray as _;

vocabulary! {
    /// A role on a unit and everything beneath it.
    pub enum Role {
        /// Everything, owners included.
        Owner,
        /// Everything but owners.
        Administrator,
        /// Bills.
        Billing,
        /// Lines.
        LineManager,
        /// Looking.
        Viewer,
    }
}

vocabulary! {
    /// Something that can be done in a part of a company.
    pub enum Power {
        /// See the overview, the tree and the lines.
        View,
        /// Change lines.
        ManageLines,
        /// See bills.
        ViewBills,
        /// Pay bills.
        Pay,
        /// Add, rename and move units.
        ManageTree,
        /// Invite and remove people.
        ManagePeople,
        /// Make and remove owners.
        DecideOwners,
    }
}

impl Role {
    /// Whether the role includes a power.
    pub fn has(self, power: Power) -> bool {
        use Power as P;
        match self {
            Self::Owner => true,
            Self::Administrator => power != P::DecideOwners,
            Self::Billing => matches!(power, P::View | P::ViewBills | P::Pay),
            Self::LineManager => matches!(power, P::View | P::ManageLines),
            Self::Viewer => power == P::View,
        }
    }

    /// Whether the role includes everything that another does.
    pub fn includes(self, other: Self) -> bool {
        Power::VARIANTS.iter().all(|power| self.has(*power) || !other.has(*power))
    }
}

/// A proposal to take a role away, which another owner has not agreed to yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Who proposed it.
    pub by: CustomerId,
    /// When.
    pub at: Timestamp,
}

/// A role that a person holds on a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Identifier.
    pub id: GrantId,
    /// In which company.
    pub company_id: CustomerId,
    /// On which unit.
    pub org_unit_id: OrgUnitId,
    /// Where that unit hangs.
    pub path: Path,
    /// Who holds it: a customer who signs in.
    pub holder: CustomerId,
    /// The role.
    pub role: Role,
    /// Who granted it; `None` for the operator.
    pub granted_by: Option<CustomerId>,
    /// When.
    pub granted_at: Timestamp,
    /// It is proposed to take it away.
    pub removal: Option<Removal>,
    /// Grows with each change.
    pub version: i64,
}

impl Grant {
    /// Whether it gives a power at a place.
    pub fn gives(&self, power: Power, at: &Path) -> bool {
        self.role.has(power) && self.path.covers(at)
    }
}

/// What a change of a role takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assent {
    /// It is done at once.
    Enough,
    /// Another owner has to agree.
    AnotherOwner,
}

/// Whether whoever holds `held` may grant `role` at `at`.
pub fn may_grant(held: &[Grant], role: Role, at: &Path) -> Result<(), Refusal> {
    let power = if role == Role::Owner { Power::DecideOwners } else { Power::ManagePeople };
    let enough = |grant: &Grant| grant.gives(power, at) && grant.role.includes(role);
    if held.iter().any(enough) { Ok(()) } else { Err(Refusal::MoreThanHeld) }
}

/// What it takes to make somebody an owner at `at`; `all` are the company's grants.
pub fn assent_to_invite(all: &[Grant], by: CustomerId, role: Role, at: &Path) -> Assent {
    if role == Role::Owner { assent_of_owners(all, by, at) } else { Assent::Enough }
}

/// What it takes to take `grant` away; `all` are the company's grants, `held` those of whoever does it. Everybody may give
/// up a role of their own.
pub fn may_remove(grant: &Grant, all: &[Grant], held: &[Grant], by: CustomerId) -> Result<Assent, Refusal> {
    if grant.holder != by {
        may_grant(held, grant.role, &grant.path)?;
    }
    if grant.role != Role::Owner {
        return Ok(Assent::Enough);
    }
    if grant.removal.is_some() {
        return Err(Refusal::AwaitsApproval);
    }
    must_not_be_last(grant, all)?;
    Ok(assent_of_owners(all, by, &grant.path))
}

/// Whether `by` may agree to, or turn down, that an owner is taken away.
pub fn may_decide_removal(grant: &Grant, all: &[Grant], by: CustomerId) -> Result<(), Refusal> {
    let removal = grant.removal.ok_or(Refusal::NothingProposed)?;
    decides_on_owners(all, by, removal.by, &grant.path)
}

/// Whether `by` may agree to a change of owners at `at` which `proposer` proposed.
pub fn decides_on_owners(
    all: &[Grant],
    by: CustomerId,
    proposer: CustomerId,
    at: &Path,
) -> Result<(), Refusal> {
    if by == proposer {
        return Err(Refusal::OwnProposal);
    }
    let owns = |grant: &Grant| grant.holder == by && grant.gives(Power::DecideOwners, at);
    if all.iter().any(owns) { Ok(()) } else { Err(Refusal::MoreThanHeld) }
}

/// An owner of the whole company has to stay: somebody else who holds that role at the top.
pub fn must_not_be_last(grant: &Grant, all: &[Grant]) -> Result<(), Refusal> {
    let owns_all = |grant: &Grant| grant.role == Role::Owner && grant.path.level() == 1;
    let another = |other: &Grant| other.id != grant.id && owns_all(other);
    if owns_all(grant) && !all.iter().any(another) { Err(Refusal::LastOwner) } else { Ok(()) }
}

fn assent_of_owners(all: &[Grant], by: CustomerId, at: &Path) -> Assent {
    let another = |grant: &Grant| grant.holder != by && grant.gives(Power::DecideOwners, at);
    if all.iter().any(another) { Assent::AnotherOwner } else { Assent::Enough }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::samples::{beneath, grant, person};
    use rstest::rstest;

    /// Rows: owner, administrator, billing, line manager, viewer.
    #[rstest]
    #[case(Power::View, [true, true, true, true, true])]
    #[case(Power::ManageLines, [true, true, false, true, false])]
    #[case(Power::ViewBills, [true, true, true, false, false])]
    #[case(Power::Pay, [true, true, true, false, false])]
    #[case(Power::ManageTree, [true, true, false, false, false])]
    #[case(Power::ManagePeople, [true, true, false, false, false])]
    #[case(Power::DecideOwners, [true, false, false, false, false])]
    fn what_each_role_may_do(#[case] power: Power, #[case] expected: [bool; 5]) {
        assert_eq!(Role::VARIANTS.iter().map(|role| role.has(power)).collect::<Vec<_>>(), expected);
    }

    /// Which roles each may give away within their own part: owner, administrator, billing, line manager, viewer.
    #[rstest]
    #[case(Role::Owner, [true, true, true, true, true])]
    #[case(Role::Administrator, [false, true, true, true, true])]
    #[case(Role::Billing, [false; 5])]
    #[case(Role::LineManager, [false; 5])]
    #[case(Role::Viewer, [false; 5])]
    fn nobody_grants_more_than_they_hold(#[case] role: Role, #[case] expected: [bool; 5]) {
        let [top, a, b, _, d] = beneath();
        let held = [grant(1, person(1), role, &a)];
        for (given, expected) in Role::VARIANTS.iter().zip(expected) {
            for (place, inside) in [(&a, true), (&b, true), (&top, false), (&d, false)] {
                let may = may_grant(&held, *given, &place.path).is_ok();
                assert_eq!(may, expected && inside, "{role} gives {given} at {}", place.name);
            }
        }
    }

    #[test]
    fn two_roles_do_not_add_up_to_a_third() {
        let [top, a, ..] = beneath();
        // An administrator beneath and a viewer above is no administrator above.
        let held = [grant(1, person(1), Role::Administrator, &a), grant(2, person(1), Role::Viewer, &top)];
        assert_eq!(may_grant(&held, Role::Viewer, &top.path), Err(Refusal::MoreThanHeld));
        assert_eq!(may_grant(&held, Role::Viewer, &a.path), Ok(()));
    }

    #[rstest]
    #[case::the_only_owner_makes_another(&[(1, 0)], Assent::Enough)]
    #[case::two_at_the_top(&[(1, 0), (2, 0)], Assent::AnotherOwner)]
    #[case::the_other_owns_a_part_elsewhere(&[(1, 0), (2, 4)], Assent::Enough)]
    #[case::the_other_owns_a_part_above(&[(1, 0), (2, 1)], Assent::AnotherOwner)]
    fn owners_are_made_by_two(#[case] owners: &[(u128, usize)], #[case] expected: Assent) {
        let tree = beneath();
        let all: Vec<Grant> =
            (0..).zip(owners).map(|(n, (who, at))| grant(n, person(*who), Role::Owner, &tree[*at])).collect();
        // At `b`, which hangs under `a`.
        assert_eq!(assent_to_invite(&all, person(1), Role::Owner, &tree[2].path), expected);
        assert_eq!(assent_to_invite(&all, person(1), Role::Administrator, &tree[2].path), Assent::Enough);
    }

    /// The grant in question is the first; person 1 holds it, `by` takes it away.
    #[rstest]
    #[case::last_owner_leaves(&[(1, Role::Owner, 0)], 1, Err(Refusal::LastOwner))]
    #[case::an_owner_beneath_is_no_successor(&[(1, Role::Owner, 0), (2, Role::Owner, 1)], 1, Err(Refusal::LastOwner))]
    #[case::owner_leaves(&[(1, Role::Owner, 0), (2, Role::Owner, 0)], 1, Ok(Assent::AnotherOwner))]
    #[case::owner_is_removed(&[(1, Role::Owner, 0), (2, Role::Owner, 0)], 2, Ok(Assent::AnotherOwner))]
    #[case::owner_of_a_part(&[(1, Role::Owner, 1), (2, Role::Owner, 0)], 2, Ok(Assent::AnotherOwner))]
    #[case::owner_by_administrator(
        &[(1, Role::Owner, 0), (2, Role::Owner, 0), (3, Role::Administrator, 0)],
        3,
        Err(Refusal::MoreThanHeld),
    )]
    #[case::administrator_by_another(&[(1, Role::Administrator, 1), (3, Role::Administrator, 0)], 3, Ok(Assent::Enough))]
    #[case::administrator_above(&[(1, Role::Administrator, 0), (3, Role::Administrator, 1)], 3, Err(Refusal::MoreThanHeld))]
    #[case::viewer_leaves(&[(1, Role::Viewer, 1)], 1, Ok(Assent::Enough))]
    #[case::viewer_by_viewer(&[(1, Role::Viewer, 1), (2, Role::Viewer, 0)], 2, Err(Refusal::MoreThanHeld))]
    fn who_takes_what_away(
        #[case] grants: &[(u128, Role, usize)],
        #[case] by: u128,
        #[case] expected: Result<Assent, Refusal>,
    ) {
        let tree = beneath();
        let all: Vec<Grant> =
            (0..).zip(grants).map(|(n, (who, role, at))| grant(n, person(*who), *role, &tree[*at])).collect();
        let held: Vec<Grant> = all.iter().filter(|grant| grant.holder == person(by)).cloned().collect();
        assert_eq!(may_remove(&all[0], &all, &held, person(by)), expected);
    }

    #[rstest]
    #[case::whoever_proposed(2, Err(Refusal::OwnProposal))]
    #[case::whom_it_concerns(1, Ok(()))]
    #[case::a_third_owner(3, Ok(()))]
    #[case::an_administrator(4, Err(Refusal::MoreThanHeld))]
    #[case::an_owner_elsewhere(5, Err(Refusal::MoreThanHeld))]
    fn another_owner_agrees(#[case] by: u128, #[case] expected: Result<(), Refusal>) {
        let [top, a, ..] = beneath();
        let removal = Some(Removal { by: person(2), at: Timestamp::UNIX_EPOCH });
        let concerned = Grant { removal, ..grant(1, person(1), Role::Owner, &top) };
        let all = [
            concerned.clone(),
            grant(2, person(2), Role::Owner, &top),
            grant(3, person(3), Role::Owner, &top),
            grant(4, person(4), Role::Administrator, &top),
            grant(5, person(5), Role::Owner, &a),
        ];
        assert_eq!(may_decide_removal(&concerned, &all, person(by)), expected);
        let held: Vec<Grant> = vec![all[2].clone()];
        assert_eq!(may_remove(&concerned, &all, &held, person(3)), Err(Refusal::AwaitsApproval));
        let nothing = Grant { removal: None, ..concerned };
        assert_eq!(may_decide_removal(&nothing, &all, person(3)), Err(Refusal::NothingProposed));
    }
}
