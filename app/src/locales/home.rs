//! Words of the home page.

super::texts! {
    title: "首页", "Home";
    greeting(name: &str): "{name}，您好", "Hello, {name}";
    owed: "账单", "Bills";
    all_bills: "全部账单", "All bills";
    to_pay: "待缴金额", "To pay";
    all_paid: "没有待缴账单。", "Everything is paid.";
    all_overdue: "已过缴费期限，请尽快缴费。", "This is overdue. Please pay now.";
    partly_overdue(amount: &str): "其中{amount}已逾期，请尽快缴费。", "{amount} of it is overdue. Please pay now.";
    due_today: "今天是最后缴费日。", "Today is the last day to pay.";
    due_by(date: &str): "请在{date}前缴费。", "Please pay by {date}.";
    pay: "立即缴费", "Pay now";
    usage: "使用明细", "Usage";
    barred: "该号码已停机", "This line is barred";
    see_line: "查看原因和办法", "See why, and what to do";
    change_plan: "更换套餐", "Change plan";
    manage_line: "管理此号码", "Manage this line";
    voice: "通话", "Calls";
    data: "流量", "Data";
    texts: "短信", "Texts";
    left(quantity: &str): "剩余 {quantity}", "{quantity} left";
    of(quantity: &str): "共 {quantity}", "of {quantity}";
    used(quantity: &str): "已用 {quantity}", "{quantity} used";
    each_costs: "套餐不含，按量计费", "not included, charged by use";
    home_internet(code: &str): "家庭宽带 {code}", "Home internet {code}";
    recommended: "为您推荐", "Recommended for you";
    stay: "您的套餐正合适", "Your plan fits";
    nothing_cheaper(months: i64, plan: &str): "按您最近{months}个月的实际使用，没有比{plan}更省的套餐。", "For what you used in the last month, nothing beats {plan}." | "For what you used over the last {months} months, nothing beats {plan}.";
    would_have_saved(months: i64, plan: &str, saving: &str): "按您最近{months}个月的实际使用，{plan}可为您节省{saving}。", "With {plan} you would have paid {saving} less in the last month." | "With {plan} you would have paid {saving} less over the last {months} months.";
    fee(fee: &str): "现在更换需支付提前解约费{fee}。", "Changing now costs an early-termination fee of {fee}.";
    see_arithmetic: "看看怎么算的", "See the arithmetic";
    under_way: "办理中", "Under way";
    all_orders: "全部订单", "All orders";
    nothing_under_way: "没有办理中的业务。", "Nothing is under way.";
    ask: "提问或报障", "Ask or report something";
    messages: "最近消息", "Latest messages";
    all_messages: "全部消息", "All messages";
    no_messages: "还没有消息。", "No messages yet.";
    change_to(plan: &str): "更换为{plan}", "Change to {plan}";
    order_failed: "需要您决定", "needs your decision";
    order_from(date: &str): "{date}生效", "from {date}";
    order_in_progress: "开通中", "in progress";
    request(number: &str): "服务请求 {number}", "Request {number}";
    request_needs_you: "等待您回复", "needs your answer";
    request_in_progress: "处理中", "in progress";
    request_received: "已收到", "received";
}
