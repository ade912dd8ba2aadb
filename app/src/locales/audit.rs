//! Words of `/staff/audit`.

super::texts! {
    title: "审计记录", "Audit trail";
    lead: "谁在何时做了什么、被拒绝了什么。您的每次查阅也会被记录。", "Who did what and when, and what they were refused. Each of your looks is written down as well.";

    // What is looked for.
    who: "操作人", "Who acted";
    who_hint: "客户编号、手机号码或员工账号", "Customer code, mobile number or staff name";
    object: "对象", "What it was about";
    object_hint: "客户编号、手机号码，或订单、请求等编号", "Customer code, mobile number, or the number of an order, request …";
    operation: "操作", "Operation";
    any_operation: "全部操作", "Any";
    outcome: "结果", "Outcome";
    any_outcome: "全部结果", "Any";
    from: "起始日", "From";
    to: "截止日", "Until";
    search: "查询", "Search";
    everything: "清除条件", "Clear the search";
    no_day: "请输入有效日期，例如2026-11-01。", "Enter a day, such as 2026-11-01.";
    wrong_order: "截止日不能早于起始日。", "Choose a last day that is not before the first.";

    // What was found.
    found: "查询结果", "Events found";
    none: "没有符合条件的记录", "Nothing was found";
    none_body: "请放宽查询条件。", "Ask for less.";
    time: "时间", "Time";
    seal: "封存", "Seal";
    sealed(position: &str): "第{position}环", "Link {position}";
    unsealed: "尚未封存", "Not sealed yet";
    facts: "详情", "Facts";
    fact: "说明", "Note";
    event: "事件编号", "Event";
    done: "完成", "Done";
    refused: "规则拒绝", "Refused";
    denied: "无权", "Denied";
    first: "返回最新记录", "Back to the newest";
    export: "导出CSV", "Export as CSV";
    export_note(most: &str): "导出同一查询的最新{most}条。更早的记录请缩小日期范围再导出。", "The export holds the newest {most} of the same search. Narrow the days for what is older.";
    left_out(most: &str): "仅导出最新{most}条，更早的未列出", "Only the newest {most}; older ones are left out";
}
