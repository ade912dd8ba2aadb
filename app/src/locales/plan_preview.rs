//! What a plan change means, in words: the same in the browser's preview and on the check-answers page.

super::texts! {
    heading: "这次更换意味着", "What this change means";
    choose_first: "选择一个套餐，即可看到生效日期和费用。确认之前不会有任何变化。", "Choose a plan to see when it starts and what it costs. Nothing changes before you confirm.";
    summary(plan: &str, date: &str, difference: &str): "{plan}：{date}生效。{difference}。", "{plan} from {date}. {difference}.";
    more(amount: &str): "每月多付{amount}", "{amount} more each month";
    less(amount: &str): "每月少付{amount}", "{amount} less each month";
    level: "每月费用不变", "Same cost each month";
    only_next_cycle(date: &str): "月费更高的套餐才能立即生效，这个套餐最早{date}生效。", "Only a dearer plan can start at once; this one starts on {date} at the earliest.";
    continue_button: "下一步：核对", "Next: check the change";
    effective: "生效日期", "Starts on";
    monthly: "每月费用", "Each month";
    from_to(old: &str, new: &str): "套餐月费由{old}变为{new}", "The plan goes from {old} to {new}";
    proration: "本月差价", "Rest of this month";
    proration_days(period: &str): "新旧套餐的差价，{period}", "The difference of the two plans, {period}";
    none: "无", "None";
    no_proration: "新套餐与新账期一同开始，无需补差价。", "The new plan starts with a new billing month.";
    fee: "提前解约费", "Early-termination fee";
    bound_until(date: &str): "合约期至{date}，新套餐月费低于合约承诺", "Your agreement runs until {date} and asks for a higher monthly price";
    lost: "将停用的增值业务", "Add-ons that end";
    lost_one(name: &str, price: &str): "{name}（{price}/月）", "{name} ({price} a month)";
    lost_credit(amount: &str): "新套餐已包含或不支持；退还本月剩余部分{amount}", "The new plan includes or rules them out; {amount} for the rest of this month is given back";
    lost_included: "新套餐已包含或不支持", "The new plan includes or rules them out";
    next_bill: "下期账单变化", "Difference on the next bill";
    next_bill_once: "与不更换相比", "Compared with no change";
    next_bill_later: "下期账单仍按原套餐计费，新月费从再下一期账单起体现。", "The next bill is still for the old plan; the new price is first seen on the one after it.";
}
