//! Words of `/staff/data-quality`.

use crm::{
    customers::Origin,
    duplicates::{Defect, Likeness},
    language::Language,
};

super::texts! {
    title: "资料质量", "Data quality";
    lead: "等待审批的更正、可能重复的客户和资料缺项。", "Corrections that wait, customers who may be one and the same, and what files lack.";
    corrections: "待审批的更正", "Corrections to decide";
    no_corrections: "没有待审批的更正。", "No correction waits.";
    customer: "客户", "Customer";
    change: "更正", "Correction";
    proposed_by: "提交人", "Proposed by";
    decision: "审批", "Decision";
    approve: "同意", "Approve";
    reject: "不同意", "Reject";
    approve_of(customer: &str): "同意更正{customer}", "Approve the correction of {customer}";
    reject_of(customer: &str): "不同意更正{customer}", "Reject the correction of {customer}";
    own: "您提交的更正，由另一位主管审批。", "You proposed it; another supervisor decides.";
    pairs: "可能重复的客户", "Customers who may be one and the same";
    no_pairs: "没有待处理的重复客户。", "No pair waits.";
    more: "还有更多，处理后显示。", "There are more; they appear once these are decided.";
    other: "另一位", "The other";
    likeness: "相同之处", "In common";
    same_id_number: "证件号码相同", "the same ID number";
    same_address: "姓名相近，邮箱相同", "similar names, the same e-mail address";
    compare: "比较", "Compare";
    compare_of(one: &str, other: &str): "比较{one}和{other}", "Compare {one} and {other}";
    compare_title(one: &str, other: &str): "{one}与{other}", "{one} and {other}";
    compare_lead: "合并后，被合并客户的账户、号码、账单、缴费、订单、请求和消息都归保留的客户；每一项都有记录，可以完整撤销。", "Accounts, lines, bills, payments, orders, requests and messages of the one go to the other. Each is written down, so that all of it can be taken back.";
    name: "姓名", "Name";
    mobile: "联系号码", "Contact mobile";
    email: "电子邮箱", "E-mail address";
    since: "入网日期", "Customer since";
    status: "状态", "Status";
    active: "在网", "Active";
    closed: "已离网", "Closed";
    none: "无", "none";
    kept: "保留哪一份资料", "Whose file goes on";
    reason: "原因", "Reason";
    reason_hint: "10至500个字。", "10 to 500 characters.";
    join: "合并", "Join the files";
    dismiss: "是两位不同的客户", "They are two customers";
    merges: "已合并的资料", "Files that were joined";
    no_merges: "没有合并过的资料。", "No files are joined.";
    went_on: "保留", "Goes on";
    ended: "被合并", "Ended";
    take_apart: "撤销合并", "Take apart";
    take_apart_of(merged: &str, kept: &str): "把{merged}从{kept}拆分", "Take {merged} apart from {kept}";
    defects: "资料缺项", "What files lack";
    no_defects: "还没有统计过。", "Nothing was counted yet.";
    defect: "缺项", "Lacking";
    source: "来源", "Source";
    customers: "客户数", "Customers";
    counted_at(at: &str): "统计时间：{at}", "Counted on {at}";
    look: "立即查找和统计", "Look and count now";
    no_email: "没有电子邮箱", "No e-mail address";
    no_id_number: "没有证件号码", "No ID number";
    no_name: "没有姓名（以编号代替）", "No name (the code stands for it)";
    no_consent: "没有表示过同意事项", "No consent was ever said yes or no to";
    imported: "导入", "Imported";
    generated: "生成", "Generated";
    entered: "录入", "Entered";
    from_to(from: &str, to: &str): "由“{from}”改为“{to}”", "from “{from}” to “{to}”";
}

/// What two files have in common.
pub(crate) fn in_common(language: Language, of: Likeness) -> &'static str {
    match of {
        Likeness::IdNumber => same_id_number(language),
        Likeness::NameAndAddress => same_address(language),
    }
}

/// What files lack.
pub(crate) fn lacking(language: Language, of: Defect) -> &'static str {
    match of {
        Defect::NoEmail => no_email(language),
        Defect::NoIdNumber => no_id_number(language),
        Defect::NoName => no_name(language),
        Defect::NoConsent => no_consent(language),
    }
}

/// Where files came from.
pub(crate) fn origin(language: Language, of: Origin) -> &'static str {
    match of {
        Origin::Imported => imported(language),
        Origin::Generated => generated(language),
        Origin::Entered => entered(language),
    }
}
