//! Messages to customers: written with the work that causes them, delivered by a job afterwards. R-CHN-2

use crate::{Actor, Desk, Error, Result, access::Operation, agenda};
use async_trait::async_trait;
use crm::{
    Date,
    customers::Customer,
    ids::MessageId,
    language::Language,
    messages::{Message, MessageChannel, MessageState, MessageTopic},
    money::Money,
};
use jiff::SignedDuration;
use store::Unit;

/// Hands messages over to the world, such as an SMS centre or a mail server.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Hands one message over; the error says why it could not, for the operator's log.
    async fn deliver(&self, message: &Message) -> std::result::Result<(), String>;
}

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
    /// The password changed.
    PasswordChanged,
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
    fn topic(&self) -> MessageTopic {
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
            Self::ProfileChanged | Self::PasswordChanged => MessageTopic::Profile,
            Self::StaffActed => MessageTopic::StaffActed,
            Self::CompanyInvitation { .. }
            | Self::CompanyOwnersProposed { .. }
            | Self::CompanyRoleEnded { .. }
            | Self::BulkJobDone { .. } => MessageTopic::Company,
        }
    }

    /// Safety of the account: goes out by SMS whatever the customer prefers.
    fn is_security(&self) -> bool {
        matches!(
            self.topic(),
            MessageTopic::Profile
                | MessageTopic::LineBarred
                | MessageTopic::StaffActed
                | MessageTopic::Company
        )
    }

    /// The words.
    fn body(&self, language: Language) -> String {
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
            Self::PasswordChanged => {
                "您的服务密码已修改，其他设备已退出登录。如非本人操作，请立即联系10086。".to_owned()
            }
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
            Self::PasswordChanged => {
                "Your password changed and other devices are signed out. If this was not you, call 10086 at once."
                    .to_owned()
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

/// Writes a notice to the outbox, by the ways the customer chose; safety notices always go by SMS.
pub(crate) async fn send(desk: &Desk, work: &mut Unit, customer: &Customer, notice: &Notice) -> Result<()> {
    if customer.notify_by_sms || notice.is_security() {
        let (recipient, body) = (customer.mobile.as_str().to_owned(), notice.body(customer.language));
        post(desk, work, Some(customer), notice.topic(), MessageChannel::Sms, recipient, body).await?;
    }
    send_by_email(desk, work, customer, notice).await
}

/// Writes a notice to the outbox as an e-mail alone, if the customer wants those.
pub(crate) async fn send_by_email(
    desk: &Desk,
    work: &mut Unit,
    customer: &Customer,
    notice: &Notice,
) -> Result<()> {
    if let Some(email) = customer.email.clone().filter(|_| customer.notify_by_email) {
        let body = notice.body(customer.language);
        post(desk, work, Some(customer), notice.topic(), MessageChannel::Email, email, body).await?;
    }
    Ok(())
}

/// Writes a one-time code to the outbox. For nobody it writes as much, a message that carries nothing and counts as
/// sent, so that the time does not tell known numbers from unknown ones.
pub(crate) async fn send_code(
    desk: &Desk,
    work: &mut Unit,
    customer: Option<&Customer>,
    code: &str,
) -> Result<()> {
    let recipient = customer.map(|customer| customer.mobile.as_str().to_owned()).unwrap_or_default();
    let body = match customer.map(|customer| customer.language) {
        Some(Language::ZhCn) => format!("登录验证码{code}，5分钟内有效。请勿告诉任何人，包括工作人员。"),
        Some(Language::En) => {
            format!("Your sign-in code is {code}, valid for 5 minutes. Tell nobody, not even our staff.")
        }
        None => String::new(),
    };
    post(desk, work, customer, MessageTopic::SignInCode, MessageChannel::Sms, recipient, body).await
}

async fn post(
    desk: &Desk,
    work: &mut Unit,
    customer: Option<&Customer>,
    topic: MessageTopic,
    channel: MessageChannel,
    recipient: String,
    body: String,
) -> Result<()> {
    let message = Message {
        id: desk.id(),
        customer_id: customer.map(|customer| customer.id),
        topic,
        channel,
        recipient,
        language: customer.map_or_else(Language::default, |customer| customer.language),
        body,
        created_at: desk.now(),
        state: if customer.is_some() { MessageState::Queued } else { MessageState::Sent },
    };
    work.add_message(&message).await?;
    agenda::enqueue(desk, work, agenda::Kind::DeliverMessage, message.id.0, desk.now()).await
}

/// Delivers one message; a failure is for the job to try again.
pub(crate) async fn deliver(desk: &Desk, gateway: &dyn Gateway, id: MessageId) -> Result<()> {
    let message = desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.message(id).await?) }).await?;
    let Some(message) = message.filter(|message| message.state == MessageState::Queued) else {
        return Ok(());
    };
    gateway.deliver(&message).await.map_err(Error::Defect)?;
    desk.store
        .write(|mut unit| async move { Ok(unit.save_message_state(id, MessageState::Sent).await?) })
        .await
}

/// After a try that failed: how long to pause before the next one, or `None` for a message that is given up.
pub(crate) async fn not_delivered(
    desk: &Desk,
    id: MessageId,
    attempts: i64,
) -> Result<Option<SignedDuration>> {
    desk.store
        .write(|mut unit| async move {
            let Some(message) = unit.message(id).await? else { return Ok(None) };
            let rest = message.topic.next_attempt(attempts);
            if rest.is_none() {
                unit.save_message_state(id, MessageState::Failed).await?;
            }
            Ok(rest)
        })
        .await
}

/// How many messages a page lists.
const SHOWN: i64 = 50;

/// A customer's messages, newest first, without one-time codes.
pub async fn list(desk: &Desk, actor: &Actor) -> Result<Vec<Message>> {
    let own = actor.own(Operation::ViewMessages)?;
    desk.store.read(|mut unit| async move { Ok(unit.messages_of(own.id(), SHOWN).await?) }).await
}
