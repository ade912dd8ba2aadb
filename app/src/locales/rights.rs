//! Words of `/staff/rights`: what can be done, by whom, on what.

use crm::language::Language;
use operations::access::{Operation, Relation, Role, Standing};

super::texts! {
    title: "权限", "Rights";
    lead: "每种角色可以对哪些对象做什么。本表即程序所执行的规则。", "Which role may do what, and to what. This table is the one the program goes by.";
    caption: "操作与角色", "Operations by role";
    operation_heading: "操作", "Operation";
    no_right: "无权", "No right";

    public: "公开", "Public";
    own: "本人的", "Own";
    queue: "队列中的", "Queue";
    any: "全部", "All";
    of_customer: "所代办客户的", "The customer's";
    managed_subtree: "所管理组织的", "Managed units'";

    visitor: "访客", "Visitor";
    subscriber: "客户", "Subscriber";
    support_agent: "客服", "Support agent";
    supervisor: "主管", "Supervisor";
    auditor: "审计员", "Auditor";
    system: "系统", "System";
    viewing: "员工代客户查看", "Staff viewing as a customer";
    acting: "员工代客户办理", "Staff acting for a customer";

    view_public: "查看公开页面", "See public pages";
    sign_in: "登录", "Sign in";
    sign_out: "退出登录", "Sign out";
    change_language: "选择语言", "Choose the language";
    view_home: "查看首页", "See the home page";
    view_bills: "查看账单", "See bills";
    view_payments: "查看缴费记录", "See payments";
    pay: "缴费", "Pay";
    report_payment: "报告缴费结果", "Report a payment's outcome";
    view_usage: "查看用量", "See usage";
    view_plans: "查看套餐", "See plans";
    change_plan: "变更套餐", "Change a plan";
    view_recommendations: "查看推荐", "See recommendations";
    dismiss_recommendation: "忽略推荐", "Dismiss a recommendation";
    view_orders: "查看订单", "See orders";
    decide_order: "处理订单", "Decide on an order";
    provision: "开通", "Provision";
    view_requests: "查看请求", "See requests";
    file_request: "提交请求", "File requests";
    view_lines: "查看号码", "See lines";
    bar_line: "挂失或停机", "Bar a line";
    view_profile: "查看资料", "See the profile";
    change_profile: "修改资料", "Change the profile";
    manage_factors: "管理两步验证和通行密钥", "Manage second factor and passkeys";
    change_contact: "修改联系方式", "Change one's contact";
    take_back_contact: "撤销联系方式的修改", "Take a change of contact back";
    use_contact_link: "凭链接撤销联系方式的修改", "Take a change of contact back by its link";
    manage_consents: "管理同意事项", "Agree, or take it back";
    export_data: "获取个人信息副本", "Get a copy of one's data";
    propose_correction: "提交资料更正", "Propose a correction";
    view_data_quality: "查看资料质量", "See the quality of files";
    decide_correction: "审批资料更正", "Decide about a correction";
    look_for_duplicates: "查找重复客户", "Look for duplicates";
    merge_customers: "合并或拆分客户资料", "Join customers' files or take them apart";
    manage_security: "管理密码和会话", "Manage password and sessions";
    view_messages: "查看消息", "See messages";
    view_queue: "查看请求队列", "See the request queue";
    work_queue: "处理请求队列", "Work on the request queue";
    view_audit: "查阅审计记录", "Read the audit trail";
    view_metrics: "查看运行指标", "See figures of operation";
    prove_again: "再次确认身份", "Prove again who one is";
    find_customer: "查找客户", "Find customers";
    view_customer: "查看客户档案", "Open a customer's file";
    verify_caller: "核验来电人", "Verify callers";
    note_contact: "记录通话", "Keep call notes";
    open_case: "代来电人提交请求", "Open requests for callers";
    bar_for_caller: "为来电人挂失", "Bar lines of verified callers";
    review_looks: "核实异常查看", "Look into unusual looks";
    begin_acting: "开始代办", "Begin to act for a customer";
    raise_acting: "由查看转为办理", "Go from viewing to acting";
    end_acting: "结束代办", "End one's acting";
    oversee_actings: "监督代办", "Oversee who acts for whom";
    view_privacy: "查看谁看过本人资料", "See who looked at one's file";
    end_staff_access: "终止员工代办", "End staff's acting for oneself";
    found_company: "设立企业组织", "Make a customer a company";
    view_companies: "查看自己的企业和邀请", "See one's companies and invitations";
    answer_invitation: "接受或拒绝企业邀请", "Answer an invitation to a company";
    leave_company: "放弃企业角色", "Give up a role in a company";
    view_company: "查看企业", "See a company";
    manage_company_tree: "管理企业组织", "Manage a company's units";
    manage_company_lines: "管理企业号码", "Manage a company's lines";
    view_company_people: "查看企业人员", "See a company's people";
    manage_company_people: "邀请和移除企业人员", "Invite and remove a company's people";
    decide_company_owners: "确认企业所有者变更", "Decide on a company's owners";
    view_company_bills: "查看企业账单", "See a company's bills";
    pay_company_bills: "缴纳企业账单", "Pay a company's bills";
}

/// What is done.
pub(crate) fn operation(language: Language, operation: Operation) -> &'static str {
    let words = match operation {
        Operation::ViewPublic => view_public,
        Operation::SignIn => sign_in,
        Operation::SignOut => sign_out,
        Operation::ChangeLanguage => change_language,
        Operation::ViewHome => view_home,
        Operation::ViewBills => view_bills,
        Operation::ViewPayments => view_payments,
        Operation::Pay => pay,
        Operation::ReportPayment => report_payment,
        Operation::ViewUsage => view_usage,
        Operation::ViewPlans => view_plans,
        Operation::ChangePlan => change_plan,
        Operation::ViewRecommendations => view_recommendations,
        Operation::DismissRecommendation => dismiss_recommendation,
        Operation::ViewOrders => view_orders,
        Operation::DecideOrder => decide_order,
        Operation::Provision => provision,
        Operation::ViewRequests => view_requests,
        Operation::FileRequest => file_request,
        Operation::ViewLines => view_lines,
        Operation::BarLine => bar_line,
        Operation::ViewProfile => view_profile,
        Operation::ChangeProfile => change_profile,
        Operation::ChangeContact => change_contact,
        Operation::TakeBackContact => take_back_contact,
        Operation::UseContactLink => use_contact_link,
        Operation::ManageConsents => manage_consents,
        Operation::ExportData => export_data,
        Operation::ProposeCorrection => propose_correction,
        Operation::ViewDataQuality => view_data_quality,
        Operation::DecideCorrection => decide_correction,
        Operation::LookForDuplicates => look_for_duplicates,
        Operation::MergeCustomers => merge_customers,
        Operation::ManageSecurity => manage_security,
        Operation::ManageFactors => manage_factors,
        Operation::ViewMessages => view_messages,
        Operation::ViewQueue => view_queue,
        Operation::WorkQueue => work_queue,
        Operation::ViewAudit => view_audit,
        Operation::ViewMetrics => view_metrics,
        Operation::ProveAgain => prove_again,
        Operation::FindCustomer => find_customer,
        Operation::ViewCustomer => view_customer,
        Operation::VerifyCaller => verify_caller,
        Operation::NoteContact => note_contact,
        Operation::OpenCase => open_case,
        Operation::BarForCaller => bar_for_caller,
        Operation::ReviewLooks => review_looks,
        Operation::BeginActing => begin_acting,
        Operation::RaiseActing => raise_acting,
        Operation::EndActing => end_acting,
        Operation::OverseeActings => oversee_actings,
        Operation::ViewPrivacy => view_privacy,
        Operation::EndStaffAccess => end_staff_access,
        Operation::FoundCompany => found_company,
        Operation::ViewCompanies => view_companies,
        Operation::AnswerInvitation => answer_invitation,
        Operation::LeaveCompany => leave_company,
        Operation::ViewCompany => view_company,
        Operation::ManageCompanyTree => manage_company_tree,
        Operation::ManageCompanyLines => manage_company_lines,
        Operation::ViewCompanyPeople => view_company_people,
        Operation::ManageCompanyPeople => manage_company_people,
        Operation::DecideCompanyOwners => decide_company_owners,
        Operation::ViewCompanyBills => view_company_bills,
        Operation::PayCompanyBills => pay_company_bills,
    };
    words(language)
}

/// Who does it, and in whose place.
pub(crate) fn column(language: Language, (of, standing): (Role, Standing)) -> &'static str {
    match standing {
        Standing::Oneself => role(language, of),
        Standing::Viewing => viewing(language),
        Standing::Acting => acting(language),
    }
}

/// Who does it.
fn role(language: Language, role: Role) -> &'static str {
    let words = match role {
        Role::Visitor => visitor,
        Role::Subscriber => subscriber,
        Role::SupportAgent => support_agent,
        Role::Supervisor => supervisor,
        Role::Auditor => auditor,
        Role::System => system,
    };
    words(language)
}

/// What it is done to.
pub(crate) fn relation(language: Language, relation: Relation) -> &'static str {
    let words = match relation {
        Relation::Public => public,
        Relation::Own => own,
        Relation::Queue => queue,
        Relation::Any => any,
        Relation::OfCustomer => of_customer,
        Relation::ManagedSubtree => managed_subtree,
    };
    words(language)
}
