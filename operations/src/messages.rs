//! Messages to customers: written with the work that causes them, delivered by a job afterwards. R-CHN-2

use crate::{Actor, Desk, Error, Result, access::Operation, agenda};
use async_trait::async_trait;
use crm::{
    contact_change::ContactKind,
    customers::{Customer, Msisdn},
    ids::MessageId,
    language::Language,
    messages::{Message, MessageChannel, MessageState, MessageTopic},
};
use jiff::SignedDuration;
use store::Unit;

mod notice;

pub use notice::Notice;

/// Hands messages over to the world, such as an SMS centre or a mail server.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Hands one message over; the error says why it could not, for the operator's log.
    async fn deliver(&self, message: &Message) -> std::result::Result<(), String>;
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

/// Writes a notice to the outbox for one contact, whatever its owner prefers.
pub(crate) async fn send_to(
    desk: &Desk,
    work: &mut Unit,
    customer: &Customer,
    channel: MessageChannel,
    recipient: &str,
    notice: &Notice,
) -> Result<()> {
    let body = notice.body(customer.language);
    post(desk, work, Some(customer), notice.topic(), channel, recipient.to_owned(), body).await
}

/// Writes the code that proves a new contact to the outbox.
pub(crate) async fn send_contact_code(
    desk: &Desk,
    work: &mut Unit,
    customer: &Customer,
    channel: MessageChannel,
    recipient: &str,
    code: &str,
) -> Result<()> {
    let body = match customer.language {
        Language::ZhCn => format!("修改联系方式的验证码{code}，5分钟内有效。请勿告诉任何人，包括工作人员。"),
        Language::En => {
            format!(
                "Your code to change a contact is {code}, valid for 5 minutes. Tell nobody, not even our staff."
            )
        }
    };
    post(desk, work, Some(customer), MessageTopic::SignInCode, channel, recipient.to_owned(), body).await
}

/// A contact as it stands in messages that others may read.
pub(crate) fn masked(kind: ContactKind, contact: &str) -> String {
    match kind {
        ContactKind::Mobile => Msisdn::parse(contact).map(|mobile| mobile.masked()).unwrap_or_default(),
        ContactKind::Email => match contact.split_once('@') {
            Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
            None => String::new(),
        },
    }
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

/// Writes the code that a caller reads out to staff. Where the operator asks for consent by code, reading it out is it.
pub(crate) async fn send_caller_code(
    desk: &Desk,
    work: &mut Unit,
    customer: &Customer,
    code: &str,
    is_consent: bool,
) -> Result<()> {
    let body = match (customer.language, is_consent) {
        (Language::ZhCn, false) => format!(
            "来电核验码{code}，5分钟内有效。只有您正在致电10086时，才读给接听的工作人员；它不能用于登录。"
        ),
        (Language::ZhCn, true) => format!(
            "来电核验码{code}，5分钟内有效。读给接听的工作人员，即同意其在半小时内代您办理业务。如非您本人来电，请勿告诉任何人。"
        ),
        (Language::En, false) => format!(
            "Your caller code is {code}, valid for 5 minutes. Read it out only to the agent you are calling; it does not sign in."
        ),
        (Language::En, true) => format!(
            "Your caller code is {code}, valid for 5 minutes. Reading it out lets the agent you are calling act for you for half an hour. If you are not calling, tell nobody."
        ),
    };
    let recipient = customer.mobile.as_str().to_owned();
    post(desk, work, Some(customer), MessageTopic::SignInCode, MessageChannel::Sms, recipient, body).await
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
