//! Who holds which role: inviting, accepting, taking away, and what takes two owners. R-ENT-3

use super::{CompanyHead, choices, head, object, tell};
use crate::{
    Actor, Desk, Error, Result,
    access::{Managed, Operation},
    desk::Done,
    messages::Notice,
};
use crm::{
    Timestamp,
    company::{
        Refusal,
        invitations::{Invitation, InvitationState, NewInvitation},
        roles::{
            Assent, Grant, Power, Removal, Role, assent_to_invite, decides_on_owners, may_decide_removal,
            may_grant, may_remove, must_not_be_last,
        },
        tree::{OrgUnit, Path},
    },
    customers::Msisdn,
    ids::{CustomerId, GrantId},
    numbers::NumberKind,
};
use serde::{Deserialize, Serialize};
use store::{
    Unit,
    company_roles::{CompanyName, NamedGrant, NamedInvitation},
};
use strum::VariantArray as _;
use uuid::Uuid;

/// What the page of people shows.
#[derive(Clone, Debug)]
pub struct PeopleView {
    /// The company.
    pub head: CompanyHead,
    /// Who holds what in the actor's parts.
    pub grants: Vec<GrantView>,
    /// Invitations to the actor's parts, newest first.
    pub invitations: Vec<InvitationView>,
    /// Roles the actor may give somewhere.
    pub roles: Vec<Role>,
    /// Units the actor may invite to.
    pub units: Vec<OrgUnit>,
}

/// A role somebody holds, with what the actor may do about it.
#[derive(Clone, Debug)]
pub struct GrantView {
    /// The grant with its names.
    pub named: NamedGrant,
    /// It is the actor's own.
    pub is_own: bool,
    /// The actor may take it away.
    pub may_remove: bool,
    /// The actor may agree that it is taken away, or turn that down.
    pub may_decide: bool,
}

/// An invitation, with what the actor may do about it.
#[derive(Clone, Debug)]
pub struct InvitationView {
    /// The invitation with its names.
    pub named: NamedInvitation,
    /// It can still be answered, approved or withdrawn.
    pub is_pending: bool,
    /// The actor may agree to it, or turn it down.
    pub may_decide: bool,
}

/// Somebody is invited to a role.
#[derive(Clone, Debug, Serialize)]
pub struct Invite {
    /// Code of the company.
    pub company: String,
    /// Code of the unit.
    pub unit: String,
    /// The role; `None` when none was chosen.
    pub role: Option<Role>,
    /// Mobile number or customer code, as it was typed.
    pub addressee: String,
}

/// An invitation, by its number.
#[derive(Clone, Debug, Serialize)]
pub struct OfInvitation {
    /// Number of the invitation.
    pub number: String,
}

/// A role of a company, by its identifier.
#[derive(Clone, Debug, Serialize)]
pub struct OfGrant {
    /// Code of the company.
    pub company: String,
    /// The grant.
    pub grant: GrantId,
}

/// A decision on a change of owners.
#[derive(Clone, Debug, Serialize)]
pub struct DecideOwner {
    /// Code of the company.
    pub company: String,
    /// What is decided on.
    pub on: OwnerChange,
    /// Agreed, or turned down.
    pub agree: bool,
}

/// A change of owners that was proposed.
#[derive(Clone, Debug, Serialize)]
pub enum OwnerChange {
    /// Somebody is invited to be an owner.
    Invitation(String),
    /// An owner is to lose the role.
    Removal(GrantId),
}

/// What became of a command on roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChange {
    /// Code of the company.
    pub company: String,
    /// Another owner has to agree first.
    pub awaits: bool,
}

/// How many invitations the page lists.
const INVITATIONS: i64 = 50;

/// Who holds what in the parts the actor administers.
pub async fn view(desk: &Desk, actor: &Actor, company: &str) -> Result<PeopleView> {
    let asking = actor.manager(Operation::ViewCompanyPeople)?;
    let now = desk.now();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let head = head(&mut work, &managed).await?;
            let named = work.grants_in(managed.company().id).await?;
            let all: Vec<Grant> = named.iter().map(|named| named.grant.clone()).collect();
            let me = managed.person();
            let grants = named.into_iter().filter(|named| managed.reaches(&named.grant.path)).map(|named| {
                let grant = &named.grant;
                GrantView {
                    is_own: grant.holder == me,
                    may_remove: may_remove(grant, &all, managed.held(), me).is_ok(),
                    may_decide: may_decide_removal(grant, &all, me).is_ok(),
                    named,
                }
            });
            let grants = grants.collect();
            let invitations = work.invitations_in(managed.company().id, INVITATIONS).await?;
            let seen = invitations.into_iter().filter(|named| managed.reaches(&named.invitation.path));
            let invitations = seen.map(|named| InvitationView {
                is_pending: named.invitation.is_pending(now),
                may_decide: awaits_decision(&named.invitation, &all, me, now),
                named,
            });
            let invitations = invitations.collect();
            let parts = managed.parts();
            let grantable =
                |role: &&Role| parts.iter().any(|part| may_grant(managed.held(), **role, part).is_ok());
            let roles = Role::VARIANTS.iter().filter(grantable).copied().collect();
            Ok(PeopleView { head, grants, invitations, roles, units: choices(&mut work, &managed).await? })
        })
        .await
}

fn awaits_decision(invitation: &Invitation, all: &[Grant], by: CustomerId, now: Timestamp) -> bool {
    invitation.state == InvitationState::AwaitingApproval
        && invitation.is_pending(now)
        && decides_on_owners(all, by, invitation.invited_by, &invitation.path).is_ok()
}

/// How many changes of owners wait for the actor's decision.
pub(super) async fn decisions(work: &mut Unit, managed: &Managed, now: Timestamp) -> Result<usize> {
    let all = grants(work, managed.company()).await?;
    let me = managed.person();
    let removals = all.iter().filter(|grant| may_decide_removal(grant, &all, me).is_ok()).count();
    let invitations = work.invitations_in(managed.company().id, INVITATIONS).await?;
    let invited =
        invitations.iter().filter(|named| awaits_decision(&named.invitation, &all, me, now)).count();
    Ok(removals + invited)
}

async fn grants(work: &mut Unit, company: &CompanyName) -> Result<Vec<Grant>> {
    Ok(work.grants_in(company.id).await?.into_iter().map(|named| named.grant).collect())
}

/// Invites somebody. Whether anybody has that number or code is not told.
pub async fn invite(desk: &Desk, actor: &Actor, key: Uuid, command: &Invite) -> Result<RoleChange> {
    let asking = actor.manager(Operation::ManageCompanyPeople)?;
    desk.perform(actor, Operation::ManageCompanyPeople, key, &("invite", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let org_unit = managed.unit(&mut work, &command.unit).await?.into_inner();
        let role = command.role.ok_or(Refusal::RoleMissing)?;
        may_grant(managed.held(), role, &org_unit.path)?;
        let (addressee, invitee) = addressee(&mut work, &command.addressee).await?;
        let all = grants(&mut work, managed.company()).await?;
        let held = |grant: &Grant| {
            Some(grant.holder) == invitee && grant.org_unit_id == org_unit.id && grant.role == role
        };
        // Whoever administers this place sees who holds what there.
        if all.iter().any(held) {
            return Err(Refusal::AlreadyHeld.into());
        }
        let assent = assent_to_invite(&all, managed.person(), role, &org_unit.path);
        let new = NewInvitation {
            id: desk.id(),
            number: desk.number(NumberKind::Invitation),
            company_id: managed.company().id,
            org_unit_id: org_unit.id,
            path: org_unit.path,
            role,
            addressee,
            invitee,
            invited_by: managed.person(),
        };
        let invitation = Invitation::begin(new, assent, desk.now());
        work.add_invitation(&invitation).await?;
        match assent {
            Assent::Enough => send(desk, &mut work, managed.company(), &invitation).await?,
            Assent::AnotherOwner => {
                ask_owners(desk, &mut work, &managed, &all, &invitation.path).await?;
            }
        }
        Ok(Done {
            object: object(&managed, &format!("/invitation:{}", invitation.number)),
            facts: serde_json::json!({ "role": role, "unit": org_unit.code, "addressee": invitation.addressee }),
            reply: change(&managed, assent),
        })
    })
    .await
}

/// Who is meant: by mobile number, else by customer code. What is shown afterwards is the number, masked, or the code.
async fn addressee(work: &mut Unit, typed: &str) -> Result<(String, Option<CustomerId>)> {
    let typed = typed.trim();
    if let Some(mobile) = Msisdn::parse(typed) {
        let known = work.customer_by_mobile(&mobile).await?;
        return Ok((mobile.masked(), known.map(|customer| customer.id)));
    }
    let code = typed.to_uppercase();
    let like_a_code =
        (4..=CODE_MAX).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !like_a_code {
        return Err(Refusal::AddresseeUnclear.into());
    }
    let known = work.customer_by_code(&code).await?;
    Ok((code, known.map(|customer| customer.id)))
}

/// Longest text that is taken for a customer code.
const CODE_MAX: usize = 20;

async fn send(desk: &Desk, work: &mut Unit, company: &CompanyName, invitation: &Invitation) -> Result<()> {
    let Some(invitee) = invitation.invitee else { return Ok(()) };
    tell(desk, work, invitee, &Notice::CompanyInvitation { company: company.name.clone() }).await
}

/// Tells the other owners that a change waits for them.
async fn ask_owners(desk: &Desk, work: &mut Unit, managed: &Managed, all: &[Grant], at: &Path) -> Result<()> {
    let decides = |grant: &&Grant| grant.holder != managed.person() && grant.gives(Power::DecideOwners, at);
    let mut owners: Vec<CustomerId> = all.iter().filter(decides).map(|grant| grant.holder).collect();
    owners.sort();
    owners.dedup();
    let notice = Notice::CompanyOwnersProposed { company: managed.company().name.clone() };
    for owner in owners {
        tell(desk, work, owner, &notice).await?;
    }
    Ok(())
}

fn change(managed: &Managed, assent: Assent) -> RoleChange {
    RoleChange { company: managed.company().code.clone(), awaits: assent == Assent::AnotherOwner }
}

/// Takes an invitation back.
pub async fn withdraw(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    company: &str,
    command: &OfInvitation,
) -> Result<RoleChange> {
    let asking = actor.manager(Operation::ManageCompanyPeople)?;
    let said = ("withdraw", company, command);
    desk.perform(actor, Operation::ManageCompanyPeople, key, &said, |mut work| async move {
        let managed = asking.company(&mut work, company).await?;
        let invitation = invitation_in(&mut work, &managed, &command.number).await?;
        may_grant(managed.held(), invitation.role, &invitation.path)?;
        let withdrawn = invitation.withdraw(desk.now())?;
        work.save_invitation(&withdrawn).await?;
        Ok(Done {
            object: object(&managed, &format!("/invitation:{}", withdrawn.number)),
            facts: serde_json::json!({ "state": withdrawn.state }),
            reply: change(&managed, Assent::Enough),
        })
    })
    .await
}

async fn invitation_in(work: &mut Unit, managed: &Managed, number: &str) -> Result<Invitation> {
    let named = work.invitation(number).await?.map(|named| named.invitation);
    let within = |invitation: &Invitation| {
        invitation.company_id == managed.company().id && managed.reaches(&invitation.path)
    };
    named.filter(within).ok_or(Error::NotFound)
}

/// The invitation with this number, for whom it is for.
pub async fn invitation(desk: &Desk, actor: &Actor, number: &str) -> Result<NamedInvitation> {
    let own = actor.own(Operation::ViewCompanies)?;
    desk.store.read(|mut work| async move { invitation_to(&mut work, own.id(), number).await }).await
}

async fn invitation_to(work: &mut Unit, invitee: CustomerId, number: &str) -> Result<NamedInvitation> {
    let named = work.invitation(number).await?;
    // What waits for another owner was not sent, and is nobody's to see but theirs.
    let sent = |named: &NamedInvitation| {
        let state = named.invitation.state;
        named.invitation.invitee == Some(invitee)
            && !matches!(state, InvitationState::AwaitingApproval | InvitationState::TurnedDown)
    };
    named.filter(sent).ok_or(Error::NotFound)
}

/// Takes the role one is invited to. Whoever invited must still be able to give it.
pub async fn accept(desk: &Desk, actor: &Actor, key: Uuid, command: &OfInvitation) -> Result<RoleChange> {
    let own = actor.own(Operation::AnswerInvitation)?;
    desk.perform(actor, Operation::AnswerInvitation, key, &("accept", command), |mut work| async move {
        let named = invitation_to(&mut work, own.id(), &command.number).await?;
        let inviter = named.invitation.invited_by;
        let accepted = named.invitation.accept(desk.now())?;
        let still_held = work.grants_held(accepted.company_id, inviter).await?;
        may_grant(&still_held, accepted.role, &accepted.path).map_err(|_| Refusal::InviterLeft)?;
        let held = work.grants_held(accepted.company_id, own.id()).await?;
        let same = |grant: &Grant| grant.org_unit_id == accepted.org_unit_id && grant.role == accepted.role;
        if held.iter().any(same) {
            return Err(Refusal::AlreadyHeld.into());
        }
        work.save_invitation(&accepted).await?;
        let grant = Grant {
            id: desk.id(),
            company_id: accepted.company_id,
            org_unit_id: accepted.org_unit_id,
            path: accepted.path.clone(),
            holder: own.id(),
            role: accepted.role,
            granted_by: Some(inviter),
            granted_at: desk.now(),
            removal: None,
            version: 1,
        };
        work.add_grant(&grant).await?;
        Ok(answered(named.company_code, &accepted))
    })
    .await
}

/// Turns down the role one is invited to.
pub async fn decline(desk: &Desk, actor: &Actor, key: Uuid, command: &OfInvitation) -> Result<RoleChange> {
    let own = actor.own(Operation::AnswerInvitation)?;
    desk.perform(actor, Operation::AnswerInvitation, key, &("decline", command), |mut work| async move {
        let named = invitation_to(&mut work, own.id(), &command.number).await?;
        let declined = named.invitation.decline(desk.now())?;
        work.save_invitation(&declined).await?;
        Ok(answered(named.company_code, &declined))
    })
    .await
}

fn answered(company: String, invitation: &Invitation) -> Done<RoleChange> {
    Done {
        object: format!("company:{company}/invitation:{}", invitation.number),
        facts: serde_json::json!({ "state": invitation.state, "role": invitation.role }),
        reply: RoleChange { company, awaits: false },
    }
}

/// Takes a role away; for an owner, another owner has to agree, where there is one.
pub async fn remove(desk: &Desk, actor: &Actor, key: Uuid, command: &OfGrant) -> Result<RoleChange> {
    let asking = actor.manager(Operation::ManageCompanyPeople)?;
    desk.perform(actor, Operation::ManageCompanyPeople, key, &("remove", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let grant = grant_in(&mut work, &managed, command.grant).await?;
        let all = grants(&mut work, managed.company()).await?;
        let assent = may_remove(&grant, &all, managed.held(), managed.person())?;
        take_away(desk, &mut work, &managed, &all, grant, assent).await
    })
    .await
}

async fn grant_in(work: &mut Unit, managed: &Managed, id: GrantId) -> Result<Grant> {
    let grant = work.grant_in(managed.company().id, id).await?;
    grant.filter(|grant| managed.reaches(&grant.path)).ok_or(Error::NotFound)
}

async fn take_away(
    desk: &Desk,
    work: &mut Unit,
    managed: &Managed,
    all: &[Grant],
    grant: Grant,
    assent: Assent,
) -> Result<Done<RoleChange>> {
    match assent {
        Assent::Enough => end(desk, work, managed.company(), managed.person(), &grant).await?,
        Assent::AnotherOwner => {
            let removal = Some(Removal { by: managed.person(), at: desk.now() });
            work.save_grant(&Grant { removal, ..grant.clone() }).await?;
            ask_owners(desk, work, managed, all, &grant.path).await?;
        }
    }
    Ok(Done {
        object: object(managed, &format!("/grant:{}", grant.id.0)),
        facts: serde_json::json!({ "role": grant.role, "awaits": assent == Assent::AnotherOwner }),
        reply: change(managed, assent),
    })
}

/// Ends a role, and tells whom it concerns, unless they did it themselves.
async fn end(
    desk: &Desk,
    work: &mut Unit,
    company: &CompanyName,
    by: CustomerId,
    grant: &Grant,
) -> Result<()> {
    work.end_grant(grant, by, desk.now()).await?;
    if grant.holder != by {
        let notice = Notice::CompanyRoleEnded { company: company.name.clone() };
        tell(desk, work, grant.holder, &notice).await?;
    }
    Ok(())
}

/// Gives up a role of one's own.
pub async fn leave(desk: &Desk, actor: &Actor, key: Uuid, command: &OfGrant) -> Result<RoleChange> {
    let own = actor.own(Operation::LeaveCompany)?;
    // Looking is the least that any role gives.
    let asking = actor.manager(Operation::ViewCompany)?;
    desk.perform(actor, Operation::LeaveCompany, key, command, |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let grant = grant_in(&mut work, &managed, command.grant).await?;
        if grant.holder != own.id() {
            return Err(Error::NotFound);
        }
        let all = grants(&mut work, managed.company()).await?;
        let assent = may_remove(&grant, &all, managed.held(), own.id())?;
        take_away(desk, &mut work, &managed, &all, grant, assent).await
    })
    .await
}

/// Agrees to a change of owners that another owner proposed, or turns it down.
pub async fn decide(desk: &Desk, actor: &Actor, key: Uuid, command: &DecideOwner) -> Result<RoleChange> {
    let asking = actor.manager(Operation::DecideCompanyOwners)?;
    desk.perform(actor, Operation::DecideCompanyOwners, key, command, |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let all = grants(&mut work, managed.company()).await?;
        let thing = match &command.on {
            OwnerChange::Invitation(number) => {
                let invitation = invitation_in(&mut work, &managed, number).await?;
                decides_on_owners(&all, managed.person(), invitation.invited_by, &invitation.path)?;
                if command.agree {
                    let approved = invitation.approve(desk.now())?;
                    work.save_invitation(&approved).await?;
                    send(desk, &mut work, managed.company(), &approved).await?;
                } else {
                    work.save_invitation(&invitation.turn_down(desk.now())?).await?;
                }
                format!("/invitation:{number}")
            }
            OwnerChange::Removal(id) => {
                let grant = grant_in(&mut work, &managed, *id).await?;
                may_decide_removal(&grant, &all, managed.person())?;
                if command.agree {
                    // The other owners may have gone meanwhile.
                    must_not_be_last(&grant, &all)?;
                    end(desk, &mut work, managed.company(), managed.person(), &grant).await?;
                } else {
                    work.save_grant(&Grant { removal: None, ..grant }).await?;
                }
                format!("/grant:{}", id.0)
            }
        };
        Ok(Done {
            object: object(&managed, &thing),
            facts: serde_json::json!({ "agreed": command.agree }),
            reply: change(&managed, Assent::Enough),
        })
    })
    .await
}
