//! Why a plan cannot be changed as wished, in words.

use crate::format;
use crm::{catalogue::Eligibility, language::Language, lines::BarReason, plan_change::Refusal};

super::texts! {
    barred: "号码已停机，暂时不能更换套餐", "This line is barred; its plan cannot be changed now";
    barred_lost: "该号码已挂失停机。找回手机或补卡后撤销挂失，即可更换套餐。", "It was reported lost or stolen. Take the report back once you have the phone or a new SIM, then change the plan.";
    barred_overdue: "该号码因欠费停机。缴清欠费后自动恢复，即可更换套餐。", "It is barred because bills are overdue. It is freed as soon as they are paid; then you can change the plan.";
    barred_by_wish: "您为该号码办理了停机保号。恢复使用后即可更换套餐。", "You paused it. Put it back in use, then change the plan.";
    barred_unknown: "号码恢复使用后即可更换套餐。", "Once it is in use again, you can change the plan.";
    ended: "该号码已销户", "This line has ended";
    ended_on(date: &str): "该号码已于{date}销户，不能再更换套餐。", "It ended on {date}; its plan cannot be changed any more.";
    ended_some_day: "已销户的号码不能再更换套餐。", "The plan of a line that has ended cannot be changed any more.";
    pending: "该号码已有一笔更换套餐的订单", "A plan change is already under way for this line";
    pending_order(order: &str): "请等订单{order}完成，或先撤销它，再选择新的套餐。", "Wait until order {order} is done, or withdraw it first; then choose a plan.";
    overdue: "请先缴清欠费", "Please pay what is overdue first";
    overdue_of(amount: &str): "该号码的账户有{amount}已逾期。缴清后马上可以更换套餐。", "{amount} is overdue on the account of this line. As soon as it is paid, you can change the plan.";
    unknown: "没有这个套餐", "There is no such plan";
    unknown_plan: "该号码没有您所选的套餐。请从下面的套餐中选择。", "The plan you asked for does not exist for this line. Choose one of the plans below.";
    same: "您正在使用这个套餐", "You have this plan already";
    same_plan: "该号码现在就是这个套餐，无需更换。", "This line already runs on it; there is nothing to change.";
    not_on_sale: "该套餐目前不能办理", "This plan cannot be ordered now";
    sale_within(period: &str): "该套餐的办理时间为{period}。请选择其他套餐。", "It can be ordered in this time only: {period}. Choose another plan.";
    sale_begins(date: &str): "该套餐自{date}起可以办理。您可以届时再来，或选择其他套餐。", "It can be ordered from {date}. Come back then, or choose another plan.";
    not_eligible: "您暂不符合该套餐的办理条件", "This plan is for other customers";
    seniors_only: "该套餐仅限老年客户办理。请选择其他套餐。", "It is for senior citizens only. Choose another plan.";
    everyone: "请选择其他套餐。", "Choose another plan.";
    next_cycle: "该套餐从下个账期起生效", "This change starts with the next billing month";
    next_cycle_from(date: &str): "只有换到月费更高的套餐才能立即生效。这次更换最早从{date}起生效。", "Only a change to a dearer plan can start at once. This one can start on {date}.";
    price_changed: "价格已变，请再次确认", "The price has changed; please check again";
    price_was(seen: &str, now: &str): "您看到的月费是{seen}，现在是{now}。确认前没有做任何更改。", "You saw {seen} a month; it is {now} now. Nothing changes before you confirm.";
    date_changed: "生效日期已变，请再次确认", "The first day has changed; please check again";
    date_was(seen: &str, now: &str): "您看到的生效日期是{seen}，现在是{now}。确认前没有做任何更改。", "You saw {seen}; it is {now} now. Nothing changes before you confirm.";
    locked_in: "合约期内更换套餐需要支付提前解约费", "Your agreement asks a fee for this change";
    fee_until(until: &str, fee: &str): "合约期至{until}。现在换到这个套餐需支付提前解约费{fee}，请先确认您接受。", "It binds this line until {until}. Changing to this plan now costs an early-termination fee of {fee}; please accept it first.";
}

/// Heading and body.
pub(crate) fn words(language: Language, refusal: &Refusal) -> (String, String) {
    let day = |day| format::date(language, day);
    let (heading, body) = match refusal {
        Refusal::LineBarred { by } => (barred(language), barred_by(language, *by).to_owned()),
        Refusal::LineEnded { on: Some(on) } => (ended(language), ended_on(language, &day(*on))),
        Refusal::LineEnded { on: None } => (ended(language), ended_some_day(language).to_owned()),
        Refusal::PendingChange { order } => (pending(language), pending_order(language, order)),
        Refusal::Overdue { amount } => (overdue(language), overdue_of(language, &format::money(*amount))),
        Refusal::UnknownPlan { .. } => (unknown(language), unknown_plan(language).to_owned()),
        Refusal::SamePlan { .. } => (same(language), same_plan(language).to_owned()),
        Refusal::NotOnSale { from, until: Some(until) } => {
            (not_on_sale(language), sale_within(language, &format::period(language, *from, *until)))
        }
        Refusal::NotOnSale { from, until: None } => {
            (not_on_sale(language), sale_begins(language, &day(*from)))
        }
        Refusal::NotEligible { only: Eligibility::Seniors } => {
            (not_eligible(language), seniors_only(language).to_owned())
        }
        Refusal::NotEligible { only: Eligibility::Everyone } => {
            (not_eligible(language), everyone(language).to_owned())
        }
        Refusal::OnlyNextCycle { from } => (next_cycle(language), next_cycle_from(language, &day(*from))),
        Refusal::PriceChanged { seen, now } => {
            (price_changed(language), price_was(language, &format::money(*seen), &format::money(*now)))
        }
        Refusal::DateChanged { seen, now } => {
            (date_changed(language), date_was(language, &day(*seen), &day(*now)))
        }
        Refusal::LockedIn { until, fee } => {
            (locked_in(language), fee_until(language, &day(*until), &format::money(*fee)))
        }
    };
    (heading.to_owned(), body)
}

fn barred_by(language: Language, reason: Option<BarReason>) -> &'static str {
    match reason {
        Some(BarReason::Lost | BarReason::Stolen) => barred_lost(language),
        Some(BarReason::Overdue) => barred_overdue(language),
        Some(BarReason::CustomerWish) => barred_by_wish(language),
        None => barred_unknown(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm::money::Money;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::overdue(Refusal::Overdue { amount: Money::from_fen(12_900) }, "¥129.00")]
    #[case::pending(Refusal::PendingChange { order: "D7KQ2MXR4Z".to_owned() }, "D7KQ2MXR4Z")]
    #[case::ended(Refusal::LineEnded { on: Some(date(2026, 3, 31)) }, "31 Mar 2026")]
    #[case::sold_out(Refusal::NotOnSale { from: date(2015, 1, 1), until: Some(date(2023, 12, 31)) }, "31 Dec 2023")]
    #[case::coming(Refusal::NotOnSale { from: date(2027, 1, 1), until: None }, "from 1 Jan 2027")]
    #[case::later(Refusal::OnlyNextCycle { from: date(2026, 12, 1) }, "1 Dec 2026")]
    #[case::price(Refusal::PriceChanged { seen: Money::from_yuan(59), now: Money::from_yuan(69) }, "¥69.00 now")]
    #[case::day(Refusal::DateChanged { seen: date(2026, 11, 30), now: date(2026, 12, 1) }, "1 Dec 2026 now")]
    #[case::locked(Refusal::LockedIn { until: date(2027, 2, 28), fee: Money::from_fen(4919) }, "¥49.19")]
    #[case::barred(Refusal::LineBarred { by: Some(BarReason::Overdue) }, "paid")]
    fn a_refusal_says_what_a_person_needs(#[case] refusal: Refusal, #[case] fact: &str) {
        let (heading, body) = words(Language::En, &refusal);
        assert!(!heading.is_empty());
        assert!(body.contains(fact), "{body}");
    }
}
