//! Words of `/messages`.

super::texts! {
    title: "消息", "Messages";
    lead: "我们发给您的短信和邮件。登录验证码不在此显示。", "What we sent you by SMS and e-mail. Sign-in codes are not kept here.";
    profile: "我的资料", "Your details";
    none: "还没有消息", "No messages yet";
    none_body: "订单、请求或缴费有进展时，我们会通知您。", "We write when something happens to an order, a request or a payment.";
    by_sms(number: &str): "短信 {number}", "SMS to {number}";
    by_email(address: &str): "邮件 {address}", "E-mail to {address}";
    failed: "未能送达", "could not be delivered";
}
