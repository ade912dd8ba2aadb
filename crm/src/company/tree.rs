//! The tree of units: group, subsidiary, department, team, to any depth. R-CUS-2

use super::Refusal;
use crate::{
    Date,
    ids::{CustomerId, OrgUnitId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a unit is called. It means nothing to the rules.
    pub enum OrgUnitKind {
        /// The company itself.
        Group,
        /// A company of the group.
        Subsidiary,
        /// A department.
        Department,
        /// A team.
        Team,
    }
}

/// Most levels of a tree. No company comes near it; paths stay short enough for an index.
pub const LEVELS_MAX: usize = 64;
/// Most characters of a name.
pub const NAME_MAX: u8 = 60;

/// Where a unit hangs: the codes from the top down to its own, such as `/G7KQ2MXR4Z/GA2B3C4D5E/`.
///
/// What lies beneath a unit begins with its path, so that a subtree is one range of an ordered index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(String);

impl Path {
    /// The path of the top of a tree.
    pub fn top(code: &str) -> Self {
        Self(format!("/{code}/"))
    }

    /// A path as it was kept.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The path of a unit directly beneath.
    #[must_use]
    pub fn child(&self, code: &str) -> Self {
        Self(format!("{}{code}/", self.0))
    }

    /// Whether another path is this one or lies beneath it.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Level, 1 for the top.
    pub fn level(&self) -> usize {
        self.0.matches('/').count() - 1
    }

    /// The first text behind all paths that this one covers.
    pub fn end(&self) -> String {
        // `0` follows `/`, and no code holds a character below it.
        format!("{}0", self.0.trim_end_matches('/'))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A unit of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgUnit {
    /// Identifier.
    pub id: OrgUnitId,
    /// Short code, used in addresses.
    pub code: String,
    /// Whose tree it is.
    pub company_id: CustomerId,
    /// The unit above; `None` for the top.
    pub parent_id: Option<OrgUnitId>,
    /// Where it hangs.
    pub path: Path,
    /// Name.
    pub name: String,
    /// What it is called.
    pub kind: OrgUnitKind,
    /// First day in its present place.
    pub since: Date,
    /// Grows with each change.
    pub version: i64,
}

/// What is needed to make a unit.
#[derive(Clone, Debug)]
pub struct NewOrgUnit {
    /// Identifier.
    pub id: OrgUnitId,
    /// Short code.
    pub code: String,
    /// Name as it was typed.
    pub name: String,
    /// What it is called.
    pub kind: OrgUnitKind,
}

impl OrgUnit {
    /// The top of a company's tree: the company itself.
    pub fn top(id: OrgUnitId, code: String, company_id: CustomerId, name: String, since: Date) -> Self {
        let path = Path::top(&code);
        Self {
            id,
            code,
            company_id,
            parent_id: None,
            path,
            name,
            kind: OrgUnitKind::Group,
            since,
            version: 1,
        }
    }

    /// A new unit directly beneath; `beside` are those that hang there already.
    pub fn add(&self, new: NewOrgUnit, beside: &[Self], today: Date) -> Result<Self, Refusal> {
        let name = named(&new.name, beside, None)?;
        let path = self.path.child(&new.code);
        if path.level() > LEVELS_MAX {
            return Err(Refusal::TooDeep { most: LEVELS_MAX });
        }
        let (id, code, kind, parent_id) = (new.id, new.code, new.kind, Some(self.id));
        Ok(Self {
            id,
            code,
            company_id: self.company_id,
            parent_id,
            path,
            name,
            kind,
            since: today,
            version: 1,
        })
    }

    /// The unit under another name; `beside` are those that hang beside it.
    pub fn rename(self, name: &str, beside: &[Self]) -> Result<Self, Refusal> {
        let name = named(name, beside, Some(self.id))?;
        Ok(Self { name, ..self })
    }

    /// Whether the unit with all beneath it may hang under `target`; `deepest` is the deepest level in its subtree, and
    /// `beside` are the units directly under `target`.
    pub fn may_hang_under(&self, target: &Self, deepest: usize, beside: &[Self]) -> Result<(), Refusal> {
        if self.parent_id.is_none() {
            return Err(Refusal::TopStays);
        }
        if self.path.covers(&target.path) {
            return Err(Refusal::BeneathItself);
        }
        if self.parent_id == Some(target.id) {
            return Err(Refusal::AlreadyThere);
        }
        if target.path.level() + 1 + deepest.saturating_sub(self.path.level()) > LEVELS_MAX {
            return Err(Refusal::TooDeep { most: LEVELS_MAX });
        }
        named(&self.name, beside, Some(self.id)).map(drop)
    }

    /// The unit in its new place.
    #[must_use]
    pub fn hung_under(self, target: &Self, on: Date) -> Self {
        let path = target.path.child(&self.code);
        Self { parent_id: Some(target.id), path, since: on, ..self }
    }
}

/// A name that can be given beside those units.
fn named(typed: &str, beside: &[OrgUnit], own: Option<OrgUnitId>) -> Result<String, Refusal> {
    let shown: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::NameMissing);
    }
    if name.chars().count() > usize::from(NAME_MAX) {
        return Err(Refusal::NameTooLong { most: NAME_MAX });
    }
    let same = |other: &&OrgUnit| Some(other.id) != own && other.name.to_lowercase() == name.to_lowercase();
    match beside.iter().find(same) {
        Some(other) => Err(Refusal::NameTaken { name: other.name.clone() }),
        None => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::samples::{DAY, beneath, top, unit};
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::itself("/A/B/", "/A/B/", true)]
    #[case::beneath("/A/", "/A/B/C/", true)]
    #[case::above("/A/B/", "/A/", false)]
    #[case::beside("/A/B/", "/A/C/", false)]
    #[case::same_beginning("/A/B/", "/A/BC/", false)]
    #[case::other_tree("/A/", "/B/", false)]
    fn a_path_covers_what_lies_beneath(#[case] path: &str, #[case] other: &str, #[case] covers: bool) {
        let (path, other) = (Path::kept(path.into()), Path::kept(other.into()));
        assert_eq!(path.covers(&other), covers);
        assert_eq!((path.as_str()..path.end().as_str()).contains(&other.as_str()), covers);
    }

    proptest! {
        #[test]
        fn a_subtree_is_one_range(codes in prop::collection::vec("[2-9A-Z]{1,3}", 1..6), at in 0_usize..6, other in prop::collection::vec("[2-9A-Z]{1,3}", 1..6)) {
            let path = |codes: &[String]| codes[1..].iter().fold(Path::top(&codes[0]), |path, code| path.child(code));
            let above = path(&codes[..=at.min(codes.len() - 1)]);
            for other in [path(&codes), path(&other)] {
                let in_range = other.as_str() >= above.as_str() && other.as_str() < above.end().as_str();
                prop_assert_eq!(in_range, above.covers(&other));
            }
        }
    }

    #[rstest]
    #[case::fine("  Sales   North ", Ok("Sales North"))]
    #[case::empty("  ", Err(Refusal::NameMissing))]
    #[case::nothing_to_see("\u{7}\u{1b}", Err(Refusal::NameMissing))]
    #[case::long(&"x".repeat(61), Err(Refusal::NameTooLong { most: 60 }))]
    #[case::taken("sales", Err(Refusal::NameTaken { name: "Sales".into() }))]
    fn names_are_unique_beside_each_other(#[case] typed: &str, #[case] expected: Result<&str, Refusal>) {
        let top = top();
        let sales = unit(2, &top, "Sales");
        let new = || NewOrgUnit {
            id: uuid::Uuid::from_u128(9).into(),
            code: "GNEW".into(),
            name: typed.into(),
            kind: OrgUnitKind::Team,
        };
        let added = top.add(new(), std::slice::from_ref(&sales), DAY);
        assert_eq!(added.as_ref().map(|unit| unit.name.as_str()).map_err(Clone::clone), expected);
        if let Ok(added) = added {
            assert_eq!((added.path.level(), added.parent_id), (2, Some(top.id)));
        }
        // Its own name is no obstacle.
        assert!(sales.clone().rename("SALES", &[sales]).is_ok());
    }

    #[test]
    fn a_tree_does_not_grow_without_end() {
        let mut deepest = top();
        for number in 2..=64 {
            deepest = unit(number, &deepest, "Deeper");
        }
        assert_eq!(deepest.path.level(), LEVELS_MAX);
        let new = NewOrgUnit {
            id: uuid::Uuid::from_u128(99).into(),
            code: "GNEW".into(),
            name: "One more".into(),
            kind: OrgUnitKind::Team,
        };
        assert_eq!(deepest.add(new, &[], DAY), Err(Refusal::TooDeep { most: LEVELS_MAX }));
    }

    /// top ─ a ─ b ─ c, top ─ d
    #[rstest]
    #[case::down_the_other_side(2, 5, Ok(()))]
    #[case::up(4, 1, Ok(()))]
    #[case::the_top(1, 5, Err(Refusal::TopStays))]
    #[case::under_itself(2, 2, Err(Refusal::BeneathItself))]
    #[case::under_its_child(2, 3, Err(Refusal::BeneathItself))]
    #[case::under_its_grandchild(2, 4, Err(Refusal::BeneathItself))]
    #[case::where_it_is(3, 2, Err(Refusal::AlreadyThere))]
    fn no_move_makes_a_circle(
        #[case] moved: u128,
        #[case] target: u128,
        #[case] expected: Result<(), Refusal>,
    ) {
        let tree = beneath();
        let find = |number: u128| tree.iter().find(|unit| unit.id.0.as_u128() == number).unwrap();
        let (moved, target) = (find(moved), find(target));
        assert_eq!(moved.may_hang_under(target, 4, &[]), expected);
        if expected.is_ok() {
            let hung = moved.clone().hung_under(target, DAY);
            assert!(target.path.covers(&hung.path) && hung.path.level() == target.path.level() + 1);
        }
    }

    #[test]
    fn a_move_minds_names_and_depth() {
        let tree = beneath();
        let (moved, target) = (&tree[1], &tree[4]);
        let namesake = unit(7, target, &moved.name);
        let taken = Err(Refusal::NameTaken { name: moved.name.clone() });
        assert_eq!(moved.may_hang_under(target, 4, &[namesake]), taken);
        // Its subtree would reach one level too far.
        let deepest = LEVELS_MAX;
        assert_eq!(moved.may_hang_under(target, deepest, &[]), Err(Refusal::TooDeep { most: LEVELS_MAX }));
    }
}
