//! Customers who may be one and the same: looked for by a job, decided by supervisors, joined and taken apart. R-CUS-1

use crate::{
    Actor, Desk, Error, Result,
    access::{Clerk, Operation},
    agenda,
    desk::Done,
    listing::cut,
};
use crm::{
    Timestamp,
    acting::{REASON_MAX, REASON_MIN},
    audit::AuditOutcome,
    contact_change::ContactKind,
    customers::{Customer, CustomerStatus},
    duplicates::{CompanyTie, Likeness, Merge, MergeFacts, Refusal, SIMILAR, likeness, may_merge},
    ids::{CustomerId, MergeId},
    sign_in::Holder,
};
use serde::{Deserialize, Serialize};
use store::{
    Unit,
    duplicates::{DefectCount, Pair},
};
use strum::VariantArray as _;
use uuid::Uuid;

/// What `/staff/data-quality` shows of duplicates and defects.
#[derive(Clone, Debug)]
pub struct QualityView {
    /// Pairs that wait for a decision, the first found first.
    pub pairs: Vec<Pair>,
    /// There are more of them.
    pub more: bool,
    /// Merges that stand, the newest first, with the codes of who goes on and who ended.
    pub merges: Vec<(Merge, String, String)>,
    /// What files lack, as the last look counted it.
    pub defects: Vec<DefectCount>,
}

/// A look over everything is asked for. It carries nothing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AskLook {}

/// It will be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAsked {}

/// Joins two files.
#[derive(Clone, Debug, Serialize)]
pub struct Join {
    /// Code of the customer whose file goes on.
    pub kept: String,
    /// Code of the customer whose file ends.
    pub merged: String,
    /// Why.
    pub reason: String,
}

/// They are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The merge.
    pub id: MergeId,
    /// How many things moved.
    pub moved: u64,
}

/// Says that two customers are two.
#[derive(Clone, Debug, Serialize)]
pub struct Dismiss {
    /// Code of the one.
    pub one: String,
    /// Code of the other.
    pub other: String,
}

/// It is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {}

/// Takes a merge back.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TakeApart {
    /// Which.
    pub merge: MergeId,
}

/// It is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenApart {}

/// How many of each a page lists.
const LISTED: i64 = 50;
/// Pairs compared in one transaction.
const AT_ONCE: i64 = 500;

/// What waits for a decision, and what the last look counted.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<QualityView> {
    actor.clerk(Operation::ViewDataQuality)?;
    desk.store
        .write(|mut unit| async move {
            let mut pairs = unit.pairs(LISTED + 1).await?;
            let more = cut(&mut pairs, LISTED).is_some();
            let merges = unit.standing_merges(LISTED).await?;
            // Names stand on the page: whoever reads it is written down.
            let facts = serde_json::json!({ "pairs": pairs.len() });
            let (operation, outcome) = (Operation::ViewDataQuality, AuditOutcome::Done);
            let event = desk.audit_event(actor, operation, "customers".to_owned(), outcome, &facts);
            unit.record(&event).await?;
            Ok::<_, Error>(QualityView { pairs, more, merges, defects: unit.defects().await? })
        })
        .await
}

/// Two files side by side.
pub async fn compare(desk: &Desk, actor: &Actor, one: &str, other: &str) -> Result<[Customer; 2]> {
    let clerk = actor.clerk(Operation::ViewDataQuality)?;
    desk.store
        .write(|mut unit| async move {
            let both = [clerk.customer(&mut unit, one).await?, clerk.customer(&mut unit, other).await?];
            for customer in &both {
                let object = format!("customer:{}", customer.code);
                let (operation, outcome) = (Operation::ViewDataQuality, AuditOutcome::Done);
                let event = desk.audit_event(actor, operation, object, outcome, &serde_json::Value::Null);
                unit.record(&event).await?;
            }
            Ok::<_, Error>(both)
        })
        .await
}

/// Asks for a look over everything, which a job makes.
pub async fn ask_look(desk: &Desk, actor: &Actor, key: Uuid) -> Result<LookAsked> {
    actor.clerk(Operation::LookForDuplicates)?;
    desk.perform(actor, Operation::LookForDuplicates, key, &AskLook {}, |mut unit| async move {
        agenda::enqueue(desk, &mut unit, agenda::Kind::LookForDuplicates, desk.id(), desk.now()).await?;
        Ok(Done { object: "customers".to_owned(), facts: serde_json::Value::Null, reply: LookAsked {} })
    })
    .await
}

/// Looks for duplicates among all customers and counts what files lack.
pub(crate) async fn look(desk: &Desk) -> Result<()> {
    for of in [Likeness::IdNumber, Likeness::NameAndAddress] {
        let mut after = (String::new(), String::new());
        loop {
            let before = &after;
            let pairs = desk
                .store
                .read(|mut unit| async move {
                    Ok::<_, Error>(unit.pairs_alike(of, (&before.0, &before.1), AT_ONCE).await?)
                })
                .await?;
            let Some(last) = pairs.last() else { break };
            let next = (last.one.code.clone(), last.other.code.clone());
            keep(desk, of, &pairs, desk.now()).await?;
            after = next;
        }
    }
    let now = desk.now();
    desk.store.write(|mut unit| async move { Ok(unit.count_defects(now).await?) }).await
}

/// Keeps those of the pairs that are alike enough.
async fn keep(desk: &Desk, of: Likeness, pairs: &[Pair], at: Timestamp) -> Result<()> {
    desk.store
        .write(|mut unit| async move {
            for pair in pairs {
                let is_alike =
                    of == Likeness::IdNumber || likeness(&pair.one.name, &pair.other.name) >= SIMILAR;
                if is_alike {
                    unit.add_pair(pair.one.id, pair.other.id, of, at).await?;
                }
            }
            Ok(())
        })
        .await
}

/// Joins two files: everything of the one belongs to the other from then on.
pub async fn join(desk: &Desk, actor: &Actor, key: Uuid, command: &Join) -> Result<Joined> {
    let clerk = actor.clerk(Operation::MergeCustomers)?;
    desk.perform(actor, Operation::MergeCustomers, key, command, |mut unit| async move {
        let kept = clerk.customer(&mut unit, &command.kept).await?;
        let merged = clerk.customer(&mut unit, &command.merged).await?;
        let mut facts = MergeFacts::default();
        for customer in [&kept, &merged] {
            facts.already_merged |= unit.has_ended_in_merge(customer.id).await?;
            facts.order_under_way |= !unit.open_orders_of(customer.id, 1).await?.is_empty();
            facts.company_tie = facts.company_tie.or(company_tie(desk, &mut unit, customer.id).await?);
            for kind in ContactKind::VARIANTS {
                let change = unit.open_contact_change(customer.id, *kind).await?;
                facts.contact_change_open |= change.is_some_and(|change| change.is_under_way(desk.now()));
            }
        }
        may_merge(kept.id, merged.id, facts)?;
        let length = command.reason.trim().chars().count();
        if !(REASON_MIN..=REASON_MAX).contains(&length) {
            return Err(Refusal::BadReason.into());
        }
        let merge = Merge {
            id: desk.id(),
            kept: kept.id,
            merged: merged.id,
            kept_status: kept.status,
            merged_status: merged.status,
            reason: command.reason.trim().to_owned(),
            merged_by: clerk.staff().staff_id,
            merged_at: desk.now(),
            undone: None,
        };
        let moved = unit.merge(&merge).await?;
        unit.set_status(kept.id, merge.kept_status_after()).await?;
        unit.set_status(merged.id, CustomerStatus::Closed).await?;
        unit.end_other_sessions(Holder::Customer(merged.id), None).await?;
        Ok(Done {
            object: format!("customer:{}", kept.code),
            facts: serde_json::json!({ "merge": merge.id, "merged": merged.code, "moved": moved }),
            reply: Joined { id: merge.id, moved },
        })
    })
    .await
}

/// What ties a customer to a company. Neither trees nor roles move in a merge.
async fn company_tie(desk: &Desk, unit: &mut Unit, id: CustomerId) -> Result<Option<CompanyTie>> {
    if unit.org_top(id).await?.is_some() {
        return Ok(Some(CompanyTie::Company));
    }
    let invited = unit.invitations_to(id).await?;
    let is_invited = invited.iter().any(|named| named.invitation.is_pending(desk.now()));
    let has_role = is_invited || !unit.companies_of(id).await?.is_empty();
    Ok(has_role.then_some(CompanyTie::Role))
}

/// Takes a merge back: what it moved goes where it was, with what came to those accounts and lines since.
pub async fn take_apart(desk: &Desk, actor: &Actor, key: Uuid, command: &TakeApart) -> Result<TakenApart> {
    let clerk = actor.clerk(Operation::MergeCustomers)?;
    desk.perform(actor, Operation::MergeCustomers, key, command, |mut unit| async move {
        let merge = unit.find_merge(command.merge).await?.ok_or(Error::NotFound)?;
        let later = unit.has_later_merge(&merge).await?;
        let (by, now) = (clerk.staff().staff_id, desk.now());
        let merge = merge.undo(later, by, now)?;
        unit.undo_merge(&merge, by, now).await?;
        unit.set_status(merge.kept, merge.kept_status).await?;
        unit.set_status(merge.merged, merge.merged_status).await?;
        Ok(Done {
            object: format!("customer:{}", code(&mut unit, &merge).await?),
            facts: serde_json::json!({ "merge": merge.id, "undone": true }),
            reply: TakenApart {},
        })
    })
    .await
}

/// Says that two customers are two, so that the pair waits no longer.
pub async fn dismiss(desk: &Desk, actor: &Actor, key: Uuid, command: &Dismiss) -> Result<Dismissed> {
    let clerk: Clerk<'_> = actor.clerk(Operation::MergeCustomers)?;
    desk.perform(actor, Operation::MergeCustomers, key, command, |mut unit| async move {
        let one = clerk.customer(&mut unit, &command.one).await?;
        let other = clerk.customer(&mut unit, &command.other).await?;
        unit.dismiss_pair(one.id, other.id).await?;
        Ok(Done {
            object: format!("customer:{}", one.code),
            facts: serde_json::json!({ "different": other.code }),
            reply: Dismissed {},
        })
    })
    .await
}

/// The code of the customer whose file goes on.
async fn code(unit: &mut Unit, merge: &Merge) -> Result<String> {
    Ok(unit.customer(merge.kept).await?.ok_or(Error::NotFound)?.code)
}
