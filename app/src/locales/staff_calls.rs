//! Words of `/staff/customers/{code}/call` and `/staff/looks`.

use crm::{acting::unusual::Flag, caller_checks::Refusal, language::Language};

super::texts! {
    title(code: &str): "来电 {code}", "On the phone: {code}";
    lead: "核验来电人，记录来电内容，受理业务。", "Find out who calls, write down what about, and see to it.";
    open: "接听来电", "Take a call";
    open_body: "核验来电人、记录通话、提交请求或挂失，不进入客户页面。", "Verify the caller, note the call, open a request or bar a lost phone, without being in the customer's place.";

    // Who calls.
    who_calls: "核验来电人", "Who calls";
    verified(until: &str): "已核验，{until}前有效", "Verified until {until}";
    not_verified: "尚未核验", "Not verified yet";
    by_code: "验证码", "By a code";
    by_code_body(mobile: &str): "向联系号码{mobile}发送验证码，请来电人读出。", "A code goes to {mobile}. Ask the caller to read it out.";
    send: "发送验证码", "Send a code";
    send_again: "重新发送", "Send another";
    code: "来电人读出的六位数字", "The six digits that the caller reads out";
    code_hint(until: &str): "{until}前有效。", "Good until {until}.";
    check: "核验", "Check";
    by_questions: "提问", "By questions";
    by_questions_body: "证件号码和至少一项其他内容，且全部正确。系统不会显示正确答案。", "The document and one more at least, and all of them right. The right answers are never shown.";
    id_last_six: "证件号码后六位", "Last six of the identity document";
    last_bill: "最近一期账单金额", "Total of the newest bill";
    email: "邮箱", "E-mail address";

    // What is written down and done.
    note: "通话记录", "Call note";
    note_hint: "客户有权要求查看。", "The customer may ask to see it.";
    save_note: "保存记录", "Save the note";
    notes: "最近的通话记录", "Latest notes";
    no_notes: "还没有记录。", "No notes yet.";
    note_missing: "请填写通话内容。", "Write down what the call was about.";
    case: "提交请求", "Open a request";
    about: "类别", "What it is about";
    subject: "主题", "In one line";
    story: "具体情况", "The whole story";
    story_missing: "请填写具体情况。", "Write down the whole story.";
    line: "涉及号码", "Line";
    no_line: "不涉及具体号码", "None";
    line_code_hint: "填写号码的短代码；客户号码很多时不逐一列出。", "Its short code: this customer has too many lines to list them.";
    unknown_line: "该客户没有此代码的号码，请核对。", "This customer has no line of that code. Check it.";
    call_back: "客户希望回电", "The customer wants to be called back";
    file: "提交请求", "Open the request";
    lost: "挂失停机", "Bar a lost phone";
    lost_body: "号码立即停机，客户的其他登录全部结束。", "The line is barred at once, and the customer's sessions end.";
    lost_needs: "请先核验来电人。", "Verify the caller first.";
    lost_line: "号码", "Which phone";
    lost_line_missing: "请选择号码。", "Choose the phone.";
    how: "情况", "What happened";
    mislaid: "丢失", "Lost";
    stolen: "被盗", "Stolen";
    bar: "立即停机", "Bar it now";

    // A rule's no.
    too_many_failures: "一小时内核验失败次数过多，请稍后再试，或请客户到营业厅办理。", "Too many checks failed within an hour. Try later, or ask the customer to come to a shop.";
    too_many_codes: "一小时内发送次数过多，请改为提问核验。", "Too many codes were sent within an hour. Ask the questions instead.";
    no_code_now: "联系号码已挂失或不可用，不能发送验证码，请改为提问核验。", "The contact number is reported lost or not in use: no code goes there. Ask the questions instead.";
    no_code: "没有可用的验证码，请重新发送。", "There is no code to check. Send another one.";
    too_few_answers: "请填写证件号码后六位和至少一项其他内容。", "Enter the last six of the document and one more at least.";
    wrong_code(left: i64): "验证码不正确，还可以再试{left}次。", "This is not the code. {left} try left." | "This is not the code. {left} tries left.";
    used_up: "错误次数过多，该验证码已失效。", "Too many wrong tries: this code is worth nothing now.";
    not_shown: "未能证明来电人是客户本人。请勿告知哪一项有误。", "The answers do not show that this is the customer. Do not say which was wrong.";

    // Unusual looks.
    looks: "异常查看", "Unusual looks";
    looks_lead: "请核实原因。自己的查看由其他主管核实。", "Find out why. Your own are for another supervisor.";
    no_looks: "没有待核实的查看", "Nothing to look into";
    no_looks_body: "异常的档案查看会列在这里。", "Looks at files that are unusual come up here.";
    flags: "异常之处", "What is unusual";
    when: "时间", "When";
    reviewed: "已核实", "Looked into";
    reviewed_of(staff: &str, customer: &str): "已核实{staff}查看{customer}", "Looked into: {staff} at {customer}";
    your_own: "本人", "Your own";
    many_customers: "一小时内查看多位客户", "Many customers within an hour";
    no_case_flag: "没有来电也没有请求", "No caller and no request";
    high_value: "重要客户且没有请求", "A high-value customer without a request";
    at_night: "夜间", "At night";
}

/// A rule's no.
pub(crate) fn refusal(language: Language, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooManyFailures => too_many_failures(language),
        Refusal::TooManyCodes => too_many_codes(language),
        Refusal::NoCodeNow => no_code_now(language),
        Refusal::NoCode => no_code(language),
        Refusal::TooFewAnswers => too_few_answers(language),
        Refusal::UnknownLine => unknown_line(language),
        Refusal::NotVerified => lost_needs(language),
    }
}

/// What is unusual about a look.
pub(crate) fn flag(language: Language, flag: Flag) -> &'static str {
    match flag {
        Flag::ManyCustomers => many_customers(language),
        Flag::NoCase => no_case_flag(language),
        Flag::HighValue => high_value(language),
        Flag::AtNight => at_night(language),
    }
}
