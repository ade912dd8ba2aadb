//! Words of `/staff/customers` and `/staff/actings`.

use crm::messages::MessageTopic;

super::texts! {
    // Finding.
    title: "查找客户", "Find a customer";
    lead: "每次查找都会留下记录。", "Every search is written down.";
    term: "客户编号、手机号码或姓名开头", "Customer code, mobile number, or the beginning of the name";
    term_hint: "也可输入姓名拼音（首字母或全拼）、手机号码前几位或后四位以上、完整的证件号码。", "Also the pinyin of the name (whole or initials), the beginning or at least the last four digits of the number, or the whole ID number.";
    find: "查找", "Find";
    found: "找到的客户", "Found";
    more(count: i64): "还有更多客户。以上为前{count}位，请多输入几个字。", "There are more. These are the first {count}: type more of the name.";
    none: "没有找到客户", "No customer found";
    none_body: "请核对号码或编号；姓名和拼音从第一个字开始输入。", "Check number or code; a name and its pinyin are typed from the beginning.";
    customer: "客户", "Customer";
    mobile: "联系号码", "Contact number";
    tier_column: "级别", "Tier";

    // Opening a file.
    customer_title(code: &str): "客户 {code}", "Customer {code}";
    open_lead: "打开档案前请说明目的。客户可以看到谁在何时、为何查看。", "Say first what for. The customer sees who looked, when and why.";
    purpose: "目的", "What for";
    request: "请求编号", "Request number";
    request_hint: "如有，例如R7KQ2MXR4Z。", "If there is one, such as R7KQ2MXR4Z.";
    reason: "原因", "Why";
    reason_hint: "至少10个字，客户可以看到。", "At least 10 characters; the customer reads it.";
    open: "打开档案", "Open the file";

    // The whole view.
    looked_until(purpose: &str, time: &str): "{purpose} · 档案打开至{time}", "{purpose} · open until {time}";
    who: "客户资料", "Who";
    segment: "同类客户", "Peer group";
    closed: "已离网", "Left the operator";
    lines: "号码", "Lines";
    more_lines(count: usize): "另有{count}个号码", "{count} more line" | "{count} more lines";
    no_lines: "没有号码。", "No lines.";
    dues: "欠费", "What is owed";
    owed: "待缴", "Owed";
    overdue: "已逾期", "Overdue";
    due_on: "最早截止日", "First due on";
    nothing_owed: "没有待缴金额。", "Nothing is owed.";
    orders: "在途订单", "Open orders";
    no_orders: "没有在途订单。", "No open orders.";
    requests: "未结请求", "Open requests";
    no_requests: "没有未结请求。", "No open requests.";
    contacts: "最近的消息", "Last messages";
    no_contacts: "没有消息。", "No messages.";
    topic_order: "订单", "An order";
    topic_request: "服务请求", "A request";
    topic_payment: "缴费", "A payment";
    topic_line: "停机或复机", "A line barred or freed";
    topic_profile: "资料或密码", "Details or password";
    topic_staff: "工作人员代办", "Done by staff";
    topic_company: "企业管理", "A company's administration";
    topic_code: "登录验证码", "A sign-in code";
    topic_contact: "联系方式变更", "A change of contact";
    topic_copy: "个人信息副本", "A copy of their data";
    sms: "短信", "SMS";
    email: "邮件", "E-mail";

    // History and corrections.
    history: "资料修改记录", "Changes of the file";
    no_history: "没有修改过。", "Nothing was changed.";
    correct: "更正姓名", "Correct the name";
    correct_body: "更正由另一位主管审批后生效，客户会收到通知并看到原因。", "It is made once a supervisor who did not propose it agrees. The customer is told and reads the reason.";
    new_name: "正确的姓名", "The name as it should be";
    grounds: "更正依据", "Grounds of the correction";
    propose: "提交更正", "Propose it";
    waits(name: &str): "更正为“{name}”的申请正在等待主管审批。", "A correction to “{name}” waits for a supervisor.";

    // Acting.
    act: "以客户视角查看", "View as customer";
    act_body: "您将看到客户自己的页面，最长30分钟；开始时只能查看。您的所有操作都会同时记录您和客户，并在客户的“隐私与访问记录”中显示。", "You see the customer's own pages for at most 30 minutes, to look only at first. Both names stand on everything you do, and the customer sees it under Privacy.";
    caller: "没有请求，客户正在来电", "No request: the caller is on the line";
    begin: "以客户视角查看", "View as customer";

    // Who acts now.
    running_title: "正在进行的代办", "Acting now";
    running_lead: "主管可以随时结束。", "A supervisor may end each at any time.";
    nobody: "没有人在代办", "Nobody acts for a customer";
    nobody_body: "工作人员代客户办理时会列在这里。", "Staff who act for a customer are listed here.";
    staff: "工作人员", "Staff";
    time: "时间", "Time";
    end: "结束代办", "End it";
    end_of(staff: &str, customer: &str): "结束{staff}代{customer}的办理", "End {staff} acting for {customer}";
}

/// What a message was about.
pub(crate) fn topic(language: crm::language::Language, topic: MessageTopic) -> &'static str {
    match topic {
        MessageTopic::SignInCode => topic_code(language),
        MessageTopic::Order => topic_order(language),
        MessageTopic::Request => topic_request(language),
        MessageTopic::Payment => topic_payment(language),
        MessageTopic::LineBarred => topic_line(language),
        MessageTopic::Profile => topic_profile(language),
        MessageTopic::ContactChange => topic_contact(language),
        MessageTopic::DataExport => topic_copy(language),
        MessageTopic::StaffActed => topic_staff(language),
        MessageTopic::Company => topic_company(language),
    }
}
