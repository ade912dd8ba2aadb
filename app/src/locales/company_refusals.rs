//! Why something in a company is not done, and what to do instead.

use crate::{format, locales::company_bulk};
use crm::{company::Refusal, language::Language};

super::texts! {
    name_missing: "请输入名称。", "Enter a name.";
    name_too_long(most: u8): "名称最多{most}个字。", "A name has {most} characters at most.";
    name_taken(name: &str): "同一级已有“{name}”，请换一个名称。", "A unit beside it is called {name}. Choose another name.";
    top_stays: "企业本身不能移动。", "The company itself cannot be moved.";
    beneath_itself: "不能移到自己的下级。请选择其他位置。", "A unit cannot hang beneath itself. Choose another place.";
    already_there: "它已经在那里。请选择其他位置。", "It hangs there already. Choose another place.";
    too_deep(most: usize): "组织最多{most}级。", "A tree has {most} levels at most.";
    move_planned(on: &str): "已安排在{on}调整。请先取消该安排。", "A move is planned for {on}. Take it back first.";
    move_settled: "该调整已完成或已取消。", "This move is done or was taken back.";
    day_missing: "请选择生效日期。", "Choose the day it takes effect.";
    day_passed: "生效日期不能早于今天。", "The day has passed. Choose today or later.";
    day_too_far(last: &str): "生效日期最晚为{last}。", "Choose a day until {last}.";
    role_missing: "请选择角色。", "Choose a role.";
    addressee_unclear: "请输入11位手机号码或客户编号。", "Enter a mobile number of 11 digits, or a customer code.";
    more_than_held: "您只能授予自己拥有的权限。", "You can only grant what you hold yourself.";
    already_held: "对方在此已有该角色。", "They have this role here already.";
    last_owner: "企业必须至少有一位所有者。请先邀请另一位所有者。", "A company needs an owner. Invite another owner first.";
    own_proposal: "请由另一位所有者确认。", "Another owner has to decide on what you proposed.";
    nothing_proposed: "没有待确认的变更。", "There is nothing to decide.";
    awaits_approval: "正在等待另一位所有者同意。", "Another owner has not agreed yet.";
    invitation_settled: "该邀请已处理或已撤回。", "This invitation was answered or taken back.";
    invitation_over(at: &str): "该邀请已于{at}过期。请对方重新邀请您。", "This invitation was open until {at}. Ask to be invited again.";
    inviter_left: "邀请人已无权授予该角色。请联系企业管理员。", "Whoever invited you can no longer grant this role. Ask an administrator of the company.";
}

/// In the reader's language.
pub(crate) fn words(language: Language, refusal: &Refusal) -> String {
    use Refusal as R;
    let plain = match refusal {
        R::NameTooLong { most } => return name_too_long(language, *most),
        R::NameTaken { name } => return name_taken(language, name),
        R::TooDeep { most } => return too_deep(language, *most),
        R::MovePlanned { on } => return move_planned(language, &format::date(language, *on)),
        R::DayTooFar { last } => return day_too_far(language, &format::date(language, *last)),
        R::BulkFlaw { flaw } => {
            let words: Vec<_> =
                company_bulk::flaw(language, flaw).into_iter().map(|(_, words)| words).collect();
            return words.join(" ");
        }
        R::InvitationOver { at } => return invitation_over(language, &format::date_time(language, *at)),
        R::NameMissing => name_missing(language),
        R::TopStays => top_stays(language),
        R::BeneathItself => beneath_itself(language),
        R::AlreadyThere => already_there(language),
        R::MoveSettled => move_settled(language),
        R::DayMissing => day_missing(language),
        R::DayPassed => day_passed(language),
        R::RoleMissing => role_missing(language),
        R::AddresseeUnclear => addressee_unclear(language),
        R::MoreThanHeld => more_than_held(language),
        R::AlreadyHeld => already_held(language),
        R::LastOwner => last_owner(language),
        R::OwnProposal => own_proposal(language),
        R::NothingProposed => nothing_proposed(language),
        R::AwaitsApproval => awaits_approval(language),
        R::InvitationSettled => invitation_settled(language),
        R::InviterLeft => inviter_left(language),
        R::BulkStep { step } => company_bulk::step_refusal(language, *step),
    };
    plain.to_owned()
}

/// The field that it concerns, of those the forms of a company have.
pub(crate) fn field(refusal: &Refusal) -> &'static str {
    use Refusal as R;
    match refusal {
        R::NameMissing | R::NameTooLong { .. } | R::NameTaken { .. } => "name",
        R::DayMissing | R::DayPassed | R::DayTooFar { .. } | R::MovePlanned { .. } => "effective_on",
        R::RoleMissing | R::MoreThanHeld => "role",
        R::AddresseeUnclear | R::AlreadyHeld => "addressee",
        _ => "to",
    }
}
