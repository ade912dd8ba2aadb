//! Words of orders: where they stand, their steps, and what can be done.

use crm::{
    language::Language,
    orders::{Channel, Doer, ItemAction, OrderKind, OrderState, OrderStep},
};

super::texts! {
    title: "订单", "Orders";
    lead: "每笔订单的进度和约定内容。", "Where each of your orders stands, and what was agreed.";
    list: "全部订单", "All orders";
    order_title(number: &str): "订单 {number}", "Order {number}";
    number: "订单编号", "Order";
    what: "内容", "What";
    line: "号码", "Line";
    state: "状态", "State";
    placed_at: "下单时间", "Placed";
    effective: "生效日期", "Starts on";
    none: "还没有订单", "No orders yet";
    none_body: "更换套餐后，进度会显示在这里。", "When you change your plan, its progress appears here.";
    see_plans: "看看套餐", "See plans";
    plan_change: "更换套餐", "Plan change";
    change_to(plan: &str): "更换为{plan}", "Change to {plan}";
    change_of_line(line: &str, plan: &str): "{line} 更换为{plan}", "{line}: change to {plan}";
    progress: "进度", "Progress";
    terms: "约定内容", "What was agreed";
    from: "原套餐", "Plan before";
    to: "新套餐", "Plan after";
    expected: "预计完成", "Expected to be done";
    proration: "本月差价", "Rest of the month, once";
    fee: "提前解约费", "Early-termination fee";
    lost: "停用的增值业务", "Add-ons that end";
    monthly: "每月费用变化", "Difference each month";
    next_bill: "下期账单变化", "Difference on the next bill";
    kind: "业务类型", "Kind";
    channel: "受理渠道", "Placed through";
    web: "网厅", "This portal";
    call_centre: "客服热线", "Call centre";
    branch: "营业厅", "Branch";
    system: "系统", "System";
    items: "变更项目", "What changes";
    item_add: "开通", "Starts";
    item_modify: "变更", "Changes";
    item_delete: "停用", "Ends";
    item_keep: "不变", "Stays";
    your_choices: "您可以这样做", "What you can do";
    failed_words(words: &str): "网络反馈：“{words}”。", "The network says: “{words}”.";
    went_wrong: "没有开通成功，原因见上面的进度。您的套餐没有变化，也没有产生费用。", "It could not be set up; the steps above say why. Your plan is as it was, and nothing was charged.";
    retry: "重新开通", "Try again";
    retry_hint: "约定的价格和生效日期不变。", "Price and first day stay as agreed.";
    withdraw: "撤销订单", "Withdraw the order";
    withdraw_until(date: &str): "{date}送往网络之前可以撤销，套餐保持不变。", "You can withdraw it until it goes to the network on {date}; your plan then stays as it is.";
    withdraw_soon: "送往网络之前可以撤销，套餐保持不变。", "You can withdraw it until it goes to the network; your plan then stays as it is.";
    withdraw_failed: "撤销后套餐保持不变，您可以重新选择。", "Your plan then stays as it is, and you can choose anew.";
    cannot_withdraw: "订单已送往网络，不能再撤销，通常当天完成。", "It went to the network and can no longer be withdrawn; this is usually done within the day.";
    ask: "请人工处理", "Ask a person to look into it";
    ask_subject(number: &str): "订单 {number}", "Order {number}";
    change_again: "再次更换套餐", "Change the plan again";

    acknowledged: "已受理", "Accepted";
    pending: "等待生效", "Waiting for its day";
    held: "等待人工处理", "With our staff";
    in_progress: "开通中", "Being set up";
    cancelled: "已撤销", "Withdrawn";
    completed: "已完成", "Done";
    failed: "需要您决定", "Needs your decision";
    partial: "部分完成", "Partly done";
    assessing: "撤销审核中", "Withdrawal being checked";
    withdrawing: "撤销中", "Being withdrawn";
    rejected: "未受理", "Not accepted";

    acknowledged_now(plan: &str): "订单已受理，即将为您开通{plan}。", "Accepted; {plan} is about to be set up.";
    pending_now(plan: &str, date: &str): "{plan}将于{date}生效，您无需再做什么。", "{plan} starts on {date}; there is nothing left for you to do.";
    held_now: "订单由工作人员处理，有结果会通知您。", "Our staff are looking into it and will tell you.";
    in_progress_now(plan: &str, date: &str): "正在开通{plan}，预计{date}完成。", "{plan} is being set up, expected to be done on {date}.";
    cancelled_now: "订单已撤销，您的套餐没有变化。", "The order was withdrawn; your plan is as it was.";
    completed_now(plan: &str, date: &str): "{plan}已开通，自{date}起生效。", "{plan} is set up, in effect from {date}.";
    failed_now(plan: &str): "{plan}没有开通成功，您的套餐没有变化。请选择下一步。", "{plan} could not be set up; your plan is as it was. Please choose how to go on.";
    partial_now: "订单已部分完成，其余由工作人员处理。", "Part of it is done; our staff see to the rest.";
    assessing_now: "撤销申请正在审核。", "Your withdrawal is being checked.";
    withdrawing_now: "订单正在撤销。", "The order is being withdrawn.";
    rejected_now: "订单未被受理，您的套餐没有变化。", "The order was not accepted; your plan is as it was.";

    step_placed: "提交订单", "Order placed";
    step_scheduled: "等待生效日期", "Waiting for its day";
    step_submitted: "送往网络", "Handed to the network";
    step_provisioned: "网络开通", "Set up in the network";
    step_failed: "网络开通未成功", "Could not be set up";
    step_completed: "新套餐生效", "New plan in effect";
    step_withdrawn: "订单撤销", "Order withdrawn";
    step_retried: "再次开通", "Tried again";
    expected_on(date: &str): "预计{date}", "Expected {date}";
    done_by_staff: "由工作人员代办。", "Our staff did this for you.";
    next_customer: "接下来由您决定。", "It is your turn.";
    next_staff: "接下来由工作人员处理。", "Our staff act next.";
    next_system: "到时由系统自动处理。", "Our system goes on by itself.";
    next_network: "接下来由网络开通。", "The network acts next.";
}

/// A state in one word.
pub(crate) fn state_word(language: Language, state: OrderState) -> &'static str {
    match state {
        OrderState::Acknowledged => acknowledged(language),
        OrderState::Pending => pending(language),
        OrderState::Held => held(language),
        OrderState::InProgress => in_progress(language),
        OrderState::Cancelled => cancelled(language),
        OrderState::Completed => completed(language),
        OrderState::Failed => failed(language),
        OrderState::Partial => partial(language),
        OrderState::AssessingCancellation => assessing(language),
        OrderState::PendingCancellation => withdrawing(language),
        OrderState::Rejected => rejected(language),
    }
}

/// What a step is called, before and after it happened.
pub(crate) fn step(language: Language, step: OrderStep) -> &'static str {
    match step {
        OrderStep::Placed => step_placed(language),
        OrderStep::Scheduled => step_scheduled(language),
        OrderStep::Submitted => step_submitted(language),
        OrderStep::Provisioned => step_provisioned(language),
        OrderStep::ProvisioningFailed => step_failed(language),
        OrderStep::Completed => step_completed(language),
        OrderStep::Withdrawn => step_withdrawn(language),
        OrderStep::Retried => step_retried(language),
    }
}

/// Who acts next.
pub(crate) fn next_doer(language: Language, doer: Doer) -> &'static str {
    match doer {
        Doer::Customer => next_customer(language),
        Doer::Staff => next_staff(language),
        Doer::System => next_system(language),
        Doer::Network => next_network(language),
    }
}

/// What an order is for.
pub(crate) fn order_kind(language: Language, kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::PlanChange => plan_change(language),
    }
}

/// Where an order came in.
pub(crate) fn order_channel(language: Language, channel: Channel) -> &'static str {
    match channel {
        Channel::Web => web(language),
        Channel::CallCentre => call_centre(language),
        Channel::Branch => branch(language),
        Channel::System => system(language),
    }
}

/// What happens to a product.
pub(crate) fn item_action(language: Language, action: ItemAction) -> &'static str {
    match action {
        ItemAction::Add => item_add(language),
        ItemAction::Modify => item_modify(language),
        ItemAction::Delete => item_delete(language),
        ItemAction::NoChange => item_keep(language),
    }
}
