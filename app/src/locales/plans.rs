//! Words of the catalogue's pages.

super::texts! {
    title: "套餐", "Plans";
    lead: "按月费从低到高排列。您现有的价格不会因此改变。", "By monthly price, the lowest first. The price you signed stays as it is.";
    kinds: "按类型筛选", "Kind of line";
    needs: "按需求筛选", "What matters to you";
    all: "全部", "All";
    yours: "您现在的套餐", "What you have now";
    your_plan: "您正在使用", "Your plan";
    change: "更换套餐", "Change plan";
    details: "套餐详情", "Details";
    change_to_this: "更换为此套餐", "Change to this plan";
    change_line_to_this(line: &str): "{line} 更换为此套餐", "Change {line} to this plan";
    has_it(line: &str): "{line} 正在使用", "{line} has this plan";
    at_your_price(price: &str): "您的签约月费为{price}", "At the price you signed: {price}";
    beyond: "超出套餐", "Beyond that";
    nothing_beyond: "套餐内不限量，不会产生超出费用。", "Nothing is limited, so nothing more is charged.";
    no_match: "没有符合条件的套餐", "No plan matches";
    no_match_body: "换一个条件，或查看全部套餐。", "Choose something else, or look at all plans.";
    see_all: "查看全部套餐", "See all plans";
    none_on_sale: "目前没有可以办理的套餐", "No plan can be ordered now";
    none_on_sale_body: "您现有的套餐照常使用。", "What you have goes on as it is.";
    included: "套餐内容", "What is included";
    good_for: "适合", "Good for";
    ends_add_ons: "换到该套餐后停用的增值业务", "Add-ons that end with a change to it";
    sale_from: "开始办理", "On sale from";
    sale_until: "停止办理", "On sale until";
    code: "套餐编号", "Plan code";
    your_lines: "您的号码", "Your lines";
    no_line: "您没有可以使用该套餐的号码。", "You have no line this plan could run on.";
    now_has(plan: &str, price: &str): "现用{plan}，{price}", "Now {plan}, {price}";
    withdrawn: "该套餐已停止办理", "This plan is no longer sold";
    withdrawn_body: "正在使用的客户可以继续使用，价格不变。", "Customers who have it keep it, at the price they signed.";
    coming: "该套餐尚未开始办理", "This plan is not sold yet";
    coming_body(date: &str): "自{date}起可以办理。", "It can be ordered from {date}.";
    for_others: "该套餐有办理条件", "This plan is for certain customers";
    seniors_only: "仅限老年客户办理。", "It is for senior citizens only.";
    see_others: "看看其他套餐", "See other plans";
}
