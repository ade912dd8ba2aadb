//! Words around every page: brand, navigation, and what components say by themselves.

super::texts! {
    /// The name of the hall, also behind a page's name in the browser's tab.
    brand: "网厅", "Wangting";
    /// What the hall is, in the footer.
    tagline: "移动通信网上营业厅", "The online service hall of your mobile operator";
    /// Which time and money the pages speak of.
    conventions: "金额为人民币，时间为北京时间。", "Amounts in Chinese yuan, times in Beijing time.";
    /// The way past the navigation for those who do not see the page.
    skip: "跳到正文", "Skip to main content";
    /// Name of the main navigation.
    navigation: "主导航", "Main";
    home: "首页", "Home";
    bills: "账单", "Bills";
    usage: "用量", "Usage";
    plans: "套餐", "Plans";
    orders: "订单", "Orders";
    requests: "服务", "Requests";
    profile: "我的", "Profile";
    /// Opens the rest of the navigation on a narrow screen.
    more: "更多", "More";
    /// The staff's queue of customers' requests.
    queue: "请求队列", "Request queue";
    /// Finding a customer, for staff.
    customers: "客户", "Customers";
    /// Who acts for whom, for supervisors.
    looks: "异常查看", "Unusual looks";
    actings: "代办", "Acting now";
    data_quality: "资料质量", "Data quality";
    /// The audit trail.
    audit: "审计记录", "Audit trail";
    /// Who may do what.
    rights: "权限", "Rights";
    staff_area: "员工工作台", "Staff workplace";
    /// Above the pages of a company.
    company_area: "企业管理", "Company";
    company_overview: "概览", "Overview";
    company_lines: "号码", "Lines";
    company_units: "组织", "Units";
    company_people: "人员", "People";
    /// From one's own pages to those of one's company.
    to_company: "企业管理", "Company";
    /// From a company's pages to one's own.
    to_own: "我的网厅", "My own";
    sign_in: "登录", "Sign in";
    sign_out: "退出登录", "Sign out";
    /// Shown on every page of a demo.
    demo: "演示环境，不会产生真实费用。", "Demonstration: nothing here costs real money.";
    /// Heading above a list of wrong fields.
    errors: "有内容需要修改", "There is something to correct";
    /// Name of the trail to this page.
    breadcrumbs: "当前位置", "Breadcrumb";
    /// Name of the links to the neighbouring pages of a list.
    pages: "分页", "Pages";
    newer: "较新", "Newer";
    older: "较早", "Older";
    /// Opens the table that says what a chart shows.
    as_table: "以表格查看", "Show as a table";
    used_percent(percent: i64): "已用{percent}%", "{percent}% used";
    unlimited: "不限量", "Unlimited";
}
