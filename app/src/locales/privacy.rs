//! Words of `/profile/privacy`.

use crm::language::Language;
use operations::access::Operation;

super::texts! {
    title: "隐私与访问记录", "Privacy";
    lead: "您同意的事项、您的个人信息副本，以及工作人员何时、为何查看您的档案。", "What you agreed to, a copy of your data, and when and why our staff looked at your file.";
    consents: "同意事项", "What you agree to";
    marketing: "接收优惠信息（短信和邮件）", "Offers and news by SMS and e-mail";
    marketing_words: "我们可以向您发送优惠和活动信息。不同意不影响任何服务，随时可以撤回。", "We may send you offers and news. No service depends on it, and you can take it back at any time.";
    recommendations: "按用量推荐套餐", "Recommendations from your usage";
    recommendations_words: "我们根据您自己的用量计算更合适的套餐并在网厅显示。撤回后不再显示。", "We work out from your own usage which plan fits and show it here. Take it back, and it is not shown any more.";
    given: "已同意", "Agreed";
    not_given: "未同意", "Not agreed";
    give: "同意", "Agree";
    take_back: "撤回", "Take it back";
    said(state: &str, date: &str, version: i64): "{date} {state}（条款第{version}版）", "{date}: {state} (wording {version})";
    by_default: "默认开启", "On unless you say no";
    never_said: "您还没有表示过。", "You have not said anything yet.";
    ledger: "全部记录", "Everything you said";
    copy: "我的个人信息副本", "A copy of your data";
    copy_body: "包含我们保存的您的全部资料：JSON（供程序读取）和HTML（供阅读），打包为一个文件。生成后通知您，72小时内可下载一次。", "Everything we keep of you, as JSON for programs and HTML to read, in one file. We tell you when it is ready; you can take it once within 72 hours.";
    copy_ask: "申请副本", "Ask for a copy";
    copy_waiting: "正在生成副本，完成后会通知您。", "Your copy is being made. We tell you when it is ready.";
    copy_ready(until: &str): "副本已生成，链接已发送给您，{until}前可下载一次。", "Your copy is ready; the link is on its way to you. Take it once until {until}.";
    copy_taken: "上次申请的副本已下载。", "You took your last copy.";
    copy_expired: "上次申请的副本已过期删除。", "Your last copy was not taken in time and is deleted.";
    accesses: "访问记录", "Who was at your file";
    profile: "我的资料", "Your details";
    none: "没有人查看过您的档案", "Nobody has looked at your file";
    none_body: "工作人员查看档案或代您办理时会显示在这里。", "When our staff look at your file or act for you, it is listed here.";
    looked: "查看了您的档案", "looked at your file";
    viewed: "以您的视角查看了页面", "looked at your pages as you see them";
    acted: "代您办理", "acted for you";
    purpose: "目的", "What for";
    reason: "原因", "Why";
    request: "请求", "Request";
    from_until: "时间", "Time";
    ended: "结束", "Ended";
    active: "正在进行", "Going on now";
    done: "已办理", "What was done";
    nothing_done: "没有更改任何内容。", "Nothing was changed.";
    end_now: "立即结束", "End it now";
    plan_changed: "更改套餐", "Changed a plan";
    order_decided: "处理订单", "Decided about an order";
    request_filed: "提交或更新服务请求", "Filed or updated a request";
    line_barred: "停机或复机", "Barred or freed a line";
    recommendation_dismissed: "不再显示推荐", "Dismissed a recommendation";
    other: "其他操作", "Something else";
}

/// What was done, by the name of the operation in the audit trail.
pub(crate) fn deed(language: Language, operation: &str) -> &'static str {
    match operation.parse() {
        Ok(Operation::ChangePlan) => plan_changed(language),
        Ok(Operation::DecideOrder) => order_decided(language),
        Ok(Operation::FileRequest) => request_filed(language),
        Ok(Operation::BarLine) => line_barred(language),
        Ok(Operation::DismissRecommendation) => recommendation_dismissed(language),
        _ => other(language),
    }
}
