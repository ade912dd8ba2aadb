//! E-mail as files: `ID.eml`, exactly what a mail server would be handed.
//!
//! The files are named after the message, so that delivering it again replaces its file; lettre's own file transport
//! would draw a new name each time.

use super::write_whole;
use async_trait::async_trait;
use crm::{
    language::Language,
    messages::{Message, MessageTopic},
};
use lettre::message::{Mailbox, header::ContentType};
use operations::messages::Gateway;
use std::{path::PathBuf, time::SystemTime};

/// Who the hall's mail is from. The domain is reserved: an answer goes nowhere.
const SENDER: &str = "no-reply@wangting.invalid";

/// Writes e-mail into a folder.
#[derive(Clone, Debug)]
pub struct MailFile {
    folder: PathBuf,
}

impl MailFile {
    /// Into this folder, made when the first message comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Gateway for MailFile {
    async fn deliver(&self, message: &Message) -> Result<(), String> {
        let mail = mail(message)?;
        write_whole(self.folder.clone(), format!("{}.eml", message.id.0), mail.formatted()).await
    }
}

fn mail(message: &Message) -> Result<lettre::Message, String> {
    // Not the address itself: the reason ends up in logs.
    let recipient = message.recipient.parse().map_err(|error| format!("not a mail address: {error}"))?;
    let sender: Mailbox = SENDER.parse().map_err(|error| format!("the sender's address: {error}"))?;
    lettre::Message::builder()
        .message_id(Some(format!("<{}@wangting.invalid>", message.id.0)))
        .date(SystemTime::from(message.created_at))
        .from(sender)
        .to(Mailbox::new(None, recipient))
        .subject(subject(message.topic, message.language))
        .header(ContentType::TEXT_PLAIN)
        .body(message.body.clone())
        .map_err(|error| error.to_string())
}

fn subject(topic: MessageTopic, language: Language) -> &'static str {
    use MessageTopic as T;
    match (language, topic) {
        (Language::ZhCn, T::SignInCode) => "网厅登录验证码",
        (Language::ZhCn, T::Order) => "您的网厅订单",
        (Language::ZhCn, T::Request) => "您的网厅服务请求",
        (Language::ZhCn, T::Payment) => "网厅缴费通知",
        (Language::ZhCn, T::LineBarred) => "号码状态变更",
        (Language::ZhCn, T::Profile) => "客户资料变更",
        (Language::ZhCn, T::ContactChange) => "联系方式变更",
        (Language::ZhCn, T::DataExport) => "您的个人信息副本",
        (Language::En, T::ContactChange) => "Your contact changes",
        (Language::En, T::DataExport) => "The copy of your data",
        (Language::En, T::SignInCode) => "Your sign-in code",
        (Language::En, T::Order) => "Your order",
        (Language::En, T::Request) => "Your request",
        (Language::En, T::Payment) => "Your payment",
        (Language::En, T::LineBarred) => "The state of your line",
        (Language::En, T::Profile) => "Your customer data",
        (Language::ZhCn, T::StaffActed) => "工作人员代您办理",
        (Language::En, T::StaffActed) => "Done for you by our staff",
        (Language::ZhCn, T::Company) => "企业管理通知",
        (Language::En, T::Company) => "Your company's administration",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateways::Messengers;
    use crm::messages::{MessageChannel, MessageState};
    use rstest::rstest;
    use uuid::Uuid;

    fn message(channel: MessageChannel, recipient: &str, body: &str) -> Message {
        Message {
            id: Uuid::from_u128(7).into(),
            customer_id: None,
            topic: MessageTopic::Order,
            channel,
            recipient: recipient.to_owned(),
            language: Language::ZhCn,
            body: body.to_owned(),
            created_at: "2026-11-22T01:02:03Z".parse().unwrap(),
            state: MessageState::Queued,
        }
    }

    #[rstest]
    #[case(MessageChannel::Sms, "13800138000", "sms/00000000-0000-0000-0000-000000000007.txt", "订单")]
    #[case(
        MessageChannel::Email,
        "a@b.example",
        "mail/00000000-0000-0000-0000-000000000007.eml",
        "To: a@b.example"
    )]
    #[tokio::test]
    async fn a_message_becomes_one_file_however_often_it_is_delivered(
        #[case] channel: MessageChannel,
        #[case] recipient: &str,
        #[case] path: &str,
        #[case] holds: &str,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let messengers = Messengers::to_files(folder.path());
        for _ in 0..2 {
            messengers.deliver(&message(channel, recipient, "您的订单")).await.unwrap();
        }
        let path = folder.path().join(path);
        assert!(std::fs::read_to_string(&path).unwrap().contains(holds));
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_recipient_cannot_add_headers() {
        let reason =
            mail(&message(MessageChannel::Email, "a@b.example\r\nBcc: c@d.example", "")).unwrap_err();
        assert!(!reason.contains("c@d.example"), "{reason}");
        let mail = mail(&message(MessageChannel::Email, "a@b.example", "Bcc: c@d.example")).unwrap();
        assert_eq!(mail.envelope().to().len(), 1);
    }
}
