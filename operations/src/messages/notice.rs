//! What customers are told, in both languages. R-CHN-2

use crm::{Date, contact_change::ContactKind, language::Language, messages::MessageTopic, money::Money};
use jiff::civil::DateTime;

/// What a customer is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An order was placed.
    OrderPlaced {
        /// Order number.
        number: String,
        /// Name of the new plan.
        plan: String,
        /// First day of it.
        effective_on: Date,
    },
    /// An order is done.
    OrderCompleted {
        /// Order number.
        number: String,
        /// Name of the new plan.
        plan: String,
    },
    /// The network could not do an order; the customer has the choice. R-ORD-6
    OrderFailed {
        /// Order number.
        number: String,
    },
    /// An order was withdrawn.
    OrderWithdrawn {
        /// Order number.
        number: String,
    },
    /// A request came in.
    RequestReceived {
        /// Request number.
        number: String,
    },
    /// Staff answered a request.
    RequestAnswered {
        /// Request number.
        number: String,
    },
    /// Staff want to know something.
    RequestAsked {
        /// Request number.
        number: String,
    },
    /// A request was resolved.
    RequestResolved {
        /// Request number.
        number: String,
    },
    /// A payment came in.
    PaymentReceived {
        /// Payment number.
        number: String,
        /// How much.
        amount: Money,
    },
    /// A line was barred.
    LineBarred {
        /// The line as people recognise it: its masked number or its code.
        line: String,
    },
    /// A line is in use again.
    LineFreed {
        /// The line as people recognise it.
        line: String,
    },
    /// Contact data, language or preferences changed.
    ProfileChanged,
    /// A contact changes; for the old contacts, with the link that takes it back.
    ContactChanges {
        /// Which contact.
        kind: ContactKind,
        /// The new one, masked.
        after: String,
        /// When, by the operator's clock; `None` for now.
        at: Option<DateTime>,
        /// The link.
        link: String,
    },
    /// A contact becomes that of a customer; for that contact.
    ContactComes {
        /// Which contact.
        kind: ContactKind,
        /// When, by the operator's clock; `None` for now.
        at: Option<DateTime>,
    },
    /// A change of contact was taken back.
    ContactTakenBack,
    /// A contact could not be changed, because the number is another customer's by now.
    ContactLapsed,
    /// A copy of one's data can be taken.
    DataExportReady {
        /// The link.
        link: String,
    },
    /// The password changed.
    PasswordChanged,
    /// An authenticator app is asked for from now on.
    SecondFactorAdded,
    /// The second factor was taken away.
    SecondFactorRemoved,
    /// Somebody with the right password typed too many wrong codes at the second step.
    SecondFactorTried,
    /// There is a new set of recovery codes.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
    },
    /// A passkey signs in from now on.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// Staff changed something for the customer.
    StaffActed,
    /// Somebody is invited to a role in a company.
    CompanyInvitation {
        /// Name of the company.
        company: String,
    },
    /// Another owner proposed a change of owners.
    CompanyOwnersProposed {
        /// Name of the company.
        company: String,
    },
    /// A role in a company was taken away.
    CompanyRoleEnded {
        /// Name of the company.
        company: String,
    },
    /// A job over many lines of a company is done, or undone.
    BulkJobDone {
        /// Number of the job.
        number: String,
    },
}

impl Notice {
    pub(super) fn topic(&self) -> MessageTopic {
        match self {
            Self::OrderPlaced { .. }
            | Self::OrderCompleted { .. }
            | Self::OrderFailed { .. }
            | Self::OrderWithdrawn { .. } => MessageTopic::Order,
            Self::RequestReceived { .. }
            | Self::RequestAnswered { .. }
            | Self::RequestAsked { .. }
            | Self::RequestResolved { .. } => MessageTopic::Request,
            Self::PaymentReceived { .. } => MessageTopic::Payment,
            Self::LineBarred { .. } | Self::LineFreed { .. } => MessageTopic::LineBarred,
            Self::ProfileChanged
            | Self::PasswordChanged
            | Self::SecondFactorAdded
            | Self::SecondFactorRemoved
            | Self::SecondFactorTried
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed { .. }
            | Self::PasskeyAdded
            | Self::PasskeyRemoved
            | Self::ContactComes { .. }
            | Self::ContactTakenBack
            | Self::ContactLapsed => MessageTopic::Profile,
            Self::ContactChanges { .. } => MessageTopic::ContactChange,
            Self::DataExportReady { .. } => MessageTopic::DataExport,
            Self::StaffActed => MessageTopic::StaffActed,
            Self::CompanyInvitation { .. }
            | Self::CompanyOwnersProposed { .. }
            | Self::CompanyRoleEnded { .. }
            | Self::BulkJobDone { .. } => MessageTopic::Company,
        }
    }

    /// Safety of the account: goes out by SMS whatever the customer prefers.
    pub(super) fn is_security(&self) -> bool {
        matches!(
            self.topic(),
            MessageTopic::Profile
                | MessageTopic::LineBarred
                | MessageTopic::StaffActed
                | MessageTopic::Company
        )
    }

    /// The words.
    pub(super) fn body(&self, language: Language) -> String {
        match language {
            Language::ZhCn => self.in_chinese(),
            Language::En => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::OrderPlaced { number, plan, effective_on } => {
                let day = effective_on.strftime("%Y年%-m月%-d日");
                format!("订单{number}已受理：{plan}将于{day}生效。生效前可在网厅撤销。")
            }
            Self::OrderCompleted { number, plan } => format!("订单{number}已完成，{plan}现已生效。"),
            Self::OrderFailed { number } => {
                format!("订单{number}未能开通，原套餐不变。请在网厅选择重试、撤销或由专人处理。")
            }
            Self::OrderWithdrawn { number } => format!("订单{number}已撤销，原套餐不变。"),
            Self::RequestReceived { number } => format!("您的服务请求{number}已收到，可在网厅查看进度。"),
            Self::RequestAnswered { number } => format!("您的服务请求{number}有新答复，请在网厅查看。"),
            Self::RequestAsked { number } => format!("处理服务请求{number}需要您补充信息，请在网厅回复。"),
            Self::RequestResolved { number } => {
                format!("您的服务请求{number}已处理完毕。如未解决，七天内可在网厅重新打开。")
            }
            Self::PaymentReceived { number, amount } => format!("已收到您的缴费¥{amount}，收据号{number}。"),
            Self::LineBarred { line } => format!("号码{line}已停机。如非本人操作，请立即联系10086。"),
            Self::LineFreed { line } => format!("号码{line}已恢复使用。如非本人操作，请立即联系10086。"),
            Self::ProfileChanged => "您的客户资料已修改。如非本人操作，请立即联系10086。".to_owned(),
            Self::ContactChanges { kind, after, at, link } => {
                let (what, when) = (contact_in_chinese(*kind), when_in_chinese(*at));
                let to = if after.is_empty() { "删除".to_owned() } else { format!("改为{after}") };
                format!("您的{what}{when}{to}。如非本人操作，请打开链接撤销：{link}")
            }
            Self::ContactComes { kind, at } => {
                let (what, when) = (contact_in_chinese(*kind), when_in_chinese(*at));
                format!("此{what}{when}成为客户档案的联系方式。如非本人操作，请忽略并联系10086。")
            }
            Self::ContactTakenBack => "联系方式的修改已撤销。如非本人操作，请立即联系10086。".to_owned(),
            Self::ContactLapsed => "联系号码未能修改：新号码已属于其他客户。原号码不变。".to_owned(),
            Self::DataExportReady { link } => {
                format!("您的个人信息副本已生成，72小时内可登录下载一次：{link}")
            }
            Self::PasswordChanged => {
                "您的服务密码已修改，其他设备已退出登录。如非本人操作，请立即联系10086。".to_owned()
            }
            Self::SecondFactorAdded => {
                "您已开启两步验证，其他设备已退出登录。如非本人操作，请立即联系10086。".to_owned()
            }
            Self::SecondFactorRemoved => "您的两步验证已关闭。如非本人操作，请立即联系10086。".to_owned(),
            Self::SecondFactorTried => {
                "有人输入了正确的密码，但两步验证多次失败。如非本人操作，请立即修改密码或联系10086。".to_owned()
            }
            Self::RecoveryCodesMade => "已生成新的恢复码，旧的已失效。如非本人操作，请立即联系10086。".to_owned(),
            Self::RecoveryCodeUsed { left } => {
                format!("一个恢复码已用于登录，还剩{left}个。如非本人操作，请立即联系10086。")
            }
            Self::PasskeyAdded => "您的账户添加了一个通行密钥。如非本人操作，请立即联系10086。".to_owned(),
            Self::PasskeyRemoved => "您的账户移除了一个通行密钥。如非本人操作，请立即联系10086。".to_owned(),
            Self::StaffActed => {
                "工作人员代您办理了业务。办理人员、原因和内容可在网厅“隐私与访问记录”查看。如非您要求，请立即联系10086。".to_owned()
            }
            Self::CompanyInvitation { company } => {
                format!("{company}邀请您参与企业管理。请在七天内登录网厅，在“企业管理”中接受或拒绝。")
            }
            Self::CompanyOwnersProposed { company } => {
                format!("{company}的所有者有变更待您确认，请登录网厅“企业管理”处理。")
            }
            Self::BulkJobDone { number } => format!("批量变更{number}已处理完毕，请登录网厅“企业管理”查看结果。"),
            Self::CompanyRoleEnded { company } => format!("您在{company}的企业管理权限已被收回。"),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::OrderPlaced { number, plan, effective_on } => {
                let day = effective_on.strftime("%-d %b %Y");
                format!("Order {number} is accepted: {plan} starts on {day}. Until then you can withdraw it online.")
            }
            Self::OrderCompleted { number, plan } => format!("Order {number} is done: {plan} is now active."),
            Self::OrderFailed { number } => {
                format!(
                    "Order {number} could not be carried out; your plan is unchanged. Retry, withdraw or ask for help online."
                )
            }
            Self::OrderWithdrawn { number } => format!("Order {number} is withdrawn; your plan is unchanged."),
            Self::RequestReceived { number } => format!("We have your request {number}. Follow it online."),
            Self::RequestAnswered { number } => format!("There is a new answer to your request {number} online."),
            Self::RequestAsked { number } => format!("We need to know more for your request {number}. Please reply online."),
            Self::RequestResolved { number } => {
                format!("Your request {number} is resolved. If it is not, reopen it online within seven days.")
            }
            Self::PaymentReceived { number, amount } => format!("We received ¥{amount}. Receipt {number}."),
            Self::LineBarred { line } => format!("Line {line} is barred. If this was not you, call 10086 at once."),
            Self::LineFreed { line } => format!("Line {line} is in use again. If this was not you, call 10086 at once."),
            Self::ProfileChanged => "Your customer data changed. If this was not you, call 10086 at once.".to_owned(),
            Self::ContactChanges { kind, after, at, link } => {
                let (what, when) = (contact_in_english(*kind), when_in_english(*at));
                let to = if after.is_empty() { "is removed".to_owned() } else { format!("changes to {after}") };
                format!("Your {what} {to} {when}. If this was not you, take it back: {link}")
            }
            Self::ContactComes { kind, at } => {
                let (what, when) = (contact_in_english(*kind), when_in_english(*at));
                format!("This {what} becomes a customer's contact {when}. If this was not you, call 10086.")
            }
            Self::ContactTakenBack => {
                "The change of your contact was taken back. If this was not you, call 10086 at once.".to_owned()
            }
            Self::ContactLapsed => {
                "Your contact number could not be changed: the new one is another customer's. The old one stays."
                    .to_owned()
            }
            Self::DataExportReady { link } => {
                format!("The copy of your data is ready. Sign in and take it once within 72 hours: {link}")
            }
            Self::PasswordChanged => {
                "Your password changed and other devices are signed out. If this was not you, call 10086 at once."
                    .to_owned()
            }
            Self::SecondFactorAdded => {
                "Two-step sign-in is on and other devices are signed out. If this was not you, call 10086 at once."
                    .to_owned()
            }
            Self::SecondFactorRemoved => {
                "Two-step sign-in is off. If this was not you, call 10086 at once.".to_owned()
            }
            Self::SecondFactorTried => {
                "Somebody typed your password, but failed the second step many times. If this was not you, change your password or call 10086 at once."
                    .to_owned()
            }
            Self::RecoveryCodesMade => {
                "You have new recovery codes; the old ones no longer work. If this was not you, call 10086 at once."
                    .to_owned()
            }
            Self::RecoveryCodeUsed { left } => {
                format!("A recovery code was used to sign in, {left} left. If this was not you, call 10086 at once.")
            }
            Self::PasskeyAdded => {
                "A passkey was added to your account. If this was not you, call 10086 at once.".to_owned()
            }
            Self::PasskeyRemoved => {
                "A passkey was removed from your account. If this was not you, call 10086 at once.".to_owned()
            }
            Self::StaffActed => {
                "Our staff did something for you. See online, under Privacy, what was done and why. If you did not ask for it, call 10086 at once."
                    .to_owned()
            }
            Self::CompanyInvitation { company } => {
                format!("{company} invites you to help administer it. Accept or decline online, under Company, within seven days.")
            }
            Self::CompanyOwnersProposed { company } => {
                format!("A change of the owners of {company} waits for your decision online, under Company.")
            }
            Self::BulkJobDone { number } => {
                format!("Job {number} over many lines has ended. See the results online, under Company.")
            }
            Self::CompanyRoleEnded { company } => format!("A role of yours at {company} was taken away."),
        }
    }
}

fn contact_in_chinese(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Mobile => "联系号码",
        ContactKind::Email => "电子邮箱",
    }
}

fn contact_in_english(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Mobile => "contact number",
        ContactKind::Email => "e-mail address",
    }
}

fn when_in_chinese(at: Option<DateTime>) -> String {
    at.map_or_else(|| "现已".to_owned(), |at| at.strftime("将于%-m月%-d日%H:%M").to_string())
}

fn when_in_english(at: Option<DateTime>) -> String {
    at.map_or_else(|| "now".to_owned(), |at| at.strftime("on %-d %b at %H:%M").to_string())
}
