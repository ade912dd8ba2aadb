//! The tree of units: adding, renaming and moving them, at once or on a day to come. R-CUS-2

use super::{CompanyHead, Focus, choices, focus, head, object};
use crate::{
    Actor, Desk, Error, Result,
    access::{Managed, Operation},
    agenda::{self, Kind},
    desk::Done,
};
use crm::{
    Date,
    audit::AuditOutcome,
    company::{
        moves::{OrgMove, OrgMoveState, check_day},
        roles::Power,
        tree::{NewOrgUnit, OrgUnit, OrgUnitKind},
    },
    ids::{OrgMoveId, OrgUnitId},
    numbers::NumberKind,
};
use serde::{Deserialize, Serialize};
use store::{Unit, org_units::CountedUnit};
use uuid::Uuid;

/// What the page of units shows.
#[derive(Clone, Debug)]
pub struct UnitsView {
    /// The company.
    pub head: CompanyHead,
    /// The unit in the middle.
    pub focus: Focus,
    /// Lines on it and beneath.
    pub lines: i64,
    /// The units directly beneath.
    pub units: Vec<CountedUnit>,
    /// The unit can be changed, and units added to it.
    pub may_manage: bool,
    /// Where it can be moved to; empty when it cannot.
    pub targets: Vec<OrgUnit>,
    /// The move of it that waits.
    pub planned: Option<MoveView>,
    /// Moves in the actor's parts, the latest day first.
    pub moves: Vec<MoveView>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// A move with the names that belong to it.
#[derive(Clone, Debug)]
pub struct MoveView {
    /// The move.
    pub planned: OrgMove,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit: String,
    /// Name of the unit it goes to.
    pub to: String,
}

/// A new unit.
#[derive(Clone, Debug, Serialize)]
pub struct AddUnit {
    /// Code of the company.
    pub company: String,
    /// Code of the unit above.
    pub parent: String,
    /// Name as it was typed.
    pub name: String,
    /// What it is called.
    pub kind: OrgUnitKind,
}

/// Another name.
#[derive(Clone, Debug, Serialize)]
pub struct RenameUnit {
    /// Code of the company.
    pub company: String,
    /// Code of the unit.
    pub unit: String,
    /// Name as it was typed.
    pub name: String,
}

/// Another place.
#[derive(Clone, Debug, Serialize)]
pub struct MoveUnit {
    /// Code of the company.
    pub company: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the unit it is to hang under.
    pub to: String,
    /// First day there; `None` when what was typed is no day.
    pub effective_on: Option<Date>,
}

/// A planned move is taken back.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawMove {
    /// Code of the company.
    pub company: String,
    /// Code of the unit.
    pub unit: String,
}

/// A unit as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitStands {
    /// Code of the unit.
    pub unit: String,
    /// The move is done; otherwise it waits for its day.
    pub is_moved: bool,
}

/// How many moves are looked at.
const MOVES: i64 = 20;

/// The unit with code `unit`, or the top of the actor's first part, with what is beneath.
pub async fn view(desk: &Desk, actor: &Actor, company: &str, unit: Option<&str>) -> Result<UnitsView> {
    let asking = actor.manager(Operation::ViewCompany)?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let head = head(&mut work, &managed).await?;
            let focus = focus(&mut work, &managed, unit).await?;
            let may_manage = managed.has_at(Power::ManageTree, &focus.unit.path);
            let mut targets = Vec::new();
            if may_manage && may_be_moved(&mut work, &managed, &focus.unit).await? {
                targets = choices(&mut work, &managed).await?;
                targets.retain(|target| {
                    !focus.unit.path.covers(&target.path)
                        && Some(target.id) != focus.unit.parent_id
                        && managed.has_at(Power::ManageTree, &target.path)
                });
            }
            let mut moves = Vec::new();
            for planned in work.org_moves_in(managed.company().id, MOVES).await? {
                moves.extend(named(&mut work, &managed, planned).await?);
            }
            let planned = moves.iter().find(|other| {
                other.planned.org_unit_id == focus.unit.id && other.planned.state == OrgMoveState::Planned
            });
            Ok(UnitsView {
                lines: work.count_lines_within(&focus.unit.path).await?,
                units: work.org_units_under(focus.unit.id).await?,
                planned: planned.cloned(),
                head,
                focus,
                may_manage,
                targets,
                moves,
                today,
            })
        })
        .await
}

/// A move with its names, when both its places are the actor's to see.
async fn named(work: &mut Unit, managed: &Managed, planned: OrgMove) -> Result<Option<MoveView>> {
    let unit = work.org_unit(planned.org_unit_id).await?;
    let to = work.org_unit(planned.to_id).await?;
    let (Some(unit), Some(to)) = (unit, to) else { return Ok(None) };
    let seen = managed.reaches(&unit.path) && managed.reaches(&to.path);
    Ok(seen.then_some(MoveView { planned, unit_code: unit.code, unit: unit.name, to: to.name }))
}

/// Whether the actor may take a unit out of where it hangs: the tree above it has to be theirs as well.
async fn may_be_moved(work: &mut Unit, managed: &Managed, unit: &OrgUnit) -> Result<bool> {
    let Some(parent) = unit.parent_id else { return Ok(false) };
    let parent = work.org_unit(parent).await?.ok_or(Error::NotFound)?;
    Ok(managed.has_at(Power::ManageTree, &parent.path))
}

async fn directly_under(work: &mut Unit, parent: OrgUnitId) -> Result<Vec<OrgUnit>> {
    Ok(work.org_units_under(parent).await?.into_iter().map(|counted| counted.unit).collect())
}

/// Adds a unit.
pub async fn add(desk: &Desk, actor: &Actor, key: Uuid, command: &AddUnit) -> Result<UnitStands> {
    let asking = actor.manager(Operation::ManageCompanyTree)?;
    desk.perform(actor, Operation::ManageCompanyTree, key, &("add", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let parent = managed.unit(&mut work, &command.parent).await?;
        let beside = directly_under(&mut work, parent.id).await?;
        let code = desk.number(NumberKind::OrgUnit);
        let new = NewOrgUnit { id: desk.id(), code, name: command.name.clone(), kind: command.kind };
        let unit = parent.add(new, &beside, desk.today())?;
        work.add_org_unit(&unit).await?;
        Ok(Done {
            object: object(&managed, &format!("/unit:{}", unit.code)),
            facts: serde_json::json!({ "under": parent.code, "name": unit.name, "kind": unit.kind }),
            reply: UnitStands { unit: unit.code, is_moved: false },
        })
    })
    .await
}

/// Gives a unit another name.
pub async fn rename(desk: &Desk, actor: &Actor, key: Uuid, command: &RenameUnit) -> Result<UnitStands> {
    let asking = actor.manager(Operation::ManageCompanyTree)?;
    desk.perform(actor, Operation::ManageCompanyTree, key, &("rename", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let unit = managed.unit(&mut work, &command.unit).await?.into_inner();
        let before = unit.name.clone();
        let beside = match unit.parent_id {
            Some(parent) => directly_under(&mut work, parent).await?,
            None => Vec::new(),
        };
        let renamed = unit.rename(&command.name, &beside)?;
        work.save_org_unit(&renamed).await?;
        Ok(Done {
            object: object(&managed, &format!("/unit:{}", renamed.code)),
            facts: serde_json::json!({ "before": before, "after": renamed.name }),
            reply: UnitStands { unit: renamed.code, is_moved: false },
        })
    })
    .await
}

/// Moves a unit with all beneath it: today at once, on a later day by a job. Both places, the old and the new, have to be the
/// actor's.
pub async fn move_unit(desk: &Desk, actor: &Actor, key: Uuid, command: &MoveUnit) -> Result<UnitStands> {
    let asking = actor.manager(Operation::ManageCompanyTree)?;
    desk.perform(actor, Operation::ManageCompanyTree, key, &("move", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let unit = managed.unit(&mut work, &command.unit).await?.into_inner();
        let from_id = unit.parent_id.ok_or(crm::company::Refusal::TopStays)?;
        if !may_be_moved(&mut work, &managed, &unit).await? {
            return Err(Error::NotFound);
        }
        let target = managed.unit(&mut work, &command.to).await?.into_inner();
        let planned = work.planned_move_of(unit.id).await?.map(|planned| planned.effective_on);
        let (today, on) = (desk.today(), command.effective_on);
        let effective_on = check_day(on, planned, today)?;
        check_place(&mut work, &unit, &target).await?;
        let is_moved = effective_on <= today;
        let planned = OrgMove {
            id: desk.id(),
            company_id: managed.company().id,
            org_unit_id: unit.id,
            from_id,
            to_id: target.id,
            effective_on,
            by: managed.person(),
            state: if is_moved { OrgMoveState::Done } else { OrgMoveState::Planned },
            version: 1,
        };
        work.add_org_move(&planned).await?;
        let code = unit.code.clone();
        if is_moved {
            hang(&mut work, unit, &target, effective_on).await?;
        } else {
            let due_at = desk.start_of(effective_on);
            agenda::enqueue(desk, &mut work, Kind::MoveOrgUnit, planned.id.0, due_at).await?;
        }
        Ok(Done {
            object: object(&managed, &format!("/unit:{code}")),
            facts: serde_json::json!({ "to": target.code, "effectiveOn": effective_on }),
            reply: UnitStands { unit: code, is_moved },
        })
    })
    .await
}

/// Takes a planned move back.
pub async fn withdraw_move(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: &WithdrawMove,
) -> Result<UnitStands> {
    let asking = actor.manager(Operation::ManageCompanyTree)?;
    desk.perform(actor, Operation::ManageCompanyTree, key, &("withdraw", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let unit = managed.unit(&mut work, &command.unit).await?;
        if !may_be_moved(&mut work, &managed, &unit).await? {
            return Err(Error::NotFound);
        }
        let planned = work.planned_move_of(unit.id).await?.ok_or(crm::company::Refusal::MoveSettled)?;
        let withdrawn = planned.withdraw()?;
        work.save_org_move(&withdrawn).await?;
        Ok(Done {
            object: object(&managed, &format!("/unit:{}", unit.code)),
            facts: serde_json::json!({ "withdrawn": withdrawn.effective_on }),
            reply: UnitStands { unit: unit.code.clone(), is_moved: false },
        })
    })
    .await
}

/// Does a move on its day; called by a job. When the tree has changed so that it can no longer be done, or whoever planned it
/// has lost the right to, that is written down and shown to administrators.
pub(crate) async fn carry_out(desk: &Desk, id: OrgMoveId) -> Result<()> {
    desk.store
        .write(|mut work| async move {
            let planned = work.org_move(id).await?.filter(|planned| planned.state == OrgMoveState::Planned);
            let Some(planned) = planned else { return Ok(()) };
            let unit = work.org_unit(planned.org_unit_id).await?.ok_or(Error::NotFound)?;
            let target = work.org_unit(planned.to_id).await?.ok_or(Error::NotFound)?;
            let code = unit.code.clone();
            let checked = match check_planner(&mut work, &planned, &unit, &target).await {
                Ok(()) => check_place(&mut work, &unit, &target).await,
                refused => refused,
            };
            let (state, facts) = match checked {
                Ok(()) => {
                    hang(&mut work, unit, &target, planned.effective_on).await?;
                    (OrgMoveState::Done, serde_json::json!({ "to": target.code }))
                }
                Err(Error::Refused(refusal)) => {
                    let facts = serde_json::json!({ "to": target.code, "refusal": format!("{refusal:?}") });
                    (OrgMoveState::Failed, facts)
                }
                Err(error) => return Err(error),
            };
            work.save_org_move(&OrgMove { state, ..planned }).await?;
            let outcome =
                if state == OrgMoveState::Done { AuditOutcome::Done } else { AuditOutcome::Refused };
            let (operation, object) = (Operation::ManageCompanyTree, format!("unit:{code}"));
            let event = desk.audit_event(&Actor::System, operation, object, outcome, &facts);
            Ok(work.record(&event).await?)
        })
        .await
}

/// A move runs under the rights of whoever planned it, as they stand on its day: at both places, as when it was planned.
async fn check_planner(work: &mut Unit, planned: &OrgMove, unit: &OrgUnit, target: &OrgUnit) -> Result<()> {
    let parent = unit.parent_id.ok_or(crm::company::Refusal::TopStays)?;
    let parent = work.org_unit(parent).await?.ok_or(Error::NotFound)?;
    let held = work.grants_held(planned.company_id, planned.by).await?;
    let may = |at: &OrgUnit| held.iter().any(|grant| grant.gives(Power::ManageTree, &at.path));
    if may(&parent) && may(target) { Ok(()) } else { Err(crm::company::Refusal::MoreThanHeld.into()) }
}

async fn check_place(work: &mut Unit, unit: &OrgUnit, target: &OrgUnit) -> Result<()> {
    let deepest = usize::try_from(work.deepest_level(&unit.path).await?).unwrap_or(usize::MAX);
    let beside = directly_under(work, target.id).await?;
    Ok(unit.may_hang_under(target, deepest, &beside)?)
}

async fn hang(work: &mut Unit, unit: OrgUnit, target: &OrgUnit, on: Date) -> Result<()> {
    let from = unit.path.clone();
    let hung = unit.hung_under(target, on);
    Ok(work.hang_org_unit(&hung, &from).await?)
}
