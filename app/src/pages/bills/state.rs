//! How a bill stands, in a word and in a sentence.

use crate::{components::*, format, locales::bills as t};
use crm::{
    Date,
    bills::{BillBalance, BillState, Dues},
    language::Language,
    money::Money,
};
use leptos::prelude::*;

/// The state of a bill, in one word.
pub(crate) fn badge(language: Language, balance: &BillBalance, today: Date) -> impl IntoView + use<> {
    let (tone, text) = word(language, balance, today);
    view! { <Badge tone=tone text=text /> }
}

fn word(language: Language, balance: &BillBalance, today: Date) -> (Tone, String) {
    let bill = &balance.bill;
    match bill.state {
        BillState::New | BillState::OnHold | BillState::Validated => {
            (Tone::Neutral, t::in_preparation(language).to_owned())
        }
        _ if bill.total <= Money::ZERO => (Tone::Good, t::nothing_to_pay(language).to_owned()),
        _ if balance.outstanding <= Money::ZERO => (Tone::Good, t::paid(language).to_owned()),
        _ if balance.is_overdue(today) => (Tone::Bad, t::overdue(language).to_owned()),
        BillState::PartiallyPaid => (Tone::Warn, t::partly_paid(language).to_owned()),
        BillState::Sent | BillState::Settled => {
            (Tone::Info, t::pay_by(language, &format::day_and_month(language, bill.due_on)))
        }
    }
}

/// Until when something has to be paid.
pub(crate) fn until(language: Language, dues: &Dues, today: Date) -> String {
    let Some(due_on) = dues.due_on else {
        return t::everything_paid(language).to_owned();
    };
    if dues.overdue > Money::ZERO && dues.overdue < dues.owed {
        t::partly_overdue(language, &format::money(dues.overdue))
    } else if due_on < today {
        t::overdue_since(language, &format::date(language, due_on))
    } else if due_on == today {
        t::due_today(language).to_owned()
    } else {
        t::due_by(language, &format::date(language, due_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::bills::samples::{TODAY, balance};
    use rstest::rstest;

    #[rstest]
    #[case::settled(10, BillState::Settled, 9_900, 0, Tone::Good, "Paid")]
    #[case::nothing(10, BillState::Settled, 0, 0, Tone::Good, "Nothing to pay")]
    #[case::credit(10, BillState::Settled, -500, -500, Tone::Good, "Nothing to pay")]
    #[case::due(10, BillState::Sent, 9_900, 9_900, Tone::Info, "Pay by 25 Nov")]
    #[case::part(10, BillState::PartiallyPaid, 9_900, 100, Tone::Warn, "Partly paid")]
    #[case::late(9, BillState::Sent, 9_900, 9_900, Tone::Bad, "Overdue")]
    #[case::late_in_part(9, BillState::PartiallyPaid, 9_900, 100, Tone::Bad, "Overdue")]
    #[case::not_sent(10, BillState::Validated, 9_900, 9_900, Tone::Neutral, "Being prepared")]
    fn one_word(
        #[case] month: i8,
        #[case] state: BillState,
        #[case] total: i64,
        #[case] left: i64,
        #[case] tone: Tone,
        #[case] text: &str,
    ) {
        let balance = balance(month, state, total, left);
        assert_eq!(word(Language::En, &balance, TODAY), (tone, text.to_owned()));
    }

    #[rstest]
    #[case::nothing(&[], "账单都已缴清。")]
    #[case::later(&[10], "请在2026年11月25日前缴费。")]
    #[case::late(&[9], "缴费截止日为2026年10月25日，已逾期，请尽快缴费。")]
    #[case::both(&[9, 10], "其中¥99.00已逾期，请尽快缴费。")]
    fn until_when(#[case] months: &[i8], #[case] words: &str) {
        let open: Vec<_> =
            months.iter().map(|month| balance(*month, BillState::Sent, 9_900, 9_900)).collect();
        assert_eq!(until(Language::ZhCn, &Dues::of(&open, TODAY), TODAY), words);
    }
}
