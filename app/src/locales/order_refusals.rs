//! Why an order does not take a step, in words.

use crate::format;
use crm::{
    language::Language,
    orders::{OrderState, Refusal},
};

super::texts! {
    too_late: "订单已送往网络，不能再撤销", "The order went to the network and can no longer be withdrawn";
    too_late_body: "网络正在开通，通常当天完成。完成后您可以再次更换套餐；如有疑问，请联系我们。", "It is being set up, usually within the day. Once it is done you can change your plan again; if in doubt, ask us.";
    ended: "该订单已结束", "This order has ended";
    completed: "订单已完成，新套餐已生效。如需更改，请重新办理更换套餐。", "It is done and the new plan is in effect. To change again, place a new order.";
    withdrawn: "订单已撤销，您的套餐没有变化。", "It was withdrawn; your plan stayed as it was.";
    rejected: "订单未被受理，您的套餐没有变化。", "It was not accepted; your plan stayed as it was.";
    not_due: "还没到生效日期", "It is not time yet";
    not_due_before(date: &str): "该订单将于{date}提交网络开通，您无需操作。", "It goes to the network on {date}; there is nothing for you to do.";
    out_of_turn: "订单的进度已有变化", "The order has moved on meanwhile";
    look_again: "请查看订单的最新进度，再选择下一步。", "Look at where it stands now, then choose what to do.";
}

/// Heading and body.
pub(crate) fn words(language: Language, refusal: Refusal) -> (String, String) {
    let (heading, body) = match refusal {
        Refusal::PastPointOfNoReturn => (too_late(language), too_late_body(language).to_owned()),
        Refusal::AlreadyEnded { state: OrderState::Completed } => {
            (ended(language), completed(language).to_owned())
        }
        Refusal::AlreadyEnded { state: OrderState::Rejected } => {
            (ended(language), rejected(language).to_owned())
        }
        Refusal::AlreadyEnded { .. } => (ended(language), withdrawn(language).to_owned()),
        Refusal::NotDueYet { effective_on } => {
            (not_due(language), not_due_before(language, &format::date(language, effective_on)))
        }
        Refusal::OutOfTurn { .. } | Refusal::WorkOrderEnded { .. } => {
            (out_of_turn(language), look_again(language).to_owned())
        }
    };
    (heading.to_owned(), body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case(Refusal::AlreadyEnded { state: OrderState::Completed }, "新套餐已生效")]
    #[case(Refusal::AlreadyEnded { state: OrderState::Cancelled }, "已撤销")]
    #[case(Refusal::NotDueYet { effective_on: date(2026, 12, 1) }, "2026年12月1日")]
    #[case(Refusal::PastPointOfNoReturn, "不能再撤销")]
    fn a_refusal_says_where_the_order_stands(#[case] refusal: Refusal, #[case] fact: &str) {
        let (heading, body) = words(Language::ZhCn, refusal);
        assert!(format!("{heading}{body}").contains(fact), "{heading}{body}");
    }
}
