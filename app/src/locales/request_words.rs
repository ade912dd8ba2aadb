//! Words about requests that customers and staff both read: what they are about, what happened, what is wrong with a
//! field.

use crm::{
    language::Language,
    requests::{Category, Field, FieldError, Problem, RequestEventKind},
};

super::texts! {
    // What it is about.
    question: "咨询", "Question";
    complaint: "投诉", "Complaint";
    bill_dispute: "账单异议", "Bill dispute";
    fault: "故障", "Fault";
    suspension: "停机或复机", "Pause of a line";
    loss: "挂失", "Loss report";

    // What happened, after the name of who did it.
    opened: "提交了请求", "filed the request";
    line_barred: "号码已立即停机", "The line was barred at once";
    taken: "开始处理", "took the request on";
    answered: "作了答复", "answered";
    asked_back: "提出了问题", "asked a question";
    replied: "作了回复", "replied";
    call_note: "记录了通话", "noted a call";
    resolved: "答复并办结", "answered and settled it";
    cancelled: "取消了请求", "cancelled the request";
    reopened: "重新打开了请求", "reopened the request";
    closed_for_good: "七天内没有重新打开，请求已关闭", "The request was closed: it was not reopened within seven days";

    // What is wrong with a field, and what to do.
    category_missing: "请选择请求的类别。", "Choose what it is about.";
    subject_missing: "请用一句话说明是什么事。", "Say in one line what it is about.";
    subject_too_long(max: usize): "一句话说明最多{max}个字，请缩短，其余写在详细说明里。", "The one line holds at most {max} characters. Shorten it and put the rest into the details.";
    subject_unreadable: "一句话说明含有无法显示的字符，请重新输入。", "The one line holds characters that cannot be shown. Type it again.";
    text_too_long(max: usize): "内容最多{max}个字，请缩短。", "The text holds at most {max} characters. Shorten it.";
    text_unreadable: "内容含有无法显示的字符，请重新输入。", "The text holds characters that cannot be shown. Type it again.";
    outcome_too_long(max: usize): "期望的解决方式最多{max}个字，请缩短。", "Tell us in at most {max} characters what would settle it.";
    line_missing: "请选择是哪个号码。", "Choose which line it is about.";
    bill_missing: "请选择是哪份账单。", "Choose which bill it is about.";
    reason_missing: "请说明取消的原因。", "Say why you cancel it.";
}

/// What a request is about, in a word or two; also its name where the customer wrote no subject.
pub(crate) fn category(language: Language, category: Category) -> &'static str {
    match category {
        Category::Question => question(language),
        Category::Complaint => complaint(language),
        Category::BillDispute => bill_dispute(language),
        Category::Fault => fault(language),
        Category::Suspension => suspension(language),
        Category::Loss => loss(language),
    }
}

/// What happened, to be read after the name of who did it; a whole sentence for what the system did.
pub(crate) fn event(language: Language, kind: RequestEventKind) -> &'static str {
    use RequestEventKind as K;
    match kind {
        K::Opened => opened(language),
        K::LineBarred => line_barred(language),
        K::Taken => taken(language),
        K::Answered => answered(language),
        K::AskedBack => asked_back(language),
        K::Replied => replied(language),
        K::CallNote => call_note(language),
        K::Resolved => resolved(language),
        K::Cancelled => cancelled(language),
        K::Reopened => reopened(language),
        K::Closed => closed_for_good(language),
    }
}

/// What is wrong with a field and what to do about it. `unwritten` is said when the long text is missing: what was to
/// be written there differs from form to form.
pub(crate) fn problem(language: Language, error: FieldError, unwritten: &str) -> String {
    match (error.field, error.problem) {
        (Field::Subject, Problem::Missing) => subject_missing(language).to_owned(),
        (Field::Subject, Problem::TooLong { max }) => subject_too_long(language, max),
        (Field::Subject, Problem::ControlCharacters) => subject_unreadable(language).to_owned(),
        (Field::Category, _) => category_missing(language).to_owned(),
        (Field::Line, _) => line_missing(language).to_owned(),
        (Field::Bill, _) => bill_missing(language).to_owned(),
        (Field::Reason, Problem::Missing) => reason_missing(language).to_owned(),
        (Field::DesiredOutcome, Problem::TooLong { max }) => outcome_too_long(language, max),
        (Field::Text | Field::DesiredOutcome, Problem::Missing) => unwritten.to_owned(),
        (Field::Text | Field::Reason, Problem::TooLong { max }) => text_too_long(language, max),
        (Field::Text | Field::DesiredOutcome | Field::Reason, Problem::ControlCharacters) => {
            text_unreadable(language).to_owned()
        }
    }
}
