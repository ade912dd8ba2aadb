//! Words of acting for a customer: the bar, the grounds, and a rule's no.

use crate::format;
use crm::{
    acting::{EndedBy, Flaw, Mode, Purpose, Refusal},
    language::Language,
    sign_in::StaffRole,
};

super::texts! {
    // The bar.
    bar: "代客户办理", "Acting for a customer";
    acting_for(customer: &str): "客户：{customer}", "For customer {customer}";
    really(staff: &str): "办理人：{staff}", "You are {staff}";
    until: "至", "Until";
    minutes_left(minutes: i64): "剩余{minutes}分钟", "{minutes} minute left" | "{minutes} minutes left";
    raise: "开始代办", "Begin to act";
    end: "结束", "End";
    viewing: "仅查看", "Looking only";
    acting: "可以代办", "Acting";

    // What for.
    caller_enquiry: "来电咨询", "A caller asks";
    complaint: "投诉处理", "A complaint";
    billing: "账单与缴费", "A bill or a payment";
    technical_fault: "故障处理", "Something does not work";
    fraud_check: "防欺诈核查", "A check for fraud";

    // Who ended it.
    by_agent: "由工作人员结束", "ended by our staff";
    by_sign_out: "工作人员退出登录", "our staff signed out";
    by_session_end: "工作人员的登录已结束", "the session of our staff ended";
    by_time_out: "时间到", "the time was over";
    by_supervisor: "由主管结束", "ended by a supervisor";
    by_customer: "由您结束", "ended by you";

    support_agent: "客服人员", "A support agent";
    supervisor: "客服主管", "A supervisor";
    former: "工作人员", "Our staff";

    // What is amiss.
    purpose_missing: "请选择目的。", "Choose what it is for.";
    case_missing: "请填写该客户的请求编号，或勾选“客户正在来电”。", "Enter a request of this customer, or tick that the caller is on the line.";
    case_doubtful: "请求编号和“客户正在来电”只能选择一项。", "Either a request, or a caller without one: not both.";
    case_unknown(number: &str): "该客户没有编号为{number}的请求。请核对编号。", "This customer has no request {number}. Check the number.";
    reason_too_short(missing: usize): "请说明原因，还需至少{missing}个字。客户可以看到。", "Say why, in at least {missing} more character. The customer reads it." | "Say why, in at least {missing} more characters. The customer reads it.";
    reason_too_long(over: usize): "原因过长，请缩短{over}个字。", "Shorten the reason by {over} character." | "Shorten the reason by {over} characters.";
    ended(at: &str): "该代办已于{at}结束。", "It ended at {at} already.";
    over(at: &str): "代办时间已于{at}结束。", "The half hour was over at {at}.";
    not_over(until: &str): "代办将于{until}结束。", "It lasts until {until}.";
    consent_needed: "需要客户同意：请结束查看，在“来电”页面用验证码核验客户后再开始代办。", "The customer has to agree first: end this, verify the caller by a code on the phone page, then begin again.";
    already_acting: "您已经可以代办。", "You may act already.";
}

/// How far an acting goes.
pub(crate) fn mode(language: Language, mode: Mode) -> &'static str {
    match mode {
        Mode::Viewing => viewing(language),
        Mode::Acting => acting(language),
    }
}

/// What a file was opened for.
pub(crate) fn purpose(language: Language, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::CallerEnquiry => caller_enquiry(language),
        Purpose::Complaint => complaint(language),
        Purpose::Billing => billing(language),
        Purpose::TechnicalFault => technical_fault(language),
        Purpose::FraudCheck => fraud_check(language),
    }
}

/// Who ended an acting, as the customer reads it.
pub(crate) fn ended_by(language: Language, by: EndedBy) -> &'static str {
    match by {
        EndedBy::Agent => by_agent(language),
        EndedBy::SignOut => by_sign_out(language),
        EndedBy::SessionEnd => by_session_end(language),
        EndedBy::TimeOut => by_time_out(language),
        EndedBy::Supervisor => by_supervisor(language),
        EndedBy::Customer => by_customer(language),
    }
}

/// What kind of staff, without a name.
pub(crate) fn role(language: Language, role: Option<StaffRole>) -> &'static str {
    match role {
        Some(StaffRole::SupportAgent) => support_agent(language),
        Some(StaffRole::Supervisor) => supervisor(language),
        // Auditors never act; whoever became one did so under a former role.
        Some(StaffRole::Auditor) | None => former(language),
    }
}

/// What is amiss with the grounds: the field, and what to do.
pub(crate) fn flaw(language: Language, flaw: &Flaw) -> (&'static str, String) {
    match flaw {
        Flaw::PurposeMissing => ("purpose", purpose_missing(language).to_owned()),
        Flaw::CaseMissing => ("request", case_missing(language).to_owned()),
        Flaw::CaseDoubtful => ("request", case_doubtful(language).to_owned()),
        Flaw::CaseUnknown { number } => ("request", case_unknown(language, number)),
        Flaw::ReasonTooShort { missing } => ("reason", reason_too_short(language, *missing)),
        Flaw::ReasonTooLong { over } => ("reason", reason_too_long(language, *over)),
    }
}

/// A rule's no.
pub(crate) fn refusal(language: Language, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Grounds { flaws } => {
            let words: Vec<String> = flaws.iter().map(|amiss| flaw(language, amiss).1).collect();
            words.join(" ")
        }
        Refusal::Ended { at, .. } => ended(language, &format::time(*at)),
        Refusal::Over { at } => over(language, &format::time(*at)),
        Refusal::NotOver { until } => not_over(language, &format::time(*until)),
        Refusal::ConsentNeeded => consent_needed(language).to_owned(),
        Refusal::AlreadyActing => already_acting(language).to_owned(),
    }
}
