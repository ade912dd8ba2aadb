//! Words of `/profile`.

super::texts! {
    title: "我的资料", "Your details";
    lead: "每次修改都会记录并通知您。", "Every change is kept and told to you.";
    contact: "联系方式与通知", "Contact and messages";
    email: "电子邮箱", "E-mail address";
    email_hint: "可不填。", "Optional.";
    language: "语言", "Language";
    by_sms: "短信接收服务通知", "Service messages by SMS";
    by_email: "邮件接收服务通知", "Service messages by e-mail";
    marketing: "接收优惠信息", "Offers and news";
    marketing_hint: "随时可以取消，不影响任何服务。", "Take it back at any time; no service depends on it.";
    save: "保存", "Save";
    you: "客户信息", "About you";
    name: "客户名称", "Name";
    code: "客户编号", "Customer code";
    mobile: "联系号码", "Contact mobile";
    tier: "客户级别", "Care tier";
    standard: "普通客户", "Standard";
    silver: "银卡", "Silver";
    gold: "金卡", "Gold";
    diamond: "钻卡", "Diamond";
    since: "入网日期", "Customer since";
    more: "更多", "More";
    lines: "我的号码", "Your lines";
    security: "密码与登录设备", "Password and devices";
    privacy: "隐私与访问记录", "Privacy: who looked at your file";
    messages: "消息", "Messages";
    payments: "缴费记录", "Payments";
    help: "帮助", "Help";
    history: "修改记录", "History of changes";
    no_changes: "还没有修改过。", "Nothing was changed yet.";
    from_to(from: &str, to: &str): "由“{from}”改为“{to}”", "from “{from}” to “{to}”";
    none: "无", "none";
    yes: "是", "yes";
    no: "否", "no";
}
