//! Words of the advice on plans.

super::texts! {
    title: "套餐建议", "Recommendations";
    lead: "按您自己的实际用量，把每个可办理的套餐逐月算一遍，精确到分。", "Every plan you could have, computed to the cent for what you really used.";
    stay: "您现在的套餐最划算", "Stay where you are";
    stay_body(months: i64, plan: &str): "按最近{months}个完整月的用量，没有其他套餐比{plan}更便宜。", "For what you used in the last full month, no other plan would have been cheaper than {plan}." | "For what you used in the last {months} full months, no other plan would have been cheaper than {plan}.";
    stay_total: "这段时间的费用", "What it came to";
    better(plan: &str): "{plan}更适合您", "{plan} suits you better";
    better_body(months: i64, saving: &str): "按最近{months}个完整月的用量，您可以少付{saving}。", "For what you used in the last full month, you would have paid {saving} less." | "For what you used in the last {months} full months, you would have paid {saving} less.";
    saving: "本可节省", "You would have saved";
    in_months(months: i64): "{months}个完整月合计", "over {months} full month" | "over {months} full months";
    with_present: "现用套餐", "With your plan";
    with_best: "推荐套餐", "With the plan we recommend";
    fee: "提前解约费", "Early-termination fee";
    earned_back(months: i64): "约{months}个月的节省可以抵回", "earned back after about {months} month" | "earned back after about {months} months";
    fee_counts: "您还在合约期内：上面的节省未扣除这笔费用，更换前请先比较。", "Your agreement still runs: the saving above does not yet include this fee. Weigh the two before you change.";
    check: "核对并更换", "Check the change";
    compare: "比较全部套餐", "Compare all plans";
    dismiss: "不再显示这条建议", "Do not show this again";
    dismissed: "您选择了不再显示这条建议。", "You chose not to see this again.";
    dismissed_body(plan: &str, saving: &str): "首页不再提示。按您的用量，换到{plan}仍可少付{saving}。", "It is no longer on your home page. For what you used, {plan} would still have saved {saving}.";
    arithmetic: "查看逐月算法", "See the arithmetic, month by month";
    caption(plan: &str, price: &str): "{plan}（{price}）逐月费用", "{plan} ({price}), month by month";
    month: "月份", "Month";
    price: "月费", "Price";
    calls_beyond: "超出通话", "Calls beyond";
    data_beyond: "超出流量", "Data beyond";
    messages_beyond: "超出短信", "Texts beyond";
    total: "合计", "Total";
    used(amount: &str): "用了{amount}", "{amount} used";
    arithmetic_note: "“超出”是超过套餐内含量部分的费用；现用套餐按您的签约月费计算，其他套餐按今天的月费计算。增值业务未计入。", "“Beyond” is the charge for use above what the plan includes. Your plan counts at the price you signed, the other at today's price. Add-ons are not counted on either side.";
    too_new: "还不能给出建议", "No advice yet";
    too_new_body(since: &str): "该号码自{since}起使用，还没有一个完整的自然月。第一个完整月结束后，我们会按您的用量计算。", "This line is in use since {since} and has no full calendar month yet. After the first one we compute what suits you.";
    peers(peers: i64, chosen: i64, percent: i64, plan: &str): "仅供参考：与您情况相近的{peers}位客户中，{chosen}位（{percent}%）使用{plan}。", "For reference only: of {peers} customers like you, {chosen} ({percent}%) have {plan}.";
    no_lines: "没有可以建议的号码", "No line to advise on";
    no_lines_body: "有了使用中的号码，并用满一个完整月之后，这里会给出建议。如果您在“隐私与访问记录”中撤回了同意，则不再计算。", "Once you have a line in use and a full month has passed, advice appears here. If you took your consent back under Privacy, none is computed.";
    see_plans: "看看套餐", "See plans";
}
