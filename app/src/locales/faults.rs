//! Words of what went wrong outside of a page.

super::texts! {
    home: "返回首页", "Back to home";
    help: "获取帮助", "Get help";
    not_found: "找不到该页面", "There is no such page";
    not_found_body: "地址可能有误，或该内容不属于您。请检查地址，或从首页重新进入。", "The address may be mistyped, or what it names is not yours. Check it, or start from home.";
    unavailable: "暂时无法使用", "We cannot reach our records right now";
    unavailable_body: "系统正在恢复，请稍后重试。您已提交并确认的业务不会丢失。", "We are on it. Try again in a moment. Nothing that was confirmed to you is lost.";
    broken: "出了点问题", "Something went wrong on our side";
    broken_body: "未作任何更改。请稍后重试；如仍不行，请联系我们。", "Nothing was changed. Try again in a moment; if it stays like this, tell us.";
    too_many: "操作过于频繁", "Too many requests";
    too_many_body(seconds: i64): "请在{seconds}秒后重试。", "Try again in {seconds} second." | "Try again in {seconds} seconds.";
    stale: "该表单已失效", "This form is out of date";
    stale_body: "表单已提交过，或相关内容已有变化。请返回上一页刷新后重试。", "It was sent before, or what it changes was changed meanwhile. Go back, reload the page and try again.";
    no_longer_acting: "您已不再代该客户办理", "You are no longer acting for this customer";
    no_longer_acting_body: "未作任何更改。该表单属于已结束的代办，或属于另一位客户。如需继续，请重新打开客户档案。", "Nothing was done. The form belongs to an acting that has ended, or to another customer than now. To go on, open the customer's file again.";
    now_acting: "您正在代客户办理", "You are acting for a customer now";
    now_acting_body: "未作任何更改。该表单是您代客户办理之前打开的。请先结束代办，再重新提交。", "Nothing was done. The form was opened before you began to act for a customer. End that first, then send it again.";
    cross_site: "请求被拒绝", "This request was refused";
    cross_site_body: "该表单来自其他网站。请从网厅页面重新操作。", "The form came from another site. Start again from a page of this hall.";
    too_large: "内容过长", "That was too much at once";
    too_large_body: "请缩短所填内容后重试。", "Shorten what you typed and try again.";
    bad_request: "无法理解该请求", "We could not understand that";
    bad_request_body: "请从网厅页面重新操作。", "Start again from a page of this hall.";
}
