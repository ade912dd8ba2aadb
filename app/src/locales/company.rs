//! Words of `/company`: companies, overview, lines, units, bills.

use crm::{company::tree::OrgUnitKind, language::Language};

super::texts! {
    // Which company.
    title: "企业管理", "Your companies";
    lead: "您在以下企业担任管理角色。个人业务请返回“我的网厅”。", "You have a role in these companies. Your own lines and bills are under My own.";
    none: "您没有管理任何企业", "You administer no company";
    none_body: "企业的所有者或管理员可以用您的手机号码邀请您。", "An owner or administrator of a company can invite you by your mobile number.";
    companies: "企业", "Companies";

    // Parts of a company.
    parts: "您管理的部分", "Your parts of the company";
    beneath: "下级单元", "Units beneath";
    no_units: "没有下级单元。", "No units beneath.";
    unit: "单元", "Unit";
    itself: "直属", "On the unit itself";
    lines_column: "号码数", "Lines";
    whole: "合计", "In all";

    // Overview.
    overview_title(company: &str): "{company} 概览", "{company}: overview";
    lines_figure: "号码", "Lines";
    latest_figure(month: &str): "{month}费用", "Cost in {month}";
    difference(amount: &str): "比上月{amount}", "{amount} against the month before";
    cost_chart: "近12个月费用", "Twelve months of cost";
    cost_summary(highest: &str, month: &str): "最高为{month}的{highest}。", "The highest was {highest} in {month}.";
    no_costs: "还没有出账。", "Nothing was billed yet.";
    no_bill: "未出账", "Not billed";
    month: "月份", "Month";
    amount: "金额", "Amount";
    by_unit(month: &str): "各单元费用（{month}）", "Cost by unit, {month}";
    change: "比上月", "Change";
    twelve_months: "12个月", "12 months";
    needs: "待处理", "What needs action";
    nothing_needed: "没有需要处理的事项。", "Nothing needs action.";
    owed(amount: &str): "待缴{amount}", "{amount} to pay";
    overdue(amount: &str): "已逾期{amount}", "{amount} overdue";
    see_bills: "查看账单", "See the bills";
    barred_lost(count: i64): "{count}个号码挂失停机", "{count} line barred: lost or stolen" | "{count} lines barred: lost or stolen";
    barred_overdue(count: i64): "{count}个号码欠费停机", "{count} line barred for overdue bills" | "{count} lines barred for overdue bills";
    barred_wish(count: i64): "{count}个号码停机保号", "{count} line paused" | "{count} lines paused";
    see_lines: "查看停机号码", "See barred lines";
    decisions(count: usize): "{count}项所有者变更等待您确认", "{count} change of owners waits for you" | "{count} changes of owners wait for you";
    decide: "去确认", "Decide";
    failed_moves(count: usize): "{count}项组织调整未能完成", "{count} planned move could not be done" | "{count} planned moves could not be done";
    see_units: "查看组织", "See the units";

    // Lines.
    lines_title(company: &str): "{company} 号码", "{company}: lines";
    lines_lead(count: i64): "共{count}个号码，按单元和使用人排列。", "{count} line, by unit and user." | "{count} lines, by unit and user.";
    filter: "筛选", "Find lines";
    term: "号码、编号或使用人", "Number, code or user";
    state: "状态", "State";
    any_state: "全部状态", "Any state";
    plan: "套餐", "Plan";
    any_plan: "全部套餐", "Any plan";
    find: "查找", "Find";
    clear: "清除条件", "Clear";
    line: "号码", "Line";
    user: "使用人", "User";
    nobody: "未指定", "Not set";
    price: "月费", "A month";
    no_plan: "无套餐", "No plan";
    no_lines: "没有符合条件的号码", "No lines fit";
    no_lines_body: "请放宽条件，或选择上级单元。", "Look for less, or choose a unit above.";
    first_page: "回到第一页", "First page";
    next_page: "下一页", "Next page";

    // Units.
    units_title(company: &str): "{company} 组织", "{company}: units";
    kind: "类型", "Kind";
    since: "自", "Here since";
    group: "集团", "Group";
    subsidiary: "子公司", "Subsidiary";
    department: "部门", "Department";
    team: "小组", "Team";
    about_unit: "单元信息", "About this unit";
    code: "编号", "Code";
    add_title: "添加下级单元", "Add a unit beneath";
    name: "名称", "Name";
    add: "添加", "Add it";
    rename_title: "修改名称", "Rename";
    rename: "保存名称", "Save the name";
    move_title: "调整位置", "Move";
    move_body: "所有下级单元和号码一同移动。已出账的费用不变，按新的组织汇总。", "All units and lines beneath move along. What was billed stays booked to its unit and is summed by the new tree.";
    to: "移到", "Move it under";
    choose_unit: "请选择", "Choose";
    effective_on: "生效日期", "First day in the new place";
    effective_hint: "选择今天则立即生效；最晚一年内。", "Today moves it at once; up to a year ahead.";
    move_now: "调整", "Move it";
    planned_move(to: &str, on: &str): "将于{on}移到“{to}”", "Moves under {to} on {on}";
    stay: "取消安排", "Take it back";
    moves: "组织调整记录", "Moves";
    move_of: "单元", "Unit";
    move_day: "生效日期", "Day";
    move_state: "状态", "State";
    planned: "待生效", "Planned";
    done: "已完成", "Done";
    withdrawn: "已取消", "Taken back";
    failed: "未能完成", "Could not be done";

    // Bills.
    bills_title(company: &str): "{company} 账单", "{company}: bills";
    bill_title(company: &str, number: &str): "{company} 账单 {number}", "{company}: bill {number}";
    account(number: &str): "账户 {number}", "Account {number}";
    pay_all(amount: &str): "缴清{amount}", "Pay {amount}";
    payments: "最近缴费", "Latest payments";
    number: "编号", "Number";
    day: "日期", "Day";
    initiated: "等待支付平台", "Waiting for the provider";
    succeeded: "已到账", "Received";
    payment_failed: "未成功", "Failed";
    bill_by_unit: "各单元费用", "Cost by unit";
    bill_by_unit_body: "按出账时号码所属单元记账，按当前组织汇总。", "Booked to the unit each line hung on when the bill was issued, summed by the tree as it is now.";
    download: "下载明细（CSV）", "Download every line (CSV)";
    unit_now: "当前单元", "Unit now";
}

/// What a unit is called.
pub(crate) fn unit_kind(language: Language, kind: OrgUnitKind) -> &'static str {
    match kind {
        OrgUnitKind::Group => group(language),
        OrgUnitKind::Subsidiary => subsidiary(language),
        OrgUnitKind::Department => department(language),
        OrgUnitKind::Team => team(language),
    }
}
