//! Words of `/staff/requests`.

super::texts! {
    title: "请求队列", "Request queue";
    lead: "先到期的在前。", "The soonest due come first.";

    // The queue.
    desks: "受理部门", "Desk";
    all_desks: "全部", "All";
    service: "服务台", "Service";
    complaints: "投诉", "Complaints";
    billing: "账务", "Billing";
    network: "网络", "Network";
    credit: "信用", "Credit";
    account_manager: "客户经理", "Account managers";
    request: "请求", "Request";
    due: "答复期限", "Due";
    customer: "客户", "Customer";
    state: "状态", "State";
    with: "处理人", "With";
    state_and_with: "状态和处理人", "State, and with whom";
    nobody: "无人领取", "Nobody";
    you: "您", "You";
    late: "已超时", "Late";
    urgent: "紧急", "Urgent";
    high: "优先", "High";
    none: "没有待处理的请求", "Nothing waits";
    none_body: "新的请求会按答复期限排在这里。", "New requests appear here in the order in which they are due.";
    no_more: "后面没有请求了", "Nothing further";
    further: "后面的请求", "Due later";
    first: "返回队列开头", "Back to the front";

    // States, as staff see them.
    untaken: "待领取", "To be taken";
    in_progress: "处理中", "In progress";
    waits_for_customer: "等待客户", "With the customer";
    held: "等待其他部门", "Waits for others";
    resolved: "已办结", "Settled";
    cancelled: "客户已取消", "Cancelled by the customer";
    rejected: "未受理", "Not accepted";
    closed: "已关闭", "Closed";

    // One request.
    request_title(number: &str): "请求 {number}", "Request {number}";
    history: "往来记录", "The conversation";
    the_customer: "客户", "The customer";
    for_the_customer(name: &str): "{name}代客户", "{name}, for the customer,";
    former_colleague: "客服", "A colleague";
    staff_only: "仅员工可见", "Staff only";
    call_wanted: "希望接到电话", "Wants a call";
    call_wanted_body: "客户希望接到电话：请致电登记号码，并在这里记录。", "The customer wants a call: call the number on file and note it here.";

    // Facts.
    about_request: "请求", "The request";
    number: "编号", "Number";
    category: "类别", "Category";
    desk: "受理部门", "Desk";
    filed: "提交时间", "Filed";
    about_customer: "客户", "The customer";
    name: "姓名", "Name";
    code: "客户编号", "Customer code";
    mobile: "联系号码", "Contact number";
    tier: "客户级别", "Care tier";
    standard: "普通", "Standard";
    silver: "银卡", "Silver";
    gold: "金卡", "Gold";
    diamond: "钻卡", "Diamond";
    blacklisted: "黑名单", "On the blacklist";
    answer_in: "答复语言", "Answer in";
    chinese: "中文", "Chinese";
    english: "英文", "English";
    since: "入网日期", "Customer since";
    about_line: "相关号码", "The line";
    line_code: "编号", "Code";
    line_number: "号码", "Number";
    line_kind: "类型", "Kind";
    phone: "手机号码", "Mobile number";
    internet: "家庭宽带", "Home internet";
    line_active: "正常使用", "In use";
    line_suspended: "已停机", "Barred";
    line_terminated: "已销户", "Ended";
    about_bill: "相关账单", "The bill";
    bill_number: "账单号", "Bill number";
    bill_period: "账期", "Billed period";
    bill_total: "账单总额", "Total";
    bill_due: "缴费截止日", "Due on";

    // What staff can do.
    to_take: "无人领取", "Nobody has it";
    to_take_body: "领取后由您答复，客户会看到有人在处理。", "Take it and the answer is yours; the customer sees that somebody is on it.";
    take: "领取", "Take it";
    with_colleague(name: &str): "由{name}处理", "{name} has it";
    with_colleague_body: "您仍可记录与客户的通话。", "You can still note a call with the customer.";
    over: "请求已结束", "It is over";
    over_body: "不能再答复；客户来电时仍可记录通话。", "It takes no more answers; a call can still be noted.";
    write: "给客户写", "Write to the customer";
    write_text: "客户将看到的内容", "What the customer will read";
    answer: "答复", "Answer";
    answer_hint: "“答复”后请求仍在处理；“提问”后等待客户回复；“答复并办结”后客户七天内可重新打开。", "“Answer” keeps it open. “Ask” waits for the customer. “Answer and settle” closes it; the customer may reopen it for seven days.";
    ask: "提问", "Ask";
    resolve: "答复并办结", "Answer and settle";
    note: "记录通话", "Note a call";
    note_text: "通话内容，仅员工可见", "What was said, for staff only";
    save_note: "保存记录", "Save the note";
    write_missing: "请先写下给客户的内容。", "Write what the customer is to read.";
    note_missing: "请先写下通话内容。", "Write what was said.";

    // When it was not taken.
    not_done: "没有提交", "It was not sent";
    taken_by(name: &str): "{name}已领取该请求。", "{name} took this request before.";
    taken_by_you: "您已领取该请求。", "You have this request already.";
    you_wrote: "您输入的内容：", "You wrote:";
}
