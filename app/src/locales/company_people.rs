//! Words of roles in a company: who holds which, invitations, and what takes two owners.

use crm::{
    company::{invitations::InvitationState, roles::Role},
    language::Language,
};

super::texts! {
    title(company: &str): "{company} 人员", "{company}: people";
    lead: "角色作用于所选单元及其全部下级。", "A role reaches over its unit and everything beneath.";
    person: "人员", "Person";
    role: "角色", "Role";
    unit: "单元", "Unit";
    since: "自", "Since";
    holders: "角色", "Roles";
    you: "您", "You";
    remove: "收回", "Take away";
    remove_of(person: &str, role: &str): "收回{person}的{role}角色", "Take the role {role} from {person}";
    give_up: "放弃", "Give up";
    give_up_of(role: &str): "放弃自己的{role}角色", "Give up your role {role}";
    removal_proposed: "已提议收回，等待另一位所有者", "Proposed to be taken away; another owner decides";
    agree: "同意", "Agree";
    turn_down: "不同意", "Do not agree";
    agree_to(person: &str): "同意收回{person}的角色", "Agree to take the role from {person}";
    turn_down_for(person: &str): "保留{person}的角色", "Let {person} keep the role";
    action: "操作", "Action";

    invite_title: "邀请人员", "Invite somebody";
    addressee: "手机号码或客户编号", "Mobile number or customer code";
    addressee_hint: "对方须是我们的客户，用自己的账户登录后接受。我们不会透露号码是否属于客户。", "They sign in with an account of their own and accept. Whether a number belongs to a customer is not told.";
    choose_unit: "作用单元", "Over which unit";
    invite: "发出邀请", "Invite";

    invitations: "邀请", "Invitations";
    no_invitations: "没有邀请。", "No invitations.";
    open_until: "有效期至", "Open until";
    withdraw: "撤回", "Take back";
    withdraw_of(person: &str): "撤回给{person}的邀请", "Take back the invitation to {person}";
    state: "状态", "State";
    awaiting: "等待另一位所有者", "Another owner decides";
    open: "等待答复", "Waiting for an answer";
    accepted: "已接受", "Accepted";
    declined: "已拒绝", "Declined";
    withdrawn: "已撤回", "Taken back";
    turned_down: "未获同意", "Not agreed to";
    over: "已过期", "Over";

    owner: "所有者", "Owner";
    owner_hint: "全部权限，包括所有者的变更。", "Everything, owners included.";
    administrator: "管理员", "Administrator";
    administrator_hint: "除所有者变更以外的全部权限。", "Everything but owners.";
    billing: "账务", "Billing";
    billing_hint: "查看和缴纳账单。", "Sees and pays bills.";
    line_manager: "号码管理员", "Line manager";
    line_manager_hint: "管理号码。", "Changes lines.";
    viewer: "查看者", "Viewer";
    viewer_hint: "只能查看。", "Looks only.";

    // The page of whoever is invited.
    invitation_title(company: &str): "{company}的邀请", "Invitation from {company}";
    invitation_lead(inviter: &str, company: &str): "{inviter}邀请您参与管理{company}。", "{inviter} invites you to help administer {company}.";
    what_it_means: "接受后，企业的其他管理员可以看到您的姓名和客户编号。您随时可以放弃。", "Once you accept, other administrators of the company see your name and customer code. You can give the role up at any time.";
    accept: "接受", "Accept";
    decline: "拒绝", "Decline";
    waiting_for_you: "等待您答复的邀请", "Invitations for you";
    see_invitation: "查看邀请", "See the invitation";
}

/// A role in a word.
pub(crate) fn role_name(language: Language, role: Role) -> &'static str {
    match role {
        Role::Owner => owner(language),
        Role::Administrator => administrator(language),
        Role::Billing => billing(language),
        Role::LineManager => line_manager(language),
        Role::Viewer => viewer(language),
    }
}

/// What a role may do.
pub(crate) fn role_hint(language: Language, role: Role) -> &'static str {
    match role {
        Role::Owner => owner_hint(language),
        Role::Administrator => administrator_hint(language),
        Role::Billing => billing_hint(language),
        Role::LineManager => line_manager_hint(language),
        Role::Viewer => viewer_hint(language),
    }
}

/// What became of an invitation.
pub(crate) fn invitation_state(language: Language, state: InvitationState, is_pending: bool) -> &'static str {
    match state {
        InvitationState::AwaitingApproval | InvitationState::Open if !is_pending => over(language),
        InvitationState::AwaitingApproval => awaiting(language),
        InvitationState::Open => open(language),
        InvitationState::Accepted => accepted(language),
        InvitationState::Declined => declined(language),
        InvitationState::Withdrawn => withdrawn(language),
        InvitationState::TurnedDown => turned_down(language),
    }
}
