//! Words of `/requests`.

super::texts! {
    title: "服务请求", "Requests";
    lead: "咨询、报障、账单异议和投诉，以及我们的答复。", "Your questions, faults, disputes and complaints, and our answers.";
    new_title: "提交请求", "File a request";
    request_title(number: &str): "服务请求 {number}", "Request {number}";

    // The list.
    none: "还没有请求", "No requests yet";
    none_body: "有问题、遇到故障或对账单有疑问？告诉我们，每个请求都由专人答复。", "A question, a fault, a charge that looks wrong? Tell us: a person answers every request.";
    no_older: "没有更早的请求", "No older requests";
    all: "返回最新请求", "Back to the newest requests";
    filed_on(date: &str): "{date}提交", "filed {date}";
    answer_by(due: &str): "我们将在{due}前答复", "We answer by {due}";
    late_since(due: &str): "本应在{due}前答复，已超时，正在优先处理", "We promised an answer by {due} and are late; it comes first now";
    waits_for_you: "收到您的回复后我们继续处理", "We go on as soon as you answer";
    reopen_until(until: &str): "如未解决，{until}前可重新打开", "If it is not settled, reopen it until {until}";

    // States.
    received: "已收到", "Received";
    in_progress: "处理中", "In progress";
    needs_you: "等待您回复", "Needs your answer";
    on_hold: "等待其他部门", "Waits for others";
    resolved: "已办结", "Settled";
    cancelled: "已取消", "Cancelled";
    rejected: "未受理", "Not accepted";
    closed: "已关闭", "Closed";

    // Choosing what it is about.
    choose_lead: "选择最接近的一项，我们只询问需要的内容。", "Choose what comes closest; we ask only for what we need.";
    loss_wish: "手机丢失或被盗", "Phone lost or stolen";
    loss_about: "号码立即停机，他人无法使用。", "The line is barred at once, so that nobody else can use it.";
    fault_wish: "出现故障", "Something does not work";
    fault_about: "没有信号、上网慢、宽带断线等。", "No signal, slow data, or the internet at home is down.";
    bill_dispute_wish: "对账单有疑问", "A charge looks wrong";
    bill_dispute_about: "我们核查您指出的费用，并告诉您结果。", "We look into the charge and tell you what we find.";
    question_wish: "咨询问题", "Ask a question";
    question_about: "套餐、业务或使用方面的任何问题。", "Anything about plans, services or how to use them.";
    suspension_wish: "停机或复机", "Pause or resume a line";
    suspension_about: "暂停使用，号码为您保留；或者恢复使用。", "The line rests and the number stays yours, or is used again.";
    complaint_wish: "投诉", "Make a complaint";
    complaint_about: "对服务不满意？告诉我们您希望怎样解决。", "Not content with us? Say what would settle it.";
    at_once: "立即生效", "Takes effect at once";
    within(hours: i64): "{hours}小时内答复", "Answered within {hours} hour" | "Answered within {hours} hours";
    help_first: "很多问题在帮助里已有答案。", "Many questions are answered in the help.";
    help: "查看帮助", "See the help";
    urgent: "情况紧急？", "Is it urgent?";
    call: "拨打10086", "Call 10086";

    // Before it is filed.
    question_first: "也许已有答案", "Perhaps it is answered already";
    question_first_body: "常见问题的答案就在帮助里，不用等待。", "The help answers what is asked most, without waiting.";
    bill_first: "账单上写明了变化的原因", "The bill says why it changed";
    bill_first_body: "每份账单都逐项说明与上月相比的差别，也许您的疑问已有答案。", "Each bill says charge by charge how it differs from the month before. That may be your answer.";
    see_bill(number: &str): "查看账单 {number}", "See bill {number}";
    see_bills: "查看账单", "See your bills";
    fault_first: "先试试重启", "Try a restart first";
    fault_first_body: "关闭手机或光猫，半分钟后再打开：很多故障会自行恢复。", "Switch the phone or the router off and on again after half a minute: many faults go away.";
    barred_first: "有号码已停机，这可能就是原因", "A line is barred, which may be the reason";
    barred_line(line: &str): "查看{line}停机的原因和办法", "See why {line} is barred, and what to do";
    complaint_first: "是对某笔费用有疑问吗？", "Is it about a charge?";
    complaint_first_body: "选择“对账单有疑问”，由账务人员直接核查，更快得到结果。", "Dispute the charge instead: it goes straight to those who check bills.";
    dispute_instead: "改为提出账单异议", "Dispute a charge instead";
    suspension_first: "您可以自己办理，立即生效", "Do it yourself, with effect at once";
    suspension_first_body: "在号码页面可以随时停机或复机。需要我们代办或预约日期时，再填写下面的请求。", "Pause or resume a line on its own page at any time. If we should do it for you, or on a later day, file the request below.";

    // The form.
    which_line: "是哪个号码？", "Which line is it about?";
    no_line: "不涉及具体号码", "No line in particular";
    which_bill: "是哪份账单？", "Which bill is it about?";
    no_bill: "不涉及账单", "No bill";
    choose_bill: "请选择", "Choose a bill";
    bill_option(month: &str, total: &str): "{month}账单 {total}", "{month}, {total}";
    bill_numbered(number: &str): "账单 {number}", "Bill {number}";
    subject: "一句话说明", "In one line";
    story: "详细说明", "In detail";
    details_optional: "补充说明（选填）", "Anything to add (optional)";
    question_hint: "您想了解什么？", "What would you like to know?";
    complaint_hint: "发生了什么？什么时候，在哪里？", "What happened, when and where?";
    bill_dispute_hint: "是哪一笔费用？您认为应该是多少，为什么？", "Which charge is it? What should it be, and why?";
    fault_hint: "从什么时候开始，在什么地方，看到什么提示？", "Since when, where, and what do you see?";
    suspension_hint: "停机还是复机？从哪天开始，到哪天为止？", "Pause or resume? From which day, until which day?";
    desired_outcome: "您希望怎样解决？（选填）", "What would settle it? (optional)";
    call_back(mobile: &str): "请致电{mobile}与我联系", "Please call me on {mobile}";
    story_missing: "请说明具体情况。", "Tell us in a few sentences what it is about.";
    file: "提交请求", "File the request";
    back: "返回", "Go back";
    no_lines: "您没有在用的号码", "You have no line in use";
    no_lines_body: "此类请求针对具体号码。如有其他问题，请选择“咨询问题”。", "This kind of request is about a line. Ask a question instead.";
    no_bills: "您还没有账单", "You have no bill yet";
    no_bills_body: "第一份账单将在首个账期结束后出具。现在有疑问，可以先咨询。", "Your first bill comes after the first billing month. Ask a question in the meantime.";
    ask_instead: "改为咨询", "Ask a question instead";

    // What happens then.
    then: "提交之后", "What happens next";
    then_number: "您会立即得到一个编号，凭它随时查看进度。", "You get a number at once and can follow the request with it.";
    then_answer(hours: i64): "{hours}小时内由专人答复，昼夜计时，并按您选择的方式通知您。", "A person answers within {hours} hour, day or night, and you are notified as you chose." | "A person answers within {hours} hours, day or night, and you are notified as you chose.";
    then_yours(days: i64): "办结前可以随时补充或取消；办结后{days}天内可以重新打开。", "Until it is settled you can add to it or cancel it; for {days} day after that you can reopen it." | "Until it is settled you can add to it or cancel it; for {days} days after that you can reopen it.";

    // A phone that is gone.
    loss_lead: "选择号码，下一步确认后立即停机。", "Choose the line; it is barred as soon as you confirm on the next page.";
    which_phone: "丢失的是哪个号码？", "Which phone is gone?";
    report: "挂失", "Report it lost";
    already_barred: "已挂失停机", "Reported lost and barred";
    no_phone: "没有可以挂失的手机号码", "No phone to report lost";
    no_phone_body: "只有手机号码可以挂失。如有其他问题，请咨询我们。", "Only a phone can be reported lost. If it is something else, ask us.";

    // One request.
    next_title: "接下来", "What happens next";
    next_received(due: &str): "我们最迟在{due}答复您。", "We answer by {due} at the latest.";
    next_in_progress(due: &str): "正在处理，我们最迟在{due}答复您。", "Somebody is on it and answers by {due} at the latest.";
    next_on_hold(due: &str): "正在等待其他部门的结果，我们最迟在{due}答复您。", "We wait for a result from elsewhere and answer by {due} at the latest.";
    next_late: "我们会优先处理，尽快答复您。", "It comes first now; you hear from us as soon as there is an answer.";
    next_yours: "请在下面回答我们的问题，收到后我们继续处理。", "Please answer our question below; then we go on.";
    next_resolved(until: &str): "如果问题没有解决，您可以在{until}前重新打开。", "If it is not settled, you can reopen it until {until}.";
    next_over: "重新打开的期限已过。如仍有问题，请提交新的请求。", "The time to reopen it is over. If something is still amiss, file a new request.";
    next_cancelled: "您已取消，我们不再处理。", "You cancelled it; nothing more will be done.";
    next_rejected: "请查看下面的说明。如有疑问，请提交新的请求。", "See below why. If you have questions, file a new request.";
    call_back_promised: "我们会打电话与您联系。", "We will call you.";
    late: "我们没有按时答复", "We are late";
    late_body(due: &str): "我们承诺在{due}前答复，很抱歉未能做到。", "We promised an answer by {due} and are sorry that you still wait.";
    late_yours(due: &str): "我们承诺的{due}已过。收到您的回复后，我们会优先处理。", "The {due} that we promised has passed. As soon as you answer, your request comes first.";
    history: "往来记录", "The conversation";
    you: "您", "You";
    staff_for_you: "客服代您", "Customer service, for you,";
    desk: "客服", "Customer service";
    facts: "请求信息", "About this request";
    number: "编号", "Number";
    category: "类别", "Category";
    filed: "提交时间", "Filed";
    promised: "承诺答复时间", "Promised answer";
    line: "相关号码", "Line";
    bill: "相关账单", "Bill";

    // What the customer can do with it.
    reply: "补充或回复", "Add something";
    answer: "回答问题", "Your answer";
    reply_missing: "请输入您要回复的内容。", "Write what you want to tell us.";
    send: "发送", "Send";
    cancel: "取消请求", "Cancel the request";
    cancel_body: "取消后我们不再处理。", "Nothing more will be done about it.";
    cancel_loss_body: "取消后我们不再处理，号码仍然停机。如已找回，请在号码页面恢复使用。", "Nothing more will be done about it, and the line stays barred. If you have it back, free it on its own page.";
    cancel_reason: "取消的原因", "Why do you cancel it?";
    cancel_now: "确认取消", "Cancel it";
    reopen: "没有解决？重新打开", "Not settled? Reopen it";
    reopen_text: "还有什么没有解决？", "What is still amiss?";
    reopen_missing: "请说明还有什么没有解决。", "Say what is still amiss.";
    reopen_now: "重新打开", "Reopen it";
    file_another: "提交新的请求", "File a new request";

    // When it was not taken.
    not_taken: "没有提交", "It was not sent";
    you_wrote: "您输入的内容：", "You wrote:";
    see_request(number: &str): "查看请求 {number}", "See request {number}";
}
