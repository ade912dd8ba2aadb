//! Words of changing many lines of a company at once.

use super::{order_refusals, plan_refusals, refusals};
use crm::{
    company::bulk::{
        BulkAction, BulkItemState, BulkState, Flaw, LineRefusal, RowFlaw, StepRefusal, USER_MAX,
    },
    language::Language,
};

super::texts! {
    title: "批量变更号码", "Change many lines";
    lead: "先生成变更清单核对，确认后在后台逐个办理；每个号码的结果都有记录。", "A job is drawn up and shown first. Once you confirm it, it is done line by line in the background, and each line's result is kept.";
    which: "哪些号码", "Which lines";
    by_filter: "所选单元和条件下的全部号码", "All lines of the unit and filter";
    by_filter_note(unit: &str): "当前单元：{unit}。在“号码”页面可以更换单元和条件。", "Unit: {unit}. Choose unit and filter on the page of lines.";
    list: "或逐行输入号码", "Or one line a row";
    list_hint: "每行一个号码或编号；第二列（逗号后）为使用人。填写后只变更这些号码。", "A number or code in each row; behind a comma, who uses it. When there are rows, they alone are meant.";
    what: "变更内容", "What to do";
    action_move: "移到其他单元", "Move to another unit";
    action_user: "指定使用人", "Say who uses them";
    action_suspend: "停机保号", "Pause";
    action_resume: "恢复使用", "End the pause";
    action_plan: "下个账期更换套餐", "Another plan from the next month on";
    user_hint: "需要逐行输入号码和使用人。", "Needs rows with a user in the second column.";
    to_unit: "移到单元", "Unit to move to";
    to_plan: "新套餐", "New plan";
    choose: "请选择", "Choose";
    draw_up: "生成清单", "Draw it up";
    jobs: "最近的批量变更", "Latest jobs";
    no_jobs: "还没有批量变更。", "No jobs yet.";
    number: "编号", "Number";
    action: "变更内容", "What";
    state: "状态", "State";
    time: "时间", "Time";

    job_title(number: &str): "批量变更 {number}", "Job {number}";
    will_do: "将办理", "Will be done";
    will_refuse: "无法办理", "Will be refused";
    monthly: "每月费用变化", "Difference a month";
    confirm(count: i64): "确认办理{count}个号码", "Do it for {count} line" | "Do it for {count} lines";
    discard: "放弃", "Discard";
    undo: "撤销已办理的变更", "Undo what was done";
    undo_body: "只撤销之后没有再变更过的号码；已开通的套餐不能撤销。", "Only lines that were not changed since are undone; a plan that has begun stays.";
    refresh: "刷新进度", "See how far it is";
    progress(done: i64, all: i64): "已处理{done}/{all}", "{done} of {all} done";
    download: "下载逐个结果（CSV）", "Download each line's result (CSV)";
    refused_lines: "无法办理的号码", "Lines that are refused";
    line: "号码", "Line";
    code: "编号", "Code";
    why: "原因", "Why";
    all_fine: "全部号码都可以办理。", "Nothing stands in the way of any line.";
    result: "结果", "Result";
    user: "使用人", "User";

    draft: "待确认", "To be confirmed";
    discarded: "已放弃", "Discarded";
    running: "办理中", "Running";
    done: "已办完", "Done";
    undoing: "撤销中", "Being undone";
    undone: "已撤销", "Undone";
    waiting: "等待办理", "Waiting";
    item_done: "已办理", "Done";
    refused: "未办理", "Refused";
    item_undone: "已撤销", "Undone";
    kept: "未能撤销", "Could not be undone";

    nothing_to_do: "已是如此，无需变更。", "It is so already.";
    not_allowed: "您无权变更该号码。", "You may not change this line.";
    changed_since: "之后又有变更，维持不变。", "It was changed since, and stays as it is.";
    no_plan: "没有可更换的套餐。", "No plan runs on it.";

    action_missing: "请选择变更内容。", "Choose what to do.";
    unit_missing: "请选择要移到的单元。", "Choose the unit to move to.";
    plan_missing: "请选择新套餐。", "Choose the new plan.";
    list_missing: "请逐行输入号码和使用人。", "Enter a line a row, with its user behind a comma.";
    nothing_selected: "没有符合条件的号码。", "No lines fit.";
    too_many(most: usize): "一次最多变更{most}个号码。请缩小范围。", "A job has {most} lines at most. Choose fewer.";
    row(row: usize, what: &str): "第{row}行：{what}", "Row {row}: {what}";
    more_rows(count: usize): "另有{count}行有误。", "{count} more row is wrong." | "{count} more rows are wrong.";
    row_no_line: "不是号码或编号。", "neither a number nor a code.";
    row_user(most: usize): "使用人最多{most}个字。", "a user has {most} characters at most.";
    row_twice(first: usize): "与第{first}行重复。", "the same as row {first}.";
    row_not_found: "不是您可以变更的号码。", "no line that you may change.";
    not_a_draft: "该批量变更已确认或已放弃。", "This job was confirmed or discarded.";
    not_done: "该批量变更尚未办完，或已撤销。", "This job is not done yet, or was undone.";
}

/// What is done.
pub(crate) fn action_name(language: Language, action: BulkAction) -> &'static str {
    match action {
        BulkAction::Move => action_move(language),
        BulkAction::SetUser => action_user(language),
        BulkAction::Suspend => action_suspend(language),
        BulkAction::Resume => action_resume(language),
        BulkAction::ChangePlan => action_plan(language),
    }
}

/// Where a job stands.
pub(crate) fn job_state(language: Language, state: BulkState) -> &'static str {
    match state {
        BulkState::Draft => draft(language),
        BulkState::Discarded => discarded(language),
        BulkState::Running => running(language),
        BulkState::Done => done(language),
        BulkState::Undoing => undoing(language),
        BulkState::Undone => undone(language),
    }
}

/// What became of a line.
pub(crate) fn item_state(language: Language, state: BulkItemState) -> &'static str {
    match state {
        BulkItemState::Waiting => waiting(language),
        BulkItemState::Done => item_done(language),
        BulkItemState::Refused => refused(language),
        BulkItemState::Undone => item_undone(language),
        BulkItemState::Kept => kept(language),
    }
}

/// Why something is not done to a line.
pub(crate) fn line_refusal(language: Language, refusal: &LineRefusal) -> String {
    match refusal {
        LineRefusal::NothingToDo => nothing_to_do(language).to_owned(),
        LineRefusal::NotAllowed => not_allowed(language).to_owned(),
        LineRefusal::ChangedSince => changed_since(language).to_owned(),
        LineRefusal::NoPlan => no_plan(language).to_owned(),
        LineRefusal::Line(refusal) => refusals::line(language, *refusal),
        LineRefusal::Plan(refusal) => plan_refusals::words(language, refusal).1,
        LineRefusal::Order(refusal) => order_refusals::words(language, *refusal).1,
    }
}

/// How many wrong rows are named.
const ROWS_NAMED: usize = 20;

/// What is amiss with a job that is drawn up, each row by itself.
pub(crate) fn flaw(language: Language, flaw: &Flaw) -> Vec<(&'static str, String)> {
    let (field, words) = match flaw {
        Flaw::ActionMissing => ("action", action_missing(language).to_owned()),
        Flaw::UnitMissing => ("to_unit", unit_missing(language).to_owned()),
        Flaw::PlanMissing => ("to_plan", plan_missing(language).to_owned()),
        Flaw::ListMissing => ("list", list_missing(language).to_owned()),
        Flaw::NothingSelected => ("list", nothing_selected(language).to_owned()),
        Flaw::TooMany { most } => ("list", too_many(language, *most)),
        Flaw::Rows { flaws } => {
            let named =
                flaws.iter().take(ROWS_NAMED).map(|(at, flaw)| row(language, *at, &row_flaw(language, flaw)));
            let rest = flaws.len().saturating_sub(ROWS_NAMED);
            let rest = (rest > 0).then(|| more_rows(language, rest));
            return named.chain(rest).map(|words| ("list", words)).collect();
        }
    };
    vec![(field, words)]
}

fn row_flaw(language: Language, flaw: &RowFlaw) -> String {
    match flaw {
        RowFlaw::NoLine => row_no_line(language).to_owned(),
        RowFlaw::UserTooLong => row_user(language, USER_MAX),
        RowFlaw::Twice { first } => row_twice(language, *first),
        RowFlaw::NotFound => row_not_found(language).to_owned(),
    }
}

/// Why a job does not take a step.
pub(crate) fn step_refusal(language: Language, refusal: StepRefusal) -> &'static str {
    match refusal {
        StepRefusal::NotADraft => not_a_draft(language),
        StepRefusal::NotDone => not_done(language),
    }
}
