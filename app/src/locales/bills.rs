//! Words of the bills: the list, one bill, and why it differs from another.

super::texts! {
    title: "账单", "Bills";
    bill_of(month: &str): "{month}账单", "Bill for {month}";
    bill_title(number: &str): "账单 {number}", "Bill {number}";

    // What is owed.
    to_pay: "待缴金额", "To pay";
    total_of_bill: "账单总额", "Total of this bill";
    credit_of_bill: "本期账单为您退费", "This bill gives you back";
    everything_paid: "账单都已缴清。", "Everything is paid.";
    due_today: "今天是最后缴费日。", "Today is the last day to pay.";
    due_by(date: &str): "请在{date}前缴费。", "Please pay by {date}.";
    overdue_since(date: &str): "缴费截止日为{date}，已逾期，请尽快缴费。", "This was due on {date}. Please pay now.";
    partly_overdue(amount: &str): "其中{amount}已逾期，请尽快缴费。", "{amount} of it is overdue. Please pay now.";
    pay: "立即缴费", "Pay now";
    payments: "缴费记录", "Payments";

    // States.
    in_preparation: "出账中", "Being prepared";
    paid: "已缴清", "Paid";
    nothing_to_pay: "无需缴费", "Nothing to pay";
    overdue: "已逾期", "Overdue";
    partly_paid: "部分已缴", "Partly paid";
    pay_by(date: &str): "{date}前缴费", "Pay by {date}";

    // The list.
    period: "账期", "Month";
    state: "状态", "State";
    amount: "金额", "Amount";
    left_to_pay: "待缴", "Left to pay";
    older_bills: "更早的账单", "Older bills";
    none: "还没有账单", "No bills yet";
    none_body: "第一份账单将在首个账期结束后出具，并显示在这里。", "Your first bill appears here after the end of your first billing month.";
    no_older: "没有更早的账单", "No older bills";
    history(count: i64, period: &str, total: &str): "{period}的{count}份更早的账单合计{total}，已不再保留明细。", "{count} older bill, {period}, came to {total}. Its details are no longer kept." | "{count} older bills, {period}, came to {total} in all. Their details are no longer kept.";

    // The chart.
    twelve_months: "近12个月账单", "Twelve months";
    average(average: &str, month: &str, highest: &str): "有账单的月份平均每月{average}，最高为{month}的{highest}。", "{average} a month on average; the highest was {highest} in {month}.";
    nothing_billed: "这12个月没有账单。", "Nothing was billed in these twelve months.";
    no_bill: "无账单", "No bill";

    // One bill.
    number: "账单号", "Bill number";
    customer: "客户", "Customer";
    account: "账户", "Account";
    issued_on: "出账日", "Issued on";
    due_on: "缴费截止日", "Due on";
    already_paid: "已缴金额", "Paid so far";
    facts: "账单信息", "About this bill";
    download: "下载CSV", "Download CSV";
    something_wrong: "对账单有疑问？", "Something wrong?";
    something_wrong_body: "告诉我们是哪一项，我们会核查并答复您。", "Tell us which charge, and we will look into it and answer you.";
    dispute: "提出异议", "Question this bill";

    // Why it differs.
    why(then: &str): "与{then}相比", "Compared with {then}";
    first_bill: "这是您的第一份账单，没有可以比较的。", "This is your first bill: there is none to compare it with.";
    sum: "合计相差", "Difference in all";
    same_total(then: &str, total: &str): "总额与{then}相同，都是{total}。", "The total is the same as in {then}: {total}.";
    more(then: &str, difference: &str, before: &str, after: &str): "比{then}多{difference}（{before}→{after}）。", "{difference} more than in {then} ({before} → {after}).";
    less(then: &str, difference: &str, before: &str, after: &str): "比{then}少{difference}（{before}→{after}）。", "{difference} less than in {then} ({before} → {after}).";
    nothing_differs(then: &str): "每一项都与{then}相同。", "Every charge is the same as in {then}.";
    unchanged(count: i64, amount: &str): "另有{count}项没有变化，合计{amount}。", "{count} other charge is unchanged: {amount}." | "{count} other charges are unchanged: {amount} together.";
    compare_with: "与哪个月比较", "Compare with";
    compare: "比较", "Compare";
    plan_changed(old: &str, before: &str, after: &str): "由“{old}”（{before}）更换而来，现为{after}。", "Replaces {old}: {after} instead of {before}.";
    began(then: &str): "新开通，{then}账单中没有。", "New: it was not on the bill for {then}.";
    ended(then: &str): "{then}账单中有，本期没有。", "It was on the bill for {then} and is not on this one.";
    price_changed(before: &str, after: &str): "价格由{before}变为{after}。", "The price is {after}; it was {before}.";
    part_of_month(days: i64, of: i64): "本期只收{days}天（全月{of}天）。", "Charged for {days} of {of} days this time.";
    whole_month_again(then: &str, days: i64, of: i64): "本期收整月；{then}只收{days}天（全月{of}天）。", "Charged for the whole month; in {then} it was {days} of {of} days.";
    used_both(then: &str, before: &str, after: &str): "本期{after}，{then}为{before}。", "{after}; in {then} it was {before}.";
    used_now(then: &str, after: &str): "本期{after}，{then}没有。", "{after}; none in {then}.";
    used_then(then: &str, before: &str): "本期没有，{then}为{before}。", "None; in {then} it was {before}.";
    charged_once(then: &str): "一次性费用，{then}账单中没有。", "A one-off charge that was not on the bill for {then}.";
    credited_once(then: &str): "一次性减免，{then}账单中没有。", "A one-off credit that was not on the bill for {then}.";
    was_charged_once(then: &str): "一次性费用，只在{then}账单中。", "A one-off charge on the bill for {then} only.";
    was_credited_once(then: &str): "一次性减免，只在{then}账单中。", "A one-off credit on the bill for {then} only.";
    changed(before: &str, after: &str): "由{before}变为{after}。", "{after}; it was {before}.";
    discount_began(then: &str): "新的优惠，{then}账单中没有。", "A new discount that was not on the bill for {then}.";
    discount_ended(then: &str, before: &str): "优惠已结束，{then}曾减免{before}。", "This discount has ended; it took {before} off the bill for {then}.";
    discount_changed(before: &str, after: &str): "减免由{before}变为{after}。", "It takes off {after}; it took off {before}.";

    // The lines.
    lines: "费用明细", "All charges";
    no_lines: "这份账单没有费用。", "This bill has no charges.";
    charge: "项目", "Charge";
    quantity: "数量", "Quantity";
    subtotal: "小计", "Subtotal";
    total: "合计", "Total";
    whole_account: "整个账户", "The account as a whole";

    // Columns of the download.
    line: "号码", "Line";
    kind: "类别", "Kind";
    unit: "单位", "Unit";
    first_day: "起始日", "First day";
    last_day: "截止日", "Last day";
    amount_in_yuan: "金额（元）", "Amount (CNY)";
    minutes: "分钟", "minutes";
    messages: "条", "messages";
    pieces: "件", "pieces";
    kind_of_line: "类别", "Kind";
    every_kind: "全部类别", "Every kind";
    search_lines: "搜索", "Search";
    order_of_lines: "排序", "Order";
    as_billed: "按账单顺序", "As on the bill";
    most_first: "金额从高到低", "Largest amount first";
    least_first: "金额从低到高", "Smallest amount first";
}
