//! Words for plans and add-ons: what they include, cost and are good for.

use crate::format;
use crm::{
    catalogue::{Need, Offering},
    language::Language,
    lines::LineKind,
    money::Money,
    usage::UsageKind,
};

super::texts! {
    phone: "手机", "Mobile";
    internet: "宽带", "Home internet";
    a_month(price: &str): "{price}/月", "{price} a month";
    monthly_price: "月费", "Monthly price";
    calls: "通话", "Calls";
    data: "流量", "Data";
    messages: "短信", "Texts";
    speed: "网速", "Speed";
    unlimited: "不限量", "Unlimited";
    not_included: "不含", "Not included";
    brief_calls(amount: &str): "通话 {amount}", "{amount} of calls";
    brief_calls_unlimited: "通话不限量", "unlimited calls";
    brief_data(amount: &str): "流量 {amount}", "{amount} of data";
    brief_data_unlimited: "流量不限量", "unlimited data";
    brief_messages(amount: &str): "短信 {amount}", "{amount}";
    brief_messages_unlimited: "短信不限量", "unlimited messages";
    speed_of(mbps: &str): "{mbps} Mbps", "{mbps} Mbit/s";
    calls_beyond(rate: &str): "通话每分钟 {rate}", "{rate} a minute of calls";
    data_beyond(rate: &str): "流量每100 MB {rate}", "{rate} for each 100 MB of data";
    messages_beyond(rate: &str): "短信每条 {rate}", "{rate} a message";
    low_price: "月费低", "Low price";
    many_calls: "通话多", "Lots of calls";
    much_data: "流量多", "Lots of data";
    fast: "网速快", "High speed";
    streaming: "追剧观影", "Films and series";
    senior: "老年客户", "Senior citizens";
}

/// What runs over a line.
pub(crate) fn line_kind(language: Language, kind: LineKind) -> &'static str {
    match kind {
        LineKind::Phone => phone(language),
        LineKind::Internet => internet(language),
    }
}

/// What somebody looks for.
pub(crate) fn need(language: Language, need: Need) -> &'static str {
    match need {
        Need::LowPrice => low_price(language),
        Need::Calls => many_calls(language),
        Need::Data => much_data(language),
        Need::Speed => fast(language),
        Need::Streaming => streaming(language),
        Need::Senior => senior(language),
    }
}

/// `¥59.00 a month`.
pub(crate) fn price(language: Language, price: Money) -> String {
    a_month(language, &format::money(price))
}

/// What a plan includes each month, thing by thing, and its speed.
pub(crate) fn included(language: Language, plan: &Offering) -> Vec<(&'static str, String)> {
    let amount = |kind, allowance: Option<i64>| match allowance {
        None => unlimited(language).to_owned(),
        Some(0) => not_included(language).to_owned(),
        Some(amount) => format::quantity(language, kind, amount),
    };
    let allowances = &plan.allowances;
    match plan.line_kind {
        LineKind::Phone => vec![
            (calls(language), amount(UsageKind::Voice, allowances.voice_minutes)),
            (data(language), amount(UsageKind::Data, allowances.data_mb)),
            (messages(language), amount(UsageKind::Message, allowances.messages)),
        ],
        LineKind::Internet => {
            let speed = plan.speed_mbps.map(|mbps| (speed(language), mbps_words(language, mbps)));
            speed.into_iter().chain([(data(language), amount(UsageKind::Data, allowances.data_mb))]).collect()
        }
    }
}

/// What a plan includes, in one line: `600 min of calls · 60 GB of data`.
pub(crate) fn in_brief(language: Language, plan: &Offering) -> String {
    let amount = |kind, amount| format::quantity(language, kind, amount);
    let allowances = &plan.allowances;
    let data = match allowances.data_mb {
        None => brief_data_unlimited(language).to_owned(),
        Some(mb) => brief_data(language, &amount(UsageKind::Data, mb)),
    };
    let parts = match plan.line_kind {
        LineKind::Phone => {
            let calls = match allowances.voice_minutes {
                None => brief_calls_unlimited(language).to_owned(),
                Some(minutes) => brief_calls(language, &amount(UsageKind::Voice, minutes)),
            };
            let messages = match allowances.messages {
                None => brief_messages_unlimited(language).to_owned(),
                Some(pieces) => brief_messages(language, &amount(UsageKind::Message, pieces)),
            };
            vec![calls, data, messages]
        }
        LineKind::Internet => {
            plan.speed_mbps.map(|mbps| mbps_words(language, mbps)).into_iter().chain([data]).collect()
        }
    };
    parts.join(" · ")
}

/// What use beyond the allowances costs; only of what has a limit and a price.
pub(crate) fn beyond(language: Language, plan: &Offering) -> Vec<String> {
    let (included, rates) = (&plan.allowances, &plan.overage);
    let rate = |allowance: Option<i64>, rate: Money, words: fn(Language, &str) -> String| {
        (allowance.is_some() && !rate.is_zero()).then(|| words(language, &format::money(rate)))
    };
    [
        rate(included.voice_minutes, rates.voice_minute, calls_beyond),
        rate(included.data_mb, rates.data_block, data_beyond),
        rate(included.messages, rates.message, messages_beyond),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn mbps_words(language: Language, mbps: i64) -> String {
    speed_of(language, &format::count(mbps))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crm::{
        catalogue::{Allowances, Eligibility, OfferingCode, OfferingKind, Overage},
        language::Text,
    };
    use jiff::civil::date;
    use rstest::rstest;

    /// A phone plan on sale for everyone, for tests of words and pages.
    pub(crate) fn plan(code: &str, yuan: i64) -> Offering {
        let text = |text: &str| Text { zh_cn: format!("{text}套餐"), en: format!("Plan {text}") };
        Offering {
            code: OfferingCode(code.to_owned()),
            kind: OfferingKind::Plan,
            line_kind: LineKind::Phone,
            name: text(code),
            summary: text(&format!("summary {code}")),
            monthly_price: Money::from_yuan(yuan),
            allowances: Allowances { voice_minutes: Some(600), data_mb: Some(61_440), messages: None },
            overage: Overage {
                voice_minute: Money::from_fen(15),
                data_block: Money::from_fen(20),
                message: Money::from_fen(10),
            },
            speed_mbps: None,
            sale_from: date(2020, 1, 1),
            sale_until: None,
            eligibility: Eligibility::Everyone,
            needs: vec![Need::Data],
            excludes: vec![],
        }
    }

    /// An internet plan; what it has no use for costs nothing and is not included.
    fn fibre() -> Offering {
        Offering {
            line_kind: LineKind::Internet,
            allowances: Allowances { voice_minutes: Some(0), data_mb: None, messages: Some(0) },
            overage: Overage { voice_minute: Money::ZERO, data_block: Money::ZERO, message: Money::ZERO },
            speed_mbps: Some(1000),
            ..plan("FIBRE", 99)
        }
    }

    #[rstest]
    #[case(Language::ZhCn, &plan("A", 79), "通话 600 分钟 · 流量 60 GB · 短信不限量")]
    #[case(Language::En, &plan("A", 79), "600 min of calls · 60 GB of data · unlimited messages")]
    #[case(Language::ZhCn, &fibre(), "1,000 Mbps · 流量不限量")]
    #[case(Language::En, &fibre(), "1,000 Mbit/s · unlimited data")]
    fn plans_in_one_line(#[case] language: Language, #[case] plan: &Offering, #[case] words: &str) {
        assert_eq!(in_brief(language, plan), words);
    }

    #[test]
    fn only_what_has_a_limit_costs_more() {
        let phone = ["¥0.15 a minute of calls", "¥0.20 for each 100 MB of data"];
        assert_eq!(beyond(Language::En, &plan("A", 79)), phone);
        assert!(beyond(Language::En, &fibre()).is_empty());
    }

    #[test]
    fn what_is_included_by_kind_of_line() {
        let labels =
            |plan: &Offering| included(Language::En, plan).into_iter().map(|(label, _)| label).collect();
        let (phone, internet): (Vec<_>, Vec<_>) = (labels(&plan("A", 79)), labels(&fibre()));
        assert_eq!(phone, ["Calls", "Data", "Texts"]);
        assert_eq!(internet, ["Speed", "Data"]);
    }
}
