//! Words of `/profile/privacy`.

use crm::language::Language;
use operations::access::Operation;

super::texts! {
    title: "隐私与访问记录", "Privacy";
    lead: "工作人员何时、为何查看您的档案，以及代您办理了什么。", "When and why our staff looked at your file, and what they did for you.";
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
