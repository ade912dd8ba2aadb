//! Words of `/profile/contact` and of the link that takes a change back.

use crm::{contact_change::ContactKind, language::Language};

super::texts! {
    title: "修改联系方式", "Change your contact";
    lead: "联系号码也用于登录。修改需要验证新旧两个联系方式，两边都会收到通知。", "You sign in with your contact number. A change is proved by the old and the new contact, and both are told.";
    profile: "我的资料", "Your details";
    mobile: "联系号码", "Contact mobile";
    email: "电子邮箱", "E-mail address";
    now(contact: &str): "现在：{contact}", "Now: {contact}";
    none: "无", "none";
    new_mobile: "新的联系号码", "New contact mobile";
    new_email: "新的电子邮箱", "New e-mail address";
    new_email_hint: "留空即删除邮箱。", "Leave it empty to remove the address.";
    send_code: "发送验证码", "Send a code";
    code: "验证码", "Code";
    code_hint(contact: &str): "已发送到{contact}，5分钟内有效。", "Sent to {contact}, valid for 5 minutes.";
    prove: "验证并修改", "Prove and change";
    waits(contact: &str, at: &str): "将于{at}改为{contact}。在此之前仍使用现在的联系方式。", "It changes to {contact} on {at}. Until then the present one stays.";
    removed: "（删除）", "(removed)";
    take_back: "撤销修改", "Take it back";
    wait_hint: "如果您刚用短信验证码确认过身份，修改立即生效；否则要等到通知中写明的时间，期间可以撤销。", "If you just proved who you are by a code to your number, it changes at once; otherwise at the time that the notice names, and until then you can take it back.";

    link_title: "撤销联系方式的修改", "Take back a change of contact";
    link_lead(what: &str, contact: &str): "{what}的新值：{contact}", "{what}, new: {contact}";
    link_body_made: "修改已经生效。撤销后恢复原来的联系方式，并退出所有设备上的登录。", "The change is made. Taking it back restores the old contact and signs every device out.";
    link_body_waits: "修改尚未生效。撤销后不会修改，并退出所有设备上的登录。", "The change is not made yet. Taking it back stops it and signs every device out.";
    link_over: "链接已失效", "This link leads nowhere any more";
    link_over_body: "修改已经撤销，或链接已过期。如非本人操作，请联系10086。", "The change was taken back already, or the link expired. If the change was not yours, call 10086.";
}

/// Which contact.
pub(crate) fn kind(language: Language, kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Mobile => mobile(language),
        ContactKind::Email => email(language),
    }
}
