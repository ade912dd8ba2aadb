//! Words of a customer's copy of their data, and of the page where it is taken.

super::texts! {
    title: "我的个人信息副本", "Your copy of your data";
    lead: "副本只能下载一次，下载后即从我们这里删除。", "It can be taken once; then we delete it.";
    privacy: "隐私与访问记录", "Privacy";
    take: "下载（ZIP）", "Take it (ZIP)";
    over: "链接已失效", "This link leads nowhere any more";
    over_body: "副本已下载或已过期。您可以在隐私页面重新申请。", "The copy was taken, or its time is over. Ask for another one on the privacy page.";

    made_at(at: &str): "生成时间：{at}", "Made on {at}";
    about: "客户", "You";
    code: "客户编号", "Customer code";
    name: "客户名称", "Name";
    mobile: "联系号码", "Contact mobile";
    email: "电子邮箱", "E-mail address";
    since: "入网日期", "Customer since";
    lines: "号码", "Lines";
    line: "编号", "Code";
    number: "号码", "Number";
    products: "套餐与增值业务", "Plans and add-ons";
    product: "产品", "Product";
    price: "月费", "Monthly price";
    from: "开始", "From";
    bills: "账单", "Bills";
    bill: "账单号", "Bill";
    period: "账期", "Period";
    total: "金额", "Total";
    left: "未缴", "Left to pay";
    payments: "缴费", "Payments";
    payment: "收据号", "Receipt";
    time: "时间", "Time";
    amount: "金额", "Amount";
    orders: "订单", "Orders";
    order: "订单号", "Order";
    effective: "生效日", "Effective";
    requests: "服务请求", "Requests";
    request: "请求编号", "Request";
    subject: "主题", "Subject";
    words: "内容", "Words";
    usage: "用量", "Usage";
    day: "日期", "Day";
    used: "用量", "Used";
    consents: "同意事项", "What you agreed to";
    purpose: "事项", "To what";
    said: "表示", "Said";
    changes: "修改记录", "Changes of the file";
    field: "项目", "Field";
    before: "原值", "Before";
    after: "新值", "After";
    by: "修改人", "By";
    messages: "消息", "Messages";
    recipient: "接收方", "To";
    accesses: "访问记录", "Staff at your file";
    reason: "原因", "Why";
    nothing: "无", "Nothing";
    json_note: "同一文件包中的copy.json包含全部字段，可供程序读取。", "The file copy.json beside this one holds every field, for programs to read.";
}
