//! Words of usage: what is left, what it cost beyond the plan, and what was used by day and month.

use crm::{language::Language, usage::UsageKind};

super::texts! {
    title: "用量", "Usage";
    lead(date: &str): "截至{date}的用量。", "What was used up to {date}.";
    lines: "号码", "Lines";
    no_lines: "没有号码", "No lines";
    no_lines_body: "开通号码后，用量会显示在这里。", "When you have a line, its usage appears here.";
    ended(date: &str): "此号码已于{date}停用，以下为历史用量。", "This line ended on {date}; this is what it used before.";
    no_plan: "此号码目前没有套餐。", "This line has no plan at present.";
    see_plans: "看看套餐", "See plans";

    // What is left.
    left_this_month: "本月剩余", "Left this month";
    voice: "通话", "Calls";
    data: "流量", "Data";
    messages: "短信", "Text messages";
    left(quantity: &str): "剩余 {quantity}", "{quantity} left";
    used_up: "已用完", "Used up";
    used(quantity: &str): "已用 {quantity}", "{quantity} used";
    of(quantity: &str): "共 {quantity}", "of {quantity}";
    renews(date: &str): "{date}起重新计算。", "It starts afresh on {date}.";
    half: "已用过半。", "More than half is used.";
    nearly(rate: &str): "快用完了。超出后{rate}。", "Nearly used up. Beyond it, {rate}.";
    beyond(quantity: &str, rate: &str): "已超出 {quantity}，{rate}。", "{quantity} beyond it so far: {rate}.";
    now_costs(rate: &str): "继续使用将另外收费：{rate}。", "More costs extra: {rate}.";
    not_included(rate: &str): "套餐不含，{rate}", "Not included: {rate}";
    per_minute(price: &str): "每分钟{price}", "{price} a minute";
    per_block(price: &str): "每100 MB {price}", "{price} for each 100 MB";
    per_message(price: &str): "每条{price}", "{price} a message";
    free: "不另收费", "no extra charge";

    // What it cost.
    cost: "本月套餐外费用", "Beyond the plan this month";
    cost_so_far: "截至目前", "So far";
    no_cost: "目前没有套餐外费用。", "Nothing beyond the plan so far.";
    on_the_bill(month: &str): "将计入{month}账单。", "It will be on the bill for {month}.";
    better_plan: "看看更合适的套餐", "See which plan fits better";

    // Days and months.
    days_of(month: &str): "{month}每日用量", "Day by day in {month}";
    months: "月份", "Months";
    day: "日期", "Day";
    daily(kind: &str): "每日{kind}", "{kind} by day";
    most_on(sum: &str, day: &str, most: &str): "共 {sum}，{day}最多（{most}）。", "{sum} in all, most on {day} ({most}).";
    nothing_used(month: &str): "{month}没有使用记录。", "Nothing was used in {month}.";
    none_of_kind(kind: &str): "{kind}：没有记录。", "{kind}: none.";
    by_month: "近六个月与本月", "Six months and the running one";
    month: "月份", "Month";
    running(month: &str): "{month}（至今）", "{month} (so far)";
}

/// What is used.
pub(crate) fn kind(language: Language, kind: UsageKind) -> &'static str {
    match kind {
        UsageKind::Voice => voice(language),
        UsageKind::Data => data(language),
        UsageKind::Message => messages(language),
    }
}
