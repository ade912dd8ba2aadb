//! A rule's no in words: what it is, and what the reader can do instead.

use crate::{
    format,
    locales::{
        acting, company_refusals, order_refusals, passkeys as keys, plan_refusals, second_factor as factor,
        staff_calls,
    },
};
use crm::{
    contact_change, corrections, data_exports, duplicates,
    field_rules::FieldRefusal,
    language::Language,
    lines, payments, requests,
    sign_in::{CodeRefusal, PasswordRefusal, SendRefusal},
};
use operations::{Refusal, passkeys, profile, second_factor, sign_in};

/// A refusal in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// What was refused.
    pub(crate) heading: String,
    /// Why, and what to do.
    pub(crate) body: String,
    /// The way on: address and words.
    pub(crate) way: (&'static str, String),
}

super::texts! {
    nothing_changed: "没有做任何更改", "Nothing was changed";
    help: "获取帮助", "Get help";
    go_home: "返回首页", "Back to home";
    see_orders: "查看订单", "See your orders";
    see_plans: "查看套餐", "See the plans";
    see_requests: "查看请求", "See your requests";
    see_lines: "查看号码", "See your lines";
    see_bills: "查看账单", "See your bills";
    see_security: "查看安全设置", "See password and devices";
    see_profile: "查看资料", "See your details";
    see_companies: "返回企业管理", "Back to your companies";
    to_sign_in: "登录", "Sign in";
    not_possible: "暂时无法办理", "This cannot be done now";
    bad_mobile: "请输入11位手机号码，例如13800138000。", "Enter a mobile number of 11 digits, such as 13800138000.";
    bad_code: "请输入短信中的六位数字。", "Enter the six digits from the SMS.";
    wrong_credentials: "号码或密码不正确。请检查后重试，或改用短信验证码登录。", "Number or password is not right. Check both, or sign in with a code by SMS.";
    locked(until: &str): "密码错误次数过多。请在{until}之后重试，或改用短信验证码登录。", "Too many wrong passwords. Try again after {until}, or sign in with a code by SMS.";
    wrong_staff_credentials: "员工账号或密码不正确，请检查后重试。", "Account name or password is not right. Check both.";
    staff_locked(until: &str): "密码错误次数过多。请在{until}之后重试。", "Too many wrong passwords. Try again after {until}.";
    code_not_asked: "此浏览器没有为该号码获取过验证码。请重新获取。", "No code was asked for in this browser. Ask for a new one.";
    code_wrong(left: i64): "验证码不正确，还可以再试{left}次。", "This is not the code. {left} try left." | "This is not the code. {left} tries left.";
    code_used_up: "错误次数过多，请重新获取验证码。", "Too many wrong tries. Ask for a new code.";
    code_spent: "该验证码已使用或已被新的代替，请重新获取。", "This code was used or replaced by a newer one. Ask for a new code.";
    code_expired: "验证码已过期，请重新获取。", "This code has expired. Ask for a new one.";
    too_many_codes(at: &str): "获取过于频繁，请在{at}之后再试。", "Too many codes. Ask again after {at}.";
    no_mobile: "没有可接收验证码的手机号码，请使用密码。", "There is no number that a code could go to. Use your password.";
    passkey_wrong: "无法识别该通行密钥。请重试，或用密码登录。", "This passkey is not known here. Try again, or sign in with your password.";
    too_short(min: usize): "密码至少需要{min}个字符。", "Use at least {min} characters.";
    too_long(max: usize): "密码最多{max}个字符。", "Use at most {max} characters.";
    control_characters: "密码含有无法显示的字符，请重新输入。", "The password holds characters that cannot be shown. Type it again.";
    repeated: "不要使用重复的字符，例如111111。", "Do not repeat the same characters, as in 111111.";
    sequence: "不要使用连续的字符，例如123456。", "Do not use a sequence, as in 123456.";
    identity_document: "不要包含证件号码的后六位。", "Do not use the last six of your identity document.";
    mobile_number: "不要包含手机号码的一部分。", "Do not use part of your mobile number.";
    customer_code: "不要包含客户编号。", "Do not use your customer code.";
    staff_name: "不要包含员工账号。", "Do not use your account name.";
    bad_staff_name: "请输入员工账号。", "Enter your account name.";
    common: "这个密码太常见，请换一个。", "This password is among the first that anyone tries. Choose another.";
    same_contact: "这已经是您的联系方式。", "This is your contact already.";
    number_taken: "该号码已登记在其他客户名下，请换一个号码。", "This number is another customer's. Choose another one.";
    contact_over: "该修改已经结束，没有可验证或撤销的内容。", "This change is over; there is nothing to prove or take back.";
    field_not_yours: "该项不能在这里修改，请联系10086。", "This cannot be changed here. Please call 10086.";
    field_missing: "该项不能为空。", "This must not be empty.";
    field_format: "请检查该项的格式。", "Check what this looks like.";
    open_file_first: "请先打开客户档案。", "Open the file first.";
    same_name: "姓名与现在相同。", "The name is this one already.";
    bad_reason: "请写明原因，10至500个字。", "Say why, in 10 to 500 characters.";
    own_proposal: "不能审批自己提交的更正，请由另一位主管审批。", "You proposed it: another supervisor has to decide.";
    correction_over: "该更正已有结果，或资料已变更，请刷新后查看。", "It is decided already, or the file changed since. Look at it again.";
    same_customer: "不能与自己合并。", "A customer is not joined with themselves.";
    already_merged: "其中一份资料已经合并到其他客户。", "One of the files has ended in another merge.";
    order_under_way: "有在途订单，完成或撤销后再合并。", "An order is under way. Join the files once it is done or withdrawn.";
    merge_company: "其中一份是企业客户的资料，不能合并。", "One of the files is a company's and cannot be joined.";
    merge_company_role: "其中一方在企业中担任角色或有待答复的邀请，请客户先退出角色、答复邀请后再合并。", "One of them has a role in a company or an invitation to answer. Join the files once the customer has given up the role or answered.";
    merge_contact_change: "联系方式正在变更，完成或撤回后再合并。", "A contact is about to change. Join the files once that is done or taken back.";
    merge_undone: "该合并已经撤销。", "This merge was taken back already.";
    later_first: "保留的资料后来又参与了合并，请先撤销后来的合并。", "The file that went on was joined again since. Take the later merge back first.";
    copy_too_soon(at: &str): "24小时内只能申请一次，请在{at}之后再试。", "One copy in 24 hours. Ask again after {at}.";
    bad_email: "请检查邮箱地址，例如name@example.com。", "Check the address. It looks like name@example.com.";
    email_needed: "要接收邮件通知，请先填写邮箱。", "To get e-mails, enter an address.";
    no_way_left: "服务通知至少需要一种方式：短信或邮件。", "Service messages need one way at least: SMS or e-mail.";
    changed_meanwhile: "资料已在别处修改。请核对下面的最新内容后再保存。", "Your details were changed elsewhere meanwhile. Check them below, then save again.";
    line_terminated: "该号码已销户。", "This line has ended for good.";
    line_barred: "该号码已经停机。", "This line is barred already.";
    line_not_barred: "该号码正在正常使用。", "This line is in use; there is nothing to lift.";
    debt_first: "该号码因欠费停机，缴清欠费后自动恢复。", "This line is barred because bills are overdue. It is freed as soon as they are paid.";
    not_a_phone: "只有手机号码可以挂失。", "Only a phone can be reported lost.";
    nothing_owed: "没有待缴金额。", "There is nothing to pay.";
    not_positive: "请输入大于0的金额。", "Enter an amount of more than nothing.";
    more_than_owed(owed: &str): "待缴金额为{owed}，请输入不超过该金额的数字。", "You owe {owed}. Enter no more than that.";
    payment_settled: "这笔缴费已有结果。", "This payment is settled already.";
    already_reported(number: &str): "您已提交过相同的请求，编号{number}。", "You reported the same before: request {number}.";
    request_resolved(until: &str): "该请求已办结。如未解决，{until}前可以重新打开。", "This request is resolved. If it is not, reopen it until {until}.";
    request_ended: "该请求已结束。", "This request has ended.";
    not_resolved: "该请求尚未办结，无需重新打开。", "This request is not resolved yet; there is nothing to reopen.";
    too_late(until: &str): "重新打开的期限已于{until}结束。请提交新请求。", "It could be reopened until {until}. Please file a new request.";
    already_taken: "已有同事领取该请求。", "A colleague has this request already.";
    take_first: "请先领取该请求。", "Take this request first.";
    mend_fields: "请补充或更正所填内容。", "Something in the form is missing or wrong.";
}

/// Any refusal in words.
pub(crate) fn words(language: Language, refusal: &Refusal) -> Words {
    let plain = |body: String, way: (&'static str, &str)| Words {
        heading: not_possible(language).to_owned(),
        body,
        way: (way.0, way.1.to_owned()),
    };
    match refusal {
        Refusal::PlanChange(refusal) => {
            let (heading, body) = plan_refusals::words(language, refusal);
            Words { heading, body, way: ("/plans", see_plans(language).to_owned()) }
        }
        Refusal::Order(refusal) => {
            let (heading, body) = order_refusals::words(language, *refusal);
            Words { heading, body, way: ("/orders", see_orders(language).to_owned()) }
        }
        Refusal::Payment(refusal) => plain(payment(language, refusal), ("/bills", see_bills(language))),
        Refusal::Request(refusal) => plain(request(language, refusal), ("/requests", see_requests(language))),
        Refusal::Draft(_) => plain(mend_fields(language).to_owned(), ("/requests", see_requests(language))),
        Refusal::Line(refusal) => plain(line(language, *refusal), ("/lines", see_lines(language))),
        Refusal::SignIn(refusal) => plain(sign_in(language, *refusal), ("/sign-in", to_sign_in(language))),
        Refusal::SecondFactor(refusal) => {
            plain(second_factor(language, *refusal), ("/profile/security", see_security(language)))
        }
        Refusal::Passkey(refusal) => {
            plain(passkey(language, *refusal), ("/profile/security", see_security(language)))
        }
        Refusal::Password(refusal) => {
            plain(password(language, *refusal), ("/profile/security", help(language)))
        }
        Refusal::Profile(refusal) => plain(profile(language, *refusal), ("/profile", see_profile(language))),
        Refusal::Contact(refusal) => plain(contact(language, *refusal), ("/profile", see_profile(language))),
        Refusal::Field(refusal) => plain(field(language, *refusal), ("/profile", see_profile(language))),
        Refusal::Correction(refusal) => plain(correction(language, *refusal), ("/", go_home(language))),
        Refusal::Merge(refusal) => plain(merge(language, *refusal), ("/", go_home(language))),
        Refusal::DataExport(refusal) => {
            plain(data_export(language, *refusal), ("/profile/privacy", see_profile(language)))
        }
        Refusal::Acting(refusal) => plain(acting::refusal(language, refusal), ("/", go_home(language))),
        Refusal::Caller(refusal) => {
            plain(staff_calls::refusal(language, *refusal).to_owned(), ("/", go_home(language)))
        }
        Refusal::Company(refusal) => {
            plain(company_refusals::words(language, refusal), ("/company", see_companies(language)))
        }
    }
}

/// From signing in.
pub(crate) fn sign_in(language: Language, refusal: sign_in::Refusal) -> String {
    use sign_in::Refusal as R;
    match refusal {
        R::BadMobile => bad_mobile(language).to_owned(),
        R::BadCode => bad_code(language).to_owned(),
        R::BadStaffName => bad_staff_name(language).to_owned(),
        R::WrongCredentials => wrong_credentials(language).to_owned(),
        R::Locked { until } => locked(language, &format::time(until)),
        R::CodeNotAskedHere => code_not_asked(language).to_owned(),
        R::CodeWrong { tries_left } => code_wrong(language, tries_left),
        R::CodeUsedUp => code_used_up(language).to_owned(),
        R::CodeSpent => code_spent(language).to_owned(),
        R::CodeExpired => code_expired(language).to_owned(),
        R::TooManyCodes { retry_at } => too_many_codes(language, &format::time(retry_at)),
        R::NoMobile => no_mobile(language).to_owned(),
        R::FactorWrong => factor::factor_wrong(language).to_owned(),
        R::RecoveryCodeWrong => factor::recovery_wrong(language).to_owned(),
        R::FactorLocked { until } => factor::factor_locked(language, &format::time(until)),
        R::StepOver => factor::step_over(language).to_owned(),
        R::PasskeyWrong => passkey_wrong(language).to_owned(),
    }
}

/// From adding or taking away a second factor.
pub(crate) fn second_factor(language: Language, refusal: second_factor::Refusal) -> String {
    use second_factor::Refusal as R;
    match refusal {
        R::WrongCode => factor::wrong_code(language),
        R::NotBegun => factor::not_begun(language),
        R::AlreadyAdded => factor::already_added(language),
        R::NoneAdded => factor::none_added(language),
        R::ProveFirst => factor::prove_first(language),
    }
    .to_owned()
}

/// From signing in as staff, who have no other way in.
pub(crate) fn staff_sign_in(language: Language, refusal: sign_in::Refusal) -> String {
    use sign_in::Refusal as R;
    match refusal {
        R::WrongCredentials => wrong_staff_credentials(language).to_owned(),
        R::Locked { until } => staff_locked(language, &format::time(until)),
        refusal => sign_in(language, refusal),
    }
}

/// From adding a passkey.
pub(crate) fn passkey(language: Language, refusal: passkeys::Refusal) -> String {
    use passkeys::Refusal as R;
    match refusal {
        R::NotHere => keys::unavailable(language),
        R::BadName => keys::bad_name(language),
        R::DoesNotFit => keys::does_not_fit(language),
        R::Known => keys::known(language),
        R::TooMany => keys::too_many(language),
        R::ProveFirst => factor::prove_first(language),
    }
    .to_owned()
}

/// From choosing a password.
pub(crate) fn password(language: Language, refusal: PasswordRefusal) -> String {
    use PasswordRefusal as R;
    match refusal {
        R::TooShort { min } => too_short(language, min),
        R::TooLong { max } => too_long(language, max),
        R::ControlCharacters => control_characters(language).to_owned(),
        R::Repeated => repeated(language).to_owned(),
        R::Sequence => sequence(language).to_owned(),
        R::IdentityDocument => identity_document(language).to_owned(),
        R::MobileNumber => mobile_number(language).to_owned(),
        R::CustomerCode => customer_code(language).to_owned(),
        R::Common => common(language).to_owned(),
        R::StaffName => staff_name(language).to_owned(),
    }
}

/// From changing the customer file.
pub(crate) fn profile(language: Language, refusal: profile::Refusal) -> String {
    use profile::Refusal as R;
    match refusal {
        R::EmailNeeded => email_needed(language),
        R::NoWayLeft => no_way_left(language),
        R::ChangedMeanwhile => changed_meanwhile(language),
    }
    .to_owned()
}

/// From changing a contact.
pub(crate) fn contact(language: Language, refusal: contact_change::Refusal) -> String {
    use contact_change::Refusal as R;
    match refusal {
        R::BadMobile => bad_mobile(language).to_owned(),
        R::BadEmail => bad_email(language).to_owned(),
        R::SameAsBefore => same_contact(language).to_owned(),
        R::EmailNeeded => email_needed(language).to_owned(),
        R::NoCodeYet { why: SendRefusal::TooSoon { at } | SendRefusal::TooMany { at } } => {
            too_many_codes(language, &format::time(at))
        }
        R::Code { why } => match why {
            CodeRefusal::Wrong { tries_left } => code_wrong(language, tries_left),
            CodeRefusal::TooManyTries => code_used_up(language).to_owned(),
            CodeRefusal::Spent => code_spent(language).to_owned(),
            CodeRefusal::Expired => code_expired(language).to_owned(),
            CodeRefusal::OtherBrowser => code_not_asked(language).to_owned(),
        },
        R::NumberTaken => number_taken(language).to_owned(),
        R::Over => contact_over(language).to_owned(),
    }
}

/// From the rule of a field.
pub(crate) fn field(language: Language, refusal: FieldRefusal) -> String {
    match refusal {
        FieldRefusal::NotTheirs { .. } => field_not_yours(language),
        FieldRefusal::Missing { .. } => field_missing(language),
        FieldRefusal::BadFormat { .. } => field_format(language),
    }
    .to_owned()
}

/// From correcting a customer's file.
pub(crate) fn correction(language: Language, refusal: corrections::Refusal) -> String {
    use corrections::Refusal as R;
    match refusal {
        R::FileClosed => open_file_first(language).to_owned(),
        R::Field { why } => field(language, why),
        R::SameAsBefore => same_name(language).to_owned(),
        R::BadReason => bad_reason(language).to_owned(),
        R::OwnProposal => own_proposal(language).to_owned(),
        R::Over => correction_over(language).to_owned(),
    }
}

/// From joining customers' files or taking them apart.
pub(crate) fn merge(language: Language, refusal: duplicates::Refusal) -> String {
    use duplicates::Refusal as R;
    match refusal {
        R::Same => same_customer(language),
        R::AlreadyMerged => already_merged(language),
        R::OrderUnderWay => order_under_way(language),
        R::Company => merge_company(language),
        R::CompanyRole => merge_company_role(language),
        R::ContactChangeOpen => merge_contact_change(language),
        R::Undone => merge_undone(language),
        R::LaterFirst => later_first(language),
        R::BadReason => bad_reason(language),
    }
    .to_owned()
}

/// From asking for a copy of one's data.
pub(crate) fn data_export(language: Language, refusal: data_exports::Refusal) -> String {
    let data_exports::Refusal::TooSoon { at } = refusal;
    copy_too_soon(language, &format::date_time(language, at))
}

/// From barring or freeing a line.
pub(crate) fn line(language: Language, refusal: lines::Refusal) -> String {
    use lines::Refusal as R;
    match refusal {
        R::Terminated => line_terminated(language),
        R::AlreadyBarred { .. } => line_barred(language),
        R::NotBarred => line_not_barred(language),
        R::DebtFirst => debt_first(language),
        R::NotAPhone => not_a_phone(language),
    }
    .to_owned()
}

/// From paying.
pub(crate) fn payment(language: Language, refusal: &payments::Refusal) -> String {
    use payments::Refusal as R;
    match refusal {
        R::NothingOwed => nothing_owed(language).to_owned(),
        R::NotPositive => not_positive(language).to_owned(),
        R::MoreThanOwed { owed } => more_than_owed(language, &format::money(*owed)),
        R::Conflict { .. } | R::NotSucceeded { .. } => payment_settled(language).to_owned(),
    }
}

/// From a request.
pub(crate) fn request(language: Language, refusal: &requests::Refusal) -> String {
    use requests::Refusal as R;
    match refusal {
        R::AlreadyReported { number } => already_reported(language, number),
        R::Resolved { reopen_until } => {
            request_resolved(language, &format::date_time(language, *reopen_until))
        }
        R::Ended { .. } => request_ended(language).to_owned(),
        R::NotResolved { .. } => not_resolved(language).to_owned(),
        R::TooLateToReopen { until } => too_late(language, &format::date_time(language, *until)),
        R::AlreadyTaken { .. } => already_taken(language).to_owned(),
        R::NotTaken => take_first(language).to_owned(),
    }
}
