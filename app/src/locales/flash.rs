//! What a page says once after something was done.

use crm::language::Language;

/// The answer to the last action. It travels as a name in a cookie, so that nobody can put words into the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Flash {
    /// Signed out.
    SignedOut,
    /// A one-time code was sent, if the number is known.
    CodeSent,
    /// An order was placed.
    OrderPlaced,
    /// An order was withdrawn.
    OrderWithdrawn,
    /// An order is tried again.
    OrderRetried,
    /// A recommendation is not shown again.
    Dismissed,
    /// A request was filed.
    RequestFiled,
    /// A reply was added.
    ReplySent,
    /// A request was cancelled.
    RequestCancelled,
    /// A request is open again.
    RequestReopened,
    /// A line was reported lost and barred.
    LineBarred,
    /// A line is in use again.
    LineFreed,
    /// A line is paused.
    LinePaused,
    /// The customer file was changed.
    ProfileSaved,
    /// A code was sent to a new contact.
    ContactAsked,
    /// A change of contact waits for its time.
    ContactWaits,
    /// A contact was changed.
    ContactChanged,
    /// A change of contact was taken back.
    ContactTakenBack,
    /// A change of contact was taken back by its link.
    ContactTakenBackByLink,
    /// A consent was given or taken back.
    ConsentSaid,
    /// A copy of one's data was asked for.
    CopyAsked,
    /// The password was changed.
    PasswordChanged,
    /// A recovery code was used to sign in.
    RecoveryCodeUsed,
    /// The second factor was taken away.
    SecondFactorRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A session was ended.
    SessionEnded,
    /// All other sessions were ended.
    OthersEnded,
    /// Staff took a request.
    Taken,
    /// Staff answered.
    Answered,
    /// Staff asked the customer.
    Asked,
    /// Staff resolved a request.
    Resolved,
    /// Staff noted a call.
    Noted,
    /// A customer's file is open.
    FileOpened,
    /// A code for a caller is on its way.
    CallerCodeSent,
    /// The caller is the customer.
    CallerVerified,
    /// A request was opened for a caller.
    CaseOpened,
    /// An unusual look was looked into.
    LookReviewed,
    /// A correction waits for a supervisor.
    CorrectionProposed,
    /// A correction was made.
    CorrectionApproved,
    /// A correction was not made.
    CorrectionRejected,
    /// Duplicates are being looked for.
    LookAsked,
    /// Two files were joined.
    FilesJoined,
    /// Joined files were taken apart.
    FilesTakenApart,
    /// Two customers are two.
    PairDismissed,
    /// Staff look at a customer's pages.
    ActingBegun,
    /// Staff may do something there.
    ActingRaised,
    /// Staff's acting ended.
    ActingEnded,
    /// It ended without them: by time, a supervisor or the customer.
    ActingOver,
    /// The customer ended staff's acting.
    StaffAccessEnded,
    /// A unit of a company was added.
    UnitAdded,
    /// A unit has another name.
    UnitRenamed,
    /// A unit hangs elsewhere.
    UnitMoved,
    /// A unit will hang elsewhere on a day to come.
    MovePlanned,
    /// It will not.
    MoveWithdrawn,
    /// Somebody was invited to a role, if we know them.
    Invited,
    /// Another owner has to agree first.
    OwnersAsked,
    /// An invitation was taken back.
    InvitationWithdrawn,
    /// A role was taken.
    InvitationAccepted,
    /// A role was turned down.
    InvitationDeclined,
    /// A role was taken away.
    RoleRemoved,
    /// A role was given up.
    RoleLeft,
    /// A change of owners was agreed to.
    OwnersAgreed,
    /// A change of owners was turned down.
    OwnersTurnedDown,
    /// A job over many lines runs.
    BulkConfirmed,
    /// A job over many lines is not done.
    BulkDiscarded,
    /// A job over many lines is being undone.
    BulkUndone,
}

impl Flash {
    /// The words.
    pub fn words(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::SignedOut => ("您已退出登录。", "You are signed out."),
            Self::CodeSent => {
                ("如果该号码在我方登记，验证码已发送。", "If we know this number, a code is on its way.")
            }
            Self::OrderPlaced => ("订单已受理。", "Your order is placed."),
            Self::OrderWithdrawn => {
                ("订单已撤销，套餐不变。", "The order is withdrawn; your plan stays as it is.")
            }
            Self::OrderRetried => ("已重新提交开通。", "We are trying again."),
            Self::Dismissed => ("不再显示该推荐。", "We will not show this recommendation again."),
            Self::RequestFiled => ("您的请求已收到。", "We have your request."),
            Self::ReplySent => ("回复已发送。", "Your reply is sent."),
            Self::RequestCancelled => ("请求已取消。", "The request is cancelled."),
            Self::RequestReopened => ("请求已重新打开。", "The request is open again."),
            Self::LineBarred => ("号码已立即停机。", "The line is barred as of now."),
            Self::LineFreed => ("号码已恢复使用。", "The line is in use again."),
            Self::LinePaused => ("号码已停机保号。", "The line is paused."),
            Self::ProfileSaved => ("资料已保存。", "Your details are saved."),
            Self::ContactAsked => {
                ("验证码已发送到新的联系方式。", "A code is on its way to the new contact.")
            }
            Self::ContactWaits => (
                "已验证，到时生效。新旧联系方式都会收到通知。",
                "It is proved and waits for its time. Old and new contact are told.",
            ),
            Self::ContactChanged => ("联系方式已修改。", "Your contact is changed."),
            Self::ContactTakenBack => ("修改已撤销。", "The change is taken back."),
            Self::ContactTakenBackByLink => (
                "修改已撤销，所有设备已退出登录，此后添加的登录方式已移除。请用短信验证码登录，并设置新密码。",
                "The change is taken back, every device is signed out, and what was added since to sign in with is removed. Sign in by a code and set a new password.",
            ),
            Self::ConsentSaid => ("您的选择已记录。", "Your choice is written down."),
            Self::CopyAsked => {
                ("已受理，生成后会通知您。", "We are making your copy and will tell you when it is ready.")
            }
            Self::PasswordChanged => (
                "密码已修改，其他设备已退出登录。",
                "Your password is changed; other devices are signed out.",
            ),
            Self::RecoveryCodeUsed => (
                "恢复码已使用，不能再用。剩余数量见“密码与登录设备”。",
                "That recovery code is used up. “Password and devices” says how many are left.",
            ),
            Self::SecondFactorRemoved => ("两步验证已关闭。", "Two-step sign-in is off."),
            Self::PasskeyAdded => ("通行密钥已添加。", "The passkey is added."),
            Self::PasskeyRemoved => ("通行密钥已移除。", "The passkey is removed."),
            Self::SessionEnded => ("该设备已退出登录。", "That device is signed out."),
            Self::OthersEnded => ("其他设备均已退出登录。", "All other devices are signed out."),
            Self::Taken => ("已领取该请求。", "The request is yours."),
            Self::Answered => ("答复已发送给客户。", "The answer is sent to the customer."),
            Self::Asked => ("已向客户提问。", "The question is sent to the customer."),
            Self::Resolved => ("请求已办结。", "The request is resolved."),
            Self::Noted => ("通话记录已保存。", "The call note is saved."),
            Self::FileOpened => ("客户档案已打开。", "The customer's file is open."),
            Self::CallerCodeSent => {
                ("验证码已发送到客户的联系号码。", "A code is on its way to the customer's contact number.")
            }
            Self::CallerVerified => ("来电人已核验。", "The caller is verified."),
            Self::CaseOpened => ("请求已提交。", "The request is open."),
            Self::LookReviewed => ("已标记为核实。", "Marked as looked into."),
            Self::CorrectionProposed => {
                ("更正已提交，等待主管审批。", "The correction waits for a supervisor.")
            }
            Self::CorrectionApproved => {
                ("更正已生效，客户会收到通知。", "The correction is made; the customer is told.")
            }
            Self::CorrectionRejected => {
                ("更正未通过，资料不变。", "The correction is not made; the file stays.")
            }
            Self::LookAsked => {
                ("正在查找，稍后刷新本页。", "We are looking. Load this page again in a moment.")
            }
            Self::FilesJoined => {
                ("资料已合并，可随时拆分。", "The files are joined; you can take them apart at any time.")
            }
            Self::FilesTakenApart => {
                ("合并已撤销，资料恢复原状。", "The files are as they were before they were joined.")
            }
            Self::PairDismissed => ("已记录为不同客户。", "Written down as two customers."),
            Self::ActingBegun => ("您正在以客户视角查看。", "You see what the customer sees."),
            Self::ActingRaised => ("您现在可以代客户办理。", "You may act for the customer now."),
            Self::ActingOver => (
                "代办已结束，客户页面不能再打开。如需继续，请重新开始。",
                "The acting is over, so the customer's pages are closed. Begin anew if you need more.",
            ),
            Self::ActingEnded => ("代办已结束。", "The acting has ended."),
            Self::StaffAccessEnded => {
                ("已结束，工作人员不能再代您办理。", "It has ended: our staff no longer act for you.")
            }
            Self::UnitAdded => ("已添加组织单元。", "The unit is added."),
            Self::UnitRenamed => ("名称已修改。", "The unit has its new name."),
            Self::UnitMoved => ("组织单元已调整。", "The unit is moved."),
            Self::MovePlanned => ("调整已安排，将在生效日进行。", "The move is planned and done on its day."),
            Self::MoveWithdrawn => ("已取消安排的调整。", "The planned move is taken back."),
            Self::Invited => (
                "如果对方是我们的客户，邀请已发出，七天内有效。",
                "If they are a customer of ours, the invitation is on its way. It is open for seven days.",
            ),
            Self::OwnersAsked => (
                "已提交，需另一位所有者同意后生效。",
                "Another owner has been asked to agree; until then nothing changes.",
            ),
            Self::InvitationWithdrawn => ("邀请已撤回。", "The invitation is taken back."),
            Self::InvitationAccepted => ("您已接受邀请。", "You have the role now."),
            Self::InvitationDeclined => ("您已拒绝邀请。", "You turned the invitation down."),
            Self::RoleRemoved => ("已收回该角色。", "The role is taken away."),
            Self::RoleLeft => ("您已放弃该角色。", "You gave the role up."),
            Self::OwnersAgreed => ("您已同意该变更。", "You agreed to the change."),
            Self::BulkConfirmed => (
                "已开始办理，可随时刷新查看进度。",
                "It has begun. Come back at any time to see how far it is.",
            ),
            Self::BulkDiscarded => ("已放弃，未做任何变更。", "It is discarded; nothing was changed."),
            Self::BulkUndone => ("已开始撤销。", "It is being undone."),
            Self::OwnersTurnedDown => ("您未同意该变更，维持不变。", "You did not agree: nothing changes."),
        };
        match language {
            Language::ZhCn => chinese,
            Language::En => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn every_answer_survives_its_cookie() {
        for flash in Flash::VARIANTS {
            let name: &'static str = flash.into();
            assert_eq!(name.parse(), Ok(*flash));
        }
    }
}
