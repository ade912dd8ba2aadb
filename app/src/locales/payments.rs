//! Words of paying: what to pay, the history, a receipt.

use crm::{accounts::PaymentMethod, language::Language};

super::texts! {
    // Paying.
    pay_title: "缴费", "Pay";
    pay_lead: "确认金额后，您将前往支付平台完成付款。", "Check the amount; you then pay on the payment provider’s page.";
    bills: "账单", "Bills";
    to_pay: "待缴金额", "To pay";
    nothing_owed: "没有待缴费用", "Nothing to pay";
    nothing_owed_body: "您的账单都已缴清。新账单出具后会通知您。", "All your bills are paid. We tell you when the next one is issued.";
    see_bills: "查看账单", "See your bills";
    see_payments: "缴费记录", "Payments";
    due_by(date: &str): "请在{date}前缴费。", "Please pay by {date}.";
    due_today: "今天是最后缴费日。", "Today is the last day to pay.";
    all_overdue: "已过缴费期限，请尽快缴费。", "This is overdue. Please pay now.";
    partly_overdue(amount: &str): "其中{amount}已逾期，请尽快缴费。", "{amount} of it is overdue. Please pay now.";
    account(number: &str): "账户 {number}", "Account {number}";
    usually(method: &str): "此账户通常的缴费方式：{method}。", "This account is usually paid by: {method}.";
    pay_all(amount: &str): "缴清全部 {amount}", "Pay all: {amount}";
    pay_overdue(amount: &str): "只缴逾期部分 {amount}", "Pay what is overdue: {amount}";
    other_amount: "缴其他金额", "Pay another amount";
    amount_in_yuan: "金额（元）", "Amount in yuan";
    amount_hint(owed: &str): "最多{owed}，例如 50 或 50.00。先缴最早到期的账单。", "At most {owed}, such as 50 or 50.00. It goes to the bills due first.";
    pay_this: "缴此金额", "Pay this amount";
    open_bills: "待缴账单", "Open bills";
    month: "账期", "Month";
    due_on: "截止日", "Due on";
    left_to_pay: "待缴", "Left to pay";
    total: "合计", "Total";
    overdue: "已逾期", "Overdue";
    waiting_heading(amount: &str): "有一笔{amount}的缴费正在等待确认", "A payment of {amount} is waiting for confirmation";
    waiting_body: "如果您已经付款，请不要重复缴费。", "If you have already paid it, please do not pay again.";
    see_payment: "查看这笔缴费", "See this payment";
    not_an_amount: "请输入金额，例如 50 或 50.00", "Enter an amount, such as 50 or 50.00";
    not_positive: "金额必须大于0元", "Enter an amount of more than ¥0.00";
    more_than_owed(owed: &str): "金额不能超过待缴的{owed}", "Enter no more than the {owed} you owe";

    // The history.
    title: "缴费记录", "Payments";
    none: "还没有缴费记录", "No payments yet";
    none_body: "您缴费后，记录和收据会显示在这里。", "When you have paid, your payments and receipts appear here.";
    no_older: "没有更早的缴费记录", "No older payments";
    number: "缴费编号", "Payment number";
    when: "时间", "When";
    method: "方式", "How";
    amount: "金额", "Amount";
    state: "状态", "State";

    // One payment.
    payment_title(number: &str): "缴费 {number}", "Payment {number}";
    waiting: "等待确认", "Waiting";
    succeeded: "已到账", "Received";
    failed: "未成功", "Not successful";
    waits_heading: "正在等待支付平台确认", "Waiting for the payment provider’s word";
    waits_body: "付款后通常一分钟内会得到确认，账单随即更新，并会给您发送通知。您可以离开本页。", "Once you have paid, the confirmation usually comes within a minute. Your bills are then updated and we send you a message. You may leave this page.";
    not_paid_yet(time: &str): "还没付款？在{time}前可以继续支付。", "Not paid yet? You can go on until {time}.";
    no_word: "支付平台一直没有确认。如果您没有付款，可以重新缴费；如果已经扣款，请联系我们，不要重复付款。", "The payment provider has not confirmed it. If you did not pay, you can pay again; if money was taken, contact us and do not pay twice.";
    go_on: "继续支付", "Go on to pay";
    look_again: "刷新状态", "Look again";
    ask_us: "联系我们", "Contact us";
    thanks: "已收到您的缴费", "We have received your payment";
    received_on(time: &str): "{time}到账", "Received {time}";
    failed_heading: "这笔缴费没有成功", "This payment was not successful";
    failed_body: "支付平台没有收取这笔款项，您的账单没有变化。您可以重新缴费，或换一种付款方式。", "The payment provider did not take the money, and your bills are unchanged. You can pay again, perhaps in another way.";
    pay_again: "重新缴费", "Pay again";
    receipt: "收据", "Receipt";
    about: "缴费信息", "About this payment";
    customer: "客户", "Customer";
    account_paid: "账户", "Account";
    begun: "发起时间", "Begun";
    settled: "确认时间", "Confirmed";
    reference: "支付平台流水号", "Provider’s reference";
    goes_to: "用于以下账单", "It went to these bills";
    bill: "账单", "Bill";
    paid_of_it: "缴纳金额", "Paid";
    credit: "转入账户余额", "Kept as credit on your account";

    // Ways to pay.
    direct_debit: "银行代扣", "Direct debit";
    card_on_file: "绑定银行卡扣款", "Card on file";
    online: "网上缴费", "Online";
    cheque: "营业厅或汇款", "At a counter or by post";
}

/// How a payment is or was made.
pub(crate) fn way(language: Language, method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::DirectDebit => direct_debit(language),
        PaymentMethod::CardOnFile => card_on_file(language),
        PaymentMethod::Online => online(language),
        PaymentMethod::Cheque => cheque(language),
    }
}
