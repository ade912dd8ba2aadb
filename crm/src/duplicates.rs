//! Customers who may be one and the same, and joining their files without losing anything. R-CUS-1
//!
//! A merge is a link: everything that belonged to the one customer belongs to the other from then on, and a journal says
//! what moved. Taking it back moves the same things back. Merges are undone in the opposite order, so that each finds what
//! it moved where it put it.

use crate::{
    Timestamp,
    customers::CustomerStatus,
    ids::{CustomerId, MergeId, StaffId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What two files have in common.
    pub enum Likeness {
        /// The number of the identity document.
        IdNumber,
        /// A similar name and the same e-mail address.
        NameAndAddress,
    }
}

vocabulary! {
    /// A fact that a file lacks.
    pub enum Defect {
        /// No e-mail address.
        NoEmail,
        /// No number of an identity document.
        NoIdNumber,
        /// A name without a letter: a code, or nothing but signs.
        NoName,
        /// No consent was ever said yes or no to.
        NoConsent,
    }
}

/// From so many percent alike on, two names are similar.
pub const SIMILAR: u32 = 60;

/// How alike two names are, in percent: shared characters and shared pairs of neighbours, whatever case and signs.
pub fn likeness(one: &str, other: &str) -> u32 {
    let (one, other) = (pieces(one), pieces(other));
    let total = one.len() + other.len();
    if total == 0 {
        return 0;
    }
    let mut rest = other;
    let shared = one
        .iter()
        .filter(|piece| {
            let found = rest.iter().position(|known| known == *piece);
            found.map(|at| rest.swap_remove(at)).is_some()
        })
        .count();
    u32::try_from(200 * shared / total).unwrap_or(0)
}

/// Characters and pairs of neighbours of a name.
fn pieces(name: &str) -> Vec<String> {
    let letters: Vec<char> =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let single = letters.iter().map(char::to_string);
    let pairs = letters.windows(2).map(|pair| pair.iter().collect());
    single.chain(pairs).collect()
}

/// A merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Identifier.
    pub id: MergeId,
    /// Whose file goes on.
    pub kept: CustomerId,
    /// Whose file ends.
    pub merged: CustomerId,
    /// What the one that goes on was before.
    pub kept_status: CustomerStatus,
    /// What the one that ended was before.
    pub merged_status: CustomerStatus,
    /// Why.
    pub reason: String,
    /// By whom.
    pub merged_by: StaffId,
    /// When.
    pub merged_at: Timestamp,
    /// Who took it back, and when.
    pub undone: Option<(StaffId, Timestamp)>,
}

/// Why files are not joined, or not taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// A customer is not joined with themselves.
    #[error("both are the same customer")]
    Same,
    /// One of them was joined with another before.
    #[error("one of the files has ended in a merge already")]
    AlreadyMerged,
    /// Somebody still acts on one of the files: an order is under way.
    #[error("an order is under way")]
    OrderUnderWay,
    /// One of them is a company: its tree, roles and costs stay with it.
    #[error("one of them is a company")]
    Company,
    /// One of them holds a role in a company, or is invited to one: people gave it to this customer and no other.
    #[error("one of them has a role in a company or is invited to one")]
    CompanyRole,
    /// A contact of one of them is about to change.
    #[error("a contact is about to change")]
    ContactChangeOpen,
    /// It was taken back.
    #[error("it was taken back")]
    Undone,
    /// The file that went on was joined with another since: that merge is taken back first.
    #[error("a later merge is to be taken back first")]
    LaterFirst,
    /// The reason says too little or too much.
    #[error("the reason is too short or too long")]
    BadReason,
}

/// What ties a customer to a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyTie {
    /// It is one.
    Company,
    /// They hold a role in one, or are invited to one.
    Role,
}

/// What stands of both customers before they are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeFacts {
    /// One of them has ended in a merge that stands.
    pub already_merged: bool,
    /// What ties one of them to a company.
    pub company_tie: Option<CompanyTie>,
    /// One of them has an order under way.
    pub order_under_way: bool,
    /// One of them has a change of a contact under way.
    pub contact_change_open: bool,
}

/// Whether two customers may be joined.
pub fn may_merge(kept: CustomerId, merged: CustomerId, facts: MergeFacts) -> Result<(), Refusal> {
    if kept == merged {
        Err(Refusal::Same)
    } else if facts.already_merged {
        Err(Refusal::AlreadyMerged)
    } else if let Some(tie) = facts.company_tie {
        Err(match tie {
            CompanyTie::Company => Refusal::Company,
            CompanyTie::Role => Refusal::CompanyRole,
        })
    } else if facts.order_under_way {
        Err(Refusal::OrderUnderWay)
    } else if facts.contact_change_open {
        Err(Refusal::ContactChangeOpen)
    } else {
        Ok(())
    }
}

impl Merge {
    /// Takes it back; `later` says that a merge that stands touched the file that went on after this one.
    pub fn undo(self, later: bool, by: StaffId, now: Timestamp) -> Result<Self, Refusal> {
        if self.undone.is_some() {
            Err(Refusal::Undone)
        } else if later {
            Err(Refusal::LaterFirst)
        } else {
            Ok(Self { undone: Some((by, now)), ..self })
        }
    }

    /// What the file that goes on is from then on.
    pub fn kept_status_after(&self) -> CustomerStatus {
        match (self.kept_status, self.merged_status) {
            (CustomerStatus::Closed, CustomerStatus::Closed) => CustomerStatus::Closed,
            _ => CustomerStatus::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    #[rstest]
    #[case::same("长江贸易", "长江贸易", 100)]
    #[case::signs("North-Wind Trading", "north wind trading", 100)]
    #[case::one_more("长江贸易", "长江商贸易", 75)]
    #[case::nothing_shared("长江", "黄河", 0)]
    #[case::nothing("", "", 0)]
    fn names_are_alike(#[case] one: &str, #[case] other: &str, #[case] percent: u32) {
        assert_eq!(likeness(one, other), percent);
    }

    fn customer(number: u128) -> CustomerId {
        Uuid::from_u128(number).into()
    }

    fn staff() -> StaffId {
        Uuid::from_u128(99).into()
    }

    /// Nothing stands in the way.
    const FREE: MergeFacts = MergeFacts {
        already_merged: false,
        company_tie: None,
        order_under_way: false,
        contact_change_open: false,
    };

    #[rstest]
    #[case::fine(1, 2, FREE, Ok(()))]
    #[case::same(1, 1, FREE, Err(Refusal::Same))]
    #[case::twice(1, 2, MergeFacts { already_merged: true, ..FREE }, Err(Refusal::AlreadyMerged))]
    #[case::company(1, 2, MergeFacts { company_tie: Some(CompanyTie::Company), ..FREE }, Err(Refusal::Company))]
    #[case::role(1, 2, MergeFacts { company_tie: Some(CompanyTie::Role), ..FREE }, Err(Refusal::CompanyRole))]
    #[case::busy(1, 2, MergeFacts { order_under_way: true, ..FREE }, Err(Refusal::OrderUnderWay))]
    #[case::moving(1, 2, MergeFacts { contact_change_open: true, ..FREE }, Err(Refusal::ContactChangeOpen))]
    fn two_are_joined_once(
        #[case] kept: u128,
        #[case] merged: u128,
        #[case] facts: MergeFacts,
        #[case] expected: Result<(), Refusal>,
    ) {
        assert_eq!(may_merge(customer(kept), customer(merged), facts), expected);
    }

    fn merge(kept: u128, merged: u128, at: i64) -> Merge {
        Merge {
            id: Uuid::from_u128(u128::from(at.unsigned_abs())).into(),
            kept: customer(kept),
            merged: customer(merged),
            kept_status: CustomerStatus::Active,
            merged_status: CustomerStatus::Active,
            reason: "The same person, twice.".into(),
            merged_by: staff(),
            merged_at: Timestamp::from_second(at).unwrap(),
            undone: None,
        }
    }

    #[test]
    fn a_merge_is_taken_back_once_and_the_later_one_first() {
        let at = Timestamp::from_second(9).unwrap();
        assert_eq!(merge(1, 2, 1).undo(true, staff(), at), Err(Refusal::LaterFirst));
        let undone = merge(1, 2, 1).undo(false, staff(), at).unwrap();
        assert_eq!(undone.undo(false, staff(), at), Err(Refusal::Undone));
    }

    #[rstest]
    #[case(CustomerStatus::Closed, CustomerStatus::Active, CustomerStatus::Active)]
    #[case(CustomerStatus::Active, CustomerStatus::Closed, CustomerStatus::Active)]
    #[case(CustomerStatus::Closed, CustomerStatus::Closed, CustomerStatus::Closed)]
    fn business_goes_on_where_there_was_some(
        #[case] kept_status: CustomerStatus,
        #[case] merged_status: CustomerStatus,
        #[case] expected: CustomerStatus,
    ) {
        let merge = Merge { kept_status, merged_status, ..merge(1, 2, 1) };
        assert_eq!(merge.kept_status_after(), expected);
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_a_percentage(one in ".{0,12}", other in ".{0,12}") {
            prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
            prop_assert!(likeness(&one, &other) <= 100);
        }

        /// Whatever is joined in whatever order the rules let through: when everything is taken back in the order they let
        /// through, every thing belongs to who had it, and what came in meanwhile belongs to who had it when it came.
        #[test]
        fn what_is_taken_apart_is_as_it_was(
            owners in proptest::collection::vec(0_u128..5, 1..12),
            wishes in proptest::collection::vec((0_u128..5, 0_u128..5), 0..12),
        ) {
            let before: Vec<CustomerId> = owners.iter().map(|owner| customer(*owner)).collect();
            let mut now = before.clone();
            let mut standing: Vec<(Merge, Vec<usize>)> = Vec::new();
            for (at, (kept, merged)) in (0..).zip(wishes) {
                let (kept_id, merged_id) = (customer(kept), customer(merged));
                let already_merged =
                    standing.iter().any(|(known, _)| known.merged == kept_id || known.merged == merged_id);
                let facts = MergeFacts { already_merged, ..FREE };
                if may_merge(kept_id, merged_id, facts).is_err() {
                    continue;
                }
                let moved: Vec<usize> =
                    now.iter().enumerate().filter(|(_, owner)| **owner == merged_id).map(|(at, _)| at).collect();
                for thing in &moved {
                    now[*thing] = kept_id;
                }
                standing.push((merge(kept, merged, at), moved));
            }
            // Any merge that the rule lets go first, until none is left.
            while !standing.is_empty() {
                let free = (0..standing.len()).find(|at| {
                    let (candidate, _) = &standing[*at];
                    let later = standing.iter().skip(at + 1).any(|(other, _)| {
                        other.merged == candidate.kept || other.kept == candidate.kept
                    });
                    candidate.clone().undo(later, staff(), Timestamp::UNIX_EPOCH).is_ok()
                });
                let (undone, moved) = standing.remove(free.expect("the last merge can always be taken back"));
                for thing in moved {
                    prop_assert_eq!(now[thing], undone.kept);
                    now[thing] = undone.merged;
                }
            }
            prop_assert_eq!(now, before);
        }
    }
}
